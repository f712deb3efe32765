"""Location plan: the bridge, the river it crosses and the bridges nearby, with north."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.context import joints, outline, placed
from spanwright.deliverables.drawing.annotate import metres, scale_bar, vertical_chain, view_title
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    TEXT,
    Label,
    Sheet,
    View,
    capitalised,
    standard_scale,
)
from spanwright.deliverables.geometry import edges
from spanwright.deliverables.results import Neighbour, Position
from spanwright.layout.curve import points
from spanwright.layout.types import Layout

WIDTH: Final = 272.0  # mm, as the strips of the arrangement
SIDE: Final = 22.0  # mm kept free beside the plan
TALLEST: Final = 150.0  # mm of plan
NEEDLE: Final = 9.0  # mm, half length of the north arrow
AROUND: Final = 0.03  # of the length shown, kept free around it
STEP: Final = 5.0  # m between points of a drawn curve


def location_sheet(
    layout: Layout, position: Position | None, neighbours: Sequence[Neighbour]
) -> Sheet:
    """The bridge with the bridges nearby, in the bridge's own axes."""
    low, high = edges(layout.decks[0])
    bands = [_band(layout, deck.supports[[0, -1]], low, high) for deck in layout.decks]
    corners = np.concatenate([*bands, *(np.array(outline(layout, n)) for n in neighbours)])
    margin = AROUND * float(np.ptp(corners[:, 0]))  # so that the names stand beside the decks
    (left, bottom), (right, top) = corners.min(axis=0) - margin, corners.max(axis=0) + margin
    denominator = max(
        standard_scale(float(right - left), WIDTH - 2 * SIDE),
        standard_scale(float(top - bottom), TALLEST),
    )
    scale = 1000.0 / denominator
    height = float(top - bottom) * scale
    sheet = Sheet(WIDTH, 34.0 + height)
    sheet.scales.append(f"1 : {denominator:g}")
    paper_left = (WIDTH - float(right - left) * scale) / 2
    view = View(sheet, paper_left, 20.0 + height, float(left), float(bottom), denominator)
    note = f"scale 1 : {denominator:g}, lengths in m"
    view_title(sheet, "Location", note, 4.0, 6.0)
    scale_bar(view, WIDTH - 60.0, 5.0)
    if position is not None:
        words = f"middle of the bridge {_degrees(position)}; heights above {position.height_datum}"
        sheet.write(Label(words, 4.0, 12.0, SMALL, layer="note"))
    if position is not None and position.banks:
        _river(view, layout, position.banks, (float(bottom), float(top)))
    for band in bands:
        view.path("bar", band[:, 0], band[:, 1], closed=True)
    x, y = (float(c) for c in points(layout.axis, layout.length / 2, high))
    view.label(capitalised(layout.name), x, y, dy=-1.6)
    for neighbour in neighbours:
        _neighbour(view, layout, neighbour)
    _distances(view, neighbours)
    if position is not None and position.bearing is not None:
        _north(sheet, position.bearing, WIDTH - 14.0, 30.0)
    return sheet


def _degrees(position: Position) -> str:
    """Latitude and longitude in words."""
    north, east = math.degrees(position.latitude), math.degrees(position.longitude)
    return f"{abs(north):.4f}° {'NS'[north < 0]}, {abs(east):.4f}° {'EW'[east < 0]}"


def _band(layout: Layout, ends: Array, low: float, high: float) -> Array:
    """Corners of a strip along the axis, anticlockwise.  (n, 2) [m]"""
    pieces = 1 if layout.axis.plan is None else max(1, int((ends[1] - ends[0]) / STEP))
    station = np.linspace(float(ends[0]), float(ends[1]), pieces + 1)
    right, left = (points(layout.axis, station, y) for y in (low, high))
    return np.concatenate([right, left[::-1]])


def _river(view: View, layout: Layout, banks: Sequence[float], reach: tuple[float, float]) -> None:
    """Between the banks, square to the axis: how they run is not surveyed."""
    first, last = (points(layout.axis, bank, np.array(reach)) for bank in banks)
    ring = np.concatenate([first, last[::-1]])
    view.path("water", ring[:, 0], ring[:, 1], closed=True)
    for edge in (first, last):
        view.path("water-line", edge[:, 0], edge[:, 1])
    words = "banks where the axis crosses them; how they run is not known"
    middle = (first[0] + last[0]) / 2
    view.label(words, float(middle[0]), float(middle[1]), dy=4.2, size=SMALL)


def _neighbour(view: View, layout: Layout, neighbour: Neighbour) -> None:
    ring = np.array(outline(layout, neighbour))
    view.path("concrete", ring[:, 0], ring[:, 1], closed=True)
    half = neighbour.width / 2
    for u in joints(neighbour)[1:-1]:
        ends = placed(layout, neighbour, np.array([(u, -1.5 * half), (u, 1.5 * half)]))
        view.path("outline", ends[:, 0], ends[:, 1])
    year = "" if neighbour.year is None else f", {neighbour.year}"
    runs = [(span, len(list(alike))) for span, alike in groupby(neighbour.spans)]
    spans = " + ".join(f"{n} × {metres(s)}" if n > 1 else metres(s) for s, n in runs)
    top = float(ring[:, 1].max())
    place = view.x(float(ring[:, 0].mean())), view.y(top) - 1.8
    view.sheet.place([
        Label(f"{neighbour.name}{year}: {neighbour.use} bridge, {spans} m", place[0],
              place[1] - step, TEXT, "middle")
        for step in (0.0, 4.0, 8.0)
    ])  # fmt: skip


def _distances(view: View, neighbours: Sequence[Neighbour]) -> None:
    """From axis to axis, left of everything."""
    for k, offset in enumerate(sorted({n.offset for n in neighbours})):
        chain = sorted((0.0, offset))
        vertical_chain(view, chain, view.left - 6.0 - 6.0 * k)


def _north(sheet: Sheet, bearing: float, x: float, y: float) -> None:
    """An arrow to true north.  bearing : of the paper's right-hand direction [rad]"""
    # the axis runs to the right at its bearing: north lies the bearing to its left
    east, up = math.cos(bearing), math.sin(bearing)
    tip, tail = (x + NEEDLE * east, y - NEEDLE * up), (x - NEEDLE * east, y + NEEDLE * up)
    sheet.path("outline", [tail, tip])
    back = (tip[0] - 3.0 * east, tip[1] + 3.0 * up)
    wings = [(back[0] + s * 1.1 * up, back[1] + s * 1.1 * east) for s in (-1.0, 1.0)]
    sheet.path("bar", [tip, *wings], closed=True)
    sheet.write(Label("N", tip[0] + 2.6 * east, tip[1] - 2.6 * up + 1.0, TEXT, "middle"))
