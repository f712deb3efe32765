"""Serviceability, cracking, studs, fatigue and effective width: computed check values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.resistance.crack import (
    bar_spacing_limit,
    bar_stress_limit,
    crack_width,
    effective_tension_height,
    minimum_bars,
    tension_stiffening,
)
from spanwright.codes.eurocode.resistance.effective_width import (
    CREEP_MULTIPLIER,
    effective_width,
    modular_ratio,
    steel_shear_lag,
)
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
from spanwright.codes.eurocode.resistance.section import (
    elastic_section,
    slab_section,
    steel_section,
)
from spanwright.codes.eurocode.resistance.service import (
    breathing,
    breathing_limit,
    concrete_limits,
    deflection_limit,
    steel_stress,
    stress_range_utilisation,
)
from spanwright.codes.eurocode.resistance.studs import (
    end_shear_flow,
    flange_shear,
    group_use,
    inelastic_slab_force,
    overhang_force_change,
    stud_fatigue,
    stud_resistance,
    stud_shear_stress,
    stud_spacing,
)
from spanwright.datum.errors import ScopeError

STEEL = steel_section(0.5, 0.03, 2.4, 0.018, 0.8, 0.04)
SLAB = slab_section(4.0, 0.25, bar_area=0.015)
E_CM = 210e9 / 6.16249


def test_stresses_combine():
    stress = steel_stress(np.array([-200e6]), np.array([80e6]), 345e6)
    assert stress.equivalent[0] / 1e6 == pytest.approx(243.31, abs=0.005)
    assert stress.utilisation[0] == stress.both[0]


def test_frequent_range_may_reach_one_and_a_half_yield():
    assert stress_range_utilisation(np.array([300e6]), 200e6)[0] == pytest.approx(1.0)


def test_concrete_limits():
    limits = concrete_limits(35e6, 500e6)
    assert (limits.characteristic, limits.quasi_permanent, limits.bars) == pytest.approx(
        (21e6, 15.75e6, 400e6)
    )


def test_breathing():
    assert breathing_limit(63.0) == pytest.approx(282.0)
    assert breathing_limit(40.0, "rail") == pytest.approx(187.0)
    assert breathing_limit(5.0) == pytest.approx(110.0)  # 20 m at least
    assert breathing_limit(500.0) == pytest.approx(300.0)
    web = breathing(
        np.array([2.4]), np.array([0.018]), np.array([63.0]),
        np.array([-150e6]), np.array([150e6 * 1.00779324]), np.array([70e6]), 3.0,
    )  # fmt: skip
    assert web.expression[0] == pytest.approx(1.0820, abs=5e-5)
    assert not web.needed[0]
    thin = breathing(
        np.array([2.4]), np.array([0.008]), np.array([20.0]),
        np.array([-20e6]), np.array([20e6]), np.array([10e6]), 3.0,
    )  # fmt: skip
    assert thin.needed[0]
    assert thin.utilisation[0] == pytest.approx(thin.expression[0] / 1.1)


def test_deflection_limit_is_data():
    assert deflection_limit(60.0, "rail_traffic") == pytest.approx(0.1)
    with pytest.raises(ScopeError, match="tram"):
        deflection_limit(60.0, "tram")


def test_minimum_bars_of_the_reference_slab():
    lever = 2.595 - elastic_section(STEEL, SLAB, 6.16249).centroid
    assert lever[0] * 1e3 == pytest.approx(566.54, abs=0.005)
    bars = minimum_bars(np.array([1.0]), np.array([0.25]), lever, 3.2e6, 240e6, SLAB.bar_area)
    assert bars.k_c[0] == 1.0
    assert bars.area[0] * 1e6 == pytest.approx(9600)
    assert bars.utilisation[0] == pytest.approx(0.64)
    near = minimum_bars(np.array([1.0]), np.array([0.25]), np.array([0.1]), 3.2e6, 240e6)
    assert near.k_c[0] == pytest.approx(1 / (1 + 0.25 / 0.2) + 0.3)


def test_tension_stiffening_of_the_reference_section():
    cracked, alone = elastic_section(STEEL, SLAB, cracked=True), elastic_section(STEEL)
    alpha = cracked.area * cracked.inertia / (alone.area * alone.inertia)
    assert alpha[0] == pytest.approx(1.60638, abs=5e-6)
    more = tension_stiffening(cracked, alone, 3.2e6, np.array([0.015]))
    assert more[0] / 1e6 == pytest.approx(53.12, abs=0.005)


def test_bars_by_table():
    # 20 mm at 2.9 MPa and 0.3 mm: between 25 (200 MPa) and 16 (240 MPa).
    assert bar_stress_limit(0.020, 0.0003, 2.9e6) == pytest.approx(200e6 + 40e6 * 5 / 9)
    assert bar_stress_limit(0.016, 0.0003, 2.9e6) == pytest.approx(240e6)
    assert bar_stress_limit(0.020, 0.0002, 5.8e6) == pytest.approx(
        bar_stress_limit(0.01, 0.0002, 2.9e6)
    )
    assert np.isnan(bar_stress_limit(0.040, 0.0003, 2.9e6))
    assert_allclose(bar_spacing_limit(np.array([160e6, 220e6]), 0.0003), [0.3, 0.225])
    assert np.isnan(bar_spacing_limit(np.array([390e6]), 0.0003))[0]
    with pytest.raises(ScopeError, match=r"0\.25 mm: Tables"):
        bar_spacing_limit(np.array([160e6]), 0.00025)


def test_direct_crack_width():
    """The value was computed with alpha_e = n_0 = 6.16249 for bars of 200 GPa."""
    crack = crack_width(180e6, 0.020, 0.040, 0.03, 3.2e6, 200e9 / 6.16249, k2=1.0)
    assert crack.spacing * 1e3 == pytest.approx(362.67, abs=0.005)
    assert crack.strain == pytest.approx(6.4724e-4, rel=1e-4)
    assert crack.width * 1e3 == pytest.approx(0.2347, abs=5e-5)


def test_small_stress_keeps_the_least_strain():
    crack = crack_width(50e6, 0.020, 0.040, 0.01, 3.2e6, 34e9)
    assert crack.strain == pytest.approx(0.6 * 50e6 / 200e9)


def test_wide_spacing_of_bars():
    crack = crack_width(
        180e6, 0.02, 0.04, 0.03, 3.2e6, 34e9, bar_spacing=0.4, free_height=0.2
    )  # fmt: skip
    assert crack.spacing == pytest.approx(0.26)
    with pytest.raises(ValueError, match="together"):
        crack_width(180e6, 0.02, 0.04, 0.03, 3.2e6, 34e9, bar_spacing=0.4)


def test_effective_tension_height():
    h = effective_tension_height(np.array([0.3]), np.array([0.27]), np.array([0.06]))
    assert h[0] == pytest.approx(0.075)


def test_stud_of_the_reference_deck():
    stud = stud_resistance(0.022, 0.150, 450e6, 35e6, E_CM)
    assert stud.steel / 1e3 == pytest.approx(109.478, abs=5e-4)
    assert stud.concrete / 1e3 == pytest.approx(122.630, abs=1e-3)
    assert stud.design == stud.steel
    assert stud.service / 1e3 == pytest.approx(82.109, abs=5e-4)


def test_short_and_strange_studs():
    assert stud_resistance(0.022, 0.077, 450e6, 35e6, E_CM).height_factor == pytest.approx(0.9)
    assert np.isnan(stud_resistance(0.022, 0.06, 450e6, 35e6, E_CM).design)
    strong = stud_resistance(0.022, 0.15, 600e6, 90e6, 44e9)
    assert strong.steel == pytest.approx(0.8 * 500e6 * np.pi * 0.011**2 / 1.25)
    with pytest.raises(ScopeError, match="diameter must be"):
        stud_resistance(0.030, 0.15, 450e6, 35e6, E_CM)


def test_studs_per_metre():
    flow = 989.21e3
    assert flow / stud_resistance(0.022, 0.15, 450e6, 35e6, E_CM).design == pytest.approx(
        9.04, abs=0.01
    )


def test_spacing_rules_one_by_one():
    good = {
        "diameter": np.array([0.022]), "height": np.array([0.15]), "along": np.array([0.2]),
        "across": np.array([0.15]), "edge_clear": np.array([0.05]),
        "slab_thickness": np.array([0.25]), "flange_thickness": np.array([0.03]),
    }  # fmt: skip
    assert stud_spacing(**good).kept[0]
    for name, wrong in [
        ("along", 0.1), ("along", 0.81), ("across", 0.05), ("edge_clear", 0.02), ("height", 0.06),
        ("flange_thickness", 0.014),
    ]:  # fmt: skip
        assert not stud_spacing(**{**good, name: np.array([wrong])}).kept[0]
    static = stud_spacing(**{**good, "flange_thickness": np.array([0.014])}, fatigue=False)
    assert static.kept[0]


def test_inelastic_zone_between_its_three_points():
    moment = np.array([2.0, 6.0, 8.0, 10.0, 11.0])
    force = inelastic_slab_force(moment, *(np.array([v]) for v in (2.0, 6.0, 10.0, 3.0, 9.0)))
    assert_allclose(force, [0.0, 3.0, 6.0, 9.0, 9.0])


def test_stud_fatigue_and_its_sum():
    both = stud_fatigue(
        np.array([81e6, 81e6]), np.array([70e6, 70e6]), flange_in_tension=np.array([True, False])
    )
    assert_allclose(both.shear, 0.9)
    assert_allclose(both.flange, [70 * 1.15 / 80, 0.0])
    assert_allclose(both.utilisation, [(0.9 + 70 * 1.15 / 80) / 1.3, 0.9], rtol=1e-12)
    area = np.pi * 0.011**2
    assert stud_shear_stress(np.array([1e5]), np.array([5.0]), 0.022)[0] == pytest.approx(
        2e4 / area
    )


def test_flange_shear_and_its_free_zone():
    shear = flange_shear(
        np.array([10e3, 300e3]),
        np.array([1.0]),
        np.array([0.25]),
        20e6,
        35e6,
        435e6,
        1.5e6,
        cot=1.25,
    )
    assert shear.unreinforced.tolist() == [True, False]
    assert shear.bars[0] == 0.0
    assert shear.bars[1] == pytest.approx(300e3 / (435e6 * 1.25))
    assert shear.strut[1] == pytest.approx(0.6 * (1 - 35 / 250) * 20e6 * 1.25 / (1 + 1.25**2))


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


def test_effective_width_of_63_m_spans():
    supports = np.arange(6) * 63.0
    deck = effective_width(np.array([94.5]), supports, 0.3, 20.0, 20.0)
    assert deck.span_length[2] == pytest.approx(44.1)
    assert deck.support_length[2] == pytest.approx(31.5)
    assert deck.along[0] == pytest.approx(0.3 + 2 * 5.5125)
    assert deck.support[2] == pytest.approx(0.3 + 2 * 3.9375)


def test_end_supports_are_reduced():
    deck = effective_width(np.array([0.0]), np.array([0.0, 50.0, 110.0]), 0.3, 2.5, 2.5)
    assert deck.span_length[0] == pytest.approx(42.5)
    assert deck.end_factor[0] == pytest.approx(0.975)
    assert deck.along[0] == pytest.approx(0.3 + 0.975 * 5.0)


def test_width_is_linear_over_the_outer_quarters():
    supports = np.array([0.0, 60.0, 120.0, 180.0])
    deck = effective_width(np.array([60.0, 67.5, 75.0, 90.0, 105.0]), supports, 0.0, 9.0, 9.0)
    support, span = deck.support[1], deck.span[1]
    assert_allclose(deck.along, [support, (support + span) / 2, span, span, span])
    with pytest.raises(ValueError, match="increasing"):
        effective_width(np.array([0.0]), np.array([0.0, -1.0]), 0.3, 1.0, 1.0)


def test_modular_ratios():
    assert modular_ratio(E_CM) == pytest.approx(6.16249)
    assert modular_ratio(E_CM, 1.5168, CREEP_MULTIPLIER["permanent"]) == pytest.approx(
        16.4445, abs=5e-5
    )
    assert modular_ratio(E_CM, 1.5168, CREEP_MULTIPLIER["imposed"]) == pytest.approx(
        20.1834, abs=5e-5
    )
    assert modular_ratio(E_CM, 2.82305, CREEP_MULTIPLIER["shrinkage"]) == pytest.approx(
        15.7308, abs=5e-4
    )


def test_shear_lag_of_steel_flanges():
    narrow = steel_shear_lag(np.array([0.4]), 30.0, sagging=True)
    assert narrow[0] == 1.0
    kappa = 3.0 / 30.0
    beta = steel_shear_lag(np.array([3.0]), 30.0, sagging=True, ultimate=False)[0]
    assert beta == pytest.approx(1 / (1 + 6.4 * kappa**2))
    assert steel_shear_lag(np.array([3.0]), 30.0, sagging=True)[0] == pytest.approx(beta**kappa)
    hogging = steel_shear_lag(np.array([3.0]), 30.0, sagging=False, ultimate=False)[0]
    assert hogging < beta
    for sign in (True, False):
        a, b = steel_shear_lag(np.array([0.7 - 1e-9, 0.7 + 1e-9]), 1.0, sagging=sign)
        assert a == pytest.approx(b, rel=0.03)  # the code's own pieces meet to 2 %


def test_overhang_takes_its_share():
    assert overhang_force_change(
        np.array([1e6]), np.array([0.5]), np.array([1.0]), np.array([4.0])
    )[0] == pytest.approx(5e5)


def test_shear_at_a_slab_end_sums_to_the_force():
    x = np.linspace(0.0, 6.0, 4001)
    flow = end_shear_flow(np.array(3e6), np.array(4.0), x)
    assert np.trapezoid(flow, x) == pytest.approx(3e6, rel=1e-4)
    assert flow[0] == pytest.approx(1.5e6)
    assert flow[-1] == 0.0


def test_ten_percent_of_local_excess():
    flow, ones = np.array([110.0, 90.0, 120.0, 50.0]), np.ones(4)
    use = group_use(flow, 100 * ones, ones, np.array([0, 2]))
    assert_allclose(use.local, [1.0, 1.2 / 1.1])
    assert_allclose(use.whole, [1.0, 0.85])
    assert_allclose(use.utilisation, [1.0, 1.2 / 1.1])
