"""Straight members, all at once: geometry, stiffness, mass, geometric stiffness, shape functions.

A member has twelve degrees of freedom in its own axes: ``ux uy uz rx ry rz`` at end i, then at
end j.  Bending uses the cubic displacement field that solves the unloaded Timoshenko beam, so
end forces and nodal displacements are exact for any load on the member; with GAy = GAz = inf it
is the Euler-Bernoulli beam.  Bedding uses the same field (a consistent matrix), hence bedded
members need dividing where the load on the ground changes quickly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, SupportsIndex

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.model import FORCE, Model

# Force acting on the member's end, in member axes, times these = section force (conventions.md).
SECTION_SIGN: Final = np.array(
    [[-1.0, 1.0, 1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0, -1.0, 1.0]]
)
_V: Final = np.array([1, 5, 7, 11])  # dofs that bend the member in its x-y plane
_W: Final = np.array([2, 4, 8, 10])  # ... and in its x-z plane, where ry = -dw/dx
_W_SIGN: Final = np.array([1.0, -1.0, 1.0, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """What statics needs of the m members, ready for use.

    length    : (m,)        between the member's own ends (offsets included)               [m]
    axes      : (m, 3, 3)   rows are the member's x, y, z in global axes
    transform : (m, 12, 12) member-end displacement in member axes from the two nodes' global
    phi       : (m, 2)      shear parameters 12 EIz / (GAy L2), 12 EIy / (GAz L2)           [-]
    stiffness : (m, 12, 12) member axes; bedding included, released components condensed out
    nodal     : (m, 12, 12) stiffness @ transform: member-end forces from nodal displacement
    bedding   : (m, 12, 12) the bedding's own part, (0, 12, 12) where no member is bedded
    released  : (q,)        members that have released components, in increasing order
    recover   : (q, 12, 12) displacement of their ends from that of the joints beside them
    slack     : (q, 12, 12) what a member load adds to that displacement, per unit of
                            equivalent force; zero outside released components
    """

    length: Array
    axes: Array
    transform: Array
    phi: Array
    stiffness: Array
    nodal: Array
    bedding: Array
    released: Ints
    recover: Array
    slack: Array

    def __post_init__(self) -> None:
        freeze(self)

    def condense(self, member: Ints, force: Array) -> Array:
        """Equivalent forces (k, 12) of unreleased members as their joints feel them."""
        row, is_released = self._released_rows(member)
        if not is_released.any():
            return force
        result = np.array(force)
        turned = self.recover[row[is_released]].transpose(0, 2, 1)
        result[is_released] = (turned @ force[is_released][..., None])[..., 0]
        return result

    def end_displacement(self, member: Ints, joint: Array, force: Array) -> Array:
        """Displacement of the member ends themselves, (..., k, 12) in member axes.

        joint : (..., k, 12) displacement of the joints in member axes
        force : (..., k, 12) equivalent forces of the member loads, not condensed
        """
        row, is_released = self._released_rows(member)
        if not is_released.any():
            return joint
        result = np.array(joint)
        pick = row[is_released]
        result[..., is_released, :] = (
            self.recover[pick] @ joint[..., is_released, :, None]
            + self.slack[pick] @ force[..., is_released, :, None]
        )[..., 0]
        return result

    def _released_rows(self, member: Ints) -> tuple[Ints, Bools]:
        if not len(self.released):
            return np.zeros(len(member), dtype=np.int64), np.zeros(len(member), dtype=bool)
        row = np.searchsorted(self.released, member)
        row = np.minimum(row, len(self.released) - 1)
        return row, self.released[row] == member


def member_axes(model: Model) -> tuple[Array, Array]:
    """Length (m,) [m] and axes (m, 3, 3), rows x, y, z in global axes."""
    ends = model.nodes[model.members] + model.offset
    along = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(along, axis=1)
    x = along / length[:, None]
    z = model.up - np.sum(model.up * x, axis=1)[:, None] * x
    z = z / np.linalg.norm(z, axis=1)[:, None]
    return length, np.stack([x, np.cross(z, x), z], axis=1)


def build_elements(model: Model) -> Elements:
    """Geometry and stiffness of every member of a valid model (see `validate`)."""
    length, axes = member_axes(model)
    transform = _transform(model, axes)
    phi = shear_parameters(model.rigidity, length)
    full = stiffness(model.rigidity, length, phi)
    bedding = np.zeros((0, 12, 12))
    if np.any(model.bedding):
        bedding = _quadrature_matrix(length, phi, model.bedding)
        full = full + bedding
    released, recover, slack = _releases(model, full)
    if len(released):
        turned = recover.transpose(0, 2, 1)
        before = np.sqrt(np.einsum("kii->ki", full[released]))
        loose = turned @ full[released] @ recover
        # what a release leaves of a term is rounding: a hinge must not stiffen its joint
        noise = 1e-13 * before[:, :, None] * before[:, None, :]
        full[released] = np.where(np.abs(loose) <= noise, 0.0, loose)
        if len(bedding):
            bedding[released] = turned @ bedding[released] @ recover
    return Elements(
        length, axes, transform, phi, full, full @ transform, bedding, released, recover, slack
    )


def shear_parameters(rigidity: Array, length: Array) -> Array:
    """phi = 12 EI / (GA L2) for bending in the x-y and x-z planes, (m, 2); 0 for GA = inf."""
    bending = rigidity[:, [2, 1]]
    return 12.0 * bending / (rigidity[:, 4:6] * length[:, None] ** 2)


def stiffness(rigidity: Array, length: Array, phi: Array) -> Array:
    """Member stiffness in member axes, (m, 12, 12) [N/m, N, N m].

    rigidity : (m, 6) EA, EIy, EIz, GJ, GAy, GAz

    Source: Przemieniecki, Theory of Matrix Structural Analysis (1968), section 5.6.
    Check:  EIy = 1, L = 1, no shear flexibility: k[2, 2] = 12, k[4, 4] = 4.
    """
    k = np.zeros((len(length), 12, 12))
    for dof, rigid in ((0, rigidity[:, 0]), (3, rigidity[:, 3])):
        value = rigid / length
        k[:, dof, dof] = k[:, dof + 6, dof + 6] = value
        k[:, dof, dof + 6] = k[:, dof + 6, dof] = -value
    for dofs, sign, bending, shear in (
        (_V, np.ones(4), rigidity[:, 2], phi[:, 0]),
        (_W, _W_SIGN, rigidity[:, 1], phi[:, 1]),
    ):
        k[:, dofs[:, None], dofs] = _bending(bending, length, shear) * np.outer(sign, sign)
    return k


def _bending(EI: Array, L: Array, phi: Array) -> Array:
    """(m, 4, 4) over (w_i, w'_i, w_j, w'_j), w' the rotation of the section."""
    a = EI / (L**3 * (1.0 + phi))
    k = np.empty((len(L), 4, 4))
    k[:, 0, 0] = k[:, 2, 2] = 12.0 * a
    k[:, 0, 2] = k[:, 2, 0] = -12.0 * a
    k[:, 0, 1] = k[:, 1, 0] = k[:, 0, 3] = k[:, 3, 0] = 6.0 * a * L
    k[:, 1, 2] = k[:, 2, 1] = k[:, 2, 3] = k[:, 3, 2] = -6.0 * a * L
    k[:, 1, 1] = k[:, 3, 3] = (4.0 + phi) * a * L**2
    k[:, 1, 3] = k[:, 3, 1] = (2.0 - phi) * a * L**2
    return k


def shape(length: Array, phi: Array, x: Array) -> Array:
    """Displacement and section rotation at x from the end displacements, (k, 6, 12).

    length : (k,) [m];  phi : (k, 2) [-];  x : (k,) distance from end i [m]
    rows   : ux uy uz rx ry rz at x, member axes;  columns : the twelve end dofs

    Source: Friedman and Kosmatka, Computers and Structures 47 (1993), 473-481.
    """
    s = np.zeros((len(length), 6, 12))
    t = x / length
    s[:, 0, 0] = s[:, 3, 3] = 1.0 - t
    s[:, 0, 6] = s[:, 3, 9] = t
    value, turn, _ = _cubic(length, phi[:, 0], t)
    s[:, 1, _V], s[:, 5, _V] = value, turn
    value, turn, _ = _cubic(length, phi[:, 1], t)
    s[:, 2, _W], s[:, 4, _W] = value * _W_SIGN, -turn * _W_SIGN
    return s


def _cubic(L: Array, phi: Array, t: Array) -> tuple[Array, Array, Array]:
    """Deflection, section rotation and slope dw/dx over (w_i, w'_i, w_j, w'_j), each (k, 4)."""
    m = 1.0 / (1.0 + phi)
    t2, t3, half = t * t, t * t * t, phi / 2.0
    one = np.ones_like(t)
    w = np.stack(
        [
            m * (1.0 - 3.0 * t2 + 2.0 * t3 + phi * (1.0 - t)),
            m * L * (t - 2.0 * t2 + t3 + half * (t - t2)),
            m * (3.0 * t2 - 2.0 * t3 + phi * t),
            m * L * (t3 - t2 + half * (t2 - t)),
        ],
        axis=1,
    )
    bend = 6.0 * m / L * (t2 - t)
    turn = np.stack(
        [
            bend,
            m * (1.0 - 4.0 * t + 3.0 * t2 + phi * (1.0 - t)),
            -bend,
            m * (3.0 * t2 - 2.0 * t + phi * t),
        ],
        axis=1,
    )
    slope = np.stack(
        [
            m / L * (6.0 * t2 - 6.0 * t - phi * one),
            m * (1.0 - 4.0 * t + 3.0 * t2 + half * (1.0 - 2.0 * t)),
            m / L * (6.0 * t - 6.0 * t2 + phi * one),
            m * (3.0 * t2 - 2.0 * t + half * (2.0 * t - 1.0)),
        ],
        axis=1,
    )
    return w, turn, slope


def mass_matrix(model: Model, elements: Elements) -> Array:
    """Consistent mass of every member in member axes, (m, 12, 12) [kg, kg m, kg m2].

    The mass sits on the member's axis; `model.rotary` turns with the section.  Released components
    follow the same shape as in statics.
    """
    density = np.repeat(model.mass[:, None], 3, axis=1)
    total = _quadrature_matrix(elements.length, elements.phi, density)
    if len(model.rotary):
        total += _quadrature_matrix(elements.length, elements.phi, model.rotary, first=3)
    return condensed(elements, total)


def geometric_stiffness(elements: Elements, axial: Array) -> Array:
    """Stiffness that an axial force (m,) [N], tension positive, adds; (m, 12, 12), member axes.

    Source: integral of N (v'2 + w'2) over the member with the shape functions of `shape`.
    Check:  N = 1, L = 1, no shear flexibility: k[2, 2] = 6/5, k[4, 4] = 2/15.
    """
    k = np.zeros((len(axial), 12, 12))
    points, weights = np.polynomial.legendre.leggauss(3)
    for plane, dofs, sign in ((0, _V, np.ones(4)), (1, _W, _W_SIGN)):
        for point, weight in zip(points, weights, strict=True):
            t = np.full(len(axial), 0.5 * (1.0 + point))
            _, _, slope = _cubic(elements.length, elements.phi[:, plane], t)
            slope = slope * sign
            factor = axial * elements.length * 0.5 * weight
            k[:, dofs[:, None], dofs] += factor[:, None, None] * (
                slope[:, :, None] * slope[:, None, :]
            )
    return condensed(elements, k)


def condensed(elements: Elements, matrix: Array) -> Array:
    """A member matrix (m, 12, 12) as the joints feel it when components are released."""
    if len(elements.released):
        turned = elements.recover.transpose(0, 2, 1)
        matrix[elements.released] = turned @ matrix[elements.released] @ elements.recover
    return matrix


def _quadrature_matrix(length: Array, phi: Array, density: Array, *, first: int = 0) -> Array:
    """Integral of shape' diag(density) shape over the member; density (m, 3) along x, y, z.

    first : 0 for the displacements of the axis, 3 for the turns of the section
    """
    result = np.zeros((len(length), 12, 12))
    points, weights = np.polynomial.legendre.leggauss(4)  # exact to degree 7; cubic squared is 6
    for point, weight in zip(points, weights, strict=True):
        s = shape(length, phi, 0.5 * (1.0 + point) * length)[:, first : first + 3]
        scale = 0.5 * weight * length[:, None] * density
        result += s.transpose(0, 2, 1) @ (scale[..., None] * s)
    return result


def _transform(model: Model, axes: Array) -> Array:
    """(m, 12, 12): rigid arm, then rotation into member axes, at both ends."""
    t = np.zeros((len(axes), 12, 12))
    for end in (0, 1):
        a, b = 6 * end, 6 * end + 3
        t[:, a : a + 3, a : a + 3] = t[:, b : b + 3, b : b + 3] = axes
        t[:, a : a + 3, b : b + 3] = -axes @ cross_matrix(model.offset[:, end])
    return t


def cross_matrix(vector: Array) -> Array:
    """(k, 3, 3) matrices A with A @ b = vector x b."""
    a = np.zeros((len(vector), 3, 3))
    a[:, 0, 1], a[:, 0, 2] = -vector[:, 2], vector[:, 1]
    a[:, 1, 0], a[:, 1, 2] = vector[:, 2], -vector[:, 0]
    a[:, 2, 0], a[:, 2, 1] = -vector[:, 1], vector[:, 0]
    return a


def _releases(model: Model, full: Array) -> tuple[Ints, Array, Array]:
    """Members with releases and their `recover` and `slack` matrices, pattern by pattern."""
    free = model.release.reshape(-1, 12)
    released = np.flatnonzero(free.any(axis=1))
    recover = np.zeros((len(released), 12, 12))
    slack = np.zeros_like(recover)
    if not len(released):
        return released, recover, slack
    patterns, which = np.unique(free[released], axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        rows = np.flatnonzero(which.ravel() == number)
        loose, kept = np.flatnonzero(pattern), np.flatnonzero(~pattern)
        k = full[released[rows]]
        inner = k[:, loose[:, None], loose]
        _require_stable(model, released[rows], loose, inner)
        inverse = np.linalg.inv(inner)
        slack[rows[:, None, None], loose[:, None], loose] = inverse
        recover[rows[:, None], kept, kept] = 1.0
        recover[rows[:, None, None], loose[:, None], kept] = -inverse @ k[:, loose[:, None], kept]
    return released, recover, slack


def _require_stable(model: Model, members: Ints, loose: Ints, inner: Array) -> None:
    """Refuse releases that leave the member loose between its own two ends."""
    diagonal = np.einsum("kii->ki", inner)
    safe = np.where(diagonal > 0.0, diagonal, 1.0)
    scaled = inner / np.sqrt(safe[:, :, None] * safe[:, None, :])
    is_loose = (np.linalg.eigvalsh(scaled)[:, 0] < 1e-12) | np.any(diagonal <= 0.0, axis=1)
    if is_loose.any():
        name = member_name(model, int(members[np.argmax(is_loose)]))
        parts = ", ".join(f"{FORCE[d % 6]} at end {'ij'[d // 6]}" for d in loose)
        raise ModelError(f"{name} is loose between its own ends: released in {parts}")


def member_name(model: Model, index: SupportsIndex) -> str:
    """``member 'AB'``, or by number where the model has no names."""
    named = bool(model.member_names)
    return f"member '{model.member_names[index]}'" if named else f"member {index}"


def node_name(model: Model, index: SupportsIndex) -> str:
    """``node 'A'``, or by number where the model has no names."""
    return f"node '{model.node_names[index]}'" if model.node_names else f"node {index}"
