"""Patch tests, rigid motions, loads and messages of the plate and shell element."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import splu

from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.plates import Plates, check_plates, mesh

# MacNeal and Harder's patch of five distorted quadrilaterals
PATCH = np.array(
    [
        [0, 0],
        [0.24, 0],
        [0.24, 0.12],
        [0, 0.12],
        [0.04, 0.02],
        [0.18, 0.03],
        [0.16, 0.08],
        [0.08, 0.08],
    ]
)
QUADS = np.array([[0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7], [4, 5, 6, 7]])
TILT = np.linalg.qr(np.array([[0.9, 0.1, -0.4], [0.2, 1.1, 0.3], [0.5, -0.2, 0.8]]))[0]
TILT = TILT * np.sign(np.linalg.det(TILT))


def solve(nodes, plates, fixed, force, forced=None):
    """Displacements (n, 6) of a model of plates alone."""
    size = 6 * len(nodes)
    rows, columns, values = shell.triplets(plates, shell.stiffness(nodes, plates))
    K = sparse.csc_matrix((values, (rows, columns)), (size, size))
    free = ~fixed.ravel()
    u = np.zeros(size) if forced is None else np.where(free, 0.0, forced.ravel())
    u[free] += splu(K[free][:, free].tocsc()).solve((force.ravel() - K @ u)[free])
    return u.reshape(-1, 6)


def turned(motion, turn):
    return np.hstack([motion[:, :3] @ turn.T, motion[:, 3:] @ turn.T])


@pytest.mark.parametrize("thickness", [1e-5, 1e-3, 0.05])
@pytest.mark.parametrize("turn", [np.eye(3), TILT], ids=["flat", "tilted"])
def test_constant_strain_curvature_and_twist_pass_on_a_distorted_mesh(thickness, turn):
    """Membrane, bending and twist together: exact in every element at every thickness."""
    E, nu = 1e6, 0.25
    x, y = PATCH.T
    motion = np.zeros((8, 6))
    motion[:, 0], motion[:, 1] = 1e-3 * (x + y / 2), 1e-3 * (y + x / 2)
    motion[:, 2] = 1e-3 * (x**2 + x * y + y**2) / 2
    motion[:, 3], motion[:, 4] = 1e-3 * (x / 2 + y), -1e-3 * (x + y / 2)
    given = turned(motion, turn)
    nodes = np.column_stack([PATCH, np.zeros(8)]) @ turn.T
    plates = Plates.of(QUADS, thickness, E, nu, along=turn[:, 0])
    check_plates(nodes, plates)
    fixed = np.zeros((8, 6), dtype=bool)
    fixed[:4] = True
    found = solve(nodes, plates, fixed, np.zeros((8, 6)), given)
    assert np.abs(found - given).max() < 1e-8 * 1e-3 * max(1.0, 1e-3 / thickness) ** 2
    n = E * thickness * 1e-3 * np.array([1 / (1 - nu), 1 / (1 - nu), 0.5 / (1 + nu)])
    m = n * thickness**2 / 12
    result = shell.resultants(nodes, plates, found, at=shell.CORNERS)
    assert result[..., :3] == pytest.approx(np.broadcast_to(n, (5, 4, 3)), rel=1e-7)
    assert result[..., 3:6] == pytest.approx(np.broadcast_to(m, (5, 4, 3)), rel=1e-4)
    assert np.abs(result[..., 6:]).max() < 1e-4 * m[0] / 0.12 + 1e-12 * n[0]


@pytest.mark.parametrize("shear", [5 / 6, np.inf])
def test_only_the_six_rigid_motions_are_free(shear):
    """Any shape, thickness and warp: six zero energies and no seventh."""
    nodes = np.column_stack([PATCH, 0.002 * np.sin(40 * PATCH[:, 0])]) @ TILT.T
    for thickness in (0.005, 0.05):
        plates = Plates.of(QUADS, thickness, 1e6, 0.25, shear=shear)
        matrices = shell.stiffness(nodes, plates)
        assert matrices == pytest.approx(np.swapaxes(matrices, 1, 2), rel=1e-9, abs=1e-6)
        # lengths scaled to the plate's own so that moves and turns compare
        scale = np.tile([1.0, 1.0, 1.0, 0.1, 0.1, 0.1], 4) ** -1.0
        energies = np.linalg.eigvalsh(matrices * scale[:, None] * scale)
        assert np.abs(energies[:, :6]).max() < 1e-9 * energies.max()
        assert energies[:, 6].min() > 1e-6 * energies.max() * (thickness / 0.1) ** 2


def test_the_first_corner_named_does_not_matter():
    nodes = np.column_stack([PATCH, 0.002 * np.sin(40 * PATCH[:, 0])])
    total = []
    for roll in range(4):
        plates = Plates.of(np.roll(QUADS, roll, axis=1), 0.01, 1e6, 0.3, density=1.0)
        for matrices in (shell.stiffness(nodes, plates), shell.mass(nodes, plates)):
            rows, columns, values = shell.triplets(plates, matrices)
            total.append(sparse.coo_matrix((values, (rows, columns)), (48, 48)).toarray())
    for matrix in total[2::2]:
        assert matrix == pytest.approx(total[0], rel=1e-9, abs=1e-9 * np.abs(total[0]).max())
    for matrix in total[3::2]:
        assert matrix == pytest.approx(total[1], rel=1e-9, abs=1e-9 * np.abs(total[1]).max())


def test_loads_and_mass_keep_the_total():
    nodes = np.column_stack([PATCH, np.zeros(8)]) @ TILT.T
    plates = Plates.of(QUADS, 0.02, 1e6, 0.3, density=2500.0)
    area = 0.24 * 0.12
    assert shell.areas(nodes, plates).sum() == pytest.approx(area, rel=1e-12)
    force = shell.weight_forces(nodes, plates)
    assert force[:, :3].sum(axis=0) == pytest.approx([0, 0, -9.81 * 2500 * 0.02 * area])
    push = shell.pressure_forces(nodes, plates, 3.0)
    assert push[:, :3].sum(axis=0) == pytest.approx(3.0 * area * TILT[:, 2])
    about = (push[:, 3:] + np.cross(nodes, push[:, :3])).sum(axis=0)
    centre = np.array([0.12, 0.06, 0.0]) @ TILT.T
    assert about == pytest.approx(np.cross(centre, 3.0 * area * TILT[:, 2]), rel=1e-9)
    rigid = np.tile([1.0, 2.0, 3.0, 0.0, 0.0, 0.0], 4)
    energy = np.einsum("i,qij,j->q", rigid, shell.mass(nodes, plates), rigid).sum()
    assert energy == pytest.approx(14.0 * 2500 * 0.02 * area)


def test_free_plate_takes_imposed_strain_without_stress():
    """Warming and a gradient on a statically determinate plate: no stress, the free shape."""
    nodes, quads = mesh(np.array([[0, 0, 0], [2, 0, 0], [2.2, 1, 0], [0.1, 1.3, 0]]), 4, 3)
    plates = Plates.of(quads, 0.1, 30e9, 0.2, along=(0.6, 0.8, 0.0))
    strain = np.tile([1e-4, 2e-4, 5e-5, 1e-3, -2e-3, 4e-4], (len(quads), 1))
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[0] = True
    found = solve(nodes, plates, fixed, shell.strain_forces(nodes, plates, strain))
    free = np.abs(shell.resultants(nodes, plates, np.zeros_like(found), strain=strain)).max((0, 1))
    left = np.abs(shell.resultants(nodes, plates, found, at=shell.CORNERS, strain=strain))
    assert (left.max(axis=(0, 1))[:6] < 1e-8 * free[:6]).all()
    # sagging curvature kx along `along`: the tangent turns by kx s
    s = nodes @ np.array([0.6, 0.8, 0.0])
    far = int(np.argmax(np.where(np.abs(nodes @ np.array([-0.8, 0.6, 0])) < 0.3, s, 0)))
    t = nodes[far] @ np.array([-0.8, 0.6, 0.0])
    expected = 0.5 * (1e-3 * s[far] ** 2 - 2e-3 * t**2) + 0.5 * 4e-4 * s[far] * t
    assert found[far, 2] == pytest.approx(expected, rel=1e-8)


def test_shear_force_and_moment_signs_follow_the_beam():
    """A strip clamped at x = 0 under a downward tip load: V > 0, hogging at the clamp."""
    nodes, quads = mesh(np.array([[0, 0, 0], [4, 0, 0], [4, 1, 0], [0, 1, 0]]), 8, 2)
    plates = Plates.of(quads, 0.1, 30e9, 0.0)
    fixed = np.zeros((len(nodes), 6), dtype=bool)
    fixed[nodes[:, 0] == 0] = True
    force = np.zeros((len(nodes), 6))
    force[nodes[:, 0] == 4, 2] = [-250.0, -500.0, -250.0]
    result = shell.resultants(nodes, plates, solve(nodes, plates, fixed, force))[:, 0]
    first = result[quads[:, 0] % 9 == 0]
    # the tip load is not spread as the strip's own end shear is: the rest fades with distance
    assert first[:, 6] == pytest.approx(1000.0, rel=1e-4)
    assert first[:, 3] == pytest.approx(-1000.0 * 3.75, rel=1e-4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"corners": [[0, 1, 2, 9]]}, "plate 0: node 9 does not exist"),
        ({"thickness": 0.0}, "thickness must be above 0 m (got 0)"),
        ({"thickness": np.nan}, "thickness must be above 0 m (got nan)"),
        ({"E": -1.0}, "E must be above 0 Pa"),
        ({"nu": 0.5}, "nu must be at least 0 and below 0.5"),
        ({"density": -1.0}, "density must not be negative"),
        ({"shear": 0.0}, "shear factor must be above 0"),
        ({"corners": [[0, 1, 2, 5]]}, "go round a convex"),
        ({"corners": [[0, 1, 1, 0]]}, "has no area"),
        ({"corners": [[0, 1, 2, 4]]}, "off their mean plane"),
    ],
)
def test_bad_plates_are_named(change, message):
    nodes = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 2.0], [0.8, 0.3, 0]])
    given = {"corners": [[0, 1, 2, 3]], "thickness": 0.1, "E": 1e9, "nu": 0.2} | change
    with pytest.raises(ModelError) as caught:
        check_plates(nodes, Plates.of(**given))
    assert message in str(caught.value)


def test_direction_normal_to_the_plate_is_refused():
    nodes, quads = mesh(np.array([[0, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1.0]]), 1, 1)
    plates = Plates.of(quads, 0.1, 1e9, 0.2)
    with pytest.raises(ModelError, match="`along` stands normal to the plate"):
        shell.resultants(nodes, plates, np.zeros((4, 6)))
