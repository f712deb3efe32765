"""Uniform loads along a deck, spread to its loading lines by the lever rule."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.loads import LoadBook
from spanwright.engine.placement import lever
from spanwright.engine.surfaces import LoadingLines


def line_load(book: LoadBook, case: str, lines: LoadingLines, y: float, force: Array) -> None:
    """A uniform line load over the whole deck at offset y, per metre of its path.

    force : (3,) global [N/m]
    """
    line, share = lever(lines.y, np.array([y]))
    for index, part in zip(line[0], share[0], strict=True):
        if part != 0.0:
            own = part * np.asarray(force, dtype=float)
            if lines.curvature.size:  # the members' lengths are not that of the load
                own = path_ratio(lines, y, float(lines.y[index]))[:, None] * own
            book.line(case, lines.member[index], own)


def path_ratio(lines: LoadingLines, y: float, line: float) -> Array:
    """Length of the path at y over that at a line's offset, by element.  (k - 1,) or (1,)"""
    if not lines.curvature.size:
        return np.ones(1)
    return (1.0 - lines.curvature * y) / (1.0 - lines.curvature * line)


def area_load(
    book: LoadBook, case: str, lines: LoadingLines, left: float, right: float, pressure: float
) -> None:
    """A uniform downward pressure between two offsets [N/m2].

    Between neighbouring lines the lever rule is linear, so each panel's resultant acts in its
    middle: exact.
    """
    low, high = min(left, right), max(left, right)
    inner = lines.y[(lines.y > low) & (lines.y < high)]
    edges = np.concatenate([[low], inner, [high]])
    for a, b in pairwise(edges):
        line_load(book, case, lines, 0.5 * (a + b), np.array([0.0, 0.0, -pressure * (b - a)]))
