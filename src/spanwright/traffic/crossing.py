"""Cubics that change with a share t as p + t q: where they keep their sign, and what is positive.

Everything in Bernstein values (4, m) over 0..1: values of one sign keep the cubic on that side.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.cubic import positive_area

CHUNK = 16384  # cubics looked at together, few enough to stay near the processor
# Steps of Halley's rule, and how short Newton's step must be before the last of them.  With one
# change of sign no other root is near, but next to an end two may almost meet: there Newton's step
# is short with no root at hand, though not against the distance from that end.
PASSES = ((2, 3e-4), (6, 1e-7))
APART = 1 / 16
END = 1e-5  # a cubic may end on zero: roots closer to an end are sought with care


def sign_kept(below: Array, rise: Array) -> tuple[Array, Array]:
    """Shares [from, to] (2, m) between which all values are >= 0, and those where all are <= 0.

    from > to where there are none
    """
    with np.errstate(all="ignore"):
        turn = -below / rise
    grows, falls = rise > 0, rise < 0
    upper, lower = np.where(grows, turn, -np.inf), np.where(falls, turn, np.inf)
    positive = np.stack([upper.max(axis=0), lower.min(axis=0)])
    negative = np.stack(
        [np.where(falls, turn, -np.inf).max(axis=0), np.where(grows, turn, np.inf).min(axis=0)]
    )
    still = ~(grows | falls)
    if still.any():
        positive[0, (still & (below < 0)).any(axis=0)] = np.inf
        negative[0, (still & (below > 0)).any(axis=0)] = np.inf
    return positive, negative


def positive_of(below: Array, rise: Array, item: Ints, share: Array, *, with_rate: bool) -> Array:
    """Integral over 0..1 of the positive parts of p + t q, and its rate in t: (2, m) or (1, m).

    below, rise (4, items) of p and q;  item, share (m,)
    """
    result = np.empty((2 if with_rate else 1, len(item)))
    todo = np.arange(len(item))
    for sought in PASSES:
        rest = []
        for some in (todo[i : i + CHUNK] for i in range(0, len(todo), CHUNK)):
            found, unsure = _one_root(below, rise, item[some], share[some], sought, with_rate)
            result[:, some] = found
            rest.append(some[unsure])
        todo = np.concatenate(rest) if rest else todo
    if todo.size:
        growth = rise[:, item[todo]]
        value = below[:, item[todo]] + share[todo] * growth
        result[:, todo] = positive_area(value, growth if with_rate else None)
    return result


def _one_root(
    below: Array,
    rise: Array,
    item: Ints,
    share: Array,
    sought: tuple[int, float],
    with_rate: bool,
) -> tuple[Array, Ints]:
    """As `positive_of` where a cubic has a single root, and which ones (k,) it does not hold for.

    Steps of Halley's rule from the chord; what is left of the root's error goes into the area
    squared.
    """
    steps, settled = sought
    growth = np.take(rise, item, axis=1)
    value = np.take(below, item, axis=1)
    value += share * growth
    sign = value > 0
    changes = sign[1:] != sign[:-1]
    single = changes[0] ^ changes[1] ^ changes[2]
    single &= ~(changes[0] & changes[1])  # all three
    d = _powers(value)
    with np.errstate(all="ignore"):
        t = value[0] / (value[0] - value[3])
        for _ in range(steps):
            near = _halley(value[0], d, t, settled)
        single &= near & (t > END) & (t < 1 - END)
    found = np.empty((2 if with_rate else 1, len(item)))
    for k, table in enumerate((value, growth)[: len(found)]):
        d1, d2, d3 = d if k == 0 else _powers(table)
        before = t * (0.25 * d3)
        before += d2 / 3
        before *= t
        before += 0.5 * d1
        before *= t
        before += table[0]
        before *= t
        whole = table.sum(axis=0)
        whole *= 0.25
        whole -= before
        found[k] = np.where(sign[3], whole, before)
    return found, np.flatnonzero(~single)


def _powers(control: Array) -> tuple[Array, Array, Array]:
    """Coefficients of t, t^2 and t^3."""
    b0, b1, b2, b3 = control
    first, second = b1 - b0, b2 - b1
    bend = second - first
    third = b3 - b2
    third -= second
    third -= bend
    first *= 3.0
    bend *= 3.0
    return first, bend, third


def _halley(b0: Array, d: tuple[Array, Array, Array], t: Array, settled: float) -> Bools:
    """Move t a step of Halley's rule towards the root; whether it and Newton's were short."""
    d1, d2, d3 = d
    bend = d3 * t
    value = bend + d2
    value *= t
    value += d1
    value *= t
    value += b0
    bend *= 3.0
    bend += d2
    slope = bend + d2
    slope *= t
    slope += d1
    short = np.minimum(t, 1.0 - t)
    short *= APART
    np.minimum(short, settled, out=short)
    near = np.abs(value) < short * np.abs(slope)
    bend *= value
    value *= slope
    slope *= slope
    slope -= bend
    value /= slope
    t -= value
    short *= 2.0
    near &= np.abs(value) < short
    return near
