"""What a reader asks of a sample of dates: months, promises, cliffs, drivers, curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from scipy.special import ndtr

from spanwright.datum.arrays import Array, Ints, floats
from spanwright.evidence.register import Register
from spanwright.project.basis import ProgrammeBrief
from spanwright.works.draft import Programme
from spanwright.works.forecast import Drivers, Replay, Simulator, run, without
from spanwright.works.learning import Learned
from spanwright.works.observe import Observed, last_lifts
from spanwright.works.pace import Pace
from spanwright.works.series import histogram
from spanwright.works.types import (
    Bar,
    Cliff,
    Dates,
    Driver,
    FanPoint,
    Plan,
    PromiseRow,
    RiskCost,
    SecondOpinion,
)

COMPLETION: Final = "bridge.completion"
REFERENCE_MEDIAN, REFERENCE_SPREAD = 1.20, 0.30  # schedule overrun of bridges, assumed
CLIFF_DAYS, CLIFF_RISE = 60, 0.01
TENTH: Final = 1.2816  # deviations of the 10 % and 90 % points
BARS: Final = 14
_SEASONS: Final = "floods, frost and wet days"
PRIOR_PIERS: Final = 4.0  # what the planned pace is worth in the second opinion


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised date before its chances are known."""

    what: str
    day: date
    said: str
    source: str


def promised_dates(brief: ProgrammeBrief, register: Register | None) -> tuple[Promised, ...]:
    """Dates of the claims (their last day) and of the project file, each day and text once."""
    found: dict[tuple[date, str], Promised] = {}
    for promise in register.promises(COMPLETION) if register else ():
        claim, day = promise.claim, promise.when.last
        if day <= brief.start or claim.status == "rejected":
            continue
        row = Promised(f"{claim.quantity}: {claim.text}", day, promise.said, claim.id)
        found.setdefault((day, claim.text), row)
    days = {row.day for row in found.values()}
    for number, own in enumerate(brief.promised):
        if own.date not in days:
            row = Promised(own.what, own.date, "", f"programme.promised[{number}]")
            found[own.date, own.what] = row
    return tuple(sorted(found.values(), key=lambda row: (row.day, row.said)))


def promise_rows(
    promised: Sequence[Promised], start: date, prior: Dates, learned: Dates | None,
    outside: tuple[float, float, float],
) -> tuple[PromiseRow, ...]:  # fmt: skip
    """Chance of each promised date: structure complete, and open to traffic."""

    def chance(dates: Dates, name: str, day: date) -> float:
        # Done by the evening of that day.
        return float(np.mean(dates.of(name) <= (day - start).days + 1 + 1e-6))

    done, opened = "structure complete", "open"
    return tuple(
        PromiseRow(
            row.what, row.day, row.said, row.source,
            chance(prior, done, row.day), chance(prior, opened, row.day),
            None if learned is None else chance(learned, done, row.day),
            None if learned is None else chance(learned, opened, row.day),
            outside_chance(float((row.day - start).days + 1), outside),
        )
        for row in promised
    )  # fmt: skip


def outside_chance(days: float, outside: tuple[float, float, float]) -> float:
    """Chance by the reference class that it takes no longer.

    outside : duration estimated at the decision [day], median and log deviation of the ratio
    """
    base, median, spread = outside
    return float(ndtr((math.log(max(days, 1.0) / base) - math.log(median)) / spread))


def likelier(fan: Sequence[FanPoint]) -> float:
    """Back-test: how many times likelier what was seen became by learning from what came before.

    Geometric mean over all sightings of the predicted density with, over that without, what had
    been seen on earlier days: more than 1 is a gain.
    """
    gains = [f.log_score - f.prior_log_score for point in fan for f in point.foreseen]
    return float(np.exp(np.mean(gains))) if gains else 1.0


def mixed_chance(inside: float, outside: float, weight: float) -> float:
    """Chance with this weight on the outside view, 0 to 1."""
    return (1.0 - weight) * inside + weight * outside


def month_histogram(
    samples: Sequence[Array], start: date
) -> tuple[tuple[date, ...], tuple[Array, ...]]:
    """Months from the first to the last date of all samples, and each sample's share in them."""
    low = start + timedelta(days=float(min(s.min() for s in samples)) - 1e-6)
    high = start + timedelta(days=float(max(np.quantile(s, 0.999) for s in samples)))
    months = [low.replace(day=1)]
    while months[-1] <= high:
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    edges = np.array([(month - start).days for month in months], dtype=float)
    shares = []
    for sample in samples:
        # The evening of a day belongs to it: an instant on the edge is the month before.
        place = np.searchsorted(edges, sample - 1e-6, side="right") - 1
        counts = np.bincount(np.clip(place, 0, len(months) - 1), minlength=len(months))
        shares.append(counts / len(sample))
    return tuple(months), tuple(floats(s) for s in shares)


def cliffs(sample: Array, start: date) -> tuple[Cliff, ...]:
    """Gaps of at least 60 days in which the chance rises by less than one per cent."""
    ordered = np.sort(sample)
    n = len(ordered)
    days = np.arange(math.floor(ordered[0]), math.ceil(ordered[-1]) + 1)
    chance = np.searchsorted(ordered, days, side="right") / n
    found: list[Cliff] = []
    i = 0
    while i < len(days):
        j = int(np.searchsorted(chance, chance[i] + CLIFF_RISE, side="left")) - 1
        j = max(min(j, len(days) - 1), i)
        if days[j] - days[i] >= CLIFF_DAYS and 0.02 <= chance[i] <= 0.98:
            first, last = (start + timedelta(days=int(days[k])) for k in (i, j))
            found.append(Cliff(first, last, float(chance[i])))
            i = j + 1
        else:
            i += 1
    return tuple(found)


def tornado(
    machine: Simulator, drivers: Drivers, key: float, count: int, seasons: Seasons
) -> tuple[Bar, ...]:
    """What moves the opening most: each pace at its good and bad tenth, with the same draws."""
    bars = []
    for group in _most_crucial(drivers):
        ends = [run(machine, count, pinned={group: z}, stream=9).of("open")
                for z in (-TENTH, TENTH)]  # fmt: skip
        bars.append(_bar(_group_name(drivers, group), ends, key))
    bars.append(_seasons_bar(seasons, key))
    return _longest(bars)


def tornado_today(
    machine: Simulator, drivers: Drivers, key: float, learned: Learned, seasons: Seasons,
    today: float, count: int,
) -> tuple[Bar, ...]:  # fmt: skip
    """What still moves the opening: the learned plans run on from today with one pace changed.

    Work that has begun keeps its days, so that what was seen stays as it was; what is still to
    begin is done at the good and at the bad tenth of the pace as it is now believed.

    today : [day];  count : plans of the learned sample to run
    """
    sample = learned.sample.take(
        np.arange(0, learned.sample.size, -(-learned.sample.size // count))
    )
    paces = machine.uncertainty.paces(sample.normals)
    replay = Replay.of(machine, sample.normals, sample.season, today)
    bars = []
    for group in _most_crucial(drivers):
        ends = [replay.with_pace(group, z) for z in np.quantile(paces[group], [0.1, 0.9]).tolist()]
        bars.append(_bar(_group_name(drivers, group), ends, key))
    low, high = np.quantile(seasons.means, [0.1, 0.9])
    own, opening = seasons.means[sample.season], replay.opening
    bars.append(_bar(_SEASONS, [opening[own <= low], opening[own >= high]], key))
    return _longest([bar for bar in bars if abs(bar.slow - bar.fast) >= 1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """Openings at the start of the works, and the mean of each season.

    opening, season : (n,) [day], number;  means : (seasons,) [day]
    """

    opening: Array
    season: Ints
    means: Array


def by_season(machine: Simulator, count: int) -> Seasons:
    """Schedule each season often enough to tell them apart."""
    seasons = machine.seasons.count
    runs = run(machine, max(count, 20 * seasons), stream=9)
    totals = np.bincount(runs.season, runs.of("open"), seasons)
    means = totals / np.bincount(runs.season, minlength=seasons)
    return Seasons(runs.of("open"), runs.season, means)


def _most_crucial(drivers: Drivers) -> list[int]:
    most: list[int] = np.argsort(-np.abs(drivers.cruciality), kind="stable")[: BARS + 4].tolist()
    return most


def _group_name(drivers: Drivers, group: int) -> str:
    return ", ".join(part for part in drivers.groups[group] if part)


def _longest(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -abs(bar.slow - bar.fast))[:BARS])


def risk_costs(machine: Simulator, key: float, count: int) -> tuple[RiskCost, ...]:
    """What each risk costs the opening: switched off, with the same draws."""
    base = run(machine, count, stream=9).of("open")
    found = []
    for name in dict.fromkeys(strike.name for strike in machine.uncertainty.strikes):
        spared = run(without(machine, name), count, stream=9).of("open")
        found.append(
            RiskCost(name, float((base - spared).mean()),
                     float(np.mean(spared <= key) - np.mean(base <= key)))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda risk: -risk.days))


def _bar(name: str, ends: Sequence[Array], key: float) -> Bar:
    fast, slow = ends
    return Bar(name, float(fast.mean()), float(slow.mean()), float(np.mean(fast <= key)),
               float(np.mean(slow <= key)))  # fmt: skip


def _seasons_bar(seasons: Seasons, key: float) -> Bar:
    """The good and the bad tenth of the seasons, by the mean opening they give."""
    low, high = np.quantile(seasons.means, [0.1, 0.9])
    own = seasons.means[seasons.season]
    ends = [seasons.opening[own <= low], seasons.opening[own >= high]]
    return _bar(_SEASONS, ends, key)


def driver_lists(
    programme: Programme, drivers: Drivers
) -> tuple[tuple[Driver, ...], tuple[Driver, ...], tuple[Driver, ...]]:
    """Activities and operations by criticality, paces by cruciality; the largest first."""

    def largest(names: Sequence[str], values: Array, most: int) -> tuple[Driver, ...]:
        order = np.argsort(-np.abs(values), kind="stable")[:most]
        return tuple(
            Driver(names[k], float(values[k])) for k in order.tolist() if abs(values[k]) > 0.01
        )

    network = programme.network
    own = np.array([0.0 if a.is_milestone else 1.0 for a in network.activities])
    groups = [", ".join(part for part in group if part) for group in drivers.groups]
    return (
        largest(network.ids, drivers.criticality * own, 25),
        largest(groups, drivers.together, 20),
        largest(groups, drivers.cruciality, 15),
    )


def second_opinion(
    programme: Programme, plan: Plan, observed: Observed, learned: Learned | None
) -> tuple[SecondOpinion, ...]:
    """The last pier of each front from its last count, as a check of the learning by hand.

    The belief before: the plan's own pace, worth four piers.
    """
    if learned is None:
        return ()
    finishes = plan.schedule.finishes
    found = []
    for front in programme.fronts:
        tops = last_lifts(programme, front.name)
        counts = [
            r for r in observed.readings
            if r.sighting.front == front.name
            and r.sighting.quantity.lower() in ("piers", "land piers")
        ]  # fmt: skip
        mobilised = programme.of_step("mobilisation", front=front.name)
        if not counts or not tops or not mobilised:
            continue
        last = counts[-1]
        begin = float(finishes[mobilised[0]])
        day = last.window[1]
        seen = (last.sighting.low + last.sighting.high) / 2.0
        left = len(tops) - math.ceil(seen - 1e-9)
        if day <= begin or left <= 0:
            continue
        apart = (float(finishes[tops].max()) - begin) / len(tops)
        pace = Pace(PRIOR_PIERS, PRIOR_PIERS * apart).seen(seen, day - begin)
        q = day + pace.days_for(left, [0.1, 0.5, 0.9])
        rows = [observed.watch.index((top, False)) for top in tops]
        sample = learned.sample.watched[rows].max(axis=0)
        own = np.quantile(floats(sample), [0.1, 0.5, 0.9], method="inverted_cdf")
        found.append(
            SecondOpinion(front.name, last.sighting.id, seen, len(tops), 1.0 / pace.mean,
                          (float(q[0]), float(q[1]), float(q[2])),
                          (float(own[0]), float(own[1]), float(own[2])))
        )  # fmt: skip
    return tuple(found)


def s_curve(plan: Plan, spread: tuple[float, float]) -> Array:
    """Share of all working days done by each evening: by plan, and stretched.

    spread  : durations of the 10 % and 90 % dates over the plan's
    returns : (3, days)
    """
    schedule = plan.schedule
    weights = schedule.network.durations
    days = math.ceil(plan.makespan * max(1.0, *spread)) + 1
    instants = np.arange(days, dtype=float)
    curves = []
    for stretch in (1.0, *spread):
        done = np.zeros(days)
        for begin, end, weight in zip(schedule.starts, schedule.finishes, weights, strict=True):
            if weight > 0.0:
                length = max(float(end - begin), 1e-9)
                done += weight * np.clip((instants / stretch - begin) / length, 0.0, 1.0)
        curves.append(done / weights.sum())
    return np.array(curves)


def resource_use(plan: Plan) -> dict[str, Array]:
    """Units of each resource in use on each day of the plan."""
    use = histogram(plan.schedule)
    resources = plan.schedule.network.resources
    return {resource.id: floats(row) for resource, row in zip(resources, use, strict=True)}
