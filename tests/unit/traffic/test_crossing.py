"""Positive parts of cubics that change with a share, against the careful way, one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.traffic.crossing import positive_of, sign_kept
from spanwright.traffic.cubic import positive_area

VALUE = st.one_of(
    st.floats(-1.0, 1.0, allow_subnormal=False).map(lambda v: round(v, 6)),
    st.sampled_from([0.0, 1e-9, -1e-9, 1e-17, -1e-17]),
)
CUBIC = st.tuples(VALUE, VALUE, VALUE, VALUE)
SHARES = np.linspace(0.0, 1.0, 21)


def columns(pairs):
    below, above = (np.array(side).T for side in zip(*pairs, strict=True))
    return below, above - below


def by_sums(value, rise):
    """Midpoint sums of 20,000 points."""
    t = (np.arange(20_000) + 0.5) / 20_000
    shape = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    height = value.T @ shape
    return np.maximum(height, 0).mean(axis=1), ((height > 0) * (rise.T @ shape)).mean(axis=1)


@given(st.lists(st.tuples(CUBIC, CUBIC), min_size=1, max_size=20))
def test_positive_part_and_its_rate(pairs):
    below, rise = columns(pairs)
    item = np.repeat(np.arange(len(pairs)), len(SHARES))
    share = np.tile(SHARES, len(pairs))
    value = below[:, item] + share * rise[:, item]
    area, rate = positive_of(below, rise, item, share, with_rate=True)
    alone = positive_of(below, rise, item, share, with_rate=False)
    assert np.array_equal(alone[0], area)
    sums, growth = by_sums(value, rise[:, item])
    size = np.abs(value).max(axis=0)
    assert area == pytest.approx(sums, abs=2e-4)
    assert np.all(np.abs(area - positive_area(value)[0]) <= 1e-12 + 1e-9 * size)
    # where it is next to zero over a length, nobody can say which sign it has
    plain = size > 0.1
    assert rate[plain] == pytest.approx(growth[plain], abs=0.05)


@given(st.lists(st.tuples(CUBIC, CUBIC), min_size=1, max_size=20))
def test_shares_between_which_the_values_keep_their_sign(pairs):
    below, rise = columns(pairs)
    for sign, (low, high) in zip((1, -1), sign_kept(below, rise), strict=True):
        inside = (low <= SHARES[:, None]) & (SHARES[:, None] <= high)
        value = sign * (below + SHARES[:, None, None] * rise)
        assert np.all(value.min(axis=1)[inside] >= -1e-15)
        assert np.all(value.min(axis=1)[~inside] <= 1e-15)
