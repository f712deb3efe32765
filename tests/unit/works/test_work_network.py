"""A network is refused with one clear line for each thing that is wrong."""

from datetime import date

import numpy as np
import pytest

from spanwright.datum.errors import InputErrors
from spanwright.works.calendars import Calendar, Season, Week
from spanwright.works.lags import LagCycle, earliest
from spanwright.works.network import Activity, Kind, Link, Resource, build


def told(*parts, **named):
    with pytest.raises(InputErrors) as raised:
        build(*parts, **named)
    return str(raised.value).splitlines()


def test_everything_wrong_is_said_at_once():
    closed = Calendar("never", (Season((1, 1), (12, 31)),))
    assert told(
        [
            Activity("a", -1.0, uses={"crane": 3, "carne": 1}),
            Activity("b", 0.0, calendar="nights"),
            Activity("b", 2.0, uses={"crane": 0.5}),
            Activity("m", 3.0, is_milestone=True),
        ],
        [Link("a", "zz"), Link("qq", "b"), Link("a", "b", lag=5.0, most=2.0)],
        [Resource("crane", 2), Resource("rig", 0)],
        [closed],
    ) == [
        "activities.b: the id is used twice; each must be its own",
        "resources.rig: capacity must be a whole number above 0 (got 0)",
        "calendars.never: has no working day in the 4 years from 1970-01-05; "
        "its rules together close every day",
        "activities.a: duration must not be negative (got -1.0)",
        "activities.a.uses.crane: needs more than the 2 there are (got 3)",
        'activities.a.uses.carne: no such resource; did you mean "crane"?',
        "activities.b: duration must be above 0 (got 0); or mark it as a milestone",
        "activities.b: no such calendar (got nights); known: never",
        "activities.b.uses.crane: must be a whole number, 0 or more (got 0.5)",
        "activities.m: a milestone takes no time (got 3)",
        "links: no activity has the id of this successor (got zz); known: a, b, m",
        "activities.b.after: no activity has the id of this predecessor (got qq); known: a, b, m",
        "link a -> b: the greatest lag must not be below the least, 5 d (got 2 d)",
    ]


def test_a_circle_of_precedence_is_named_in_order():
    activities = [Activity(key, 1.0) for key in "abcd"]
    links = [Link("a", "b"), Link("b", "c"), Link("c", "d"), Link("d", "b")]
    (line,) = told(activities, links)
    assert line == (
        "activities.b: precedence runs in a circle: b -> c -> d -> b; remove one of these links"
    )
    (line,) = told(activities, [Link("a", "a")])
    assert line == "activities.a: precedence runs in a circle: a -> a"


def test_no_activity_is_no_plan():
    assert told([]) == ["activities: must hold at least one activity"]


def test_numbers_that_are_none_are_refused():
    assert told([Activity("a", float("nan"))]) == [
        "activities.a: duration must not be negative (got nan)"
    ]
    (line,) = told([Activity("a", 1.0), Activity("b", 1.0)], [Link("a", "b", lag=float("inf"))])
    assert line.endswith("needs a lag that is a finite number")


def test_a_greatest_lag_becomes_the_reversed_arc_seen_from_the_other_end():
    network = build([Activity("a", 3.0), Activity("b", 2.0)], [Link("a", "b", Kind.FS, 1.0, 4.0)])
    assert network.arc_from.tolist() == [0, 1]
    assert network.arc_kind.tolist() == [Kind.FS, Kind.SF]
    assert network.arc_lag.tolist() == [1.0, -4.0]
    assert network.has_limits


def test_time_lags_in_too_long_a_circle_are_found_and_told():
    network = build(
        [Activity("pour", 2.0), Activity("cure", 7.0), Activity("strip", 1.0)],
        [Link("pour", "cure"), Link("cure", "strip"), Link("pour", "strip", Kind.SS, None, 6.0)],
    )
    cycle = earliest(network)
    assert isinstance(cycle, LagCycle)
    assert set(cycle.ids) == {"pour", "cure", "strip"}
    assert cycle.excess == 3.0
    assert "3 d too long" in str(cycle)
    assert "pour -SS at most 6 d-> strip" in str(cycle)


def test_time_lags_that_just_fit_give_earliest_times():
    network = build(
        [Activity("pour", 2.0), Activity("cure", 7.0), Activity("strip", 1.0)],
        [Link("pour", "cure"), Link("cure", "strip"), Link("pour", "strip", Kind.SS, None, 9.0)],
    )
    assert np.asarray(earliest(network)).tolist() == [0.0, 2.0, 2.0, 9.0, 9.0, 10.0]


def test_whole_days_round_work_and_least_lags_up_and_greatest_down():
    network = build(
        [Activity("a", 2.2), Activity("b", 3.0)], [Link("a", "b", Kind.FS, 0.5, 2.5)]
    ).in_whole_days()
    assert network.durations.tolist() == [3.0, 3.0]
    assert network.arc_lag.tolist() == [1.0, -2.0]
    assert network.in_whole_days() is network


def test_calendars_of_activities_and_the_row_for_every_day():
    network = build(
        [Activity("a", 1.0, calendar="six"), Activity("b", 1.0)],
        calendars=[Calendar("six", (Week(),))],
        start=date(2026, 5, 4),
    )
    rates = network.rates(7)
    assert rates[network.calendar_of].sum(axis=1).tolist() == [6.0, 7.0]
    assert network.with_durations([2.0, 5.0]).durations.tolist() == [2.0, 5.0]
