"""Cubic pieces in Hermite form: values, slopes, integrals and the parts where they are positive.

A piece over a cell of length h is c = (v_i, h s_i, v_j, h s_j) with v the values and s the slopes
at its ends; xi = (x - x_i) / h runs from 0 to 1.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Bools

# Hermite -> Bernstein control values; a cubic lies inside the hull of its control values, so four
# control values of one sign prove that the piece keeps that sign.
TO_BERNSTEIN: Array = np.array(
    [[1.0, 0.0, 0.0, 0.0], [1.0, 1 / 3, 0.0, 0.0], [0.0, 0.0, 1.0, -1 / 3], [0.0, 0.0, 1.0, 0.0]]
)
FROM_BERNSTEIN: Array = np.linalg.inv(TO_BERNSTEIN).astype(np.float64)
WHOLE: Array = np.array([0.5, 1 / 12, 0.5, -1 / 12])  # integral of the four functions over 0..1


def hermite(xi: Array) -> Array:
    """The four Hermite functions.  xi (...,) -> (..., 4)"""
    t = np.asarray(xi, dtype=float)
    t2, t3 = t * t, t * t * t
    return np.stack([1 - 3 * t2 + 2 * t3, t - 2 * t2 + t3, 3 * t2 - 2 * t3, t3 - t2], axis=-1)


def hermite_first(xi: Array) -> Array:
    """First derivatives in xi.  (...,) -> (..., 4)"""
    t = np.asarray(xi, dtype=float)
    t2 = t * t
    return np.stack([6 * t2 - 6 * t, 1 - 4 * t + 3 * t2, 6 * t - 6 * t2, 3 * t2 - 2 * t], axis=-1)


def hermite_second(xi: Array) -> Array:
    """Second derivatives in xi.  (...,) -> (..., 4)"""
    t = np.asarray(xi, dtype=float)
    return np.stack([12 * t - 6, 6 * t - 4, 6 - 12 * t, 6 * t - 2], axis=-1)


def hermite_third(xi: Array) -> Array:
    """Third derivatives in xi, constant.  (...,) -> (..., 4)"""
    return np.broadcast_to(np.array([12.0, 6.0, -12.0, 6.0]), (*np.shape(xi), 4))


def hermite_integral(xi: Array) -> Array:
    """Integrals from 0 to xi of the four functions.  (...,) -> (..., 4)"""
    t = np.asarray(xi, dtype=float)
    t2 = t * t
    t3, t4 = t2 * t, t2 * t2
    return np.stack(
        [t - t3 + t4 / 2, t2 / 2 - 2 * t3 / 3 + t4 / 4, t3 - t4 / 2, t4 / 4 - t3 / 3], axis=-1
    )


def restriction(start: Array, end: Array) -> Array:
    """Matrices that give the Hermite form of a piece cut to [start, end] of its cell.

    start, end : (e,) in 0..1;  returns (e, 4, 4), new coefficients = matrix @ old ones
    """
    width = (end - start)[..., None]
    return np.stack(
        [hermite(start), hermite_first(start) * width, hermite(end), hermite_first(end) * width],
        axis=-2,
    )


def _root(control: Array, low: Array, high: Array) -> Array:
    """Root of each cubic (4, n) in [low, high] where its ends differ in sign.

    Newton kept in bracket; where it has settled to 1e-8 the next step is exact, and it stops.
    """
    b0, b1, b2, b3 = control
    d1, d2, d3 = 3 * (b1 - b0), 3 * (b2 - 2 * b1 + b0), b3 - 3 * b2 + 3 * b1 - b0
    f_low = ((d3 * low + d2) * low + d1) * low + b0
    f_high = ((d3 * high + d2) * high + d1) * high + b0
    rises = f_high > f_low
    with np.errstate(all="ignore"):
        t = low - f_low * (high - low) / (f_high - f_low)
        root = t = np.where(np.isfinite(t), t, 0.5 * (low + high))
        where = np.arange(len(t))
        for turn in range(60):
            value = ((d3 * t + d2) * t + d1) * t + b0
            below = (value < 0) == rises
            low, high = np.where(below, t, low), np.where(below, high, t)
            step = t - value / ((3 * d3 * t + 2 * d2) * t + d1)
            step = np.where((step >= low) & (step <= high), step, 0.5 * (low + high))
            moves = np.abs(step - t) > 1e-8
            t = step
            if turn == 0:
                root = t
                continue
            root[where] = t
            if turn % 2 or moves.sum() < 0.2 * len(t):
                go = np.flatnonzero(moves)
                if not go.size:
                    break
                where, t, low, high, rises = where[go], t[go], low[go], high[go], rises[go]
                b0, d1, d2, d3 = b0[go], d1[go], d2[go], d3[go]
    return np.asarray(root)


def _only_root(control: Array) -> Array:
    """Root in [0, 1] of cubics (4, n) whose control values change sign once.

    Three steps of Halley's rule from the chord; what has not settled by then is done with care.
    """
    b0, b1, b2, b3 = control
    d1, d2, d3 = 3 * (b1 - b0), 3 * (b2 - 2 * b1 + b0), b3 - 3 * b2 + 3 * b1 - b0
    with np.errstate(all="ignore"):
        t = b0 / (b0 - b3)
        for _ in range(3):
            bend = d3 * t
            value = ((bend + d2) * t + d1) * t + b0
            bend *= 3.0
            bend += d2
            slope = (bend + d2) * t + d1
            step = value * slope
            step /= slope * slope - value * bend
            t = t - step
        # each step leaves the cube of the error before it; where the slope is next to nothing it is
        # short as well, but Newton's step is long
        settled = (np.abs(step) < 1e-4) & (np.abs(value) < 1e-4 * np.abs(slope))
        settled &= (t >= 0) & (t <= 1)
    rest = np.flatnonzero(~settled)
    if rest.size:
        t[rest] = _root(control[:, rest], np.zeros(rest.size), np.ones(rest.size))
    return np.asarray(t)


def _has_one_root(control: Array) -> Bools:
    """Whether cubics (4, n) have one root in [0, 1] that `_only_root` may seek.

    A cubic that ends on zero has a root there too, which is not where it changes sign.
    """
    size = np.abs(control)
    ends = np.minimum(size[0], size[3]) > 1e-6 * size.max(axis=0)
    sign = control > 0
    changes = (sign[1:] != sign[:-1]).sum(axis=0)  # variation diminishing: exactly one root
    return np.asarray((changes == 1) & ends)


def positive_parts(control: Array) -> Array:
    """Parts of [0, 1] where cubics given by Bernstein values are positive.

    control : (n, 4);  returns (n, 3, 2): up to three pieces [from, to], from == to when empty

    Pieces of one cubic do not overlap, but may touch.
    """
    n = control.shape[0]
    parts = np.zeros((n, 3, 2))
    single = _has_one_root(control.T)
    if single.any():
        some = control[single]
        root = _only_root(some.T)
        rising = some[:, 3] > some[:, 0]
        parts[single, 0, 0] = np.where(rising, root, 0.0)
        parts[single, 0, 1] = np.where(rising, 1.0, root)
    other = np.flatnonzero(~single)
    if other.size:
        parts[other] = _positive_monotone(control[other])
    return parts


def positive_area(control: Array, rise: Array | None = None) -> Array:
    """Integral over [0, 1] of the positive part of cubics that change sign, and of its rate.

    control : (4, n) Bernstein values, rise (4, n) how fast they grow
    returns : (2, n), without a rise (1, n)
    """
    tables = (control,) if rise is None else (control, rise)
    single = _has_one_root(control)
    area = np.empty((len(tables), control.shape[1]))
    some = np.compress(single, control, axis=1)
    root = _only_root(some)
    rising = some[3] > some[0]
    for k, whole in enumerate(tables):
        b0, b1, b2, b3 = some if k == 0 else np.compress(single, whole, axis=1)
        d1, d2, d3 = 3 * (b1 - b0), 3 * (b2 - 2 * b1 + b0), b3 - 3 * b2 + 3 * b1 - b0
        before = (((d3 / 4 * root + d2 / 3) * root + d1 / 2) * root + b0) * root
        area[k, single] = np.where(rising, 0.25 * (b0 + b1 + b2 + b3) - before, before)
    other = np.flatnonzero(~single)
    if other.size:
        rest = np.take(control, other, axis=1)
        piece = _positive_monotone(rest.T)
        within = hermite_integral(piece[..., 1]) - hermite_integral(piece[..., 0])
        share = within.sum(axis=1) @ FROM_BERNSTEIN
        for k, whole in enumerate(tables):
            area[k, other] = np.einsum("qk,kq->q", share, np.take(whole, other, axis=1))
    return area


def _positive_monotone(control: Array) -> Array:
    """As `positive_parts` for any cubic: cut at its turning points into monotone pieces."""
    b0, b1, b2, b3 = control.T
    d1, d2, d3 = 3 * (b1 - b0), 3 * (b2 - 2 * b1 + b0), b3 - 3 * b2 + 3 * b1 - b0
    with np.errstate(all="ignore"):
        under = np.sqrt(np.maximum(d2 * d2 - 3 * d1 * d3, 0.0))
        q = -(d2 + np.where(d2 >= 0, under, -under))
        turns = np.stack([q / (3 * d3), d1 / q], axis=1)
    turns = np.sort(np.clip(np.where(np.isfinite(turns), turns, 0.0), 0.0, 1.0), axis=1)
    ends = np.concatenate([np.zeros((len(b0), 1)), turns, np.ones((len(b0), 1))], axis=1)
    value = ((d3[:, None] * ends + d2[:, None]) * ends + d1[:, None]) * ends + b0[:, None]
    low, high = ends[:, :-1], ends[:, 1:]
    up_low, up_high = value[:, :-1] > 0, value[:, 1:] > 0
    cross = up_low != up_high
    root = np.zeros(cross.shape)
    if cross.any():
        root[cross] = _root(control[np.nonzero(cross)[0]].T, low[cross], high[cross])
    start = np.where(up_low, low, np.where(cross, root, 0.0))
    end = np.where(up_high, high, np.where(cross, root, 0.0))
    return np.stack([start, np.maximum(start, end)], axis=2)
