"""Governing combinations of any places for several ranked components, with their causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.actions.types import Case
from spanwright.analysis.combine import Governing, Movable, govern
from spanwright.codes.data import Parameters
from spanwright.datum.arrays import Array, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTraffic:
    """Extremes of one load model at n places, q components each.

    Targets are "component 0 largest", "component 0 smallest", "component 1 largest", ...

    kinds  : parts as the combination rules name them, e.g. ("TS", "UDL")
    part   : (t, p, n, q) all components of each part under the placement of each target
    labels : (t * n,) placements in words, row t n + place
    """

    kinds: tuple[str, ...]
    part: Array
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceDemands:
    """Design effects at n places for t targets.

    value : (t, n, q);  combination : (t, n) row in `names`
    cause : (t, n) row in `causes`, -1 where no traffic takes part
    """

    situation: str
    value: Array
    combination: Ints
    names: tuple[str, ...]
    cause: Ints
    causes: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


def both_ways(kind: str, effect: Array, component: int) -> Movable:
    """An action that may act either way, (n, q); each place takes the adverse sign."""
    sign = np.where(effect[:, component] >= 0, 1.0, -1.0)[:, None]
    return Movable(kind, sign * effect, -sign * effect)


def place_demands(
    cases: Sequence[Case],
    effect: Array,
    traffic: Sequence[PlaceTraffic],
    situation: str,
    ranked: Sequence[int],
    parameters: Parameters | None = None,
) -> PlaceDemands:
    """Largest and smallest of each ranked component over all combinations.

    cases  : c cases;  effect : (c, n, q).  Braking acts either way; loads of construction take
             part in the transient situation only.
    ranked : components that are made extreme; traffic targets follow the same order
    """
    in_use = {c.kind for c in cases} - {"braking"}
    in_use -= {"construction"} if situation != "ULS transient" else set()
    braking = [i for i, case in enumerate(cases) if case.kind == "braking"]
    governing: list[Governing] = []
    for order, component in enumerate(ranked):
        moving = [
            Movable(kind, model.part[2 * order, p], model.part[2 * order + 1, p])
            for model in traffic
            for p, kind in enumerate(model.kinds)
        ]
        if braking and traffic:
            moving.append(both_ways("braking", effect[braking].sum(axis=0), component))
        governing += govern(
            cases, effect, moving, situation, component, parameters, kinds=tuple(in_use)
        )
    names, row = _joined(governing)
    cause, causes = _causes(governing, traffic)
    return PlaceDemands(
        situation, np.stack([g.value for g in governing]), row, names, cause, causes
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
    governing: Sequence[Governing], traffic: Sequence[PlaceTraffic]
) -> tuple[Ints, tuple[str, ...]]:
    """Placement behind each target and place; -1 where no traffic takes part."""
    n = len(governing[0].row)
    cause = np.full((len(governing), n), -1, dtype=np.int64)
    labels: list[str] = []
    for model in traffic:
        start = len(labels)
        labels += model.labels
        for target, one in enumerate(governing):
            own = start + target * n + np.arange(n)
            cause[target] = np.where(one.with_traffic(model.kinds), own, cause[target])
    return cause, tuple(labels)
