"""Crossheads beside their shafts: ties above and below, links, struts (EN 1992-1-1 6.1, 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.responses import CrossheadSection
from spanwright.checks.caps import half_sizes
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.shafts import E_BARS, LINK, ShaftMaterial
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, elastic, strengths
from spanwright.codes.eurocode.resistance.concrete import block_moment, plain_shear, stirrup_shear
from spanwright.codes.eurocode.resistance.crack import crack_width, effective_tension_height
from spanwright.codes.eurocode.resistance.slab import cracked_bending
from spanwright.datum.arrays import Array, Ints, floats, freeze
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Pier
from spanwright.structure.girders import Factors

LAYERS: Final = 0.05  # centre of several layers of bars inside the outer one [m]
DEEP: Final = 0.8  # lever arm over effective depth where the arm of the load is below the height
BEARING: Final = 0.30  # half length of a bearing's plinth [m]


@dataclass(frozen=True, slots=True, eq=False)
class Beams:
    """Crosshead sections, each (k,).

    width, height, depth : [m];  face : from the shaft's axis to its face [m]
    arm  : from the shaft's axis to the next bearing [m]
    bars : A_s above, and as many below [m2];  links : A_sw/(s b) [-];  diameter, cover [m]
    """

    width: Array
    height: Array
    depth: Array
    face: Array
    arm: Array
    bars: Array
    links: Array
    diameter: Array
    cover: Array

    def __post_init__(self) -> None:
        freeze(self)


def beams_of(
    sections: Sequence[CrossheadSection],
    piers: Mapping[str, Pier],
    bars: Mapping[str, SupportBars],
) -> Beams:
    """Sizes and bars at every section."""
    rows = []
    for section in sections:
        pier, own = piers[section.pier], bars[section.pier]
        b, h = pier.crosshead_width, pier.crosshead_depth
        d = h - own.cover - LINK - 0.5 * own.diameter - LAYERS
        face = half_sizes(pier.shape, pier.width, pier.depth)[1]
        rows.append(
            (b, h, d, face, section.arm, own.crosshead * b * h, own.crosshead_links,
             own.diameter, own.cover)
        )  # fmt: skip
    return Beams(*np.array(rows, dtype=float).reshape(-1, 9).T)


def crosshead_series(
    sections: Sequence[CrossheadSection],
    beams: Beams,
    ultimate: PlaceDemands,
    station: Array,
    material: ShaftMaterial,
    factors: Factors,
) -> tuple[CheckSeries, ...]:
    """Bending and shear of every crosshead at the faces of its shafts.

    demands : My (sagging positive) and Vz on the axis of the shaft;  station : (k,) [m]
    """
    places = tuple(section.label for section in sections)
    f_ck = material.concrete.f_ck
    f_cd, f_yd = factors.alpha_cc * f_ck / factors.C, material.f_sk / factors.S
    moment, shear = at_face(ultimate.value, beams.face)
    plain = block_moment(beams.bars, beams.depth, beams.width, f_ck, f_cd, f_yd)
    is_deep = np.broadcast_to(beams.arm < beams.height, moment.shape)
    arm = np.where(is_deep, DEEP * beams.depth, plain.lever_arm)
    resist = np.where(is_deep, beams.bars * f_yd * arm, plain.moment)
    target, every = worst_of(moment / resist), np.arange(len(places))
    combination, cause = governing_words(ultimate, target)
    bending = placed_series(
        "crosshead bending", "EN 1992-1-1 6.1, 6.5", "remembered", "crosshead", "N m",
        ultimate.situation, places,
        demand=moment[target, every], resistance=resist[target, every],
        utilisation=(moment / resist)[target, every], combination=combination, cause=cause,
        station=station,
        details={"A_s": beams.bars, "z": arm[target, every], "V": shear[target, every]},
        workings=at_axis(ultimate, target, beams)
        | strengths(f_ck, material.f_sk, factors)
        | {"h [m]": beams.height, "a [m]": beams.arm},
    )  # fmt: skip
    return (
        bending,
        _shear(places, beams, ultimate, station, material, factors),
    )


def at_axis(demands: PlaceDemands, target: Ints, beams: Beams) -> Numbers:
    """Forces on the shaft's axis under the governing targets, and the section."""
    value = pick_rows(demands.value, target)
    return {
        "M [N m]": value[:, 0], "V [N]": value[:, 1], "e [m]": beams.face, "b [m]": beams.width,
        "d [m]": beams.depth, "A_s [m2]": beams.bars,
    }  # fmt: skip


def at_face(value: Array, face: Array) -> tuple[Array, Array]:
    """Moment that stretches bars and shear, at the shafts' faces.  (t, k, 2) -> (t, k) twice

    A hogging moment falls by V times the way to the face; a sagging one is kept.
    """
    hogging = np.maximum(-value[..., 0] - np.abs(value[..., 1]) * face, 0.0)
    return np.maximum(hogging, value[..., 0]), np.abs(value[..., 1])


def _shear(
    places: tuple[str, ...],
    beams: Beams,
    demands: PlaceDemands,
    station: Array,
    material: ShaftMaterial,
    factors: Factors,
) -> CheckSeries:
    """Links, or the concrete alone; loads close to the shaft by 6.2.2(6) and 6.2.3(8)."""
    f_ck = material.concrete.f_ck
    f_cd, f_yd = factors.alpha_cc * f_ck / factors.C, material.f_sk / factors.S
    shear = np.abs(demands.value[..., 1])
    clear = np.maximum(beams.arm - beams.face - BEARING, 0.1 * beams.depth)
    share = np.clip(clear / (2 * beams.depth), 0.25, 1.0)
    plain = plain_shear(beams.width, beams.depth, beams.bars, f_ck, gamma_C=factors.C).resistance
    steel = beams.links * beams.width  # A_sw/s
    far = stirrup_shear(beams.width, 0.9 * beams.depth, steel, f_yd, f_ck, f_cd)
    near = steel * 0.75 * clear * f_yd
    struts = stirrup_shear(beams.width, 0.9 * beams.depth, steel, f_yd, f_ck, f_cd, cot=1.0).struts
    resist = np.where(
        share < 1.0, np.maximum(near, plain) / share, np.maximum(far.resistance, plain)
    )
    resist = np.broadcast_to(np.minimum(resist, struts), shear.shape)
    use = shear / resist
    target, every = worst_of(use), np.arange(len(places))
    combination, cause = governing_words(demands, target)
    return placed_series(
        "crosshead shear", "EN 1992-1-1 6.2.2(6), 6.2.3", "remembered", "crosshead", "N",
        demands.situation, places,
        demand=shear[target, every], resistance=resist[target, every],
        utilisation=use[target, every], combination=combination, cause=cause, station=station,
        details={"a_v": clear, "beta": share,
                 "V_Rd,c": floats(plain), "V_Rd,max": floats(struts)},
        workings=at_axis(demands, target, beams)
        | strengths(f_ck, material.f_sk, factors)
        | {"a [m]": beams.arm, "a_sw [m]": steel},
    )  # fmt: skip


def crosshead_cracks(
    sections: Sequence[CrossheadSection],
    beams: Beams,
    demands: PlaceDemands,
    station: Array,
    material: ShaftMaterial,
) -> CheckSeries:
    """Crack width at the faces of the shafts (7.3.4)."""
    places = tuple(section.label for section in sections)
    mix = material.concrete
    moment, _ = at_face(demands.value, beams.face)
    found = cracked_bending(moment, beams.bars, beams.depth, beams.width, E_BARS / mix.E_cm)
    outer = beams.depth + LAYERS
    high = effective_tension_height(beams.height, outer, found.depth)
    high = np.maximum(high, beams.height - outer + LAYERS)  # the concrete round all layers
    wide = crack_width(
        found.bar_stress, beams.diameter, beams.cover + LINK,
        beams.bars / (beams.width * high), mix.f_ctm, mix.E_cm,
    ).width  # fmt: skip
    target, every = worst_of(wide), np.arange(len(places))
    combination, cause = governing_words(demands, target)
    width = wide[target, every]
    return placed_series(
        "crosshead crack width", "EN 1992-1-1 7.3.4", "read", "crosshead", "m", demands.situation,
        places,
        demand=width, resistance=np.full(len(places), material.crack),
        utilisation=width / material.crack, combination=combination, cause=cause, station=station,
        details={"sigma_s": found.bar_stress[target, every]},
        workings=at_axis(demands, target, beams) | elastic(mix)
        | {"h [m]": beams.height, "phi [m]": beams.diameter, "c [m]": beams.cover + LINK,
           "w_max [m]": material.crack},
    )  # fmt: skip
