"""Upper bounds of what lanes can do when every axis may stand anywhere within an interval.

A box is an arrangement of lanes, each in an interval of its own.  On it the effect of a lane lies
below the chord between the ends of its interval plus m / 2 t (1 - t), t from 0 to 1.  Lanes that
may touch stand in intervals one lane width apart, so their t may only rise from lane to lane: the
largest sum of such parabolas is found by pooling lanes that would run into each other.

Shapes: b boxes, t slots, n rows, k kinds of lanes, i intervals.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Arrangements:
    """Arrangements (b, t) from right to left: row (b,), interval and kind of each lane, -1 unused;
    factor (b,) on the sum by the number of loaded lanes."""

    row: Ints
    interval: Ints
    kind: Ints
    factor: Array


def interval_tops(first: Array, last: Array, sag: Array) -> Array:
    """Largest value of chords from `first` to `last` with parabolas of the given sag on them."""
    rise = last - first
    with np.errstate(all="ignore"):
        inner = first + (rise + 0.5 * sag) ** 2 / (2.0 * sag)
    return np.where(np.abs(rise) < 0.5 * sag, inner, np.maximum(first, last))


def arrangements_above(
    top: Array, previous: Ints, most: Sequence[int], factor: Array, least: Array
) -> Arrangements:
    """All arrangements whose sum of interval tops (n, k, i), times the factor, is above `least`.

    previous : (i,) how many intervals from the right may hold the lane before;  least : (n,)
    """
    n, kinds, count = top.shape
    states = sorted(itertools.product(*(range(m + 1) for m in most)), key=lambda s: (sum(s), s))
    states = [s for s in states if sum(s) < len(factor)]
    best: dict[tuple[int, ...], Array] = {states[0]: np.zeros((n, count + 1))}
    for state in states[1:]:
        total = np.full((n, count), -np.inf)
        for k in range(kinds):
            if state[k]:
                np.maximum(total, top[:, k] + best[_less(state, k)][:, previous], out=total)
        best[state] = np.full((n, count + 1), -np.inf)
        np.maximum.accumulate(total, axis=1, out=best[state][:, 1:])
    found: list[tuple[Ints, Ints, Ints, Array]] = []
    slots = max(1, max(sum(s) for s in states))
    for state in states[1:]:
        scale = factor[sum(state)]
        rows = np.flatnonzero(scale * best[state][:, -1] > least)
        if rows.size:
            need = least[rows] / scale
            empty = np.full((len(rows), slots), -1, dtype=np.int64)
            start = (state, rows, np.full(len(rows), count), np.zeros(len(rows)), empty, empty)
            _expand(start, top, previous, best, (need, scale), found)
    if not found:
        none = np.zeros((0, slots), dtype=np.int64)
        return Arrangements(np.zeros(0, dtype=np.int64), none, none, np.zeros(0))
    return Arrangements(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _less(state: tuple[int, ...], k: int) -> tuple[int, ...]:
    return (*state[:k], state[k] - 1, *state[k + 1 :])


def _expand(
    item: tuple[tuple[int, ...], Ints, Ints, Array, Ints, Ints],
    top: Array,
    previous: Ints,
    best: dict[tuple[int, ...], Array],
    limit: tuple[Array, float],
    found: list[tuple[Ints, Ints, Ints, Array]],
) -> None:
    """Put a lane to the right of those chosen, wherever the rest can still reach the limit."""
    state, rows, end, tail, interval, kind = item
    need, scale = limit
    slot = sum(state) - 1
    for k, left in enumerate(state):
        if not left:
            continue
        before = _less(state, k)
        reach = top[rows, k] + best[before][rows][:, previous] + tail[:, None]
        at, here = np.nonzero((reach > need[:, None]) & (np.arange(top.shape[2]) < end[:, None]))
        if not at.size:
            continue
        more, kinds = interval[at], kind[at]
        more[:, slot], kinds[:, slot] = here, k
        row = rows[at]
        if slot == 0:
            found.append((row, more, kinds, np.full(len(row), scale)))
            continue
        rest = (before, row, previous[here], tail[at] + top[row, k, here], more, kinds)
        _expand(rest, top, previous, best, (need[at], scale), found)


def best_shares(first: Array, last: Array, sag: Array, linked: Bools) -> Array:
    """Where in its interval each lane of a box stands for the largest sum: (b, t), 0 to 1.

    linked : (b, t) whether a lane may touch the one before it, so that its share is not less
    """
    slots = first.shape[1]
    slope, bend = last - first + 0.5 * sag, np.maximum(sag, 1e-300)
    turn = np.zeros(first.shape)
    for k in range(slots):
        highest = np.full(len(first), -np.inf)
        joined = np.ones(len(first), dtype=np.bool_)
        for i in range(k, -1, -1):
            lowest = np.full(len(first), np.inf)
            onward = joined.copy()
            for j in range(k, slots):
                if j > k:
                    onward = onward & linked[:, j]
                pool = slope[:, i : j + 1].sum(axis=1) / bend[:, i : j + 1].sum(axis=1)
                lowest = np.where(onward, np.minimum(lowest, pool), lowest)
            highest = np.where(joined, np.maximum(highest, lowest), highest)
            joined = joined & linked[:, i]
        turn[:, k] = np.clip(highest, 0.0, 1.0)
    return turn


def value_at(first: Array, last: Array, sag: Array, share: Array) -> Array:
    """Chords with their parabolas at a share of the way."""
    return np.asarray(first + share * (last - first) + 0.5 * sag * share * (1.0 - share))
