"""Geometry, thin walls and warping of sections against closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.polygon import (
    closed_torsion,
    geometry,
    multicell_torsion,
    open_torsion,
    region,
)
from spanwright.codes.eurocode.resistance.warping import warping
from spanwright.datum.errors import ScopeError


def rectangle(width, height, x=0.0, y=0.0):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def test_rectangle_anywhere():
    shape = geometry(region(rectangle(2.0, 3.0, x=5.0, y=-7.0)))
    assert shape.area == pytest.approx(6.0)
    assert (shape.x, shape.y) == pytest.approx((6.0, -5.5))
    assert shape.inertia_x == pytest.approx(2 * 27 / 12)
    assert shape.inertia_y == pytest.approx(3 * 8 / 12)
    assert shape.product == pytest.approx(0.0, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.floats(-1.5, 1.5), st.floats(-10, 10), st.floats(-10, 10))
def test_principal_axes_turn_with_the_section(angle, x, y):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array(rectangle(4.0, 1.0)) @ turn.T + [x, y]
    shape = geometry(region(corners))
    assert shape.greatest == pytest.approx(64 / 12, rel=1e-6)
    assert shape.least == pytest.approx(4 / 12, rel=1e-5)
    # The strong axis (integral of the square of the distance to it) is across the long side.
    off = (shape.angle - (angle + np.pi / 2) + np.pi / 2) % np.pi - np.pi / 2
    assert off == pytest.approx(0.0, abs=1e-6)


def test_hole_and_direction_round():
    hollow = geometry(region(rectangle(2, 2)[::-1], holes=[rectangle(1, 1, 0.5, 0.5)]))
    assert hollow.area == pytest.approx(3.0)
    assert hollow.inertia_x == pytest.approx((16 - 1) / 12)


@pytest.mark.parametrize(
    ("corners", "text"),
    [([(0, 0), (1, 1)], "at least three"), ([(0, 0), (1, 1), (2, 2)], "no area"),
     ([(0, 0), (1, np.nan), (2, 2)], "finite")],
)  # fmt: skip
def test_impossible_polygons(corners, text):
    with pytest.raises(ValueError, match=text):
        region(corners)
    with pytest.raises(ValueError, match="weight"):
        region(rectangle(1, 1), weight=0.0)


def test_square_tube_by_bredt():
    tube = closed_torsion(rectangle(1.0, 1.0), np.full(4, 0.01))
    assert tube == pytest.approx(0.01)  # a^3 t
    with pytest.raises(ValueError, match="each wall"):
        closed_torsion(rectangle(1.0, 1.0), [0.01, 0.02])


def test_two_equal_cells():
    """The wall between two equal cells carries no flow: the tube round both gives the same."""
    cell = 4 / 0.01
    both = multicell_torsion([1.0, 1.0], [[cell, -1 / 0.01], [-1 / 0.01, cell]])
    assert both == pytest.approx(closed_torsion(rectangle(2.0, 1.0), np.full(4, 0.01)))


def test_open_strips():
    assert open_torsion([1.0, 2.0], [0.01, 0.02]) == pytest.approx((1e-6 + 2 * 8e-6) / 3)


def test_torsion_of_squares_and_of_strips():
    square = warping(region(rectangle(1, 1)), elements=600)
    assert square.torsion == pytest.approx(0.1405770, rel=2e-5)
    assert (square.shear_x, square.shear_y) == pytest.approx((0.5, 0.5), abs=1e-6)
    strip = warping(region(rectangle(10, 1)), elements=1500)
    assert strip.torsion == pytest.approx(10 / 3 * (1 - 0.630 / 10), rel=1e-3)


def test_torsion_of_a_tube_tends_to_bredt():
    thin = warping(
        region(rectangle(1, 1), holes=[rectangle(0.96, 0.96, 0.02, 0.02)]), elements=4000
    )
    assert thin.torsion == pytest.approx(0.98**3 * 0.02, rel=0.02)
    assert thin.torsion > 0.98**3 * 0.02  # corners and the walls' own torsion add


def test_shear_centre_of_a_channel():
    """Thin channel: e = 3 b^2 t_f/(h t_w + 6 b t_f) behind the web's middle line."""
    b, h, t = 1.0, 2.0, 0.05
    corners = [
        (-t / 2, -h / 2 - t / 2), (b, -h / 2 - t / 2), (b, -h / 2 + t / 2), (t / 2, -h / 2 + t / 2),
        (t / 2, h / 2 - t / 2), (b, h / 2 - t / 2), (b, h / 2 + t / 2), (-t / 2, h / 2 + t / 2),
    ]  # fmt: skip
    result = warping(region(corners), elements=2500)
    assert result.shear_x == pytest.approx(-3 * b**2 / (h + 6 * b), rel=0.01)
    assert result.shear_y == pytest.approx(0.0, abs=1e-3)


def test_weights_scale_and_pieces_are_refused():
    one = warping(region(rectangle(2, 1)), elements=400)
    twice = warping(region(rectangle(2, 1), weight=2.0), elements=400)
    assert twice.torsion == pytest.approx(2 * one.torsion)
    split = warping(region(rectangle(1, 1)), region(rectangle(1, 1, x=1)), elements=400)
    assert split.torsion == pytest.approx(one.torsion, rel=1e-3)
    with pytest.raises(ScopeError, match="do not touch"):
        warping(region(rectangle(1, 1)), region(rectangle(1, 1, x=3)), elements=100)


def test_regions_may_meet_on_part_of_an_edge():
    whole = warping(
        region([(0, 0), (3, 0), (3, 1), (2, 1), (2, 3), (1, 3), (1, 1), (0, 1)]), elements=2000
    )
    parts = warping(
        region(rectangle(3, 1)), region(rectangle(1, 2, x=1, y=1)), elements=2000
    )  # fmt: skip
    assert parts.torsion == pytest.approx(whole.torsion, rel=2e-3)
    assert parts.shear_y == pytest.approx(whole.shear_y, abs=2e-3)
