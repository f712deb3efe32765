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
from spanwright.codes.data import Data, Parameters, load
from spanwright.codes.data import parameters as recommended
from spanwright.datum.errors import InputError, ScopeError

EN1990: Final = "EN 1990:2002/A1:2005"

Traffic = Literal["road", "rail"]
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

_DATA: Final = load("eurocode/combinations.toml")


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
_SELF_EXCLUSIVE: Final = frozenset(
    {"wind", "wind with traffic", "thermal", "pier temperature", "snow", "slipstream", "ice"}
)


@dataclass(frozen=True, slots=True)
class _Member:
    """One action inside an option: multiple of its characteristic value, psi and gamma."""

    action: int
    multiple: float
    psi: tuple[float, float, float]
    gamma: str
    cap: float | None = None

    def factor(self, level: str) -> float:
        """Multiple at a level, gamma left out."""
        value = 1.0 if level == "full" else self.psi[("psi0", "psi1", "psi2").index(level)]
        return self.multiple * (value if self.cap is None else min(value, self.cap))


@dataclass(frozen=True, slots=True)
class _Option:
    """Something that may be present or not: a traffic group or one variable action."""

    name: str
    slot: str
    kind: str  # kind of a variable action, or "traffic"
    group: str
    members: tuple[_Member, ...]


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
    return tuple(_roles(traffic))


def _roles(traffic: Traffic) -> Mapping[str, str]:
    own = f"{traffic}.kinds"
    shared = {name: _DATA.text(f"kinds.{name}") for name in _DATA.names("kinds")}
    return shared | {name: _DATA.text(f"{own}.{name}") for name in _DATA.names(own)}


def _rows(
    actions: Sequence[ActionSpec],
    situation: str,
    rule: _Rule,
    chosen: Parameters,
    traffic: Traffic,
) -> Iterator[Row]:
    roles = _roles(traffic)
    high, low = _permanent(actions, roles, rule, chosen)
    start = f"{EN1990} {rule.clause}"
    special = [i for i, action in enumerate(actions) if roles[action.kind] == _special(situation)]
    if _special(situation) and not special:
        raise InputError("actions", f"{situation} needs its {_special(situation)} action")
    heads: list[tuple[str, dict[int, float]]] = [(actions[i].name, {i: 1.0}) for i in special]
    if not heads:
        heads = [("", {})]
        yield Row(f"{rule.name} permanent alone", high, low, "", rule.name, start)
    options = _options(actions, situation, chosen, traffic)
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


def _options(
    actions: Sequence[ActionSpec], situation: str, chosen: Parameters, traffic: Traffic
) -> list[_Option]:
    roles = _roles(traffic)
    options: list[_Option] = []
    for index, action in enumerate(actions):
        if roles[action.kind] == "variable":
            options.append(_variable(index, action, situation, chosen, traffic))
    if situation == "ULS transient":
        return options
    groups = list(_road_groups(actions, chosen) if traffic == "road" else _rail(actions, chosen))
    if situation == "ULS seismic":
        groups = [_in_earthquake(group, chosen, traffic) for group in groups if _usual(group)]
    if situation == "ULS accidental":
        options = [option for option in options if option.kind not in _NOT_IN_ACCIDENTS]
    return groups + options


# A2.2.5: no wind and no snow with an accident; heavy traffic is LM1 or LM71 alone.
_NOT_IN_ACCIDENTS: Final = frozenset({"wind", "wind with traffic", "snow"})


# Row of the gamma table of a variable action, where it is not "other".
_GAMMA: Final = {
    "wind": "wind",
    "wind with traffic": "wind",
    "thermal": "thermal",
    "pier temperature": "thermal",
    "friction": "thermal",
}


def _usual(option: _Option) -> bool:
    return option.group in ("gr1a", "gr11", "gr21", "gr31")


def _variable(
    index: int, action: ActionSpec, situation: str, chosen: Parameters, traffic: Traffic
) -> _Option:
    if action.kind == "other variable":
        if action.psi is None:
            raise InputError(f"action {action.name!r}", "an other variable action needs its psi")
        psi = action.psi
    else:
        row = action.kind
        if row == "wind" and situation == "ULS transient":
            row = "wind in execution"
        psi = _psi(chosen, traffic, row)
    with_traffic = action.kind == "wind with traffic"
    gamma = _GAMMA.get(action.kind, "other")
    member = _Member(index, 1.0, psi, gamma, min(action.cap, psi[0]) if with_traffic else None)
    slot = action.alternative or (action.kind if action.kind in _SELF_EXCLUSIVE else action.name)
    return _Option(action.name, slot, action.kind, "", (member,))


def _psi(
    chosen: Parameters, traffic: Traffic, row: str, tracks: int = 1
) -> tuple[float, float, float]:
    values = [chosen.array(f"combinations.{traffic}.psi{i}.{row}").ravel() for i in range(3)]
    first, second, third = (float(v[min(tracks, len(v)) - 1]) for v in values)
    return first, second, third


def _road_groups(actions: Sequence[ActionSpec], chosen: Parameters) -> Iterator[_Option]:
    for group in _DATA.names("road.groups"):
        path = f"road.groups.{group}"
        if not any(action.kind in _listed(_DATA, f"{path}.needs") for action in actions):
            continue
        by_component = _DATA.text(f"{path}.psi") == "component"
        members = []
        for index, action in enumerate(actions):
            if action.kind not in _DATA.names(path):
                continue
            if f"{path}.{action.kind}" in _DATA.texts:  # "frequent"
                multiple = _psi(chosen, "road", action.kind)[1]
            else:
                multiple = _DATA.number(f"{path}.{action.kind}")
            psi = _psi(chosen, "road", action.kind if by_component else group)
            members.append(_Member(index, multiple, psi, "road"))
        yield _Option(group, "traffic", "traffic", group, tuple(members))


def _rail(actions: Sequence[ActionSpec], chosen: Parameters) -> Iterator[_Option]:
    """Groups of EN 1991-2 Table 6.11, one for each train and number of loaded tracks given."""
    horizontal = ("braking", "centrifugal", "nosing")
    for group in _DATA.names("rail.trains"):
        vertical, *sideways = (float(v) for v in _DATA.array(f"rail.groups.{group}"))
        share = dict(zip(horizontal, sideways, strict=True))
        for index, action in enumerate(actions):
            if action.kind not in _listed(_DATA, f"rail.trains.{group}"):
                continue
            tracks = min(action.tracks, 3)
            scale = _DATA.number("rail.groups.three_tracks") if tracks == 3 else 1.0
            psi = _psi(chosen, "rail", action.kind, tracks)
            gamma = "SW/2" if action.kind == "SW/2" else "rail"
            members = [_Member(index, scale * vertical, psi, gamma)]
            members += [
                _Member(other, scale * share[force.kind], psi, gamma)
                for other, force in enumerate(actions)
                if force.kind in share
                and min(force.tracks, 3) == tracks
                and force.train in ("", action.kind)
            ]
            name = "gr31" if tracks == 3 else f"gr{tracks}{group[-1]}"
            label = f"{name} {action.name}"
            yield _Option(label, "traffic", "traffic", f"gr{tracks}{group[-1]}", tuple(members))


def _in_earthquake(option: _Option, chosen: Parameters, traffic: Traffic) -> _Option:
    psi2 = chosen.number(f"combinations.{traffic}.psi2_seismic.traffic")
    members = tuple(
        _Member(m.action, m.multiple, (m.psi[0], m.psi[1], psi2), m.gamma) for m in option.members
    )
    return _Option(option.name, option.slot, option.kind, option.group, members)


def _listed(data: Data, path: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in data.text(path).split(",") if part.strip())


def _selections(options: Sequence[_Option], traffic: Traffic) -> Iterator[tuple[_Option, ...]]:
    """Sets of options that may act together and to which none can be added.

    What may act together depends on kinds and groups alone, so the sets are found for one option
    of each and filled in with all of its like.
    """
    slots: dict[str, dict[tuple[str, str], list[_Option]]] = {}
    for option in options:
        alike = slots.setdefault(option.slot, {})
        alike.setdefault((option.kind, option.group), []).append(option)
    # Traffic comes first: what may join a set never becomes legal by adding more to it.
    ordered = sorted(slots.values(), key=lambda found: next(iter(found))[0] != "traffic")
    first = [[own[0] for own in found.values()] for found in ordered]
    sets: list[tuple[_Option, ...]] = [()]
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


def _compatible(selection: Sequence[_Option], traffic: Traffic) -> bool:
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
    return frozenset(_listed(_DATA, path)) if path in _DATA.texts else frozenset()


def _leaders(selection: tuple[_Option, ...], rule: _Rule) -> Iterator[_Option | None]:
    """Options that lead in turn; None once where the rule or the selection has no leader."""
    found: list[_Option | None] = [
        option
        for option in selection
        if rule.leading
        and option.kind not in _NEVER_LEADS
        and any(member.factor(rule.leading) > 0 for member in option.members)
    ]
    yield from found or [None]


def _weights(
    selection: tuple[_Option, ...], leader: _Option | None, rule: _Rule, chosen: Parameters
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
    selection: tuple[_Option, ...],
    leader: _Option | None,
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
