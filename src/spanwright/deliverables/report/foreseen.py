"""The works as foreseen: what drives the date, and what the sightings say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from spanwright.deliverables.charts.programme import Mark, draw_fan, draw_tornado
from spanwright.deliverables.content import (
    Block,
    Cell,
    Column,
    Figure,
    Fold,
    Listing,
    Paragraph,
    Section,
    Table,
)
from spanwright.deliverables.numbers import fixed
from spanwright.deliverables.report.prices import percent
from spanwright.works.summary import likelier
from spanwright.works.types import Bar, Dates, Works


def day_of(works: Works, instant: float) -> str:
    """The date of an instant, as text."""
    return str(works.date_of(instant))


def promise_marks(works: Works) -> list[Mark]:
    """The evening of each promised date, once."""
    days: dict[date, None] = dict.fromkeys(row.day for row in works.promises)
    return [Mark(float((day - works.start).days + 1), str(day)) for day in days]


def drivers(works: Works) -> Section:
    """What moves the opening: bars, risks, operations that decide."""
    blocks: list[Block] = []
    if works.tornado_today:
        blocks.append(
            _tornado(
                works,
                "fig-tornado-today",
                works.tornado_today,
                works.dates,
                "What still moves the opening, as it stands today: mean opening when one driver "
                "alone is at its good tenth (green) or its bad tenth (orange) of what is still "
                "believed, in all work that has not begun; what was seen stays as it was.",
            )
        )
    if works.tornado:
        blocks.append(_tornado(
            works, "fig-tornado", works.tornado, works.prior,
            "What moved the opening at the start of the works: mean opening when one driver alone "
            "is at its good tenth (green) or its bad tenth (orange), all else drawn as before with "
            "the same random numbers."))  # fmt: skip
    if works.risks:
        heads = (Column("Risk"), Column("Costs the opening", "right", "d"),
                 Column(f"Takes from the chance of {works.key_date}", "right"))  # fmt: skip
        body = tuple((Cell(r.name, "strong"), fixed(r.days, 1), percent(max(r.chance, 0.0)))
                     for r in works.risks)  # fmt: skip
        blocks.append(Table("tab-risks", "What each risk costs on average, switched off with the "
                            "same draws.", heads, body))  # fmt: skip
    columns = (Column("Operation"), Column("Decides", "right"))
    rows = tuple((Cell(d.name, "strong"), Cell(percent(d.share), order=d.share, bar=d.share))
                 for d in works.critical_operations)  # fmt: skip
    blocks.append(Table("tab-criticality", "Share of the forecasts in which an operation decides "
                        "the opening, as it stands today.", columns, rows))  # fmt: skip
    return Section("drivers", "What drives the date", tuple(blocks))


def _tornado(works: Works, key: str, bars: Sequence[Bar], dates: Dates, caption: str) -> Figure:
    """Bars about the mean opening of these dates."""
    rows = [
        (b.name, b.fast, b.slow,
         f"{b.name}: open on {day_of(works, b.fast)} or {day_of(works, b.slow)} on average; "
         f"chance of {works.key_date}: {percent(b.chance_fast)} or {percent(b.chance_slow)}")
        for b in bars
    ]  # fmt: skip
    chart = draw_tornado("What moves the opening", works.start, float(dates.opening.mean()), rows)
    return Figure(key, caption, chart)


def learning(works: Works) -> Section:
    """The forecast after each sighting, and how well the next one was foreseen."""
    if not works.fan:
        words = "No dated sighting could be used: the forecast rests on planning ranges."
        return Section("learning", "What the sightings say", (Paragraph(words),))
    days = np.array([0.0, *(point.day for point in works.fan)])
    prior = np.quantile(works.prior.opening, (0.1, 0.5, 0.8, 0.9), method="inverted_cdf")
    bands = np.array([prior, *(point.quantiles for point in works.fan)]).T
    names = ["start", *(", ".join(point.ids) for point in works.fan)]
    fan = draw_fan("The forecast as it stood", works.start, days, bands, promise_marks(works),
                   names)  # fmt: skip
    caption = (
        "The opening foreseen after each day's sightings: median (dashed), 10 and 90 % (band), "
        "80 % (green). Red: promised dates."
    )
    columns = (
        Column("Sighting"), Column("What"), Column("Seen", "right"), Column("Foreseen", "right"),
        Column("Score", "right"), Column("Without learning", "right"),
        Column("Effective plans", "right"),
    )  # fmt: skip
    rows = []
    for point in works.fan:
        for f in point.foreseen:
            seen = f"{f.seen[0]:g}" if f.seen[0] == f.seen[1] else f"{f.seen[0]:g} to {f.seen[1]:g}"
            rows.append((
                Cell(f"{f.id}, {day_of(works, point.day + 1)}", "strong"),
                f"{f.quantity}, {f.front}", seen,
                f"{f.median:.3g} ({f.low:.3g} to {f.high:.3g})", f"{f.crps:.2f}",
                f"{f.prior_crps:.2f}", f"{point.effective:.0f}",
            ))  # fmt: skip
    note = (
        "Each sighting is hidden until its day and foreseen from the earlier ones. Score: "
        "continuous ranked probability score in the unit of what was counted, 0 is perfect. Few "
        "effective plans mean a surprise: the sample was then moved in steps. Over all of them, "
        f"what was seen was on average {likelier(works.fan):.2f} times as likely with learning as "
        "without."
    )
    table = Table("tab-foreseen", "How well each sighting was foreseen.", columns, tuple(rows),
                  note=note)  # fmt: skip
    blocks: list[Block] = [Figure("fig-fan", caption, fan), table]
    if works.second_opinion:
        blocks.append(_second_opinion(works))
    if works.unused:
        items = tuple(f"{identity}: {why}" for identity, why in works.unused)
        blocks.append(Fold("Sightings not used", (Listing(items),)))
    return Section("learning", "What the sightings say", tuple(blocks))


def _second_opinion(works: Works) -> Table:
    columns = (Column("Front"), Column("Sighting"), Column("Piers", "right"),
               Column("Apart", "right", "d"), Column("Last pier, by hand"),
               Column("Last pier, learned"))  # fmt: skip
    rows = tuple(
        (Cell(o.front, "strong"), o.id, f"{o.seen:g} of {o.total}", f"{o.apart:.0f}",
         " - ".join(day_of(works, q) for q in o.quantiles),
         " - ".join(day_of(works, q) for q in o.learned))
        for o in works.second_opinion
    )  # fmt: skip
    note = (
        "By hand: a constant pace (gamma), the planned one worth four piers, no seasons. It should "
        "agree in size with the learned dates, 10 - 50 - 90 %, and scatter more."
    )
    return Table("tab-second-opinion", "A second opinion on the last pier of each front.",
                 columns, rows, note=note)  # fmt: skip
