"""The solver and its parts: bounds, the axis without idle days, doubts about an answer."""

from datetime import date

import numpy as np
import pytest

from spanwright.works import solver
from spanwright.works.axis import axis_of, delays
from spanwright.works.bounds import lower_bound
from spanwright.works.calendars import Calendar, Season, Shutdown, Week
from spanwright.works.compiled import compile_network
from spanwright.works.evolve import breed
from spanwright.works.exact import Answer
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.sgs import Generator, generate, justify, place
from spanwright.works.solver import solve
from spanwright.works.verify import violations

MONDAY = date(2026, 5, 4)
SIX = Calendar("six", (Week(),))


def crossing(piers, *, rigs=1):
    """Piles, cap and column of each pier; piles wait for the river, caps for their age."""
    river = Calendar("river", (Week(), Shutdown(date(2026, 6, 1), date(2026, 6, 20))))
    activities, links = [], []
    for p in range(piers):
        activities += [
            Activity(f"piles {p}", 9, "", "river", {"rig": 1}),
            Activity(f"cap {p}", 6, "", "six", {"gang": 1}),
            Activity(f"age {p}", 5),  # holds nothing and counts Sundays
            Activity(f"column {p}", 4, "", "six", {"gang": 1}),
        ]
        links += [
            Link(f"piles {p}", f"cap {p}", Kind.FS, 7.0),
            Link(f"cap {p}", f"age {p}"),
            Link(f"age {p}", f"column {p}"),
        ]
    resources = [Resource("rig", rigs), Resource("gang", 1)]
    return build(activities, links, resources, [SIX, river], MONDAY)


def test_work_that_holds_nothing_takes_no_place_on_the_axis():
    network = crossing(1)
    axis = axis_of(network, 60)
    assert not np.isin([6, 13, 20], axis.days).any()  # Sundays
    assert delays(network, axis).tolist() == [False, False, True, False]
    assert axis.reached(7) == 6
    assert axis.evening(6) == 6
    assert axis.morning(6) == 7
    assert axis.morning(len(axis)) == 60


def test_greatest_lags_keep_every_day_on_the_axis():
    network = build(
        [Activity("a", 1, "", "six"), Activity("b", 1, "", "six")],
        [Link("a", "b", Kind.FS, 0.0, 3.0)],
        calendars=[SIX],
        start=MONDAY,
    )
    assert len(axis_of(network, 30)) == 30


def test_the_bound_counts_working_days_of_those_who_share_a_resource():
    network = build(
        [Activity(str(i), 6, "", "six", {"rig": 1}) for i in range(3)],
        resources=[Resource("rig", 1)],
        calendars=[SIX],
        start=MONDAY,
    )
    assert lower_bound(network) == 20  # three weeks of six days


def test_what_follows_a_start_says_nothing_of_the_time_after_a_late_finish():
    """The milestone is due 3 days after the start of a, which is then held up by a closure."""
    network = build(
        [
            Activity("a", 2, "", "river", {"rig": 1}),
            Activity("m", 0, is_milestone=True),
        ],
        [Link("a", "m", Kind.SS, 3.0)],
        [Resource("rig", 1)],
        [Calendar("river", (Season((5, 5), (5, 6)),))],
        MONDAY,
    )
    assert lower_bound(network) == 4
    assert solve(network, 5.0).makespan == 4


def test_a_plan_with_calendars_is_proven():
    pytest.importorskip("ortools")
    outcome = solve(crossing(3), 20.0)
    assert outcome.status == "optimal"
    assert violations(outcome.schedule) == []
    more = solve(crossing(3, rigs=2), 20.0)
    assert more.makespan <= outcome.makespan


def test_the_trace_falls_from_the_first_schedule_to_the_answer():
    outcome = solve(crossing(3), 20.0, exact=False)
    seconds, makespans = zip(*outcome.trace, strict=True)
    assert list(seconds) == sorted(seconds)
    assert list(makespans) == sorted(set(makespans), reverse=True)
    assert makespans[-1] == outcome.makespan
    assert 0.0 <= seconds[0] <= seconds[-1] <= outcome.seconds


def test_the_same_question_has_the_same_answer():
    network = crossing(4)
    one, two = generate(network, passes=20), generate(network, passes=20)
    assert one.starts.tolist() == two.starts.tolist()


def test_justification_never_makes_a_schedule_longer():
    network = crossing(4)
    forward, mirrored = compile_network(network, 400)
    times = place(forward, list(forward.position))
    again = justify(forward, mirrored, times)
    assert max(again[1]) <= max(times[1])


def test_breeding_stops_at_its_goal_and_keeps_the_best():
    generator = Generator(crossing(4))
    generator.improve(passes=4, seconds=60.0)
    before = generator.makespan
    breed(generator, seconds=60.0, passes=600)
    assert generator.makespan <= before
    assert generator.passes >= 600
    done = generator.passes
    breed(generator, seconds=60.0, goal=generator.makespan)
    assert generator.passes == done
    assert violations(generator.schedule()) == []


def test_an_answer_that_the_checker_refuses_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr(solver, "is_available", lambda: True)
    network = build(
        [Activity(key, 3, uses={"rig": 1}) for key in "abc"] + [Activity("z", 2)],
        [Link("a", "b", Kind.SS, 1.0), Link("z", "c")],
        [Resource("rig", 2)],
    )

    def wrong(**asked):
        return Answer("optimal", np.zeros(4, int), np.array([3, 3, 3, 2]), 3, 0.0)

    monkeypatch.setattr(solver, "solve_exact", wrong)
    monkeypatch.setattr(solver, "lower_bound", lambda _: 0)
    outcome = solve(network, 1.0)
    assert outcome.status == "feasible"
    assert outcome.method == "schedule generator"
    assert violations(outcome.schedule) == []
    assert outcome.notes == (
        "a schedule of CP-SAT was refused by the checker: "
        "link a -SS+1 d-> b: 0 d between them, at least 1 wanted",
    )


def test_an_answer_of_infeasible_is_not_believed_against_a_schedule(monkeypatch):
    monkeypatch.setattr(solver, "is_available", lambda: True)
    monkeypatch.setattr(solver, "solve_exact", lambda **_: Answer("infeasible", None, None, 0, 0.0))
    monkeypatch.setattr(solver, "lower_bound", lambda _: 0)
    outcome = solve(build([Activity("a", 3)]), 0.5)
    assert (outcome.status, outcome.makespan) == ("feasible", 3)
    assert outcome.notes[0].startswith("CP-SAT called the plan infeasible although")


def test_fractional_durations_are_rounded_up_and_told():
    outcome = solve(build([Activity("a", 2.5)]), 5.0)
    assert outcome.makespan == 3
    assert outcome.notes == ("durations and lags are rounded up to whole days for scheduling",)


def test_greatest_lags_without_the_exact_solver():
    network = build(
        [Activity(str(i), 3, uses={"rig": 1}) for i in range(4)],
        [Link("0", "1", Kind.SS, 3.0, 6.0), Link("1", "2", Kind.FS, 0.0, 3.0)],
        [Resource("rig", 1)],
    )
    outcome = solve(network, 5.0, exact=False)
    assert (outcome.status, outcome.makespan) == ("optimal", 12)
    assert violations(outcome.schedule) == []
