"""Drawings put on pages of paper: a frame, a title column, and as many views as fit.

PDF and DXF share these pages, so a sheet of paper and a layout of the file show the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spanwright.deliverables.drawing.sheet import (
    LARGE,
    SMALL,
    TEXT,
    Label,
    Sheet,
    text_width,
)
from spanwright.deliverables.drawing.sheets import Drawn, sheets_of
from spanwright.deliverables.results import Arranged

PAPERS = (("A3", 420.0, 297.0), ("A2", 594.0, 420.0), ("A1", 841.0, 594.0), ("A0", 1189.0, 841.0))
FILING, MARGIN = 20.0, 10.0  # mm, filing edge on the left and the other three (ISO 5457)
COLUMN = 108.0  # mm, width of the title column on the right
INSET = 3.0  # mm between frame and views


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing on a page: paper position of its upper left corner [mm]."""

    x: float
    y: float
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper.  width, height : [mm];  furniture : frame and title column, on top."""

    number: int
    paper: str
    width: float
    height: float
    views: tuple[Placed, ...]
    furniture: Sheet

    @property
    def title(self) -> str:
        return "; ".join(view.drawn.title for view in self.views)


def pages(results: Arranged) -> tuple[Page, ...]:
    """All drawings on pages, in reading order."""
    groups = tuple(_groups(sheets_of(results)))
    return tuple(_page(results, group, k, len(groups)) for k, group in enumerate(groups, start=1))


def _groups(drawn: Sequence[Drawn]) -> Iterator[tuple[Drawn, ...]]:
    """Neighbours of one kind and subject share a page of the smallest paper as long as they fit
    under each other."""
    group: list[Drawn] = []
    for one in drawn:
        joined = [*group, one]
        alike = (one.kind, one.subject) == (joined[0].kind, joined[0].subject)
        if group and (not alike or _paper(joined) != PAPERS[0]):
            yield tuple(group)
            joined = [one]
        group = joined
    if group:
        yield tuple(group)


def _paper(group: Sequence[Drawn]) -> tuple[str, float, float]:
    """The smallest paper that takes these drawings; the largest there is if none does."""
    wide = max(d.sheet.width for d in group) + FILING + MARGIN + COLUMN + 2 * INSET
    high = sum(d.sheet.height + INSET for d in group) + INSET + 2 * MARGIN
    return next((p for p in PAPERS if wide <= p[1] and high <= p[2]), PAPERS[-1])


def _page(results: Arranged, group: Sequence[Drawn], number: int, count: int) -> Page:
    paper, width, height = _paper(group)
    room = width - FILING - MARGIN - COLUMN
    spare = height - 2 * MARGIN - sum(d.sheet.height for d in group)
    gap = spare / (len(group) + 1)
    y, views = MARGIN + gap, []
    for one in group:
        views.append(Placed(FILING + (room - one.sheet.width) / 2, y, one))
        y += one.sheet.height + gap
    furniture = _furniture(results, group, (width, height), (number, count, paper))
    return Page(number, paper, width, height, tuple(views), furniture)


def _furniture(
    results: Arranged,
    group: Sequence[Drawn],
    size: tuple[float, float],
    place: tuple[int, int, str],
) -> Sheet:
    """Frame and title column: what is drawn, at which scale, for whom it stands and what not."""
    width, height = size
    number, count, paper = place
    sheet = Sheet(width, height)
    right, bottom, left = width - MARGIN, height - MARGIN, width - MARGIN - COLUMN
    _box(sheet, "frame", FILING, MARGIN, right, bottom)
    sheet.path("frame", [(left, MARGIN), (left, bottom)])
    scales = sorted({scale for d in group for scale in d.sheet.scales})
    blocks: list[tuple[str, Sequence[str], float, str]] = [
        ("Project", (results.summary.title, results.summary.place), LARGE, "heading"),
        ("Shown", [d.title for d in group], TEXT, "strong"),
        ("Scale", (", ".join(scales) or "not to scale",
                   "lengths and levels in m, plates and bars in mm"), TEXT, "text"),
        ("Stage of design", [v for k, v in results.summary.facts if k == "Stage of design"],
         TEXT, "text"),
        ("Standards", results.summary.standards, SMALL, "text"),
        ("Date of the project", [] if results.day is None else [results.day.isoformat()],
         TEXT, "text"),
        ("Sheet", (f"{number} of {count} ({paper})",), LARGE, "heading"),
    ]  # fmt: skip
    rows = [(h, [line for t in texts for line in wrap(t, COLUMN - 8.0, size)], size, layer)
            for h, texts, size, layer in blocks]  # fmt: skip
    y = bottom
    for head, lines, letter, layer in reversed([row for row in rows if row[1]]):
        y -= 7.0 + len(lines) * 1.45 * letter
        sheet.path("frame-thin", [(left, y), (right, y)])
        sheet.write(Label(head, left + 4.0, y + 3.6, 2.0, layer="note"))
        for k, line in enumerate(lines):
            at = y + 4.4 + (k + 0.95) * 1.45 * letter
            sheet.write(Label(line, left + 4.0, at, letter, layer=layer))
    return sheet


def _box(sheet: Sheet, layer: str, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.path(layer, [(x0, y0), (x1, y0), (x1, y1), (x0, y1)], closed=True)


def wrap(text: str, room: float, size: float) -> list[str]:
    """A text cut at spaces into lines no wider than `room` [mm]; a longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, 1.07 * size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
