"""The cubic parabola y = a x^3 as a transition, read by its length along the curve.

a = (last - first) / (6 L); with one end straight this is y = x^3 / (6 R L) (ISO 16739-1, 8.7.2.2,
CUBIC).  All lengths run along the curve from its straight point, x = 0: the segment begins at
L first / (last - first) and is L long.  So it is the same curve in both directions; at the bent
end the curvature falls a little short of 1 / R, as that of a cubic parabola does.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.alignment.types import PlanSegment
from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
PANELS: Final = 8
STEPS: Final = 20


def cubic(segment: PlanSegment, s: Array) -> tuple[Array, Array, Array, Array]:
    """x, y, direction, curvature in the segment's own frame at lengths s.  (n,) each"""
    change = segment.last - segment.first
    a = change / (6 * segment.length)
    start = segment.length * segment.first / change
    if 9 * a**2 * (abs(start) + segment.length) ** 4 > 1.0:
        raise ScopeError("a cubic parabola steeper than 45 degrees is no transition")
    along, begin = _abscissa(a, start + s), float(_abscissa(a, np.array([start]))[0])
    turn = np.arctan(3 * a * begin**2)
    dx, dy = along - begin, a * (along**3 - begin**3)
    x = dx * np.cos(turn) + dy * np.sin(turn)
    y = dy * np.cos(turn) - dx * np.sin(turn)
    slope = 3 * a * along**2
    return x, y, np.arctan(slope) - turn, 6 * a * along / (1 + slope**2) ** 1.5


def _abscissa(a: float, length: Array) -> Array:
    """x at lengths along the curve from x = 0, of either sign.  (n,) -> (n,) [m]"""
    x = length
    for _ in range(STEPS):  # Newton: the length is nearly x itself
        off = _length(a, x) - length
        x = x - off / np.sqrt(1 + 9 * a**2 * x**4)
        if float(np.max(np.abs(off), initial=0.0)) < 1e-13 * max(1.0, float(np.abs(x).max())):
            break
    return x


def _length(a: float, end: Array) -> Array:
    """Integral of sqrt(1 + 9 a^2 x^4) from 0 to end (n,).  [m]"""
    part = end / PANELS
    middle = part[:, None] * (np.arange(PANELS) + 0.5)
    x = middle[..., None] + part[:, None, None] / 2 * NODES
    return np.asarray((np.sqrt(1 + 9 * a**2 * x**4) @ WEIGHTS).sum(axis=1) * part / 2)
