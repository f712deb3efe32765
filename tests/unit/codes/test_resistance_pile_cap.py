"""Pile caps: statics and hand values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.concrete import plain_shear
from spanwright.codes.eurocode.resistance.pile_cap import (
    cap_section,
    cap_shear,
    cap_ties,
    node_limit,
    rigid_cap_reactions,
)
from spanwright.datum.errors import ScopeError

X, Y = np.array([-2.0, 2.0, -2.0, 2.0]), np.array([-1.5, -1.5, 1.5, 1.5])


def test_four_piles():
    r = rigid_cap_reactions(X, Y, 8e6, 4e6, 0.0)[0]
    assert r.tolist() == pytest.approx([1.5e6, 2.5e6, 1.5e6, 2.5e6])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=3, max_size=9, unique=True),
    st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.floats(-1e7, 1e7),
)  # fmt: skip
def test_reactions_balance_the_loads(piles, force, moment_y, moment_x):
    x, y = np.array(piles).T
    spread = np.linalg.svd(np.stack([x - x.mean(), y - y.mean()]), compute_uv=False)
    if spread[-1] < 0.1:
        return
    r = rigid_cap_reactions(x, y, force, moment_y, moment_x)[0]
    scale = 1e-8 * (abs(force) + abs(moment_y) + abs(moment_x) + 1) * 1e3
    assert r.sum() == pytest.approx(force, abs=scale)
    assert (r * x).sum() == pytest.approx(moment_y, abs=scale)
    assert (r * y).sum() == pytest.approx(moment_x, abs=scale)


def test_one_row_takes_moments_only_along_itself():
    x, y = np.array([-2.0, 0.0, 2.0]), np.zeros(3)
    along = rigid_cap_reactions(x, y, 6e6, 4e6, 0.0)[0]
    assert along.tolist() == pytest.approx([1e6, 2e6, 3e6])
    with pytest.raises(ScopeError, match="one line"):
        rigid_cap_reactions(x, y, 6e6, 0.0, 1e6)


def test_section_at_the_face():
    """Two piles of 2.5 MN, 1.1 m beyond the face, d 1.8 m, D 1.2: a_v = 0.74 m."""
    r = rigid_cap_reactions(X, Y, 8e6, 4e6, 0.0)
    section = cap_section(r, X - 0.9, 1.2, 1.8)
    assert section.moment[0] == pytest.approx(5e6 * 1.1)
    assert section.shear[0] == pytest.approx(5e6)
    assert section.reduced_shear[0] == pytest.approx(5e6 * 0.25)  # 0.74/3.6 is below 0.25
    far = cap_section(r, X + 3.0, 1.2, 1.8)
    assert far.reduced_shear[0] == pytest.approx(5e6 * 1.0 + 3e6 * 0.25)


def test_shear_of_the_cap():
    section = cap_section(rigid_cap_reactions(X, Y, 8e6, 4e6, 0.0), X - 0.9, 1.2, 1.8)
    use = cap_shear(section, 5.0, 1.8, 0.02, 35e6, 19.83e6)
    plain = float(plain_shear(5.0, 1.8, 0.02, 35e6).resistance)
    crushing = 0.5 * 5.0 * 1.8 * 0.6 * (1 - 35 / 250) * 19.83e6
    assert use.resistance[0] == pytest.approx(plain)
    assert use.crushing[0] == pytest.approx(crushing)
    assert use.utilisation[0] == pytest.approx(max(1.25e6 / plain, 5e6 / crushing))


def test_ties_and_nodes():
    ties = cap_ties(np.array([[2e6]]), np.array([1.5]), 1.5)
    assert ties.tie[0, 0] == pytest.approx(2e6)
    assert ties.strut[0, 0] == pytest.approx(2e6 * np.sqrt(2))
    assert [node_limit(35e6, 20e6, t) / 20e6 for t in (0, 1, 2, 3)] == pytest.approx(
        [0.86, 0.86 * 0.85, 0.86 * 0.75, 0.86 * 0.75]
    )
