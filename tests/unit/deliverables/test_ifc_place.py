"""Where the bridge of the IFC file stands: its site, map, north, and the axis of the road."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sample_ifc import ifc_results

from spanwright.alignment import levels, read_ifc
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.axis import Grade, grades, slope_length
from spanwright.deliverables.ifc.frame import degrees_minutes_seconds
from spanwright.deliverables.projection import utm
from spanwright.deliverables.results import MapPlace
from spanwright.layout.profile import tangent_profile


@pytest.fixture(scope="module")
def results():
    return ifc_results()


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
