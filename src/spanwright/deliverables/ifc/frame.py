"""Project, units, contexts, site with its place on Earth, and the bridge."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.projection import UTM_NORTH, UTM_SOUTH, utm, utm_code, utm_zone
from spanwright.deliverables.results import MapPlace, Position, Results
from spanwright.layout.curve import points
from spanwright.layout.types import Layout

UNITS: Final = (
    ("LENGTHUNIT", "METRE", None), ("AREAUNIT", "SQUARE_METRE", None),
    ("VOLUMEUNIT", "CUBIC_METRE", None), ("PLANEANGLEUNIT", "RADIAN", None),
    ("MASSUNIT", "GRAM", "KILO"), ("TIMEUNIT", "SECOND", None), ("FORCEUNIT", "NEWTON", None),
    ("PRESSUREUNIT", "PASCAL", None), ("THERMODYNAMICTEMPERATUREUNIT", "KELVIN", None),
)  # fmt: skip
# derived unit -> powers of metre, newton, radian, kilogram, kelvin
DERIVED: Final = {
    "MASSDENSITYUNIT": (-3, 0, 0, 1, 0), "MODULUSOFELASTICITYUNIT": (-2, 1, 0, 0, 0),
    "MOMENTOFINERTIAUNIT": (4, 0, 0, 0, 0), "LINEARFORCEUNIT": (-1, 1, 0, 0, 0),
    "TORQUEUNIT": (1, 1, 0, 0, 0),
    "LINEARSTIFFNESSUNIT": (-1, 1, 0, 0, 0), "ROTATIONALSTIFFNESSUNIT": (1, 1, -1, 0, 0),
    "THERMALEXPANSIONCOEFFICIENTUNIT": (0, 0, 0, 0, -1),
}  # fmt: skip
BASE: Final = ("LENGTHUNIT", "FORCEUNIT", "PLANEANGLEUNIT", "MASSUNIT",
               "THERMODYNAMICTEMPERATUREUNIT")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What everything else hangs on."""

    project: Entity
    site: Entity
    bridge: Entity
    body: Entity  # the representation contexts
    axis: Entity
    reference: Entity


def frame(model: Model, results: Results) -> Frame:
    """Write project, contexts, site and bridge."""
    origin = model.add("IfcAxis2Placement3D", model.point(0.0, 0.0, 0.0))
    north = None
    if results.position is not None and results.position.bearing is not None:
        bearing = results.position.bearing
        north = model.direction(math.cos(bearing), math.sin(bearing))
    whole = model.add("IfcGeometricRepresentationContext", None, "Model", 3, 1e-6, origin, north)
    body, axis, reference = (
        model.add("IfcGeometricRepresentationSubContext", ContextIdentifier=name,
                  ContextType="Model", ParentContext=whole, TargetView=view)
        for name, view in (("Body", "MODEL_VIEW"), ("Axis", "MODEL_VIEW"),
                           ("Reference", "GRAPH_VIEW"))
    )  # fmt: skip
    if results.position is not None:
        _on_map(model, results.position, results.layout, whole)
    units = [model.add("IfcSIUnit", None, kind, prefix, name) for kind, name, prefix in UNITS]
    units += _derived(model, {unit.UnitType: unit for unit in units})
    if results.works is not None:
        units.append(model.add("IfcMonetaryUnit", results.works.cost.currency))
    project = model.root(
        "IfcProject", "project", Name=results.name, LongName=results.summary.title,
        Description=results.summary.purpose or None, RepresentationContexts=[whole],
        UnitsInContext=model.add("IfcUnitAssignment", units),
    )  # fmt: skip
    where = results.position
    latitude = None if where is None else degrees_minutes_seconds(where.latitude)
    longitude = None if where is None else degrees_minutes_seconds(where.longitude)
    site = model.root(
        "IfcSite", "site", Name=results.summary.place or results.name,
        ObjectPlacement=model.placement((0.0, 0.0, 0.0), None), CompositionType="ELEMENT",
        RefLatitude=latitude, RefLongitude=longitude, RefElevation=0.0,
        Description=None if where is None else f"heights above {where.height_datum}",
    )  # fmt: skip
    bridge = model.root(
        "IfcBridge", "bridge", Name=results.layout.name, LongName=results.summary.title,
        Description=results.summary.purpose or None, CompositionType="ELEMENT",
        ObjectPlacement=model.placement((0.0, 0.0, 0.0), site.ObjectPlacement),
        PredefinedType="GIRDER",
    )  # fmt: skip
    return Frame(project, site, bridge, body, axis, reference)


def _derived(model: Model, base: dict[str, Entity]) -> list[Entity]:
    """Units of stiffness, line loads and the like, all of them products of SI units."""
    made = []
    for kind, powers in DERIVED.items():
        parts = [
            model.add("IfcDerivedUnitElement", base[name], power)
            for name, power in zip(BASE, powers, strict=True)
            if power
        ]
        made.append(model.add("IfcDerivedUnit", parts, kind))
    return made


def map_place(where: Position) -> MapPlace | None:
    """Where the middle of the bridge lies on the map: as the project says it, else by UTM.

    None without a direction of the axis, and beyond the latitudes UTM covers.
    """
    if where.on_map is not None:
        return where.on_map
    if where.bearing is None or not UTM_SOUTH <= where.latitude <= UTM_NORTH:
        return None
    zone, south = utm_zone(where.longitude), where.latitude < 0.0
    at = utm(zone, south=south).project(where.latitude, where.longitude)
    return MapPlace(
        utm_code(zone, south=south), at.easting, at.northing, where.bearing - at.convergence,
        at.scale,
    )  # fmt: skip


def _on_map(model: Model, where: Position, layout: Layout, context: Entity) -> None:
    """The projection, and how the bridge's axes lie in it.

    The factor in plan is the projection's own scale there, so that the bridge keeps its length.
    """
    place = map_place(where)
    if place is None:
        return
    zone: dict[str, str] = {}
    if where.on_map is None:
        hemisphere = "S" if where.latitude < 0.0 else "N"
        zone = {"GeodeticDatum": "WGS 84", "MapProjection": "UTM",
                "MapZone": f"{utm_zone(where.longitude)}{hemisphere}"}  # fmt: skip
    target = model.add(
        "IfcProjectedCRS", Name=place.name, VerticalDatum=where.height_datum,
        MapUnit=model.add("IfcSIUnit", None, "LENGTHUNIT", None, "METRE"), **zone,
    )  # fmt: skip
    middle = (float(layout.decks[0].supports[0]) + float(layout.decks[-1].supports[-1])) / 2
    x, y = (float(c) for c in points(layout.axis, middle, 0.0))
    east, north = math.sin(place.bearing), math.cos(place.bearing)
    model.add(
        "IfcMapConversionScaled", context, target,
        place.easting - place.scale * (x * east - y * north),
        place.northing - place.scale * (x * north + y * east),
        0.0, east, north, 1.0, place.scale, place.scale, 1.0,
    )  # fmt: skip


def degrees_minutes_seconds(angle: float) -> tuple[int, int, int, int]:
    """An angle [rad] as IfcCompoundPlaneAngleMeasure: all parts carry its sign.

    Degrees, minutes, seconds and millionths of a second.
    """
    total = round(abs(math.degrees(angle)) * 3600e6)
    sign = -1 if angle < 0 else 1
    seconds, millionths = divmod(total, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    degrees, minutes = divmod(minutes, 60)
    return sign * degrees, sign * minutes, sign * seconds, sign * millionths
