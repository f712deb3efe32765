"""Anchorage, web shear and least steel of pretensioned girders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.concrete import uncracked_shear
from spanwright.codes.eurocode.resistance.pretension import (
    anchored_stress,
    brittle_minimum,
    least_links,
    slenderness_limit,
    splitting_steel,
    staged_uncracked_shear,
)


def test_strands_are_anchored_by_transmission_and_then_by_bond():
    """l_bpd = l_pt2 + alpha_2 phi (sigma_pd - sigma_pm,inf)/f_bpd."""

    def stress(x):
        return anchored_stress(x, 1.0, 1100e6, 15.7e-3, 1.9e6)

    assert stress(0.5) == pytest.approx(550e6)
    assert stress(1.0) == pytest.approx(1100e6)
    length = 1.0 + 0.19 * 15.7e-3 * (1391e6 - 1100e6) / (1.2 * 1.9e6)
    assert length == pytest.approx(1.3807, abs=5e-5)
    assert stress(length) == pytest.approx(1391e6)
    assert stress(0.0) == stress(-1.0) == 0.0


@given(st.floats(0.0, 4e5), st.floats(0.0, 12e6))
def test_web_shear_reaches_the_tensile_strength(first, sigma):
    """At V_Rd,c the principal tension of both stages' shear is f_ctd, or the first stage is there
    already."""
    b, s1, i1, s2, i2, f = 0.2, 0.09, 0.158, 0.21, 0.378, 1.9e6
    found = staged_uncracked_shear(b, first, (s1, s2), (i1, i2), f, sigma)
    tau = first * s1 / (i1 * b) + (found.resistance - first) * s2 / (i2 * b)
    principal = np.hypot(sigma / 2, tau) - sigma / 2
    if found.taken < found.whole:
        assert principal == pytest.approx(f, rel=1e-6)
    else:
        assert found.resistance == pytest.approx(first)


def test_nothing_on_the_girder_alone_is_expression_6_4():
    """The check value of the brief: b 180 mm, I 1.5e11, S 1.6e8, 1.6333 and 6 MPa: 595.9 kN."""
    found = staged_uncracked_shear(0.18, 0.0, (0.1, 0.16), (0.1, 0.15), 1.6333e6, 6e6)
    assert found.resistance == uncracked_shear(0.18, 0.15, 0.16, 1.6333e6, 6e6)
    assert found.resistance / 1e3 == pytest.approx(595.9, rel=1e-4)


def test_least_steel_and_slenderness():
    assert least_links(0.2, 50e6, 500e6) * 1e6 == pytest.approx(226.27, abs=5e-3)
    assert brittle_minimum(1.2e6, 1.4, 500e6) * 1e6 == pytest.approx(1714.29, abs=5e-3)
    assert slenderness_limit(1.5, 0.9, transient=True) == pytest.approx(59.04, abs=5e-3)
    assert np.isnan(slenderness_limit(1.5, 0.4, transient=True))
    assert slenderness_limit(1.5, 0.9, transient=False) == pytest.approx(42.17, abs=5e-3)
    # 5.6 MN: 4 % is 224 kN.
    assert splitting_steel(5.6e6) * 1e6 == pytest.approx(224e3 / 138.0, rel=1e-12)
