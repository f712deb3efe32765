"""From the bridge to its programme: layout in, activities with links, crews and seasons out."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.units import day
from spanwright.layout.types import Layout
from spanwright.project.basis import ActivityBrief, ProgrammeBrief
from spanwright.project.schema import Brief
from spanwright.works.draft import OPEN, START, Draft, Front, Programme
from spanwright.works.network import Activity, Resource, build
from spanwright.works.rates import project_rates
from spanwright.works.seasons import CLASSES, plan_calendars, seasons_of
from spanwright.works.substructure import substructure
from spanwright.works.superstructure import superstructure

STATED = "stated work"


def needs_programme(brief: Brief) -> ProgrammeBrief:
    """The section ``[programme]``; InputError where the project has none."""
    if brief.programme is None:
        raise InputError(
            "programme", "is needed for a plan or a forecast",
            hint="add [programme] with start and [[programme.fronts]]",
        )  # fmt: skip
    return brief.programme


def make_programme(brief: Brief, layout: Layout) -> Programme:
    """All activities of the bridge: templates first, then the user's own.

    Raises InputErrors for unknown rates, resources, operations or predecessors, and for a circle
    of precedence, each with its address in the project file.
    """
    programme = needs_programme(brief)
    names = tuple(front.name for front in programme.fronts)
    rates = project_rates(programme.rates, programme.resources, names)
    fronts = _fronts(brief, programme, layout)
    draft = Draft(rates)
    draft.milestone(START, ())
    supports = substructure(draft, layout, fronts, brief.materials.cement)
    superstructure(draft, layout, fronts, supports, programme.erection)
    _own_activities(draft, programme.activities, names)
    seasons = seasons_of(brief.site, programme.calendar, programme.start)
    del draft.milestones[START]
    network = build(
        draft.tasks, draft.links, draft.resources.values(), plan_calendars(seasons),
        programme.start, brief.project.name,
    )  # fmt: skip
    return Programme(
        network,
        tuple(draft.steps),
        tuple(draft.operations),
        draft.quantities_array(),
        MappingProxyType(dict(draft.milestones)),
        fronts,
        rates,
        seasons,
    )


def _fronts(brief: Brief, programme: ProgrammeBrief, layout: Layout) -> tuple[Front, ...]:
    """Which decks each front builds, and from which bank."""
    position = {deck.name: k for k, deck in enumerate(layout.decks)}
    last = len(layout.decks) - 1
    banks = brief.site.banks
    fronts = []
    for entry in programme.fronts:
        decks = tuple(sorted(position[part] for part in entry.parts))
        from_end = last in decks and 0 not in decks
        begin = entry.start or programme.start
        access = "trestle" if entry.access == "auto" else entry.access
        fronts.append(
            Front(entry.name, decks, -1 if from_end else 1, banks[1] if from_end else banks[0],
                  float((begin - programme.start).days), access, entry.approach,
                  entry.checkpoint)
        )  # fmt: skip
    return tuple(fronts)


def _own_activities(
    draft: Draft, activities: Iterable[ActivityBrief], fronts: tuple[str, ...]
) -> None:
    """Add the user's activities; all mistakes are told at once."""
    entries = tuple(activities)
    known = {task.id for task in draft.tasks} | {entry.id for entry in entries}
    problems: list[InputError] = []
    for number, entry in enumerate(entries):
        found = list(_problems(draft, entry, f"programme.activities[{number}]", fronts, known))
        problems += found
        if not found:
            _own_activity(draft, entry)
    if problems:
        raise InputErrors(problems)
    for entry in entries:
        draft.follow(entry.id, entry.after or (START,))
        for other in entry.before:
            draft.follow(other, [entry.id])
        if not entry.before:
            draft.follow(OPEN, [entry.id])


def _problems(
    draft: Draft, entry: ActivityBrief, address: str, fronts: tuple[str, ...], known: set[str]
) -> Iterable[InputError]:
    operations = draft.rates.operations
    if entry.operation and entry.operation not in operations:
        yield _unknown(f"{address}.operation", "no such operation", entry.operation, operations)
    if entry.front and entry.front not in fronts:
        yield _unknown(f"{address}.front", "no such front", entry.front, fronts)
    if entry.calendar is not None and entry.calendar not in CLASSES:
        yield _unknown(f"{address}.calendar", "no such calendar", entry.calendar, CLASSES)
    by_pace = bool(entry.operation) and entry.quantity is not None
    if by_pace == (entry.duration is not None):
        yield InputError(address, "needs operation and quantity, or duration, and not both")
    for key in ("after", "before"):
        for number, other in enumerate(getattr(entry, key)):
            if other not in known:
                yield _unknown(f"{address}.{key}[{number}]", "no such activity", other, known)


def _unknown(address: str, expected: str, name: str, known: Iterable[str]) -> InputError:
    return InputError(address, expected, got=name, hint=did_you_mean(name, known))


def _own_activity(draft: Draft, entry: ActivityBrief) -> None:
    operation = entry.operation or STATED
    quantity = entry.quantity if entry.duration is None else entry.duration / day
    draft.add(entry.id, operation, quantity or 0.0, entry.front, step="own work", name=entry.id,
              calendar=entry.calendar or "", uses=None if not entry.uses else {})  # fmt: skip
    if entry.uses:
        _hold(draft, entry)


def _hold(draft: Draft, entry: ActivityBrief) -> None:
    """Give the last activity the resources the user names: of its front, else its own."""
    held = {}
    for key, count in entry.uses.items():
        identity = f"{entry.front} {key}" if entry.front else key
        capacity = draft.rates.capacity(key, entry.front)
        draft.resources.setdefault(identity, Resource(identity, capacity, identity))
        held[identity] = count
    task = draft.tasks[-1]
    draft.tasks[-1] = Activity(
        task.id, task.duration, task.name, task.calendar, held, False, task.front, task.wbs,
        task.element, task.chainage,
    )  # fmt: skip
