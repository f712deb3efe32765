"""Buckling of members and of compressed flanges out of plane (EN 1993-1-1 6.3, EN 1993-2 6.3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GPa

E_STEEL: Final = 210.0 * GPa
G_STEEL: Final = E_STEEL / 2.6


@clause("EN 1993-1-1:2005", "Table 6.1", tag="read")
def imperfection(curve: str) -> float:
    """Imperfection factor of a buckling curve: "a0", "a", "b", "c" or "d" (Table 6.1)."""
    return load("eurocode/resistance/buckling.toml").number(f"imperfection.{curve}")


@clause("EN 1993-1-1:2005", "6.3.1.2", "(6.49)", tag="read")
def buckling_reduction(slenderness: Array, alpha: Array | float) -> Array:
    """chi of a buckling curve; 1 up to slenderness 0.2.  (...,) [-]

    Check: slenderness 0.45952, curve d (0.76): 0.80788.
    """
    lam = np.asarray(slenderness, dtype=float)
    phi = 0.5 * (1.0 + alpha * (lam - 0.2) + lam**2)
    chi = 1.0 / (phi + np.sqrt(np.maximum(phi**2 - lam**2, 0.0)))
    return np.where(lam <= 0.2, 1.0, np.minimum(chi, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Buckling:
    """Resistance of members to buckling, each (...,).

    critical : N_cr or M_cr;  slenderness, reduction : lambda and chi [-];  resistance [N] or [N m]
    """

    critical: Array
    slenderness: Array
    reduction: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-1:2005", "6.3.1", tag="read")
def flexural_buckling(
    area: Array,
    inertia: Array,
    length: Array,
    yield_strength: Array,
    curve: str,
    gamma_M1: float = 1.0,
    modulus: float = E_STEEL,
) -> Buckling:
    """N_b,Rd of compressed members of class 1 to 3.

    area [m2], inertia [m4], buckling length [m], yield_strength [Pa] : (...,)
    Check: HE 340 B, i_z 75.3 mm, 4.335 m, S355, curve c: chi 0.6913, 4194 kN.
    """
    critical = np.asarray(np.pi**2 * modulus * inertia / length**2, dtype=float)
    slender = np.sqrt(area * yield_strength / critical)
    chi = buckling_reduction(slender, imperfection(curve))
    return Buckling(critical, slender, chi, chi * area * yield_strength / gamma_M1)


@clause("NCCI of EN 1993-1-1", "elastic critical moment, doubly symmetric I", tag="remembered")
def critical_moment(
    lateral_inertia: Array,
    torsion: Array,
    warping: Array,
    length: Array,
    c1: Array | float = 1.0,
    *,
    end_rotation_factor: float = 1.0,
    warping_factor: float = 1.0,
    load_height: Array | float = 0.0,
    c2: Array | float = 0.0,
) -> Array:
    """M_cr of doubly symmetric I-sections between fork supports.  (...,) [N m]

    lateral_inertia I_z, torsion I_t [m4], warping I_w [m6], length [m] : (...,)
    load_height : z_g, the transverse load above the shear centre, destabilising positive [m]
    """
    k, kw = end_rotation_factor, warping_factor
    euler = np.pi**2 * E_STEEL * lateral_inertia / (k * length) ** 2
    inner = (k / kw) ** 2 * warping / lateral_inertia + (G_STEEL * torsion / euler)
    shift = c2 * np.asarray(load_height, dtype=float)
    return np.asarray(c1 * euler * (np.sqrt(inner + shift**2) - shift), dtype=float)


@clause("NCCI of EN 1993-1-1", "C1 from quarter points", tag="read")
def moment_gradient_factor(greatest: Array, quarter_points: Array) -> Array:
    """C1 of any moment diagram: sqrt(35 M^2/(M^2 + 9 M2^2 + 16 M3^2 + 9 M4^2)).

    greatest       : (...,) the greatest moment of the segment
    quarter_points : (3, ...) moments at the quarter, half and three-quarter points
    """
    m2, m3, m4 = quarter_points
    top = 35.0 * np.square(greatest)
    bottom = np.square(greatest) + 9.0 * m2**2 + 16.0 * m3**2 + 9.0 * m4**2
    return np.asarray(np.sqrt(top / bottom), dtype=float)


def linear_moment_gradient_factor(first: Array, second: Array) -> Array:
    """C1 of a linear moment diagram between two end moments (with their signs).  (...,)"""
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    greatest = np.maximum(np.abs(a), np.abs(b))
    points = np.stack([0.75 * a + 0.25 * b, 0.5 * (a + b), 0.25 * a + 0.75 * b])
    return moment_gradient_factor(greatest, points)


@clause("EN 1993-1-1:2005", "6.3.2.2", "Tables 6.3, 6.4", tag="read")
def lateral_torsional_buckling(
    section_resistance: Array, critical: Array, curve: str, gamma_M1: float = 1.0
) -> Buckling:
    """M_b,Rd by the general method.

    section_resistance : (...,) W_y f_y of the section's class                       [N m]
    critical           : (...,) M_cr                                                 [N m]
    """
    slender = np.sqrt(np.asarray(section_resistance / critical, dtype=float))
    chi = buckling_reduction(slender, imperfection(curve))
    return Buckling(np.asarray(critical), slender, chi, chi * section_resistance / gamma_M1)


@clause("EN 1993-1-1:2005", "6.3.2.3", tag="remembered")
def rolled_lateral_torsional_buckling(
    section_resistance: Array,
    critical: Array,
    curve: str,
    gamma_M1: float = 1.0,
    *,
    correction_factor: Array | float = 1.0,
) -> Buckling:
    """M_b,Rd of rolled or equivalent welded sections (plateau 0.4, beta 0.75).

    correction_factor : k_c of Table 6.6; 1 leaves chi unmodified
    """
    slender = np.sqrt(np.asarray(section_resistance / critical, dtype=float))
    alpha = imperfection(curve)
    phi = 0.5 * (1.0 + alpha * (slender - 0.4) + 0.75 * slender**2)
    chi = 1.0 / (phi + np.sqrt(np.maximum(phi**2 - 0.75 * slender**2, 0.0)))
    chi = np.where(slender <= 0.4, 1.0, np.minimum(np.minimum(chi, 1.0), 1.0 / slender**2))
    f = np.minimum(1.0 - 0.5 * (1.0 - correction_factor) * (1.0 - 2.0 * (slender - 0.8) ** 2), 1.0)
    chi = np.minimum(chi / f, 1.0)
    return Buckling(np.asarray(critical), slender, chi, chi * section_resistance / gamma_M1)


@clause("EN 1993-2:2006", "Table D.3", tag="remembered")
def u_frame_stiffness(
    upright_inertia: Array,
    upright_height: Array,
    cross_inertia: Array,
    girder_distance: Array,
    frame_height: Array,
) -> Array:
    """Lateral stiffness C_d that a U-frame gives the compressed flange.  (...,) [N/m]

    upright_inertia : I_v of the stiffener with its share of web                        [m4]
    upright_height  : h_v, flange centroid to the cross girder's upper face             [m]
    cross_inertia   : I_q;  girder_distance : b_q;  frame_height : h, to the cross girder's axis
    """
    return np.asarray(
        E_STEEL
        * upright_inertia
        / (
            upright_height**3 / 3.0
            + frame_height**2 * girder_distance * upright_inertia / (2.0 * cross_inertia)
        ),
        dtype=float,
    )


@clause("EN 1993-2:2006", "6.3.4.2(4)", "(6.12)", tag="remembered")
def spring_buckling_factor(
    stiffness: Array | float, length: Array, inertia: Array, modulus: float = E_STEEL
) -> tuple[Array, Array]:
    """m and gamma of a compressed chord on continuous springs with constant force.

    stiffness : (...,) c = C_d/l, spring per metre [N/m2];  length : between rigid supports [m]
    inertia   : (...,) of the flange for bending sideways [m4]
    m = (2/pi^2) sqrt(gamma) >= 1, so N_crit = 2 sqrt(E I c).
    Check: flange 800 x 40, 20 kN/mm each 7 m, 63 m: gamma 125,581.6, m 71.811.
    """
    gamma = np.asarray(stiffness * length**4 / (modulus * inertia), dtype=float)
    return np.maximum(2.0 / np.pi**2 * np.sqrt(gamma), 1.0), gamma


@clause("EN 1993-2:2006", "6.3.4.2(7)", "(6.14)", tag="remembered")
def gradient_buckling_factor(moment_ratio: Array, shear_ratio: Array, gamma: Array) -> Array:
    """m between rigid supports when moment and shear vary along the chord.

    moment_ratio : (...,) M2/M1, smaller over larger;  shear_ratio : mu = V2/V1
    gamma        : (...,) c L^4/(E I); 0 with rigid bracing only at the ends
    Where the moment changes its sign, M2 = 0 is taken (a shorter compressed length would be less
    safe).  Check: M2/M1 0.4, mu 0.6, gamma 1550.39: m = 10.7891; gamma 0: 1.45726.
    """
    ratio = np.clip(np.asarray(moment_ratio, dtype=float), 0.0, 1.0)
    mu = np.clip(np.asarray(shear_ratio, dtype=float), 0.0, 1.0)
    phi = 2.0 * (1.0 - ratio) / (1.0 + mu)
    start = 1.0 + 0.44 * (1.0 + mu) * phi**1.5
    first = start + (3.0 + 2.0 * phi) * gamma / (350.0 - 50.0 * mu)
    second = start + (0.195 + (0.05 + mu / 100.0) * phi) * np.sqrt(gamma)
    return np.asarray(np.minimum(first, second), dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class FlangeBuckling:
    """A compressed flange as a strut, each (n,).

    area        : A_eff = A_f + A_wc/3 [m2];  inertia : of that strut's flange [m4]
    factor      : m;  gamma : spring parameter;  euler, critical : N_E, N_crit          [N]
    slenderness, reduction : lambda_LT, chi_LT                                         [-]
    buckling_length : l_k = pi sqrt(E I/N_crit)                                        [m]
    """

    area: Array
    inertia: Array
    factor: Array
    gamma: Array
    euler: Array
    critical: Array
    slenderness: Array
    reduction: Array
    buckling_length: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-2:2006", "6.3.4.2", "(6.10)", tag="remembered")
def flange_buckling(
    flange_width: Array,
    flange_thickness: Array,
    compressed_web_area: Array,
    yield_strength: Array,
    length: Array,
    *,
    moment_ratio: Array | float = 1.0,
    shear_ratio: Array | float = 1.0,
    spring: Array | float = 0.0,
    restraint: Array | float = np.inf,
    curve: str = "d",
    modulus: float = E_STEEL,
) -> FlangeBuckling:
    """Lateral buckling of compressed flanges between rigid restraints, optionally on springs.

    compressed_web_area : (n,) A_wc [m2];  length : (n,) between rigid restraints [m]
    moment_ratio, shear_ratio : (n,) M2/M1 and V2/V1 at the ends of that length
    spring              : (n,) C_d/l, springs per metre between the rigid restraints [N/m2]
    restraint           : (n,) C_d of the restraints at both ends [N/m]; below 4 N_E/l they do not
                          count as rigid and the critical force is that of bars between springs,
                          C_d l/4
    curve               : d for welded girders with h/b > 2, c otherwise

    The reduction applies to the flange's resistance, so the check is M_Ed <= chi_LT M_Rd at
    0.25 l_k from the larger end moment; chi is 1 up to slenderness 0.2.
    """
    width, thickness = (np.asarray(v, dtype=float) for v in (flange_width, flange_thickness))
    inertia = thickness * width**3 / 12
    area = width * thickness + np.asarray(compressed_web_area, dtype=float) / 3
    euler = np.asarray(np.pi**2 * modulus * inertia / np.asarray(length) ** 2, dtype=float)
    constant, gamma = spring_buckling_factor(spring, np.asarray(length), inertia, modulus)
    varying = gradient_buckling_factor(np.asarray(moment_ratio), np.asarray(shear_ratio), gamma)
    # The constant force is the worst course of the force, so its m bounds any other from below.
    m = np.maximum(constant, varying)
    held = np.asarray(restraint, dtype=float) * np.asarray(length) / 4.0
    m = np.where(held < euler, held / euler, m)
    critical = m * euler
    slender = np.sqrt(area * yield_strength / critical)
    return FlangeBuckling(
        area=area,
        inertia=inertia,
        factor=m,
        gamma=gamma,
        euler=euler,
        critical=critical,
        slenderness=slender,
        reduction=buckling_reduction(slender, imperfection(curve)),
        buckling_length=np.pi * np.sqrt(modulus * inertia / critical),
    )


@clause("EN 1993-2:2006", "6.3.4.2(5)", tag="remembered")
def bracing_force(
    flange_force: Array, critical: Array, buckling_length: Array, spacing: Array
) -> Array:
    """Lateral force on each elastic restraint of a compressed flange.  (...,) [N]

    flange_force : (...,) N_Ed, compression positive;  spacing : (...,) l of the restraints [m]
    Raises ScopeError where N_Ed reaches N_crit.
    """
    force = np.asarray(flange_force, dtype=float)
    if np.any(force >= critical):
        raise ScopeError("bracing force: the flange force reaches its critical force")
    ratio = np.asarray(buckling_length / spacing, dtype=float)
    loose = ratio * force / 80.0 / (1.0 - force / critical)
    return np.where(ratio <= 1.2, force / 100.0, loose)


@clause(
    "Winter, Lateral Bracing of Columns and Beams (1958)",
    "many equal bays, twice the ideal stiffness",
    tag="computed",
)
def brace_stiffness_needed(force: Array, spacing: Array) -> Array:
    """Stiffness of elastic restraints that hold a crooked flange under N_Ed: 8 N_Ed/l.  (...,)

    force : [N];  spacing : l of the restraints [m];  returns [N/m]

    Pinned bars of length l between springs stay straight up to N = C l/4; with twice that stiffness
    an initial crookedness no more than doubles.
    """
    return np.asarray(8.0 * np.asarray(force, dtype=float) / spacing, dtype=float)
