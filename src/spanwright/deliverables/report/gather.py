"""Rows of the results put in the order a chart or a table wants them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Array, Ints
from spanwright.deliverables.charts.panels import Grid
from spanwright.layout.types import Layout

TENTHS = 10  # cells of a span in "what governs where"


def support_marks(layout: Layout) -> tuple[tuple[float, str], ...]:
    """(station, name) of every abutment and pier, along the bridge."""
    named = [(a.station, a.name) for a in layout.abutments]
    named += [(p.station, p.name) for p in layout.piers]
    return tuple(sorted(named))


def bridge_grid(layout: Layout) -> Grid:
    """The station axis of every chart over the whole length."""
    joints = tuple(float(deck.supports[-1]) for deck in layout.decks[:-1])
    start = min(float(deck.supports[0]) for deck in layout.decks)
    end = max(float(deck.supports[-1]) for deck in layout.decks)
    return Grid(start, end, support_marks(layout), joints)


def girder_count(layout: Layout) -> int:
    return max(len(deck.girders) for deck in layout.decks)


def along(
    girder: int, deck_of: Ints, girder_of: Ints, station: Array, side: Ints | None = None
) -> NDArray[np.int64]:
    """Row numbers along one girder line, deck after deck, with -1 between decks.

    At one station the face just before (side 1) comes first, then the face just after (side 0).
    """
    out: list[NDArray[np.int64]] = []
    face = np.zeros(station.size, dtype=np.int64) if side is None else -side
    for deck in np.unique(deck_of[deck_of >= 0]):
        rows = np.flatnonzero((deck_of == deck) & (girder_of == girder))
        if rows.size:
            order = np.lexsort((face[rows], station[rows]))
            out += [rows[order].astype(np.int64), np.array([-1], dtype=np.int64)]
    return np.concatenate(out[:-1]) if out else np.zeros(0, dtype=np.int64)


def pick(values: Array, rows: NDArray[np.int64]) -> Array:
    """Values of the rows, NaN where the row is -1: the pen is lifted there."""
    if not rows.size:
        return np.zeros(0)
    return np.where(rows >= 0, values[np.maximum(rows, 0)], np.nan)


def cells(layout: Layout) -> list[tuple[int, int, Array]]:
    """(deck, span, edges of its tenths) of every span along the bridge."""
    return [
        (d, s, np.linspace(float(deck.supports[s]), float(deck.supports[s + 1]), TENTHS + 1))
        for d, deck in enumerate(layout.decks)
        for s in range(deck.supports.size - 1)
    ]


def is_decided(series: CheckSeries) -> bool:
    """Whether the check has a utilisation anywhere."""
    return bool((~np.isnan(series.utilisation)).any())


def worst_in(
    series: CheckSeries, deck: int, girder: int | None, start: float, end: float
) -> int | None:
    """Row of the largest utilisation between two stations of a deck; None where there is none."""
    inside = (series.deck == deck) & (series.station >= start - 1e-6)
    inside &= (series.station <= end + 1e-6) & ~np.isnan(series.utilisation)
    if girder is not None:
        inside &= series.girder == girder
    rows = np.flatnonzero(inside)
    return int(rows[series.utilisation[rows].argmax()]) if rows.size else None


def governing_cells(
    layout: Layout, series: Sequence[CheckSeries], girder: int
) -> tuple[Array, NDArray[np.int64]]:
    """Edges of all tenths of spans and, in each, the index of the check that governs (-1: none)."""
    edges: list[float] = []
    kinds: list[int] = []
    for deck, _, cuts in cells(layout):
        for a, b in pairwise(cuts.tolist()):
            best, kind = -np.inf, -1
            for k, one in enumerate(series):
                row = worst_in(one, deck, girder, float(a), float(b))
                if row is not None and one.utilisation[row] > best:
                    best, kind = float(one.utilisation[row]), k
            edges.append(float(a))
            kinds.append(kind)
        last = float(cuts[-1])
    return np.array([*edges, last]), np.array(kinds, dtype=np.int64)


def top_rows(values: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Rows of the largest values, largest first; ties in row order."""
    known = np.flatnonzero(~np.isnan(values))
    order = np.argsort(-values[known], kind="stable")[:count]
    return np.asarray(known[order], dtype=np.int64)
