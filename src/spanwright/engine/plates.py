"""Plates as a value: their corners, thickness and material; checked, picked, meshed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.plate_shape import (
    check_convex,
    quad,
)


@dataclass(frozen=True, slots=True, eq=False)
class Plates:
    """q flat (or slightly warped) quadrilaterals on the nodes of a model.

    corners   : (q, 4)  node indices round each plate; z follows the right hand
    thickness : (q,)                                                               [m]
    E         : (q,)    Young's modulus                                            [Pa]
    nu        : (q,)    Poisson's ratio, 0 to below 0.5
    density   : (q,)                                                               [kg/m3]
    along     : (q, 3)  its part in the plate is the x of the stress resultants
    shear     : (q,)    shear factor: 5/6 (Reissner, Mindlin) or inf, rigid in shear (Kirchhoff)
    """

    corners: Ints
    thickness: Array
    E: Array
    nu: Array
    density: Array
    along: Array
    shear: Array

    def __post_init__(self) -> None:
        freeze(self)

    @staticmethod
    def of(
        corners: Ints,
        thickness: Array | float,
        E: Array | float,
        nu: Array | float,
        *,
        density: Array | float = 0.0,
        along: Array | tuple[float, float, float] = (1.0, 0.0, 0.0),
        shear: Array | float = 5.0 / 6.0,
    ) -> Plates:
        """Plates from arrays or single values that hold for all."""
        rows = np.atleast_2d(np.asarray(corners, dtype=np.int64))

        def column(value: Array | float) -> Array:
            return np.array(np.broadcast_to(np.asarray(value, dtype=float), len(rows)))

        direction = np.array(np.broadcast_to(np.asarray(along, dtype=float), (len(rows), 3)))
        return Plates(
            rows,
            column(thickness),
            column(E),
            column(nu),
            column(density),
            direction,
            column(shear),
        )


def _is_positive(values: Array) -> Bools:
    return (values > 0) & np.isfinite(values)


def check_plates(nodes: Array, plates: Plates) -> None:
    """Refuse plates that cannot carry load, naming the first.

    raises ModelError: a corner that is not a node, a non-convex plate, a thickness, modulus or
    ratio out of range, more warp than a flat element can stand for (a quarter of the side)
    """
    corners = plates.corners
    outside = (corners < 0) | (corners >= len(nodes))
    if outside.any():
        row = int(np.argmax(outside.any(axis=1)))
        raise ModelError(f"plate {row}: node {int(corners[row][outside[row]][0])} does not exist")
    for name, values, good in (
        ("thickness must be above 0 m", plates.thickness, _is_positive(plates.thickness)),
        ("E must be above 0 Pa", plates.E, _is_positive(plates.E)),
        ("nu must be at least 0 and below 0.5", plates.nu, (plates.nu >= 0) & (plates.nu < 0.5)),
        ("density must not be negative", plates.density, plates.density >= 0),
        ("shear factor must be above 0 (inf: rigid in shear)", plates.shear, plates.shear > 0),
    ):
        wrong = ~good | np.isnan(values)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ModelError(f"plate {row}: {name} (got {values[row]:g})")
    if len(corners) == 0:
        return
    check_convex(nodes, corners)
    shape = quad(nodes[corners])
    side = np.min(np.linalg.norm(np.diff(shape.xy, axis=1, append=shape.xy[:, :1]), axis=2), axis=1)
    warped = np.abs(shape.warp).max(axis=1) > 0.25 * side
    if warped.any():
        row = int(np.argmax(warped))
        raise ModelError(
            f"plate {row}: corners lie {np.abs(shape.warp[row]).max():.3g} m off their mean plane, "
            "more than a quarter of the shortest side; use a finer mesh"
        )


def chosen(plates: Plates, rows: Ints) -> Plates:
    """A choice of plates, repeated where asked."""
    return Plates(
        plates.corners[rows],
        plates.thickness[rows],
        plates.E[rows],
        plates.nu[rows],
        plates.density[rows],
        plates.along[rows],
        plates.shear[rows],
    )


def mesh(corners: Array, along: int, across: int, *, first: int = 0) -> tuple[Array, Ints]:
    """A regular mesh of one four-sided region.

    corners : (4, 3) round the region; along : divisions from corner 0 to 1, across: 0 to 3
    returns : nodes ((along + 1) (across + 1), 3), node (i, j) at j (along + 1) + i, and the
              corners of the plates (along across, 4) counted from `first`
    """
    s = np.linspace(0.0, 1.0, along + 1)[None, :, None]
    t = np.linspace(0.0, 1.0, across + 1)[:, None, None]
    a, b, c, d = np.asarray(corners, dtype=float)
    nodes = (1 - s) * (1 - t) * a + s * (1 - t) * b + s * t * c + (1 - s) * t * d
    start = (np.arange(across)[:, None] * (along + 1) + np.arange(along)).ravel() + first
    quads = np.column_stack([start, start + 1, start + along + 2, start + along + 1])
    return nodes.reshape(-1, 3), quads.astype(np.int64)
