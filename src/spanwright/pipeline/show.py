"""`spanwright show`: calculation notes of a project, or the list of what can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.errors import InputError
from spanwright.datum.terminal import Progress
from spanwright.deliverables.numbers import utilisation
from spanwright.deliverables.report.notes_text import lines
from spanwright.deliverables.results import Results
from spanwright.notes.find import find
from spanwright.notes.write import note_of
from spanwright.pipeline import results_for
from spanwright.project.reader import read_project

SEVERAL = 3  # notes printed in full; of more only the list
COLUMNS, NAME = 80, 36  # of a terminal, and of the names of most checks


def show(project: Path, words: str, progress: Progress, *, fresh: bool = False) -> str:
    """Notes of what ``words`` mean; without words the list of checks.

    Kept results of the same input are used where there are some.
    Raises InputError for an element, place or check that is not there.
    """
    with progress("reading the project"):
        reading = read_project(project)
    results = results_for(reading, progress, fresh=fresh)
    return "\n".join(_listing(results) if not words.strip() else _pages(results, words))


def _pages(results: Results, words: str) -> Iterator[str]:
    series = results.checks.series
    found = find(series, words)
    if results.book is None:
        raise InputError("show", "these results were made without notes")
    if found.remark:
        yield f"{found.remark}\n"
    if len(found.pairs) > SEVERAL:
        yield "checks here; name one to see its calculation:"
        yield from _table([(series[k], row) for k, row in found.pairs])
        return
    for order, (k, row) in enumerate(found.pairs):
        if order:
            yield f"\n{'─' * 72}\n"
        yield from lines(note_of(results.book, series[k], row))


def _listing(results: Results) -> Iterator[str]:
    yield "checks of this run, with their largest utilisation:"
    everything = results.checks.series
    for element in dict.fromkeys(one.element for one in everything):
        yield f"\n{element}"
        own = (one for one in everything if one.element == element)
        yield from _table([(one, one.worst if known(one) else 0) for one in own])
    yield ""
    yield "show one:  spanwright show PROJECT girder 2 @ 312 m shear"
    yield "           spanwright show PROJECT pier 5 shear"
    yield "           spanwright show PROJECT PLACE CHECK, with words of the lines above"


def known(one: CheckSeries) -> bool:
    """Whether a check has a utilisation anywhere."""
    return not np.isnan(one.utilisation).all()


def _table(rows: Sequence[tuple[CheckSeries, int]]) -> Iterator[str]:
    """Utilisation, check and place within 80 columns; a long one takes a second line."""
    for one, row in rows:
        use, name = utilisation(float(one.utilisation[row])), f"{one.name}, {one.situation}"
        place = one.place[row] if one.place else ""
        head, tail = f"  {use:>5}  {name:<{NAME}}", f"  {place}"
        if len(head) + len(tail) <= COLUMNS:
            yield f"{head}{tail}".rstrip()
        else:
            yield head.rstrip()
            yield f"{'':{min(len(f'  {use:>5}  ') + NAME, COLUMNS - len(tail))}}{tail}"
