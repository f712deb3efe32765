"""The structural model of the IFC file, read back and solved again: the file holds all of it."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from ifc_structure import (
    at,
    compare,
    grouped,
    topology,
)
from second_reader import seen_by_web_ifc

from spanwright.actions.types import Actions, Case
from spanwright.alignment import locate, read_ifc
from spanwright.deliverables.context import context_solids
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.plan import elements
from spanwright.deliverables.ifc.step import Enum, Ref, Typed, quoted, real, text
from spanwright.deliverables.results import Neighbour
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import points
from spanwright.layout.quantities import quantities
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright.project.template import project_text
from spanwright.structure.types import STAGES

CURVE = Path(__file__).parents[3] / "examples" / "curve"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A bridge of 80 m, coarsely meshed: every kind of member, load and support."""
    folder = tmp_path_factory.mktemp("bridge")
    words = project_text("small", 80.0) + '\n[analysis]\nelement_length = "8 m"\n'
    (folder / "project.toml").write_text(words)
    return results_of(analyse(folder, lambda _: nullcontext()))


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
