"""What must be true of any schedule, tried on random small networks with every kind of link."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.works.bounds import lower_bound
from spanwright.works.calendars import Calendar, Season, Shutdown, Week, WorkTable, day_table
from spanwright.works.critical import critical_path, resource_critical
from spanwright.works.lags import LagCycle, earliest
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.schedule import Schedule
from spanwright.works.sgs import generate
from spanwright.works.solver import solve
from spanwright.works.verify import violations

SITE = Calendar("site", (Week((0, 1, 2, 3)),))
RIVER = Calendar("river", (Shutdown(date(2026, 5, 6), date(2026, 5, 7)), Week()))
COLD = Calendar("cold", (Season((5, 5), (5, 9), 0.5),))
CALENDARS = [SITE, RIVER, COLD]


@st.composite
def networks(draw, *, limits=False, calendars=False, most=4, plain=False):
    """Up to ``most`` activities on two resources; links lead from lower to higher numbers."""
    n = draw(st.integers(2, most))
    names = ["", *(c.name for c in CALENDARS)] if calendars else [""]
    activities = []
    for i in range(n):
        days = draw(st.integers(0, 3))
        uses = {"rig": draw(st.integers(0, 2)), "crane": draw(st.integers(0, 1))}
        calendar = draw(st.sampled_from(names))
        activities.append(Activity(str(i), days, "", calendar, uses, is_milestone=days == 0))
    links = []
    for i, j in itertools.combinations(range(n), 2):
        if not draw(st.booleans()):
            continue
        kind = Kind.FS if plain else draw(st.sampled_from(list(Kind)))
        lag = 0 if plain else draw(st.integers(-1, 2))
        longest = draw(st.none() | st.integers(max(lag, 0), 4)) if limits else None
        links.append(Link(str(i), str(j), kind, float(lag), longest))
    return build(
        activities,
        links,
        [Resource("rig", 2), Resource("crane", 1)],
        CALENDARS if calendars else [],
        date(2026, 5, 4),
    )


def shortest(network, horizon):
    """The optimum by trying every start on every day; None when there is no schedule."""
    rates = network.rates(horizon + 40)

    def finish(i, start):
        left, day = network.durations[i], start
        while left > 1e-9:
            left -= rates[network.calendar_of[i], day]
            day += 1
        return day

    n = len(network)
    choices = [
        [
            (s, finish(i, s))
            for s in range(horizon)
            if not network.durations[i] or rates[network.calendar_of[i], s] > 0
        ]
        for i in range(n)
    ]
    ends = {Kind.FS: (1, 0), Kind.SS: (0, 0), Kind.FF: (1, 1), Kind.SF: (0, 1)}
    best = [None]

    def fits(placed, i):
        for link in network.links:
            a, b = int(link.before), int(link.after)
            if max(a, b) != i:
                continue
            gap = placed[b][ends[link.kind][1]] - placed[a][ends[link.kind][0]]
            if gap < link.lag or (link.most is not None and gap > link.most):
                return False
        for day in range(*placed[i]):
            busy = [j for j in range(i + 1) if placed[j][0] <= day < placed[j][1]]
            if np.any(network.demands[busy].sum(axis=0) > network.capacities):
                return False
        return True

    def place(placed):
        i = len(placed)
        end = max((e for _, e in placed), default=0)
        if best[0] is not None and end >= best[0]:
            return
        if i == n:
            best[0] = end
            return
        for choice in choices[i]:
            if fits([*placed, choice], i):
                place([*placed, choice])

    place([])
    return best[0]


def check(network, horizon):
    pytest.importorskip("ortools")
    outcome = solve(network, 20.0)
    truth = shortest(network, horizon)
    if truth is None:
        assert outcome.status == "infeasible"
        assert outcome.cause is not None
        return
    assert outcome.status in ("optimal", "feasible")
    assert violations(outcome.schedule) == []
    assert outcome.bound <= truth <= outcome.makespan
    if outcome.status == "optimal":
        assert outcome.makespan == truth


@settings(max_examples=25, deadline=None)
@given(networks())
def test_the_solver_finds_the_optimum_under_every_kind_of_link(network):
    check(network, 16)


@settings(max_examples=25, deadline=None)
@given(networks(limits=True))
def test_the_solver_finds_the_optimum_or_the_contradiction_under_greatest_lags(network):
    check(network, 16)


@settings(max_examples=20, deadline=None)
@given(networks(calendars=True, most=3))
def test_the_solver_finds_the_optimum_under_calendars(network):
    check(network, 26)


@settings(max_examples=15, deadline=None)
@given(networks(calendars=True, limits=True, most=3))
def test_the_solver_is_right_under_calendars_with_greatest_lags(network):
    check(network, 30)


@settings(max_examples=40, deadline=None)
@given(networks(calendars=True, most=6))
def test_the_generator_stands_before_the_checker_and_never_beats_a_bound(network):
    schedule = generate(network, passes=8)
    assert violations(schedule) == []
    assert schedule.makespan >= lower_bound(network)
    path = critical_path(network)
    assert path.makespan <= schedule.makespan
    assert path.makespan <= resource_critical(schedule).makespan <= schedule.makespan


@settings(max_examples=30, deadline=None)
@given(networks(limits=True))
def test_the_generator_meets_greatest_lags_or_says_it_cannot(network):
    if isinstance(earliest(network), LagCycle):
        return
    schedule = generate(network, passes=8)
    assert schedule is None or violations(schedule) == []


@settings(max_examples=30, deadline=None)
@given(networks(plain=True), st.integers(0, 5), st.sampled_from([-1, 1]))
def test_the_checker_refuses_a_schedule_with_one_finish_moved(network, which, by):
    schedule = generate(network, passes=2)
    finishes = schedule.finishes.copy()
    finishes[which % len(finishes)] += by
    assert violations(Schedule(network, schedule.starts, finishes))


@settings(max_examples=15, deadline=None)
@given(networks(plain=True))
def test_one_more_unit_of_a_resource_never_makes_the_optimum_longer(network):
    pytest.importorskip("ortools")
    more = build(network.activities, network.links, [Resource("rig", 3), Resource("crane", 2)])
    before, after = solve(network, 10.0), solve(more, 10.0)
    assert before.status == after.status == "optimal"
    assert after.makespan <= before.makespan


@st.composite
def tables(draw):
    rates = draw(st.lists(st.sampled_from([0.0, 0.0, 0.3, 0.5, 1.0, 1.0]), min_size=5, max_size=30))
    return WorkTable(np.array([*rates, *[1.0] * 40]))


@given(tables(), st.floats(0.0, 25.0), st.floats(0.01, 20.0))
def test_start_undoes_finish(table, begun, duration):
    start = float(table.ready(begun))
    finish = float(table.finish(start, duration))
    assert float(table.start(finish, duration)) == pytest.approx(start, abs=1e-6)
    worked = float(table.worked_before(finish) - table.worked_before(start))
    assert worked == pytest.approx(duration, abs=1e-6)


@given(tables(), st.integers(0, 25), st.integers(1, 15))
def test_whole_day_tables_agree_with_stepping_through_the_days(table, day, duration):
    made = day_table(table.rates, duration)
    start = day
    while table.rates[start] == 0.0:
        start += 1
    left, finish = float(duration), start
    while left > 1e-9:
        left -= table.rates[finish]
        finish += 1
    assert (made.starts[day], made.ends[day]) == (start, finish)
