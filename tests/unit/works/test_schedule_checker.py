"""The checker refuses whatever is wrong with a schedule, and says what."""

from datetime import date

import numpy as np
import pytest

from spanwright.works.calendars import Calendar, Season, Week
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.schedule import Schedule
from spanwright.works.verify import violations

NETWORK = build(
    [
        Activity("a", 3.0, calendar="six", uses={"rig": 1}),
        Activity("b", 2.0, uses={"rig": 1}),
        Activity("m", 0.0, is_milestone=True),
    ],
    [Link("a", "b", Kind.FS, 1.0, 4.0), Link("b", "m", Kind.FF)],
    [Resource("rig", 1)],
    [Calendar("six", (Week(),))],
    date(2026, 5, 7),  # a Thursday: day 3 is a Sunday
)


def found(starts, finishes):
    return violations(Schedule(NETWORK, np.array(starts), np.array(finishes)))


def test_a_schedule_that_stands_has_no_violations():
    assert found([0, 4, 6], [3, 6, 6]) == []
    assert found([1, 6, 9], [5, 8, 9]) == []


@pytest.mark.parametrize(
    ("starts", "finishes", "line"),
    [
        ([-1, 4, 6], [3, 6, 6], "a: starts before day 0"),
        ([3, 8, 10], [7, 10, 10], "a: starts on day 3, which is not worked"),
        ([1, 6, 8], [4, 8, 8], "a: has 2 days of work from day 1 to 4, needs 3"),
        ([0, 4, 6], [4, 6, 6], "a: has 3 days of work from day 0 to 4, needs 3"),
        ([0, 4, 6], [0, 6, 6], "a: finishes on day 0, starts on day 0"),
        ([0, 4, 6], [3, 6, 7], "m: a milestone must finish when it starts"),
        ([0, 3, 6], [3, 5, 6], "link a -FS+1 d at most 4 d-> b: 0 d between them, at least 1"),
        ([0, 8, 10], [3, 10, 10], "5 d between them, at most 4 allowed"),
        ([0, 4, 5], [3, 6, 5], "link b -FF-> m: -1 d between them, at least 0 wanted"),
        ([0, 2, 6], [3, 4, 6], "rig: 2 in use on day 2, there are 1"),
    ],
)
def test_each_fault_is_named(starts, finishes, line):
    assert any(line in problem for problem in found(starts, finishes))


def test_a_schedule_of_another_size_is_refused():
    assert violations(Schedule(NETWORK, np.array([0]), np.array([3]))) == [
        "needs a start and a finish for each of the 3 activities"
    ]


def test_a_resource_stays_held_through_a_closure():
    network = build(
        [
            Activity("a", 2.0, calendar="river", uses={"rig": 1}),
            Activity("b", 1.0, uses={"rig": 1}),
        ],
        resources=[Resource("rig", 1)],
        calendars=[Calendar("river", (Season((5, 5), (5, 9)),))],
        start=date(2026, 5, 4),
    )
    assert violations(Schedule(network, np.array([0, 3]), np.array([7, 4]))) == [
        "rig: 2 in use on day 3, there are 1"
    ]
