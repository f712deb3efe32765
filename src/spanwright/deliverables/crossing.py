"""The crossing on a map: axis, decks, supports and banks as GeoJSON (RFC 7946, WGS 84)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError
from spanwright.deliverables.context import outline
from spanwright.deliverables.geometry import edges
from spanwright.deliverables.projection import FLATTENING, MAJOR
from spanwright.deliverables.results import Arranged, Position
from spanwright.layout.curve import points
from spanwright.layout.types import Abutment, Layout, Pier

BANK = 100.0  # m drawn to each side of the axis: where the bank crosses it, not how it runs
STEP = 5.0  # m between points of a drawn curve
DIGITS = 8  # of a degree: about a millimetre


def to_geojson(results: Arranged) -> bytes:
    """A FeatureCollection; the same bytes for the same results.

    Raises ScopeError where the project does not say where the bridge stands and how it runs.
    """
    where = results.position
    if where is None or where.bearing is None:
        raise ScopeError(
            "a map needs site.latitude, site.longitude and site.bearing in the project file"
        )
    layout = results.layout
    start = float(layout.decks[0].supports[0])
    end = float(layout.decks[-1].supports[-1])
    middle = (start + end) / 2
    made = _Map(where, layout, middle)
    fine = _fine(layout, start, end)
    features = [
        made.line([(s, 0.0) for s in fine], kind="axis", name=results.name,
                  length_m=round(end - start, 3), stations_m=[start, end]),
        *(made.area(_band(_fine(layout, float(d.supports[0]), float(d.supports[-1])), edges(d)),
                    kind="deck", name=d.name, spans_m=np.diff(d.supports).round(3).tolist())
          for d in layout.decks),
        *(_support(made, pier, "pier", in_river=pier.in_river) for pier in layout.piers),
        *(_support(made, abutment, "abutment") for abutment in layout.abutments),
        *(made.line([(station, -BANK), (station, BANK)], kind="bank", station_m=station,
                    note="where the bank crosses the axis; its direction is not surveyed")
          for station in where.banks),
        *(made.outline(outline(layout, n), kind="neighbour", name=n.name, use=n.use, year=n.year,
                       spans_m=list(n.spans)) for n in results.neighbours),
    ]  # fmt: skip
    collection = {
        "type": "FeatureCollection",
        "name": results.name,
        "height_datum": where.height_datum,
        "features": features,
    }
    return json.dumps(collection, indent=1, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _fine(layout: Layout, start: float, end: float) -> list[float]:
    """Stations that draw the axis: its ends, and on a curve a point every few metres."""
    count = 1 if layout.axis.plan is None else max(1, math.ceil((end - start) / STEP))
    return [float(s) for s in np.linspace(start, end, count + 1)]


def _band(stations: Sequence[float], across: Sequence[float]) -> list[tuple[float, float]]:
    """A strip between two offsets, anticlockwise."""
    low, high = min(across), max(across)
    return [*((s, low) for s in stations), *((s, high) for s in reversed(stations))]


def _ring(start: float, end: float, across: Sequence[float]) -> list[tuple[float, float]]:
    low, high = min(across), max(across)
    return [(start, low), (end, low), (end, high), (start, high)]


def _support(made: _Map, support: Pier | Abutment, kind: str, **properties: Any) -> dict[str, Any]:
    """The outline of a support's pile cap."""
    cap = support.foundation
    half, side = cap.cap_length / 2, cap.cap_width / 2
    ring = _ring(support.station - half, support.station + half, (-side, side))
    return made.area(
        ring, kind=kind, name=support.name, station_m=support.station, piles=int(cap.pile_x.size),
        cap_top_m=round(cap.cap_top, 3), **properties,
    )  # fmt: skip


class _Map:
    """Stations and offsets of the bridge as longitudes and latitudes."""

    def __init__(self, where: Position, layout: Layout, middle: float) -> None:
        assert where.bearing is not None
        self.where, self.bearing, self.axis = where, where.bearing, layout.axis
        self.origin = points(layout.axis, middle, 0.0)

    def degrees(self, spots: Sequence[tuple[float, float]]) -> list[list[float]]:
        """[longitude, latitude] of (station, offset to the left) points.

        On a curve the bearing is that of the chord between the abutments.
        """
        plane = np.asarray(spots, dtype=float)
        return self.plane(points(self.axis, plane[:, 0], plane[:, 1]))

    def plane(self, spots: Array) -> list[list[float]]:
        """[longitude, latitude] of points in the bridge's frame.  (n, 2) [m]"""
        along, left = (spots - self.origin).T
        north = along * math.cos(self.bearing) + left * math.sin(self.bearing)
        east = along * math.sin(self.bearing) - left * math.cos(self.bearing)
        return _degrees(self.where, east, north)

    def line(self, spots: Sequence[tuple[float, float]], **properties: Any) -> dict[str, Any]:
        shape = {"type": "LineString", "coordinates": self.degrees(spots)}
        return {"type": "Feature", "properties": properties, "geometry": shape}

    def area(self, ring: Sequence[tuple[float, float]], **properties: Any) -> dict[str, Any]:
        """A polygon; its ring runs anticlockwise seen from above, as RFC 7946 3.1.6 asks."""
        return _polygon(self.degrees([*ring, ring[0]]), properties)

    def outline(self, ring: Sequence[tuple[float, float]], **properties: Any) -> dict[str, Any]:
        """The same of points in the bridge's frame, which on a curve are no stations."""
        return _polygon(self.plane(np.array([*ring, ring[0]])), properties)


def _polygon(ring: list[list[float]], properties: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _degrees(where: Position, east: Array, north: Array) -> list[list[float]]:
    """Metres from the reference point to degrees, on the ellipsoid's curvature there.

    Within some kilometres of the point this is good to centimetres.
    """
    squared = FLATTENING * (2.0 - FLATTENING)  # eccentricity squared
    bulge = 1.0 - squared * math.sin(where.latitude) ** 2
    meridian = MAJOR * (1.0 - squared) / bulge**1.5
    parallel = MAJOR / math.sqrt(bulge) * math.cos(where.latitude)
    longitude = np.degrees(where.longitude + east / parallel)
    latitude = np.degrees(where.latitude + north / meridian)
    # a bridge across the date line keeps its longitudes within a turn
    longitude = (longitude + 180.0) % 360.0 - 180.0
    pairs = np.stack([longitude, latitude], axis=1).round(DIGITS).tolist()
    return [[float(x), float(y)] for x, y in pairs]
