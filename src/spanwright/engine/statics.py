"""Linear statics: many load cases on one factor, and what follows from the displacements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.assembly import System, assemble, member_dofs, spring_rows
from spanwright.engine.element import SECTION_SIGN, shape
from spanwright.engine.loads import Loads
from spanwright.engine.memberload import (
    Pushes,
    all_rows,
    equivalent,
    line_pushes,
    point_pushes,
    pushes_before,
)
from spanwright.engine.model import LINK, Model
from spanwright.engine.solver import Factor, NotPositiveDefinite, factorise
from spanwright.engine.validate import check_loads, check_model, describe_motion


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A model that has been checked, assembled and factorised; solve with it as often as needed."""

    system: System
    factor: Factor

    @property
    def model(self) -> Model:
        """The model itself."""
        return self.system.model


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Linear response of c load cases.  Signs: conventions.md.

    displacement : (c, n, 6)    global                                            [m, rad]
    reaction     : (c, n, 6)    of held degrees of freedom, global                [N, N m]
    spring_force : (c, s, 6)    stiffness times movement of `node` against `other` (or the
                   ground), in spring axes; the force put on `other`, minus that on `node`
    end_force    : (c, m, 2, 6) N Vy Vz T My Mz just inside end i and end j       [N, N m]
    equilibrium_residual : (c,) loads against all support forces and moments, relative    [-]
    names        : (c,) load cases
    """

    displacement: Array
    reaction: Array
    spring_force: Array
    end_force: Array
    equilibrium_residual: Array
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


def prepare(model: Model, extra: Any = None) -> Prepared:
    """Check, assemble and factorise; `extra` is the stiffness (6 n, 6 n) of further elements.

    Raises ModelError that names the node and the free movement of a mechanism.
    """
    check_model(model, extra)
    system = assemble(model, extra)
    try:
        factor = factorise(system.reduce(system.stiffness))
    except NotPositiveDefinite as error:
        raise ModelError(describe_motion(system, error.motion)) from error
    return Prepared(system, factor)


def solve(model: Model | Prepared, loads: Loads) -> Solution:
    """Displacements, reactions, spring and section forces of every load case.

    One step of iterative refinement keeps the residual at rounding level.
    """
    ready = model if isinstance(model, Prepared) else prepare(model)
    system = ready.system
    check_loads(system.model, system.elements.length, loads)
    members = equivalent(system.model, system.elements, loads)
    force = load_vector(system, loads, members)
    settled = _settlement(system, loads)
    moved = system.expand(np.zeros((len(system.free), force.shape[1])), settled)
    right = system.restrict(force - system.stiffness @ moved)
    free = ready.factor.solve(right)
    full = system.expand(free, settled)
    free = free + ready.factor.solve(system.restrict(force - system.stiffness @ full))
    full = system.expand(free, settled)
    unbalanced = system.stiffness @ full - force
    reaction = system.expand(np.zeros_like(free), system.restrict_held(unbalanced))
    return _recover(system, loads, members, full, reaction)


def load_vector(
    system: System, loads: Loads, members: tuple[Ints, Ints, Array] | None = None
) -> Array:
    """Nodal forces (6 n, c), global, that replace all loads but settlements.

    members : what `memberload.equivalent` gives, when it is already known
    """
    cases, member, local = members or equivalent(system.model, system.elements, loads)
    joint = system.elements.condense(member, local)
    glob = (joint[:, None, :] @ system.elements.transform[member])[:, 0]
    dof = member_dofs(system.model)[member]
    rows = np.concatenate([dof.ravel(), (6 * loads.node[:, None] + np.arange(6)).ravel()])
    columns = np.concatenate([np.repeat(cases, 12), np.repeat(loads.node_case, 6)])
    values = np.concatenate([glob.ravel(), loads.node_force.ravel()])
    size = (system.size, len(loads.names))
    return np.asarray(sparse.coo_matrix((values, (rows, columns)), shape=size).toarray())


def _settlement(system: System, loads: Loads) -> Array:
    """(h, c) forced movements of the held degrees of freedom, along the support's axes."""
    full = np.zeros((system.size, len(loads.names)))
    np.add.at(
        full, (6 * loads.settle_node + loads.settle_dof, loads.settle_case), loads.settle_value
    )
    return np.asarray(full[system.held])


def _recover(
    system: System,
    loads: Loads,
    members: tuple[Ints, Ints, Array],
    full: Array,
    reaction: Array,
) -> Solution:
    model, elements = system.model, system.elements
    count = full.shape[1]
    ends = elements.nodal @ full[member_dofs(model)]  # (m, 12, c)
    case, member, local = members
    # One running sum an end force, the clamped ends taken off in the order of the loads.
    at = (member[:, None] * 12 + np.arange(12)) * count + case[:, None]
    clamped = elements.condense(member, local)
    summed = np.bincount(
        np.concatenate([np.arange(ends.size), at.ravel()]),
        weights=np.concatenate([ends.ravel(), -clamped.ravel()]),
    )
    ends = np.asarray(summed, dtype=float).reshape(ends.shape)
    end_force = ends.transpose(2, 0, 1).reshape(count, -1, 2, 6) * SECTION_SIGN
    movement = (spring_rows(model) @ full).T.reshape(count, -1, 6)
    spring_force = movement * model.springs.stiffness
    residual = _equilibrium(system, loads, local, full, reaction, spring_force)
    nodes = (count, len(model.nodes), 6)
    return Solution(
        np.ascontiguousarray(full.T).reshape(nodes),
        np.ascontiguousarray(reaction.T).reshape(nodes),
        spring_force,
        end_force,
        residual,
        loads.names,
    )


def _equilibrium(
    system: System,
    loads: Loads,
    local: Array,
    full: Array,
    reaction: Array,
    spring_force: Array,
) -> Array:
    """Largest of the six sums of loads and support forces over their size, (c,).

    The loads are summed as given, not as their nodal equivalents, so this also checks those.
    """
    model, elements = system.model, system.elements
    count = full.shape[1]
    centre = model.nodes.mean(axis=0)
    size = float(np.ptp(model.nodes, axis=0).max()) or 1.0
    total, scale = np.zeros((count, 6)), np.zeros((count, 2))

    def sums(at: Array, force: Array) -> Array:
        """Forces, moments about the centre, and the sizes of both, (..., 8)."""
        moment = force[..., 3:] + np.cross(at - centre, force[..., :3])
        size = [np.abs(part).sum(axis=-1, keepdims=True) for part in (force[..., :3], moment)]
        return np.concatenate([force[..., :3], moment, *size], axis=-1)

    def add(case: Ints, at: Array, force: Array) -> None:
        rows = [np.bincount(case, column, count) for column in sums(at, force).T]
        total[:] += np.stack(rows[:6], axis=1)
        scale[:] += np.stack(rows[6:], axis=1)

    def everywhere(at: Array, force: Array) -> None:
        rows = sums(at, force).sum(axis=1)
        total[:] += rows[:, :6]
        scale[:] += rows[:, 6:]

    add(loads.node_case, model.nodes[loads.node], loads.node_force)
    for cases, pushes in (
        (loads.point_case, point_pushes(elements, loads, all_rows(len(loads.point_case)))),
        (loads.line_case, line_pushes(elements, loads, all_rows(len(loads.line_case)))[1]),
    ):
        start = model.nodes[model.members[:, 0]] + model.offset[:, 0]
        turn = elements.axes[pushes.member]
        at = start[pushes.member] + pushes.at[:, None] * turn[:, 0]
        force = np.einsum("kba,kcb->kca", turn, pushes.force.reshape(-1, 2, 3)).reshape(-1, 6)
        add(cases[pushes.row], at, force)
    grounded = np.flatnonzero(model.springs.other == LINK)
    back = np.einsum(
        "sba,cstb->csta",
        model.springs.axes[grounded],
        -spring_force[:, grounded].reshape(count, -1, 2, 3),
    )
    everywhere(model.nodes[model.springs.node[grounded]], back.reshape(count, len(grounded), 6))
    everywhere(model.nodes, reaction.T.reshape(count, len(model.nodes), 6))
    if len(elements.bedding):
        dof = member_dofs(model)
        pressed = elements.bedding @ elements.transform @ full[dof]
        force = -(elements.transform.transpose(0, 2, 1) @ pressed)
        at = model.nodes[model.members].reshape(-1, 3)
        everywhere(at, force.transpose(2, 0, 1).reshape(count, len(at), 6))
    # a case of strain or settlement only has no loads: measure against the forces it sets free
    inner = np.abs(local).max(initial=0.0) + np.abs(system.stiffness @ full).max(axis=0)
    scale[:, 0] = np.maximum(scale[:, 0], inner)
    scale[:, 1] = np.maximum(scale[:, 1], scale[:, 0] * size)
    scale = np.where(scale > 0.0, scale, 1.0)
    residual = np.abs(total) / np.repeat(scale, 3, axis=1)
    return np.asarray(residual.max(axis=1))


def forces_at(
    model: Model | System | Prepared,
    loads: Loads,
    solution: Solution,
    member: Ints,
    x: Array,
    *,
    after: bool = False,
) -> Array:
    """Section forces at any points of members, (c, k, 6); exact under the member's loads.

    member : (k,);  x : (k,) distance from end i [m]
    after  : where a point load stands exactly at x, take the value just after it; the far end of
             a member always gives `end_force` at end j
    """
    system = _system(model)
    elements = system.elements
    member, x = np.broadcast_arrays(np.asarray(member, dtype=np.int64), np.asarray(x, dtype=float))
    start = solution.end_force[:, member, 0] * SECTION_SIGN[0]  # the push on end i
    total = carried(start, x)
    # at the far end the value is that of end j: beyond every load on the member
    is_end = x >= elements.length[member] * (1.0 - 1e-12)
    for select in (is_end, ~is_end):
        pick = np.flatnonzero(select)
        if not len(pick):
            continue
        late = after or bool(is_end[pick[0]])
        query, case, pushes = pushes_before(elements, loads, member[pick], x[pick], after=late)
        query = pick[query]
        np.add.at(total, (case, query), carried(pushes.force, x[query] - pushes.at))
    if len(elements.bedding):
        query, case, pushes = _ground_pushes(system, loads, solution, member, x)
        np.add.at(total, (case, query), carried(pushes.force, x[query] - pushes.at))
    return np.asarray(-total * SECTION_SIGN[1])


def forces_along(
    model: Model | System | Prepared,
    loads: Loads,
    solution: Solution,
    member: int,
    x: Array,
    *,
    after: bool = False,
) -> Array:
    """Section forces along one member at x (k,), (c, k, 6); see `forces_at`."""
    x = np.atleast_1d(np.asarray(x, dtype=float))
    return forces_at(model, loads, solution, np.full(len(x), member), x, after=after)


def carried(push: Array, lever: Array) -> Array:
    """Force and moment (..., 6) about a section that lies `lever` beyond the push."""
    result = np.array(push)
    # moment about the section: m + (-lever x-axis) x f
    result[..., 4] += lever * push[..., 2]
    result[..., 5] -= lever * push[..., 1]
    return result


def member_displacement(system: System, loads: Loads, solution: Solution, member: Ints) -> Array:
    """(c, k, 12) displacement of the members' own ends, in member axes."""
    elements = system.elements
    count = len(solution.displacement)
    ends = solution.displacement[:, system.model.members[member]].reshape(count, -1, 12)
    joint = (elements.transform[member] @ ends[..., None])[..., 0]
    if not np.isin(member, elements.released).any():
        return joint
    case, loaded, local = equivalent(system.model, elements, loads)
    force = np.zeros((count, len(system.model.members), 12))
    np.add.at(force, (case, loaded), local)
    return elements.end_displacement(member, joint, force[:, member])


def _ground_pushes(
    system: System, loads: Loads, solution: Solution, member: Ints, x: Array
) -> tuple[Ints, Ints, Pushes]:
    """What the bedding puts on each member between end i and x, at Gauss points."""
    elements, count = system.elements, len(solution.displacement)
    bedded = np.flatnonzero(system.model.bedding[member].any(axis=1))
    ends = member_displacement(system, loads, solution, member[bedded])
    points, weights = np.polynomial.legendre.leggauss(4)
    which = np.repeat(bedded, 4)
    at = (0.5 * x[bedded, None] * (1.0 + points)).ravel()
    weight = (0.5 * x[bedded, None] * weights).ravel()
    s = shape(elements.length[member[which]], elements.phi[member[which]], at)[:, :3]
    sunk = (s @ np.repeat(ends, 4, axis=1)[..., None])[..., 0]
    force = np.zeros((count, len(which), 6))
    force[..., :3] = -system.model.bedding[member[which]] * sunk * weight[:, None]
    query = np.tile(which, count)
    case = np.repeat(np.arange(count), len(which))
    pushes = Pushes(query, member[query], np.tile(at, count), force.reshape(-1, 6))
    return query, case, pushes


def deflection_at(
    model: Model | System | Prepared, loads: Loads, solution: Solution, member: Ints, x: Array
) -> Array:
    """Displacement of the member's axis at any points, global, (c, k, 6) [m, rad].

    Exact under the member's loads by integrating the section forces from end i; on bedded members
    it is the element's own cubic between its ends.  The rotations are those of the section.
    """
    system = _system(model)
    elements, bare = system.elements, system.model
    member, x = np.broadcast_arrays(np.asarray(member, dtype=np.int64), np.asarray(x, dtype=float))
    ends = member_displacement(system, loads, solution, member)
    start = ends[..., :6]
    moved = np.array(start)
    moved[..., 1] += x * start[..., 5]
    moved[..., 2] -= x * start[..., 4]
    rigidity = bare.rigidity[member]
    push = solution.end_force[:, member, 0] * SECTION_SIGN[0]
    moved += _bent(push, np.broadcast_to(x, push.shape[:-1]), rigidity)
    query, case, pushes = pushes_before(elements, loads, member, x, after=False)
    np.add.at(moved, (case, query), _bent(pushes.force, x[query] - pushes.at, rigidity[query]))
    query, case, strain = _strains_on(loads, member)
    np.add.at(moved, (case, query), _strained(strain, x[query]))
    bedded = bare.bedding[member].any(axis=1)
    if bedded.any():
        s = shape(elements.length[member[bedded]], elements.phi[member[bedded]], x[bedded])
        moved[:, bedded] = (s @ ends[:, bedded, :, None])[..., 0]
    back = elements.axes[member].transpose(0, 2, 1)
    turned = back[:, None] @ moved.reshape(*moved.shape[:-1], 2, 3)[..., None]
    return np.asarray(turned[..., 0].reshape(moved.shape))


def deflection_along(
    model: Model | System | Prepared, loads: Loads, solution: Solution, member: int, x: Array
) -> Array:
    """Displacement along one member at x (k,), (c, k, 6); see `deflection_at`."""
    x = np.atleast_1d(np.asarray(x, dtype=float))
    return deflection_at(model, loads, solution, np.full(len(x), member), x)


def _bent(push: Array, lever: Array, rigidity: Array) -> Array:
    """Displacement (..., 6) that a push at a section causes `lever` further on."""
    EA, EIy, EIz, GJ, GAy, GAz = np.moveaxis(rigidity, -1, 0)
    r, r2, r3 = lever, lever**2 / 2.0, lever**3 / 6.0
    result = np.zeros_like(push)
    result[..., 0] = -push[..., 0] * r / EA
    result[..., 1] = (push[..., 1] * r3 - push[..., 5] * r2) / EIz - push[..., 1] * r / GAy
    result[..., 2] = (push[..., 2] * r3 + push[..., 4] * r2) / EIy - push[..., 2] * r / GAz
    # a member without torsional stiffness carries no torque; its twist is then unknown
    result[..., 3] = np.where(GJ > 0.0, -push[..., 3] * r / np.where(GJ > 0.0, GJ, 1.0), 0.0)
    result[..., 4] = -(push[..., 4] * r + push[..., 2] * r2) / EIy
    result[..., 5] = (push[..., 1] * r2 - push[..., 5] * r) / EIz
    return result


def _strains_on(loads: Loads, member: Ints) -> tuple[Ints, Ints, Array]:
    order = np.argsort(loads.strain_member, kind="stable")
    found = loads.strain_member[order]
    first = np.searchsorted(found, member, side="left")
    count = np.searchsorted(found, member, side="right") - first
    query = np.repeat(np.arange(len(member)), count)
    step = np.arange(len(query)) - np.repeat(np.cumsum(count) - count, count)
    row = order[np.repeat(first, count) + step]
    return query, loads.strain_case[row], loads.strain[row]


def _strained(strain: Array, x: Array) -> Array:
    """Displacement (k, 6) at x of a free member held at end i with strain (k, 3)."""
    result = np.zeros((len(x), 6))
    result[:, 0] = strain[:, 0] * x
    result[:, 2], result[:, 4] = strain[:, 1] * x**2 / 2.0, -strain[:, 1] * x
    result[:, 1], result[:, 5] = strain[:, 2] * x**2 / 2.0, strain[:, 2] * x
    return result


def _system(model: Model | System | Prepared) -> System:
    if isinstance(model, Prepared):
        return model.system
    return model if isinstance(model, System) else assemble(model)
