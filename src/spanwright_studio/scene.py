"""What can be picked in the 3-D view: elements with their facts, worst checks and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from spanwright.checks.types import STATUS, CheckSeries
from spanwright.deliverables.geometry import road_level
from spanwright.deliverables.results import Neighbour
from spanwright.deliverables.solids import solids
from spanwright.layout.curve import direction, is_curved, points, surface
from spanwright.layout.types import Layout
from spanwright_studio.numbers import numbers, plain

# kind of element -> where in the project file (and the layout's own lines) its numbers stand
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "girder": ("layout.girders", "materials.steel", "sizes.deck"),
    "precast girder": ("layout.precast", "sizes.deck"),
    "diaphragm": ("layout.precast", "materials.slab"),
    "slab": ("layout.slab", "materials.slab"),
    "surfacing": ("road.surfacing", "road.carriageway"),
    "barrier": ("road.safety_strip", "road.barrier"),
    "cross-frame": ("layout.cross_frames", "materials.steel"),
    "bearing": ("layout.bearings",),
    "joint": ("layout.bearings", "site.climate"),
    "shaft": ("layout.piers", "materials.pier"),
    "crosshead": ("layout.piers", "materials.pier"),
    "abutment": ("layout.abutments", "materials.pier"),
    "cap": ("layout.piers", "layout.piles", "materials.cap"),
    "footing": ("layout.footings", "site.soil", "materials.cap"),
    "pile": ("layout.piles", "site.soil", "materials.pile"),
    "ground": ("site.ground", "site.banks"),
    "water": ("site.water",),
}


ROAD_STEP: Final = 10.0  # m between levels of the road


def elements_of(layout: Layout, checks: Sequence[CheckSeries] = ()) -> list[dict[str, Any]]:
    """Every element of the model file: id, kind, facts, and its worst row of each check."""
    made = [s for s in solids(layout) if len(s.triangles)]
    worst = _worst_rows(layout, checks, {s.identity for s in made})
    found = []
    for solid in made:
        points = solid.triangles.reshape(-1, 3)
        low, high = points.min(axis=0) + solid.at, points.max(axis=0) + solid.at
        found.append(
            {
                "id": solid.identity,
                "kind": solid.kind,
                "facts": {k: plain(v) for k, v in solid.facts.items()},
                "box": [numbers(low), numbers(high)],
                "checks": worst.get(solid.identity, []),
                "sources": list(SOURCES.get(solid.kind, ())),
            }
        )
    return found


def _worst_rows(
    layout: Layout, checks: Sequence[CheckSeries], known: set[str]
) -> dict[str, list[dict[str, Any]]]:
    """Element id -> its worst row of each check, by the labels the rows carry."""
    found: dict[str, dict[str, tuple[float, dict[str, Any]]]] = {}
    spaced = {identity.replace("/", " "): identity for identity in known}
    for series in checks:
        for row, use in enumerate(series.utilisation):
            for identity in _elements_of_row(layout, series, row, spaced):
                rank = -1.0 if np.isnan(use) else float(use)
                best = found.setdefault(identity, {}).get(series.name)
                if best is None or rank > best[0]:
                    found[identity][series.name] = (rank, _row(series, row))
    return {
        identity: [row for _, row in sorted(rows.values(), key=lambda pair: -pair[0])]
        for identity, rows in found.items()
    }


def _elements_of_row(
    layout: Layout, series: CheckSeries, row: int, spaced: Mapping[str, str]
) -> Sequence[str]:
    """The ids a row speaks of.  Girders and slabs go by their deck; others begin with it."""
    deck, girder = int(series.deck[row]), int(series.girder[row])
    if series.element == "girder" and deck >= 0 and girder >= 0:
        owner = layout.decks[deck]
        name = f"deck {owner.name}/{owner.girders[girder].name}"
        if owner.precast is None:
            return (name,)
        last = len(owner.supports) - 2
        span = int(np.clip(np.searchsorted(owner.supports, series.station[row]) - 1, 0, last))
        return (f"{name}/span {span + 1}",)
    if series.element == "deck" and deck >= 0:
        return (f"deck {layout.decks[deck].name}/slab",)
    words = series.place[row].split(" @ ")[0].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in spaced:
            return (spaced[name],)
        stem = name.removesuffix("s")
        alike = [v for k, v in spaced.items() if k.rpartition(" ")[0] == stem and stem != name]
        if alike:
            return alike
    return ()


def _row(series: CheckSeries, row: int) -> dict[str, Any]:
    return {
        "name": series.name,
        "clause": series.clause,
        "tag": series.tag,
        "situation": series.situation,
        "place": series.place[row],
        "demand": plain(series.demand[row]),
        "resistance": plain(series.resistance[row]),
        "unit": series.unit,
        "utilisation": plain(series.utilisation[row]),
        "status": STATUS[int(series.status[row])],
        "combination": series.combination[row],
        "cause": series.cause[row],
    }


def site_of(layout: Layout, neighbours: Sequence[Neighbour] = ()) -> dict[str, Any]:
    """Bed profile and water levels along the axis, supports, and the neighbours by name."""
    return {
        "road": _road(layout),
        "ground": [numbers(layout.ground_station), numbers(layout.ground_level)],
        "water": {name: plain(level) for name, level in layout.water_levels.items()},
        "supports": [
            *({"name": a.name, "station": a.station} for a in layout.abutments),
            *({"name": p.name, "station": p.station} for p in layout.piers),
        ],
        "neighbours": [n.name for n in neighbours],
    }


def _road(layout: Layout) -> dict[str, Any]:
    """The road's course: axis in plan, its direction, its level, and the slopes beside it."""
    axis = layout.axis
    start, end = float(layout.decks[0].supports[0]), float(layout.decks[-1].supports[-1])
    step = ROAD_STEP / 4 if is_curved(axis) else ROAD_STEP
    station = np.linspace(start, end, max(int((end - start) / step), 1) + 1)
    plan = points(axis, station, np.zeros(station.size))
    return {
        "station": numbers(station),
        "x": numbers(plan[:, 0]),
        "y": numbers(plan[:, 1]),
        "direction": numbers(direction(axis, station)),
        "levels": numbers(road_level(layout, station)),
        "left": numbers(surface(axis, layout.road, station, np.ones(station.size))),
        "right": numbers(surface(axis, layout.road, station, -np.ones(station.size))),
    }
