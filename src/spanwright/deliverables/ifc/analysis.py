"""The structural model as solved: members, connections, supports, sections, one model a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.idealised import Idealised, Section, idealise, sections
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.step import NO, YES, Enum, Ref, Step, Typed
from spanwright.deliverables.results import Analysed
from spanwright.engine.model import LINK, RIGIDITY
from spanwright.layout.types import Layout, Material
from spanwright.structure.types import STAGES, Structure

AREA: Final = Enum("AREA")
JOINED: Final = Enum("RIGID_JOINED_MEMBER")
STIFFNESS: Final = ("IfcLinearStiffnessMeasure",) * 3 + ("IfcRotationalStiffnessMeasure",) * 3


@dataclass(frozen=True, slots=True)
class Analytical:
    """What the loads hang on.

    members, connections : by their number in the model (a node without one is held by its member)
    shapes : of the members;  node_shapes : of the connections;  place : of everything
    """

    members: list[Ref]
    connections: dict[int, Ref]
    shapes: list[Ref]
    node_shapes: dict[int, Ref]
    place: Entity
    reference: Entity  # the context of topology
    idealised: Idealised


def analytical(
    step: Step, model: Model, analysed: Analysed, layout: Layout, place: Frame,
    made: Mapping[str, Entity],
) -> Analytical:  # fmt: skip
    """Write the structural items, their sections, and the elements they stand for."""
    structure = analysed.structure
    origin = step.add("IfcAxis2Placement3D", step.point(0.0, 0.0, 0.0), None, None)
    where = step.add("IfcLocalPlacement", place.bridge.ObjectPlacement, origin)
    found = idealise(structure, layout)
    items = _Items(step, structure, place, where)
    items.connect()
    items.span()
    _sections(step, model, layout, sections(structure, found), items.members)
    _stands_for(step, structure, found, items, made)
    return Analytical(items.members, items.connections, items.shapes, items.node_shapes, where,
                      place.reference, found)  # fmt: skip


def models(
    step: Step, structure: Structure, items: Analytical, loaded: Mapping[str, Sequence[Ref]],
    bridge: Entity,
) -> None:  # fmt: skip
    """An IfcStructuralAnalysisModel for each stage; all of them share the items.

    loaded : stage -> its load cases and combinations
    """
    every = [*items.connections.values(), *items.members]
    made = []
    for stage in STAGES:
        group = step.root(
            "IfcStructuralAnalysisModel", stage, f"stage: {stage}", _words(structure, stage), None,
            Enum("LOADING_3D"), None, list(loaded.get(stage, ())) or None, None, items.place,
        )  # fmt: skip
        step.relate("IfcRelAssignsToGroup", f"analysis {stage}", every, None, group)
        made.append(group)
    step.relate("IfcRelReferencedInSpatialStructure", "analysis", made, bridge)


def _words(structure: Structure, stage: str) -> str:
    ratio = structure.modular_ratio[stage]
    carried = f"modular ratio {ratio:.3f}" if ratio else "bare steel"
    return (
        f"{carried}; stiffness: value {STAGES.index(stage) + 1} of each list in "
        "Spanwright_Rigidity of the profiles; the grillage is flat, supports hang at their true "
        "height below it"
    )


class _Items:
    """Point connections and curve members of one model."""

    def __init__(self, step: Step, structure: Structure, place: Frame, where: Ref) -> None:
        self.step, self.place, self.where = step, place, where
        self.of = structure.models[STAGES[-1]]
        self.vertices: dict[tuple[float, ...], Ref] = {}
        self.connections: dict[int, Ref] = {}
        self.node_shapes: dict[int, Ref] = {}
        self.members: list[Ref] = []
        self.shapes: list[Ref] = []
        springs = self.of.springs
        self.grounded = {int(springs.node[k]): k for k in np.flatnonzero(springs.other == LINK)}
        # a two-node spring is how its member's end meets the far node; the near node is that end
        self.sprung = {int(springs.node[k]): k for k in np.flatnonzero(springs.other != LINK)}

    def _vertex(self, at: Array) -> Ref:
        key = tuple(np.round(at, 9).tolist())
        if key not in self.vertices:
            self.vertices[key] = self.step.add("IfcVertexPoint", self.step.point(*key))
        return self.vertices[key]

    def _shape(self, kind: str, item: Ref) -> Ref:
        topology = self.step.add("IfcTopologyRepresentation", self.place.reference, "Reference",
                                 kind, [item])  # fmt: skip
        return self.step.add("IfcProductDefinitionShape", None, None, [topology])

    def connect(self) -> None:
        """Every node but those that are the sprung end of a member."""
        of, names = self.of, self.of.node_names
        for node, at in enumerate(of.nodes):
            if node in self.sprung:
                continue
            shape = self._shape("Vertex", self._vertex(at))
            self.node_shapes[node] = shape
            self.connections[node] = self.step.root(
                "IfcStructuralPointConnection", f"node {names[node]}", names[node], None, None,
                self.where, shape, *self._support(node),
            )  # fmt: skip

    def _support(self, node: int) -> tuple[Ref | None, Ref | None]:
        """Boundary condition and its axes; none where the node is free."""
        held = self.of.fixed[node]
        spring = self.grounded.get(node)
        if spring is None and not held.any():
            return None, None
        stiffness = np.zeros(6) if spring is None else self.of.springs.stiffness[spring]
        axes = np.eye(3) if spring is None else self.of.springs.axes[spring]
        name = f"support at {self.of.node_names[node]}"
        return self._condition(name, stiffness, held), self._axes(axes)

    def _condition(self, name: str, stiffness: Array, held: Array | None = None) -> Ref:
        values = [
            YES if held is not None and held[k] else Typed(STIFFNESS[k], value) if value else NO
            for k, value in enumerate(stiffness.tolist())
        ]  # fmt: skip
        return self.step.add("IfcBoundaryNodeCondition", name, *values)

    def _axes(self, axes: Array) -> Ref | None:
        """Axes of a condition; none where they run along the model's, either way."""
        if np.allclose(np.abs(axes), np.eye(3), atol=1e-12):
            return None
        return self.step.add(
            "IfcAxis2Placement3D", self.step.point(0.0, 0.0, 0.0),
            self.step.direction(*axes[2].tolist()), self.step.direction(*axes[0].tolist()),
        )  # fmt: skip

    def span(self) -> None:
        """Every member between its ends, tied to the nodes it belongs to."""
        of, add = self.of, self.step.add
        ends = of.nodes[of.members] + of.offset
        up = [self.step.direction(*row) for row in of.up.tolist()]
        for m, name in enumerate(of.member_names):
            corners = [self._vertex(at) for at in ends[m]]
            shape = self._shape("Edge", add("IfcEdge", *corners))
            self.shapes.append(shape)
            member = self.step.root("IfcStructuralCurveMember", f"member {name}", name, None, None,
                                    self.where, shape, JOINED, up[m])  # fmt: skip
            self.members.append(member)
            for side in (0, 1):
                self._tie(m, side, member, corners[side])

    def _tie(self, m: int, side: int, member: Ref, corner: Ref) -> None:
        """A member's end and its node: rigid, by a rigid arm, or through a bearing's spring."""
        of, node = self.of, int(self.of.members[m, side])
        identity, name = f"tie {of.member_names[m]} {side}", None
        condition = axes = None
        far = node
        if node in self.sprung:
            spring = self.sprung[node]
            far = int(of.springs.other[spring])
            name = of.node_names[node]
            condition = self._condition(name, of.springs.stiffness[spring])
            axes = self._axes(of.springs.axes[spring])
        elif not of.offset[m, side].any():
            self.step.relate("IfcRelConnectsStructuralMember", identity, member,
                             self.connections[node], None, None, None, None)  # fmt: skip
            return
        arm = self.step.add("IfcConnectionPointEccentricity", corner, self._vertex(of.nodes[far]),
                            None, None, None)  # fmt: skip
        self.step.root("IfcRelConnectsWithEccentricity", identity, name, None, member,
                       self.connections[far], condition, None, None, axes, arm)  # fmt: skip


def _stands_for(
    step: Step, structure: Structure, found: Idealised, items: _Items,
    made: Mapping[str, Entity],
) -> None:  # fmt: skip
    """Members and foundations assigned to the elements they idealise, one relation an element."""
    owned: dict[str, list[Ref]] = {}
    for identity, member in zip(found.element, items.members, strict=True):
        owned.setdefault(identity, []).append(member)
    springs = structure.models[STAGES[-1]].springs
    for support, spring in structure.foundation_spring.items():
        node = int(springs.node[spring])
        block = "footing" if f"{support}/footing" in made else "cap"
        owned.setdefault(f"{support}/{block}", []).append(items.connections[node])
    for identity, things in owned.items():
        step.root("IfcRelAssignsToProduct", f"analysis {identity}", "idealisation", None, things,
                  None, made[identity])  # fmt: skip


def _sections(
    step: Step, model: Model, layout: Layout, listed: list[Section], members: list[Ref]
) -> None:
    """Profiles of the members in the materials of the elements."""
    materials = {"steel": layout.structural_steel, **layout.concrete}
    grades = {entity.Name: entity for entity in model.file.by_type("IfcMaterial")}
    for number, section in enumerate(listed):
        grade = materials[section.material]
        name = f"{section.name} {number + 1}"
        profile, parts = _profile(step, section, name)
        named = [grade, layout.concrete["slab"]]
        used = [
            step.add("IfcMaterialProfile", None, None, grades[own.name], part, None, None)
            for own, part in zip(named, parts, strict=False)
        ]
        whole = profile if len(parts) > 1 else None
        composed = step.add("IfcMaterialProfileSet", name, None, used, whole)
        _rigidity(step, section, grade, profile)
        step.relate("IfcRelAssociatesMaterial", f"section {number + 1}",
                    [members[m] for m in section.members], composed)  # fmt: skip


def _profile(step: Step, section: Section, name: str) -> tuple[Ref, list[Ref]]:
    """The whole profile and its parts; member y is the profile's x, member z its y."""
    if section.shape == "stiffness only":
        shape = step.add("IfcProfileDef", AREA, name)
    elif section.shape == "circle":
        shape = step.add("IfcCircleProfileDef", AREA, name, None, float(section.size[0]) / 2)
    elif section.shape == "rectangle":
        shape = step.add("IfcRectangleProfileDef", AREA, name, None,
                          *(float(s) for s in section.size[:2]))  # fmt: skip
    else:
        return _composite(step, section, name)
    return shape, [shape]


def _composite(step: Step, section: Section, name: str) -> tuple[Ref, list[Ref]]:
    """Plate girder about the middle of its depth, and the effective slab above it."""
    bt, tt, hw, tw, bb, tb, width, thickness, haunch = (float(s) for s in section.size)
    depth = tt + hw + tb
    plates = step.add(
        "IfcAsymmetricIShapeProfileDef", AREA, f"{name}, steel", None, bb, depth, tw, tb, None,
        bt, tt, None, None, None, None, None,
    )  # fmt: skip
    above = step.point(0.0, depth / 2 + haunch + thickness / 2)
    middle = step.add("IfcAxis2Placement2D", above, None)
    slab = step.add("IfcRectangleProfileDef", AREA, f"{name}, slab", middle, width, thickness)
    both = step.add("IfcCompositeProfileDef", AREA, name, [plates, slab], None)
    return both, [plates, slab]


def _rigidity(step: Step, section: Section, grade: Material, profile: Ref) -> None:
    """Stiffness of every stage as lists; the short-term one as a section of the material too."""
    lists = [
        step.add("IfcPropertyListValue", name, "N" if name in ("EA", "GAy", "GAz") else "N m2",
                 [Typed("IfcReal", value) for value in section.rigidity[:, k].tolist()], None)
        for k, name in enumerate(RIGIDITY)
        if np.isfinite(section.rigidity[:, k]).all()
    ]  # fmt: skip
    stages = step.add("IfcPropertyListValue", "Stages", None,
                      [Typed("IfcLabel", stage) for stage in STAGES], None)  # fmt: skip
    step.add("IfcProfileProperties", "Spanwright_Rigidity", None, [stages, *lists], profile)
    area, iy, iz = (float(v) for v in section.rigidity[-1, :3] / grade.modulus)
    singles = [
        step.add("IfcPropertySingleValue", name, None, Typed(measure, value), None)
        for name, measure, value in (
            ("CrossSectionArea", "IfcAreaMeasure", area),
            ("MomentOfInertiaY", "IfcMomentOfInertiaMeasure", iy),
            ("MomentOfInertiaZ", "IfcMomentOfInertiaMeasure", iz),
        )
    ]
    words = f"stage {STAGES[-1]}, as a section of {grade.name}"
    step.add("IfcProfileProperties", "Pset_ProfileMechanical", words, singles, profile)
