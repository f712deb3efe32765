"""The schedule as a table (CSV), and the one door through which schedule files are written."""

from __future__ import annotations

import csv
import io
import os
import secrets
from pathlib import Path

from spanwright.datum.errors import OutputError
from spanwright.works.calendars import date_of, last_date_of
from spanwright.works.critical import resource_critical
from spanwright.works.mspdi import mspdi_bytes
from spanwright.works.network import Kind, Link
from spanwright.works.schedule import Schedule

HEADER = (
    *("id", "name", "front", "calendar", "duration_days", "start_day", "finish_day"),
    *("start", "finish", "predecessors", "resources", "total_float_days", "is_critical"),
)


def link_text(link: Link) -> str:
    """A link as planners write it behind the successor: ``12FS+3d``, ``12`` when plain."""
    if link.lag is None:
        return f"{link.before}{link.kind.name} max {link.most:g}d"
    lag = f"{link.lag:+g}d" if link.lag else ""
    most = "" if link.most is None else f" max {link.most:g}d"
    plain = link.kind == Kind.FS and not lag and not most
    return link.before if plain else f"{link.before}{link.kind.name}{lag}{most}"


def csv_text(schedule: Schedule) -> str:
    """One row for each activity: dates, predecessors, resources, float along the resource chain.

    The float counts working days of the activity's own calendar, with resources handed on as in
    the schedule.
    """
    network = schedule.network
    path = resource_critical(schedule)
    before: dict[str, list[str]] = {}
    for link in network.links:
        before.setdefault(link.after, []).append(link_text(link))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for i, activity in enumerate(network.activities):
        start, finish = int(schedule.starts[i]), int(schedule.finishes[i])
        dates = ["", ""]
        if network.start is not None:
            dates = [str(date_of(network.start, start)), str(last_date_of(network.start, finish))]
            if activity.is_milestone:
                dates[0] = dates[1]
        writer.writerow(
            [
                *(activity.id, activity.name, activity.front, activity.calendar),
                *(f"{activity.duration:g}", start, finish, *dates),
                "; ".join(before.get(activity.id, [])),
                "; ".join(f"{key} {units}" for key, units in activity.uses.items() if units),
                *(f"{path.total_float[i]:g}", "yes" if path.is_critical[i] else "no"),
            ]
        )
    return stream.getvalue()


def write_schedule(schedule: Schedule, target: Path) -> None:
    """Write a .csv or .xml (Microsoft Project) file, whole or not at all.

    Raises OutputError when it cannot be written; what stood there before is then intact.
    """
    if target.suffix.lower() == ".csv":
        content = csv_text(schedule).encode()
    else:
        content = mspdi_bytes(schedule)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        draft.write_bytes(content)
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{target}: cannot be written: {reason}") from error
