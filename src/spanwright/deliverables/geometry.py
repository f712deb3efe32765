"""Where things of a `Layout` are: levels, edges and plates at a station, for every picture."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.layout.curve import surface
from spanwright.layout.profile import level_at
from spanwright.layout.types import AnyGirder, Bearing, Deck, Foundation, Layout

RAIL = 1.1  # m, height at which the barrier's top rail is drawn; the layout gives none


def road_level(layout: Layout, station: Array | float) -> Array:
    """Road level on the axis [m]."""
    return level_at(layout.axis, station)


def steel_top(layout: Layout, deck: Deck, station: Array | float) -> Array:
    """Level of the top of the girders on the axis [m]; crossfall left out."""
    slab = deck.slab
    return road_level(layout, station) - (
        layout.road.surfacing_thickness + slab.thickness + slab.haunch
    )


def fall(layout: Layout, station: Array | float, offset: Array | float) -> Array:
    """Level of the road surface above that on the axis, below it negative [m]."""
    return surface(layout.axis, layout.road, station, offset)


def edges(deck: Deck) -> tuple[float, float]:
    """Offsets of the slab's edges, right one first [m]."""
    low, high = sorted((deck.slab.left, deck.slab.right))
    return low, high


def across(low: float, high: float) -> Array:
    """Offsets at which a cambered strip is straight between: its edges and the crown [m]."""
    return np.array([low, 0.0, high] if low < 0.0 < high else [low, high])


def plates_at(girder: AnyGirder, station: float) -> tuple[float, float, float, float, float, float]:
    """Top flange b, t; web t; bottom flange b, t; depth over flanges at a station [m]."""
    last = girder.top_width.size - 1
    k = int(np.clip(np.searchsorted(girder.joints, station, side="right") - 1, 0, last))
    depth = float(np.interp(station, girder.depth_station, girder.depth))
    return (
        float(girder.top_width[k]), float(girder.top_thickness[k]),
        float(girder.web_thickness[k]), float(girder.bottom_width[k]),
        float(girder.bottom_thickness[k]), depth,
    )  # fmt: skip


def bearing_station(layout: Layout, bearing: Bearing) -> float:
    """Where a bearing is drawn [m].

    Two decks that meet on a pier end at one station of the layout; their bearings are drawn side
    by side, each a quarter of the crosshead towards its deck.
    """
    deck = next(d for d in layout.decks if d.name == bearing.deck)
    pier = next((p for p in layout.piers if p.name == bearing.support and p.is_joint), None)
    if pier is None or abs(bearing.station - pier.station) > 1e-6:
        return bearing.station
    towards = 1.0 if float(deck.supports.mean()) > pier.station else -1.0
    return bearing.station + towards * pier.crosshead_width / 4


def foundations(layout: Layout) -> list[Foundation]:
    return [p.foundation for p in layout.piers] + [a.foundation for a in layout.abutments]


def block_name(f: Foundation) -> str:
    """What the block of concrete under a support is called."""
    return "footing" if f.is_footing else "pile cap"


def lowest(layout: Layout) -> float:
    """Lowest pile toe, base of a footing or ground level [m]."""
    feet = [f.toe for f in foundations(layout)]
    return min([*feet, float(layout.ground_level.min())])


def support_stations(layout: Layout) -> Array:
    """Stations of all support lines of the bridge, each once [m]."""
    every = np.unique(np.concatenate([deck.supports for deck in layout.decks]))
    keep = np.concatenate([[True], np.diff(every) > 1.0])
    return np.asarray(every[keep])
