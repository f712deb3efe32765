"""Calculation notes as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from spanwright.deliverables.formulas import Text, pieces
from spanwright.deliverables.numbers import fixed, power, utilisation, with_unit
from spanwright.deliverables.report.checks import split_unit
from spanwright.notes.page import ALIKE
from spanwright.notes.types import Note, Step

TAGS = {
    "read": "read in its source",
    "computed": "derived, with a check value",
    "remembered": "from memory, unverified",
}
STEP = 26  # where the formulas of a page begin


def lines(note: Note) -> Iterator[str]:
    """A note as a page of text."""
    yield f"{note.check}: {note.place}"
    yield f"{note.clause} [{note.tag}: {TAGS[note.tag]}], {note.situation}"
    yield ""
    yield from _combination(note)
    for step in note.steps:
        yield from _step(step)
    if note.details:
        yield ""
        yield "intermediate values of the check:"
        for name, value in note.details:
            label, unit = split_unit(name)
            yield f"  {label} = {with_unit(value, unit, 4)}"
    yield ""
    yield verdict(note)


def _combination(note: Note) -> Iterator[str]:
    if note.combination:
        yield f"combination: {note.combination}"
    if note.cause:
        yield f"traffic: {note.cause}"
    if note.terms:
        width = max(len(term.action) for term in note.terms)
        yield f"  {'action':{width}} {'factor':>7}  {'M':>12}  {'V':>11}   characteristic"
        for term in note.terms:
            yield (
                f"  {term.action:{width}} {fixed(term.factor, 3):>7}  "
                f"{_kilo(term.moment):>8} kNm  {_kilo(term.shear):>8} kN"
            )
        moment, shear = totals(note)
        yield (
            f"  {'sum of factor times effect':{width + 8}}  {_kilo(moment):>8} kNm  "
            f"{_kilo(shear):>8} kN"
        )
    if note.combination or note.cause or note.terms:
        yield ""


def totals(note: Note) -> tuple[float, float]:
    """M and V of the combination."""
    return (
        sum(term.factor * term.moment for term in note.terms),
        sum(term.factor * term.shear for term in note.terms),
    )


def _kilo(value: float) -> str:
    return fixed(value / 1e3, 1)


def _step(step: Step) -> Iterator[str]:
    parts = pieces(step, Text())
    said = f"[{step.tag}] {step.source}" if step.source else ""
    remark = ", ".join(part for part in (step.words, said) if part)
    head, *rest = parts
    if len(rest) == 1:
        yield f"{head} = {rest[0]}".ljust(STEP) + (f"  {remark}" if remark else "")
        return
    yield f"{head} = {rest[0]}".ljust(STEP) + (f"  {remark}" if remark else "")
    indent = " " * len(head)
    yield from (f"{indent} = {part}" for part in rest[1:])


def verdict(note: Note) -> str:
    """The last line: utilisation, what it means, and that the page agrees with the checks."""
    sign = {"passes": "≤ 1", "fails": "> 1"}.get(note.status, "")
    text = f"utilisation {utilisation(note.utilisation)} {sign}: {note.status}"
    if note.gap > ALIKE:
        return f"{text}; this page differs from the check by {power(note.gap)}"
    return f"{text}; the page agrees with the check to 10⁻⁹"
