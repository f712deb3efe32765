"""Bending and transverse shear of a quadrilateral, thin or thick, without locking.

Assumed-moment element: eleven equilibrated moment terms inside, with the shear forces that belong
to them, and on each side the deflection (cubic) and rotation (quadratic) of a beam flexible in
shear.  As the thickness goes to zero the sides become those of Kirchhoff, for thick plates they
carry the shear of Reissner and Mindlin; constant moment passes on any shape.

Sources: Pian, AIAA Journal 2 (1964) 1333 (assumed stress inside, displacements on the sides);
Katili, IJNME 36 (1993) 1885 (sides flexible in shear).  Motions here are (w, bx, by) with the
displacement u = z bx, v = z by; `shear` (q,) is the shear factor, 5/6 or infinity for
Kirchhoff's plate; moments have tension at +z positive and are turned in `shell`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.plate_shape import SIDE, gauss, gradients, side_vectors

_TERMS: Final = 11


class Sides(NamedTuple):
    """Sides 5..8: cosine (q, 4, 2), length (q, 4), middle (q, 4, 12): the rotation at mid-side
    beyond the linear one, from the corner motions; step (q, 4, 12): length times the turn between
    the side's ends."""

    cosine: Array
    length: Array
    middle: Array
    step: Array


def bending_moduli(E: Array, nu: Array, thickness: Array) -> Array:
    """Moments from curvatures, (q, 3, 3)  [N m]."""
    matrix = np.zeros((len(E), 3, 3))
    matrix[:, 0, 0] = matrix[:, 1, 1] = 1.0
    matrix[:, 0, 1] = matrix[:, 1, 0] = nu
    matrix[:, 2, 2] = 0.5 * (1 - nu)
    return matrix * (E * thickness**3 / (12 * (1 - nu**2)))[:, None, None]


def sides(xy: Array, nu: Array, thickness: Array, shear: Array) -> Sides:
    """Side motions; the mid-side rotation follows from shear = -(2/3) number middle."""
    along = side_vectors(xy)
    length = np.linalg.norm(along, axis=2)
    cosine = along / length[..., None]
    number = (2 / (shear * (1 - nu)))[:, None] * (thickness[:, None] / length) ** 2
    middle = np.zeros((len(xy), 4, 4, 3))
    step = np.zeros_like(middle)
    for side, (start, end) in enumerate(SIDE):
        factor = -0.75 / (1 + number[:, side])
        for corner, sign in ((start, -1.0), (end, 1.0)):
            middle[:, side, corner, 0] = sign * 2 * factor / length[:, side]
            middle[:, side, corner, 1:] = factor[:, None] * cosine[:, side]
            step[:, side, corner, 1:] = sign * along[:, side]
    return Sides(cosine, length, middle.reshape(-1, 4, 12), step.reshape(-1, 4, 12))


def _bulge(r: Array) -> tuple[Array, Array, Array, Array]:
    """Deflection of a side beyond the straight line at r in 0..1, and its slope by r.

    returns the factors of `step` and of length times `middle`, then their derivatives
    """
    even, odd = 0.5 * r * (1 - r), (2.0 / 3.0) * r * (1 - r) * (1 - 2 * r)
    return even, odd, 0.5 - r, (2.0 / 3.0) * (1 - 6 * r + 6 * r**2)


# how the four bulges reach into the plate: r along the side and the linear fade across it
_RUN: Final = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
_FADE: Final = np.array([[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])


def deflection_rows(
    xy: Array, nu: Array, thickness: Array, shear: Array, points: Array
) -> tuple[Array, Array]:
    """Deflection w (q, p, 12) and its local gradient (q, p, 2, 12) from the corner motions.

    The sides' deflections, faded linearly to the opposite side; used for loads, mass and
    geometric stiffness.
    """
    g = gradients(xy, points)
    side = sides(xy, nu, thickness, shear)
    r = 0.5 * (1 + points @ _RUN.T)
    fade = 0.5 * (1 + points @ _FADE.T)
    even, odd, even_r, odd_r = _bulge(r)
    cubic = side.middle * side.length[..., None]
    value = np.einsum("pk,qkb->qpb", fade * even, side.step)
    value += np.einsum("pk,qkb->qpb", fade * odd, cubic)
    value[..., 0::3] += g.corner
    # derivatives by xi and eta, then by x and y
    by_step = 0.5 * ((fade * even_r)[..., None] * _RUN + even[..., None] * _FADE)
    by_middle = 0.5 * ((fade * odd_r)[..., None] * _RUN + odd[..., None] * _FADE)
    natural = np.einsum("pkd,qkb->qpdb", by_step, side.step)
    natural += np.einsum("pkd,qkb->qpdb", by_middle, cubic)
    slope = g.inverse @ natural
    slope[..., 0::3] += g.corner_xy
    return value, slope


def _terms(xy: Array, at: Array) -> tuple[Array, Array]:
    """Eleven moment fields (q, p, 3, 11) and their shear forces (q, p, 2, 11) at (q, p, 2)."""
    scale = np.sqrt(np.mean(np.sum(xy**2, axis=2), axis=1))[:, None]
    x, y = at[..., 0] / scale, at[..., 1] / scale
    one = 1.0 / np.broadcast_to(scale, x.shape)
    moment = np.zeros((*x.shape, 3, _TERMS))
    shear = np.zeros((*x.shape, 2, _TERMS))
    for row in range(3):
        moment[..., row, row] = 1.0
        moment[..., row, 3 + 2 * row], moment[..., row, 4 + 2 * row] = x, y
    shear[..., 0, 3] = shear[..., 0, 8] = shear[..., 1, 6] = shear[..., 1, 7] = one
    # without the products the two twisting warps of a parallelogram would cost nothing
    moment[..., 0, 9] = moment[..., 1, 10] = x * y
    shear[..., 0, 9], shear[..., 1, 10] = y * one, x * one
    return moment, shear


def _flexibility(xy: Array, E: Array, nu: Array, thickness: Array, shear: Array) -> Array:
    """Energy of the moment terms, (q, 11, 11)."""
    g = gradients(xy, *gauss(3))
    moment, push = _terms(xy, np.einsum("pa,qac->qpc", g.corner, xy))
    soft = np.linalg.inv(bending_moduli(E, nu, thickness))
    slide = 2 * (1 + nu) / (shear * E * thickness)
    bend = np.einsum("qp,qpia,qij,qpjb->qab", g.weight, moment, soft, moment, optimize=True)
    energy: Array = bend + np.einsum(
        "qp,q,qpia,qpib->qab", g.weight, slide, push, push, optimize=True
    )
    return energy


def _leverage(xy: Array, nu: Array, thickness: Array, shear: Array) -> Array:
    """Work of the moment terms on the side motions, (q, 11, 12)."""
    side = sides(xy, nu, thickness, shear)
    root, weight = np.polynomial.legendre.leggauss(3)
    r, weight = 0.5 * (1 + root), 0.5 * weight
    even, odd, _, _ = _bulge(r)
    total = np.zeros((len(xy), _TERMS, 12))
    for k, (i, j) in enumerate(SIDE):
        c, s = side.cosine[:, k, 0], side.cosine[:, k, 1]
        start, end = xy[:, i], xy[:, j]
        moment, force = _terms(xy, start[:, None] * (1 - r)[:, None] + end[:, None] * r[:, None])
        normal = np.stack([s, -c], axis=1)
        tensor = np.stack([moment[..., [0, 2], :], moment[..., [2, 1], :]], axis=2)
        traction = np.einsum("qi,qpija->qpja", normal, tensor)
        push = np.einsum("qi,qpia->qpa", normal, force)
        along = np.einsum("qi,qpia->qpa", side.cosine[:, k], traction)
        turn = np.zeros((len(xy), 3, 2, 12))
        sink = even[:, None] * side.step[:, None, k]
        sink = sink + odd[:, None] * (side.middle * side.length[..., None])[:, None, k]
        for corner, share in ((i, 1 - r), (j, r)):
            turn[:, :, 0, 3 * corner + 1] = turn[:, :, 1, 3 * corner + 2] = share
            sink[:, :, 3 * corner] += share
        length = side.length[:, k]
        quadratic = (4 * r * (1 - r))[:, None] * side.middle[:, None, k]
        for left, right in ((along, quadratic), (push, sink)):
            total += np.einsum("p,q,qpa,qpb->qab", weight, length, left, right, optimize=True)
        total += np.einsum("p,q,qpia,qpib->qab", weight, length, traction, turn, optimize=True)
    return total


def stiffness(xy: Array, E: Array, nu: Array, thickness: Array, shear: Array) -> Array:
    """Stiffness (q, 12, 12) on (w, bx, by) of the four corners."""
    leverage = _leverage(xy, nu, thickness, shear)
    flexibility = _flexibility(xy, E, nu, thickness, shear)
    matrix: Array = np.swapaxes(leverage, 1, 2) @ np.linalg.solve(flexibility, leverage)
    return matrix


def force_rows(
    xy: Array, E: Array, nu: Array, thickness: Array, shear: Array, points: Array
) -> tuple[Array, Array]:
    """Moments (q, p, 3, 12) and shear forces (q, p, 2, 12) from the corner motions."""
    flexibility = _flexibility(xy, E, nu, thickness, shear)
    amount = np.linalg.solve(flexibility, _leverage(xy, nu, thickness, shear))[:, None]
    moment, push = _terms(xy, np.einsum("pa,qac->qpc", gradients(xy, points).corner, xy))
    return moment @ amount, push @ amount


def strain_forces(
    xy: Array, E: Array, nu: Array, thickness: Array, shear: Array, curvature: Array
) -> Array:
    """Corner forces (q, 12) that give the free element the imposed curvatures (q, 3)."""
    g = gradients(xy, *gauss(3))
    moment, _ = _terms(xy, np.einsum("pa,qac->qpc", g.corner, xy))
    work = np.einsum("qp,qpia,qi->qa", g.weight, moment, curvature)
    held = np.linalg.solve(_flexibility(xy, E, nu, thickness, shear), work[..., None])
    forces: Array = (np.swapaxes(_leverage(xy, nu, thickness, shear), 1, 2) @ held)[..., 0]
    return forces
