"""Project, units, contexts, site with its place on Earth, and the bridge."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.results import Results

UNITS: Final = (
    ("LENGTHUNIT", "METRE", None), ("AREAUNIT", "SQUARE_METRE", None),
    ("VOLUMEUNIT", "CUBIC_METRE", None), ("PLANEANGLEUNIT", "RADIAN", None),
    ("MASSUNIT", "GRAM", "KILO"), ("TIMEUNIT", "SECOND", None), ("FORCEUNIT", "NEWTON", None),
    ("PRESSUREUNIT", "PASCAL", None), ("THERMODYNAMICTEMPERATUREUNIT", "KELVIN", None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What everything else hangs on."""

    project: Entity
    site: Entity
    bridge: Entity
    body: Entity  # the representation contexts
    axis: Entity


def frame(model: Model, results: Results) -> Frame:
    """Write project, contexts, site and bridge."""
    origin = model.add("IfcAxis2Placement3D", model.point(0.0, 0.0, 0.0))
    whole = model.add("IfcGeometricRepresentationContext", None, "Model", 3, 1e-6, origin, None)
    body, axis = (
        model.add("IfcGeometricRepresentationSubContext", ContextIdentifier=name,
                  ContextType="Model", ParentContext=whole, TargetView="MODEL_VIEW")
        for name in ("Body", "Axis")
    )  # fmt: skip
    units = [model.add("IfcSIUnit", None, kind, prefix, name) for kind, name, prefix in UNITS]
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
    model.relate("IfcRelAggregates", "site", RelatingObject=site, RelatedObjects=[bridge])
    return Frame(project, site, bridge, body, axis)


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
