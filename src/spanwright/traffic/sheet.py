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
class Sheet:
    """A block of responses under an axle at its turning offsets.

    cells : (r, b, e, 4) Hermite coefficients
    flat  : (4 e, r b) the same in single precision, one column a response and offset
    """

    cells: Array
    flat: Singles

    @classmethod
    def of(cls, cells: Array, across: Across) -> Sheet:
        """Sheet of surfaces (r, l, e, 4)."""
        r, lines, e, _ = cells.shape
        under = np.matmul(across.weight, cells.reshape(r, lines, 4 * e))
        columns = under.astype(np.float32).reshape(-1, 4 * e).T
        return cls(under.reshape(r, -1, e, 4), np.ascontiguousarray(columns))
