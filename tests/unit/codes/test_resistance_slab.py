"""Cracked sections, least bars, local with global effects: by hand and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.columns import least_column_bars
from spanwright.codes.eurocode.resistance.concrete_section import (
    circular_section,
    rectangular_section,
)
from spanwright.codes.eurocode.resistance.cracked import cracked_stresses, fibres
from spanwright.codes.eurocode.resistance.slab import (
    cracked_bending,
    layer_force,
    least_bars,
    local_global_factor,
)

RECTANGLE = rectangular_section(1.0, 0.5, 0.05, 5, 2, 5e-4, 20e6, 435e6)
CIRCLE = circular_section(1.8, 36, 8.04e-4, 0.81, 20e6, 435e6)


def test_cracked_rectangle_by_hand():
    found = cracked_bending(50e3, 2000e-6, 0.2, 1.0, 6.0)
    na = 6 * 2000e-6
    x = np.sqrt(na**2 + 2 * na * 0.2) - na
    assert found.depth == pytest.approx(x)
    assert found.bar_stress == pytest.approx(138.456e6, rel=1e-5)
    assert found.concrete_stress * x / 2 == pytest.approx(2000e-6 * found.bar_stress)


def test_least_bars_of_a_slab_and_of_a_column():
    assert least_bars(1.0, 0.2, 3.21e6, 500e6) == pytest.approx(333.84e-6)
    assert least_bars(1.0, 0.2, 1.0e6, 500e6) == pytest.approx(260e-6)
    assert least_column_bars(8e6, 2.5447, 434.8e6) == pytest.approx(5089e-6, rel=1e-4)
    assert least_column_bars(40e6, 2.5447, 434.8e6) == pytest.approx(4e6 / 434.8e6)


@pytest.mark.parametrize(
    ("span", "psi"), [(10.0, 1.0), (20.0, 1.0), (30.0, 0.85), (40.0, 0.7), (80.0, 0.7)]
)
def test_local_and_global_effects_of_annex_e(span, psi):
    assert local_global_factor(span) == pytest.approx(psi)


def test_layer_force_takes_the_lesser_of_two_equilibria():
    assert layer_force(200e3, 0.0, 0.12, 0.185, 0.25) == pytest.approx(100e3)  # pull alone
    bent = layer_force(0.0, 30e3, 0.12, 0.185, 0.25)
    assert bent == pytest.approx(30e3 / (0.9 * 0.185))  # moment alone: compressed concrete
    couple = layer_force(400e3, 3e3, 0.12, 0.185, 0.25)
    assert couple == pytest.approx(200e3 + 3e3 / 0.12)  # much pull: both layers


@settings(max_examples=40, deadline=None)
@given(st.floats(0.0, 5e5), st.floats(0.0, 6e4), st.floats(1.0, 1.5))
def test_layer_force_grows_with_both_effects(pull, moment, more):
    one = layer_force(pull, moment, 0.12, 0.185, 0.25)
    assert layer_force(more * pull, moment, 0.12, 0.185, 0.25) >= one - 1e-6
    assert layer_force(pull, more * moment, 0.12, 0.185, 0.25) >= one - 1e-6


def test_doubly_reinforced_rectangle_by_hand():
    """b x^2/2 + n A_s (x - d') = n A_s (d - x), compressed bars added to the concrete."""
    n, area, b, d, d2 = 6.0, 25e-4, 1.0, 0.45, 0.05
    p, q = 2 * n * area, n * area * (d + d2)
    x = (-p + np.sqrt(p**2 + 2 * b * q)) / b
    inertia = b * x**3 / 3 + n * area * ((x - d2) ** 2 + (d - x) ** 2)
    found = cracked_stresses(RECTANGLE, [0.0], [100e3], [0.0], n)
    assert found.compressed[0] == pytest.approx(x, rel=2e-3)
    assert found.concrete[0] == pytest.approx(100e3 / inertia * x, rel=2e-3)
    assert found.bars[0] == pytest.approx(n * 100e3 / inertia * (d - x), rel=2e-3)


def test_pure_compression_is_even_and_cracks_nothing():
    found = cracked_stresses(CIRCLE, [8e6], [0.0], [0.0], 6.0)
    area = np.pi * 0.9**2 + 6.0 * 36 * 8.04e-4
    assert found.bars[0] == 0.0
    assert found.concrete[0] == pytest.approx(8e6 / area, rel=1e-6)


def test_fibres_fill_their_section():
    y, z, area = fibres(CIRCLE)
    assert area.sum() == pytest.approx(np.pi * 0.9**2)
    assert area @ y**2 == pytest.approx(np.pi * 0.9**4 / 4, rel=2e-3)
    assert area @ z == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 2 * np.pi), st.floats(1e6, 9e6), st.floats(0.0, 12e6))
def test_a_round_shaft_does_not_mind_the_direction(angle, moment, force):
    one = cracked_stresses(CIRCLE, [force], [moment], [0.0], 6.0)
    other = cracked_stresses(
        CIRCLE, [force], [moment * np.cos(angle)], [moment * np.sin(angle)], 6.0
    )
    assert other.concrete[0] == pytest.approx(one.concrete[0], rel=0.01)
    assert other.bars[0] == pytest.approx(one.bars[0], rel=0.01, abs=0.02 * one.concrete[0] * 6)
