"""The slab across the bridge as a continuous beam, by closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.analysis.deck_strip import strip_influence, worst_trucks


def test_two_equal_bays_by_the_three_moment_equation():
    """Unit force at a in the first of two bays L: M at the middle support -a (L2 - a2)/(4 L2)."""
    L = 4.0
    line = strip_influence(np.array([0.0, L, 2 * L]), (0.0, 2 * L), np.array([L, L / 2]))
    a = line.y[line.y <= L]
    np.testing.assert_allclose(
        line.moment[0, line.y <= L], -a * (L**2 - a**2) / (4 * L**2), atol=1e-6
    )
    middle = np.interp(L / 2, line.y, line.moment[1])
    assert middle == pytest.approx(13 / 64 * L, rel=1e-5)


def test_a_cantilever_bends_by_its_lever():
    line = strip_influence(np.array([1.5, 4.5]), (0.0, 6.0), np.array([1.5]))
    outside = line.y <= 1.5
    np.testing.assert_allclose(line.moment[0, outside], line.y[outside] - 1.5, atol=1e-6)


def test_trucks_stand_where_they_are_worst_and_keep_their_distance():
    """A hat of unit height over 2 m: one truck with a wheel on its top; a second one, 3 m on,
    adds nothing there, so 1.2 of one governs; a flat line is worst with three times 0.85."""
    y = np.arange(0.0, 12.01, 0.1)
    hat = np.clip(1.0 - np.abs(y - 6.0), 0.0, None)
    found = worst_trucks(np.stack([hat, np.ones_like(y)]), y, (0.3, 11.7), 1.8, 1.2,
                         [1.2, 1.0, 0.85], 1)  # fmt: skip
    assert found.value == pytest.approx([1.2, 3 * 2 * 0.85], rel=1e-6)
    assert found.trucks.tolist() == [1, 3]
    low = worst_trucks(-hat[None], y, (0.3, 11.7), 1.8, 1.2, [1.2, 1.0, 0.85], -1)
    assert float(low.value[0]) == pytest.approx(-1.2)
