"""Design effects of the girder sections in each situation, from cases and traffic extremes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.analysis.combine import Governing, Movable, govern
from spanwright.analysis.demands import TARGETS, Demands
from spanwright.analysis.static import Static
from spanwright.codes.data import Parameters
from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.structure.types import STAGES

# Components of an effect row: totals first (they rank the combinations), then My, Vz, T by stage.
MY, VZ = 0, 1
_FIRST = 2
_PER_STAGE = 3
COMPONENTS = _FIRST + _PER_STAGE * len(STAGES)
SITUATIONS = ("ULS persistent", "SLS characteristic", "SLS frequent", "SLS quasi-permanent")


@dataclass(frozen=True, slots=True, eq=False)
class SectionTraffic:
    """Traffic extremes at the n girder sections for the four targets.

    kinds : parts of the load model as the combination rules name them, e.g. ("TS", "UDL")
    part  : (t, p, n, 3) My, Vz, T of each part for "My max", "My min", "Vz max", "Vz min"
    labels: (t * n,) placements in words, row t n + section
    """

    kinds: tuple[str, ...]
    part: Array
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


def case_components(static: Static) -> Array:
    """Effects of all cases as rows of totals and stages.  (c, n, COMPONENTS)"""
    force = static.effects.force
    rows = np.zeros((*force.shape[:2], COMPONENTS))
    rows[..., MY], rows[..., VZ] = force[..., 4], force[..., 2]
    for index, case in enumerate(static.cases):
        at = _FIRST + _PER_STAGE * STAGES.index(case.stage)
        rows[index, :, at : at + _PER_STAGE] = force[index][:, [4, 2, 3]]
    return rows


def _traffic_components(part: Array) -> Array:
    """(n, 3) My, Vz, T -> (n, COMPONENTS), carried by the short-term section."""
    rows = np.zeros((len(part), COMPONENTS))
    rows[:, MY], rows[:, VZ] = part[:, 0], part[:, 1]
    at = _FIRST + _PER_STAGE * STAGES.index("short term")
    rows[:, at : at + _PER_STAGE] = part
    return rows


def movables(traffic: Sequence[SectionTraffic], component: int) -> tuple[Movable, ...]:
    """Traffic actions at their extremes for My (component 0) or Vz (1)."""
    found = []
    for model in traffic:
        for index, kind in enumerate(model.kinds):
            high, low = model.part[2 * component, index], model.part[2 * component + 1, index]
            found.append(Movable(kind, _traffic_components(high), _traffic_components(low)))
    return tuple(found)


def braking_movable(static: Static, component: int) -> tuple[Movable, ...]:
    """Braking acts both ways; each section takes the adverse one."""
    rows = [i for i, case in enumerate(static.cases) if case.kind == "braking"]
    if not rows:
        return ()
    effect = case_components(static)[rows].sum(axis=0)
    sign = np.where(effect[:, component] >= 0, 1.0, -1.0)[:, None]
    return (Movable("braking", sign * effect, -sign * effect),)


def girder_demands(
    static: Static,
    traffic: Sequence[SectionTraffic],
    situation: str,
    parameters: Parameters | None = None,
) -> Demands:
    """The governing combination of each target at each section."""
    effect = case_components(static)
    kinds = {case.kind for case in static.cases} - {"braking", "construction"}
    governing: list[Governing] = []
    for component in (MY, VZ):
        moving = (*movables(traffic, component), *braking_movable(static, component))
        governing += govern(
            static.cases, effect, moving, situation, component, parameters, kinds=tuple(kinds)
        )
    return _demands(situation, governing, traffic)


def construction_demands(static: Static, parameters: Parameters | None = None) -> Demands:
    """The steel alone with the wet slab and people on it (transient situation)."""
    cases = [case for case in static.cases if case.stage == "steel"]
    rows = [i for i, case in enumerate(static.cases) if case.stage == "steel"]
    effect = case_components(static)[rows]
    governing: list[Governing] = []
    for component in (MY, VZ):
        governing += govern(cases, effect, (), "ULS transient", component, parameters)
    return _demands("ULS transient", governing, ())


def _demands(
    situation: str, governing: Sequence[Governing], traffic: Sequence[SectionTraffic]
) -> Demands:
    value = np.stack([g.value for g in governing])  # (t, n, q)
    staged = value[..., _FIRST:].reshape(*value.shape[:2], len(STAGES), _PER_STAGE)
    names, row = _joined(governing)
    cause, labels = _causes(governing, traffic)
    return Demands(
        situation=situation,
        moment=np.moveaxis(staged[..., 0], 2, 1),
        shear=np.moveaxis(staged[..., 1], 2, 1),
        torsion=staged[..., 2].sum(axis=2),
        combination=row,
        names=names,
        cause=cause,
        causes=labels,
    )


def _joined(governing: Sequence[Governing]) -> tuple[tuple[str, ...], Ints]:
    """One list of combination names for all targets."""
    order: dict[str, int] = {}
    rows = []
    for one in governing:
        own = np.array([order.setdefault(name, len(order)) for name in one.names])
        rows.append(own[one.row])
    return tuple(order), np.stack(rows).astype(np.int64)


def _causes(
    governing: Sequence[Governing], traffic: Sequence[SectionTraffic]
) -> tuple[Ints, tuple[str, ...]]:
    """Row of the placement behind each target and section; -1 where no traffic takes part."""
    n = len(governing[0].row)
    cause = np.full((len(TARGETS), n), -1, dtype=np.int64)
    labels: list[str] = []
    for model in traffic:
        start = len(labels)
        labels += model.labels
        for target, one in enumerate(governing):
            takes_part = one.with_traffic(model.kinds)
            own = start + target * n + np.arange(n)
            cause[target] = np.where(takes_part, own, cause[target])
    return cause, tuple(labels)
