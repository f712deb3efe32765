"""Adverse lane loads of a lane as a function of where its axis stands, exactly and with bounds.

What a line at offset y takes is A(y), the adverse area along it.  Between two loading lines the
surface is linear in y wherever one looks, so A is convex; a band of width w takes the integral of A
across it, whose slope is the difference of A at its edges.  A and its rate are found exactly at
all edges and at points between; between those A is a cubic, exact where no element changes sign.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.gores import Gores
from spanwright.traffic.grid import Grid
from spanwright.traffic.lane_setup import LaneSetup

FILL = 0.3  # m: A is looked at so often across the carriageway
_TWIN = 1e-7  # m: nodes closer than that are one


def adverse_areas(
    gores: Gores, side: Ints, row: Ints, y: Array, gap: Ints, *, with_rate: bool = True
) -> tuple[Array, Array]:
    """A and its rate across (m,): of what raises (side 0) or lowers (side 1) each row at y."""
    area, rate = gores.areas(row, y, gap, with_rate=with_rate)
    low = np.flatnonzero(side == 1)
    if low.size:
        all_area, all_rate = gores.totals(row[low], y[low], gap[low])
        area[low] = np.maximum(area[low] - all_area, 0.0)
        rate[low] -= all_rate
    return area, rate


class LaneAreas:
    """Where the bands of a lane load begin and end for each trial axis; prepared once.

    edge  : (2, b, g) left and right end of each band, as index in `node`
    fixed : (2, b, g) whether that end stays at the kerb while the axis moves on
    """

    def __init__(self, setup: LaneSetup, grid: Grid, lines: Array) -> None:
        self.grid = grid
        bands = setup.profile or ((0.0, 0.0, 0.0),)
        self.load = np.array([load for _, _, load in bands])
        self.is_line = np.array([width == 0 for _, width, _ in bands])
        ends = np.stack(
            [[grid.y + offset + side * width / 2 for offset, width, _ in bands] for side in (-1, 1)]
        )
        if setup.rest:  # the whole carriageway is loaded, and nothing beyond it
            start, end = (np.array([getattr(w, k) for w in setup.ways])[grid.way]
                          for k in ("start", "end"))  # fmt: skip
            ends = np.clip(ends, start, end)
        self.node = _nodes(ends.ravel(), lines)
        self.edge = np.clip(np.searchsorted(self.node, ends - _TWIN), 0, len(self.node) - 1)
        onward = np.append(np.diff(ends, axis=2), np.ones((2, len(bands), 1)), axis=2)
        self.fixed: Bools = np.abs(onward) < _TWIN
        inner = lines[1:-1]
        middle = 0.5 * (self.node[1:] + self.node[:-1])
        self.gap = np.searchsorted(inner, middle, side="right")  # of each interval of nodes
        n = len(self.node)
        # one column a node and gore: a node on a line has two, where the rate differs
        left = np.append(self.gap[:1], self.gap)
        right = np.append(self.gap, self.gap[-1:])
        twice = np.flatnonzero(left != right)
        self.column_node = np.concatenate([np.arange(n), twice])
        self.column_gap = np.concatenate([left, right[twice]])
        self.before = np.arange(n)  # column of each node with the gore before it
        self.behind = np.arange(n)
        self.behind[twice] = n + np.arange(len(twice))

    def table(self, gores: Gores) -> AreaTable:
        """A of the rows of the gores at all nodes, for both sides."""
        r, c = len(gores.full[0]), len(self.column_node)
        row = np.repeat(np.arange(r), c)
        y = np.tile(self.node[self.column_node], r)
        gap = np.tile(self.column_gap, r)
        area, rate = gores.table(self.node[self.column_node], self.column_gap)
        total, total_rate = (t.reshape(r, c) for t in gores.totals(row, y, gap))
        areas = np.stack([area, np.maximum(area - total, 0.0)])
        rates = np.stack([rate, rate - total_rate])
        width = np.diff(self.node)
        first, last = self.behind[:-1], self.before[1:]
        part = 0.5 * width * (areas[..., first] + areas[..., last])
        part -= width**2 / 12 * (rates[..., last] - rates[..., first])
        upto = np.zeros((2, r, len(self.node)))
        np.cumsum(part, axis=2, out=upto[..., 1:])
        return AreaTable(self, gores, areas, rates, upto)


@dataclass(frozen=True, slots=True, eq=False)
class AreaTable:
    """A of a block of rows, both sides: (2, r, c) in the columns, its integral up to each node."""

    of: LaneAreas
    gores: Gores
    area: Array
    rate: Array
    upto: Array

    def strips(self) -> Array:
        """Lane load of a lane at each trial axis: (2, r, g)."""
        of = self.of
        total = np.zeros((*self.area.shape[:2], len(of.grid.y)))
        for load, is_line, left, right in zip(of.load, of.is_line, *of.edge, strict=True):
            if is_line:
                total += load * self.area[..., of.before[left]]
            else:
                total += load * (self.upto[..., right] - self.upto[..., left])
        return total

    def sag(self, low: Ints, high: Ints) -> tuple[Array, Array, Array]:
        """Rates (2, r, i) whose difference bounds how much the lane load sags between trial axes.

        low, high : (i,) neighbouring trial axes
        returns leave, enter and drift: between them the second derivative of the lane load is
        never below -max(0, leave - enter) - drift times the distance, since A is convex: what
        leaves behind the left edges grows at most at `leave`, what enters at least at `enter`
        """
        of = self.of
        shape = (*self.area.shape[:2], len(low))
        leave, enter, drift = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for b in range(len(of.load)):
            left, right = of.edge[0, b], of.edge[1, b]
            bend = self._bend(left[low], right[low])
            if of.is_line[b]:
                enter -= of.load[b] * bend
                continue
            drift += of.load[b] * bend
            leave += of.load[b] * np.where(
                of.fixed[0, b, low], 0.0, self.rate[..., of.before[left[high]]]
            )
            enter += of.load[b] * np.where(
                of.fixed[1, b, low], 0.0, self.rate[..., of.behind[right[low]]]
            )
        return leave, enter, drift

    def _bend(self, left: Ints, right: Ints) -> Array:
        """On a curved axis A is not quite convex: what its second derivative may lack (r, i)."""
        of = self.of
        if not self.gores.curvature.size:
            return np.zeros((1, len(left)))
        slack = self.gores.bend()
        last = len(of.gap) - 1
        return np.asarray(
            slack[:, of.gap[np.minimum(left, last)]] + slack[:, of.gap[np.minimum(right, last)]]
        )

    def unevenness(self) -> Array:
        """Growth of the rate of A from node to node over all of A: (2, r, nodes - 1) [1/m2]."""
        of, total = self.of, self.upto[..., -1:]
        turn = np.abs(self.rate[..., of.before[1:]] - self.rate[..., of.behind[:-1]])
        return np.asarray(np.where(total > 0, turn / np.maximum(total, 1e-300), 0.0))

    def at(self, side: Ints, row: Ints, y: Array, low: Ints) -> tuple[Array, Array, Array]:
        """Lane load of lanes at any axis y (m,) beyond the trial axis `low`, leave and enter."""
        of, bands, m = self.of, len(self.of.load), len(y)
        node = of.edge[..., low]
        moved = np.where(of.fixed[..., low], 0.0, y - of.grid.y[low])  # (2, b, m)
        gap = of.gap[np.minimum(node, len(of.gap) - 1)]
        every = (2 * bands, m)
        whole = adverse_areas(
            self.gores, np.broadcast_to(side, every).ravel(), np.broadcast_to(row, every).ravel(),
            (of.node[node] + moved).ravel(), gap.ravel(),
        )  # fmt: skip
        areas, slopes = (t.reshape(2, bands, m) for t in whole)
        total, rates = np.zeros(m), np.zeros((2, m))
        for k, b in itertools.product((0, 1), range(bands)):
            load, area, rate = of.load[b], areas[k, b], slopes[k, b]
            if of.is_line[b]:
                total += 0.5 * load * area
                if self.gores.curvature.size:
                    rates[1] -= load * self.gores.bend()[row, gap[k, b]]
                continue
            first, step = of.behind[node[k, b]], moved[k, b]
            before, slope = self.area[side, row, first], self.rate[side, row, first]
            part = 0.5 * step * (before + area) - step**2 / 12 * (rate - slope)
            total += (-1.0, 1.0)[k] * load * (self.upto[side, row, node[k, b]] + part)
            rates[k] += load * np.where(of.fixed[k, b, low], 0.0, rate)
        return total, rates[0], rates[1]


def _nodes(ends: Array, lines: Array) -> Array:
    """Sorted offsets: the ends of bands, the lines among them, and points between, FILL apart."""
    y = np.unique(np.round(np.concatenate([ends, lines[1:-1]]), 9))
    y = y[(y >= ends.min() - _TWIN) & (y <= ends.max() + _TWIN)]
    y = y[np.append(True, np.diff(y) > _TWIN)]
    if len(y) == 1:
        y = np.append(y, y + FILL)
    count = np.maximum(1, np.ceil(np.diff(y) / FILL - 1e-9)).astype(np.int64)
    which = np.repeat(np.arange(len(count)), count)
    order = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    return np.append(y[which] + order * (np.diff(y) / count)[which], y[-1])
