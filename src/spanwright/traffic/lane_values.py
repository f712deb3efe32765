"""What a lane adds when its axis stands anywhere: vehicle and lane load, exactly and with bounds.

At the trial offsets both are known from tables.  Between neighbouring ones the effect of a vehicle
is convex in the offset, and how much the lane load may sag is bounded by the areas at its edges.
Shapes: r rows, g trial offsets, p pairs of neighbours, i those that may hold a lane axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.boxes import best_shares, interval_tops, value_at
from spanwright.traffic.grid import Grid
from spanwright.traffic.lane_areas import AreaTable
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.scan import Scan, TrainScanner

EQUAL = 1e-9  # of the effect of the lanes: closer than that nothing is looked for
ROUNDS = 40
SHORT = 1e-7  # m: intervals are not cut any shorter


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Bounds of what a lane of each kind adds: (k, 2, r, g) with its axis at each trial offset.

    leave, enter, drift : (k, 2, r, i) rates that bound the sag between two (`AreaTable.sag`)
    """

    vehicle: Array
    strip: Array
    leave: Array
    enter: Array
    drift: Array


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Lanes looked at (m,): effects of vehicle and lane load, and rates at the lane's edges.

    train, vehicle_y, station (m, groups) : of its vehicle, train -1 without one;  strip_y : of its
    lane load;  leave, enter : nan where those of the interval hold on
    """

    vehicle: Array
    strip: Array
    leave: Array
    enter: Array
    train: Ints
    vehicle_y: Array
    station: Array
    strip_y: Array


class Intervals:
    """Neighbouring trial offsets of a carriageway, and which of them a lane axis may stand in.

    low, high : (p,) trial offsets, the same one where a carriageway has only one
    axis : (i,) which of the pairs hold lane axes;  previous : (i,) how many of these may hold the
    lane before;  near : (i, p) pairs in reach of what may stand aside of the axis
    """

    def __init__(self, grid: Grid, spacing: Array, shift: float) -> None:
        g = np.arange(len(grid.y))
        follows = np.append(grid.way[1:] == grid.way[:-1], False)
        alone = np.bincount(grid.way)[grid.way] == 1
        single = grid.axis & (np.bincount(grid.way, grid.axis)[grid.way] == 1) & ~alone
        self.low = np.concatenate([g[follows], g[alone | single]])
        self.high = np.concatenate([g[follows] + 1, g[alone | single]])
        order = np.lexsort((self.high, self.low))
        self.low, self.high = self.low[order], self.high[order]
        self.axis = np.flatnonzero(grid.axis[self.low] & grid.axis[self.high])
        first, last = grid.y[self.low], grid.y[self.high]
        start, way = first[self.axis], grid.way[self.low[self.axis]]
        wide = spacing[way]
        before = way[:, None] > way
        before |= (way[:, None] == way) & (start <= (start - wide)[:, None] + 1e-8)
        self.previous = before.sum(axis=1)
        self.touch = start - wide  # where the interval of a lane that touches from the right begins
        self.width = last - first
        own = grid.way[self.low]
        self._edges = [first[own == k] for k in range(int(grid.way.max()) + 1)]
        self._begin = np.searchsorted(own, np.arange(int(grid.way.max()) + 1))
        self.near = (own[self.axis][:, None] == own) & (
            (last > first[self.axis][:, None] - shift + 1e-8)
            & (first < last[self.axis][:, None] + shift - 1e-8)
        )

    def at(self, y: Array, way: Ints) -> Ints:
        """Pair that holds each offset (m,) of a carriageway, the nearest where none does."""
        pair = np.zeros(len(y), dtype=np.int64)
        for k, edges in enumerate(self._edges):
            mine = way == k
            place = np.searchsorted(edges, y[mine] + 1e-10, side="right") - 1
            pair[mine] = self._begin[k] + np.clip(place, 0, len(edges) - 1)
        return pair


class LaneValues:
    """What vehicles and lane loads of a block do, at the trial offsets and anywhere between.

    gain : per train the scan;  strip, strip_y : (2, r, g) lane load of a lane and where it stands
    """

    def __init__(
        self, setup: LaneSetup, grid: Grid, scanners: list[TrainScanner], scans: list[Scan],
        table: AreaTable | None, intervals: Intervals, count: int,
    ) -> None:  # fmt: skip
        self.setup, self.grid, self.intervals = setup, grid, intervals
        self.scanners, self.scans, self.table = scanners, scans, table
        low, high = intervals.low, intervals.high
        y = grid.y
        if table is None:
            self.raw = np.zeros((2, count, len(y)))
            self.rates = (np.zeros((2, count, len(low))),) * 3
        else:
            self.raw = table.strips()
            self.rates = table.sag(low, high)
        leave, enter, drift = self.rates
        self.sag = np.maximum(leave - enter, 0.0) + drift * intervals.width
        self.tops = self._tops()
        self.strip, self.strip_y = self._strips()

    def _tops(self) -> tuple[Ints, Ints, Array, Array]:
        """Highest lane loads between trial offsets: side, row, offset, value (m,).

        Only needed where the load may stand beside the axis of its lane.
        """
        none = np.zeros(0, dtype=np.int64)
        if self.setup.strip_shift == 0.0 or self.table is None:
            return none, none, np.zeros(0), np.zeros(0)
        low, high, width = self.intervals.low, self.intervals.high, self.intervals.width
        first, last = self.raw[..., low], self.raw[..., high]
        best = np.maximum(first, last)
        found = np.full(best.shape, np.nan)
        key: tuple[Ints, ...] = np.nonzero(
            interval_tops(first, last, self.sag * width**2) > best * (1 + 0.01 * EQUAL)
        )
        ends = low[key[2]], high[key[2]]
        piece = [self.grid.y[ends[0]], self.grid.y[ends[1]], first[key], last[key],
                 self.rates[0][key], self.rates[1][key]]  # fmt: skip
        drift = self.rates[2]
        for _ in range(ROUNDS):
            y0, y1, v0, v1, leave, enter = piece
            slack = np.broadcast_to(drift, best.shape)[key]
            sag = (np.maximum(leave - enter, 0.0) + slack * (y1 - y0)) * (y1 - y0) ** 2
            more = interval_tops(v0, v1, sag) > best[key] * (1 + 0.01 * EQUAL)
            more &= y1 - y0 > SHORT
            if not more.any():
                break
            key = tuple(k[more] for k in key)
            y0, y1, v0, v1, leave, enter, sag = (p[more] for p in (*piece, sag))
            none_linked = np.zeros((len(y0), 1), dtype=np.bool_)
            share = best_shares(v0[:, None], v1[:, None], sag[:, None], none_linked)[:, 0]
            y = y0 + np.clip(share, 0.05, 0.95) * (y1 - y0)
            value, leaves, enters = self.table.at(key[0], key[1], y, low[key[2]])
            np.maximum.at(best, key, value)
            mine = value >= best[key]
            found[tuple(k[mine] for k in key)] = y[mine]
            piece = [np.concatenate(p) for p in (
                (y0, y), (y, y1), (v0, value), (value, v1), (leaves, leave), (enter, enters)
            )]  # fmt: skip
            key = tuple(np.tile(k, 2) for k in key)
        side, row, pair = np.nonzero(np.isfinite(found))
        return side, row, found[side, row, pair], best[side, row, pair]

    def _strips(self) -> tuple[Array, Array]:
        """Lane load at each trial axis, at the worst trial offset or top within reach of it."""
        grid, shift = self.grid, self.setup.strip_shift
        value, at = spread(self.raw, grid, shift)
        value, y = value.copy(), grid.y[at]
        order = np.argsort(self.tops[3], kind="stable")  # the highest is put down last
        side, row, offset, top = (t[order] for t in self.tops)
        for k in range(len(grid.y) if order.size else 0):
            higher = (np.abs(offset - grid.y[k]) <= shift + 1e-9) & (top > value[side, row, k])
            value[side[higher], row[higher], k] = top[higher]
            y[side[higher], row[higher], k] = offset[higher]
        return value, y

    def vehicle_gain(self, case: Arrangement) -> tuple[Array, Ints]:
        """Worst vehicle of a case at each trial offset: (2, r, g), and which train, -1 none."""
        best = np.zeros(self.raw.shape)
        which = np.full(best.shape, -1, dtype=np.int64)
        for k, factor in self._trains(case):
            gain = factor * self.scans[k].gain
            better = gain > best
            best = np.where(better, gain, best)
            which[better] = k
        return best, which

    def bounds(self, case: Arrangement) -> tuple[Array, Array]:
        """Bounds (2, r, g) of vehicle and lane load with the axis at each trial offset."""
        vehicle, setup = self.vehicle_gain(case)[0], self.setup
        strip = np.zeros_like(self.sag)
        ends = [self._aside(vehicle, strip, setup.vehicle_shift)]
        strip = self.sag * self.intervals.width**2
        ends.append(self._aside(self.raw, strip, setup.strip_shift))
        return (
            np.maximum(spread(vehicle, self.grid, setup.vehicle_shift)[0], ends[0]),
            np.maximum(self.strip, ends[1]),
        )

    def kinds(self, case: Arrangement) -> Kinds:
        """Bounds of lanes of each kind, their factors in."""
        part, setup = self.intervals, self.setup
        vehicle, strip = self.bounds(case)
        leave, enter, drift = (r[..., part.axis] for r in self.rates)
        if setup.strip_shift:  # the sag of what may stand aside is that of the worst within reach
            leave = np.stack([np.where(n, self.sag, 0.0).max(axis=2) for n in part.near], axis=2)
            enter, drift = np.zeros_like(leave), np.zeros_like(leave)
        drift = np.broadcast_to(drift, leave.shape)
        of_vehicle, of_strip = (
            np.array(f)[:, None, None, None] for f in (case.vehicle, case.strip)
        )
        rates = (of_strip * rate for rate in (leave, enter, drift))
        return Kinds(of_vehicle * vehicle, of_strip * strip, *rates)

    def look(
        self, case: Arrangement, kind: Ints, side: Ints, row: Ints, y: Array, way: Ints
    ) -> Seen:
        """What lanes of these kinds add with their axes at y (m,), their factors in."""
        of_vehicle, of_strip = np.array(case.vehicle)[kind], np.array(case.strip)[kind]
        load, strip_y, leave, enter = self.lane_load(side, row, y, way)
        effect, train, vehicle_y, station = self.vehicle(case, side, row, y, way, of_vehicle > 0)
        return Seen(of_vehicle * effect, of_strip * load, of_strip * leave, of_strip * enter,
                    train, vehicle_y, station, strip_y)  # fmt: skip

    def _aside(self, value: Array, sag: Array, shift: float) -> Array:
        """Bound of what stands exactly `shift` to either side of each trial offset."""
        grid, part = self.grid, self.intervals
        best = value
        for turn in (-shift, shift) if shift else ():
            y = grid.y + turn
            pair = part.at(y, grid.way)
            low, high = part.low[pair], part.high[pair]
            share = np.where(high > low, (y - grid.y[low]) / np.maximum(part.width[pair], 1e-9), 0)
            is_there = (share > -1e-6) & (share < 1 + 1e-6)
            beside = value_at(value[..., low], value[..., high], sag[..., pair], share)
            best = np.maximum(best, np.where(is_there, beside, -np.inf))
        return best

    def lane_load(self, side: Ints, row: Ints, y: Array, way: Ints) -> tuple[Array, ...]:
        """Lane load of a lane with its axis at y (m,), where it stands, leave and enter there."""
        if self.table is None:
            return np.zeros(len(y)), y, np.zeros(len(y)), np.zeros(len(y))
        grid, part, shift = self.grid, self.intervals, self.setup.strip_shift
        if shift == 0.0:
            value, leave, enter = self.table.at(side, row, y, part.low[part.at(y, way)])
            return value, y, leave, enter
        near = (np.abs(grid.y - y[:, None]) <= shift + 1e-9) & (grid.way == way[:, None])
        some = np.where(near, self.raw[side, row], -np.inf)
        at = some.argmax(axis=1)
        best, where = some[np.arange(len(y)), at], grid.y[at]
        s, r, offset, top = self.tops
        if len(s):
            same = (s == side[:, None]) & (r == row[:, None])
            same &= np.abs(offset - y[:, None]) <= shift + 1e-9
            some = np.where(same, top, -np.inf)
            at = some.argmax(axis=1)
            higher = some[np.arange(len(y)), at] > best
            best = np.where(higher, some[np.arange(len(y)), at], best)
            where = np.where(higher, offset[at], where)
        for turn in (-shift, shift):
            value = self.table.at(side, row, y + turn, part.low[part.at(y + turn, way)])[0]
            where = np.where(value > best, y + turn, where)
            best = np.maximum(best, value)
        return best, where, np.full(len(y), np.nan), np.full(len(y), np.nan)

    def vehicle(
        self, case: Arrangement, side: Ints, row: Ints, y: Array, way: Ints, has: Bools
    ) -> tuple[Array, Ints, Array, Array]:
        """Worst vehicle of a lane with its axis at y (m,), where there is one (m,).

        returns effect, train, the vehicle's own axis, station (m, groups)
        """
        shift, m = self.setup.vehicle_shift, len(y)
        groups = max([s.station.shape[-1] for s in self.scans], default=1)
        best = [np.zeros(m), np.full(m, -1), y.copy(), np.zeros((m, groups))]
        trains = self._trains(case)
        if not (trains and has.any()):
            return best[0], best[1], best[2], best[3]
        if not has.all():
            some = self.vehicle(case, side[has], row[has], y[has], way[has], has[has])
            for table, value in zip(best, some, strict=True):
                table[has] = value
            return best[0], best[1], best[2], best[3]
        if shift:
            self._within(trains, side, row, y, way, best)
        for offset in (y - shift, y + shift) if shift else (y,):
            pair = self.intervals.at(offset, way)
            bound = np.stack([f * self.scans[k].between(
                side, row, self.intervals.low[pair], self.intervals.high[pair], offset, self.grid.y
            ) for k, f in trains])  # fmt: skip
            first = bound.argmax(axis=0)
            for turn in (0, 1):  # the one that promises most, then those that may still be worse
                for index, (k, factor) in enumerate(trains):
                    look = bound[index] > best[0]
                    look &= (first == index) == (turn == 0)
                    self._try(k, factor, side, row, offset, np.flatnonzero(look), best)
        return best[0], best[1], best[2], best[3]

    def _within(
        self, trains: list[tuple[int, float]], side: Ints, row: Ints, y: Array, way: Ints,
        best: list[Any],
    ) -> None:  # fmt: skip
        """Raise the best by trial offsets within reach of the axis, exactly."""
        grid = self.grid
        near = np.abs(grid.y - y[:, None]) <= self.setup.vehicle_shift + 1e-9
        near &= grid.way == way[:, None]
        todo = np.arange(len(y))
        while todo.size and trains:
            s, r = side[todo], row[todo]
            gain = np.stack([f * self.scans[k].gain[s, r] for k, f in trains], axis=1)
            gain = np.where(near[todo][:, None], gain, -np.inf).reshape(len(todo), -1)
            top = gain.argmax(axis=1)
            value, (train, at) = gain[np.arange(len(todo)), top], np.divmod(top, len(grid.y))
            still = np.zeros(len(todo), dtype=np.bool_)
            for index, (k, _) in enumerate(trains):
                mine = (train == index) & (value > 0)
                fresh = mine & ~self.scans[k].known[s, r, at]
                if fresh.any():
                    places = np.unique(np.stack([s[fresh], r[fresh], at[fresh]], axis=1), axis=0)
                    self.scanners[k].settle(self.scans[k], *places.T)
                still |= fresh
                done = np.flatnonzero(mine & ~fresh)
                who = todo[done]
                best[0][who], best[1][who], best[2][who] = value[done], k, grid.y[at[done]]
                station = self.scans[k].station[s[done], r[done], at[done]]
                best[3][who, : station.shape[1]] = station
            todo = todo[still]

    def _try(
        self, k: int, factor: float, side: Ints, row: Ints, y: Array, some: Ints, best: list[Any]
    ) -> None:
        """Raise the best of some by a train with its axis at y, found exactly."""
        if not some.size:
            return
        value, station = self.scanners[k].place(self.scans[k], side[some], row[some], y[some])
        higher = factor * value > best[0][some]
        who = some[higher]
        best[0][who], best[1][who], best[2][who] = factor * value[higher], k, y[who]
        best[3][who, : station.shape[1]] = station[higher]

    def _trains(self, case: Arrangement) -> list[tuple[int, float]]:
        """Scanner and factor of each train of a case."""
        return [
            (next(i for i, s in enumerate(self.scanners) if s.train is train), factor)
            for train, factor in case.trains
        ]


def spread(value: Array, grid: Grid, shift: float) -> tuple[Array, Ints]:
    """Largest value within `shift` of each offset and the index where it stands."""
    where = np.broadcast_to(np.arange(len(grid.y)), value.shape)
    if shift == 0.0:
        return value, where
    best, at = value.copy(), where.copy()
    for step in range(1, len(grid.y)):
        close = np.abs(grid.y[step:] - grid.y[:-step]) <= shift + 1e-8
        close &= grid.way[step:] == grid.way[:-step]
        if not close.any():
            break
        low, high = np.s_[..., :-step], np.s_[..., step:]
        for here, there in ((low, high), (high, low)):
            better = value[there] > best[here]
            better &= close
            np.copyto(best[here], value[there], where=better)
            np.copyto(at[here], where[there], where=better)
    return best, at
