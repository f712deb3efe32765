"""Positive parts of cubics that change with a share, against the careful way, one by one."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spanwright.traffic.crossing import positive_of, sign_kept
from spanwright.traffic.cubic import (
    FROM_BERNSTEIN,
    _positive_monotone,
    hermite_integral,
    positive_area,
)

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


ALMOST_TWO_ROOTS_AT_AN_END = [((0.0, 0.0, 0.0, 1.0), (-1e-9, 0.0, -1.0, 0.0))]


@settings(max_examples=300, deadline=None)
@example(ALMOST_TWO_ROOTS_AT_AN_END)
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


@pytest.mark.parametrize("least", [0, 4, 12])
def test_cubics_with_ends_and_turns_next_to_zero(least):
    """Magnitudes down to ten to the minus `least`; the careful way cuts at the turning points.

    Where a cubic is next to zero its root, and with it the rate, is known less well.
    """
    rng = np.random.default_rng(least)
    n = 100_000
    value = rng.normal(size=(4, n)) * 10.0 ** (-least * rng.random((4, n)))
    value[rng.random((4, n)) < 0.05] = 0.0
    rise = rng.normal(size=(4, n))
    found = positive_of(value - 0.5 * rise, rise, np.arange(n), np.full(n, 0.5), with_rate=True)
    piece = _positive_monotone(value.T)
    within = hermite_integral(piece[..., 1]) - hermite_integral(piece[..., 0])
    share = within.sum(axis=1) @ FROM_BERNSTEIN
    for k, (table, error) in enumerate(((value, 1e-12), (rise, 1e-4))):
        assert np.abs(found[k] - np.einsum("qk,kq->q", share, table)).max() < error
    assert positive_area(value) == pytest.approx(found[:1], abs=1e-12)
