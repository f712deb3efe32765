"""Forward and backward pass, floats and drag, by hand-worked examples."""

from datetime import date

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.works.calendars import Calendar, Shutdown, Week
from spanwright.works.critical import (
    critical_path,
    resource_arcs,
    resource_critical,
    topological_order,
)
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.schedule import Schedule


def house(**calendar):
    """a 3 -> b 5 -> d 2 and a -> c 2 -> d."""
    activities = [Activity(key, d, **calendar) for key, d in zip("abcd", [3, 5, 2, 2], strict=True)]
    return activities, [Link("a", "b"), Link("a", "c"), Link("b", "d"), Link("c", "d")]


def test_floats_and_drag_of_the_smallest_fork():
    path = critical_path(build(*house()))
    assert path.makespan == 10.0
    assert path.early_start.tolist() == [0, 3, 3, 8]
    assert path.late_start.tolist() == [0, 3, 6, 8]
    assert path.total_float.tolist() == [0, 0, 3, 0]
    assert path.free_float.tolist() == [0, 0, 3, 0]
    assert path.is_critical.tolist() == [True, True, False, True]
    # Without b the plan still waits for c: its drag is 3, not its 5 days.
    assert path.drag.tolist() == [3, 3, 0, 2]


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [
        (Kind.FS, 0, 4),
        (Kind.FS, 3, 7),
        (Kind.FS, -1, 3),
        (Kind.SS, 2, 2),
        (Kind.FF, 1, 2),
        (Kind.SF, 5, 2),
        (Kind.SF, 1, 0),
    ],
)
def test_each_kind_of_link_holds_what_it_says(kind, lag, start):
    """a takes 4 days, b takes 3."""
    network = build([Activity("a", 4), Activity("b", 3)], [Link("a", "b", kind, lag)])
    path = critical_path(network)
    assert path.early_start[1] == start
    assert path.late_start[1] >= path.early_start[1]


def test_a_greatest_lag_pulls_the_predecessor_later():
    network = build(
        [Activity("a", 2), Activity("wait", 9), Activity("b", 1)],
        [Link("a", "b", Kind.FS, 0.0, 3.0), Link("wait", "b")],
    )
    assert critical_path(network).early_start.tolist() == [4, 0, 9]


def test_the_pass_steps_over_closures_and_counts_floats_in_own_days():
    activities, links = house(calendar="site")
    network = build(
        activities,
        links,
        calendars=[Calendar("site", (Week(), Shutdown(date(2026, 5, 11), date(2026, 5, 13))))],
        start=date(2026, 5, 4),
    )
    path = critical_path(network)
    # Day 6 is a Sunday, days 7 to 9 are shut, day 13 is a Sunday.
    assert path.early_start.tolist() == [0, 3, 3, 12]
    assert path.early_finish.tolist() == [3, 12, 5, 15]
    assert path.late_start[2] == 10
    assert path.total_float[2] == 3.0  # Saturday the 9th, then two days after the closure


def test_a_lag_runs_on_days_without_work():
    network = build(
        [Activity("pour", 1, calendar="six"), Activity("strip", 1, calendar="six")],
        [Link("pour", "strip", lag=6.0)],
        calendars=[Calendar("six", (Week(),))],
        start=date(2026, 5, 9),  # a Saturday
    )
    path = critical_path(network)
    assert path.early_start.tolist() == [0, 7]


def test_starts_tied_both_ways_are_allowed_and_a_circle_too_long_is_refused_by_name():
    activities = [Activity("a", 1), Activity("b", 2), Activity("c", 3)]
    links = [Link("c", "a"), Link("a", "b", Kind.SS), Link("b", "a", Kind.SS)]
    network = build(activities, links)
    assert topological_order(network).tolist() in ([2, 0, 1], [1, 2, 0])
    assert critical_path(network).early_start.tolist() == [3, 3, 0]
    worse = build(activities, [*links[:2], Link("b", "a", Kind.SS, 1.0)])
    with pytest.raises(
        InputError, match=r"time lags run in a circle 1 d too long: (a -> b -> a|b -> a -> b)"
    ):
        critical_path(worse)


def test_resources_handed_on_make_a_chain_critical():
    network = build(
        [Activity(key, d, uses={"rig": 1}) for key, d in zip("abc", [4, 3, 2], strict=True)],
        resources=[Resource("rig", 1)],
    )
    schedule = Schedule(network, np.array([0, 4, 7]), np.array([4, 7, 9]))
    assert resource_arcs(schedule).tolist() == [[0, 1], [1, 2]]
    assert critical_path(network).is_critical.tolist() == [True, False, False]
    path = resource_critical(schedule)
    assert path.is_critical.all()
    assert path.makespan == 9.0


def test_units_go_to_as_many_followers_as_there_are():
    network = build(
        [
            Activity("two", 4, uses={"crane": 2}),
            Activity("x", 1, uses={"crane": 1}),
            Activity("y", 1, uses={"crane": 1}),
        ],
        resources=[Resource("crane", 2)],
    )
    schedule = Schedule(network, np.array([0, 4, 4]), np.array([4, 5, 5]))
    assert resource_arcs(schedule).tolist() == [[0, 1], [0, 2]]
