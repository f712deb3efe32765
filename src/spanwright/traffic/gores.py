"""Lines along a surface loaded only where that is adverse: their integrals, exactly.

Between two loading lines the surface is a straight mean of both, so what a line at any offset takes
follows from the two lines beside it, except in the elements that change sign there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import positive_area
from spanwright.traffic.field import line_weights

CHUNK = 65536  # elements looked at together, few enough to stay near the processor


@dataclass(frozen=True, slots=True, eq=False)
class Gores:
    """Surfaces of n rows between neighbouring loading lines, turned so that positive is adverse.

    y       : (l,) the lines; the outer ones moved out as far as a line load may stand
    control : (4, n, l, e) Bernstein values of the lines
    full    : (2, n, k) integral over the elements that are adverse throughout, of the line below
              and above each gore;  whole : (2, n, k) over all elements
    bent    : (4, n, k) the same four weighted by the axis's curvature, None where it is straight
    mixed   : (m,) flat index (n, k, e) of the elements that may change sign
    start   : (n k + 1,) where those of each row and gore begin
    length, curvature : (e,) of the elements [m], of the axis in them, empty where straight [1/m]
    """

    y: Array
    control: Array
    full: Array
    whole: Array
    bent: Array | None
    mixed: Ints
    start: Ints
    length: Array
    curvature: Array

    @classmethod
    def of(cls, control: Array, surfaces: Surfaces, low: float, high: float) -> Gores:
        """Gores of surfaces given by their Bernstein values, for line loads from low to high."""
        y = np.array(surfaces.y)
        if len(y) > 1 and (low < y[0] or high > y[-1]):
            y[0], y[-1] = min(y[0], low), max(y[-1], high)
            control = np.matmul(line_weights(surfaces.y, y), control)
        lines = len(y)
        below, above = slice(0, max(1, lines - 1)), slice(min(1, lines - 1), lines)
        least = np.minimum(control[0], control[1])
        most = np.maximum(control[0], control[1])
        area = control[0] + control[1]
        for value in control[2:]:
            np.minimum(least, value, out=least)
            np.maximum(most, value, out=most)
            area += value
        length = np.diff(surfaces.x)
        area *= 0.25 * length
        full = np.minimum(least[:, below], least[:, above]) >= 0
        mixed = (np.maximum(most[:, below], most[:, above]) > 0) & ~full
        parts = [np.where(full, area[:, side], 0.0) for side in (below, above)]
        bent, curvature = None, surfaces.curvature
        if curvature.size:
            bent = np.stack([p @ curvature for p in (*parts, area[:, below], area[:, above])])
        line = area.sum(axis=2)
        gap = np.flatnonzero(mixed)
        count = np.bincount(gap // len(length), minlength=mixed.shape[0] * mixed.shape[1])
        return cls(
            y, control, np.stack([p.sum(axis=2) for p in parts]),
            np.stack([line[:, below], line[:, above]]), bent, gap,
            np.concatenate([[0], np.cumsum(count)]), length, curvature,
        )  # fmt: skip

    def between(self, y: Array) -> Ints:
        """Index of the gore that holds each offset, the one above where it is on a line."""
        return np.clip(np.searchsorted(self.y, y, side="right") - 1, 0, max(len(self.y) - 2, 0))

    def areas(
        self, row: Ints, y: Array, gap: Ints, *, with_rate: bool = True
    ) -> tuple[Array, Array]:
        """Integral along x of the adverse part at offsets y (m,), and its rate across (m,).

        with_rate : otherwise the rate is left out, and what is returned for it means nothing
        """
        area, rate = self._straight(self.full, None if self.bent is None else self.bent[:2], row,
                                    y, gap)  # fmt: skip
        key = row * self.full.shape[2] + gap
        each = self.start[key + 1] - self.start[key]
        cuts = np.searchsorted(np.cumsum(each), np.arange(CHUNK, each.sum(), CHUNK))
        for first, last in itertools.pairwise([0, *np.unique(cuts), len(row)]):
            some = slice(first, last)
            mixed = self._mixed(
                row[some], y[some], gap[some], self.start[key[some]], each[some], with_rate
            )
            area[some] += mixed[0]
            rate[some] += mixed[-1]
        return area, rate

    def _mixed(
        self, row: Ints, y: Array, gap: Ints, first: Ints, each: Ints, with_rate: bool
    ) -> Array:
        """Area and rate (2, m) in the elements that may change sign, `each` from `first` on."""
        which = np.repeat(np.arange(len(row)), each)
        item = self.mixed[np.arange(len(which)) + (first - np.cumsum(each) + each)[which]]
        below, rise = self._elements(item)
        share, width = self._share(y, gap)
        below += rise * share[which]
        own = _positive(below, rise if with_rate else None)
        own *= self.length[item % len(self.length)]
        if with_rate:
            own[1] /= width[which]
        if self.curvature.size:
            bend = self.curvature[item % len(self.length)]
            if with_rate:
                own[1] -= bend * (own[0] + own[1] * y[which])
            own[0] *= 1.0 - bend * y[which]
        return np.stack([np.bincount(which, part, len(row)) for part in own])

    def table(self, y: Array, gap: Ints) -> tuple[Array, Array]:
        """As `areas` for every row at the same offsets y (c,): (n, c) both."""
        n, gaps = self.full.shape[1:]
        row = np.repeat(np.arange(n), len(y))
        bent = None if self.bent is None else self.bent[:2]
        area, rate = self._straight(self.full, bent, row, np.tile(y, n), np.tile(gap, n))
        result = np.stack([area, rate]).reshape(2, n, len(y))
        elements = len(self.length)
        of_row, of_gap = np.divmod(self.mixed // elements, gaps)
        for k in np.unique(gap):
            columns = np.flatnonzero(gap == k)
            share, width = self._share(y[columns], gap[columns])
            own = np.flatnonzero(of_gap == k)
            size = max(1, CHUNK // len(columns))
            for some in (own[i : i + size] for i in range(0, len(own), size)):
                below, rise = self._elements(self.mixed[some])
                rise = np.broadcast_to(rise[..., None], (*rise.shape, len(columns)))
                value = below[..., None] + rise * share
                part = _positive(value.reshape(4, -1), rise.reshape(4, -1))
                part = part.reshape(2, len(some), -1)
                part *= self.length[self.mixed[some] % elements][:, None]
                part[1] /= width
                if self.curvature.size:
                    bend = self.curvature[self.mixed[some] % elements][:, None]
                    part[1] -= bend * (part[0] + part[1] * y[columns])
                    part[0] *= 1.0 - bend * y[columns]
                rows, start = np.unique(of_row[some], return_index=True)
                result[:, rows[:, None], columns] += np.add.reduceat(part, start, axis=1)
        return result[0], result[1]

    def _elements(self, item: Ints) -> tuple[Array, Array]:
        """Bernstein values (4, m) on the line below, and their rise to the one above."""
        lines, elements = self.control.shape[2:]
        gaps = self.full.shape[2]
        at, element = np.divmod(item, elements)
        row, gap = np.divmod(at, gaps)
        place = (row * lines + gap) * elements + element
        flat = self.control.reshape(4, -1)
        # np.take keeps the four control values apart in memory, indexing would interleave them
        below = np.take(flat, place, axis=1)
        rise = np.take(flat, place + (elements if lines > 1 else 0), axis=1)
        rise -= below
        return below, rise

    def totals(self, row: Ints, y: Array, gap: Ints) -> tuple[Array, Array]:
        """Integral along x of the whole surface at offsets y (m,), and its rate across (m,)."""
        bent = None if self.bent is None else self.bent[2:]
        return self._straight(self.whole, bent, row, y, gap)

    def bend(self) -> Array:
        """How far the second derivative of the area may fall below zero on a curve, per metre of
        offset from where it is looked at: (n, k)."""
        rise = np.abs(np.diff(self.control, axis=2)).max(axis=0) / np.diff(self.y)[:, None]
        return np.asarray(2.0 * rise @ (np.abs(self.curvature) * self.length))

    def _share(self, y: Array, gap: Ints) -> tuple[Array, Array]:
        """Share of the line above in a line at y, and the width of the gore."""
        if len(self.y) == 1:
            return np.zeros(y.shape), np.ones(y.shape)
        width = np.diff(self.y)[gap]
        return (y - self.y[gap]) / width, width

    def _straight(
        self, ends: Array, bent: Array | None, row: Ints, y: Array, gap: Ints
    ) -> tuple[Array, Array]:
        """Mean of what stands on the lines below and above (2, n, k), and its rate across."""
        share, width = self._share(y, gap)
        low = ends[0][row, gap]
        rise = ends[1][row, gap] - low
        area, rate = low + share * rise, rise / width
        if bent is not None:  # the path of a line is 1 - curvature y times the axis's
            low = bent[0][row, gap]
            rise = bent[1][row, gap] - low
            rate -= low + share * rise + y * rise / width
            area -= y * (low + share * rise)
        return area, rate


def _positive(value: Array, rise: Array | None) -> Array:
    """Integral over 0..1 of the positive parts of cubics (4, m), and of their rise."""
    lowest = np.minimum(np.minimum(value[0], value[1]), np.minimum(value[2], value[3]))
    highest = np.maximum(np.maximum(value[0], value[1]), np.maximum(value[2], value[3]))
    above, part = lowest >= 0, np.flatnonzero((lowest < 0) & (highest > 0))
    tables = (value,) if rise is None else (value, rise)
    own = np.empty((len(tables), value.shape[1]))
    for k, table in enumerate(tables):
        np.multiply(table[0] + table[1] + table[2] + table[3], 0.25 * above, out=own[k])
    if part.size:
        own[:, part] = positive_area(*(np.take(table, part, axis=1) for table in tables))
    return own


def adverse_effect(gores: Gores, y: Array, load: Array) -> Array:
    """Integral of load times the adverse parts of whole-length lines at y (n, s): (n,)."""
    row, slot = np.nonzero(load)
    at = y[row, slot]
    area = gores.areas(row, at, gores.between(at), with_rate=False)[0]
    return np.asarray(np.bincount(row, load[row, slot] * area, len(y)), dtype=float)
