"""The precast girder cut across: its concrete and where its strands lie."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import (
    horizontal_chain,
    metres,
    millimetres,
    vertical_chain,
    view_title,
)
from spanwright.deliverables.drawing.sheet import SMALL, TEXT, Label, Sheet, View
from spanwright.layout.precast import precast_outline
from spanwright.layout.strands import PITCH
from spanwright.layout.types import Deck, Precast, PrecastGirder

WIDTH: Final = 190.0  # mm
LEFT, TOP, BELOW = 24.0, 22.0, 16.0  # mm of paper around the view
SCALE: Final = 15.0
TABLE: Final = 108.0  # mm, where the table of rows begins
LINE: Final = 5.0  # mm


def outline_path(girder: PrecastGirder, top: float) -> tuple[list[float], list[float]]:
    """Corners of the girder (u = -offset, level) with its top at a level."""
    outline = precast_outline(girder)
    level, half = outline.level[0], 0.5 * outline.width[0]
    z = (top - level[-1] + level).tolist()
    u = [-girder.offset + h for h in half] + [-girder.offset - h for h in half[::-1]]
    return u, z + z[::-1]


def strand_points(girder: PrecastGirder) -> Array:
    """Each strand: distance from the web's plane, level above the soffit, sheath.  (q, 3) [m]

    Strands of one level lie PITCH apart, in pairs about the web; the bonded ones outside.
    """
    found: list[tuple[float, float, float]] = []
    for level in np.unique(girder.strand_level):
        here = girder.strand_level == level
        order = np.argsort(girder.strand_sheath[here], kind="stable")
        sheath = np.repeat(
            girder.strand_sheath[here][order], girder.strand_count[here][order].astype(int)
        )
        place = PITCH * (np.arange(sheath.size) - 0.5 * (sheath.size - 1))
        outside_in = np.argsort(-np.abs(place), kind="stable")
        found += [
            (float(place[k]), float(level), float(s))
            for k, s in zip(outside_in, sheath, strict=True)
        ]
    return np.array(found).reshape(-1, 3)


def strand_sheet(deck: Deck, given: Precast) -> Sheet:
    """One girder of the deck: sizes, strands as dots, sheathed ones as rings, and their rows."""
    girder = deck.precast_girders[0]
    depth = float(girder.depth.max())
    scale = 1000.0 / SCALE
    rows = _rows(girder)
    below = max(depth * scale, (len(rows) + 8) * LINE)
    sheet = Sheet(WIDTH, TOP + below + BELOW)
    sheet.scales.append(f"1 : {SCALE:g}")
    wide = max(float(girder.top_width[0]), float(girder.bottom_width[0]))
    view = View(sheet, LEFT + 0.5 * wide * scale, TOP + depth * scale, -girder.offset, 0.0, SCALE)
    view_title(sheet, f"Precast girder, deck {deck.name}",
               f"scale 1 : {SCALE:g}, sizes in mm", 4.0, 6.0)  # fmt: skip
    u, v = outline_path(girder, depth)
    view.path("concrete", u, v, closed=True, title=girder.name)
    half = 0.5 * given.strand_diameter
    for place, level, sheath in strand_points(girder):
        words = "strand" if sheath == 0 else f"strand, sheathed over {metres(sheath)} m"
        layer = "rebar" if sheath == 0 else "steel-line"
        view.circle(layer, -girder.offset + place, level, half, words)
    _sizes(view, girder, depth, wide)
    _table(sheet, given, girder, rows)
    return sheet


def _rows(girder: PrecastGirder) -> list[tuple[float, float, float]]:
    """Level, number and sheath of each row, from the bottom up."""
    every = zip(girder.strand_level, girder.strand_count, girder.strand_sheath, strict=True)
    return sorted((float(z), float(n), float(s)) for z, n, s in every)


def _sizes(view: View, girder: PrecastGirder, depth: float, wide: float) -> None:
    outline = precast_outline(girder)
    c = -girder.offset
    for width, paper in (
        (float(girder.top_width[0]), view.y(depth) - 4.0),
        (float(girder.bottom_width[0]), view.y(0.0) + 6.0),
    ):
        marks = [c - 0.5 * width, c + 0.5 * width]
        horizontal_chain(view, marks, paper, texts=[millimetres(width)])
    levels = outline.level[0].tolist()
    steps = [millimetres(b - a) for a, b in pairwise(levels)]
    vertical_chain(view, levels, view.x(c + 0.5 * wide) + 8.0, texts=steps)
    vertical_chain(view, [0.0, depth], view.x(c + 0.5 * wide) + 17.0, texts=[millimetres(depth)])


def _table(
    sheet: Sheet, given: Precast, girder: PrecastGirder, rows: list[tuple[float, float, float]]
) -> None:
    y = TOP
    sheet.write(Label("Strands, from the bottom up", TABLE, y, TEXT, layer="strong"))
    head = ("above the soffit", "number", "sheathed at both ends")
    columns = (TABLE, TABLE + 28.0, TABLE + 44.0)
    y += LINE
    for x, text in zip(columns, head, strict=True):
        sheet.write(Label(text, x, y, SMALL, layer="dim-text"))
    for level, count, sheath in rows:
        y += LINE
        texts = (
            f"{millimetres(level)} mm",
            f"{count:.0f}",
            "bonded to the end" if sheath == 0 else f"{metres(sheath)} m",
        )
        for x, text in zip(columns, texts, strict=True):
            sheet.write(Label(text, x, y, SMALL))
    total = float(girder.strand_count.sum())
    strand = f"ø {given.strand_diameter * 1e3:g} mm, {given.strand_area * 1e6:g} mm²"
    links = f"links ø {millimetres(given.link_bar)} mm, two legs"
    notes = (
        f"{total:.0f} strands {strand}, f_pk {given.strand_strength / 1e6:.0f} MPa",
        f"stressed to {given.jacking / 1e6:.0f} MPa, released at "
        f"{given.release_strength / 1e6:.0f} MPa cylinder strength",
        f"{links}, every {millimetres(given.link_spacing_ends)} mm near supports, "
        f"{millimetres(given.link_spacing)} mm between",
        f"bars through the diaphragms {given.continuity_bars * 1e4:.0f} cm², at the bottom",
    )
    y += LINE
    for text in notes:
        y += LINE
        sheet.write(Label(text, TABLE, y, SMALL))
