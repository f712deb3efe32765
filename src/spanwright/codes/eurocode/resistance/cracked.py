"""Stresses of cracked concrete sections under axial force and biaxial bending, linear elastic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.concrete_section import ConcreteSection
from spanwright.datum.arrays import Array, floats, freeze

RINGS: Final = 24  # fibres across a radius; twice as many across a side
ROUNDS: Final = 60
SETTLED: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class CrackedStresses:
    """Each (n,): greatest tension of a bar and greatest compression of the concrete, both positive
    [Pa]; compressed depth x and effective depth d along the strain's direction [m]."""

    bars: Array
    concrete: Array
    compressed: Array
    depth: Array

    def __post_init__(self) -> None:
        freeze(self)


def fibres(section: ConcreteSection) -> tuple[Array, Array, Array]:
    """Positions and areas of the concrete's fibres.  (f,) y, z [m], area [m2]"""
    if section.radius > 0:
        edges = np.linspace(0.0, section.radius, RINGS + 1)
        turn = (np.arange(3 * RINGS) + 0.5) * 2 * np.pi / (3 * RINGS)
        half = np.pi / (3 * RINGS)
        ring = np.pi * np.diff(edges**2) / (3 * RINGS)
        # the centroid of each piece, so that the second moment settles with the square of the size
        middle = 2 / 3 * np.diff(edges**3) / np.diff(edges**2) * np.sin(half) / half
        y, z = np.outer(middle, np.cos(turn)).ravel(), np.outer(middle, np.sin(turn)).ravel()
        return y, z, np.repeat(ring, 3 * RINGS)
    low, high = section.corners.min(axis=0), section.corners.max(axis=0)
    step = (high - low) / (2 * RINGS)
    grid = [low[k] + (np.arange(2 * RINGS) + 0.5) * step[k] for k in (0, 1)]
    y, z = (a.ravel() for a in np.meshgrid(*grid, indexing="ij"))
    inside = np.zeros(y.shape, dtype=bool)
    for (a, b), (c, d) in zip(section.corners, np.roll(section.corners, -1, axis=0), strict=True):
        crosses = (b > z) != (d > z)
        rise = np.where(d == b, 1.0, d - b)
        inside ^= crosses & (y < a + (z - b) / rise * (c - a))
    y, z = y[inside], z[inside]
    return y, z, np.full(y.size, section.concrete_area / max(y.size, 1))


@clause("EN 1992-1-1:2004", "7.1(2), 7.2", tag="computed")
def cracked_stresses(
    section: ConcreteSection,
    compression: ArrayLike,
    moment_y: ArrayLike,
    moment_z: ArrayLike,
    ratio: float,
) -> CrackedStresses:
    """Plane strain with no tension in the concrete, by Newton's method.

    compression, moment_y, moment_z : (n,) at the centre; M_y, M_z positive compress +z, +y
    ratio : E_s/E_c
    The energy of such a section is convex, so the rounds settle on the one equilibrium there is.
    """
    n, my, mz = (np.atleast_1d(a) for a in together(compression, moment_y, moment_z))
    y, z, area = fibres(section)
    by, bz = section.bar_y, section.bar_z
    mesh = np.column_stack([np.ones(y.size), z, y])  # strain = e0 + kz z + ky y, compression +
    rods = np.column_stack([np.ones(by.size), bz, by])
    steel = (ratio * section.bar_area)[:, None] * rods
    always = rods.T @ steel  # (3, 3), stresses in units of E_c
    load = np.stack([n, my, mz], axis=1)
    whole = always + mesh.T @ (area[:, None] * mesh)
    state = load @ np.linalg.inv(whole).T
    scale = np.linalg.norm(state, axis=1).max(initial=0.0)
    for _ in range(ROUNDS):
        pressed = (state @ mesh.T > 0).astype(float)
        stiff = always + np.einsum("nf,f,fa,fb->nab", pressed, area, mesh, mesh, optimize=True)
        new = np.linalg.solve(stiff, load[..., None])[..., 0]
        change = np.abs(new - state).max(initial=0.0)
        state = new
        if change <= SETTLED * scale:
            break
    bars = -(state @ rods.T)
    concrete = state @ mesh.T
    slope = np.hypot(state[:, 1], state[:, 2])
    unit = np.where(slope > 0, slope, 1.0)
    level = (state[:, 1:] / unit[:, None]) @ rods[:, 1:].T
    top = _top(section, state[:, 1:] / unit[:, None])
    edge = state[:, 0] + slope * top
    compressed = np.where(slope > 0, np.clip(edge, 0.0, None) / unit, np.inf)
    return CrackedStresses(
        ratio * np.maximum(bars.max(axis=1), 0.0),
        np.maximum(np.maximum(concrete.max(axis=1), edge), 0.0),
        compressed,
        top - level.min(axis=1),
    )


def _top(section: ConcreteSection, direction: Array) -> Array:
    """Level of the most compressed edge.  direction (n, 2) of z and y -> (n,) [m]"""
    if section.radius > 0:
        return np.full(len(direction), section.radius)
    points = section.corners[:, ::-1]
    return floats((direction @ points.T).max(axis=1))
