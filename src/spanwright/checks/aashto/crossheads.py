"""Crossheads by AASHTO LRFD: bending, shear by the general procedure, least and spaced bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.responses import CrossheadSection
from spanwright.checks.crossheads import DEEP, LAYERS, Beams, at_axis, at_face
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.shafts import E_BARS, LINK, ShaftMaterial
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.members import (
    bar_spacing_limit,
    flexure,
    general_shear,
    least_moment,
    shear_depth,
)
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.slab import cracked_bending
from spanwright.datum.arrays import Array, floats

ROWS = 2.0  # layers the bars lie in


def lrfd_crosshead_series(
    sections: Sequence[CrossheadSection],
    beams: Beams,
    demands: PlaceDemands,
    station: Array,
    material: ShaftMaterial,
) -> tuple[CheckSeries, ...]:
    """Bending, shear and least bars at the faces of the shafts.

    demands : My (sagging positive) and Vz on the axis of the shaft;  station : (k,) [m]
    Where the bearing is nearer than the height a tie is drawn with a lever arm of 0.8 d (5.8.2).
    """
    places, every = tuple(section.label for section in sections), np.arange(len(sections))
    f_c, f_y = material.concrete.f_ck, material.f_sk
    moment, shear = at_face(demands.value, beams.face)
    plain = flexure(beams.bars, beams.depth, beams.width, f_c, f_y)
    phi = load("aashto/resistance/concrete.toml").number("member.phi.tension")
    is_deep = beams.arm < beams.height
    resist = np.where(is_deep, phi * beams.bars * f_y * DEEP * beams.depth, plain.resistance)
    least = least_moment(f_c, beams.width * beams.height**2 / 6, moment)
    web = general_shear(
        beams.width, shear_depth(beams.depth, beams.height), f_c, beams.links * beams.width, f_y,
        beams.bars, moment, shear,
    )  # fmt: skip

    def series(name: str, clause: str, demand: Array, resistance: Array, unit: str) -> CheckSeries:
        resistance = np.broadcast_to(resistance, demand.shape)
        target = worst_of(demand / resistance)
        combination, cause = governing_words(demands, target)
        return placed_series(
            name, clause, "remembered", "crosshead", unit, demands.situation, places,
            demand=demand[target, every], resistance=resistance[target, every],
            utilisation=(demand / resistance)[target, every], combination=combination, cause=cause,
            station=station, details={"A_s": beams.bars, "M": moment[target, every]},
            workings=at_axis(demands, target, beams)
            | {"f_c [Pa]": f_c, "f_y [Pa]": f_y, "h [m]": beams.height, "a [m]": beams.arm,
               "a_v [m]": beams.links * beams.width},
        )  # fmt: skip

    return (
        series("crosshead bending", "AASHTO 5.6.3.2, 5.8.2", moment, resist, "N m"),
        series("crosshead shear", "AASHTO 5.7.3.3, 5.7.3.4.2", shear, web.resistance, "N"),
        series("crosshead least bars", "AASHTO 5.6.3.3", least, resist, "N m"),
    )


def lrfd_crosshead_cracks(
    sections: Sequence[CrossheadSection],
    beams: Beams,
    service: PlaceDemands,
    station: Array,
    material: ShaftMaterial,
) -> CheckSeries:
    """Spacing of the bars in each layer under Service I (5.6.7), class 2."""
    places, every = tuple(section.label for section in sections), np.arange(len(sections))
    moment, _ = at_face(service.value, beams.face)
    ratio = E_BARS / material.concrete.E_cm
    stress = cracked_bending(moment, beams.bars, beams.depth, beams.width, ratio).bar_stress
    one = np.pi * beams.diameter**2 / 4
    spacing = beams.width / np.maximum(beams.bars / one / ROWS, 1.0)
    axis = floats(beams.height - beams.depth - LAYERS)
    limit = bar_spacing_limit(stress, np.maximum(axis, beams.cover + LINK), beams.height)
    use = spacing / limit
    target = worst_of(use)
    combination, cause = governing_words(service, target)
    return placed_series(
        "crosshead crack control", "AASHTO 5.6.7", "remembered", "crosshead", "m",
        service.situation, places,
        demand=spacing, resistance=limit[target, every], utilisation=use[target, every],
        combination=combination, cause=cause, station=station,
        details={"f_ss": stress[target, every]},
        workings=at_axis(service, target, beams)
        | {"h [m]": beams.height, "s [m]": spacing, "E_s [Pa]": E_BARS,
           "E_cm [Pa]": material.concrete.E_cm, "d_c [m]": np.maximum(axis, beams.cover + LINK)},
    )  # fmt: skip
