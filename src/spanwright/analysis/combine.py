"""Combinations over any set of places: girder sections stage by stage, shafts, bearings.

An effect array has axes (action, place, component).  Non-traffic cases keep one row each, except
groups (the settlements of all supports), whose adverse members act together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.combinations import (
    ActionSpec,
    Combinations,
    ConcurrentExtreme,
    concurrent_envelope,
)
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.combinations import expand
from spanwright.datum.arrays import Array, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Movable:
    """A traffic action at its extremes for one component.

    kind    : "TS", "UDL", "LM2", "footway", "braking", ...
    largest, smallest : (n, q) all components under the placement that makes the chosen component
                        largest, smallest
    """

    kind: str
    largest: Array
    smallest: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Governing:
    """Extreme of one component in a situation, with what acts at the same time.

    value : (n, q);  row : (n,) of names;  factor : (a, n) on each action;  actions : (a,) names
    effect : (a, n, q) characteristic effects that were factored
    """

    value: Array
    row: Ints
    factor: Array
    names: tuple[str, ...]
    actions: tuple[str, ...]
    effect: Array

    def __post_init__(self) -> None:
        freeze(self)

    def with_traffic(self, names: Sequence[str] = ("TS", "UDL", "LM2")) -> Array:
        """Whether traffic takes part.  (n,) bool"""
        rows = [i for i, name in enumerate(self.actions) if name in names]
        return np.asarray(np.any(self.factor[rows] != 0.0, axis=0))


def specs_of(cases: Sequence[Case]) -> tuple[ActionSpec, ...]:
    """One action for each case that stands alone and one for each group, in order."""
    specs: dict[str, ActionSpec] = {}
    for case in cases:
        name = case.group or case.name
        if name not in specs:
            specs[name] = ActionSpec(
                name,
                case.kind,
                origin=case.origin,
                upper=case.upper,
                lower=case.lower,
                cap=case.cap,
                speed=case.speed,
            )
    return tuple(specs.values())


def govern(
    cases: Sequence[Case],
    effect: Array,
    movable: Sequence[Movable],
    situation: str,
    component: int,
    parameters: Parameters | None = None,
    *,
    kinds: Sequence[str] | None = None,
) -> tuple[Governing, Governing]:
    """Maximum and minimum of one component over all combinations of a situation.

    cases   : c cases;  effect : (c, n, q) their effects
    movable : traffic actions at their extremes for this component
    kinds   : only these kinds of case take part (None: all)
    """
    keep = [i for i, case in enumerate(cases) if kinds is None or case.kind in kinds]
    chosen = [cases[i] for i in keep]
    specs = specs_of(chosen) + tuple(ActionSpec(m.kind, m.kind) for m in movable)
    rows = expand(specs, situation, parameters)
    return govern_rows(rows, chosen, effect[keep], movable, component)


def govern_rows(
    rows: Combinations,
    cases: Sequence[Case],
    effect: Array,
    movable: Sequence[Movable],
    component: int,
) -> tuple[Governing, Governing]:
    """Maximum and minimum of one component over factor rows made for these actions.

    rows : over the actions of `cases` and then of `movable`;  effect : (c, n, q)
    """
    largest, smallest = (
        np.concatenate(
            [
                _grouped(cases, effect, component, sign),
                *(getattr(m, side)[None] for m in movable),
            ]
        )
        for sign, side in ((1, "largest"), (-1, "smallest"))
    )
    high, low = concurrent_envelope(rows, largest, smallest, component)
    return _governing(high, rows, largest), _governing(low, rows, smallest)


def _governing(extreme: ConcurrentExtreme, rows: Combinations, effect: Array) -> Governing:
    actions = tuple(s.name for s in rows.actions)
    return Governing(extreme.value, extreme.row, extreme.factor, rows.names, actions, effect)


def _grouped(cases: Sequence[Case], effect: Array, component: int, sign: int) -> Array:
    """(a, n, q): members of a group add where they act in the direction of the sign; what may act
    either way takes that direction."""
    order = {spec.name: i for i, spec in enumerate(specs_of(cases))}
    total = np.zeros((len(order), *effect.shape[1:]))
    for case, own in zip(cases, effect, strict=True):
        if case.reversible:
            adverse = sign * own[:, component] >= 0
            total[order[case.name]] += np.where(adverse[:, None], own, -own)
        elif case.group:
            adverse = sign * own[:, component] > 0
            total[order[case.group]] += np.where(adverse[:, None], own, 0.0)
        else:
            total[order[case.name]] += own
    return total
