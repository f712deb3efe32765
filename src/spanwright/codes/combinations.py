"""Combinations as factor rows, and their envelopes over many sections at once.

Every code expands its rules into the same value, ``Combinations``.  A row holds for each action a
factor for an unfavourable and one for a favourable effect.  Actions of one *origin* (all self
weight along a continuous girder, say) take the same of the two, chosen by their sum; a variable
action has the favourable factor 0, so it is left out where it helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import InputError


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action as the combination rules see it; its effects are given to the envelope.

    name        : unique label, used in the names of rows
    kind        : what the code calls it, e.g. "permanent", "TS", "thermal", "DC"
    origin      : permanent actions of one origin take one factor together; "" is its own origin
    alternative : actions with one non-empty name here never act together; "" follows the kind
                  (thermal cases, wind directions, accidents exclude each other)
    upper, lower: ratio of the upper and lower characteristic value to the value given, for
                  permanent actions that vary, e.g. surfacing 1.4 and 0.8
    cap         : for "wind with traffic": F_W* over F_Wk, the most that may act with traffic
    speed       : gust that a wind action was computed for, where limit states have gusts of
                  their own (AASHTO); 0: it is the limit state's [m/s]
    psi         : (psi0, psi1, psi2) of an "other variable" action, which no table lists
    tracks      : loaded railway tracks this action stands for;  train: railway train that
                  braking, centrifugal or nosing force belongs to ("" any)
    """

    name: str
    kind: str
    origin: str = ""
    alternative: str = ""
    upper: float = 1.0
    lower: float = 1.0
    cap: float = 1.0
    speed: float = 0.0
    psi: tuple[float, float, float] | None = None
    tracks: int = 1
    train: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Combinations:
    """k factor rows over a actions.

    situation    : e.g. "ULS persistent";  actions : (a,)
    names        : (k,) e.g. "6.10 gr1a leading, with thermal +"
    unfavourable : (k, a) factor where the action's origin acts adversely      [-]
    favourable   : (k, a) factor where it helps, never more than unfavourable  [-]
    origin       : (a,) index of the origin; only permanent actions share one
    leading      : (k,) name of the leading action or group, "" if none leads
    rule, clause : (k,) e.g. "6.10", "EN 1990 Table A2.4(B)"
    """

    situation: str
    actions: tuple[ActionSpec, ...]
    names: tuple[str, ...]
    unfavourable: Array
    favourable: Array
    origin: Ints
    leading: tuple[str, ...]
    rule: tuple[str, ...]
    clause: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)

    def text(self, row: int) -> str:
        """One row as a sum, e.g. ``1.35|1.00 girder + 1.35 TS + 1.35 UDL + 0.90 thermal +``."""
        terms = []
        for action, high, low in zip(
            self.actions, self.unfavourable[row], self.favourable[row], strict=True
        ):
            if high == 0.0 and low == 0.0:
                continue
            factor = f"{high:.2f}" if low in (0.0, high) else f"{high:.2f}|{low:.2f}"
            terms.append(f"{factor} {action.name}")
        return " + ".join(terms)


class Row(NamedTuple):
    """One row on its way into ``Combinations``: factors by action index."""

    name: str
    unfavourable: dict[int, float]
    favourable: dict[int, float]
    leading: str
    rule: str
    clause: str


@dataclass(frozen=True, slots=True, eq=False)
class Extreme:
    """Extreme of one response at n sections.

    value : (n,);  row : (n,) governing combination
    """

    value: Array
    row: Ints

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class ConcurrentExtreme:
    """Extreme of one component with the others that act at the same time.

    value : (n, q);  row : (n,);  factor : (a, n) what each action was multiplied by
    """

    value: Array
    row: Ints
    factor: Array = field(repr=False)

    def __post_init__(self) -> None:
        freeze(self)


def collect(
    situation: str,
    actions: Sequence[ActionSpec],
    rows: Sequence[Row],
    *,
    share_origins: bool = True,
) -> Combinations:
    """Stack rows into ``Combinations``; of rows with equal factors the first is kept."""
    count = len(actions)
    kept: dict[bytes, tuple[Row, Array, Array]] = {}
    for row in rows:
        high, low = np.zeros(count), np.zeros(count)
        high[list(row.unfavourable)] = list(row.unfavourable.values())
        low[list(row.favourable)] = list(row.favourable.values())
        kept.setdefault(high.tobytes() + low.tobytes(), (row, high, low))
    stacked = tuple(kept.values())
    return Combinations(
        situation=situation,
        actions=tuple(actions),
        names=tuple(row.name for row, _, _ in stacked),
        unfavourable=np.array([high for _, high, _ in stacked]).reshape(-1, count),
        favourable=np.array([low for _, _, low in stacked]).reshape(-1, count),
        origin=_origins(actions, share_origins),
        leading=tuple(row.leading for row, _, _ in stacked),
        rule=tuple(row.rule for row, _, _ in stacked),
        clause=tuple(row.clause for row, _, _ in stacked),
    )


def check_actions(actions: Sequence[ActionSpec], kinds: Sequence[str]) -> None:
    """Refuse unknown kinds, repeated names and spreads that one origin cannot share.

    Raises InputError that names the action.
    """
    seen: set[str] = set()
    spread: dict[str, tuple[str, float, float]] = {}
    for action in actions:
        address = f"action {action.name!r}"
        if action.kind not in kinds:
            raise InputError(address, f"kind must be one of {', '.join(kinds)}", got=action.kind)
        if action.name in seen:
            raise InputError(address, "each action needs its own name")
        seen.add(action.name)
        if not 0 <= action.lower <= action.upper:
            raise InputError(
                address, "needs 0 <= lower <= upper", got=f"{action.lower:g}, {action.upper:g}"
            )
        if action.origin:
            # One factor for one origin is chosen by the sign of the sum; with different spreads
            # inside it that choice would no longer be exact.
            first = spread.setdefault(action.origin, (action.kind, action.upper, action.lower))
            if first != (action.kind, action.upper, action.lower):
                raise InputError(
                    address,
                    f"origin {action.origin!r} holds actions of another kind or spread",
                    hint="give it an origin of its own",
                )


def factors(combinations: Combinations, effect: Array, row: Ints, sign: int) -> Array:
    """What each action is multiplied by in a given row at each section.

    effect : (a, n);  row : (n,);  sign : +1 for a maximum, -1 for a minimum;  returns (a, n)
    """
    adverse = _adverse(combinations, effect, sign)
    return np.where(
        adverse, combinations.unfavourable[row].T, combinations.favourable[row].T
    ).astype(np.float64)


def row_values(combinations: Combinations, effect: Array, sign: int) -> Array:
    """Value of every row at every section.

    effect : (a, n) effects of the actions; of movable ones the extreme of that sign
    sign   : +1 for maxima, -1 for minima;  returns : (k, n)
    """
    adverse = _adverse(combinations, effect, sign)
    values: Array = combinations.unfavourable @ np.where(adverse, effect, 0.0)
    values += combinations.favourable @ np.where(adverse, 0.0, effect)
    return values


def envelope(
    combinations: Combinations, effect_max: Array, effect_min: Array
) -> tuple[Extreme, Extreme]:
    """Largest and smallest value over all rows.

    effect_max, effect_min : (a, n) largest and smallest effect of each action; the same number
                             for an action that does not move
    returns                : maximum and minimum with their rows
    """
    return (
        _extreme(combinations, effect_max, +1),
        _extreme(combinations, effect_min, -1),
    )


def concurrent_envelope(
    combinations: Combinations, effect_max: Array, effect_min: Array, component: int
) -> tuple[ConcurrentExtreme, ConcurrentExtreme]:
    """Extremes of one component together with the other components of the same row.

    effect_max, effect_min : (a, n, q) all components under the placement that makes the named
                             component largest, smallest; the same for actions that do not move
    component              : index on the last axis
    """
    return (
        _concurrent(combinations, effect_max, component, +1),
        _concurrent(combinations, effect_min, component, -1),
    )


def _extreme(combinations: Combinations, effect: Array, sign: int) -> Extreme:
    values = row_values(combinations, effect, sign)
    # argmax takes the first of equal rows: "permanent alone" stands first on purpose.
    row = np.argmax(sign * values, axis=0)
    return Extreme(np.take_along_axis(values, row[None, :], axis=0)[0], row.astype(np.int64))


def _concurrent(
    combinations: Combinations, effect: Array, component: int, sign: int
) -> ConcurrentExtreme:
    chosen = effect[:, :, component]
    row = _extreme(combinations, chosen, sign).row
    factor = factors(combinations, chosen, row, sign)
    return ConcurrentExtreme(np.einsum("an,anq->nq", factor, effect), row, factor)


def _adverse(combinations: Combinations, effect: Array, sign: int) -> Bools:
    """Whether each action's origin acts in the direction of the sign, (a, n)."""
    if effect.ndim != 2 or effect.shape[0] != len(combinations.actions):
        raise ValueError(
            f"effects must be ({len(combinations.actions)} actions, sections), not {effect.shape}"
        )
    total = np.zeros((int(combinations.origin.max(initial=-1)) + 1, effect.shape[1]))
    np.add.at(total, combinations.origin, effect)
    adverse: Bools = sign * total[combinations.origin] > 0
    return adverse


def _origins(actions: Sequence[ActionSpec], share: bool) -> Ints:
    numbers: dict[tuple[str, str], int] = {}
    index = [
        numbers.setdefault(
            ("origin", action.origin) if share and action.origin else ("own", action.name),
            len(numbers),
        )
        for action in actions
    ]
    return np.array(index, dtype=np.int64)
