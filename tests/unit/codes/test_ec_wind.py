"""Wind of EN 1991-1-4: check values, bounds and figures."""

import numpy as np
import pytest

from spanwright.codes.eurocode.actions import wind
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import deg, kN

approx = pytest.approx


def test_chain_at_15_m_in_terrain_two():
    assert wind.roughness_factor(15, "II") == approx(1.08372, rel=1e-5)
    assert wind.mean_velocity(15, 26, "II") == approx(28.1767, rel=1e-5)
    assert wind.turbulence_intensity(15, "II") == approx(0.17532, rel=1e-4)
    assert wind.peak_pressure(15, 26, "II") == approx(1105.17, rel=1e-5)
    assert wind.exposure_factor(15, "II") == approx(2.61579, rel=1e-5)
    assert wind.basic_velocity(25, c_dir=0.9, c_season=0.8) == approx(18)


def test_exposure_is_flat_below_the_least_height_and_falls_with_roughness():
    assert wind.exposure_factor(1.0, "III") == approx(wind.exposure_factor(5.0, "III"))
    values = [float(wind.exposure_factor(20, terrain)) for terrain in ("0", "I", "II", "III", "IV")]
    assert values == sorted(values, reverse=True)
    with pytest.raises(ScopeError, match=r"height must be at least 0 and at most 200 \(got 250\)"):
        wind.exposure_factor(250, "II")
    with pytest.raises(ScopeError, match="terrain must be 0, I, II, III or IV"):
        wind.exposure_factor(20, "V")


def test_probability_factor_is_one_at_fifty_years_and_grows():
    assert wind.probability_factor(50) == approx(1.0)
    assert np.all(np.diff(wind.probability_factor([5, 10, 50, 100, 1000])) > 0)


def test_deck_without_and_with_traffic():
    depth = wind.deck_reference_depth(3.0, "open parapet")
    assert depth == approx(3.6)
    c_fx = wind.deck_transverse_coefficient(10.5, depth, solid=False)
    assert c_fx == approx(1.625)
    q_b, c_e = wind.basic_pressure(26), wind.exposure_factor(15, "II")
    assert wind.force(q_b, c_e, c_fx, depth) == approx(6.465 * kN, rel=1e-4)
    c_fz = wind.deck_vertical_coefficient(10.5, 3.6)
    assert wind.force(q_b, c_e, c_fz, 10.5) == approx(10.444 * kN, rel=1e-4)
    with_traffic = wind.deck_depth_with_traffic(3.0, depth)
    assert with_traffic == approx(5.0)
    assert wind.deck_transverse_coefficient(10.5, with_traffic, solid=True) == approx(1.87)
    assert wind.deck_depth_with_traffic(3.0, 6.0) == 6.0  # noise barrier higher than lorries
    assert wind.deck_depth_with_traffic(3.0, depth, "rail") == approx(7.0)


def test_depth_added_by_restraints():
    assert wind.deck_reference_depth(3.0) == 3.0
    assert wind.deck_reference_depth(3.0, "open parapet", sides=1) == approx(3.3)
    assert wind.deck_reference_depth(3.0, "open parapet and barrier") == approx(4.2)
    assert wind.deck_reference_depth(3.0, "solid", sides=2, solid_height=1.1) == approx(5.2)


def test_transverse_coefficient_bounds_and_slopes():
    ratio = np.array([0.1, 1 / 3, 4.0, 5.0, 8.0])
    np.testing.assert_allclose(
        wind.deck_transverse_coefficient(ratio, 1.0, solid=False), [2.4, 2.4, 1.3, 1.3, 1.3]
    )
    np.testing.assert_allclose(
        wind.deck_transverse_coefficient(ratio, 1.0, solid=True), [2.4, 2.4, 1.3, 1.0, 1.0]
    )
    plain = wind.deck_transverse_coefficient(3.0, 1.0, solid=True)
    inclined = wind.deck_transverse_coefficient(
        3.0, 1.0, solid=True, inclination=np.array([20, 80]) * deg
    )
    np.testing.assert_allclose(inclined, plain * np.array([0.9, 0.7]))
    raised = wind.deck_transverse_coefficient(
        3.0, 1.0, solid=True, superelevation=np.array([3, 20]) * deg
    )
    np.testing.assert_allclose(raised, plain * np.array([1.09, 1.25]))


def test_vertical_coefficient_between_the_lines_of_the_figure():
    """Readings of Figure 8.6 at b/d_tot = 2 for 0, 3, 6, 8 and 10 degrees."""
    angles = np.array([0, 3, 6, 8, 10]) * deg
    np.testing.assert_allclose(
        wind.deck_vertical_coefficient(4.0, 2.0, angles),
        [0.66429, 0.71396, 0.76364, 0.79432, 0.825],
        rtol=1e-4,
    )
    assert wind.deck_vertical_coefficient(4.0, 2.0, -8 * deg) == approx(0.79432, rel=1e-4)
    with pytest.raises(ScopeError, match="angle must be"):
        wind.deck_vertical_coefficient(4.0, 2.0, 12 * deg)


def test_wind_that_may_act_with_traffic():
    np.testing.assert_allclose(
        wind.traffic_wind_ratio([20, 23, 26]), [1, 1, (23 / 26) ** 2], rtol=1e-12
    )
    assert wind.traffic_wind_ratio(26, "rail") == approx((25 / 26) ** 2)
    assert wind.longitudinal_share() == 0.25
    assert wind.longitudinal_share("truss") == 0.50


def test_rectangular_piers():
    np.testing.assert_allclose(
        wind.rectangular_pier_coefficient([0.2, 0.7, 1.0, 2.0, 5.0, 20.0], 1.0),
        [2.0, 2.40, 2.10, 1.65, 1.0, 0.9],
    )
    assert wind.rectangular_pier_coefficient(1.0, 1.0, radius=0.1) == approx(2.1 * 0.75)
    assert wind.rectangular_pier_coefficient(1.0, 1.0, radius=0.4) == approx(2.1 * 0.5)
    with pytest.raises(ScopeError, match=r"starts at d/b = 0\.1"):
        wind.rectangular_pier_coefficient(0.05, 1.0)


def test_circular_piers_fall_and_rise_with_reynolds_number():
    slow = wind.circular_pier_coefficient(0.05, 10.0)  # Re about 1.3e4: subcritical
    assert slow == approx(1.2)
    large = wind.circular_pier_coefficient(np.array([1.6, 2.0]), 1000.0)
    assert np.all((large > 0.7) & (large < 1.0))
    smooth = wind.circular_pier_coefficient(2.0, 1000.0, surface=0.2e-3)
    assert smooth < large[1]
    # By hand: v = 40 m/s, Re = 5.33e6, 10 k/b = 5e-3.
    assert large[1] == approx(1.2 + 0.18 * np.log10(5e-3) / (1 + 0.4 * np.log10(5.3333)), rel=1e-4)
    assert wind.circular_pier_coefficient(2.0, 1000.0, end_effect=0.7) == approx(0.7 * large[1])
