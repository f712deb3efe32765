"""Road level along the axis."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.layout.profile import level_at, level_profile, tangent_profile


def test_crest_curve_lies_below_its_tangents():
    """+2 % and -2 %, R = 10 km: 400 m long, R dg^2/8 = 2.0 m below the tangent point."""
    axis = tangent_profile(np.array([[0, 0.0], [500, 10.0], [1000, 0.0]]), 10e3, 1000.0)
    assert level_at(axis, 500.0) == pytest.approx(8.0)
    assert level_at(axis, 300.0) == pytest.approx(6.0)
    assert level_at(axis, 400.0) == pytest.approx(8.0 - 0.5)
    slope = np.diff(axis.level) / np.diff(axis.station)
    assert np.max(np.abs(np.diff(slope))) < 0.0011  # no kink: 10 m / R


def test_curves_shorten_where_they_would_overlap():
    axis = tangent_profile(np.array([[0, 0.0], [50, 1.0], [100, 1.0]]), 50e3, 100.0)
    assert level_at(axis, 0.0) == pytest.approx(0.0)
    assert level_at(axis, 100.0) == pytest.approx(1.0)


def test_level_road_and_wrong_order():
    assert level_at(level_profile(7.5, 40.0), np.array([0.0, 20.0])) == pytest.approx([7.5, 7.5])
    with pytest.raises(InputError, match=r"road\.profile\.points: stations must increase"):
        tangent_profile(np.array([[0, 0.0], [50, 1.0], [40, 1.0]]), 1e4, 60.0)
