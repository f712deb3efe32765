"""Building `CheckSeries`: one place for labels, states and causes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.types import FAILS, NOT_CHECKED, OUTSIDE_SCOPE, PASSES, CheckSeries
from spanwright.datum.arrays import Array, Bools, Ints, floats
from spanwright.layout.types import Deck
from spanwright.structure.prestressed import SectionRows

_TINY = 1e-9  # a utilisation of exactly 1 passes

Workings = Mapping[str, ArrayLike]


def places(table: SectionRows, deck_names: tuple[str, ...]) -> tuple[str, ...]:
    """Labels such as ``RU girder 2 @ 312.50 m``; both faces of a support are told apart."""
    faces = np.where(table.at_support, np.where(table.side == 0, " (after)", " (before)"), "")
    return tuple(
        f"{deck_names[d]} girder {g + 1} @ {x:.2f} m{face}"
        for d, g, x, face in zip(table.deck, table.girder, table.station, faces, strict=True)
    )


def states(
    utilisation: Array, *, outside: Bools | None = None, skipped: Bools | None = None
) -> Ints:
    """Status per row; NaN without a stated reason is outside scope, never a pass."""
    status = np.where(utilisation <= 1.0 + _TINY, PASSES, FAILS)
    status = np.where(np.isnan(utilisation), OUTSIDE_SCOPE, status)
    if outside is not None:
        status = np.where(outside, OUTSIDE_SCOPE, status)
    if skipped is not None:
        status = np.where(skipped, NOT_CHECKED, status)
    return status.astype(np.int64)


def worst_of(utilisation: Array) -> Ints:
    """Row of the greatest utilisation over targets.  (t, n) -> (n,); NaN never wins."""
    rank = np.where(np.isnan(utilisation), -np.inf, utilisation)
    return np.asarray(np.argmax(rank, axis=0), dtype=np.int64)


def pick(values: Array | Ints | Bools, target: Ints) -> Array:
    """values (t, n) at the governing target of each section -> (n,)."""
    return floats(np.take_along_axis(np.asarray(values), target[None, :], axis=0)[0])


def girder_series(
    name: str,
    clause: str,
    tag: str,
    unit: str,
    table: SectionRows,
    deck_names: tuple[str, ...],
    demands: Demands,
    target: Ints,
    *,
    demand: Array,
    resistance: Array,
    utilisation: Array,
    outside: Bools | None = None,
    skipped: Bools | None = None,
    details: Mapping[str, Array] | None = None,
    workings: Workings | None = None,
) -> CheckSeries:
    """One check at all girder sections, with the combination and placement that govern.

    target : (n,) row of the demands' targets that governs each section; other arrays (n,)
    """
    n = len(table.station)
    columns = np.arange(n)
    combination = demands.combination[target, columns]
    cause = demands.cause[target, columns]
    return CheckSeries(
        name=name,
        clause=clause,
        situation=demands.situation,
        tag=tag,
        element="girder",
        unit=unit,
        place=places(table, deck_names),
        deck=table.deck,
        girder=table.girder,
        station=table.station,
        demand=floats(demand),
        resistance=floats(resistance),
        utilisation=floats(utilisation),
        status=states(floats(utilisation), outside=outside, skipped=skipped),
        combination=tuple(demands.names[k] for k in combination),
        cause=tuple(demands.causes[k] if k >= 0 else "" for k in cause),
        details={k: floats(v) for k, v in (details or {}).items()},
        target=target,
        workings=columns_of(workings, n),
    )


def places_series(
    name: str,
    clause: str,
    situation: str,
    unit: str,
    table: SectionRows,
    decks: Sequence[Deck],
    *,
    demand: Array,
    resistance: Array,
    combination: str | Sequence[str],
    utilisation: Array | None = None,
    cause: Sequence[str] | None = None,
    tag: str = "remembered",
    outside: Bools | None = None,
    skipped: Bools | None = None,
    details: Mapping[str, Array] | None = None,
    workings: Workings | None = None,
) -> CheckSeries:
    """One check at all girder sections whose demand is no combination of the tables.

    demand, resistance, utilisation : (n,);  utilisation : demand over resistance where left out
    combination : what governs, one for all or (n,);  cause : (n,) words
    """
    n = len(table.station)
    use = floats(demand) / floats(resistance) if utilisation is None else floats(utilisation)
    words = (combination,) * n if isinstance(combination, str) else tuple(combination)
    return CheckSeries(
        name=name,
        clause=clause,
        situation=situation,
        tag=tag,
        element="girder",
        unit=unit,
        place=places(table, tuple(deck.name for deck in decks)),
        deck=table.deck,
        girder=table.girder,
        station=table.station,
        demand=floats(demand) + np.zeros(n),
        resistance=floats(resistance) + np.zeros(n),
        utilisation=use + np.zeros(n),
        status=states(use + np.zeros(n), outside=outside, skipped=skipped),
        combination=words,
        cause=("",) * n if cause is None else tuple(cause),
        details={k: floats(v) + np.zeros(n) for k, v in (details or {}).items()},
        workings=columns_of(workings, n),
    )


def deck_column(table: SectionRows, decks: Sequence[Deck], value: Callable[[Deck], float]) -> Array:
    """A number of each section's deck.  (n,)"""
    return floats([value(deck) for deck in decks])[table.deck]


def girder_lines(table: SectionRows) -> Iterator[tuple[int, int, Ints]]:
    """Deck, girder and the rows of each girder in the order they are met along the bridge."""
    for deck in np.unique(table.deck):
        for girder in np.unique(table.girder[table.deck == deck]):
            rows = np.flatnonzero((table.deck == deck) & (table.girder == girder))
            # Before a station (side 1) comes before after it (side 0).
            yield int(deck), int(girder), rows[np.lexsort((-table.side[rows], table.station[rows]))]


def placed_series(
    name: str,
    clause: str,
    tag: str,
    element: str,
    unit: str,
    situation: str,
    place: Sequence[str],
    *,
    demand: Array,
    resistance: Array,
    utilisation: Array,
    combination: Sequence[str],
    cause: Sequence[str],
    deck: int = -1,
    station: Array | float = 0.0,
    outside: Bools | None = None,
    skipped: Bools | None = None,
    details: Mapping[str, Array] | None = None,
    workings: Workings | None = None,
) -> CheckSeries:
    """One check at n places that are not girder sections.

    demand, resistance, utilisation : (n,);  combination, cause : (n,) in words
    deck : index of the deck they belong to, -1 for none;  station : (n,) or one for all [m]
    workings : numbers the calculation note puts in, see CheckSeries; (n,) or one for all
    """
    n = len(place)
    use = floats(utilisation)
    return CheckSeries(
        name=name,
        clause=clause,
        situation=situation,
        tag=tag,
        element=element,
        unit=unit,
        place=tuple(place),
        deck=np.full(n, deck),
        girder=np.full(n, -1),
        station=np.array(np.broadcast_to(floats(station), (n,))),
        demand=floats(demand),
        resistance=floats(resistance),
        utilisation=use,
        status=states(use, outside=outside, skipped=skipped),
        combination=tuple(combination),
        cause=tuple(cause),
        details={k: floats(v) for k, v in (details or {}).items()},
        workings=columns_of(workings, n),
    )


def columns_of(workings: Workings | None, n: int) -> dict[str, Array]:
    """Workings as columns of n rows; a single number stands in every row."""
    return {k: np.array(np.broadcast_to(floats(v), (n,))) for k, v in (workings or {}).items()}


def governing_words(demands: PlaceDemands, target: Ints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Combination and cause behind the governing target of each place, in words."""
    rows = np.arange(len(target))
    cause, combination = demands.cause[target, rows], demands.combination[target, rows]
    return (
        tuple(demands.names[k] for k in combination),
        tuple(demands.causes[k] if k >= 0 else "" for k in cause),
    )


def joined(parts: Sequence[CheckSeries]) -> CheckSeries:
    """Parts of one check, e.g. its rows of several decks, as one series."""

    def column(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    first = parts[0]
    return replace(
        first,
        place=tuple(p for part in parts for p in part.place),
        combination=tuple(c for part in parts for c in part.combination),
        cause=tuple(c for part in parts for c in part.cause),
        deck=column("deck"),
        girder=column("girder"),
        station=column("station"),
        demand=column("demand"),
        resistance=column("resistance"),
        utilisation=column("utilisation"),
        status=column("status"),
        details={k: np.concatenate([p.details[k] for p in parts]) for k in first.details},
        workings={k: np.concatenate([p.workings[k] for p in parts]) for k in first.workings},
    )


def pick_rows(values: Array, target: Ints) -> Array:
    """values (t, n, q) at the governing target of each place -> (n, q)."""
    return np.asarray(values[target, np.arange(len(target))], dtype=float)
