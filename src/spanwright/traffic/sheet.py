"""Surfaces under an axle: offsets between which its effect is a straight line across the bridge.

Shapes: r responses, l loading lines, e cells, g trial offsets, b turning offsets, c stations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.traffic.field import axle_weights
from spanwright.traffic.grid import Grid

Singles = NDArray[np.float32]

SEGMENT = 8  # cells that are looked at together for where surfaces are small
SMALL = 0.1  # of a column's largest ordinate: cells below that are left out at first


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


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Surfaces under an axle to search, one column a response and offset, on part of the deck.

    under : (n, w, 4) Hermite coefficients of the cells first .. first + w - 1
    flat  : (4 w, n) the same in single precision
    rough : (n, k) stations where the surface may jump
    near  : first cell and the one behind the last of those that are searched
    out   : (2, n) largest and smallest (turned) ordinate of all other cells, never below zero
    """

    under: Array
    flat: Singles
    rough: Array
    first: int
    near: tuple[int, int]
    out: Array


class Sheet:
    """A block of responses under an axle at its turning offsets.

    cells : (r, b, e, 4) Hermite coefficients
    near  : first cell and the one behind the last of those where the surfaces are not small
    out   : (2, r, b) largest and smallest (turned) ordinate of the cells outside, at least zero
    """

    def __init__(self, cells: Array) -> None:
        self.cells = cells
        self.near, self.out = _near(cells)
        self._flat: tuple[int, Singles] = 0, np.zeros((0, 0), dtype=np.float32)

    @classmethod
    def of(cls, cells: Array, across: Across) -> Sheet:
        """Sheet of surfaces (r, l, e, 4)."""
        r, lines, e, _ = cells.shape
        under = np.matmul(across.weight, cells.reshape(r, lines, 4 * e))
        return cls(under.reshape(r, -1, e, 4))

    def all(self, first: int, last: int, rough: Array) -> Columns:
        """All responses at all turning offsets on the cells first .. last - 1; rough (r, k)."""
        r, b, e, _ = self.cells.shape
        start, flat = self._flat
        if not start <= first < last <= start + len(flat) // 4:
            part = self.cells[:, :, first:last].reshape(r * b, -1)
            start, flat = self._flat = first, _singles(part)
        return Columns(
            self.cells.reshape(r * b, e, 4)[:, first:last],
            flat[4 * (first - start) : 4 * (last - start)],
            np.repeat(rough, b, axis=0), first, self.near, self.out.reshape(2, -1),
        )  # fmt: skip

    def between(
        self, row: Ints, low: Ints, share: Array, sign: Array, cells: tuple[int, int], rough: Array
    ) -> Columns:
        """Some rows (m,) at offsets that share of the way from one turning offset to the next.

        sign (m,) turns their surfaces adverse;  cells : first and the one behind the last
        """
        first, last = cells
        high = np.minimum(low + 1, self.cells.shape[1] - 1)
        under = self.cells[row, low, first:last] * (sign * (1 - share))[:, None, None]
        under += self.cells[row, high, first:last] * (sign * share)[:, None, None]
        flat = _singles(under.reshape(len(row), -1))
        if last - first == self.cells.shape[2]:
            return Columns(under, flat, rough, first, cells, np.zeros((2, len(row))))
        side = (sign < 0).astype(np.int64)
        out = [np.maximum(self.out[k, row, low], self.out[k, row, high]) for k in (side, 1 - side)]
        return Columns(under, flat, rough, first, self.near, np.stack(out))


def _singles(columns: Array) -> Singles:
    return np.ascontiguousarray(columns.astype(np.float32).T)


def _near(cells: Array) -> tuple[tuple[int, int], Array]:
    """Cells where surfaces (r, b, e, 4) are not small, and the bounds (2, r, b) of the others.

    The largest ordinate of a cell is at most the larger of its ends and 4 / 27 of both slopes.
    """
    e = cells.shape[2]
    slope = np.abs(cells[..., 1]) + np.abs(cells[..., 3])
    slope *= 4 / 27
    starts = np.arange(0, e, SEGMENT)
    tops = [
        np.maximum.reduceat(
            np.maximum(sign * cells[..., 0], sign * cells[..., 2]) + slope, starts, 2
        )
        for sign in (1.0, -1.0)
    ]
    top = np.maximum(np.stack(tops), 0.0)
    peak = top.max(axis=3)
    matters = (top > np.maximum(SMALL * peak, 1e-9 * peak.max(axis=0))[..., None]).any(axis=0)
    matters = matters.reshape(-1, len(starts))
    first = matters.argmax(axis=1)
    last = len(starts) - matters[:, ::-1].argmax(axis=1)
    some = (last - first < 0.6 * len(starts)) & matters.any(axis=1)
    if some.sum() < 0.8 * len(some):
        return (0, e), np.zeros(top.shape[:3])
    low, high = int(first[some].min()), int(last[some].max())
    if high - low > 0.8 * len(starts):
        return (0, e), np.zeros(top.shape[:3])
    rest = np.concatenate([top[..., :low], top[..., high:]], axis=3).max(axis=3)
    return (low * SEGMENT, min(high * SEGMENT, e)), rest
