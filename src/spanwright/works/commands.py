"""``spanwright forecast`` and ``spanwright plan``: the works of a project, as text or data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.atomic import json_bytes
from spanwright.datum.errors import InputError, InputErrors
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.reader import Reading, read_project
from spanwright.works.run import FAN, Options, make_plan, run
from spanwright.works.summary import likelier, mixed_chance
from spanwright.works.templates import make_programme
from spanwright.works.types import Bar, Works

Json = dict[str, Any]
WEIGHTS: Final = (0.0, 0.5, 1.0)  # of the outside view
_SHOWN: Final = 6  # drivers at a terminal; the report and --json have all
ENDINGS: Final = (".xml", ".csv")


def works_of(project: Path, options: Options) -> Works:
    """Read a project, lay it out, plan and forecast it; errors carry their line."""
    reading = read_project(project)
    try:
        layout, _, _ = lay_out(reading.brief, alignment=reading.axis)
        return run(reading.brief, reading.register, layout, quantities(layout), options)
    except (InputError, InputErrors) as error:
        raise placed(error, reading) from None


def placed(error: InputError | InputErrors, reading: Reading) -> InputErrors:
    """The same problems with the line of the project file where they have an address in it."""
    problems = error.problems if isinstance(error, InputErrors) else (error,)
    stated = reading.brief.programme
    own = {entry.id: k for k, entry in enumerate(stated.activities if stated else ())}
    found = []
    for one in problems:
        address = one.address
        room, _, key = address.partition(".")
        if room == "activities" and key in own:  # the network's word for what the project adds
            address = f"programme.activities[{own[key]}]"
        inside = address.split(".")[0] in ("programme", "cost", "project")
        place = one.place or (reading.document.place(address) if inside else "")
        found.append(InputError(address, one.expected, got=one.got, hint=one.hint, place=place))
    return InputErrors(found)


def forecast(project: Path, samples: int, *, as_json: bool = False, seed: int = 1) -> str:
    """What ``spanwright forecast`` prints."""
    few = Options(samples=samples, seed=seed)
    options = replace(few, plans=min(few.plans, samples), bars=min(few.bars, samples))
    works = works_of(project, options)
    if as_json:
        return json_bytes(as_data(works)).decode().rstrip("\n")
    return as_text(works)


def plan(project: Path, time_limit: float = 0.0, write: Path | None = None) -> str:
    """What ``spanwright plan`` prints; ``write`` names a .xml or .csv file to make.

    Raises InputError for a file name with another ending or a negative limit.
    """
    if write is not None and write.suffix.lower() not in ENDINGS:
        raise InputError("--write", f"must end in {' or '.join(ENDINGS)}", got=write.name)
    if not 0.0 <= time_limit < 1e6:
        raise InputError("--time-limit", "must be 0 s or more", got=f"{time_limit:g}")
    reading = read_project(project)
    try:
        layout, _, _ = lay_out(reading.brief, alignment=reading.axis)
        programme = make_programme(reading.brief, layout)
        made = make_plan(programme, Options(time_limit=time_limit))
    except (InputError, InputErrors) as error:
        raise placed(error, reading) from None
    if write is not None:
        from spanwright.works.tables import write_schedule

        write_schedule(made.schedule, write)
    from spanwright.works.calendars import date_of, last_date_of

    network, schedule = made.schedule.network, made.schedule
    start = network.first_day
    ends = [last_date_of(start, float(x)) for x in schedule.finishes]
    begins = [date_of(start, float(x)) for x in schedule.starts]
    width = max(len(key) for key in network.ids)
    lines = [
        f"{network.name}: {len(network)} activities, open on {last_date_of(start, made.makespan)}"
        f" ({made.method}" + (f"; none before day {made.bound})" if made.bound else ")"),
        "", f"{'activity':{width}}  first day   last day    days",
    ]  # fmt: skip
    critical = set(made.critical())
    for i in sorted(range(len(network)), key=lambda i: (schedule.starts[i], schedule.finishes[i])):
        activity = network.activities[i]
        first = "          " if activity.is_milestone else str(begins[i])
        mark = " *" if i in critical else ""
        lines.append(f"{activity.id:{width}}  {first}  {ends[i]}  {activity.duration:4g}{mark}")
    lines += ["", "* no float, once crews and plant are handed on as in this plan"]
    return "\n".join(lines)


def as_text(works: Works) -> str:
    """The forecast for a reader at a terminal."""
    dates = works.dates
    lines = [
        f"{works.name}: forecast as of {works.today}, {works.samples} plans",
        f"the plan at most likely paces opens on {works.date_of(works.plan.makespan)}; chance to "
        f"be open by then: {works.chance_of_plan:.0%}",
        "",
        f"{'milestone':<20}{'10 %':>12}{'50 %':>12}{'80 %':>12}{'90 %':>12}",
    ]
    for name in dates.names:
        cells = [f"{works.date_of(x)!s:>12}" for x in _quantiles(dates.of(name))]
        lines.append(f"{name:<20}" + "".join(cells))
    basis = "" if works.learned is None else "(with what was seen) "
    lines += ["", f"{'promised':<12}{'complete':>9}{'open':>7}{'outside':>9}  {basis}and by whom"]
    for row in works.promises:
        complete = row.complete if row.complete_learned is None else row.complete_learned
        opened = row.opened if row.opened_learned is None else row.opened_learned
        lines.append(f"{row.day!s:<12}{complete:>9.0%}{opened:>7.0%}{row.outside:>9.0%}  "
                     f"{row.what} [{row.source}]")  # fmt: skip
    if works.promises:
        lines.append(_outside_words(works))
    for cliff in works.cliffs:
        lines.append(
            f"from {cliff.first} to {cliff.last} the chance of a complete structure stays at "
            f"{cliff.chance:.0%}: a season missed is waited for"
        )
    if works.fan:
        lines += ["", "as it stood after each day's sightings (10, 50, 90 % of the opening):"]
        for point in works.fan:
            q = [works.date_of(x) for x in point.quantiles]
            seen = works.date_of(point.day + 1)
            lines.append(f"  {seen}  {q[0]}  {q[1]}  {q[3]}  {', '.join(point.ids)}; "
                         f"{point.effective:.0f} effective plans")  # fmt: skip
        lines.append(f"back-test: what was seen was on average {likelier(works.fan):.2f} times as "
                     "likely with the sightings before it as without")  # fmt: skip
    lines += _driver_text(works)
    cost = works.cost
    lines += [
        "",
        f"cost {cost.quantiles[1] / 1e6:.0f} million {cost.currency} "
        f"(10 to 80 %: {cost.quantiles[0] / 1e6:.0f} to {cost.quantiles[2] / 1e6:.0f}), prices of "
        f"{cost.base}; carbon A1-A5 {works.carbon.quantiles[1] / 1e6:.1f} thousand t CO2e",
    ]
    lines += [f"{n.level}: {n.text}" for n in works.notices if n.level == "warning"]
    return "\n".join(lines)


def _outside_words(works: Works) -> str:
    base, median, spread = works.outside
    return (
        f"outside: the reference class of bridges alone, {base:.0f} days first promised times a "
        f"median of {median:g} (log deviation {spread:g}, assumed); never part of the rest"
    )


def _driver_text(works: Works) -> list[str]:
    """What decides the opening, and what would move it."""
    lines = []
    decide = ", ".join(f"{d.name} {d.share:.0%}" for d in works.critical_operations[:_SHOWN])
    if decide:
        lines += ["", f"decides the opening, share of the forecasts: {decide}"]
    bars = works.tornado_today or works.tornado
    if bars:
        when = "as it stands today" if works.tornado_today else "at the start"
        lines.append(f"mean opening with one driver at its good and at its bad tenth, {when}:")
    for bar in bars[:_SHOWN]:
        days = f"{works.date_of(bar.fast)}  {works.date_of(bar.slow)}"
        lines.append(f"  {bar.name:<34}{days}")
    return lines


def _quantiles(sample: Array) -> list[float]:
    return [float(x) for x in np.quantile(sample, FAN, method="inverted_cdf")]


def _bars(works: Works, bars: tuple[Bar, ...]) -> list[Json]:
    return [
        {"driver": b.name, "open_fast": str(works.date_of(b.fast)),
         "open_slow": str(works.date_of(b.slow)), "chance_fast": _share(b.chance_fast),
         "chance_slow": _share(b.chance_slow)}
        for b in bars
    ]  # fmt: skip


def as_data(works: Works) -> Json:
    """The forecast as plain data: dates as text, chances as shares."""

    def spread(sample: Array) -> Json:
        names = [f"p{share * 100:.0f}" for share in FAN]
        return {n: str(works.date_of(x)) for n, x in zip(names, _quantiles(sample), strict=True)}

    def dates(of: Any) -> Json:
        return {name: spread(of.of(name)) for name in of.names}

    promises = [
        {
            "what": row.what, "date": str(row.day), "said": row.said, "source": row.source,
            "complete": _share(row.complete), "open": _share(row.opened),
            "complete_learned": _share(row.complete_learned),
            "open_learned": _share(row.opened_learned), "outside": _share(row.outside),
            "mixed": {
                f"{w:g}": _share(mixed_chance(
                    row.opened if row.opened_learned is None else row.opened_learned,
                    row.outside, w))
                for w in WEIGHTS
            },
        }
        for row in works.promises
    ]  # fmt: skip
    return {
        "name": works.name,
        "today": str(works.today),
        "start": str(works.start),
        "samples": works.samples,
        "seed": works.seed,
        "activities": len(works.programme.network),
        "plan": {"open": str(works.date_of(works.plan.makespan)),
                 "chance": _share(works.chance_of_plan), "method": works.plan.method},
        "prior": dates(works.prior),
        "learned": None if works.learned is None else dates(works.learned),
        "effective_plans": works.effective,
        "promises": promises,
        "months": {str(m)[:7]: _share(float(h))
                   for m, h in zip(works.months, works.histogram, strict=True)},
        "cliffs": [{"from": str(c.first), "to": str(c.last), "chance": _share(c.chance)}
                   for c in works.cliffs],
        "observations": [
            {
                "day": str(works.date_of(p.day + 1)), "ids": list(p.ids),
                "open": dict(zip((f"p{s * 100:.0f}" for s in FAN),
                                 (str(works.date_of(x)) for x in p.quantiles), strict=True)),
                "effective": round(p.effective, 1), "distinct": p.distinct,
                "foreseen": [
                    {"id": f.id, "quantity": f.quantity, "front": f.front, "seen": list(f.seen),
                     "predicted": [round(x, 3) for x in (f.low, f.median, f.high)],
                     "crps": round(f.crps, 4), "crps_without_learning": round(f.prior_crps, 4),
                     "log_score": round(f.log_score, 4),
                     "log_score_without_learning": round(f.prior_log_score, 4)}
                    for f in p.foreseen
                ],
            }
            for p in works.fan
        ],
        "unused_observations": dict(works.unused),
        "tornado": _bars(works, works.tornado),
        "tornado_today": _bars(works, works.tornado_today),
        "risks": {r.name: {"days": round(r.days, 2), "chance": round(r.chance, 4)}
                  for r in works.risks},
        "criticality": {d.name: _share(d.share) for d in works.critical_activities},
        "criticality_of_operations": {d.name: _share(d.share) for d in works.critical_operations},
        "cost": {
            "currency": works.cost.currency, "prices_of": works.cost.base,
            **{f"p{n}": round(q) for n, q in zip((10, 50, 80, 90), works.cost.quantiles,
                                                 strict=True)},
            "contingency": round(works.cost.contingency),
            "reference_class": [round(x) for x in works.cost.uplifted],
            "claims": [{"claim": c.claim, "reported": round(c.reported), "scope": c.scope,
                        "estimate": round(c.estimate), "share": _share(c.share)}
                       for c in works.cost.comparisons],
        },
        "carbon": {"unit": "kg CO2e", "modules": {k: round(v) for k, v in
                                                  works.carbon.modules.items()},
                   **{f"p{n}": round(q) for n, q in zip((10, 50, 90), works.carbon.quantiles,
                                                        strict=True)}},
        "notices": [{"level": n.level, "address": n.address, "text": n.text}
                    for n in works.notices],
    }  # fmt: skip


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
