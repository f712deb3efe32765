"""Prestressed concrete: computed check values and balances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.prestress import (
    elastic_loss,
    friction_loss,
    prestressed_limits,
    relaxation,
    tendon_force,
    tendon_limits,
    time_loss,
    transmission,
)


def test_tendon_limits():
    assert tendon_limits(1860e6, 1600e6) == pytest.approx((1440e6, 1360e6))


def test_friction():
    assert friction_loss(0.15, 30.0, 0.19, 0.005) * 100 == pytest.approx(5.541, abs=5e-4)


def test_relaxation():
    loss = relaxation(1360e6, 1860e6)
    assert loss / 1e6 == pytest.approx(60.93, abs=0.005)
    assert loss / 1360e6 * 100 == pytest.approx(4.480, abs=5e-4)
    with pytest.raises(ValueError, match="class must be"):
        relaxation(1360e6, 1860e6, relaxation_class=4)


def test_elastic_shortening():
    assert elastic_loss(10e6, 6.0, post_tensioned=False) == pytest.approx(60e6)
    assert elastic_loss(10e6, 6.0, post_tensioned=True, tendons=1) == 0.0
    assert elastic_loss(10e6, 6.0, post_tensioned=True, tendons=4) == pytest.approx(22.5e6)


def test_time_dependent_loss():
    loss = time_loss(3e-4, 60.93e6, 1.8, 8e6, 4200e-6, 0.6, 0.15, 0.6, 35e9)
    assert loss.sum / 1e6 == pytest.approx(187.476, rel=1e-4)
    assert loss.divisor == pytest.approx(1.23219, abs=5e-6)
    assert loss.stress / 1e6 == pytest.approx(152.15, abs=0.005)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.001, 0.02), st.floats(0.0, 0.012), st.booleans())
def test_draw_in_is_the_area_between_the_courses(rate, slip, linear):
    """Integral of (P before - P after)/(E A) over the tendon gives back the draw-in."""
    x = np.linspace(0.0, 40.0, 20_001)
    tendon = tendon_force(x, 3.5e6, rate, slip, 195e9 * 0.00285, linear=linear)
    area = np.trapezoid(tendon.before - tendon.force, x) / (195e9 * 0.00285)
    assert area == pytest.approx(slip, rel=2e-3, abs=1e-7)
    assert tendon.lost == pytest.approx(3.5e6 - tendon.force[0])


def test_no_friction_no_difference_along_the_tendon():
    tendon = tendon_force(np.array([0.0, 10.0, 20.0]), 1e6, 0.0, 0.001, 1e8)
    assert tendon.force == pytest.approx(np.full(3, 1e6 - 0.001 * 1e8 / 20))
    flat = tendon_force(np.array([0.0, 10.0, 20.0]), 1e6, 0.0, 0.001, 1e8, linear=True)
    assert flat.force == pytest.approx(tendon.force)


def test_transmission_length():
    length = transmission(0.0157, 1300e6, 1.8e6, 1.2)
    assert length.bond == pytest.approx(3.2 * 1.8e6)
    assert length.basic == pytest.approx(0.19 * 0.0157 * 1300e6 / (3.2 * 1.8e6))
    assert length.long == pytest.approx(1.2 * length.basic)
    assert length.dispersion == pytest.approx(np.hypot(length.basic, 1.2))
    assert transmission(0.0157, 1300e6, 1.8e6, 1.2, good_bond=False).basic > length.basic
    assert transmission(0.0157, 1300e6, 1.8e6, 1.2, gradual=False).basic > length.basic


def test_stress_limits():
    limits = prestressed_limits(50e6, 35e6, 1860e6, pretensioned=True)
    assert (limits.transfer, limits.characteristic, limits.quasi_permanent, limits.tendon) == (
        pytest.approx(24.5e6), pytest.approx(30e6), pytest.approx(22.5e6), pytest.approx(1395e6),
    )  # fmt: skip
