"""What the programme's charts are drawn from: rows, histograms and curves, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.works.critical import resource_critical
from spanwright.works.schedule import Schedule


@dataclass(frozen=True, slots=True, eq=False)
class GanttRows:
    """Bars of a Gantt chart, in the order in which to draw them."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    fronts: tuple[str, ...]
    start: Ints  # (row,)  [day]
    finish: Ints  # (row,)  [day]
    late_finish: Array  # (row,)  until when it may slip, resources handed on as scheduled [day]
    is_critical: Bools  # (row,)
    is_milestone: Bools  # (row,)

    def __post_init__(self) -> None:
        freeze(self)


def gantt_rows(schedule: Schedule) -> GanttRows:
    """Activities by front in order of appearance, then by start."""
    network = schedule.network
    fronts = list(dict.fromkeys(activity.front for activity in network.activities))
    rank = np.array([fronts.index(activity.front) for activity in network.activities])
    order = np.lexsort((schedule.finishes, schedule.starts, rank))
    path = resource_critical(schedule)
    chosen = [network.activities[i] for i in order.tolist()]
    return GanttRows(
        tuple(activity.id for activity in chosen),
        tuple(activity.name or activity.id for activity in chosen),
        tuple(activity.front for activity in chosen),
        schedule.starts[order],
        schedule.finishes[order],
        np.maximum(path.late_finish, schedule.finishes)[order],
        path.is_critical[order],
        np.array([activity.is_milestone for activity in chosen]),
    )


def histogram(schedule: Schedule) -> Ints:
    """Units of every resource in use on every day, closures included.  -> (r, day)"""
    network = schedule.network
    change = np.zeros((schedule.makespan + 1, len(network.resources)), dtype=np.int64)
    np.add.at(change, schedule.starts, network.demands)
    np.add.at(change, schedule.finishes, -network.demands)
    return np.cumsum(change, axis=0)[:-1].T


def s_curve(schedule: Schedule, weights: ArrayLike | None = None) -> Array:
    """Share of the work done by each evening, from 0 to 1.  -> (day + 1,)

    weights : (n,)  cost or man-days of each activity; working days where not given.  It is
              spent evenly over the working days of the activity.
    """
    network = schedule.network
    amount = network.durations if weights is None else np.asarray(weights, dtype=float)
    days = max(schedule.makespan, 1)
    rates = network.rates(days)
    spent = np.zeros(days + 1)
    for i in range(len(network)):
        start, finish = int(schedule.starts[i]), int(schedule.finishes[i])
        if finish == start:
            spent[finish] += amount[i]  # what a milestone costs is due when it is met
            continue
        share = rates[network.calendar_of[i], start:finish]
        spent[start + 1 : finish + 1] += amount[i] * share / share.sum()
    total = spent.sum()
    return np.cumsum(spent) / total if total else np.zeros(days + 1)


def time_location(schedule: Schedule) -> Array:
    """Lines of the time-location diagram: from and to station, start, finish.  -> (k, 4)

    Only activities with a chainage have a line.  [m], [m], [day], [day]
    """
    rows = [
        (*activity.chainage, float(schedule.starts[i]), float(schedule.finishes[i]))
        for i, activity in enumerate(schedule.network.activities)
        if activity.chainage is not None
    ]
    return np.array(rows, dtype=float).reshape(-1, 4)
