"""Levels: road over the river, undersides of the girders, free height."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.alignment import Alignment
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.layout.course import distance_of_start, profile_of
from spanwright.layout.curve import surface
from spanwright.layout.notes import Notes, rounded_up
from spanwright.layout.profile import level_at, level_profile, tangent_profile
from spanwright.layout.tilt import Tilt, tilt_of
from spanwright.layout.types import Axis, Deck, Layout, Road

if TYPE_CHECKING:
    from spanwright.project.schema import Brief

GROUND_CLEAR: Final = 2.0  # below the girders on land: room to inspect [m]


def steel_top_below_road(road: Road, deck: Deck) -> float:
    """Top of the steel below the road surface above the same point, crossfall apart.  [m]"""
    return road.surfacing_thickness + deck.slab.thickness + deck.slab.haunch


def undersides(axis: Axis, road: Road, deck: Deck) -> Array:
    """Underside of every girder at every support.  (p, g) [m]

    The slab keeps its thickness and follows the crossfall, so outer girders stand lower.
    """
    offset = np.array([girder.offset for girder in deck.girders])
    depth = np.stack(
        [np.interp(deck.supports, g.depth_station, g.depth) for g in deck.girders], axis=1
    )
    fall = surface(axis, road, deck.supports[:, None], offset)
    top = level_at(axis, deck.supports)[:, None] + fall
    return np.asarray(top - steel_top_below_road(road, deck) - depth, dtype=float)


def construction_height(road: Road, deck: Deck, tilt: Array) -> float:
    """Lowest underside below the road on the axis.  [m]

    tilt : (t,) slopes to one side; empty: the crossfall to both sides [-]
    """
    outer = max(abs(girder.offset) for girder in deck.girders)
    depth = max(float(girder.depth.max()) for girder in deck.girders)
    slope = float(np.max(np.abs(tilt))) if tilt.size else road.crossfall
    return steel_top_below_road(road, deck) + depth + slope * outer


def required_underside(brief: Brief) -> tuple[float, str]:
    """Level the girders must keep above over the river, and in words.  [m]"""
    clearance, water = brief.road.clearance, brief.site.water
    level = {"low": water.low, "mean": water.mean, "flood": water.flood, "ice": water.ice}
    reference = level[clearance.above]
    if reference is None:
        raise InputError(
            "road.clearance.above",
            f"needs site.water.{clearance.above}, which is not given",
            hint="give the level or measure from another one",
        )
    words = f"{clearance.height:g} m above {clearance.above} water {reference:g} m"
    return reference + clearance.height, words


def road_axis(
    brief: Brief,
    decks: tuple[Deck, ...],
    road: Road,
    length: float,
    notes: Notes,
    plan: Alignment | None = None,
) -> Axis:
    """Road level: the user's profile, that of the alignment, or as low as clearance allows.

    plan : the axis in plan; None: straight

    Raises InputError for an alignment that does not hold the bridge.
    """
    start = distance_of_start(brief, plan, length)
    tilt = tilt_of(brief, plan, start, length, notes)
    level = _level(brief, decks, road, length, notes, plan, start, tilt)
    return replace(level, plan=plan, start=start, tilt_station=tilt.station, tilt=tilt.slope)


def _level(
    brief: Brief,
    decks: tuple[Deck, ...],
    road: Road,
    length: float,
    notes: Notes,
    plan: Alignment | None,
    start: float,
    tilt: Tilt,
) -> Axis:
    profile = brief.road.profile
    if profile is not None:
        return tangent_profile(np.array(profile.points), profile.radius, length)
    if plan is not None and plan.profile:
        found = profile_of(plan, start, length)
        if tilt.rise.size:  # cant turns about a rail: the middle of the track rises with it
            risen = found.level + np.interp(found.station, tilt.station, tilt.rise)
            found = replace(found, level=risen)
        low, high = float(found.level.min()), float(found.level.max())
        notes.rule("road.profile", f"{low:.2f} to {high:.2f} m", f'profile of "{plan.name}"')
        return found
    below = max(construction_height(road, deck, tilt.slope) for deck in decks)
    needed, words = required_underside(brief)
    ground = max(level for _, level in brief.site.ground)
    level = rounded_up(max(needed, ground + GROUND_CLEAR) + below, 0.05)
    notes.rule(
        "road.profile",
        f"level at {level:.2f} m",
        f"underside {words}, at least {GROUND_CLEAR:g} m above ground; {below:.2f} m below the "
        "road to the lowest underside",
        "a level road drains by its crossfall only",
    )
    return level_profile(level, length)


def check_clearance(layout: Layout, brief: Brief, notes: Notes) -> None:
    """Notice where the girders come lower over the river than the clearance asks."""
    needed, words = required_underside(brief)
    first, last = brief.site.banks
    for deck in layout.decks:
        station = np.linspace(deck.supports[0], deck.supports[-1], 401)
        over_river = station[(station >= first) & (station <= last)]
        if not over_river.size:
            continue
        low = level_at(layout.axis, over_river) - steel_top_below_road(layout.road, deck)
        lowest = np.full(over_river.size, np.inf)
        for girder in deck.girders:
            depth = np.interp(over_river, girder.depth_station, girder.depth)
            fall = surface(layout.axis, layout.road, over_river, girder.offset)
            lowest = np.minimum(lowest, low - depth + fall)
        at = int(np.argmin(lowest))
        if lowest[at] < needed - 1e-6:
            notes.warn(
                "road.clearance",
                f"girders of {deck.name} come down to {lowest[at]:.2f} m at station "
                f"{over_river[at]:.0f} m, {needed - lowest[at]:.2f} m below {words}",
            )
