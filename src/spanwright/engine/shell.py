"""Flat four-node plates and shells that join frame members at the nodes, six motions each.

Stress resultants follow the signs of the section forces (conventions.md): n positive in tension;
m positive with tension at the -z face; q positive where the part behind pushes the part ahead
towards +z.  They are given along `along`, the direction each plate calls its x.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine import plate_bending, plate_membrane
from spanwright.engine.plate_shape import (
    CENTRE,
    CORNER,
    Quad,
    gauss,
    gradients,
    quad,
)
from spanwright.engine.plates import Plates, check_plates, chosen

RESULTANT: Final = ("nx", "ny", "nxy", "mx", "my", "mxy", "qx", "qy")
CORNERS: Final = CORNER
# rows of the (24,) motions that the membrane (u, v, rz) and the plate (w, ry, -rx) use
_MEMBRANE: Final = (6 * np.arange(4)[:, None] + np.array([0, 1, 5])).ravel()
_PLATE: Final = (6 * np.arange(4)[:, None] + np.array([2, 4, 3])).ravel()
_PLATE_SIGN: Final = np.tile([1.0, 1.0, -1.0], 4)


def _turn(shape: Quad) -> Array:
    """From global motions (24) of the corners to local motions (24) of their projections."""
    count = len(shape.axes)
    turn = np.zeros((count, 4, 6, 4, 6))
    # a warped corner drives its projection through a rigid arm along the normal
    arm = np.zeros((count, 4, 3, 3))
    arm[:, :, 0, 1], arm[:, :, 1, 0] = -shape.warp, shape.warp
    for corner in range(4):
        turn[:, corner, :3, corner, :3] = turn[:, corner, 3:, corner, 3:] = shape.axes
        turn[:, corner, :3, corner, 3:] = arm[:, corner] @ shape.axes
    return turn.reshape(count, 24, 24)


def _to_global(shape: Quad, local: Array) -> Array:
    turn = _turn(shape)
    matrix: Array = np.swapaxes(turn, 1, 2) @ local @ turn
    return matrix


def stiffness(nodes: Array, plates: Plates) -> Array:
    """Stiffness of each plate on the global motions of its four corners, (q, 24, 24).

    Plates of one shape and material, as in any regular mesh, are worked out once.
    """
    shape = quad(nodes[plates.corners])
    material = np.column_stack([plates.E, plates.nu, plates.thickness, plates.shear])
    count = len(material)
    alike = np.hstack(
        [shape.axes.reshape(count, 9), shape.xy.reshape(count, 8), shape.warp, material]
    )
    _, first, which = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    return _own_stiffness(Quad(*(part[first] for part in shape)), *material[first].T)[which.ravel()]


def _own_stiffness(shape: Quad, E: Array, nu: Array, thickness: Array, shear: Array) -> Array:
    local = np.zeros((len(E), 24, 24))
    local[:, _MEMBRANE[:, None], _MEMBRANE] = plate_membrane.stiffness(shape.xy, E, nu, thickness)
    sign = _PLATE_SIGN[:, None] * _PLATE_SIGN
    local[:, _PLATE[:, None], _PLATE] = sign * plate_bending.stiffness(
        shape.xy, E, nu, thickness, shear
    )
    return _to_global(shape, local)


def _motion_rows(shape: Quad, plates: Plates, points: Array) -> tuple[Array, Array]:
    """Local displacements u, v, w (q, p, 3, 24) and their gradients (q, p, 2, 3, 24)."""
    g = gradients(shape.xy, points)
    value = np.zeros((*g.weight.shape, 3, 24))
    slope = np.zeros((*g.weight.shape, 2, 3, 24))
    for axis in (0, 1):
        value[:, :, axis, axis::6] = g.corner
        slope[:, :, :, axis, axis::6] = g.corner_xy
    sink, tilt = plate_bending.deflection_rows(
        shape.xy, plates.nu, plates.thickness, plates.shear, points
    )
    value[:, :, 2, _PLATE] = sink * _PLATE_SIGN
    slope[:, :, :, 2, _PLATE] = tilt * _PLATE_SIGN
    return value, slope


def mass(nodes: Array, plates: Plates) -> Array:
    """Consistent mass of each plate with rotary inertia, (q, 24, 24)."""
    shape = quad(nodes[plates.corners])
    points, weights = gauss(4)
    g = gradients(shape.xy, points, weights)
    rows, _ = _motion_rows(shape, plates, points)
    weight = g.weight * (plates.density * plates.thickness)[:, None]
    local = np.einsum("qp,qpia,qpib->qab", weight, rows, rows, optimize=True)
    share = np.einsum("qp,pa,pb->qab", g.weight, g.corner, g.corner)
    share = share * (plates.density * plates.thickness**3 / 12)[:, None, None]
    for axis in (3, 4, 5):
        local[:, axis::6, axis::6] += share
    return _to_global(shape, local)


def geometric_stiffness(nodes: Array, plates: Plates, displacement: Array) -> Array:
    """Stiffness (q, 24, 24) of the membrane forces that a displacement field (n, 6) causes."""
    shape = quad(nodes[plates.corners])
    points, weights = gauss(3)
    weight = gradients(shape.xy, points, weights).weight
    motion = np.asarray(displacement)[plates.corners]
    forces = _local_resultants(shape, plates, motion, points)[..., :3]
    tensor = np.stack([forces[..., [0, 2]], forces[..., [2, 1]]], axis=-2)
    _, slope = _motion_rows(shape, plates, points)
    local = np.einsum("qp,qpica,qpij,qpjcb->qab", weight, slope, tensor, slope, optimize=True)
    return _to_global(shape, local)


def triplets(plates: Plates, matrices: Array) -> tuple[Ints, Ints, Array]:
    """Rows, columns and values of plate matrices (q, 24, 24) in the (6 n, 6 n) matrix.

    Degree of freedom d of node i stands in row 6 i + d.
    """
    dofs = (6 * plates.corners[:, :, None] + np.arange(6)).reshape(-1, 24)
    rows = np.repeat(dofs, 24, axis=1)
    columns = np.tile(dofs, (1, 24))
    return rows.ravel(), columns.ravel(), matrices.reshape(-1)


def _spread(nodes: Array, plates: Plates, matrices: Array) -> Any:
    rows, columns, values = triplets(plates, matrices)
    size = (6 * len(nodes), 6 * len(nodes))
    return sparse.coo_matrix((values, (rows, columns)), shape=size).tocsc()


def stiffness_matrix(nodes: Array, plates: Plates) -> Any:
    """Checked plates as a sparse (6 n, 6 n): the `extra` of `statics.prepare`."""
    check_plates(nodes, plates)
    return _spread(nodes, plates, stiffness(nodes, plates))


def mass_matrix(nodes: Array, plates: Plates) -> Any:
    """Sparse consistent mass (6 n, 6 n): the `extra_mass` of `modal.modes`."""
    return _spread(nodes, plates, mass(nodes, plates))


def geometric_matrix(nodes: Array, plates: Plates, displacement: Array) -> Any:
    """Sparse geometric stiffness (6 n, 6 n) of the membrane forces of a displacement (n, 6)."""
    return _spread(nodes, plates, geometric_stiffness(nodes, plates, displacement))


def _scatter(nodes: Array, plates: Plates, corner_forces: Array) -> Array:
    """Sum of corner forces (q, 4, 6) at the nodes, (n, 6)."""
    total = np.zeros((len(nodes), 6))
    np.add.at(total, plates.corners.ravel(), corner_forces.reshape(-1, 6))
    return total


def areas(nodes: Array, plates: Plates) -> Array:
    """Area of each plate, (q,)  [m2]."""
    total: Array = gradients(quad(nodes[plates.corners]).xy, *gauss(2)).weight.sum(axis=1)
    return total


def surface_forces(nodes: Array, plates: Plates, force: Array) -> Array:
    """Nodal forces (n, 6) of loads per plate area.

    force : (q, 3) or (3,) in global axes                                          [N/m2]
    """
    shape = quad(nodes[plates.corners])
    points, weights = gauss(3)
    weight = gradients(shape.xy, points, weights).weight
    full = np.broadcast_to(np.asarray(force, dtype=float), (len(weight), 3))
    local = np.einsum("qij,qj->qi", shape.axes, full)
    rows, _ = _motion_rows(shape, plates, points)
    held = np.einsum("qp,qpia,qi->qa", weight, rows, local, optimize=True)
    corner = np.einsum("qij,qi->qj", _turn(shape), held)
    return _scatter(nodes, plates, corner.reshape(-1, 4, 6))


def point_forces(nodes: Array, plates: Plates, plate: Ints, at: Array, force: Array) -> Array:
    """Nodal forces (n, 6) of forces at points of plates.

    plate : (k,);  at : (k, 2) natural coordinates;  force : (k, 3) global             [N]
    """
    shape = quad(nodes[plates.corners])
    corner = np.zeros((len(plate), 4, 6))
    turn = _turn(shape)
    # one call for each place on the plates; most loads use few, a scattered train one each
    places, which = np.unique(at, axis=0, return_inverse=True)
    for number, place in enumerate(places):
        row = np.flatnonzero(which.ravel() == number)
        some = chosen(plates, plate[row])
        axes = Quad(shape.axes[plate[row]], shape.xy[plate[row]], shape.warp[plate[row]])
        motion, _ = _motion_rows(axes, some, place[None])
        local = np.einsum("qij,qj->qi", axes.axes, force[row])
        held = np.einsum("qia,qi->qa", motion[:, 0], local)
        corner[row] = np.einsum("qij,qi->qj", turn[plate[row]], held).reshape(-1, 4, 6)
    total = np.zeros((len(nodes), 6))
    np.add.at(total, plates.corners[plate].ravel(), corner.reshape(-1, 6))
    return total


def pressure_forces(nodes: Array, plates: Plates, pressure: Array | float) -> Array:
    """Nodal forces (n, 6) of a pressure (q,) along each plate's +z                [Pa]."""
    normal = quad(nodes[plates.corners]).axes[:, 2]
    value = np.broadcast_to(np.asarray(pressure, dtype=float), len(normal))
    return surface_forces(nodes, plates, normal * value[:, None])


def weight_forces(nodes: Array, plates: Plates, gravity: float = 9.81) -> Array:
    """Nodal forces (n, 6) of the plates' own weight, downward."""
    down = np.zeros((len(plates.E), 3))
    down[:, 2] = -gravity * plates.density * plates.thickness
    return surface_forces(nodes, plates, down)


def strain_forces(nodes: Array, plates: Plates, strain: Array) -> Array:
    """Nodal forces (n, 6) of imposed strains (temperature, shrinkage).

    strain : (q, 6) ex, ey, gxy at mid-depth and curvatures kx, ky, kxy of the free plate along
             its output axes; curvature positive where it sags (-z face longer)      [-, 1/m]
    """
    shape = quad(nodes[plates.corners])
    E, nu, thickness = plates.E, plates.nu, plates.thickness
    turned = np.asarray(strain, dtype=float).copy()
    angle = -_output_angle(shape, plates)
    turned[:, :3] = _turn_strain(turned[:, :3], angle)
    turned[:, 3:] = -_turn_strain(turned[:, 3:], angle)
    local = np.zeros((len(E), 24))
    local[:, _MEMBRANE] = plate_membrane.strain_forces(shape.xy, E, nu, thickness, turned[:, :3])
    local[:, _PLATE] = _PLATE_SIGN * plate_bending.strain_forces(
        shape.xy, E, nu, thickness, plates.shear, turned[:, 3:]
    )
    corner = np.einsum("qij,qi->qj", _turn(shape), local).reshape(-1, 4, 6)
    return _scatter(nodes, plates, corner)


def _turn_strain(strain: Array, angle: Array) -> Array:
    """Engineering strains (q, 3) seen from axes turned by angle (q,)."""
    force = strain * np.array([1.0, 1.0, 0.5])
    turned: Array = _turn_tensor(force, angle) * np.array([1.0, 1.0, 2.0])
    return turned


def _turn_tensor(value: Array, angle: Array) -> Array:
    """Components xx, yy, xy (..., 3) seen from axes turned by angle (...)."""
    c, s = np.cos(angle), np.sin(angle)
    xx, yy, xy = value[..., 0], value[..., 1], value[..., 2]
    return np.stack(
        [
            c**2 * xx + s**2 * yy + 2 * s * c * xy,
            s**2 * xx + c**2 * yy - 2 * s * c * xy,
            s * c * (yy - xx) + (c**2 - s**2) * xy,
        ],
        axis=-1,
    )


def _output_angle(shape: Quad, plates: Plates) -> Array:
    """Angle from local x to the plate's `along`, (q,); refused where along is the normal."""
    part = np.einsum("qij,qj->qi", shape.axes, plates.along)
    flat = np.hypot(part[:, 0], part[:, 1])
    lost = flat < 1e-6 * np.linalg.norm(plates.along, axis=1)
    if lost.any():
        raise ModelError(
            f"plate {int(np.argmax(lost))}: `along` stands normal to the plate; choose another "
            "direction for its stress resultants"
        )
    angle: Array = np.arctan2(part[:, 1], part[:, 0])
    return angle


def _local_resultants(shape: Quad, plates: Plates, motion: Array, points: Array) -> Array:
    """Resultants (..., q, p, 8) in local axes, tension at +z positive for moments."""
    E, nu, thickness = plates.E, plates.nu, plates.thickness
    flat = motion.reshape(*motion.shape[:-2], 24)
    local = np.einsum("qij,...qj->...qi", _turn(shape), flat)
    membrane = plate_membrane.force_rows(shape.xy, E, nu, thickness, points)
    moment, shear = plate_bending.force_rows(shape.xy, E, nu, thickness, plates.shear, points)
    plate = local[..., _PLATE] * _PLATE_SIGN
    return np.concatenate(
        [
            np.einsum("qpia,...qa->...qpi", membrane, local[..., _MEMBRANE]),
            np.einsum("qpia,...qa->...qpi", moment, plate),
            np.einsum("qpia,...qa->...qpi", shear, plate),
        ],
        axis=-1,
    )


def resultants(
    nodes: Array,
    plates: Plates,
    displacement: Array,
    *,
    at: Array = CENTRE,
    strain: Array | None = None,
) -> Array:
    """Stress resultants at points of every plate, (..., q, p, 8) in the order of RESULTANT.

    displacement : (..., n, 6) global motions of the nodes
    at           : (p, 2) natural coordinates in -1..1; `CORNERS` for the four corners
    strain       : (..., q, 6) imposed strains that act in the same case (see strain_forces)
    units        : n and q [N/m], m [N m/m]

    Where a plate flexible in shear is divided into pieces about as long as it is thick (half to
    five thicknesses) q comes out up to a tenth low in twisted regions while m stays within a
    percent; with shear = inf, or finer pieces, q converges with the square of the size.
    """
    motion = np.asarray(displacement, dtype=float)[..., plates.corners, :]
    return corner_resultants(nodes, plates, motion, at=at, strain=strain)


def corner_resultants(
    nodes: Array,
    plates: Plates,
    motion: Array,
    *,
    at: Array = CENTRE,
    strain: Array | None = None,
) -> Array:
    """`resultants` from each plate's own corner motions (..., q, 4, 6), e.g. since its birth."""
    shape = quad(nodes[plates.corners])
    angle = _output_angle(shape, plates)[:, None]
    local = _local_resultants(shape, plates, motion, at)
    c, s = np.cos(angle), np.sin(angle)
    qx, qy = local[..., 6], local[..., 7]
    shear = np.stack([c * qx + s * qy, c * qy - s * qx], axis=-1)
    membrane = _turn_tensor(local[..., :3], angle)
    moment = -_turn_tensor(local[..., 3:6], angle)
    if strain is not None:
        given = np.asarray(strain, dtype=float)[..., None, :]
        plane = plate_bending.bending_moduli(plates.E, plates.nu, plates.thickness)
        stretch = plane * (12 / plates.thickness**2)[:, None, None]
        membrane = membrane - np.einsum("qij,...qpj->...qpi", stretch, given[..., :3])
        moment = moment - np.einsum("qij,...qpj->...qpi", plane, given[..., 3:])
    return np.concatenate([membrane, moment, -shear], axis=-1)
