"""The deck slab across the bridge as a continuous beam on its girders, under wheels of trucks.

For the strip method: moments of a strip of unit width under unit loads anywhere across, and the
worst places of one, two or three trucks side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze

STEP: Final = 0.1  # distance of load positions [m]
SIDE: Final = 0.01  # a section this far from a support lies on its own side of it [m]


@dataclass(frozen=True, slots=True, eq=False)
class StripInfluence:
    """Moments of a slab strip of unit width, sagging positive.

    y : (n,) positions of a unit force [m];  moment : (r, n) at the sections asked for [N m/N]
    """

    y: Array
    moment: Array

    def __post_init__(self) -> None:
        freeze(self)


def strip_influence(supports: Array, edges: tuple[float, float], sections: Array) -> StripInfluence:
    """Influence lines of moments in a beam over rigid supports with both ends free.

    supports : (g,) positions of the girders;  edges : of the slab;  sections : (r,) [m]
    """
    low, high = edges
    lines = np.concatenate([[low, high], supports, sections])
    grid = np.arange(low, high, STEP)
    apart = np.min(np.abs(grid[:, None] - lines), axis=1) > 0.25 * STEP
    y = np.unique(np.round(np.concatenate([grid[apart], lines]), 9))
    deflection, turn = _unit_loads(y, supports)
    at = np.searchsorted(y, sections - 1e-9)
    # Curvature just before a section: it is a node, so the element that ends there has it exactly.
    left = np.maximum(at - 1, 0)
    span = (y[at] - y[left])[:, None]
    span = np.where(span > 0, span, 1.0)
    first, second = deflection[left], deflection[at]
    bend = (6 * first - 6 * second) / span**2 + (2 * turn[left] + 4 * turn[at]) / span
    return StripInfluence(y, np.where((at > 0)[:, None], bend, 0.0))


def _unit_loads(y: Array, supports: Array) -> tuple[Array, Array]:
    """Deflection and slope of all nodes under a unit downward force at each, EI 1.  (n, n)"""
    n = len(y)
    stiff = np.zeros((2 * n, 2 * n))
    for k, length in enumerate(np.diff(y)):
        a, b = 12 / length**3, 6 / length**2
        own = np.array(
            [
                [a, b, -a, b],
                [b, 4 / length, -b, 2 / length],
                [-a, -b, a, -b],
                [b, 2 / length, -b, 4 / length],
            ]
        )
        stiff[2 * k : 2 * k + 4, 2 * k : 2 * k + 4] += own
    held = 2 * np.searchsorted(y, np.round(supports, 9) - 1e-9)
    free = np.setdiff1d(np.arange(2 * n), held)
    load = np.zeros((2 * n, n))
    load[2 * np.arange(n), np.arange(n)] = -1.0
    move = np.zeros((2 * n, n))
    move[free] = np.linalg.solve(stiff[np.ix_(free, free)], load[free])
    return move[0::2], move[1::2]


@dataclass(frozen=True, slots=True, eq=False)
class TruckExtreme:
    """Largest or smallest moment of each section under trucks side by side.

    value : (r,) multiple presence included;  trucks : (r,) how many
    """

    value: Array
    trucks: Ints

    def __post_init__(self) -> None:
        freeze(self)


def worst_trucks(
    wheel: Array,
    y: Array,
    way: tuple[float, float],
    gauge: float,
    between: float,
    presence: Sequence[float],
    sign: int,
) -> TruckExtreme:
    """Places of one or more trucks that make each section's moment extreme.

    wheel   : (r, n) moment of one wheel at y;  way : where wheels may stand [m]
    between : least distance of wheels of neighbouring trucks [m];  presence : by number of trucks
    """
    axes = np.arange(way[0] + gauge / 2, way[1] - gauge / 2 + 1e-9, STEP)
    r = len(wheel)
    best, count = np.zeros(r), np.zeros(r, dtype=np.int64)
    if not len(axes):
        return TruckExtreme(best, count)
    one = np.stack(
        [
            np.interp(axes - gauge / 2, y, row) + np.interp(axes + gauge / 2, y, row)
            for row in sign * wheel
        ]
    )
    shift = int(np.ceil((gauge + between) / STEP - 1e-9))
    total = one
    for number, factor in enumerate(presence, start=1):
        if number > 1:
            before = np.full_like(total, -np.inf)
            if shift < len(axes):
                before[:, shift:] = np.maximum.accumulate(total, axis=1)[:, :-shift]
            total = one + before
        value = factor * total.max(axis=1)
        better = value > best
        best, count = np.where(better, value, best), np.where(better, number, count)
    return TruckExtreme(sign * best, count)
