"""Construction stages on one model: births, deaths, changing rigidity, supports and loads.

Each stage adds what was out of balance after its changes to the stiffness of what then exists:
a member is born without stress in the position its nodes have; one that is taken away leaves its
end forces to its neighbours; a support or spring that is taken away leaves its reaction; a member
that changes its rigidity keeps the forces it has.  Geometry stays that of the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.assembly import System, assemble
from spanwright.engine.course import Course
from spanwright.engine.element import SECTION_SIGN
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates
from spanwright.engine.stage import Birth, Stage
from spanwright.engine.statics import Solution, forces_at
from spanwright.engine.superpose import weighted


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """State at the end of every stage (and, with creep, of every time step).

    solution : cases are the stages; displacements count from each node's birth, forces,
               reactions and spring forces are what is there at the end of the stage
    exists   : (s, m) members present
    born     : (s, n) nodes that some member or spring holds
    time     : (s,)                                                                [days]
    plate_motion : (s, q, 4, 6) of every plate's corners since its birth, without what creep and
               shrinkage add, for `shell.corner_resultants`; zero while it does not exist
    loads    : what stands on the model at the end of each stage, one case a stage
    system   : the model with its last rigidities, for section forces
    """

    solution: Solution
    exists: Bools
    born: Bools
    time: Array
    plate_motion: Array
    loads: Loads
    system: System

    def __post_init__(self) -> None:
        freeze(self)

    def at(self, name: str) -> int:
        """Number of the last state with this stage name."""
        if name not in self.solution.names:
            known = ", ".join(dict.fromkeys(self.solution.names))
            raise ModelError(f"there is no stage '{name}'; there are: {known}")
        return len(self.solution.names) - 1 - self.solution.names[::-1].index(name)

    def section_forces(self, member: Ints, x: Array, *, after: bool = False) -> Array:
        """Section forces N Vy Vz T My Mz at points of members at every stage, (s, k, 6)."""
        member = np.asarray(member, dtype=np.int64)
        if self.system.model.bedding[member].any():
            raise ModelError(
                "forces inside a bedded member are not known stage by stage; divide the member "
                "and read its end forces"
            )
        return forces_at(self.system, self.loads, self.solution, member, x, after=after)

    def camber(self, final: str = "") -> Array:
        """Height to build each node above its final position, (n,)  [m].

        The downward movement from the node's birth to the stage `final` (the last one).
        """
        row = self.at(final) if final else -1
        line: Array = -self.solution.displacement[row, :, 2]
        return line


class Recorder:
    """Collects states of a `Course` and closes them into a `History`."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._states: list[tuple[Any, ...]] = []
        self._names: list[str] = []
        self._times: list[float] = []

    def note(self, name: str, time: float, label: str, softness: Array | None = None) -> None:
        """Store the present state under a name."""
        course = self.course
        system = course.prepared(label, softness).system
        out = (course.internal() - course.node_force)[:, None]
        nothing = np.zeros((len(system.free), 1))
        reaction = system.expand(nothing, system.restrict_held(out))[:, 0].reshape(-1, 6)
        scale = max(
            float(np.abs(course.node_force).max(initial=0.0)),
            float(np.abs(course.member_force).max(initial=0.0)),
            1e-300,
        )
        residual = float(np.abs(system.restrict(out)).max(initial=0.0)) / scale
        self._states.append(
            (
                course.moved.reshape(-1, 6).copy(),
                reaction,
                course.spring_force.copy(),
                course.member_force.reshape(-1, 2, 6) * SECTION_SIGN,
                np.array(residual),
                course.exists.copy(),
                course.born.copy(),
                course.applied.copy(),
                course.plate_motion.copy(),
            )
        )
        self._names.append(name)
        self._times.append(time)

    def close(self) -> History:
        """The history so far."""
        moved, reaction, spring, end, residual, exists, born, applied, plate = (
            np.stack(column) for column in zip(*self._states, strict=True)
        )
        names = tuple(self._names)
        course = self.course
        final = replace(course.model, rigidity=course.rigidity, fixed=course.fixed)
        return History(
            Solution(moved, reaction, spring, end, residual, names),
            exists,
            born,
            np.array(self._times),
            plate,
            weighted(course.loads, applied, names, alive=exists),
            assemble(final),
        )


def run(
    model: Model,
    loads: Loads,
    stages: Sequence[Stage],
    *,
    birth: Birth = "drawing",
    plates: Plates | None = None,
) -> History:
    """Run through the stages, in the order given.

    A member, spring or plate exists from the start unless some stage adds it; `model.fixed` holds
    from the start.
    birth : "drawing"  new nodes start where they are drawn: their displacement counts from there
            "tangent"  new nodes start where the last built part points to

    Raises ModelError that names the stage.
    """
    course = Course(model, loads, stages, birth, plates)
    recorder = Recorder(course)
    for stage in stages:
        course.balance(stage.name, course.change(stage))
        recorder.note(stage.name, stage.time, stage.name)
    return recorder.close()
