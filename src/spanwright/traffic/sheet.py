"""Surfaces under an axle: offsets between which its effect is a straight line across the bridge.

Shapes: r responses, l loading lines, e cells, g trial offsets, b turning offsets, c stations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import Mesh, axle_weights, cells_of
from spanwright.traffic.grid import Grid
from spanwright.traffic.nearby import Nearby

Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Across:
    """Offsets at which a wheel of an axle meets a loading line, and how to get from them to all.

    Between two of them the effect of the axle at a given station is linear in its offset, so what
    is known at them is known at every trial offset.

    turn    : (b,) offsets [m];  weight : (b, l) share of each loading line in an axle there
    low     : (g,) turn at or below each trial offset;  high : (g,) the one after it
    share   : (g,) share of the one after;  blend : (g, b) the same as a matrix
    """

    turn: Array
    weight: Array
    low: Ints
    high: Ints
    share: Array
    blend: Array

    def __post_init__(self) -> None:
        freeze(self)

    @classmethod
    def of(cls, lines: Array, grid: Grid, wheels: Array) -> Across:
        """Turning offsets of axles with these wheels within the trial offsets of the grid."""
        y = grid.y
        turns = (lines[:, None] - wheels).ravel()
        ends = [y[grid.way == k][[0, -1]] for k in np.unique(grid.way)]
        every = np.unique(np.round(np.concatenate([turns, *ends]), 9))
        turn = every[(every >= y.min() - 1e-9) & (every <= y.max() + 1e-9)]
        low = np.clip(np.searchsorted(turn, y, side="right") - 1, 0, max(len(turn) - 2, 0))
        high = np.minimum(low + 1, len(turn) - 1)
        width = np.where(high > low, turn[high] - turn[low], 1.0)
        share = np.clip((y - turn[low]) / width, 0.0, 1.0)
        blend = np.zeros((len(y), len(turn)))
        blend[np.arange(len(y)), low] = 1.0 - share
        blend[np.arange(len(y)), high] += share
        return cls(turn, axle_weights(lines, turn, wheels), low, high, share, blend)


class Searched(Protocol):
    """What a search of a train looks at."""

    small: float  # of a surface's largest ordinate: what is below that is left out at first

    def cells(self, near: tuple[int, int]) -> tuple[int, int]:
        """Cells that a search near some cells needs."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Surfaces under an axle to search, one column a response and offset, on part of the deck.

    cells : (n, w, 4) Hermite coefficients of the cells from `begin` on
    flat  : (4 v, n) in single precision those from `first` on
    rough : (n, k) stations where the surface may jump
    near  : first cell and the one behind the last of those that are searched
    out   : (2, n) largest and smallest (turned) ordinate of all other cells, never below zero
    """

    cells: Array
    begin: int
    flat: Singles
    first: int
    rough: Array
    near: tuple[int, int]
    out: Array

    def under_axles(self, column: Ints, cell: Ints) -> Array:
        """Coefficients (m, a, 4) of the cells (m, a) under axles, for some columns (m,)."""
        at = cell + (column * self.cells.shape[1] - self.begin)[:, None]
        return np.asarray(self.cells.reshape(-1, 4).take(at, axis=0))


class Sheet:
    """A block of responses under an axle at its turning offsets.

    cells : (r, b, w, 4) Hermite coefficients of the cells from `first` on
    """

    def __init__(
        self, surfaces: Surfaces, mesh: Mesh, rows: Ints, across: Across,
        searches: Sequence[Searched] = (),
    ) -> None:  # fmt: skip
        """Sheet of some responses on the cells that some searches look at, all without them."""
        self._source = surfaces, mesh, rows, across
        self.count = len(mesh.x) - 1
        self._windows: dict[float, tuple[tuple[int, int], Array]] = {}
        self._nearby = Nearby.of(surfaces, mesh, rows, across.weight) if searches else None
        spans = [s.cells(self.window(s.small)[0]) for s in searches] or [(0, self.count)]
        self.first, last = min(s[0] for s in spans), max(s[1] for s in spans)
        cells = cells_of(surfaces, mesh, rows, self.first, last)
        r, lines, w, _ = cells.shape
        under = np.matmul(across.weight, cells.reshape(r, lines, 4 * w))
        self.cells = under.reshape(r, -1, w, 4)
        self._flat = _singles(self.cells.reshape(-1, 4 * w))

    def window(self, small: float) -> tuple[tuple[int, int], Array]:
        """Cells where the surfaces are not small, and the bounds (2, r, b) of the others."""
        if self._nearby is None:
            return (0, self.count), np.zeros((2, *self.cells.shape[:2]))
        if small not in self._windows:
            self._windows[small] = self._nearby.window(small)
        return self._windows[small]

    def whole(self, pick: Ints) -> Sheet:
        """Some of its responses on all cells."""
        surfaces, mesh, rows, across = self._source
        return Sheet(surfaces, mesh, rows[pick], across)

    def all(self, search: Searched, rough: Array) -> Columns:
        """All responses at all turning offsets for a search; rough (r, k)."""
        near, out = self.window(search.small)
        r, b, w, _ = self.cells.shape
        first, last = search.cells(near)
        return Columns(
            self.cells.reshape(r * b, w, 4), self.first,
            self._flat[4 * (first - self.first) : 4 * (last - self.first)], first,
            np.repeat(rough, b, axis=0), near, out.reshape(2, -1),
        )  # fmt: skip

    def between(
        self, search: Searched, row: Ints, low: Ints, share: Array, sign: Array, rough: Array
    ) -> Columns:
        """Some rows (m,) at offsets that share of the way from one turning offset to the next.

        sign (m,) turns their surfaces adverse
        """
        near, out = self.window(search.small)
        first, last = search.cells(near)
        part = self.cells[:, :, first - self.first : last - self.first]
        high = np.minimum(low + 1, self.cells.shape[1] - 1)
        cells = part[row, low] * (sign * (1 - share))[:, None, None]
        cells += part[row, high] * (sign * share)[:, None, None]
        flat = _singles(cells.reshape(len(row), -1))
        side = (sign < 0).astype(np.int64)
        most = [np.maximum(out[k, row, low], out[k, row, high]) for k in (side, 1 - side)]
        return Columns(cells, first, flat, first, rough, near, np.stack(most))


def _singles(columns: Array) -> Singles:
    return np.ascontiguousarray(columns.astype(np.float32).T)
