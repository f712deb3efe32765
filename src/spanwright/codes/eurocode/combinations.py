"""Combinations of EN 1990 Annex A2 for road and railway bridges, expanded from data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, Literal, get_args

from spanwright.codes.clause import clause
from spanwright.codes.combinations import (
    ActionSpec,
    Combinations,
    Row,
    check_actions,
    collect,
)
from spanwright.codes.data import Parameters
from spanwright.codes.data import parameters as recommended
from spanwright.codes.eurocode.combination_options import (
    DATA,
    Option,
    Traffic,
    listed,
    options_of,
    roles_of,
)
from spanwright.datum.errors import InputError, ScopeError

EN1990: Final = "EN 1990:2002/A1:2005"

Expression = Literal["6.10", "6.10a/b"]
Situation = Literal[
    "ULS persistent",
    "ULS persistent EQU",
    "ULS persistent GEO",
    "ULS transient",
    "ULS accidental",
    "ULS seismic",
    "SLS characteristic",
    "SLS frequent",
    "SLS quasi-permanent",
]
SITUATIONS: Final[tuple[str, ...]] = get_args(Situation)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a situation weighs its actions: gamma set, leading level, companion level."""

    name: str
    clause: str
    gamma: str
    leading: str  # "full" | "psi0" | "psi1" | "psi2";  "" when nothing leads
    others: str
    xi: bool = False


_RULES: Final[dict[str, tuple[_Rule, ...]]] = {
    "ULS persistent": (_Rule("6.10", "6.4.3.2, Table A2.4(B)", "B", "full", "psi0"),),
    "ULS persistent EQU": (_Rule("6.10 EQU", "6.4.3.2, Table A2.4(A)", "EQU", "full", "psi0"),),
    "ULS persistent GEO": (_Rule("6.10 set C", "6.4.3.2, Table A2.4(C)", "C", "full", "psi0"),),
    "ULS transient": (_Rule("6.10 transient", "6.4.3.2, Table A2.4(B)", "B", "full", "psi0"),),
    "ULS accidental": (_Rule("6.11", "6.4.3.3, Table A2.5", "unity", "psi1", "psi2"),),
    "ULS seismic": (_Rule("6.12", "6.4.3.4, Table A2.5", "unity", "", "psi2"),),
    "SLS characteristic": (_Rule("6.14", "6.5.3, Table A2.6", "unity", "full", "psi0"),),
    "SLS frequent": (_Rule("6.15", "6.5.3, Table A2.6", "unity", "psi1", "psi2"),),
    "SLS quasi-permanent": (_Rule("6.16", "6.5.3, Table A2.6", "unity", "", "psi2"),),
}
_SPLIT: Final = (
    _Rule("6.10a", "6.4.3.2, Table A2.4(B)", "B", "", "psi0"),
    _Rule("6.10b", "6.4.3.2, Table A2.4(B)", "B", "full", "psi0", xi=True),
)
# Wind with traffic is never more than the smaller of F_W* and psi0 F_Wk, so it cannot lead.
_NEVER_LEADS: Final = frozenset({"wind with traffic"})


@clause(EN1990, "6.4.3", "6.5.3", "A2.2", "A2.3", tag="read")
def expand(
    actions: Sequence[ActionSpec],
    situation: str,
    parameters: Parameters | None = None,
    *,
    traffic: Traffic = "road",
    expression: Expression = "6.10",
) -> Combinations:
    """All combinations of a design situation that can govern.

    actions     : kinds are listed by ``kinds(traffic)``
    situation   : one of ``SITUATIONS``
    parameters  : psi, gamma and xi after annex and project; None takes the recommended values
    traffic     : which of Tables A2.1 and A2.3 holds
    expression  : 6.10, or the pair 6.10a and 6.10b, for "ULS persistent"

    Rows that leave out an action that may be present are not listed: the envelope drops each
    action where it helps, so they never govern.  The first row holds the permanent actions alone.
    TS and UDL are scaled by their own psi from one placement, the characteristic one; the
    placement that is worst for the reduced values may differ by a little.

    Raises InputError for unknown kinds or situations, and where the situation's own accidental
    or seismic action is missing.
    """
    if situation not in SITUATIONS:
        raise InputError("situation", f"must be one of {', '.join(SITUATIONS)}", got=situation)
    if expression == "6.10a/b" and situation != "ULS persistent":
        raise ScopeError(f"{EN1990}: 6.10a and 6.10b are for ULS persistent, not for {situation}")
    check_actions(actions, kinds(traffic))
    chosen = recommended() if parameters is None else parameters
    rules = _SPLIT if expression == "6.10a/b" else _RULES[situation]
    rows: list[Row] = []
    for rule in rules:
        rows.extend(_rows(actions, situation, rule, chosen, traffic))
    return collect(situation, actions, rows, share_origins=situation != "ULS persistent EQU")


def kinds(traffic: Traffic = "road") -> tuple[str, ...]:
    """Kinds of action known to ``expand``."""
    return tuple(roles_of(traffic))


def _rows(
    actions: Sequence[ActionSpec],
    situation: str,
    rule: _Rule,
    chosen: Parameters,
    traffic: Traffic,
) -> Iterator[Row]:
    roles = roles_of(traffic)
    high, low = _permanent(actions, roles, rule, chosen)
    start = f"{EN1990} {rule.clause}"
    special = [i for i, action in enumerate(actions) if roles[action.kind] == _special(situation)]
    if _special(situation) and not special:
        raise InputError("actions", f"{situation} needs its {_special(situation)} action")
    heads: list[tuple[str, dict[int, float]]] = [(actions[i].name, {i: 1.0}) for i in special]
    if not heads:
        heads = [("", {})]
        yield Row(f"{rule.name} permanent alone", high, low, "", rule.name, start)
    options = options_of(actions, situation, chosen, traffic)
    for head, extra in heads:
        for selection in _selections(options, traffic):
            for leader in _leaders(selection, rule):
                weights = _weights(selection, leader, rule, chosen)
                leading = head or (leader.name if leader else "")
                yield Row(
                    _name(rule, selection, leader, weights, head),
                    {**high, **weights, **extra},
                    low,
                    leading,
                    rule.name,
                    start,
                )


def _special(situation: str) -> str:
    return {"ULS accidental": "accidental", "ULS seismic": "seismic"}.get(situation, "")


def _permanent(
    actions: Sequence[ActionSpec], roles: Mapping[str, str], rule: _Rule, chosen: Parameters
) -> tuple[dict[int, float], dict[int, float]]:
    high: dict[int, float] = {}
    low: dict[int, float] = {}
    for index, action in enumerate(actions):
        if roles[action.kind] != "permanent":
            continue
        path = f"combinations.gamma.{rule.gamma}.{action.kind}"
        own = f"combinations.gamma.{rule.gamma}.origins.{action.origin}"
        sup, inf = chosen.array(own if own in chosen.values else path)
        reduced = rule.xi and action.kind == "permanent"
        xi = chosen.number("combinations.xi") if reduced else 1.0
        high[index] = max(xi * float(sup), float(inf)) * action.upper
        low[index] = float(inf) * action.lower
    return high, low


def _selections(options: Sequence[Option], traffic: Traffic) -> Iterator[tuple[Option, ...]]:
    """Sets of options that may act together and to which none can be added.

    What may act together depends on kinds and groups alone, so the sets are found for one option
    of each and filled in with all of its like.
    """
    slots: dict[str, dict[tuple[str, str], list[Option]]] = {}
    for option in options:
        alike = slots.setdefault(option.slot, {})
        alike.setdefault((option.kind, option.group), []).append(option)
    # Traffic comes first: what may join a set never becomes legal by adding more to it.
    ordered = sorted(slots.values(), key=lambda found: next(iter(found))[0] != "traffic")
    first = [[own[0] for own in found.values()] for found in ordered]
    sets: list[tuple[Option, ...]] = [()]
    for choices in first:
        sets += [
            (*chosen, option)
            for chosen in sets
            for option in choices
            if _compatible((*chosen, option), traffic)
        ]
    for one in sets:
        taken = {option.slot for option in one}
        free = (o for choices in first for o in choices if o.slot not in taken)
        if not any(_compatible((*one, option), traffic) for option in free):
            yield from product(*(slots[o.slot][o.kind, o.group] for o in one))


def _compatible(selection: Sequence[Option], traffic: Traffic) -> bool:
    group = next((option.group for option in selection if option.kind == "traffic"), "")
    others = [option for option in selection if option.kind != "traffic"]
    if group:
        row = group if traffic == "road" else "traffic"
        companions = _rule(f"{traffic}.companions.{row}")
        if any(option.kind not in companions for option in others):
            return False
    elif any(option.kind == "wind with traffic" for option in others):
        return False
    present = {option.kind for option in others}
    return not any(present & _rule(f"{traffic}.exclusions.{kind}") for kind in present)


@cache
def _rule(path: str) -> frozenset[str]:
    """Kinds listed at a path of the rules; none where there is no such rule."""
    return frozenset(listed(path)) if path in DATA.texts else frozenset()


def _leaders(selection: tuple[Option, ...], rule: _Rule) -> Iterator[Option | None]:
    """Options that lead in turn; None once where the rule or the selection has no leader."""
    found: list[Option | None] = [
        option
        for option in selection
        if rule.leading
        and option.kind not in _NEVER_LEADS
        and any(member.factor(rule.leading) > 0 for member in option.members)
    ]
    yield from found or [None]


def _weights(
    selection: tuple[Option, ...], leader: Option | None, rule: _Rule, chosen: Parameters
) -> dict[int, float]:
    weights: dict[int, float] = {}
    for option in selection:
        level = rule.leading if option is leader else rule.others
        for member in option.members:
            gamma = chosen.number(f"combinations.gamma.{rule.gamma}.{member.gamma}")
            factor = gamma * member.factor(level)
            if factor > 0:
                weights[member.action] = factor
    return weights


def _name(
    rule: _Rule,
    selection: tuple[Option, ...],
    leader: Option | None,
    weights: Mapping[int, float],
    head: str,
) -> str:
    present = [
        option.name
        for option in selection
        if option is not leader and any(member.action in weights for member in option.members)
    ]
    parts = [rule.name]
    if head:
        parts.append(head)
    if leader is not None:
        parts.append(f"{'and ' if head else ''}{leader.name}{'' if head else ' leading'}")
    text = " ".join(parts)
    return f"{text}, with {', '.join(present)}" if present else text
