"""The structural model as arrays: nodes, members, springs, supports.  Signs: conventions.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze

DOF: Final = ("ux", "uy", "uz", "rx", "ry", "rz")
FORCE: Final = ("N", "Vy", "Vz", "T", "My", "Mz")
RIGIDITY: Final = ("EA", "EIy", "EIz", "GJ", "GAy", "GAz")
LINK: Final = -1  # a spring's second node: the ground


@dataclass(frozen=True, slots=True, eq=False)
class Springs:
    """Two-node or grounded springs: bearings, soil, elastic supports.

    node      : (s,)      first node
    other     : (s,)      second node, or -1 for the ground
    stiffness : (s, 6)    along and about the spring's own axes   [N/m, N m/rad]
    axes      : (s, 3, 3) rows are the spring's x, y, z in global axes
    """

    node: Ints
    other: Ints
    stiffness: Array
    axes: Array

    def __post_init__(self) -> None:
        freeze(self)

    @staticmethod
    def none() -> Springs:
        """No springs."""
        empty = np.zeros(0, dtype=np.int64)
        return Springs(empty, empty, np.zeros((0, 6)), np.zeros((0, 3, 3)))


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A 3-D frame or grillage of n nodes and m straight members.

    nodes    : (n, 3)     coordinates                                              [m]
    members  : (m, 2)     node indices of ends i and j
    rigidity : (m, 6)     EA, EIy, EIz, GJ, GAy, GAz; GAy = GAz = inf: Euler-Bernoulli
    up       : (m, 3)     a vector whose part normal to the member is its z axis
    offset   : (m, 2, 3)  rigid arms from node to member end, global axes          [m]
    release  : (m, 2, 6)  True where an end transmits no N, Vy, Vz, T, My, Mz
    bedding  : (m, 3)     Winkler stiffness along member x, y, z, both ways       [N/m2]
    mass     : (m,)       mass per length                                        [kg/m]
    node_mass: (n, 6)     lumped masses and rotary inertias                [kg, kg m2]
    rotary   : (m, 3)     rotary inertia per length about member x, y, z; (0, 3) where no member
               has any                                                            [kg m]
    fixed    : (n, 6)     True where a degree of freedom is held
    springs  :            bearings and elastic supports
    support_axes : (n, 3, 3) rows are the axes along and about which node i is held (skew
               supports); (0, 3, 3) where every node is held along the global axes
    node_names, member_names: labels for messages; may be empty
    """

    nodes: Array
    members: Ints
    rigidity: Array
    up: Array
    offset: Array
    release: Bools
    bedding: Array
    mass: Array
    node_mass: Array
    fixed: Bools
    springs: Springs = field(default_factory=Springs.none)
    node_names: tuple[str, ...] = ()
    member_names: tuple[str, ...] = ()
    support_axes: Array = field(default_factory=lambda: np.zeros((0, 3, 3)))
    rotary: Array = field(default_factory=lambda: np.zeros((0, 3)))

    def __post_init__(self) -> None:
        freeze(self)

    @staticmethod
    def of(
        nodes: Array,
        members: Ints,
        rigidity: Array,
        *,
        fixed: Bools,
        up: Array | None = None,
        offset: Array | None = None,
        release: Bools | None = None,
        bedding: Array | None = None,
        mass: Array | None = None,
        node_mass: Array | None = None,
        springs: Springs | None = None,
        node_names: tuple[str, ...] = (),
        member_names: tuple[str, ...] = (),
        support_axes: Array | None = None,
        rotary: Array | None = None,
    ) -> Model:
        """A model with the usual defaults: z up, no offsets, releases, bedding, mass, springs."""
        n, count = len(nodes), len(members)
        ends = np.asarray(nodes, dtype=float)[np.asarray(members, dtype=np.int64)]
        if up is None:
            along = ends[:, 1] - ends[:, 0]
            is_vertical = np.hypot(along[:, 0], along[:, 1]) < 1e-9 * np.abs(along[:, 2])
            up = np.where(is_vertical[:, None], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0])
        return Model(
            np.asarray(nodes, dtype=float),
            np.asarray(members, dtype=np.int64),
            np.asarray(rigidity, dtype=float),
            np.asarray(up, dtype=float),
            np.zeros((count, 2, 3)) if offset is None else offset,
            np.zeros((count, 2, 6), dtype=bool) if release is None else release,
            np.zeros((count, 3)) if bedding is None else bedding,
            np.zeros(count) if mass is None else mass,
            np.zeros((n, 6)) if node_mass is None else node_mass,
            np.asarray(fixed, dtype=bool),
            Springs.none() if springs is None else springs,
            node_names,
            member_names,
            np.zeros((0, 3, 3)) if support_axes is None else support_axes,
            np.zeros((0, 3)) if rotary is None else rotary,
        )
