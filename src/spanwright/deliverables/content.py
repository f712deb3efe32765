"""The content of a report as a tree of frozen blocks; HTML is one writer of it.

Texts are plain: the writer escapes them.  Figures carry finished SVG with presentation
attributes, so that any writer can use it.  Numbers of figures and tables are given by the writer
in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spanwright.notes.types import Step

Tone = Literal["", "good", "bad", "warn", "muted", "strong"]
Align = Literal["left", "right", "center"]
MOST_LISTED = 12  # subsections a table of contents names; of more, only their section


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text, what it sorts by when that is not the text, and a bar behind it.

    bar : fraction of the cell's width to fill (a utilisation), None for no bar
    """

    text: str
    tone: Tone = ""
    order: float | None = None
    bar: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column.  width : share of the table in percent, 0 for as wide as its content."""

    name: str
    align: Align = "left"
    unit: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table.  `is_filterable` puts a search field above it (where there are scripts)."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    is_filterable: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure.  width: "page" for ordinary ones, "wide" for landscape drawings."""

    key: str
    caption: str
    svg: str
    width: Literal["narrow", "page", "wide"] = "page"
    legend: tuple[tuple[str, str], ...] = ()  # (class of the swatch, words)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed remark."""

    title: str
    text: str
    tone: Tone = "warn"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values, set as a grid."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline number."""

    value: str
    label: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Utilisations as bars with the line at 1.0; label, detail, value, printed value, tone."""

    key: str
    caption: str
    rows: tuple[tuple[str, str, float, str, Tone], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A conflict or a contradiction: a title, labelled lines and a verdict."""

    title: str
    lines: tuple[tuple[str, str], ...]
    verdict: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Cards:
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks shown on demand on screen, always in print."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks set beside each other where there is room."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Calculation:
    """Lines of a calculation note: symbols, numbers put in, result, source."""

    steps: tuple[Step, ...]


Block = (
    Table | Figure | Paragraph | Note | Facts | Tiles | Bars | Cards | Listing | Fold | Beside
    | Calculation
)  # one of these  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; `key` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def letter(k: int) -> str:
    """Name of an appendix: 0 is A, 25 is Z, 26 is AA."""
    return (letter(k // 26 - 1) if k >= 26 else "") + chr(ord("A") + k % 26)


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report: title block, numbered sections, then appendices with letters."""

    title: str
    subtitle: str
    status: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    colophon: str = ""
    appendices: tuple[Section, ...] = ()
