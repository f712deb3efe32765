"""Models and loads that cannot be solved, said in the user's words before any arithmetic."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.assembly import System
from spanwright.engine.element import member_name, node_name
from spanwright.engine.loads import Loads
from spanwright.engine.model import DOF, LINK, RIGIDITY, Model

AT_MOST: Final = 8  # problems named in one message; the rest are counted
MOTION: Final = {
    "ux": "move along x",
    "uy": "move along y",
    "uz": "move along z",
    "rx": "rotate about x",
    "ry": "rotate about y",
    "rz": "rotate about z",
}


def check_model(model: Model, extra: Any = None, *, is_held: bool = True) -> None:
    """Raise ModelError naming every problem found (the first few in full).

    extra   : stiffness of further elements (6 n, 6 n); their nodes count as attached
    is_held : False lets parts of the model float
    """
    problems = _shapes(model) or _indices(model)
    if not problems:
        problems = _nodes(model) + _members(model) + _springs(model) + _names(model)
    if not problems:
        problems = _geometry(model) + _attachment(model, extra, is_held)
    _raise(problems)


def check_loads(model: Model, length: Array, loads: Loads) -> None:
    """Raise ModelError naming every load that does not fit the model."""
    _raise(_load_problems(model, length, loads))


def _raise(problems: list[str]) -> None:
    if problems:
        more = len(problems) - AT_MOST
        tail = [f"and {more} more problems"] if more > 0 else []
        raise ModelError("; ".join(problems[:AT_MOST] + tail))


def _shapes(model: Model) -> list[str]:
    n, m, s = len(model.nodes), len(model.members), len(model.springs.node)
    wanted = {
        "nodes": (n, 3), "members": (m, 2), "rigidity": (m, 6), "up": (m, 3),
        "offset": (m, 2, 3), "release": (m, 2, 6), "bedding": (m, 3), "mass": (m,),
        "node_mass": (n, 6), "fixed": (n, 6),
    }  # fmt: skip
    found = {name: getattr(model, name).shape for name in wanted}
    wanted |= {"springs.stiffness": (s, 6), "springs.axes": (s, 3, 3), "springs.other": (s,)}
    found["springs.stiffness"] = model.springs.stiffness.shape
    found["springs.axes"] = model.springs.axes.shape
    found["springs.other"] = model.springs.other.shape
    if len(model.support_axes):
        wanted["support_axes"], found["support_axes"] = (n, 3, 3), model.support_axes.shape
    if len(model.rotary):
        wanted["rotary"], found["rotary"] = (m, 3), model.rotary.shape
    problems = [
        f"array '{name}' has shape {found[name]} where {wanted[name]} is needed"
        for name in wanted
        if found[name] != wanted[name]
    ]
    if n == 0:
        problems.append("the model has no nodes")
    return problems


def _indices(model: Model) -> list[str]:
    n = len(model.nodes)
    problems = []
    for row in np.flatnonzero(np.any((model.members < 0) | (model.members >= n), axis=1)):
        ends = tuple(int(i) for i in model.members[row])
        problems.append(f"{member_name(model, row)} names a node that does not exist: {ends}")
    node, other = model.springs.node, model.springs.other
    bad = (node < 0) | (node >= n) | (other < LINK) | (other >= n)
    for row in np.flatnonzero(bad):
        problems.append(
            f"spring {row} names a node that does not exist: {(int(node[row]), int(other[row]))}"
        )
    return problems


def _nodes(model: Model) -> list[str]:
    problems = []
    for row in np.flatnonzero(~np.isfinite(model.nodes).all(axis=1)):
        problems.append(f"{node_name(model, row)} has a coordinate that is not a finite number")
    bad = ~np.isfinite(model.node_mass).all(axis=1) | (model.node_mass < 0).any(axis=1)
    for row in np.flatnonzero(bad):
        problems.append(f"{node_name(model, row)} has a mass that is negative or not finite")
    return problems


def _members(model: Model) -> list[str]:
    problems = []
    rigidity = model.rigidity
    for column, name in enumerate(RIGIDITY):
        value = rigidity[:, column]
        if name.startswith("GA"):
            bad, wanted = ~(value > 0.0), "must be positive (inf: no shear deformation)"
        elif name == "GJ":
            bad, wanted = ~((value >= 0.0) & np.isfinite(value)), "must be finite and 0 or more"
        else:
            bad, wanted = ~((value > 0.0) & np.isfinite(value)), "must be finite and positive"
        for row in np.flatnonzero(bad):
            problems.append(f"{member_name(model, row)}: {name} {wanted} (got {value[row]:g})")
    for label, array, can_be_negative in (
        ("offset", model.offset.reshape(-1, 6), True),
        ("'up' vector", model.up, True),
        ("bedding", model.bedding, False),
        ("mass", model.mass[:, None], False),
        (
            "rotary inertia",
            model.rotary if len(model.rotary) else np.zeros((len(rigidity), 3)),
            False,
        ),
    ):
        bad = ~_finite(array)
        if not can_be_negative:
            bad = bad | (array < 0.0).any(axis=1)
        what = "not finite" if can_be_negative else "negative or not finite"
        for row in np.flatnonzero(bad):
            problems.append(f"{member_name(model, row)}: its {label} is {what}")
    return problems


def _springs(model: Model) -> list[str]:
    springs = model.springs
    problems = []
    bad = ~np.isfinite(springs.stiffness).all(axis=1) | (springs.stiffness < 0.0).any(axis=1)
    for row in np.flatnonzero(bad):
        where = node_name(model, int(springs.node[row]))
        problems.append(f"spring {row} at {where}: stiffness is negative or not finite")
    for label, axes in (("spring", springs.axes), ("support", model.support_axes)):
        square = axes @ axes.transpose(0, 2, 1)
        for row in np.flatnonzero(~(np.abs(square - np.eye(3)).max(axis=(1, 2)) < 1e-8)):
            problems.append(f"{label} {row}: its axes are not at right angles and of unit length")
    for row in np.flatnonzero(springs.node == springs.other):
        where = node_name(model, int(springs.node[row]))
        problems.append(f"spring {row} joins {where} to itself")
    return problems


def _names(model: Model) -> list[str]:
    problems = []
    for kind, names, count in (
        ("node", model.node_names, len(model.nodes)),
        ("member", model.member_names, len(model.members)),
    ):
        if names and len(names) != count:
            problems.append(f"{len(names)} {kind} names for {count} {kind}s")
        seen: set[str] = set()
        for name in names:
            if name in seen:
                problems.append(f"{kind} name '{name}' is used twice")
            seen.add(name)
    return problems


def _geometry(model: Model) -> list[str]:
    ends = model.nodes[model.members] + model.offset
    along = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(along, axis=1)
    size = float(np.ptp(model.nodes, axis=0).max(initial=0.0)) or 1.0
    problems = []
    is_point = length <= 1e-9 * size
    for row in np.flatnonzero(is_point):
        i, j = (node_name(model, int(k)) for k in model.members[row])
        problems.append(f"{member_name(model, row)} has no length (from {i} to {j})")
    turned = np.linalg.norm(np.cross(along, model.up), axis=1)
    flat = turned <= 1e-9 * length * np.linalg.norm(model.up, axis=1)
    for row in np.flatnonzero(flat & ~is_point):
        problems.append(
            f"{member_name(model, row)}: its 'up' vector is zero or lies along the member"
        )
    return problems


def _attachment(model: Model, extra: Any, is_held: bool) -> list[str]:
    """Nodes with nothing attached, and parts of the model without any support."""
    n = len(model.nodes)
    springs = model.springs
    linked = springs.other != LINK
    pairs = np.concatenate([model.members, np.stack([springs.node, springs.other], 1)[linked]])
    attached = np.zeros(n, dtype=bool)
    attached[pairs.ravel()] = True
    grounded: Bools = np.array(model.fixed.any(axis=1))
    grounded[springs.node[~linked]] = True
    graph = sparse.coo_matrix((np.ones(len(pairs)), tuple(pairs.T)), shape=(n, n)).tocsr()
    if extra is not None:
        entries = sparse.coo_matrix(extra)
        rows, columns = entries.row // 6, entries.col // 6
        attached[rows] = True
        graph = graph + sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, n))
    problems = []
    loose = ~attached & ~model.fixed.all(axis=1) & ~_sprung(model)
    for row in np.flatnonzero(loose):
        problems.append(f"{node_name(model, row)} is not connected to any member")
    if not is_held:
        return problems
    count, label = csgraph.connected_components(graph, directed=False)
    held = np.zeros(count, dtype=bool)
    held[label[grounded]] = True
    for part in np.flatnonzero(~held):
        inside = np.flatnonzero((label == part) & attached)
        if len(inside):
            first = node_name(model, int(inside[0]))
            if len(inside) == 1:
                problems.append(f"{first} has no support at all")
                continue
            others = "other" if len(inside) == 2 else "others"
            problems.append(
                f"{first} and {len(inside) - 1} {others} connected to it have no support at all"
            )
    return problems


def _sprung(model: Model) -> Bools:
    is_sprung = np.zeros(len(model.nodes), dtype=bool)
    is_sprung[model.springs.node] = True
    return is_sprung


def describe_motion(system: System, motion: Array) -> str:
    """A sentence that names the node and the free movement of a mechanism.

    motion : (f, d) free shapes over the free degrees of freedom, any combination of each other
    """
    basis, _ = np.linalg.qr(motion)
    # the one movement that has most of the loosest degree of freedom: as local as can be
    loosest = int(np.argmax(np.sum(basis**2, axis=1)))
    shape = system.expand((basis @ basis[loosest])[:, None])[:, 0].reshape(-1, 6)
    model = system.model
    size = np.median(system.elements.length) if len(system.elements.length) else 1.0
    # half: of a member that turns about its end, the end that moves is named
    amplitude = np.abs(shape) * np.array([1.0, 1.0, 1.0, *[0.5 * size] * 3])
    node, component = np.unravel_index(int(np.argmax(amplitude)), amplitude.shape)
    alike = np.flatnonzero(amplitude[:, component] > 0.2 * amplitude[node, component])
    motion_words = MOTION[DOF[component]]
    name = node_name(model, int(node))
    if len(alike) == 1:
        return f"{name} can {motion_words}: nothing holds it"
    others = ", ".join(node_name(model, int(i)) for i in alike if i != node)
    if len(alike) > 5:
        others = f"{len(alike) - 1} other nodes"
    return f"{name} can {motion_words}, together with {others}: nothing holds it"


def _load_problems(model: Model, length: Array, loads: Loads) -> list[str]:
    problems: list[str] = []
    n, m = len(model.nodes), len(model.members)

    def note(rows: Bools, cases: Ints, where: object, text: str) -> None:
        for row in np.flatnonzero(rows):
            name = where(int(row)) if callable(where) else str(where)
            problems.append(f"load case '{loads.names[int(cases[row])]}', {name}: {text}")

    def at_node(index: Ints) -> object:
        return lambda row: node_name(model, int(index[row]))

    def on_member(index: Ints) -> object:
        return lambda row: member_name(model, int(index[row]))

    def numbered(what: str, index: Ints) -> object:
        return lambda row: f"{what} {int(index[row])}"

    missing = False
    for index, count, cases, what in (
        (loads.node, n, loads.node_case, "node"),
        (loads.settle_node, n, loads.settle_case, "node"),
        (loads.point_member, m, loads.point_case, "member"),
        (loads.line_member, m, loads.line_case, "member"),
        (loads.strain_member, m, loads.strain_case, "member"),
    ):
        bad = (index < 0) | (index >= count)
        missing |= bool(bad.any())
        note(bad, cases, numbered(what, index), "there is no such " + what)
    if missing:
        return problems

    nan = "a value is not a finite number"
    note(~_finite(loads.node_force), loads.node_case, at_node(loads.node), nan)
    bad = ~(_finite(loads.point_force) & np.isfinite(loads.point_at))
    note(bad, loads.point_case, on_member(loads.point_member), nan)
    bad = ~(_finite(loads.line_start) & _finite(loads.line_end) & _finite(loads.line_arm))
    bad |= ~np.isfinite(loads.line_from) | np.isnan(loads.line_to)
    note(bad, loads.line_case, on_member(loads.line_member), nan)
    note(~_finite(loads.strain), loads.strain_case, on_member(loads.strain_member), nan)
    note(~np.isfinite(loads.settle_value), loads.settle_case, at_node(loads.settle_node), nan)

    reach = length[loads.point_member] * (1 + 1e-9)
    bad = (loads.point_at < -1e-9 * reach) | (loads.point_at > reach)
    note(bad, loads.point_case, on_member(loads.point_member), "the load lies beyond the member")
    reach = length[loads.line_member] * (1 + 1e-9)
    last = np.minimum(loads.line_to, reach)
    bad = (loads.line_from < -1e-9 * reach) | (loads.line_from > last)
    bad |= np.isfinite(loads.line_to) & (loads.line_to > reach)
    beyond = "the line load must lie on the member and end after it starts"
    note(bad, loads.line_case, on_member(loads.line_member), beyond)
    is_dof = (loads.settle_dof >= 0) & (loads.settle_dof < 6)
    note(~is_dof, loads.settle_case, at_node(loads.settle_node), "there is no such component")
    held = model.fixed[loads.settle_node, np.clip(loads.settle_dof, 0, 5)]
    note(
        is_dof & ~held,
        loads.settle_case,
        at_node(loads.settle_node),
        "a movement is imposed where nothing is held",
    )
    return problems


def _finite(array: Array) -> Bools:
    return np.asarray(np.isfinite(array).all(axis=1))
