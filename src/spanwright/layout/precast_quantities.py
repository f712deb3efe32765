"""Quantities of a deck's precast girders and of the diaphragms between them."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.layout.precast import GAP, girder_ends, precast_outline
from spanwright.layout.quantity import QuantityRow
from spanwright.layout.types import Deck, Layout, Precast, PrecastGirder

STRAND_DENSITY: Final = 7_810.0  # nominal, EN 10138-3 [kg/m3]
LINK_LENGTH: Final = 2.5  # both legs, anchored in slab and flange, over the girder's depth
FLANGE_BARS: Final = 40.0  # kg of lengthwise and flange bars a m3 of precast concrete
DIAPHRAGM_BARS: Final = 150.0  # kg/m3


def precast_rows(deck: Deck, layout: Layout) -> list[QuantityRow]:
    """Concrete, strands, bars and moulds of every girder; the diaphragms over the supports."""
    rows: list[QuantityRow] = []
    if deck.precast is None:
        return rows
    begin, end = girder_ends(deck)
    for line in deck.precast_girders:
        for span, length in enumerate(end - begin):
            name = f"deck {deck.name}/{line.name}/span {span + 1}"
            rows += _girder(deck.precast, line, name, deck.name, float(length), layout)
    return rows + _diaphragms(deck, layout)


def girder_area(line: PrecastGirder) -> float:
    """Concrete section of a girder.  [m2]"""
    return float(precast_outline(line).moments()[0, 0])


def link_count(given: Precast, span: float) -> float:
    """Links of one girder: the outer quarters are closer.  span : [m]"""
    return 0.5 * span / given.link_spacing_ends + 0.5 * span / given.link_spacing


def link_mass(given: Precast, span: float, depth: float, density: float) -> float:
    """Mass of the links of one girder.  [kg]"""
    bar = np.pi / 4 * given.link_bar**2
    return float(link_count(given, span) * LINK_LENGTH * depth * bar * density)


def _girder(
    given: Precast, line: PrecastGirder, name: str, part: str, length: float, layout: Layout
) -> list[QuantityRow]:
    concrete, bars = layout.concrete["precast"].name, layout.reinforcement
    depth, volume = float(line.depth.max()), girder_area(line) * length
    strands = float(line.strand_count.sum()) * length * given.strand_area * STRAND_DENSITY
    links = link_mass(given, length, depth, bars.density)
    lengthwise = FLANGE_BARS * volume + given.continuity_bars * length * bars.density
    return [
        QuantityRow("precast concrete", name, volume, "m3", concrete, part, "exact", volume),
        QuantityRow("precast girders", name, 1.0, "1", concrete, part,
                    f"{volume * layout.concrete['precast'].density / 1e3:.0f} t each"),
        QuantityRow("strands", f"{name}/strands", strands, "kg",
                    f"Y{given.strand_strength / 1e6:.0f}S7", part,
                    "number x length x area, sheathed parts included"),
        QuantityRow("reinforcement", f"{name}/links", links, "kg", bars.name, part,
                    f"two legs and hooks: {LINK_LENGTH:g} times the depth each"),
        QuantityRow("reinforcement", f"{name}/bars", lengthwise, "kg", bars.name, part,
                    f"{FLANGE_BARS:g} kg/m3 and the bars joined in the diaphragms"),
        QuantityRow("moulds", f"{name}/mould", _moulded(line) * length, "m2", "", part,
                    "sides and soffit, in the yard"),
    ]  # fmt: skip


def _moulded(line: PrecastGirder) -> float:
    """Length of a girder's outline without its top.  [m]"""
    outline = precast_outline(line)
    level, width = outline.level[0], outline.width[0]
    sides = np.hypot(np.diff(level), 0.5 * np.diff(width)).sum()
    return float(width[0] + 2 * sides)


def diaphragm_lengths(deck: Deck) -> Array:
    """Length along the bridge of the diaphragm at each support: over deck ends half of it.  (p,)"""
    whole = 0.0 if deck.precast is None else deck.precast.diaphragm
    found = np.full(len(deck.supports), whole)
    found[[0, -1]] = 0.5 * whole
    return found


def diaphragm_volumes(deck: Deck) -> Array:
    """Concrete of the diaphragm at each support, as deep as the girders: in the bays beside their
    ends, and over a pier from face to face between the ends that meet.  (p,) [m3]"""
    lines = deck.precast_girders
    depth = float(lines[0].depth.max())
    apart = lines[-1].offset - lines[0].offset
    bays = apart * depth - girder_area(lines[0]) * (len(lines) - 1)
    length = diaphragm_lengths(deck)
    between = np.full(len(length), 2 * GAP)
    between[[0, -1]] = 0.0
    whole = (apart + float(lines[0].bottom_width[0])) * depth
    return np.asarray((length - between) * bays + between * whole)


def _diaphragms(deck: Deck, layout: Layout) -> list[QuantityRow]:
    concrete, bars = layout.concrete["slab"].name, layout.reinforcement
    depth = float(deck.girders[0].depth.max())
    across = deck.girders[-1].offset - deck.girders[0].offset
    rows: list[QuantityRow] = []
    for index, volume in enumerate(diaphragm_volumes(deck)):
        name = f"deck {deck.name}/diaphragm {index + 1}"
        rows += [
            QuantityRow("diaphragm concrete", name, float(volume), "m3", concrete, deck.name,
                        "between the girders and between the ends that meet", float(volume)),
            QuantityRow("reinforcement", f"{name}/bars", DIAPHRAGM_BARS * float(volume), "kg",
                        bars.name, deck.name, f"{DIAPHRAGM_BARS:g} kg/m3"),
            QuantityRow("formwork", f"{name}/formwork", 2 * depth * across, "m2", "", deck.name,
                        "both faces"),
        ]  # fmt: skip
    return rows
