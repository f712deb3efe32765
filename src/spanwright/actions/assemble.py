"""All non-traffic actions of a bridge, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from spanwright.actions.braking import add_braking
from spanwright.actions.centrifugal import add_centrifugal
from spanwright.actions.earth import Backfill, add_earth
from spanwright.actions.footings import add_footings
from spanwright.actions.impact import RoadBelow, add_ships, add_vehicles
from spanwright.actions.imposed import (
    Climate,
    add_pier_temperature,
    add_settlements,
    add_shrinkage,
    add_temperature,
)
from spanwright.actions.lrfd import add_braking_lrfd, add_wind_lrfd
from spanwright.actions.permanent import add_permanent
from spanwright.actions.types import Actions, Case
from spanwright.actions.water import Ice, add_ice, add_stream, mean_velocity
from spanwright.actions.wind import Wind, add_wind
from spanwright.codes.data import Data
from spanwright.engine.loads import LoadBook
from spanwright.layout.quantities import Quantities
from spanwright.layout.types import Layout
from spanwright.project.schema import Brief
from spanwright.structure.girders import Girders
from spanwright.structure.prestressed import PrestressedGirders
from spanwright.structure.types import STAGES, Structure
from spanwright.traffic.lanes import en_lanes

PLATES = "girder plates"
EXTRA_STEEL = ("stiffeners", "welds and splices", "studs", "cross-frames")


def act(
    brief: Brief,
    layout: Layout,
    amounts: Quantities,
    structure: Structure,
    girders: Girders | None,
    prestressed: PrestressedGirders | None,
    parameters: Data,
    settlements: Mapping[str, float],
) -> Actions:
    """Every action of the brief beside moving traffic, as load cases on their stages.

    girders, prestressed : the sections of each kind the bridge has
    settlements : support -> how far it sinks alone [m]
    """
    books = {stage: LoadBook() for stage in STAGES}
    climate = brief.site.climate
    extra = {
        deck.name: sum(amounts.total(kind, unit="kg", part=deck.name) for kind in EXTRA_STEEL)
        for deck in layout.decks
    }
    sinking, shifted = add_settlements(books, structure, settlements)
    cases = [
        *add_permanent(books, layout, structure, extra),
        *add_shrinkage(books, structure, girders, prestressed, brief.codes.creep_law),
        *sinking,
        *add_temperature(
            books,
            layout,
            structure,
            Climate(
                climate.t_max,
                climate.t_min,
                climate.t_closing,
                layout.road.surfacing_thickness,
            ),
            parameters,
        ),
        *add_pier_temperature(books, layout, structure, parameters),
        *_of_wind_and_braking(brief, books, layout, structure, parameters),
        *_of_the_site(brief, books, layout, structure, parameters),
    ]
    loads = {stage: book.close() for stage, book in books.items()}
    return Actions(tuple(cases), loads, tuple(shifted))


def _of_wind_and_braking(
    brief: Brief,
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    parameters: Data,
) -> list[Case]:
    wind = Wind(brief.site.climate.wind_speed, brief.site.climate.terrain)
    if brief.codes.basis == "AASHTO":
        cases = add_wind_lrfd(books, layout, structure, wind)
        return cases + add_braking_lrfd(books, layout, structure)
    cases = add_wind(books, layout, structure, wind, parameters)
    cases += add_braking(books, layout, structure, parameters)
    return cases + add_centrifugal(books, layout, structure, parameters)


def _of_the_site(
    brief: Brief,
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    parameters: Data,
) -> list[Case]:
    """Earth, water, ice and impact, each where the brief says there is such a thing."""
    site, abutments = brief.site, brief.layout.abutments
    fill = Backfill(abutments.fill_friction, abutments.fill_weight)
    width = float(np.ptp(layout.road.kerbs))
    lanes = en_lanes(width).number
    cases = add_earth(books, layout, structure, fill, lanes, parameters)
    cases += add_footings(books, layout, structure, site.strata())
    if site.river is not None:
        velocity = mean_velocity(layout, site.banks, site.river.discharge)
        drift = site.river.debris_area
        cases += add_stream(books, layout, structure, velocity, drift, brief.codes.basis)
    rule = "AASHTO LRFD 3.9" if brief.codes.basis == "AASHTO" else site.climate.ice_rule
    ice = Ice(site.climate.ice_thickness, rule)
    cases += add_ice(books, layout, structure, ice)
    if site.navigation is not None:
        level = layout.water_levels[site.navigation.level]
        cases += add_ships(books, layout, structure, site.navigation.cemt, level, parameters)
    roads = [RoadBelow(r.name, r.start, r.end, r.kind, r.reach) for r in site.roads]
    return cases + add_vehicles(books, layout, structure, roads, parameters)
