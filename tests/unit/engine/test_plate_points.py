"""Wheels anywhere on plates: place, total, and agreement with nodal and pressure loads."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model
from spanwright.engine.plate_points import locate, wheel_forces
from spanwright.engine.plate_shape import shape_values
from spanwright.engine.plates import Plates, mesh
from spanwright.engine.statics import prepare, solve


def skew_slab(along=8, across=6):
    corners = np.array([[0, 0, 0], [8, 0, 0], [10, 6, 0.3], [2, 6, 0.3]], dtype=float)
    nodes, quads = mesh(corners, along, across)
    return nodes, Plates.of(quads, 0.25, 33e9, 0.2)


def test_points_are_found_with_their_natural_coordinates():
    nodes, plates = skew_slab()
    draw = np.random.default_rng(3)
    plate, natural = draw.integers(0, 48, 200), draw.uniform(-0.999, 0.999, (200, 2))
    value, _ = shape_values(natural)
    xy = np.einsum("ka,kac->kc", value, nodes[plates.corners[plate]])[:, :2]
    found, at = locate(nodes, plates, xy)
    assert found.tolist() == plate.tolist()
    assert at == pytest.approx(natural, abs=1e-9)
    corner, _ = locate(nodes, plates, nodes[:, :2])
    assert (plates.corners[corner] == np.arange(len(nodes))[:, None]).any(axis=1).all()


def test_wheels_keep_their_force_and_moment():
    nodes, plates = skew_slab()
    centre, force = np.array([[3.1, 2.2], [6.0, 4.9], [4.0, 1.0]]), np.array([1e5, 2e5, 3e5])
    for size in ((0.0, 0.0), (0.6, 0.4)):
        total = wheel_forces(nodes, plates, centre, force, size)
        assert total[:, :3].sum(axis=0) == pytest.approx([0, 0, -6e5], abs=1e-6)
        moment = (total[:, 3:] + np.cross(nodes, total[:, :3])).sum(axis=0)
        assert moment[:2] == pytest.approx([-(centre[:, 1] @ force), centre[:, 0] @ force])


def test_a_wheel_at_a_node_is_the_nodal_force():
    nodes, plates = skew_slab()
    node = 20
    total = wheel_forces(nodes, plates, nodes[node, :2], np.array([7.0]))
    expected = np.zeros_like(total)
    expected[node, 2] = -7.0
    assert total == pytest.approx(expected, abs=1e-12)


def test_a_patch_over_one_plate_is_its_pressure():
    nodes, quads = mesh(np.array([[0, 0, 0], [3, 0, 0], [3, 2, 0], [0, 2, 0]]), 3, 2)
    plates = Plates.of(quads, 0.2, 30e9, 0.2)
    pressure = np.where(np.arange(6) == 4, -100.0, 0.0)
    patch = wheel_forces(nodes, plates, np.array([[1.5, 1.5]]), np.array([100.0]), (1.0, 1.0))
    assert patch == pytest.approx(shell.pressure_forces(nodes, plates, pressure), abs=1e-9)


def test_deflection_at_a_wheel_is_reciprocal():
    """A wheel at P seen at node Q as much as a wheel at Q seen at P, anywhere on a plate."""
    nodes, plates = skew_slab()
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[np.isclose(nodes[:, 1], 0)] = True
    model = Model.of(nodes, np.zeros((0, 2), dtype=int), np.zeros((0, 6)), fixed=fixed)
    point = wheel_forces(nodes, plates, np.array([[5.37, 4.21]]), np.array([1.0]))
    node = 50
    book = LoadBook()
    book.nodal("P", np.arange(len(nodes)), point)
    book.nodal("Q", node, (0, 0, -1.0, 0, 0, 0))
    found = solve(prepare(model, shell.stiffness_matrix(nodes, plates)), book.close()).displacement
    assert -found[0, node, 2] == pytest.approx(np.sum(point * found[1]), rel=1e-9)


def test_a_wheel_beside_the_plates_is_refused():
    nodes, plates = skew_slab()
    with pytest.raises(ModelError, match=r"the point \(-1, 3\) stands on no plate"):
        locate(nodes, plates, np.array([[3.0, 3.0], [-1.0, 3.0]]))
