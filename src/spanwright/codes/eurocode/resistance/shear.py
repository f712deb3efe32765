"""Shear resistance of plate girder webs and its interaction with bending (EN 1993-1-5 5 and 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.classification import epsilon
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.datum.units import MPa

ETA: Final = 1.2  # up to and including S460 (5.1(2), recommended)


@clause("EN 1993-1-1:2005", "6.2.6(2)", tag="read")
def plastic_shear(area: Array, yield_strength: Array, gamma_M0: float = 1.0) -> Array:
    """V_pl,Rd = A_v f_y/(sqrt(3) gamma_M0).  (...,) [m2], [Pa] -> (...,) [N]"""
    return np.asarray(area * yield_strength / (np.sqrt(3.0) * gamma_M0), dtype=float)


@clause("EN 1993-1-5:2006", "A.3(1)", "(A.5)", tag="read")
def shear_buckling_factor(panel_length: Array | float, web_height: Array) -> Array:
    """k_tau of a web panel between rigid transverse stiffeners, no longitudinal ones.

    panel_length, web_height : (...,) a and h_w [m]; a = inf: stiffeners at supports only
    Check: a = 3.0, h_w = 2.4: 7.90.
    """
    ratio = np.asarray(web_height / np.asarray(panel_length, dtype=float), dtype=float)
    return np.where(ratio <= 1.0, 5.34 + 4.00 * ratio**2, 4.00 + 5.34 * ratio**2)


@clause("EN 1993-1-5:2006", "A.3(2)", "(A.5), (A.6)", tag="remembered")
def stiffened_shear_buckling_factor(
    panel_length: Array, web_height: Array, web_thickness: Array, stiffener_inertia: Array
) -> Array:
    """k_tau of a web panel with one or two longitudinal stiffeners.

    stiffener_inertia : (...,) sum of I_sl of the longitudinal stiffeners about their own axis
                        parallel to the web, 15 eps t of web included               [m4]
    The formulas contain the reduction of I_sl to a third already.
    """
    aspect = np.asarray(panel_length / web_height, dtype=float)
    relative = stiffener_inertia / (web_thickness**3 * web_height)
    added = np.maximum(
        9.0 / aspect**2 * relative**0.75,
        2.1 / web_thickness * (stiffener_inertia / web_height) ** (1 / 3),
    )
    short = 4.1 + (6.3 + 0.18 * relative) / aspect**2 + 2.2 * relative ** (1 / 3)
    return np.where(aspect < 3.0, short, shear_buckling_factor(panel_length, web_height) + added)


@dataclass(frozen=True, slots=True, eq=False)
class ShearResistance:
    """Shear buckling resistance of n webs, each (n,).

    needed        : whether shear buckling must be checked
    k_tau, slenderness, reduction : k_tau, lambda_w, chi_w                            [-]
    critical      : tau_cr                                                            [Pa]
    web, limit    : V_bw,Rd and the upper limit eta f_yw h_w t/(sqrt3 gamma_M1)       [N]
    plastic       : V_pl,Rd of the web, A_v = eta h_w t                               [N]
    resistance    : V_bw,Rd where buckling matters, else V_pl,Rd                      [N]
    """

    needed: Bools
    k_tau: Array
    critical: Array
    slenderness: Array
    reduction: Array
    web: Array
    limit: Array
    plastic: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-5:2006", "5.3", "Table 5.1", tag="read")
def web_reduction(slenderness: Array, rigid_end_post: Bools | bool, eta: float = ETA) -> Array:
    """chi_w: 1.2 for stocky webs, 1.37/(0.7 + lambda) or 0.83/lambda for slender ones.  (...,)"""
    slender = np.maximum(np.asarray(slenderness, dtype=float), 1e-6)
    post = np.where(np.asarray(rigid_end_post), 1.37 / (0.7 + slender), 0.83 / slender)
    return np.where(slender < 0.83 / eta, eta, np.where(slender < 1.08, 0.83 / slender, post))


@clause("EN 1993-1-5:2006", "5.1(2)", "5.2", "5.3", tag="read")
def shear_resistance(
    web_height: Array,
    web_thickness: Array,
    web_yield: Array | float,
    panel_length: Array | float = np.inf,
    *,
    rigid_end_post: Bools | bool = True,
    stiffener_inertia: Array | float = 0.0,
    subpanel_height: Array | float | None = None,
    eta: float = ETA,
    gamma_M0: float = 1.0,
    gamma_M1: float = 1.1,
) -> ShearResistance:
    """Shear resistance of webs, transverse stiffeners at supports and at ``panel_length``.

    web_height, web_thickness : (n,) [m];  web_yield : (n,) [Pa]
    panel_length      : (n,) distance of rigid transverse stiffeners; inf: at supports only [m]
    rigid_end_post    : (n,) inner supports of continuous girders count as rigid
    stiffener_inertia : (n,) of longitudinal stiffeners, 0 without                      [m4]
    subpanel_height   : (n,) highest subpanel between longitudinal stiffeners           [m]

    Check: 2400 x 18, f_y 345, a = 3.0 m: tau_cr 84.431 MPa, lambda 1.5363, chi 0.61262,
    V_bw 4792.3 kN.
    """
    h, t = np.asarray(web_height, dtype=float), np.asarray(web_thickness, dtype=float)
    f = np.asarray(web_yield, dtype=float)
    inertia = np.asarray(stiffener_inertia, dtype=float)
    length = np.asarray(panel_length, dtype=float)
    k = shear_buckling_factor(length, h)
    if np.any(inertia > 0):
        finite = np.where(np.isfinite(length), length, 1e6 * h)
        k = np.where(inertia > 0, stiffened_shear_buckling_factor(finite, h, t, inertia), k)
    eps = epsilon(f)
    # lambda = 0.76 sqrt(f/tau_cr) everywhere, so that h/(86.4 t eps) is the case of 5.34.
    critical = k * 190_000.0 * MPa * (t / h) ** 2
    slender = 0.76 * np.sqrt(f / critical)
    if subpanel_height is not None:
        part = np.asarray(subpanel_height, dtype=float)
        own = shear_buckling_factor(length, part)
        slender = np.maximum(slender, part / (37.4 * t * eps * np.sqrt(own)))
    unstiffened = ~np.isfinite(length) & (inertia <= 0)
    bound = np.where(unstiffened, 72.0 / eta * eps, 31.0 / eta * eps * np.sqrt(k))
    needed = np.asarray(h / t > bound)
    chi = web_reduction(slender, rigid_end_post, eta)
    shear_yield = f * h * t / np.sqrt(3.0)
    web = chi * shear_yield / gamma_M1
    plastic = eta * shear_yield / gamma_M0
    return ShearResistance(
        needed=needed,
        k_tau=k,
        critical=critical,
        slenderness=slender,
        reduction=chi,
        web=web,
        limit=eta * shear_yield / gamma_M1,
        plastic=plastic,
        resistance=np.where(needed, np.minimum(web, plastic), plastic),
    )


@clause("EN 1993-1-5:2006", "5.4", "(5.8)", tag="read")
def flange_contribution(
    width: Array,
    thickness: Array,
    flange_yield: Array,
    web_height: Array,
    web_thickness: Array,
    web_yield: Array,
    panel_length: Array,
    moment_ratio: Array,
    gamma_M1: float = 1.1,
) -> Array:
    """V_bf,Rd of the weaker flange (composite: the steel flange without the slab).  (n,) [N]

    moment_ratio : (n,) M_Ed/M_f,Rd; nothing is left at 1 and above
    Check: 800 x 40, f_y 345, web 2400 x 18, a = 3.0 m, no moment: c 809.26 mm, 496.1 kN.
    """
    half = 15.0 * epsilon(flange_yield) * thickness
    b = np.minimum(width, 2.0 * half + web_thickness)
    strip = b * thickness**2 * flange_yield
    c = panel_length * (0.25 + 1.6 * strip / (web_thickness * web_height**2 * web_yield))
    left = np.maximum(1.0 - np.asarray(moment_ratio, dtype=float) ** 2, 0.0)
    finite = np.where(np.isfinite(c), c, np.inf)
    return np.asarray(strip / (finite * gamma_M1) * left, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class MomentShear:
    """Interaction of bending and shear, each (..., n).

    moment_share : eta1 = M/M_pl,Rd;  shear_share : eta3 = V/V_bw,Rd
    expression   : the clause's left side where it applies, else eta1
    utilisation  : by how much M and V may be scaled together before the limit, inverted; equal to
                   1 exactly where the expression is, continuous, and 0 for no load
    """

    moment_share: Array
    shear_share: Array
    expression: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-5:2006", "7.1", "(7.1)", tag="read")
@clause("EN 1994-2:2005", "6.2.2.4", tag="remembered")
def moment_shear(
    moment: Array, shear: Array, plastic_moment: Array, flange_moment: Array, shear_web: Array
) -> MomentShear:
    """Interaction of bending with shear in a web that buckles, every class.

    moment, shear  : (..., n) magnitudes of M_Ed, V_Ed                                [N m], [N]
    plastic_moment : (n,) M_pl,Rd of effective flanges and the whole web, whatever the class
    flange_moment  : (n,) M_f,Rd of the effective flanges (and slab) alone
    shear_web      : (n,) V_bw,Rd

    To be checked at sections at least h_w/2 from a support with vertical stiffeners.
    Check: eta1 0.9, eta3 0.8, M_f/M_pl 0.75 gives 0.99.
    """
    e1 = np.abs(np.asarray(moment, dtype=float)) / plastic_moment
    e3 = np.abs(np.asarray(shear, dtype=float)) / shear_web
    r = np.clip(flange_moment / plastic_moment, 0.0, 1.0)
    e1, e3, r = together(e1, e3, r)
    applies = (e3 > 0.5) & (e1 >= r)
    expression = np.where(applies, e1 + (1.0 - r) * (2.0 * e3 - 1.0) ** 2, e1)
    a = 4.0 * (1.0 - r) * e3**2
    b = e1 - 4.0 * (1.0 - r) * e3
    # Along a ray through the origin: straight at first, then the parabola, then V = V_bw.
    # 1/root of a x^2 + b x - r = 0, in the form that does not cancel.
    square = np.sqrt(b**2 + 4.0 * a * r)
    rising = (b + square) / np.where(r > 0, 2.0 * r, np.inf)
    falling = 2.0 * a / np.where(square - b > 0, square - b, np.inf)
    curve = np.where(b > 0, rising, falling)
    use = np.where(e3 <= 0.5 * e1, e1, np.where(e1 <= r * e3, e3, curve))
    return MomentShear(e1, e3, expression, use)


@clause("EN 1994-2:2005", "6.2.2.4(2)", tag="remembered")
def web_strength_factor(shear: Array, shear_resistance: Array) -> Array:
    """1 - rho on the web's strength in classes 1 and 2: rho = (2 V/V_Rd - 1)^2 above half.

    (..., n); 1 without shear, 0 at V = V_Rd
    """
    share = np.clip(np.abs(shear) / shear_resistance, 0.0, 1.0)
    return np.asarray(1.0 - np.where(share > 0.5, (2.0 * share - 1.0) ** 2, 0.0), dtype=float)


@clause("EN 1993-1-5:2006", "9.3.3(3)", "(9.6)", tag="read")
def stiffener_inertia_needed(web_height: Array, web_thickness: Array, panel_length: Array) -> Array:
    """Least I_st of a rigid transverse stiffener.  (n,) [m] -> (n,) [m4]"""
    ratio = panel_length / web_height
    long = 0.75 * web_height * web_thickness**3
    short = 1.5 * web_height**3 * web_thickness**3 / panel_length**2
    return np.where(ratio < np.sqrt(2.0), short, long)


@clause("EN 1993-1-5:2006", "9.3.3(3)", tag="remembered")
def stiffener_force(
    shear: Array, slenderness: Array, web_height: Array, web_thickness: Array, web_yield: Array,
    gamma_M1: float = 1.1,
) -> Array:  # fmt: skip
    """Axial force in an intermediate stiffener from tension field action.  (..., n) [N]"""
    held = web_yield * web_height * web_thickness / (np.sqrt(3.0) * gamma_M1 * slenderness**2)
    return np.asarray(np.maximum(np.abs(shear) - held, 0.0), dtype=float)
