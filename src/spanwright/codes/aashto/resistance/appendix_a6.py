"""Negative flexure beyond first yield: AASHTO LRFD appendix A6, compact and noncompact webs; SI.

Moments are those at the nominal yielding of each flange, M_yc and M_yt, with stages summed; section
moduli follow as M_y/F_y.  All arrays (n,).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.aashto.resistance.flexure import E_STEEL, LRFD, STRONGEST
from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values, together
from spanwright.datum.arrays import Array, Bools, floats, freeze

LEAST_BALANCE: Final = 0.3  # I_yc/I_yt, A6.1


@clause(LRFD, "A6.1", "(A6.1-1), (A6.1-2)", tag="remembered")
def appendix_applies(
    depth_in_compression: Values,
    web_thickness: Values,
    balance: Values,
    compression_yield: Values,
    strongest: Values,
) -> Bools:
    """Whether A6 may be used: F_y <= 70 ksi, 2 D_c/t_w < 5.7 sqrt(E/F_yc), I_yc/I_yt >= 0.3.

    balance : I_yc/I_yt;  strongest : largest F_y of the flanges                       [Pa]
    """
    d, t, ratio, f, most = together(
        depth_in_compression, web_thickness, balance, compression_yield, strongest
    )
    slender = 2.0 * d / t < 5.7 * np.sqrt(E_STEEL / f)
    return np.asarray(slender & (ratio >= LEAST_BALANCE) & (most <= STRONGEST))


@dataclass(frozen=True, slots=True, eq=False)
class Plastification:
    """Web plastification factors, each (n,).

    compact : 2 D_cp/t_w within lambda_pw;  compression, tension : R_pc, R_pt
    """

    compact: Bools
    compression: Array
    tension: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause(LRFD, "A6.2.1", "A6.2.2", "(A6.2.1-1) to (A6.2.2-6)", tag="remembered")
def plastification(
    plastic: Values,
    yield_compression: Values,
    yield_tension: Values,
    elastic_depth: Values,
    plastic_depth: Values,
    web_thickness: Values,
    compression_yield: Values,
    R_h: Values = 1.0,
) -> Plastification:
    """R_pc and R_pt from M_p, M_yc, M_yt and the depths D_c, D_cp of the compressed web.

    Check: M_p 60,000, M_yc 52,000, M_yt 55,000, D_c 20, D_cp 20, t_w 0.5 in, F_yc 50 ksi:
    lambda_pw 84.75, lambda_w 80: compact, R_pc 1.1538.
    """
    mp, myc, myt, dc, dcp, t, f, rh = together(
        plastic, yield_compression, yield_tension, elastic_depth, plastic_depth, web_thickness,
        compression_yield, R_h,
    )  # fmt: skip
    root = np.sqrt(E_STEEL / f)
    limit = 5.7 * root
    first = np.minimum(myc, myt)
    bracket = np.maximum(0.54 * mp / (rh * first) - 0.09, 1e-6)
    at_plastic = np.minimum(root / bracket**2, limit * dcp / np.maximum(dc, 1e-9))
    compact: Bools = np.asarray(2.0 * dcp / t <= at_plastic)
    at_elastic = np.minimum(at_plastic * dc / np.maximum(dcp, 1e-9), limit)
    slender = 2.0 * dc / t
    way = np.clip((slender - at_elastic) / np.maximum(limit - at_elastic, 1e-9), 0.0, 1.0)

    def factor(moment: Array) -> Array:
        full = mp / moment
        between = (1.0 - (1.0 - rh * moment / mp) * way) * full
        return floats(np.where(compact, full, np.minimum(between, full)))

    return Plastification(compact, factor(myc), factor(myt))


@clause(LRFD, "A6.3.2", "A6.3.3", "(A6.3.2-1) to (A6.3.3-9)", tag="remembered")
def compression_moment(
    R_pc: Values,
    yield_compression: Values,
    yield_tension: Values,
    compression_yield: Values,
    tension_yield: Values,
    web_yield: Values,
    depth: Values,
    elastic_depth: Values,
    web_thickness: Values,
    width: Values,
    thickness: Values,
    other_width: Values,
    other_thickness: Values,
    unbraced: Values,
    C_b: Values = 1.0,
    R_h: Values = 1.0,
) -> Array:
    """M_nc: local and lateral torsional buckling of the compressed flange, the smaller.  (n,) [N m]

    depth : of the web;  width, thickness : of the compressed flange, other_* : of the stretched one
    """
    rpc, myc, myt, fc, ft, fw, h_w, dc, t, b, tf, b2, tf2, length, cb, rh = together(
        R_pc, yield_compression, yield_tension, compression_yield, tension_yield, web_yield, depth,
        elastic_depth, web_thickness, width, thickness, other_width, other_thickness, unbraced,
        C_b, R_h,
    )  # fmt: skip
    s_c, s_t, top = myc / fc, myt / ft, rpc * myc
    first = np.minimum(np.minimum(0.7 * fc, rh * ft * s_t / s_c), fw)
    first = np.maximum(first, 0.5 * fc)
    fall = 1.0 - first * s_c / top

    k_c = np.clip(4.0 / np.sqrt(h_w / t), 0.35, 0.76)
    slender = b / (2.0 * tf)
    compact, limit = 0.38 * np.sqrt(E_STEEL / fc), 0.95 * np.sqrt(E_STEEL * k_c / first)
    local = (1.0 - fall * np.maximum((slender - compact) / (limit - compact), 0.0)) * top

    radius = b / np.sqrt(12.0 * (1.0 + dc * t / (3.0 * b * tf)))
    torsion = h_w * t**3 / 3.0 + sum(
        w * s**3 / 3.0 * (1.0 - 0.63 * s / w) for w, s in ((b, tf), (b2, tf2))
    )
    shape = torsion / (s_c * (h_w + 0.5 * (tf + tf2)))
    l_p = radius * np.sqrt(E_STEEL / fc)
    inner = np.sqrt(1.0 + 6.76 * (first / E_STEEL / shape) ** 2)
    l_r = 1.95 * radius * E_STEEL / first * np.sqrt(shape) * np.sqrt(1.0 + inner)
    line = cb * (1.0 - fall * (length - l_p) / (l_r - l_p)) * top
    free = length / radius
    elastic = cb * np.pi**2 * E_STEEL / free**2 * np.sqrt(1.0 + 0.078 * shape * free**2) * s_c
    lateral = np.where(length <= l_p, top, np.where(length <= l_r, line, elastic))
    return floats(np.minimum(np.minimum(local, lateral), top))
