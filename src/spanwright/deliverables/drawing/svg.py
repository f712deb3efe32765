"""A sheet as SVG: presentation attributes for any reader, classes for the report's themes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby

from spanwright.deliverables.drawing.sheet import Circle, Item, Label, Path, Sheet

# Fonts of one set of widths, so that text measured here keeps its room on every machine.
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Layer:
    """Line width [mm], colour, dash [mm] and fill of one layer."""

    width: float
    stroke: str = "#1d2733"
    dash: str = ""
    fill: str = "none"


# The one table of line types; a DXF writer would read the same.
LAYERS: dict[str, Layer] = {
    "soil": Layer(0.0, "none", fill="#e9e1d3"),
    "ground": Layer(0.3, "#7d6a4b"),
    "water": Layer(0.0, "none", fill="#d3e6f2"),
    "water-line": Layer(0.18, "#2a78a8", "2.2 0.9"),
    "hidden": Layer(0.16, "#5a6672", "1.4 0.8"),
    "pile": Layer(0.16, "#5a6672", fill="#dcdcd8"),
    "concrete": Layer(0.25, "#1d2733", fill="#cfcfca"),
    "slab": Layer(0.25, "#1d2733", fill="#bdbdb7"),
    "surfacing": Layer(0.12, "#1d2733", fill="#4c5157"),
    "steel": Layer(0.22, "#16324f", fill="#5f87ad"),
    "steel-heavy": Layer(0.22, "#16324f", fill="#2f5f8f"),
    "steel-line": Layer(0.22, "#16324f"),
    "brace": Layer(0.35, "#2f5f8f"),
    "barrier": Layer(0.2, "#1d2733", fill="#e3e3df"),
    "rail": Layer(0.18, "#1d2733"),
    "bearing": Layer(0.2, "#1d2733", fill="#ffffff"),
    "bearing-arrow": Layer(0.28, "#b3431e"),
    "joint": Layer(0.45, "#b3431e"),
    "outline": Layer(0.22, "#1d2733"),
    "bar": Layer(0.22, "#1d2733", fill="#1d2733"),
    "rebar": Layer(0.18, "#9a2f16", fill="#9a2f16"),
    "axis": Layer(0.14, "#b3431e", "4 0.8 0.8 0.8"),
    "dimension": Layer(0.14, "#3c4854"),
    "extension": Layer(0.1, "#8a949e"),
    "plate-0": Layer(0.15, "#16324f", fill="#eef3f8"),
    "plate-1": Layer(0.15, "#16324f", fill="#d9e5f0"),
    "plate-2": Layer(0.15, "#16324f", fill="#bcd2e6"),
    "plate-3": Layer(0.15, "#16324f", fill="#9cbcd9"),
    "grid": Layer(0.1, "#c4cad0"),
    "frame": Layer(0.5, "#1d2733"),
    "frame-thin": Layer(0.18, "#1d2733"),
}
TEXTS: dict[str, tuple[str, str]] = {  # layer -> colour, weight
    "text": ("#1d2733", "400"),
    "dim-text": ("#1d2733", "400"),
    "heading": ("#1d2733", "650"),
    "note": ("#55616d", "400"),
    "strong": ("#1d2733", "650"),
    "inverse": ("#ffffff", "650"),
}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", 1) if abs(
        value) < 0.005 else f"{value:.2f}".rstrip("0").rstrip(".")  # fmt: skip


def _shape(item: Path | Circle) -> str:
    title = f"<title>{escape(item.title)}</title>" if item.title else ""
    if isinstance(item, Circle):
        head = f'<circle cx="{_number(item.x)}" cy="{_number(item.y)}" r="{_number(item.radius)}"'
        return f"{head}>{title}</circle>" if title else f"{head}/>"
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in item.points)
    kind = "polygon" if item.is_closed else "polyline"
    return (
        f'<{kind} points="{points}">{title}</{kind}>' if title else f'<{kind} points="{points}"/>'
    )


def _text(label: Label) -> str:
    turn = (
        f' transform="rotate({_number(-label.angle)} {_number(label.x)} {_number(label.y)})"'
        if label.angle
        else ""
    )
    return (
        f'<text x="{_number(label.x)}" y="{_number(label.y)}" font-size="{_number(label.size)}" '
        f'text-anchor="{label.anchor}"{turn}>{escape(label.text)}</text>'
    )


def _group(layer: str, items: list[Item]) -> str:
    if layer in TEXTS:
        colour, weight = TEXTS[layer]
        head = f'<g class="dr-{layer}" fill="{colour}" font-weight="{weight}">'
        return head + "".join(_text(i) for i in items if isinstance(i, Label)) + "</g>"
    style = LAYERS[layer]
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    head = (
        f'<g class="dr-{layer}" stroke="{style.stroke}" stroke-width="{style.width:g}" '
        f'fill="{style.fill}"{dash}>'
    )
    return head + "".join(_shape(i) for i in items if not isinstance(i, Label)) + "</g>"


def to_svg(sheet: Sheet, title: str, description: str = "") -> str:
    """The sheet as one SVG element, sized in millimetres, painted in the order it was drawn."""
    groups = groupby(sheet.items, key=lambda item: item.layer)
    body = "\n".join(_group(layer, list(items)) for layer, items in groups)
    width, height = _number(sheet.width), _number(sheet.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" '
        f'aria-label="{escape(title, quote=True)}" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT}" stroke-linejoin="round">'
        f"<desc>{escape(description or title)}</desc>\n{body}\n</svg>"
    )
