"""Loads on pier shafts, given by levels of the project's height datum."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import triad
from spanwright.layout.types import Layout, Pier
from spanwright.structure.types import Column, Structure


def shafts_of(layout: Layout, structure: Structure) -> Iterator[tuple[Pier, list[Column]]]:
    """Every pier with its shafts, from right to left."""
    for pier in layout.piers:
        own = [column for column in structure.columns if column.pier == pier.name]
        yield pier, sorted(own, key=lambda column: pier.columns[column.index])


def at_pier(layout: Layout, pier: Pier, along: float, left: float) -> Array:
    """A horizontal force along and square to the axis at a pier, in global axes.  (3,)"""
    return np.asarray(np.array([along, left, 0.0]) @ triad(layout.axis, pier.station))


def push_at(
    book: LoadBook, case: str, pier: Pier, column: Column, level: float, force: Array
) -> None:
    """A point force on a shaft; below its foot or above its head it acts at that end.

    force : (3,) global [N]
    """
    ends = _ends(pier, column)
    height = float(np.clip(level, ends[0], ends[-1]))
    piece = int(np.clip(np.searchsorted(ends, height, side="right") - 1, 0, len(ends) - 2))
    book.point(case, int(column.members[piece]), height - ends[piece], force)


def push_between(
    book: LoadBook,
    case: str,
    pier: Pier,
    column: Column,
    levels: tuple[float, float],
    force: Array,
) -> None:
    """A line force on the part of a shaft between two levels.  force : (3,) global [N/m]"""
    low, high = levels
    for member, (bottom, top) in zip(column.members, pairwise(_ends(pier, column)), strict=True):
        start, end = max(low, bottom), min(high, top)
        if end - start > 1e-6:
            book.line(case, int(member), force, start=start - bottom, end=end - bottom)


def wet_width(pier: Pier) -> float:
    """Width of one shaft across a flow that crosses the bridge.  [m]"""
    return pier.width if pier.shape == "circle" else pier.depth


def _ends(pier: Pier, column: Column) -> Array:
    """Levels where the pieces of a shaft meet.  (pieces + 1,) [m]"""
    return np.linspace(pier.foundation.cap_top, pier.shaft_top, len(column.members) + 1)
