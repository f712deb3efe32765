"""Geometry of arbitrary sections: polygons, several materials, thin-walled closed sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.datum.arrays import Array, floats, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A simple polygon with holes and the weight of its material.

    corners : (k, 2) x, y, any direction round, not repeated at the end               [m]
    holes   : polygons inside it;  weight : modulus over the reference modulus        [-]
    """

    corners: Array
    holes: tuple[Array, ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Weighted properties of a section about its centroid; the angle in radians.

    area, first_x, first_y : A, integral of y (about x) and of x (about y), origin of the corners
    x, y     : centroid;  inertia_x : integral of y^2;  inertia_y : of x^2;  product : of x y
    greatest, least : principal values;  angle : from x to the axis of ``greatest``, -pi/2..pi/2
    """

    area: float
    first_x: float
    first_y: float
    x: float
    y: float
    inertia_x: float
    inertia_y: float
    product: float
    greatest: float
    least: float
    angle: float


def region(corners: ArrayLike, holes: Sequence[ArrayLike] = (), weight: float = 1.0) -> Region:
    """A region from nested lists; outline made anticlockwise, holes clockwise.

    Raises ValueError for fewer than three corners, no area, or a weight that is not positive.
    """
    if weight <= 0:
        raise ValueError("the weight of a region must be positive")
    return Region(_turned(corners, 1.0), tuple(_turned(h, -1.0) for h in holes), float(weight))


def _turned(corners: ArrayLike, sign: float) -> Array:
    points = floats(corners)
    if points.ndim != 2 or points.shape[0] < 3 or points.shape[1] != 2:
        raise ValueError("a polygon needs at least three corners with two coordinates each")
    if not np.all(np.isfinite(points)):
        raise ValueError("the corners of a polygon must be finite")
    area = _moments(points)[0]
    if abs(area) < 1e-14 * np.ptp(points, axis=0).max() ** 2:
        raise ValueError("the polygon has no area")
    return points if area * sign > 0 else points[::-1].copy()


def _moments(points: Array) -> Array:
    """A, Sx, Sy, Ixx, Iyy, Ixy about the origin by Green's theorem, signed by direction."""
    x, y = points.T
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    c = x * y2 - x2 * y
    return np.array(
        [
            c.sum() / 2,
            (c * (y + y2)).sum() / 6,
            (c * (x + x2)).sum() / 6,
            (c * (y**2 + y * y2 + y2**2)).sum() / 12,
            (c * (x**2 + x * x2 + x2**2)).sum() / 12,
            (c * (x * y2 + 2 * x * y + 2 * x2 * y2 + x2 * y)).sum() / 24,
        ]
    )


def geometry(*regions: Region) -> Geometry:
    """Area, centroid, inertias, principal axes of one or several regions.

    Holes are subtracted; regions of several materials count by their weights, so ``area`` is the
    modular area for the reference material.
    Check: L-section of Pilkey, example B.3: A 9.9375, centroid (1.18868, 2.18868) from its corner
    line, principal values 77.66369 and 16.48228.
    """
    total = np.zeros(6)
    for part in regions:
        for outline in (part.corners, *part.holes):
            total += part.weight * _moments(outline)
    area, sx, sy, xx, yy, xy = (float(v) for v in total)
    x, y = sy / area, sx / area
    ix, iy, ixy = xx - area * y**2, yy - area * x**2, xy - area * x * y
    mean, radius = (ix + iy) / 2, float(np.hypot((ix - iy) / 2, ixy))
    # Turned by alpha, I_1 = mean + (Ix - Iy)/2 cos 2a - Ixy sin 2a is greatest at this angle.
    angle = 0.5 * float(np.arctan2(-2.0 * ixy, ix - iy))
    return Geometry(area, sx, sy, x, y, ix, iy, ixy, mean + radius, mean - radius, angle)


@clause("Bredt 1896", "closed cell", tag="read")
def closed_torsion(outline: ArrayLike, thickness: ArrayLike) -> float:
    """Torsion constant of one thin-walled cell, Bredt: 4 A^2/sum(s/t).  [m4]

    outline   : (k, 2) corners of the wall's middle line [m]
    thickness : (k,) of the wall from each corner to the next [m]
    """
    points, walls = floats(outline), floats(thickness)
    if walls.shape != (points.shape[0],) or np.any(walls <= 0):
        raise ValueError("one positive thickness is needed for each wall")
    length = np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1)
    return float(4.0 * _moments(points)[0] ** 2 / np.sum(length / walls))


def multicell_torsion(areas: ArrayLike, flexibility: ArrayLike) -> float:
    """Torsion constant of n cells that share walls, Bredt and Batho.  [m4]

    areas       : (n,) enclosed by the middle lines [m2]
    flexibility : (n, n) sum of s/t round each cell on the diagonal, minus that of the shared wall
                  off it [-]
    """
    a = floats(areas)
    flow = np.linalg.solve(floats(flexibility), 2.0 * a)  # shear flow for G theta' = 1
    return float(np.sum(2.0 * a * flow))


def open_torsion(lengths: ArrayLike, thicknesses: ArrayLike) -> float:
    """Torsion constant of thin open strips, sum s t^3/3.  [m4]"""
    return float(np.sum(floats(lengths) * floats(thicknesses) ** 3) / 3.0)
