"""Shear buckling, M-V interaction, patch loading and flange buckling: computed check values."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.resistance.classification import epsilon
from spanwright.codes.eurocode.resistance.lateral import (
    bracing_force,
    buckling_reduction,
    flange_buckling,
    gradient_buckling_factor,
    imperfection,
    linear_moment_gradient_factor,
    spring_buckling_factor,
    u_frame_stiffness,
)
from spanwright.codes.eurocode.resistance.patch import patch_bending, patch_resistance
from spanwright.codes.eurocode.resistance.shear import (
    flange_contribution,
    moment_shear,
    shear_buckling_factor,
    shear_resistance,
    stiffened_shear_buckling_factor,
    stiffener_force,
    stiffener_inertia_needed,
    web_reduction,
    web_strength_factor,
)
from spanwright.datum.errors import ScopeError


def a(value):
    return np.array([float(value)])


def test_shear_of_the_reference_web():
    web = shear_resistance(a(2.4), a(0.018), a(345e6), a(3.0))
    assert web.k_tau[0] == pytest.approx(7.90)
    assert web.critical[0] / 1e6 == pytest.approx(84.431, abs=5e-4)
    assert web.slenderness[0] == pytest.approx(1.5363, abs=5e-5)
    assert web.reduction[0] == pytest.approx(0.61262, abs=5e-6)
    assert web.web[0] / 1e3 == pytest.approx(4792.3, abs=0.05)
    assert web.plastic[0] / 1e3 == pytest.approx(10_325.8, abs=0.05)
    assert web.needed[0]
    assert web.resistance[0] == web.web[0]


def test_web_without_intermediate_stiffeners():
    """lambda_w = h_w/(86.4 t eps) is the case a = inf (5.34), to the code's rounding of 86.4."""
    web = shear_resistance(a(2.4), a(0.018), a(345e6))
    assert web.k_tau[0] == pytest.approx(5.34)
    expected = 2.4 / (86.4 * 0.018 * epsilon(345e6))
    assert web.slenderness[0] == pytest.approx(expected, rel=2e-3)
    assert not shear_resistance(a(0.8), a(0.018), a(345e6)).needed[0]


def test_flange_contribution():
    force = flange_contribution(
        a(0.8), a(0.04), a(345e6), a(2.4), a(0.018), a(345e6), a(3.0), np.array([0.0, 0.5, 1.0, 2])
    )
    assert force[0] / 1e3 == pytest.approx(496.1, abs=0.05)
    assert force[1] == pytest.approx(0.75 * force[0])
    assert force[2] == force[3] == 0.0


def test_reduction_curve_is_continuous_and_falls():
    lam = np.linspace(0.3, 3.0, 500)
    for rigid in (True, False):
        chi = web_reduction(lam, rigid)
        assert np.all(np.diff(chi) <= 1e-12)
    for edge in (0.83 / 1.2, 1.08):
        left, right = web_reduction(np.array([edge - 1e-9, edge + 1e-9]), True)
        assert left == pytest.approx(right, rel=2e-3)  # 0.7685 against 0.7697 at 1.08, as printed
    assert np.all(web_reduction(lam, True) >= web_reduction(lam, False))


@settings(max_examples=50, deadline=None)
@given(st.floats(1.0, 3.5), st.floats(0.008, 0.05), st.floats(1.0, 8.0))
def test_a_thicker_web_never_carries_less_shear(height, thickness, panel):
    thin = shear_resistance(a(height), a(thickness), a(355e6), a(panel))
    thick = shear_resistance(a(height), a(thickness * 1.05), a(355e6), a(panel))
    assert thick.resistance[0] >= thin.resistance[0]


def test_panel_factor_is_continuous_at_a_square():
    left, right = shear_buckling_factor(np.array([2.4 - 1e-9, 2.4 + 1e-9]), np.array(2.4))
    assert left == pytest.approx(right, rel=1e-6)
    assert left == pytest.approx(9.34)


def test_longitudinal_stiffeners_help():
    plain = shear_buckling_factor(a(3.0), a(2.4))
    stiff = stiffened_shear_buckling_factor(a(3.0), a(2.4), a(0.018), a(5e-5))
    assert stiff[0] > plain[0]
    web = shear_resistance(
        a(2.4), a(0.018), a(345e6), a(3.0), stiffener_inertia=5e-5, subpanel_height=1.8
    )
    assert web.resistance[0] > shear_resistance(a(2.4), a(0.018), a(345e6), a(3.0)).resistance[0]


def test_interaction_expression():
    both = moment_shear(a(0.9), a(0.8), a(1.0), a(0.75), a(1.0))
    assert both.expression[0] == pytest.approx(0.99)
    assert both.utilisation[0] < 1.0


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 1.5), st.floats(0, 1.5), st.floats(0.2, 1.0))
def test_scaled_to_the_limit_the_interaction_is_just_kept(e1, e3, r):
    """Dividing by the utilisation puts the point on the boundary the clause describes."""
    one = a(1.0)
    use = moment_shear(a(e1), a(e3), one, a(r), one).utilisation[0]
    if use < 1e-6:
        return
    on = moment_shear(a(e1 / use), a(e3 / use), one, a(r), one)
    if on.shear_share[0] >= 1 - 1e-9:  # V = V_bw, the moment carried by the flanges alone
        assert on.moment_share[0] <= r + 1e-9
    else:
        assert on.expression[0] == pytest.approx(1.0, abs=1e-9)


def test_interaction_without_shear_is_bending_alone():
    both = moment_shear(np.array([0.3, 0.8, 1.2]), np.zeros(3), a(1.0), a(0.7), a(1.0))
    assert_allclose(both.utilisation, [0.3, 0.8, 1.2])
    assert_allclose(both.expression, [0.3, 0.8, 1.2])


def test_web_strength_factor_of_classes_1_and_2():
    v = np.array([0.0, 0.5, 0.75, 1.0])
    assert_allclose(web_strength_factor(v, a(1.0)), [1.0, 1.0, 0.75, 0.0])


def test_transverse_stiffeners():
    panel = np.array([2.4, 4.8])
    needed = stiffener_inertia_needed(a(2.4), a(0.018), panel)
    assert_allclose(needed, [1.5 * 2.4 * 0.018**3, 0.75 * 2.4 * 0.018**3])
    force = stiffener_force(np.array([1e6, 5e6]), a(1.5363), a(2.4), a(0.018), a(345e6))
    assert force[0] == 0.0
    tau = 345e6 * 2.4 * 0.018 / (np.sqrt(3) * 1.1 * 1.5363**2)
    assert force[1] == pytest.approx(5e6 - tau)


def patch(**change):
    given_ = {
        "web_height": a(2.4), "web_thickness": a(0.018), "web_yield": a(345e6),
        "flange_width": a(0.8), "flange_thickness": a(0.04), "flange_yield": a(345e6),
        "bearing_length": a(0.5), "panel_length": a(6.0),
    }  # fmt: skip
    return patch_resistance(**{**given_, **change})


def test_patch_loading_by_hand():
    result = patch()
    k = 6 + 2 * (2.4 / 6.0) ** 2
    critical = 0.9 * k * 210e9 * 0.018**3 / 2.4
    m1, m2 = 0.8 / 0.018, 0.02 * (2.4 / 0.04) ** 2
    length = 0.5 + 0.08 * (1 + np.sqrt(m1 + m2))
    lam = np.sqrt(length * 0.018 * 345e6 / critical)
    assert result.factor[0] == pytest.approx(k)
    assert result.loaded_length[0] == pytest.approx(length)
    assert result.slenderness[0] == pytest.approx(lam)
    assert result.resistance[0] == pytest.approx(345e6 * 0.018 * length * 0.5 / lam / 1.1)


def test_second_term_is_dropped_in_stocky_webs():
    result = patch(web_height=a(0.5), web_thickness=a(0.03))
    m1 = 0.8 / 0.03
    assert result.slenderness[0] <= 0.5
    assert result.reduction[0] == 1.0
    assert result.loaded_length[0] == pytest.approx(0.5 + 0.08 * (1 + np.sqrt(m1)))


def test_longer_bearings_carry_more():
    short, long = patch(bearing_length=a(0.2)), patch(bearing_length=a(1.0))
    assert long.resistance[0] > short.resistance[0]


def test_launching_interaction():
    use = patch_bending(np.array([0.9, 1.1, 0.2]), np.array([0.6, 0.1, 1.05]))
    assert_allclose(use, [(0.9 + 0.48) / 1.4, 1.1, 1.05])


INERTIA = 0.04 * 0.8**3 / 12


def test_flange_on_springs():
    m, gamma = spring_buckling_factor(20e6 / 7.0, a(63.0), a(INERTIA))
    assert gamma[0] == pytest.approx(125_581.6, rel=1e-6)
    assert m[0] == pytest.approx(71.811, abs=5e-4)
    flange = flange_buckling(a(0.8), a(0.04), a(3 * 0.007172), a(345e6), a(63.0), spring=20e6 / 7)
    assert flange.euler[0] / 1e3 == pytest.approx(891.22, abs=5e-3)
    assert flange.critical[0] / 1e3 == pytest.approx(64_000.0, abs=0.5)
    assert flange.critical[0] == pytest.approx(2 * np.sqrt(210e9 * INERTIA * 20e6 / 7), rel=1e-9)
    assert flange.slenderness[0] == pytest.approx(0.45952, abs=5e-6)
    assert flange.reduction[0] == pytest.approx(0.80788, abs=5e-6)
    assert flange.buckling_length[0] == pytest.approx(np.pi * np.sqrt(210e9 * INERTIA / 64e6))


def test_gradient_between_rigid_supports():
    gamma = 20e6 / 7 * 21.0**4 / (210e9 * INERTIA)
    assert gamma == pytest.approx(1550.39, abs=0.01)
    assert gradient_buckling_factor(a(0.4), a(0.6), a(gamma))[0] == pytest.approx(10.7891, abs=5e-5)
    assert gradient_buckling_factor(a(0.4), a(0.6), a(0.0))[0] == pytest.approx(1.45726, abs=5e-6)
    assert gradient_buckling_factor(a(1.0), a(1.0), a(0.0))[0] == pytest.approx(1.0)


@settings(max_examples=40, deadline=None)
@given(st.floats(3, 60), st.floats(0, 1e7), st.floats(0, 1), st.floats(0, 1))
def test_springs_and_gradient_never_lower_the_flange(length, spring, ratio, mu):
    bare = flange_buckling(a(0.8), a(0.04), a(0.01), a(345e6), a(length))
    helped = flange_buckling(
        a(0.8), a(0.04), a(0.01), a(345e6), a(length),
        moment_ratio=a(ratio), shear_ratio=a(mu), spring=a(spring),
    )  # fmt: skip
    assert helped.reduction[0] >= bare.reduction[0] - 1e-12


def test_buckling_curves_are_ordered():
    lam = np.linspace(0.21, 3.0, 50)
    chis = [buckling_reduction(lam, imperfection(c)) for c in ("a0", "a", "b", "c", "d")]
    for better, worse in pairwise(chis):
        assert np.all(better >= worse)
    assert buckling_reduction(np.array([0.1, 0.2]), 0.76).tolist() == [1.0, 1.0]


def test_unknown_buckling_curve_is_named():
    with pytest.raises(ScopeError, match=r"imperfection\.e"):
        imperfection("e")


def test_u_frame_with_a_rigid_cross_girder_is_a_cantilever():
    stiff = u_frame_stiffness(a(2e-5), a(2.0), a(1e3), a(7.0), a(2.2))
    assert stiff[0] == pytest.approx(3 * 210e9 * 2e-5 / 2.0**3, rel=1e-6)


def test_bracing_force():
    # 1/100 of the flange force at close spacing, more with a long buckling length.
    force = bracing_force(a(5e6), a(64e6), np.array([7.0, 14.0]), a(7.0))
    assert force[0] == pytest.approx(5e4)
    assert force[1] == pytest.approx(2 * 5e6 / 80 / (1 - 5 / 64))
    with pytest.raises(ScopeError, match="reaches"):
        bracing_force(a(7e7), a(64e6), a(7.0), a(7.0))


def test_moment_gradient_of_a_constant_moment_is_one():
    assert linear_moment_gradient_factor(a(100.0), a(100.0))[0] == pytest.approx(1.0)
