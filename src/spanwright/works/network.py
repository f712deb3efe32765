"""The network of a programme: activities, links, resources and calendars, as one frozen value.

Records at the door (``Activity``, ``Link``, ``Resource``), arrays inside (``Network``).  All times
are days from the start of the plan; lags are elapsed (calendar) days, because concrete cures on
Sundays too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import InputError, InputErrors
from spanwright.works.calendars import EPOCH, Calendar
from spanwright.works.records import Activity, Kind, Link, Resource
from spanwright.works.wellformed import problems_of

__all__ = ["Activity", "Kind", "Link", "Network", "Resource", "build", "find_cycle"]

# "j at most L after i" is "i at least -L after j": the same ends, seen from the other side.
_MIRROR: Final = {Kind.FS: Kind.SF, Kind.SS: Kind.SS, Kind.FF: Kind.FF, Kind.SF: Kind.FS}


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
    has_limits: bool = field(init=False)  # a link has a greatest lag, or links run in a circle

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
        limited = any(link.most is not None for link in self.links)
        put(self, "has_limits", limited or bool(find_cycle(_followers(self))))
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
    problems = problems_of(tasks, ties, plant, shifts, start or EPOCH)
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
    found = find_cycle(_followers(network, is_strict(network)))
    return tuple(network.activities[i].id for i in found)


def is_strict(network: Network) -> Bools:
    """Arcs that say "this ends before that starts"; they run in no circle.  -> (m,)"""
    return np.asarray((network.arc_kind == Kind.FS) & (network.arc_lag >= 0.0))


def _followers(network: Network, chosen: Bools | None = None) -> list[list[int]]:
    followers: list[list[int]] = [[] for _ in network.activities]
    pairs = zip(network.arc_from.tolist(), network.arc_to.tolist(), strict=True)
    for number, (i, j) in enumerate(pairs):
        if chosen is None or chosen[number]:
            followers[i].append(j)
    return followers


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
