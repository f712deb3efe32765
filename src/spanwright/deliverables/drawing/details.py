"""Details of supports: cap or footing from above, shaft and pile or footing cut."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from spanwright.checks.shafts import LINK, bar_axis
from spanwright.datum.arrays import Array
from spanwright.deliverables.drawing.annotate import (
    horizontal_chain,
    millimetres,
    scale_bar,
    vertical_chain,
    view_title,
)
from spanwright.deliverables.drawing.sheet import (
    SMALL,
    TEXT,
    Label,
    Sheet,
    View,
    capitalised,
    standard_scale,
)
from spanwright.deliverables.drawing.wall_bars import pitch
from spanwright.deliverables.geometry import block_name
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Abutment, Foundation, Pier

WIDTH = 190.0  # mm
LEFT, TOP, BELOW = 30.0, 28.0, 16.0  # mm of paper around the views
SHAFT_SHOWN = 0.8  # m of a shaft above its footing
LEAST_BARS = 8  # in a shaft, as the checks take them


def cap_sheet(support: Pier | Abutment) -> Sheet:
    """The cap or footing from above: shafts or stem on it, piles under it, their spacings."""
    f = support.foundation
    denominator = max(standard_scale(f.cap_width, WIDTH - LEFT - 20.0),
                      standard_scale(f.cap_length, 110.0))  # fmt: skip
    scale = 1000.0 / denominator
    base = TOP + f.cap_length * scale
    sheet = Sheet(WIDTH, base + BELOW)
    sheet.scales.append(f"1 : {denominator:g}")
    left = LEFT + (WIDTH - LEFT - 8.0 - f.cap_width * scale) / 2
    view = View(sheet, left, base, -f.cap_width / 2, -f.cap_length / 2, denominator)
    view_title(sheet, f"{capitalised(support.name)}, {block_name(f)} from above",
               f"scale 1 : {denominator:g}, metres", 4.0, 6.0)  # fmt: skip
    scale_bar(view, WIDTH - 50.0, 5.0)
    half = (f.cap_width / 2, f.cap_length / 2)
    view.rectangle("concrete", -half[0], -half[1], half[0], half[1], block_name(f))
    for x, y in zip(f.pile_x.tolist(), f.pile_y.tolist(), strict=True):
        view.circle("hidden", -y, x, f.pile_diameter / 2, "bored pile")
        for du, dv in ((0.35, 0.0), (0.0, 0.35)):
            view.line("axis", -y - du, x - dv, -y + du, x + dv)
    if isinstance(support, Abutment):
        w, d = support.width / 2, support.thickness / 2
        view.rectangle("slab", -w, -d, w, d, "stem")
        standing = [-w, w]
    else:
        standing = sorted(-y for y in support.columns)
        for u in standing:
            _shaft(view, support, u)
    beyond = 2.0 / scale  # less than to the first dimension
    view.line("axis", -half[0] - beyond, 0.0, half[0] + beyond, 0.0)
    view.line("axis", 0.0, -half[1] - beyond, 0.0, half[1] + beyond)
    words = f"{f.cap_width:g} × {f.cap_length:g} × {f.cap_thickness:g}; "
    if not f.is_footing:
        words += f"{f.pile_x.size} bored piles ø {f.pile_diameter:g}, {f.pile_length:.1f} long; "
    words = f"{block_name(f).removeprefix('pile ')} {words}stations increase upwards"
    sheet.write(Label(words, 4.0, 11.5, SMALL, layer="note"))
    _spacings(view, f, standing)
    return sheet


def _shaft(view: View, pier: Pier, u: float) -> None:
    if pier.shape == "circle":
        view.circle("slab", u, 0.0, pier.width / 2, "shaft")
    else:
        w, d = pier.width / 2, pier.depth / 2
        view.rectangle("slab", u - w, -d, u + w, d, "shaft")


def _spacings(view: View, f: Foundation, standing: Sequence[float]) -> None:
    """Piles below and left of the cap, what stands on it and the whole above and right of it."""
    half = (f.cap_width / 2, f.cap_length / 2)
    below, above = view.y(-half[1]) + 9.0, view.y(half[1]) - 5.0
    across = [-half[0], *(-_apart(f.pile_y))[::-1].tolist(), half[0]]
    horizontal_chain(view, across, below, reach=[view.y(-half[1]) + 1.0] * len(across))
    marks = _apart(np.array([-half[0], *standing, half[0]])).tolist()
    horizontal_chain(view, marks, above, reach=[view.y(half[1]) - 1.0] * len(marks))
    along = [-half[1], *_apart(f.pile_x).tolist(), half[1]]
    vertical_chain(view, along, view.x(-half[0]) - 8.0, reach=[view.x(-half[0]) - 1.0] * len(along))


def _apart(values: Array) -> Array:
    """Different positions in increasing order."""
    return np.unique(np.round(values, 6))


def sections_sheet(pier: Pier, bars: SupportBars) -> Sheet:
    """Shaft with its bars, and pile, cut across at one scale; or the footing along the bridge."""
    f = pier.foundation
    if f.is_footing:
        return footing_sheet(pier, bars)
    deep = pier.width if pier.shape == "circle" else pier.depth
    wide = max(pier.width, f.pile_diameter)
    tall = max(deep, f.pile_diameter)
    denominator = max(standard_scale(2.0 * wide, WIDTH - LEFT - 50.0), standard_scale(tall, 90.0))
    scale = 1000.0 / denominator
    base = TOP + 8.0 + tall * scale
    sheet = Sheet(WIDTH, base + BELOW)
    sheet.scales.append(f"1 : {denominator:g}")
    middle = base - tall * scale / 2
    view_title(sheet, f"{capitalised(pier.name)}, shaft and pile cut across",
               f"scale 1 : {denominator:g}, sizes in m, bars in mm", 4.0, 6.0)  # fmt: skip
    shaft = View(sheet, LEFT + wide * scale / 2, middle, 0.0, 0.0, denominator)
    pile = View(sheet, WIDTH - 16.0 - wide * scale / 2, middle, 0.0, 0.0, denominator)
    scale_bar(shaft, WIDTH - 50.0, 5.0)
    _shaft(shaft, pier, 0.0)
    places = shaft_bars(pier, bars)
    for u, v in places.tolist():
        shaft.circle("bar", u, v, bars.diameter / 2, "main bar")
    pile.circle("pile", 0.0, 0.0, f.pile_diameter / 2, "bored pile")
    head = middle - tall * scale / 2 - 6.5
    told = f"shaft: {len(places)} ø {millimetres(bars.diameter)}, cover {millimetres(bars.cover)}"
    sheet.write(Label(told, shaft.x(0.0), head, TEXT, "middle"))
    ring = pile_bars(f, bars)
    for u, v in ring.tolist():
        pile.circle("bar", u, v, bars.pile_bar / 2, "upright bar")
    told = f"pile: {len(ring)} ø {millimetres(bars.pile_bar)}, "
    told += f"cover {millimetres(bars.pile_cover)}"
    sheet.write(Label(told, pile.x(0.0), head, TEXT, "middle"))
    for view, width in ((shaft, pier.width), (pile, f.pile_diameter)):
        y = middle + tall * scale / 2 + 7.0
        horizontal_chain(view, [-width / 2, width / 2], y, reach=[y - 5.0] * 2)
    if pier.shape != "circle":
        x = shaft.x(-pier.width / 2) - 8.0
        vertical_chain(shaft, [-deep / 2, deep / 2], x, reach=[x + 6.0] * 2)
    return sheet


def shaft_bars(pier: Pier, bars: SupportBars) -> Array:
    """Places of the main bars in a shaft: across, along.  (n, 2) [m]

    Their number is the least that makes up the share of the section that is checked.
    """
    one = math.pi * bars.diameter**2 / 4
    inset = bar_axis(bars)
    if pier.shape == "circle":
        return _ring(bars.shaft * math.pi * pier.width**2 / 4 / one, pier.width / 2 - inset)
    count = max(math.ceil(bars.shaft * pier.width * pier.depth / one), LEAST_BARS)
    w, d = pier.width / 2 - inset, pier.depth / 2 - inset
    across = max(math.ceil(count * w / (2 * (w + d))), 1)
    along = max(math.ceil((count - 2 * across) / 2), 1)
    u, v = np.linspace(-w, w, across + 1), np.linspace(-d, d, along + 1)
    low, high = np.full(across, -d), np.full(along, w)
    edges = [
        np.column_stack([u[:-1], low]), np.column_stack([high, v[:-1]]),
        np.column_stack([u[1:], -low]), np.column_stack([-high, v[1:]]),
    ]  # fmt: skip
    return np.concatenate(edges)


def pile_bars(f: Foundation, bars: SupportBars) -> Array:
    """Places of the upright bars in a pile, as many as its share asks for.  (n, 2) [m]"""
    one = math.pi * bars.pile_bar**2 / 4
    share = f.pile_rebar_ratio * math.pi * f.pile_diameter**2 / 4
    return _ring(share / one, f.pile_diameter / 2 - bars.pile_cover - LINK - bars.pile_bar / 2)


def _ring(wanted: float, radius: float) -> Array:
    """At least so many places evenly round a circle.  (n, 2) [m]"""
    count = max(math.ceil(wanted - 1e-9), LEAST_BARS)
    angle = 2 * np.pi * np.arange(count) / count
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def footing_sheet(pier: Pier, bars: SupportBars) -> Sheet:
    """The footing along the bridge under a shaft, with its bars both ways below and above."""
    f = pier.foundation
    tall = f.cap_thickness + SHAFT_SHOWN
    denominator = max(standard_scale(f.cap_length, WIDTH - LEFT - 20.0),
                      standard_scale(tall, 90.0))  # fmt: skip
    scale = 1000.0 / denominator
    base = TOP + 8.0 + tall * scale
    sheet = Sheet(WIDTH, base + BELOW)
    sheet.scales.append(f"1 : {denominator:g}")
    view_title(sheet, f"{capitalised(pier.name)}, footing along the bridge",
               f"scale 1 : {denominator:g}, sizes in m, bars in mm", 4.0, 6.0)  # fmt: skip
    left = LEFT + (WIDTH - LEFT - 8.0 - f.cap_length * scale) / 2
    view = View(sheet, left, base, -f.cap_length / 2, 0.0, denominator)
    scale_bar(view, WIDTH - 50.0, 5.0)
    half = f.cap_length / 2
    deep = pier.width if pier.shape == "circle" else pier.depth
    view.rectangle("concrete", -half, 0.0, half, f.cap_thickness, "footing")
    view.rectangle("slab", -deep / 2, f.cap_thickness, deep / 2, tall, "shaft")
    spacing = pitch(bars.diameter, bars.cap * f.cap_thickness)[0]
    inset = bars.cover + bars.diameter / 2
    count = max(int((f.cap_length - 2 * inset) / spacing) + 1, 2)
    across = np.linspace(-half + inset, half - inset, count).tolist()
    for level, inward in ((inset, 1.0), (f.cap_thickness - inset, -1.0)):
        view.line("bar", -half + inset, level, half - inset, level)
        for u in across:
            view.circle("bar", u, level + inward * bars.diameter, bars.diameter / 2, "bar across")
    told = (
        f"bars ø {millimetres(bars.diameter)} every {millimetres(spacing)}, both ways, below and "
        f"above, cover {millimetres(bars.cover)}; {f.cap_width:g} m wide"
    )
    sheet.write(Label(told, 4.0, 11.5, SMALL, layer="note"))
    horizontal_chain(view, [-half, -deep / 2, deep / 2, half], base + 7.0, reach=[base + 1.0] * 4)
    vertical_chain(view, [0.0, f.cap_thickness], view.x(-half) - 8.0,
                   reach=[view.x(-half) - 1.0] * 2)  # fmt: skip
    return sheet
