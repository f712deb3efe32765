"""Load combinations of AASHTO LRFD Table 3.4.1-1, expanded from data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final, Literal

from spanwright.codes.clause import clause
from spanwright.codes.combinations import (
    ActionSpec,
    Combinations,
    Row,
    check_actions,
    collect,
)
from spanwright.codes.data import load
from spanwright.datum.errors import InputError

LRFD: Final = "AASHTO LRFD 9th edition"

Edition = Literal["7th", "9th", "10th"]

_DATA: Final = load("aashto/combinations.toml")
_PERMANENT: Final = _DATA.names("permanent")
# What follows the live load's factor, and what never acts with its like.
_WITH_LIVE_LOAD: Final = ("LL", "CE", "BR", "PL", "LS")
_SELF_EXCLUSIVE: Final = {
    "WS": "WS",
    "WV": "WV",
    "WL": "WL",
    "TU": "TU",
    "TG": "TG",
    "EQ": "extreme event",
    "BL": "extreme event",
    "IC": "extreme event",
    "CT": "extreme event",
    "CV": "extreme event",
}
_EVENTS: Final = frozenset(k for k, v in _SELF_EXCLUSIVE.items() if v == "extreme event")

STATES: Final[tuple[str, ...]] = _DATA.names("states")
KINDS: Final[tuple[str, ...]] = (
    *_PERMANENT,
    *_WITH_LIVE_LOAD,
    "LL permit",
    "LL fatigue",
    "WA",
    "FR",
    "SE",
    "CL",
    *_SELF_EXCLUSIVE,
)


@clause(LRFD, "3.4.1", "Tables 3.4.1-1 and 3.4.1-2", tag="read")
def expand(
    actions: Sequence[ActionSpec],
    state: str,
    *,
    eta: float = 1.0,
    deformations: bool = False,
    edition: Edition = "9th",
) -> Combinations:
    """All rows of one limit state.

    actions      : kinds are listed in ``KINDS``; "LL" holds the dynamic allowance.  Wind "WS" with
                   a ``speed`` is brought to the gust of this limit state; without one it is the
                   wind at that gust
    state        : one of ``STATES``, e.g. "Strength I"
    eta          : load modifier eta_D eta_R eta_I (1.3.2.1); maximum factors are multiplied by it
                   and minimum factors divided
    deformations : take the factor 1.20 of uniform temperature, else 0.50 or 1.00 for forces
    edition      : the 7th has other fatigue factors

    Raises InputError for unknown states or kinds, eta below 0.95, and an extreme event without
    its action.
    """
    if state not in STATES:
        raise InputError("limit state", f"must be one of {', '.join(STATES)}", got=state)
    if not eta >= 0.95:
        raise InputError("eta", "must be at least 0.95 (1.3.2.1)", got=f"{eta:g}")
    check_actions(actions, KINDS)
    factors = _state_factors(state, deformations, edition)
    high, low = _permanent(actions, state, eta)
    reference = _DATA.value(f"states.{state}.{_DATA.names(f'states.{state}')[0]}").clause
    rows = [
        Row(name, {**high, **weights}, low, leading, state, reference)
        for name, weights, leading in _rows(actions, state, factors, eta)
    ]
    return collect(state, actions, rows)


def _state_factors(state: str, deformations: bool, edition: Edition) -> dict[str, float]:
    factors = {
        kind: float(value.array.ravel()[-1 if deformations else 0])
        for kind, value in _DATA.table(f"states.{state}").items()
    }
    if edition == "7th" and state in _DATA.names("editions.7th"):
        factors["LL fatigue"] = _DATA.number(f"editions.7th.{state}")
    for kind in _WITH_LIVE_LOAD:
        factors.setdefault(kind, factors.get("LL", 0.0))
    return factors


def _permanent(
    actions: Sequence[ActionSpec], state: str, eta: float
) -> tuple[dict[int, float], dict[int, float]]:
    high: dict[int, float] = {}
    low: dict[int, float] = {}
    for index, action in enumerate(actions):
        if action.kind not in _PERMANENT or state.startswith("Fatigue"):
            continue
        largest, smallest = 1.0, 1.0
        if state.startswith("Strength"):
            raised = state == "Strength IV" and action.kind in _DATA.names("strength_iv")
            path = "strength_iv" if raised else "permanent"
            largest, smallest = (float(v) for v in _DATA.array(f"{path}.{action.kind}"))
        high[index] = largest * eta * action.upper
        low[index] = smallest / eta * action.lower
    return high, {i: min(value, high[i]) for i, value in low.items()}


def _gust(action: ActionSpec, state: str) -> float:
    """Pressure at the limit state's gust over that at the action's own, never more than 1."""
    if action.kind != "WS" or action.speed == 0.0:
        return 1.0
    if state in _DATA.names("gust_share"):
        return _DATA.number(f"gust_share.{state}") ** 2
    if state in _DATA.names("gust"):
        return min((_DATA.number(f"gust.{state}") / action.speed) ** 2, 1.0)
    return 1.0


@clause(LRFD, "3.3.2", tag="remembered")
def called(action: ActionSpec) -> ActionSpec:
    """An action of a run under the name LRFD has for its kind; permanent ones by their origin.

    Raises InputError for a kind that LRFD does not know.
    """
    if action.kind in KINDS:
        return action
    if action.kind == "permanent":
        known = action.origin in _DATA.names("origins")
        return replace(action, kind=_DATA.text(f"origins.{action.origin}") if known else "DC")
    if action.kind not in _DATA.names("kinds"):
        raise InputError(f"action {action.name!r}", "has no name in LRFD", got=action.kind)
    return replace(action, kind=_DATA.text(f"kinds.{action.kind}"))


def _rows(
    actions: Sequence[ActionSpec], state: str, factors: Mapping[str, float], eta: float
) -> Iterator[tuple[str, dict[int, float], str]]:
    slots: dict[str, list[int]] = {}
    for index, action in enumerate(actions):
        if action.kind in _PERMANENT or factors.get(action.kind, 0.0) == 0.0:
            continue
        slot = action.alternative or _SELF_EXCLUSIVE.get(action.kind) or action.name
        slots.setdefault(slot, []).append(index)
    needed = state.startswith("Extreme")
    if needed and not any(actions[i].kind in _EVENTS for i in slots.get("extreme event", [])):
        raise InputError("actions", f"{state} needs its extreme event among the actions")
    if not needed:
        yield f"{state} permanent alone", {}, ""
    for picked in product(*slots.values()):
        weights = {
            index: factors[actions[index].kind] * eta * _gust(actions[index], state)
            for index in picked
        }
        chosen = [actions[i].name for i in picked if actions[i].kind in _SELF_EXCLUSIVE]
        events = [actions[i].name for i in picked if actions[i].kind in _EVENTS]
        live = "LL" if any(actions[i].kind.startswith("LL") for i in picked) else ""
        name = f"{state}, with {', '.join(chosen)}" if chosen else state
        yield name, weights, events[0] if events else live
