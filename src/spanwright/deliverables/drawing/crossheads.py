"""Crosshead and pile cap of a pier cut along the bridge, with the bars that were checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.caps import PILE_IN
from spanwright.checks.shafts import LINK, bar_axis
from spanwright.datum.arrays import Array
from spanwright.datum.units import mm
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
from spanwright.deliverables.drawing.wall_bars import down, pitch
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Foundation, Pier

WIDTH: Final = 190.0  # mm
SHOWN: Final = 0.6  # m of a shaft above the cap and of a pile below it
APART: Final = 2.0  # of bars in a layer and of layers, in diameters
NARROW, WIDEST = 100 * mm, 400 * mm  # spacing of links along the crosshead


@dataclass(frozen=True, slots=True)
class Links:
    """Links of a beam: upright legs side by side, and spacing along it [m]."""

    legs: int
    spacing: float


def beam_bars(width: float, height: float, bars: SupportBars) -> Array:
    """Places of the bars in a crosshead, as many below as above: across, up.  (n, 2) [m]

    Origin in the middle of the underside; layers no fuller than bars two diameters apart.
    """
    edge, one = bar_axis(bars), math.pi * bars.diameter**2 / 4
    wanted = max(math.ceil(bars.crosshead * width * height / one - 1e-9), 2)
    room = max(math.floor((width - 2 * edge) / (APART * bars.diameter) + 1e-9) + 1, 2)
    layers = math.ceil(wanted / room)
    found = []
    for k in range(layers):
        count = max((wanted + layers - 1 - k) // layers, 2)  # the outer layers take what is over
        u = np.linspace(-width / 2 + edge, width / 2 - edge, count)
        inward = edge + k * APART * bars.diameter
        found += [np.column_stack([u, np.full(count, z)]) for z in (inward, height - inward)]
    return np.concatenate(found)


def beam_links(width: float, bars: SupportBars) -> Links | None:
    """The fewest pairs of legs that stand no closer than 100 mm along the crosshead."""
    if bars.crosshead_links <= 0.0:
        return None
    one = math.pi * LINK**2 / 4 / (bars.crosshead_links * width)  # spacing a leg affords [m]
    legs = 2 * max(1, math.ceil(NARROW / (2 * one) - 1e-9))
    return Links(legs, down(min(legs * one, WIDEST), 5 * mm))


def crosshead_sheet(pier: Pier, bars: SupportBars) -> Sheet:
    """The crosshead cut beside a shaft and, where piles carry the pier, the cap, at one scale."""
    f, width, height = pier.foundation, pier.crosshead_width, pier.crosshead_depth
    block = 0.0 if f.is_footing else f.cap_length
    below = 0.0 if f.is_footing else SHOWN  # both stand level with the cap's underside
    tall = below + max(height, 0.0 if f.is_footing else f.cap_thickness + SHOWN)
    denominator = max(standard_scale(width + block, WIDTH - 62.0), standard_scale(tall, 90.0))
    scale = 1000.0 / denominator
    base = 30.0 + tall * scale
    sheet = Sheet(WIDTH, base + 14.0)
    sheet.scales.append(f"1 : {denominator:g}")
    what = "crosshead" if f.is_footing else "crosshead and pile cap"
    view_title(sheet, f"{capitalised(pier.name)}, {what}",
               f"cut along, scale 1 : {denominator:g}, bars in mm", 4.0, 6.0)  # fmt: skip
    head = View(sheet, 22.0 + width / 2 * scale, base - below * scale, 0.0, 0.0, denominator)
    scale_bar(head, WIDTH - 50.0, 5.0)
    told = [_crosshead(head, width, height, bars)]
    if not f.is_footing:
        cap = View(sheet, WIDTH - 8.0 - block / 2 * scale, base - below * scale, 0.0, 0.0,
                   denominator)  # fmt: skip
        told.append(_cap(cap, pier, bars))
    for k, words in enumerate(told):
        sheet.write(Label(words, 4.0, 12.0 + 4.2 * k, SMALL, layer="note"))
    return sheet


def _crosshead(view: View, width: float, height: float, bars: SupportBars) -> str:
    half, sheet = width / 2, view.sheet
    view.rectangle("concrete", -half, 0.0, half, height, "crosshead")
    places, links = beam_bars(width, height, bars), beam_links(width, bars)
    words = (
        f"crosshead: {len(places) // 2} ø {millimetres(bars.diameter)} above and as many below, "
        f"cover {millimetres(bars.cover)}"
    )
    if links is not None:
        inset = bars.cover + LINK / 2
        low, high = inset, height - inset
        for u in np.linspace(-half + inset, half - inset, links.legs).tolist():
            view.line("rebar", u, low, u, high)
        for z in (low, high):
            view.line("rebar", -half + inset, z, half - inset, z)
        words += (
            f"; links ø {millimetres(LINK)}, {links.legs} legs every {millimetres(links.spacing)}"
        )
    for u, v in places.tolist():
        view.circle("bar", u, v, bars.diameter / 2, "crosshead bar")
    horizontal_chain(view, [-half, half], view.y(0.0) + 7.0, reach=[view.y(0.0) + 1.0] * 2)
    vertical_chain(view, [0.0, height], view.x(-half) - 6.0, reach=[view.x(-half) - 1.0] * 2)
    sheet.write(Label("crosshead", view.x(0.0), view.y(height) - 2.0, TEXT, "middle"))
    return words


def _cap(view: View, pier: Pier, bars: SupportBars) -> str:
    f, half = pier.foundation, pier.foundation.cap_length / 2
    deep = (pier.width if pier.shape == "circle" else pier.depth) / 2
    view.rectangle("concrete", -half, 0.0, half, f.cap_thickness, "pile cap")
    view.rectangle("slab", -deep, f.cap_thickness, deep, f.cap_thickness + SHOWN, "shaft")
    for x in np.unique(np.round(f.pile_x, 6)).tolist():
        r = f.pile_diameter / 2
        view.rectangle("pile", x - r, -SHOWN, x + r, PILE_IN, "bored pile")
    spacing = _mesh(view, f, bars)
    horizontal_chain(view, [-half, half], view.y(-SHOWN) + 7.0,
                     reach=[view.y(-SHOWN) + 2.0] * 2)  # fmt: skip
    vertical_chain(view, [0.0, f.cap_thickness], view.x(-half) - 5.0,
                   reach=[view.x(-half) - 1.0] * 2)  # fmt: skip
    place = Label("pile cap", view.x(-half / 2 - deep / 2), view.y(f.cap_thickness) - 2.0, TEXT,
                  "middle")  # fmt: skip
    view.sheet.write(place)
    return (
        f"pile cap: ø {millimetres(bars.diameter)} every {millimetres(spacing)} below, along and "
        "across the bridge"
    )


def _mesh(view: View, f: Foundation, bars: SupportBars) -> float:
    """The cap's bottom bars, those along drawn, those across cut; returns their spacing.  [m]"""
    spacing, layers = pitch(bars.diameter, bars.cap * f.cap_thickness)
    reach = f.cap_length / 2 - bars.cover
    level = PILE_IN + bars.diameter / 2
    view.line("rebar", -reach, level, reach, level)
    inner = f.cap_length / 2 - bar_axis(bars)
    count = math.ceil(2 * inner / spacing - 1e-9) + 1
    for k in range(layers):
        for u in np.linspace(-inner, inner, count).tolist():
            view.circle("bar", u, level + (1 + 2 * k) * bars.diameter, bars.diameter / 2, "cap bar")
    return spacing
