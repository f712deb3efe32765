"""Bounds of what the lane of a special vehicle takes, over short intervals of its station.

They are found where wheels meet loading lines.  Between two of those offsets axles and tandem are
convex in the offset and what the clear length takes off sags at most by the rates at its edges, so
the chord of the bounds, raised by that sag, bounds every offset between.

Shapes: r rows, b turning offsets, n = r b columns, e elements, c intervals of the station.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.cubic import TO_BERNSTEIN, hermite_integral
from spanwright.traffic.field import axle_weights, line_weights, train_operator
from spanwright.traffic.grid import panels
from spanwright.traffic.special_lane import SpecialLane


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Axles at fixed distances: their effect at the trial stations and how far it may rise between.

    effect (c + 1, 4 e);  bend (c, e), sharp (c, e + 1) what the axles take in each interval of the
    curvature of the elements and of the jumps at their ends
    """

    effect: csr_array
    bend: csr_array
    sharp: csr_array

    @classmethod
    def of(cls, lane: SpecialLane, trial: Array, offsets: Array, forces: Array) -> _Group:
        x, step = lane.x, float(trial[1] - trial[0])
        bend, sharp = _zeros(trial, x, 0), _zeros(trial, x, 1)
        for offset, force in zip(offsets, forces, strict=True):
            cells, nodes = _met(x, trial + offset)
            bend = bend + force * step**2 / 8 * cells
            sharp = sharp + force * nodes
        return cls(train_operator(lane.mesh, trial, offsets, forces), bend, sharp)


def _zeros(trial: Array, x: Array, more: int) -> csr_array:
    return csr_array((len(trial) - 1, len(x) - 1 + more))


def _met(x: Array, at: Array) -> tuple[csr_array, csr_array]:
    """Which elements (c, e) and ends of elements (c, e + 1) a point meets in each interval."""
    first = np.searchsorted(x, at[:-1] - 1e-9, side="left")
    last = np.searchsorted(x, at[1:] + 1e-9, side="right")
    c, e = len(at) - 1, len(x) - 1
    nodes = [np.arange(a, b) for a, b in zip(first, last, strict=True)]
    cells = [np.arange(max(a - 1, 0), min(b, e)) for a, b in zip(first, last, strict=True)]
    tables = []
    for found, wide in ((cells, e), (nodes, e + 1)):
        row = np.repeat(np.arange(c), [len(f) for f in found])
        column = np.concatenate(found)
        tables.append(csr_array((np.ones(len(row)), (row, column)), shape=(c, wide)))
    return tables[0], tables[1]


def _integrals(x: Array, at: Array) -> csr_array:
    """Integral of a line from each station to the next: (c, 4 e)."""
    h, e = np.diff(x), len(x) - 1
    ends = np.unique(np.concatenate([at, x]))
    ends = ends[(ends >= max(x[0], at[0])) & (ends <= min(x[-1], at[-1]))]
    low, high = ends[:-1], ends[1:]
    middle = 0.5 * (low + high)
    cell = np.clip(np.searchsorted(x, middle) - 1, 0, e - 1)
    row = np.searchsorted(at, middle) - 1
    share = hermite_integral((high - x[cell]) / h[cell])
    share = (share - hermite_integral((low - x[cell]) / h[cell])) * h[cell][:, None]
    index = 4 * cell[:, None] + np.arange(4)
    row = np.broadcast_to(row[:, None], share.shape)
    shape = (len(at) - 1, 4 * e)
    return csr_array((share.ravel(), (row.ravel(), index.ravel())), shape=shape)


class LaneBounds:
    """Trial stations of the vehicle and the operators on them; prepared once.

    turn : (b,) offsets of the vehicle's axis at which bounds are found
    """

    def __init__(self, lane: SpecialLane, turn: Array) -> None:
        self.lane, self.turn = lane, turn
        x, y = lane.x, lane.surfaces.y
        self.step = float(np.clip(0.5 * np.median(np.diff(x)), 0.1, 1.5))
        first = x[0] - lane.train.length
        count = int(np.ceil((x[-1] - first) / self.step - 1e-9))
        # the vehicle has an axle on the bridge; steps are even, so the last one ends off it
        self.trial = first + self.step * np.arange(count + 1)
        self.low, self.high = self.trial[:-1], np.minimum(self.trial[1:], x[-1])
        train, tandem = lane.train, lane.tandem
        self.heavy = _Group.of(lane, self.trial, train.offset, train.force)
        self.light = [
            _Group.of(lane, self.trial + at, tandem.offset, tandem.force)
            for at in (lane.last, lane.rear)
        ]
        self.window = [
            (_integrals(x, self.trial + at), *_met(x, self.trial + at))
            for at in (lane.rear, lane.front)
        ]
        self.start = _integrals(x, self.trial[0] + np.array([lane.front, lane.rear]))
        self.across = [axle_weights(y, turn, train.wheels)]
        self.bands: list[Array] = []
        for beside in lane.beside:
            axis = turn + beside.shift
            self.across.append(axle_weights(y, axis, tandem.wheels))
            edges = np.stack([axis - beside.width / 2, axis + beside.width / 2], axis=1)
            lines = np.broadcast_to(y, (len(turn), len(y)))
            lines = np.clip(lines, edges[:, :1], edges[:, 1:])
            at, weight = panels(np.sort(np.concatenate([edges, lines], axis=1), axis=1))
            self.bands.append(np.einsum("bq,bql->bl", weight, line_weights(y, at)))

    @property
    def size(self) -> int:
        """Numbers per response in the tables of bounds."""
        return 4 * len(self.turn) * len(self.trial)

    def table(self, cells: Array, light: Sequence[Array]) -> Array:
        """Bounds (2, r, b, c) of the effect, the lane load of the whole length left out.

        cells (r, l, e, 4) of the elements;  light : for each lane beside the most (2, r, b) that a
        tandem anywhere along it does
        """
        lane, (r, lines, e, _) = self.lane, cells.shape
        flat = cells.reshape(r, lines, 4 * e)
        under = [np.matmul(w, flat).reshape(-1, 4 * e) for w in self.across]
        effect, room = self._moving(self.heavy, under[0])
        total = np.stack([self._higher(effect), self._higher(-effect)]) + room
        plain = np.stack([effect, -effect])
        added = np.zeros_like(total)
        off, slack = np.zeros((2, *effect.shape)), np.zeros_like(room)
        for k, beside in enumerate(lane.beside):
            if beside.tandem:
                most = light[k].reshape(2, 1, -1)
                added += beside.tandem * np.minimum(self._tandem(under[1 + k]), most)
            if beside.load and not lane.surfaces.curvature.size:
                band = np.matmul(self.bands[k], flat).reshape(-1, 4 * e)
                taken, more = self._taken(band)
                off += beside.load * np.stack([taken, -taken])
                slack += beside.load * more
        # the window takes at least what stands in it altogether, and never less than nothing
        without = np.stack([self._higher(p - w) for p, w in zip(plain, off, strict=True)])
        without += room + slack
        bound = np.minimum(total, without) + added
        return np.ascontiguousarray(np.moveaxis(bound, 1, 2)).reshape(2, r, len(self.turn), -1)

    @staticmethod
    def _higher(table: Array) -> Array:
        return np.maximum(table[:-1], table[1:])

    def _moving(self, group: _Group, under: Array) -> tuple[Array, Array]:
        """Effect (c + 1, n) of axles and how much higher it may be in each interval (c, n)."""
        start, low, end, high = under.reshape(len(under), -1, 4).transpose(2, 1, 0)
        h = np.diff(self.lane.x)[:, None]
        rise = 6 * (end - start)
        bend = np.maximum(np.abs(rise - 4 * low - 2 * high), np.abs(rise - 2 * low - 4 * high))
        sharp = _steps(start, end) + self.step / 4 * _steps(low / h, high / h)
        return (
            group.effect @ np.ascontiguousarray(under.T),
            group.bend @ (bend / h**2) + group.sharp @ sharp,
        )

    def _tandem(self, under: Array) -> Array:
        """Bound (2, c, n) of the tandem before or behind the clear length."""
        parts = []
        for way, group in enumerate(self.light):
            effect, room = self._moving(group, under)
            top = np.maximum(np.stack([self._higher(effect), self._higher(-effect)]) + room, 0.0)
            if way == 0:
                parts.append(np.maximum.accumulate(top, axis=1))
            else:
                parts.append(np.maximum.accumulate(top[:, ::-1], axis=1)[:, ::-1])
        return np.maximum(parts[0], parts[1])

    def _taken(self, band: Array) -> tuple[Array, Array]:
        """What the whole load in the window does (c + 1, n), and how much less in an interval."""
        cells = band.reshape(len(band), -1, 4)
        flat = np.ascontiguousarray(band.T)
        h = np.diff(self.lane.x)[:, None]
        slope = np.abs(np.diff(cells @ TO_BERNSTEIN.T, axis=-1)).max(axis=-1).T * 3 / h
        sharp = self.step / 4 * _steps(cells[..., 0].T, cells[..., 2].T)
        rise, slack = [], np.zeros(())
        for sums, met, nodes in self.window:
            rise.append(sums @ flat)
            slack = slack + self.step**2 / 8 * (met @ slope) + nodes @ sharp
        taken = np.concatenate([self.start @ flat, rise[0] - rise[1]])
        return np.cumsum(taken, axis=0), slack


def _steps(first: Array, last: Array) -> Array:
    """Jumps (e + 1, n) at the ends of elements of what is `first`, `last` (e, n) in them."""
    jump = np.empty((len(first) + 1, first.shape[1]))
    jump[0], jump[-1] = np.abs(first[0]), np.abs(last[-1])
    np.abs(first[1:] - last[:-1], out=jump[1:-1])
    return jump


def window_sag(lane: SpecialLane, cells: Array, turn: Array) -> Array:
    """How fast the rate may fall with which the lane's load, the window taken off, changes across.

    For each lane beside the load the window takes bends at most by the rates at its edges, and
    these at most by all that rises or falls across: (2, r, b - 1) for offsets between two turns
    """
    surfaces = lane.surfaces
    result = np.zeros((2, len(cells), max(len(turn) - 1, 0)))
    if len(surfaces.y) == 1:
        return result
    control = cells @ TO_BERNSTEIN.T
    rise = np.diff(control, axis=1) / np.diff(surfaces.y)[:, None, None]
    h = np.diff(surfaces.x)
    path, most = h, np.zeros((2, len(cells), rise.shape[1]))
    if surfaces.curvature.size:
        bend = np.abs(surfaces.curvature)
        path = h * (1.0 + bend * np.abs(surfaces.y).max())
        most = most + (np.maximum(np.abs(control[:, 1:]), np.abs(control[:, :-1])).mean(axis=-1)
                       @ (h * bend))  # fmt: skip
    rates = []
    for sign in (1.0, -1.0):
        might = (
            np.maximum(control[:, 1:], control[:, :-1])
            if sign > 0
            else -np.minimum(control[:, 1:], control[:, :-1])
        )
        might = (might.max(axis=-1) > 0) * path
        rates.append([
            (np.maximum(s * sign * rise, 0.0).mean(axis=-1) * might).sum(axis=-1)
            for s in (1.0, -1.0)
        ])  # fmt: skip
    table = np.array(rates) + most[:, None]  # (2 signs, rising / falling, r, gaps)
    for k, (low, high) in enumerate(itertools.pairwise(turn)):
        for beside in lane.beside:
            for edge, way in ((beside.width / 2, 0), (-beside.width / 2, 1)):
                ends = np.array([low, high]) + beside.shift + edge + np.array([1e-9, -1e-9])
                gap = np.searchsorted(surfaces.y[1:-1], ends, side="right")
                worst = table[:, way, :, gap[0] : gap[1] + 1].max(axis=-1)
                result[:, :, k] += beside.load * worst
    return result


def chord(turn: Array, y: Array) -> tuple[Ints, Ints, Array]:
    """Turns beside offsets y (m,) and the share of the upper one."""
    low = np.clip(np.searchsorted(turn, y + 1e-10, side="right") - 1, 0, max(len(turn) - 2, 0))
    high = np.minimum(low + 1, len(turn) - 1)
    width = np.where(high > low, turn[high] - turn[low], 1.0)
    return low, high, np.clip((y - turn[low]) / width, 0.0, 1.0)
