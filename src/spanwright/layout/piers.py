"""Piers and abutments: shafts, crossheads and caps from height and load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.units import MN, MPa
from spanwright.layout.foundations import COUNTS, UNIT_WEIGHT, choose_foundation
from spanwright.layout.notes import Notes, rounded_up
from spanwright.layout.sized import RULE
from spanwright.layout.types import Abutment, Pier
from spanwright.project.site import Stratum, below_scour

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import PierRow

PLINTH: Final = 0.40  # bearing and plinth between girder and crosshead [m]
SHAFT_STRESS: Final = 5.0 * MPa  # design load over shaft area: leaves room for bending
SLENDER: Final = 10.0  # shaft height over diameter
THINNEST: Final = 1.2  # shaft [m]
SHORTEST: Final = 1.0  # shaft height [m]
HOLDING: Final = 7.0  # the same for a pier that holds a deck lengthwise
HOLDING_PILES: Final = 1.6  # its piles are chosen for this much more load: braking turns the cap
STEP: Final = 0.1
SHORTEST_EMBEDMENT: Final = 3.0  # of piles below the scoured bed [m]
LANE: Final = 0.75  # crosshead beyond the outer bearing [m]
STEM_EARTH: Final = 1.4  # earth pressure loads the front piles of an abutment
STOUT_COUNTS: Final = (6, 8, 9, 12, 15, 16, 20, 24, 25, 30)  # abutments, piers that hold a deck


@dataclass(frozen=True, slots=True)
class SupportPlace:
    """What a support has to carry, and where.

    name, side : support and the front that builds it;  station, ground : [m]
    seat       : lowest underside of a girder here                                    [m]
    load       : design load from the deck or decks                                   [N]
    holds_deck : a deck is fixed lengthwise here: braking comes down this pier
    scour      : depth that the river may take away                                   [m]
    """

    name: str
    side: str
    station: float
    ground: float
    seat: float
    load: float
    in_river: bool = False
    is_joint: bool = False
    holds_deck: bool = False
    scour: float = 0.0


def column_offsets(offsets: Array, columns: int) -> tuple[float, ...]:
    """y of the shafts: each below the middle of its equal share of the girders.  (g,) [m]

    Where girders do not divide evenly, one between two shafts counts in part to both.
    """
    y = np.asarray(offsets, dtype=float)
    count = min(columns, y.size)
    edges = np.arange(count + 1) * (y.size / count)
    girder = np.arange(y.size)
    low, high = np.maximum(edges[:-1, None], girder), np.minimum(edges[1:, None], girder + 1)
    share = np.clip(high - low, 0.0, None)
    return tuple(float((row * y).sum() / row.sum()) for row in share)


def build_pier(
    place: SupportPlace,
    offsets: Array,
    brief: Brief,
    layers: Sequence[Stratum],
    notes: Notes,
    sized: PierRow | None = None,
) -> Pier:
    """One pier from its height, its load and the rules of proportion.

    sized : shaft width, number and length of piles that `spanwright size` chose.  Values of the
    project file win over both.
    """
    given, piles = brief.layout.piers, brief.layout.piles
    _, sized_width, sized_count, sized_length = sized or ("", None, None, None)
    columns = column_offsets(offsets, given.columns)
    distance = max(np.diff(columns)) if len(columns) > 1 else 0.0
    reach = max(columns[0] - float(offsets[0]), float(offsets[-1]) - columns[-1], 0.0)
    crosshead_depth = given.crosshead_depth or rounded_up(max(1.2, distance / 4, reach), STEP)
    crosshead_top = place.seat - PLINTH
    shaft_top = crosshead_top - crosshead_depth
    cap_top = place.ground + piles.cap_above_bed
    address = f"layout.piers[{place.name}]"
    if shaft_top - cap_top < SHORTEST:
        cap_top = shaft_top - SHORTEST
        notes.rule(f"{address}.cap_top", f"{cap_top:.2f} m", f"shaft at least {SHORTEST:g} m")
    height = shaft_top - cap_top
    load = place.load + 1.35 * UNIT_WEIGHT * crosshead_depth * 2.0 * (offsets[-1] - offsets[0] + 2)
    slender = HOLDING if place.holds_deck else SLENDER
    width, depth = _shaft(brief, height / slender, load / len(columns), sized_width)
    crosshead_width = max(depth + 0.2, 2.2 if place.is_joint else 1.6)
    shaft_area = np.pi * width**2 / 4 if given.shape == "circle" else width * depth
    foundation = choose_foundation(
        below_scour(layers, place.scour),
        load=(HOLDING_PILES if place.holds_deck else 1.0)
        * (load + 1.35 * UNIT_WEIGHT * shaft_area * height * len(columns)),
        cap_top=cap_top,
        ground=place.ground - place.scour,
        diameter=piles.diameter,
        spacing=piles.spacing,
        count=piles.count or sized_count,
        length=piles.length or sized_length,
        cap_thickness=piles.cap_thickness,
        rebar_ratio=piles.rebar_ratio,
        least_width=columns[-1] - columns[0] + width + 0.8,
        address=address,
        notes=notes,
        counts=STOUT_COUNTS if place.holds_deck else COUNTS,
    )
    notes.rule(
        f"{address}.shaft",
        f"{len(columns)} x {width:.1f} m, {height:.1f} m high",
        RULE
        if sized
        else f"height / {slender:g}, {load / MN:.1f} MN at {SHAFT_STRESS / MPa:g} MPa, "
        f"at least {THINNEST:g} m",
        "holds a deck lengthwise" if place.holds_deck else "",
    )
    return Pier(
        name=place.name,
        station=place.station,
        in_river=place.in_river,
        is_joint=place.is_joint,
        shape=given.shape,
        columns=columns,
        width=width,
        depth=depth,
        shaft_top=shaft_top,
        crosshead_length=float(offsets[-1] - offsets[0]) + 2 * LANE,
        crosshead_width=crosshead_width,
        crosshead_depth=crosshead_depth,
        crosshead_top=crosshead_top,
        rebar_ratio=given.rebar_ratio,
        foundation=foundation,
        ground=place.ground,
        side=place.side,
        scour=place.scour,
    )


def check_embedment(pier: Pier | Abutment, address: str) -> None:
    """Refuse piles that scour lays bare."""
    base = pier.foundation
    left = pier.bed - (base.cap_top - base.cap_thickness - base.pile_length)
    if pier.scour > 0.0 and left < SHORTEST_EMBEDMENT:
        raise InputError(
            address,
            f"must leave the piles of {pier.name} at least {SHORTEST_EMBEDMENT:g} m in the ground",
            got=f"scour of {pier.scour:g} m",
            hint="give longer piles in layout.piles.length",
        )


def _shaft(brief: Brief, slender: float, load: float, sized: float | None) -> tuple[float, float]:
    """Width across and depth along of a shaft, not below the slenderness rule.  [m], [N] -> [m]"""
    given = brief.layout.piers
    area = load / SHAFT_STRESS
    if given.shape == "circle":
        width = (
            given.width
            or sized
            or rounded_up(max(THINNEST, slender, np.sqrt(4 * area / np.pi)), STEP)
        )
        return width, width
    depth = given.depth or rounded_up(max(THINNEST, slender), STEP)
    return given.width or sized or rounded_up(max(1.5 * depth, area / depth), STEP), depth


def build_abutment(
    place: SupportPlace,
    deck_width: float,
    brief: Brief,
    layers: Sequence[Stratum],
    notes: Notes,
    sized: PierRow | None = None,
) -> Abutment:
    """A seat abutment: a stem as wide as the deck on a pile cap.

    sized : thickness of the stem, number and length of piles that `spanwright size` chose; the
            project file's thickness stands
    """
    _, _, sized_count, sized_length = sized or ("", None, None, None)
    given, piles = brief.layout.abutments, brief.layout.piles
    seat = place.seat - PLINTH
    address = f"layout.abutments[{place.name}]"
    height = given.height
    if height is None:
        height = max(seat - place.ground, 2.0)
        notes.rule(f"{address}.height", f"{height:.2f} m", "from the ground to the bearing seat")
    load = place.load + 1.35 * UNIT_WEIGHT * deck_width * height * given.thickness
    foundation = choose_foundation(
        below_scour(layers, place.scour),
        load=STEM_EARTH * load,
        cap_top=seat - height,
        ground=place.ground - place.scour,
        diameter=piles.diameter,
        spacing=piles.spacing,
        count=piles.count or sized_count,
        length=piles.length or sized_length,
        cap_thickness=piles.cap_thickness,
        rebar_ratio=piles.rebar_ratio,
        least_width=deck_width,
        address=address,
        notes=notes,
        counts=STOUT_COUNTS,
    )
    return Abutment(
        name=place.name,
        station=place.station,
        width=deck_width,
        height=height,
        thickness=given.thickness,
        seat_level=seat,
        foundation=foundation,
        ground=place.ground,
        side=place.side,
        scour=place.scour,
        back_wall=given.back_wall,
    )
