"""Abutments: front and side down to the pile toes; their bars from the front and cut through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.checks.caps import PILE_IN
from spanwright.checks.shafts import bar_axis
from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import (
    callouts,
    horizontal_chain,
    level_marks,
    metres,
    millimetres,
    scale_bar,
    vertical_chain,
    view_title,
)
from spanwright.deliverables.drawing.elevation import draw_elevation
from spanwright.deliverables.drawing.sections import draw_deck_section
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    Label,
    Sheet,
    View,
    capitalised,
    standard_scale,
)
from spanwright.deliverables.drawing.wall_bars import ANCHORED, BarRow, abutment_rows, cap_inset
from spanwright.deliverables.geometry import RAIL, block_name, edges, fall, road_level
from spanwright.layout.bars import SupportBars
from spanwright.layout.quantities import BARS_PER_VOLUME, back_wall_height
from spanwright.layout.types import Abutment, Deck, Layout

WIDTH: Final = 190.0  # mm
SHOWN: Final = 0.8  # m of a pile below a cap that is cut through
ROW: Final = 4.4  # mm, a line of the schedule
# paper x of the schedule's columns [mm], and whether their texts end there
COLUMNS: Final = (("mark", 12.0, True), ("part", 18.0, False), ("run", 40.0, False),
                  ("bars", 62.0, False), ("number", 112.0, True), ("length [m]", 132.0, True),
                  ("mass [kg]", 152.0, True), ("area from", 158.0, False))  # fmt: skip


def _deck(layout: Layout, abutment: Abutment) -> Deck:
    return layout.decks[0 if abutment is layout.abutments[0] else -1]


def _away(layout: Layout, abutment: Abutment) -> float:
    """Direction of the fill along the stations."""
    return -1.0 if abutment is layout.abutments[0] else 1.0


def abutment_sheet(layout: Layout, abutment: Abutment) -> Sheet:
    """Front, cut between deck and back wall, and side, down to the pile toes."""
    f, s, deck = abutment.foundation, abutment.station, _deck(layout, abutment)
    low, high = edges(deck)
    sides = fall(layout, s, np.array([low, high]))
    crown = float(road_level(layout, s)) + max(float(sides.max()), 0.0) + RAIL
    under = f.underside
    toe = under - f.pile_length
    wide = max(high - low, f.cap_width, abutment.width)
    along = f.cap_length + 6.0
    denominator = max(standard_scale(crown - toe, 180.0), standard_scale(wide + along, 100.0))
    scale = 1000.0 / denominator
    sheet = Sheet(WIDTH, 24.0 + (crown - toe) * scale + 14.0)
    sheet.scales.append(f"1 : {denominator:g}")
    base = 20.0 + (crown - toe) * scale
    front = View(sheet, 34.0 + wide / 2 * scale, base, 0.0, toe, denominator)
    room = WIDTH - 34.0 - (wide + along) * scale - 30.0
    side = View(sheet, 34.0 + (wide + along / 2) * scale + room / 2 + 4.0, base, s, toe,
                denominator)  # fmt: skip
    view_title(sheet, f"{capitalised(abutment.name)}, station {metres(s)}",
               f"front and side, scale 1 : {denominator:g}, metres", 4.0, 6.0)  # fmt: skip
    scale_bar(front, WIDTH - 50.0, 5.0)
    words = (
        f"stem {metres(abutment.width)} × {metres(abutment.thickness)};  "
        f"back wall {metres(abutment.back_wall)};  "
        f"{block_name(f).removeprefix('pile ')} "
        f"{metres(f.cap_width)} × {metres(f.cap_length)} × {metres(f.cap_thickness)}"
    )
    if not f.is_footing:
        words += f";  {f.pile_x.size} piles ø {metres(f.pile_diameter)}, "
        words += f"{metres(f.pile_length)} long"
    sheet.write(Label(words, 4.0, 12.0, SMALL, layer="note"))
    _front(front, layout, abutment, deck, wide / 2 + 1.5)
    draw_elevation(side, layout, s - along / 2, s + along / 2, toe - 1.0)
    _dimensions(front, side, layout, abutment, wide, along)
    return sheet


def _front(view: View, layout: Layout, abutment: Abutment, deck: Deck, reach: float) -> None:
    f, half = abutment.foundation, abutment.width / 2
    under, seat, toe = f.underside, abutment.seat_level, view.v0
    view.rectangle("soil", -reach, toe - 1.0, reach, abutment.ground)
    for y in _apart(f.pile_y):
        r = f.pile_diameter / 2
        view.rectangle("pile", -y - r, toe, -y + r, under, "bored pile")
    view.rectangle("concrete", -f.cap_width / 2, under, f.cap_width / 2, f.cap_top, block_name(f))
    view.rectangle("concrete", -half, f.cap_top, half, seat, "stem")
    wall = back_wall_height(abutment, layout)
    if wall > 0.0:
        view.rectangle("concrete", -half, seat, half, seat + wall, "back wall")
    end = float(np.clip(abutment.station, *deck.supports[[0, -1]]))
    draw_deck_section(view, layout, deck, end)
    for bearing in layout.bearings:
        if bearing.support == abutment.name:
            view.rectangle("bearing", -bearing.offset - 0.4, seat, -bearing.offset + 0.4,
                           max(bearing.level, seat + 0.05), f"bearing, {bearing.kind}")  # fmt: skip
    view.line("ground", -reach, abutment.ground, reach, abutment.ground)


def _dimensions(
    front: View, side: View, layout: Layout, abutment: Abutment, wide: float, along: float
) -> None:
    f, s = abutment.foundation, abutment.station
    toe, under, seat = front.v0, f.underside, abutment.seat_level
    wall = back_wall_height(abutment, layout)
    levels = [
        *([] if f.is_footing else [toe]),
        under,
        f.cap_top,
        seat,
        *([seat + wall] if wall > 0.0 else []),
    ]
    vertical_chain(front, levels, front.x(-wide / 2 - 1.5) - 5.0)
    paper = front.y(toe) + 8.0
    half = f.cap_width / 2
    horizontal_chain(front, [-half, *(-_apart(f.pile_y))[::-1].tolist(), half], paper)
    half = f.cap_length / 2
    marks = [s - half, *(s + x for x in _apart(f.pile_x).tolist()), s + half]
    horizontal_chain(side, marks, paper)
    named = [("road", float(road_level(layout, s))), ("seat", seat), ("ground", abutment.ground),
             ("footing" if f.is_footing else "cap", f.cap_top),
             ("base" if f.is_footing else "toe", toe)]  # fmt: skip
    level_marks(side, side.x(s + along / 2) + 3.0, named)


def _apart(values: Array) -> Array:
    """Different positions in increasing order."""
    return np.unique(np.round(values, 6))


def bars_sheet(layout: Layout, abutment: Abutment, bars: SupportBars) -> Sheet:
    """Stem and back wall with the bars of one face; both faces are alike.

    Upright bars are drawn on the right of the axis only: with level ones they would be a blot.
    """
    wall = back_wall_height(abutment, layout)
    rows = abutment_rows(abutment, bars, wall)
    f, half = abutment.foundation, abutment.width / 2
    under, top = f.underside, abutment.seat_level + wall
    denominator = max(standard_scale(abutment.width, WIDTH - 58.0),
                      standard_scale(top - under, 120.0))  # fmt: skip
    scale = 1000.0 / denominator
    base = 20.0 + (top - under) * scale
    sheet = Sheet(WIDTH, base + 13.0)
    sheet.scales.append(f"1 : {denominator:g}")
    view = View(sheet, 18.0 + half * scale, base, 0.0, under, denominator)
    view_title(sheet, f"{capitalised(abutment.name)}, bars of either face",
               f"scale 1 : {denominator:g}, metres, bars in mm", 4.0, 6.0)  # fmt: skip
    scale_bar(view, WIDTH - 50.0, 5.0)
    words = "upright bars are drawn on the right half only; they stand over the whole width"
    sheet.write(Label(words, 4.0, 12.0, SMALL, layer="note"))
    cap = min(f.cap_width / 2, half + 1.0)  # a wider cap is cut off: it has a plan of its own
    view.rectangle("concrete", -cap, under, cap, f.cap_top, block_name(f))
    view.rectangle("concrete", -half, f.cap_top, half, abutment.seat_level, "stem")
    if wall > 0.0:
        view.rectangle("concrete", -half, abutment.seat_level, half, top, "back wall")
    edge, told = bar_axis(bars), []
    for row in rows:
        foot = f.cap_top if row.part == "stem" else abutment.seat_level
        head = abutment.seat_level if row.part == "stem" else top
        if row.run == "upright":
            low = head - bars.cover - row.length
            places = _spread(half - edge, row.spacing[0])
            for u in places[places >= 0.0]:
                view.line("rebar", u, low, u, head - bars.cover)
            at = (half - edge, (foot + head) / 2 + 0.25 * (head - foot))
        elif row.run == "level":
            for z in _up(foot, head - bars.cover, row.spacing[0]):
                view.line("rebar", -half + bars.cover, z, half - bars.cover, z)
            at = (half - bars.cover, (foot + head) / 2 - 0.2 * (head - foot))
        else:
            continue
        told.append((_told(row), at))
    callouts(view, view.x(half) + 6.0, told)
    vertical_chain(view, [under, f.cap_top, abutment.seat_level, *([top] if wall > 0.0 else [])],
                   view.x(-max(half, cap)) - 5.0)  # fmt: skip
    horizontal_chain(view, [-half, half], view.y(under) + 8.0)
    return sheet


def bars_through_sheet(layout: Layout, abutment: Abutment, bars: SupportBars) -> Sheet:
    """Stem, back wall and cap cut along the bridge with all their bars, above the schedule."""
    wall = back_wall_height(abutment, layout)
    rows = abutment_rows(abutment, bars, wall)
    f, s, away = abutment.foundation, abutment.station, _away(layout, abutment)
    under, top = f.underside, abutment.seat_level + wall
    tall = top - under + SHOWN
    denominator = max(standard_scale(f.cap_length, 112.0), standard_scale(tall, 135.0))
    scale = 1000.0 / denominator
    base = 20.0 + tall * scale
    sheet = Sheet(WIDTH, base + 12.0 + (len(rows) + 3) * ROW + 4.0)
    sheet.scales.append(f"1 : {denominator:g}")
    view = View(sheet, 22.0 + f.cap_length / 2 * scale, base, s, under - SHOWN, denominator)
    view_title(sheet, f"{capitalised(abutment.name)}, cut along the bridge",
               f"scale 1 : {denominator:g}, metres, bars in mm", 4.0, 6.0)  # fmt: skip
    scale_bar(view, WIDTH - 50.0, 5.0)
    _cut(view, abutment, away, wall)
    told = [_row_through(view, abutment, bars, row, (away, top)) for row in rows]
    callouts(view, view.x(s + f.cap_length / 2) + 8.0, told)
    _sizes(view, abutment, away, wall)
    mass = layout.reinforcement.density
    counted = BARS_PER_VOLUME["abutment"] * abutment.width * (
        abutment.thickness * abutment.height + abutment.back_wall * wall
    ) + BARS_PER_VOLUME["footing" if f.is_footing else "cap"] * f.volume  # fmt: skip
    _schedule(sheet, rows, mass, base + 12.0, counted)
    return sheet


def _cut(view: View, abutment: Abutment, away: float, wall: float) -> None:
    f, s, half = abutment.foundation, abutment.station, abutment.thickness / 2
    under, seat, r = f.underside, abutment.seat_level, f.pile_diameter / 2
    a, b = s - f.cap_length / 2, s + f.cap_length / 2
    view.rectangle("concrete", a, under, b, f.cap_top, block_name(f))
    for x in _apart(f.pile_x).tolist():
        view.rectangle("pile", s + x - r, under - SHOWN, s + x + r, under + PILE_IN, "bored pile")
    toe, back, curtain = s - away * half, s + away * half, s + away * (half - abutment.back_wall)
    u, v = [toe, back, back, toe], [f.cap_top, f.cap_top, seat, seat]
    if wall > 0.0:
        u = [toe, back, back, curtain, curtain, toe]
        v = [f.cap_top, f.cap_top, seat + wall, seat + wall, seat, seat]
    view.path("concrete", u, v, closed=True, title="stem and back wall")


def _row_through(
    view: View, abutment: Abutment, bars: SupportBars, row: BarRow, place: tuple[float, float]
) -> tuple[str, tuple[float, float]]:
    """Draw alike bars in the section; returns their name and a point of one of them.

    place : direction of the fill, and level of the back wall's top
    """
    f, s, (away, top), edge = abutment.foundation, abutment.station, place, bar_axis(bars)
    under, seat = f.underside, abutment.seat_level
    if row.part in ("cap", "cap top"):
        inward = bars.diameter * (0.5 if row.run == "along" else 1.5)
        level = under + cap_inset(f, bars) + inward
        if row.part == "cap top":
            level = f.cap_top - bars.cover - inward
        reach = f.cap_length / 2 - (bars.cover if row.run == "along" else edge)
        if row.run == "along":
            view.line("rebar", s - reach, level, s + reach, level)
        else:
            for x in _spread(reach, row.spacing[0]):
                view.circle("rebar", s + x, level, row.diameter / 2)
        return _told(row), (s + reach - (0.0 if row.run == "along" else row.spacing[0]), level)
    is_stem = row.part == "stem"
    back = s + away * abutment.thickness / 2
    front = back - away * (abutment.thickness if is_stem else abutment.back_wall)
    foot, head = (f.cap_top, seat) if is_stem else (seat, top)
    faces = sorted((back - away * edge, front + away * edge))
    if row.run == "upright":
        for k in range(row.layers):
            for x, inward in zip(faces, (1.0, -1.0), strict=True):
                at = x + inward * 2 * k * row.diameter
                view.line("rebar", at, head - bars.cover - row.length, at, head - bars.cover)
        return _told(row), (faces[1], foot + 0.75 * (head - foot))
    if row.run == "level":
        # outside the upright bars, where the links are
        for x, outward in zip(faces, (-1.0, 1.0), strict=True):
            at = x + outward * (bars.diameter + row.diameter) / 2
            for z in _up(foot, head - bars.cover, row.spacing[0]):
                view.circle("rebar", at, z, row.diameter / 2)
        levels = _up(foot, head - bars.cover, row.spacing[0])
        at = faces[1] + (bars.diameter + row.diameter) / 2
        return _told(row), (at, float(levels[len(levels) // 2]))
    for z in _up(foot, head - bars.cover, row.spacing[1]):
        view.line("rebar", faces[0], z, faces[1], z)
    return _told(row), (faces[1], float(_up(foot, head - bars.cover, row.spacing[1])[0]))


def _spread(reach: float, spacing: float) -> Array:
    """Places of bars between -reach and reach, no farther apart than the spacing.  [m]"""
    return np.linspace(-reach, reach, int(np.ceil(2 * reach / spacing - 1e-9)) + 1)


def _up(low: float, high: float, spacing: float) -> Array:
    """Levels of bars between two levels, half a spacing above the lower one.  [m]"""
    return np.arange(low + spacing / 2, high + 1e-9, spacing)


def _told(row: BarRow) -> str:
    across, up = row.spacing
    every = millimetres(across) + (f" × {millimetres(up)}" if up else "")
    layers = f", {row.layers} layers" if row.layers > 1 else ""
    return f"{row.mark}: ø {millimetres(row.diameter)} every {every}{layers}"


def _sizes(view: View, abutment: Abutment, away: float, wall: float) -> None:
    f, s, half = abutment.foundation, abutment.station, abutment.thickness / 2
    under, seat = f.underside, abutment.seat_level
    levels = [under, f.cap_top, seat, *([seat + wall] if wall > 0.0 else [])]
    vertical_chain(view, levels, view.x(s - f.cap_length / 2) - 6.0)
    marks = sorted({s - f.cap_length / 2, s - half, s + half, s + f.cap_length / 2})
    horizontal_chain(view, marks, view.y(under - SHOWN) + 7.0)
    if wall > 0.0:
        ends = sorted((s + away * half, s + away * (half - abutment.back_wall)))
        horizontal_chain(view, ends, view.y(seat + wall) - 3.0)


def _schedule(
    sheet: Sheet, rows: Sequence[BarRow], density: float, top: float, counted: float
) -> None:
    """A table of all bars; what their masses add to, beside what the quantities count."""

    def line(values: Sequence[str], y: float, layer: str) -> None:
        for (_, x, ends), text in zip(COLUMNS, values, strict=True):
            sheet.write(Label(text, x, y, SMALL, "end" if ends else "start", layer=layer))

    y = top + ROW
    line([name for name, *_ in COLUMNS], y, "note")
    sheet.path("outline", [(4.0, y + 1.2), (WIDTH - 4.0, y + 1.2)])
    total = 0.0
    for row in rows:
        y += ROW
        mass = row.mass(density)
        total += mass
        line(
            [row.mark, row.part, row.run, _told(row).partition(": ")[2], f"{row.count}",
             f"{row.length:.2f}", f"{mass:.0f}", "checks" if row.checked else "least of a wall"],
            y, "text",
        )  # fmt: skip
    sheet.path("outline", [(4.0, y + 1.2), (WIDTH - 4.0, y + 1.2)])
    words = (
        f"in all {total:.0f} kg without laps and hooks; the quantities count {counted:.0f} kg. "
        f"Bars of the back wall reach {ANCHORED:g} diameters into the stem."
    )
    sheet.write(Label(words, 4.0, y + ROW + 0.6, SMALL, layer="note"))
