"""Neighbouring bridges beside the new one: existing, massing only, never part of its quantities."""

from __future__ import annotations

from collections.abc import Sequence

from spanwright.deliverables.context import context_solids
from spanwright.deliverables.ifc.bodies import COLOURS, style
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.results import Neighbour
from spanwright.layout.types import Layout


def context(model: Model, layout: Layout, neighbours: Sequence[Neighbour], place: Frame) -> None:
    """One IfcBridge a neighbour, of proxies for its spans and piers, beside the bridge itself."""
    bridges = [place.bridge]
    proxies: list[Entity] = []
    grey = style(model, "context", COLOURS["context"]) if neighbours else None
    for neighbour in neighbours:
        bridge = model.root(
            "IfcBridge", f"context {neighbour.name}", Name=neighbour.name,
            ObjectType="EXISTING, CONTEXT ONLY", CompositionType="ELEMENT",
            Description=f"{neighbour.use} bridge nearby; massing, not designed or checked here",
            ObjectPlacement=model.placement((0.0, 0.0, 0.0), place.site.ObjectPlacement),
            PredefinedType="TRUSS" if "truss" in neighbour.forms else "GIRDER",
        )  # fmt: skip
        bridges.append(bridge)
        made = _proxies(model, layout, neighbour, bridge, place, grey)
        proxies += made
        model.relate("IfcRelContainedInSpatialStructure", f"context {neighbour.name}",
                     RelatedElements=made, RelatingStructure=bridge)  # fmt: skip
        facts = {"Use": ("IfcLabel", neighbour.use),
                 "DistanceToAxis": ("IfcLengthMeasure", abs(neighbour.offset))}  # fmt: skip
        if neighbour.year is not None:
            facts["YearOfOpening"] = ("IfcInteger", neighbour.year)
        model.properties(f"context {neighbour.name}", "Spanwright_Context", facts, [bridge])
    if proxies:
        existing = model.add("IfcPropertyEnumeratedValue", "Status", None,
                             [model.add("IfcLabel", "EXISTING")], None)  # fmt: skip
        model.properties("context", "Pset_BuildingElementProxyCommon", {"Status": existing},
                         proxies)  # fmt: skip
    model.relate("IfcRelAggregates", "site", RelatingObject=place.site, RelatedObjects=bridges)


def _proxies(
    model: Model, layout: Layout, neighbour: Neighbour, bridge: Entity, place: Frame, grey: Entity
) -> list[Entity]:
    made = []
    for solid in context_solids(layout, [neighbour]):
        corners = solid.triangles.reshape(-1, 3)
        origin = tuple(float(c) for c in corners.min(axis=0).round(3))
        surface = model.surface(solid.triangles, origin)
        model.add("IfcStyledItem", surface, [grey], None)
        body = model.add("IfcShapeRepresentation", place.body, "Body", "Tessellation", [surface])
        made.append(model.root(
            "IfcBuildingElementProxy", solid.identity, Name=solid.identity, Tag=solid.identity,
            ObjectType="EXISTING, CONTEXT ONLY", PredefinedType="USERDEFINED",
            ObjectPlacement=model.placement(origin, bridge.ObjectPlacement),
            Representation=model.add("IfcProductDefinitionShape", None, None, [body]),
        ))  # fmt: skip
    return made
