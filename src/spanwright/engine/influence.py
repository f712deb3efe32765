"""Influence surfaces and lines of any response, by whichever of two solves is smaller.

The response r = a' u of unit loads G is a' K^-1 G: solve for the responses (adjoint way) or for
the loads (direct way), whichever has fewer columns.  `bilinear` is the one place that chooses.

How the model takes a wheel.  On a loading line, a downward force at the fraction t between two
nodes goes to them by the cubic Hermite functions of the station: forces h0(t), h2(t) and moments
h1(t), h3(t) times each node's `cross axis`.  Inside the loaded member, the member's own clamped
end forces are added.  `placement.place` builds the ordinary load case that does just this.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError, ScopeError
from spanwright.datum.process import common
from spanwright.engine.assembly import System, member_dofs, spring_rows
from spanwright.engine.element import SECTION_SIGN, member_name, node_name, shape
from spanwright.engine.model import DOF, Model
from spanwright.engine.statics import Prepared
from spanwright.engine.surfaces import LoadingLines, Responses, Surfaces

MEMBER, DISPLACEMENT, SPRING, REACTION = range(4)
_DOWN: Final = np.array([0.0, 0.0, -1.0, 0.0, 0.0, 0.0])
# value and slope at both ends of a cubic from its values at t = 0, 1/3, 2/3, 1 (d/dt)
_FIT: Final = np.array(
    [[1.0, 0.0, 0.0, 0.0], [-5.5, 9.0, -4.5, 1.0], [0.0, 0.0, 0.0, 1.0], [-1.0, 4.5, -9.0, 5.5]]
)
_THIRDS: Final = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])


def surfaces(ready: Prepared, responses: Responses, lines: LoadingLines, spans: Array) -> Surfaces:
    """Influence surfaces of the responses over the loading lines.

    spans : (s + 1,) stations of the supports, handed through

    Raises ModelError for lines that do not fit the model and ScopeError for a loading-line
    member with an end release, where the surface has a kink that the nodes cannot hold.
    """
    check_lines(ready.model, lines)
    check_responses(ready.model, responses)
    rows, supports = response_rows(ready.system, responses)
    table = bilinear(ready, rows, supports, line_loads(ready, lines))
    count, nodes = lines.node.shape
    table = table.reshape(len(responses.names), 2, count, nodes)
    table.setflags(write=False)  # frozen here, so that no second copy is made
    element, line, jump = _jumps(ready.system, responses, lines)
    return Surfaces(
        lines.x, lines.y, table[:, 0], table[:, 1], element, line, jump,
        responses.names, np.asarray(spans, dtype=float), lines.curvature,
    )  # fmt: skip


def bilinear(ready: Prepared, rows: Any, supports: Any, loads: Any) -> Array:
    """Response of every row to every load, (r, g), with member loads' own end forces left out.

    rows     : sparse (6 n, r) responses as linear forms of the displacement
    supports : sparse (6 n, r) responses as linear forms of the reactions
    loads    : sparse (6 n, g) nodal forces
    """
    system, factor = ready.system, ready.factor
    held, force = system.restrict_held(supports), system.restrict(loads)
    form = sparse.csr_matrix(system.restrict(rows) + _support_rows(system) @ held)
    result = common((form.shape[1], force.shape[1]))
    if form.shape[1] <= force.shape[1]:
        factor.products(force.T, form, result.T)
    else:
        factor.products(form.T, force, result)
    # a force at the held degree of freedom itself goes straight into the support
    direct = (held.T @ system.restrict_held(loads)).tocoo()
    result[direct.row, direct.col] -= direct.data
    return result


def _support_rows(system: System) -> Any:
    """Sparse (f, h): how free displacements load the held degrees of freedom."""
    stiffness = system.stiffness
    if system.turn is not None:
        stiffness = system.turn @ stiffness @ system.turn.T
    return sparse.csr_matrix(sparse.csc_matrix(stiffness)[:, system.held])[system.free]


def response_rows(system: System, responses: Responses) -> tuple[Any, Any]:
    """The responses as `rows` and `supports` of `bilinear`, both sparse (6 n, r)."""
    model = system.model
    is_member = responses.kind == MEMBER
    is_spring = responses.kind == SPRING
    which, index, component = (
        a[is_member] for a in (np.arange(len(is_member)), responses.index, responses.component)
    )
    end = responses.side[is_member]
    value = system.elements.nodal[index, 6 * end + component]
    value = value * SECTION_SIGN[end, component][:, None]
    dof = member_dofs(model)[index]
    rows = _sparse(system, responses, dof.ravel(), np.repeat(which, 12), value.ravel())
    if is_spring.any():
        spring = 6 * responses.index[is_spring] + responses.component[is_spring]
        form = spring_rows(model)[spring].tocoo()
        value = form.data * model.springs.stiffness.ravel()[spring][form.row]
        which = np.flatnonzero(is_spring)[form.row]
        rows = rows + _sparse(system, responses, form.col, which, value)
    single = 6 * responses.index + responses.component
    forms = []
    for kind in (DISPLACEMENT, REACTION):
        which = np.flatnonzero(responses.kind == kind)
        forms.append(_sparse(system, responses, single[which], which, np.ones(len(which))))
    return rows + forms[0], forms[1]


def _sparse(system: System, responses: Responses, rows: Ints, columns: Ints, values: Array) -> Any:
    size = (system.size, len(responses.names))
    return sparse.coo_matrix((values, (rows, columns)), shape=size).tocsc()


def line_loads(ready: Prepared, lines: LoadingLines) -> Any:
    """Sparse (6 n, 2 l k): unit downward force at each line node, then unit Hermite slope."""
    node = lines.node.ravel()
    count = len(node)
    cross = cross_axes(ready.system, lines).reshape(-1, 3)
    rows = np.concatenate([6 * node + 2, (6 * node[:, None] + np.arange(3, 6)).ravel()])
    columns = np.concatenate([np.arange(count), np.repeat(count + np.arange(count), 3)])
    values = np.concatenate([-np.ones(count), cross.ravel()])
    size = (ready.system.size, 2 * count)
    matrix = sparse.coo_matrix((values, (rows, columns)), shape=size).tocsc()
    matrix.eliminate_zeros()
    return matrix


def cross_axes(system: System, lines: LoadingLines) -> Array:
    """(l, k, 3): d eta / dx at a line node is the adjoint rotation of the node along this vector.

    On a straight line along x it is (0, 1, 0).  Where the line turns or the spacing of its
    nodes along it differs from that of the stations, it is the mean of the two members beside
    the node, each scaled by its path over its station difference.
    """
    ends = system.model.nodes[lines.node]
    step = (ends[:, 1:] - ends[:, :-1]) / np.diff(lines.x)[None, :, None]
    side = np.stack([-step[..., 1], step[..., 0], np.zeros_like(step[..., 0])], axis=-1)
    padded = np.concatenate([side[:, :1], side, side[:, -1:]], axis=1)
    return np.asarray(0.5 * (padded[:, 1:] + padded[:, :-1]))


def clamped_push(system: System, member: Ints, t: Array) -> Array:
    """Equivalent end forces (k, 12) of a unit downward force at fraction t of each member."""
    elements = system.elements
    length = elements.length[member]
    s = shape(length, elements.phi[member], t * length)[:, :3]
    local = elements.axes[member] @ _DOWN[:3]
    return np.asarray((local[:, None, :] @ s)[:, 0, :])


def _jumps(system: System, responses: Responses, lines: LoadingLines) -> tuple[Ints, Ints, Array]:
    """Element, line and Hermite data of what a wheel inside the response's own member adds."""
    count = len(responses.names)
    where = np.full(len(system.model.members), -1, dtype=np.int64)
    where[lines.member.ravel()] = np.arange(lines.member.size)
    is_own = responses.kind == MEMBER
    place = np.where(is_own, where[np.where(is_own, responses.index, 0)], -1)
    rows = np.flatnonzero(place >= 0)
    per_line = lines.member.shape[1]
    element = np.full(count, -1, dtype=np.int64)
    line = np.full(count, -1, dtype=np.int64)
    element[rows], line[rows] = place[rows] % per_line, place[rows] // per_line
    end, component = responses.side[rows], responses.component[rows]
    member = responses.index[rows]
    samples = np.stack(
        [
            clamped_push(system, member, np.full(len(rows), t))[
                np.arange(len(rows)), 6 * end + component
            ]
            for t in _THIRDS
        ],
        axis=1,
    )
    samples = -samples * SECTION_SIGN[end, component][:, None]
    data = samples @ _FIT.T
    step = np.diff(lines.x)[element[rows]]
    data[:, [1, 3]] /= step[:, None]
    jump = np.zeros((count, 4))
    jump[rows] = data
    return element, line, jump


def influence_line(
    ready: Prepared, responses: Responses, member: Ints, x: Array, force: Array | None = None
) -> Array:
    """Exact response (r, p) to a unit force at any points of any members.

    member, x : (p,) where the load stands, x from end i [m]
    force     : (3,) or (p, 3) the load, global; unit downward when not given

    Unlike `surfaces` this follows each member's own shape, kinks at hinges included.  A response
    of the loaded member's end takes the load as standing inside the member.
    """
    check_responses(ready.model, responses)
    system = ready.system
    elements = system.elements
    member, x = np.broadcast_arrays(np.asarray(member, dtype=np.int64), np.asarray(x, dtype=float))
    push = np.broadcast_to(_DOWN[:3] if force is None else force, (len(member), 3))
    local = (elements.axes[member] @ push[..., None])[..., 0]
    s = shape(elements.length[member], elements.phi[member], x)[:, :3]
    joint = elements.condense(member, (local[:, None, :] @ s)[:, 0, :])
    glob = (joint[:, None, :] @ elements.transform[member])[:, 0]
    dof = member_dofs(system.model)[member]
    entries = (glob.ravel(), (dof.ravel(), np.repeat(np.arange(len(member)), 12)))
    loads = sparse.coo_matrix(entries, shape=(system.size, len(member))).tocsc()
    rows, supports = response_rows(system, responses)
    table = bilinear(ready, rows, supports, loads)
    own = (responses.kind == MEMBER)[:, None] & (responses.index[:, None] == member)
    row, column = np.nonzero(own)
    end, component = responses.side[row], responses.component[row]
    table[row, column] -= joint[column, 6 * end + component] * SECTION_SIGN[end, component]
    return table


def check_lines(model: Model, lines: LoadingLines) -> None:
    """Refuse loading lines that do not lie on the model."""
    if np.any(np.diff(lines.x) <= 0.0) or np.any(np.diff(lines.y) <= 0.0):
        raise ModelError("loading lines: stations x and offsets y must increase")
    if lines.node.shape != (len(lines.y), len(lines.x)):
        raise ModelError("loading lines: node must have one row per line, one column per station")
    expected = np.stack([lines.node[:, :-1], lines.node[:, 1:]], axis=-1)
    if lines.member.shape != expected.shape[:2] or np.any(model.members[lines.member] != expected):
        raise ModelError("loading lines: each member must run from one node to the next")
    bad = model.release[lines.member].any(axis=(2, 3))
    if bad.any():
        first = int(lines.member[bad][0])
        raise ScopeError(
            f"{member_name(model, first)} lies on a loading line and has an end release; "
            "use influence_line for it, or put the hinge into its neighbour off the line"
        )


def check_responses(model: Model, responses: Responses) -> None:
    """Refuse responses that do not exist on the model."""
    count = len(responses.names)
    if any(len(a) != count for a in (responses.kind, responses.index, responses.component)):
        raise ModelError("responses: kind, index, component and names must have equal length")
    limit = np.array([len(model.members), len(model.nodes), len(model.springs.node)])
    for row in range(count):
        kind, index = int(responses.kind[row]), int(responses.index[row])
        most = limit[(0, 1, 2, 1)[kind]]
        if not (0 <= index < most and 0 <= responses.component[row] < 6):
            raise ModelError(f"response '{responses.names[row]}' does not exist in the model")
        if kind == REACTION and not model.fixed[index, responses.component[row]]:
            where = node_name(model, index)
            part = DOF[responses.component[row]]
            raise ModelError(f"response '{responses.names[row]}': {where} is not held in {part}")
