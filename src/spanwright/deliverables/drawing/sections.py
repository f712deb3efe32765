"""Cross-sections to scale: the deck in the span and over a pier, and piers with their piles.

Seen along increasing stations: offsets to the left (positive) are on the left of the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import (
    horizontal_chain,
    level_marks,
    metres,
    millimetres,
    scale_bar,
    vertical_chain,
    view_title,
)
from spanwright.deliverables.drawing.elevation import draw_bearings
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    TEXT,
    Label,
    Sheet,
    View,
    capitalised,
    standard_scale,
)
from spanwright.deliverables.drawing.strands import outline_path, strand_points
from spanwright.deliverables.geometry import (
    RAIL,
    across,
    block_name,
    edges,
    fall,
    plates_at,
    road_level,
    steel_top,
)
from spanwright.layout.quantities import FRAME_HEIGHT
from spanwright.layout.types import Deck, Girder, Layout, Pier, Precast, PrecastGirder

WIDTH = 190.0  # mm
PIER_WIDTH = 165.0  # mm


def girder_outline(girder: Girder, station: float, top: float) -> tuple[list[float], list[float]]:
    """Corners of the plate girder (u = -offset, level) at a station, top of steel at `top`."""
    bt, tt, tw, bb, tb, depth = plates_at(girder, station)
    c = -girder.offset
    half = [bt / 2, bt / 2, tw / 2, tw / 2, bb / 2, bb / 2]
    level = [top, top - tt, top - tt, top - depth + tb, top - depth + tb, top - depth]
    u = [c + h for h in half] + [c - h for h in reversed(half)]
    return u, level + level[::-1]


def draw_deck_section(view: View, layout: Layout, deck: Deck, station: float) -> None:
    """Slab, surfacing, barriers, girders and one cross-frame, on the crossfall."""
    road, slab = layout.road, deck.slab
    crown = float(road_level(layout, station))

    def rise(y: float) -> float:
        return float(fall(layout, station, y))

    ys = across(*edges(deck)).tolist()
    u = [-y for y in ys]
    top = [crown - road.surfacing_thickness + rise(y) for y in ys]
    bottom = [z - slab.thickness for z in top]
    steel = float(steel_top(layout, deck, station))
    for girder in deck.girders:
        bt = plates_at(girder, station)[0]
        c, z = -girder.offset, steel + rise(girder.offset)
        view.path("slab", [c - bt / 2, c + bt / 2, c + bt / 2, c - bt / 2],
                  [z, z, z + slab.haunch + 0.02, z + slab.haunch + 0.02], closed=True)  # fmt: skip
    view.path("slab", [*u, *u[::-1]], [*top, *bottom[::-1]], closed=True, title="deck slab")
    ks = across(float(road.kerbs[0]), float(road.kerbs[-1])).tolist()
    v = [crown + rise(y) for y in ks]
    view.path("surfacing", [*(-y for y in ks), *(-y for y in ks[::-1])],
              [*v, *(z - road.surfacing_thickness for z in v[::-1])], closed=True,
              title="surfacing")  # fmt: skip
    for kerb, out in ((float(road.kerbs[0]), -1.0), (float(road.kerbs[-1]), 1.0)):
        z = crown + rise(kerb) - road.surfacing_thickness
        y = [kerb, kerb + out * 0.06, kerb + out * 0.22, kerb + out * 0.35]
        view.path("barrier", [-q for q in y], [z, z + 0.8, z + 0.8, z], closed=True,
                  title="barrier (outline indicative)")  # fmt: skip
        top_rail = crown + RAIL - 0.05 + (rise(kerb) if layout.axis.tilt.size else 0.0)
        view.line("rail", -y[1] - out * 0.08, z + 0.8, -y[1] - out * 0.08, top_rail)
    if deck.precast is not None:
        _precast(view, deck, deck.precast, station, steel, rise)
        return
    _frames(view, layout, deck, station, steel)
    for girder in deck.steel_girders:
        gu, gv = girder_outline(girder, station, steel + rise(girder.offset))
        view.path("steel-heavy", gu, gv, closed=True, title=girder.name)
        for k in (-1, 0, 1):  # studs
            x, z = -girder.offset + k * 0.16, steel + rise(girder.offset)
            view.line("steel-line", x, z, x, z + deck.stud_height)


def _precast(
    view: View, deck: Deck, given: Precast, station: float, top: float,
    rise: Callable[[float], float],
) -> None:  # fmt: skip
    """Precast girders with their strands, over a support the diaphragm behind them.

    top : of the girders on the axis [m]
    """
    lines = deck.precast_girders
    depth = float(lines[0].depth.max())
    if float(np.min(np.abs(deck.supports - station))) < 0.5 * given.diaphragm:
        reach = 0.5 * float(lines[0].bottom_width[0])
        ends = [lines[0].offset - reach, *(g.offset for g in lines), lines[-1].offset + reach]
        u = [-y for y in ends]
        v = [top + rise(y) for y in ends]
        view.path("slab", u + u[::-1], v + [z - depth for z in v[::-1]], closed=True,
                  title="diaphragm")  # fmt: skip
    for girder in deck.precast_girders:
        here = top + rise(girder.offset)
        u, v = outline_path(girder, here)
        view.path("concrete", u, v, closed=True, title=girder.name)
        soffit = here - float(girder.depth.max())
        for place, level, _ in strand_points(girder):
            view.circle("bar", -girder.offset + place, soffit + level, given.strand_diameter / 2)


def _frames(view: View, layout: Layout, deck: Deck, station: float, steel: float) -> None:
    girders = sorted(deck.girders, key=lambda g: g.offset)
    for a, b in pairwise(girders):
        ends = []
        for girder in (a, b):
            depth = plates_at(girder, station)[5]
            middle = steel + float(fall(layout, station, girder.offset)) - depth / 2
            half = FRAME_HEIGHT * depth / 2
            ends.append((-girder.offset, middle + half, middle - half))
        (ua, high_a, low_a), (ub, high_b, low_b) = ends
        for va, vb in ((high_a, high_b), (low_a, low_b), (low_a, high_b), (high_a, low_b)):
            view.line("brace", ua, va, ub, vb)


def span_section(layout: Layout) -> Sheet:
    """The deck at the middle of its longest span, fully dimensioned."""
    deck = max(layout.decks, key=lambda d: float(np.diff(d.supports).max()))
    k = int(np.diff(deck.supports).argmax())
    station = float(deck.supports[k] + deck.supports[k + 1]) / 2
    low, high = edges(deck)
    width = high - low
    denominator = standard_scale(width, WIDTH - 42.0)
    scale = 1000.0 / denominator
    crown = float(road_level(layout, station))
    depth = max(plates_at(g, station)[5] for g in deck.girders)
    sides = fall(layout, station, np.array([low, high]))
    soffit = float(steel_top(layout, deck, station)) - depth + float(sides.min())
    head = crown + max(float(sides.max()), 0.0) + RAIL
    height = 42.0 + (head - soffit) * scale + 24.0
    sheet = Sheet(WIDTH, height)
    sheet.scales.append(f"1 : {denominator:g}")
    left = (WIDTH - width * scale) / 2 + high * scale
    view = View(sheet, left, 36.0 + (head - soffit) * scale, 0.0, soffit, denominator)
    view_title(sheet, f"Section in the span, station {station:.1f}",
               f"scale 1 : {denominator:g}, metres, girders in mm" if deck.precast
               else f"scale 1 : {denominator:g}, metres, plates in mm", 4.0, 6.0)  # fmt: skip
    scale_bar(view, WIDTH - 50.0, 5.0)
    draw_deck_section(view, layout, deck, station)
    _widths(view, layout, deck, head)
    girders = sorted(deck.girders, key=lambda g: -g.offset)
    marks = [-high, *(-g.offset for g in girders), -low]
    horizontal_chain(view, marks, view.y(soffit) + 9.0, reach=[view.y(soffit) + 1.5] * len(marks))
    right = view.x(-low) + 8.0
    steel = float(steel_top(layout, deck, station) + fall(layout, station, girders[-1].offset))
    slab = deck.slab
    vertical_chain(view, [steel - depth, steel, steel + slab.haunch + slab.thickness], right,
                   texts=[metres(depth), metres(slab.haunch + slab.thickness)])  # fmt: skip
    level_marks(view, view.x(0.0), [("road", crown)])
    if isinstance(girders[0], PrecastGirder):
        _strand_notes(view, girders[0], soffit)
    else:
        _plate_notes(view, girders[0], station, soffit)
    return sheet


def _widths(view: View, layout: Layout, deck: Deck, head: float) -> None:
    road = layout.road
    paper = view.y(head) - 4.0
    kerbs = [float(road.kerbs[0]), float(road.kerbs[-1])]
    lane = road.carriageway / 2
    inner = [-lane, lane] if kerbs[0] < -lane - 1e-6 and kerbs[1] > lane + 1e-6 else []
    ys = sorted({*edges(deck), *kerbs, *inner}, reverse=True)
    marks = [-y for y in ys]
    horizontal_chain(view, marks, paper, reach=[paper + 3.0] * len(marks))
    ends = [-y for y in reversed(edges(deck))]
    horizontal_chain(view, ends, paper - 9.5, size=TEXT)


def _plate_notes(view: View, girder: Girder, station: float, soffit: float) -> None:
    bt, tt, tw, bb, tb, depth = plates_at(girder, station)
    words = (
        f"top flange {millimetres(bt)} × {millimetres(tt)}, "
        f"web {millimetres(depth - tt - tb)} × {millimetres(tw)}, "
        f"bottom flange {millimetres(bb)} × {millimetres(tb)}"
    )
    sheet = view.sheet
    sheet.write(Label(f"{girder.name}: {words}", 4.0, view.y(soffit) + 19.0, TEXT))


def _strand_notes(view: View, girder: PrecastGirder, soffit: float) -> None:
    words = (
        f"precast, depth {millimetres(float(girder.depth.max()))}, flanges "
        f"{millimetres(float(girder.top_width[0]))} and "
        f"{millimetres(float(girder.bottom_width[0]))}, web "
        f"{millimetres(float(girder.web_thickness[0]))}, "
        f"{float(girder.strand_count.sum()):.0f} strands"
    )
    view.sheet.write(Label(f"{girder.name}: {words}", 4.0, view.y(soffit) + 19.0, TEXT))


def pier_sheet(layout: Layout, pier: Pier) -> Sheet:
    """A pier from the front (across the bridge) and from the side, down to its toes."""
    f = pier.foundation
    deck = next(
        d for d in layout.decks if d.supports[0] - 1e-3 <= pier.station <= d.supports[-1] + 1e-3
    )
    sides = fall(layout, pier.station, np.array(edges(deck)))
    crown = float(road_level(layout, pier.station)) + max(float(sides.max()), 0.0) + RAIL
    toe = f.toe
    wide = max(edges(deck)[1] - edges(deck)[0], f.cap_width, pier.crosshead_length)
    along = max(f.cap_length, pier.crosshead_width)
    denominator = max(standard_scale(crown - toe, 180.0), standard_scale(wide + along, 82.0))
    scale = 1000.0 / denominator
    sheet = Sheet(PIER_WIDTH, 24.0 + (crown - toe) * scale + 14.0)
    sheet.scales.append(f"1 : {denominator:g}")
    base = 20.0 + (crown - toe) * scale
    front = View(sheet, 32.0 + wide / 2 * scale, base, 0.0, toe, denominator)
    room = PIER_WIDTH - 32.0 - wide * scale
    side = View(sheet, 32.0 + wide * scale + room * 0.42, base, pier.station, toe, denominator)
    kind = "joint pier" if pier.is_joint else "river pier" if pier.in_river else "land pier"
    view_title(sheet, f"{capitalised(pier.name)}, {kind}, station {pier.station:.1f}",
               f"front and side, scale 1 : {denominator:g}, metres", 4.0, 6.0)  # fmt: skip
    scale_bar(front, PIER_WIDTH - 50.0, 5.0)
    for view, half in ((front, wide / 2 + 2.0), (side, along / 2 + 2.5)):
        u0 = view.u0
        mean = layout.water_levels.get("mean")
        if mean is not None and pier.ground < mean:
            view.rectangle("water", u0 - half, pier.ground, u0 + half, mean)
        view.rectangle("soil", u0 - half, toe - 1.0, u0 + half, pier.ground)
    _pier_front(front, pier)
    _pier_side(side, layout, pier)
    draw_deck_section(front, layout, deck, float(np.clip(pier.station, *deck.supports[[0, -1]])))
    _pier_bearings(front, layout, deck, pier)
    for view, half in ((front, wide / 2 + 2.0), (side, along / 2 + 2.5)):
        view.line("ground", view.u0 - half, pier.ground, view.u0 + half, pier.ground)
    _pier_dimensions(front, side, layout, pier, wide, along, toe)
    return sheet


def _pier_front(view: View, pier: Pier) -> None:
    f = pier.foundation
    under, half = f.underside, f.pile_diameter / 2
    for y in np.unique(np.round(f.pile_y, 6)):
        view.rectangle("pile", -y - half, under - f.pile_length, -y + half, under, "bored pile")
    view.rectangle("concrete", -f.cap_width / 2, under, f.cap_width / 2, f.cap_top, block_name(f))
    for y in pier.columns:
        view.rectangle("concrete", -y - pier.width / 2, f.cap_top, -y + pier.width / 2,
                       pier.shaft_top, "shaft")  # fmt: skip
    low = pier.crosshead_top - pier.crosshead_depth
    half = pier.crosshead_length / 2
    view.rectangle("concrete", -half, low, half, pier.crosshead_top, "crosshead")


def _pier_side(view: View, layout: Layout, pier: Pier) -> None:
    f, s = pier.foundation, pier.station
    under, half = f.underside, f.pile_diameter / 2
    for x in np.unique(np.round(f.pile_x, 6)):
        view.rectangle(
            "pile", s + x - half, under - f.pile_length, s + x + half, under, "bored pile"
        )
    view.rectangle("concrete", s - f.cap_length / 2, under, s + f.cap_length / 2, f.cap_top)
    half = (pier.width if pier.shape == "circle" else pier.depth) / 2
    view.rectangle("concrete", s - half, f.cap_top, s + half, pier.shaft_top, "shaft")
    half = pier.crosshead_width / 2
    view.rectangle("concrete", s - half, pier.crosshead_top - pier.crosshead_depth, s + half,
                   pier.crosshead_top, "crosshead")  # fmt: skip
    reach = max(f.cap_length, pier.crosshead_width) / 2 + 2.5
    for deck in layout.decks:
        a, b = max(s - reach, float(deck.supports[0])), min(s + reach, float(deck.supports[-1]))
        if b - a < 0.05:
            continue
        x = np.array([a, b])
        top = steel_top(layout, deck, x)
        depth = np.interp(x, deck.girders[0].depth_station, deck.girders[0].depth)
        view.path(
            "steel" if deck.precast is None else "concrete",
            [a, b, b, a],
            [*top, *(top - depth)[::-1]],
            closed=True,
        )
        road = road_level(layout, x) - layout.road.surfacing_thickness
        view.path("slab", [a, b, b, a], [*road, *top[::-1]], closed=True)
    draw_bearings(view, layout, s - reach, s + reach)


def _pier_bearings(view: View, layout: Layout, deck: Deck, pier: Pier) -> None:
    for bearing in layout.bearings:
        if bearing.support == pier.name and bearing.deck == deck.name:
            girder = next(g for g in deck.girders if g.name == bearing.girder)
            x = float(np.clip(pier.station, *deck.supports[[0, -1]]))
            soffit = float(steel_top(layout, deck, x)) - plates_at(girder, x)[5]
            soffit += float(fall(layout, pier.station, girder.offset))
            c = -bearing.offset
            view.rectangle("bearing", c - 0.4, min(pier.crosshead_top, soffit), c + 0.4, soffit,
                           f"bearing, {bearing.kind}")  # fmt: skip


def _pier_dimensions(
    front: View, side: View, layout: Layout, pier: Pier, wide: float, along: float, toe: float
) -> None:  # fmt: skip
    f = pier.foundation
    paper, s = front.y(toe) + 9.0, pier.station
    ys = _footprint(f.pile_y, f.pile_diameter, f.cap_width)
    horizontal_chain(front, [-y for y in ys[::-1]], paper)
    xs = _footprint(f.pile_x, f.pile_diameter, f.cap_length)
    horizontal_chain(side, [s + x for x in xs], paper)
    levels = [toe, f.underside, f.cap_top, pier.shaft_top, pier.crosshead_top]
    levels = levels[1:] if f.is_footing else levels
    vertical_chain(front, levels, front.x(-wide / 2) - 9.0)
    widths = [-y for y in sorted(pier.columns, reverse=True)]
    middle = (f.cap_top + pier.shaft_top) / 2
    if len(widths) > 1:
        horizontal_chain(front, widths, front.y(middle))
    marks = [
        ("road", float(road_level(layout, s))),
        ("crosshead", pier.crosshead_top),
        ("bed" if pier.in_river else "ground", pier.ground),
        ("footing" if f.is_footing else "cap", f.cap_top),
        ("base" if f.is_footing else "toe", toe),
    ]
    level_marks(side, side.x(s + along / 2 + 2.5) + 2.0, marks)
    shaft = (
        f"shafts {len(pier.columns)} × ø {metres(pier.width)}"
        if pier.shape == "circle"
        else f"shafts {len(pier.columns)} × {metres(pier.width)} × {metres(pier.depth)}"
    )
    sizes = f"{metres(f.cap_width)} × {metres(f.cap_length)} × {metres(f.cap_thickness)}"
    below = f"cap {sizes};  {f.pile_x.size} piles ø {metres(f.pile_diameter)}, "
    below += f"{metres(f.pile_length)} long"
    told = f"{shaft};  {f'footing {sizes}' if f.is_footing else below}"
    side.sheet.write(Label(told, 4.0, 12.0, SMALL, layer="note"))


def _footprint(places: Array, diameter: float, width: float) -> list[float]:
    """Ends and middles of the rows of piles, or the ends of a footing.  [m]"""
    rows = np.unique(np.round(places, 6)).tolist()
    if not rows:
        return [-width / 2, width / 2]
    return [rows[0] - diameter / 2, *rows, rows[-1] + diameter / 2]
