"""The construction programme as 4D: tasks, their sequence, and what each of them builds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.results import Results
from spanwright.works.types import Works

SEQUENCE: Final = {
    "FS": "FINISH_START", "SS": "START_START", "FF": "FINISH_FINISH", "SF": "START_FINISH",
}  # fmt: skip


def programme(model: Model, results: Results, place: Entity, made: Mapping[str, Entity]) -> None:
    """Write schedule, tasks, links and outputs of ``results.works``, if there are works."""
    works = results.works
    if works is None:
        return
    network, schedule = works.programme.network, works.plan.schedule
    tasks: dict[str, Entity] = {}
    builds: dict[str, list[Entity]] = {}
    for i, activity in enumerate(network.activities):
        begin, end = int(schedule.starts[i]), int(schedule.finishes[i])
        task = model.root(
            "IfcTask", f"task {activity.id}", Name=activity.name or activity.id,
            Identification=activity.id, PredefinedType="CONSTRUCTION",
            IsMilestone=activity.is_milestone,
            TaskTime=_time(model, works, begin, end, float(works.plan.total_float[i])),
        )  # fmt: skip
        tasks[activity.id] = task
        for identity in built(activity.element, made):
            builds.setdefault(identity, []).append(task)
    _summary(model, results, works, place, list(tasks.values()))
    for k, link in enumerate(network.links):
        if link.lag is None:
            continue  # only a greatest lag: IFC has no such sequence
        lag = None
        if link.lag:
            elapsed = model.add("IfcDuration", _days(link.lag))
            lag = model.add("IfcLagTime", None, None, None, elapsed, "ELAPSEDTIME")
        model.relate(
            "IfcRelSequence", f"{k} {link.before} {link.after}",
            SequenceType=SEQUENCE[link.kind.name], RelatingProcess=tasks[link.before],
            RelatedProcess=tasks[link.after], TimeLag=lag,
        )  # fmt: skip
    for identity, work in builds.items():
        model.relate("IfcRelAssignsToProduct", identity, RelatedObjects=work,
                     RelatingProduct=made[identity])  # fmt: skip


def built(address: str, known: Collection[str]) -> list[str]:
    """Products a task works on: the named one, else all whose names begin with it.

    ``pier 4/shaft`` stands for all shafts of the pier, ``deck RU/barriers`` for both barriers.
    """
    if not address:
        return []
    if address in known:
        return [address]
    stem = address.removesuffix("s")
    found = sorted(k for k in known if k.startswith((f"{address}/", f"{stem} ")))
    if found:
        return found
    parent = address.rsplit("/", 1)[0]
    return [parent] if parent in known else []


def _time(model: Model, works: Works, begin: int, end: int, slack: float) -> Entity:
    first = works.start + timedelta(days=begin)
    last = works.start + timedelta(days=end)
    return model.add(
        "IfcTaskTime", DurationType="ELAPSEDTIME", ScheduleDuration=_days(end - begin),
        ScheduleStart=_instant(first), ScheduleFinish=_instant(last),
        TotalFloat=_days(max(slack, 0.0)), IsCritical=slack <= 1e-6,
    )  # fmt: skip


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _days(days: float) -> str:
    """ISO 8601 duration."""
    whole = f"{abs(days):.6f}".rstrip("0").rstrip(".")
    return f"{'-' if days < 0 else ''}P{whole}D"


def _summary(
    model: Model, results: Results, works: Works, project: Entity, tasks: list[Entity]
) -> None:  # fmt: skip
    """One summary task under one work schedule, declared by the project."""
    start = _instant(works.start)
    finish = _instant(works.start + timedelta(days=int(works.plan.schedule.makespan)))
    schedule = model.root(
        "IfcWorkSchedule", "schedule", Name=works.name or "construction programme",
        CreationDate=_instant(works.today), StartTime=start, FinishTime=finish,
        PredefinedType="PLANNED",
    )  # fmt: skip
    whole = model.root("IfcTask", "task of all", Name=f"build {results.layout.name}",
                       IsMilestone=False, PredefinedType="CONSTRUCTION")  # fmt: skip
    model.relate("IfcRelNests", "task of all", RelatingObject=whole, RelatedObjects=tasks)
    model.relate("IfcRelAssignsToControl", "schedule", RelatedObjects=[whole],
                 RelatingControl=schedule)  # fmt: skip
    model.relate("IfcRelDeclares", "schedule", RelatingContext=project,
                 RelatedDefinitions=[schedule])  # fmt: skip
