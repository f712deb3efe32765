"""Stress cycles of a vehicle's passage: reservoir (rainflow) counting of many histories at once."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints


def _bends(history: Array) -> Array:
    """The points at which each history changes its direction or stops, ends kept.  (h, p) -> (h, m)

    Cheap first pass: of the thousand positions of a passage some dozens are left.
    """
    h, p = history.shape
    rises = np.diff(history, axis=1) > 0.0
    falls = np.diff(history, axis=1) < 0.0
    keep: Bools = np.ones((h, p), dtype=bool)
    keep[:, 1:-1] = (rises[:, 1:] != rises[:, :-1]) | (falls[:, 1:] != falls[:, :-1])
    count = np.count_nonzero(keep, axis=1)
    row, column = np.nonzero(keep)
    first = np.cumsum(count) - count
    points = np.repeat(history[:, -1:], int(count.max()), axis=1)
    points[row, np.arange(len(row)) - first[row]] = history[row, column]
    return points


def turning_points(history: Array) -> tuple[Array, Ints]:
    """Each history from its highest point round to it again, turning points only.

    history (h, p), each row a block that repeats -> (h, m) points, the rest of a row its highest
    value, and (h,) how many count
    """
    history = _bends(history)
    h, p = history.shape
    top = np.argmax(history, axis=1)
    order = (np.arange(p + 1) + top[:, None]) % p
    turned = np.take_along_axis(history, order, axis=1)
    step = np.diff(turned, axis=1)
    tiny = 1e-9 * np.max(np.abs(history), axis=1, initial=0.0)[:, None]
    sign = np.where(np.abs(step) > tiny, np.sign(step), 0.0)
    last = np.maximum.accumulate(np.where(sign != 0, np.arange(p), 0), axis=1)
    sign = np.take_along_axis(sign, last, axis=1)  # a flat piece goes on as the one before it
    keep: Bools = np.ones((h, p + 1), dtype=bool)
    keep[:, 1:-1] = sign[:, 1:] * sign[:, :-1] < 0
    rank = np.cumsum(keep, axis=1) - 1
    count = rank[:, -1] + 1
    points = np.repeat(turned[:, :1], int(count.max()), axis=1)
    row = np.broadcast_to(np.arange(h)[:, None], keep.shape)
    points[row[keep], rank[keep]] = turned[keep]
    return points, count.astype(np.int64)


def cycle_ranges(history: Array, most: int = 10) -> tuple[Array, Array]:
    """Ranges of the cycles of histories that repeat, and how often each occurs in one block.

    history (h, p) -> ranges (h, most), greatest first, and numbers (h, most)

    Cycles beyond the first `most` are counted at the range of the last kept one, which is more
    than theirs; those below a hundredth of the greatest are left out.
    """
    points, count = turning_points(np.atleast_2d(np.asarray(history, dtype=float)))
    h, m = points.shape
    stack = np.zeros((h, m + 1))
    depth = np.zeros(h, dtype=np.int64)
    found = np.zeros((h, m // 2 + 1))
    closed = np.zeros(h, dtype=np.int64)
    rows = np.arange(h)
    for column in range(m):
        active = rows[column < count]
        stack[active, depth[active]] = points[active, column]
        depth[active] += 1
        while active.size:
            active = active[depth[active] >= 3]
            d = depth[active]
            newest = np.abs(stack[active, d - 1] - stack[active, d - 2])
            before = np.abs(stack[active, d - 2] - stack[active, d - 3])
            active, d, before = (a[newest >= before] for a in (active, d, before))
            found[active, closed[active]] = before
            closed[active] += 1
            stack[active, d - 3] = stack[active, d - 1]
            depth[active] = d - 2
    ranges = -np.sort(-found, axis=1)
    ranges = np.where(ranges > 0.01 * ranges[:, :1], ranges, 0.0)
    kept = np.zeros((h, most))
    width = min(most, ranges.shape[1])
    kept[:, :width] = ranges[:, :width]
    number = (kept > 0).astype(float)
    number[:, -1] += np.count_nonzero(ranges[:, most:], axis=1)
    return kept, number
