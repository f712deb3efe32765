"""First estimates: closed forms of continuous beams, LM1 shares."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.layout.estimate import (
    beam_effects,
    deck_traffic,
    girder_share,
    support_moments,
)


def test_two_equal_spans():
    """w L^2/8 over the middle, 3/8, 10/8, 3/8 of w L below: closed form."""
    effects = beam_effects(np.array([30.0, 30.0]))
    assert effects.full[20] == pytest.approx(-(30.0**2) / 8)
    assert effects.reaction == pytest.approx([11.25, 37.5, 11.25])
    assert effects.high[8] == pytest.approx((7 / 16 * 30) * 12 - 12**2 / 2)  # one span loaded


def test_three_equal_spans():
    """w L^2/10 with all spans loaded, 0.1167 w L^2 with the two beside (7/60): closed form."""
    effects = beam_effects(np.full(3, 20.0))
    assert effects.full[20] == pytest.approx(-(20.0**2) / 10)
    assert effects.low[20] == pytest.approx(-(20.0**2) * 7 / 60)


def test_single_span():
    effects = beam_effects(np.array([20.0]))
    assert effects.high.max() == pytest.approx(50.0)
    assert effects.low.min() == 0.0
    assert support_moments(np.array([20.0])) == pytest.approx(np.zeros((1, 2)))


def test_reactions_carry_all_load():
    spans = np.array([35.0, 40.0, 47.0, 78.0])
    assert beam_effects(spans).reaction.sum() == pytest.approx(200.0)


def test_lanes_on_the_outer_girder():
    """10 m clear: three lanes at 3.5, 0.5, -2.5 m and 1 m beside; girders at +-1.675, +-5.025."""
    offsets = np.array([-5.025, -1.675, 1.675, 5.025])
    share = [0.25 + e * 5.025 / 56.1125 for e in (3.5, 0.5, -2.5, -4.5)]
    uniform, tandem = girder_share(offsets, 10.0)
    assert tandem == pytest.approx(600e3 * share[0] + 400e3 * share[1] + 200e3 * share[2], rel=1e-4)
    assert uniform == pytest.approx(
        27e3 * share[0] + 7.5e3 * share[1] + 7.5e3 * share[2] + 2.5e3 * max(share[3], 0), rel=1e-4
    )


@pytest.mark.parametrize(
    ("width", "uniform", "tandem"),
    [(5.0, 27e3 + 5e3, 600e3), (5.4, 9e3 * 2.7 + 2.5e3 * 2.7, 1000e3), (6.0, 34.5e3, 1000e3)],
)
def test_traffic_on_the_whole_deck(width, uniform, tandem):
    assert deck_traffic(width) == pytest.approx((uniform, tandem))
