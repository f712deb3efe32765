"""Calculation notes of the governing place of every check, as an appendix."""

from __future__ import annotations

from spanwright.deliverables.content import (
    Block,
    Calculation,
    Cell,
    Column,
    Facts,
    Paragraph,
    Section,
    Table,
    Tone,
)
from spanwright.deliverables.numbers import fixed, with_unit
from spanwright.deliverables.report.checks import split_unit
from spanwright.deliverables.report.gather import is_decided
from spanwright.deliverables.report.notes_text import TAGS, totals, verdict
from spanwright.deliverables.results import Results
from spanwright.notes.types import Note
from spanwright.notes.write import note_of

ABOUT = (
    "Each check written out at the place where its utilisation is largest: the factored actions, "
    "the formulas, the numbers put in. What is printed was evaluated, and every figure that the "
    "checks compute as well was compared with them. Any other place: spanwright show PROJECT "
    "girder 2 @ 312 m shear."
)
TONE: dict[str, Tone] = {"passes": "good", "fails": "bad"}


def appendix(results: Results) -> tuple[Section, ...]:
    """The notes; none for results without what they are written from."""
    if results.book is None:
        return ()
    sections = tuple(
        _section(note_of(results.book, series, series.worst), k)
        for k, series in enumerate(results.checks.series, start=1)
        if is_decided(series)
    )
    return (Section("notes", "Calculation notes", (Paragraph(ABOUT),), sections),)


def _section(note: Note, k: int) -> Section:
    blocks: list[Block] = [_head(note)]
    if note.terms:
        blocks.append(_terms(note, k))
    blocks.append(Calculation(note.steps))
    if note.details:
        rows = [(split_unit(name), value) for name, value in note.details]
        blocks.append(Facts(tuple((n, with_unit(value, unit, 4)) for (n, unit), value in rows)))
    text = verdict(note)
    blocks.append(Paragraph(f"{text[0].upper()}{text[1:]}.", TONE.get(note.status, "warn")))
    return Section(f"note-{k}", f"{note.check}, {note.situation}", tuple(blocks))


def _head(note: Note) -> Facts:
    rows = [("Place", note.place), ("Rule", f"{note.clause} ({TAGS[note.tag]})")]
    if note.combination:
        rows.append(("Combination", note.combination))
    if note.cause:
        rows.append(("Traffic placement", note.cause))
    return Facts(tuple(rows))


def _terms(note: Note, k: int) -> Table:
    """The governing combination: characteristic effects and what they are multiplied by."""
    columns = (
        Column("Action"), Column("Factor", "right"), Column("M", "right", "kNm"),
        Column("V", "right", "kN"),
    )  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = [
        (term.action, fixed(term.factor, 3), *_kilo(term.moment, term.shear)) for term in note.terms
    ]
    rows.append((Cell("Sum of factor times effect", "strong"), "", *_kilo(*totals(note))))
    caption = f"Characteristic effects and factors behind {note.check} at {note.place}."
    return Table(f"tab-note-{k}", caption, columns, tuple(rows))


def _kilo(moment: float, shear: float) -> tuple[Cell, Cell]:
    return (
        Cell(fixed(moment / 1e3, 1), order=moment / 1e3),
        Cell(fixed(shear / 1e3, 1), order=shear / 1e3),
    )
