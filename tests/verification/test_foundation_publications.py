"""Published examples of footings, bearings and tendons."""

import numpy as np
import pytest

from spanwright.codes.eurocode.resistance.bearings import laminated, laminated_use
from spanwright.codes.eurocode.resistance.footing import drained_bearing
from spanwright.codes.eurocode.resistance.prestress import tendon_force


def test_pad_footing():
    """Bond & Harris, Decoding Eurocode 7, example 10.1, design approach 2 (gamma_R 1.4).

    1.5 x 2.5 m, 0.5 m deep, phi 35, 18 kN/m3, 800 + 46.9 kN permanent, 450 kN variable: printed
    utilisation 0.752, q_Ed 484.9 kPa; 1 % and 0.2 % for the book's rounded factors.
    """
    force = 1.35 * (800e3 + 46_875) + 1.5 * 450e3
    pressure = force / (1.5 * 2.5)
    resistance = drained_bearing(1.5, 2.5, np.radians(35.0), 18e3, 0.5 * 18e3, force)
    assert resistance.N_q == pytest.approx(33.3, rel=1e-3)
    assert resistance.N_g == pytest.approx(45.2, rel=1e-3)
    assert pressure == pytest.approx(484.9e3, rel=2e-3)
    assert pressure / (resistance.pressure / 1.4) == pytest.approx(0.752, rel=0.01)


def test_laminated_bearing():
    """Mageba calculation report, page 1: 500 x 550 x 172, 12 x 11 mm and outer layers 7 mm.

    The maker adds the strains of inner and outer layers (5.43); EN 1337-3 checks each layer, so
    the total here is 3.4606.
    """
    bearing = laminated(0.5, 0.55, 0.011, 12, outer=0.007, cover=0.005)
    use = laminated_use(bearing, 2_746_800.0, 0.0335, 0.1418, 0.003)
    assert bearing.area == pytest.approx(0.2646, rel=1e-6)
    assert bearing.elastomer == pytest.approx(0.146)
    assert use.reduced_area == pytest.approx(0.177027, rel=2e-4)
    assert use.shape == pytest.approx(11.68, rel=1e-3)
    assert use.strain_load == pytest.approx(2.21, rel=3e-3)
    assert use.strain_load_outer == pytest.approx(1.97, rel=3e-3)
    assert use.strain_shear == pytest.approx(0.998, rel=1e-3)
    assert use.strain_rotation == pytest.approx(0.25, rel=0.01)
    assert use.strain == pytest.approx(3.4606, rel=2e-3)


def test_parabolic_tendon_with_draw_in():
    """B. H. Ahmad, Prestressed Concrete Design (UTM), topic 4, example 4.3.

    20 m, sag 0.558 m, mu 0.25, K 0.0017/m (exponent mu angle + K x), 1239 MPa on 2850 mm2, draw-in
    5 mm, jacked at the left.  The example takes friction as a straight line; 0.5 %, the reach 2 %.
    """
    jacking, stiffness = 1239e6 * 0.00285, 195e9 * 0.00285
    angle = 8 * 0.558 / 20.0
    rate = (0.25 * angle + 0.0017 * 20.0) / 20.0
    hand = tendon_force(np.array([0.0, 10.0, 20.0]), jacking, rate, 0.005, stiffness, linear=True)
    assert jacking * rate == pytest.approx(15_820, rel=5e-3)
    assert hand.lost == pytest.approx(419_300, rel=5e-3)
    assert hand.reach == pytest.approx(13.25, rel=0.02)
    assert hand.force[0] == pytest.approx(3_111_900, rel=5e-3)
    assert hand.force[1] == pytest.approx(3_270_100, rel=1e-3)
    assert hand.force[2] == pytest.approx(3_214_800, rel=5e-3)
    # The code's exponential differs by less than half a percent here.
    exact = tendon_force(np.array([0.0, 10.0, 20.0]), jacking, rate, 0.005, stiffness)
    np.testing.assert_allclose(exact.force, hand.force, rtol=5e-3)
