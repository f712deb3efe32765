"""Wheels on plates: which plate a point stands on, and the nodal forces of points and patches."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.plate_shape import shape_values
from spanwright.engine.plates import Plates
from spanwright.engine.shell import point_forces

_ROUNDS: Final = 12
_EDGE: Final = 1e-7  # a point this far outside, in natural coordinates, still is on the plate


def locate(nodes: Array, plates: Plates, xy: Array) -> tuple[Ints, Array]:
    """Plate (k,) under each point and its natural coordinates (k, 2), seen in plan.

    xy : (k, 2) global x and y; the first plate of those that share an edge

    Raises ModelError for a point that stands on no plate.
    """
    points = np.atleast_2d(np.asarray(xy, dtype=float))
    plan = nodes[plates.corners][:, :, :2]
    low, high = plan.min(axis=1), plan.max(axis=1)
    slack = 1e-6 * (high - low).max()
    near = np.all((points[:, None] >= low - slack) & (points[:, None] <= high + slack), axis=2)
    point, plate = np.nonzero(near)
    natural = _natural(plan[plate], points[point])
    inside = np.all(np.abs(natural) <= 1.0 + _EDGE, axis=1)
    point, plate, natural = point[inside], plate[inside], natural[inside]
    found, first = np.unique(point, return_index=True)
    if len(found) < len(points):
        missing = points[np.setdiff1d(np.arange(len(points)), found)[0]]
        raise ModelError(f"the point ({missing[0]:g}, {missing[1]:g}) stands on no plate")
    return plate[first], np.clip(natural[first], -1.0, 1.0)


def _natural(plan: Array, points: Array) -> Array:
    """Natural coordinates (k, 2) of points in quadrilaterals plan (k, 4, 2), by Newton."""
    result = np.zeros_like(points)
    for _ in range(_ROUNDS):
        s, t = result[:, :1], result[:, 1:]
        value, _ = shape_values(result)
        miss = points - np.einsum("ka,kac->kc", value, plan)
        by_s = 0.25 * np.hstack([-(1 - t), 1 - t, 1 + t, -(1 + t)])
        by_t = 0.25 * np.hstack([-(1 - s), -(1 + s), 1 + s, 1 - s])
        a, b = np.einsum("ka,kac->kc", by_s, plan), np.einsum("ka,kac->kc", by_t, plan)
        determinant = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        safe = np.where(np.abs(determinant) > 0.0, determinant, 1.0)
        step = np.stack(
            [
                (miss[:, 0] * b[:, 1] - miss[:, 1] * b[:, 0]) / safe,
                (a[:, 0] * miss[:, 1] - a[:, 1] * miss[:, 0]) / safe,
            ],
            axis=1,
        )
        # points far outside may run away; they are dropped afterwards
        result = np.clip(result + step, -3.0, 3.0)
    return result


def wheel_forces(
    nodes: Array,
    plates: Plates,
    centre: Array,
    force: Array,
    size: tuple[float, float] = (0.0, 0.0),
    *,
    parts: int = 8,
) -> Array:
    """Nodal forces (n, 6) of wheels standing on plates.

    centre : (k, 2) global x and y [m];  force : (k,) downward, or (k, 3) global [N]
    size   : length along x and width along y of the contact patch, (0, 0) for a point    [m]
    parts  : a patch is summed over parts x parts Gauss points; more where it spans many plates

    Raises ModelError where a wheel stands beside the plates.
    """
    middle = np.atleast_2d(np.asarray(centre, dtype=float))
    given = np.asarray(force, dtype=float)
    if given.ndim < 2:
        given = np.broadcast_to(given, len(middle))[:, None] * np.array([0.0, 0.0, -1.0])
    if size == (0.0, 0.0):
        spot, share = np.zeros((1, 2)), np.ones(1)
    else:
        root, w = np.polynomial.legendre.leggauss(parts)
        x, y = np.meshgrid(root * size[0] / 2, root * size[1] / 2, indexing="ij")
        spot, share = np.column_stack([x.ravel(), y.ravel()]), np.outer(w, w).ravel() / 4
    points = (middle[:, None] + spot).reshape(-1, 2)
    plate, natural = locate(nodes, plates, points)
    spread = (given[:, None] * share[:, None]).reshape(-1, 3)
    return point_forces(nodes, plates, plate, natural, spread)
