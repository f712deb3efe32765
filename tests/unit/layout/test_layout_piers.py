"""Where the shafts of a pier stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.layout.piers import column_offsets


@given(st.integers(1, 9), st.integers(1, 6))
def test_shafts_under_a_symmetric_deck_stand_symmetrically(girders, columns):
    offsets = 3.0 * (np.arange(girders) - (girders - 1) / 2)
    found = np.array(column_offsets(offsets, columns))
    assert found.size == min(girders, columns)
    assert found == pytest.approx(-found[::-1], abs=1e-12)
    assert np.all(np.diff(found) > 0)


def test_a_girder_between_two_shafts_counts_to_both():
    assert column_offsets(np.array([-3.8, 0.0, 3.8]), 2) == pytest.approx((-3.8 / 1.5, 3.8 / 1.5))
    # One in five of the load goes to each girder: the resultant of two and a half of them.
    five = column_offsets(np.array([-6.0, -3.0, 0.0, 3.0, 6.0]), 2)
    assert five == pytest.approx((-3.6, 3.6))
    assert column_offsets(np.array([-5.7, -1.9, 1.9, 5.7]), 2) == pytest.approx((-3.8, 3.8))
