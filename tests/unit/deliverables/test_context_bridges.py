"""A neighbouring bridge: where it stands, how large it is, and that it stays out of the bill."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.deliverables.context import context_solids, joints, outline
from spanwright.deliverables.crossing import to_geojson
from spanwright.deliverables.drawing.location import location_sheet
from spanwright.deliverables.drawing.sheet import Path
from spanwright.deliverables.glb import to_glb
from spanwright.deliverables.html import to_html
from spanwright.deliverables.ifc import write
from spanwright.deliverables.report import document
from spanwright.deliverables.results import Neighbour, Position

OLD = Neighbour(
    "old rail bridge", "rail", 1959, -415.0, 80.0, 0.0, (33.0, 67.0, 54.0),
    ("girder", "truss", "girder"), 11.0, 1.5, 9.0, 6.0, 3.0,
)  # fmt: skip
POSITION = Position(
    math.radians(42.4), math.radians(130.6), "sea", math.radians(251.0), (20.0, 90.0)
)
RESULTS = replace(sample_results(), neighbours=(OLD,), position=POSITION)


def corners(solids):
    return np.concatenate([s.triangles.reshape(-1, 3) for s in solids])


def test_spans_follow_one_another_about_the_middle():
    assert joints(OLD) == pytest.approx([-77.0, -44.0, 23.0, 77.0])
    spans = [s for s in context_solids(RESULTS.layout, [OLD]) if "/span" in s.identity]
    assert [s.facts["span"] for s in spans] == pytest.approx(OLD.spans)
    low, high = corners(spans).min(axis=0), corners(spans).max(axis=0)
    assert low == pytest.approx([3.0, -418.0, 9.5])
    assert high[:2] == pytest.approx([157.0, -412.0])
    # the truss alone rises above the rails: to the top of its chord
    assert high[2] == pytest.approx(20.3)
    assert corners([spans[0]])[:, 2].max() == pytest.approx(11.0)


def test_piers_reach_from_the_ground_to_the_soffit():
    piers = [s for s in context_solids(RESULTS.layout, [OLD]) if "/pier" in s.identity]
    layout = RESULTS.layout
    for pier, u in zip(piers, joints(OLD), strict=True):
        ground = np.interp(80.0 + u, layout.ground_station, layout.ground_level)
        z = pier.triangles[..., 2]
        assert z.min() < ground < z.max() == pytest.approx(9.5)


def test_a_skewed_neighbour_is_turned_about_its_middle():
    turned = np.array(outline(RESULTS.layout, replace(OLD, skew=math.radians(90.0))))
    assert turned.min(axis=0) == pytest.approx([77.0, -415.0 - 77.0])
    assert turned.max(axis=0) == pytest.approx([83.0, -415.0 + 77.0])


def test_the_map_shows_it_anticlockwise_at_its_distance():
    features = json.loads(to_geojson(RESULTS))["features"]
    (found,) = [f for f in features if f["properties"]["kind"] == "neighbour"]
    assert found["properties"]["year"] == 1959
    ring = np.array(found["geometry"]["coordinates"][0])
    x = ring[:, 0] * math.cos(math.radians(42.4)) * 111_320.0
    y = ring[:, 1] * 111_080.0
    assert np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) > 0
    middle = ring[:-1].mean(axis=0)
    north = (middle[1] - 42.4) * 111_080.0  # a degree of latitude there [m]
    # to the right of an axis that runs 251 degrees: 341 degrees, nearly north
    assert north == pytest.approx(415.0 * math.cos(math.radians(341.0)), abs=2.0)


def test_the_3d_model_keeps_it_in_a_group_of_its_own():
    content = to_glb(RESULTS.layout, RESULTS.neighbours)
    nodes = json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])["nodes"]
    (group,) = [n for n in nodes if n["name"] == "context"]
    names = {nodes[k]["name"] for k in group["children"]}
    assert "context/old rail bridge/span 2" in names
    assert len(names) == 3 + 4


def test_the_ifc_holds_an_existing_bridge_beside_the_new_one():
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    model = ifcopenshell.file.from_string(write(RESULTS).decode())
    (site,) = model.by_type("IfcSite")
    new, old = site.IsDecomposedBy[0].RelatedObjects
    assert (old.Name, old.PredefinedType) == ("old rail bridge", "TRUSS")
    assert new.Name == RESULTS.layout.name
    proxies = old.ContainsElements[0].RelatedElements
    assert len(proxies) == 7
    for proxy in proxies:
        (status,) = proxy.IsDefinedBy[0].RelatingPropertyDefinition.HasProperties
        assert status.EnumerationValues[0].wrappedValue == "EXISTING"
        assert not proxy.HasAssociations  # no material: nothing of it is in the quantities


def test_the_report_shows_where_it_lies_and_only_where_it_is_known():
    nowhere = replace(RESULTS, neighbours=(), position=None)
    assert "fig-location" not in to_html(document(nowhere))
    page = to_html(document(RESULTS))
    assert "old rail bridge, 1959: rail bridge, 33.0 + 67.0 + 54.0 m" in page


def test_on_the_location_plan_north_and_distance_are_true():
    sheet = location_sheet(RESULTS.layout, POSITION, RESULTS.neighbours)
    (distance,) = sheet.dimensions
    scale = 1000.0 / float(sheet.scales[0].removeprefix("1 : "))
    assert distance.label.text == "415.0"
    assert abs(distance.end[1] - distance.start[1]) == pytest.approx(415.0 * scale)
    tail, tip = next(i.points for i in sheet.items if isinstance(i, Path) and i.layer == "outline"
                     and len(i.points) == 2 and i.points[0][0] > 240.0)  # fmt: skip
    # paper y runs down: an axis at 251 degrees has north 251 degrees to its left
    turn = math.degrees(math.atan2(tail[1] - tip[1], tip[0] - tail[0])) % 360.0
    assert turn == pytest.approx(251.0)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_schema_and_rules_hold_with_a_neighbour():
    ifcopenshell = pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    validate = pytest.importorskip("ifcopenshell.validate", reason="extra ifc is not installed")
    logger = validate.json_logger()
    model = ifcopenshell.file.from_string(write(RESULTS).decode())
    validate.validate(model, logger, express_rules=True)
    assert logger.statements == []
