"""Ice, water, earth, impact and earthquake of all codes."""

import numpy as np
import pytest

from spanwright.codes.aashto import actions as aashto
from spanwright.codes.eurocode.actions import earth, earthquake, impact, water
from spanwright.codes.iso import ice as iso
from spanwright.codes.jtg import actions as jtg
from spanwright.codes.russia import actions as russia
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import MN, deg, foot, kip, kN

approx = pytest.approx


def test_aashto_ice_crushing_and_flexing():
    t, w = 2 * foot, 6 * foot
    assert aashto.ice_force(t, w) == approx(470.30 * kip, rel=1e-4)
    assert aashto.ice_force(t, w, inclination=30 * deg) == approx(179.14 * kip, rel=1e-4)
    assert aashto.ice_force(t, w, inclination=15 * deg) == approx(470.30 * kip, rel=1e-4)
    # A pier wider than six times the ice crushes it, however inclined.
    wide = aashto.ice_force(t, 13 * foot, inclination=30 * deg)
    assert wide == approx(aashto.ice_force(t, 13 * foot))
    cases = aashto.ice_force_cases(100 * kN, nose=90 * deg, friction=10 * deg)
    across = 100 * kN / (2 * np.tan(55 * deg))
    np.testing.assert_allclose(cases, [[100 * kN, 15 * kN], [50 * kN, across]])


def test_ice_of_other_codes():
    assert jtg.ice_force(2.0, 0.8) == approx(1080 * kN)
    assert jtg.ice_force(2.0, 0.8, temperature=-5.0) == approx(1.5 * 1080 * kN)
    assert jtg.ice_force(2.0, 0.8, approach=30 * deg) == approx(540 * kN)
    assert jtg.ice_force(2.0, 0.8, "wedge", 90 * deg) == approx(0.69 * 1200 * kN)
    for angle in (None, 30 * deg):
        with pytest.raises(ScopeError, match="a wedge needs its angle"):
            jtg.ice_force(2.0, 0.8, "wedge", angle)
    assert iso.ice_pressure(0.8, 2.0) == approx(1.677e6, rel=3e-4)
    assert iso.ice_force(0.8, 2.0) == approx(2.683 * MN, rel=2e-4)
    assert iso.ice_pressure(1.0, 2.0, "arctic") == approx(2.8e6 * 2**-0.16)
    assert russia.ice_force(2.0, 0.8) == approx(0.9 * 735 * 1.6 * kN)
    assert russia.VERIFIED is False
    with pytest.raises(ScopeError, match=r"SP 38\.13330"):
        russia.ice_force_sp38(2.0, 0.8)


def test_flowing_water():
    assert aashto.stream_pressure(2.0, "semicircular") == approx(1439, abs=0.5)
    assert water.flow_pressure(2.0, "circular") == approx(1400)
    assert jtg.stream_pressure(2.0, "round-ended") == approx(1200)
    assert water.flow_force(2.0, 5.0, 2.0, "rectangular") == approx(1.44 * 2000 * 10)
    assert water.debris_force(2.0, 3.0) == approx(666 * 3 * 4)
    lateral = aashto.lateral_stream_pressure(2.0, np.array([0, 5, 15, 30, 60]) * deg)
    np.testing.assert_allclose(lateral, 514 * 4 * np.array([0, 0.5, 0.8, 1, 1]))


def test_earth_pressure():
    assert earth.active(30 * deg) == approx(1 / 3)
    assert earth.passive(30 * deg) == approx(3)
    assert earth.at_rest(30 * deg, [1.0, 4.0]) == approx([0.5, 1.0])
    assert earth.mononobe_okabe(30 * deg, 20 * deg) == approx(0.29731, rel=2e-5)
    assert earth.mononobe_okabe(30 * deg, 20 * deg, 0.1) == approx(0.36592, rel=2e-5)
    assert earth.mononobe_okabe(30 * deg, 0.0) == approx(1 / 3)  # Rankine without wall friction
    with pytest.raises(ScopeError, match="not stable"):
        earth.mononobe_okabe(20 * deg, 10 * deg, 0.5)
    thrust, arm = earth.wall_thrust(1 / 3, 18 * kN, 6.0, 10 * kN)
    assert thrust == approx((0.5 * 18 * 36 / 3 + 20) * kN)
    assert arm == approx((108 * 2 + 20 * 3) / 128)


def test_ships_and_barges():
    va = impact.inland_ship("Va")
    assert (va.frontal, va.lateral, va.friction) == approx((8 * MN, 3.5 * MN, 1.4 * MN))
    assert impact.inland_ship("Va", in_harbour=True).frontal == approx(4 * MN)
    assert impact.inland_ship("Va", with_dynamics=True).lateral == approx(1.7 * 3.5 * MN)
    with pytest.raises(ScopeError, match="class must be one of I, II"):
        impact.inland_ship("VIII")
    np.testing.assert_allclose(
        impact.inland_ship_dynamic(np.array([0.15, 2.0]) * MN), [4.241e6, 5.604e6], rtol=2e-4
    )
    assert impact.inland_ship_dynamic(0.21 * MN) == approx(
        impact.inland_ship_dynamic(0.2101 * MN), rel=0.02
    )
    assert aashto.ship_force(3.0, 5000e3) == approx(25.456 * MN, rel=1e-4)
    energy = aashto.collision_energy(1700e3, 2.0)
    assert energy == approx(3.57e6)
    force, damage = aashto.barge_force(energy)
    assert damage == approx(0.6510, abs=5e-5)
    assert force == approx(7.0416 * MN, rel=1e-4)
    assert aashto.barge_force(0.0)[0] == 0.0
    assert jtg.inland_ship("5") == (400 * kN, 350 * kN)
    assert jtg.drift_force(9.806_65 * kN, 3.0) == approx(3 * kN)


def test_road_vehicles():
    main = impact.road_vehicle("motorway")
    assert (main.frontal, main.lateral, main.height) == (1000 * kN, 500 * kN, (0.5, 1.5))
    force, height = aashto.vehicle_collision()
    assert force == approx(2669 * kN, rel=1e-3)
    assert height == approx(1.524)
    with pytest.raises(ScopeError, match="road must be one of motorway"):
        impact.road_vehicle("lane")


def test_spectra_of_en_1998():
    T = np.array([0.1, 0.4, 1.0, 3.0])
    np.testing.assert_allclose(
        earthquake.elastic_spectrum(T, 2.0, "C"), [4.025, 5.75, 3.45, 0.7667], rtol=1e-4
    )
    np.testing.assert_allclose(
        earthquake.design_spectrum(T, 2.0, "C"), [2.6833, 3.8333, 2.30, 0.5111], rtol=1e-4
    )
    assert earthquake.elastic_spectrum(0.0, 2.0, "C") == approx(2.3)
    assert earthquake.design_spectrum(10.0, 2.0, "C") == approx(0.4)  # floor 0.2 a_g
    assert earthquake.damping_correction([0.05, 0.02, 0.5]) == approx([1.0, (10 / 7) ** 0.5, 0.55])
    with pytest.raises(ScopeError, match="period must be at least 0 and at most 4"):
        earthquake.elastic_spectrum(5.0, 2.0, "C")


@pytest.mark.parametrize("kind", [1, 2])
@pytest.mark.parametrize("ground", list("ABCDE"))
def test_spectra_are_continuous_at_their_corners(kind, ground):
    T = np.linspace(0, 4, 40_001)
    for spectrum in (
        earthquake.elastic_spectrum(T, 1.0, ground, kind),
        earthquake.design_spectrum(T, 1.0, ground, 1.5, kind),
    ):
        assert np.abs(np.diff(spectrum)).max() < 0.011


def test_behaviour_and_directions():
    assert earthquake.behaviour_ductile_pier([3.0, 5.0, 1.2]) == approx([3.5, 3.5, 3.5 * 0.4**0.5])
    np.testing.assert_allclose(
        earthquake.directions([10.0], [-20.0], [5.0])[:, 0], [17.5, 24.5, 14.0]
    )


def test_dynamic_factor_of_sp_14():
    np.testing.assert_allclose(
        russia.dynamic_factor([0.0, 0.1, 0.4, 1.0, 10.0]), [1, 2.5, 2.5, 1.5811, 0.8], rtol=1e-4
    )
    assert russia.dynamic_factor(0.8, "III") == approx(2.5)
    assert russia.ground_acceleration(8) == 0.2
    with pytest.raises(ScopeError, match="intensity must be 7, 8 or 9"):
        russia.ground_acceleration(6)


def test_aashto_wind_and_surcharge():
    assert aashto.wind_pressure(115 * 0.44704) == approx(2.56e-6 * 115**2 * 1.3 * kip / foot**2)
    assert aashto.wind_on_live_load() == approx(0.10 * kip / foot)
    assert aashto.vertical_wind() == approx(0.020 * kip / foot**2)
    np.testing.assert_allclose(
        aashto.surcharge_height(np.array([3, 5, 10, 15, 40]) * foot),
        np.array([4, 4, 3, 2.5, 2]) * foot,
    )


def test_jtg_temperature():
    effective, gradient = jtg.temperature("severe cold", "50 mm asphalt")
    assert effective.tolist() == [39, -32]
    assert gradient.tolist() == [20, 6.7]


def test_three_point_spectrum_of_aashto():
    """A_s 0.3, S_DS 0.75, S_D1 0.45: corners at 0.12 and 0.6 s."""
    found = aashto.elastic_spectrum([0.0, 0.06, 0.12, 0.6, 1.0, 3.0], 0.3, 0.75, 0.45)
    np.testing.assert_allclose(found, [0.3, 0.525, 0.75, 0.75, 0.45, 0.15])
    near = aashto.elastic_spectrum(np.linspace(0, 4, 40_001), 0.3, 0.75, 0.45)
    assert np.abs(np.diff(near)).max() < 5e-4
