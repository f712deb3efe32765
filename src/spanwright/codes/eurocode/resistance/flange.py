"""Effective width of the flanges of concrete T-beams (EN 1992-1-1 5.3.2.1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.datum.arrays import Array, floats

SUPPORT_ZONE = 0.15  # of the span, each side of an inner support: l_0 = 0.15 (l_1 + l_2)


@clause("EN 1992-1-1:2004", "5.3.2.1(3)", "5.7", tag="remembered")
def flange_part(width: ArrayLike, between_zeros: ArrayLike) -> Array:
    """Part of a flange that works on one side of the web.

    width         : (...,) b_i, from the web's face to half-way to the next web, or to the edge [m]
    between_zeros : (...,) l_0 between points of zero moment                             [m]
    returns       : (...,) b_eff,i = 0.2 b_i + 0.1 l_0, not above 0.2 l_0 nor b_i       [m]

    Check: b_i = 1.36 m, l_0 = 9 m gives 1.172 m.
    """
    b, length = floats(width), floats(between_zeros)
    return np.minimum(np.minimum(0.2 * b + 0.1 * length, 0.2 * length), b)


@clause("EN 1992-1-1:2004", "5.3.2.1(2)", tag="remembered")
def zero_lengths(supports: ArrayLike) -> tuple[Array, Array]:
    """l_0 in each span and over each support of a continuous beam.  (p,) -> (p - 1,), (p,) [m]

    End spans 0.85 l, inner spans 0.7 l, a single one l; over an inner support 0.15 (l_1 + l_2);
    at an end support that of its span.
    """
    spans = np.diff(floats(supports))
    count = len(spans)
    if count == 1:
        return spans, np.array([spans[0], spans[0]])
    inside = np.where(np.isin(np.arange(count), (0, count - 1)), 0.85, 0.7) * spans
    over = np.concatenate([inside[:1], SUPPORT_ZONE * (spans[:-1] + spans[1:]), inside[-1:]])
    return inside, over
