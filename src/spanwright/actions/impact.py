"""Ships against river piers and lorries against piers beside a road: accidental cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.actions.shafts import at_pier, push_at, shafts_of
from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.impact import Impact, inland_ship, road_vehicle
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.types import Layout
from spanwright.structure.types import Structure


@dataclass(frozen=True, slots=True)
class RoadBelow:
    """A road under the bridge: between two stations, of one of the code's kinds."""

    name: str
    start: float
    end: float
    kind: str
    reach: float


def add_ships(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    cemt: str,
    level: float,
    parameters: Data,
) -> list[Case]:
    """A ship of a CEMT class against every pier that stands in the river.

    level : water level ships sail at [m].  Head-on along the river; or sideways along the bridge
    with friction; each on the outer shaft.
    """
    ship = inland_ship(cemt, parameters=parameters)
    hit = [p.name for p in layout.piers if p.in_river and p.ground < level]
    return _hits(
        books["short term"], layout, structure, f"ship {cemt}", hit, ship, level,
        "EN 1991-1-7 4.6.2, Table C.3", "ship",
    )  # fmt: skip


def add_vehicles(
    books: dict[str, LoadBook],
    layout: Layout,
    structure: Structure,
    roads: Sequence[RoadBelow],
    parameters: Data,
) -> list[Case]:
    """A lorry of every road below against the piers within its reach; it runs across the bridge."""
    cases: list[Case] = []
    for road in roads:
        low, high = road.start - road.reach, road.end + road.reach
        near = [p.name for p in layout.piers if low <= p.station <= high]
        vehicle = road_vehicle(road.kind, parameters)
        cases += _hits(
            books["short term"], layout, structure, f"lorry on {road.name}", near, vehicle, None,
            "EN 1991-1-7 4.3.1, Table 4.1", "vehicle",
        )  # fmt: skip
    return cases


def _hits(
    book: LoadBook,
    layout: Layout,
    structure: Structure,
    what: str,
    names: Sequence[str],
    impact: Impact,
    level: float | None,
    clause: str,
    kind: str,
) -> list[Case]:
    """Two cases a pier, each of them either way: along the movement, and across it.

    level : the force's height counts from it; None: from the ground at the pier
    """
    cases = []
    for pier, columns in shafts_of(layout, structure):
        if pier.name not in names:
            continue
        at = (pier.ground if level is None else level) + impact.height[1]
        for word, force in (
            ("along its way", at_pier(layout, pier, 0.0, impact.frontal)),
            ("across its way", at_pier(layout, pier, impact.lateral, impact.friction)),
        ):
            name = f"{what} against {pier.name}, {word}"
            push_at(book, name, pier, columns[0], at, force)
            value = f"{np.hypot(*force[:2]) / kN:.0f} kN at level {at:.1f} m"
            cases.append(Case(name, "short term", kind, value, clause, reversible=True))
    return cases
