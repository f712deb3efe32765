"""Sections of a river: what is refused, laws of area and conveyance, scour at its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import deg
from spanwright.hydraulics.channel import (
    conveyance,
    critical_level,
    normal_level,
    river_section,
    trapezoid,
    wetted,
)
from spanwright.hydraulics.scour import clear_water_contraction, critical_velocity, pier_scour

approx = pytest.approx
VALLEY = river_section([0, 20, 60, 80, 120], [9, 4, 0, 4, 10], [0.05, 0.03, 0.05], [20, 80])


@pytest.mark.parametrize(
    ("station", "level", "roughness", "banks", "message"),
    [
        ([0, 1], [1], [0.03], [], "as many levels as stations"),
        ([0, 2, 1], [1, 0, 1], [0.03], [], "run from left to right"),
        ([0, 1, 2], [1, 0, 1], [0.03, 0.03], [3], "rise and lie between"),
        ([0, 1, 2], [1, 0, 1], [0.03], [1], "must be above 0, one for each part"),
        ([0, 1, 2], [1, 0, 1], [0.0], [], "must be above 0, one for each part"),
    ],
)
def test_sections_that_do_not_fit_are_refused(station, level, roughness, banks, message):
    with pytest.raises(InputError, match=message):
        river_section(station, level, roughness, banks)


def test_water_above_the_survey_is_outside_scope():
    assert VALLEY.brim == 9
    with pytest.raises(ScopeError, match="stands above the end of the survey"):
        wetted(VALLEY, [5.0, 9.1])
    with pytest.raises(ScopeError, match="too low for this discharge"):
        normal_level(VALLEY, 1e6, 1e-4)
    with pytest.raises(ScopeError, match="too low for this discharge"):
        critical_level(VALLEY, [1.0, 1e6])
    with pytest.raises(ScopeError, match="slope must be at least"):
        normal_level(VALLEY, 1.0, 0.0)


def test_a_dry_section_carries_nothing():
    dry = conveyance(VALLEY, -1.0)
    assert (dry.area, dry.total, dry.alpha) == (0.0, 0.0, 1.0)
    assert not np.any(dry.parts)


def test_a_bank_between_stations_cuts_the_ground_there():
    """Cutting at 40 and 70 m moves area between parts and keeps the whole."""
    other = river_section(VALLEY.station, VALLEY.level, [0.05, 0.03, 0.05], [40, 70])
    assert wetted(other, 6.0).area.sum() == approx(wetted(VALLEY, 6.0).area.sum())
    # Left of 40 m: ground from 4 m (at 20) to 2 m (at 40), and the bank up to 6 m at 12 m.
    assert wetted(other, 6.0).area[0] == approx(8 * 2 / 2 + (2 + 4) / 2 * 20)


def test_one_roughness_and_one_part_has_alpha_1():
    assert conveyance(trapezoid(5.0, 1.0, 0.03), [0.5, 3.0]).alpha == approx([1.0, 1.0])
    assert conveyance(VALLEY, 7.0).alpha > 1.0


@settings(deadline=None, max_examples=40)
@given(st.floats(2.0, 50.0), st.floats(0.0, 4.0), st.floats(0.5, 50.0), st.floats(1e-4, 1e-2))
def test_normal_flow_carries_the_discharge(width, slope, discharge, fall):
    channel = trapezoid(width, slope, 0.03)
    level = normal_level(channel, discharge, fall)
    assert conveyance(channel, level).total * np.sqrt(fall) == approx(discharge, rel=1e-6)
    assert normal_level(channel, discharge * 1.1, fall) > level
    assert normal_level(channel, discharge, fall * 1.1) < level


@given(st.floats(0.2, 20.0))
def test_critical_depth_of_a_rectangle(rate):
    """(q^2/g)^(1/3) per metre of width."""
    level = critical_level(trapezoid(10.0, 0.0, 0.03), 10.0 * rate)
    assert level == approx((rate**2 / 9.80665) ** (1 / 3), rel=1e-6)


def test_the_lowest_of_several_levels_is_found():
    """A flat berm in one part: the conveyance falls as it floods, and the level stays below it."""
    flat = river_section([0, 0, 40, 40, 50, 50], [5, 2, 2, 0, 0, 5], [0.03])
    below, above = conveyance(flat, [1.999, 2.05]).total
    assert above < below
    assert normal_level(flat, below, 1.0) == approx(1.999, abs=1e-6)


def test_round_piers_in_line_scour_no_deeper_than_the_limit():
    """Fast flow 3.0 a, slow flow 2.4 a; a square pier has no such limit."""
    fast = pier_scour(20.0, 25.0, 1.0, 1.0, "round")
    slow = pier_scour(40.0, 14.0, 1.0, 1.0, "round")
    assert (fast.depth, slow.depth) == (3.0, 2.4)
    assert fast.is_limited
    assert slow.is_limited
    assert pier_scour(40.0, 14.0, 1.0, 1.0, "square").depth > 2.4


def test_scour_of_piers_across_the_flow():
    """8 x 1 m at 20 deg: K2 = (cos 20 + 8 sin 20)^0.65; beyond 5 deg the nose does not count."""
    straight = pier_scour(5.0, 2.0, 1.0, 8.0, "sharp")
    turned = pier_scour(5.0, 2.0, 1.0, 8.0, "sharp", angle=20 * deg)
    assert turned.angle_factor == approx((np.cos(20 * deg) + 8 * np.sin(20 * deg)) ** 0.65)
    assert (straight.nose_factor, turned.nose_factor) == (0.9, 1.0)
    longest = pier_scour(5.0, 2.0, 1.0, np.array([12.0, 30.0]), "sharp", angle=20 * deg)
    assert longest.depth[0] == longest.depth[1]
    with pytest.raises(ScopeError, match="nose"):
        pier_scour(5.0, 2.0, 1.0, 8.0, "blunt")


def test_wide_piers_in_shallow_water_are_told():
    found = pier_scour([2.0, 5.0], 1.0, 5.0, 5.0, "round")
    assert found.is_wide.tolist() == [True, False]


@given(st.floats(0.5, 20.0), st.floats(0.1, 5.0), st.floats(0.5, 6.0))
def test_faster_deeper_flow_and_wider_piers_scour_more(depth, velocity, width):
    base = pier_scour(depth, velocity, width, width, "square").depth
    for change in ((1.1, 1, 1), (1, 1.1, 1), (1, 1, 1.1)):
        d, v, a = change
        assert pier_scour(depth * d, velocity * v, width * a, width * a, "square").depth > base


def test_motion_of_grains_and_a_wide_opening():
    assert critical_velocity(1.0, 0.001) == approx(0.619)
    assert clear_water_contraction(1.0, 80.0, 0.005, 0.8) == 0.0
