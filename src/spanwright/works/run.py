"""The works of a project, from its layout to dates, chances, cost and carbon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line, Notice
from spanwright.evidence.register import Register
from spanwright.layout.quantities import Quantities
from spanwright.layout.types import Layout
from spanwright.project.basis import ProgrammeBrief
from spanwright.project.schema import Brief
from spanwright.works import sgs, summary
from spanwright.works.bill import bill_of
from spanwright.works.carbon import carbon_of
from spanwright.works.cost import Cost, estimate, months_between, prices
from spanwright.works.critical import critical_path, resource_arcs
from spanwright.works.draft import Programme
from spanwright.works.forecast import Drivers, Simulator, check_samples, drivers, simulator
from spanwright.works.forecast import run as simulate
from spanwright.works.learning import ENOUGH, TOO_FEW, Learned, Stage, learn, with_observations
from spanwright.works.observe import Observed, observe
from spanwright.works.rates import rate_lines
from spanwright.works.seasons import season_lines
from spanwright.works.solver import solve
from spanwright.works.templates import make_programme, needs_programme
from spanwright.works.types import Bar, Dates, FanPoint, Plan, RiskCost, Works

FAN: Final = (0.1, 0.5, 0.8, 0.9)
PASSES: Final = 60
PLANS_RUN_ON: Final = 1024  # of the learned ones, at each end of today's tornado
NO_CLOCK: Final = 1e9  # seconds: the plan must not depend on the speed of the machine


@dataclass(frozen=True, slots=True)
class Options:
    """How much to compute.

    samples    : iterations of the forecast;  plans : of the learning (0 learns nothing)
    bars       : iterations of each end of the tornado (0 draws none)
    time_limit : seconds for the exact scheduler (0: the quick one alone)
    """

    samples: int = 100_000
    plans: int = 4096
    bars: int = 4000
    time_limit: float = 0.0
    seed: int = 1


def run(
    brief: Brief, register: Register | None, layout: Layout, quantities: Quantities,
    options: Options | None = None,
) -> Works:  # fmt: skip
    """Plan, forecast, learn, price.

    Raises InputError or InputErrors for a programme that is missing, contradicts itself or its
    sightings, or asks for what the tables do not know.
    """
    options = options or Options()
    check_samples(options.samples)
    stated = needs_programme(brief)
    prices(brief.cost)  # a wrong price or currency is told before the long work
    programme = make_programme(brief, layout)
    today, lines = _today(brief, register, stated.start)
    observed = _observed(programme, register, today)
    plan = make_plan(programme, options)
    machine = simulator(programme, plan.arcs, plan.makespan, seed=options.seed)
    runs = simulate(machine, options.samples)
    prior = Dates(runs.names, floats(runs.finish))
    learned = _learn(machine, observed, options)
    current = _dates(machine, learned)
    return _gather(brief, register, layout, quantities, options, programme, today, lines, observed,
                   plan, machine, prior, learned, current)  # fmt: skip


def make_plan(programme: Programme, options: Options | None = None) -> Plan:
    """A checked schedule at the most likely paces, with floats and drag of its resource flow."""
    options = options or Options()
    whole = programme.network.in_whole_days()
    bound, method = 0, "serial generation, justified"
    if options.time_limit > 0.0:
        outcome = solve(whole, options.time_limit, seed=options.seed)
        schedule, bound, method = outcome.schedule, outcome.bound, outcome.method
    else:
        schedule = sgs.generate(whole, passes=PASSES, seconds=NO_CLOCK, seed=options.seed)
    if schedule is None:
        raise InputError("programme", "no plan keeps its links and resources")
    arcs = resource_arcs(schedule)
    path = critical_path(whole, extra=arcs)
    return Plan(schedule, arcs, path.total_float, path.drag, method, bound)


def _today(brief: Brief, register: Register | None, start: date) -> tuple[date, tuple[Line, ...]]:
    """The day the project stands for; without one, that of its last sighting, said aloud."""
    if brief.project.date is not None:
        return brief.project.date, ()
    seen = [s.day.last for s in register.sightings] if register else []
    today = max([start, *seen])
    why = "no project.date: the day of the last sighting, or the start of the works"
    return today, (Line("project.date", str(today), "assumed", why),)


def _observed(programme: Programme, register: Register | None, today: date) -> Observed:
    if register is None:
        return Observed((), (), ())
    place = register.source_file or "claims.toml"
    return observe(programme, register.sightings, today, f"{place}: observation")


def _learn(machine: Simulator, observed: Observed, options: Options) -> Learned | None:
    if not observed.readings or not options.plans:
        return None
    return learn(with_observations(machine, observed), observed, options.plans)


def _dates(machine: Simulator, learned: Learned | None) -> Dates | None:
    if learned is None or learned.is_refused:
        return None
    return Dates(machine.names, floats(learned.finish))


def _gather(
    brief: Brief, register: Register | None, layout: Layout, quantities: Quantities,
    options: Options, programme: Programme, today: date, lines: tuple[Line, ...],
    observed: Observed, plan: Plan, machine: Simulator, prior: Dates, learned: Learned | None,
    current: Dates | None,
) -> Works:  # fmt: skip
    stated = needs_programme(brief)
    start = programme.network.first_day
    dates = current or prior
    promised = summary.promised_dates(stated, register)
    base = _estimated(stated, plan)
    outside = (base, summary.REFERENCE_MEDIAN, summary.REFERENCE_SPREAD)
    key = max((promise.date for promise in stated.promised),
              default=start + timedelta(days=plan.makespan))  # fmt: skip
    months, shares = summary.month_histogram([dates.opening, prior.opening], start)
    found = judged = drivers(machine)
    by = float((key - start).days + 1)
    if current is not None and learned is not None:
        judged = drivers(machine, learned.sample.normals, learned.sample.season)
    bars, bars_today, risks = _moved(
        machine,
        (found, judged),
        (float((today - start).days + 1), by),
        learned,
        current,
        options.bars,
    )
    activities, operations, paces = summary.driver_lists(programme, judged)
    low, high = np.quantile(dates.opening, [0.1, 0.9]) / plan.makespan
    cost = _cost(brief, register, layout, quantities, programme, dates, options)
    carbon = carbon_of(bill_of(layout, quantities, programme), _area(layout), seed=options.seed)
    return Works(
        programme.network.name, today, programme, plan, prior, current,
        learned.effective if learned else 0, months, shares[0], shares[1],
        summary.promise_rows(promised, start, prior, current, outside), key,
        float(np.mean(dates.opening <= plan.makespan + 1e-6)),
        summary.cliffs(dates.of("structure complete"), start),
        tuple(_fan_point(machine, stage) for stage in learned.stages) if learned else (),
        observed.unused, summary.second_opinion(programme, plan, observed, learned), bars,
        bars_today, risks,
        activities, operations, paces,
        summary.s_curve(plan, (float(low), float(high))), summary.resource_use(plan), outside,
        cost, carbon, options.samples, options.seed,
        (*lines, *rate_lines(programme.rates, set(filter(None, programme.operations))),
         *season_lines(), *_model_lines(programme), *cost.lines, *carbon.lines),
        (*_notices(learned, observed), *cost.notices),
    )  # fmt: skip


def _moved(
    machine: Simulator, judged: tuple[Drivers, Drivers], when: tuple[float, float],
    learned: Learned | None, current: Dates | None, count: int,
) -> tuple[tuple[Bar, ...], tuple[Bar, ...], tuple[RiskCost, ...]]:  # fmt: skip
    """Tornado at the start and of today, and what the risks cost.

    judged : drivers at the start and of today;  when : today and the key date [day]
    count  : see `Options.bars`
    """
    if not count:
        return (), (), ()
    now, by = when
    seasons = summary.by_season(machine, count)
    bars = summary.tornado(machine, judged[0], by, count, seasons)
    today: tuple[Bar, ...] = ()
    if current is not None and learned is not None:
        today = summary.tornado_today(machine, judged[1], by, learned, seasons, now, PLANS_RUN_ON)
    return bars, today, summary.risk_costs(machine, by, count)


def _estimated(stated: ProgrammeBrief, plan: Plan) -> float:
    """Duration estimated at the decision to build: the earliest promised, else the plan's [day]."""
    if stated.promised:
        return float((min(p.date for p in stated.promised) - stated.start).days + 1)
    return plan.makespan


def _area(layout: Layout) -> float:
    return layout.length * float(layout.road.edges[1] - layout.road.edges[0])


def _cost(
    brief: Brief, register: Register | None, layout: Layout, quantities: Quantities,
    programme: Programme, dates: Dates, options: Options,
) -> Cost:  # fmt: skip
    done = dates.of("structure complete")
    months: Mapping[str, Array] = {
        front.name: months_between(np.maximum(done - front.delay, 1.0))
        for front in programme.fronts
    }
    bill = bill_of(layout, quantities, programme)
    deck = (_area(layout), layout.length)
    return estimate(bill, brief.cost, months, deck, register, seed=options.seed)


def _fan_point(machine: Simulator, stage: Stage) -> FanPoint:
    opening = floats(stage.finish[machine.opening])
    q = np.quantile(opening, FAN, method="inverted_cdf")
    return FanPoint(stage.day, stage.ids, (float(q[0]), float(q[1]), float(q[2]), float(q[3])),
                    stage.effective, stage.distinct, stage.foreseen)  # fmt: skip


def _model_lines(programme: Programme) -> tuple[Line, ...]:
    """Ledger lines of capacities, lags, spreads and risks in use."""
    rates = programme.rates
    lines = [
        Line(f"programme.resources.{r.id}", str(r.capacity), "assumed",
             "planner's number unless the project states it")
        for r in programme.network.resources
    ]  # fmt: skip
    lines += [Line(f"works.lags.{k}", f"{v:g}", "assumed", "rates.toml")
              for k, v in rates.lags.items()]  # fmt: skip
    lines += [Line(f"works.spread.{k}", f"{v:g}", "assumed", "rates.toml")
              for k, v in rates.spread.items()]  # fmt: skip
    lines += [
        Line(f"works.risks.{risk.name}", f"{risk.probability:.0%} on each front", "assumed",
             "planner's risk list", "", f"{risk.low:g} to {risk.high:g} days")
        for risk in rates.risks
    ]  # fmt: skip
    lines.append(
        Line("works.reference class", f"median {summary.REFERENCE_MEDIAN:g}, log deviation "
             f"{summary.REFERENCE_SPREAD:g}", "assumed", "no figure for bridge schedules was read; "
             "one precedent took 1.5 times its promise")
    )  # fmt: skip
    return tuple(lines)


def _notices(learned: Learned | None, observed: Observed) -> tuple[Notice, ...]:
    found = []
    for identity, why in observed.unused:
        found.append(Notice(f"observation.{identity}", f"not used to learn: {why}", "info"))
    for reading in observed.readings:
        most = reading.counters[0].total
        if reading.sighting.low > most:
            found.append(
                Notice(f"observation.{reading.sighting.id}", f"sees {reading.sighting.low:g} where "
                       f"the layout has {most:g}; the layout and the sighting differ")
            )  # fmt: skip
    if learned is None:
        return tuple(found)
    for stage in learned.stages:
        if stage.effective < ENOUGH:
            found.append(
                Notice(f"observation.{', '.join(stage.ids)}", f"surprised the forecast: "
                       f"{stage.effective:.0f} effective plans after weighing (below {ENOUGH}); "
                       f"moved in {stage.steps} steps to {stage.distinct} different plans", "info")
            )  # fmt: skip
    if learned.is_refused:
        found.append(
            Notice("forecast", f"what was seen leaves {learned.effective} plans (below {TOO_FEW}): "
                   "the learned forecast is not shown; check the observations and the paces")
        )  # fmt: skip
    elif learned.is_thin:
        found.append(
            Notice("forecast", f"only {learned.effective} different plans carry the answer "
                   f"(below {ENOUGH}): its tails are rough")
        )  # fmt: skip
    return tuple(found)
