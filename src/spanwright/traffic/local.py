"""Wheels placed on local influence surfaces of a slab: LM1 by its local rules, LM2, a stray axle.

A wheel is a pressed patch, spread at 45 degrees to the slab's mid-depth; its effect is the mean
of the surface over the patch, exact for surfaces constant in each cell.  Places are
exact (`local_wheels`), and so is the choice of lanes (`local_lanes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.engine.plate_influence import PlateSurfaces
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.local_lanes import Room, best_lanes, candidates
from spanwright.traffic.local_wheels import breaks, means, stations, tandem_breaks, worst_place

AXLES: Final = (-0.6, 0.6)  # of a tandem, EN 1991-2 Table 4.2
WHEELS: Final = (-1.0, 1.0)
CONTACT: Final = (0.40, 0.40)  # of LM1's wheels, along and across [m]
CONTACT_2: Final = (0.35, 0.60)  # of LM2's
TANDEM_WIDTH: Final = 2.4  # over the wheels: room it needs in its lane [m]
CLOSEST: Final = 2.5  # axes of neighbouring tandems: 0.5 m between their wheels' axes, 4.3.2(5)
MOST_TANDEMS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class LocalExtremes:
    """Extremes of r responses, largest and smallest.

    part   : (2, p, r) effect of each part of the load model;  label : (2 r,) placements in words,
             row side * r + response
    """

    parts: tuple[str, ...]
    part: Array
    label: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class LocalRoad:
    """What the local search needs to know of the road.

    kerbs, edges : (2,) carriageway and slab limits, increasing y [m]
    spread       : how far a wheel spreads to each side on its way to mid-depth [m]
    tandem       : (3,) axle loads of lanes 1 to 3 [N];  lane : (k,) lane loads, the last holds
                   for further lanes;  rest : load of the remaining area [N/m2];  axle : LM2's [N]
    """

    kerbs: tuple[float, float]
    edges: tuple[float, float]
    spread: float
    tandem: Array
    lane: Array
    rest: float
    axle: float

    def __post_init__(self) -> None:
        freeze(self)


def place_lm1(surfaces: PlateSurfaces, road: LocalRoad, about: float) -> LocalExtremes:
    """LM1 for local verifications: tandems anywhere in their lanes, lanes anywhere.

    about : station of the responses [m];  parts "TS" and "UDL" (EN 1991-2 4.3.2(1), (5), 4.3.6)
    """
    lanes = en_lanes(road.kerbs[1] - road.kerbs[0])
    room = Room(lanes.width, CLOSEST, max(0.5 * (lanes.width - TANDEM_WIDTH), 0.0))
    limits = (road.kerbs[0] + 0.5 * lanes.width, road.kerbs[1] - 0.5 * lanes.width)
    reach = (limits[0] - room.play, limits[1] + room.play)
    size = CONTACT[0] + 2 * road.spread
    x = stations(surfaces, AXLES, size)
    y = tandem_breaks(surfaces.y, WHEELS, size, reach)
    ends = (float(surfaces.x[0]), float(surfaces.x[-1]))
    line = sum(means(surfaces.x, x + dx, size, ends) for dx in AXLES) @ surfaces.value
    strips = breaks(surfaces.y, (0.0,), lanes.width, limits)
    c = candidates(strips, y, room, limits)
    number = min(lanes.number, MOST_TANDEMS)
    load = np.array([road.lane[min(i, len(road.lane) - 1)] - road.rest for i in range(number)])

    def axle(row: Array, at: Array) -> Array:
        """Effect of one unit tandem at every station, its middle at some offsets."""
        weights = sum(means(surfaces.y, at + dy, size, road.edges) for dy in WHEELS)
        return np.asarray(row @ np.asarray(weights).T / len(WHEELS))

    table = axle(line, y)
    extremes = {1.0: table.max(axis=1), -1.0: -table.min(axis=1)}
    parts, labels = [], []
    for sign, most in extremes.items():
        tandem = np.maximum(most, 0.0)
        press = np.maximum(sign * surfaces.value, 0.0) * np.diff(surfaces.x)[:, None]
        across = press.sum(axis=1)  # (r, cells across), per metre of width
        strip = lanes.width * (across @ means(surfaces.y, c, lanes.width, road.kerbs).T)
        middle, whole = np.array([0.5 * sum(road.kerbs)]), road.kerbs[1] - road.kerbs[0]
        part = np.zeros((2, len(line)))
        part[1] = road.rest * whole * (across @ means(surfaces.y, middle, whole, road.kerbs)[0])
        # surfaces that are mirror images along the slab (twist + and -) share their arrangement
        both = np.hstack([tandem, strip])
        both = both / np.maximum(both.max(axis=1, keepdims=True), np.finfo(float).tiny)
        keys = [row.tobytes() for row in np.round(both, 9)]
        known: dict[bytes, list[tuple[int, int, float]]] = {}
        for row, key in enumerate(keys):
            if key not in known:
                effect = partial(axle, sign * line[row])
                known[key] = best_lanes(
                    c, strip[row], (y, tandem[row]), effect, room, road.tandem[:number], load
                )
            found = known[key]
            words = []
            for lane, k, axis in found:
                part[1, row] += load[lane] * strip[row, k]
                text = f"lane {lane + 1} at y {c[k]:+.2f} m"
                if not np.isnan(axis):
                    every = sign * axle(line[row], np.array([axis]))[:, 0]
                    part[0, row] += road.tandem[lane] * every.max()
                    along = x[every.argmax()] - about
                    text += f", tandem y {axis:+.2f} m, {along:+.2f} m along"
                words.append(text)
            labels.append("; ".join(sorted(words)))
        parts.append(sign * part)
    return LocalExtremes(("TS", "UDL"), np.stack(parts), tuple(labels))


def place_lm2(surfaces: PlateSurfaces, road: LocalRoad, about: float) -> LocalExtremes:
    """LM2: its axle, or one of its wheels, anywhere on the carriageway (EN 1991-2 4.3.3)."""
    size = (CONTACT_2[0] + 2 * road.spread, CONTACT_2[1] + 2 * road.spread)
    return _single(surfaces, about, road.kerbs, size, CONTACT_2[1], road.axle, "LM2")


def place_stray(
    surfaces: PlateSurfaces, road: LocalRoad, about: float, axle: float
) -> LocalExtremes:
    """An axle, or one of its wheels, anywhere on the slab to its edges (EN 1991-2 4.7.3.1)."""
    size = (CONTACT[0] + 2 * road.spread, CONTACT[1] + 2 * road.spread)
    return _single(surfaces, about, road.edges, size, CONTACT[1], axle, "stray axle")


@dataclass(frozen=True, slots=True)
class LocalStrike:
    """A vehicle against something that stands along a kerb line.

    lateral, vertical : [N];  length : along which the lateral force acts [m]
    arm  : of the lateral force above the slab's mid-depth [m];  base : width of the foot [m]
    """

    name: str
    lateral: float
    vertical: float
    length: float
    arm: float
    base: float


def place_strikes(
    surfaces: PlateSurfaces, road: LocalRoad, about: float, strikes: tuple[LocalStrike, ...]
) -> LocalExtremes:
    """Strikes anywhere along either kerb line: a wheel beside it and the couple under its foot.

    The foot presses with its outer half and pulls with its inner one.
    """
    r = len(surfaces.value)
    tyre = CONTACT[0] + 2 * road.spread
    ends = (float(surfaces.x[0]), float(surfaces.x[-1]))
    found = []
    for strike in strikes:
        half = 0.5 * strike.base
        foot = strike.length + 2 * road.spread
        force = strike.lateral * strike.arm / half
        x = np.union1d(*(stations(surfaces, (0.0,), length) for length in (tyre, foot)))
        wheel, couple = (means(surfaces.x, x, length, ends) for length in (tyre, foot))
        for kerb, out in zip(road.kerbs, (-1.0, 1.0), strict=True):
            at = kerb + out * np.array([-0.5 * CONTACT[1], 1.5 * half, 0.5 * half])
            tyre_line = means(surfaces.y, at[:1], CONTACT[1] + 2 * road.spread, road.edges)[0]
            feet = means(surfaces.y, at[1:], half, road.edges)
            effect = strike.vertical * (surfaces.value @ tyre_line) @ wheel.T
            effect += force * (surfaces.value @ (feet[0] - feet[1])) @ couple.T
            found.append((f"{strike.name} struck at y {kerb:+.2f} m", x, effect))
    parts, labels = [], []
    for sign in (1.0, -1.0):
        best, text = np.zeros(r), [""] * r
        for name, x, effect in found:
            at = (sign * effect).argmax(axis=1)
            for row in range(r):
                value = float(sign * effect[row, at[row]])
                if value > best[row]:
                    best[row] = value
                    text[row] = f"{name}, {x[at[row]] - about:+.2f} m along"
        parts.append(sign * best[None])
        labels += text
    return LocalExtremes(("accidental",), np.stack(parts), tuple(labels))


def _single(
    surfaces: PlateSurfaces,
    about: float,
    limits: tuple[float, float],
    size: tuple[float, float],
    contact: float,
    axle: float,
    name: str,
) -> LocalExtremes:
    """One axle or one wheel of it, the worse, between limits its tyres keep inside."""
    found = []
    for what, across in (("axle", WHEELS), ("wheel", (0.0,))):
        room = max(across) + 0.5 * contact
        if limits[1] - limits[0] < 2 * room:
            continue
        inside = (limits[0] + room, limits[1] - room)
        found.append((what, worst_place(surfaces, ((0.0,), across), size, inside)))
    r = len(surfaces.value)
    parts, labels = [], []
    for side, sign in enumerate((1.0, -1.0)):
        best, text = np.zeros(r), [""] * r
        for what, both in found:
            one = both[side]
            effect = 0.5 * axle * one.value
            for row in np.flatnonzero(effect > best):
                best[row] = effect[row]
                place = f"y {one.y[row]:+.2f} m, {one.x[row] - about:+.2f} m along"
                text[row] = f"{name}, {what} at {place}"
        parts.append(sign * best[None])
        labels += text
    return LocalExtremes((name,), np.stack(parts), tuple(labels))


def area_effect(
    surfaces: PlateSurfaces, strips: list[tuple[float, float]], *, adverse: bool
) -> Array:
    """Effect of 1 N/m2 on strips (from, to) of y.  (2, r): largest and smallest

    adverse : only where it adds; otherwise everywhere, both rows alike
    """
    length = np.diff(surfaces.x)[:, None]
    rows = []
    for sign in (1.0, -1.0):
        value = sign * surfaces.value
        line = ((np.maximum(value, 0.0) if adverse else value) * length).sum(axis=1)
        total = np.zeros(len(line))
        for low, high in strips:
            middle = np.array([0.5 * (low + high)])
            total += (high - low) * (line @ means(surfaces.y, middle, high - low, (low, high))[0])
        rows.append(sign * total)
    return np.stack(rows)


def line_effect(surfaces: PlateSurfaces, y: float) -> Array:
    """Effect of 1 N/m downward on a line along the slab.  (r,)"""
    line = (surfaces.value * np.diff(surfaces.x)[:, None]).sum(axis=1)
    middle = 0.5 * (surfaces.y[1:] + surfaces.y[:-1])
    return np.array([np.interp(y, middle, row) for row in line])
