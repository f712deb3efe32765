"""What the lane of a special vehicle adds beside the lanes of ordinary traffic, with its axis
anywhere: bounds at the trial offsets, and the effect itself where it is asked for."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.lane_loads import Unevenness, bands
from spanwright.traffic.lane_setup import Arrangement
from spanwright.traffic.lane_values import Kinds, LaneValues, Seen
from spanwright.traffic.rigid import HOP
from spanwright.traffic.special_bounds import LaneBounds, chord, window_sag
from spanwright.traffic.special_lane import Columns

COLUMNS = 200_000  # elements of lines looked at together


class SpecialValues:
    """Lanes of a block of rows: kind 0 is that of the special vehicle.

    bound : (2, r, g) of the vehicle and the tandem beside it, less what its window takes
    known : (2, r, g) whether it is the effect itself;  station : (2, r, g) of the first axle there
    left  : (2, r) what could not be proven of an effect
    """

    def __init__(self, ordinary: LaneValues, bounds: LaneBounds, cells: Array, rows: Ints) -> None:
        self.ordinary, self.bounds, self.cells, self.rows = ordinary, bounds, cells, rows
        self.setup, self.grid, self.intervals = ordinary.setup, ordinary.grid, ordinary.intervals
        self.table = bounds.table(cells, [self._light(b.shift) for b in bounds.lane.beside])
        self.sag = window_sag(bounds.lane, cells, bounds.turn)
        turn = bounds.turn
        low, high, share = chord(turn, self.grid.y)
        top = self.table.max(axis=-1)
        self.bound = top[..., low] * (1 - share) + top[..., high] * share
        self.bound += _bulge(self._rates(self.grid.y), turn[high] - turn[low], share)
        self.before, self.after = (
            np.searchsorted(self.grid.y, turn[k] - 1e-7) for k in (low, high)
        )
        self.known: Bools = np.zeros(self.bound.shape, dtype=np.bool_)
        self.station, self.left = np.full(self.bound.shape, np.nan), np.zeros(self.bound.shape[:2])

    def _light(self, shift: float) -> Array:
        """Most (2, r, b) that a tandem with its axis beside the turns may do."""
        gain, y = self.ordinary.scans[0].gain, self.grid.y
        low, high, share = chord(y, self.bounds.turn + shift)
        return np.asarray(gain[..., low] * (1 - share) + gain[..., high] * share)

    def _rates(self, y: Array) -> Array:
        """How much the slope across may fall per metre in the turns around offsets y: (2, r, m)."""
        if len(self.bounds.turn) == 1:
            return np.zeros((*self.sag.shape[:2], len(y)))
        return np.asarray(self.sag[..., self._between(y)])

    def _between(self, y: Array) -> Ints:
        """Which pair of turns is around each offset."""
        return np.minimum(chord(self.bounds.turn, y)[0], len(self.bounds.turn) - 2)

    def _rate(self, side: Ints, row: Ints, y: Array) -> Array:
        """As `_rates` for some rows (m,)."""
        if len(self.bounds.turn) == 1:
            return np.zeros(len(y))
        return np.asarray(self.sag[side, row, self._between(y)])

    def kinds(self, case: Arrangement) -> Kinds:
        """Bounds of lanes of each kind, their factors in."""
        kinds = self.ordinary.kinds(case)
        kinds.vehicle[0] = self.bound
        part = self.intervals
        kinds.leave[0] += self._rates(self.grid.y[part.low[part.axis]])
        return kinds

    def look(
        self, case: Arrangement, kind: Ints, side: Ints, row: Ints, y: Array, way: Ints
    ) -> Seen:
        """What lanes of these kinds add with their axes at y (m,), their factors in."""
        load, strip_y, leave, enter = self.ordinary.lane_load(side, row, y, way)
        of_strip = np.array(case.strip)[kind]
        vehicle, train = np.zeros(len(y)), np.full(len(y), -1)
        station = np.zeros((len(y), 1))
        others, own = np.flatnonzero(kind > 0), np.flatnonzero(kind == 0)
        if others.size:
            of_vehicle = np.array(case.vehicle)[kind[others]]
            effect, train[others], _, station[others] = self.ordinary.vehicle(
                case, side[others], row[others], y[others], way[others], of_vehicle > 0
            )
            vehicle[others] = of_vehicle * effect
        leave, enter = of_strip * leave, of_strip * enter
        if own.size:
            key = side[own], row[own], y[own]
            vehicle[own], station[own, 0] = self.solve(*key)
            leave[own] += self._rate(*key)
        return Seen(vehicle, of_strip * load, leave, enter, train, y, station, strip_y)

    def settle(self, side: Ints, row: Ints, offset: Ints) -> None:
        """Find the effects themselves at some trial offsets (m,); they lower the bounds beside."""
        side, row, offset = self._turns(side, row, offset)
        value, station = self.solve(side, row, self.grid.y[offset])
        key = side, row, offset
        self.bound[key], self.station[key], self.known[key] = value, station, True
        lines = np.unique(side * len(self.rows) + row)
        self._lower(*np.divmod(lines, len(self.rows)))

    def _turns(self, side: Ints, row: Ints, offset: Ints) -> tuple[Ints, Ints, Ints]:
        """In place of offsets between turns that are not known, these: their chord may do."""
        at = np.stack([self.before[offset], self.after[offset]])
        fresh = ~self.known[side, row, at]
        own = ~fresh.any(axis=0)
        keys = [
            np.stack([k[None].repeat(2, axis=0)[fresh] for k in (side, row)] + [at[fresh]]),
            np.stack([side[own], row[own], offset[own]]),
        ]
        side, row, offset = np.unique(np.concatenate(keys, axis=1), axis=1)
        return side, row, offset

    def _lower(self, side: Ints, row: Ints) -> None:
        """Bring bounds down to the chords between known offsets, raised by what may sag."""
        y, way = self.grid.y, self.grid.way
        known, bound = self.known[side, row], self.bound[side, row]
        count = np.arange(len(y))
        before = np.maximum.accumulate(np.where(known, count, 0), axis=1)
        after = np.where(known, count, len(y) - 1)[:, ::-1]
        after = np.minimum.accumulate(after, axis=1)[:, ::-1]
        # the effect is convex but for the sag between neighbouring turns only
        low = chord(self.bounds.turn, y)[0]
        turn = self.bounds.turn
        n = np.arange(len(known))[:, None]
        width = y[after] - y[before]
        share = np.where(width > 0, (y - y[before]) / np.where(width > 0, width, 1.0), 0.0)
        value = bound[n, before] * (1 - share) + bound[n, after] * share
        within = ~known & known[n, before] & known[n, after] & (way[before] == way[after])
        edge = turn[np.minimum(low + 1, len(turn) - 1)]
        within &= (y[before] >= turn[low] - 1e-9) & (y[after] <= edge + 1e-9)
        value += _bulge(self._rates(y)[side, row], width, share)
        self.bound[side, row] = np.where(within, np.minimum(bound, value), bound)

    def columns(self, side: Ints, row: Ints, y: Array) -> Columns:
        """Lanes of the special vehicle with their axes at y (m,)."""
        lines = [self._lines(side, row, y, k) for k in range(len(self.bounds.lane.beside))]
        return Columns(self.bounds.lane, self.cells, self.rows, side, row, y, lines)

    def _lines(self, side: Ints, row: Ints, y: Array, k: int) -> tuple[Array, Array]:
        """Lines that carry the load of a lane that the vehicle takes: offsets, weights (m, s)."""
        table = self.ordinary.table
        if table is None:
            return np.zeros((len(y), 0)), np.zeros((len(y), 0))
        uneven = Unevenness(table.of.node, table.unevenness()[side, row])
        axis = (y + self.bounds.lane.beside[k].shift)[:, None]
        return bands(self.bounds.lane.surfaces, self.setup, axis, np.ones(axis.shape), uneven)

    def standing(
        self, side: Ints, row: Ints, y: Array, station: Array
    ) -> tuple[Array, list[Array], Array]:
        """Lanes of the special vehicle as it stands: first axle (m, b) of the tandem beside it,
        lines and loads (m, s) off its clear length, and what these do (m,)."""
        lines = [self._lines(side, row, y, k) for k in range(len(self.bounds.lane.beside))]
        columns = Columns(self.bounds.lane, self.cells, self.rows, side, row, y, lines)
        loads = [b.load * w for b, (_, w) in zip(self.bounds.lane.beside, lines, strict=True)]
        every = [np.concatenate([at for at, _ in lines], axis=1), np.concatenate(loads, axis=1)]
        return np.stack(columns.tandems(station), axis=1), every, columns.outside(station)

    def solve(self, side: Ints, row: Ints, y: Array) -> tuple[Array, Array]:
        """Effect (m,) of the lane with its axis at y (m,), and where the vehicle stands."""
        value, station = np.zeros(len(y)), np.zeros(len(y))
        size = max(1, COLUMNS // (6 * self.cells.shape[2]))
        for start in range(0, len(y), size):
            some = slice(start, start + size)
            value[some], station[some] = self._solve(side[some], row[some], y[some])
        return value, station

    def _solve(self, side: Ints, row: Ints, y: Array) -> tuple[Array, Array]:
        bounds, n = self.bounds, np.arange(len(y))
        columns = self.columns(side, row, y)
        low, high, share = chord(bounds.turn, y)
        top = self.table[side, row, low] * (1 - share)[:, None]
        top += self.table[side, row, high] * share[:, None]
        width = bounds.turn[high] - bounds.turn[low]
        top += _bulge(self._rate(side, row, y), width, share)[:, None]
        at = top.argmax(axis=1)
        value, station = columns.effect(n, bounds.low[at] + HOP), bounds.low[at] + HOP
        column, interval = np.nonzero(top > value[:, None])
        left = columns.best(column, bounds.low[interval], bounds.high[interval], value, station)
        np.maximum.at(self.left, (side, row), left)
        return value, station


def _bulge(rate: Array, width: Array, share: Array) -> Array:
    """How much higher than its chord a function may be whose slope falls at most at this rate."""
    return np.asarray(0.5 * rate * width**2 * share * (1 - share))
