"""Microsoft Project XML (MSPDI): writer and reader.

Days of work are days of 8 hours; lags are elapsed days.  Each task carries its scheduled start as
"start no earlier than", so that a program that recalculates keeps the levelled dates.  The format
has no greatest lags and no days worked in part: greatest lags are told in the task's notes, a day
worked in part counts as a working day.

Source: Microsoft, Project XML Data Interchange schema; LinkLag in tenths of a minute, LagFormat
7 days and 8 elapsed days, link types 0 FF, 1 FS, 2 SF, 3 SS.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Bools, Ints
from spanwright.datum.errors import InputError
from spanwright.works.calendars import Calendar, Rule, Shutdown, Week
from spanwright.works.network import Activity, Kind, Link, Network, Resource, build
from spanwright.works.schedule import Schedule

NAMESPACE: Final = "http://schemas.microsoft.com/project"
_TYPES: Final = {Kind.FF: 0, Kind.FS: 1, Kind.SF: 2, Kind.SS: 3}
_KINDS: Final = {number: kind for kind, number in _TYPES.items()}
_HOURS: Final = 8
_SHIFT: Final = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
_WORK_LAG, _ELAPSED_LAG = 4800.0, 14400.0  # tenths of a minute: 8 hours, 24 hours
_EVERY_DAY: Final = "every day"
_FOLDER: Final = "/"  # between the parts of an id


def mspdi_bytes(schedule: Schedule) -> bytes:
    """The schedule as an MSPDI document.

    Raises InputError for a plan without a start date: the format knows dates only.
    """
    network = schedule.network
    if network.start is None:
        raise InputError("plan.start", "is needed to write Microsoft Project dates")
    root = ET.Element("Project", xmlns=NAMESPACE)
    for key, value in (
        ("SaveVersion", "14"),
        ("Name", network.name or "plan"),
        ("ScheduleFromStart", "1"),
        ("StartDate", _morning(network.start)),
        ("CalendarUID", "1"),
        ("MinutesPerDay", str(60 * _HOURS)),
        ("MinutesPerWeek", str(60 * _HOURS * 6)),
        ("DaysPerMonth", "25"),
    ):
        _put(root, key, value)
    _calendars(root, schedule)
    _tasks(root, schedule)
    _resources(root, network)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _put(parent: ET.Element, key: str, value: object) -> ET.Element:
    child = ET.SubElement(parent, key)
    child.text = str(value)
    return child


def _morning(day: date) -> str:
    return f"{day.isoformat()}T{_SHIFT[0][0]}"


def _evening(day: date) -> str:
    return f"{day.isoformat()}T{_SHIFT[-1][1]}"


def _calendars(root: ET.Element, schedule: Schedule) -> None:
    """Calendar 1 is "every day"; the network's own follow from 2."""
    network = schedule.network
    days = schedule.makespan + 366
    parent = ET.SubElement(root, "Calendars")
    for uid, (name, row) in enumerate(
        zip(
            [_EVERY_DAY, *(calendar.name for calendar in network.calendars)],
            np.roll(network.rates(days), 1, axis=0),
            strict=True,
        ),
        start=1,
    ):
        _calendar(parent, uid, name, row > 0.0, network.first_day)


def _calendar(parent: ET.Element, uid: int, name: str, worked: Bools, start: date) -> None:
    """Weekdays on which any work is done, and as exceptions the closures among them."""
    node = ET.SubElement(parent, "Calendar")
    for key, value in (("UID", uid), ("Name", name), ("IsBaseCalendar", 1)):
        _put(node, key, value)
    _put(node, "BaseCalendarUID", -1)
    weekday = (np.arange(len(worked)) + start.weekday()) % 7
    usual = np.array([worked[weekday == d].any() for d in range(7)])
    week = ET.SubElement(node, "WeekDays")
    for number in range(1, 8):  # 1 is Sunday
        day = ET.SubElement(week, "WeekDay")
        _put(day, "DayType", number)
        works = bool(usual[(number + 5) % 7])
        _put(day, "DayWorking", int(works))
        if works:
            times = ET.SubElement(day, "WorkingTimes")
            for begin, end in _SHIFT:
                pair = ET.SubElement(times, "WorkingTime")
                _put(pair, "FromTime", begin)
                _put(pair, "ToTime", end)
    exceptions = ET.SubElement(node, "Exceptions")
    for first, last in _runs(worked, usual[weekday]):
        entry = ET.SubElement(exceptions, "Exception")
        period = ET.SubElement(entry, "TimePeriod")
        _put(period, "FromDate", f"{start + timedelta(days=first)}T00:00:00")
        _put(period, "ToDate", f"{start + timedelta(days=last)}T23:59:00")
        for key, value in (("Occurrences", 1), ("Name", "closed"), ("Type", 1)):
            _put(entry, key, value)
        _put(entry, "DayWorking", 0)


def _runs(worked: Bools, usual: Bools) -> Iterator[tuple[int, int]]:
    """First and last day of each closure; days off in the week do not break one."""
    first = last = -1
    for day in range(len(worked)):
        if worked[day]:
            if first >= 0:
                yield first, last
            first = -1
        elif usual[day]:
            first = day if first < 0 else first
            last = day
    if first >= 0:
        yield first, last


def _tasks(root: ET.Element, schedule: Schedule) -> None:
    """Tasks under summary tasks made from their ids: "RU/pier 1/cap" stands under RU, pier 1."""
    network = schedule.network
    into: dict[str, list[Link]] = {}
    for link in network.links:
        into.setdefault(link.after, []).append(link)
    tasks = ET.SubElement(root, "Tasks")
    summaries = len(network)
    for number, (path, i) in enumerate(_outline(network), start=1):
        node = ET.SubElement(tasks, "Task")
        if i is None:
            summaries += 1
            _summary(node, schedule, path, summaries, number)
        else:
            _task(node, schedule, i, number, len(path))
            _ties(node, network, into.get(network.ids[i], ()))


def _outline(network: Network) -> list[tuple[tuple[str, ...], int | None]]:
    """Lines of the outline: the path of each, and its activity, None for a summary."""
    tree: dict[str, Any] = {}
    for i, identity in enumerate(network.ids):
        *folders, leaf = identity.split(_FOLDER)
        branch = tree
        for k in range(len(folders)):
            # A folder may be named as an activity is: its own key keeps them apart.
            branch = branch.setdefault(_FOLDER.join(folders[: k + 1]) + _FOLDER, {})
        branch[identity] = (leaf, i)
    lines: list[tuple[tuple[str, ...], int | None]] = []

    def walk(branch: dict[str, Any], above: tuple[str, ...]) -> None:
        for key, held in branch.items():
            if isinstance(held, dict):
                path = (*above, key[:-1].rsplit(_FOLDER, 1)[-1])
                lines.append((path, None))
                walk(held, path)
            else:
                lines.append(((*above, held[0]), held[1]))

    walk(tree, ())
    return lines


def _summary(
    node: ET.Element, schedule: Schedule, path: tuple[str, ...], uid: int, number: int
) -> None:
    """A summary task from the first start to the last finish of what stands under it."""
    network = schedule.network
    under = _FOLDER.join(path) + _FOLDER
    rows = [i for i, identity in enumerate(network.ids) if identity.startswith(under)]
    first = int(schedule.starts[rows].min())
    last = max(int(schedule.finishes[rows].max()) - 1, first)
    for key, value in (
        ("UID", uid),
        ("ID", number),
        ("Name", path[-1]),
        ("Type", 1),
        ("OutlineLevel", len(path)),
        ("Start", _morning(network.first_day + timedelta(days=first))),
        ("Finish", _evening(network.first_day + timedelta(days=last))),
        ("Duration", f"PT{_HOURS * (last - first + 1)}H0M0S"),
        ("DurationFormat", 7),
        ("Summary", 1),
    ):
        _put(node, key, value)


def _task(node: ET.Element, schedule: Schedule, i: int, number: int, level: int) -> None:
    """One activity; keys in the order of the schema."""
    network, activity = schedule.network, schedule.network.activities[i]
    start = network.first_day
    first = start + timedelta(days=int(schedule.starts[i]))
    last = start + timedelta(days=max(int(schedule.finishes[i]) - 1, 0))
    if activity.is_milestone:
        first = last
    begin = _evening(last) if activity.is_milestone else _morning(first)
    for key, value in (
        ("UID", i + 1),
        ("ID", number),
        ("Name", activity.name or activity.id),
        ("Type", 1),
        ("WBS", activity.id),
        ("OutlineLevel", level),
        ("Start", begin),
        ("Finish", _evening(last)),
        ("Duration", f"PT{_HOURS * int(activity.duration)}H0M0S"),
        ("DurationFormat", 7),
        ("Milestone", int(activity.is_milestone)),
        ("Summary", 0),
        ("ConstraintType", 4),
        ("CalendarUID", int(network.calendar_of[i]) + 2),
        ("ConstraintDate", begin),
        ("IgnoreResourceCalendar", 1),
    ):
        _put(node, key, value)


def _ties(node: ET.Element, network: Network, links: Sequence[Link]) -> None:
    """Greatest lags as notes, least lags as links."""
    limits = [link for link in links if link.most is not None]
    if limits:
        _put(node, "Notes", "; ".join(str(link) for link in limits))
    for link in links:
        if link.lag is None:
            continue
        tie = ET.SubElement(node, "PredecessorLink")
        _put(tie, "PredecessorUID", network.index[link.before] + 1)
        _put(tie, "Type", _TYPES[link.kind])
        _put(tie, "LinkLag", round(link.lag * _ELAPSED_LAG))
        _put(tie, "LagFormat", 8)


def _resources(root: ET.Element, network: Network) -> None:
    resources = ET.SubElement(root, "Resources")
    for r, resource in enumerate(network.resources):
        node = ET.SubElement(resources, "Resource")
        for key, value in (("UID", r + 1), ("ID", r + 1), ("Name", resource.id), ("Type", 1)):
            _put(node, key, value)
        _put(node, "MaxUnits", resource.capacity)
    assignments = ET.SubElement(root, "Assignments")
    for uid, (i, r) in enumerate(np.argwhere(network.demands > 0).tolist(), start=1):
        node = ET.SubElement(assignments, "Assignment")
        for key, value in (("UID", uid), ("TaskUID", i + 1), ("ResourceUID", r + 1)):
            _put(node, key, value)
        _put(node, "Units", int(network.demands[i, r]))


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """A plan read from MSPDI: its network and the dates the file gives."""

    network: Network
    starts: Ints  # (n,)  morning of the first day   [day]
    finishes: Ints  # (n,)  evening of the last day    [day]


def read_mspdi(path: Path) -> Imported:
    """The plan of an MSPDI file such as ours, or as Project and ProjectLibre write them.

    Raises InputError for a file that is not MSPDI, and InputErrors for a network that cannot be.
    """
    try:
        root = ET.fromstring(path.read_bytes())
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except ET.ParseError as error:
        raise InputError("broken XML", str(error), place=path.name) from None
    if root.tag != f"{{{NAMESPACE}}}Project":
        raise InputError(path.name, "must be a Microsoft Project XML file", got=root.tag)
    begin = _date(_text(root, "StartDate"), path)
    names, calendars = _read_calendars(root, path)
    activities, links, days = _read_tasks(root, names, path)
    resources = _read_resources(root, activities)
    network = build(
        activities.values(), links, resources, calendars, begin, _text(root, "Name", "plan")
    )
    starts, finishes = [], []
    for (first, last), activity in zip(days, network.activities, strict=True):
        finish = (last - begin).days + (0 if last == begin and activity.is_milestone else 1)
        starts.append(finish if activity.is_milestone else (first - begin).days)
        finishes.append(finish)
    return Imported(network, np.array(starts), np.array(finishes))


def _find(node: ET.Element, path: str) -> list[ET.Element]:
    return node.findall("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))


def _text(node: ET.Element, key: str, default: str = "") -> str:
    found = node.find(f"{{{NAMESPACE}}}{key}")
    return default if found is None or found.text is None else found.text.strip()


def _date(text: str, path: Path) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise InputError(path.name, "needs dates such as 2026-05-04T08:00:00", got=text) from None


def _read_calendars(root: ET.Element, path: Path) -> tuple[dict[str, str], list[Calendar]]:
    names: dict[str, str] = {}
    calendars = []
    for node in _find(root, "Calendars/Calendar"):
        name, uid = _text(node, "Name"), _text(node, "UID")
        names[uid] = "" if name == _EVERY_DAY else name
        if name == _EVERY_DAY:
            continue
        days = {
            (int(_text(day, "DayType")) + 5) % 7: _text(day, "DayWorking") == "1"
            for day in _find(node, "WeekDays/WeekDay")
            if _text(day, "DayType") in "1234567"
        }
        worked = tuple(sorted(day for day, works in days.items() if works))
        rules: list[Rule] = [Week(worked or (0, 1, 2, 3, 4))]
        for entry in _find(node, "Exceptions/Exception"):
            if _text(entry, "DayWorking") == "1":
                continue
            period = _find(entry, "TimePeriod")[0]
            first = _date(_text(period, "FromDate"), path)
            rules.append(Shutdown(first, _date(_text(period, "ToDate"), path)))
        calendars.append(Calendar(name, tuple(rules)))
    return names, calendars


def _hours(text: str) -> float:
    """Hours of an ISO 8601 duration as Project writes it, PT96H0M0S."""
    hours = text.removeprefix("PT").split("H")
    minutes = hours[-1].split("M")[0] if "M" in hours[-1] else "0"
    return (float(hours[0]) if len(hours) > 1 else 0.0) + float(minutes) / 60.0


def _read_tasks(
    root: ET.Element, calendars: dict[str, str], path: Path
) -> tuple[dict[str, Activity], list[Link], list[tuple[date, date]]]:
    activities: dict[str, Activity] = {}
    links: list[Link] = []
    days: list[tuple[date, date]] = []
    nodes = [n for n in _find(root, "Tasks/Task") if _text(n, "Summary", "0") != "1"]
    ids = {_text(n, "UID"): _text(n, "WBS") or _text(n, "UID") for n in nodes}
    for node in nodes:
        key = ids[_text(node, "UID")]
        length = _hours(_text(node, "Duration", "PT0H0M0S")) / _HOURS
        activities[_text(node, "UID")] = Activity(
            key,
            length,
            _text(node, "Name"),
            calendars.get(_text(node, "CalendarUID"), ""),
            {},
            length == 0.0,
        )
        days.append((_date(_text(node, "Start"), path), _date(_text(node, "Finish"), path)))
        for tie in _find(node, "PredecessorLink"):
            scale = _ELAPSED_LAG if _text(tie, "LagFormat") == "8" else _WORK_LAG
            lag = float(_text(tie, "LinkLag", "0")) / scale
            kind = _KINDS[int(_text(tie, "Type", "1"))]
            before = ids.get(_text(tie, "PredecessorUID"), _text(tie, "PredecessorUID"))
            links.append(Link(before, key, kind, lag))
    return activities, links, days


def _read_resources(root: ET.Element, activities: dict[str, Activity]) -> list[Resource]:
    """The resources; their assignments go into ``activities``."""
    nodes = [n for n in _find(root, "Resources/Resource") if _text(n, "Name")]
    names = {_text(n, "UID"): _text(n, "Name") for n in nodes}
    for node in _find(root, "Assignments/Assignment"):
        task, resource = _text(node, "TaskUID"), _text(node, "ResourceUID")
        if task in activities and resource in names:
            units = {names[resource]: round(float(_text(node, "Units", "1")))}
            owner = activities[task]
            activities[task] = replace(owner, uses={**owner.uses, **units})
    return [
        Resource(names[_text(n, "UID")], round(float(_text(n, "MaxUnits", "1")))) for n in nodes
    ]
