"""Abutments: back wall and stem under earth, traffic on the fill, braking and bearing friction.

The fill behind an abutment is granular, level and drained; it presses at rest, because the wall on
its piles does not move enough for less.  What stands on the abutment comes from the analysis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.series import placed_series
from spanwright.checks.shafts import E_BARS, LINK, ShaftMaterial
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, elastic, strengths
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.earth import wall_thrust
from spanwright.codes.eurocode.actions.road import backfill_thrust
from spanwright.codes.eurocode.resistance.concrete import block_moment, plain_shear, stirrup_shear
from spanwright.codes.eurocode.resistance.crack import crack_width, effective_tension_height
from spanwright.codes.eurocode.resistance.slab import cracked_bending, least_bars
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.units import kN
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Abutment
from spanwright.structure.girders import Factors

GAMMA_G: Final = 1.35
GAMMA_Q: Final = 1.35
SLIDING: Final = 0.03  # friction of pot and spherical bearings, EN 1337
UPSTAND: Final = 0.6  # of an axle, level, on the back wall, EN 1991-2 4.9.2(2)
CONCRETE: Final = 25.0 * kN


@dataclass(frozen=True, slots=True, eq=False)
class AbutmentLoad:
    """What acts on one abutment, characteristic.

    fill   : unit weight of the fill [N/m3];  rest : its coefficient at rest
    lanes  : notional lanes on the fill;  axle : of lane 1 [N]
    seat   : permanent force of all bearings, downward [N];  level : force of the bearings along
             the bridge that does not come from friction [N]
    wall   : height of the back wall [m];  wall_thickness [m]
    """

    abutment: Abutment
    bars: SupportBars
    fill: float
    rest: float
    lanes: int
    axle: float
    seat: float
    level: float
    wall: float
    wall_thickness: float
    parameters: Data


def earth(load: AbutmentLoad, height: float) -> tuple[float, float, float, float]:
    """Force of fill and of traffic per metre, and their levers above the foot.  [N/m], [m]"""
    soil, arm = wall_thrust(load.rest, load.fill, height)
    traffic, depth = backfill_thrust(height, load.lanes, load.parameters)
    pushed = load.rest * float(traffic) / load.abutment.width
    return float(soil), pushed, float(arm), height - float(depth)


@dataclass(frozen=True, slots=True, eq=False)
class WallForces:
    """Moment and shear at the foot of walls per metre, each (w,): permanent, variable.  [N m/m]

    parts : what they are made of, for the notes
    """

    moment_g: Array
    moment_q: Array
    shear_g: Array
    shear_q: Array
    parts: dict[str, Array]

    def __post_init__(self) -> None:
        freeze(self)


def stem_forces(loads: Sequence[AbutmentLoad]) -> WallForces:
    """At the top of the cap: earth, friction of the bearings, what else they push."""
    rows = []
    for load in loads:
        height = load.abutment.height + load.wall
        soil, traffic, low, middle = earth(load, height)
        width = load.abutment.width
        friction = SLIDING * load.seat / width
        level = abs(load.level) / width
        at = load.abutment.height
        rows.append(
            (soil * low + friction * at, traffic * middle + level * at, soil + friction,
             traffic + level, load.rest, load.fill, height, traffic, middle, load.seat,
             abs(load.level), width, at)
        )  # fmt: skip
    found = np.array(rows).reshape(-1, 13).T
    names = ("K_0", "gamma [N/m3]", "H [m]", "e_q [N]", "z_q [m]", "F_G [N]", "F_br [N]", "B [m]",
             "h_s [m]")  # fmt: skip
    return WallForces(
        found[0], found[1], found[2], found[3], dict(zip(names, found[4:], strict=True))
    )


def _named(found: Array, names: tuple[str, ...]) -> WallForces:
    """The four forces, then their parts by name.  found : (4 + parts, w)"""
    parts = dict(zip(names, found[4:], strict=True))
    return WallForces(found[0], found[1], found[2], found[3], parts)


def wall_forces(loads: Sequence[AbutmentLoad]) -> WallForces:
    """At the bearing seat: earth on the back wall, and an axle braking on its top.

    The axle's force spreads at 45 degrees down the wall, from the 3 m of its lane.
    """
    rows = []
    for load in loads:
        soil, traffic, low, middle = earth(load, load.wall)
        push = UPSTAND * load.axle / min(3.0 + 2.0 * load.wall, load.abutment.width)
        rows.append(
            (soil * low, traffic * middle + push * load.wall, soil, traffic + push, load.rest,
             load.fill, load.wall, traffic, middle, load.axle, load.abutment.width)
        )  # fmt: skip
    found = np.array(rows).reshape(-1, 11).T
    names = ("K_0", "gamma [N/m3]", "H [m]", "e_q [N]", "z_q [m]", "Q_1 [N]", "B [m]")
    return WallForces(
        found[0], found[1], found[2], found[3], dict(zip(names, found[4:], strict=True))
    )


def abutment_series(
    loads: Sequence[AbutmentLoad], material: ShaftMaterial, factors: Factors, traffic: float
) -> tuple[CheckSeries, ...]:
    """Stem and back wall of every abutment: bending, shear, cracks, least bars.

    traffic : share of the traffic on the fill that counts for cracks, psi_1 or psi_2 of the tandems
    """
    stem = _Wall(
        "stem",
        floats([load.abutment.thickness for load in loads]),
        floats([load.bars.shaft for load in loads]),
        floats([load.bars.links for load in loads]),
    )
    wall = _Wall(
        "back wall",
        floats([load.wall_thickness for load in loads]),
        floats([load.bars.crosshead for load in loads]),
        floats([load.bars.crosshead_links for load in loads]),
    )
    return (
        *_wall(stem, loads, stem_forces(loads), material, factors, traffic),
        *_wall(wall, loads, wall_forces(loads), material, factors, traffic),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Wall:
    """A wall of every abutment: thickness [m], bars of one face and links as shares.  (w,)"""

    name: str
    thickness: Array
    bars: Array
    links: Array


def _wall(
    wall: _Wall,
    loads: Sequence[AbutmentLoad],
    forces: WallForces,
    material: ShaftMaterial,
    factors: Factors,
    traffic: float,
) -> tuple[CheckSeries, ...]:
    """A metre of wall fixed at its foot.  The axial force it carries helps and is left out."""
    mix = material.concrete
    f_cd, f_yd = factors.alpha_cc * mix.f_ck / factors.C, material.f_sk / factors.S
    diameter = floats([load.bars.diameter for load in loads])
    cover = floats([load.bars.cover + LINK for load in loads])
    thickness = wall.thickness
    depth = thickness - cover - 0.5 * diameter
    bars = wall.bars * thickness
    places = [f"{load.abutment.name} {wall.name}" for load in loads]
    station = floats([load.abutment.station for load in loads])
    none = [""] * len(places)
    words = ["6.10 earth at rest, traffic on the fill"] * len(places)

    moment = GAMMA_G * forces.moment_g + GAMMA_Q * forces.moment_q
    shear = GAMMA_G * forces.shear_g + GAMMA_Q * forces.shear_q
    block = block_moment(bars, depth, 1.0, mix.f_ck, f_cd, f_yd)
    plain = plain_shear(1.0, depth, bars, mix.f_ck, gamma_C=factors.C).resistance
    linked = stirrup_shear(1.0, 0.9 * depth, wall.links, f_yd, mix.f_ck, f_cd).resistance
    resist = np.maximum(plain, linked)
    service = forces.moment_g + traffic * forces.moment_q
    found = cracked_bending(service, bars, depth, 1.0, E_BARS / mix.E_cm)
    high = effective_tension_height(thickness, depth, found.depth)
    wide = crack_width(found.bar_stress, diameter, cover, bars / high, mix.f_ctm, mix.E_cm).width
    least = np.maximum(least_bars(1.0, depth, mix.f_ctm, material.f_sk), 0.001 * thickness)

    acting: Numbers = {
        **forces.parts, "m_G [N m]": forces.moment_g, "m_Q [N m]": forces.moment_q,
        "v_G [N]": forces.shear_g, "v_Q [N]": forces.shear_q,
    }  # fmt: skip
    sizes = strengths(mix.f_ck, material.f_sk, factors) | elastic(mix) | {
        "h [m]": thickness, "A_s [m2]": bars, "d [m]": depth, "b [m]": 1.0, "a_sw [m]": wall.links,
        "phi [m]": diameter, "c [m]": cover, "w_max [m]": material.crack, "psi": traffic,
    }  # fmt: skip

    def series(
        what: str, clause: str, unit: str, situation: str, demand: Array, resistance: Array,
        combination: list[str],
    ) -> CheckSeries:  # fmt: skip
        return placed_series(
            f"{wall.name} {what}", clause, "remembered", "abutment", unit, situation, places,
            demand=demand, resistance=resistance, utilisation=demand / resistance,
            combination=combination, cause=none, station=station,
            details={"A_s": bars, "d": depth},
            workings=acting | sizes,
        )  # fmt: skip

    return (
        series("bending", "EN 1992-1-1 6.1, EN 1991-2 4.9", "N m/m", "ULS persistent", moment,
               block.moment, words),
        series("shear", "EN 1992-1-1 6.2", "N/m", "ULS persistent", shear, resist, words),
        series("crack width", "EN 1992-1-1 7.3.4", "m", "SLS frequent", wide,
               np.full(len(places), material.crack), ["earth, traffic on the fill"] * len(places)),
        series("least bars", "EN 1992-1-1 9.2.1.1, 9.6.2", "m2/m", "detailing", least, bars, none),
    )  # fmt: skip


def weights(load: AbutmentLoad) -> Array:
    """Weight of stem, back wall and cap, and of the fill on the cap's heel, with the heel's moment.

    returns (3,): both weights [N], moment of the fill that turns the abutment back [N m]
    """
    abutment, base = load.abutment, load.abutment.foundation
    height = abutment.height + load.wall
    body = abutment.height * abutment.thickness + load.wall * load.wall_thickness
    cap = base.cap_length * base.cap_width * base.cap_thickness
    heel = max(0.5 * (base.cap_length - abutment.thickness), 0.0)
    filled = heel * abutment.width * height * load.fill
    away = 0.5 * (abutment.thickness + heel)
    return np.array([(abutment.width * body + cap) * CONCRETE, filled, filled * away])
