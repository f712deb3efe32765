"""The structure as it stands while construction stages run, and its increments of equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, Bools
from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.assembly import member_dofs, spring_rows
from spanwright.engine.element import Elements, build_elements, member_name
from spanwright.engine.loads import Loads
from spanwright.engine.memberload import equivalent
from spanwright.engine.model import Model, Springs
from spanwright.engine.plates import Plates, check_plates, chosen
from spanwright.engine.stage import Birth, Stage, check_stages
from spanwright.engine.statics import Prepared, prepare
from spanwright.engine.superpose import weighted


class Course:
    """The structure as it stands while stages run; used by `run` and by `creep.run`."""

    def __init__(
        self,
        model: Model,
        loads: Loads,
        stages: Sequence[Stage],
        birth: Birth,
        plates: Plates | None = None,
    ) -> None:
        self.model, self.loads, self.birth = model, loads, birth
        self.plates = Plates.of(np.zeros((0, 4), dtype=np.int64), 1.0, 1.0, 0.0)
        if plates is not None:
            self.plates = plates
            check_plates(model.nodes, plates)
        count = len(model.members)
        check_stages(model, loads, stages, len(self.plates.E))
        self.plated = np.ones(len(self.plates.E), dtype=bool)
        self.plate_stiffness = shell.stiffness(model.nodes, self.plates)
        self.plate_motion = np.zeros((len(self.plates.E), 4, 6))
        self.exists = np.ones(count, dtype=bool)
        self.sprung = np.ones(len(model.springs.node), dtype=bool)
        for stage in stages:
            self.exists[list(stage.add_members)] = False
            self.sprung[list(stage.add_springs)] = False
            self.plated[list(stage.add_plates)] = False
        self.fixed = np.array(model.fixed)
        self.rigidity = np.array(model.rigidity)
        self.member_force = np.zeros((count, 12))  # on the ends, member axes
        self.spring_force = np.zeros((len(model.springs.node), 6))
        self.node_force = np.zeros(6 * len(model.nodes))
        self.moved = np.zeros(6 * len(model.nodes))
        self.applied = np.zeros(len(loads.names))
        self.born = self._touched()
        self._dofs = member_dofs(model)
        self._rows = spring_rows(model)
        self._ready: dict[bytes, Prepared] = {}
        self._elements: dict[bytes, Elements] = {}

    def change(self, stage: Stage) -> Array:
        """Make the stage's changes; returns the change of the load factors (c,)."""
        for kind, state, wanted in (
            ("member", self.exists, stage.add_members),
            ("spring", self.sprung, stage.add_springs),
            ("plate", self.plated, stage.add_plates),
        ):
            for index in wanted:
                if state[index]:
                    raise ModelError(f"stage '{stage.name}': {kind} {index} is there already")
                state[index] = True
        for kind, state, wanted in (
            ("member", self.exists, stage.remove_members),
            ("spring", self.sprung, stage.remove_springs),
            ("plate", self.plated, stage.remove_plates),
        ):
            for index in wanted:
                if not state[index]:
                    raise ModelError(f"stage '{stage.name}': {kind} {index} is not there to remove")
                state[index] = False
        self.member_force[~self.exists] = 0.0
        self.spring_force[~self.sprung] = 0.0
        self.plate_motion[~self.plated] = 0.0
        for pairs, value in ((stage.hold, True), (stage.release, False)):
            for node, component in pairs:
                self.fixed[node, component] = value
        for member, values in stage.rigidity:
            self.rigidity[member] = values
        self._give_birth(stage)
        step = np.zeros(len(self.loads.names))
        for name in stage.apply:
            step[self.loads.names.index(name)] += 1.0
        for name in stage.remove:
            step[self.loads.names.index(name)] -= 1.0
        if np.any(self.applied + step < -1e-12):
            name = self.loads.names[int(np.argmin(self.applied + step))]
            raise ModelError(f"stage '{stage.name}': case '{name}' is not there to remove")
        return step

    def _touched(self) -> Bools:
        touched = np.zeros(len(self.model.nodes), dtype=bool)
        touched[self.model.members[self.exists].ravel()] = True
        springs = self.model.springs
        touched[springs.node[self.sprung]] = True
        other = springs.other[self.sprung]
        touched[other[other >= 0]] = True
        touched[self.plates.corners[self.plated].ravel()] = True
        return touched

    def _give_birth(self, stage: Stage) -> None:
        """Where new nodes start; nodes that lose all they had start afresh when they return."""
        touched = self._touched()
        self.moved.reshape(-1, 6)[~touched] = 0.0
        known = self.born & touched
        if self.birth == "tangent":
            self._extend(list(stage.add_members), known)
        self.born = touched

    def _extend(self, added: list[int], known: Bools) -> None:
        """New nodes continue the rigid motion of the node their first member comes from."""
        moved, nodes = self.moved.reshape(-1, 6), self.model.nodes
        known = known.copy()
        ends = self.model.members[added]
        while True:
            have = known[ends]
            step = np.flatnonzero(have[:, 0] != have[:, 1])
            if not len(step):
                return
            side = np.where(have[step, 0], 0, 1)
            start, new = ends[step, side], ends[step, 1 - side]
            new, first = np.unique(new, return_index=True)
            start = start[first]
            arm = nodes[new] - nodes[start]
            moved[new, :3] = moved[start, :3] + np.cross(moved[start, 3:], arm)
            moved[new, 3:] = moved[start, 3:]
            known[new] = True

    def elements(self, softness: Array | None = None) -> Elements:
        """Elements of all members with their present rigidity times `softness` (m,)."""
        rigidity = self.rigidity if softness is None else self.rigidity * softness[:, None]
        key = rigidity.tobytes()
        if key not in self._elements:
            self._elements = {key: build_elements(replace(self.model, rigidity=rigidity))}
        return self._elements[key]

    def prepared(
        self, label: str, softness: Array | None = None, plate_softness: Array | None = None
    ) -> Prepared:
        """What exists now, factorised; kept for stages with the same stiffness."""
        rigidity = self.rigidity if softness is None else self.rigidity * softness[:, None]
        key = b"".join(
            a.tobytes()
            for a in (self.exists, self.sprung, self.plated, self.fixed, rigidity[self.exists])
        )
        if key in self._ready and plate_softness is None:
            return self._ready[key]
        try:
            ready = prepare(self._present(rigidity), self._plate_matrix(plate_softness))
        except ModelError as error:
            raise ModelError(f"stage '{label}': {error}") from error
        # moduli of one time step never come back: only plain stages are worth the memory
        if softness is None and plate_softness is None:
            self._ready[key] = ready
        return ready

    def _plate_matrix(self, softness: Array | None = None) -> Any:
        if not self.plated.any():
            return None
        own = self.plate_stiffness
        if softness is not None:
            own = own * softness[:, None, None]
        there = chosen(self.plates, np.flatnonzero(self.plated))
        rows, columns, values = shell.triplets(there, own[self.plated])
        size = (len(self.moved), len(self.moved))
        return sparse.coo_matrix((values, (rows, columns)), shape=size).tocsc()

    def _present(self, rigidity: Array) -> Model:
        model, on = self.model, self.exists
        names = model.member_names or tuple(str(i) for i in range(len(model.members)))
        springs = model.springs
        return replace(
            model,
            members=model.members[on],
            rigidity=rigidity[on],
            up=model.up[on],
            offset=model.offset[on],
            release=model.release[on],
            bedding=model.bedding[on],
            mass=model.mass[on],
            rotary=model.rotary[on] if len(model.rotary) else model.rotary,
            fixed=self.fixed | ~self.born[:, None],
            springs=Springs(
                springs.node[self.sprung],
                springs.other[self.sprung],
                springs.stiffness[self.sprung],
                springs.axes[self.sprung],
            ),
            member_names=tuple(name for name, there in zip(names, on, strict=True) if there),
        )

    def balance(
        self,
        label: str,
        step: Array,
        *,
        softness: Array | None = None,
        held_back: Array | None = None,
        plate_softness: Array | None = None,
        plate_free: Array | None = None,
    ) -> tuple[Array, Array]:
        """Apply load steps (c,) and restore equilibrium.

        softness, plate_softness : (m,), (q,) factors on every rigidity for this increment
        held_back  : (m, 12) forces that would undo the members' creep and shrinkage
        plate_free : (q, 4, 6) motions of the corners that creep and shrinkage give free plates
        returns    : (m, 12) forces of the elastic deformation of this increment, member axes, and
                     (q, 4, 6) the motions that belong to the plates' change of stress
        """
        increment = weighted(self.loads, step[None], (label,))
        self._check_targets(label, increment)
        elements = self.elements(softness)
        rigidity = self.rigidity if softness is None else self.rigidity * softness[:, None]
        current = replace(self.model, rigidity=rigidity)
        on_load = self._lumped(current, elements, _without_strain(increment))
        change = -self._lumped(current, elements, increment)
        if held_back is not None:
            change = change - held_back
        self.member_force += change
        share = np.where(self.plated, 1.0 if plate_softness is None else plate_softness, 0.0)
        strained = np.zeros_like(self.plate_motion)
        if plate_free is not None:
            strained = -share[:, None, None] * plate_free
        self.plate_motion += strained
        np.add.at(self.node_force.reshape(-1, 6), increment.node, increment.node_force)
        self.applied = self.applied + step
        ready = self.prepared(label, softness, plate_softness)
        moved = self._solve(label, ready, increment)
        self.moved += moved
        on = self.exists
        elastic = np.zeros_like(self.member_force)
        elastic[on] = (elements.nodal[on] @ moved[self._dofs[on]][..., None])[..., 0]
        self.member_force += elastic
        pulled = moved.reshape(-1, 6)[self.plates.corners] * share[:, None, None]
        self.plate_motion += pulled
        spring = (self._rows @ moved).reshape(-1, 6) * self.model.springs.stiffness
        self.spring_force += spring * self.sprung[:, None]
        return elastic + change + on_load, strained + pulled

    def _lumped(self, current: Model, elements: Elements, loads: Loads) -> Array:
        _, member, local = equivalent(current, elements, loads)
        total = np.zeros_like(self.member_force)
        np.add.at(total, member, elements.condense(member, local))
        return total

    def internal(self) -> Array:
        """Nodal forces (6 n,) that hold members, springs and plates in their present shape."""
        transform = self.elements().transform
        spread = (transform.transpose(0, 2, 1) @ self.member_force[..., None])[..., 0]
        total = np.zeros_like(self.node_force)
        np.add.at(total, self._dofs, spread)
        plate = (self.plate_stiffness @ self.plate_motion.reshape(-1, 24, 1)).reshape(-1, 4, 6)
        np.add.at(total.reshape(-1, 6), self.plates.corners, plate)
        pushed: Array = total + self._rows.T @ self.spring_force.ravel()
        return pushed

    def _solve(self, label: str, ready: Prepared, increment: Loads) -> Array:
        system = ready.system
        forced = np.zeros((system.size, 1))
        place = 6 * increment.settle_node + increment.settle_dof
        np.add.at(forced[:, 0], place, increment.settle_value)
        if np.any(~np.isin(place[increment.settle_value != 0.0], system.held)):
            raise ModelError(f"stage '{label}': a settlement acts where nothing is held")
        settled = forced[system.held]
        out = (self.node_force - self.internal())[:, None]
        full = system.expand(np.zeros((len(system.free), 1)), settled)
        right = system.restrict(out - system.stiffness @ full)
        free = ready.factor.solve(right)
        full = system.expand(free, settled)
        free = free + ready.factor.solve(system.restrict(out - system.stiffness @ full))
        moved: Array = system.expand(free, settled)[:, 0]
        return moved

    def _check_targets(self, label: str, increment: Loads) -> None:
        loaded = np.concatenate(
            [increment.point_member, increment.line_member, increment.strain_member]
        )
        gone = loaded[~self.exists[loaded]]
        if len(gone):
            name = member_name(self.model, int(gone[0]))
            raise ModelError(f"stage '{label}': a load acts on {name}, which is not there")
        bare = increment.node[~self.born[increment.node] & increment.node_force.any(axis=1)]
        if len(bare):
            raise ModelError(f"stage '{label}': a load acts on node {bare[0]}, which is not there")


def _without_strain(loads: Loads) -> Loads:
    nothing = np.zeros(0, dtype=np.int64)
    return replace(loads, strain_case=nothing, strain_member=nothing, strain=np.zeros((0, 3)))
