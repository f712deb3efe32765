"""The IFC file is read back by other programs: ifcopenshell's rules and web-ifc's mesher."""

import math
import sys
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from sample_results import FLAGSHIP, sample_layout, sample_results
from second_reader import seen_by_web_ifc

from spanwright.alignment import levels, read_ifc
from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.axis import Grade, grades, slope_length
from spanwright.deliverables.ifc.frame import degrees_minutes_seconds
from spanwright.deliverables.ifc.guid import global_id
from spanwright.deliverables.ifc.plan import elements
from spanwright.deliverables.projection import utm
from spanwright.deliverables.results import MapPlace, Position
from spanwright.layout.profile import tangent_profile
from spanwright.layout.quantities import quantities
from spanwright.works.cost import CostRow
from spanwright.works.network import Activity, Kind, Link, build
from spanwright.works.schedule import Schedule

STEEL = "steel girders, painted and delivered"
STEEL_KINDS = ("girder plates", "stiffeners", "welds and splices", "cross-frames", "studs")
COST = SimpleNamespace(
    currency="USD", base="2024", quantiles=(90.0, 100.0, 120.0, 130.0), excluded=("tax",),
    rows=tuple(
        CostRow(item, group, 20.0, unit, (1.5, 2.0, 3.0), *money, "x", "read")
        for item, group, unit, money in (
            (STEEL, "superstructure", "kg", (25.0, 30.0, 40.0)),
            ("bored piles", "foundations", "m", (55.0, 60.0, 75.0)),
            ("expansion joints", "fittings", "m", (9.0, 10.0, 12.0)),
            ("access trestle", "temporary works", "m", (0.5, 0.6, 0.7)),
        )
    ),
)  # fmt: skip


def works():
    """Three activities: one element, a group of elements, a whole pier."""
    network = build(
        [
            Activity("a", 5.0, "drill", element="P0/pile 1"),
            Activity("b", 3.0, "lift shafts", element="P0/shaft"),
            Activity("m", 0.0, "pier stands", is_milestone=True, element="P0"),
        ],
        [Link("a", "b", Kind.FS, 2.0), Link("b", "m", Kind.FF)],
        start=date(2027, 3, 1),
    )
    schedule = Schedule(network, np.array([0, 7, 10]), np.array([5, 10, 10]))
    return SimpleNamespace(
        name="plan", start=date(2027, 3, 1), today=date(2027, 2, 1),
        programme=SimpleNamespace(network=network), cost=COST,
        plan=SimpleNamespace(schedule=schedule, total_float=np.array([0.0, 0.0, 4.0])),
    )  # fmt: skip


@pytest.fixture(scope="module")
def results():
    position = Position(
        math.radians(42.412), math.radians(-130.643), "mean sea level", math.radians(251.0)
    )
    return replace(sample_results(), position=position, day=date(2026, 3, 31), works=works())


@pytest.fixture(scope="module")
def content(results):
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    return write(results)


@pytest.fixture(scope="module")
def model(content):
    ifcopenshell = pytest.importorskip("ifcopenshell")
    return ifcopenshell.file.from_string(content.decode())


def sets(thing):
    """Property and quantity sets of a product: name -> {name: value}."""
    found = {}
    for relation in thing.IsDefinedBy:
        group = relation.RelatingPropertyDefinition
        found[group.Name] = (
            {p.Name: p for p in group.HasProperties}
            if group.is_a("IfcPropertySet")
            else {q.Name: q[3] for q in group.Quantities}
        )
    return found


def named(model, name):
    return next(e for e in model.by_type("IfcObject") if e.Name == name)


def body_volume(thing):
    """Volume enclosed by the triangles of the body, from the file's own numbers."""
    item = thing.Representation.Representations[0].Items[0]
    if item.is_a("IfcMappedItem"):
        item = item.MappingSource.MappedRepresentation.Items[0]
    corners = np.array(item.Coordinates.CoordList)[np.array(item.CoordIndex) - 1]
    return float(np.linalg.det(corners).sum() / 6)


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


def test_where_it_stands_and_what_levels_mean(model):
    site = model.by_type("IfcSite")[0]
    assert site.RefLatitude == (42, 24, 43, 200000)
    assert site.RefLongitude == (-130, -38, -34, -800000)
    assert "mean sea level" in site.Description


def to_map(model, x, y):
    """What a reader makes of the file's map conversion."""
    (c,) = model.by_type("IfcMapConversion")
    east, north = c.XAxisAbscissa * c.FactorX * c.Scale, c.XAxisOrdinate * c.FactorX * c.Scale
    return c.Eastings + x * east - y * north, c.Northings + x * north + y * east


def test_stations_lie_on_the_map_where_the_projection_puts_them(model, results):
    """The middle exactly; a station away from it to what the curvature of the Earth allows."""
    (crs,) = model.by_type("IfcProjectedCRS")
    assert (crs.Name, crs.MapZone) == ("EPSG:32609", "9N")
    where, middle = results.position, results.layout.length / 2
    grid = utm(9, south=False)
    at = grid.project(where.latitude, where.longitude)
    assert to_map(model, middle, 0.0) == pytest.approx((at.easting, at.northing), abs=1e-6)
    # a quarter of an arc second north, along the meridian's own radius of curvature
    step = math.radians(0.25 / 3600)
    ahead = grid.project(where.latitude + step, where.longitude)
    bulge = 1 - 0.00669437999 * math.sin(where.latitude) ** 2
    metres = step * 6378137.0 * (1 - 0.00669437999) / bulge**1.5
    x, y = metres * math.cos(where.bearing), metres * math.sin(where.bearing)
    seen = to_map(model, middle + x, y)
    assert seen == pytest.approx((ahead.easting, ahead.northing), abs=1e-4)


def test_true_north_is_where_the_bearing_says(model):
    north = model.by_type("IfcGeometricRepresentationContext", include_subtypes=False)[0].TrueNorth
    bearing = math.radians(251.0)
    assert north.DirectionRatios == pytest.approx((math.cos(bearing), math.sin(bearing)))


def test_a_projection_of_the_projects_own_goes_before_utm(results):
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    own = MapPlace("EPSG:5186", 2e5, 6e5, math.radians(90.0), 1.0)
    placed = replace(results, position=replace(results.position, on_map=own))
    written = ifcopenshell.file.from_string(write(placed).decode())
    (crs,) = written.by_type("IfcProjectedCRS")
    assert (crs.Name, crs.MapZone, crs.GeodeticDatum) == ("EPSG:5186", None, None)
    middle = results.layout.length / 2
    assert to_map(written, middle + 10.0, 2.0) == pytest.approx((2e5 + 10.0, 6e5 + 2.0))


def test_without_a_direction_no_map_is_made_up(results):
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    lost = replace(results, position=replace(results.position, bearing=None))
    written = ifcopenshell.file.from_string(write(lost).decode())
    assert not written.by_type("IfcCoordinateOperation")


def test_parts_of_an_angle_share_its_sign():
    assert degrees_minutes_seconds(math.radians(-0.5)) == (0, -30, 0, 0)
    assert degrees_minutes_seconds(math.radians(1 / 3600e6)) == (0, 0, 0, 1)


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


def test_tasks_follow_one_another_and_name_what_they_build(model):
    tasks = {t.Identification: t for t in model.by_type("IfcTask") if t.Identification}
    assert tasks["b"].TaskTime.ScheduleStart == "2027-03-08T00:00:00"
    assert tasks["b"].TaskTime.ScheduleFinish == "2027-03-11T00:00:00"
    assert tasks["b"].TaskTime.IsCritical
    assert not tasks["m"].TaskTime.IsCritical
    links = {(r.RelatingProcess.Name, r.RelatedProcess.Name): r
             for r in model.by_type("IfcRelSequence")}  # fmt: skip
    first, second = links["drill", "lift shafts"], links["lift shafts", "pier stands"]
    assert (first.SequenceType, second.SequenceType) == ("FINISH_START", "FINISH_FINISH")
    assert first.TimeLag.LagValue.wrappedValue == "P2D"
    assert second.TimeLag is None
    outputs = model.by_type("IfcRelAssignsToProduct")
    builds = {(t.Name, r.RelatingProduct.Name) for r in outputs for t in r.RelatedObjects}
    assert builds == {
        ("drill", "P0/pile 1"), ("lift shafts", "P0/shaft 1"), ("lift shafts", "P0/shaft 2"),
        ("pier stands", "P0"),
    }  # fmt: skip


def items_of_cost(model):
    (schedule,) = model.by_type("IfcCostSchedule")
    whole = schedule.Controls[0].RelatedObjects[0]
    return {item.Name: item for item in (whole, *whole.IsNestedBy[0].RelatedObjects)}


def test_a_reader_finds_the_cost_of_every_item_in_the_projects_money(model):
    """Value times quantities, as ifcopenshell's own cost functions multiply them."""
    cost = pytest.importorskip("ifcopenshell.util.cost", reason="extra ifc is not installed")
    assert [u.Currency for u in model.by_type("IfcMonetaryUnit")] == ["USD"]
    money, ranges = {}, {}
    for name, item in items_of_cost(model).items():
        amount = cost.get_total_quantity(item)
        (value,) = item.CostValues
        unit = cost.calculate_applied_value(item, value)
        money[name] = unit * (1.0 if amount is None else amount)
        found = sets(item)["Spanwright_CostRange"]
        ranges[name] = [found[k].NominalValue.wrappedValue for k in ("P10", "P50", "P80")]
    assert ranges == {"whole bridge": [90.0, 100.0, 120.0], STEEL: [25.0, 30.0, 40.0],
                      "bored piles": [55.0, 60.0, 75.0], "expansion joints": [9.0, 10.0, 12.0],
                      "access trestle": [0.5, 0.6, 0.7]}  # fmt: skip
    assert money == {name: pytest.approx(ranges[name][1]) for name in ranges}


def test_cost_items_point_at_the_elements_they_pay_for(model, results):
    rows = quantities(results.layout).rows
    items = items_of_cost(model)
    pays = {
        name: {t.Name for r in item.Controls for t in r.RelatedObjects}
        for name, item in items.items()
    }
    assert not pays["whole bridge"]
    assert not pays["access trestle"]
    assert pays["bored piles"] == {r.element for r in rows if r.kind == "piles"}
    assert pays["expansion joints"] == {r.element for r in rows if r.kind == "expansion joints"}
    assert {"deck RU/girder 2/segment 1/web", "deck RU/girder 2/studs",
            "deck KP/cross-frame 1"} <= pays[STEEL]  # fmt: skip
    metres = sum(r.amount for r in rows if r.kind == "piles")
    assert sum(q[3] for q in items["bored piles"].CostQuantities) == pytest.approx(metres)
    steel = sum(r.amount for r in rows if r.kind in STEEL_KINDS and r.unit == "kg")
    assert sum(q[3] for q in items[STEEL].CostQuantities) == pytest.approx(steel)
    # the very quantity that stands on the element
    pile = sets(named(model, "P0/pile 1"))["Spanwright_BillOfQuantities"]
    assert pile["piles [m]"] in [q[3] for q in items["bored piles"].CostQuantities]
    held = {q.id() for g in model.by_type("IfcElementQuantity") for q in g.Quantities}
    assert {q.id() for q in items["bored piles"].CostQuantities} <= held


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


def test_grades_of_a_profile_are_its_tangents_and_parabolas():
    points = np.array([[0.0, 5.0], [300.0, 11.0], [700.0, 9.0]])
    axis = tangent_profile(points, 8000.0, 700.0)
    found = grades(axis.station, axis.level)
    half = 8000.0 * 0.025 / 2
    assert [g.is_straight for g in found] == [True, False, True]
    assert [g.start for g in found] == pytest.approx([0.0, 300 - half, 300 + half])
    assert (found[1].first, found[1].last) == pytest.approx((0.02, -0.005), abs=1e-7)
    for x, z in zip(axis.station, axis.level, strict=True):
        row = next(g for g in reversed(found) if g.start <= x + 1e-9)
        assert row.level_after(x - row.start) == pytest.approx(z, abs=1e-5)


def test_a_profile_that_is_no_parabola_stays_as_chords():
    station = np.linspace(0.0, 60.0, 7)
    level = 5 + 0.3 * np.sin(station)
    found = grades(station, level)
    assert all(g.is_straight for g in found)
    assert len(found) == 6


def test_the_axis_is_read_back_as_the_road_was_laid_out(tmp_path, content, results):
    path = tmp_path / "bridge.ifc"
    path.write_bytes(content)
    (line,) = read_ifc(path)
    axis = results.layout.axis
    assert line.length == pytest.approx(results.layout.length)
    assert line.start_station == pytest.approx(axis.station[0])
    read = levels(line, axis.station - axis.station[0]).level
    assert read == pytest.approx(axis.level, abs=1e-5)


def test_length_along_a_parabola():
    x = np.linspace(0.0, 400.0, 100_001)
    slope = 0.05 - 0.09 * x / 400.0
    assert slope_length(0.05, -0.04, 400.0) == pytest.approx(
        np.trapezoid(np.hypot(1.0, slope), x), rel=1e-10
    )
    assert slope_length(0.75, 0.75, 4.0) == pytest.approx(5.0)


def test_a_grade_knows_its_level():
    assert Grade(0.0, 100.0, 5.0, 0.02, -0.02).level_after(50.0) == pytest.approx(5.5)


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
