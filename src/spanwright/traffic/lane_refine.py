"""Lanes between the trial offsets: the chosen lanes are moved until nothing can be worse.

Each interval between trial offsets, and each arrangement of lanes in intervals (`boxes`), has a
bound.  Arrangements whose bound is above what was found are looked at where the bound is highest
and cut in two there, until none is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.boxes import (
    Arrangements,
    arrangements_above,
    best_shares,
    interval_tops,
    value_at,
)
from spanwright.traffic.grid import Grid
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.lane_values import EQUAL, ROUNDS, SHORT, Intervals, Kinds, Seen


class Values(Protocol):
    """What is asked about the lanes of a block: `LaneValues` and its like."""

    setup: LaneSetup
    grid: Grid
    intervals: Intervals

    def kinds(self, case: Arrangement) -> Kinds:
        """Bounds of lanes of each kind at the trial offsets."""

    def look(
        self, case: Arrangement, kind: Ints, side: Ints, row: Ints, y: Array, way: Ints
    ) -> Seen:
        """What lanes of these kinds add with their axes at y (m,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Best lanes of a block, both signs: (2, r), (2, r, t) from right to left; -1, nan unused.

    value : effect of the lanes;  beyond : what a worse arrangement could add at most
    case : of the setup;  axis, kind, train : of each lane, train -1 without a vehicle
    vehicle_y, strip_y : axis of its vehicle and lane load;  station : (2, r, t, groups)
    """

    value: Array
    beyond: Array
    case: Ints
    axis: Array
    kind: Ints
    train: Ints
    vehicle_y: Array
    strip_y: Array
    station: Array


@dataclass(slots=True)
class _Boxes:
    """Arrangements of one case in intervals (b, t); what is not used of the slots adds nothing.

    side, row (b,);  factor (b,);  kind, pair (b, t);  y (2, b, t) ends of the intervals
    vehicle, strip (2, b, t) effects of the lane there, their factors in;  leave, enter, drift
    (b, t) rates that bound the sag;  linked (b, t) whether a lane may touch the one before it
    """

    side: Ints
    row: Ints
    factor: Array
    kind: Ints
    pair: Ints
    y: Array
    vehicle: Array
    strip: Array
    leave: Array
    enter: Array
    drift: Array
    linked: Bools

    def take(self, pick: Ints | Bools) -> _Boxes:
        """Some of them."""
        one = [getattr(self, k)[pick] for k in ("side", "row", "factor", "kind", "pair")]
        two = [getattr(self, k)[:, pick] for k in ("y", "vehicle", "strip")]
        last = [getattr(self, k)[pick] for k in ("leave", "enter", "drift", "linked")]
        return _Boxes(*one, *two, *last)

    def joined(self, other: _Boxes) -> _Boxes:
        """These and others."""
        columns = []
        for name in _Boxes.__slots__:
            axis = 1 if name in ("y", "vehicle", "strip") else 0
            columns.append(np.concatenate([getattr(self, name), getattr(other, name)], axis=axis))
        return _Boxes(*columns)

    def parabolas(self, *, aside: bool) -> tuple[Array, Array, Array]:
        """Ends and sags (b, t) of what bounds each lane on its interval.

        aside : whether its load may stand aside: then nowhere more than at the worse end
        """
        ends = self.vehicle + self.strip
        width = self.y[1] - self.y[0]
        sag = (np.maximum(self.leave - self.enter, 0.0) + self.drift * width) * width**2
        if not aside:
            return ends[0], ends[1], sag
        flat = self.vehicle + self.strip.max(axis=0)
        use = flat.max(axis=0) < interval_tops(ends[0], ends[1], sag)
        first, last = np.where(use, flat, ends)
        return first, last, np.where(use, 0.0, sag)


def refine(values: Values, chosen: Chosen, pick: Ints) -> Chosen:
    """Raise the chosen lanes of a block until no bound is left above them.

    pick : (r,) which of the searched rows the block holds
    """
    setup, part = values.setup, values.intervals
    if not len(part.axis) or not (part.width[part.axis] > 0).any():
        return chosen
    for number, case in enumerate(setup.arrangements):
        allowed = np.ones(chosen.value.shape, dtype=np.bool_)
        if case.rows is not None:
            allowed = case.rows[:, pick] > 0
        _Case(values, case, number, chosen, allowed).run()
    return chosen


class _Case:
    """One arrangement of the setup: the chosen lanes are raised in place."""

    def __init__(
        self, values: Values, case: Arrangement, number: int, chosen: Chosen, allowed: Bools
    ) -> None:
        self.values, self.case, self.number = values, case, number
        self.chosen, self.allowed = chosen, allowed
        self.aside = values.setup.strip_shift > 0

    def run(self) -> None:
        """Cut boxes until none has a bound above what is chosen."""
        boxes = self._start()
        for _ in range(ROUNDS):
            if boxes is None:
                return
            first, last, sag = boxes.parabolas(aside=self.aside)
            share = best_shares(first, last, sag, boxes.linked)
            promise = value_at(first, last, sag, share)
            bound = boxes.factor * promise.sum(axis=1)
            open_ones = self._open(boxes, bound)
            if not open_ones.any():
                return
            boxes, share, promise = boxes.take(open_ones), share[open_ones], promise[open_ones]
            boxes = self._cut(boxes, share, promise)
        assert boxes is not None
        self._give_up(boxes, np.ones(len(boxes.row), dtype=np.bool_))

    def _open(self, boxes: _Boxes, bound: Array) -> Bools:
        best = self.chosen.value[boxes.side, boxes.row]
        is_open: Bools = bound > best + EQUAL * np.abs(best) + 1e-300
        short = is_open & ((boxes.y[1] - boxes.y[0]).max(axis=1) < SHORT)
        self._give_up(boxes, short)
        return np.asarray(is_open & ~short)

    def _give_up(self, boxes: _Boxes, some: Bools) -> None:
        """Remember how much higher boxes that are not cut any more may be."""
        if not some.any():
            return
        left = boxes.take(some)
        ends = left.parabolas(aside=self.aside)
        bound = left.factor * value_at(*ends, best_shares(*ends, left.linked)).sum(axis=1)
        more = bound - self.chosen.value[left.side, left.row]
        np.maximum.at(self.chosen.beyond, (left.side, left.row), more)

    def _start(self) -> _Boxes | None:
        """Arrangements in the intervals of the trial offsets with a bound above the chosen."""
        values, part = self.values, self.values.intervals
        y, kinds = values.grid.y, values.kinds(self.case)
        low, high = part.low[part.axis], part.high[part.axis]
        width = part.width[part.axis]
        sag = (np.maximum(kinds.leave - kinds.enter, 0.0) + kinds.drift * width) * width**2
        ends = kinds.vehicle + kinds.strip
        top = interval_tops(ends[..., low], ends[..., high], sag)
        if values.setup.strip_shift:
            cap = np.maximum(kinds.vehicle[..., low], kinds.vehicle[..., high])
            cap = cap + np.maximum(kinds.strip[..., low], kinds.strip[..., high])
            top = np.minimum(top, cap)
        least = self.chosen.value + EQUAL * np.abs(self.chosen.value) + 1e-300
        least = np.where(self.allowed, least, np.inf)
        r = top.shape[2]
        found = arrangements_above(
            np.moveaxis(top, 0, 2).reshape(2 * r, len(top), -1), part.previous, values.setup.most,
            np.array(self.case.by_count), least.ravel(),
        )  # fmt: skip
        if not len(found.row):
            return None
        return self._boxes(found, r, kinds, y[low], y[high])

    def _boxes(
        self, found: Arrangements, r: int, kinds: Kinds, first: Array, last: Array
    ) -> _Boxes:
        part = self.values.intervals
        side, row = np.divmod(found.row, r)
        used = found.interval >= 0
        at = np.maximum(found.interval, 0)
        kind = np.where(used, found.kind, -1)
        pair = part.axis[at]
        key = kind, side[:, None], row[:, None]
        vehicle, strip = (
            np.stack([table[*key, k[pair]] * used for k in (part.low, part.high)])
            for table in (kinds.vehicle, kinds.strip)
        )
        leave, enter, drift = (
            rate[*key, at] * used for rate in (kinds.leave, kinds.enter, kinds.drift)
        )
        linked = np.zeros(used.shape, dtype=np.bool_)
        linked[:, 1:] = used[:, 1:] & (np.abs(part.touch[at[:, 1:]] - first[at[:, :-1]]) < 1e-7)
        way = self.values.grid.way[part.low[pair]]
        linked[:, 1:] &= way[:, 1:] == way[:, :-1]
        y = np.stack([first[at], last[at]]) * used
        return _Boxes(side, row, found.factor, kind, pair, y, vehicle, strip, leave, enter,
                      drift, linked)  # fmt: skip

    def _cut(self, boxes: _Boxes, share: Array, promise: Array) -> _Boxes:
        """Look where each box promises most; keep what is better there; cut it there."""
        values, part = self.values, self.values.intervals
        b, t = np.nonzero(boxes.kind >= 0)
        side, row, kind = boxes.side[b], boxes.row[b], boxes.kind[b, t]
        way = values.grid.way[part.low[boxes.pair[b, t]]]
        y = boxes.y[0] + share * (boxes.y[1] - boxes.y[0])
        seen = values.look(self.case, kind, side, row, y[b, t], way)
        shape = boxes.kind.shape
        vehicle, strip = np.zeros(shape), np.zeros(shape)
        vehicle[b, t], strip[b, t] = seen.vehicle, seen.strip
        self._keep(boxes, y, vehicle + strip, (b, t), seen)
        leave, enter = boxes.leave.copy(), boxes.enter.copy()
        known = np.isfinite(seen.leave)
        leave[b[known], t[known]] = seen.leave[known]
        enter[b[known], t[known]] = seen.enter[known]
        lack = promise - vehicle - strip
        lead = lack.argmax(axis=1)
        n = np.arange(len(lead))
        at = share[n, lead]
        group = np.cumsum(~boxes.linked, axis=1)
        mine = group == group[n, lead][:, None]
        looked = mine & (np.abs(share - at[:, None]) < 1e-12)
        # lanes that stand elsewhere in the group: what bounds them where it is cut
        cut = at[:, None] * np.ones(shape)
        chord = boxes.vehicle[0] + cut * (boxes.vehicle[1] - boxes.vehicle[0])
        first, last, sag = boxes.parabolas(aside=self.aside)
        vehicle = np.where(looked, vehicle, chord)
        strip = np.where(looked, strip, value_at(first, last, sag, cut) - chord)
        leave = np.where(looked, leave, boxes.leave)
        enter = np.where(looked, enter, boxes.enter)
        y = boxes.y[0] + cut * (boxes.y[1] - boxes.y[0])
        inside = (at > 1e-9) & (at < 1 - 1e-9)
        self._lower(boxes, looked & ~inside[:, None], cut > 0.5, vehicle, strip)
        result = boxes.take(~inside)
        size = mine.sum(axis=1)
        for left in range(int(size[inside].max(initial=-1)) + 1):
            some = np.flatnonzero(inside & (size >= left))
            if some.size:
                middle = (y[some], vehicle[some], strip[some], leave[some], enter[some])
                result = result.joined(_half(boxes.take(some), mine[some], left, middle))
        return result

    def _lower(
        self, boxes: _Boxes, where: Bools, is_last: Bools, vehicle: Array, strip: Array
    ) -> None:
        """Put the effects themselves where an end of an interval had a bound only."""
        for end, mine in ((0, where & ~is_last), (1, where & is_last)):
            np.copyto(boxes.vehicle[end], vehicle, where=mine)
            np.copyto(boxes.strip[end], strip, where=mine)

    def _keep(
        self, boxes: _Boxes, y: Array, gain: Array, used: tuple[Ints, Ints], seen: Seen
    ) -> None:
        """Choose the best of the looked at arrangements where it is better than the chosen one."""
        chosen = self.chosen
        total = boxes.factor * gain.sum(axis=1)
        order = np.argsort(total, kind="stable")
        better = order[total[order] > chosen.value[boxes.side[order], boxes.row[order]]]
        key = boxes.side[better] * chosen.value.shape[1] + boxes.row[better]
        last = len(key) - 1 - np.unique(key[::-1], return_index=True)[1]  # the highest of a row
        best = better[last]
        side, row = boxes.side[best], boxes.row[best]
        chosen.value[side, row], chosen.case[side, row] = total[best], self.number
        shape, t = boxes.kind.shape, boxes.kind.shape[1]
        groups = seen.station.shape[1]
        train, vehicle_y = np.full(shape, -1), np.zeros(shape)
        strips, station = np.zeros(shape), np.zeros((*shape, groups))
        train[used], vehicle_y[used], station[used] = seen.train, seen.vehicle_y, seen.station
        strips[used] = seen.strip_y
        for table, values, fill in (
            (chosen.axis, np.where(boxes.kind >= 0, y, np.nan), np.nan),
            (chosen.kind, boxes.kind, -1), (chosen.train, train, -1),
            (chosen.vehicle_y, vehicle_y, 0.0), (chosen.strip_y, strips, 0.0),
        ):  # fmt: skip
            table[side, row] = fill
            table[side, row, :t] = values[best]
        chosen.station[side, row, :t, :groups] = station[best]


def _half(
    boxes: _Boxes, mine: Bools, left: int, middle: tuple[Array, Array, Array, Array, Array]
) -> _Boxes:
    """The first `left` lanes of the group before the cut, the others of it behind it."""
    y, vehicle, strip, leave, enter = middle
    count = np.cumsum(mine, axis=1)
    before, behind = mine & (count <= left), mine & (count > left)
    for table, value in ((boxes.y, y), (boxes.vehicle, vehicle), (boxes.strip, strip)):
        np.copyto(table[1], value, where=before)
        np.copyto(table[0], value, where=behind)
    np.copyto(boxes.leave, leave, where=before)
    np.copyto(boxes.enter, enter, where=behind)
    boxes.linked &= ~(mine & (count == left + 1))
    return boxes
