"""A network in the form the schedule generator reads: plain lists of whole numbers.

One trick makes the generator fast without compiled code.  What is in use of *all* resources on a
day is one whole number: each resource has a field of bits, filled so that one unit too many
carries into the guard bit above the field.  ``(used + needs) & guard`` then tests every resource
of a day at once.

The mirrored form runs the same generator from the end of the plan to its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.works.calendars import Beyond, DayTable, day_table
from spanwright.works.critical import gather, time_windows
from spanwright.works.network import Kind, Network

MOST_DAYS: Final = 366 * 100
Bound = tuple[tuple[int, int], ...]  # (activity, lag) pairs


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything the generator needs, by activity; times are whole days below ``horizon``.

    snap[j][t]  first possible start at or after t; ends[j][t] the finish of that start
    reach[j][y] first start whose finish is at or after y
    after_finish[j]: j starts at least lag after the finish of i; after_start: ... the start of i
    finish_after_finish[j], finish_after_start[j]: the same for the finish of j
    """

    horizon: int
    snap: tuple[Sequence[int], ...]
    ends: tuple[Sequence[int], ...]
    reach: tuple[Sequence[int], ...]
    needs: tuple[int, ...]  # packed demand
    idle: int  # packed use of an empty day
    guard: int
    after_finish: tuple[Bound, ...]
    after_start: tuple[Bound, ...]
    finish_after_finish: tuple[Bound, ...]
    finish_after_start: tuple[Bound, ...]
    followers: tuple[tuple[int, ...], ...]  # along arcs that make the order
    waiting: tuple[int, ...]  # how many of those arcs lead to each activity
    position: tuple[int, ...]  # place of each activity in one order that fits
    sorts_by_time: bool  # start times alone, ties by position, already give a fitting order

    def __len__(self) -> int:
        return len(self.needs)


def has_numba() -> bool:
    """The optional compiler is installed: breeding runs about forty times faster."""
    return find_spec("numba") is not None


def compile_network(network: Network, horizon: int | None = None) -> tuple[Compiled, Compiled]:
    """The network as it is, and mirrored in time about its horizon.

    Raises Beyond when an activity cannot be done within ``horizon`` days.
    """
    if horizon is None:
        horizon = first_horizon(network)
    tables, mirrored = _tables(network, horizon)
    arcs = list(
        zip(
            network.arc_from.tolist(),
            network.arc_to.tolist(),
            network.arc_kind.tolist(),
            network.arc_lag.astype(int).tolist(),
            strict=True,
        )
    )
    # Seen from the end, finishes are starts: SS becomes FF, and FS and SF keep their names.
    swap = {Kind.FS: Kind.FS, Kind.SS: Kind.FF, Kind.FF: Kind.SS, Kind.SF: Kind.SF}
    reversed_arcs = [(j, i, int(swap[Kind(kind)]), lag) for i, j, kind, lag in arcs]
    order = gather(network).order.tolist()
    packing = _packing(network)
    return (
        _compiled(network, tables, arcs, order, horizon, packing),
        _compiled(network, mirrored, reversed_arcs, order[::-1], horizon, packing),
    )


def first_horizon(network: Network) -> int:
    """Days that surely hold a plan without calendars, and that mostly hold one with."""
    days = int(network.durations.sum() + np.maximum(network.arc_lag, 0.0).sum()) + 1
    if not network.has_calendars:
        return days
    if network.has_limits:
        return min(2 * days, MOST_DAYS) + 366
    return min(2 * int(time_windows(network).makespan), MOST_DAYS) + 366


Tables = list[tuple[Sequence[int], Sequence[int], Sequence[int]]]


def _tables(network: Network, horizon: int) -> tuple[Tables, Tables]:
    rates = network.rates(horizon)
    made: dict[tuple[int, int], tuple[Tables, Tables]] = {}
    forward: Tables = []
    backward: Tables = []
    for calendar, length in zip(
        network.calendar_of.tolist(), network.durations.astype(int).tolist(), strict=True
    ):
        if calendar < 0 or length == 0:
            plain = (range(horizon + 1), range(length, horizon + 1), _reach(length, horizon))
            forward.append(plain)
            backward.append(plain)
            continue
        key = (calendar, length)
        if key not in made:
            table = day_table(rates[calendar], length)
            if not len(table.starts):
                raise Beyond
            made[key] = ([_listed(table.starts, table.ends)], [_mirror(table, horizon)])
        forward.append(made[key][0][0])
        backward.append(made[key][1][0])
    return forward, backward


def _reach(length: int, horizon: int) -> Sequence[int]:
    """First start with a finish at or after y, for every y, of an activity that never waits."""
    return [max(0, y - length) for y in range(horizon + 1)]


def _listed(starts: Ints, ends: Ints) -> tuple[list[int], list[int], list[int]]:
    first = np.searchsorted(ends, np.arange(int(ends[-1]) + 1), side="left")
    return starts.tolist(), ends.tolist(), first.tolist()


def _mirror(table: DayTable, horizon: int) -> tuple[list[int], list[int], list[int]]:
    """The table seen from the end: from the mirrored instant t on, done by horizon - t."""
    starts, first = np.unique(table.starts, return_index=True)
    ends = table.ends[first]
    limit = horizon - np.arange(horizon + 1)
    which = np.searchsorted(ends, limit, side="right") - 1
    which = which[which >= 0]
    return _listed(horizon - ends[which], horizon - starts[which])


@dataclass(frozen=True, slots=True)
class _Packing:
    needs: tuple[int, ...]
    idle: int
    guard: int


def _packing(network: Network) -> _Packing:
    needs = [0] * len(network)
    idle = guard = at = 0
    for r, capacity in enumerate(network.capacities.tolist()):
        width = capacity.bit_length()
        idle |= ((1 << width) - 1 - capacity) << at
        guard |= 1 << (at + width)
        for i, units in enumerate(network.demands[:, r].tolist()):
            needs[i] |= units << at
        at += width + 1
    return _Packing(tuple(needs), idle, guard)


def _compiled(
    network: Network,
    tables: Tables,
    arcs: list[tuple[int, int, int, int]],
    order: list[int],
    horizon: int,
    packing: _Packing,
) -> Compiled:
    n = len(network)
    position = [0] * n
    for place, i in enumerate(order):
        position[i] = place
    bounds: dict[int, list[list[tuple[int, int]]]] = {
        kind: [[] for _ in range(n)] for kind in range(4)
    }
    followers: list[list[int]] = [[] for _ in range(n)]
    waiting = [0] * n
    sorts = True
    for i, j, kind, lag in arcs:
        bounds[kind][j].append((i, lag))
        if position[i] < position[j]:
            followers[i].append(j)
            waiting[j] += 1
            sorts = sorts and lag >= 0 and kind in (Kind.FS, Kind.SS)
    return Compiled(
        horizon,
        tuple(table[0] for table in tables),
        tuple(table[1] for table in tables),
        tuple(table[2] for table in tables),
        packing.needs,
        packing.idle,
        packing.guard,
        tuple(map(tuple, bounds[Kind.FS])),
        tuple(map(tuple, bounds[Kind.SS])),
        tuple(map(tuple, bounds[Kind.FF])),
        tuple(map(tuple, bounds[Kind.SF])),
        tuple(map(tuple, followers)),
        tuple(waiting),
        tuple(position),
        sorts,
    )


def tails(network: Network) -> tuple[Array, Array]:
    """Least days from the start, and from the finish, of each activity to the end of the plan.

    Calendars are left aside: waiting only adds days.  But an activity that waits finishes later
    for the same start, so what follows its *start* says nothing of the time after its finish.

    returns : (n,), (n,)  [day]
    """
    arcs = gather(network)
    since_start, since_finish = network.durations.copy(), np.zeros(len(network))
    never_waits = (network.calendar_of < 0) | (network.durations == 0.0)
    for _ in range(arcs.rounds):
        before = since_start.copy()
        for i in arcs.order[::-1].tolist():
            start = finish = 0.0
            for j, kind, lag in arcs.out_of[i]:
                rest = lag + (since_start if kind in (Kind.FS, Kind.SS) else since_finish)[j]
                if kind in (Kind.FS, Kind.FF):
                    finish = max(finish, rest)
                else:
                    start = max(start, rest)
            since_start[i] = max(start, network.durations[i] + finish)
            since_finish[i] = since_start[i] - network.durations[i] if never_waits[i] else finish
        if arcs.rounds == 1 or np.array_equal(before, since_start):
            break
    return since_start, since_finish
