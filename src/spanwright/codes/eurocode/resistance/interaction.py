"""Axial force and biaxial bending of reinforced concrete sections (EN 1992-1-1 6.1).

Plane sections, parabola-rectangle concrete, bilinear bars with a horizontal upper branch.  The
concrete is integrated exactly: its stress is a power law between two levels and its width is
linear between corners (polygons) or smooth in the angle (circles), so a few Gauss points do.

A direction theta is where the section is compressed: 0 at +y, pi/2 at +z.  M_y and M_z are positive
when +z and +y are compressed; N is given as compression, positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.concrete_section import ConcreteSection
from spanwright.datum.arrays import Array, freeze

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_BISECTIONS: Final = 60
_RAYS_EPS: Final = 1e-12


def _levels(section: ConcreteSection, direction: Array) -> tuple[Array, Array]:
    """Highest and lowest level of the concrete along each direction.  (n,) [m]"""
    if section.radius > 0:
        top = np.full(direction.shape, section.radius)
        return top, -top
    v = np.outer(np.cos(direction), section.corners[:, 0]) + np.outer(
        np.sin(direction), section.corners[:, 1]
    )
    return v.max(axis=1), v.min(axis=1)


def _strain_plane(section: ConcreteSection, state: Array, height: Array) -> tuple[Array, Array]:
    """Strain at the most compressed fibre and strain per metre below it, for states 0 to 2.

    0 to 1: that fibre is at eps_cu2 and the compressed depth is state x height; 1 to 2: strains
    turn about the level eps_c2 (3/7 of the height below the top for normal strengths) to uniform.
    """
    deep = np.maximum(state, 1e-9)
    bending = section.eps_cu2 / (np.minimum(deep, 1.0) * height)
    pivot = (1.0 - section.eps_c2 / section.eps_cu2) * height
    top = section.eps_cu2 + (section.eps_c2 - section.eps_cu2) * np.clip(state - 1.0, 0.0, 1.0)
    return top, np.where(state <= 1.0, bending, (top - section.eps_c2) / pivot)


def _concrete_stress(section: ConcreteSection, strain: Array) -> Array:
    share = np.clip(strain / section.eps_c2, 0.0, 1.0)
    return np.asarray(section.f_cd * (1.0 - (1.0 - share) ** section.exponent), dtype=float)


def _circle(section: ConcreteSection, top: Array, slope: Array) -> tuple[Array, Array, Array]:
    """N, moment along and across the direction of the concrete of a circle.  (n,)"""
    r = section.radius
    # v = r sin(t): the chord 2 r cos(t) and dv are smooth in t.
    full = np.maximum(slope, 1e-12)
    edges = [
        np.full_like(top, -r),
        np.clip(r - top / full, -r, r),
        np.clip(r - (top - section.eps_c2) / full, -r, r),
        np.full_like(top, r),
    ]
    angle = np.arcsin(np.stack(edges) / r)
    middle, half = 0.5 * (angle[1:] + angle[:-1]), 0.5 * (angle[1:] - angle[:-1])
    t = middle[..., None] + half[..., None] * _POINTS
    v = r * np.sin(t)
    stress = _concrete_stress(section, top[:, None] - slope[:, None] * (r - v))
    part = stress * 2.0 * (r * np.cos(t)) ** 2 * (half[..., None] * _WEIGHTS)
    return part.sum(axis=(0, 2)), (part * v).sum(axis=(0, 2)), np.zeros_like(top)


def _polygon(
    section: ConcreteSection, direction: Array, top: Array, slope: Array, high: Array
) -> tuple[Array, Array, Array]:
    """N, moment along and across the direction of the concrete of a polygon.  (n,)"""
    c, s = np.cos(direction)[:, None], np.sin(direction)[:, None]
    y, z = section.corners.T
    v, u = c * y + s * z, -s * y + c * z
    full = np.maximum(slope, 1e-12)
    zero, knee = high - top / full, high - (top - section.eps_c2) / full
    low = v.min(axis=1)
    levels = np.column_stack([v, np.clip(zero, low, high), np.clip(knee, low, high)])
    levels.sort(axis=1)
    middle = 0.5 * (levels[:, 1:] + levels[:, :-1])
    half = 0.5 * (levels[:, 1:] - levels[:, :-1])
    at = (middle[..., None] + half[..., None] * _POINTS).reshape(top.size, -1)
    weight = (half[..., None] * _WEIGHTS).reshape(top.size, -1)
    v2, u2 = np.roll(v, -1, axis=1), np.roll(u, -1, axis=1)
    rise = v2 - v
    crossed = (np.minimum(v, v2)[:, None, :] < at[..., None]) & (
        at[..., None] < np.maximum(v, v2)[:, None, :]
    )
    share = (at[..., None] - v[:, None, :]) / np.where(rise == 0, 1.0, rise)[:, None, :]
    reach = u[:, None, :] + share * (u2 - u)[:, None, :]
    # Anticlockwise, with v to the right: the upper end of a chord is on an edge that runs back.
    side = np.where(crossed, -np.sign(rise)[:, None, :], 0.0)
    chord = (side * reach).sum(axis=2)
    first = (side * reach**2).sum(axis=2) / 2
    stress = _concrete_stress(section, top[:, None] - slope[:, None] * (high[:, None] - at))
    stress = stress * weight
    return (stress * chord).sum(axis=1), (stress * chord * at).sum(axis=1), (stress * first).sum(1)


@dataclass(frozen=True, slots=True, eq=False)
class SectionForces:
    """N (compression) and moments of strain states, each (n,).  [N], [N m]"""

    compression: Array
    moment_y: Array
    moment_z: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.1", "Figure 6.1", tag="remembered")
def section_forces(
    section: ConcreteSection, direction: ArrayLike, state: ArrayLike
) -> SectionForces:
    """Forces at the ultimate strain states of a section.

    direction : (n,) where it is compressed [rad]
    state     : (n,) 0 to 1 compressed depth over the height; 1 to 2 on to uniform compression
    """
    theta, p = (np.atleast_1d(a) for a in together(direction, state))
    high, low = _levels(section, theta)
    top, slope = _strain_plane(section, p, high - low)
    if section.radius > 0:
        # A circle is the same all round: one state is worked out once for all directions.
        _, first, back = np.unique(p, return_index=True, return_inverse=True)
        force, along, across = (row[back] for row in _circle(section, top[first], slope[first]))
    else:
        force, along, across = _polygon(section, theta, top, slope, high)
    c, s = np.cos(theta), np.sin(theta)
    level = np.outer(c, section.bar_y) + np.outer(s, section.bar_z)
    strain = top[:, None] - slope[:, None] * (high[:, None] - level)
    stress = np.clip(section.E_s * strain, -section.f_yd, section.f_yd)
    if section.displaced:
        stress = stress - _concrete_stress(section, strain)
    bars = stress * section.bar_area
    return SectionForces(
        compression=force + bars.sum(axis=1),
        moment_y=s * along + c * across + bars @ section.bar_z,
        moment_z=c * along - s * across + bars @ section.bar_y,
    )


def farthest_bar_strain(section: ConcreteSection, direction: ArrayLike, state: ArrayLike) -> Array:
    """Tensile strain of the bar farthest from the compressed edge, at states of `section_forces`.

    (n,), compression negative
    """
    theta, p = (np.atleast_1d(a) for a in together(direction, state))
    high, low = _levels(section, theta)
    top, slope = _strain_plane(section, p, high - low)
    level = np.outer(np.cos(theta), section.bar_y) + np.outer(np.sin(theta), section.bar_z)
    return np.asarray(slope * (high - level.min(axis=1)) - top, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class MomentResistance:
    """Resistance at given axial forces and directions of compression, each (n,).

    moment   : resultant M_Rd [N m], nan where the axial force alone is too much
    moment_y, moment_z : its parts;  state : strain state;  depth : compressed depth x [m]
    """

    moment: Array
    moment_y: Array
    moment_z: Array
    state: Array
    depth: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.1", tag="remembered")
def moment_resistance(
    section: ConcreteSection, compression: ArrayLike, direction: ArrayLike = np.pi / 2
) -> MomentResistance:
    """M_Rd(N), the strain state found by bisection: N grows steadily from state 0 to 2.

    compression : (n,) N_Ed, compression positive [N];  direction : (n,) compressed side [rad]
    Check: D 1800, 36 d32 on r 810, C35, B500 (bars added): N 0, 5, 10, 20 MN give 8860.2,
    11,282.9, 13,089.0, 14,854.7 kNm.
    """
    wanted, theta = (np.atleast_1d(a) for a in together(compression, direction))
    low, high = np.zeros_like(wanted), np.full_like(wanted, 2.0)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        less = section_forces(section, theta, middle).compression < wanted
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    state = 0.5 * (low + high)
    forces = section_forces(section, theta, state)
    outside = (wanted > section.greatest_compression) | (wanted < -section.greatest_tension)
    top, bottom = _levels(section, theta)
    my, mz = (np.where(outside, np.nan, m) for m in (forces.moment_y, forces.moment_z))
    return MomentResistance(
        np.hypot(my, mz), my, mz, state, np.where(state <= 1.0, state, np.inf) * (top - bottom)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Interaction surface of one section, tabulated for many load combinations.

    direction : (d,) [rad], all round;  compression, moment_y, moment_z : (d, p)  [N], [N m]
    """

    direction: Array
    compression: Array
    moment_y: Array
    moment_z: Array

    def __post_init__(self) -> None:
        freeze(self)

    def contour(self, compression: Array) -> tuple[Array, Array]:
        """M_y and M_z round the section at given axial forces.  (n,) -> (n, d) twice"""
        shape = (compression.size, self.direction.size)
        my, mz = np.empty(shape), np.empty(shape)
        for j, row in enumerate(self.compression):
            my[:, j] = np.interp(compression, row, self.moment_y[j])
            mz[:, j] = np.interp(compression, row, self.moment_z[j])
        return my, mz


@clause("EN 1992-1-1:2004", "6.1", tag="remembered")
def interaction_surface(
    section: ConcreteSection, *, directions: int = 144, states: int = 240
) -> Surface:
    """Tabulate a section; chords between the points stay inside the convex surface, so what is
    interpolated is on the safe side by 0.02 % as a rule, 0.15 % at the worst."""
    turn = 2 * np.pi * np.arange(directions) / directions
    if section.radius > 0:
        theta = turn
    else:  # even steps of the moment's direction: closer ones across the longer side
        side = np.ptp(section.corners, axis=0)
        theta = np.arctan2(np.sin(turn) / side[1], np.cos(turn) / side[0])
    # Closer steps where the compressed zone is small: the bars yield one after the other there.
    p = np.concatenate([np.linspace(0.0, 1.0, states) ** 1.5, 1.0 + np.linspace(0, 1, states)[1:]])
    grid = np.meshgrid(theta, p, indexing="ij")
    forces = section_forces(section, grid[0].ravel(), grid[1].ravel())
    shape = grid[0].shape
    compression = np.maximum.accumulate(forces.compression.reshape(shape), axis=1)
    return Surface(
        theta, compression, forces.moment_y.reshape(shape), forces.moment_z.reshape(shape)
    )


@dataclass(frozen=True, slots=True, eq=False)
class InteractionUse:
    """Utilisation of a section, each (n,).

    resistance : M_Rd at N_Ed in the direction of the moment, 0 where N_Ed alone is too much [N m]
    moment     : M_Ed, resultant;  axial : N_Ed over the greatest compression or tension
    utilisation: M_Ed/M_Rd, not less than ``axial``
    """

    resistance: Array
    moment: Array
    axial: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.1", "5.8.9", tag="remembered")
def interaction_use(
    surface: Surface, compression: ArrayLike, moment_y: ArrayLike, moment_z: ArrayLike
) -> InteractionUse:
    """Utilisation of many load combinations at constant axial force.

    compression, moment_y, moment_z : (n,) [N], [N m]
    Where the axial force alone is too much the utilisation is its own ratio, above 1.
    """
    n, my, mz = (np.atleast_1d(a) for a in together(compression, moment_y, moment_z))
    cy, cz = surface.contour(n)
    demand = np.hypot(my, mz)
    unit = np.where(demand > 0, demand, 1.0)
    dy, dz = np.where(demand > 0, my / unit, 1.0), np.where(demand > 0, mz / unit, 0.0)
    along = cy * dy[:, None] + cz * dz[:, None]
    across = cz * dy[:, None] - cy * dz[:, None]
    nxt_along, nxt_across = np.roll(along, -1, axis=1), np.roll(across, -1, axis=1)
    # The ray meets the edge of the contour that crosses the line "across = 0".
    cross = (across <= 0) != (nxt_across <= 0)
    share = across / np.where(cross, across - nxt_across, 1.0)
    meet = np.where(cross, along + share * (nxt_along - along), -np.inf)
    most, least = surface.compression[:, -1].max(), surface.compression[:, 0].min()
    axial = np.where(n >= 0, n / most, n / least if least < 0 else np.where(n < 0, np.inf, 0.0))
    resistance = np.where(axial > 1.0, 0.0, np.maximum(meet.max(axis=1), 0.0))
    ratio = np.where(
        demand <= 0, 0.0, demand / np.maximum(resistance, np.maximum(demand, 1.0) * _RAYS_EPS)
    )
    use = np.where(axial > 1.0, axial, np.maximum(ratio, axial))
    return InteractionUse(resistance, demand, axial, use)
