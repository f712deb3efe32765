"""The update rule and the stock thicknesses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.sizing.stock import STOCK, stock, thicker, thinner, updated

thicknesses = st.floats(0.008, 0.080)
uses = st.floats(0.0, 3.0)


@pytest.mark.parametrize(
    ("wanted", "rolled"),
    [(0.004, 10), (0.010, 10), (0.0101, 12), (0.023, 25), (0.031, 35), (0.0601, 70), (0.2, 80)],
)
def test_the_next_thickness_in_stock(wanted, rolled):
    assert stock(np.array([wanted]))[0] == pytest.approx(rolled / 1000)


def test_rounding_noise_does_not_cost_a_step():
    noisy = STOCK * (1 + 1e-12)
    assert np.array_equal(stock(noisy), STOCK)
    assert np.array_equal(stock(STOCK * (1 - 1e-12)), STOCK)


def test_steps_up_and_down_are_the_neighbours_in_stock():
    assert np.array_equal(thicker(STOCK[:-1]), STOCK[1:])
    assert np.array_equal(thinner(STOCK[1:]), STOCK[:-1])
    assert thicker(STOCK[-1:])[0] == STOCK[-1]
    assert thinner(STOCK[:1])[0] == STOCK[0]


@settings(max_examples=200)
@given(thicknesses, uses, uses, st.floats(0.2, 2.0))
def test_a_larger_utilisation_never_gives_a_thinner_plate(thickness, one, other, power):
    low, high = sorted((one, other))
    both = updated(np.array([thickness] * 2), np.array([low, high]), power)
    assert both[0] <= both[1]


@settings(max_examples=200)
@given(thicknesses, uses)
def test_the_update_is_proportional_and_in_stock(thickness, use):
    new = float(updated(np.array([thickness]), np.array([use]))[0])
    assert new in STOCK
    assert new >= min(thickness * use, STOCK[-1]) - 2e-6
    below = thinner(np.array([new]))[0]
    assert below < thickness * use + 2e-6 or new == STOCK[0]
