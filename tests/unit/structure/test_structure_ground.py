"""Pile groups: closed forms, statics of the cap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.layout.types import Foundation
from spanwright.project.site import Stratum
from spanwright.structure.ground import (
    axial_stiffness,
    group_stiffness,
    head_stiffness,
    pile_forces,
    shear_modulus,
    subgrade_slope,
)

SAND = Stratum("s", "sand", 0.0, 60.0, 19e3, np.radians(33.0), None, 25.0, None, None)
CLAY = Stratum("c", "clay", 0.0, 60.0, 18e3, None, 60e3, None, None, None)


def cap(**changes):
    x, y = np.meshgrid([-2.25, 2.25], [-4.0, 0.0, 4.0], indexing="ij")
    base = Foundation(7.5, 11.0, 2.0, 0.0, 1.5, x.ravel(), y.ravel(), 30.0, 0.008)
    return replace(base, **changes)


def test_head_stiffness_by_reese_and_matlock():
    """Fixed head 0.93 P T^3/EI, free head 2.435 P T^3/EI and 1.623 P T^2/EI (Reese, Matlock)."""
    EI, slope = 8.2e9, 5e6
    T = (EI / slope) ** 0.2
    head = head_stiffness(slope, EI, 0.0)
    assert 1 / head[0, 0] == pytest.approx(0.93 * T**3 / EI, rel=2e-3)
    move, tilt = np.linalg.solve(head, [1.0, 0.0])
    assert move == pytest.approx(2.435 * T**3 / EI)
    assert tilt == pytest.approx(1.623 * T**2 / EI)


def test_free_length_softens_as_a_cantilever():
    """Rigid ground (T -> 0) leaves a cantilever: 12 EI/L^3 fixed, L^3/3EI free."""
    EI = 1e9
    head = head_stiffness(1e20, EI, 6.0)
    assert head[0, 0] == pytest.approx(12 * EI / 6**3, rel=1e-2)
    assert np.linalg.inv(head)[0, 0] == pytest.approx(6**3 / (3 * EI), rel=1e-2)


def test_subgrade_is_kept_in_sand_and_matched_in_clay():
    """n_h of sand at 33 degrees is 8 MN/m3; clay: k = 67 c_u over a mean depth of 2.5 d."""
    assert subgrade_slope((SAND,), 0.0, 1.5) == pytest.approx(8e6)
    assert subgrade_slope((CLAY,), 0.0, 1.5) == pytest.approx(67 * 60e3 / 3.75)


def test_axial_stiffness_by_hand():
    """Shaft 2 pi L G / 4 and base 4 G r / 0.7 in series with the pile's shortening."""
    G = 25e6 / 2.6
    soil = 2 * np.pi * 30 * G / 4 + 4 * G * 0.75 / 0.7
    pile = 33e9 * np.pi * 0.75**2 / 15.0
    expected = 1 / (1 / soil + 1 / pile)
    assert axial_stiffness((SAND,), 0.0, 30.0, 1.5, 33e9) == pytest.approx(expected)
    assert shear_modulus(replace(SAND, modulus=52e6)) == pytest.approx(20e6)


def test_piles_carry_what_the_cap_brings():
    """Equilibrium of the cap about the pile heads, for any force at the elastic centre."""
    base = cap()
    group = group_stiffness(base, (SAND,), 0.0, 33e9)
    force = np.array([0.4e6, 0.0, -20e6, 0.0, 5e6, 0.0])
    piles = pile_forces(base, group, force)
    assert piles.axial.sum() == pytest.approx(20e6)
    assert piles.shear == pytest.approx(np.full(6, 0.4e6 / 6))
    # Moment about the heads: from the elastic centre up by the arm.
    about_heads = 5e6 - 0.4e6 * group.arm
    bending = float(np.sum(piles.axial * base.pile_x))
    signs = about_heads - bending
    assert abs(signs) == pytest.approx(6 * piles.moment[0], rel=1e-9)


def test_a_pile_group_is_stiffer_across_where_it_is_wider():
    group = group_stiffness(cap(), (SAND,), 0.0, 33e9)
    assert group.stiffness[3] > group.stiffness[4]
    assert group.arm > 0
    alone = group_stiffness(cap(pile_x=np.zeros(1), pile_y=np.zeros(1)), (SAND,), 0.0, 33e9)
    assert alone.stiffness[2] < group.stiffness[2] < 6 * alone.stiffness[2]


def test_a_cap_above_the_bed_is_softer():
    buried = group_stiffness(cap(), (SAND,), 0.0, 33e9)
    high = group_stiffness(cap(cap_top=6.0), (SAND,), 0.0, 33e9)
    assert high.stiffness[0] < 0.5 * buried.stiffness[0]
