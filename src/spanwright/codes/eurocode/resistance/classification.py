"""Class of cross-section (EN 1993-1-1 5.5, EN 1994-2 5.5) and effective class 4 plates
(EN 1993-1-5 4), n sections at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.section import (
    WEB_BOTTOM,
    WEB_TOP,
    SteelSection,
    with_gap,
)
from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.units import MPa

_TINY: Final = 1e-12


@clause("EN 1993-1-1:2005", "Table 5.2", tag="read")
def epsilon(yield_strength: Array | float) -> Array:
    """Yield factor sqrt(235 MPa/f_y).  (...,) [Pa] -> (...,) [-]; 345 MPa gives 0.82532."""
    return np.sqrt(235.0 * MPa / np.asarray(yield_strength, dtype=float))


@clause("EN 1993-1-1:2005", "Table 5.2", tag="remembered")
def outstand_class(slenderness: Array, eps: Array) -> Ints:
    """Class of a flange outstand in uniform compression from c/t: limits 9, 10, 14 eps.

    slenderness, eps : (...,) [-];  returns (...,) 1 to 4
    """
    ratio = np.asarray(slenderness / eps, dtype=float)
    return np.select([ratio <= 9.0, ratio <= 10.0, ratio <= 14.0], [1, 2, 3], 4).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class WebLimits:
    """Greatest c/t of classes 1, 2, 3 of a web, (...,) [-]; inf where it is not compressed."""

    first: Array
    second: Array
    third: Array

    def __post_init__(self) -> None:
        freeze(self)

    def classes(self, slenderness: Array) -> Ints:
        """Class 1 to 4 of webs with this c/t.  (...,)"""
        tests = [slenderness <= self.first, slenderness <= self.second, slenderness <= self.third]
        return np.select(tests, [1, 2, 3], 4).astype(np.int64)


@clause("EN 1993-1-1:2005", "Table 5.2", tag="remembered")
def web_limits(alpha: Array, psi: Array, eps: Array) -> WebLimits:
    """Limits of c/t for webs in bending and compression.

    alpha : (...,) compressed share of the depth when plastic, 0 to 1                   [-]
    psi   : (...,) elastic stress ratio, tension edge over compressed edge, <= 1; -inf or any value
            with alpha = 0 means no compression                                        [-]
    eps   : (...,) [-]
    Check: psi = -1.00779, eps = 0.82532: third limit 103.14.
    """
    alpha, psi, eps = together(alpha, psi, eps)
    share = np.maximum(alpha, _TINY)
    high = alpha > 0.5
    first = np.where(high, 396.0 * eps / (13.0 * np.maximum(share, 0.5) - 1.0), 36.0 * eps / share)
    second = np.where(high, 456.0 * eps / (13.0 * np.maximum(share, 0.5) - 1.0), 41.5 * eps / share)
    calm = np.maximum(psi, -1.0)
    steep = np.minimum(np.maximum(psi, -1e6), -1.0)
    third = np.where(
        psi > -1.0, 42.0 * eps / (0.67 + 0.33 * calm), 62.0 * eps * (1.0 - steep) * np.sqrt(-steep)
    )
    return WebLimits(first, second, third)


def stress_ratio(edge_a: Array, edge_b: Array) -> Array:
    """psi of a plate from the stresses at its edges, tension positive; -inf without compression.

    psi is the other edge's stress over the more compressed edge's.  (...,) [Pa] -> (...,) [-]
    """
    low, high = np.minimum(edge_a, edge_b), np.maximum(edge_a, edge_b)
    compressed = low < 0
    return np.where(compressed, high / np.where(compressed, low, -1.0), -np.inf)


@clause("EN 1994-2:2005", "6.6.5.5(2)", tag="remembered")
def studs_hold_flange(
    spacing_along: Array,
    edge_distance: Array,
    thickness: Array,
    eps: Array,
    *,
    solid_slab: bool = True,
) -> Bools:
    """Whether studs hold a compressed flange to the slab well enough for class 1 or 2.

    Along the bridge 22 t_f eps (solid slab) or 15 t_f eps (ribs), outer stud to the flange's edge
    9 t_f eps.  (...,) [m]
    """
    along = (22.0 if solid_slab else 15.0) * thickness * eps
    return np.asarray((spacing_along <= along) & (edge_distance <= 9.0 * thickness * eps))


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Class of n sections and of their parts.

    flange, web : (n,) of the compressed flange and the web;  section : (n,) the worse of both
    hole_in_web : (n,) 1 where a class 3 web counts as class 2 with an idle strip
    flange_slenderness, web_slenderness, eps_flange, eps_web, alpha, psi : (n,) [-]
    limits      : of the web
    """

    flange: Ints
    web: Ints
    section: Ints
    hole_in_web: Ints
    flange_slenderness: Array
    web_slenderness: Array
    eps_flange: Array
    eps_web: Array
    alpha: Array
    psi: Array
    limits: WebLimits

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1994-2:2005", "5.5", tag="remembered")
def classify(
    steel: SteelSection,
    *,
    flange_yield: Array,
    web_yield: Array,
    alpha: Array,
    psi: Array,
    sagging: bool,
    flange_held: Bools | bool = False,
    hole_in_web: bool = True,
) -> Classes:
    """Class of composite sections under bending of one sign.

    flange_yield : (n,) of the flange that is compressed (top when sagging)            [Pa]
    alpha        : (n,) compressed share of the web when plastic (``PlasticMoment.web_share``)
    psi          : (n,) elastic stress ratio of the web (``stress_ratio`` of the staged stresses)
    flange_held  : (n,) the compressed flange is held by studs (``studs_hold_flange``)
    hole_in_web  : a class 3 web with a class 1 or 2 flange counts as class 2 (5.5.2(3))

    Welds are not deducted from the outstand or the web depth.
    """
    width = steel.top_width if sagging else steel.bottom_width
    thickness = steel.top_thickness if sagging else steel.bottom_thickness
    eps_flange, eps_web = epsilon(flange_yield), epsilon(web_yield)
    outstand = (width - steel.web_thickness) / 2 / thickness
    flange = outstand_class(outstand, eps_flange)
    flange = np.where(np.asarray(flange_held), 1, flange).astype(np.int64)
    slender = steel.web_height / steel.web_thickness
    limits = web_limits(alpha, psi, eps_web)
    web = limits.classes(slender)
    section = np.maximum(flange, web)
    hole = (web == 3) & (flange <= 2) & hole_in_web
    whole = np.zeros_like(slender)
    return Classes(
        flange=flange,
        web=web,
        section=np.where(hole, 2, section).astype(np.int64),
        hole_in_web=hole.astype(np.int64),
        flange_slenderness=outstand,
        web_slenderness=slender,
        eps_flange=eps_flange + whole,
        eps_web=eps_web + whole,
        alpha=np.asarray(alpha, dtype=float) + whole,
        psi=np.asarray(psi, dtype=float) + whole,
        limits=limits,
    )


@clause("EN 1993-1-5:2006", "Table 4.1", tag="read")
def internal_buckling_factor(psi: Array) -> Array:
    """k_sigma of an internal plate; psi from 1 to -3 (below -3 the value at -3).

    Check: psi = -1.00779 gives 24.1068.
    """
    psi = np.asarray(psi, dtype=float)
    steep = np.clip(psi, -3.0, -1.0)
    middle = np.clip(psi, -1.0, 0.0)
    full = np.maximum(psi, 0.0)
    return np.select(
        [psi >= 0.0, psi >= -1.0],
        [8.2 / (1.05 + full), 7.81 - 6.29 * middle + 9.78 * middle**2],
        5.98 * (1.0 - steep) ** 2,
    )


@clause("EN 1993-1-5:2006", "4.4(2)", tag="read")
def plate_slenderness(width: Array, thickness: Array, eps: Array, k_sigma: Array) -> Array:
    """lambda_p = (b/t)/(28.4 eps sqrt(k_sigma)).  (...,) [-]"""
    return np.asarray(width / thickness / (28.4 * eps * np.sqrt(k_sigma)), dtype=float)


@clause("EN 1993-1-5:2006", "4.4(2)", "(4.2)", tag="read")
def internal_reduction(slenderness: Array, psi: Array) -> Array:
    """Share rho of the compressed part of an internal plate that works.

    Check: slenderness 1.15858, psi -1.00779 gives 0.78150.
    """
    psi = np.clip(np.asarray(psi, dtype=float), -3.0, 1.0)
    free = slenderness <= 0.5 + np.sqrt(np.maximum(0.085 - 0.055 * psi, 0.0))
    safe = np.maximum(slenderness, 0.1)
    return np.where(free, 1.0, np.clip((safe - 0.055 * (3.0 + psi)) / safe**2, 0.0, 1.0))


@clause("EN 1993-1-5:2006", "4.4(2)", "(4.3)", tag="read")
def outstand_reduction(slenderness: Array) -> Array:
    """Share rho of an outstand that works; whole up to 0.748.  (...,) [-]"""
    safe = np.maximum(np.asarray(slenderness, dtype=float), 0.1)
    return np.where(safe <= 0.748, 1.0, np.clip((safe - 0.188) / safe**2, 0.0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveWeb:
    """Working parts of n class 4 webs.

    psi, k_sigma, slenderness, reduction : (n,) [-];  compressed : (n,) depth b_c     [m]
    at_edge, at_axis : (n,) b_e1 and b_e2                                             [m]
    gap_bottom, gap_height : (n,) idle strip, from the web's lower edge               [m]
    """

    psi: Array
    k_sigma: Array
    slenderness: Array
    reduction: Array
    compressed: Array
    at_edge: Array
    at_axis: Array
    gap_bottom: Array
    gap_height: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-5:2006", "4.4", "Table 4.1", tag="read")
def effective_web(
    height: Array, thickness: Array, eps: Array, stress_bottom: Array, stress_top: Array
) -> EffectiveWeb:
    """Effective parts of webs under the edge stresses (tension positive).

    height, thickness : (n,) [m];  eps : (n,) [-];  stresses : (n,) at the web's edges [Pa]
    Check: 2400 x 18, eps 0.82532, psi -1.00779: rho 0.78150, b_e1 373.66, b_e2 560.49 mm.
    """
    psi = stress_ratio(stress_bottom, stress_top)
    finite = np.maximum(psi, -1e6)
    k = internal_buckling_factor(finite)
    slender = plate_slenderness(height, thickness, eps, k)
    none = ~np.isfinite(psi)
    rho = np.where(none, 1.0, internal_reduction(slender, finite))
    compressed = np.where(
        none, 0.0, np.where(finite < 0, height / (1.0 - np.minimum(finite, 0.0)), height)
    )
    working = rho * compressed
    edge = np.where(finite < 0, 0.4, 2.0 / (5.0 - np.maximum(finite, 0.0))) * working
    idle = compressed - working
    from_bottom = np.asarray(stress_bottom) <= np.asarray(stress_top)
    start = np.where(from_bottom, edge, height - edge - idle)
    return EffectiveWeb(
        psi, k, slender, rho, compressed, edge, working - edge,
        gap_bottom=np.where(idle > 0, start, 0.0), gap_height=idle,
    )  # fmt: skip


@clause("EN 1993-1-5:2006", "4.4", "Table 4.2", tag="read")
def effective_flange_width(
    width: Array, thickness: Array, web_thickness: Array, eps: Array
) -> Array:
    """Effective width of a flange with two outstands in uniform compression, k_sigma 0.43.

    (n,) [m]; whole for classes 1 to 3
    """
    outstand = (width - web_thickness) / 2
    slender = plate_slenderness(outstand, thickness, eps, np.asarray(0.43))
    rho = np.where(outstand / thickness <= 14.0 * eps, 1.0, outstand_reduction(slender))
    return np.asarray(web_thickness + 2.0 * rho * outstand, dtype=float)


@clause("EN 1993-1-5:2006", "4.4(3)", tag="read")
def iterate_effective_web(
    steel: SteelSection,
    web_yield: Array,
    stresses: Callable[[SteelSection], Array],
    *,
    rounds: int = 1,
) -> tuple[SteelSection, EffectiveWeb]:
    """Effective sections whose web strip follows the staged stresses.

    stresses : gives the (7, n) staged stresses at FIBRES for given plates
    rounds   : 1 takes psi from effective flanges and the whole web, as 4.4(3) allows; more repeat
               with the stresses of the effective section until the strip settles
    returns  : plates with the idle strip, and the web's numbers of the last round
    """
    if rounds < 1:
        raise ValueError("at least one round is needed")
    whole = np.zeros(len(steel))
    current = with_gap(steel, whole, whole)
    web: EffectiveWeb | None = None
    for _ in range(rounds):
        sigma = stresses(current)
        web = effective_web(
            steel.web_height,
            steel.web_thickness,
            epsilon(web_yield),
            sigma[WEB_BOTTOM],
            sigma[WEB_TOP],
        )
        current = with_gap(steel, web.gap_bottom, web.gap_height)
    assert web is not None
    return current, web
