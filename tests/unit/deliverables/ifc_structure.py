"""The structural model of an IFC file as arrays of ours, to be solved again."""

import numpy as np
import pytest

from spanwright.engine.loads import LoadBook
from spanwright.engine.model import RIGIDITY, Model, Springs
from spanwright.engine.statics import prepare, solve
from spanwright.structure.types import STAGES

ALPHA = 12e-6  # 1/K: the strain of one kelvin in the file


def at(vertex):
    return np.array(vertex.VertexGeometry.Coordinates)


def topology(thing):
    return thing.Representation.Representations[0].Items[0]


def stiffnesses(condition):
    return np.array(
        [0.0 if v.wrappedValue is False else v.wrappedValue for v in list(condition)[1:]]
    )


def profiles(model):
    """Member -> (lists of Spanwright_Rigidity by name, (width, depth) over all)."""
    lists = {
        p.ProfileDefinition.id(): {v.Name: [x.wrappedValue for x in v.ListValues]
                                   for v in p.Properties}
        for p in model.by_type("IfcProfileProperties") if p.Name == "Spanwright_Rigidity"
    }  # fmt: skip
    found = {}
    for relation in model.by_type("IfcRelAssociatesMaterial"):
        used = relation.RelatingMaterial
        if not used.is_a("IfcMaterialProfileSet"):
            continue
        whole = used.CompositeProfile or used.MaterialProfiles[0].Profile
        if whole.id() not in lists:
            continue  # of an element of the bridge
        round_ = 2 * getattr(whole, "Radius", 0.5)
        width, depth = getattr(whole, "XDim", round_), getattr(whole, "YDim", round_)
        if used.CompositeProfile:
            plates, slab = whole.Profiles
            top = slab.Position.Location.Coordinates[1] + slab.YDim / 2
            width, depth = slab.XDim, plates.OverallDepth / 2 + top
        for member in relation.RelatedObjects:
            found[member.id()] = (lists[whole.id()], (width, depth))
    return found


def axes(place):
    """Rows x, y, z of a condition's own axes; the model's where it has none."""
    if place is None:
        return np.eye(3)
    z, x = np.array(place.Axis.DirectionRatios), np.array(place.RefDirection.DirectionRatios)
    return np.stack([x, np.cross(z, x), z])


def frame(model, stage):
    """The file's model of one stage as the engine takes it, and where its members and nodes are."""
    nodes, number, names = [], {}, []
    grounded = []
    for connection in model.by_type("IfcStructuralPointConnection"):
        number[connection.id()] = len(nodes)
        nodes.append(at(topology(connection)))
        names.append(connection.Name)
        if connection.AppliedCondition:
            grounded.append((number[connection.id()], stiffnesses(connection.AppliedCondition),
                             axes(connection.ConditionCoordinateSystem)))  # fmt: skip
    listed = model.by_type("IfcStructuralCurveMember")
    row = {member.id(): m for m, member in enumerate(listed)}
    ends = np.array([[at(topology(m).EdgeStart), at(topology(m).EdgeEnd)] for m in listed])
    members = np.full((len(listed), 2), -1)
    springs = [(node, -1, k, turn) for node, k, turn in grounded]
    for tie in model.by_type("IfcRelConnectsStructuralMember"):
        m, node = (
            row[tie.RelatingStructuralMember.id()],
            number[tie.RelatedStructuralConnection.id()],
        )
        place = nodes[node]
        if tie.is_a("IfcRelConnectsWithEccentricity"):
            place = at(tie.ConnectionConstraint.PointOnRelatingElement)
            assert np.allclose(at(tie.ConnectionConstraint.PointOnRelatedElement), nodes[node])
        side = int(np.argmin(np.linalg.norm(ends[m] - place, axis=1)))
        assert np.allclose(ends[m, side], place, atol=1e-9)
        if tie.AppliedCondition:  # a bearing: the member ends below, the node is above
            springs.append((len(nodes), node, stiffnesses(tie.AppliedCondition),
                            axes(tie.ConditionCoordinateSystem)))  # fmt: skip
            node = len(nodes)
            nodes.append(place)
            names.append(tie.Name)
        assert members[m, side] == -1
        members[m, side] = node
    nodes = np.array(nodes)
    sections, k = profiles(model), STAGES.index(stage)
    rigidity = np.array([
        [sections[m.id()][0].get(name, [np.inf] * 5)[k] for name in RIGIDITY]
        for m in listed
    ])  # fmt: skip
    built = Model.of(
        nodes, members, rigidity, fixed=np.zeros((len(nodes), 6), bool),
        up=np.array([m.Axis.DirectionRatios for m in listed]), offset=ends - nodes[members],
        springs=Springs(
            np.array([s[0] for s in springs]), np.array([s[1] for s in springs]),
            np.array([s[2] for s in springs]), np.array([s[3] for s in springs]),
        ),
    )  # fmt: skip
    return built, row, number, names, {m.id(): sections[m.id()][1] for m in listed}, springs


def grouped(group):
    """(thing, factor) of all that is in a load case, groups opened."""
    for relation in group.IsGroupedBy:
        factor = getattr(relation, "Factor", 1.0)
        for thing in relation.RelatedObjects:
            if thing.is_a("IfcGroup"):
                yield from ((inner, factor * f) for inner, f in grouped(thing))
            else:
                yield thing, factor


def part(name, book, member, action):
    """A load on part of a member: linear between two places, or a force at one."""
    load = action.AppliedLoad
    places = [place[0] for place in load.Locations]
    forces = [np.array(list(value)[1:]) for value in load.Values]
    if action.PredefinedType == "DISCRETE":
        book.point(name, member, places[0], forces[0])
        return
    assert not any(force[3:].any() for force in forces)
    book.line(name, member, forces[0][:3], force_end=forces[1][:3], start=places[0], end=places[1])


def loads(case, book, row, number, size, springs):
    """One load case of the file as the engine's loads."""
    soil = {node: k for node, other, k, _ in springs if other == -1}
    for action, factor in grouped(case):
        item = action.AssignedToStructuralItem[0].RelatingElement
        load = action.AppliedLoad
        if load.is_a("IfcStructuralLoadConfiguration"):
            part(case.Name, book, row[item.id()], action)
            continue
        value = np.array([0.0 if v is None else v for v in list(load)[1:]]) * factor
        if load.is_a("IfcStructuralLoadTemperature"):
            width, depth = size[item.id()]
            bend = (-ALPHA * value[2] / depth, -ALPHA * value[1] / width)
            book.strain(case.Name, row[item.id()], (ALPHA * value[0], *bend))
        elif load.is_a("IfcStructuralLoadLinearForce"):
            assert not value[3:].any()
            book.line(case.Name, row[item.id()], value[:3])
        elif load.is_a("IfcStructuralLoadSingleDisplacement"):
            node = number[item.id()]
            book.nodal(case.Name, node, soil[node] * value)
        else:
            book.nodal(case.Name, number[item.id()], value)


def compare(model, results, stage):
    """Every case of a stage at every node: export, solve, compare.  Rounding only: 1e-7."""
    built, row, number, names, size, springs = frame(model, stage)
    (group,) = [
        g for g in model.by_type("IfcStructuralAnalysisModel") if g.Name.endswith(f" {stage}")
    ]
    own = {g.Name: g for g in group.LoadedBy if g.is_a("IfcStructuralLoadCase")}
    actions, original = results.analysed.actions, results.analysed.structure.models[stage]
    expected = solve(prepare(original), actions.loads[stage])
    book = LoadBook()
    for name in actions.loads[stage].names:
        loads(own[name], book, row, number, size, springs)
    written = book.close()
    found = solve(prepare(built), written)
    node = {name: i for i, name in enumerate(original.node_names)}
    order = [node[name] for name in names]
    for c, name in enumerate(actions.loads[stage].names):
        moved = expected.displacement[c][order]
        seen = found.displacement[written.names.index(name)]
        assert np.abs(moved).max() > 0
        assert seen == pytest.approx(moved, abs=1e-7 * np.abs(moved).max()), name
