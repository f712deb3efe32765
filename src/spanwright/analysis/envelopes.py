"""Governing combinations of any places for several ranked components, with their causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.actions.types import Case
from spanwright.analysis.combine import Governing, Movable, govern_rows, specs_of
from spanwright.codes.combinations import ActionSpec
from spanwright.codes.data import Parameters
from spanwright.codes.situations import rows_of
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

    def at(self, places: Sequence[int]) -> PlaceDemands:
        """The same at some of the places."""
        rows = np.asarray(places, dtype=np.int64)
        return replace(
            self,
            value=self.value[:, rows],
            combination=self.combination[:, rows],
            cause=self.cause[:, rows],
        )


CONSTRUCTION: Final = ("ULS transient", "Strength I construction")
# It comes of imposed deformations, which EN 1998-2 5.5(3) does not combine with the earthquake.
WITHOUT_FRICTION: Final = (*CONSTRUCTION, "ULS seismic")
ACCIDENTS: Final = ("ULS accidental", "Extreme Event II")
ONLY_IN: Final = {
    "construction": CONSTRUCTION,
    "accidental": ACCIDENTS,
    "ship": ACCIDENTS,
    "vehicle": ACCIDENTS,
    "seismic": ("ULS seismic", "Extreme Event I"),
}


def one_of(kind: str, effect: Array, component: int) -> Movable:
    """An action at the worst of its places, (c, n, q), or nowhere."""
    every = np.concatenate([np.zeros_like(effect[:1]), effect])
    n = np.arange(effect.shape[1])
    high, low = (pick(every[..., component], axis=0) for pick in (np.argmax, np.argmin))
    return Movable(kind, every[high, n], every[low, n])


def place_demands(
    cases: Sequence[Case],
    effect: Array,
    traffic: Sequence[PlaceTraffic],
    situation: str,
    ranked: Sequence[int],
    parameters: Parameters | None = None,
) -> PlaceDemands:
    """Largest and smallest of each ranked component over all combinations.

    cases  : c cases;  effect : (c, n, q).  Braking and loads on the backfill need traffic, and so
             does centrifugal force, which stands at the worst of its cross-sections; friction of
             bearings rubs in the worst of its patterns, either way; loads of
             construction take part in the transient situation only, accidents and earthquakes in
             theirs.
    ranked : components that are made extreme; traffic targets follow the same order
    """
    governing = governing_rows(cases, effect, traffic, situation, ranked, parameters)
    names, row = _joined(governing)
    cause, causes = _causes(governing, traffic)
    return PlaceDemands(
        situation, np.stack([g.value for g in governing]), row, names, cause, causes
    )


def governing_rows(
    cases: Sequence[Case],
    effect: Array,
    traffic: Sequence[PlaceTraffic],
    situation: str,
    ranked: Sequence[int],
    parameters: Parameters | None = None,
) -> list[Governing]:
    """What `place_demands` chooses for each target, with every action and its factor."""
    away = {kind for kind, home in ONLY_IN.items() if situation not in home} | {
        "centrifugal",
        "friction",
    }
    away |= set() if traffic else {"braking", "backfill"}
    keep = [i for i, case in enumerate(cases) if case.kind not in away]
    turning = [i for i, case in enumerate(cases) if case.kind == "centrifugal" and traffic]
    chosen, own = [cases[i] for i in keep], effect[keep]
    moving = [ActionSpec(kind, kind) for model in traffic for kind in model.kinds]
    moving += [ActionSpec("centrifugal", "centrifugal")] if turning else []
    rubbing = [i for i, case in enumerate(cases) if case.kind == "friction"]
    if situation in WITHOUT_FRICTION:
        rubbing = []
    moving += [ActionSpec("friction", "friction")] if rubbing else []
    rows = rows_of((*specs_of(chosen), *moving), situation, parameters)
    governing: list[Governing] = []
    for order, component in enumerate(ranked):
        movable = [
            Movable(kind, model.part[2 * order, p], model.part[2 * order + 1, p])
            for model in traffic
            for p, kind in enumerate(model.kinds)
        ]
        if turning:
            movable.append(one_of("centrifugal", effect[turning], component))
        if rubbing:
            both = np.concatenate([effect[rubbing], -effect[rubbing]])
            movable.append(one_of("friction", both, component))
        governing += govern_rows(rows, chosen, own, movable, component)
    return governing


def strongest(found: Sequence[PlaceDemands], situation: str, ranked: Sequence[int]) -> PlaceDemands:
    """The governing one of several situations for each target and place, under one name.

    found : of the same places, targets and ranked components
    """
    target = np.arange(2 * len(ranked))
    sign = np.where(target % 2 == 0, 1.0, -1.0)
    own = np.array(ranked)[target // 2]
    rank = np.stack([sign[:, None] * one.value[target, :, own] for one in found])
    pick = np.argmax(rank, axis=0)[None]
    names: list[str] = []
    causes: list[str] = []
    rows, cause = [], []
    for one in found:
        rows.append(one.combination + len(names))
        cause.append(np.where(one.cause >= 0, one.cause + len(causes), -1))
        names += one.names
        causes += one.causes
    value = np.take_along_axis(np.stack([one.value for one in found]), pick[..., None], axis=0)
    return PlaceDemands(
        situation,
        value[0],
        np.take_along_axis(np.stack(rows), pick, axis=0)[0],
        tuple(names),
        np.take_along_axis(np.stack(cause), pick, axis=0)[0],
        tuple(causes),
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
