"""Cycle counting: by hand, and what must hold for any history."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spanwright.traffic.cycles import cycle_ranges


def test_one_lorry_over_a_support_is_two_cycles():
    """0, -3, 0, 5, 0, -1, 0: from the top 5 down to -3 (8), and the small one, 0 to -1."""
    ranges, number = cycle_ranges(np.array([[0.0, -3.0, 0.0, 5.0, 0.0, -1.0, 0.0]]))
    assert ranges[0, :2] == pytest.approx([8.0, 1.0])
    assert number[0].sum() == 2


def test_cycles_inside_a_cycle_are_counted_on_their_own():
    """Peaks 6, 3, 5 and valleys 0, 1, 2: 6-0, and inside it 5-1 and 3-2."""
    history = np.array([[0.0, 6.0, 2.0, 3.0, 1.0, 5.0, 0.0]])
    ranges, _ = cycle_ranges(history)
    assert ranges[0, :3] == pytest.approx([6.0, 4.0, 1.0])


def test_more_cycles_than_kept_are_counted_at_the_last_kept_range():
    zigzag = np.array([[0.0, 5.0] + [0.0, 4.0] * 20 + [0.0]])
    ranges, number = cycle_ranges(zigzag, most=4)
    assert number[0].sum() == 21
    assert ranges[0, 0] == pytest.approx(5.0)
    assert ranges[0, 3] == pytest.approx(4.0)


histories = arrays(
    float, st.tuples(st.integers(1, 6), st.integers(2, 25)),
    elements=st.integers(-9, 9).map(float),
)  # fmt: skip


@given(histories)
def test_the_greatest_cycle_is_the_whole_spread(history):
    ranges, _ = cycle_ranges(history, most=30)
    assert ranges[:, 0] == pytest.approx(np.ptp(history, axis=1))


@given(histories)
def test_all_cycles_together_are_half_the_way_up_and_down(history):
    """A repeating block goes up as much as down; each cycle is one way down and one way up."""
    ranges, number = cycle_ranges(history, most=30)
    way = np.abs(np.diff(np.concatenate([history, history[:, :1]], axis=1), axis=1)).sum(axis=1)
    assert 2 * (ranges * number).sum(axis=1) == pytest.approx(way)


@given(histories, st.integers(0, 24))
def test_where_the_block_begins_does_not_matter(history, shift):
    once = cycle_ranges(history, most=30)
    again = cycle_ranges(np.roll(history, shift, axis=1), most=30)
    for a, b in zip(once, again, strict=True):
        assert a == pytest.approx(b)
