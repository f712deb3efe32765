"""What can be wrong with the records of a plan, one line for each thing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from spanwright.datum.errors import InputError
from spanwright.datum.nearest import did_you_mean
from spanwright.works.calendars import Calendar
from spanwright.works.records import Activity, Link, Resource

HORIZON_YEARS: Final = 4  # a calendar must offer work in its first years to be usable


def problems_of(
    tasks: tuple[Activity, ...],
    ties: tuple[Link, ...],
    plant: tuple[Resource, ...],
    shifts: tuple[Calendar, ...],
    start: date,
) -> list[InputError]:
    """Every problem of form, in the order in which a plan is written."""
    problems = [
        *_duplicates("activities", [a.id for a in tasks]),
        *_duplicates("resources", [r.id for r in plant]),
        *_duplicates("calendars", [c.name for c in shifts]),
        *_resource_problems(plant),
        *_calendar_problems(shifts, start),
        *_activity_problems(tasks, plant, shifts),
        *_link_problems(ties, [a.id for a in tasks]),
    ]
    if not tasks:
        problems.append(InputError("activities", "must hold at least one activity"))
    return problems


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
