"""Uniform loads along a deck, spread to its loading lines by the lever rule."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.loads import LoadBook
from spanwright.engine.placement import lever
from spanwright.engine.surfaces import LoadingLines


def line_load(book: LoadBook, case: str, lines: LoadingLines, y: float, force: Array) -> None:
    """A uniform line load over the whole deck at offset y.  force : (3,) global [N/m]"""
    line, share = lever(lines.y, np.array([y]))
    for index, part in zip(line[0], share[0], strict=True):
        if part != 0.0:
            book.line(case, lines.member[index], part * np.asarray(force, dtype=float))


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
