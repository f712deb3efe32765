"""In-plane stiffness of a quadrilateral with a rotation about its normal at every corner.

Assumed-stress element: nine equilibrated stress terms inside, displacements on the sides that are
quadratic through the corner rotations (Allman's sides).  Constant stress passes on any shape and
a rectangle bends in its plane exactly, so box-girder webs need only one element through the depth.
The one deformation the sides do not see, all corner rotations alike, is tied to the rotation of
the material at the centre.

Sources: Pian and Sumihara, IJNME 20 (1984) 1685 (assumed stress); Allman, Computers and
Structures 19 (1984) 1 (sides); Hughes and Brezzi, CMAME 72 (1989) 105 (tie of the rotation).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.plate_shape import CENTRE, SIDE, gauss, gradients, side_vectors

# Share of the shear stiffness that ties the mean corner rotation to the material.  Not sensitive:
# from 0.001 to 1 the tip of a 4 x 4 Cook panel moves by 0.6 %, of a 16 x 16 panel by 0.2 %.
DRILLING_TIE: Final = 0.1


def _compliance(E: Array, nu: Array, thickness: Array) -> Array:
    """Strains from forces per metre, (q, 3, 3)."""
    matrix = np.zeros((len(E), 3, 3))
    matrix[:, 0, 0] = matrix[:, 1, 1] = 1.0
    matrix[:, 0, 1] = matrix[:, 1, 0] = -nu
    matrix[:, 2, 2] = 2 * (1 + nu)
    return matrix / (E * thickness)[:, None, None]


def _scale(xy: Array) -> Array:
    """A length of the element's size, which keeps the stress terms of one magnitude, (q, 1)."""
    size: Array = np.sqrt(np.mean(np.sum(xy**2, axis=2), axis=1))
    return size[:, None]


def _stress_terms(xy: Array, shape: Array) -> Array:
    """Nine self-equilibrated membrane-force fields at points, (q, p, 3, 9)."""
    at = np.einsum("pa,qac->qpc", shape, xy) / _scale(xy)[..., None]
    x, y = at[..., 0], at[..., 1]
    terms = np.zeros((*x.shape, 3, 9))
    terms[..., 0, 0] = terms[..., 1, 1] = terms[..., 2, 2] = 1.0
    terms[..., 0, 3], terms[..., 1, 4] = y, x
    terms[..., 0, 5], terms[..., 2, 5] = x, -y
    terms[..., 1, 6], terms[..., 2, 6] = y, -x
    terms[..., 0, 7], terms[..., 1, 8] = y**2, x**2
    return terms


def _strain_rows(xy: Array, corner_xy: Array, side_xy: Array) -> Array:
    """Strains from (u, v, rotation) at the corners, (q, p, 3, 12)."""
    count, points = corner_xy.shape[:2]
    rows = np.zeros((count, points, 3, 4, 3))
    rows[..., 0, :, 0] = rows[..., 2, :, 1] = corner_xy[..., 0, :]
    rows[..., 1, :, 1] = rows[..., 2, :, 0] = corner_xy[..., 1, :]
    # side k bulges along its outward normal by an eighth of its length times the turn between
    # its two corners
    normal = side_vectors(xy)[:, :, ::-1] * np.array([0.125, -0.125])
    for side, (start, end) in enumerate(SIDE):
        by_x, by_y = side_xy[..., 0, side], side_xy[..., 1, side]
        u, v = normal[:, None, side, 0], normal[:, None, side, 1]
        for corner, sign in ((start, -1.0), (end, 1.0)):
            rows[..., 0, corner, 2] += sign * u * by_x
            rows[..., 1, corner, 2] += sign * v * by_y
            rows[..., 2, corner, 2] += sign * (u * by_y + v * by_x)
    return rows.reshape(count, points, 3, 12)


def _hybrid(xy: Array, E: Array, nu: Array, thickness: Array) -> tuple[Array, Array]:
    """Leverage G (q, 9, 12) and flexibility H (q, 9, 9) of the stress terms."""
    grid, weights = gauss(3)
    g = gradients(xy, grid, weights)
    terms = _stress_terms(xy, g.corner)
    rows = _strain_rows(xy, g.corner_xy, g.side_xy)
    compliance = _compliance(E, nu, thickness)
    leverage = np.einsum("qp,qpia,qpib->qab", g.weight, terms, rows, optimize=True)
    flexibility = np.einsum(
        "qp,qpia,qij,qpjb->qab", g.weight, terms, compliance, terms, optimize=True
    )
    return leverage, flexibility


def stiffness(xy: Array, E: Array, nu: Array, thickness: Array) -> Array:
    """Stiffness (q, 12, 12) on (u, v, rotation about +z) of the four corners."""
    leverage, flexibility = _hybrid(xy, E, nu, thickness)
    matrix: Array = np.swapaxes(leverage, 1, 2) @ np.linalg.solve(flexibility, leverage)
    centre = gradients(xy, CENTRE, np.array([4.0]))
    tie = np.zeros((len(xy), 4, 3))
    tie[:, :, 0] = -0.5 * centre.corner_xy[:, 0, 1]
    tie[:, :, 1] = 0.5 * centre.corner_xy[:, 0, 0]
    tie[:, :, 2] = -0.25
    row = tie.reshape(-1, 12)
    shear = E / (2 * (1 + nu)) * thickness * centre.weight[:, 0]
    return matrix + (DRILLING_TIE * shear)[:, None, None] * row[:, :, None] * row[:, None, :]


def force_rows(xy: Array, E: Array, nu: Array, thickness: Array, points: Array) -> Array:
    """Membrane forces nx, ny, nxy at natural points from the corner motions, (q, p, 3, 12)."""
    leverage, flexibility = _hybrid(xy, E, nu, thickness)
    terms = _stress_terms(xy, gradients(xy, points).corner)
    return terms @ np.linalg.solve(flexibility, leverage)[:, None]


def strain_forces(xy: Array, E: Array, nu: Array, thickness: Array, strain: Array) -> Array:
    """Corner forces (q, 12) that give the free element the imposed strains (q, 3)."""
    leverage, flexibility = _hybrid(xy, E, nu, thickness)
    grid, weights = gauss(3)
    g = gradients(xy, grid, weights)
    work = np.einsum("qp,qpia,qi->qa", g.weight, _stress_terms(xy, g.corner), strain)
    held = np.linalg.solve(flexibility, work[..., None])
    forces: Array = (np.swapaxes(leverage, 1, 2) @ held)[..., 0]
    return forces
