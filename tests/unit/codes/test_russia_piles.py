"""Bored piles of SP 24 (unverified): table look-up and balance."""

import numpy as np
import pytest

from spanwright.codes.russia.piles import bored_pile, sand_column, shaft_unit
from spanwright.datum.errors import ScopeError


def test_table_points_and_between():
    assert shaft_unit(5.0, 0.2) == pytest.approx(56e3)
    assert shaft_unit(7.0, 0.3) == pytest.approx(43e3)
    assert shaft_unit(10.0, 0.25) == pytest.approx((65e3 + 46e3) / 2)
    assert shaft_unit(50.0, 0.5) == pytest.approx(36e3)
    assert shaft_unit(5.0, -0.1) == shaft_unit(5.0, 0.2)
    assert np.isnan(shaft_unit(5.0, 0.6))
    assert sand_column("silty") == 0.4


def test_pile_by_hand():
    """One 4 m layer of fine sand: slices 2 m, middles at 1 and 3 m."""
    pile = bored_pile(1.0, np.array([0.0]), np.array([4.0]), np.array([0.3]), 0.0, 4.0, 2e6)
    assert pile.slices.tolist() == [2.0, 2.0]
    assert pile.shaft == pytest.approx(np.pi * 0.7 * 2 * (23e3 + 35e3))
    assert pile.tip == pytest.approx(2e6 * np.pi / 4)
    assert pile.capacity == pytest.approx(pile.shaft + pile.tip)


def test_layers_are_cut_at_their_borders():
    pile = bored_pile(
        1.2, np.array([0.0, 3.0]), np.array([3.0, 20.0]), np.array([0.5, 0.2]), 1.0, 12.0, 3e6
    )
    assert pile.slices.sum() == pytest.approx(11.0)
    assert pile.slices.max() <= 2.0
    with pytest.raises(ScopeError, match="softer than"):
        bored_pile(1.0, np.array([0.0]), np.array([9.0]), np.array([0.7]), 0.0, 4.0, 1e6)
    with pytest.raises(ScopeError, match="inside the known layers"):
        bored_pile(1.0, np.array([0.0]), np.array([9.0]), np.array([0.2]), 0.0, 10.0, 1e6)
