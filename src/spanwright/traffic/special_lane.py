"""The lane of a special vehicle: its effect with the vehicle at a station, and where it is worst.

Along the bridge the effect is smooth between stations where an axle, the tandem at the clear length
or an end of the clear length meets a jump of the surface.  Between two such stations it lies above
the higher of the effects at the ends of an interval of length s by at most s^2/8 times its largest
concave curvature; the tandem may stand anywhere off the clear length, see docs/load-models.md.
Intervals whose bound is above what was found are halved until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces, stretch
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import axle_weights, mesh_of, rough_stations
from spanwright.traffic.rigid import HOP
from spanwright.traffic.running import Pieces, Running
from spanwright.traffic.strips import lever
from spanwright.traffic.trains import Train
from spanwright.traffic.windows import Windows

EQUAL = 2e-10  # of the effect: closer than that nothing is looked for
NOTHING = 1e-13  # of the largest coefficient times the load: effects closer than that are equal
SHORT = 1e-8  # m: intervals are not cut any shorter
ROUNDS = 40
CUTS = 4  # parts into which an interval is cut


@dataclass(frozen=True, slots=True)
class Beside:
    """Ordinary traffic of a lane that the vehicle takes: off its clear length only.

    shift : of the lane axis from that of the vehicle [m];  tandem : factor on the tandem's loads
    load  : on the lane, rest of the carriageway in [N/m2];  width : of the lane [m]
    """

    shift: float
    tandem: float
    load: float
    width: float


class SpecialLane:
    """A special vehicle with what drives before and behind it; prepared once.

    tandem : its axles, forces with what is common to all lanes;  beside : the lanes it takes
    """

    def __init__(
        self, surfaces: Surfaces, train: Train, tandem: Train, beside: Sequence[Beside],
        clear: float,
    ) -> None:  # fmt: skip
        self.surfaces, self.train, self.tandem = surfaces, train, tandem
        self.beside, self.clear = tuple(beside), clear
        self.x = surfaces.x
        self.mesh = mesh_of(surfaces, 0)
        self.pieces = Pieces(self.x, tandem.offset, tandem.force)
        self.front = -clear  # ends of the free length from the vehicle's first axle
        self.rear = train.length + clear
        self.last = -clear - tandem.length  # first axle of a tandem before and behind it
        ends = np.array([self.front, self.rear])
        light = (ends[:, None] + [[-tandem.length], [0.0]] + tandem.offset).ravel()
        self.moving = np.concatenate([train.offset, ends, light])


class Columns:
    """Responses (n,) with the lane's axis at some offset: their effect at any station.

    cells (r, l, e, 4) of the block of rows, side and row (n,), y (n,) axis of the vehicle
    lines : for each lane beside, offsets and weights (n, m) of the lines that carry its load
    """

    def __init__(
        self, lane: SpecialLane, cells: Array, rows: Ints, side: Ints, row: Ints, y: Array,
        lines: Sequence[tuple[Array, Array]],
    ) -> None:  # fmt: skip
        self.lane, surfaces = lane, lane.surfaces
        sign = np.where(side == 0, 1.0, -1.0)
        offsets = [axle_weights(surfaces.y, y, lane.train.wheels)]
        offsets += [axle_weights(surfaces.y, y + b.shift, lane.tandem.wheels) for b in lane.beside]
        r, lines_of, e, _ = cells.shape
        own = cells.reshape(r, lines_of, 4 * e)[row]
        under = np.matmul(np.stack(offsets, axis=1) * sign[:, None, None], own)
        under = under.reshape(len(row), len(offsets), e, 4)
        self.heavy = under[:, 0]
        self.size = np.abs(self.heavy).max(axis=(1, 2)) * float(lane.train.force.sum())
        self.running = [Running(lane.pieces, under[:, k]) for k in range(1, len(offsets))]
        self.windows = [self._window(cells, row, sign, at, weight) for at, weight in lines]
        self.bend = self._bends(self.heavy)
        self.light = [self._bends(under[:, 1 + k]) for k in range(len(lane.beside))]
        rough = rough_stations(surfaces, rows[row])
        self.breaks = (rough[..., None] - lane.moving).reshape(
            len(row), rough.shape[1] * len(lane.moving)
        )

    def _window(self, cells: Array, row: Ints, sign: Array, at: Array, weight: Array) -> Windows:
        """Lines at offsets with weights (n, m) of some rows (n,)."""
        surfaces = self.lane.surfaces
        column, slot = np.nonzero(weight)
        y = at[column, slot]
        low, share = lever(surfaces.y, y)
        share = share * sign[column, None]
        own = cells[row[column], low] * share[:, 0, None, None]
        if len(surfaces.y) > 1:
            own += cells[row[column], low + 1] * share[:, 1, None, None]
        load = np.repeat(weight[column, slot][:, None], own.shape[1], axis=1)
        if surfaces.curvature.size:
            load *= stretch(surfaces.curvature, y)
        return Windows(surfaces.x, own, load, column, len(row))

    def _bends(self, cells: Array) -> Array:
        """Largest concave curvature of each element, nothing off the deck: (n, e + 2)."""
        start, low, end, high = np.moveaxis(cells, -1, 0)
        rise = 6 * (end - start)
        bend = np.maximum(4 * low + 2 * high - rise, rise - 2 * low - 4 * high)
        return np.pad(np.maximum(bend, 0.0) / np.diff(self.lane.x) ** 2, [(0, 0), (1, 1)])

    def effect(self, column: Ints, station: Array) -> Array:
        """Effect with the vehicle's first axle at a station, turned to adverse, window taken off.

        The lane load of the whole length is not in it.
        """
        lane = self.lane
        total = self._axles(column, station)
        for beside, running, window in zip(lane.beside, self.running, self.windows, strict=True):
            if beside.tandem:
                light = np.maximum(
                    running.before(column, station + lane.last),
                    running.behind(column, station + lane.rear),
                )
                total += beside.tandem * light
            if beside.load:
                taken = window.upto(column, station + lane.rear)
                taken -= window.upto(column, station + lane.front)
                total -= beside.load * taken
        return total

    def _axles(self, column: Ints, station: Array) -> Array:
        x = self.lane.x
        at = station[:, None] + self.lane.train.offset
        cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        value = np.einsum(
            "kac,kac->ka", hermite((at - x[cell]) / np.diff(x)[cell]),
            self.heavy[column[:, None], cell],
        )  # fmt: skip
        value *= (at >= x[0]) & (at <= x[-1])
        return np.asarray(value @ self.lane.train.force)

    def curvature(self, column: Ints, low: Array, high: Array) -> Array:
        """Bound of how fast the slope may fall along intervals without a break in them: (k,)."""
        lane = self.lane
        train, tandem = lane.train, lane.tandem
        total = self._met(self.bend, column, low, high, train.offset) @ train.force
        for k, beside in enumerate(lane.beside):
            if beside.tandem:
                most = [
                    self._met(self.light[k], column, low, high, at + tandem.offset) @ tandem.force
                    for at in (lane.last, lane.rear)
                ]
                total += beside.tandem * np.maximum(*most)
            if beside.load:
                window = self.windows[k]
                total += beside.load * (
                    self._met(window.growth, column, low, high, np.array([lane.rear]))[:, 0]
                    + self._met(window.fall, column, low, high, np.array([lane.front]))[:, 0]
                )
        return np.asarray(total)

    def _met(self, table: Array, column: Ints, low: Array, high: Array, offset: Array) -> Array:
        """Largest value (k, a) of the elements that points at these offsets pass."""
        x = self.lane.x
        first = np.searchsorted(x, low[:, None] + offset + HOP / 2, side="right")
        last = np.searchsorted(x, high[:, None] + offset - HOP / 2, side="right")
        key = column[:, None]
        most = table[key, first]
        for k in range(1, int((last - first).max(initial=0)) + 1):
            most = np.maximum(most, table[key, np.minimum(first + k, last)])
        return most

    def intervals(self, column: Ints, low: Array, high: Array) -> tuple[Ints, Array, Array]:
        """Intervals (k,) cut at the breaks in them, just beside these."""
        at = self.breaks[column]
        inside = (at > low[:, None] - HOP) & (at < high[:, None] + HOP)
        cuts = np.concatenate([at - HOP, at + HOP], axis=1)
        cuts = np.where(np.tile(inside, 2), cuts, low[:, None])
        used = np.concatenate([inside, inside], axis=1).any(axis=0)
        cuts = np.clip(cuts[:, used], low[:, None], high[:, None])
        ends = np.sort(np.concatenate([low[:, None], cuts, high[:, None]], axis=1), axis=1)
        k, place = np.nonzero(np.diff(ends, axis=1) > 4 * HOP)
        return column[k], ends[k, place], ends[k, place + 1]

    def best(self, column: Ints, low: Array, high: Array, value: Array, station: Array) -> Array:
        """Raise values and stations (n,) in place by the best in intervals (k,); what is left (n,).

        value, station : an effect found before and where
        """
        beyond = np.zeros(len(value))
        column, low, high = self.intervals(column, low, high)
        ends = self._ends(column, low, high)
        for at, found in zip((low, high), ends, strict=True):
            self._raise(value, station, column, at, found)
        bend = self.curvature(column, low, high)
        for _ in range(ROUNDS):
            bound = np.maximum(*ends) + bend * (high - low) ** 2 / 8
            limit = value + EQUAL * np.abs(value) + NOTHING * self.size
            is_open = bound > limit[column]
            short = is_open & (high - low < SHORT)
            np.maximum.at(beyond, column[short], (bound - value[column])[short])
            pick = np.flatnonzero(is_open & ~short)
            if not pick.size:
                return beyond
            column, bend = column[pick], bend[pick]
            low, high = low[pick], high[pick]
            part = (high - low) / CUTS
            inner = [low + k * part for k in range(1, CUTS)]
            found = self.effect(np.tile(column, CUTS - 1), np.concatenate(inner))
            self._raise(value, station, np.tile(column, CUTS - 1), np.concatenate(inner), found)
            between = np.split(found, CUTS - 1)
            first, last = (e[pick] for e in ends)
            ends = [np.concatenate([first, *between]), np.concatenate([*between, last])]
            low, high = np.concatenate([low, *inner]), np.concatenate([*inner, high])
            column, bend = np.tile(column, CUTS), np.tile(bend, CUTS)
        np.maximum.at(beyond, column, np.inf)
        return beyond

    def _ends(self, column: Ints, low: Array, high: Array) -> list[Array]:
        """Effects at both ends of intervals (k,); what two neighbours share is found once."""
        joined = np.append((column[1:] == column[:-1]) & (low[1:] == high[:-1]), False)
        alone = np.flatnonzero(~joined)
        both = self.effect(
            np.concatenate([column, column[alone]]), np.concatenate([low, high[alone]])
        )
        first = both[: len(low)]
        last = np.append(first[1:], 0.0)
        last[alone] = both[len(low) :]
        return [first, last]

    @staticmethod
    def _raise(value: Array, station: Array, column: Ints, at: Array, found: Array) -> None:
        """Keep the highest of what was found (k,) where it is above the values (n,)."""
        order = np.argsort(found, kind="stable")
        order = order[found[order] > value[column[order]]]
        value[column[order]], station[column[order]] = found[order], at[order]

    def outside(self, station: Array) -> Array:
        """What the loads of the lanes beside do off the window with the vehicle at a station."""
        lane, column = self.lane, np.arange(len(station))
        total = np.zeros(len(station))
        for beside, window in zip(lane.beside, self.windows, strict=True):
            free = window.upto(column, station + lane.rear)
            free -= window.upto(column, station + lane.front)
            total += beside.load * (window.upto_end[:, -1] - free)
        return total

    def tandems(self, station: Array) -> list[Array]:
        """First axle of the tandem of each lane beside with the vehicle at a station (n,)."""
        lane, column = self.lane, np.arange(len(station))
        return [r.place(column, station + lane.last, station + lane.rear) for r in self.running]
