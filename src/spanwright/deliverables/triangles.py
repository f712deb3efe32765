"""Bodies as triangles: boxes, bars, prisms and cylinders, and the named solid that carries one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spanwright.datum.arrays import Array, freeze

SIDES = 20  # of a circle


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """One element: its id (as in the quantities), what it is, and its surface.

    triangles : (t, 3, 3) corners, anticlockwise seen from outside                      [m]
    at        : where the triangles' origin stands; equal shapes share one `triangles` array
    """

    identity: str
    kind: str
    material: str
    triangles: Array
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    facts: dict[str, str | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze(self)


def quads(corners: Array) -> Array:
    """(q, 4, 3) -> (2 q, 3, 3)."""
    return np.concatenate([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]])


def box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Array:
    """Axis-parallel box between two corners."""
    return bar_between(
        np.array([low[0], (low[1] + high[1]) / 2, (low[2] + high[2]) / 2]),
        np.array([high[0], (low[1] + high[1]) / 2, (low[2] + high[2]) / 2]),
        high[1] - low[1], high[2] - low[2],
    )  # fmt: skip


def bar_between(start: Array, end: Array, width: float, height: float) -> Array:
    """Rectangular bar from start to end; width across, height in the plane with the vertical."""
    axis = (end - start) / np.linalg.norm(end - start)
    up = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    side = np.cross(up, axis)
    side /= np.linalg.norm(side)
    up = np.cross(axis, side)
    ring = [(-1, -1), (1, -1), (1, 1), (-1, 1)]  # anticlockwise about the axis
    outline = np.array([s * side * width / 2 + u * up * height / 2 for s, u in ring])
    return prism(np.stack([outline + start, outline + end]))


def prism(rings: Array, *, paired: bool = False) -> Array:
    """Skin and flat ends of a convex body through rings (n, m, 3), anticlockwise about +axis.

    paired : whether opposite faces are cut along the same diagonal, see `_skin`
    """
    skin = _skin(rings, paired=paired)
    return np.concatenate([skin, _fan(rings[0, ::-1]), _fan(rings[-1])])


def _skin(rings: Array, *, paired: bool) -> Array:
    """Sides between rings (n, m, 3) whose second half of faces lies opposite the first.

    Along a curve with a grade a face is not flat.  Paired diagonals bulge it as its opposite one,
    so that a thin plate keeps its volume.
    """
    following = np.roll(rings, -1, axis=1)
    sides = np.stack([rings[:-1], following[:-1], following[1:], rings[1:]], axis=2)
    if paired:
        half = rings.shape[1] // 2
        sides[:, half:] = np.roll(sides[:, half:], -1, axis=2)
    return quads(sides.reshape(-1, 4, 3))


def _fan(ring: Array) -> Array:
    m = len(ring)
    return np.stack([np.repeat(ring[:1], m - 2, axis=0), ring[1:-1], ring[2:]], axis=1)


def cylinder(radius: float, bottom: float, top: float) -> Array:
    """Upright prism about the origin with the cross-section's area of the circle."""
    angle = np.arange(SIDES) * 2 * np.pi / SIDES
    radius *= float(np.sqrt(2 * np.pi / (SIDES * np.sin(2 * np.pi / SIDES))))
    round_ = radius * np.cos(angle), radius * np.sin(angle)
    levels = (np.full(SIDES, bottom), np.full(SIDES, top))
    return prism(np.stack([np.stack([*round_, z], axis=1) for z in levels]))
