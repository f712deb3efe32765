"""The exact model: resource-constrained scheduling for the CP-SAT solver of OR-Tools.

OR-Tools is an optional library, imported here and only when a model is built.  The encoding is
in three parts: the shortened axis (``axis``), lengths (an activity whose elapsed length depends on
its start has one literal for each length, with the start days that lead to it), and lags (the
same, for lags in elapsed days on an axis without Sundays).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.works.axis import Axis, axis_of, delays
from spanwright.works.calendars import day_table
from spanwright.works.network import Kind, Network
from spanwright.works.schedule import Schedule

_SLACK: Final = 1e-6  # days; forgives the rounding of earliest and latest starts
STATUS: Final = {"OPTIMAL": "optimal", "FEASIBLE": "feasible", "INFEASIBLE": "infeasible"}


def is_available() -> bool:
    """OR-Tools is installed."""
    return find_spec("ortools") is not None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the solver said; starts in days, unchecked."""

    status: str  # optimal, feasible, infeasible or unknown: of the model, not yet of the plan
    starts: Ints | None  # (n,)  [day]
    finishes: Ints | None  # (n,)  [day]
    bound: int  # no schedule ends before this  [day]
    seconds: float


@dataclass(slots=True)
class Model:
    """Variables of one model; ``hints`` holds the position each should try first."""

    network: Network
    axis: Axis
    cp: Any
    model: Any
    rates: Array  # (c + 1, day)  of every calendar
    is_delay: Bools  # (n,)  holds nothing and works on days that are not on the axis
    starts: list[Any] = field(default_factory=list)
    finishes: list[Any] = field(default_factory=list)
    intervals: list[Any] = field(default_factory=list)
    start_days: list[Ints] = field(default_factory=list)  # possible positions of each start
    finish_days: list[Ints] = field(default_factory=list)
    hint: Schedule | None = None


def solve_exact(
    network: Network,
    horizon: int,
    *,
    first: Array,
    last: Array,
    bound: int,
    hint: Schedule | None,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    presolve: bool = True,
    running: list[Any] | None = None,
) -> Answer:
    """Minimise the makespan within ``horizon`` days.

    first, last : (n,)  earliest and latest starts of any schedule within the horizon  [day]
    bound : no schedule ends before it; hint: a schedule to improve on
    running : is given the solver, so that another thread can call its ``stop_search``
    """
    from ortools.sat.python import cp_model

    # A schedule of the hint's length must stay possible, a longer one is of no use.
    days = horizon if hint is None else hint.makespan
    axis, rates = axis_of(network, days), network.rates(days)
    made = Model(
        network, axis, cp_model, cp_model.CpModel(), rates, delays(network, axis), hint=hint
    )
    for i in range(len(network)):
        if not _add_activity(made, i, float(first[i]), float(last[i])):
            return Answer("infeasible", None, None, bound, 0.0)
    for arc in zip(
        network.arc_from, network.arc_to, network.arc_kind, network.arc_lag, strict=True
    ):
        _add_arc(made, int(arc[0]), int(arc[1]), Kind(int(arc[2])), int(arc[3]))
    _add_resources(made)
    end = _add_makespan(made, bound)
    solver = cp_model.CpSolver()
    if running is not None:
        running.append(solver)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.cp_model_presolve = presolve
    solver.parameters.catch_sigint_signal = False  # Ctrl-C ends the command, not one search of it
    status = STATUS.get(solver.status_name(solver.solve(made.model)), "unknown")
    if status in ("infeasible", "unknown"):
        return Answer(status, None, None, bound, solver.wall_time)
    least = int(np.ceil(solver.best_objective_bound - 1e-6))
    if status == "optimal":
        least = int(solver.value(end))
    return Answer(
        status,
        made.axis.morning(np.array([solver.value(v) for v in made.starts], dtype=np.int64)),
        made.axis.evening(np.array([solver.value(v) for v in made.finishes], dtype=np.int64)),
        max(bound, int(made.axis.evening(least))),
        solver.wall_time,
    )


def _add_activity(made: Model, i: int, first: float, last: float) -> bool:
    """Start, finish and interval of one activity; False when it does not fit at all."""
    network, axis = made.network, made.axis
    duration = int(network.durations[i])
    if made.is_delay[i]:
        return _add_delay(made, i, first, last)
    positions, lengths = _positions(made, i)
    days = axis.morning(positions) if duration else axis.evening(positions)
    latest = axis.morning(positions) if not duration else days
    kept = (latest >= first - _SLACK) & (days <= last + _SLACK)
    positions, lengths = positions[kept], lengths[kept]
    if not len(positions):
        return False
    cp, model = made.cp, made.model
    start = model.new_int_var_from_domain(cp.Domain.from_values(positions.tolist()), f"s{i}")
    made.starts.append(start)
    made.start_days.append(positions)
    made.finish_days.append(np.unique(positions + lengths))
    hinted = None if made.hint is None else int(axis.reached(int(made.hint.starts[i])))
    if hinted is not None:
        model.add_hint(start, hinted)
    kinds = np.unique(lengths)
    if len(kinds) == 1:
        made.finishes.append(start + int(kinds[0]))
        made.intervals.append(model.new_fixed_size_interval_var(start, int(kinds[0]), f"i{i}"))
        return True
    length = model.new_int_var_from_domain(cp.Domain.from_values(kinds.tolist()), f"d{i}")
    finish = model.new_int_var_from_domain(
        cp.Domain.from_values(made.finish_days[i].tolist()), f"f{i}"
    )
    made.finishes.append(finish)
    made.intervals.append(model.new_interval_var(start, length, finish, f"i{i}"))
    truth = None
    if hinted is not None and made.hint is not None:
        truth = int(axis.reached(int(made.hint.finishes[i]))) - hinted
        model.add_hint(length, truth)
        model.add_hint(finish, hinted + truth)
    literals = _grouped(made, start, positions, lengths, truth)
    for value, literal in literals.items():
        model.add(length == value).only_enforce_if(literal)
    return True


def _add_delay(made: Model, i: int, first: float, last: float) -> bool:
    """Start and finish as instants between worked days, the finish late enough for the start."""
    axis, cp, model = made.axis, made.cp, made.model
    every = np.arange(len(axis) + 1)
    kept = every[(axis.morning(every) >= first - _SLACK) & (axis.evening(every) <= last + _SLACK)]
    table = day_table(made.rates[made.network.calendar_of[i]], int(made.network.durations[i]))
    begun = axis.evening(kept)
    kept, begun = kept[begun < len(table.ends)], begun[begun < len(table.ends)]
    if not len(kept):
        return False
    start = model.new_int_var_from_domain(cp.Domain.from_values(kept.tolist()), f"s{i}")
    finish = model.new_int_var(0, len(axis), f"f{i}")
    made.starts.append(start)
    made.finishes.append(finish)
    made.start_days.append(kept)
    made.finish_days.append(every)
    made.intervals.append(None)
    if made.hint is not None:
        model.add_hint(start, int(axis.reached(int(made.hint.starts[i]))))
        model.add_hint(finish, int(axis.reached(int(made.hint.finishes[i]))))
    shift = axis.reached(table.ends[begun]) - kept
    _at_least(made, finish, start, kept, shift, None if made.hint is None else made.hint.starts[i])
    return True


def _positions(made: Model, i: int) -> tuple[Ints, Ints]:
    """Positions at which the activity can start, and its length on the axis from each."""
    network, axis, horizon = made.network, made.axis, made.axis.horizon
    duration, calendar = int(network.durations[i]), int(network.calendar_of[i])
    if duration == 0:
        every = np.arange(len(axis) + 1)
        return every, np.zeros_like(every)
    if calendar < 0 and len(axis) == horizon:
        every = np.arange(max(0, horizon - duration + 1))
        return every, np.full_like(every, duration)
    table = day_table(made.rates[calendar], duration)
    starts, first = np.unique(table.starts, return_index=True)
    positions = axis.reached(starts)
    return positions, axis.reached(table.ends[first]) - positions


def _grouped(
    made: Model, variable: Any, positions: Ints, values: Ints, truth: int | None
) -> dict[int, Any]:
    """One literal for each value: the variable then stands on one of that value's positions."""
    cp, model = made.cp, made.model
    literals = {}
    for value in np.unique(values).tolist():
        literal = model.new_bool_var("")
        domain = cp.Domain.from_values(positions[values == value].tolist())
        model.add_linear_expression_in_domain(variable, domain).only_enforce_if(literal)
        if truth is not None:
            model.add_hint(literal, value == truth)
        literals[value] = literal
    model.add_exactly_one(literals.values())
    return literals


def _add_arc(made: Model, i: int, j: int, kind: Kind, lag: int) -> None:
    network, axis = made.network, made.axis
    from_finish, to_finish = kind in (Kind.FS, Kind.FF), kind in (Kind.FF, Kind.SF)
    tail = (made.finishes if from_finish else made.starts)[i]
    head = (made.finishes if to_finish else made.starts)[j]
    positions = (made.finish_days if from_finish else made.start_days)[i]
    works_i = network.durations[i] > 0.0 and not made.is_delay[i]
    works_j = network.durations[j] > 0.0 and not made.is_delay[j]
    at = axis.morning(positions) if works_i and not from_finish else axis.evening(positions)
    # A finish of work is an evening: the day before it must not be too early.
    evening = int(works_j and to_finish)
    shift = axis.reached(at + lag - evening) + evening - positions
    time = None
    if made.hint is not None:
        time = (made.hint.finishes if from_finish else made.hint.starts)[i]
    _at_least(made, head, tail, positions, shift, time)


def _at_least(
    made: Model, head: Any, tail: Any, positions: Ints, shift: Ints, time: np.int64 | None
) -> None:
    """head >= tail + shift, where the shift depends on the position of the tail.

    time : of the tail in the hint  [day]
    """
    if len(np.unique(shift)) == 1:
        made.model.add(head >= tail + int(shift[0]))
        return
    truth = None
    if time is not None:
        found = np.flatnonzero(positions == int(made.axis.reached(int(time))))
        truth = int(shift[found[0]]) if len(found) else None
    for value, literal in _grouped(made, tail, positions, shift, truth).items():
        made.model.add(head >= tail + value).only_enforce_if(literal)


def _add_resources(made: Model) -> None:
    network = made.network
    for r, capacity in enumerate(network.capacities.tolist()):
        users = np.flatnonzero((network.demands[:, r] > 0) & (network.durations > 0.0)).tolist()
        units = [int(network.demands[i, r]) for i in users]
        if sum(units) <= capacity:
            continue
        intervals = [made.intervals[i] for i in users]
        if min(units) * 2 > capacity:
            made.model.add_no_overlap(intervals)
        else:
            made.model.add_cumulative(intervals, units, capacity)


def _add_makespan(made: Model, bound: int) -> Any:
    network, axis = made.network, made.axis
    least = int(axis.reached(bound - 1)) + 1 if bound > 0 else 0
    end = made.model.new_int_var(min(least, len(axis)), len(axis), "makespan")
    closes = np.ones(len(network), dtype=bool)
    # These links run in no circle, so behind each activity left out one that stays ends later.
    inner = (network.arc_kind == Kind.FS) & (network.arc_lag >= 0.0)
    closes[network.arc_from[inner]] = False
    for i in np.flatnonzero(closes).tolist():
        made.model.add(end >= made.finishes[i])
    made.model.minimize(end)
    if made.hint is not None:
        made.model.add_hint(end, int(axis.reached(made.hint.makespan)))
    return end
