"""Horizontal actions of road and rail traffic, footways, joints, permanents."""

import numpy as np
import pytest

from spanwright.codes.data import parameters
from spanwright.codes.eurocode.actions import permanent, rail, road, road_accidents
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import kmh, kN

approx = pytest.approx


def test_road_braking_between_its_limits():
    np.testing.assert_allclose(
        road.braking([0, 60, 100, 200, 500]), np.array([360, 522, 630, 900, 900]) * kN
    )
    french = parameters(annex="FR")
    expected = 0.6 * 0.9 * 600 + 0.1 * 0.7 * 27 * 60
    assert road.braking(60, parameters=french) == approx(expected * kN)
    assert road.skidding(road.braking(60)) == approx(0.25 * 522 * kN)


def test_road_centrifugal_by_radius():
    np.testing.assert_allclose(
        road.centrifugal(1000 * kN, [100, 199.9, 200, 800, 1500, 1501]),
        np.array([200, 200, 200, 50, 40 / 1.5, 0]) * kN,
    )


def test_joint_and_footway():
    np.testing.assert_allclose(road.joint_amplification([0, 3, 6, 30]), [1.3, 1.15, 1.0, 1.0])
    np.testing.assert_allclose(
        road.footway_pressure([5, 60, 210, 500]), np.array([5, 10 / 3, 2.5, 2.5]) * kN
    )
    assert road.footway_pressure_with_lm1() == 3 * kN


def test_rail_traction_and_braking():
    assert rail.traction(60) == approx(1000 * kN)
    assert rail.braking(60) == approx(1200 * kN)
    assert rail.braking(400) == approx(6000 * kN)
    assert rail.braking([10, 400], "SW/2") == approx(np.array([350, 14_000]) * kN)
    assert rail.braking(60, alpha=1.33) == approx(1.33 * 1200 * kN)
    assert rail.braking(60, "HSLM", alpha=1.33) == approx(1200 * kN)
    assert rail.traction(10, "SW/2", alpha=1.33) == approx(330 * kN)
    assert rail.nosing(1.21) == approx(121 * kN)
    assert rail.nosing(0.75) == approx(100 * kN)


def test_rail_centrifugal():
    assert rail.centrifugal_reduction(160 * kmh, 40) == approx(0.79989, abs=5e-6)
    assert rail.centrifugal(250 * kN, 120 * kmh, 1000) == approx(28.346 * kN, rel=1e-4)
    np.testing.assert_allclose(
        rail.centrifugal_reduction(np.array([80, 120, 300, 290]) * kmh, [40, 40, 2.0, 1e6]),
        [1, 1, 1, 0.35],
    )
    fast = 0.197 + 0.803 * np.sqrt(2.88 / 40)
    assert rail.centrifugal_reduction(320 * kmh, 40) == approx(fast)


def test_derailment_load_is_continuous_where_the_axles_fill_the_bridge():
    below, at, above = rail.derailment_line_load([6.3999, 6.4, 6.4001])
    assert below == approx(at, rel=1e-4)
    assert above == approx(at, rel=1e-4)
    assert rail.derailment_line_load(3.0) == approx(1.4 * 156.25 * kN)


def test_slipstream_scope_and_shape():
    assert rail.slipstream_vertical(50, 3.0, shape=0.85) == approx(
        0.85 * rail.slipstream_vertical(50, 3.0)
    )
    with pytest.raises(ScopeError, match=r"distance must be at least 2\.3"):
        rail.slipstream_vertical(50, 2.0)
    with pytest.raises(ScopeError, match=r"height must be at least 4\.5"):
        rail.slipstream_above(50, 3.2)


def test_weights_spreads_and_settlements():
    assert permanent.unit_weight("steel") == 78.5 * kN
    assert permanent.spread("surfacing") == (1.4, 0.8)
    assert permanent.spread("ballast") == (1.3, 0.7)
    assert permanent.execution_pressure("personnel") == 1.0 * kN
    with pytest.raises(ScopeError, match=r"no entry weight\.granite"):
        permanent.unit_weight("granite")
    high, low = permanent.settlement_envelope([[1.0, -2.0], [3.0, 4.0], [-5.0, 0.0]])
    np.testing.assert_allclose(high, [4, 4])
    np.testing.assert_allclose(low, [-5, -2])


def test_special_vehicles_at_normal_speed():
    np.testing.assert_allclose(road.special_vehicle_factor([0, 40, 200, 500]), [1.4, 1.32, 1, 1])


def test_vehicles_astray_on_the_deck():
    kerb = road_accidents.kerb_strike(0.20)
    assert (kerb.lateral, kerb.vertical, kerb.length) == (100 * kN, 225 * kN, 0.5)
    assert kerb.height == approx(0.15)
    for kind, force in {"A": 100, "B": 200, "C": 400, "D": 600}.items():
        assert road_accidents.barrier_strike(kind, 0.8).lateral == force * kN
    high = road_accidents.barrier_strike("D", 1.4)
    assert (high.vertical, high.height) == (150 * kN, 1.0)
    assert road_accidents.barrier_strike("C", 0.8).height == approx(0.7)
    with pytest.raises(ScopeError, match=r"barrier\.lateral\.E"):
        road_accidents.barrier_strike("E", 0.8)
    assert road_accidents.footway_axle() == 200 * kN
    assert road_accidents.footway_axle(parameters(annex="FR")) == approx(160 * kN)
    assert road_accidents.parapet_line() == 1 * kN


def test_twist_of_a_track():
    speeds = np.array([80, 120, 121, 200, 201]) * kmh
    np.testing.assert_allclose(rail.twist_limit(speeds) * 1e3, [4.5, 4.5, 3.0, 3.0, 1.5])
