"""The IFC file is read back by other programs: ifcopenshell's rules and web-ifc's mesher."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from sample_ifc import body_volume, ifc_results, named, sets
from sample_layout import FLAGSHIP, sample_layout
from sample_results import sample_results
from second_reader import seen_by_web_ifc

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.guid import global_id
from spanwright.deliverables.ifc.plan import elements
from spanwright.layout.quantities import quantities


@pytest.fixture(scope="module")
def results():
    return ifc_results()


@pytest.mark.slow
# The rules' own module leaves a file open when it is imported.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_schema_and_every_express_rule_hold(model):
    validate = pytest.importorskip("ifcopenshell.validate", reason="extra ifc is not installed")
    logger = validate.json_logger()
    validate.validate(model, logger, express_rules=True)
    assert logger.statements == []


def test_the_validator_sees_a_wrong_file(content):
    validate = pytest.importorskip("ifcopenshell.validate", reason="extra ifc is not installed")
    wrong = sys.modules["ifcopenshell"].file.from_string(content.decode())
    wrong.by_type("IfcRelNests")[0].RelatingObject = None
    logger = validate.json_logger()
    validate.validate(wrong, logger, express_rules=False)
    assert logger.statements


def test_the_same_results_give_the_same_bytes(results, content):
    assert write(results) == content
    assert b"FILE_SCHEMA(('IFC4X3_ADD2'))" in content
    assert b"'2026-03-31T00:00:00'" in content[:600]


def test_global_ids_are_unique_well_formed_and_keep_to_the_element(model, results):
    ids = [entity.GlobalId for entity in model.by_type("IfcRoot")]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 22 and i[0] in "0123" for i in ids)
    pile = named(model, "P0/pile 1")
    assert pile.GlobalId == global_id(results.name, "P0/pile 1")
    assert global_id("other", "P0/pile 1") != pile.GlobalId


def test_a_global_id_is_a_uuid_in_base_64():
    guid = pytest.importorskip("ifcopenshell.guid", reason="extra ifc is not installed")
    assert guid.compress(guid.expand(global_id("a", "b"))) == global_id("a", "b")


@pytest.mark.parametrize("haunched", [False, True])
@pytest.mark.parametrize("shape", ["circle", "rectangle"])
def test_bodies_have_the_volumes_of_the_quantities(haunched, shape):
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    layout = sample_layout(haunched=haunched, shape=shape)
    written = ifcopenshell.file.from_string(
        write(replace(sample_results(), layout=layout)).decode()
    )
    made = {e.Name: e for e in written.by_type("IfcElement")}
    rows = [row for row in quantities(layout).rows if row.volume > 0]
    assert len(rows) > 100
    for row in rows:
        assert body_volume(made[row.element]) == pytest.approx(row.volume, rel=1e-6), row.element


def test_closed_bodies_are_said_to_be_closed(model):
    for pile in model.by_type("IfcPile"):
        item = pile.Representation.Representations[0].Items[0]
        assert item.is_a("IfcMappedItem")  # alike piles share one shape
    faces = model.by_type("IfcTriangulatedFaceSet")
    assert sum(not f.Closed for f in faces) == 1  # the water's surface


def test_every_element_stands_once_in_the_tree(model, results):
    listed = {e.identity: e for e in elements(results.layout)}
    made = {e.Name: e for e in model.by_type("IfcElement")}
    assert set(listed) == set(made)
    for name, element in listed.items():
        homes = [r.RelatingStructure for r in made[name].ContainedInStructure]
        homes += [r.RelatingObject for r in made[name].Decomposes]
        assert len(homes) == 1
        assert homes[0].is_a("IfcSite") or homes[0].Name == element.parent
    kinds = {p.Name: p.PredefinedType for p in model.by_type("IfcBridgePart")}
    assert kinds["deck RU"] == "DECK"
    assert kinds["P0"] == "PIER"
    assert kinds["A0/foundation"] == "FOUNDATION"


def test_the_bill_in_the_file_adds_up_to_the_report(model, results):
    totals = {}
    for thing in [*model.by_type("IfcElement"), *model.by_type("IfcSpatialElement")]:
        for name, amount in sets(thing).get("Spanwright_BillOfQuantities", {}).items():
            kind, unit = name.split(",")[0].split(" [")[0], name[name.index("[") + 1 : -1]
            totals[kind, unit] = totals.get((kind, unit), 0.0) + amount
    expected = {}
    for row in quantities(results.layout).rows:
        key = (row.kind, row.unit)
        expected[key] = expected.get(key, 0.0) + row.amount
    assert totals == pytest.approx(expected, rel=1e-12)


def test_sets_with_standard_names_are_those_of_the_standard(model):
    """Name, element they may stand on, names and measures of their values."""
    pset = pytest.importorskip("ifcopenshell.util.pset", reason="extra ifc is not installed")
    standard = pset.PsetQto("IFC4X3")
    seen = 0
    for relation in model.by_type("IfcRelDefinesByProperties"):
        group = relation.RelatingPropertyDefinition
        if not group.Name.startswith(("Pset_", "Qto_")):
            continue
        seen += 1
        template = standard.get_by_name(group.Name)
        classes = [entry.split("/")[0] for entry in template.ApplicableEntity.split(",")]
        for thing in relation.RelatedObjects:
            assert any(thing.is_a(one) for one in classes), (group.Name, thing.is_a())
        known = {p.Name: p for p in template.HasPropertyTemplates}
        if group.is_a("IfcElementQuantity"):
            assert group.MethodOfMeasurement == "BaseQuantities"
            for quantity in group.Quantities:
                kind = known[quantity.Name].TemplateType.removeprefix("Q_").title()
                assert quantity.is_a(f"IfcQuantity{kind}")
            continue
        for value in group.HasProperties:
            if value.is_a("IfcPropertySingleValue"):
                assert value.NominalValue.is_a(known[value.Name].PrimaryMeasureType)
            if value.is_a("IfcPropertyEnumeratedValue"):
                words = known[value.Name].Enumerators.EnumerationValues
                allowed = {word.wrappedValue for word in words}
                assert {v.wrappedValue for v in value.EnumerationValues} <= allowed
    assert seen > 50


def test_standard_quantity_sets_weigh_the_plates(model):
    web = named(model, "deck RU/girder 2/segment 1/web")
    base = sets(web)["Qto_PlateBaseQuantities"]
    assert web.PredefinedType == "WEB_PLATE"
    assert base["NetWeight"] == pytest.approx(base["NetVolume"] * 7850.0)
    assert base["NetVolume"] == pytest.approx(base["NetArea"] * base["Width"])


def profile_of(thing):
    (used,) = [r.RelatingMaterial for r in thing.HasAssociations
               if r.is_a("IfcRelAssociatesMaterial")]  # fmt: skip
    return used.MaterialProfiles[0].Profile


def test_girder_segments_shafts_and_piles_have_profiles(model, results):
    girder = results.layout.decks[0].girders[1]
    profile = profile_of(named(model, "deck RU/girder 2/segment 2"))
    assert profile.BottomFlangeWidth == girder.bottom_width[1]
    assert profile.TopFlangeThickness == girder.top_thickness[1]
    assert profile.WebThickness == girder.web_thickness[1]
    assert profile.OverallDepth == pytest.approx(girder.depth[0])
    pier = results.layout.piers[0]
    assert profile_of(named(model, "P0/shaft 1")).Radius == pier.width / 2
    assert profile_of(named(model, "P0/pile 1")).Radius == pier.foundation.pile_diameter / 2


def test_bearings_say_what_they_let_move(model, results):
    for bearing in results.layout.bearings:
        thing = named(model, f"{bearing.support}/{bearing.deck}/{bearing.girder}/bearing")
        moves = sets(thing)["Pset_BearingCommon"]["DisplacementAccommodated"].ListValues
        free = [value.wrappedValue for value in moves]
        assert free == {
            "fixed": [False, False, False], "guided": [True, False, False],
            "transverse": [False, True, False], "free": [True, True, False],
        }[bearing.kind]  # fmt: skip


def test_each_girder_tells_its_worst_check(model, results):
    for d, deck in enumerate(results.layout.decks):
        for g, girder in enumerate(deck.girders):
            found = sets(named(model, f"deck {deck.name}/{girder.name}"))
            worst = max(
                float(np.nanmax(s.utilisation[mine]))
                for s in results.checks.series
                if (mine := (s.deck == d) & (s.girder == g)).any()
                and np.isfinite(s.utilisation[mine]).any()
            )
            shown = found["Spanwright_CheckResults"]["Utilisation"].NominalValue.wrappedValue
            assert shown == pytest.approx(worst)


def test_every_parameter_of_the_ledger_is_there_with_its_source(model, results):
    found = {}
    for name, values in sets(model.by_type("IfcBridge")[0]).items():
        if name.startswith("Spanwright_Evidence"):
            found |= values
    assert len(found) == len(tuple(results.ledger))
    for line in results.ledger:
        single = found[line.address]
        assert single.NominalValue.wrappedValue == line.value
        assert line.source in single.Specification


def test_what_was_not_checked_is_in_the_file(model, results):
    listed = sets(model.by_type("IfcBridge")[0])["Spanwright_NotChecked"]
    assert len(listed) == len(results.checks.unchecked)


def test_expansion_joints_span_the_deck_and_fill_the_gap_at_an_abutment(results):
    layout = results.layout
    joints = {e.identity: e for e in elements(layout) if e.identity.endswith("/joint")}
    piers = [p.name for p in layout.piers if p.is_joint]
    assert set(joints) == {"A0/joint", "A1/joint", *(f"{name}/joint" for name in piers)}
    assert piers
    slab, thickness = layout.decks[0].slab, layout.road.surfacing_thickness
    for joint in joints.values():
        corners = joint.triangles.reshape(-1, 3)
        assert corners[:, 1].min() == pytest.approx(slab.right)
        assert corners[:, 1].max() == pytest.approx(slab.left)
    first = joints["A0/joint"].triangles.reshape(-1, 3)
    wall = next(e for e in elements(layout) if e.identity == "A0/back wall")
    assert first[:, 0].max() == pytest.approx(0.0)
    assert first[:, 0].min() == pytest.approx(wall.triangles[..., 0].max())
    # at the crown it stands where the road does, and reaches down to the soffit of the slab
    road = float(layout.axis.level[0])
    end = first[(abs(first[:, 0]) < 1e-9) & (abs(first[:, 1]) < 1e-9)]
    assert end[:, 2].max() == pytest.approx(road + 0.005)
    assert end[:, 2].min() == pytest.approx(road - thickness - slab.thickness)


def test_without_ifcopenshell_the_remedy_is_named(monkeypatch, results):
    monkeypatch.setitem(sys.modules, "ifcopenshell", None)
    with pytest.raises(MissingExtra, match=r"pip install .*spanwright\[ifc\]"):
        write(results)


def test_a_second_reader_meshes_the_same_bodies(tmp_path, model, content, results):
    """web-ifc shares no code with ifcopenshell: elements, box and volumes must agree."""
    path = tmp_path / "bridge.ifc"
    path.write_bytes(content)
    seen = seen_by_web_ifc(path)
    bodies = {e.identity: e for e in elements(results.layout) if len(e.triangles)}
    assert set(seen["volumes"]) == set(bodies)
    corners = np.concatenate([e.triangles.reshape(-1, 3) + e.at for e in bodies.values()])
    # The reader computes in single precision.
    assert seen["low"] == pytest.approx(corners.min(axis=0), abs=1e-3)
    assert seen["high"] == pytest.approx(corners.max(axis=0), abs=1e-3)
    for row in quantities(results.layout).rows:
        if row.volume > 0:
            assert seen["volumes"][row.element] == pytest.approx(row.volume, rel=1e-4)


def test_the_long_bridge_is_written_whole():
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    long = sample_results(FLAGSHIP)
    assert write(long).count(b"IFCPLATE(") == sum(
        e.ifc_class == "IfcPlate" for e in elements(long.layout)
    )
