"""Thousands of schedules at once: one pass over the network, vectorised over iterations.

A forecast asks for the finish of every activity under thousands of durations and hundreds of
seasons.  The pass walks the activities in order and treats all iterations of a block in each
step; calendars become three look-up tables a class, so that an activity costs about a dozen
array operations whatever its calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spanwright.datum.arrays import Bools, Ints
from spanwright.datum.errors import ScopeError
from spanwright.works.critical import gather
from spanwright.works.network import Kind, Network

Singles = NDArray[np.float32]
Places = NDArray[np.int32]
ROUNDING: Final = np.float32(1e-3)  # days; below it two instants are one
OPEN_TAIL: Final = 2  # the tables run over this many times the drawn days, open at their end


@dataclass(frozen=True, slots=True, eq=False)
class ClassTable:
    """One class of working days in k seasons, flattened: season s begins at s * length.

    Inside day i the work done before an instant t is w = ``done[i] + open[i] * t``; the instant
    at which work w is done, with c = ceil(w), is ``late[c] + w``.  All work is counted ROUNDING
    low and given back by ``late``: a sum that comes out a rounding above a whole day still ends
    that evening, not on the next morning of work.
    """

    done: Singles  # (k * length,)
    open: Singles  # (k * length,)
    late: Singles  # (k * length,)


@dataclass(frozen=True, slots=True, eq=False)
class SeasonTables:
    """Tables of all classes (None: every day), one block of ``length`` entries a season."""

    tables: tuple[ClassTable | None, ...]
    length: int
    count: int

    @property
    def horizon(self) -> int:
        """Last instant the tables answer for.  [day]"""
        return self.length - 2


def season_tables(worked: Bools) -> SeasonTables:
    """Tables of days worked.  worked : (classes, seasons, days)"""
    _, count, days = worked.shape
    length = OPEN_TAIL * days
    tables = tuple(None if mask.all() else _table(mask, length) for mask in worked)
    return SeasonTables(tables, length, count)


def _table(mask: Bools, length: int) -> ClassTable:
    count, days = mask.shape
    full = np.ones((count, length), dtype=bool)
    full[:, :days] = mask
    instant = np.arange(length)
    before = np.cumsum(full, axis=1) - full
    done = np.where(full, before - instant, before)
    late = np.zeros((count, length))
    for season in range(count):
        days_worked = np.flatnonzero(full[season])
        late[season, 1 : len(days_worked) + 1] = days_worked - np.arange(len(days_worked))
        late[season, len(days_worked) + 1 :] = late[season, len(days_worked)]
    return ClassTable(_single(done - ROUNDING), _single(full), _single(late + ROUNDING))


def _single(values: NDArray[np.generic]) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32).ravel()


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A network ready for passes.

    order : (n,) predecessors first;  into : per activity, arcs (from, kind, lag)
    classes : (n,) index into the season tables' classes, -1 for milestones
    """

    order: Ints
    into: tuple[tuple[tuple[int, int, float], ...], ...]
    classes: Ints
    is_milestone: Bools
    needs_start: Bools

    @property
    def size(self) -> int:
        return len(self.order)


def compile_network(
    network: Network, classes: Sequence[str], extra: Ints | None = None
) -> Compiled:
    """Arcs of the network and of a resource flow, sorted; arcs that others imply are dropped.

    classes : names in the order of the season tables, the first is every day
    extra   : (k, 2) finish-to-start arcs of the resources
    Raises ScopeError for greatest lags, which a forward pass cannot keep.
    """
    if network.has_limits:
        raise ScopeError(
            "a forecast cannot keep greatest time lags; remove the links with a greatest lag"
        )
    arcs = gather(network, extra)
    position = {name: k for k, name in enumerate(classes)}
    names = [calendar.name for calendar in network.calendars]
    cls = np.array([0 if c < 0 else position[names[c]] for c in network.calendar_of], np.int64)
    into = _without_implied(arcs.order, [list(dict.fromkeys(row)) for row in arcs.into])
    needs = np.zeros(len(network), dtype=bool)
    for row in into:
        for i, kind, _ in row:
            needs[i] |= kind in (Kind.SS, Kind.SF)
    return Compiled(arcs.order, into, cls, network.durations == 0.0, needs)


def _without_implied(
    order: Ints, into: list[list[tuple[int, int, float]]]
) -> tuple[tuple[tuple[int, int, float], ...], ...]:
    """Drop an arc i -> j without lag when a chain of such arcs leads from i to j anyway."""
    n = len(order)
    above = np.zeros((n, n), dtype=bool)  # above[j, i]: i is before j by plain arcs
    kept: list[tuple[tuple[int, int, float], ...]] = [()] * n
    for j in order.tolist():
        plain = sorted({i for i, kind, lag in into[j] if kind == Kind.FS and lag == 0.0})
        implied = np.zeros(n, dtype=bool)
        for i in plain:
            implied |= above[i]
        row = [(i, int(Kind.FS), 0.0) for i in plain if not implied[i]]
        row += [arc for arc in into[j] if not (arc[1] == Kind.FS and arc[2] == 0.0)]
        kept[j] = tuple(row)
        above[j] = implied
        above[j, plain] = True
    return tuple(kept)


@dataclass(slots=True)
class Scratch:
    """Arrays one thread reuses for blocks of b iterations."""

    durations: Singles  # (n, b)
    finish: Singles  # (n, b)
    ready: Singles  # (n, b)
    a: Singles  # (b,)
    b: Singles
    index: Places

    @classmethod
    def of(cls, n: int, block: int) -> Scratch:
        """Room for n activities in blocks of so many iterations."""

        def empty(*shape: int) -> Singles:
            return np.empty(shape, dtype=np.float32)

        return cls(empty(n, block), empty(n, block), empty(n, block), empty(block), empty(block),
                   np.empty(block, np.int32))  # fmt: skip

    def of_width(self, width: int) -> Scratch:
        """The same memory, seen as blocks of fewer iterations."""
        return Scratch(self.durations[:, :width], self.finish[:, :width], self.ready[:, :width],
                       self.a[:width], self.b[:width], self.index[:width])  # fmt: skip


def needed_for(plan: Compiled, activities: Iterable[int]) -> Ints:
    """These activities and all they wait for, predecessors first.  -> (k,)"""
    wanted = np.zeros(plan.size, dtype=bool)
    wanted[list(activities)] = True
    for j in plan.order[::-1].tolist():
        if wanted[j]:
            wanted[[i for i, _, _ in plan.into[j]]] = True
    return plan.order[wanted[plan.order]]


def following(plan: Compiled, activities: Iterable[int]) -> Ints:
    """These activities and all that wait for them, predecessors first.  -> (k,)"""
    moved = np.zeros(plan.size, dtype=bool)
    moved[list(activities)] = True
    for j in plan.order.tolist():
        moved[j] = moved[j] or any(moved[i] for i, _, _ in plan.into[j])
    return plan.order[moved[plan.order]]


def forward(
    plan: Compiled, seasons: SeasonTables, durations: Singles, season: Places, room: Scratch,
    only: Ints | None = None,
) -> tuple[Singles, Singles]:  # fmt: skip
    """Finish of every activity, and the instant from which it may begin.

    durations : (n, b) working days;  season : (b,) offset of each iteration's season
    only      : as of `needed_for`, and the rows of the others then hold nothing of use; or as of
                `following`, where ``room`` holds the times of the others
    returns   : (n, b), (n, b) [day], views of ``room`` that the next call overwrites.  The ready
                instants of activities whose start others ask for are moved to a working day.
    """
    finish, ready, a = room.finish, room.ready, room.a
    for j in (plan.order if only is None else only).tolist():
        t = ready[j]
        _earliest(plan.into[j], finish, ready, t, a)
        if plan.is_milestone[j]:
            finish[j] = t
        else:
            table = seasons.tables[plan.classes[j]]
            if table is None:
                np.add(t, durations[j], out=finish[j])
            else:
                _work(table, t, durations[j], season, finish[j], room)
                if plan.needs_start[j]:
                    t[:] = opening(table, t, season)
        for i, kind, lag in plan.into[j]:
            if kind in (Kind.FF, Kind.SF):
                bound = (finish if kind == Kind.FF else ready)[i]
                np.add(bound, np.float32(lag), out=a)
                np.maximum(finish[j], a, out=finish[j])
    return finish, ready


def _earliest(
    arcs: tuple[tuple[int, int, float], ...], finish: Singles, ready: Singles, t: Singles,
    a: Singles,
) -> None:  # fmt: skip
    """Instant from which an activity may begin, into ``t``: never before 0."""
    first = True
    for i, kind, lag in arcs:
        if kind not in (Kind.FS, Kind.SS):
            continue
        bound = (finish if kind == Kind.FS else ready)[i]
        if lag:
            bound = np.add(bound, np.float32(lag), out=a)
        if first:
            np.maximum(bound, np.float32(0.0), out=t) if lag < 0.0 else np.copyto(t, bound)
            first = False
        else:
            np.maximum(t, bound, out=t)
    if first:
        t[:] = 0.0


def _work(
    table: ClassTable, t: Singles, duration: Singles, season: Places, out: Singles, room: Scratch
) -> None:
    """Finish of work begun at ``t``, into ``out``."""
    a, b, index = room.a, room.b, room.index
    np.copyto(index, t, casting="unsafe")  # instants are positive: the day they fall on
    np.add(index, season, out=index)
    table.open.take(index, out=a, mode="clip")
    table.done.take(index, out=b, mode="clip")
    np.multiply(a, t, out=a)
    np.add(a, b, out=a)
    np.add(a, duration, out=a)  # work done at the finish
    np.ceil(a, out=b)
    np.copyto(index, b, casting="unsafe")
    np.add(index, season, out=index)
    table.late.take(index, out=b, mode="clip")
    np.add(a, b, out=out)


def opening(table: ClassTable, t: Singles, season: Places) -> Singles:
    """The instant itself inside a worked day, else the morning of the next one.  (b,) -> (b,)"""
    # A finish on an evening may come out a rounding earlier: it is the evening all the same.
    late = t + ROUNDING
    index = late.astype(np.int32) + season
    is_open = table.open.take(index, mode="clip")
    work = table.done.take(index, mode="clip") + is_open * late
    whole = np.floor(work + 2.0 * ROUNDING)
    morning = table.late.take(whole.astype(np.int32) + 1 + season, mode="clip") + whole - ROUNDING
    return np.where(is_open > 0.0, t, morning)


def starts(
    plan: Compiled, seasons: SeasonTables, ready: Singles, season: Places, rows: Sequence[int]
) -> Singles:
    """Instants at which these activities begin.  (n, b) -> (rows, b)"""
    found = np.empty((len(rows), ready.shape[1]), dtype=np.float32)
    for k, j in enumerate(rows):
        table = None if plan.is_milestone[j] else seasons.tables[plan.classes[j]]
        found[k] = ready[j] if table is None else opening(table, ready[j], season)
    return found


def critical(
    plan: Compiled, finish: Singles, ready: Singles, end: int, slack: float = 0.02
) -> Bools:
    """Which activities decide when ``end`` is done, in each iteration.  -> (n, b)

    An arc decides when its bound is the successor's ready instant (to ``slack`` days); in a
    closure all that is done before the opening could have been later and does not decide alone.
    """
    marked = np.zeros(finish.shape, dtype=bool)
    marked[end] = True
    for j in plan.order[::-1].tolist():
        if not marked[j].any():
            continue
        for i, kind, lag in plan.into[j]:
            bound = (finish if kind in (Kind.FS, Kind.FF) else ready)[i] + np.float32(lag)
            target = ready[j] if kind in (Kind.FS, Kind.SS) else finish[j]
            marked[i] |= marked[j] & (bound >= target - slack)
    return marked
