"""General arrangement: the bridge in strips that fit a page, elevation over plan, one scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import scale_bar, view_title
from spanwright.deliverables.drawing.elevation import annotate_elevation, draw_elevation, flow_note
from spanwright.deliverables.drawing.plan import annotate_plan, bearing_symbol, draw_plan
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    Label,
    Sheet,
    View,
    standard_scale,
    text_width,
)
from spanwright.deliverables.geometry import (
    RAIL,
    lowest,
    road_level,
    support_stations,
)
from spanwright.layout.types import BearingKind, Layout

WIDTH = 272.0  # mm, so that a sheet prints at its scale on A4 landscape
EDGE = 3.0  # mm kept free at the edges of the sheet
MOST_STRIPS = 6
PIECE = 170.0  # m, a bridge up to this length is one strip
OVERHANG = 5.0  # m shown beyond the outer supports of a strip

KINDS: tuple[tuple[BearingKind, str], ...] = (
    ("fixed", "fixed"),
    ("guided", "moves along the bridge"),
    ("transverse", "moves across"),
    ("free", "moves both ways"),
)


@dataclass(frozen=True, slots=True)
class Strip:
    """Stations a strip shows [m] and the scale of all strips."""

    start: float
    end: float
    denominator: float


def level_columns(layout: Layout) -> tuple[float, float]:
    """Width of the columns for levels left and right of a strip: as wide as their texts [mm]."""
    left = (f"{name} {level:+.2f}" for name, level in layout.water_levels.items())
    right = (f"{pier.name} head {pier.crosshead_top:+.2f}" for pier in layout.piers)
    sides = (left, (*right, "road +00.00"))
    widths = [max((text_width(t, SMALL) for t in texts), default=0.0) for texts in sides]
    return widths[0] + 5.5 + EDGE, widths[1] + 5.5 + EDGE


def strips(layout: Layout) -> tuple[Strip, ...]:
    """Cut the bridge at supports into at most `MOST_STRIPS` strips of one usual scale."""
    supports = support_stations(layout)
    room = WIDTH - sum(level_columns(layout))
    most = int(np.clip(np.ceil(layout.length / PIECE), 1, MOST_STRIPS))
    denominator = standard_scale(layout.length / most, room)
    while True:
        longest = room * denominator / 1000.0 - 2 * OVERHANG
        cuts = _pack(supports, longest, most)
        if cuts is not None:
            break
        denominator = standard_scale(room * denominator * 1.01 / 1000.0, room)
    return tuple(Strip(a - OVERHANG, b + OVERHANG, denominator) for a, b in pairwise(cuts))


def _pack(supports: Array, longest: float, most: int) -> list[float] | None:
    """Cut at supports into the fewest pieces no longer than `longest`, the longest one shortest.

    None if that takes more than `most` pieces.
    """
    n = supports.size
    best = supports - supports[0]  # longest piece when the bridge up to k is one piece
    cuts: list[list[int]] = [[0, k] for k in range(n)]
    for _ in range(most):
        if best[-1] <= longest + 1e-9:
            return [float(supports[k]) for k in cuts[-1]]
        shorter, chosen = best.copy(), list(cuts)
        for k in range(1, n):
            for j in range(1, k):
                piece = max(best[j], supports[k] - supports[j])
                if piece < shorter[k] - 1e-9:
                    shorter[k], chosen[k] = piece, [*cuts[j], k]
        best, cuts = shorter, chosen
    return None


def draw_strip(layout: Layout, strip: Strip, number: int, count: int) -> Sheet:
    """One strip: elevation above, plan below, common stations."""
    scale = 1000.0 / strip.denominator
    crown = float(road_level(layout, np.linspace(strip.start, strip.end, 50)).max()) + RAIL
    bottom = lowest(layout) - 2.0
    half = max(
        [abs(e) for e in layout.road.edges]
        + [p.foundation.cap_width / 2 for p in layout.piers]
        + [a.foundation.cap_width / 2 for a in layout.abutments]
    )
    top = 10.0 + 20.0
    elevation_height = (crown - bottom) * scale
    plan_middle = top + elevation_height + 14.0 + half * scale
    height = plan_middle + half * scale + 9.0
    sheet = Sheet(WIDTH, height)
    sheet.scales.append(f"1 : {strip.denominator:g}")
    column = level_columns(layout)
    length = (strip.end - strip.start) * scale
    left = column[0] + (WIDTH - sum(column) - length) / 2
    view = View(sheet, left, top + elevation_height, strip.start, bottom, strip.denominator)
    course = "" if layout.axis.plan is None else ", developed along the axis"
    name = "Elevation and plan" + course + (f", part {number} of {count}" if count > 1 else "")
    view_title(sheet, name, f"scale 1 : {strip.denominator:g}, lengths and levels in m", 4.0, 6.0)
    scale_bar(view, WIDTH - 60.0, 5.0)
    draw_elevation(view, layout, strip.start, strip.end)
    margin = (left - 2.0, left + length + 2.0)
    annotate_elevation(view, layout, strip.start, strip.end, margin=margin)
    flow_note(view, layout, strip.start, strip.end)
    plan = View(sheet, left, plan_middle, strip.start, 0.0, strip.denominator)
    draw_plan(plan, layout, strip.start, strip.end)
    annotate_plan(plan, layout, strip.start, margin[0] - 4.0)
    _legend(sheet, height - 3.0)
    return sheet


def _legend(sheet: Sheet, y: float) -> None:
    x = 22.0
    for kind, words in KINDS:
        bearing_symbol(sheet, x, y - 0.8, kind)
        label = sheet.write(Label(words, x + 3.0, y, SMALL))
        x += 3.0 + label.width + 9.0
