"""Wheels placed on local influence surfaces of a slab: LM1 by its local rules, LM2, a stray axle.

A wheel is a pressed patch, spread at 45 degrees to the slab's mid-depth; its effect is the mean
of the surface over the patch, exact for surfaces constant in each cell.  Stations are exact, and so
are the places of single axles.  Lanes and tandems are tried across in steps of `STEP`; over those
their choice is exact (dynamic programme).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, floats, freeze
from spanwright.engine.plate_influence import PlateSurfaces
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.local_wheels import means, stations, wheels, worst_place

STEP: Final = 0.1  # between offsets of lanes and tandems tried [m]
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


def _steps(low: float, high: float) -> Array:
    """Places from low to high, both included, not more than STEP apart."""
    return np.linspace(low, high, max(int(np.ceil((high - low) / STEP - 1e-9)), 0) + 1)


def place_lm1(surfaces: PlateSurfaces, road: LocalRoad, about: float) -> LocalExtremes:
    """LM1 for local verifications: tandems at their worst station in every lane.

    about : station of the responses [m];  parts "TS" and "UDL" (EN 1991-2 4.3.2(1), (5), 4.3.6)
    """
    sides = [_lm1_one_side(surfaces, road, about, sign) for sign in (1.0, -1.0)]
    part = np.stack([p for p, _ in sides])
    return LocalExtremes(("TS", "UDL"), part, tuple(text for _, texts in sides for text in texts))


def _lm1_one_side(
    surfaces: PlateSurfaces, road: LocalRoad, about: float, sign: float
) -> tuple[Array, list[str]]:
    low, high = road.kerbs
    lanes = en_lanes(high - low)
    centre = _steps(low + 0.5 * lanes.width, high - 0.5 * lanes.width)
    step = float(centre[1] - centre[0]) if len(centre) > 1 else STEP
    slack = max(0.5 * (lanes.width - TANDEM_WIDTH), 0.0)
    count = int(slack / step + 1e-9)
    shift = floats(step * np.arange(-count, count + 1))
    size = (CONTACT[0] + 2 * road.spread, CONTACT[1] + 2 * road.spread)
    x = stations(surfaces, AXLES, size[0])
    y = centre[0] + step * np.arange(-count, len(centre) + count)
    unit = sign * wheels(surfaces, x, y, (AXLES, WHEELS), size, road.edges) / len(WHEELS)
    at = unit.argmax(axis=1)
    best = np.maximum(np.take_along_axis(unit, at[:, None], axis=1)[:, 0], 0.0)  # (r, y)
    index = np.arange(len(centre)) + np.arange(2 * count + 1)[:, None]  # (shift, centre)
    tandem = best[:, index]  # (r, e, c), per newton of axle
    # adverse load on strips as wide as a lane, and on the whole carriageway
    press = np.maximum(sign * surfaces.value, 0.0) * np.diff(surfaces.x)[:, None]
    line = press.sum(axis=1)  # (r, cells across), per metre of width
    strip = lanes.width * (line @ means(surfaces.y, centre, lanes.width, road.kerbs).T)
    whole = (high - low) * (
        line @ means(surfaces.y, np.array([0.5 * (low + high)]), high - low, road.kerbs)[0]
    )
    number = min(lanes.number, MOST_TANDEMS)
    lane_load = [road.lane[min(i, len(road.lane) - 1)] - road.rest for i in range(number)]
    gain = [road.tandem[i] * tandem + lane_load[i] * strip[:, None, :] for i in range(number)]
    found = _choose(gain, shift, lanes.width, step)
    r = len(surfaces.value)
    part, labels = np.zeros((2, r)), []
    part[1] = road.rest * whole
    for row in range(r):
        words = []
        for lane, e, c in found[row]:
            part[0, row] += road.tandem[lane] * tandem[row, e, c]
            part[1, row] += lane_load[lane] * strip[row, c]
            text = f"lane {lane + 1} at y {centre[c]:+.2f} m"
            if tandem[row, e, c] > 0:
                along = x[at[row, index[e, c]]] - about
                text += f", tandem y {centre[c] + shift[e]:+.2f} m, {along:+.2f} m along"
            words.append(text)
        labels.append("; ".join(sorted(words)))
    return sign * part, labels


def _choose(
    gain: list[Array], shift: Array, width: float, step: float
) -> list[list[tuple[int, int, int]]]:
    """Best lanes of every response: (lane, eccentricity index, centre index).

    gain : for each lane number (r, e, c).  Lanes from right to left in every order; between
    neighbours their centres are a lane apart and their tandems at least CLOSEST.
    """
    r, _, c = gain[0].shape
    best = np.zeros(r)
    chosen: list[list[tuple[int, int, int]]] = [[] for _ in range(r)]
    for m in range(1, len(gain) + 1):
        for order in permutations(range(len(gain)), m):
            value = np.array(gain[order[0]])
            back: list[tuple[Array, Array]] = []
            for lane in order[1:]:
                value, previous = _add_lane(value, gain[lane], shift, width, step)
                back.append(previous)
            flat = value.reshape(r, -1)
            top = flat.argmax(axis=1)
            better = flat[np.arange(r), top] > best + 1e-12
            best = np.where(better, flat[np.arange(r), top], best)
            for row in np.flatnonzero(better):
                i, j = divmod(int(top[row]), c)
                path = [(order[-1], i, j)]
                for lane, (from_e, from_c) in zip(order[-2::-1], back[::-1], strict=True):
                    i, j = int(from_e[row, i, j]), int(from_c[row, i, j])
                    path.append((lane, i, j))
                chosen[row] = path
    return chosen


def _add_lane(
    value: Array, gain: Array, shift: Array, width: float, step: float
) -> tuple[Array, tuple[Array, Array]]:
    """Best value with one lane more to the left, and where the lane before it stands."""
    r, e, c = value.shape
    running = np.maximum.accumulate(value, axis=2)
    is_new = value >= running
    where = np.maximum.accumulate(np.where(is_new, np.arange(c), 0), axis=2)
    total = np.full((r, e, c), -np.inf)
    from_e, from_c = np.zeros((r, e, c), dtype=int), np.zeros((r, e, c), dtype=int)
    for new in range(e):
        for old in range(e):
            gap = max(width, CLOSEST + shift[old] - shift[new])
            off = int(np.ceil(gap / step - 1e-9))
            if off >= c:
                continue
            trial = gain[:, new, off:] + running[:, old, : c - off]
            better = trial > total[:, new, off:]
            total[:, new, off:] = np.where(better, trial, total[:, new, off:])
            from_e[:, new, off:] = np.where(better, old, from_e[:, new, off:])
            from_c[:, new, off:] = np.where(better, where[:, old, : c - off], from_c[:, new, off:])
    return total, (from_e, from_c)


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
