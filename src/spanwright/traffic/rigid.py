"""Rigid groups of axles: bounds of their effect over short intervals, and its exact local tops.

Tables are (c, n): stations down, one column a response and offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.cubic import hermite, hermite_first, hermite_second, hermite_third
from spanwright.traffic.field import Mesh, train_operator
from spanwright.traffic.sheet import Columns, Singles

SINGLE = 4e-6  # of the coefficients of a cell times the load: what single precision may miss
HOP = 1e-11  # m: how far inside the end of a piece a place stays, as the surface may jump there


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places of a group: in which column, where its first axle stands [m], what it does."""

    column: Ints
    station: Array
    value: Array

    def take(self, pick: Ints | Bools) -> Points:
        """Some of them."""
        return Points(self.column[pick], self.station[pick], self.value[pick])


def roughness(mesh: Mesh, flat: Singles, step: float, begin: int = 0) -> Singles:
    """What bounds how far a surface leaves its chord over any `step` of the bridge: (e + 2, n).

    flat (4 e, n) Hermite coefficients of the cells from `begin` on.  Times force and step^2 / 8 it
    is never less than an axle in the cell (the first and last are off the deck) lies above the
    straight line between its effects at the ends of an interval of that length around it: the
    curvature of the cells that the interval can reach, and for each of their ends the jump and the
    kink there.  What single precision may miss is in it.  Next to ends of the cells that are no
    ends of the deck it is more.
    """
    count = len(flat) // 4
    h = np.diff(mesh.x[begin : begin + count + 1]).astype(np.float32)[:, None]
    start, low, end, high = (flat.reshape(len(h), 4, -1)[:, k] for k in range(4))
    n = flat.shape[1]
    rise = 6 * (end - start)
    bend = np.maximum(np.abs(rise - 4 * low - 2 * high), np.abs(rise - 2 * low - 4 * high))
    bend /= h * h
    size = np.abs(flat.reshape(len(h), 4, -1)).max(axis=1)
    size *= np.float32(SINGLE * 8 / step**2)
    bend += size
    jump, kink = np.empty((len(h) + 1, n), np.float32), np.empty((len(h) + 1, n), np.float32)
    low, high = low / h, high / h
    for table, first, last in ((jump, start, end), (kink, low, high)):
        table[0], table[-1] = np.abs(first[0]), np.abs(last[-1])
        np.abs(first[1:] - last[:-1], out=table[1:-1])
    kink *= np.float32(2 / step)
    jump *= np.float32(8 / step**2)
    jump += kink
    return within_reach(mesh, step, bend, jump)


def within_reach(mesh: Mesh, step: float, bend: Singles, sharp: Singles) -> Singles:
    """Largest bend of the cells, plus what is sharp at the cell ends, within a step: (e + 2, n).

    bend (e, n), sharp (e + 1, n); of an interval of that length whose middle is in each cell (the
    first and last are off the deck).
    """
    widest = np.pad(bend, [(1, 1), (0, 0)])
    curved, every = widest.copy(), np.zeros_like(widest)
    reach = reach_of(mesh, step)
    for k in range(1, reach + 1):
        np.maximum(widest[k:], curved[:-k], out=widest[k:])
        np.maximum(widest[:-k], curved[k:], out=widest[:-k])
    for k in range(reach):  # a cell's own ends and those that an interval can pass beside it
        every[: len(every) - 1 - k] += sharp[k:]
        every[1 + k :] += sharp[: len(sharp) - k]
    widest += every
    return widest


def reach_of(mesh: Mesh, step: float) -> int:
    """Most cell ends within half a step of bridge."""
    x = mesh.x
    return int((np.searchsorted(x, x + 0.5 * step + 1e-9, side="right") - np.arange(len(x))).max())


class Rigid:
    """Axles at fixed distances that move together.

    offsets, forces : (a,) from the first axle [m], loads [N]
    trial : (c,) even stations of the first axle, from before the deck to beyond it
    """

    def __init__(self, mesh: Mesh, offsets: Array, forces: Array, step: float) -> None:
        self.mesh, self.offsets, self.forces, self.step = mesh, offsets, forces, step
        first = mesh.x[0] - float(offsets[-1]) - step
        count = int(np.ceil((mesh.x[-1] + step - first) / step)) + 1
        self.trial = first + step * np.arange(count)
        self.operator = train_operator(mesh, self.trial, offsets, forces).astype(np.float32)
        self.operator.eliminate_zeros()

    def intervals(self, start: float, end: float) -> tuple[int, int]:
        """First and last interval (the one behind it) with an axle between two stations."""
        first = np.floor((start - self.offsets[-1] - self.trial[0]) / self.step) - 1
        last = np.ceil((end - self.trial[0]) / self.step) + 1
        count = len(self.trial) - 1
        return int(np.clip(first, 0, count)), int(np.clip(last, 0, count))

    def effect(self, flat: Singles, begin: int, first: int, last: int) -> Singles:
        """Effect at the ends of the intervals first .. last - 1: (last - first + 1, n).

        flat (4 w, n) coefficients of the cells from `begin` on
        """
        return _rows_times(self.operator, first, last + 1, flat, 4 * begin)

    def room(self, rough: Singles, begin: int, first: int, last: int) -> Singles:
        """How much higher the effect may be inside each interval than on its chord: (.., n)."""
        return _rows_times(self._share, first, last, rough, begin)

    @cached_property
    def _share(self) -> csr_array:
        """What the axles in each interval take of the roughness of the cells: (c - 1, e + 2)."""
        middle = self.trial[:-1, None] + 0.5 * self.step + self.offsets
        cell = np.searchsorted(self.mesh.x, middle, side="right")
        row = np.broadcast_to(np.arange(len(middle))[:, None], cell.shape)
        force = np.broadcast_to(1.0001 * self.step**2 / 8 * self.forces, cell.shape)
        entries = (force.ravel().astype(np.float32), (row.ravel(), cell.ravel()))
        return csr_array(entries, shape=(len(middle), len(self.mesh.x) + 1))

    @cached_property
    def _pieces(self) -> tuple[Ints, Array, Array, Ints, Array]:
        """Stretches of the first axle in which no axle passes the end of a cell.

        first (c,) of each interval, middle, half length (p,), cell (p, a), and (p, 4, 4 a): value
        and three derivatives in the middle of the piece from the coefficients of the cells
        """
        x, trial = self.mesh.x, self.trial
        ends = np.unique(np.concatenate([trial, (x[:, None] - self.offsets).ravel()]))
        ends = ends[(ends >= trial[0]) & (ends <= trial[-1])]
        keep = np.diff(ends) > 4 * HOP
        low, high = ends[:-1][keep], ends[1:][keep]
        middle, half = 0.5 * (low + high), 0.5 * (high - low) - HOP
        first = np.searchsorted(middle, trial)
        cell, weight = derivative_weights(x, middle, self.offsets, self.forces)
        return first, middle, half, cell, weight.reshape(len(low), 4, -1)

    def points(self, columns: Columns, interval: Ints, column: Ints, sign: int) -> Pieces:
        """The exact pieces in some intervals; interval, column (m,), sign -1 turns lows up."""
        first, middle, half, cell, weight = self._pieces
        start = first[interval]
        count = first[interval + 1] - start
        piece = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
        column = np.repeat(column, count)
        data = columns.under_axles(column, cell.take(piece, axis=0))
        data = data.reshape(len(piece), weight.shape[2])
        cubic = np.einsum("mkd,md->km", weight.take(piece, axis=0), sign * data)
        return Pieces.of(column, middle[piece], half[piece], cubic)


def derivative_weights(
    x: Array, station: Array, offsets: Array, forces: Array
) -> tuple[Ints, Array]:
    """Cells (p, a) under axles, and what their effect and three derivatives take of these.

    x (e + 1,) ends of cells, station (p,) of the first axle, inside a cell with every axle
    returns cells and weights (p, 4, a, 4) of their coefficients
    """
    at = station[:, None] + offsets
    cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    h = np.diff(x)[cell]
    xi = (at - x[cell]) / h
    kinds = (hermite, hermite_first, hermite_second, hermite_third)
    weight = np.stack([f(xi) / h[..., None] ** k for k, f in enumerate(kinds)], axis=1)
    weight *= (forces * ((at > x[0]) & (at < x[-1])))[:, None, :, None]
    return cell, weight


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Exact pieces of a group, sorted by column and station.

    column (p,);  half (p,) length, turn (p,) of the turning point from the middle [m]
    slope, bend, third : (p,) derivatives in the middle
    station, value : (3, p) first end, turning point (an end where there is none between), last end
    """

    column: Ints
    half: Array
    turn: Array
    slope: Array
    bend: Array
    third: Array
    station: Array
    value: Array

    @classmethod
    def of(cls, column: Ints, middle: Array, half: Array, cubic: Array) -> Pieces:
        """Pieces with this middle (p,); cubic (4, p): value and three derivatives there."""
        value, slope, bend, third = cubic
        with np.errstate(all="ignore"):
            turn = -2 * slope / (bend - np.sqrt(bend * bend - 2 * slope * third))
        turn = np.fmax(np.fmin(turn, half), -half)
        shift = np.stack([-half, turn, half])
        values = third / 6 * shift
        values += bend / 2
        values *= shift
        values += slope
        values *= shift
        values += value
        shift += middle
        return cls(column, half, turn, slope, bend, third, shift, values)

    def highest(self, equal: Array) -> Points:
        """The highest place of each column that has a piece.

        equal : (n,) by how much a place may be lower and still count as equal; the first counts
        """
        piece = highest_of(self.column, self.value.max(axis=0), equal)
        value = self.value[:, piece]
        place = (value >= value.max(axis=0) - equal[self.column[piece]]).argmax(axis=0)
        return Points(self.column[piece], self.station[place, piece], self.value[place, piece])

    def tops(self) -> Points:
        """All local tops, in the order of the pieces."""
        rise = self.slope + 0.5 * self.third * self.half * self.half
        more = self.bend * self.half  # the slopes at the ends are rise -+ more
        first, last, between = rise <= more, rise >= -more, np.abs(self.turn) < self.half
        top = np.stack([first, between | ~(first | last), last])
        piece, place = np.nonzero(top.T)
        return Points(self.column[piece], self.station[place, piece], self.value[place, piece])


def highest_of(column: Ints, value: Array, equal: Array) -> Ints:
    """Index of the highest value of each column, the first that is not lower by `equal` (n,).

    The columns are sorted.
    """
    if not len(column):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    least = np.maximum.reduceat(value, starts) - equal[column[starts]]
    high = np.flatnonzero(value >= np.repeat(least, np.diff(starts, append=len(value))))
    return high[np.searchsorted(high, starts)]


def _rows_times(matrix: csr_array, first: int, last: int, table: Singles, begin: int) -> Singles:
    """Product of some rows of a matrix with a table that holds its rows from `begin` on."""
    low, high = matrix.indptr[first], matrix.indptr[last]
    part = csr_array(
        (
            matrix.data[low:high],
            matrix.indices[low:high] - begin,
            matrix.indptr[first : last + 1] - low,
        ),
        shape=(last - first, len(table)),
    )
    return np.asarray(part @ table)
