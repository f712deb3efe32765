"""Non-traffic cases solved on the stage that carries them, read off at the girder sections."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from spanwright.actions.types import Actions, Case
from spanwright.analysis.types import SelfCheck, StaticCases
from spanwright.datum.arrays import Array, Ints
from spanwright.engine.statics import Prepared, Solution, prepare, solve
from spanwright.structure.types import STAGES, Structure


@dataclass(frozen=True, slots=True, eq=False)
class Static:
    """Effects of all non-traffic cases.

    cases     : what was applied, row by row;  effects : at the girder sections and bearings
    actions   : the loads of these cases
    column_foot, column_head : (c, p, 6) section forces of every pier shaft at both ends
    crosshead : (c, k, 2, 6) section forces at both ends of every crosshead member, pier by pier
    tilt      : (c, b) rotation about y of the girders above the bearings [rad]
    foundation: support name -> (c, 6) force of the ground on its pile cap, spring axes
    prepared  : stage -> model with its factor, for what comes after
    selfchecks: equilibrium of every stage
    """

    cases: tuple[Case, ...]
    actions: Actions
    effects: StaticCases
    column_foot: Array
    column_head: Array
    crosshead: Array
    tilt: Array
    foundation: dict[str, Array]
    prepared: dict[str, Prepared]
    selfchecks: tuple[SelfCheck, ...]


def prepare_stages(structure: Structure) -> dict[str, Prepared]:
    """One factorisation a stage."""
    return {stage: prepare(structure.models[stage]) for stage in STAGES}


def solve_cases(structure: Structure, actions: Actions, prepared: dict[str, Prepared]) -> Static:
    """Solve every case and collect its effects."""
    solved: list[tuple[tuple[Case, ...], Solution]] = []
    checks = []
    for stage in STAGES:
        loads = actions.loads.get(stage)
        if loads is None or not loads.names:
            continue
        solution = solve(prepared[stage], loads)
        solved.append((actions.of(stage), solution))
        worst = float(np.max(solution.equilibrium_residual))
        checks.append(
            SelfCheck(f"equilibrium, stage {stage}", worst, "reactions against loads, all cases")
        )
    return collect(structure, actions, solved, prepared, tuple(checks))


def collect(
    structure: Structure,
    actions: Actions,
    solved: list[tuple[tuple[Case, ...], Solution]],
    prepared: dict[str, Prepared],
    checks: tuple[SelfCheck, ...],
) -> Static:
    """Effects of solved stages, case by case."""
    table = structure.table
    cases = tuple(case for rows, _ in solved for case in rows)
    force = np.concatenate([s.end_force[:, table.member, table.side] for _, s in solved])
    nodes = section_nodes(structure)
    sag = np.concatenate([-s.displacement[:, nodes, 2] for _, s in solved])
    spring = np.concatenate([s.spring_force for _, s in solved])
    row = {case.name: i for i, case in enumerate(cases)}
    for name, index, shift in actions.shifted:
        spring[row[name], index, 2] += shift
    foot = np.array([column.members[0] for column in structure.columns], dtype=np.int64)
    head = np.array([column.members[-1] for column in structure.columns], dtype=np.int64)
    beams = crosshead_members(structure)
    above = structure.models["short term"].springs.other[structure.bearing_spring]
    return Static(
        cases=cases,
        actions=actions,
        effects=StaticCases(
            tuple(case.name for case in cases),
            tuple(case.stage for case in cases),
            force,
            sag,
            spring[:, structure.bearing_spring],
        ),
        column_foot=np.concatenate([s.end_force[:, foot, 0] for _, s in solved]),
        column_head=np.concatenate([s.end_force[:, head, 1] for _, s in solved]),
        crosshead=np.concatenate([s.end_force[:, beams] for _, s in solved]),
        tilt=np.concatenate([s.displacement[:, above, 4] for _, s in solved]),
        foundation={n: spring[:, i] for n, i in structure.foundation_spring.items()},
        prepared=prepared,
        selfchecks=checks,
    )


def joined(first: Static, more: Static, bearing: Array) -> Static:
    """The cases of two sets, one after the other.  bearing : (c, b, 6) those of the second"""
    one, two = first.effects, more.effects
    return replace(
        first,
        cases=(*first.cases, *more.cases),
        effects=StaticCases(
            (*one.names, *two.names),
            (*one.stages, *two.stages),
            np.concatenate([one.force, two.force]),
            np.concatenate([one.deflection, two.deflection]),
            np.concatenate([one.bearing, bearing]),
        ),
        column_foot=np.concatenate([first.column_foot, more.column_foot]),
        column_head=np.concatenate([first.column_head, more.column_head]),
        crosshead=np.concatenate([first.crosshead, more.crosshead]),
        tilt=np.concatenate([first.tilt, more.tilt]),
        foundation={
            name: np.concatenate([rows, more.foundation[name]])
            for name, rows in first.foundation.items()
        },
    )


def crosshead_members(structure: Structure) -> Ints:
    """Members of all crossheads, pier by pier.  (k,)"""
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *structure.crosshead_member.values()]).astype(np.int64)


def section_nodes(structure: Structure) -> np.ndarray:
    """Model node of every reported section.  (n,)"""
    members = structure.models["short term"].members
    return np.asarray(members[structure.table.member, structure.table.side])
