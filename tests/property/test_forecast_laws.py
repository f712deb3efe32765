"""What must hold of any network: the vectorised pass against the exact one and against days."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.works.calendars import Calendar, DailyRates
from spanwright.works.critical import critical_path
from spanwright.works.network import Activity, Kind, Link, build
from spanwright.works.passes import (
    Scratch,
    compile_network,
    critical,
    forward,
    season_tables,
)

START = date(2025, 3, 3)
DAYS = 400
CLASSES = ("every day", "shift")


@st.composite
def networks(draw, kinds=(Kind.FS,)):
    """Up to ten activities, links forwards only, one calendar of random closures."""
    n = draw(st.integers(2, 10))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    mask = rng.random(DAYS) < draw(st.sampled_from([0.3, 0.7, 1.0]))
    mask[:3] |= draw(st.booleans())
    mask[-50:] = True
    activities = [
        Activity(f"a{i}", float(np.round(rng.uniform(0.2, 9.0), 2)),
                 calendar="shift" if rng.random() < 0.6 else "")
        for i in range(n)
    ]  # fmt: skip
    links = [
        Link(f"a{i}", f"a{j}", kinds[int(rng.integers(len(kinds)))],
             float(rng.choice([0.0, 0.0, 2.5, -1.0])))
        for j in range(n) for i in range(j) if rng.random() < 0.4
    ]  # fmt: skip
    calendar = Calendar("shift", (DailyRates(START, mask.astype(float)),))
    return build(activities, links, (), [calendar], START), mask


def passed(network, mask, count=3):
    plan = compile_network(network, CLASSES)
    every = np.ones_like(mask)
    tables = season_tables(np.stack([[every] * 2, [mask] * 2]))
    durations = np.repeat(network.durations[:, None], count, axis=1).astype(np.float32)
    season = (np.arange(count) % 2 * tables.length).astype(np.int32)
    room = Scratch.of(len(network), count)
    finish, ready = forward(plan, tables, durations, season, room)
    return plan, finish, ready


@settings(max_examples=60, deadline=None)
@given(networks())
def test_without_spread_every_iteration_is_the_critical_path_schedule(case):
    network, mask = case
    _, finish, _ = passed(network, mask)
    exact = critical_path(network).early_finish
    assert np.abs(finish - exact[:, None]).max() < 5e-3


@settings(max_examples=40, deadline=None)
@given(networks(kinds=(Kind.FS, Kind.SS)))
def test_links_from_starts_count_from_the_first_working_moment(case):
    network, mask = case
    _, finish, _ = passed(network, mask)
    exact = critical_path(network).early_finish
    assert np.abs(finish - exact[:, None]).max() < 5e-3


@settings(max_examples=30, deadline=None)
@given(networks(kinds=tuple(Kind)))
def test_every_link_is_kept_whatever_its_kind(case):
    network, mask = case
    _, finish, ready = passed(network, mask)
    for i, j, kind, lag in zip(
        network.arc_from, network.arc_to, network.arc_kind, network.arc_lag, strict=True
    ):
        before = finish[i] if kind in (Kind.FS, Kind.FF) else ready[i]
        after = ready[j] if kind in (Kind.FS, Kind.SS) else finish[j]
        assert np.all(after >= before + lag - 5e-3)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_the_table_of_a_calendar_counts_days_as_one_would_by_hand(case):
    network, mask = case
    _, finish, ready = passed(network, mask, 1)
    for i, activity in enumerate(network.activities):
        if not activity.calendar:
            continue
        left, t = float(network.durations[i]), float(ready[i, 0])
        while left > 1e-6:  # step through the day, hour by hour as it were
            day = int(t + 1e-9)
            room = day + 1 - t
            is_open = day >= DAYS or mask[day]
            if is_open and left <= room + 1e-9:
                t += left
                left = 0.0
            else:
                left -= room if is_open else 0.0
                t = day + 1.0
        assert abs(finish[i, 0] - t) < 5e-3


@settings(max_examples=30, deadline=None)
@given(networks())
def test_a_shorter_activity_never_ends_anything_later(case):
    network, mask = case
    _, finish, _ = passed(network, mask, 1)
    quicker = network.with_durations(network.durations * 0.8)
    _, sooner, _ = passed(quicker, mask, 1)
    assert np.all(sooner <= finish + 5e-3)


@settings(max_examples=30, deadline=None)
@given(networks())
def test_what_decides_the_end_is_a_path_that_ends_there(case):
    network, mask = case
    plan, finish, ready = passed(network, mask, 1)
    end = int(np.argmax(finish[:, 0]))
    marked = critical(plan, finish, ready, end)
    assert marked[end, 0]
    first = min(np.flatnonzero(marked[:, 0]), key=lambda i: ready[i, 0])
    assert ready[first, 0] < 5e-3  # the path reaches back to the start of the works
