"""Fatigue of steel and studs: computed check values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.resistance.fatigue import (
    combined_damage,
    damage,
    detail_category,
    endurance,
    equivalent_range,
    fatigue_limits,
    lane_factor,
    life_factor,
    mean_lorry,
    rail_factor,
    road_factor,
    road_greatest_factor,
    road_scope,
    road_span_factor,
    size_factor,
    stud_factor,
    traffic_factor,
)
from spanwright.datum.errors import ScopeError

LORRIES = np.array([200, 310, 490, 390, 450]) * 1e3
SHARES = np.array([20, 5, 50, 15, 10])


def test_damage_equivalence_of_a_road_bridge():
    assert road_span_factor(63.0, "midspan") == pytest.approx(2.02)
    assert road_span_factor(63.0, "support") == pytest.approx(2.03)
    assert road_greatest_factor(63.0, "midspan") == pytest.approx(2.0)
    assert road_greatest_factor(63.0, "support") == pytest.approx(2.394)
    assert mean_lorry(LORRIES, SHARES) / 1e3 == pytest.approx(445.40, abs=0.005)
    assert mean_lorry(LORRIES, SHARES, 8) / 1e3 == pytest.approx(457.37, abs=0.005)
    assert traffic_factor(445e3, 0.5e6) == pytest.approx(0.92708, abs=5e-6)
    assert traffic_factor(445e3, 2e6) == pytest.approx(1.22329, abs=5e-6)
    assert life_factor(120) == pytest.approx(1.03714, abs=5e-6)
    factor = road_factor(63.0, "midspan", lorry=445e3, flow=0.5e6, years=120)
    assert factor.total == pytest.approx(2.02 * 0.92708 * 1.03714, rel=1e-5)
    assert road_factor(63.0, "midspan", lorry=445e3, flow=2e6).total == pytest.approx(2.0)


def test_studs_have_exponent_eight_and_no_maximum():
    factor = stud_factor(lorry=445e3, flow=2e6, years=120)
    assert factor.traffic == pytest.approx(1.10249, abs=5e-6)
    assert factor.life == pytest.approx(1.02305, abs=5e-6)
    assert factor.total == pytest.approx(1.55 * 1.10249 * 1.02305, rel=1e-5)


def test_spans_outside_the_figure_are_refused():
    assert road_scope(np.array([5.0, 10.0, 80.0, 81.0])).tolist() == [False, True, True, False]
    with pytest.raises(ScopeError, match=r"length must be at least 10 and at most 80"):
        road_span_factor(np.array([9.0]), "midspan")


def test_second_lane_adds_by_the_fifth_root():
    one = lane_factor(np.array([[1.0]]), np.array([1e6]), np.array([445e3]))
    assert one[0] == 1.0
    two = lane_factor(np.array([[1.0], [-1.0]]), np.array([1e6, 1e6]), np.array([4e5, 4e5]))
    assert two[0] == pytest.approx(2**0.2)


def test_rail_factors_at_their_table_points():
    factor = rail_factor(np.array([5.0, 100.0]), 25.0, 100.0)
    assert_allclose(factor.total, [1.03, 0.60])
    assert rail_factor(5.0, 50.0, 120.0, 1.4).total == pytest.approx(1.4)


def test_category_80():
    limits = fatigue_limits(80e6)
    assert limits.constant_amplitude / 1e6 == pytest.approx(58.945, abs=5e-4)
    assert limits.cutoff / 1e6 == pytest.approx(32.377, abs=5e-4)
    assert fatigue_limits(100e6, shear=True).cutoff / 1e6 == pytest.approx(45.73, abs=0.005)
    assert size_factor(0.040) == pytest.approx(0.91028, abs=5e-6)
    assert size_factor(0.020) == 1.0
    assert detail_category("transverse_stiffener_50") == 80e6
    with pytest.raises(ScopeError, match=r"nearest: category\.cope_hole"):
        detail_category("cope_holes")


def test_endurance_is_continuous_at_the_knee():
    knee = fatigue_limits(80e6).constant_amplitude
    lives = endurance(np.array([knee * (1 - 1e-9), knee * (1 + 1e-9)]), 80e6)
    assert_allclose(lives, 5e6, rtol=1e-6)
    assert endurance(np.array([80e6]), 80e6)[0] == pytest.approx(2e6)
    assert endurance(np.array([32.3e6]), 80e6)[0] == np.inf
    assert endurance(np.array([100e6]), 100e6, shear=True)[0] == pytest.approx(2e6)
    assert endurance(np.array([40e6]), 100e6, shear=True)[0] == np.inf


def test_damage_of_one_block_at_two_million():
    assert damage(np.array([[80e6]]), np.array([[2e6]]), 80e6, gamma_Mf=1.0)[0] == pytest.approx(
        1.0
    )
    stronger = damage(np.array([[80e6]]), np.array([[2e6]]), 100e6, gamma_Mf=1.0)[0]
    assert stronger == pytest.approx((80 / 100) ** 3)


@settings(max_examples=30, deadline=None)
@given(st.floats(10e6, 200e6), st.sampled_from([36e6, 71e6, 80e6, 112e6, 125e6]))
def test_constant_amplitude_damage_agrees_with_the_equivalent_check(stress, category):
    """At two million cycles D <= 1 exactly when the range is below the category."""
    sum_ = damage(np.array([stress]), np.array([2e6]), category, gamma_Mf=1.0)
    use = equivalent_range(np.array([stress]), 1.0, category, gamma_Mf=1.0).utilisation[0]
    if abs(use - 1) > 1e-9:
        assert (sum_ > 1) == (use > 1)


def test_equivalent_range_keeps_its_parts():
    use = equivalent_range(np.array([-30e6]), 1.8, 112e6, size=0.9)
    assert use.demand[0] == pytest.approx(54e6)
    assert use.resistance[0] == pytest.approx(0.9 * 112e6 / 1.15)
    assert combined_damage(np.array([0.5]), np.array([0.5]))[0] == pytest.approx(0.125 + 0.03125)
