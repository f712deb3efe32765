"""Construction stages, creep and shrinkage of a `Frame`, asked for by names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.engine import creep, stages
from spanwright.engine.creep import Ageing, Method
from spanwright.engine.frame.answers import Force, Movement, PlateForce, SectionForce
from spanwright.engine.frame.arrays import Built, build, build_loads
from spanwright.engine.frame.meshes import resultants
from spanwright.engine.frame.reading import dofs, known, member_points
from spanwright.engine.frame.result import node_reaction
from spanwright.engine.stage import Birth, Stage
from spanwright.engine.stages import History

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame


@dataclass(frozen=True, slots=True)
class FrameStage:
    """What changes at one moment of construction; all by name.

    add, remove   : members, plates and springs; one that some stage adds is not there before
    hold, release : node -> components of supports that come or go, e.g. {"prop": "uz"}
    sections      : member -> section it has from now on
    apply, lift   : load cases
    day           : when it happens; needed for creep
    """

    name: str
    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    hold: Mapping[str, str] = field(default_factory=dict)
    release: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    apply: Sequence[str] = ()
    lift: Sequence[str] = ()
    day: float = 0.0


class Concrete(NamedTuple):
    """How the members of a section, or a plate, age.

    creep     : phi(t, t') for an age t and ages at loading t' (k,) [days]
    shrinkage : free strain at an age, negative for shortening; none if left out
    cast      : day of casting, from which ages count
    modulus   : E(t') / E, 1 if left out;  creep_modulus : modulus that phi refers to, over E
    """

    creep: Callable[[float, Array], Array]
    shrinkage: Callable[[float], float] | None = None
    cast: float = 0.0
    modulus: Callable[[Array], Array] | None = None
    creep_modulus: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FrameHistory:
    """State at the end of every stage, by its name; the last one where none is given."""

    frame: Frame
    built: Built
    history: History

    @property
    def names(self) -> tuple[str, ...]:
        """The stages, then with creep "until <day>"."""
        return self.history.solution.names

    def displacement(self, node: str, stage: str = "") -> Movement:
        """Movement of a node since its birth, global."""
        row = known(self.built.node, "node", node)
        return Movement(*map(float, self.history.solution.displacement[self._at(stage), row]))

    def reaction(self, node: str, stage: str = "") -> Force:
        """Force and moment of the support on the node; springs to ground included."""
        return node_reaction(self.built, self.history.solution, node, self._at(stage))

    def force(
        self, member: str, x: float | str | Array, stage: str = "", *, after: bool = False
    ) -> SectionForce:
        """Section forces at x from the start of a member (floats, or arrays)."""
        points, is_one = member_points(self.frame, member, x)
        element, at = self.built.locate(member, points, before=not after)
        found = self.history.section_forces(element, at, after=after)[self._at(stage)]
        return SectionForce(*([float(v) for v in found[0]] if is_one else list(found.T)))

    def plate(self, name: str, s: float, t: float, stage: str = "") -> PlateForce:
        """Stress resultants at shares s, t of the way along the sides of a plate."""
        region, meshes = known(self.frame.plates, "plate", name), self.built.meshes
        assert meshes is not None
        motion = self.history.plate_motion[self._at(stage)]
        nodes = self.built.model.nodes
        return PlateForce(*map(float, resultants(region, meshes, nodes, motion, None, (s, t))))

    def camber(self, node: str, stage: str = "") -> float:
        """Height to build a node above its final position [m]."""
        return -float(self.displacement(node, stage).uz)

    def _at(self, stage: str) -> int:
        return self.history.at(stage) if stage else -1


def run_stages(
    frame: Frame, wanted: Sequence[FrameStage], birth: Birth,
    concrete: Mapping[str, Concrete] | None, until: float | None, method: Method,
    steps: int, chi: float,
) -> FrameHistory:  # fmt: skip
    """See `Frame.stages`."""
    built = build(frame, is_held=False)
    loads = build_loads(frame, built)
    table = [_stage(frame, built, stage) for stage in wanted]
    plates = None if built.meshes is None else built.meshes.plates
    if not concrete:
        if until is not None:
            raise ModelError("stages: 'until' needs 'concrete', the sections and plates that age")
        found = stages.run(built.model, loads, table, birth=birth, plates=plates)
        return FrameHistory(frame, built, found)
    end = max((stage.day for stage in wanted), default=0.0) if until is None else until
    found = creep.run(
        built.model, loads, table, _ageing(frame, built, concrete), until=end, method=method,
        steps=steps, chi=chi, birth=birth, plates=plates,
    )  # fmt: skip
    return FrameHistory(frame, built, found)


def _stage(frame: Frame, built: Built, stage: FrameStage) -> Stage:
    """The same stage by numbers."""
    where = f"stage '{stage.name}'"

    def numbers(names: Sequence[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {"members": [], "springs": [], "plates": []}
        for name in names:
            if name in frame.members:
                count = len(built.cut[name]) - 1
                found["members"] += range(built.first[name], built.first[name] + count)
            elif name in frame.plates and built.meshes is not None:
                found["plates"] += built.meshes.rows(frame.plates[name]).tolist()
            elif name in frame.springs:
                found["springs"].append(built.spring[name])
            else:
                every = dict.fromkeys([*frame.members, *frame.plates, *frame.springs])
                known(every, f"member, plate or spring (in {where})", name)
        return found

    def pairs(held: Mapping[str, str]) -> list[tuple[int, int]]:
        return [
            (known(built.node, "node", node), component)
            for node, words in held.items()
            for component in sorted(dofs(words, f"{where}, node '{node}'"))
        ]

    added, removed = numbers(stage.add), numbers(stage.remove)
    rigidity = []
    for member, section in stage.sections.items():
        known(frame.members, "member", member)
        values = known(frame.sections, "section", section).rigidity
        first, count = built.first[member], len(built.cut[member]) - 1
        rigidity += [(first + k, values) for k in range(count)]
    return Stage(
        stage.name, add_members=added["members"], remove_members=removed["members"],
        add_springs=added["springs"], remove_springs=removed["springs"],
        add_plates=added["plates"], remove_plates=removed["plates"],
        hold=pairs(stage.hold), release=pairs(stage.release), rigidity=rigidity,
        apply=stage.apply, remove=stage.lift, time=stage.day,
    )  # fmt: skip


def _ageing(frame: Frame, built: Built, concrete: Mapping[str, Concrete]) -> Ageing:
    """Laws of the sections and plates named, on the elements."""
    law = np.full(len(built.model.members), creep.ELASTIC)
    cast = np.zeros(len(law))
    plates = 0 if built.meshes is None else len(built.meshes.plates.E)
    plate_law, plate_cast = np.full(plates, creep.ELASTIC), np.zeros(plates)
    compliance, shrinkage = [], []
    for number, (name, kind) in enumerate(concrete.items()):
        compliance.append(
            creep.relative_compliance(kind.creep, kind.modulus, creep_modulus=kind.creep_modulus)
        )
        shrinkage.append(kind.shrinkage or _none)
        if name in frame.plates and built.meshes is not None:
            rows = built.meshes.rows(frame.plates[name])
            plate_law[rows], plate_cast[rows] = number, kind.cast
            continue
        known(dict.fromkeys([*frame.sections, *frame.plates]), "section or plate", name)
        for member in frame.members.values():
            if member.section == name:
                rows = built.first[member.name] + np.arange(len(built.cut[member.name]) - 1)
                law[rows], cast[rows] = number, kind.cast
    return Ageing(law, cast, tuple(compliance), tuple(shrinkage), plate_law, plate_cast)


def _none(_: float) -> float:
    return 0.0
