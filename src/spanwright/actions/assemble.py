"""All non-traffic actions of a bridge, stage by stage."""

from __future__ import annotations

from spanwright.actions.braking import add_braking
from spanwright.actions.imposed import Climate, add_settlements, add_shrinkage, add_temperature
from spanwright.actions.permanent import add_permanent
from spanwright.actions.types import Actions
from spanwright.actions.wind import add_wind
from spanwright.engine.loads import LoadBook
from spanwright.layout.quantities import Quantities
from spanwright.layout.types import Layout
from spanwright.project.schema import Brief
from spanwright.structure.girders import Girders
from spanwright.structure.types import STAGES, Structure

PLATES = "girder plates"
EXTRA_STEEL = ("stiffeners", "welds and splices", "studs", "cross-frames")


def act(
    brief: Brief,
    layout: Layout,
    amounts: Quantities,
    structure: Structure,
    girders: Girders,
) -> Actions:
    """Weights, imposed deformations, wind and braking as load cases on their stages."""
    books = {stage: LoadBook() for stage in STAGES}
    climate = brief.site.climate
    extra = {
        deck.name: sum(amounts.total(kind, unit="kg", part=deck.name) for kind in EXTRA_STEEL)
        for deck in layout.decks
    }
    settlements, shifted = add_settlements(books, structure, brief.codes.settlement)
    cases = [
        *add_permanent(books, layout, structure, extra),
        *add_shrinkage(books, structure, girders),
        *settlements,
        *add_temperature(
            books,
            structure,
            girders,
            Climate(
                climate.t_max,
                climate.t_min,
                climate.t_closing,
                layout.road.surfacing_thickness,
            ),
        ),
        *add_wind(books, layout, structure, climate.wind_speed, climate.terrain),
        *add_braking(books, layout, structure),
    ]
    loads = {stage: book.close() for stage, book in books.items()}
    return Actions(tuple(cases), loads, tuple(shifted))
