"""The content tree of the report as a PDF, set by typst from one template.

The template is a file of the package; texts go to it as data, so nothing a user writes is ever
read as a command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.content import (
    MOST_LISTED,
    Bars,
    Calculation,
    Cell,
    Document,
    Figure,
    Section,
    Table,
)
from spanwright.deliverables.formulas import as_typst

# DejaVu Sans comes with matplotlib: figures look alike on every machine.  Its letters are wider
# than the Arial the figures were laid out with; at this size they need the same room.
FONT, NARROWER = "DejaVu Sans", 0.87
MOST_WIDE, MOST_HIGH = 130.0, 225.0  # mm of a page that a drawing with its headings may take
LETTERS_BESIDE = 400  # of the words on the page of a wide drawing: about four lines
BREAK = "\u200b"  # a long address may break here


def to_pdf(document: Document) -> bytes:
    """The document as A4 pages; the same bytes whenever it is made.

    Raises MissingExtra without typst.
    """
    try:
        import typst
    except ImportError:
        raise MissingExtra(
            "the PDF report needs typst; install it with: pip install 'spanwright[pdf]'"
        ) from None
    import matplotlib as mpl

    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    template = files("spanwright.deliverables") / "assets" / "report.typ"
    with TemporaryDirectory(prefix="spanwright-") as folder:
        place = Path(folder)
        tree = _Tree(place).document(document)
        (place / "content.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
        (place / "report.typ").write_text(template.read_text(encoding="utf-8"), "utf-8")
        content = typst.compile(
            str(place / "report.typ"), root=folder, font_paths=[str(fonts)], timestamp=0
        )
    assert isinstance(content, bytes)
    return content


class _Tree:
    """Blocks as plain data; figures as files beside it, counted in reading order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.figures = 0

    def document(self, document: Document) -> dict[str, Any]:
        return {
            "title": document.title,
            "subtitle": document.subtitle,
            "status": document.status,
            "status_short": document.colophon.split(";")[0].split(". ")[0],
            "facts": document.facts,
            "flow": list(_turned(self.flow(document.sections, 1))),
            "appendices": list(_turned(self.flow(document.appendices, 1))),
            "colophon": document.colophon,
        }

    def flow(self, sections: Sequence[Section], level: int) -> Iterator[dict[str, Any]]:
        """Headings and blocks in reading order."""
        is_listed = level == 1 or len(sections) <= MOST_LISTED
        for section in sections:
            title, key = section.title, section.key
            yield {
                "kind": "Heading", "level": level, "title": title, "key": key, "listed": is_listed,
            }  # fmt: skip
            yield from (self.value(block) for block in section.blocks)
            yield from self.flow(section.sections, level + 1)

    def value(self, value: Any) -> Any:
        """Any value of the tree; a dataclass becomes its fields and its kind."""
        match value:
            case Figure():
                return self.figure(value)
            case Table():
                return self.table(value)
            case Bars():
                top = max([1.1, *(min(row[2], 2.0) for row in value.rows)])
                rows = [(n, d, min(v, 1e3), text, tone) for n, d, v, text, tone in value.rows]
                return {"kind": "Bars", "caption": value.caption, "rows": rows, "top": top}
            case Calculation():
                return {"kind": "Calculation", "rows": as_typst(value.steps)}
            case tuple():
                return [self.value(item) for item in value]
            case _ if is_dataclass(value):
                pairs = {f.name: self.value(getattr(value, f.name)) for f in fields(value)}
                return {"kind": type(value).__name__, **pairs}
        return value

    def figure(self, figure: Figure) -> dict[str, Any]:
        self.figures += 1
        name = f"figure-{self.figures}.svg"
        (self.folder / name).write_text(_set_in_dejavu(figure.svg), "utf-8")
        paper = re.match(r'<svg[^>]* width="([\d.]+)mm" height="([\d.]+)mm"', figure.svg)
        most = MOST_WIDE if figure.width == "wide" else MOST_HIGH
        shrink = min(1.0, most / float(paper.group(2))) if paper else 1.0
        return {
            "kind": "Figure",
            "caption": figure.caption,
            "file": name,
            "width": figure.width,
            # drawings keep their scale wherever the paper is large enough
            "width_mm": shrink * float(paper.group(1)) if paper else 0.0,
            "legend": figure.legend,
        }

    def table(self, table: Table) -> dict[str, Any]:
        shares = _shares(table)
        return {
            "kind": "Table",
            "caption": table.caption,
            "columns": [
                {"name": c.name, "align": c.align, "unit": c.unit, "share": share}
                for c, share in zip(table.columns, shares, strict=True)
            ],
            "rows": [[_cell(cell) for cell in row] for row in table.rows],
            "note": table.note,
        }


def _turned(flow: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Wide figures go on a turned page, with the headings and words that stand right before."""
    waiting: list[dict[str, Any]] = []
    for block in flow:
        if block["kind"] in ("Heading", "Paragraph"):
            waiting.append(block)
            continue
        is_wide = block["kind"] == "Figure" and block["width"] == "wide"
        if is_wide and sum(len(b.get("text", "")) for b in waiting) <= LETTERS_BESIDE:
            yield {"kind": "Turned", "blocks": [*waiting, block]}
        else:
            yield from waiting
            yield {"kind": "Turned", "blocks": [block]} if is_wide else block
        waiting = []
    yield from waiting


def _cell(cell: Cell | str) -> dict[str, Any]:
    if isinstance(cell, str):
        cell = Cell(cell)
    url = cell.url if cell.url.startswith(("https://", "http://")) else ""
    bar = -1.0 if cell.bar is None else max(0.0, min(cell.bar, 1.0))
    return {"text": _breakable(cell.text), "tone": cell.tone, "url": url, "bar": bar}


def _breakable(text: str) -> str:
    """Long addresses may break after their dots, underscores and slashes; numbers may not."""
    return re.sub(r"(?<=[a-z\])])([._/])(?=[a-zA-Z])", rf"\1{BREAK}", text)


def _shares(table: Table) -> list[float]:
    """Shares of the page's width; all 0 where the content is narrow and sets its own.

    A column of long texts gets room by the root of its mean length: it may wrap, a number not.
    """
    if all(c.width for c in table.columns):
        return [float(c.width) for c in table.columns]
    lengths = [_lengths(table, k) for k in range(len(table.columns))]
    longest = [max(column) for column in lengths]
    if sum(longest) + 2 * len(longest) <= 95:  # characters on a line of a table
        return [0.0] * len(longest)
    means = [sum(column) / len(column) for column in lengths]
    return [
        float(most + 4) if most <= 14 else max(16.0, 14.0 * (mean / 14.0) ** 0.6)
        for most, mean in zip(longest, means, strict=True)
    ]


def _lengths(table: Table, column: int) -> list[int]:
    head = table.columns[column]
    words = [max((len(word) for word in f"{head.name} {head.unit}".split()), default=0)]
    for row in table.rows:
        cell = row[column]
        words.append(len(cell if isinstance(cell, str) else cell.text))
    return words


def _set_in_dejavu(svg: str) -> str:
    """A figure whose texts take the font we ship, in the room they were given."""
    smaller = re.sub(
        r'font-size="([\d.]+)"', lambda m: f'font-size="{float(m[1]) * NARROWER:.2f}"', svg
    )
    return re.sub(r'font-family="[^"]*"', f'font-family="{FONT}"', smaller)
