"""Flexural resistance of composite I-girders, AASHTO LRFD 6.10; SI.

Stresses and strengths are magnitudes.  D_c is the depth of web in compression in the elastic
range, D_cp at the plastic moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.codes.eurocode.resistance.bending import StressLimits
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.units import MPa, ksi

LRFD: Final = "AASHTO LRFD 9th edition"
E_STEEL: Final = 29_000.0 * ksi
STRONGEST: Final = 485.0 * MPa  # 70 ksi and the rounding of its SI grade

Edition = Literal["9th", "10th"]


@clause(LRFD, "D6.2.2", "D6.2.3", tag="remembered")
def yield_moment(
    total: Values, stress: Array, per_moment: Array, limits: StressLimits, *, hogging: bool
) -> Array:
    """M_y: moments of all stages and what the short-term section takes on until a fibre yields.

    total  : (n,) sum of the moments of all stages, sagging positive                      [N m]
    stress : (7, n) they cause at FIBRES [Pa];  per_moment : (7, n) of the short-term section for
             1 N m of sagging [Pa/(N m)]
    returns (n,), positive the way asked.  Stages may bend against each other: the sum counts.
    Check: total 200 kNm, at the flange 60 of 345 MPa, 0.05 MPa/kNm: 200 + 285/0.05 = 5,900 kNm.
    """
    way = -1.0 if hogging else 1.0
    per = way * floats(per_moment)
    moves = per != 0.0
    bound = np.where(per > 0, limits.tension, -limits.compression)
    room = np.where(moves, (bound - stress) / np.where(moves, per, 1.0), np.inf)
    return floats(way * floats(total) + room.min(axis=0))


@clause(LRFD, "6.10.1.10.1", "(6.10.1.10.1-1)", tag="remembered")
def hybrid_factor(
    web_yield: Values, flange_yield: Values, web_area: Values, flange_area: Values
) -> Array:
    """R_h: the web may yield before a stronger flange does.  (...,) [-]; 1 for equal steels

    web_area : 2 D_n t_w;  flange_area : A_fn, the flange (and cover plates) on that side
    """
    fw, ff, aw, af = together(web_yield, flange_yield, web_area, flange_area)
    rho, beta = np.minimum(fw / ff, 1.0), aw / af
    return floats((12.0 + beta * (3.0 * rho - rho**3)) / (12.0 + 2.0 * beta))


@clause(LRFD, "6.10.1.10.2", "(6.10.1.10.2-3)", tag="read")
def load_shedding_factor(
    depth_in_compression: Values,
    web_thickness: Values,
    flange_area: Values,
    flange_yield: Values,
    edition: Edition = "9th",
) -> Array:
    """R_b: what a slender web that buckles sheds to the compressed flange.  (...,) [-]

    Check: D_c 50 in, web 0.6875 in, flange 32 x 1.5 in, 50 ksi: 0.99281.
    """
    d, t, area, f = together(depth_in_compression, web_thickness, flange_area, flange_yield)
    a = 2.0 * d * t / area
    limit = _web_limit(a, edition) * np.sqrt(E_STEEL / f)
    return np.clip(1.0 - a / (1200.0 + 300.0 * a) * (2.0 * d / t - limit), 0.0, 1.0)


def _web_limit(ratio: Array, edition: Edition) -> Array:
    if edition == "9th":
        return np.full_like(ratio, 5.7)
    return np.clip(3.1 + 5.0 / np.maximum(ratio, 1e-9), 4.6, 5.7)


@clause(LRFD, "6.10.8.2.2", "(6.10.8.2.2-1)", tag="read")
def first_yield(flange_yield: Values, web_yield: Values, edition: Edition = "9th") -> Array:
    """F_yr: compression at which residual stresses bring the first yielding.  (...,) [Pa]"""
    fc, fw = together(flange_yield, web_yield)
    if edition == "10th":
        return floats(0.5 * fc)
    return np.maximum(np.minimum(0.7 * fc, fw), 0.5 * fc)


@clause(LRFD, "6.10.8.2.2", "(6.10.8.2.2-1), (6.10.8.2.2-2)", tag="read")
def local_buckling(
    width: Values,
    thickness: Values,
    flange_yield: Values,
    first: Values,
    R_b: Values = 1.0,
    R_h: Values = 1.0,
) -> Array:
    """F_nc of the compressed flange's local buckling.  (...,) [Pa]

    first : F_yr.  Check: 32 x 1.5 in, 50 ksi: 46.7385 ksi.
    """
    b, t, f, fr, rb, rh = together(width, thickness, flange_yield, first, R_b, R_h)
    slender = b / (2.0 * t)
    compact, limit = 0.38 * np.sqrt(E_STEEL / f), 0.56 * np.sqrt(E_STEEL / fr)
    return _between(slender, compact, limit, fr, f, rb, rh)


def _between(
    slender: Array, compact: Array, limit: Array, first: Array, f: Array, rb: Array, rh: Array
) -> Array:
    """R_b R_h F_yc up to the compact limit, then the straight line to R_b F_yr."""
    way = np.maximum((slender - compact) / (limit - compact), 0.0)
    return floats((1.0 - (1.0 - first / (rh * f)) * way) * rb * rh * f)


@dataclass(frozen=True, slots=True, eq=False)
class LateralBuckling:
    """Lateral torsional buckling of the compressed flange, each (...,).

    radius : r_t;  compact, limit : L_p, L_r                                          [m]
    resistance : F_nc                                                                 [Pa]
    """

    radius: Array
    compact: Array
    limit: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.10.8.2.3", "(6.10.8.2.3-1) to (6.10.8.2.3-9)", tag="read")
def lateral_buckling(
    unbraced: Values,
    depth_in_compression: Values,
    web_thickness: Values,
    width: Values,
    thickness: Values,
    flange_yield: Values,
    first: Values,
    C_b: Values = 1.0,
    R_b: Values = 1.0,
    R_h: Values = 1.0,
    edition: Edition = "9th",
) -> LateralBuckling:
    """F_nc of a flange between brace points.  (...,) [m], [Pa]

    first : F_yr.  Check: L_b 276 in, D_c 50 in, web 0.6875, flange 32 x 1.5, 50 ksi: r_t 8.29991,
    L_p 199.888, L_r 750.565 in, 47.9268 ksi (10th: 219.877, 888.081, 47.9002).
    """
    length, d, tw, b, t, f, fr, cb, rb, rh = together(
        unbraced, depth_in_compression, web_thickness, width, thickness, flange_yield, first,
        C_b, R_b, R_h,
    )  # fmt: skip
    radius = b / np.sqrt(12.0 * (1.0 + d * tw / (3.0 * b * t)))
    compact = (1.1 if edition == "10th" else 1.0) * radius * np.sqrt(E_STEEL / f)
    limit = np.pi * radius * np.sqrt(E_STEEL / fr)
    top = rb * rh * f
    line = cb * _between(length, compact, limit, fr, f, rb, rh)
    elastic = cb * rb * np.pi**2 * E_STEEL / (length / radius) ** 2
    found = np.where(length <= compact, top, np.where(length <= limit, line, elastic))
    return LateralBuckling(radius, compact, limit, np.minimum(found, top))


@clause(LRFD, "6.10.8.2.3", "(6.10.8.2.3-6), (6.10.8.2.3-7)", tag="remembered")
def moment_gradient(smaller: Values, middle: Values, larger: Values) -> Array:
    """C_b from the flange's compression at the ends and the middle of an unbraced length.  (...,)

    Compression positive.  larger : f_2, the greater of the ends; nowhere more inside.
    f_1 = 2 f_mid - f_2, but the end's own value where the diagram is not concave.
    """
    f0, fm, f2 = together(smaller, middle, larger)
    safe = np.where(f2 > 0, f2, 1.0)
    f1 = np.maximum(2.0 * fm - f2, f0)
    ratio = np.clip(f1 / safe, -1.0, 1.0)
    factor = np.minimum(1.75 - 1.05 * ratio + 0.3 * ratio**2, 2.3)
    return np.where((f2 <= 0) | (fm >= f2), 1.0, factor)


@clause(LRFD, "6.10.1.9.1", "(6.10.1.9.1-1)", tag="read")
def web_bend_buckling(
    web_height: Values,
    web_thickness: Values,
    depth_in_compression: Values,
    flange_yield: Values,
    web_yield: Values,
    R_h: Values = 1.0,
) -> Array:
    """F_crw of webs without longitudinal stiffeners.  (...,) [m], [Pa] -> (...,) [Pa]"""
    h, t, d, fc, fw, rh = together(
        web_height, web_thickness, depth_in_compression, flange_yield, web_yield, R_h
    )
    k = 9.0 / (np.maximum(d, 1e-9) / h) ** 2
    found = 0.9 * E_STEEL * k / (h / t) ** 2
    return np.minimum(found, np.minimum(rh * fc, fw / 0.7))


@clause(LRFD, "6.10.6.2.2", "(6.10.6.2.2-1)", tag="read")
def is_compact_in_sagging(
    strongest_flange: Values,
    web_height: Values,
    web_thickness: Values,
    plastic_depth: Values,
    compression_yield: Values,
) -> Bools:
    """Whether a composite section may reach beyond yielding in sagging.  (...,)

    strongest_flange : larger F_y of the flanges;  plastic_depth : D_cp                [m]
    """
    f, h, t, d, fc = together(
        strongest_flange, web_height, web_thickness, plastic_depth, compression_yield
    )
    stocky = 2.0 * d / t <= 3.76 * np.sqrt(E_STEEL / fc)
    return np.asarray((f <= STRONGEST) & (h / t <= 150.0) & stocky)


@clause(LRFD, "6.10.7.1.2", "(6.10.7.1.2-1) to (6.10.7.1.2-3)", tag="read")
def compact_moment(
    plastic: Values,
    yield_moment: Values,
    depth_of_axis: Values,
    depth: Values,
    R_h: Values = 1.0,
    *,
    continuous: bool = True,
) -> Array:
    """M_n of compact composite sections in sagging.  (...,) [N m]

    plastic, yield_moment : M_p, M_y;  depth_of_axis, depth : D_p, D_t of the whole section [m]
    """
    mp, my, dp, dt, rh = together(plastic, yield_moment, depth_of_axis, depth, R_h)
    found = np.where(dp <= 0.1 * dt, mp, mp * (1.07 - 0.7 * dp / dt))
    return np.minimum(found, 1.3 * rh * my) if continuous else floats(found)


@clause(LRFD, "6.10.7.3", "(6.10.7.3-1)", tag="read")
def ductility(depth_of_axis: Values, depth: Values) -> Array:
    """D_p over its limit 0.42 D_t: concrete must not crush before the steel yields.  (...,) [-]"""
    dp, dt = together(depth_of_axis, depth)
    return floats(dp / (0.42 * dt))


@dataclass(frozen=True, slots=True, eq=False)
class Proportions:
    """Limits of the plates, each (...,) utilisation; beyond 1 the rules of 6.10 do not hold.

    web, top_slender, bottom_slender, top_narrow, bottom_narrow, top_thin, bottom_thin, balance
    """

    web: Array
    top_slender: Array
    bottom_slender: Array
    top_narrow: Array
    bottom_narrow: Array
    top_thin: Array
    bottom_thin: Array
    balance: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "6.10.2.1", "6.10.2.2", tag="read")
def proportions(
    web_height: Values,
    web_thickness: Values,
    top_width: Values,
    top_thickness: Values,
    bottom_width: Values,
    bottom_thickness: Values,
    *,
    longitudinal_stiffeners: bool = False,
) -> Proportions:
    """D/t_w <= 150 (300), b_f/2t_f <= 12, b_f >= D/6, t_f >= 1.1 t_w, 0.1 <= I_yc/I_yt <= 10."""
    h, t, bt, tt, bb, tb = together(
        web_height, web_thickness, top_width, top_thickness, bottom_width, bottom_thickness
    )
    ratio = tt * bt**3 / (tb * bb**3)
    return Proportions(
        web=h / t / (300.0 if longitudinal_stiffeners else 150.0),
        top_slender=bt / (2 * tt) / 12.0,
        bottom_slender=bb / (2 * tb) / 12.0,
        top_narrow=h / 6 / bt,
        bottom_narrow=h / 6 / bb,
        top_thin=1.1 * t / tt,
        bottom_thin=1.1 * t / tb,
        balance=np.maximum(ratio, 1.0 / ratio) / 10.0,
    )
