"""Composite girders in hogging by appendix A6, where their webs are compact or noncompact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.aashto.resistance.appendix_a6 import (
    appendix_applies,
    compression_moment,
    plastification,
)
from spanwright.codes.aashto.resistance.flexure import yield_moment
from spanwright.codes.eurocode.resistance.bending import stress_limits
from spanwright.codes.eurocode.resistance.plastic import design_strengths, plastic_moment
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.structure.girders import Girders, staged_stress


@dataclass(frozen=True, slots=True, eq=False)
class Hogging:
    """Hogging sections under one target, each (n,).

    applies : A6 may be used;  plastic, yield_compression, yield_tension : M_p, M_yc, M_yt
    elastic_depth, plastic_depth : D_c, D_cp [m];  R_pc, R_pt
    compression : M_nc;  use : of both flanges, inf where A6 does not apply
    """

    applies: Bools
    plastic: Array
    yield_compression: Array
    yield_tension: Array
    elastic_depth: Array
    plastic_depth: Array
    R_pc: Array
    R_pt: Array
    compression: Array
    use: Array

    def __post_init__(self) -> None:
        freeze(self)


def appendix_state(
    girders: Girders, moment: Array, depth: Array, length: Array, C_b: Array, R_h: Array
) -> Hogging:
    """What A6 gives under one target.  moment (s, n)

    depth : D_c;  length, C_b : of the panel between cross-frames;  R_h : hybrid factor  (n,)
    """
    steel, f_s = girders.steel, girders.materials.f_sk
    f_t, f_w, f_c = girders.yield_top, girders.yield_web, girders.yield_bottom
    strength = design_strengths(f_t, f_w, f_c, f_sk=f_s, gamma_S=1.0)
    plastic = plastic_moment(steel, girders.slab, strength, sagging=False)
    stress = staged_stress(girders, moment, hogging=True)
    added = girders.section("short term", cracked=True).moment_stress
    later, n = moment[1:].sum(axis=0), girders.count

    def first(**limits: Array | float) -> Array:
        bounds = stress_limits(n, **({"bottom": np.inf, "web": np.inf, "top": np.inf} | limits))
        found = yield_moment(moment.sum(axis=0), stress, added, bounds, hogging=True)
        # Where the stages already pass first yield the other way, the plastic moment stands in.
        return np.where(found > 0, found, plastic.resistance)

    myc, myt = first(bottom=f_c), first(top=f_t, bars=f_s)
    balance = (steel.bottom_thickness * steel.bottom_width**3) / (
        steel.top_thickness * steel.top_width**3
    )
    applies = appendix_applies(depth, steel.web_thickness, balance, f_c, np.maximum(f_t, f_c)) & (
        later < 0
    )
    at_plastic = plastic.web_share * steel.web_height
    web = plastification(
        plastic.resistance, myc, myt, depth, at_plastic, steel.web_thickness, f_c, R_h
    )
    pressed = compression_moment(
        web.compression, myc, myt, f_c, f_t, f_w, steel.web_height, depth, steel.web_thickness,
        steel.bottom_width, steel.bottom_thickness, steel.top_width, steel.top_thickness,
        np.maximum(length, 1e-3), C_b, R_h,
    )  # fmt: skip
    total = np.abs(moment.sum(axis=0))
    use = np.maximum(total / pressed, total / (web.tension * myt))
    return Hogging(
        applies, plastic.resistance, myc, myt, depth, at_plastic, web.compression, web.tension,
        pressed, np.where(applies, use, np.inf),
    )  # fmt: skip
