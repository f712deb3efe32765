"""A note for any check of a run: its own derivation where one is written, else the comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from spanwright.checks.types import FAILS, NOT_CHECKED, PASSES, STATUS, CheckSeries
from spanwright.notes import (
    abutments,
    bearings,
    caps,
    curvature,
    damage,
    fatigue,
    footings,
    girders,
    lrfd,
    lrfd_details,
    lrfd_members,
    piles,
    plates,
    prestressed,
    service,
    shafts,
    slab,
)
from spanwright.notes.book import Book, Derivation
from spanwright.notes.page import Page, difference, workings_of
from spanwright.notes.places import EVENT
from spanwright.notes.types import Note, Term

# The line-by-line notes by the name of their check: rules of one basis, and those of both.
BY_BASIS: Final[Mapping[str, Mapping[str, Derivation]]] = {
    "EN": {
        **girders.NOTES,
        **plates.NOTES,
        **service.NOTES,
        **fatigue.NOTES,
        **damage.NOTES,
        **curvature.NOTES,
        **slab.NOTES,
        **prestressed.NOTES,
        **shafts.NOTES,
        **caps.NOTES,
        **abutments.NOTES,
        **piles.SECTIONS,
        **footings.NOTES,
    },
    "AASHTO": {**lrfd.NOTES, **lrfd_details.NOTES, **lrfd_members.NOTES},
}
EVERYWHERE: Final[Mapping[str, Derivation]] = {
    **piles.NOTES,
    **bearings.NOTES,
}


def derivation_of(basis: str, name: str) -> Derivation | None:
    """The note of a check; None where it shows the comparison only.

    A check of an event (``pier shafts, earthquake``) has the note of the check it is named after.
    """
    known = {**EVERYWHERE, **BY_BASIS[basis]}
    return known.get(name) or known.get(EVENT.sub("", name))


def note_of(book: Book, series: CheckSeries, row: int) -> Note:
    """One check at one place, written out."""
    derive = derivation_of(book.basis, series.name)
    page = Page(series.tag, workings_of(series, row))
    is_derived = derive is not None and series.status[row] in (PASSES, FAILS)
    applies = series.status[row] != NOT_CHECKED
    if derive is not None and is_derived:
        derive(page, book, series, row)
    elif not applies:
        page.given("eta", series.utilisation[row], words="the check does not apply here")
    else:
        compare(page, series, row)
    terms = book.terms(series, row)
    return Note(
        check=series.name,
        place=series.place[row],
        situation=series.situation,
        clause=series.clause,
        tag=series.tag,
        unit=series.unit,
        status=STATUS[int(series.status[row])],
        combination=series.combination[row],
        cause=series.cause[row],
        terms=terms,
        steps=tuple(page.steps),
        details=() if is_derived or not applies else _details(series, row),
        demand=float(series.demand[row]),
        resistance=float(series.resistance[row]),
        utilisation=float(series.utilisation[row]),
        is_derived=is_derived,
        gap=max(page.gap, _last_gap(page, series, row), _sum_gap(book, series, row, terms)),
    )


def compare(page: Page, series: CheckSeries, row: int) -> None:
    """Demand over resistance, nothing more."""
    page.given("E_d", series.demand[row], series.unit, "demand")
    page.given("R_d", series.resistance[row], series.unit, "resistance")
    use, resistance = float(series.utilisation[row]), float(series.resistance[row])
    ratio = float(series.demand[row]) / resistance if resistance else math.inf
    if difference(float(ratio), use) <= 1e-12:
        page.step("eta", "E_d / R_d", words="utilisation")
    else:
        page.given("eta", use, words="utilisation: the worst of the values below")


def _details(series: CheckSeries, row: int) -> tuple[tuple[str, float], ...]:
    return tuple((name, float(values[row])) for name, values in series.details.items())


def _last_gap(page: Page, series: CheckSeries, row: int) -> float:
    """Difference between the page's last figure and the utilisation of the check."""
    return difference(page.steps[-1].result.value, float(series.utilisation[row]))


def _sum_gap(book: Book, series: CheckSeries, row: int, terms: tuple[Term, ...]) -> float:
    """Difference between the sum of the terms and the design effects behind the check."""
    demands = book.demand_of(series)
    if demands is None or not terms:
        return 0.0
    target = int(series.target[row])
    gaps = []
    for staged, parts in (
        (demands.moment, [t.factor * t.moment for t in terms]),
        (demands.shear, [t.factor * t.shear for t in terms]),
    ):
        # The parts may cancel: what counts is rounding beside the largest of them.
        scale = max([1.0, *(abs(part) for part in parts)])
        gaps.append(abs(sum(parts) - float(staged[target, :, row].sum())) / scale)
    return max(gaps)
