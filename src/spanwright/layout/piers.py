"""Piers and abutments: shafts, crossheads and caps from height and load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.codes.eurocode.actions.earth import at_rest
from spanwright.datum.arrays import Array
from spanwright.datum.units import MN, MPa
from spanwright.layout.footings import EDGE, Earth, choose_footing
from spanwright.layout.foundations import COUNTS, UNIT_WEIGHT, choose_foundation
from spanwright.layout.notes import Notes, rounded_up
from spanwright.layout.sized import RULE
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum, below_scour

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import FootingRow, PierRow

PLINTH: Final = 0.40  # bearing and plinth between girder and crosshead [m]
SHAFT_STRESS: Final = 5.0 * MPa  # design load over shaft area: leaves room for bending
SLENDER: Final = 10.0  # shaft height over diameter
THINNEST: Final = 1.2  # shaft [m]
SHORTEST: Final = 1.0  # shaft height [m]
HOLDING: Final = 7.0  # the same for a pier that holds a deck lengthwise
HOLDING_PILES: Final = 1.6  # its piles are chosen for this much more load: braking turns the cap
STEP: Final = 0.1
LANE: Final = 0.75  # crosshead beyond the outer bearing [m]
CAP_ROOM: Final = 0.8  # of a pile cap beyond the shafts across, both sides together [m]
BACK_WALL: Final = 2.5  # from the seat to the road, before the deck is known [m]
USUAL: Final = 1.5  # thickness of a footing, before it is chosen [m]
LEAN: Final = 0.10  # eccentricity of a footing's load over its length, before the analysis
HELD_LEAN: Final = 0.20  # where braking or earth comes down
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
    footing: FootingRow | None = None,
) -> Pier:
    """One pier from its height, its load and the rules of proportion.

    sized, footing : shaft width, piles and footing that `spanwright size` chose.  Values of the
    project file win over both.
    """
    given = brief.layout.piers
    sized_width = sized[1] if sized else None
    columns = column_offsets(offsets, given.columns)
    distance = max(np.diff(columns)) if len(columns) > 1 else 0.0
    reach = max(columns[0] - float(offsets[0]), float(offsets[-1]) - columns[-1], 0.0)
    crosshead_depth = given.crosshead_depth or rounded_up(max(1.2, distance / 4, reach), STEP)
    crosshead_top = place.seat - PLINTH
    shaft_top = crosshead_top - crosshead_depth
    address = f"layout.piers[{place.name}]"
    cap_top = place.ground + brief.layout.piles.cap_above_bed
    if brief.layout.footings.has(place.name):
        cap_top = place.ground - max(brief.layout.footings.depth_of(place.name) - USUAL, 0.0)
    if shaft_top - cap_top < SHORTEST:
        cap_top = shaft_top - SHORTEST
        notes.rule(f"{address}.cap_top", f"{cap_top:.2f} m", f"shaft at least {SHORTEST:g} m")
    height = shaft_top - cap_top
    load = place.load + 1.35 * UNIT_WEIGHT * crosshead_depth * 2.0 * (offsets[-1] - offsets[0] + 2)
    slender = HOLDING if place.holds_deck else SLENDER
    width, depth = _shaft(brief, height / slender, load / len(columns), sized_width)
    crosshead_width = max(depth + 0.2, 2.2 if place.is_joint else 1.6)
    shaft_area = np.pi * width**2 / 4 if given.shape == "circle" else width * depth
    factor = HOLDING_PILES if place.holds_deck else 1.0
    foundation = _foundation(
        place, brief, layers, notes, sized, footing,
        load=load + 1.35 * UNIT_WEIGHT * shaft_area * height * len(columns),
        factor=factor, cap_top=cap_top, foot=place.ground, highest=shaft_top - SHORTEST,
        lean=HELD_LEAN if place.holds_deck else LEAN, room=CAP_ROOM, address=address, gap=distance,
        least=(depth, columns[-1] - columns[0] + width),
        counts=STOUT_COUNTS if place.holds_deck else COUNTS,
    )  # fmt: skip
    height = shaft_top - foundation.cap_top
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
    footing: FootingRow | None = None,
) -> Abutment:
    """A seat abutment: a stem as wide as the deck on a pile cap or a footing.

    sized, footing : piles and footing that `spanwright size` chose; the project file's thickness
    of the stem stands
    """
    given = brief.layout.abutments
    seat = place.seat - PLINTH
    address = f"layout.abutments[{place.name}]"
    height = given.height
    if height is None:
        height = max(seat - place.ground, 2.0)
        notes.rule(f"{address}.height", f"{height:.2f} m", "from the ground to the bearing seat")
    load = place.load + 1.35 * UNIT_WEIGHT * deck_width * height * given.thickness
    foundation = _foundation(
        place, brief, layers, notes, sized, footing,
        load=load, factor=STEM_EARTH, cap_top=seat - height, foot=seat - height, highest=seat,
        lean=HELD_LEAN, room=0.0, address=address,
        least=(given.thickness, deck_width), counts=STOUT_COUNTS,
        earth=Earth(
            given.thickness, height + BACK_WALL + USUAL, deck_width,
            float(at_rest(given.fill_friction)), given.fill_weight,
        ),
    )  # fmt: skip
    height = seat - foundation.cap_top
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


def _foundation(
    place: SupportPlace,
    brief: Brief,
    layers: Sequence[Stratum],
    notes: Notes,
    sized: PierRow | None,
    footing: FootingRow | None,
    *,
    load: float,
    factor: float,
    cap_top: float,
    foot: float,
    highest: float,
    lean: float,
    room: float,
    least: tuple[float, float],
    counts: Sequence[int],
    address: str,
    gap: float = 0.0,
    earth: Earth | None = None,
) -> Foundation:
    """Piles, or the footing that the project file asks for here.

    factor  : on the load of piles, for what the estimate leaves out;  lean : see `choose_footing`
    cap_top : of a pile cap;  foot : ground from which a footing's depth counts;  highest : top of
              a footing at the most;  room : of a pile cap beyond the shafts across, both sides [m]
    least   : size along and across of what stands on it [m]
    """
    piles, given = brief.layout.piles, brief.layout.footings
    below = below_scour(layers, place.scour)
    if given.has(place.name):
        sides = (given.length, given.width, given.thickness)
        known = footing[1:] if footing else (None, None, None)
        return choose_footing(
            below,
            load=load,
            base=foot - given.depth_of(place.name),
            highest=highest,
            bed=place.ground - place.scour,
            given=(sides[0] or known[0], sides[1] or known[1], sides[2] or known[2]),
            least=(least[0] + 2 * EDGE, least[1] + 2 * EDGE),
            gap=gap,
            lean=lean,
            address=address,
            notes=notes,
            earth=earth,
        )
    return choose_foundation(
        below,
        load=factor * load,
        cap_top=cap_top,
        ground=place.ground - place.scour,
        diameter=piles.diameter,
        spacing=piles.spacing,
        count=piles.count or (sized[2] if sized else None) or None,
        length=piles.length or (sized[3] if sized else None) or None,
        cap_thickness=piles.cap_thickness,
        rebar_ratio=piles.rebar_ratio,
        least_width=least[1] + room,
        address=address,
        notes=notes,
        counts=counts,
    )
