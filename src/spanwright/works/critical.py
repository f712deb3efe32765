"""Critical path: forward and backward pass with all link types, lags and calendars.

The passes carry a batch axis, so the drag of all critical activities is one pass.  Floats are
counted in working days of the activity's own calendar; with calendars a float hides behind
closures, and *drag* (how much earlier the plan ends without the activity) says more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import InputError
from spanwright.works.calendars import Beyond, WorkTable
from spanwright.works.lags import LagCycle, earliest
from spanwright.works.network import Kind, Network, is_strict

if TYPE_CHECKING:
    from spanwright.works.schedule import Schedule

_SLACK = 1e-6  # days; below this a float is none
_MOST_DAYS = 366 * 200


@dataclass(frozen=True, slots=True, eq=False)
class CriticalPath:
    """Early and late dates, floats and drag.  All (n,) [day]; floats in own working days."""

    early_start: Array
    early_finish: Array
    late_start: Array
    late_finish: Array
    total_float: Array
    free_float: Array
    drag: Array
    makespan: float

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def is_critical(self) -> Bools:
        return np.asarray(self.total_float <= _SLACK)


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs of a pass, grouped by activity: those of the network and any of a resource flow."""

    order: Ints  # (n,)  an order in which predecessors come first
    into: tuple[tuple[tuple[int, int, float], ...], ...]  # per activity: (from, kind, lag)
    out_of: tuple[tuple[tuple[int, int, float], ...], ...]  # per activity: (to, kind, lag)
    rounds: int  # 1, or how often to repeat while greatest lags still push


def gather(network: Network, extra: Ints | None = None, order: Ints | None = None) -> Arcs:
    """Group the arcs of the network, with ``extra`` (k, 2) finish-to-start arcs added.

    order : (n,)  an order to use, e.g. by the starts of a schedule; arcs against it are allowed
    """
    into: list[list[tuple[int, int, float]]] = [[] for _ in network.activities]
    out_of: list[list[tuple[int, int, float]]] = [[] for _ in network.activities]
    rows = list(
        zip(
            network.arc_from.tolist(),
            network.arc_to.tolist(),
            network.arc_kind.tolist(),
            network.arc_lag.tolist(),
            strict=True,
        )
    )
    if extra is not None:
        rows += [(int(i), int(j), int(Kind.FS), 0.0) for i, j in extra]
    for i, j, kind, lag in rows:
        into[j].append((i, kind, lag))
        out_of[i].append((j, kind, lag))
    if order is None:
        order = topological_order(network, extra)
    place = np.argsort(order)
    against = any(place[row[0]] > place[row[1]] for row in rows)
    rounds = len(network) + 2 if against else 1
    return Arcs(order, tuple(map(tuple, into)), tuple(map(tuple, out_of)), rounds)


def topological_order(network: Network, extra: Ints | None = None) -> Ints:
    """Activities with all predecessors first; greatest lags left aside.  -> (n,)

    extra : (k, 2)  further pairs, one before the other

    Where links that are not strict precedence run in a circle (two starts tied both ways), only
    the strict ones make the order.
    """
    order = _sorted(network, _is_forward(network), extra)
    if len(order) < len(network):
        order = _sorted(network, is_strict(network), None)
    return order


def _is_forward(network: Network) -> Bools:
    """Arcs that take part in the order: all but the reversed ones of greatest lags."""
    forward = np.ones(len(network.arc_from), dtype=bool)
    for position, number in enumerate(network.arc_link):
        link = network.links[number]
        least = network.index[link.before] == network.arc_from[position]
        forward[position] = least and link.lag is not None
    return forward


def _sorted(network: Network, chosen: Bools, extra: Ints | None) -> Ints:
    """As many activities as these arcs put in an order; all unless they run in a circle."""
    n = len(network)
    followers: list[list[int]] = [[] for _ in range(n)]
    waiting = [0] * n
    pairs = np.column_stack([network.arc_from[chosen], network.arc_to[chosen]])
    if extra is not None:
        pairs = np.vstack([pairs, extra])
    for i, j in pairs.tolist():
        followers[i].append(j)
        waiting[j] += 1
    ready = [i for i in range(n) if not waiting[i]]
    for i in ready:  # grows while it is read
        for j in followers[i]:
            waiting[j] -= 1
            if not waiting[j]:
                ready.append(j)
    return np.array(ready, dtype=np.int64)


def work_tables(network: Network, days: int) -> list[WorkTable]:
    """One table for each calendar, the last for "every day"."""
    return [WorkTable(row) for row in network.rates(days)]


def forward_pass(
    network: Network, durations: Array, arcs: Arcs, tables: list[WorkTable]
) -> tuple[Array, Array]:
    """Early starts and finishes of a batch of durations.

    durations : (n, batch)                        [day]
    returns   : (n, batch), (n, batch)            [day]

    A bound on a *finish* that falls in a closure counts as the evening before it: both are the
    same amount of work.  Raises Beyond when the tables are too short.
    """
    start, finish = np.zeros_like(durations), np.zeros_like(durations)
    for _ in range(arcs.rounds):
        before = start.copy()
        for j in arcs.order.tolist():
            table = tables[network.calendar_of[j]]
            begin = before[j] * 1.0
            for i, kind, lag in arcs.into[j]:
                point = (finish if kind in (Kind.FS, Kind.FF) else start)[i] + lag
                if kind in (Kind.FF, Kind.SF):
                    point = table.start(np.maximum(point, 0.0), durations[j])
                begin = np.maximum(begin, point)
            start[j] = np.where(durations[j] > 0.0, table.ready(begin), begin)
            finish[j] = table.finish(start[j], durations[j])
        if arcs.rounds == 1 or np.array_equal(before, start):
            return start, finish
    raise Beyond  # lags that push each other for ever


def backward_pass(
    network: Network, durations: Array, arcs: Arcs, tables: list[WorkTable], end: float
) -> tuple[Array, Array]:
    """Late starts and finishes so that all is done by ``end``.  durations (n,) -> (n,), (n,)"""
    start, finish = np.full(len(network), end), np.full(len(network), end)
    for _ in range(arcs.rounds):
        before = start.copy()
        for i in arcs.order[::-1].tolist():
            table = tables[network.calendar_of[i]]
            done, begun = finish[i], start[i]
            for j, kind, lag in arcs.out_of[i]:
                point = _head(network, tables, j, kind, start, finish) - lag
                if kind in (Kind.FS, Kind.FF):
                    done = min(done, point)
                else:
                    begun = min(begun, point)
            duration = float(durations[i])
            start[i] = min(begun, float(table.start(max(done, 0.0), duration)))
            finish[i] = float(table.finish(max(start[i], 0.0), duration))
        if arcs.rounds == 1 or np.array_equal(before, start):
            return start, finish
    raise Beyond


def _head(
    network: Network, tables: list[WorkTable], j: int, kind: int, start: Array, finish: Array
) -> float:
    """The instant that a link into j binds; an evening before a closure counts as its end."""
    if kind in (Kind.FS, Kind.SS):
        return float(start[j])
    if network.calendar_of[j] < 0 or finish[j] < 0.0:
        return float(finish[j])
    return float(tables[network.calendar_of[j]].ready(finish[j]))


def critical_path(
    network: Network,
    durations: Array | None = None,
    extra: Ints | None = None,
    order: Ints | None = None,
) -> CriticalPath:
    """Floats, critical activities and drag, resources left aside but for ``extra`` arcs.

    durations : (n,)    replaces those of the network                       [day]
    extra     : (k, 2)  finish-to-start arcs, e.g. ``resource_arcs`` of a schedule
    order     : (n,)    an order of the activities that suits them, found where not given

    Raises InputError for time lags that run in a circle too long, with the circle.
    """
    _refuse_circles(network)
    given = network.durations if durations is None else np.asarray(durations, dtype=float)
    arcs = gather(network, extra, order)
    days = int(2.0 * given.sum() + np.abs(network.arc_lag).sum()) + 366
    while True:
        tables = work_tables(network, days)
        try:
            return _passes(network, given, arcs, tables)
        except Beyond:
            days *= 2
            if days > _MOST_DAYS:
                raise InputError(
                    "plan", "cannot end: its calendars or lags leave no time for the work"
                ) from None


def _refuse_circles(network: Network) -> None:
    times = earliest(network) if network.has_limits else None
    if isinstance(times, LagCycle):
        raise InputError(f"activities.{times.ids[0]}", str(times))


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Earliest and latest times of each activity, resources left aside; no floats, no drag."""

    early_start: Array  # (n,)  [day]
    late_start: Array  # (n,)  [day]
    late_finish: Array  # (n,)  [day]
    makespan: float

    def __post_init__(self) -> None:
        freeze(self)


def time_windows(network: Network, end: float | None = None) -> Windows:
    """No schedule that is done by ``end`` starts an activity outside of these.

    end : when all must be done; the makespan itself where not given     [day]
    """
    arcs = gather(network)
    days = max(int(network.durations.sum()), int(end or 0)) + 366
    while True:
        tables = work_tables(network, days)
        try:
            start, finish = forward_pass(network, network.durations[:, None], arcs, tables)
            makespan = float(finish.max())
            last = makespan if end is None else end
            late, done = backward_pass(network, network.durations, arcs, tables, last)
            return Windows(start[:, 0], late, done, makespan)
        except Beyond:
            days *= 2
            if days > _MOST_DAYS:
                raise InputError(
                    "plan", "cannot end: its calendars or lags leave no time for the work"
                ) from None


def _passes(
    network: Network, durations: Array, arcs: Arcs, tables: list[WorkTable]
) -> CriticalPath:
    start, finish = (x[:, 0] for x in forward_pass(network, durations[:, None], arcs, tables))
    end = float(finish.max())
    late_start, late_finish = backward_pass(network, durations, arcs, tables, end)
    total = np.array(
        [
            _worked(tables[network.calendar_of[i]], finish[i], late_finish[i])
            for i in range(len(network))
        ]
    )
    free = np.array(
        [
            _free_float(network, arcs, tables, i, start, finish, min(end, late_finish.max()))
            for i in range(len(network))
        ]
    )
    drag = np.zeros(len(network))
    critical = np.flatnonzero((total <= _SLACK) & (durations > 0.0))
    if len(critical):
        without = np.repeat(durations[:, None], len(critical), axis=1)
        without[critical, np.arange(len(critical))] = 0.0
        drag[critical] = end - forward_pass(network, without, arcs, tables)[1].max(axis=0)
    return CriticalPath(start, finish, late_start, late_finish, total, free, drag, end)


def _worked(table: WorkTable, since: float, until: float) -> float:
    """Working days between two instants, negative when they are the other way round."""
    return float(table.worked_before(max(until, 0.0)) - table.worked_before(since))


def _free_float(
    network: Network,
    arcs: Arcs,
    tables: list[WorkTable],
    i: int,
    start: Array,
    finish: Array,
    end: float,
) -> float:
    table = tables[network.calendar_of[i]]
    slack = _worked(table, finish[i], end)
    for j, kind, lag in arcs.out_of[i]:
        to = _head(network, tables, j, kind, start, finish) - lag
        at = (finish if kind in (Kind.FS, Kind.FF) else start)[i]
        slack = min(slack, _worked(table, at, to))
    return max(slack, 0.0)


def resource_arcs(schedule: Schedule) -> Ints:
    """Finish-to-start arcs along which units of resources are handed on.  -> (k, 2)

    Greedy: each unit of a resource is a chain; an activity takes the units that became free
    last, so that chains stay with one gang where they can.
    """
    network = schedule.network
    found: set[tuple[int, int]] = set()
    order = np.lexsort((schedule.finishes, schedule.starts)).tolist()
    for r, capacity in enumerate(network.capacities.tolist()):
        pool: list[tuple[int, int, int]] = [(0, -1, capacity)]  # (free from, held by, units)
        for j in order:
            need = int(network.demands[j, r])
            if not need or schedule.finishes[j] == schedule.starts[j]:
                continue
            pool.sort()
            free = [k for k, (since, _, _) in enumerate(pool) if since <= schedule.starts[j]]
            for k in reversed(free):
                since, holder, units = pool[k]
                taken = min(units, need)
                pool[k] = (since, holder, units - taken)
                need -= taken
                if holder >= 0:
                    found.add((holder, j))
                if not need:
                    break
            pool = [entry for entry in pool if entry[2]]
            pool.append((int(schedule.finishes[j]), j, int(network.demands[j, r])))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def resource_critical(schedule: Schedule) -> CriticalPath:
    """The critical path once resources are handed on as in the schedule."""
    place = np.argsort(topological_order(schedule.network))
    order = np.lexsort((place, schedule.finishes, schedule.starts))
    return critical_path(schedule.network, extra=resource_arcs(schedule), order=order)
