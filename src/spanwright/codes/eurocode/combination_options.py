"""What may act in a design situation: single variable actions and groups of traffic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from spanwright.codes.combinations import ActionSpec
from spanwright.codes.data import Parameters, load
from spanwright.datum.errors import InputError

Traffic = Literal["road", "rail"]
DATA: Final = load("eurocode/combinations.toml")
_SELF_EXCLUSIVE: Final = frozenset(
    {"wind", "wind with traffic", "thermal", "pier temperature", "snow", "slipstream", "ice"}
)


@dataclass(frozen=True, slots=True)
class Member:
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
class Option:
    """Something that may be present or not: a traffic group or one variable action."""

    name: str
    slot: str
    kind: str  # kind of a variable action, or "traffic"
    group: str
    members: tuple[Member, ...]


def roles_of(traffic: Traffic) -> Mapping[str, str]:
    """What each kind of action is: permanent, variable, traffic, accidental or seismic."""
    own = f"{traffic}.kinds"
    shared = {name: DATA.text(f"kinds.{name}") for name in DATA.names("kinds")}
    return shared | {name: DATA.text(f"{own}.{name}") for name in DATA.names(own)}


def options_of(
    actions: Sequence[ActionSpec], situation: str, chosen: Parameters, traffic: Traffic
) -> list[Option]:
    """Everything that may act in a situation: variable actions and groups of traffic."""
    roles = roles_of(traffic)
    options: list[Option] = []
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


def _usual(option: Option) -> bool:
    return option.group in ("gr1a", "gr11", "gr21", "gr31")


def _variable(
    index: int, action: ActionSpec, situation: str, chosen: Parameters, traffic: Traffic
) -> Option:
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
    member = Member(index, 1.0, psi, gamma, min(action.cap, psi[0]) if with_traffic else None)
    slot = action.alternative or (action.kind if action.kind in _SELF_EXCLUSIVE else action.name)
    return Option(action.name, slot, action.kind, "", (member,))


def _psi(
    chosen: Parameters, traffic: Traffic, row: str, tracks: int = 1
) -> tuple[float, float, float]:
    values = [chosen.array(f"combinations.{traffic}.psi{i}.{row}").ravel() for i in range(3)]
    first, second, third = (float(v[min(tracks, len(v)) - 1]) for v in values)
    return first, second, third


def _road_groups(actions: Sequence[ActionSpec], chosen: Parameters) -> Iterator[Option]:
    for group in DATA.names("road.groups"):
        path = f"road.groups.{group}"
        if not any(action.kind in listed(f"{path}.needs") for action in actions):
            continue
        by_component = DATA.text(f"{path}.psi") == "component"
        members = []
        for index, action in enumerate(actions):
            if action.kind not in DATA.names(path):
                continue
            if f"{path}.{action.kind}" in DATA.texts:  # "frequent"
                multiple = _psi(chosen, "road", action.kind)[1]
            else:
                multiple = DATA.number(f"{path}.{action.kind}")
            psi = _psi(chosen, "road", action.kind if by_component else group)
            members.append(Member(index, multiple, psi, "road"))
        yield Option(group, "traffic", "traffic", group, tuple(members))


def _rail(actions: Sequence[ActionSpec], chosen: Parameters) -> Iterator[Option]:
    """Groups of EN 1991-2 Table 6.11, one for each train and number of loaded tracks given."""
    horizontal = ("braking", "centrifugal", "nosing")
    for group in DATA.names("rail.trains"):
        vertical, *sideways = (float(v) for v in DATA.array(f"rail.groups.{group}"))
        share = dict(zip(horizontal, sideways, strict=True))
        for index, action in enumerate(actions):
            if action.kind not in listed(f"rail.trains.{group}"):
                continue
            tracks = min(action.tracks, 3)
            scale = DATA.number("rail.groups.three_tracks") if tracks == 3 else 1.0
            psi = _psi(chosen, "rail", action.kind, tracks)
            gamma = "SW/2" if action.kind == "SW/2" else "rail"
            members = [Member(index, scale * vertical, psi, gamma)]
            members += [
                Member(other, scale * share[force.kind], psi, gamma)
                for other, force in enumerate(actions)
                if force.kind in share
                and min(force.tracks, 3) == tracks
                and force.train in ("", action.kind)
            ]
            name = "gr31" if tracks == 3 else f"gr{tracks}{group[-1]}"
            label = f"{name} {action.name}"
            yield Option(label, "traffic", "traffic", f"gr{tracks}{group[-1]}", tuple(members))


def _in_earthquake(option: Option, chosen: Parameters, traffic: Traffic) -> Option:
    psi2 = chosen.number(f"combinations.{traffic}.psi2_seismic.traffic")
    members = tuple(
        Member(m.action, m.multiple, (m.psi[0], m.psi[1], psi2), m.gamma) for m in option.members
    )
    return Option(option.name, option.slot, option.kind, option.group, members)


def listed(path: str) -> tuple[str, ...]:
    """Kinds at a path of the rules, written with commas between."""
    return tuple(part.strip() for part in DATA.text(path).split(",") if part.strip())
