"""Trial offsets across the carriageway, and the best choice of lanes that do not overlap."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One carriageway between kerbs: lane axes may stand in [first, last], `spacing` apart [m]."""

    start: float
    end: float
    first: float
    last: float
    spacing: float


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Trial offsets, increasing.

    y        : (g,) offsets [m]
    axis     : (g,) whether a lane axis may stand there (else only a vehicle shifted in its lane)
    previous : (g,) largest index whose axis is at least one spacing to the right, -1 none
    way      : (g,) index of the carriageway
    """

    y: Array
    axis: Bools
    previous: Ints
    way: Ints

    def __post_init__(self) -> None:
        freeze(self)


def lane_grid(ways: Sequence[Way], breaks: Array, shift: float = 0.0, step: float = 0.125) -> Grid:
    """Offsets that hold every break of the lane functions and are closed under the lane spacing.

    breaks : offsets where a lane function may bend: loading lines shifted by wheels and edges
    shift  : how far a vehicle may stand beside its lane axis; the grid reaches that much further
    step   : largest distance between neighbours

    Closed under the spacing, lanes that touch are pairs of grid points, so choosing on the grid
    loses nothing there; between the points the error falls with the square of the step.
    """
    pieces, owner = [], []
    for index, way in enumerate(ways):
        period = way.spacing
        shifted = np.concatenate([breaks, breaks - shift, breaks + shift]) if shift else breaks
        seeds = np.concatenate([shifted, [way.first, way.last]]) - way.first
        residue = np.unique(np.round(np.mod(seeds, period), 9))
        residue = residue[residue < period - 1e-9]
        gaps = np.diff(np.append(residue, residue[0] + period))
        filled = [
            start + gap * np.arange(n) / n
            for start, gap in zip(residue, gaps, strict=True)
            for n in [max(1, int(np.ceil(gap / step - 1e-9)))]
        ]
        residue = np.concatenate(filled)
        low, high = way.first - shift, way.last + shift
        turns = np.arange(
            np.floor(-shift / period) - 1, (way.last - way.first + shift) / period + 2
        )
        y = np.unique(np.round((residue[:, None] + turns * period).ravel() + way.first, 9))
        y = y[(y > low + 1e-9) & (y < high - 1e-9)]
        pieces.append(np.unique(np.concatenate([y, [low, high]])))
        owner.append(np.full(len(pieces[-1]), index))
    y, way_of = np.concatenate(pieces), np.concatenate(owner).astype(np.int64)
    first = np.array([w.first for w in ways])[way_of]
    last = np.array([w.last for w in ways])[way_of]
    axis = (y >= first - 1e-9) & (y <= last + 1e-9)
    spacing = np.array([w.spacing for w in ways])[way_of]
    previous = np.full(len(y), -1, dtype=np.int64)
    for g in range(len(y)):
        below = (way_of < way_of[g]) | ((way_of == way_of[g]) & (y <= y[g] - spacing[g] + 1e-8))
        previous[g] = np.flatnonzero(below)[-1] if below.any() else -1
    return Grid(y, axis, previous, way_of)


def choose_lanes(
    gain: Array, most: Sequence[int], grid: Grid, factor: Array
) -> tuple[Array, Ints, Ints]:
    """Best set of lanes: which kinds are used, where, in which order.

    gain   : (n, kinds, g) what a lane of each kind adds when its axis stands at each offset
    most   : how many lanes of each kind there are;  factor (max lanes + 1,) by lanes loaded
    returns value (n,), offset index (n, t) and kind (n, t), -1 where fewer lanes are used

    Dynamic programme over how many lanes of each kind are placed so far; the only coupling is
    that axes stand at least one spacing apart.  Exact for the functions on the grid.
    """
    n, kinds, g = gain.shape
    gain = np.where(grid.axis, gain, -np.inf)
    column = grid.previous + 1
    states = sorted(itertools.product(*(range(m + 1) for m in most)), key=lambda s: (sum(s), s))
    states = [s for s in states if sum(s) < len(factor)]
    best: dict[tuple[int, ...], Array] = {states[0]: np.zeros((n, g + 1))}
    came: dict[tuple[int, ...], tuple[Ints, Ints]] = {}
    for state in states[1:]:
        total = np.full((n, g), -np.inf)
        kind = np.zeros((n, g), dtype=np.int64)
        for k in range(kinds):
            if state[k] == 0:
                continue
            before = (*state[:k], state[k] - 1, *state[k + 1 :])
            trial = gain[:, k] + best[before][:, column]
            better = trial > total
            total = np.where(better, trial, total)
            kind[better] = k
        running = np.maximum.accumulate(total, axis=1)
        where = np.maximum.accumulate(np.where(total >= running, np.arange(g), 0), axis=1)
        padded = np.full((n, g + 1), -np.inf)
        padded[:, 1:] = running
        best[state], came[state] = padded, (where, kind)
    value = np.stack([factor[sum(s)] * best[s][:, -1] for s in states], axis=1)
    choice = np.argmax(value, axis=1)
    slots = max(1, max(sum(s) for s in states))
    at = np.full((n, slots), -1, dtype=np.int64)
    which = np.full((n, slots), -1, dtype=np.int64)
    for number, state in enumerate(states):
        rows = np.flatnonzero(choice == number)
        if not rows.size or sum(state) == 0:
            continue
        _trace(rows, state, came, grid, at, which)
    return value[np.arange(n), choice], at, which


def _trace(
    rows: Ints,
    state: tuple[int, ...],
    came: dict[tuple[int, ...], tuple[Ints, Ints]],
    grid: Grid,
    at: Ints,
    which: Ints,
) -> None:
    """Walk back from the last lane of each row; rows part ways where their kinds differ."""
    g = len(grid.y)
    work = [(rows, state, np.full(len(rows), g - 1))]
    while work:
        rows, state, top = work.pop()
        slot = sum(state) - 1
        where, kind = came[state]
        position = where[rows, top]
        used = kind[rows, position]
        at[rows, slot], which[rows, slot] = position, used
        if slot == 0:
            continue
        for k in np.unique(used):
            some = used == k
            before = (*state[:k], state[k] - 1, *state[k + 1 :])
            work.append((rows[some], before, grid.previous[position[some]]))


def panels(edges: Array, points: int = 3) -> tuple[Array, Array]:
    """Gauss points and weights between sorted edges: edges (..., m) -> two (..., (m-1) points)."""
    xi, weight = np.polynomial.legendre.leggauss(points)
    low, width = edges[..., :-1, None], np.diff(edges, axis=-1)[..., None]
    y = low + 0.5 * width * (1 + xi)
    w = 0.5 * width * weight
    shape = (*edges.shape[:-1], -1)
    return y.reshape(shape), w.reshape(shape)
