"""Transverse Mercator against the Ordnance Survey's worked example, and laws of the projection."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.deliverables.projection import TransverseMercator, utm, utm_code, utm_zone


def angle(degrees, minutes=0.0, seconds=0.0):
    return math.radians(degrees + minutes / 60 + seconds / 3600)


def test_national_grid_example_of_the_ordnance_survey():
    """A guide to coordinate systems in Great Britain, annex C: Airy ellipsoid, to a millimetre."""
    grid = TransverseMercator(
        angle(-2), 0.9996012717, 400_000.0, -100_000.0, angle(49), 6_377_563.396,
        1 - 6_356_256.909 / 6_377_563.396,
    )  # fmt: skip
    at = grid.project(angle(52, 39, 27.2531), angle(1, 43, 4.5177))
    assert (at.easting, at.northing) == pytest.approx((651_409.903, 313_177.270), abs=1e-3)


def test_utm_where_the_tumen_is_crossed():
    """EPSG:32652 of 42.412 N, 130.643 E by PROJ 9 (computed once with pyproj 3.7.2)."""
    at = utm(52, south=False).project(math.radians(42.412), math.radians(130.643))
    assert (at.easting, at.northing) == pytest.approx((635_189.8033, 4_696_829.2734), abs=1e-4)


@pytest.mark.parametrize(
    ("longitude", "zone"),
    [(-180.0, 1), (-174.0, 2), (-0.1, 30), (0.0, 31), (130.643, 52), (180.0, 1)],
)
def test_zones_are_six_degrees_wide_and_start_at_the_date_line(longitude, zone):
    assert utm_zone(math.radians(longitude)) == zone


def test_codes_of_the_registry():
    assert utm_code(52, south=False) == "EPSG:32652"
    assert utm_code(7, south=True) == "EPSG:32707"


@given(st.floats(-1.3, 1.4), st.floats(-0.06, 0.06))
def test_the_map_is_conformal_and_turned_by_its_convergence(latitude, away):
    """A short step north has the stated scale and direction (central differences, 1e-7)."""
    grid = utm(52, south=latitude < 0)
    longitude, step = grid.meridian + away, 1e-5
    at = grid.project(latitude, longitude)
    low, high = (grid.project(latitude + s * step, longitude) for s in (-1, 1))
    east, north = high.easting - low.easting, high.northing - low.northing
    squared = grid.flattening * (2 - grid.flattening)
    bulge = 1 - squared * math.sin(latitude) ** 2
    metres = 2 * step * grid.major * (1 - squared) / bulge**1.5
    assert math.hypot(east, north) / metres == pytest.approx(at.scale, abs=1e-7)
    assert -math.atan2(east, north) == pytest.approx(at.convergence, abs=1e-7)
