"""A lane load with a window left free in it: what the window takes, for wherever it begins.

The load is carried by lines along the bridge, each loaded where that is adverse.  Up to a station
they take the integrals of the positive parts of their cubics, in closed form between roots.
Shapes: n columns (a response, a sign and a place of the lane), m lines of all, e elements.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.cubic import TO_BERNSTEIN, positive_area, positive_parts


class Windows:
    """Lines of n columns: their adverse integrals up to any station.

    x (e + 1,) ends of the elements;  cells (m, e, 4), adverse positive;  load (m, e) per metre of
    station, positive;  column (m,) of each line, not decreasing
    """

    def __init__(self, x: Array, cells: Array, load: Array, column: Ints, count: int) -> None:
        self.x, self.h, self.load = x, np.diff(x), load
        self.each = np.bincount(column, minlength=count)
        self.start = np.cumsum(self.each) - self.each
        # the four values apart: what is done with them runs along the elements
        self.control = np.ascontiguousarray(np.moveaxis(cells @ TO_BERNSTEIN.T, -1, 0))
        lowest, highest = _span(self.control)
        area = np.where(lowest >= 0, _sum(self.control), 0.0)
        mixed = np.flatnonzero((lowest < 0) & (highest > 0))
        if mixed.size:
            some = np.take(self.control.reshape(4, -1), mixed, axis=1)
            area.reshape(-1)[mixed] = positive_area(some)[0]
        whole = self._added(area * load) * self.h
        self.upto_end = np.concatenate([np.zeros((count, 1)), np.cumsum(whole, axis=1)], axis=1)
        # how fast what stands under the lines may grow or fall along the bridge, off the deck 0
        might = np.where(highest > 0, load, 0.0) * 3.0 / self.h
        least, most = _span(np.diff(self.control, axis=0))
        self.growth, self.fall = (
            np.pad(self._added(might * np.maximum(way, 0.0)), [(0, 0), (1, 1)])
            for way in (most, -least)
        )

    def _added(self, table: Array) -> Array:
        """Sum (n, e) over the lines (m, e) of each column."""
        total = np.zeros((len(self.each), table.shape[1]))
        some = np.flatnonzero(self.each)
        if some.size:
            total[some] = np.add.reduceat(table, self.start[some], axis=0)
        return total

    def upto(self, column: Ints, station: Array) -> Array:
        """Adverse integral of the lines of each column from the start of the deck to a station."""
        at = np.clip(station, self.x[0], self.x[-1])
        cell = np.clip(np.searchsorted(self.x, at, side="right") - 1, 0, len(self.h) - 1)
        each = self.each[column]
        point = np.repeat(np.arange(len(column)), each)
        line = np.arange(len(point)) + np.repeat(self.start[column] - np.cumsum(each) + each, each)
        place = line * len(self.h) + cell[point]
        control = np.take(self.control.reshape(4, -1), place, axis=1)
        xi = ((at - self.x[cell]) / self.h[cell])[point]
        area = _integral(control, xi)
        lowest, highest = _span(control)
        area[lowest < 0] = 0.0
        mixed = np.flatnonzero((lowest < 0) & (highest > 0))
        if mixed.size:
            own = control[:, mixed]
            piece = np.minimum(positive_parts(own.T), xi[mixed, None, None])
            part = _integral(own[..., None, None], piece)
            area[mixed] = (part[..., 1] - part[..., 0]).sum(axis=-1)
        area *= np.take(self.load.reshape(-1), place)
        partial = np.bincount(point, area, len(column)) * self.h[cell]
        return np.asarray(self.upto_end[column, cell] + partial)


def _span(control: Array) -> tuple[Array, Array]:
    """Least and largest of the four values of cubics (4, ...)."""
    low, high = np.minimum(control[0], control[1]), np.maximum(control[0], control[1])
    for value in control[2:]:
        np.minimum(low, value, out=low)
        np.maximum(high, value, out=high)
    return low, high


def _sum(control: Array) -> Array:
    """Integral of cubics (4, ...) over their cell of length one."""
    return np.asarray(0.25 * (control[0] + control[1] + control[2] + control[3]))


def _integral(control: Array, xi: Array) -> Array:
    """Integral from 0 to xi (...,) of cubics given by Bernstein values (4, ...)."""
    b0, b1, b2, b3 = control
    d1, d2, d3 = 3 * (b1 - b0), 3 * (b2 - 2 * b1 + b0), b3 - 3 * b2 + 3 * b1 - b0
    return np.asarray((((d3 / 4 * xi + d2 / 3) * xi + d1 / 2) * xi + b0) * xi)
