"""Wind on decks and piers, with and without traffic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.actions.spread import line_load
from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions import wind as en
from spanwright.datum.arrays import Array
from spanwright.datum.units import kN, mm
from spanwright.engine.loads import LoadBook
from spanwright.engine.surfaces import LoadingLines
from spanwright.layout.types import Deck, Layout, Pier
from spanwright.structure.types import Structure


@dataclass(frozen=True, slots=True)
class Wind:
    """Basic wind velocity [m/s] and terrain category of the site."""

    speed: float
    terrain: en.Terrain


@dataclass(frozen=True, slots=True)
class DeckWind:
    """Wind on one deck for one state of its surface.

    across  : force across the deck [N/m];  up : vertical force, either way [N/m]
    arm     : of the across force's line of action above the slab's middle [m]
    eccentricity : of the vertical force from the deck's axis [m]
    """

    across: float
    up: float
    arm: float
    eccentricity: float


def deck_wind(
    layout: Layout, deck: Deck, wind: Wind, parameters: Data, *, traffic: bool
) -> DeckWind:
    """EN 1991-1-4 8.3 for a plate-girder deck with open parapets on both sides."""
    start, end = float(deck.supports[0]), float(deck.supports[-1])
    middle = 0.5 * (start + end)
    road = float(np.interp(middle, layout.axis.station, layout.axis.level))
    steel = float(np.mean([np.mean(girder.depth) for girder in deck.girders]))
    depth = layout.road.surfacing_thickness + deck.slab.thickness + deck.slab.haunch + steel
    width = abs(deck.slab.right - deck.slab.left)
    bare = float(en.deck_reference_depth(depth, "open parapet", 2))
    total = float(en.deck_depth_with_traffic(depth, bare)) if traffic else bare
    soffit = road - depth
    slab = road - layout.road.surfacing_thickness - 0.5 * deck.slab.thickness
    lowest = min(
        float(np.min(layout.ground_level)), *layout.water_levels.values()
    )  # the wind may blow over a dry or low river
    height = max(soffit + 0.5 * depth - lowest, 0.0)
    basic = float(en.basic_pressure(wind.speed, parameters.number("wind.air_density")))
    turbulence = parameters.number("wind.turbulence_factor")
    exposure = float(en.exposure_factor(height, wind.terrain, k_I=turbulence))
    c_across = float(en.deck_transverse_coefficient(width, total, traffic))
    c_up = float(en.deck_vertical_coefficient(width, bare))
    return DeckWind(
        float(en.force(basic, exposure, c_across, total)),
        float(en.force(basic, exposure, c_up, width)),
        soffit + 0.5 * total - slab,
        0.25 * width,
    )


def pier_wind(layout: Layout, pier: Pier, wind: Wind, parameters: Data) -> float:
    """Drag on one shaft per metre of its height, at the pressure of its top.  [N/m]"""
    ground = max(pier.ground, layout.water_levels.get("low", pier.ground))
    height = max(pier.shaft_top - ground, 1.0)
    density = parameters.number("wind.air_density")
    pressure = float(
        en.peak_pressure(
            height,
            wind.speed,
            wind.terrain,
            k_I=parameters.number("wind.turbulence_factor"),
            air_density=density,
        )
    )
    if pier.shape == "circle":
        coefficient = float(
            en.circular_pier_coefficient(pier.width, pressure, 1.0 * mm, air_density=density)
        )
    else:
        coefficient = float(en.rectangular_pier_coefficient(pier.width, pier.depth))
    across = pier.width if pier.shape == "circle" else pier.depth
    return pressure * coefficient * across


def add_wind(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    wind: Wind,
    parameters: Data,
) -> list[Case]:
    """Wind from both sides with uplift or down-thrust, along the bridge, and with traffic."""
    book = books["short term"]
    cap = float(en.traffic_wind_ratio(wind.speed, parameters=parameters))
    drag = {p.name: pier_wind(layout, p, wind, parameters) for p in layout.piers}
    cases: list[Case] = []
    for kind, traffic in (("wind", False), ("wind with traffic", True)):
        winds = [deck_wind(layout, d, wind, parameters, traffic=traffic) for d in layout.decks]
        value = ", ".join(
            f"{d.name} {w.across / kN:.2f} kN/m across, {w.up / kN:.2f} kN/m up or down"
            for d, w in zip(layout.decks, winds, strict=True)
        )
        for side, word in ((1.0, "left"), (-1.0, "right")):
            for lift, way in ((1.0, "up"), (-1.0, "down")):
                name = f"{kind} to the {word}, {way}"
                for index, on_deck in enumerate(winds):
                    _blow(book, name, structure, index, on_deck, side, lift)
                on_piers(book, name, structure, drag, np.array([0.0, side, 0.0]))
                cases.append(
                    Case(name, "short term", kind, value, "EN 1991-1-4 8.3, 7.9", "read", cap=cap)
                )
    share = en.longitudinal_share("plate girder", parameters)
    for sign, word in ((1.0, "ahead"), (-1.0, "back")):
        name = f"wind along, {word}"
        for index, deck in enumerate(layout.decks):
            bare = deck_wind(layout, deck, wind, parameters, traffic=False)
            push(book, name, structure, index, np.array([sign * share * bare.across, 0.0, 0.0]))
        on_piers(book, name, structure, drag, np.array([sign, 0.0, 0.0]))
        cases.append(
            Case(
                name,
                "short term",
                "wind",
                f"{share:.2f} of the force across",
                "EN 1991-1-4 8.3.4",
                "read",
            )
        )
    return cases


def push(book: LoadBook, name: str, structure: Structure, index: int, force: Array) -> None:
    """A line force over the whole deck, shared equally by its girders.  force : (3,) [N/m]"""
    mine = structure.deck_of == index
    members = structure.girder_member[mine]
    girders = len(np.unique(structure.girder_of[mine]))
    book.line(name, members, force / girders)


def _blow(
    book: LoadBook,
    name: str,
    structure: Structure,
    index: int,
    wind: DeckWind,
    side: float,
    lift: float,
) -> None:
    """Force across at its own level, and the vertical force at its eccentricity.

    The grillage lies in the slab's middle, so the distance to it becomes a couple on the outer
    lines, wherever the deck's profile takes it.
    """
    lines = structure.lines[index]
    push(book, name, structure, index, np.array([0.0, side * wind.across, 0.0]))
    couple(book, name, lines, side * wind.across * wind.arm)
    # Windward quarter point: against the direction the wind blows to.
    line_load(book, name, lines, -side * wind.eccentricity, np.array([0.0, 0.0, lift * wind.up]))


def couple(book: LoadBook, name: str, lines: LoadingLines, moment: float) -> None:
    """The couple of a force across that acts above the slab's middle, on the outer lines.

    moment : force to the left times its arm upwards [N m/m]
    """
    share = -moment / (lines.y[-1] - lines.y[0])
    for y, sign in ((lines.y[-1], 1.0), (lines.y[0], -1.0)):
        line_load(book, name, lines, float(y), np.array([0.0, 0.0, sign * share]))


def on_piers(
    book: LoadBook,
    name: str,
    structure: Structure,
    drag: dict[str, float],
    direction: Array,
) -> None:
    """A line force on the shafts of every pier.  drag : pier -> [N/m]"""
    for column in structure.columns:
        if column.pier in drag:
            book.line(name, column.members, drag[column.pier] * direction)
