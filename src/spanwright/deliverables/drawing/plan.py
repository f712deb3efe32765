"""Plan to scale: deck edges, kerbs, girder lines, cross-frames, piers, piles, bearings."""

from __future__ import annotations

import numpy as np

from spanwright.deliverables.drawing.annotate import vertical_chain
from spanwright.deliverables.drawing.sheet import Sheet, View
from spanwright.deliverables.geometry import bearing_station, edges
from spanwright.layout.types import Bearing, BearingKind, Deck, Foundation, Layout

ARROW = 1.7  # mm, half length of a bearing's arrow


def bearing_symbol(
    sheet: Sheet, x: float, y: float, kind: BearingKind, title: str = "", size: float = 1.0
) -> None:
    """Fixed: filled dot; otherwise a ring with arrows along the directions it is free to move."""
    if kind == "fixed":
        sheet.circle("bar", x, y, 0.85 * size, title)
        return
    along = kind in ("guided", "free")
    across = kind in ("transverse", "free")
    reach, barb, wing = size * ARROW, 0.6 * size, 0.4 * size
    for free, (dx, dy) in ((along, (1.0, 0.0)), (across, (0.0, 1.0))):
        if not free:
            continue
        ends = [(x - reach * dx, y - reach * dy), (x + reach * dx, y + reach * dy)]
        sheet.path("bearing-arrow", ends)
        for s in (-1.0, 1.0):
            tx, ty = x + s * reach * dx, y + s * reach * dy
            back = (tx - s * barb * dx, ty - s * barb * dy)
            left = (back[0] + wing * dy, back[1] + wing * dx)
            right = (back[0] - wing * dy, back[1] - wing * dx)
            sheet.path("bearing-arrow", [left, (tx, ty), right])
    sheet.circle("bearing", x, y, 0.7 * size, title)


def _foundation(view: View, f: Foundation, station: float) -> None:
    view.rectangle("hidden", station - f.cap_length / 2, -f.cap_width / 2,
                   station + f.cap_length / 2, f.cap_width / 2)  # fmt: skip
    for x, y in zip(f.pile_x, f.pile_y, strict=True):
        view.circle("hidden", station + float(x), float(y), f.pile_diameter / 2)


def _deck(view: View, layout: Layout, deck: Deck, start: float, end: float) -> None:
    a, b = max(start, float(deck.supports[0])), min(end, float(deck.supports[-1]))
    if a >= b:
        return
    low, high = edges(deck)
    view.path("outline", [a, b], [low] * 2)
    view.path("outline", [a, b], [high] * 2)
    for end_station in (deck.supports[0], deck.supports[-1]):
        if a - 1e-6 <= end_station <= b + 1e-6:
            view.line("outline", float(end_station), low, float(end_station), high)
    for kerb in layout.road.kerbs:
        view.path("rail", [a, b], [float(kerb)] * 2)
    offsets = [g.offset for g in deck.girders]
    for y in offsets:
        view.path("hidden", [a, b], [y, y])
    for x in deck.cross_frames[(deck.cross_frames >= a) & (deck.cross_frames <= b)]:
        view.line("hidden", float(x), min(offsets), float(x), max(offsets))


def draw_plan(view: View, layout: Layout, start: float, end: float) -> None:
    """Plan between two stations; `view` maps offsets (left positive) on v."""
    for pier in layout.piers:
        if start <= pier.station <= end:
            _foundation(view, pier.foundation, pier.station)
            s = pier.station
            view.rectangle("hidden", s - pier.crosshead_width / 2, -pier.crosshead_length / 2,
                           s + pier.crosshead_width / 2, pier.crosshead_length / 2)  # fmt: skip
            for y in pier.columns:
                if pier.shape == "circle":
                    view.circle("hidden", s, y, pier.width / 2)
                else:
                    view.rectangle("hidden", s - pier.depth / 2, y - pier.width / 2,
                                   s + pier.depth / 2, y + pier.width / 2)  # fmt: skip
    for abutment in layout.abutments:
        if start - 1e-6 <= abutment.station <= end + 1e-6:
            _foundation(view, abutment.foundation, abutment.station)
    for deck in layout.decks:
        _deck(view, layout, deck, start, end)
    low, high = view.x(start), view.x(end)
    view.sheet.path("axis", [(low - 3.0, view.y(0.0)), (high + 3.0, view.y(0.0))])
    offsets = np.unique([b.offset for b in layout.bearings])
    apart = float(np.diff(offsets).min()) * view.scale if offsets.size > 1 else 9.0
    symbol = float(np.clip(apart / (2.3 * ARROW), 0.5, 1.0))  # neighbours must not touch
    for bearing in layout.bearings:
        if start <= bearing.station <= end:
            _bearing(view, layout, bearing, symbol)


def _bearing(view: View, layout: Layout, bearing: Bearing, size: float) -> None:
    title = f"{bearing.deck} {bearing.girder} at {bearing.support}: {bearing.kind}"
    at = view.x(bearing_station(layout, bearing)), view.y(bearing.offset)
    bearing_symbol(view.sheet, *at, bearing.kind, title, size)


def annotate_plan(view: View, layout: Layout, start: float, paper_x: float) -> None:
    """Widths at the left edge of a plan: slab edges, and the clear width between kerbs."""
    deck = min(layout.decks, key=lambda d: abs(float(d.supports[0]) - start))
    vertical_chain(view, edges(deck), paper_x)
