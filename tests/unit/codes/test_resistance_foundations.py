"""Piles, footings and bearings: computed check values and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from spanwright.codes.data import Override
from spanwright.codes.data import parameters as read_parameters
from spanwright.codes.eurocode.resistance.bearings import (
    adverse_friction,
    holds_without_anchors,
    laminated,
    laminated_use,
    movement,
    shear_force,
    shear_stiffness,
    sliding_friction,
)
from spanwright.codes.eurocode.resistance.footing import (
    drained_bearing,
    eccentricity_use,
    effective_size,
    sliding_resistance,
    undrained_bearing,
)
from spanwright.codes.eurocode.resistance.lateral_pile import (
    constant_subgrade,
    head_stiffness_constant,
    head_stiffness_linear,
    linear_subgrade,
    m_method_growth,
    sand_coefficients,
    sand_py,
    soft_clay_py,
)
from spanwright.codes.eurocode.resistance.piles import (
    Ground,
    block_resistance,
    bored_pile,
    clay_side,
    clay_tip,
    correlation_factors,
    factored_resistance,
    group_efficiency,
    normalised_blows,
    pile_design,
    row_multipliers,
    sand_side,
    sand_tip,
    vertical_stress,
)
from spanwright.datum.errors import ScopeError


def test_unit_resistances_in_clay():
    assert clay_side(80e3) == pytest.approx(44e3)
    assert clay_side(200e3) == pytest.approx((0.55 - 0.05) * 200e3)
    assert np.isnan(clay_side(251e3))
    assert clay_tip(80e3, 10.0, 1.0) == pytest.approx(720e3)
    assert clay_tip(80e3, 1.0, 1.0) == pytest.approx(6 * 1.2 * 80e3)
    assert clay_tip(20e3, 10.0, 1.0) == pytest.approx(9 * 0.67 * 20e3)
    assert clay_tip(1e6, 10.0, 1.0) == pytest.approx(3.83e6, rel=1e-3)


def test_unit_resistances_in_sand():
    side = sand_side(30.0, 25.0, 150e3)
    assert np.degrees(side.friction) == pytest.approx(40.361, abs=5e-4)
    assert side.preconsolidation / 1e3 == pytest.approx(361.72, abs=0.005)
    assert side.beta == pytest.approx(0.52962, abs=5e-6)
    assert side.resistance / 1e3 == pytest.approx(79.44, abs=0.005)
    assert sand_tip(30.0) / 1e3 == pytest.approx(1723.7, abs=0.05)
    assert sand_tip(80.0) == sand_tip(50.0)
    assert sand_side(30.0, 25.0, 150e3, gravel=True).preconsolidation == pytest.approx(450e3)
    silty = sand_side(30.0, 25.0, 150e3, silty=True).preconsolidation
    assert silty == pytest.approx(100e3 * 0.47 * 30**0.8)


def test_blow_count_is_normalised_by_effective_stress():
    factor = 0.77 * np.log10(1.92 / 0.15)
    assert normalised_blows(30.0, 150e3) == pytest.approx(factor * 30)
    assert normalised_blows(30.0, 1e3) == pytest.approx(60.0)


GROUND = Ground(
    top=np.array([0.0, 10.0]), bottom=np.array([10.0, 40.0]), unit_weight=np.array([9e3, 10e3]),
    is_clay=np.array([True, False]), strength=np.array([60e3, 0.0]), blows=np.array([0.0, 25.0]),
)  # fmt: skip


def test_pile_through_clay_into_sand():
    pile = bored_pile(GROUND, 1.5, 2.0, np.array([25.0, 30.0]))
    # Clay counts from 3.5 to 10 m.
    assert_allclose(pile.clay_side, np.pi * 1.5 * 6.5 * 0.55 * 60e3, rtol=1e-12)
    depth = 10 + 15 * (np.arange(3000) + 0.5) / 3000
    stress = vertical_stress(GROUND, depth)
    unit = sand_side(25.0, normalised_blows(25.0, stress), stress).resistance.mean()
    assert pile.sand_side[0] == pytest.approx(np.pi * 1.5 * 15 * unit, rel=1e-4)
    assert pile.tip[0] == pytest.approx(float(sand_tip(25.0)) * np.pi * 1.5**2 / 4)
    assert pile.total[1] > pile.total[0]
    factored = factored_resistance(pile)
    by_hand = 0.45 * pile.clay_side + 0.55 * pile.sand_side + 0.50 * pile.tip
    assert_allclose(factored, by_hand)
    half = {"aashto.shafts.sand_side": Override(0.275, "load test report")}
    less = factored_resistance(pile, parameters=read_parameters("aashto", overrides=half))
    assert factored - less == pytest.approx(0.275 * pile.sand_side)
    uplift = factored_resistance(pile, uplift=True)
    assert_allclose(uplift, 0.35 * pile.clay_side + 0.45 * pile.sand_side)


def test_tip_in_clay_leaves_out_one_diameter():
    pile = bored_pile(GROUND, 1.0, 0.0, 8.0)
    assert pile.clay_side[0] == pytest.approx(np.pi * (8 - 1.5 - 1) * 33e3)
    assert pile.is_clay_tip[0]
    assert pile.tip[0] == pytest.approx(9 * 60e3 * np.pi / 4)


def test_piles_outside_the_known_ground_are_refused():
    with pytest.raises(ScopeError, match="inside the known layers"):
        bored_pile(GROUND, 1.0, 2.0, 41.0)
    hard = Ground(
        **{**{f: getattr(GROUND, f) for f in GROUND.__slots__}, "strength": np.full(2, 3e5)}
    )
    with pytest.raises(ScopeError, match="rules for rock"):
        bored_pile(hard, 1.0, 2.0, 30.0)
    with pytest.raises(ValueError, match="without gaps"):
        Ground(np.array([0, 5.0]), np.array([4.0, 9.0]), *(np.ones(2),) * 4)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.8, 2.5), st.floats(8.0, 35.0), st.floats(0.2, 4.0))
def test_longer_and_thicker_piles_carry_more(diameter, toe, more):
    one = bored_pile(GROUND, diameter, 1.0, toe)
    longer = bored_pile(GROUND, diameter, 1.0, toe + more)
    assert longer.side[0] >= one.side[0] * (1 - 1e-3)
    assert (
        bored_pile(GROUND, diameter * 1.1, 1.0, 30.0).total[0]
        > bored_pile(GROUND, diameter, 1.0, 30.0).total[0]
    )


def test_correlation_and_partial_factors():
    assert correlation_factors(1) == (1.40, 1.40)
    assert correlation_factors(6) == (1.29, 1.15)
    assert correlation_factors(20) == (1.25, 1.08)
    one = pile_design(np.array([[2e6]]), np.array([[4e6]]), "DA1-2")
    assert one.compression[0] == pytest.approx(2e6 / 1.4 / 1.6 + 4e6 / 1.4 / 1.3)
    assert one.tension[0] == pytest.approx(4e6 / 1.4 / 1.6)
    two = pile_design(np.array([[2e6], [1e6]]), np.array([[4e6], [3e6]]), "DA2")
    # Mean 5 MN/1.35 = 3.70 against least 4 MN/1.27 = 3.15: the least governs.
    assert two.compression[0] == pytest.approx(4e6 / 1.27 / 1.1)
    own = {
        "piles.model_factor": Override(1.2, "ground report"),
        "piles.partial.DA2": Override((1.3, 1.2, 1.4), "ground report"),
        "piles.xi_mean": Override((1.5,) * 7, "ground report"),
    }
    safer = pile_design(
        np.array([[2e6]]), np.array([[4e6]]), "DA2", parameters=read_parameters(overrides=own)
    )
    # One profile: xi_4 1.40 stays, xi_3 1.50 is the greater.
    assert safer.compression[0] == pytest.approx((2e6 / 1.3 + 4e6 / 1.2) / 1.5 / 1.2)
    assert safer.tension[0] == pytest.approx(4e6 / 1.4 / 1.5 / 1.2)
    with pytest.raises(ValueError, match="at least one"):
        correlation_factors(0)


def test_groups():
    assert group_efficiency(3.25, 1.0) == pytest.approx(0.825)
    assert np.isnan(group_efficiency(2.0, 1.0))
    assert group_efficiency(9.0, 1.0) == 1.0
    assert_allclose(row_multipliers(3.0, 1.0), [0.80, 0.40, 0.30])
    assert_allclose(row_multipliers(8.0, 1.0), [1.00, 0.85, 0.70])
    block = block_resistance(6.0, 8.0, 20.0, 50e3, 80e3)
    assert block == pytest.approx(28 * 20 * 50e3 + 48 * 7.5 * (1 + 0.2 * 6 / 8) * 80e3)


EI = 7.45515e9


def test_long_pile_in_constant_subgrade():
    pile = constant_subgrade(500e3, EI, 20e6)
    assert 1 / pile.length == pytest.approx(0.160927, abs=5e-7)
    assert pile.deflection * 1e3 == pytest.approx(8.046, abs=5e-4)
    assert pile.moment / 1e3 == pytest.approx(1001.7, abs=0.05)


def test_long_pile_in_growing_subgrade():
    free = linear_subgrade(500e3, EI, 8e6)
    assert free.length == pytest.approx(3.9253, abs=5e-5)
    assert free.deflection * 1e3 == pytest.approx(9.877, abs=5e-4)
    assert free.moment / 1e3 == pytest.approx(1515.2, abs=0.05)
    fixed = linear_subgrade(500e3, EI, 8e6, fixed_head=True)
    assert fixed.deflection * 1e3 == pytest.approx(3.772, abs=5e-4)
    assert fixed.moment / 1e3 == pytest.approx(-1825.3, abs=0.05)


def test_head_stiffness_is_consistent_with_the_head_deflections():
    """A head that may not turn: lateral stiffness and its moment agree with the fixed-head case."""
    linear = head_stiffness_linear(EI, 8e6)
    fixed = linear_subgrade(500e3, EI, 8e6, fixed_head=True)
    assert 500e3 / linear.lateral == pytest.approx(fixed.deflection, rel=0.01)
    assert linear.coupling * fixed.deflection == pytest.approx(-fixed.moment, rel=0.01)
    constant = head_stiffness_constant(EI, 20e6)
    # Free head: eliminate the rotation.
    soft = constant.lateral - constant.coupling**2 / constant.rotation
    assert 500e3 / soft == pytest.approx(constant_subgrade(500e3, EI, 20e6).deflection)


def test_m_method():
    assert m_method_growth(1e7, 1.5) == pytest.approx(0.9 * 2.5e7)
    assert m_method_growth(1e7, 0.8) == pytest.approx(0.9 * (1.2 + 0.5) * 1e7)


def test_py_in_sand():
    c1, c2, c3 = sand_coefficients(np.radians(35.0))
    assert (c1, c2, c3) == pytest.approx((2.9704, 3.4192, 53.793), rel=2e-5)
    small = sand_py(1e-6, 5.0, 1.5, np.radians(35.0), 9e3, 20e6)
    assert small == pytest.approx(20e6 * 5.0 * 1e-6, rel=1e-4)
    far = sand_py(10.0, 5.0, 1.5, np.radians(35.0), 9e3, 20e6)
    assert far == pytest.approx(max(3 - 0.8 * 5 / 1.5, 0.9) * (c1 * 5 + c2 * 1.5) * 9e3 * 5)
    assert sand_py(10.0, 5.0, 1.5, np.radians(35.0), 9e3, 20e6, cyclic=True) <= far


def test_py_in_soft_clay():
    ultimate = (3 + 6e3 * 4 / 20e3 + 0.5 * 4 / 1.5) * 20e3 * 1.5
    half = soft_clay_py(2.5 * 0.01 * 1.5, 4.0, 1.5, 20e3, 6e3)
    assert half == pytest.approx(ultimate / 2)
    assert soft_clay_py(1.0, 4.0, 1.5, 20e3, 6e3) == pytest.approx(ultimate)
    assert soft_clay_py(-1.0, 40.0, 1.5, 20e3, 6e3) == pytest.approx(-9 * 20e3 * 1.5)


def test_footing_with_horizontal_force():
    footing = drained_bearing(4.0, 6.0, np.radians(30.0), 10e3, 20e3, 5e6, 5e5)
    assert footing.N_q == pytest.approx(18.401, abs=5e-4)
    assert footing.N_g == pytest.approx(20.093, abs=5e-4)
    assert footing.pressure / 1e3 == pytest.approx(659.03, abs=0.005)
    assert footing.resistance == pytest.approx(footing.pressure * 24)


def test_footing_sides_and_directions():
    both = [
        drained_bearing(w, a, np.radians(30.0), 10e3, 20e3, 5e6, 5e5, along_width=side).pressure
        for w, a, side in ((4.0, 6.0, True), (6.0, 4.0, False))
    ]
    assert both[0] == pytest.approx(both[1])
    along = drained_bearing(
        4.0, 6.0, np.radians(30.0), 10e3, 20e3, 5e6, 5e5, along_width=False
    ).pressure
    assert along > both[0]
    with pytest.raises(ScopeError, match="friction must be"):
        drained_bearing(4.0, 6.0, 0.0, 10e3, 20e3, 5e6)


def test_cohesion_adds():
    plain = drained_bearing(4.0, 6.0, np.radians(30.0), 10e3, 20e3, 5e6).pressure
    tied = drained_bearing(4.0, 6.0, np.radians(30.0), 10e3, 20e3, 5e6, cohesion=10e3)
    assert tied.pressure - plain == pytest.approx(10e3 * tied.N_c * tied.s_c)


def test_undrained_footing():
    pressure, force = undrained_bearing(4.0, 4.0, 50e3, 20e3)
    assert pressure == pytest.approx((np.pi + 2) * 50e3 * 1.2 + 20e3)
    assert force == pytest.approx(16 * pressure)
    assert np.isnan(undrained_bearing(4.0, 4.0, 50e3, 20e3, 1e6)[0])


def test_footing_stability():
    assert effective_size(4.0, -0.5) == pytest.approx(3.0)
    assert sliding_resistance(1e6, np.radians(30)) == pytest.approx(1e6 * np.tan(np.radians(30)))
    assert sliding_resistance(1e6, 0.5, 16.0, 50e3) == pytest.approx(8e5)
    assert eccentricity_use(1.0, 3.0) == pytest.approx(1.0)
    assert eccentricity_use(0.5, 3.0, ultimate=False) == pytest.approx(1.0)


BEARING = laminated(0.4, 0.5, 0.012, 8, elastomer=0.101, cover=0.005)


def test_laminated_bearing():
    use = laminated_use(BEARING, 2.5e6, 0.05, 0.0, 0.005, horizontal=1e5)
    assert use.shape == pytest.approx(9.0483, abs=5e-5)
    assert use.reduced_area * 1e6 == pytest.approx(166_600)
    assert use.strain_load == pytest.approx(2.7641, abs=5e-5)
    assert use.strain_shear == pytest.approx(0.4950, abs=5e-5)
    assert use.strain_rotation == pytest.approx(0.3301, abs=5e-5)
    assert use.strain == pytest.approx(3.5892, abs=5e-5)
    assert use.pressure / 1e6 == pytest.approx(15.006, abs=5e-4)
    assert use.stability / 1e6 == pytest.approx(20.963, abs=5e-4)
    assert use.compression * 1e3 == pytest.approx(4.037, abs=5e-4)
    assert use.friction == pytest.approx(0.1600, abs=5e-5)
    assert use.slip_use == pytest.approx(1e5 / (0.16 * 2.5e6), rel=1e-3)
    assert np.isnan(use.outer_shape)


def test_laminated_bearing_stiffness():
    assert shear_force(BEARING, 0.05) == pytest.approx(0.39 * 0.49 * 0.9e6 * 0.05 / 0.101)
    assert shear_stiffness(BEARING) * 0.05 == pytest.approx(shear_force(BEARING, 0.05))
    assert holds_without_anchors(np.array([2.9e6, 3.0e6])).tolist() == [False, True]


def test_rail_loads_strain_more():
    road = laminated_use(BEARING, 2e6, 0.02)
    rail = laminated_use(BEARING, 2e6, 0.02, live_factor=1.5)
    assert rail.strain == pytest.approx(1.5 * road.strain)


def test_thicker_plates_for_heavier_bearings():
    use = laminated_use(BEARING, np.array([2.5e6, 2.5e7]))
    assert use.plate[0] == pytest.approx(0.002)
    area = 0.39 * 0.49
    assert use.plate[1] == pytest.approx(1.3 * 2.5e7 * 0.024 / (area * 235e6))


def test_sliding():
    mu = sliding_friction(np.array([1e6, 20e6, 60e6]))
    assert_allclose(mu, [0.08, 0.04, 0.03])
    assert sliding_friction(20e6, never_cold=True) == pytest.approx(0.04 * 2 / 3)
    assert adverse_friction(0.03, 4) == pytest.approx((0.03, 0.0))
    assert adverse_friction(0.03, 12) == pytest.approx((0.0225, 0.0075))


def test_movement_of_a_long_deck():
    move = movement(500.0, 45.0, 30.0, 10.0, shrinkage=0.05)
    assert move.opening == pytest.approx(1.2e-5 * 500 * 55 + 0.05)
    assert move.closing == pytest.approx(1.2e-5 * 500 * 40)
    assert move.total == pytest.approx(move.opening + move.closing)
