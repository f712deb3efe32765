"""Load groups, load cases and combinations of the structural model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.combinations import Combinations
from spanwright.datum.arrays import Array
from spanwright.deliverables.ifc.analysis import Analytical, analytical, models
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.patterns import (
    WARMING,
    Factored,
    Pattern,
    by_factor,
    factored,
    member_lines,
)
from spanwright.deliverables.ifc.step import Enum, Ref, Step
from spanwright.deliverables.results import Analysed, DrawnInfluence, Results
from spanwright.engine.element import member_axes
from spanwright.engine.loads import Loads
from spanwright.layout.curve import points
from spanwright.layout.types import Layout
from spanwright.structure.types import STAGES

# kind of case -> how the standard names the action and its source
SOURCE: Final = {
    "permanent": ("PERMANENT_G", "DEAD_LOAD_G"), "construction": ("VARIABLE_Q", "ERECTION"),
    "shrinkage": ("PERMANENT_G", "SHRINKAGE"), "settlement": ("PERMANENT_G", "SETTLEMENT_U"),
    "thermal": ("VARIABLE_Q", "TEMPERATURE_T"), "wind": ("VARIABLE_Q", "WIND_W"),
    "wind with traffic": ("VARIABLE_Q", "WIND_W"), "braking": ("VARIABLE_Q", "BRAKES"),
}  # fmt: skip
MOVING: Final = ("VARIABLE_Q", "LIVE_LOAD_Q")
OTHER: Final = (Enum("NOTDEFINED"), Enum("NOTDEFINED"))
EVEN: Final = Enum("CONST")
GLOBAL: Final = Enum("GLOBAL_COORDS")
LOCAL: Final = Enum("LOCAL_COORDS")
TRUE_LENGTH: Final = Enum("TRUE_LENGTH")
CHORD: Final = 5.0  # m, longest straight piece of a load along a curve
FINISHES: Final = ("surfacing", "barriers")


def structural(
    model: Model, results: Results, place: Frame, made: Mapping[str, Entity]
) -> list[str]:
    """Lines of the structural model with every case on the model of its stage, the governing
    traffic and the combinations; none without a model."""
    if results.analysed is None:
        return []
    step = model.after()
    structure = results.analysed.structure
    items = analytical(step, model, results.analysed, results.layout, place, made)
    cases = _Cases(step, results.analysed, results.layout, items)
    cases.write()
    for drawn in results.influences:
        _placed(cases, results.layout, made, drawn)
    combinations = _combinations(results.analysed.combinations, cases)
    loaded = {**cases.of_stage, STAGES[-1]: [*cases.of_stage.get(STAGES[-1], ()), *combinations]}
    models(step, structure, items, loaded, place.bridge)
    return step.lines


class _Cases:
    """Load cases by name; a group of cases (the settlements) also under the group's name."""

    def __init__(self, step: Step, analysed: Analysed, layout: Layout, items: Analytical) -> None:
        self.step, self.items = step, items
        self.analysed = analysed
        lines = member_lines(analysed.structure, layout)
        self.found: Factored = factored(
            analysed.actions, lines, analysed.structure.models[STAGES[-1]], items.idealised.across()
        )
        self.by_name: dict[str, list[Ref]] = {}
        self.of_stage: dict[str, list[Ref]] = {}

    def write(self) -> None:
        groups = [self._group(pattern) for pattern in self.found.patterns]
        for case in self.analysed.actions.cases:
            made = self.case(case.name, _words(case), case.stage, self._source(case))
            if case.group:
                self.by_name.setdefault(case.group, []).append(made)
            for factor, rows in by_factor(self.found.terms.get(case.name, ())).items():
                self.step.relate("IfcRelAssignsToGroupByFactor", f"{case.name} {factor!r}",
                                 [groups[row] for row in rows], None, made, factor)  # fmt: skip
            direct = self._direct(case)
            if direct:
                self.assign(made, case.name, direct)

    def case(self, name: str, words: str, stage: str, source: tuple[str, str]) -> Entity:
        """A new load case of a stage."""
        made = self.step.root(
            "IfcStructuralLoadCase", name, name, words, None, Enum("LOAD_CASE"), Enum(source[0]),
            Enum(source[1]), None, None, None,
        )  # fmt: skip
        self.by_name.setdefault(name, []).append(made)
        self.of_stage.setdefault(stage, []).append(made)
        return made

    @staticmethod
    def _source(case: Case) -> tuple[str, str]:
        if case.name in FINISHES:
            return "PERMANENT_G", "COMPLETION_G1"
        return SOURCE.get(case.kind, OTHER)

    def assign(self, group: Ref, identity: str, actions: Sequence[Ref]) -> None:
        self.step.relate("IfcRelAssignsToGroup", f"load {identity}", actions, None,
                         group)  # fmt: skip

    def _group(self, pattern: Pattern) -> Ref:
        """A load group with one action on each member; equal loads are one load."""
        loads: dict[float, Ref] = {}
        actions = []
        for m, value in zip(pattern.members.tolist(), pattern.value.tolist(), strict=True):
            if value not in loads:
                loads[value] = self._unit(pattern.way, value)
            actions.append(self.on_member(f"{pattern.name} {m}", m, loads[value], pattern.way))
        group = self.step.root(
            "IfcStructuralLoadGroup", f"pattern {pattern.name}", pattern.name, None, None,
            Enum("LOAD_GROUP"), *OTHER, None, None,
        )  # fmt: skip
        self.assign(group, f"pattern {pattern.name}", actions)
        return group

    def _unit(self, way: int, value: float) -> Ref:
        if way >= WARMING:
            kelvin = [0.0, 0.0, 0.0]
            kelvin[(0, 2, 1)[way - WARMING]] = value  # constant, over the depth, over the width
            return self.step.add("IfcStructuralLoadTemperature", None, *kelvin)
        force = [0.0] * 6
        force[way] = value
        return self.step.add("IfcStructuralLoadLinearForce", None, *force)

    def on_member(self, identity: str, member: int, load: Ref, way: int, kind: Enum = EVEN) -> Ref:
        """An action on a whole member.  way : of patterns.WAYS; temperatures are in its own axes"""
        is_local = way >= WARMING
        action = self.step.relate(
            "IfcStructuralCurveAction", identity, None, self.items.place,
            self.items.shapes[member], load, LOCAL if is_local else GLOBAL, None,
            None if is_local else TRUE_LENGTH, kind,
        )  # fmt: skip
        self.step.relate("IfcRelConnectsStructuralActivity", identity, self.items.members[member],
                         action)  # fmt: skip
        return action

    def on_node(self, identity: str, node: int, load: Ref) -> Ref:
        action = self.step.relate(
            "IfcStructuralPointAction", identity, None, self.items.place,
            self.items.node_shapes[node], load, GLOBAL, None,
        )  # fmt: skip
        self.step.relate("IfcRelConnectsStructuralActivity", identity,
                         self.items.connections[node], action)  # fmt: skip
        return action

    def _direct(self, case: Case) -> list[Ref]:
        """What no pattern holds: loads at nodes, settlements, loads on part of a member."""
        loads = self.analysed.actions.loads[case.stage]
        number = loads.names.index(case.name)
        springs = self.analysed.structure.models[case.stage].springs
        moved = {
            int(springs.node[spring]): force / float(springs.stiffness[spring, 2])
            for name, spring, force in self.analysed.actions.shifted
            if name == case.name
        }
        found = []
        for row in np.flatnonzero(loads.node_case == number):
            node, force = int(loads.node[row]), loads.node_force[row]
            if node in moved:  # the force k s of the analysis is the ground going down by s
                down = self.step.add("IfcStructuralLoadSingleDisplacement", None, 0.0, 0.0,
                                      -moved[node], 0.0, 0.0, 0.0)  # fmt: skip
                found.append(self.on_node(f"{case.name} {row}", node, down))
                continue
            single = self.step.add("IfcStructuralLoadSingleForce", None,
                                    *(float(f) for f in force))  # fmt: skip
            found.append(self.on_node(f"{case.name} {row}", node, single))
        return found + self._on_parts(case, loads, number)

    def _on_parts(self, case: Case, loads: Loads, number: int) -> list[Ref]:
        """Line loads over part of a member or that vary along it, and forces on members."""
        of = self.analysed.structure.models[case.stage]
        length, axes = member_axes(of)
        found = []
        for row in self.found.left[case.stage]:
            if loads.line_case[row] != number:
                continue
            m = int(loads.line_member[row])
            turn = axes[m] if loads.line_local[row] else np.eye(3)
            arm = np.array([0.0, *loads.line_arm[row]]) @ axes[m]
            values = []
            for force in (loads.line_start[row] @ turn, loads.line_end[row] @ turn):
                whole = [*force.tolist(), *np.cross(arm, force).tolist()]
                values.append(self.step.add("IfcStructuralLoadLinearForce", None, *whole))
            reach = (float(loads.line_from[row]), min(float(loads.line_to[row]), float(length[m])))
            spread = self.step.add("IfcStructuralLoadConfiguration", None, values,
                                    [[at] for at in reach])  # fmt: skip
            found.append(self.on_member(f"{case.name} part {row}", m, spread, 0, Enum("LINEAR")))
        for row in np.flatnonzero(loads.point_case == number):
            single = self.step.add("IfcStructuralLoadSingleForce", None,
                                    *loads.point_force[row].tolist())  # fmt: skip
            there = self.step.add("IfcStructuralLoadConfiguration", None, [single],
                                   [[float(loads.point_at[row])]])  # fmt: skip
            found.append(self.on_member(f"{case.name} point {row}", int(loads.point_member[row]),
                                        there, 0, Enum("DISCRETE")))  # fmt: skip
        return found


def _words(case: Case) -> str:
    return f"{case.value}; {case.clause}"


def _placed(
    cases: _Cases, layout: Layout, made: Mapping[str, Entity], drawn: DrawnInfluence
) -> None:
    """Wheels and strips of a governing placement, on the deck slab they stand on."""
    deck, load, step = layout.decks[drawn.deck], drawn.placement, cases.step
    word = "largest" if drawn.sign > 0 else "smallest"
    name = (
        f"{drawn.model}, {word} {drawn.component} of {deck.girders[drawn.girder].name} "
        f"at {drawn.station:.2f} m"
    )
    case = cases.case(name, f"{drawn.label}; gives {drawn.value:.6g} {drawn.unit}", STAGES[-1],
                      MOVING)  # fmt: skip
    slab = made[f"deck {deck.name}/slab"]
    level = float(cases.analysed.structure.plane.mean())
    actions: list[Ref] = []

    def vertex(station: float, offset: float) -> Ref:
        x, y = points(layout.axis, station, offset).round(9).tolist()
        return step.add("IfcVertexPoint", step.point(x, y, level))

    def tie(kind: str, identity: str, shape: tuple[str, Ref], *rest: object) -> None:
        topology = step.add("IfcTopologyRepresentation", cases.items.reference, "Reference",
                            shape[0], [shape[1]])  # fmt: skip
        where = step.add("IfcProductDefinitionShape", None, None, [topology])
        action = step.relate(kind, identity, None, cases.items.place, where, *rest)
        step.relate("IfcRelConnectsStructuralActivity", identity, slab, action)
        actions.append(action)

    wheels = np.stack([load.wheel_x, load.wheel_y, load.wheel_force], axis=1).tolist()
    for k, (x, y, force) in enumerate(wheels):
        down = step.add("IfcStructuralLoadSingleForce", None, 0.0, 0.0, -force, 0.0, 0.0, 0.0)
        tie("IfcStructuralPointAction", f"{name} wheel {k}", ("Vertex", vertex(x, y)), down,
            GLOBAL, None)  # fmt: skip
    strips = np.stack([load.strip_from, load.strip_to, load.strip_y, load.strip_load], axis=1)
    for k, (a, b, y, force) in enumerate(strips.tolist()):
        down = step.add("IfcStructuralLoadLinearForce", None, 0.0, 0.0, -force, 0.0, 0.0, 0.0)
        count = 1 if layout.axis.plan is None else max(1, math.ceil((b - a) / CHORD))
        ends = [vertex(at, y) for at in np.linspace(a, b, count + 1).tolist()]
        for piece, (start, end) in enumerate(pairwise(ends)):
            edge = step.add("IfcEdge", start, end)
            tie("IfcStructuralCurveAction", f"{name} strip {k} {piece}", ("Edge", edge), down,
                GLOBAL, None, TRUE_LENGTH, EVEN)  # fmt: skip
    cases.assign(case, name, actions)


def _combinations(every: Sequence[Combinations], cases: _Cases) -> list[Ref]:
    """A load combination for each row of factors, permanent actions adverse and favourable.

    Traffic moves, so its cases hold no actions: their effect is an extreme over all placements.
    """
    step, made = cases.step, []
    for rows in every:
        for spec in rows.actions:
            if spec.name not in cases.by_name:
                words = "moves over the deck: an extreme over all placements, by influence surfaces"
                cases.case(spec.name, words, STAGES[-1], MOVING)
        for k, name in enumerate(rows.names):
            for side, factors in _sides(rows, k):
                title = f"{rows.situation}: {name}{side}"
                group = step.root(
                    "IfcStructuralLoadGroup", f"combination {title}", title,
                    f"{rows.text(k)}; {rows.clause[k]}", None, Enum("LOAD_COMBINATION"), *OTHER,
                    None, rows.situation,
                )  # fmt: skip
                made.append(group)
                for factor, actions in by_factor(list(enumerate(factors.tolist()))).items():
                    if factor:
                        own = [c for a in actions for c in cases.by_name[rows.actions[a].name]]
                        step.relate("IfcRelAssignsToGroupByFactor", f"{title} {factor!r}", own,
                                    None, group, factor)  # fmt: skip
    return made


def _sides(rows: Combinations, k: int) -> list[tuple[str, Array]]:
    """The row with all permanent actions adverse and, where that differs, all favourable."""
    adverse, helping = rows.unfavourable[k], rows.favourable[k]
    lasting = np.array([spec.kind == "permanent" for spec in rows.actions])
    other = np.where(lasting, helping, adverse)
    if np.array_equal(other, adverse):
        return [("", adverse)]
    return [(", permanent adverse", adverse), (", permanent favourable", other)]
