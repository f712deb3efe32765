"""Collects nodes, members and springs of a model that has several stages."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.model import FORCE, LINK, Model, Springs
from spanwright.structure.types import STAGES

COUNT: Final = len(STAGES)
# A bearing or a pile group is named by what it carries: movement of the deck against the pier.
DECK_AGAINST_PIER: Final = -np.eye(3)


class Frame:
    """Nodes, members (rigidity by stage) and springs, in the order they are added."""

    def __init__(self) -> None:
        self._xyz: list[Array] = []
        self._node_names: list[str] = []
        self._ends: list[Ints] = []
        self._rigidity: list[Array] = []  # (stage, m, 6)
        self._mass: list[Array] = []  # (stage, m)
        self._offset: list[Array] = []
        self._up: list[Array] = []
        self._hinge: list[Bools] = []  # (m, 2): My released in the first stage
        self._member_names: list[str] = []
        self._node_mass: dict[int, Array] = {}
        self._springs: list[tuple[int, int, Array, Array]] = []
        self.node_count = 0
        self.member_count = 0

    def nodes(self, xyz: Array, names: list[str]) -> Ints:
        """New nodes at (n, 3) [m]; returns their indices (n,)."""
        xyz = np.asarray(xyz, dtype=float).reshape(-1, 3)
        self._xyz.append(xyz)
        self._node_names += names
        first, self.node_count = self.node_count, self.node_count + len(xyz)
        return np.arange(first, self.node_count, dtype=np.int64)

    def members(
        self,
        start: Ints,
        end: Ints,
        rigidity: Array,
        names: list[str],
        *,
        offset: Array | None = None,
        mass: Array | float = 0.0,
        up: Array | None = None,
        hinge: Bools | None = None,
    ) -> Ints:
        """New members between nodes; returns their indices (m,).

        rigidity : (stage, m, 6) or (m, 6) or (6,);  mass : (stage, m), (m,) or a number [kg/m]
        offset   : (m, 2, 3) rigid arms [m];  up : (m, 3), global z unless given; a plinth or a
                   shaft stands upright and takes global x
        hinge    : (m, 2) ends without My in the stage "steel": girders that are not yet joined
        """
        ends = np.stack(np.broadcast_arrays(np.atleast_1d(start), np.atleast_1d(end)), axis=1)
        count = len(ends)
        self._ends.append(ends.astype(np.int64))
        self._rigidity.append(np.broadcast_to(rigidity, (COUNT, count, 6)))
        self._mass.append(np.broadcast_to(mass, (COUNT, count)))
        self._offset.append(np.zeros((count, 2, 3)) if offset is None else offset)
        self._up.append(np.broadcast_to([0.0, 0.0, 1.0], (count, 3)) if up is None else up)
        self._hinge.append(np.zeros((count, 2), dtype=bool) if hinge is None else hinge)
        self._member_names += names
        first, self.member_count = self.member_count, self.member_count + count
        return np.arange(first, self.member_count, dtype=np.int64)

    def position(self, node: int) -> Array:
        """Coordinates of one node.  (3,) [m]"""
        for block in self._xyz:
            if node < len(block):
                return np.asarray(block[node])
            node -= len(block)
        raise IndexError("there is no such node")

    def lump(self, node: int, mass: float) -> None:
        """A mass at a node, moving along all three axes.  [kg]"""
        self._node_mass[node] = np.array([mass, mass, mass, 0.0, 0.0, 0.0])

    def spring(self, node: int, other: int, stiffness: Array, axes: Array) -> int:
        """A spring that sits at `node`; its index.  stiffness (6,), axes (3, 3)"""
        self._springs.append((node, other, np.asarray(stiffness, dtype=float), axes))
        return len(self._springs) - 1

    def ground_spring(self, node: int, stiffness: Array, axes: Array) -> int:
        """A spring between a node and the ground; axes (3, 3)."""
        return self.spring(node, LINK, stiffness, axes)

    def close(self) -> dict[str, Model]:
        """One model per stage; they share everything but rigidity and mass."""
        fixed: Bools = np.zeros((self.node_count, 6), dtype=bool)
        node_mass = np.zeros((self.node_count, 6))
        for node, mass in self._node_mass.items():
            node_mass[node] = mass
        springs = Springs(
            np.array([s[0] for s in self._springs], dtype=np.int64),
            np.array([s[1] for s in self._springs], dtype=np.int64),
            np.array([s[2] for s in self._springs]),
            np.array([s[3] for s in self._springs]),
        )
        xyz, ends = np.concatenate(self._xyz), np.concatenate(self._ends)
        rigidity = np.concatenate(self._rigidity, axis=1)
        mass = np.concatenate(self._mass, axis=1)
        offset = np.concatenate(self._offset)
        joined: Bools = np.zeros((self.member_count, 2, 6), dtype=bool)
        loose = joined.copy()
        loose[..., FORCE.index("My")] = np.concatenate(self._hinge)
        return {
            stage: Model.of(
                xyz,
                ends,
                rigidity[row],
                fixed=fixed,
                up=np.concatenate(self._up),
                offset=offset,
                release=loose if stage == "steel" else joined,
                mass=mass[row],
                node_mass=node_mass,
                springs=springs,
                node_names=tuple(self._node_names),
                member_names=tuple(self._member_names),
            )
            for row, stage in enumerate(STAGES)
        }
