"""What is paid for and what has mass: amounts by item, front and material, from the quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from spanwright.layout.quantities import Quantities
from spanwright.layout.quantity import QuantityRow
from spanwright.layout.types import Layout
from spanwright.works.draft import Front, Programme
from spanwright.works.substructure import support_fronts

STEEL: Final = ("girder plates", "stiffeners", "welds and splices", "cross-frames", "studs")
STRUCTURAL: Final = (
    "cap concrete",
    "footing concrete",
    "shaft concrete",
    "crosshead concrete",
    "abutment concrete",
)
ASPHALT_DENSITY: Final = 2400.0  # [kg/m3]
FILL_DENSITY: Final = 1900.0  # [kg/m3]
DAYS_A_MONTH: Final = 30.44

Amounts = Mapping[tuple[str, str], float]  # (item, front) -> amount


@dataclass(frozen=True, slots=True)
class Bill:
    """Amounts of priced items, and masses of materials.

    items     : (item, front) -> amount in the item's unit
    materials : (material, front) -> kg, concrete by class in m3
    plant     : resource -> crew-days
    """

    items: Amounts
    materials: Amounts
    plant: Mapping[str, float]


def bill_of(layout: Layout, quantities: Quantities, programme: Programme) -> Bill:
    """All amounts of a bridge and of the works around it."""
    items: dict[tuple[str, str], float] = {}
    masses: dict[tuple[str, str], float] = {}
    builder = _builders(layout, programme.fronts)
    for row in quantities.rows:
        # Supports go by their own name: their part is a side, which may be named like a deck.
        place = row.element.split("/")[0]
        who = builder[row.part] if place.startswith("deck ") else builder[place]
        for item, amount in priced(row):
            items[item, who] = items.get((item, who), 0.0) + amount
        material = _material(row)
        if material is not None:
            masses[material[0], who] = masses.get((material[0], who), 0.0) + material[1]
    _temporary(programme, items, masses)
    for front in programme.fronts:
        if front.approach > 0.0:
            items["approach road", front.name] = front.approach
        if front.checkpoint:
            items["checkpoint", front.name] = 1.0
    items["load test", ""] = 1.0
    return Bill(MappingProxyType(items), MappingProxyType(masses), crew_days(programme))


def _builders(layout: Layout, fronts: tuple[Front, ...]) -> dict[str, str]:
    """Deck or support -> front."""
    decks = {layout.decks[k].name: front.name for front in fronts for k in front.decks}
    return support_fronts(layout, fronts) | decks


def priced(row: QuantityRow) -> list[tuple[str, float]]:
    """Items that a row of the quantities is paid under, and the amount of each."""
    kind, unit = row.kind, row.unit
    if kind in STEEL and unit == "kg":
        return [
            ("steel girders, painted and delivered", row.amount),
            ("erection of girders", row.amount),
        ]
    if kind in STRUCTURAL:
        return [("concrete of caps, shafts and abutments", row.amount)]
    if kind == "reinforcement" and "/pile " not in row.element:
        return [("reinforcement", row.amount)]
    names = {
        "piles": "bored piles",
        "slab concrete": "deck concrete",
        "diaphragm concrete": "deck concrete",
        "precast concrete": "precast girders, cast and stressed",
        "strands": "strands",
        "precast girders": "erection of precast girders",
        "bearings": "bearings",
        "expansion joints": "expansion joints",
        "waterproofing": "waterproofing and asphalt",
        "barriers": "parapets",
    }
    return [(names[kind], row.amount)] if kind in names else []


def _material(row: QuantityRow) -> tuple[str, float] | None:
    if row.unit == "m3" and row.kind.endswith("concrete"):
        return row.material, row.amount
    if row.kind in STEEL and row.unit == "kg":
        return "steel plate", row.amount
    if row.kind == "reinforcement":
        return "reinforcement", row.amount
    if row.kind == "strands":
        return "strands", row.amount
    if row.kind == "surfacing":
        return "asphalt", row.amount * ASPHALT_DENSITY
    return None


def _temporary(
    programme: Programme, items: dict[tuple[str, str], float], masses: dict[tuple[str, str], float]
) -> None:
    """Access, cofferdams and fill, from the programme's own quantities."""
    for i, step in enumerate(programme.steps):
        front = programme.network.activities[i].front
        operation, amount = programme.operations[i], float(programme.quantities[i])
        if step == "access":
            item = "causeway fill" if operation == "causeway" else "access trestle"
            items[item, front] = items.get((item, front), 0.0) + amount
        elif step == "cofferdam":
            items["cofferdams", front] = items.get(("cofferdams", front), 0.0) + 1.0
        if operation in ("causeway", "backfill", "approach earthworks") and "removal" not in step:
            masses["fill", front] = masses.get(("fill", front), 0.0) + amount * FILL_DENSITY
        if operation == "approach pavement":
            masses["asphalt", front] = masses.get(("asphalt", front), 0.0) + amount * 1e3


def crew_days(programme: Programme) -> Mapping[str, float]:
    """Working days of each kind of crew and plant at the most likely pace."""
    network = programme.network
    found: dict[str, float] = {}
    for i, operation in enumerate(programme.operations):
        if operation:
            for resource, count in programme.rates.operations[operation].uses.items():
                days = float(network.durations[i]) * count
                found[resource] = found.get(resource, 0.0) + days
    return MappingProxyType(found)
