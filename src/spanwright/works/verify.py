"""The independent checker: is this schedule what the network asks for?

It shares no arithmetic with the schedulers: it walks the days one by one, compares every link as
the user wrote it, and adds up what is in use on every day.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.works.network import Kind, Link, Network
from spanwright.works.schedule import Schedule


def violations(schedule: Schedule) -> list[str]:
    """One line for everything that is wrong; [] for a schedule that stands."""
    network = schedule.network
    starts, finishes = np.asarray(schedule.starts), np.asarray(schedule.finishes)
    if starts.shape != (len(network),) or finishes.shape != starts.shape:
        return [f"needs a start and a finish for each of the {len(network)} activities"]
    early = [f"{network.activities[i].id}: starts before day 0" for i in np.flatnonzero(starts < 0)]
    if early:
        return early
    return [
        *_work_problems(network, starts, finishes),
        *(line for link in network.links for line in _link_problems(network, link, schedule)),
        *_resource_problems(network, starts, finishes),
    ]


def _work_problems(network: Network, starts: Ints, finishes: Ints) -> list[str]:
    """Each activity must do exactly its work between start and finish, from its first day on."""
    days = int(max(finishes.max(), starts.max())) + 1
    rates = network.rates(days)
    problems = []
    for i, activity in enumerate(network.activities):
        row, start, finish = rates[network.calendar_of[i]], int(starts[i]), int(finishes[i])
        if activity.duration == 0:
            if finish != start:
                problems.append(f"{activity.id}: a milestone must finish when it starts")
            continue
        if finish <= start:
            problems.append(f"{activity.id}: finishes on day {finish}, starts on day {start}")
            continue
        if row[start] <= 0.0:
            problems.append(f"{activity.id}: starts on day {start}, which is not worked")
        if _day_of_finish(row, start, activity.duration) != finish:
            done = float(row[start:finish].sum())
            problems.append(
                f"{activity.id}: has {done:g} days of work from day {start} to {finish}, "
                f"needs {activity.duration:g}"
            )
    return problems


def _day_of_finish(rates: Array, start: int, duration: float) -> int:
    """Step through the days until the work is done; -1 when the days run out."""
    left = duration
    for day in range(start, len(rates)):
        left -= rates[day]
        if left <= 1e-9:
            return day + 1
    return -1


def _link_problems(network: Network, link: Link, schedule: Schedule) -> list[str]:
    i, j = network.index[link.before], network.index[link.after]
    before = schedule.finishes if link.kind in (Kind.FS, Kind.FF) else schedule.starts
    after = schedule.starts if link.kind in (Kind.FS, Kind.SS) else schedule.finishes
    gap = int(after[j]) - int(before[i])
    problems = []
    if link.lag is not None and gap < link.lag:
        problems.append(f"link {link}: {gap} d between them, at least {link.lag:g} wanted")
    if link.most is not None and gap > link.most:
        problems.append(f"link {link}: {gap} d between them, at most {link.most:g} allowed")
    return problems


def _resource_problems(network: Network, starts: Ints, finishes: Ints) -> list[str]:
    if not network.resources:
        return []
    days = int(finishes.max())
    used = np.zeros((max(days, 1), len(network.resources)), dtype=np.int64)
    for i in range(len(network)):
        used[int(starts[i]) : int(finishes[i])] += network.demands[i]
    problems = []
    for r, resource in enumerate(network.resources):
        over = np.flatnonzero(used[:, r] > resource.capacity)
        if len(over):
            day = int(over[0])
            problems.append(
                f"{resource.id}: {used[day, r]} in use on day {day}, there are {resource.capacity}"
            )
    return problems
