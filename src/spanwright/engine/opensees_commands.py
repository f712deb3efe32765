"""A model and its loads as OpenSees commands.

Loads on members are handed over as equivalent nodal forces (exact for every kind of load, strains
included) and their clamped end forces beside them.  Released ends become springs `STIFF` times
stiffer than the member.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.assembly import System, assemble
from spanwright.engine.loads import Loads
from spanwright.engine.memberload import equivalent
from spanwright.engine.model import LINK, Model
from spanwright.engine.opensees_parts import STIFF, Command, Tags, shell_commands, with_springs
from spanwright.engine.plates import Plates
from spanwright.engine.shell import stiffness_matrix
from spanwright.engine.statics import load_vector
from spanwright.engine.validate import check_loads, check_model

NO_SHEAR: Final = 1e10  # shear rigidity over 12 EI / L2 where a member has none in one plane only


@dataclass(frozen=True, slots=True)
class Script:
    """Commands that build the model and load it, and what the printed forces need.

    build : nodes, elements, masses;  held : (node tag, component 1..6)
    cases : name -> (nodal forces, forced movements)
    ends  : name -> (m, 12) clamped end forces in member axes
    ground: tags of the held nodes, then of the ground ends of the springs, row by row
    """

    build: tuple[Command, ...]
    held: tuple[tuple[int, int], ...]
    cases: dict[str, tuple[tuple[Command, ...], tuple[Command, ...]]]
    ends: dict[str, Array]
    nodes: int
    members: int
    has_mass: bool
    ground: tuple[int, ...] = ()


def compose(model: Model, loads: Loads, plates: Plates | None = None) -> Script:
    """The model and its loads as OpenSees commands.

    Skew supports become springs `SKEW` times stiffer than what they hold; bedding becomes
    springs at the ends of its elements, and plates become shell elements of OpenSees: there the
    answers agree as closely as the meshes allow.
    Raises ScopeError for bedded members with rigid arms or released ends.
    """
    extra = None if plates is None else stiffness_matrix(model.nodes, plates)
    check_model(model, extra)
    whole = assemble(model, extra)
    check_loads(model, whole.elements.length, loads)
    model, loads = with_springs(whole, loads)
    system = assemble(model)
    build: list[Command] = [
        ("node", i + 1, *map(float, place)) for i, place in enumerate(model.nodes)
    ]
    tags = Tags(node=len(model.nodes), element=len(model.members))
    for row in range(len(model.members)):
        build += _member(system, row, tags)
    for row in range(len(model.springs.node)):
        build += _spring(model, row, tags)
    if plates is not None:
        build += shell_commands(plates, tags)
    for row in np.flatnonzero(model.node_mass.any(axis=1)).tolist():
        build.append(("mass", row + 1, *map(float, model.node_mass[row])))
    held = tuple((int(n) + 1, int(d) + 1) for n, d in np.argwhere(model.fixed))
    cases, ends = _cases(system, loads)
    anchors = (int(c[1]) for c in build if c[0] == "fix")
    ground = (*dict.fromkeys(node for node, _ in held), *anchors)
    return Script(
        tuple(build), held, cases, ends, len(model.nodes), len(model.members),
        _has_mass(model, plates), ground,
    )  # fmt: skip


def _has_mass(model: Model, plates: Plates | None) -> bool:
    heavy = plates is not None and bool(plates.density.any())
    return heavy or bool(model.mass.any() or model.node_mass.any())


def _member(system: System, row: int, tags: Tags) -> list[Command]:
    """One member: rigid arms, released joints, then the element itself (tag row + 1)."""
    model, elements = system.model, system.elements
    commands: list[Command] = []
    ends = []
    for side in (0, 1):
        node = int(model.members[row, side])
        tag, place = node + 1, model.nodes[node] + model.offset[row, side]
        if np.any(model.offset[row, side]):
            commands += _rigid(tag, place, tags)
            tag = tags.node
        if np.any(model.release[row, side]):
            commands += _joint(system, row, side, tag, place, tags)
            tag = tags.node
        ends.append(tag)
    EA, EIy, EIz, GJ, GAy, GAz = map(float, model.rigidity[row])
    commands.append(("geomTransf", "Linear", row + 1, *map(float, elements.axes[row, 2])))
    mass = ("-mass", float(model.mass[row]), "-cMass") if model.mass[row] else ()
    torsion = GJ or 1e-12 * EIy
    if np.isinf(GAy) and np.isinf(GAz):
        # of area 1: OpenSees takes the inertia of twisting sections from J over A
        turning = float(model.rotary[row, 0] / model.mass[row]) if len(model.rotary) and mass else 0
        size = turning or 1e-9
        commands.append(
            ("element", "elasticBeamColumn", row + 1, *ends, 1.0, EA, torsion / size, size,
             EIy / EA, EIz / EA, row + 1, *mass)
        )  # fmt: skip
    else:
        length = float(elements.length[row])
        stiff = [NO_SHEAR * 12.0 * EI / length**2 for EI in (EIz, EIy)]
        GAy, GAz = (s if np.isinf(g) else g for s, g in zip(stiff, (GAy, GAz), strict=True))
        commands.append(
            ("element", "ElasticTimoshenkoBeam", row + 1, *ends, 1.0, 1.0, EA, torsion, EIy, EIz,
             GAy, GAz, row + 1, *mass)
        )  # fmt: skip
    return commands


def _rigid(tag: int, place: Array, tags: Tags) -> list[Command]:
    """A node at `place` tied to node `tag` by a rigid arm; its tag is `tags.node`."""
    tags.node += 1
    return [
        ("node", tags.node, *map(float, place)),
        ("rigidLink", "beam", tag, tags.node),
    ]


def _joint(
    system: System, row: int, side: int, tag: int, place: Array, tags: Tags
) -> list[Command]:
    """A released end: springs in the member's axes for what it still passes on."""
    model = system.model
    full = np.abs(np.diag(system.elements.stiffness[row])).reshape(2, 6).max(axis=0)
    bound = np.array([*model.rigidity[row, [0, 2, 1]], *model.rigidity[row, [3, 1, 2]]])
    length = system.elements.length[row]
    size = np.maximum(full, bound / np.array([length, length**3, length**3, *[length] * 3]))
    stiffness = np.where(model.release[row, side], 0.0, STIFF * size)
    tags.node += 1
    node: Command = ("node", tags.node, *map(float, place))
    return [node, *_zero_length(tag, tags.node, stiffness, system.elements.axes[row], tags)]


def _spring(model: Model, row: int, tags: Tags) -> list[Command]:
    """A spring at its first node, against the ground or a node on a rigid arm."""
    springs = model.springs
    node, other = int(springs.node[row]), int(springs.other[row])
    place = model.nodes[node]
    if other == LINK:
        tags.node += 1
        commands: list[Command] = [
            ("node", tags.node, *map(float, place)),
            ("fix", tags.node, 1, 1, 1, 1, 1, 1),
        ]
    else:
        commands = _rigid(other + 1, place, tags)
    anchor = tags.node
    return commands + _zero_length(
        anchor, node + 1, springs.stiffness[row], springs.axes[row], tags
    )


def _zero_length(start: int, end: int, stiffness: Array, axes: Array, tags: Tags) -> list[Command]:
    used = np.flatnonzero(stiffness)
    if not len(used):
        return []
    commands: list[Command] = []
    materials = []
    for component in used:
        tags.material += 1
        materials.append(tags.material)
        commands.append(("uniaxialMaterial", "Elastic", tags.material, float(stiffness[component])))
    tags.element += 1
    commands.append(
        ("element", "zeroLength", tags.element, start, end, "-mat", *materials,
         "-dir", *(int(c) + 1 for c in used),
         "-orient", *map(float, axes[0]), *map(float, axes[1]))
    )  # fmt: skip
    return commands


def _cases(
    system: System, loads: Loads
) -> tuple[dict[str, tuple[tuple[Command, ...], tuple[Command, ...]]], dict[str, Array]]:
    model = system.model
    members = equivalent(model, system.elements, loads)
    force = load_vector(system, loads, members).T.reshape(len(loads.names), -1, 6)
    clamped = np.zeros((len(loads.names), len(model.members), 12))
    np.add.at(clamped, members[:2], system.elements.condense(members[1], members[2]))
    cases = {}
    for row, name in enumerate(loads.names):
        push: tuple[Command, ...] = tuple(
            ("load", int(n) + 1, *map(float, force[row, n]))
            for n in np.flatnonzero(force[row].any(axis=1))
        )
        total: dict[tuple[int, int], float] = {}
        for r in np.flatnonzero(loads.settle_case == row):
            key = int(loads.settle_node[r]) + 1, int(loads.settle_dof[r]) + 1
            total[key] = total.get(key, 0.0) + float(loads.settle_value[r])
        moved: tuple[Command, ...] = tuple(("sp", *key, value) for key, value in total.items())
        cases[name] = push, moved
    return cases, dict(zip(loads.names, clamped, strict=True))
