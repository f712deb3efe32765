"""Quantities of the whole bridge from its layout: one row an element, exact geometry.

Element names are stable and follow the building: ``deck RU/girder 2/segment 5/web``,
``pier 4/shaft 1``, ``pier 4/pile 3``.  A row of a solid holds its exact volume; what the layout
does not draw (stiffeners, welds, bars, formwork) says its rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.eurocode.materials.steel import stud_head
from spanwright.datum.arrays import Array
from spanwright.layout.curve import area, developed, own_length, path, turned
from spanwright.layout.precast_quantities import precast_rows
from spanwright.layout.profile import level_at
from spanwright.layout.quantity import QuantityRow
from spanwright.layout.types import (
    Abutment,
    AnyGirder,
    Axis,
    Deck,
    Foundation,
    Girder,
    Layout,
    Pier,
)

WELDS: Final = 0.02  # of the plates: welds, splices, tolerances
GUSSETS: Final = 0.10  # of the cross-frames: gussets and bolts
SUPPORT_FRAME: Final = 2.5  # cross-frames over supports carry wind and jacking: this much heavier
STIFFENER_WIDTH, STIFFENER_THICKNESS = 0.20, 0.020  # one flat each side of the web [m]
BEARING_WIDTH, BEARING_THICKNESS = 0.30, 0.040  # one flat each side over a bearing [m]
FRAME_HEIGHT: Final = 0.8  # of the steel depth: distance of a cross-frame's chords
TRANSVERSE_BARS: Final = 0.010  # of the slab's volume
LINKS: Final = {"shaft": 1.25, "pile": 1.15}  # on the vertical bars
BARS_PER_VOLUME: Final = {  # kg/m3
    "crosshead": 150.0, "cap": 110.0, "footing": 90.0, "abutment": 90.0,
}  # fmt: skip
ANGLE_SURFACE: Final = 200.0  # m2 of paint per m3 of angles 10 mm thick


@dataclass(frozen=True, slots=True)
class Quantities:
    """All rows, in the order of the building: decks, then supports."""

    rows: tuple[QuantityRow, ...]

    def total(self, kind: str, unit: str | None = None, part: str | None = None) -> float:
        """Sum over the rows of one kind."""
        return sum(
            row.amount
            for row in self.rows
            if row.kind == kind and unit in (None, row.unit) and part in (None, row.part)
        )

    def totals(self) -> dict[tuple[str, str, str, str], float]:
        """(kind, material, unit, part) -> amount, in the order of the rows."""
        found: dict[tuple[str, str, str, str], float] = {}
        for row in self.rows:
            key = (row.kind, row.material, row.unit, row.part)
            found[key] = found.get(key, 0.0) + row.amount
        return found

    def volume(self, element: str) -> float:
        """Volume of one drawn solid.  [m3]"""
        return sum(row.volume for row in self.rows if row.element == element)


def quantities(layout: Layout) -> Quantities:
    """Mass, volume and area of everything the layout draws, and the stated allowances."""
    rows: list[QuantityRow] = []
    for deck in layout.decks:
        rows += precast_rows(deck, layout) if deck.precast else _steel(deck, layout)
        rows += _slab(deck, layout) + _finishes(deck, layout)
    for abutment in layout.abutments:
        rows += _abutment(abutment, layout)
    for pier in layout.piers:
        rows += _pier(pier, layout)
    rows += _fittings(layout)
    return Quantities(tuple(rows))


def web_area(girder: Girder) -> Array:
    """Side area of the web in each segment, exact for a depth that runs linearly.  (s,) [m2]"""
    breaks = np.unique(np.concatenate([girder.joints, girder.depth_station]))
    breaks = breaks[(breaks >= girder.joints[0]) & (breaks <= girder.joints[-1])]
    depth = np.interp(breaks, girder.depth_station, girder.depth)
    running = np.concatenate([[0.0], np.cumsum(np.diff(breaks) * 0.5 * (depth[1:] + depth[:-1]))])
    between = np.diff(np.interp(girder.joints, breaks, running))
    length = np.diff(girder.joints)
    return np.asarray(between - (girder.top_thickness + girder.bottom_thickness) * length)


def girder_plates(girder: Girder) -> dict[str, Array]:
    """Volume of each plate of each segment, of a girder rolled out.  (s,) each [m3]"""
    length = np.diff(girder.joints)
    return {
        "top flange": girder.top_width * girder.top_thickness * length,
        "web": web_area(girder) * girder.web_thickness,
        "bottom flange": girder.bottom_width * girder.bottom_thickness * length,
    }


def stiffener_volume(deck: Deck, girder: Girder) -> float:
    """Transverse and bearing stiffeners of one girder: pairs of flats as deep as the web.  [m3]"""
    panels = np.diff(deck.cross_frames)
    between = int(np.sum(np.maximum(np.ceil(panels / deck.stiffener_spacing - 1e-9) - 1, 0)))
    at_frames = len(deck.cross_frames) - len(deck.supports)
    mean = float(web_area(girder).sum() / (girder.joints[-1] - girder.joints[0]))
    over_bearings = np.interp(deck.supports, girder.depth_station, girder.depth) - 0.08
    ordinary = 2 * STIFFENER_WIDTH * STIFFENER_THICKNESS * mean * (between + at_frames)
    return ordinary + float(2 * BEARING_WIDTH * BEARING_THICKNESS * over_bearings.sum())


def frame_volumes(deck: Deck) -> Array:
    """Angles of each cross-frame: two chords and an X in every bay.  (c,) [m3]"""
    offset = np.array([girder.offset for girder in deck.girders])
    first = deck.girders[0]
    height = FRAME_HEIGHT * np.interp(deck.cross_frames, first.depth_station, first.depth)
    bays = np.diff(offset)
    length = (2 * bays + 2 * np.hypot(bays, height[:, None])).sum(axis=1)
    return np.asarray(length * deck.frame_area * frame_factor(deck), dtype=float)


def frame_factor(deck: Deck) -> Array:
    """1 in the span, more over supports.  (c,) [-]"""
    distance = np.min(np.abs(deck.cross_frames[:, None] - deck.supports), axis=1)
    return np.where(distance < 1e-6, SUPPORT_FRAME, 1.0)


def stud_count(deck: Deck, axis: Axis, girder: Girder) -> float:
    """Studs on one girder."""
    return float(np.sum(deck.stud_rate * np.diff(path(axis, deck.stud_station, girder.offset))))


def stud_mass(deck: Deck, density: float) -> float:
    """Mass of one stud: shank and head.  [kg]"""
    head_diameter, head_height = stud_head(deck.stud_diameter)
    shank = deck.stud_diameter**2 * (deck.stud_height - head_height)
    return float(np.pi / 4 * (shank + head_diameter**2 * head_height) * density)


def haunch_volume(deck: Deck, girder: AnyGirder) -> float:
    """Concrete between top flange and slab.  [m3]"""
    return float(deck.slab.haunch * np.sum(girder.top_width * np.diff(girder.joints)))


def _steel(deck: Deck, layout: Layout) -> list[QuantityRow]:
    """Girder plates, stiffeners, welds, cross-frames, studs, paint."""
    steel, density = layout.structural_steel.name, layout.structural_steel.density
    rows: list[QuantityRow] = []
    for girder in deck.steel_girders:
        name = f"deck {deck.name}/{girder.name}"
        own = developed(layout.axis, girder)
        plates = girder_plates(own)
        for segment in range(len(girder.joints) - 1):
            for plate, volume in plates.items():
                solid = float(volume[segment])
                rows.append(
                    QuantityRow("girder plates", f"{name}/segment {segment + 1}/{plate}",
                                solid * density, "kg", steel, deck.name, "exact", solid)
                )  # fmt: skip
        total = sum(float(v.sum()) for v in plates.values()) * density
        stiffeners = stiffener_volume(deck, girder) * density
        studs = stud_count(deck, layout.axis, girder)
        rows += [
            QuantityRow("stiffeners", f"{name}/stiffeners", stiffeners, "kg", steel, deck.name,
                        "pairs of 200 x 20 mm flats at every stiffener, 300 x 40 mm at bearings"),
            QuantityRow("welds and splices", f"{name}/welds", WELDS * total, "kg", steel,
                        deck.name, f"{WELDS:.0%} of the plates"),
            QuantityRow("studs", f"{name}/studs", studs * stud_mass(deck, density), "kg", steel,
                        deck.name, "shank and head of each stud"),
            QuantityRow("studs", f"{name}/studs", studs, "1", steel, deck.name, "rate x length"),
            QuantityRow("paint", f"{name}/paint", _painted(own), "m2", "", deck.name,
                        "all faces but those in concrete or joined"),
        ]  # fmt: skip
    volumes = frame_volumes(deck)
    rows += [
        QuantityRow("cross-frames", f"deck {deck.name}/cross-frame {i + 1}",
                    float(v) * density * (1 + GUSSETS), "kg", steel, deck.name,
                    f"two chords and an X a bay, {GUSSETS:.0%} gussets", float(v))
        for i, v in enumerate(volumes)
    ]  # fmt: skip
    rows.append(
        QuantityRow("paint", f"deck {deck.name}/cross-frames/paint",
                    float(volumes.sum()) * ANGLE_SURFACE, "m2", "", deck.name,
                    f"{ANGLE_SURFACE:g} m2 a m3 of angles")
    )  # fmt: skip
    return rows


def _painted(girder: Girder) -> float:
    """Painted faces of one girder.  [m2]"""
    length = np.diff(girder.joints)
    top = girder.top_width + 2 * girder.top_thickness - girder.web_thickness
    bottom = 2 * (girder.bottom_width + girder.bottom_thickness) - girder.web_thickness
    return float(np.sum((top + bottom) * length) + 2 * web_area(girder).sum())


def _slab(deck: Deck, layout: Layout) -> list[QuantityRow]:
    """Slab concrete, bars and formwork."""
    slab, name = deck.slab, f"deck {deck.name}"
    concrete, bars = layout.concrete["slab"].name, layout.reinforcement
    axis, ends = layout.axis, (float(deck.supports[0]), float(deck.supports[-1]))
    plan = area(axis, *ends, slab.right, slab.left)
    edges = sum(own_length(axis, deck, y) for y in (slab.right, slab.left))
    volume = plan * slab.thickness
    width, turn = slab.left - slab.right, np.diff(turned(axis, slab.rebar_station))
    lengthwise = float(np.sum(slab.rebar_area * np.diff(slab.rebar_station))) * width
    lengthwise -= float(np.sum(slab.rebar_area * turn)) * (slab.left**2 - slab.right**2) / 2
    girders = [developed(axis, girder) for girder in deck.girders]
    flanges = sum(float(np.sum(g.top_width * np.diff(g.joints))) for g in girders)
    rows = [
        QuantityRow("slab concrete", f"{name}/slab", volume, "m3", concrete, deck.name, "exact",
                    volume),
        QuantityRow("reinforcement", f"{name}/slab/bars along", lengthwise * bars.density, "kg",
                    bars.name, deck.name, "bar areas x width x length, laps not counted"),
        QuantityRow("reinforcement", f"{name}/slab/bars across",
                    TRANSVERSE_BARS * volume * bars.density, "kg", bars.name, deck.name,
                    f"{TRANSVERSE_BARS:.1%} of the slab"),
        QuantityRow("formwork", f"{name}/slab/formwork",
                    plan + edges * slab.thickness - flanges, "m2", "", deck.name,
                    "soffit between flanges and both edges"),
    ]  # fmt: skip
    for girder in girders:
        haunch = haunch_volume(deck, girder)
        rows.append(
            QuantityRow("slab concrete", f"{name}/{girder.name}/haunch", haunch, "m3", concrete,
                        deck.name, "as wide as the top flange", haunch)
        )  # fmt: skip
    return rows


def _finishes(deck: Deck, layout: Layout) -> list[QuantityRow]:
    """Surfacing, waterproofing, barriers."""
    road, name = layout.road, f"deck {deck.name}"
    axis, ends = layout.axis, (float(deck.supports[0]), float(deck.supports[-1]))
    volume = area(axis, *ends, float(road.kerbs[0]), float(road.kerbs[1]))
    volume *= road.surfacing_thickness
    full = area(axis, *ends, deck.slab.right, deck.slab.left)
    barriers = sum(own_length(axis, deck, float(y)) for y in road.kerbs)
    return [
        QuantityRow("surfacing", f"{name}/surfacing", volume, "m3", "asphalt", deck.name,
                    "between the barriers", volume),
        QuantityRow("waterproofing", f"{name}/waterproofing", full, "m2", "", deck.name,
                    "whole slab"),
        QuantityRow("barriers", f"{name}/barriers", barriers, "m", "", deck.name,
                    "barrier and parapet, both sides"),
    ]  # fmt: skip


def _pier(pier: Pier, layout: Layout) -> list[QuantityRow]:
    """Crosshead, shafts and foundation of one pier."""
    concrete, bars = layout.concrete["pier"].name, layout.reinforcement
    crosshead = pier.crosshead_length * pier.crosshead_width * pier.crosshead_depth
    around = 2 * (pier.crosshead_length + pier.crosshead_width) * pier.crosshead_depth
    soffit = pier.crosshead_length * pier.crosshead_width
    height = pier.shaft_top - pier.foundation.cap_top
    section = shaft_area(pier)
    perimeter = np.pi * pier.width if pier.shape == "circle" else 2 * (pier.width + pier.depth)
    name = f"{pier.name}/crosshead"
    rows = [
        QuantityRow("crosshead concrete", name, crosshead, "m3", concrete, pier.side, "exact",
                    crosshead),
        QuantityRow("reinforcement", f"{name}/bars", BARS_PER_VOLUME["crosshead"] * crosshead,
                    "kg", bars.name, pier.side, f"{BARS_PER_VOLUME['crosshead']:g} kg/m3"),
        QuantityRow("formwork", f"{name}/formwork", around + soffit, "m2", "", pier.side,
                    "sides and underside"),
    ]  # fmt: skip
    for index in range(len(pier.columns)):
        shaft, volume = f"{pier.name}/shaft {index + 1}", section * height
        steel = pier.rebar_ratio * volume * bars.density * LINKS["shaft"]
        rows += [
            QuantityRow("shaft concrete", shaft, volume, "m3", concrete, pier.side, "exact",
                        volume),
            QuantityRow("reinforcement", f"{shaft}/bars", steel, "kg", bars.name, pier.side,
                        f"ratio of vertical bars, {LINKS['shaft'] - 1:.0%} links"),
            QuantityRow("formwork", f"{shaft}/formwork", float(perimeter * height), "m2", "",
                        pier.side, "all round"),
        ]  # fmt: skip
    return rows + _foundation(pier.name, pier.side, pier.foundation, layout)


def shaft_area(pier: Pier) -> float:
    """Cross-section of one shaft.  [m2]"""
    if pier.shape == "circle":
        return float(np.pi * pier.width**2 / 4)
    return pier.width * pier.depth


def _foundation(name: str, side: str, base: Foundation, layout: Layout) -> list[QuantityRow]:
    """Cap and piles, or a footing."""
    cap_name, pile_name = layout.concrete["cap"].name, layout.concrete["pile"].name
    bars, what = layout.reinforcement, "footing" if base.is_footing else "cap"
    cap, element = base.volume, f"{name}/{what}"
    sides = 2 * (base.cap_length + base.cap_width) * base.cap_thickness
    steel, per_volume = BARS_PER_VOLUME[what] * cap, f"{BARS_PER_VOLUME[what]:g} kg/m3"
    rows = [
        QuantityRow(f"{what} concrete", element, cap, "m3", cap_name, side, "exact", cap),
        QuantityRow("reinforcement", f"{element}/bars", steel, "kg", bars.name, side, per_volume),
        QuantityRow("formwork", f"{element}/formwork", sides, "m2", "", side, "sides"),
    ]
    pile = float(np.pi * base.pile_diameter**2 / 4 * base.pile_length)
    steel = base.pile_rebar_ratio * pile * bars.density * LINKS["pile"]
    for index in range(len(base.pile_x)):
        element = f"{name}/pile {index + 1}"
        rows += [
            QuantityRow("pile concrete", element, pile, "m3", pile_name, side, "exact", pile),
            QuantityRow("piles", element, base.pile_length, "m", pile_name, side, "drilled"),
            QuantityRow("reinforcement", f"{element}/bars", steel, "kg", bars.name, side,
                        f"ratio of vertical bars, {LINKS['pile'] - 1:.0%} links"),
        ]  # fmt: skip
    return rows


def _abutment(abutment: Abutment, layout: Layout) -> list[QuantityRow]:
    """Stem, back wall and foundation; wing walls are not drawn and not counted."""
    concrete, bars = layout.concrete["cap"].name, layout.reinforcement
    name, side = abutment.name, abutment.side
    stem = abutment.width * abutment.thickness * abutment.height
    height = back_wall_height(abutment, layout)
    wall = abutment.width * abutment.back_wall * height
    forms = (
        2 * (abutment.width + abutment.thickness) * abutment.height + 2 * abutment.width * height
    )
    rows = [
        QuantityRow("abutment concrete", f"{name}/stem", stem, "m3", concrete, side, "exact", stem),
        QuantityRow("abutment concrete", f"{name}/back wall", wall, "m3", concrete, side,
                    f"{abutment.back_wall:g} m thick from seat to slab top", wall),
        QuantityRow("reinforcement", f"{name}/bars", BARS_PER_VOLUME["abutment"] * (stem + wall),
                    "kg", bars.name, side, f"{BARS_PER_VOLUME['abutment']:g} kg/m3"),
        QuantityRow("formwork", f"{name}/formwork", forms, "m2", "", side, "sides"),
    ]  # fmt: skip
    return rows + _foundation(name, side, abutment.foundation, layout)


def back_wall_height(abutment: Abutment, layout: Layout) -> float:
    """From the bearing seat to the top of the slab at the axis.  [m]"""
    road = float(level_at(layout.axis, abutment.station))
    return max(road - layout.road.surfacing_thickness - abutment.seat_level, 0.0)


def _fittings(layout: Layout) -> list[QuantityRow]:
    """Bearings and expansion joints."""
    rows = [
        QuantityRow("bearings", f"{b.support}/{b.deck}/{b.girder}/bearing", 1.0, "1", b.kind,
                    b.deck, "one below each girder")
        for b in layout.bearings
    ]  # fmt: skip
    width = float(layout.road.edges[1] - layout.road.edges[0])
    joints = [(a.name, a.side) for a in layout.abutments]
    joints += [(p.name, p.side) for p in layout.piers if p.is_joint]
    rows += [
        QuantityRow("expansion joints", f"{name}/joint", width, "m", "", side, "across the deck")
        for name, side in joints
    ]
    return rows
