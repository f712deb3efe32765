"""Plate schedule: every girder's flanges and web along its deck, equal girders drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spanwright.deliverables.drawing.annotate import (
    horizontal_chain,
    metres,
    millimetres,
    view_title,
)
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    TEXT,
    Dimension,
    Label,
    Sheet,
    View,
)
from spanwright.layout.types import Deck, Girder

WIDTH = 272.0  # mm
LEFT, RIGHT = 24.0, 4.0
ROW = 13.0  # mm, height of a row of plates: room for upright text


def same_plates(a: Girder, b: Girder) -> bool:
    """Whether two girders differ in nothing but name and offset."""
    names = ("joints", "top_width", "top_thickness", "web_thickness", "bottom_width",
             "bottom_thickness", "depth_station", "depth")  # fmt: skip
    return all(
        getattr(a, n).shape == getattr(b, n).shape
        and bool(np.allclose(getattr(a, n), getattr(b, n)))
        for n in names
    )


def girder_groups(deck: Deck) -> list[list[Girder]]:
    """Girders of a deck with equal plates, in order."""
    groups: list[list[Girder]] = []
    for girder in deck.steel_girders:
        home = next((g for g in groups if same_plates(g[0], girder)), None)
        if home is None:
            groups.append([girder])
        else:
            home.append(girder)
    return groups


def draw_schedule(deck: Deck) -> Sheet:
    """All girders of one deck: lengths to one scale along the paper, plates as labelled boxes."""
    groups = girder_groups(deck)
    length = float(deck.supports[-1] - deck.supports[0])
    denominator = length * 1000.0 / (WIDTH - LEFT - RIGHT)
    block = 4 * ROW + 16.0
    height = 26.0 + len(groups) * block
    sheet = Sheet(WIDTH, height)
    title = f"Plate schedule, deck {deck.name}"
    view_title(sheet, title, "plates b × t in mm, stations and lengths in m", 4.0, 6.0)
    view = View(sheet, LEFT, 20.0, float(deck.supports[0]), 0.0, denominator)
    horizontal_chain(view, [float(x) for x in deck.supports], 16.0, size=SMALL)
    for i, group in enumerate(groups):
        _block(view, deck, group, 24.0 + i * block)
    return sheet


def _block(view: View, deck: Deck, group: Sequence[Girder], top: float) -> None:
    sheet, girder = view.sheet, group[0]
    numbers = ", ".join(g.name.removeprefix("girder ") for g in group)
    sheet.write(Label(f"girder{'s' if len(group) > 1 else ''} {numbers}", 4.0, top + 1.0, TEXT,
                      layer="strong"))  # fmt: skip
    rows = (
        ("top flange", girder.top_width, girder.top_thickness),
        ("web", None, girder.web_thickness),
        ("bottom flange", girder.bottom_width, girder.bottom_thickness),
    )
    y = top + 4.0
    heaviest = max(float(girder.top_thickness.max()), float(girder.bottom_thickness.max()))
    for name, widths, thickness in rows:
        sheet.write(Label(name, 4.0, y + ROW / 2 + 0.8, SMALL))
        texts = [
            (f"{millimetres(float(b))}×" if widths is not None else "t ") + millimetres(float(t))
            for b, t in zip(thickness if widths is None else widths, thickness, strict=True)
        ]
        limit = float(thickness.max()) if widths is None else heaviest
        _row(view, girder, texts, thickness / limit, y)
        y += ROW
    _depth(view, deck, girder, y)
    x = [float(j) for j in girder.joints]
    horizontal_chain_vertical_text(view, x, y + ROW + 2.0)


def _row(view: View, girder: Girder, texts: list[str], weight: np.ndarray, y: float) -> None:
    """Boxes of one plate line; equal neighbours share a label, heavier plates are darker."""
    sheet = view.sheet
    for k, text in enumerate(texts):
        a, b = view.x(float(girder.joints[k])), view.x(float(girder.joints[k + 1]))
        layer = "plate-" + str(min(3, int(weight[k] * 3.999)))
        sheet.path(layer, [(a, y), (b, y), (b, y + ROW - 1.5), (a, y + ROW - 1.5)], closed=True,
                   title=text)  # fmt: skip
    start = 0
    for k in range(1, len(texts) + 1):
        if k < len(texts) and texts[k] == texts[start]:
            continue
        a, b = view.x(float(girder.joints[start])), view.x(float(girder.joints[k]))
        flat = Label(texts[start], (a + b) / 2, y + (ROW - 1.5) / 2 + 0.8, SMALL, "middle")
        upright = Label(
            texts[start], (a + b) / 2 + 0.75, y + (ROW - 1.5) / 2, SMALL, "middle", 90.0
        )
        sheet.write(flat if flat.width < b - a - 0.6 else upright)
        start = k


def _depth(view: View, deck: Deck, girder: Girder, y: float) -> None:
    """Depth of the steel along the deck, drawn in a row; its values at the ends and extremes."""
    sheet = view.sheet
    sheet.write(Label("depth", 4.0, y + ROW / 2 + 0.8, SMALL))
    room = ROW - 4.0
    deepest = float(girder.depth.max())
    base = y + 1.0
    u = [view.x(float(x)) for x in girder.depth_station]
    v = [base + room * float(d) / deepest for d in girder.depth]
    sheet.path("steel", [(u[0], base), *zip(u, v, strict=True), (u[-1], base)], closed=True)
    shallow = float(girder.depth.min())
    words = (
        metres(deepest) if deepest - shallow < 1e-9 else f"{metres(shallow)} to {metres(deepest)}"
    )
    at = (float(deck.supports[0]) + float(deck.supports[1])) / 2
    sheet.write(Label(words, view.x(at), base + room / 2 + 0.8, SMALL, "middle", layer="inverse"))


def horizontal_chain_vertical_text(view: View, stations: Sequence[float], y: float) -> None:
    """Lengths of the plate pieces under the block; upright where they do not fit."""
    sheet, first, found = view.sheet, len(view.sheet.items), []
    xs = [view.x(s) for s in stations]
    sheet.path("dimension", [(xs[0], y), (xs[-1], y)])
    for x in xs:
        sheet.path("dimension", [(x - 0.7, y + 0.7), (x + 0.7, y - 0.7)])
    for k in range(len(xs) - 1):
        text = metres(stations[k + 1] - stations[k])
        middle, room = (xs[k] + xs[k + 1]) / 2, xs[k + 1] - xs[k]
        flat = Label(text, middle, y + 2.9, SMALL, "middle", layer="dim-text")
        upright = Label(text, middle + 0.75, y + 1.2, SMALL, "end", 90.0, "dim-text")
        label = sheet.write(flat if flat.width < room - 0.4 else upright)
        ends = (xs[k], y), (xs[k + 1], y)
        found.append(Dimension(*ends, (middle, y), False, False, label, (), first))
    sheet.dimensions += [replace(one, last=len(sheet.items)) for one in found]
