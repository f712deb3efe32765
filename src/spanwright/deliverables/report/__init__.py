"""The report: `Results` to a content tree; every chapter is one module."""

from __future__ import annotations

from spanwright.deliverables.content import Document
from spanwright.deliverables.report import arrangement as arrangement
from spanwright.deliverables.report import assumptions as assumptions
from spanwright.deliverables.report import basis as basis
from spanwright.deliverables.report import checks as checks
from spanwright.deliverables.report import closing as closing
from spanwright.deliverables.report import effects as effects
from spanwright.deliverables.report import front as front
from spanwright.deliverables.report import loading as loading
from spanwright.deliverables.report import notes as notes
from spanwright.deliverables.report import works as works
from spanwright.deliverables.results import Results


def document(results: Results, *, is_printed: bool = False) -> Document:
    """The whole report: what governs, drawings and results first; long tables as appendices.

    is_printed : for paper: of the longest tables the worst rows, and where the others are
    """
    return Document(
        results.summary.title,
        results.summary.place or "Calculation report",
        front.status(results),
        front.facts(results),
        (
            front.glance(results),
            arrangement.chapter(results),
            loading.chapter(results),
            effects.chapter(results),
            checks.chapter(results),
            *(() if (built := works.chapter(results.works, results.layout)) is None else (built,)),
            closing.chapter(results),
        ),
        closing.colophon(results),
        (
            assumptions.appendix(results),
            *basis.appendices(results),
            loading.appendix(results),
            *effects.appendix(results),
            checks.details(results),
            *notes.appendix(results),
            *checks.every_place(results, is_printed=is_printed),
            *works.appendix(results.works),
        ),
    )
