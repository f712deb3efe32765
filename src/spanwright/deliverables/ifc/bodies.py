"""Parts and elements as IFC products: placements, bodies, the tree, materials, colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from spanwright.datum.units import mm
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.plan import BRIDGE, SITE, Element, Part, parts
from spanwright.layout.types import Layout, Material

Profile = tuple[str, tuple[float, ...]] | None

# colour of the drawn material: red, green, blue, transparency
COLOURS = {
    "steel": (0.24, 0.40, 0.55, 0.0), "brace": (0.32, 0.47, 0.61, 0.0),
    "concrete": (0.77, 0.77, 0.75, 0.0), "concrete-pier": (0.81, 0.80, 0.78, 0.0),
    "concrete-dark": (0.68, 0.67, 0.65, 0.0), "pile": (0.64, 0.63, 0.61, 0.0),
    "asphalt": (0.21, 0.21, 0.22, 0.0), "barrier": (0.85, 0.85, 0.84, 0.0),
    "bearing": (0.57, 0.27, 0.15, 0.0), "joint": (0.30, 0.30, 0.32, 0.0),
    "ground": (0.58, 0.52, 0.40, 0.5),
    "water": (0.29, 0.58, 0.73, 0.5), "context": (0.55, 0.56, 0.58, 0.0),
}  # fmt: skip


def products(
    model: Model, layout: Layout, listed: Sequence[Element], place: Frame
) -> dict[str, Entity]:
    """Write the tree of parts and elements; returns every product by its identity."""
    made: dict[str, Entity] = {BRIDGE: place.bridge, SITE: place.site}
    pieces: dict[str, list[Entity]] = {}
    for part in parts(layout):
        made[part.identity] = _part(model, part, made[part.parent])
        pieces.setdefault(part.parent, []).append(made[part.identity])
    shapes = _Shapes(model, place)
    held: dict[str, list[Entity]] = {}
    used: dict[str, dict[Profile, list[Entity]]] = {}
    for element in listed:
        thing = _element(model, element, place, shapes)
        made[element.identity] = thing
        tied = held if element.tie == "contains" else pieces
        tied.setdefault(element.parent, []).append(thing)
        if element.material:
            alike = used.setdefault(element.material, {})
            alike.setdefault(element.profile, []).append(thing)
    for owner, parted in pieces.items():
        model.relate("IfcRelAggregates", owner, RelatingObject=made[owner], RelatedObjects=parted)
    for owner, inside in held.items():
        model.relate("IfcRelContainedInSpatialStructure", owner, RelatedElements=inside,
                     RelatingStructure=made[owner])  # fmt: skip
    _materials(model, layout, used)
    return made


def _part(model: Model, part: Part, parent: Entity) -> Entity:
    return model.root(
        "IfcBridgePart", part.identity, Name=part.identity, CompositionType="ELEMENT",
        ObjectPlacement=model.placement((0.0, 0.0, 0.0), parent.ObjectPlacement),
        UsageType=part.usage, PredefinedType=part.kind,
    )  # fmt: skip


def _element(model: Model, element: Element, place: Frame, shapes: _Shapes) -> Entity:
    """One product; its placement stands at the low corner of its body, for short coordinates."""
    origin, body = shapes.of(element)
    return model.root(
        element.ifc_class, element.identity, Name=element.identity, Tag=element.identity,
        ObjectType=element.object_type, Representation=body, PredefinedType=element.predefined,
        ObjectPlacement=model.placement(origin, place.bridge.ObjectPlacement),
    )  # fmt: skip


class _Shapes:
    """Bodies; elements that share one array of triangles share one mapped shape."""

    def __init__(self, model: Model, place: Frame) -> None:
        self.model, self.place = model, place
        self.styles = {
            name: style(model, name, colour)
            for name, colour in COLOURS.items()
            if name != "context"
        }
        self.maps: dict[int, tuple[np.ndarray, Entity]] = {}  # the array is kept alive with its id

    def of(self, element: Element) -> tuple[Sequence[float], Entity | None]:
        if not len(element.triangles):
            return (0.0, 0.0, 0.0), None
        if any(element.at):
            return element.at, self._mapped(element)
        corners = element.triangles.reshape(-1, 3)
        origin = tuple(float(c) for c in np.round(corners.min(axis=0), 3))
        surface = self._surface(element, origin)
        return origin, self._shape("Tessellation", surface)

    def _surface(self, element: Element, origin: Sequence[float]) -> Entity:
        surface = self.model.surface(element.triangles, origin)
        self.model.add("IfcStyledItem", surface, [self.styles[element.colour]], None)
        return surface

    def _mapped(self, element: Element) -> Entity:
        model, key = self.model, id(element.triangles)
        if key not in self.maps:
            surface = self._surface(element, (0.0, 0.0, 0.0))
            body = model.add("IfcShapeRepresentation", self.place.body, "Body", "Tessellation",
                             [surface])  # fmt: skip
            origin = model.add("IfcAxis2Placement3D", model.point(0.0, 0.0, 0.0))
            shared = model.add("IfcRepresentationMap", origin, body)
            self.maps[key] = (element.triangles, shared)
        target = model.add("IfcCartesianTransformationOperator3D", None, None,
                           model.point(0.0, 0.0, 0.0), 1.0, None)  # fmt: skip
        item = model.add("IfcMappedItem", self.maps[key][1], target)
        return self._shape("MappedRepresentation", item)

    def _shape(self, kind: str, item: Entity) -> Entity:
        body = self.model.add("IfcShapeRepresentation", self.place.body, "Body", kind, [item])
        return self.model.add("IfcProductDefinitionShape", None, None, [body])


def style(model: Model, name: str, colour: tuple[float, float, float, float]) -> Entity:
    """A surface style of one colour.  colour : red, green, blue, transparency"""
    tint = model.add("IfcColourRgb", None, *colour[:3])
    shading = model.add("IfcSurfaceStyleShading", tint, colour[3])
    return model.add("IfcSurfaceStyle", name, "BOTH", [shading])


def _materials(
    model: Model, layout: Layout, used: Mapping[str, Mapping[Profile, list[Entity]]]
) -> None:
    """One material for each name; strength, stiffness and density where the layout has them.

    What has a profile gets its material by a profile set, one for each profile.
    """
    steel = layout.structural_steel
    known = {m.name: m for m in layout.concrete.values()} | {steel.name: steel}
    for name, alike in used.items():
        category = "steel" if name == steel.name else "concrete" if name in known else name
        material = model.add("IfcMaterial", name, None, category)
        if name in known:
            _mechanical(model, material, known[name], category)
        for profile, things in alike.items():
            identity, given = name, material
            if profile is not None:
                identity = f"{name} {profile}"
                given = _profile_set(model, material, *profile)
            model.relate("IfcRelAssociatesMaterial", identity, RelatedObjects=things,
                         RelatingMaterial=given)  # fmt: skip


def _profile_set(model: Model, material: Entity, shape: str, sizes: tuple[float, ...]) -> Entity:
    words = f"{shape} {' x '.join(f'{size / mm:.0f}' for size in sizes)} mm"
    if shape == "circle":
        profile = model.add("IfcCircleProfileDef", "AREA", words, None, sizes[0] / 2)
    elif shape == "rectangle":
        profile = model.add("IfcRectangleProfileDef", "AREA", words, None, *sizes)
    else:
        profile = model.add("IfcAsymmetricIShapeProfileDef", "AREA", words, None, *sizes[:4], None,
                            *sizes[4:])  # fmt: skip
    part = model.add("IfcMaterialProfile", None, None, material, profile)
    return model.add("IfcMaterialProfileSet", words, None, [part])


def _mechanical(model: Model, entity: Entity, material: Material, category: str) -> None:
    strength = (
        ("Pset_MaterialSteel", "YieldStress")
        if category == "steel"
        else ("Pset_MaterialConcrete", "CompressiveStrength")
    )
    for pset, name, measure, value in (
        ("Pset_MaterialCommon", "MassDensity", "IfcMassDensityMeasure", material.density),
        ("Pset_MaterialMechanical", "YoungModulus", "IfcModulusOfElasticityMeasure",
         material.modulus),
        (*strength, "IfcPressureMeasure", material.strength),
    ):  # fmt: skip
        single = model.add("IfcPropertySingleValue", name, None, model.add(measure, value), None)
        model.add("IfcMaterialProperties", pset, None, [single], entity)
