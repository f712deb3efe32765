"""``spanwright schedule FILE``: schedule any plan file and print the result."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from spanwright.datum.atomic import json_bytes
from spanwright.datum.errors import InputError
from spanwright.works.calendars import date_of, last_date_of
from spanwright.works.critical import resource_critical
from spanwright.works.planfile import read_plan
from spanwright.works.solver import Outcome, solve

Json = dict[str, Any]


def run(
    path: Path, time_limit: float = 60.0, *, as_json: bool = False, write: Path | None = None
) -> str:
    """Schedule the plan of a file and give the text to print.

    path       : .sm, .sch, .toml or .json
    time_limit : seconds for the search
    write      : a .xml (Microsoft Project) or .csv file to write the schedule to

    Raises InputError or InputErrors for a plan, limit or target that cannot be used.
    """
    if not math.isfinite(time_limit) or time_limit <= 0.0:
        raise InputError("--time-limit", "must be longer than 0 s", got=f"{time_limit:g}")
    if write is not None and write.suffix.lower() not in (".xml", ".csv"):
        raise InputError("--write", "must end in .xml or .csv", got=write.name)
    outcome = solve(read_plan(path), time_limit)
    if write is not None and outcome.schedule is not None:
        from spanwright.works.tables import write_schedule

        write_schedule(outcome.schedule, write)
    if as_json:
        return json_bytes(as_data(outcome)).decode().rstrip("\n")
    return as_text(outcome, path.name)


def as_data(outcome: Outcome) -> Json:
    """The outcome as plain data: times in days from the start of the plan, dates where known."""
    data: Json = {
        "status": outcome.status,
        "makespan": outcome.makespan,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 6),
        "method": outcome.method,
        "seconds": round(outcome.seconds, 3),
        "notes": list(outcome.notes),
        "starts": {},
        "finishes": {},
    }
    if outcome.cause is not None:
        cause = outcome.cause
        data["cause"] = {"kind": cause.kind, "text": cause.text, "ids": list(cause.ids)}
    schedule = outcome.schedule
    if schedule is None:
        return data
    times = schedule.by_id()
    data["starts"] = {key: start for key, (start, _) in times.items()}
    data["finishes"] = {key: finish for key, (_, finish) in times.items()}
    begin = schedule.network.start
    if begin is not None:
        data["dates"] = {
            key: [date_of(begin, start).isoformat(), last_date_of(begin, finish).isoformat()]
            for key, (start, finish) in times.items()
        }
    return data


def as_text(outcome: Outcome, name: str) -> str:
    """The outcome for a reader: one line of result, then the activities by start."""
    lines = [f"{name}: {headline(outcome)}"]
    lines += [f"note: {note}" for note in outcome.notes]
    if outcome.cause is not None:
        lines.append(f"cause: {outcome.cause.text}")
    schedule = outcome.schedule
    if schedule is None:
        return "\n".join(lines)
    network = schedule.network
    critical = resource_critical(schedule).is_critical
    begin = network.start
    width = max(2, *(len(key) for key in network.ids))
    heads = ("start", "finish") if begin is None else ("first day", "last day")
    lines += ["", f"{'id':{width}}  {heads[0]:>10}  {heads[1]:>10}  {'days':>6}    activity"]
    order = sorted(range(len(network)), key=lambda i: (schedule.starts[i], schedule.finishes[i]))
    for i in order:
        activity, start, finish = network.activities[i], schedule.starts[i], schedule.finishes[i]
        ends = (
            (str(start), str(finish))
            if begin is None
            else (str(date_of(begin, start)), str(last_date_of(begin, finish)))
        )
        if begin is not None and activity.is_milestone:
            ends = ("", ends[1])
        mark = "*" if critical[i] else " "
        lines.append(
            f"{activity.id:{width}}  {ends[0]:>10}  {ends[1]:>10}  {activity.duration:>6g} {mark}  "
            f"{activity.name}".rstrip()
        )
    lines.append("")
    lines.append("* critical: no float once resources are handed on as in this schedule")
    return "\n".join(lines)


def headline(outcome: Outcome) -> str:
    """One line: status, makespan, bound."""
    if outcome.makespan is None:
        return {"infeasible": "infeasible: no schedule exists"}.get(
            outcome.status, "no schedule found"
        )
    days = f"{outcome.makespan} days"
    start = None if outcome.schedule is None else outcome.schedule.network.start
    if start is not None:
        days += f", done on {last_date_of(start, outcome.makespan)}"
    if outcome.status == "optimal":
        return f"optimal, {days} ({outcome.seconds:.1f} s)"
    return (
        f"feasible, {days}; none can be shorter than {outcome.bound} days, "
        f"gap {outcome.gap:.1%} ({outcome.seconds:.1f} s)"
    )
