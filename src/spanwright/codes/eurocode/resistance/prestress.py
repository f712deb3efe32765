"""Prestressed concrete: tendon stresses, losses, transfer (EN 1992-1-1 5.10, 8.10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, floats, freeze


@clause("EN 1992-1-1:2004", "5.10.2.1(1), 5.10.3(2)", tag="remembered")
def tendon_limits(f_pk: Values, f_p01k: Values) -> tuple[Array, Array]:
    """Greatest stress at the jack and after transfer.  (...,) [Pa]; 1860/1600: 1440, 1360 MPa."""
    pk, p01 = floats(f_pk), floats(f_p01k)
    return np.minimum(0.8 * pk, 0.9 * p01), np.minimum(0.75 * pk, 0.85 * p01)


@clause("EN 1992-1-1:2004", "5.10.5.2", "(5.45)", tag="remembered")
def friction_loss(angle: Values, distance: Values, mu: Values, wobble: Values) -> Array:
    """Share lost by friction, 1 - exp(-mu (theta + k x)).  (...,) [rad], [m], [-], [rad/m]

    Check: mu 0.19, theta 0.15, k 0.005, x 30: 5.541 %.
    """
    return np.asarray(
        -np.expm1(-floats(mu) * (floats(angle) + floats(wobble) * floats(distance))), dtype=float
    )


@dataclass(frozen=True, slots=True, eq=False)
class TendonForce:
    """Force along tendons jacked at one end, after the anchor has drawn in.

    force    : (..., x) [N];  reach : (...,) length the draw-in affects [m]
    lost     : (...,) loss at the anchor [N];  before : (..., x) before the draw-in [N]
    """

    force: Array
    before: Array
    reach: Array
    lost: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "5.10.5.2, 5.10.5.3", tag="remembered")
def tendon_force(
    distance: Array,
    jacking: float,
    rate: float,
    draw_in: float,
    axial_stiffness: float,
    *,
    linear: bool = False,
) -> TendonForce:
    """Force of a tendon of constant curvature.

    distance : (x,) from the jack [m], increasing to the far end;  jacking : force P_0 [N]
    rate     : friction exponent per metre, mu (theta/l + k) [1/m]
    draw_in  : w [m];  axial_stiffness : E_p A_p [N]
    linear   : friction as a straight line P_0 (1 - rate x), as hand calculations take it;
               otherwise exp(-rate x)

    Draw-in turns friction round: near the anchor P = P(l)^2/P(x) (or its straight mirror), and l
    follows from the area between both courses, w E_p A_p.  Where l would pass the far end, the
    whole tendon loses and l is its length.
    """
    x = floats(distance)
    end = float(x[-1])
    area = draw_in * axial_stiffness
    if linear:
        before = jacking * (1.0 - rate * x)
        slope = jacking * rate
        reach = float(np.sqrt(area / slope)) if slope > 0 else np.inf
        if reach <= end:
            force = np.where(x < reach, jacking - slope * (2.0 * reach - x), before)
        else:
            turned = jacking - slope * (2.0 * end - x)
            force = turned - (area - slope * end**2) / end
            reach = end
    else:
        before = jacking * np.exp(-rate * x)
        # Area between exp(-s x) and exp(-s (2 l - x)) up to l: (1 - exp(-s l))^2/s.
        share = np.sqrt(area * rate / jacking) if rate > 0 else 0.0
        whole = -np.expm1(-rate * end)
        if rate > 0 and share <= whole:
            reach = float(-np.log1p(-share) / rate)
            force = np.where(x < reach, jacking * np.exp(-rate * (2.0 * reach - x)), before)
        else:
            used = jacking * whole**2 / rate if rate > 0 else 0.0
            force = jacking * np.exp(-rate * (2.0 * end - x)) - (area - used) / end
            reach = end
    return TendonForce(force, before, floats(reach), floats(jacking - force[0]))


@clause("EN 1992-1-1:2004", "3.3.2(7)", "(3.28)-(3.30)", tag="remembered")
def relaxation(
    stress: Values,
    f_pk: Values,
    hours: Values = 5e5,
    rho_1000: Values = 2.5,
    relaxation_class: int = 2,
) -> Array:
    """Stress lost by relaxation.  (...,) [Pa]

    rho_1000 : loss at 1000 h in percent (2.5 in class 2, 8 in class 1, 4 in class 3)
    Check: class 2, 1360 MPa of 1860: 60.93 MPa (4.480 %).
    """
    constants = {1: (5.39, 6.7), 2: (0.66, 9.1), 3: (1.98, 8.0)}
    if relaxation_class not in constants:
        raise ValueError("relaxation class must be 1, 2 or 3")
    first, slope = constants[relaxation_class]
    sigma = floats(stress)
    mu = sigma / floats(f_pk)
    share = first * floats(rho_1000) * np.exp(slope * mu)
    share = share * (floats(hours) / 1000.0) ** (0.75 * (1.0 - mu)) * 1e-5
    return np.asarray(share * sigma, dtype=float)


@clause("EN 1992-1-1:2004", "5.10.4, 5.10.5.1", tag="remembered")
def elastic_loss(
    concrete_stress: Values, ratio_of_moduli: Values, *, post_tensioned: bool, tendons: int = 1
) -> Array:
    """Stress lost as the concrete shortens.  (...,) [Pa]

    concrete_stress : at the tendon, compression positive;  ratio_of_moduli : E_p/E_cm(t)
    post_tensioned  : tendons stressed one after the other lose (n - 1)/(2 n) of it on average
    """
    share = (tendons - 1) / (2.0 * tendons) if post_tensioned else 1.0
    return np.asarray(share * floats(ratio_of_moduli) * floats(concrete_stress), dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class TimeLoss:
    """Time-dependent loss, each (...,).  stress, sum : loss, and the unrestrained sum [Pa];
    divisor : [-]"""

    stress: Array
    sum: Array
    divisor: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "5.10.6", "(5.46)", tag="remembered")
def time_loss(
    shrinkage: Values,
    relaxed: Values,
    creep: Values,
    concrete_stress: Values,
    tendon_area: Values,
    concrete_area: Values,
    concrete_inertia: Values,
    eccentricity: Values,
    E_cm: Values,
    E_p: Values = 195e9,
) -> TimeLoss:
    """Loss by creep, shrinkage and relaxation together.

    shrinkage : strain, positive;  relaxed : Delta sigma_pr [Pa];  creep : phi(t, t0)
    concrete_stress : at the tendon, quasi-permanent, compression positive             [Pa]
    areas [m2], inertia [m4], eccentricity z_cp [m]
    Check: 3e-4, 60.93 MPa, 1.8, 8 MPa, 4200 mm2, 0.6e6 mm2, 1.5e11 mm4, 600 mm, E 195 and 35 GPa:
    187.476/1.23219 = 152.15 MPa.
    """
    ratio = floats(E_p) / floats(E_cm)
    area, phi = floats(concrete_area), floats(creep)
    total = (
        floats(shrinkage) * floats(E_p)
        + 0.8 * floats(relaxed)
        + ratio * phi * floats(concrete_stress)
    )
    stiff = ratio * floats(tendon_area) / area
    lever = 1.0 + area / floats(concrete_inertia) * floats(eccentricity) ** 2
    divisor = 1.0 + stiff * lever * (1.0 + 0.8 * phi)
    return TimeLoss(*together(total / divisor, total, divisor))


@dataclass(frozen=True, slots=True, eq=False)
class Transmission:
    """Anchorage of pretensioned strands, each (...,).

    bond : f_bpt [Pa];  basic : l_pt;  short, long : 0.8 and 1.2 l_pt;  dispersion : l_disp   [m]
    """

    bond: Array
    basic: Array
    short: Array
    long: Array
    dispersion: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "8.10.2.2", "(8.15)-(8.19)", tag="remembered")
def transmission(
    diameter: Values,
    release_stress: Values,
    f_ctd_release: Values,
    depth: Values,
    *,
    gradual: bool = True,
    good_bond: bool = True,
    strand: bool = True,
) -> Transmission:
    """Transmission length of pretensioned tendons.

    diameter, depth d [m];  release_stress : sigma_pm0, f_ctd_release : f_ctd(t) [Pa]
    """
    eta_p1, alpha_2 = (3.2, 0.19) if strand else (2.7, 0.25)
    bond = eta_p1 * (1.0 if good_bond else 0.7) * floats(f_ctd_release)
    basic = (1.0 if gradual else 1.25) * alpha_2 * floats(diameter) * floats(release_stress) / bond
    spread = np.hypot(basic, floats(depth))
    return Transmission(*together(bond, basic, 0.8 * basic, 1.2 * basic, spread))


@dataclass(frozen=True, slots=True, eq=False)
class StressLimits:
    """Stress limits of prestressed concrete, each (...,) [Pa].

    transfer : concrete at release, 0.6 f_ck(t), 0.7 pretensioned;  characteristic : 0.6 f_ck
    quasi_permanent : 0.45 f_ck, above it creep is not linear;  tendon : 0.75 f_pk, mean
    """

    transfer: Array
    characteristic: Array
    quasi_permanent: Array
    tendon: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "5.10.2.2(5), 7.2", tag="remembered")
def prestressed_limits(
    f_ck: Values, f_ck_release: Values, f_pk: Values, *, pretensioned: bool
) -> StressLimits:
    """Stress limits at transfer and in service.  (...,) [Pa]"""
    start = (0.7 if pretensioned else 0.6) * floats(f_ck_release)
    f = floats(f_ck)
    return StressLimits(*together(start, 0.6 * f, 0.45 * f, 0.75 * floats(f_pk)))
