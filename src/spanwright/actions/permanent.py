"""Weights: girders and wet slab on the bare girders, the rest on the composite deck."""

from __future__ import annotations

import numpy as np

from spanwright.actions.spread import area_load, line_load, path_ratio
from spanwright.actions.types import Case
from spanwright.codes.eurocode.actions.permanent import execution_pressure, spread, unit_weight
from spanwright.datum.arrays import Array, Ints
from spanwright.datum.units import GRAVITY, kN
from spanwright.engine.loads import LoadBook
from spanwright.engine.surfaces import LoadingLines
from spanwright.layout.curve import own_length
from spanwright.layout.precast import precast_outline
from spanwright.layout.precast_quantities import diaphragm_volumes
from spanwright.layout.types import Deck, Layout
from spanwright.structure.mesh import tributary_widths
from spanwright.structure.types import Structure


def member_area(structure: Structure) -> Array:
    """Steel area of each girder member, mean of its reported ends; precast ones have none.
    (g,) [m2]"""
    table = structure.table
    area = (
        table.top_width * table.top_thickness
        + table.web_height * table.web_thickness
        + table.bottom_width * table.bottom_thickness
    )
    area[structure.precast_rows] = 0.0
    count = len(structure.models["steel"].members)
    total, rows = np.zeros(count), np.zeros(count)
    np.add.at(total, table.member, area)
    np.add.at(rows, table.member, 1.0)
    member = structure.girder_member
    return np.asarray(total[member] / rows[member])


def add_permanent(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, extra_steel: dict[str, float]
) -> list[Case]:
    """Self weight cases.  extra_steel : deck -> mass of all steelwork beside the girder plates [kg]

    Surfacing may be 40 % more or 20 % less than nominal (EN 1991-1-1 5.2.3(3)).
    """
    steel, composite = books["steel"], books["long term"]
    concrete, people = unit_weight("reinforced concrete"), execution_pressure("personnel")
    excess = unit_weight("wet concrete") - concrete
    upper, lower = spread("surfacing")
    density = layout.structural_steel.density
    area = member_area(structure)
    vertical = np.array([0.0, 0.0, -1.0])
    made_of_steel = np.isin(
        structure.deck_of, [i for i, deck in enumerate(layout.decks) if deck.precast is None]
    )
    if made_of_steel.any():
        steel.line(
            "steelwork",
            structure.girder_member[made_of_steel],
            (area[made_of_steel] * density * GRAVITY)[:, None] * vertical,
        )
    for index, (deck, lines) in enumerate(zip(layout.decks, structure.lines, strict=True)):
        mine = structure.deck_of == index
        if deck.precast is None:
            length = sum(own_length(layout.axis, deck, girder.offset) for girder in deck.girders)
            extra = extra_steel[deck.name] * GRAVITY / length
            steel.line("steelwork", structure.girder_member[mine], extra * vertical)
        else:
            _add_precast(steel, deck, structure.girder_member[mine], lines, concrete)
        widths, middles = tributary_widths(deck)
        for girder, (width, middle) in enumerate(zip(widths, middles, strict=True)):
            members = structure.girder_member[mine & (structure.girder_of == girder)]
            # On a curve the strip's middle and the web have paths of different length.
            path = path_ratio(lines, float(middle), deck.girders[girder].offset)[:, None]
            strip = path * width
            volume = strip * deck.slab.thickness + _haunch_area(deck, girder)
            steel.line("slab", members, volume * concrete * vertical)
            site = volume * excess + strip * people
            steel.line("wet concrete and site load", members, site * vertical)
        road = layout.road
        area_load(
            composite,
            "surfacing",
            lines,
            float(road.kerbs[0]),
            float(road.kerbs[1]),
            road.surfacing_thickness * road.surfacing_weight,
        )
        for y in road.kerbs:
            line_load(composite, "barriers", lines, float(y), road.barrier_weight * vertical)
    _add_substructure(steel, layout, structure)
    return [
        Case(
            "substructure", "steel", "permanent", f"{concrete / kN:.0f} kN/m3",
            "EN 1991-1-1 Table A.1", origin="self weight",
        ),
        *_girder_cases(layout, concrete),
        Case(
            "slab", "steel", "permanent", f"{concrete / kN:.0f} kN/m3",
            "EN 1991-1-1 Table A.1", origin="self weight",
        ),
        Case(
            "wet concrete and site load", "steel", "construction",
            f"{excess / kN:.0f} kN/m3 + {people / kN:.1f} kN/m2",
            "EN 1991-1-1 Table A.1, EN 1991-1-6 Table 4.1",
        ),
        Case(
            "surfacing", "long term", "permanent",
            f"{layout.road.surfacing_thickness * layout.road.surfacing_weight / kN:.2f} kN/m2",
            "EN 1991-1-1 5.2.3(3)", origin="surfacing", upper=upper, lower=lower,
        ),
        Case(
            "barriers", "long term", "permanent",
            f"{layout.road.barrier_weight / kN:.2f} kN/m each", "EN 1991-1-1", origin="barriers",
        ),
    ]  # fmt: skip


def _girder_cases(layout: Layout, concrete: float) -> list[Case]:
    """Own weight of the girders, of each kind the bridge has."""
    density, found = layout.structural_steel.density, []
    if any(deck.precast is None for deck in layout.decks):
        found.append(
            Case(
                "steelwork", "steel", "permanent", f"{density:.0f} kg/m3", "EN 1991-1-1 Table A.4",
                origin="self weight",
            )
        )  # fmt: skip
    if any(deck.precast is not None for deck in layout.decks):
        found.append(
            Case(
                "precast girders", "steel", "permanent", f"{concrete / kN:.0f} kN/m3",
                "EN 1991-1-1 Table A.1", origin="self weight",
            )
        )  # fmt: skip
    return found


def _add_precast(
    book: LoadBook, deck: Deck, members: Ints, lines: LoadingLines, weight: float
) -> None:
    """Girders, and with the slab its diaphragms on their supports.  weight : [N/m3]"""
    down = np.array([0.0, 0.0, -1.0, 0.0, 0.0, 0.0])
    area = float(precast_outline(deck.precast_girders[0]).moments()[0, 0])
    book.line("precast girders", members, area * weight * down[:3])
    rows = [int(np.argmin(np.abs(lines.y - girder.offset))) for girder in deck.girders]
    columns = [int(np.argmin(np.abs(lines.x - station))) for station in deck.supports]
    for column, volume in zip(columns, diaphragm_volumes(deck), strict=True):
        book.nodal("slab", lines.node[rows, column], float(volume) * weight / len(rows) * down)


def _add_substructure(book: LoadBook, layout: Layout, structure: Structure) -> None:
    """Crossheads, shafts and pile caps; piles are weighed in their own check."""
    weight = unit_weight("reinforced concrete")
    model = structure.models["steel"]
    piers = {pier.name: pier for pier in layout.piers}
    down = np.array([0.0, 0.0, -1.0, 0.0, 0.0, 0.0])
    for column in structure.columns:
        pier = piers[column.pier]
        round_one = pier.shape == "circle"
        area = np.pi * pier.width**2 / 4 if round_one else pier.width * pier.depth
        book.line("substructure", column.members, area * weight * down[:3])
        crosshead = pier.crosshead_length * pier.crosshead_width * pier.crosshead_depth
        top = int(model.members[column.members[-1], 1])
        book.nodal("substructure", top, crosshead * weight / len(pier.columns) * down)
    for name, spring in structure.foundation_spring.items():
        if name in piers:
            cap = piers[name].foundation
            volume = cap.cap_length * cap.cap_width * cap.cap_thickness
            book.nodal("substructure", int(model.springs.node[spring]), volume * weight * down)


def _haunch_area(deck: Deck, girder: int) -> float:
    """Concrete between the slab and the top flange, as wide as the widest flange.  [m2]"""
    return float(deck.slab.haunch * np.max(deck.girders[girder].top_width))
