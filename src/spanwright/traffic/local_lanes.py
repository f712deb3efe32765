"""Lanes and tandems across a slab, exactly: which lanes, where they lie, where their tandems stand.

The effect of a tandem and of a strip as wide as a lane bend upwards only between known breaks.  So
in a worst arrangement every lane lies at a break of its own, or at a fixed way from a neighbour
that does (`candidates`), and its tandem at the left or right end of its play, at a top of its own
effect, or as near to its neighbour as allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations, permutations
from typing import Final, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.local_wheels import SAME

ENOUGH: Final = 1e-7  # of the effect: what straight lines may promise too much


@dataclass(frozen=True, slots=True)
class Room:
    """What separates lanes and tandems of neighbours, and the play of a tandem in its lane.  [m]"""

    width: float
    closest: float
    play: float

    @property
    def apart(self) -> float:
        """Lanes this far apart leave their tandems free."""
        return max(self.closest + 2 * self.play, self.width)


class Placed(NamedTuple):
    """A lane's axis and its tandem's."""

    lane: int
    centre: float
    axis: float


def candidates(strips: Array, axles: Array, room: Room, limits: tuple[float, float]) -> Array:
    """Where lanes can lie in a worst arrangement of at most three.

    strips, axles : breaks of the effects of a strip and of a tandem;  limits : of lane axes [m]
    """
    ways = [side * room.play + m * room.closest for side in (-1, 1) for m in (-1, 0, 1)]
    own = _inside(np.concatenate([strips, *(axles + way for way in ways), limits]), limits)
    w, far = room.width, room.apart
    steps = [0.0, w, far, 2 * w, w + far]
    return _inside(
        np.concatenate([own + side * step for side in (-1, 1) for step in steps]), limits
    )


def _inside(at: Array, limits: tuple[float, float]) -> Array:
    at = np.sort(at[(at > limits[0] - SAME) & (at < limits[1] + SAME)])
    return np.asarray(np.clip(at[np.append(True, np.diff(at) > SAME)], *limits))


class _Ends(NamedTuple):
    """Best effect of lanes so far, the last at candidate k, by what its tandem does.

    free : it leaves its neighbour free;  right : at the right end of its play;  top : (t, k) at a
    top;  bare : not counted yet
    """

    free: Array
    right: Array
    top: Array
    bare: Array


class _Chain:
    """Arrangements of lanes at candidates c (k,), for one response.

    strip : (k,) effect of a lane's load;  tandem : its effect at any offsets;  tops : (t,)
    """

    def __init__(
        self, c: Array, strip: Array, tandem: Callable[[Array], Array], tops: Array, room: Room
    ) -> None:
        self.c, self.strip, self.tops, self.room = c, strip, tops, room
        play, closest = room.play, room.closest
        self.left, self.right, self.at_top = tandem(c - play), tandem(c + play), tandem(tops)
        self.next, self.before = tandem(c + play + closest), tandem(c - play - closest)
        self.near, self.far = self._last(c - room.width), self._last(c - room.apart)
        self.first = np.searchsorted(c, c - closest - 2 * play - 2 * SAME)
        self.holds = np.abs(c - tops[:, None]) <= play + SAME
        self.clear = tops[:, None] <= c - play - closest + SAME
        self.beside = np.minimum(self.near, self._last(tops - closest - play)[:, None])
        self.below = np.searchsorted(tops, tops - closest + SAME, side="right") - 1

    def _last(self, limit: Array) -> Ints:
        """Last candidate not beyond a limit, -1 where there is none."""
        return np.asarray(np.searchsorted(self.c, limit + 2 * SAME, side="right") - 1)

    def start(self, axle: float, load: float) -> _Ends:
        """One lane alone."""
        none = np.zeros(len(self.c))
        return self._ends(axle, load * self.strip, none, none, np.zeros(self.holds.shape))

    def _ends(self, axle: float, own: Array, any_: Array, left: Array, top: Array) -> _Ends:
        bare = own + any_
        free = np.maximum(bare, own + left + axle * self.left)
        tops = np.where(self.holds, own + top + axle * self.at_top[:, None], -np.inf)
        return _Ends(free, bare + axle * self.right, tops, bare)

    def add(self, last: _Ends, before: float, axle: float, load: float) -> _Ends:
        """A lane more on the side of larger y.  before : axle load of the lane that was last"""
        own = load * self.strip
        right = _running(last.right)
        base = _at(_running(last.free), self.near)
        any_, left = np.maximum(base, _at(right, self.near)), np.maximum(base, _at(right, self.far))
        tops = np.maximum(base, _at(right, self.beside))
        if len(self.tops):
            top = np.where(self.near >= 0, _running(last.top)[:, self.near], -np.inf)
            any_ = np.maximum(any_, top.max(axis=0))
            left = np.maximum(left, np.where(self.clear, top, -np.inf).max(axis=0))
            below = np.maximum.accumulate(top, axis=0)[self.below]
            tops = np.maximum(tops, np.where(self.below[:, None] >= 0, below, -np.inf))
        ends = self._ends(axle, own, any_, left, tops)
        # tandems as near as allowed: the last one at its right end, or the new one at its left
        one = _most(last.right + axle * self.next, self.first, self.near)
        two = _most(last.bare, self.first, self.near) + before * self.before + axle * self.left
        return ends._replace(free=np.maximum(ends.free, own + np.maximum(one, two)))

    def trace(self, order: tuple[int, ...], ends: list[_Ends], axles: Array) -> list[Placed]:
        """Places of the lanes of the best arrangement in one order, the last lane first."""
        placed: list[Placed] = []
        k, axis = -1, np.nan
        kind = ""
        for at in range(len(order) - 1, -1, -1):
            if not placed:
                kind, t, k = self._best(ends[at], np.ones(len(self.c), dtype=bool), np.nan)
                axis = self._axis(kind, t, k)
            lane = order[at]
            if at == 0:
                is_left = kind == "free" and self.left[k] > 0
                placed.append(
                    Placed(lane, self.c[k], self.c[k] - self.room.play if is_left else axis)
                )
                break
            kind, axis, found = self._before(
                kind, axis, k, ends[at - 1], axles[order[at - 1]], axles[lane]
            )
            placed.append(Placed(lane, self.c[k], axis))
            kind, axis, k = found
        return placed

    def _axis(self, kind: str, t: int, k: int) -> float:
        if kind == "right":
            return float(self.c[k] + self.room.play)
        return float(self.tops[t]) if kind == "top" else np.nan

    def _best(self, ends: _Ends, allowed: Bools, axis: float) -> tuple[str, int, int]:
        """Best end among allowed candidates, its tandem clear of the next axis (nan: none)."""
        limit = np.inf if np.isnan(axis) else axis - self.room.closest + 2 * SAME
        right = allowed & (self.c + self.room.play <= limit)
        top = allowed & (self.tops <= limit)[:, None]
        values = [
            np.where(allowed, ends.free, -np.inf)[None],
            np.where(right, ends.right, -np.inf)[None],
            np.where(top, ends.top, -np.inf),
        ]
        t, k = divmod(int(np.concatenate(values).argmax()), len(self.c))
        return ("free", 0, k) if t == 0 else ("right", 0, k) if t == 1 else ("top", t - 2, k)

    def _value(self, ends: _Ends, found: tuple[str, int, int]) -> float:
        kind, t, k = found
        return float(ends.top[t, k] if kind == "top" else getattr(ends, kind)[k])

    def _before(
        self, kind: str, axis: float, k: int, last: _Ends, before: float, axle: float
    ) -> tuple[str, float, tuple[str, float, int]]:
        """The axis of the lane at k and the end of the lane before it: kind, axis, candidate."""
        index = np.arange(len(self.c))
        allowed = index <= self.near[k]
        own = self.c[k] - self.room.play
        options: list[tuple[float, float, tuple[str, float, int]]] = []
        ways = [(axis, 0.0)] if kind != "free" else [(np.nan, 0.0), (own, axle * self.left[k])]
        if kind in ("right", "bare"):
            ways = [(np.nan, 0.0)]
        for way, more in ways:
            found = self._best(last, allowed, way)
            end = (found[0], self._axis(*found), found[2])
            options.append((self._value(last, found) + more, way, end))
        near = np.flatnonzero(allowed & (index >= self.first[k]))
        if kind == "free" and near.size:
            one = last.right[near] + axle * self.next[near]
            i = int(near[one.argmax()])
            at = self.c[i] + self.room.play
            options.append((one.max(), at + self.room.closest, ("right", at, i)))
            i = int(near[last.bare[near].argmax()])
            two = last.bare[i] + before * self.before[k] + axle * self.left[k]
            options.append((two, own, ("bare", own - self.room.closest, i)))
        _, way, end = max(options, key=lambda option: option[0])
        return kind, (axis if kind in ("right", "bare", "top") else way), end


def best_lanes(
    c: Array,
    strip: Array,
    table: tuple[Array, Array],
    effect: Callable[[Array], Array],
    room: Room,
    axles: Array,
    loads: Array,
) -> list[tuple[int, int, float]]:
    """Lanes of the worst arrangement: number, index into c, axis of the tandem or nan.

    c, strip : (k,) of `candidates` and the effect of a lane's unit load there;  table : breaks of
    a unit tandem's effect and its values there;  effect : its values anywhere, (stations, places)

    Straight lines between the breaks are never too low.  Where the chosen tandems do less than
    those say, their axes become breaks and the choice is made again, until it is within `ENOUGH`.
    """
    at, value = table
    while True:
        line: Callable[[Array], Array] = partial(np.interp, xp=at, fp=value)  # type: ignore[assignment]
        total, placed = _arranged(c, strip, line, at, room, axles, loads)
        axes = np.array([one.axis for one in placed if not np.isnan(one.axis)])
        share = np.array([axles[one.lane] for one in placed if not np.isnan(one.axis)])
        true = np.maximum(effect(axes).max(axis=0), 0.0) if len(axes) else axes
        if share @ (np.interp(axes, at, value) - true) <= ENOUGH * total:
            break
        at, first = np.unique(np.append(at, axes), return_index=True)
        value = np.append(value, true)[first]
    return [(one.lane, int(np.searchsorted(c, one.centre)), one.axis) for one in placed]


def _tops(at: Array, value: Array) -> Array:
    """Places of the tops of a line through points."""
    around = np.concatenate([[-np.inf], value, [-np.inf]])
    before, after = around[:-2], around[2:]
    is_top = ((value > before) & (value >= after)) | ((value >= before) & (value > after))
    return at[is_top & (value > 0)]


def _all_tops(at: Array, tandem: Callable[[Array], Array], room: Room, axles: Array) -> Array:
    """Tops of a tandem alone, and both places of two as near as allowed where their sum has one."""
    pair = np.unique(np.concatenate([at, at - room.closest]))
    pair = pair[(pair >= at[0]) & (pair + room.closest <= at[-1])]
    left, right = tandem(pair), tandem(pair + room.closest)
    found = [_tops(at, tandem(at))]
    for i, j in permutations(range(len(axles)), 2):
        top = _tops(pair, axles[i] * left + axles[j] * right)
        found += [top, top + room.closest]
    every = np.sort(np.concatenate(found))
    return np.asarray(every[np.append(True, np.diff(every) > SAME)[: len(every)]])


def _arranged(
    c: Array,
    strip: Array,
    tandem: Callable[[Array], Array],
    at: Array,
    room: Room,
    axles: Array,
    loads: Array,
) -> tuple[float, list[Placed]]:
    """Largest effect of lanes and tandems and where they stand; fewer lanes where more relieve."""
    tops = _all_tops(at, tandem, room, axles)
    # the most a lane can do at a candidate, whatever keeps its tandem from the next
    most = np.maximum(tandem(c - room.play), tandem(c + room.play))
    inside = np.abs(c - tops[:, None]) <= room.play + SAME
    most = np.maximum(most, np.where(inside, tandem(tops)[:, None], 0.0).max(axis=0, initial=0.0))
    gains = axles[:, None] * most + loads[:, None] * strip
    kept = _worth(c, gains, room)
    chain = _Chain(c[kept], strip[kept], tandem, tops[inside[:, kept].any(axis=1)], room)
    known: dict[tuple[int, ...], _Ends] = {}

    def ends_of(some: tuple[int, ...]) -> _Ends:
        lane = some[-1]
        if some not in known and len(some) == 1:
            known[some] = chain.start(axles[lane], loads[lane])
        elif some not in known:
            last = ends_of(some[:-1])
            known[some] = chain.add(last, axles[some[-2]], axles[lane], loads[lane])
        return known[some]

    best = 0.0
    order: tuple[int, ...] = ()
    orders = _orders(gains[:, kept], chain.near)
    for some, bound in sorted(orders.items(), key=lambda item: -item[1]):
        if bound <= best * (1 + 1e-12):
            break
        ends = ends_of(some)
        top = max(ends.free.max(), ends.right.max(), ends.top.max(initial=-np.inf))
        if top > best * (1 + 1e-12):
            best, order = float(top), some
    stages = [known[order[: i + 1]] for i in range(len(order))]
    return best, chain.trace(order, stages, axles)


def _orders(gains: Array, near: Ints) -> dict[tuple[int, ...], float]:
    """What lanes in each order, from smaller y to larger, do at most."""
    value: dict[tuple[int, ...], Array] = {(): np.zeros(gains.shape[1])}
    for number in range(1, len(gains) + 1):
        for some in permutations(range(len(gains)), number):
            before = _at(_running(value[some[:-1]]), near) if number > 1 else value[()]
            value[some] = gains[some[-1]] + before
    return {some: float(row.max()) for some, row in value.items() if some}


def _worth(c: Array, gains: Array, room: Room) -> Array:
    """Candidates at which a lane can belong to the best arrangement.  (k,) true or false

    gains : (i, k) bounds of what lane i does there;  lanes so far apart that their tandems are free
    reach them together, so that is an arrangement
    """
    sure = _through(c, gains, room.apart + 4 * SAME).max()
    return np.asarray(_through(c, gains, room.width - 4 * SAME).max(axis=0) >= sure * (1 - 1e-9))


def _through(c: Array, gains: Array, apart: float) -> Array:
    """Best sum with lane i at candidate k and any others at least so far apart.  (i, k)"""
    low = _one_side(c, gains, apart)
    high = {lanes: row[::-1] for lanes, row in _one_side(-c[::-1], gains[:, ::-1], apart).items()}
    found = []
    for lane, gain in enumerate(gains):
        others = frozenset(range(len(gains))) - {lane}
        more = [low[some] + high[others - some] for some in low if some <= others]
        found.append(gain + np.max(more, axis=0))
    return np.stack(found)


def _one_side(c: Array, gains: Array, apart: float) -> dict[frozenset[int], Array]:
    """Best sum of some or all of a set of lanes at candidates at least so far below.  (k,) each"""
    near = np.searchsorted(c, c - apart, side="right") - 1
    found = {frozenset[int](): np.zeros(len(c))}
    for number in range(1, len(gains)):
        for some in combinations(range(len(gains)), number):
            lanes = frozenset(some)
            ends = np.max([gains[i] + found[lanes - {i}] for i in lanes], axis=0)
            fewer = np.max([found[lanes - {i}] for i in lanes], axis=0)
            found[lanes] = np.maximum(_at(_running(ends), near), fewer)
    return found


def _running(value: Array) -> Array:
    return np.asarray(np.maximum.accumulate(value, axis=-1))


def _at(running: Array, index: Ints) -> Array:
    return np.where(index >= 0, running[index], -np.inf)


def _most(value: Array, first: Ints, last: Ints) -> Array:
    """Largest of value[first : last + 1], -inf where that is empty."""
    count = np.asarray(last - first + 1)
    found = np.full(len(first), -np.inf)
    row, size = value, 1
    while size <= count.max(initial=0):
        here = np.flatnonzero((count >= size) & (count < 2 * size))
        found[here] = np.maximum(row[first[here]], row[last[here] - size + 1])
        row, size = np.maximum(row[:-size], row[size:]), 2 * size
    return found
