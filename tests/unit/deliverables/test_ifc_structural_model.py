"""The structural model of the IFC file, read back and solved again: the file holds all of it."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from second_reader import seen_by_web_ifc

from spanwright.actions.types import Actions, Case
from spanwright.alignment import locate, read_ifc
from spanwright.deliverables.context import context_solids
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.plan import elements
from spanwright.deliverables.ifc.step import Enum, Ref, Typed, quoted, real, text
from spanwright.deliverables.results import Neighbour
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import RIGIDITY, Model, Springs
from spanwright.engine.statics import prepare, solve
from spanwright.layout.curve import points
from spanwright.layout.quantities import quantities
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright.project.template import project_text
from spanwright.structure.types import STAGES

CURVE = Path(__file__).parents[3] / "examples" / "curve"
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


@pytest.mark.parametrize("stage", STAGES)
def test_the_file_solved_again_moves_as_the_bridge_did(model, results, stage):
    compare(model, results, stage)


def made_up(results, book):
    """The same bridge under one case of our own, in the short-term stage."""
    actions = results.analysed.actions
    case = Case("made up", STAGES[-1], "wind", "any", "none")
    loads = {stage: LoadBook().close() for stage in STAGES} | {STAGES[-1]: book.close()}
    analysed = replace(results.analysed, actions=Actions((case,), loads), combinations=())
    assert actions.cases != (case,)
    return replace(results, analysed=analysed, influences=())


def test_loads_on_parts_of_members_are_kept(results):
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    member = int(results.analysed.structure.girder_member[2])
    book = LoadBook()
    book.line("made up", member, (0, 1e3, -5e3), force_end=(0, 1e3, -9e3), start=0.3, end=1.7)
    book.line("made up", member, (2e3, 0, 0), local=True)
    book.point("made up", member, 0.4, (0, 0, -7e4, 3e3, 0, 0))
    changed = made_up(results, book)
    compare(ifcopenshell.file.from_string(write(changed).decode()), changed, STAGES[-1])


def test_a_line_load_beside_its_member_brings_its_moment(results):
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    # a girder's member runs along x: its y and z are the model's
    member = int(results.analysed.structure.girder_member[2])
    book = LoadBook()
    book.line("made up", member, (0, 0, -4e3), arm=(1.5, 0.2))
    model = ifcopenshell.file.from_string(write(made_up(results, book)).decode())
    (case,) = model.by_type("IfcStructuralLoadCase")
    ((action, _),) = grouped(case)
    for value in action.AppliedLoad.Values:
        assert list(value)[1:] == pytest.approx([0, 0, -4e3, 1.5 * -4e3, 0, 0])


@pytest.fixture(scope="module")
def curved(tmp_path_factory):
    """The curved example, coarsely meshed."""
    folder = tmp_path_factory.mktemp("curved")
    for name in ("project.toml", "axis.xml", "sizes.toml"):
        (folder / name).write_text((CURVE / name).read_text("utf-8"), "utf-8")
    with (folder / "project.toml").open("a", encoding="utf-8") as file:
        file.write('\n[analysis]\nelement_length = "10 m"\n')
    return results_of(analyse(folder, lambda _: nullcontext()))


def test_a_curved_bridge_solved_again_moves_as_it_did(curved):
    """Members along the chords, bearings and pile groups turned with the axis."""
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    model = ifcopenshell.file.from_string(write(curved).decode())
    assert any(c.ConditionCoordinateSystem for c in model.by_type("IfcStructuralPointConnection"))
    for stage in STAGES:
        compare(model, curved, stage)


def test_bodies_along_a_curve_have_the_volumes_of_the_quantities(curved):
    bodies = {e.identity: e.triangles for e in elements(curved.layout)}
    rows = [row for row in quantities(curved.layout).rows if row.volume > 0]
    assert len(rows) > 100
    for row in rows:
        volume = np.linalg.det(bodies[row.element]).sum() / 6
        assert volume == pytest.approx(row.volume, rel=1e-6), row.element


def test_the_alignment_of_a_curve_is_the_axis_its_decks_follow(curved, tmp_path):
    """Read back from the file: clothoid and arc; the deck's edges lie at their offsets."""
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    path = tmp_path / "bridge.ifc"
    path.write_bytes(write(curved))
    (line,) = read_ifc(path)
    layout = curved.layout
    assert {segment.kind for segment in line.plan} == {"clothoid", "arc"}
    station = np.linspace(0.0, layout.length, 30)
    at = locate(line, station)
    assert np.stack([at.x, at.y], axis=1) == pytest.approx(
        points(layout.axis, station, 0.0), abs=1e-6
    )
    offset = layout.decks[0].girders[0].offset
    web = next(e for e in elements(layout) if e.identity.endswith("girder 1/segment 1/web"))
    corners = web.triangles.reshape(-1, 3)[:, :2]
    fine = np.linspace(0.0, layout.length, 20_000)
    on_line = locate(line, fine)
    away = np.hypot(corners[:, :1] - on_line.x, corners[:, 1:] - on_line.y).min(axis=1)
    half = float(layout.decks[0].girders[0].web_thickness[0]) / 2
    assert np.abs(away - abs(offset)) == pytest.approx(np.full(len(away), half), abs=1e-4)


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
