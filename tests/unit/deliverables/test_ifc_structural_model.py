"""The structural model of the IFC file, read back and solved again: the file holds all of it."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from second_reader import seen_by_web_ifc

from spanwright.deliverables.context import context_solids
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.plan import elements
from spanwright.deliverables.ifc.step import Enum, Ref, Typed, quoted, real, text
from spanwright.deliverables.results import Neighbour
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import RIGIDITY, Model, Springs
from spanwright.engine.statics import prepare, solve
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright.project.template import project_text
from spanwright.structure.types import STAGES

ALPHA = 12e-6  # 1/K: the strain of one kelvin in the file


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A bridge of 80 m, coarsely meshed: every kind of member, load and support."""
    folder = tmp_path_factory.mktemp("bridge")
    words = project_text("small", 80.0) + '\n[analysis]\nelement_length = "8 m"\n'
    (folder / "project.toml").write_text(words)
    return results_of(analyse(folder, lambda _: nullcontext()))


@pytest.fixture(scope="module")
def content(results):
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    return write(results)


@pytest.fixture(scope="module")
def model(content):
    ifcopenshell = pytest.importorskip("ifcopenshell")
    return ifcopenshell.file.from_string(content.decode())


def at(vertex):
    return np.array(vertex.VertexGeometry.Coordinates)


def topology(thing):
    return thing.Representation.Representations[0].Items[0]


def stiffnesses(condition):
    return np.array(
        [0.0 if v.wrappedValue is False else v.wrappedValue for v in list(condition)[1:]]
    )


def profiles(model):
    """Member -> (lists of Spanwright_Rigidity by name, depth over all)."""
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
        depth = getattr(whole, "YDim", 1.0)
        if used.CompositeProfile:
            plates, slab = whole.Profiles
            top = slab.Position.Location.Coordinates[1] + slab.YDim / 2
            depth = plates.OverallDepth / 2 + top
        for member in relation.RelatedObjects:
            found[member.id()] = (lists[whole.id()], depth)
    return found


def frame(model, stage):
    """The file's model of one stage as the engine takes it, and where its members and nodes are."""
    nodes, number, names = [], {}, []
    grounded = []
    for connection in model.by_type("IfcStructuralPointConnection"):
        number[connection.id()] = len(nodes)
        nodes.append(at(topology(connection)))
        names.append(connection.Name)
        if connection.AppliedCondition:
            grounded.append((number[connection.id()], stiffnesses(connection.AppliedCondition)))
    listed = model.by_type("IfcStructuralCurveMember")
    row = {member.id(): m for m, member in enumerate(listed)}
    ends = np.array([[at(topology(m).EdgeStart), at(topology(m).EdgeEnd)] for m in listed])
    members = np.full((len(listed), 2), -1)
    springs = [(node, -1, k) for node, k in grounded]
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
            springs.append((len(nodes), node, stiffnesses(tie.AppliedCondition)))
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
            np.array([s[2] for s in springs]), np.broadcast_to(np.eye(3), (len(springs), 3, 3)),
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


def loads(case, book, row, number, depth, springs):
    """One load case of the file as the engine's loads."""
    soil = {node: k for node, other, k in springs if other == -1}
    for action, factor in grouped(case):
        item = action.AssignedToStructuralItem[0].RelatingElement
        load = action.AppliedLoad
        value = np.array([0.0 if v is None else v for v in list(load)[1:]]) * factor
        if load.is_a("IfcStructuralLoadTemperature"):
            bend = -ALPHA * value[2] / depth[item.id()]
            book.strain(case.Name, row[item.id()], (ALPHA * value[0], bend, 0.0))
        elif load.is_a("IfcStructuralLoadLinearForce"):
            assert not value[3:].any()
            book.line(case.Name, row[item.id()], value[:3])
        elif load.is_a("IfcStructuralLoadSingleDisplacement"):
            node = number[item.id()]
            book.nodal(case.Name, node, soil[node] * value)
        else:
            book.nodal(case.Name, number[item.id()], value)


@pytest.mark.parametrize("stage", STAGES)
def test_the_file_solved_again_moves_as_the_bridge_did(model, results, stage):
    """Every case of every stage, at every node: export, solve, compare.  Rounding only: 1e-7."""
    built, row, number, names, depth, springs = frame(model, stage)
    (group,) = [
        g for g in model.by_type("IfcStructuralAnalysisModel") if g.Name.endswith(f" {stage}")
    ]
    own = {g.Name: g for g in group.LoadedBy if g.is_a("IfcStructuralLoadCase")}
    actions, original = results.analysed.actions, results.analysed.structure.models[stage]
    expected = solve(prepare(original), actions.loads[stage])
    book = LoadBook()
    for name in actions.loads[stage].names:
        loads(own[name], book, row, number, depth, springs)
    written = book.close()
    found = solve(prepare(built), written)
    node = {name: i for i, name in enumerate(original.node_names)}
    order = [node[name] for name in names]
    for c, name in enumerate(actions.loads[stage].names):
        moved = expected.displacement[c][order]
        seen = found.displacement[written.names.index(name)]
        assert np.abs(moved).max() > 0
        assert seen == pytest.approx(moved, abs=1e-7 * np.abs(moved).max()), name


def test_every_member_stands_for_an_element_of_the_bridge(model):
    owners = {}
    for relation in model.by_type("IfcRelAssignsToProduct"):
        for thing in relation.RelatedObjects:
            if thing.is_a("IfcStructuralItem"):
                owners.setdefault(thing.id(), []).append(relation.RelatingProduct)
    members = model.by_type("IfcStructuralCurveMember")
    assert len(members) > 100
    assert all(len(owners[m.id()]) == 1 for m in members)
    kinds = {owners[m.id()][0].is_a() for m in members}
    assert kinds == {
        "IfcElementAssembly",
        "IfcSlab",
        "IfcBeam",
        "IfcColumn",
        "IfcWall",
        "IfcBearing",
    }
    girder = next(m for m in members if " girder 1 " in m.Name and "plinth" not in m.Name)
    assert owners[girder.id()][0].Name.endswith("/girder 1")
    held = [c for c in model.by_type("IfcStructuralPointConnection") if c.AppliedCondition]
    assert {owners[c.id()][0].is_a() for c in held} == {"IfcFooting"}


def test_combinations_carry_the_factors_of_the_rules(model, results):
    rows = results.analysed.combinations[0]
    groups = {g.Name: g for g in model.by_type("IfcStructuralLoadGroup")
              if g.PredefinedType == "LOAD_COMBINATION"}  # fmt: skip
    for k, name in enumerate(rows.names):
        group = groups[f"{rows.situation}: {name}, permanent adverse"]
        seen = {case.Name: r.Factor for r in group.IsGroupedBy for case in r.RelatedObjects}
        for spec, factor in zip(rows.actions, rows.unfavourable[k], strict=True):
            if spec.name == "settlement":  # the settlements of all supports, each its own case
                settled = [f for n, f in seen.items() if n.startswith("settlement of ")]
                assert settled == pytest.approx([factor] * len(results.analysed.actions.shifted))
            else:
                assert seen.get(spec.name, 0.0) == pytest.approx(factor)


def test_governing_traffic_stands_on_the_slab(model, results):
    drawn = results.influences[0]
    case = next(c for c in model.by_type("IfcStructuralLoadCase")
                if c.Name.startswith("LM1, largest My"))  # fmt: skip
    wheels = [a for a, _ in grouped(case) if a.is_a("IfcStructuralPointAction")]
    spots = np.array([[*at(topology(a))[:2], -a.AppliedLoad.ForceZ] for a in wheels])
    placed = drawn.placement
    expected = np.stack([placed.wheel_x, placed.wheel_y, placed.wheel_force], axis=1)
    assert spots[np.lexsort(spots.T)] == pytest.approx(expected[np.lexsort(expected.T)], abs=1e-6)
    items = {a.AssignedToStructuralItem[0].RelatingElement.is_a() for a in wheels}
    assert items == {"IfcSlab"}


def test_stages_share_their_items_and_each_carries_its_own_cases(model):
    groups = model.by_type("IfcStructuralAnalysisModel")
    assert [g.Name for g in groups] == [f"stage: {stage}" for stage in STAGES]
    sizes = {len(g.IsGroupedBy[0].RelatedObjects) for g in groups}
    assert len(sizes) == 1
    steel = {c.Name for c in groups[0].LoadedBy}
    assert {"steelwork", "slab"} <= steel
    assert not steel & {c.Name for c in groups[-1].LoadedBy}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_schema_and_rules_hold_for_the_structural_model(model):
    validate = pytest.importorskip("ifcopenshell.validate", reason="extra ifc is not installed")
    logger = validate.json_logger()
    validate.validate(model, logger, express_rules=True)
    assert logger.statements == []


def test_a_second_reader_meshes_the_bridge_and_its_neighbour_beside_the_model(tmp_path, results):
    """Element count and box of web-ifc: all bodies, and none of the structural items."""
    old = Neighbour("old", "road", None, 60.0, 40.0, 0.0, (30.0, 30.0), ("girder", "truss"), 9.0,
                    2.0, 5.0, 6.0, 3.0)  # fmt: skip
    path = tmp_path / "bridge.ifc"
    path.write_bytes(write(replace(results, neighbours=(old,))))
    seen = seen_by_web_ifc(path)
    bodies = {e.identity: e.triangles + e.at for e in elements(results.layout) if len(e.triangles)}
    bodies |= {s.identity: s.triangles for s in context_solids(results.layout, [old])}
    assert set(seen["volumes"]) == set(bodies)
    corners = np.concatenate([t.reshape(-1, 3) for t in bodies.values()])
    # The reader computes in single precision.
    assert seen["low"] == pytest.approx(corners.min(axis=0), abs=1e-3)
    assert seen["high"] == pytest.approx(corners.max(axis=0), abs=1e-3)
    assert corners[:, 1].max() == pytest.approx(63.0)


def test_the_same_results_give_the_same_bytes(results, content):
    assert write(results) == content
    numbers = [int(line.split(b"=")[0][1:]) for line in content.splitlines() if line[:1] == b"#"]
    assert all(a < b for a, b in pairwise(numbers))


def test_values_are_written_as_the_standard_asks():
    assert text([1.0, 2, None, True]) == "(1.0,2,$,.T.)"
    assert [real(v) for v in (1e-12, 1.5e300, -0.25, 1e16)] == [
        "1.E-12",
        "1.5E+300",
        "-0.25",
        "1.E+16",
    ]
    assert text(Typed("IfcReal", 2.5)) == "IFCREAL(2.5)"
    assert text(Enum("LOAD_CASE")) == ".LOAD_CASE."
    assert text(Ref(12)) == "#12"
    assert quoted("girder's \\ ä") == "girder''s \\\\ \\X4\\000000E4\\X0\\"
    with pytest.raises(ValueError, match="inf"):
        real(float("inf"))
    with pytest.raises(TypeError, match="no STEP value"):
        text(object())
