"""``[road.axis]``: the axis in plan from a file or from its elements."""

from __future__ import annotations

import math

import numpy as np
import pytest

from spanwright.alignment import locate, misfits
from spanwright.project.axis import of_elements
from spanwright.project.road import ElementBrief


def elements(*rows):
    return [ElementBrief.model_validate(row) for row in rows]


def test_elements_join_end_to_end_and_a_clothoid_takes_its_curvatures_from_its_neighbours():
    axis = of_elements(elements(
        {"kind": "straight", "length": "30 m"},
        {"kind": "clothoid", "length": "60 m"},
        {"kind": "arc", "length": "100 m", "radius": "300 m", "turn": "right"},
        {"kind": "clothoid", "length": "40 m"},
        {"kind": "arc", "length": "50 m", "radius": "200 m", "turn": "left"},
        {"kind": "clothoid", "length": "20 m"},
    ))  # fmt: skip
    assert axis.length == pytest.approx(300.0)
    assert np.abs(misfits(axis)).max() < 1e-12
    at = locate(axis, [15.0, 60.0, 120.0, 210.0, 250.0, 300.0])
    assert at.curvature == pytest.approx(
        [0.0, -1 / 600, -1 / 300, (-1 / 300 + 1 / 200) / 2, 1 / 200, 0.0]
    )
    turns = -60 / 600 - 100 / 300 + 40 * (1 / 200 - 1 / 300) / 2 + 50 / 200 + 20 / 400
    assert at.direction[-1] == pytest.approx(turns)


def test_a_quarter_circle_to_the_left_ends_where_it_should():
    quarter = {"kind": "arc", "length": 300.0 * math.pi / 2, "radius": "300 m", "turn": "left"}
    axis = of_elements(elements(quarter))
    end = locate(axis, axis.length)
    assert (end.x[0], end.y[0]) == pytest.approx((300.0, 300.0))
