"""Concrete members of AASHTO LRFD section 5, by hand in ksi, inches and kips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.codes.aashto.deck_strips import distribution_share, strip_width
from spanwright.codes.aashto.resistance.members import (
    bar_spacing_limit,
    factored_surface,
    flexure,
    general_shear,
    least_column_bars,
    least_moment,
    nominal_section,
    resistance_factor,
    simplified_shear,
    stress_block,
    tie_force,
    two_way_shear,
)
from spanwright.codes.eurocode.resistance.concrete_section import circular_section
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.datum.units import foot, inch, kip, ksi

KIP_IN = kip * inch


@pytest.mark.parametrize(("f_c", "beta"), [(4.0, 0.85), (5.0, 0.80), (9.0, 0.65)])
def test_the_stress_block_gets_shallower_with_strength(f_c, beta):
    assert [float(x) for x in stress_block(f_c * ksi)] == pytest.approx([0.85, beta])


@pytest.mark.parametrize(("strain", "phi"), [(0.001, 0.75), (0.0035, 0.825), (0.006, 0.90)])
def test_phi_follows_the_strain_of_the_farthest_bar(strain, phi):
    assert float(resistance_factor(strain)) == pytest.approx(phi)


def test_flexure_of_a_rectangle():
    """3.16 in2 at 21.5 in in 12 in: a 189.6/40.8 = 4.647, M_n = 189.6 (21.5 - 2.324)."""
    found = flexure(3.16 * inch**2, 21.5 * inch, 12 * inch, 4 * ksi, 60 * ksi)
    assert float(found.depth) == pytest.approx(4.647 / 0.85 * inch, rel=1e-3)
    assert float(found.nominal) == pytest.approx(3635.9 * KIP_IN, rel=1e-4)
    assert float(found.phi) == 0.90
    heavy = flexure(20 * inch**2, 21.5 * inch, 12 * inch, 4 * ksi, 60 * ksi)
    assert np.isnan(heavy.resistance)  # bars that do not yield are not counted on


def test_least_moment_is_cracking_or_a_third_more_than_acts():
    """0.67 x 1.6 x 0.48 ksi x 288 in3 = 148.2 kip-in."""
    assert float(least_moment(4 * ksi, 288 * inch**3, 1e9)) == pytest.approx(148.2 * KIP_IN, 1e-3)
    assert float(least_moment(4 * ksi, 288 * inch**3, 100 * KIP_IN)) == pytest.approx(133 * KIP_IN)


def test_general_shear_by_hand():
    """12 x 30 in (d_v 27), f'c 4, #4 at 12 (0.40/12), A_s 4 in2, M 2000 kip-in, V 60 kip:
    eps = (2000/27 + 60)/(29000 x 4) = 1.1558e-3, beta 2.5713, theta 33.045 deg."""
    found = general_shear(
        12 * inch, 27 * inch, 4 * ksi, 0.40 / 12 * inch, 60 * ksi, 4 * inch**2, 2000 * KIP_IN,
        60 * kip,
    )  # fmt: skip
    eps = (2000 / 27 + 60) / (29000 * 4)
    beta, theta = 4.8 / (1 + 750 * eps), np.radians(29 + 3500 * eps)
    V_c = 0.0316 * beta * 2.0 * 12 * 27
    V_s = 0.40 * 60 * 27 / 12 / np.tan(theta)
    assert float(found.beta) == pytest.approx(2.5713, rel=1e-3)
    assert float(found.resistance) == pytest.approx(0.9 * (V_c + V_s) * kip, rel=1e-6)
    tie = 2000 / (0.9 * 27) + (60 / 0.9 - 0.5 * min(V_s, 60 / 0.9)) / np.tan(theta)
    assert float(tie_force(2000 * KIP_IN, 60 * kip, found, 27 * inch)) == pytest.approx(tie * kip)


def test_without_stirrups_the_spacing_of_cracks_counts():
    """s_xe = 27 x 1.38/1.38 = 27 in: beta falls by 51/66."""
    sizes = (12 * inch, 27 * inch, 4 * ksi)
    rest = (60 * ksi, 4 * inch**2, 2000 * KIP_IN, 60 * kip)
    bare, linked = general_shear(*sizes, 0.0, *rest), general_shear(*sizes, 0.01, *rest)
    assert float(bare.beta / linked.beta) == pytest.approx(51 / 66)
    assert float(bare.stirrups) == 0.0


def test_simplified_two_way_and_spacing_by_hand():
    plain = simplified_shear(12 * inch, 20 * inch, 4 * ksi, 0.0, 60 * ksi)
    assert float(plain) == pytest.approx(0.9 * 0.0316 * 2 * 2 * 240 * kip)
    assert float(two_way_shear(100 * inch, 20 * inch, 4 * ksi, 1.0)) == pytest.approx(453.6 * kip)
    limit = bar_spacing_limit(30 * ksi, 2.5 * inch, 24 * inch)
    assert float(limit) == pytest.approx(10.007 * inch, rel=1e-3)
    assert float(least_column_bars(4 * ksi, 60 * ksi, 1.0)) == pytest.approx(0.009)


def test_strips_and_distribution_bars():
    """S 9 ft: 85.4 in; 16 ft: 220/4 = 55 %, never more than 67 %."""
    assert float(strip_width(9 * foot, "sagging")) == pytest.approx(85.4 * inch)
    assert float(strip_width(9 * foot, "hogging")) == pytest.approx(75.0 * inch)
    assert float(strip_width(2 * foot, "overhang")) == pytest.approx(65.0 * inch)
    assert float(distribution_share(16 * foot)) == pytest.approx(0.55)
    assert float(distribution_share(4 * foot)) == pytest.approx(0.67)


def column():
    plain = circular_section(1.8, 36, np.pi * 0.032**2 / 4, 0.81, 1.0, 1.0)
    return nominal_section(plain, 35e6, 420e6)


def test_the_factored_surface_has_the_caps_of_the_code():
    """0.75 x 0.80 (0.85 f'c (A_g - A_s) + f_y A_s) pressed, 0.90 f_y A_s pulled."""
    section, area = column(), 36 * np.pi * 0.032**2 / 4
    surface = factored_surface(section, 35e6)
    alpha = 0.85
    gross = np.pi * 0.81
    most = 0.6 * (alpha * 35e6 * (gross - area) + 420e6 * area)
    assert float(surface.compression.max()) == pytest.approx(most, rel=1e-9)
    assert float(surface.compression.min()) == pytest.approx(-0.9 * 420e6 * area, rel=1e-6)


@given(axial=st.floats(0.0, 25e6), moment=st.floats(1e6, 1e7))
def test_the_factored_section_never_exceeds_nine_tenths_of_the_nominal(axial, moment):
    from spanwright.codes.eurocode.resistance.interaction import interaction_surface

    section = column()
    low = interaction_use(factored_surface(section, 35e6, directions=24, states=60),
                          axial, moment, 0.0)  # fmt: skip
    whole = interaction_use(interaction_surface(section, directions=24, states=60),
                            axial / 0.9, moment / 0.9, 0.0)  # fmt: skip
    assert float(low.utilisation[0]) >= float(whole.utilisation[0]) * (1 - 5e-3)
