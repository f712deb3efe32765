"""The flat four-node quadrilateral: local axes, shape functions and their gradients.

Natural coordinates xi, eta run from -1 to 1; nodes 1..4 at (-1,-1), (1,-1), (1,1), (-1,1); sides
5..8 join nodes 1-2, 2-3, 3-4, 4-1 and carry the quadratic functions P that vanish at the nodes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError

CORNER: Final = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
CENTRE: Final = np.zeros((1, 2))
SIDE: Final = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])


class Quad(NamedTuple):
    """Quadrilaterals in their own mean planes.

    axes   : (q, 3, 3)  rows are local x, y, z in global axes
    xy     : (q, 4, 2)  corners projected to the mean plane, from the centroid     [m]
    warp   : (q, 4)     height of the true corner above the mean plane             [m]
    """

    axes: Array
    xy: Array
    warp: Array


class Gradients(NamedTuple):
    """At p points: weight (q, p) = det J times the rule's weight; shape values and gradients.

    corner, side             : (p, 4)        values of N and P
    corner_xy, side_xy       : (q, p, 2, 4)  derivatives along local x, y
    inverse                  : (q, p, 2, 2)  d(xi, eta)/d(x, y): rows x, y; columns xi, eta
    """

    weight: Array
    corner: Array
    side: Array
    corner_xy: Array
    side_xy: Array
    inverse: Array


def gauss(order: int) -> tuple[Array, Array]:
    """Points (order^2, 2) and weights of the product Gauss rule on the square."""
    x, w = np.polynomial.legendre.leggauss(order)
    xi, eta = np.meshgrid(x, x)
    return np.column_stack([xi.ravel(), eta.ravel()]), np.outer(w, w).ravel()


def quad(corners: Array) -> Quad:
    """Mean plane and local axes of each quadrilateral, corners (q, 4, 3).

    Local x halves the angle between the two mid-lines turned by 45 degrees, so that the result
    does not depend on which corner is named first (up to quarter turns).
    """
    along = corners[:, 1] + corners[:, 2] - corners[:, 0] - corners[:, 3]
    across = corners[:, 2] + corners[:, 3] - corners[:, 0] - corners[:, 1]
    normal = np.cross(along, across)
    sizes = [np.linalg.norm(v, axis=1, keepdims=True) for v in (along, across, normal)]
    scale = np.max(np.ptp(corners, axis=1), axis=1, keepdims=True)
    flat = (sizes[2] <= 1e-12 * scale**2)[:, 0]
    if flat.any():
        raise ModelError(f"plate {int(np.argmax(flat))} has no area")
    a, b, z = along / sizes[0], across / sizes[1], normal / sizes[2]
    x = (a + b) / np.linalg.norm(a + b, axis=1, keepdims=True)
    y = (b - a) / np.linalg.norm(b - a, axis=1, keepdims=True)
    first = (x - y) / np.sqrt(2.0)
    axes = np.stack([first, np.cross(z, first), z], axis=1)
    local = np.einsum("qij,qaj->qai", axes, corners - corners.mean(axis=1, keepdims=True))
    return Quad(axes, local[:, :, :2], local[:, :, 2])


def shape_values(points: Array) -> tuple[Array, Array]:
    """Bilinear N (p, 4) and quadratic side functions P (p, 4) at natural points (p, 2)."""
    s, t = points[:, :1], points[:, 1:]
    corner = 0.25 * (1 + s * CORNER[:, 0]) * (1 + t * CORNER[:, 1])
    side = 0.5 * np.hstack(
        [(1 - s**2) * (1 - t), (1 + s) * (1 - t**2), (1 - s**2) * (1 + t), (1 - s) * (1 - t**2)]
    )
    return corner, side


def _natural_gradients(points: Array) -> tuple[Array, Array]:
    """d N and d P by xi and eta: each (p, 2, 4)."""
    s, t = points[:, :1], points[:, 1:]
    ones = np.ones_like(s)
    corner = 0.25 * np.stack(
        [CORNER[:, 0] * (1 + t * CORNER[:, 1]), (1 + s * CORNER[:, 0]) * CORNER[:, 1]], axis=1
    )
    by_s = np.hstack([-s * (1 - t), 0.5 * (1 - t**2), -s * (1 + t), -0.5 * (1 - t**2)])
    by_t = np.hstack([-0.5 * (1 - s**2), -t * (1 + s), 0.5 * (1 - s**2), -t * (1 - s)])
    return corner, np.stack([by_s, by_t], axis=1) * ones[:, None]


def gradients(xy: Array, points: Array, weights: Array | None = None) -> Gradients:
    """Shape functions of quadrilaterals xy (q, 4, 2) at natural points (p, 2)."""
    corner, side = shape_values(points)
    corner_st, side_st = _natural_gradients(points)
    jacobian = np.einsum("pab,qbc->qpac", corner_st, xy)
    determinant = np.linalg.det(jacobian)
    inverse = np.linalg.inv(jacobian)
    factor = determinant if weights is None else determinant * weights
    return Gradients(
        factor,
        corner,
        side,
        np.einsum("qpab,pbc->qpac", inverse, corner_st),
        np.einsum("qpab,pbc->qpac", inverse, side_st),
        inverse,
    )


def side_vectors(xy: Array) -> Array:
    """Vectors along sides 5..8, (q, 4, 2)."""
    ends: Array = xy[:, SIDE[:, 1]] - xy[:, SIDE[:, 0]]
    return ends


def check_convex(nodes: Array, corners: Ints) -> None:
    """Refuse re-entrant, crossed or zero-area quadrilaterals, naming the first."""
    shape = quad(nodes[corners])
    sides = side_vectors(shape.xy)
    ahead = np.roll(sides, -1, axis=1)
    turn = sides[..., 0] * ahead[..., 1] - sides[..., 1] * ahead[..., 0]
    scale = np.linalg.norm(sides, axis=2) * np.linalg.norm(ahead, axis=2)
    bad = np.any(turn <= 1e-9 * scale, axis=1)
    if bad.any():
        row = int(np.argmax(bad))
        raise ModelError(
            f"plate {row} (nodes {corners[row].tolist()}): corners must go round a convex "
            "quadrilateral"
        )
