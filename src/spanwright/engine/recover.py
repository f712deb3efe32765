"""Forces that follow from displacements alone: mode shapes, time histories, staged increments."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.assembly import System, member_dofs, spring_rows
from spanwright.engine.element import SECTION_SIGN


def nodal_member_forces(system: System, displacement: Array) -> Array:
    """Forces that the members' ends take, in member axes, (c, m, 12), from (c, n, 6)."""
    full = displacement.reshape(len(displacement), -1).T
    ends = system.elements.nodal @ full[member_dofs(system.model)]
    return np.asarray(ends.transpose(2, 0, 1))


def member_forces(system: System, displacement: Array) -> Array:
    """Section forces N Vy Vz T My Mz inside both ends of members without loads, (c, m, 2, 6)."""
    ends = nodal_member_forces(system, displacement)
    return np.asarray(ends.reshape(len(displacement), -1, 2, 6) * SECTION_SIGN)


def spring_forces(system: System, displacement: Array) -> Array:
    """Forces of the springs along their own axes, (c, s, 6); signs of `statics.Solution`."""
    full = displacement.reshape(len(displacement), -1).T
    moved = (spring_rows(system.model) @ full).T.reshape(len(displacement), -1, 6)
    forces: Array = moved * system.model.springs.stiffness
    return forces


def held_forces(system: System, force: Array) -> Array:
    """The part of global nodal forces (6 n, c) along held degrees of freedom, (c, n, 6)."""
    nothing = np.zeros((len(system.free), force.shape[1]))
    only = system.expand(nothing, system.restrict_held(force))
    return np.ascontiguousarray(only.T).reshape(force.shape[1], -1, 6)
