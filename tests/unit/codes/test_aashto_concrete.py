"""AASHTO LRFD concrete: magnified moments and shear by the general procedure."""

import numpy as np
import pytest

from spanwright.codes.aashto.resistance.concrete import (
    approximate_losses,
    column_stiffness,
    moment_magnifier,
    sectional_shear,
    stress_limits,
)
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GPa, deg, inch, kip, ksi

approx = pytest.approx


def test_magnified_moment():
    assert moment_magnifier(8000.0, 40_000.0) == approx(1.36364, abs=1e-5)
    assert moment_magnifier(0.0, 1.0) == 1.0
    with pytest.raises(ScopeError, match="the columns buckle"):
        moment_magnifier([1.0, 30.0], 40.0)


def test_stiffness_takes_the_larger_of_two_rules():
    """By hand: 30 GPa x 1 m4/5 + 200 GPa x 0.05 = 16; 12 with few bars; creep halves it."""
    found = column_stiffness(30 * GPa, 1.0, np.array([0.05, 0.01]), np.array([0.0, 1.0]))
    assert found / GPa == approx([16.0, 6.0])


def test_shear_by_the_general_procedure():
    """12 x 40 in, f'c 4 ksi, eps_s 0.001, A_v/s 0.05 in2/in, 60 ksi; in kip by hand."""
    found = sectional_shear(12 * inch, 40 * inch, 4 * ksi, 1e-3, 0.05 * inch)
    assert found.beta == approx(4.8 / 1.75)
    assert found.theta / deg == approx(32.5)
    v_c = 0.0316 * 4.8 / 1.75 * 2.0 * 12 * 40
    v_s = 0.05 * 60 * 40 / np.tan(np.radians(32.5))
    assert found.concrete / kip == approx(v_c, rel=1e-6)
    assert found.stirrups / kip == approx(v_s, rel=1e-6)
    assert found.resistance / kip == approx(v_c + v_s, rel=1e-6)


def test_strain_and_struts_limit_shear():
    strain = np.array([-1e-3, -4e-4, 6e-3, 1e-2])
    found = sectional_shear(0.3, 1.0, 4 * ksi, strain, 1e-3)
    assert found.beta[0] == found.beta[1]
    assert found.beta[2] == found.beta[3]
    assert np.all(np.diff(found.resistance) <= 0)
    crushed = sectional_shear(0.3, 1.0, 4 * ksi, 1e-3, 1.0)
    assert crushed.resistance == approx(0.25 * 4 * ksi * 0.3)


def test_approximate_losses_by_hand():
    """f_pi 202.5 ksi, A_ps 5 in2, A_g 800 in2, H 70 %, f'ci 6 ksi: g_h 1.0, g_st 5/7."""
    found = approximate_losses(202.5 * ksi, 5 * inch**2, 800 * inch**2, 0.70, 6 * ksi)
    by_hand = 10 * 202.5 * 5 / 800 * 5 / 7 + 12 * 5 / 7 + 2.4
    assert found / ksi == approx(by_hand, rel=1e-9)
    dry = approximate_losses(202.5 * ksi, 5 * inch**2, 800 * inch**2, [0.4, 0.7], 6 * ksi)
    assert dry[0] > dry[1]


def test_limits_of_prestressed_concrete():
    found = stress_limits(9 * ksi, 6 * ksi)
    parts = (found.transfer, found.permanent, found.total, found.tension)
    assert [float(part / ksi) for part in parts] == approx([3.9, 4.05, 5.4, 0.57])
    assert stress_limits(9 * ksi, [4.0 * ksi, 6 * ksi]).transfer_tension / ksi == approx(
        [0.1896, 0.2]
    )
    assert stress_limits(9 * ksi, 6 * ksi, severe=True).tension / ksi == approx(0.2844)
