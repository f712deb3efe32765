"""Plan in true shape of a bridge on a curve, and bands of its curvature, crossfall and level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import scale_bar, view_title
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    TEXT,
    Label,
    Sheet,
    View,
    capitalised,
    standard_scale,
)
from spanwright.deliverables.geometry import edges, fall, road_level
from spanwright.layout.curve import curvature, points, triad
from spanwright.layout.types import Abutment, Layout, Pier

WIDTH: Final = 272.0  # mm, as the strips of the arrangement
SIDE: Final = 14.0  # mm kept free beside the plan
BAND: Final = 15.0  # mm, height of one band
STEP: Final = 1.0  # m between points of a drawn curve


def course_sheet(layout: Layout) -> Sheet:
    """The plan as it lies, above the bands along the developed axis."""
    ends = [d.supports[[0, -1]] for d in layout.decks]
    station = np.linspace(0.0, layout.length, max(int(layout.length / STEP), 50) + 1)
    low, high = edges(layout.decks[0])
    wide = max([p.foundation.cap_width / 2 for p in layout.piers] + [-low, high]) + 2.0
    outline = np.concatenate([points(layout.axis, station, y) for y in (-wide, wide)])
    corner, far = outline.min(axis=0), outline.max(axis=0)
    denominator = standard_scale(float(far[0] - corner[0]), WIDTH - 2 * SIDE - 20.0)
    scale = 1000.0 / denominator
    top = 20.0 + float(far[1] - corner[1]) * scale
    sheet = Sheet(WIDTH, top + 10.0 + 3 * BAND + 12.0)
    sheet.scales.append(f"1 : {denominator:g}")
    left = (WIDTH - float(far[0] - corner[0]) * scale) / 2
    view = View(sheet, left, top, float(corner[0]), float(corner[1]), denominator)
    view_title(sheet, "Plan in true shape", f"scale 1 : {denominator:g}, stations in m", 4.0, 6.0)
    scale_bar(view, WIDTH - 60.0, 5.0)
    supports: list[Pier | Abutment] = [*layout.piers, *layout.abutments]
    for support in supports:
        _support(view, layout, support)
    for deck, (a, b) in zip(layout.decks, ends, strict=True):
        x = station[(station > a) & (station < b)]
        x = np.concatenate([[a], x, [b]])
        for y in edges(deck):
            _curve(view, layout, "outline", x, y)
        for kerb in layout.road.kerbs:
            _curve(view, layout, "rail", x, float(kerb))
        for girder in deck.girders:
            _curve(view, layout, "hidden", x, girder.offset)
        for at in (a, b):
            _across(view, layout, "outline", float(at), edges(deck))
        reach = [min(g.offset for g in deck.girders), max(g.offset for g in deck.girders)]
        for frame in deck.cross_frames:
            _across(view, layout, "hidden", float(frame), (reach[0], reach[1]))
    _curve(view, layout, "axis", np.linspace(-4.0, layout.length + 4.0, station.size), 0.0)
    for support in supports:
        _name(view, layout, support, wide)
    _bands(sheet, layout, station, top + 12.0, (left, (WIDTH - 2 * left) / layout.length))
    return sheet


def _curve(view: View, layout: Layout, layer: str, station: Array, offset: float) -> None:
    u, v = points(layout.axis, station, offset).T
    view.path(layer, u, v)


def _across(
    view: View, layout: Layout, layer: str, station: float, reach: tuple[float, float]
) -> None:
    u, v = points(layout.axis, station, np.array(reach)).T
    view.path(layer, u, v)


def _ring(layout: Layout, station: float, length: float, width: float) -> Array:
    """Corners of a rectangle square to the axis about a station.  (4, 2) [m]"""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [length / 2, width / 2]
    return np.asarray(
        points(layout.axis, station, 0.0) + corners @ triad(layout.axis, station)[:2, :2]
    )


def _support(view: View, layout: Layout, support: Pier | Abutment) -> None:
    cap, s = support.foundation, support.station
    turn = triad(layout.axis, s)[:2, :2]
    view.path("hidden", *_ring(layout, s, cap.cap_length, cap.cap_width).T, closed=True)
    local = np.stack([cap.pile_x, cap.pile_y], axis=1) @ turn
    for u, v in points(layout.axis, s, 0.0) + local:
        view.circle("hidden", float(u), float(v), cap.pile_diameter / 2)
    if isinstance(support, Pier):
        head = _ring(layout, s, support.crosshead_width, support.crosshead_length)
        view.path("hidden", *head.T, closed=True)


def _name(view: View, layout: Layout, support: Pier | Abutment, wide: float) -> None:
    """Name and station beside the support, on the side of the paper's top."""
    u, v = points(layout.axis, support.station, wide)
    text = f"{capitalised(support.name)}, {support.station:.2f}"
    view.sheet.write(Label(text, view.x(float(u)), view.y(float(v)) - 0.8, SMALL, "middle"))


def _bands(
    sheet: Sheet, layout: Layout, station: Array, top: float, along: tuple[float, float]
) -> None:
    """Curvature, crossfall and level over the stations.  along : paper x of station 0, mm per m"""

    def tilt(s: Array) -> Array:
        if layout.axis.tilt.size:
            return 100 * fall(layout, s, 1.0)
        return np.full(s.size, 100 * layout.road.crossfall)

    name = "crossfall, left side up" if layout.axis.tilt.size else "crossfall to both sides"
    rows: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
        ("curvature 1/R, left turn up", "{:.2f} 1/km", lambda s: 1000 * curvature(layout.axis, s)),
        (name, "{:.2f} %", tilt),
        ("road level", "{:.2f} m", lambda s: road_level(layout, s)),
    )
    x = along[0] + station * along[1]
    right = float(x[-1])
    for k, (title, text, value) in enumerate(rows):
        values = value(station)
        base, head = top + (k + 1) * BAND - 3.0, top + k * BAND + 4.5
        low, high = float(values.min()), float(values.max())
        if k < 2:
            low, high = min(low, 0.0), max(high, 0.0)
        span = high - low if high - low > 1e-9 else 1.0
        y = base - (values - low) / span * (base - head)
        zero = base - (0.0 - low) / span * (base - head) if k < 2 else base
        sheet.path("extension", [(float(x[0]), zero), (right, zero)])
        sheet.path("outline", zip(x.tolist(), y.tolist(), strict=True))
        sheet.write(Label(title, float(x[0]), top + k * BAND + 2.0, TEXT, layer="note"))
        sheet.write(Label(text.format(values[0]), float(x[0]) - 1.5, float(y[0]), SMALL, "end"))
        sheet.write(Label(text.format(values[-1]), right + 1.5, float(y[-1]), SMALL))
