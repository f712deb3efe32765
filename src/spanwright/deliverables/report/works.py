"""The works: when it opens and how sure that is, the plan behind it, cost and carbon."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from spanwright.deliverables.charts.programme import (
    Closed,
    Mark,
    Placed,
    Span,
    draw_gantt,
    draw_months,
    draw_shares,
    draw_steps,
    draw_time_location,
)
from spanwright.deliverables.content import (
    Block,
    Cell,
    Column,
    Figure,
    Fold,
    Note,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
    Tone,
)
from spanwright.deliverables.numbers import digits, fixed
from spanwright.deliverables.report import prices
from spanwright.deliverables.report.foreseen import day_of, drivers, learning, promise_marks
from spanwright.deliverables.report.prices import percent
from spanwright.layout.types import Layout
from spanwright.works.seasons import river_closures
from spanwright.works.summary import mixed_chance
from spanwright.works.types import PromiseRow, Works

KINDS: dict[str, int] = {
    **dict.fromkeys(("access", "cofferdam", "cofferdam removal", "access removal"), 4),
    **dict.fromkeys(("pile", "pile test", "excavation", "pile heads", "cap", "footing"), 0),
    **dict.fromkeys(("shaft lift", "crosshead", "abutment", "backfill", "bearings"), 2),
    **dict.fromkeys(
        ("girder supply", "launching yard", "casting yard", "girder casting",
         "girder assembly", "launch", "crane erection", "diaphragm",
         "jacking down", "closure"), 3,
    ),
    "slab panel": 5,
    **dict.fromkeys(("parapets", "surfacing", "expansion joint", "approach earthworks",
                     "approach pavement"), 6),
}  # fmt: skip
OTHER = 7
NAMES = (
    (4, "access and cofferdams"), (0, "foundations"), (2, "piers and abutments"), (3, "girders"),
    (5, "slab"), (6, "finishes and roads"), (7, "site, checkpoints, handing over"),
)  # fmt: skip
LEGEND = tuple((f"f{kind}", words) for kind, words in NAMES)


def chapter(works: Works | None, layout: Layout) -> Section | None:
    """The chapter on the works, or None for a project without a programme."""
    if works is None:
        return None
    return Section("works", "When will it open?", _answer(works), (
        _promises(works), _plan(works, layout), drivers(works), learning(works),
        prices.cost(works), prices.carbon(works), _basis(works),
    ))  # fmt: skip


def _quantile(works: Works, share: float) -> str:
    return day_of(works, float(np.quantile(works.dates.opening, share, method="inverted_cdf")))


def _answer(works: Works) -> tuple[Block, ...]:
    key = next((row for row in works.promises if row.day == works.key_date), None)
    tiles = [
        Tile(_quantile(works, 0.5), "half of all forecasts open by"),
        Tile(_quantile(works, 0.8), "eight in ten open by"),
        Tile(percent(_now(key)) if key else "–", f"chance to be open by {works.key_date}",
             _tone(_now(key)) if key else ""),
        Tile(day_of(works, works.plan.makespan), "plan at the most likely paces"),
        Tile(percent(works.chance_of_plan), "chance to keep that plan's date",
             _tone(works.chance_of_plan)),
    ]  # fmt: skip
    basis = (
        f"what was seen up to {works.today} ({works.effective} different plans agree with it)"
        if works.learned is not None else "planning ranges alone, without any sighting"
    )  # fmt: skip
    words = (
        f"Counted over {fixed(works.samples, 0)} simulated plans of {len(works.programme.network)} "
        f"activities, each with its own paces, floods, frosts, wet days and mishaps, on {basis}. "
        "The dates have several humps, because work that misses a season waits for the next; "
        "no smooth curve is fitted."
    )
    marks = promise_marks(works)
    months = draw_months("Share of openings by month", works.start, works.months, works.histogram,
                         works.histogram_prior, marks)  # fmt: skip
    caption = (
        "Share of the forecasts that open to traffic in each month: bars as of today, the dashed "
        "outline as it stood at the start of the works. Red: promised dates."
    )
    figure = Figure("fig-opening", caption, months)
    return (Tiles(tuple(tiles)), Paragraph(words), figure, *_cliff_notes(works))


def _cliff_notes(works: Works) -> Iterable[Block]:
    for cliff in works.cliffs:
        text = (
            f"From {cliff.first} to {cliff.last} the chance of a complete structure stays at "
            f"{percent(cliff.chance)}: what is not ready before the season ends waits for the next."
        )
        yield Note("Season cliff.", text)


def _now(row: PromiseRow | None) -> float:
    if row is None:
        return 0.0
    return row.opened if row.opened_learned is None else row.opened_learned


def _tone(chance: float) -> Tone:
    return "good" if chance >= 0.8 else "warn" if chance >= 0.3 else "bad"


def _promises(works: Works) -> Section:
    columns = (
        Column("Promised", "right"), Column("By whom, and when"),
        Column("Structure complete", "right"), Column("Open", "right"),
        Column("Open, at the start", "right"), Column("Outside view", "right"),
        Column("Half and half", "right"), Column("Source"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(str(row.day), "strong"), row.what + (f" ({row.said})" if row.said else ""),
            Cell(percent(row.complete if row.complete_learned is None else row.complete_learned)),
            Cell(percent(_now(row)), _tone(_now(row)), _now(row), _now(row)),
            percent(row.opened), percent(row.outside),
            percent(mixed_chance(_now(row), row.outside, 0.5)), row.source,
        )
        for row in works.promises
    )  # fmt: skip
    base, median, spread = works.outside
    note = (
        "Three moments differ: the structure is complete, opening is permitted, traffic runs. "
        f"The outside view takes no account of this bridge: it stretches the {base:.0f} days first "
        f"promised by a factor of median {median:g} (log deviation {spread:g}, assumed). "
        "The reference figures are disputed in the literature."
    )
    table = Table("tab-promises", "Chance of each promised date.", columns, rows, note=note)
    return Section("promises", "Promised dates", (table, _milestones(works)))


def _milestones(works: Works) -> Table:
    shares = (0.1, 0.5, 0.8, 0.9)
    heads = tuple(Column(percent(share), "right") for share in shares)
    columns = (Column("Milestone"), Column("Plan", "right"), *heads)
    schedule, index = works.plan.schedule, works.programme.network.index
    rows: list[tuple[Cell | str, ...]] = []
    for name in works.dates.names:
        sample = works.dates.of(name)
        cells = [day_of(works, float(q))
                 for q in np.quantile(sample, shares, method="inverted_cdf")]  # fmt: skip
        planned = float(schedule.finishes[index[works.programme.milestones[name]]])
        rows.append((Cell(name, "strong"), day_of(works, planned), *cells))
    return Table("tab-milestones", "Dates by which this share of the forecasts is there.",
                 columns, tuple(rows))  # fmt: skip


def kind_of(step: str) -> int:
    """Colour class of a step."""
    return KINDS.get(step, OTHER)


def _spans(works: Works) -> dict[str, list[Span]]:
    """Bars by row: one row a support, and a few for each deck and front."""
    critical = set(works.plan.critical())
    rows: dict[str, list[Span]] = {}
    for i, activity in enumerate(works.programme.network.activities):
        if activity.is_milestone:
            continue
        begin, end = (float(x[i]) for x in (works.plan.schedule.starts,
                                            works.plan.schedule.finishes))  # fmt: skip
        words = f"{activity.id}: {works.date_of(begin + 1)} to {works.date_of(end)}"
        span = Span(begin, end, kind_of(works.programme.steps[i]), words, i in critical)
        rows.setdefault(_row(activity.id, works.programme.steps[i]), []).append(span)
    return rows


def _row(identity: str, step: str) -> str:
    parts = identity.split("/")
    if len(parts) == 1:
        return "handing over" if kind_of(step) == OTHER else identity
    front, place = parts[0], parts[1]
    if place.startswith(("pier ", "abutment ")):
        return f"{front} {place}"
    kind = kind_of(step)
    if place.startswith("checkpoint"):
        return f"{front} checkpoint"
    return f"{front} {dict(NAMES)[kind]}" if kind != OTHER else f"{front} site"


def _ordered(works: Works, layout: Layout) -> list[tuple[str, list[Span]]]:
    """Rows front by front as it is built from its bank: site, supports, girders, slab, roads."""
    at = {a.name: a.station for a in layout.abutments} | {p.name: p.station for p in layout.piers}
    words = dict(NAMES)
    late = [words[kind] for kind in (3, 5, 6)]

    def rank(row: tuple[str, list[Span]]) -> tuple[float, ...]:
        name = row[0]
        for number, front in enumerate(works.programme.fronts):
            part = name.removeprefix(f"{front.name} ")
            if part == name:
                continue
            if part in at:
                return (number, 2.0, front.direction * at[part])
            if part in ("site", words[4]):
                return (number, float(part != "site"), 0.0)
            return (number, 3.0, float(late.index(part) if part in late else len(late)))
        return (len(works.programme.fronts), min(span.begin for span in row[1]))

    return sorted(_spans(works).items(), key=rank)


def _moments(works: Works) -> list[tuple[str, list[Span]]]:
    """A row for each milestone of the plan."""
    schedule, programme = works.plan.schedule, works.programme
    rows = []
    for name, identity in programme.milestones.items():
        at = float(schedule.finishes[programme.network.index[identity]])
        rows.append((name, [Span(at, at, OTHER, f"{name}: {works.date_of(at)}")]))
    return sorted(rows, key=lambda row: row[1][0].begin)


def _closures(works: Works, layout: Layout) -> list[Closed]:
    """When the river is usually closed, over the reach between the outermost river piers."""
    wet = [pier.station for pier in layout.piers if pier.in_river]
    if not wet:
        return []
    return [
        Closed((min(wet), max(wet)), begin, end, f"{words}, usually")
        for words, begin, end in river_closures(works.programme.seasons, int(works.plan.makespan))
    ]


def _plan(works: Works, layout: Layout) -> Section:
    rows = [*_ordered(works, layout), *_moments(works)]
    today = Mark(float((works.today - works.start).days), "today", "ch-joint")
    gantt = draw_gantt("Bar chart of the plan", works.start, rows, [today])
    stations = [(a.station, a.name.replace("abutment ", "A")) for a in layout.abutments]
    stations += [(p.station, p.name.replace("pier ", "")) for p in layout.piers]
    works_placed = [
        Placed(activity.chainage, Span(
            float(works.plan.schedule.starts[i]), float(works.plan.schedule.finishes[i]),
            kind_of(works.programme.steps[i]), activity.id))
        for i, activity in enumerate(works.programme.network.activities)
        if activity.chainage is not None
    ]  # fmt: skip
    place = draw_time_location("Time against place", works.start, works_placed, sorted(stations),
                               layout.length, _closures(works, layout), [today])  # fmt: skip
    curves = [("ch-perm", works.s_curve[0]), ("ch-max", works.s_curve[1]),
              ("ch-min", works.s_curve[2])]  # fmt: skip
    shares = draw_shares("Share of the work done", works.start, curves, promise_marks(works))
    use = [(name, values) for name, values in works.resource_use.items() if values.max() > 0]
    steps = draw_steps("Crews and plant in use", works.start, use)
    lines = tuple((f"s{kind}", words) for kind, words in NAMES)
    words = (
        f"The plan at the most likely paces keeps every link, season and number of crews "
        f"({works.plan.method}). Work underlined in red has no float once crews and plant are "
        "handed on as planned."
    )
    return Section("plan", "The plan", (
        Paragraph(words),
        Figure("fig-gantt", "Bar chart, front by front from its bank; diamonds: milestones.", gantt,
               "page", LEGEND),
        Figure("fig-time-location", "Time against place: every line is an activity where and when "
               "it is done; steep lines are slow. Shaded: the river is usually closed by flood "
               "or ice.", place, "page", lines),
        Figure("fig-s-curve", "Share of all working days done: dashed by plan, and stretched to "
               "the 10 % and 90 % dates.", shares, "page",
               (("perm", "plan"), ("max", "10 % date"), ("min", "90 % date"))),
        Fold("Crews and plant", (Figure("fig-resources", "Units in use on each day of the plan.",
                                        steps),)),
    ))  # fmt: skip


def appendix(works: Works | None) -> tuple[Section, ...]:
    """Every activity of the plan; nothing for a project without a programme."""
    if works is None:
        return ()
    return (Section("activities", "All activities of the plan", (_activities(works),)),)


def _activities(works: Works) -> Table:
    columns = (Column("Activity"), Column("Operation"), Column("Quantity", "right"),
               Column("Days", "right"), Column("First day"), Column("Last day"),
               Column("Float", "right", "d"), Column("Drag", "right", "d"))  # fmt: skip
    plan, programme = works.plan, works.programme
    rows = []
    for i in sorted(range(len(programme.network)), key=lambda i: (plan.schedule.starts[i], i)):
        activity = programme.network.activities[i]
        operation = programme.operations[i]
        unit = programme.rates.operations[operation].unit if operation else ""
        rows.append((
            Cell(activity.id, "strong"), operation,
            f"{digits(float(programme.quantities[i]), 3)} {unit}" if operation else "",
            f"{activity.duration:.1f}" if operation else "",
            day_of(works, float(plan.schedule.starts[i]) + 1) if operation else "",
            day_of(works, float(plan.schedule.finishes[i])),
            f"{plan.total_float[i]:.0f}", f"{plan.drag[i]:.0f}",
        ))  # fmt: skip
    return Table("tab-activities", "Every activity of the plan.", columns, tuple(rows),
                 is_filterable=True)  # fmt: skip


def _basis(works: Works) -> Section:
    columns = (Column("Operation"), Column("Pace"), Column("Basis"), Column("Source"),
               Column("Published near it, not used"))  # fmt: skip
    used = sorted({name for name in works.programme.operations if name})
    table = works.programme.rates.operations
    rows = tuple(
        (
            Cell(name, "strong"),
            table[name].text,
            table[name].tag,
            table[name].source,
            table[name].published,
        )
        for name in used
    )
    caption = "Paces, low - most likely - high."
    return Section("paces", "Paces behind the plan", (
        Fold("All paces", (Table("tab-paces", caption, columns, rows, is_filterable=True),)),
    ))  # fmt: skip
