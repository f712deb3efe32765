"""The bill of quantities of a layout, gathered for the report."""

from __future__ import annotations

from spanwright.deliverables.results import Quantity
from spanwright.layout.quantities import Quantities

# kind of the layout's quantities -> chapter of the bill
CHAPTERS: dict[str, str] = {
    "girder plates": "steelwork", "stiffeners": "steelwork", "welds and splices": "steelwork",
    "cross-frames": "steelwork", "studs": "steelwork", "paint": "steelwork",
    "slab concrete": "deck", "surfacing": "deck", "waterproofing": "deck", "barriers": "deck",
    "precast concrete": "precast girders", "precast girders": "precast girders",
    "strands": "precast girders", "moulds": "precast girders", "diaphragm concrete": "deck",
    "expansion joints": "deck", "bearings": "bearings",
    "crosshead concrete": "piers and abutments", "shaft concrete": "piers and abutments",
    "abutment concrete": "piers and abutments", "cap concrete": "foundations",
    "footing concrete": "foundations",
    "pile concrete": "foundations", "piles": "foundations",
}  # fmt: skip
ORDER = (
    "steelwork", "precast girders", "deck", "bearings", "piers and abutments", "foundations",
    "concrete works",
)  # fmt: skip


def bill(quantities: Quantities) -> tuple[Quantity, ...]:
    """Sums by kind, material and part, in the chapters of a bill.

    Reinforcement and formwork belong to several elements: their chapter is "concrete works".
    """
    rows = [
        Quantity(CHAPTERS.get(kind, "concrete works"), kind, material, amount, unit, part)
        for (kind, material, unit, part), amount in quantities.totals().items()
    ]
    return tuple(sorted(rows, key=lambda row: ORDER.index(row.group)))
