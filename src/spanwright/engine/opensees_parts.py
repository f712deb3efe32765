"""What OpenSees has no exact word for, put into words it has: skew supports, bedding, plates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ScopeError
from spanwright.engine.assembly import System
from spanwright.engine.element import member_name
from spanwright.engine.loads import Loads
from spanwright.engine.model import LINK, Model, Springs
from spanwright.engine.plates import Plates

STIFF: Final = 1e8  # a joint that is not released, against the member beside it
SKEW: Final = 1e6  # a skew support, against its node: stiffer costs more digits than it gains
Command = tuple[str | float | int, ...]


@dataclass(slots=True)
class Tags:
    """The last tags given to nodes, elements and materials."""

    node: int
    element: int
    material: int = 0


def with_springs(system: System, loads: Loads) -> tuple[Model, Loads]:
    """The model with springs for skew supports and bedding; their settlements become forces.

    Raises ScopeError for bedded members with rigid arms or released ends.
    """
    model = system.model
    model, loads = _straightened(system, model, loads)
    bedded = np.flatnonzero(model.bedding.any(axis=1))
    for row in bedded:
        if model.offset[row].any() or model.release[row].any():
            raise ScopeError(
                f"export to OpenSees: {member_name(model, int(row))} is bedded and has rigid arms "
                "or released ends"
            )
    if len(bedded):
        half = np.zeros((len(bedded), 6))
        half[:, :3] = 0.5 * model.bedding[bedded] * system.elements.length[bedded, None]
        axes = system.elements.axes[bedded]
        for side in (0, 1):
            model = _sprung(model, model.members[bedded, side], half, axes)
        model = replace(model, bedding=np.zeros_like(model.bedding))
    return model, loads


def _straightened(system: System, model: Model, loads: Loads) -> tuple[Model, Loads]:
    """Stiff springs along the axes of skew supports, and their settlements as forces on these."""
    if not len(model.support_axes):
        return model, loads
    turned = np.abs(model.support_axes - np.eye(3)).max(axis=(1, 2)) > 1e-12
    skew = np.flatnonzero(turned & model.fixed.any(axis=1)).astype(np.int64)
    diagonal = system.stiffness.diagonal().reshape(-1, 2, 3)[skew].max(axis=2)
    stiffness = SKEW * np.repeat(diagonal, 3, axis=1) * model.fixed[skew]
    axes = model.support_axes[skew]
    fixed = np.array(model.fixed)
    fixed[skew] = False
    at = {int(node): row for row, node in enumerate(skew)}
    moved = np.isin(loads.settle_node, skew)
    force = np.zeros((int(moved.sum()), 6))
    for k, r in enumerate(np.flatnonzero(moved)):
        row, component = at[int(loads.settle_node[r])], int(loads.settle_dof[r])
        push = stiffness[row, component] * loads.settle_value[r] * axes[row, component % 3]
        force[k, 3 * (component // 3) :][:3] = push
    loads = replace(
        loads,
        node_case=np.concatenate([loads.node_case, loads.settle_case[moved]]),
        node=np.concatenate([loads.node, loads.settle_node[moved]]),
        node_force=np.concatenate([loads.node_force, force]),
        settle_case=loads.settle_case[~moved],
        settle_node=loads.settle_node[~moved],
        settle_dof=loads.settle_dof[~moved],
        settle_value=loads.settle_value[~moved],
    )
    model = replace(model, fixed=fixed, support_axes=np.zeros((0, 3, 3)))
    return _sprung(model, skew, stiffness, axes), loads


def _sprung(model: Model, node: Ints, stiffness: Array, axes: Array) -> Model:
    """The model with further springs to the ground."""
    old = model.springs
    ground = np.full(len(node), LINK, dtype=np.int64)
    return replace(
        model,
        springs=Springs(
            np.concatenate([old.node, node]), np.concatenate([old.other, ground]),
            np.concatenate([old.stiffness, stiffness]), np.concatenate([old.axes, axes]),
        ),
    )  # fmt: skip


def shell_commands(plates: Plates, tags: Tags) -> list[Command]:
    """Shell elements: MITC4, or the Kirchhoff quadrilateral for plates rigid in shear."""
    commands: list[Command] = []
    section: dict[tuple[float, ...], int] = {}
    for row, corners in enumerate(plates.corners):
        key = tuple(float(a[row]) for a in (plates.E, plates.nu, plates.thickness, plates.density))
        if key not in section:
            section[key] = len(section) + 1
            commands.append(("section", "ElasticMembranePlateSection", section[key], *key))
        tags.element += 1
        kind = "ShellDKGQ" if np.isinf(plates.shear[row]) else "ShellMITC4"
        nodes = (int(c) + 1 for c in corners)
        commands.append(("element", kind, tags.element, *nodes, section[key]))
    return commands
