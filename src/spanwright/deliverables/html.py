"""A content tree as one self-contained HTML file: style, scripts and figures inside."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

from spanwright.deliverables.content import (
    MOST_LISTED,
    Bars,
    Beside,
    Block,
    Calculation,
    Cards,
    Cell,
    Document,
    Facts,
    Figure,
    Fold,
    Listing,
    Note,
    Paragraph,
    Section,
    Table,
    Tiles,
    letter,
)
from spanwright.deliverables.formulas import as_html

# Nothing may be fetched, whatever a text or a figure contains.
BARS_IN_ONE = 20  # rows of bars in one column; more stand in two where there is room
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def _asset(name: str) -> str:
    return (files("spanwright.deliverables") / "assets" / name).read_text(encoding="utf-8")


class _Writer:
    """Turns blocks into HTML; counts figures and tables in reading order."""

    def __init__(self) -> None:
        self.figures = 0
        self.tables = 0

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                tone = f' class="{block.tone}"' if block.tone else ""
                return f"<p{tone}>{escape(block.text)}</p>"
            case Note():
                return (
                    f'<aside class="note {block.tone}"><strong>{escape(block.title)}</strong> '
                    f"{escape(block.text)}</aside>"
                )
            case Facts():
                return _facts(block)
            case Tiles():
                return _tiles(block)
            case Listing():
                items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
                return f"<ul>{items}</ul>"
            case Cards():
                return _cards(block)
            case Fold():
                inner = "\n".join(self.block(b) for b in block.blocks)
                return f"<details><summary>{escape(block.title)}</summary>{inner}</details>"
            case Beside():
                halves = (block.left, block.right)
                inner = "".join(f"<div>{''.join(map(self.block, half))}</div>" for half in halves)
                return f'<div class="beside">{inner}</div>'
            case Bars():
                return self._bars(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Calculation():
                return as_html(block.steps)

    def _figure(self, figure: Figure) -> str:
        self.figures += 1
        swatches = "".join(
            f'<span class="key"><i class="swatch {kind}"></i>{escape(words)}</span>'
            for kind, words in figure.legend
        )
        legend = f'<div class="legend">{swatches}</div>' if swatches else ""
        return (
            f'<figure id="{figure.key}" class="{figure.width}">{legend}'
            f'<div class="canvas">{figure.svg}</div>'
            f"<figcaption><b>Figure {self.figures}.</b> {escape(figure.caption)}</figcaption>"
            "</figure>"
        )

    def _bars(self, bars: Bars) -> str:
        self.figures += 1
        top = max(1.1, *(min(value, 2.0) for _, _, value, _, _ in bars.rows)) if bars.rows else 1.1
        many = " many" if len(bars.rows) > BARS_IN_ONE else ""
        rows = "".join(
            f'<div class="bar-row"><div class="bar-name">{escape(name)}'
            f"<small>{escape(detail)}</small></div>"
            f'<div class="bar-track"><i class="bar {tone}" style="width:'
            f'{_percent(value / top)}"></i>'
            f'<i class="bar-one" style="left:{_percent(1 / top)}"></i></div>'
            f'<div class="bar-value {tone}">{escape(text)}</div></div>'
            for name, detail, value, text, tone in bars.rows
        )
        caption = f"<figcaption><b>Figure {self.figures}.</b> {escape(bars.caption)}</figcaption>"
        return (
            f'<figure id="{bars.key}" class="page"><div class="bars{many}" role="img" '
            f'aria-label="{escape(bars.caption)}">{rows}</div>{caption}</figure>'
        )

    def _table(self, table: Table) -> str:
        self.tables += 1
        head = "".join(
            f'<th scope="col" class="{c.align}">{escape(c.name)}'
            + (f"<small>{escape(c.unit)}</small>" if c.unit else "")
            + "</th>"
            for c in table.columns
        )
        body = "".join(
            "<tr>" + "".join(map(_cell, row, table.columns)) + "</tr>" for row in table.rows
        )
        note = f'<p class="table-note">{escape(table.note)}</p>' if table.note else ""
        kinds = "sortable filterable" if table.is_filterable else "sortable"
        widths = ""
        if all(c.width for c in table.columns):
            kinds += " fixed"
            cols = "".join(f'<col style="width:{c.width}%">' for c in table.columns)
            widths = f"<colgroup>{cols}</colgroup>"
        return (
            f'<div class="table" id="{table.key}"><table class="{kinds}">'
            f"<caption><b>Table {self.tables}.</b> {escape(table.caption)}</caption>"
            f"{widths}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</div>"
        )

    def section(self, section: Section, number: str, level: int) -> str:
        parts = [
            f'<section id="{section.key}"><h{level}><span class="number">{number}</span>'
            f"{escape(section.title)}</h{level}>"
        ]
        parts += [self.block(block) for block in section.blocks]
        parts += [
            self.section(inner, f"{number}.{k}", min(level + 1, 6))
            for k, inner in enumerate(section.sections, start=1)
        ]
        parts.append("</section>")
        return "\n".join(parts)


def _percent(fraction: float) -> str:
    return f"{100 * max(0.0, min(1.0, fraction)):.1f}%"


def _cell(cell: Cell | str, column: object) -> str:
    align = getattr(column, "align", "left")
    if isinstance(cell, str):
        cell = Cell(cell)
    words = (align if align != "left" else "", cell.tone, "" if cell.bar is None else "has-bar")
    classes = " ".join(word for word in words if word)
    kind = f' class="{classes}"' if classes else ""
    order = (
        "" if cell.order is None else f' data-order="{cell.order:.9g}"'.replace("inf", "Infinity")
    )
    style = f' style="--bar:{_percent(cell.bar)}"' if cell.bar is not None else ""
    # long addresses may break after their dots and underscores, numbers may not
    text = re.sub(r"(?<=[a-z\])])([._/])(?=[a-zA-Z])", r"\1<wbr>", escape(cell.text))
    if cell.url.startswith(("https://", "http://")):
        text = f'<a href="{escape(cell.url, quote=True)}" rel="noreferrer">{text}</a>'
    return f"<td{kind}{order}{style}>{text}</td>"


def _facts(facts: Facts) -> str:
    rows = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.rows)
    return f'<dl class="facts">{rows}</dl>'


def _tiles(tiles: Tiles) -> str:
    inner = "".join(
        f'<div class="tile {t.tone}"><b>{escape(t.value)}</b><span>{escape(t.label)}</span></div>'
        for t in tiles.tiles
    )
    return f'<div class="tiles">{inner}</div>'


def _cards(cards: Cards) -> str:
    out = []
    for card in cards.cards:
        lines = "".join(
            f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in card.lines
        )
        out.append(
            f'<article class="card {card.tone}"><h4>{escape(card.title)}</h4><dl>{lines}</dl>'
            f'<p class="verdict">{escape(card.verdict)}</p></article>'
        )
    return f'<div class="cards">{"".join(out)}</div>'


def _contents(document: Document) -> str:
    def entries(items: tuple[Section, ...], prefix: str) -> str:
        rows = []
        if prefix not in ("", "appendix") and len(items) > MOST_LISTED:
            return ""
        for k, section in enumerate(items):
            number = letter(k) if prefix == "appendix" else f"{prefix}{k + 1}"
            inner = entries(section.sections, number + ".") if "." not in prefix else ""
            rows.append(
                f'<li><a href="#{section.key}"><span class="number">{number}</span>'
                f"{escape(section.title)}</a>{inner}</li>"
            )
        return f"<ol>{''.join(rows)}</ol>" if rows else ""

    appendices = entries(document.appendices, "appendix")
    heading = '<p class="contents-part">Appendices</p>' if appendices else ""
    return entries(document.sections, "") + heading + appendices


def to_html(document: Document) -> str:
    """The document as one HTML 5 file."""
    writer = _Writer()
    body = "\n".join(
        writer.section(section, str(k), 2) for k, section in enumerate(document.sections, start=1)
    )
    body += "\n" + "\n".join(
        writer.section(section, letter(k), 2) for k, section in enumerate(document.appendices)
    )
    title = escape(document.title)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="generator" content="spanwright">
<title>{title}</title>
<style>
{_asset("report.css")}
</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav class="contents" aria-label="Contents">
<div class="contents-head"><a href="#top">{title}</a>
<button type="button" id="theme" aria-label="Switch between light and dark">◐</button></div>
{_contents(document)}
</nav>
<main id="content">
<header class="cover" id="top">
<p class="kicker">{escape(document.subtitle)}</p>
<h1>{title}</h1>
<p class="status">{escape(document.status)}</p>
{_facts(Facts(document.facts))}
</header>
{body}
<footer>{escape(document.colophon)}</footer>
</main>
<div id="read-out" role="status" aria-live="polite" hidden></div>
<script>
{_asset("report.js")}
</script>
</body>
</html>
"""
