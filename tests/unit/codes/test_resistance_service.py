"""Serviceability, cracking and effective width: computed check values."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_section import SLAB, STEEL

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
from spanwright.codes.eurocode.resistance.section import (
    elastic_section,
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
    group_use,
    overhang_force_change,
)
from spanwright.datum.errors import ScopeError

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


def test_ten_percent_of_local_excess():
    flow, ones = np.array([110.0, 90.0, 120.0, 50.0]), np.ones(4)
    use = group_use(flow, 100 * ones, ones, np.array([0, 2]))
    assert_allclose(use.local, [1.0, 1.2 / 1.1])
    assert_allclose(use.whole, [1.0, 0.85])
    assert_allclose(use.utilisation, [1.0, 1.2 / 1.1])
