"""AASHTO LRFD concrete: magnified moments and shear by the general procedure."""

import numpy as np
import pytest

from spanwright.codes.aashto.resistance.concrete import (
    column_stiffness,
    moment_magnifier,
    sectional_shear,
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
