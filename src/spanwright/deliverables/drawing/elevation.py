"""Elevation of the bridge to scale: ground, water, substructure, girders, slab, dimensions."""

from __future__ import annotations

import numpy as np

from spanwright.deliverables.drawing.annotate import horizontal_chain, level_marks, metres
from spanwright.deliverables.drawing.sheet import SMALL, TEXT, Label, View, clip
from spanwright.deliverables.geometry import (
    RAIL,
    bearing_station,
    block_name,
    lowest,
    plates_at,
    road_level,
    steel_top,
    support_stations,
)
from spanwright.layout.types import Abutment, Deck, Foundation, Layout, Pier


def _ground(view: View, layout: Layout, start: float, end: float, bottom: float) -> None:
    x, z = clip(layout.ground_station, layout.ground_level, start, end)
    mean = layout.water_levels.get("mean")
    if mean is not None and bool((z < mean).any()):
        fine = np.linspace(start, end, 400)
        bed = np.interp(fine, x, z)
        wet = np.maximum(bed, mean) <= mean
        for piece in np.split(np.arange(fine.size), np.flatnonzero(np.diff(wet)) + 1):
            if wet[piece[0]] and piece.size > 1:
                u = fine[piece]
                view.path("water", [*u, u[-1], u[0]], [*bed[piece], mean, mean], closed=True)
    view.path("soil", [*x, end, start], [*z, bottom, bottom], closed=True)


def _foundation(view: View, f: Foundation, station: float, name: str) -> None:
    under = f.underside
    half = f.pile_diameter / 2
    for x in np.unique(np.round(f.pile_x, 6)):
        view.rectangle(
            "pile", station + x - half, under - f.pile_length, station + x + half, under,
            f"{name}: bored piles {metres(f.pile_diameter)} m, {metres(f.pile_length)} m long",
        )  # fmt: skip
    view.rectangle(
        "concrete", station - f.cap_length / 2, under, station + f.cap_length / 2, f.cap_top,
        f"{name}: {block_name(f)}",
    )  # fmt: skip


def _pier(view: View, pier: Pier) -> None:
    _foundation(view, pier.foundation, pier.station, pier.name)
    half = (pier.width if pier.shape == "circle" else pier.depth) / 2
    s = pier.station
    view.rectangle("concrete", s - half, pier.foundation.cap_top, s + half, pier.shaft_top,
                   f"{pier.name}: shaft")  # fmt: skip
    half = pier.crosshead_width / 2
    view.rectangle("concrete", s - half, pier.crosshead_top - pier.crosshead_depth, s + half,
                   pier.crosshead_top, f"{pier.name}: crosshead")  # fmt: skip


def _abutment(view: View, layout: Layout, abutment: Abutment, is_first: bool) -> None:
    s, f = abutment.station, abutment.foundation
    _foundation(view, f, s, abutment.name)
    away = -1.0 if is_first else 1.0
    road = float(road_level(layout, s))
    toe = s - away * abutment.thickness / 2
    back = s + away * abutment.thickness / 2
    seat = abutment.seat_level
    curtain = back - away * abutment.back_wall
    u = [toe, back, back, curtain, curtain, toe]
    v = [f.cap_top, f.cap_top, road, road, seat, seat]
    view.path("concrete", u, v, closed=True, title=f"{abutment.name}: seat abutment")


def _deck(view: View, layout: Layout, deck: Deck, start: float, end: float) -> None:
    a, b = max(start, float(deck.supports[0])), min(end, float(deck.supports[-1]))
    if a >= b:
        return
    girder = deck.girders[0]
    fine = np.unique(np.concatenate([np.linspace(a, b, 60), girder.depth_station]))
    fine = fine[(fine >= a) & (fine <= b)]
    top = steel_top(layout, deck, fine)
    bottom = top - np.interp(fine, girder.depth_station, girder.depth)
    layer = "steel" if deck.precast is None else "concrete"
    view.path(layer, [*fine, *fine[::-1]], [*top, *bottom[::-1]], closed=True,
              title=f"{deck.name} {girder.name}")  # fmt: skip
    road = road_level(layout, fine)
    slab_top = road - layout.road.surfacing_thickness
    view.path("slab", [*fine, *fine[::-1]], [*slab_top, *top[::-1]], closed=True,
              title=f"{deck.name} slab")  # fmt: skip
    view.path("rail", fine, road + RAIL)
    posts = np.arange(np.ceil(a / 4.0) * 4.0, b + 1e-9, 4.0)
    for x in posts:
        z = float(road_level(layout, x))
        view.line("rail", x, z - layout.road.surfacing_thickness, x, z + RAIL)


def draw_bearings(view: View, layout: Layout, start: float, end: float) -> None:
    """Bearings between two stations, from the side, up to the girder's underside."""
    tops = {pier.name: pier.crosshead_top for pier in layout.piers}
    tops |= {abutment.name: abutment.seat_level for abutment in layout.abutments}
    done: set[tuple[str, str]] = set()
    for bearing in layout.bearings:
        key = (bearing.support, bearing.deck)
        if not start <= bearing.station <= end or key in done:
            continue
        done.add(key)
        deck = next(d for d in layout.decks if d.name == bearing.deck)
        station = bearing_station(layout, bearing)
        x = float(np.clip(station, deck.supports[0], deck.supports[-1]))
        depth = plates_at(deck.girders[0], x)[5]
        soffit = float(steel_top(layout, deck, x)) - depth
        low = min(tops.get(bearing.support, bearing.level), soffit)
        view.rectangle("bearing", station - 0.3, low, station + 0.3, soffit,
                       f"bearings of {bearing.deck} at {bearing.support}")  # fmt: skip


def draw_elevation(
    view: View, layout: Layout, start: float, end: float, bottom: float | None = None
) -> None:
    """Everything between two stations; `view` must map levels on v.

    bottom : level down to which the ground is drawn; None: below all piles [m]
    """
    _ground(view, layout, start, end, lowest(layout) - 2.0 if bottom is None else bottom)
    for pier in layout.piers:
        if start <= pier.station <= end:
            _pier(view, pier)
    for i, abutment in enumerate(layout.abutments):
        if start - 1e-6 <= abutment.station <= end + 1e-6:
            _abutment(view, layout, abutment, i == 0)
    for deck in layout.decks:
        _deck(view, layout, deck, start, end)
    draw_bearings(view, layout, start, end)
    view.path("ground", *clip(layout.ground_station, layout.ground_level, start, end))
    for deck in layout.decks[:-1]:
        joint = float(deck.supports[-1])
        if start <= joint <= end:
            z = float(road_level(layout, joint))
            view.line("joint", joint, z - 0.6, joint, z + RAIL + 0.4)


def annotate_elevation(
    view: View, layout: Layout, start: float, end: float, *, margin: tuple[float, float]
) -> None:
    """Spans, totals, names and levels.  margin : paper x of the left and right level columns."""
    supports = support_stations(layout)
    shown = supports[(supports >= start - 1e-6) & (supports <= end + 1e-6)]
    crown = float(road_level(layout, np.linspace(start, end, 50)).max()) + RAIL
    top = view.y(crown) - 7.0
    reach = [view.y(float(road_level(layout, x)) + RAIL) - 1.0 for x in shown]
    horizontal_chain(view, [float(x) for x in shown], top, reach=reach)
    for deck in layout.decks:
        a, b = max(start, float(deck.supports[0])), min(end, float(deck.supports[-1]))
        if b - a > 5.0:
            total = float(deck.supports[-1] - deck.supports[0])
            whole = a <= deck.supports[0] + 1e-6 and b >= deck.supports[-1] - 1e-6
            text = f"{deck.name}: {metres(total)}" + ("" if whole else " in all")
            ends = [max(a, float(shown[0])), min(b, float(shown[-1]))]
            horizontal_chain(view, ends, top - 5.5, texts=[text], size=TEXT)
    _levels(view, layout, start, end, margin)
    for pier in layout.piers:
        if start <= pier.station <= end:
            f = pier.foundation
            toe = f.toe
            view.label(pier.name, pier.station, toe, dy=4.0, size=TEXT)
            view.label(f"{pier.station:.1f}", pier.station, toe, dy=7.0, size=SMALL)
    for abutment in layout.abutments:
        if start - 1e-6 <= abutment.station <= end + 1e-6:
            f = abutment.foundation
            toe = f.toe
            view.label(abutment.name, abutment.station, toe, dy=4.0, size=TEXT)
            view.label(f"{abutment.station:.1f}", abutment.station, toe, dy=7.0, size=SMALL)


def _levels(
    view: View, layout: Layout, start: float, end: float, margin: tuple[float, float]
) -> None:
    sheet = view.sheet
    bed = np.interp(np.linspace(start, end, 400), layout.ground_station, layout.ground_level)
    waters = [pair for pair in layout.water_levels.items() if pair[1] > bed.min()]
    for _, level in waters:
        sheet.path("water-line", [(margin[0], view.y(level)), (view.x(end), view.y(level))])
    level_marks(view, margin[0], waters, to_left=True)
    marks = [("road", float(road_level(layout, end)))]
    near = [p for p in layout.piers if start <= p.station <= end]
    if near:
        pier = max(near, key=lambda p: p.station)
        f = pier.foundation
        top, low = ("footing", "base") if f.is_footing else ("cap", "toe")
        marks += [
            (f"{pier.name} head", pier.crosshead_top),
            (f"{pier.name} {top}", f.cap_top),
            (f"{pier.name} {low}", f.toe),
        ]
    for _, level in marks:
        y = view.y(level)
        sheet.path("extension", [(view.x(end), y), (margin[1] + 1.5, y)])
    level_marks(view, margin[1], marks)


def flow_note(view: View, layout: Layout, start: float, end: float) -> None:
    """The name of what lies below, where there is water."""
    mean = layout.water_levels.get("mean")
    if mean is None:
        return
    fine = np.linspace(start, end, 200)
    bed = np.interp(fine, layout.ground_station, layout.ground_level)
    depth = mean - bed
    if depth.max() * view.scale > 2.2 * TEXT:
        spots = fine[depth * view.scale > 2.0 * TEXT]
        piers = np.array([p.station for p in layout.piers] or [np.inf])
        far = np.abs(spots[:, None] - piers[None, :]).min(axis=1)
        at = float(spots[int(far.argmax())])
        view.sheet.place([Label("water", view.x(at), view.y(mean) + 3.6, TEXT, "middle",
                                layer="note")])  # fmt: skip
