"""Factors that go with the load models of each code, at their check values."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.codes.aashto import distribution as df
from spanwright.codes.arema import actions as arema
from spanwright.codes.australia import traffic as australia
from spanwright.codes.eurocode.actions import rail_dynamics as rail
from spanwright.codes.eurocode.actions import road, thermal
from spanwright.codes.jtg import traffic as jtg
from spanwright.codes.russia import traffic as russia
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import deg, foot, inch, kip, kmh, kN, mm

approx = pytest.approx


@pytest.mark.parametrize(
    ("length", "careful", "standard"),
    [(3.6, 1.6684, 2.0), (5, 1.5272, 1.7909), (10, 1.3061, 1.4592), (20, 1.1571, 1.2356),
     (40, 1.0551, 1.0827), (60, 1.0108, 1.0162), (80, 1.0, 1.0), (0.1, 1.67, 2.0)],
)  # fmt: skip
def test_dynamic_factors_of_rail(length, careful, standard):
    """EN 1991-2 6.4.5.2, four digits as printed."""
    assert rail.dynamic_factor(length) == approx(careful, abs=6e-5)
    assert rail.dynamic_factor(length, "usual") == approx(standard, abs=6e-5)


def test_cover_and_determinant_lengths():
    assert rail.reduced_by_cover(1.5, [0.5, 1.0, 3.0, 9.0]) == approx([1.5, 1.5, 1.3, 1.0])
    assert rail.continuous_length([30.0]) == 30.0
    assert rail.continuous_length([30.0, 40.0]) == approx(1.2 * 35.0)
    assert rail.continuous_length([20.0] * 7) == approx(30.0)
    assert rail.continuous_length([10.0, 50.0]) == 50.0  # never less than the longest


def test_real_trains():
    """44.444 m/s, 20 m, 6 Hz: K = 0.18519, phi' = 0.22695, phi'' = 0.10223."""
    first, second = rail.real_train_factors(160 * kmh, 20.0, 6.0)
    assert first == approx(0.22695, abs=1e-5)
    assert second == approx(0.10223, abs=1e-5)
    fast, _ = rail.real_train_factors(400 * kmh, 5.0, 8.0)
    assert fast == 1.325


def test_band_without_dynamic_analysis():
    low, high = rail.frequency_limits([10.0, 60.0])
    assert low == approx([8.0, 2.089], abs=1e-3)
    assert high[1] == approx(4.432, abs=1e-3)
    with pytest.raises(ScopeError, match="at most 100"):
        rail.frequency_limits(120.0)


SECTION = (9 * foot, 200 * foot, 9 * inch, 5_658_200 * inch**4)


def test_distribution_factors_of_lrfd():
    """S 9 ft, L 200 ft, t_s 9 in: 0.43169 / 0.66050, 0.7200 / 0.88388, e 0.98978, lever 0.800."""
    K_g = df.stiffness_parameter(8, 120_000 * inch**4, 139 * inch**2, 65 * inch)
    assert K_g / inch**4 == approx(5_658_200, rel=1e-9)
    moment, shear = df.moment_interior(*SECTION), df.shear_interior(9 * foot)
    assert (moment.one, moment.more) == (approx(0.43169, abs=1e-5), approx(0.66050, abs=1e-5))
    assert (shear.one, shear.more) == (approx(0.7200, abs=1e-5), approx(0.88388, abs=1e-5))
    assert moment.governing == moment.more
    assert df.exterior_factors(2 * foot)[0] == approx(0.98978, abs=1e-5)
    assert df.exterior_factors(2 * foot)[1] == approx(0.8)
    assert df.lever_rule_exterior(9 * foot, 2 * foot, 1.2) == approx(0.800)
    assert df.in_range(*SECTION, 4)
    assert not df.in_range(*SECTION, 2)  # two girders: a grillage is needed
    assert not df.in_range(20 * foot, *SECTION[1:], 4)


def test_rigid_cross_section_skew_and_strips():
    """Four girders 3 m apart, one truck 3 m off centre: 1/4 + 4.5 x 3 / 45."""
    girders = np.array([-4.5, -1.5, 1.5, 4.5])
    assert df.rigid_section_exterior(1, girders, 4.5, [3.0]) == approx(0.25 + 13.5 / 45)
    moment, shear = df.skew_factors([0.0, 29.9 * deg, 45 * deg], *SECTION)
    assert moment[:2] == approx([1.0, 1.0])
    assert moment[2] < 1.0 < shear[2]
    sag, hog = df.strip_widths(9 * foot)
    assert (sag / inch, hog / inch) == (approx(85.4), approx(75.0))
    assert df.overhang_strip(2 * foot) / inch == approx(65.0)


def test_impact_and_longitudinal_forces_of_arema():
    assert arema.steel_impact(np.array([40, 80, 100]) * foot) == approx(
        [0.37, 0.28, 0.24571], abs=1e-5
    )
    assert arema.concrete_impact(np.array([10, 100, 200]) * foot) == approx([0.60, 0.225, 0.20])
    braking, traction = arema.longitudinal(100 * foot)
    assert braking / kip == approx(165.0)
    assert traction / kip == approx(250.0)
    assert arema.longitudinal(100 * foot, 40.0)[0] / kip == approx(82.5)


def test_russian_factors_are_there_and_unverified():
    """40 m: 1.0370 and 1.1935 on the road, 1.2571 and 1.1667 on rail; gamma_f(10 m) 1.40."""
    assert russia.road_dynamic_factor(40.0, "concrete") == approx(1.0370, abs=5e-5)
    assert russia.road_dynamic_factor(40.0) == approx(1.1935, abs=5e-5)
    assert russia.rail_dynamic_factor(40.0) == approx(1.2571, abs=5e-5)
    assert russia.rail_dynamic_factor(40.0, "composite or concrete") == approx(1.1667, abs=5e-5)
    assert russia.bogie_load_factor([0.0, 10.0, 50.0]) == approx([1.5, 1.4, 1.2])
    assert russia.rail_load_factor([0.0, 50.0, 200.0]) == approx([1.30, 1.15, 1.10])
    assert russia.footway_pressure([0.0, 200.0]) == approx([3920.0, 1960.0])
    assert russia.road_braking([1.0, 30.0, 99.0]) == approx([109.2 * kN, 210 * kN, 343 * kN])
    assert russia.VERIFIED is False


def test_jtg_and_kds():
    """mu(3.5 Hz) = 0.20566; 12 lanes as 8; buried 1 m: 40 (1 - 0.41) %."""
    assert jtg.impact([1.0, 3.5, 20.0]) == approx([0.05, 0.20566, 0.45], abs=1e-5)
    assert [jtg.lane_factor(n) for n in (1, 2, 3, 8, 12)] == [1.20, 1.00, 0.78, 0.50, 0.50]
    assert jtg.long_span_factor([100.0, 200.0, 900.0]) == approx([1.0, 0.97, 0.94])
    assert jtg.centrifugal_factor(60 * kmh, 200.0) == approx(60**2 / (127 * 200), rel=2e-3)
    assert jtg.braking([500 * kN, 5000 * kN], 3) == approx([165 * 2.34 * kN, 500 * 2.34 * kN])
    assert jtg.braking(100 * kN, 1, "II") == approx(90 * kN)
    assert jtg.buried_impact([0.0, 1.0, 5.0]) == approx([0.40, 0.236, 0.0])


def test_movement_of_half_the_bridge():
    """502.5 m, 32 and 42 K, 12e-6: 446.2 mm; with 20 K each way 313.6 and 373.9 mm."""
    warm, cold = thermal.uniform_range(42.0, -32.0, 10.0)
    assert thermal.movement(502.5, warm + cold) / mm == approx(446.2, abs=0.05)
    more = thermal.uniform_range(42.0, -32.0, 10.0, 20.0)
    assert [float(thermal.movement(502.5, t)) / mm for t in more] == approx(
        [313.6, 373.9], abs=0.05
    )


def test_lm1_behind_an_abutment():
    """One lane of a wall 5 m high: integral of 600 / (2.2 + z tan 30) + 27 kN/m, by hand."""
    slope = np.tan(np.pi / 6)
    by_hand = 600 / slope * np.log((2.2 + 5 * slope) / 2.2) + 27 * 5.0
    thrust, depth = road.backfill_thrust(5.0, 1)
    assert thrust / kN == approx(by_hand, rel=1e-5)
    assert 0.0 < depth < 2.5  # the tandem pushes high up
    assert road.backfill_thrust(5.0, 2)[0] > thrust


def test_allowance_of_300la():
    """Phi_3 of EN 1991-2 less 1, except at its limits: 20 m gives 0.2356."""
    assert australia.rail_allowance([1.0, 3.0, 20.0, 100.0]) == approx(
        [1.0, 1.0, 0.2356, 0.0], abs=5e-5
    )
    assert australia.rail_allowance(20.0) == approx(rail.dynamic_factor(20.0, "usual") - 1.0)
