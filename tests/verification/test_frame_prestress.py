"""Tendons asked of a `Frame` by names.

Lin and Burns, Design of prestressed concrete structures (1981), chapter 10 (load balancing,
secondary moments).
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ModelError
from spanwright.engine.tendon import Tendon, tension

approx = pytest.approx


def test_load_balancing_over_two_spans():
    """Parabolas of drape a push up by 8 P a / L2; at the pier the secondary moment is P a.

    The equivalent load of two equal spans: M = w L2 / 8 at the pier in all, primary 0 there.
    """
    L, drape, P = 20.0, 0.5, 2e6
    frame = Frame.beam([L, L], EI=4e9)
    tendon = Tendon.through(np.array([0, L, 2 * L]), np.zeros(3), np.array([-drape, -drape]))
    frame.tendon(["span 1", "span 2"], tendon, P)
    result = frame.solve()
    pier = result.force("span 1", L).My
    assert pier == approx(8 * P * drape / L**2 * L**2 / 8)
    assert result.primary("span 1", L).My == approx(0.0, abs=1e-3)
    assert result.primary("span 1", 10.0).My == approx(-P * drape)
    assert result.secondary("span 1", [5.0, 10.0, 20.0]).My == approx([P / 8, P / 4, P / 2])
    assert result.secondary("span 2", 10.0).My == approx(P / 4)
    assert approx(-P) == result.force("span 2", 7.0).N
    assert result.reaction("B").fz == approx(-2 * result.reaction("A").fz)


def test_a_tendon_with_losses_on_a_simple_beam_has_no_secondary_part():
    frame = Frame.beam([24], EI=4e9)
    tendon = Tendon.draped(np.array([0, 12, 24]), np.array([0.2, -0.6, 0.2]))
    force = tension(tendon, 3e6, friction=0.2, wobble=0.001, area=2e-3, modulus=195e9)
    frame.tendon(["span 1"], tendon, force)
    frame.load("span 1", fz=-1e4, case="dead")
    frame.combine("both", {"prestress": 0.9, "dead": 1.0})
    result = frame.solve()
    for x in (3.0, 12.0, 20.0):
        assert result.secondary("span 1", x, "prestress").My == approx(0.0, abs=2e3)
        assert result.secondary("span 1", x, "both").My == approx(1e4 * x * (24 - x) / 2, abs=2e3)


def test_impossible_tendons_are_one_sentence():
    frame = Frame.beam([20, 20], EI=4e9)
    tendon = Tendon.through(np.array([0.0, 30.0]), np.zeros(2), np.zeros(1))
    for members, force, text in (
        ("span 1", 1e6, "as a list"),
        (["span 2", "span 1"], 1e6, "does not start where"),
        (["span 1"], 1e6, "0 to 20 m"),
        (["span 1", "span 2"], -1e6, "must be positive"),
        (["span 1", "span 3"], 1e6, "no member 'span 3'"),
    ):
        with pytest.raises(ModelError, match=text):
            frame.tendon(members, tendon, force)


def test_reaction_lines_of_elastic_supports():
    """The line of a sprung reaction is what a load there puts into it."""
    frame = Frame.beam([10, 10], EI=1e8, supports=["pin", "5 kN/mm", "roller"])
    frame.load("span 1", fz=-1.0, at=4.0)
    result = frame.solve()
    line = result.influence("B", "fz")
    assert np.interp(4.0, line.station, line.value) == approx(result.reaction("B").fz, rel=1e-6)
