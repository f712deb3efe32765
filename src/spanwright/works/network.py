"""The network of a programme: activities, links, resources and calendars, as one frozen value.

Records at the door (``Activity``, ``Link``, ``Resource``), arrays inside (``Network``).  All times
are days from the start of the plan; lags are elapsed (calendar) days, because concrete cures on
Sundays too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.nearest import did_you_mean
from spanwright.works.calendars import EPOCH, Calendar

HORIZON_YEARS: Final = 4  # a calendar must offer work in its first years to be usable


class Kind(IntEnum):
    """Which ends a link ties: the predecessor's, then the successor's (F finish, S start)."""

    FS = 0
    SS = 1
    FF = 2
    SF = 3


# "j at most L after i" is "i at least -L after j": the same ends, seen from the other side.
_MIRROR: Final = {Kind.FS: Kind.SF, Kind.SS: Kind.SS, Kind.FF: Kind.FF, Kind.SF: Kind.FS}


@dataclass(frozen=True, slots=True)
class Activity:
    """One piece of work.

    duration  : days of work in its own calendar; 0 only for a milestone     [day]
    calendar  : name of a calendar; "" is every day
    uses      : units of each resource held from start to finish, closures included
    front     : the bank or gang the activity belongs to; wbs, element: labels for reports
    chainage  : (from, to) along the bridge, for the time-location diagram   [m]
    """

    id: str
    duration: float
    name: str = ""
    calendar: str = ""
    uses: Mapping[str, int] = field(default_factory=dict)
    is_milestone: bool = False
    front: str = ""
    wbs: str = ""
    element: str = ""
    chainage: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A time lag between two activities: ``lag`` <= time between their ends <= ``most``.

    lag  : least elapsed days, negative allowed; None when only ``most`` holds   [day]
    most : greatest elapsed days, None when there is no such limit               [day]
    """

    before: str
    after: str
    kind: Kind = Kind.FS
    lag: float | None = 0.0
    most: float | None = None

    def __str__(self) -> str:
        lag = "" if not self.lag else f"{self.lag:+g} d"
        most = "" if self.most is None else f" at most {self.most:g} d"
        return f"{self.before} -{self.kind.name}{lag}{most}-> {self.after}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A renewable resource: so many units at any time."""

    id: str
    capacity: int
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A validated network.  Make it with ``build``.

    n activities, m arcs, r resources, c calendars.  Each link gives one arc for its least lag and
    one, reversed, for its greatest; ``arc_link`` says which link an arc came from.
    """

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    resources: tuple[Resource, ...]
    calendars: tuple[Calendar, ...]
    start: date | None
    name: str = ""
    index: dict[str, int] = field(init=False)
    durations: Array = field(init=False)  # (n,)     working days            [day]
    demands: Ints = field(init=False)  # (n, r)   units held                 [-]
    capacities: Ints = field(init=False)  # (r,)     units there are         [-]
    calendar_of: Ints = field(init=False)  # (n,)     -1 is every day
    arc_from: Ints = field(init=False)  # (m,)
    arc_to: Ints = field(init=False)  # (m,)
    arc_kind: Ints = field(init=False)  # (m,)     Kind
    arc_lag: Array = field(init=False)  # (m,)     elapsed days              [day]
    arc_link: Ints = field(init=False)  # (m,)     index into links
    has_limits: bool = field(init=False)  # some link has a greatest lag

    def __post_init__(self) -> None:
        put = object.__setattr__
        index = {activity.id: i for i, activity in enumerate(self.activities)}
        column = {resource.id: i for i, resource in enumerate(self.resources)}
        calendar = {entry.name: i for i, entry in enumerate(self.calendars)}
        demands = np.zeros((len(self.activities), len(self.resources)), dtype=np.int64)
        for i, activity in enumerate(self.activities):
            for key, units in activity.uses.items():
                demands[i, column[key]] = units
        arcs = [
            (index[a], index[b], int(kind), lag, i)
            for i, link in enumerate(self.links)
            for a, b, kind, lag in _arcs(link)
        ]
        whole = np.array([arc[:3] + arc[4:] for arc in arcs], np.int64).reshape(-1, 4)
        put(self, "index", index)
        put(self, "durations", np.array([a.duration for a in self.activities], dtype=float))
        put(self, "demands", demands)
        put(self, "capacities", np.array([r.capacity for r in self.resources], np.int64))
        put(
            self,
            "calendar_of",
            np.array([calendar.get(a.calendar, -1) for a in self.activities], np.int64),
        )
        for i, attribute in enumerate(("arc_from", "arc_to", "arc_kind", "arc_link")):
            put(self, attribute, whole[:, i].copy())
        put(self, "arc_lag", np.array([arc[3] for arc in arcs], dtype=float))
        put(self, "has_limits", any(link.most is not None for link in self.links))
        freeze(self)

    def __len__(self) -> int:
        return len(self.activities)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(activity.id for activity in self.activities)

    @property
    def first_day(self) -> date:
        """The start date, or a Monday where the plan has none."""
        return self.start or EPOCH

    @property
    def has_calendars(self) -> bool:
        """Some activity with work in it does not work every day."""
        return bool(np.any((self.calendar_of >= 0) & (self.durations > 0.0)))

    def rates(self, days: int) -> Array:
        """Rates of every calendar, the last row for "every day".  -> (c + 1, days)  [-]"""
        rows = [calendar.rates(self.first_day, days) for calendar in self.calendars]
        return np.array([*rows, np.ones(days)])

    def is_whole(self) -> bool:
        """All durations and lags are whole days, as day-by-day scheduling needs."""
        values = np.concatenate([self.durations, self.arc_lag])
        return bool(np.all(values == np.round(values)))

    def in_whole_days(self) -> Network:
        """The network with durations and least lags rounded up, greatest lags down."""
        if self.is_whole():
            return self
        activities = (replace(a, duration=_up(a.duration)) for a in self.activities)
        links = (
            replace(
                link,
                lag=None if link.lag is None else _up(link.lag),
                most=None if link.most is None else -_up(-link.most),
            )
            for link in self.links
        )
        return replace(self, activities=tuple(activities), links=tuple(links))

    def with_durations(self, durations: Sequence[float] | Array) -> Network:
        """The same network with other durations.  durations : (n,)  [day]"""
        pairs = zip(self.activities, durations, strict=True)
        return replace(self, activities=tuple(replace(a, duration=float(d)) for a, d in pairs))


def build(
    activities: Iterable[Activity],
    links: Iterable[Link] = (),
    resources: Iterable[Resource] = (),
    calendars: Iterable[Calendar] = (),
    start: date | None = None,
    name: str = "",
) -> Network:
    """A network, validated; every problem is found at once.

    Raises InputErrors: duplicate ids, unknown predecessors, calendars or resources, durations and
    lags out of range, demand above capacity, calendars without working days, and cycles of
    precedence.  A cycle of *time lags* that is too long is not an error of form: the solver gives
    the status "infeasible" and names it.
    """
    tasks, ties = tuple(activities), tuple(links)
    plant, shifts = tuple(resources), tuple(calendars)
    problems = [
        *_duplicates("activities", [a.id for a in tasks]),
        *_duplicates("resources", [r.id for r in plant]),
        *_duplicates("calendars", [c.name for c in shifts]),
        *_resource_problems(plant),
        *_calendar_problems(shifts, start or EPOCH),
        *_activity_problems(tasks, plant, shifts),
        *_link_problems(ties, [a.id for a in tasks]),
    ]
    if not tasks:
        problems.append(InputError("activities", "must hold at least one activity"))
    if problems:
        raise InputErrors(problems)
    network = Network(tasks, ties, plant, shifts, start, name)
    cycle = precedence_cycle(network)
    if cycle:
        raise InputErrors(
            [
                InputError(
                    f"activities.{cycle[0]}",
                    f"precedence runs in a circle: {' -> '.join([*cycle, cycle[0]])}",
                    hint="remove one of these links",
                )
            ]
        )
    return network


def precedence_cycle(network: Network) -> tuple[str, ...]:
    """Ids of one circle of precedence, in order, or () when there is none.

    Only links that mean "this comes before that" count: finish to start without overlap.
    """
    strict = (network.arc_kind == Kind.FS) & (network.arc_lag >= 0.0)
    followers: list[list[int]] = [[] for _ in network.activities]
    for i, j in zip(network.arc_from[strict], network.arc_to[strict], strict=True):
        followers[int(i)].append(int(j))
    found = find_cycle(followers)
    return tuple(network.activities[i].id for i in found)


def find_cycle(followers: Sequence[Sequence[int]]) -> list[int]:
    """Nodes of one cycle of a directed graph in order, [] when it has none."""
    state = [0] * len(followers)  # 0 new, 1 on the path, 2 done
    for root in range(len(followers)):
        if state[root]:
            continue
        path, branches = [root], [iter(followers[root])]
        state[root] = 1
        while path:
            step = next(branches[-1], None)
            if step is None:
                state[path.pop()] = 2
                branches.pop()
            elif state[step] == 1:
                return path[path.index(step) :]
            elif state[step] == 0:
                state[step] = 1
                path.append(step)
                branches.append(iter(followers[step]))
    return []


def _arcs(link: Link) -> list[tuple[str, str, Kind, float]]:
    arcs = []
    if link.lag is not None:
        arcs.append((link.before, link.after, link.kind, float(link.lag)))
    if link.most is not None:
        arcs.append((link.after, link.before, _MIRROR[link.kind], -float(link.most)))
    return arcs


def _up(value: float) -> float:
    return float(math.ceil(value - 1e-9))


def _duplicates(what: str, ids: list[str]) -> list[InputError]:
    seen: set[str] = set()
    twice = dict.fromkeys(i for i in ids if i in seen or seen.add(i))  # type: ignore[func-returns-value]
    return [InputError(f"{what}.{i}", "the id is used twice; each must be its own") for i in twice]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and math.isfinite(float(value))


def _resource_problems(resources: tuple[Resource, ...]) -> list[InputError]:
    return [
        InputError(
            f"resources.{r.id}", "capacity must be a whole number above 0", got=str(r.capacity)
        )
        for r in resources
        if not _is_number(r.capacity) or r.capacity <= 0 or r.capacity != int(r.capacity)
    ]


def _calendar_problems(calendars: tuple[Calendar, ...], start: date) -> list[InputError]:
    days = 366 * HORIZON_YEARS
    return [
        InputError(
            f"calendars.{c.name}",
            f"has no working day in the {HORIZON_YEARS} years from {start}",
            hint="its rules together close every day",
        )
        for c in calendars
        if not np.any(c.rates(start, days) > 0.0)
    ]


def _activity_problems(
    activities: tuple[Activity, ...],
    resources: tuple[Resource, ...],
    calendars: tuple[Calendar, ...],
) -> list[InputError]:
    capacity = {r.id: r.capacity for r in resources}
    known = {c.name for c in calendars}
    problems = []
    for a in activities:
        address = f"activities.{a.id}"
        if not _is_number(a.duration) or a.duration < 0:
            problems.append(
                InputError(address, "duration must not be negative", got=str(a.duration))
            )
        elif (a.duration == 0) != a.is_milestone:
            problems.append(
                InputError(
                    address,
                    "a milestone takes no time" if a.is_milestone else "duration must be above 0",
                    got=f"{a.duration:g}",
                    hint="" if a.is_milestone else "or mark it as a milestone",
                )
            )
        if a.calendar and a.calendar not in known:
            hint = did_you_mean(a.calendar, known)
            problems.append(InputError(address, "no such calendar", got=a.calendar, hint=hint))
        for key, units in a.uses.items():
            problems.extend(_demand_problems(f"{address}.uses.{key}", key, units, capacity))
    return problems


def _demand_problems(
    address: str, key: str, units: Any, capacity: Mapping[str, int]
) -> list[InputError]:
    if key not in capacity:
        return [InputError(address, "no such resource", hint=did_you_mean(key, capacity))]
    if not _is_number(units) or units < 0 or units != int(units):
        return [InputError(address, "must be a whole number, 0 or more", got=str(units))]
    if units > capacity[key]:
        return [
            InputError(
                address, f"needs more than the {capacity[key]} there are", got=f"{int(units)}"
            )
        ]
    return []


def _link_problems(links: tuple[Link, ...], ids: list[str]) -> list[InputError]:
    known = set(ids)
    problems = []
    for link in links:
        for end, role in ((link.before, "predecessor"), (link.after, "successor")):
            if end not in known:
                problems.append(
                    InputError(
                        f"activities.{link.after}.after" if role == "predecessor" else "links",
                        f"no activity has the id of this {role}",
                        got=end,
                        hint=did_you_mean(end, known),
                    )
                )
        lags = [value for value in (link.lag, link.most) if value is not None]
        if not lags or not all(_is_number(value) for value in lags):
            problems.append(InputError(f"link {link}", "needs a lag that is a finite number"))
        elif link.lag is not None and link.most is not None and link.most < link.lag:
            problems.append(
                InputError(
                    f"link {link.before} -> {link.after}",
                    f"the greatest lag must not be below the least, {link.lag:g} d",
                    got=f"{link.most:g} d",
                )
            )
        if link.before == link.after:
            problems.append(
                InputError(
                    f"activities.{link.after}",
                    f"precedence runs in a circle: {link.after} -> {link.after}",
                )
            )
    return problems
