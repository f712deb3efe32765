"""Lines along a surface loaded only where that is adverse: their integrals, exactly.

Between two loading lines the surface is a straight mean of both, so what a line at any offset takes
follows from the two lines beside it, except in the elements that change sign there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.crossing import positive_of, sign_kept
from spanwright.traffic.field import line_weights


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
        group = row * self.full.shape[2] + gap
        share, width = self._share(y, gap)
        order = np.lexsort((share, group))
        own = self._mixed(group[order], share[order], with_rate)[:, np.argsort(order)]
        own[1::2] /= width
        if self.curvature.size:  # the path of a line is 1 - curvature y times the axis's
            own[1] -= own[2] + y * own[3]
            own[0] -= y * own[2]
        return area + own[0], rate + own[1]

    def _mixed(self, group: Ints, share: Array, with_rate: bool) -> Array:
        """Area and its growth per share (k, m) in the elements that may change sign.

        group : (m,) row and gore of each line, sorted, by share (m,) within
        On a curve both weighted by the axis's curvature follow.
        """
        asked, first = np.unique(group, return_index=True)
        last = np.append(first[1:], len(group))
        owner, at = _ranges(self.start[asked], self.start[asked + 1])
        item = self.mixed[at]
        below, rise = self._elements(item)
        length = self.length[item % len(self.length)]
        below *= length
        rise *= length
        first, last = first[owner], last[owner]
        key, base = 2.0 * group + share, np.asarray(2.0 * group[first], dtype=float)
        kept = []
        for low, high in sign_kept(below, rise):
            begin = _place(key, base, low, first, last, "left")
            end = _place(key, base, high, first, last, "right")
            kept.append((begin, np.maximum(begin, end)))
        weights = [np.ones(0)]
        if self.curvature.size:
            weights.append(self.curvature[item % len(self.curvature)])
        result = np.zeros((2 * len(weights), len(group)))
        of, line = _ranges(*kept[0])
        growth = np.take(0.25 * rise.sum(axis=0), of)
        parts = [np.take(0.25 * below.sum(axis=0), of) + share[line] * growth, growth]
        _add(result, of, line, parts[: 1 + with_rate], weights)
        of, line = _between(first, last, kept)
        positive = positive_of(below, rise, of, share[line], with_rate=with_rate)
        _add(result, of, line, positive, weights)
        return result

    def table(self, y: Array, gap: Ints) -> tuple[Array, Array]:
        """As `areas` for every row at the same offsets y (c,): (n, c) both."""
        n = self.full.shape[1]
        row = np.repeat(np.arange(n), len(y))
        area, rate = self.areas(row, np.tile(y, n), np.tile(gap, n))
        return area.reshape(n, -1), rate.reshape(n, -1)

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


def _ranges(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Members of ranges: which range each belongs to, and the member."""
    count = end - begin
    of = np.repeat(np.arange(len(count)), count)
    return of, np.arange(len(of)) + np.repeat(begin - np.cumsum(count) + count, count)


def _place(
    key: Array, base: Array, bound: Array, first: Ints, last: Ints, side: Literal["left", "right"]
) -> Ints:
    """Where a bound of the share stands among the sorted lines first..last of each element."""
    at = np.where(bound < 0, first, last)
    some = np.flatnonzero((bound >= 0) & (bound <= 1))
    at[some] = np.searchsorted(key, base[some] + bound[some], side=side)
    return at


def _between(first: Ints, last: Ints, kept: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Element and line where neither of two ranges of lines keeps its sign."""
    (a, b), (c, d) = kept
    early = a <= c
    ends = (first, np.where(early, b, d), np.maximum(b, d))
    begins = (np.minimum(a, c), np.where(early, c, a), last)
    found = [_ranges(e, np.maximum(e, f)) for e, f in zip(ends, begins, strict=True)]
    return np.concatenate([of for of, _ in found]), np.concatenate([line for _, line in found])


def _add(
    result: Array, of: Ints, line: Ints, parts: Sequence[Array] | Array, weights: Sequence[Array]
) -> None:
    """Add parts of elements to the lines they belong to, as they are and by further weights."""
    for k, weight in enumerate(weights):
        for j, part in enumerate(parts):
            some = part * weight[of] if k else part
            result[2 * k + j] += np.bincount(line, some, result.shape[1])
