"""What acts on spread footings beside what stands on them: soil above, water around."""

from __future__ import annotations

import numpy as np

from spanwright.actions.types import Case
from spanwright.datum.arrays import Array
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import triad
from spanwright.layout.foundations import WATER
from spanwright.layout.quantities import shaft_area
from spanwright.layout.types import Abutment, Layout, Pier
from spanwright.project.site import Stratum, below_scour
from spanwright.structure.types import Structure

Support = Pier | Abutment


def add_footings(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, layers: tuple[Stratum, ...]
) -> list[Case]:
    """Soil on the footings of piers, and the uplift of high water on every footing.

    Scour takes soil away with the bed.  Water stands at the bed or, in the river, at the flood; it
    lifts the footing, what stands on it under water and the fill on an abutment's heel there.
    The weight of that fill is added where abutments are checked, as for piles.
    """
    every: list[Support] = [*layout.piers, *layout.abutments]
    footings = [one for one in every if one.foundation.is_footing]
    if not footings:
        return []
    book, soil, water = books["steel"], [], []
    for one in footings:
        if isinstance(one, Pier):
            heavy = soil_above(one, below_scour(layers, one.scour))
            _push(book, "soil on footings", layout, structure, one, -heavy, 0.0)
            soil.append(f"{one.name} {heavy / kN:.0f} kN")
        lift, lever = uplift(one, layout)
        _push(book, "water under footings", layout, structure, one, lift, lever)
        water.append(f"{one.name} {lift / kN:.0f} kN")
    cases = [
        Case("water under footings", "steel", "buoyancy", ", ".join(water), "EN 1997-1 2.4.6.1(8)")
    ]
    if soil:
        cases.append(
            Case(
                "soil on footings", "steel", "permanent", ", ".join(soil), "EN 1997-1 2.4.2(4)",
                origin="soil on footings",
            )
        )  # fmt: skip
    return cases


def soil_above(pier: Pier, layers: tuple[Stratum, ...]) -> float:
    """Weight of the ground above a pier's footing, beside the shafts.  [N]

    layers : below the bed after scour
    """
    base = pier.foundation
    depth = max(pier.bed - base.cap_top, 0.0)
    plan = base.cap_length * base.cap_width - len(pier.columns) * shaft_area(pier)
    pressure = sum(
        layer.unit_weight * max(min(layer.bottom, depth) - layer.top, 0.0) for layer in layers
    )
    return max(plan, 0.0) * pressure


def uplift(support: Support, layout: Layout) -> tuple[float, float]:
    """Weight of the water that footing, soil and stem push away, and its lever along.  [N], [m]"""
    base = support.foundation
    block = base.cap_length * base.cap_width
    if isinstance(support, Pier):
        level = support.bed
        if support.in_river:
            level = max(level, layout.water_levels.get("flood", level))
        shafts = len(support.columns) * shaft_area(support)
        buried = max(support.bed - base.cap_top, 0.0) * (block - shafts)
        wet = base.volume + buried + shafts * max(level - base.cap_top, 0.0)
        return WATER * wet, 0.0
    height = max(support.bed - base.cap_top, 0.0)
    heel = max(0.5 * (base.cap_length - support.thickness), 0.0)
    fill = heel * support.width * height
    wet = base.volume + support.thickness * support.width * height + fill
    back = -1.0 if support.station < 0.5 * layout.length else 1.0
    return WATER * wet, back * 0.5 * (support.thickness + heel) * fill / wet


def _push(
    book: LoadBook,
    case: str,
    layout: Layout,
    structure: Structure,
    support: Support,
    upward: float,
    lever: float,
) -> None:
    """A vertical force on a foundation's node, off its middle along the bridge by a lever."""
    node = int(structure.models["steel"].springs.node[structure.foundation_spring[support.name]])
    along: Array = triad(layout.axis, support.station)[1]
    # Upward ahead of the middle turns the footing about the normal of the axis, backwards.
    turn = -upward * lever * along
    book.nodal(case, node, np.concatenate([[0.0, 0.0, upward], turn]))
