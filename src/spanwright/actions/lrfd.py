"""Wind and braking of AASHTO LRFD on decks and piers.

The project states the wind of the Eurocodes, a 10 minutes' mean of 50 years; LRFD asks for a gust
of 3 s of 700 years.  Both come from EN 1991-1-4: 4.2 (return period) and 4.5 (gust over mean at
10 m in terrain II).
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from spanwright.actions.spread import line_load
from spanwright.actions.types import Case
from spanwright.actions.wind import Wind, couple, on_piers, push
from spanwright.codes.aashto import actions as lrfd
from spanwright.codes.data import load
from spanwright.codes.eurocode.actions import wind as en
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.profile import level_at
from spanwright.layout.types import Deck, Layout
from spanwright.structure.types import Structure
from spanwright.traffic.lanes import aashto_lanes

_DATA: Final = load("aashto/actions.toml")
EXPOSURE: Final[dict[str, Literal["B", "C", "D"]]] = {
    "0": "D", "I": "D", "II": "C", "III": "B", "IV": "B",
}  # fmt: skip


def gust(wind: Wind) -> float:
    """Gust of 3 s and 700 years at 10 m in open country, from the project's basic wind.  [m/s]"""
    rare = en.probability_factor(_DATA.number("wind.return_period"))
    return float(wind.speed * rare * np.sqrt(en.exposure_factor(10.0, "II")))


def add_wind_lrfd(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, wind: Wind
) -> list[Case]:
    """Wind on the structure either way across and along, uplift, and wind on traffic."""
    book, speed = books["short term"], gust(wind)
    category = EXPOSURE[wind.terrain]
    drag = {}
    for pier in layout.piers:
        ground = max(pier.ground, layout.water_levels.get("low", pier.ground))
        factor = lrfd.wind_exposure(max(pier.shaft_top - ground, 0.0), category)
        shape = _DATA.number("wind.drag_substructure")
        across = pier.width if pier.shape == "circle" else pier.depth
        drag[pier.name] = float(lrfd.wind_pressure(speed, factor, shape)) * across
    forces, found = [], []
    for index, deck in enumerate(layout.decks):
        depth, height, arm = _face(layout, deck)
        pressure = float(lrfd.wind_pressure(speed, lrfd.wind_exposure(height, category)))
        force = pressure * depth
        forces.append(f"{deck.name} {force / kN:.2f} kN/m")
        width = abs(deck.slab.right - deck.slab.left)
        lines = structure.lines[index]
        for side, word in ((1.0, "left"), (-1.0, "right")):
            name = f"wind to the {word}"
            push(book, name, structure, index, np.array([0.0, side * force, 0.0]))
            couple(book, name, lines, side * force * arm)
            up = np.array([0.0, 0.0, lrfd.vertical_wind() * width])
            line_load(book, f"wind lift, {word} edge", lines, side * 0.25 * width, up)
            live = lrfd.wind_on_live_load()
            name = f"wind on traffic to the {word}"
            push(book, name, structure, index, np.array([0.0, side * live, 0.0]))
            above = layout.road.surfacing_thickness + 0.5 * deck.slab.thickness
            lever = above + _DATA.number("wind.height_of_vehicles")
            couple(book, name, lines, side * live * lever)
        share = _DATA.number("wind.along")
        push(book, "wind along", structure, index, np.array([share * force, 0.0, 0.0]))
    for side, word in ((1.0, "left"), (-1.0, "right")):
        on_piers(book, f"wind to the {word}", structure, drag, np.array([0.0, side, 0.0]))
    on_piers(book, "wind along", structure, drag, np.array([1.0, 0.0, 0.0]))
    value = f"gust {speed:.1f} m/s: {', '.join(forces)}"
    for name, kind, text, clause in (
        ("wind to the left", "wind", value, "AASHTO 3.8.1.2"),
        ("wind to the right", "wind", value, "AASHTO 3.8.1.2"),
        ("wind along", "wind", "0.25 of the force across", "AASHTO 3.8.1.2.3a"),
        ("wind lift, left edge", "wind lift", "0.020 ksf", "AASHTO 3.8.2"),
        ("wind lift, right edge", "wind lift", "0.020 ksf", "AASHTO 3.8.2"),
        ("wind on traffic to the left", "wind on traffic", "0.10 klf", "AASHTO 3.8.1.3"),
        ("wind on traffic to the right", "wind on traffic", "0.10 klf", "AASHTO 3.8.1.3"),
    ):
        found.append(
            Case(
                name, "short term", kind, value=text, clause=clause,
                speed=speed if kind == "wind" else 0.0, reversible=name == "wind along",
            )
        )  # fmt: skip
    return found


def add_braking_lrfd(
    books: dict[str, LoadBook], layout: Layout, structure: Structure
) -> list[Case]:
    """Braking of all design lanes one way, along the girders of each deck; either way."""
    lanes = aashto_lanes(float(np.ptp(layout.road.kerbs))).number
    forces = []
    for index, deck in enumerate(layout.decks):
        length = float(deck.supports[-1] - deck.supports[0])
        force = float(lrfd.braking(length, lanes))
        forces.append(f"{deck.name} {force / kN:.0f} kN")
        along = np.array([force / length, 0.0, 0.0])
        push(books["short term"], "braking", structure, index, along)
    value = ", ".join(forces)
    return [
        Case("braking", "short term", "braking", value, "AASHTO 3.6.4", "read", reversible=True)
    ]


def _face(layout: Layout, deck: Deck) -> tuple[float, float, float]:
    """Depth the wind meets, height of its top above low ground, arm above the slab's middle."""
    road = float(level_at(layout.axis, 0.5 * (deck.supports[0] + deck.supports[-1])))
    steel = float(np.mean([np.mean(girder.depth) for girder in deck.girders]))
    depth = layout.road.surfacing_thickness + deck.slab.thickness + deck.slab.haunch + steel
    total = float(en.deck_reference_depth(depth, "open parapet", 2))
    slab = road - layout.road.surfacing_thickness - 0.5 * deck.slab.thickness
    lowest = min(float(np.min(layout.ground_level)), *layout.water_levels.values())
    return total, max(road - lowest, 0.0), road - depth + 0.5 * total - slab
