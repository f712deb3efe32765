"""Calendars: rules compose by AND, and working-day arithmetic is right inside a day too."""

from datetime import date, timedelta

import numpy as np
import pytest

from spanwright.works.calendars import (
    Beyond,
    Calendar,
    DailyRates,
    Holidays,
    Open,
    Season,
    Shutdown,
    Week,
    WorkTable,
    concrete_rates,
    date_of,
    day_table,
    last_date_of,
    paving_mask,
    wind_mask,
)

MONDAY = date(2026, 5, 4)


def test_a_week_of_six_days_leaves_sundays_out():
    mask = Calendar("six", (Week(),)).mask(MONDAY, 14)
    assert np.flatnonzero(~mask).tolist() == [6, 13]


def test_rules_compose_by_and():
    both = Calendar("week", (Week(),)) & Calendar("days", (Holidays((date(2026, 5, 9),)),))
    assert both.name == "week and days"
    assert np.flatnonzero(~both.mask(MONDAY, 7)).tolist() == [5, 6]


@pytest.mark.parametrize(
    ("day", "worked"),
    [((12, 14), True), ((12, 15), False), ((1, 31), False), ((2, 28), False), ((3, 1), True)],
)
def test_a_season_over_the_new_year_includes_both_ends(day, worked):
    deck = Calendar("deck", (Season((12, 15), (2, 28)),))
    assert bool(deck.mask(date(2027, *day), 1)[0]) is worked


def test_the_last_of_february_is_in_a_season_that_ends_on_the_29th():
    deck = Calendar("deck", (Season((12, 15), (2, 29)),))
    assert not deck.mask(date(2028, 2, 29), 1)[0]
    assert not deck.mask(date(2027, 2, 28), 1)[0]
    assert deck.mask(date(2027, 3, 1), 1)[0]


def test_a_paving_season_is_the_only_time_worked():
    mask = Calendar("pave", (Open((4, 20), (10, 25)),)).mask(date(2026, 1, 1), 365)
    first, last = np.flatnonzero(mask)[[0, -1]].tolist()
    assert date(2026, 1, 1) + timedelta(first) == date(2026, 4, 20)
    assert date(2026, 1, 1) + timedelta(last) == date(2026, 10, 25)


def test_a_shutdown_and_a_record_of_daily_rates():
    calendar = Calendar(
        "river",
        (
            Shutdown(date(2026, 5, 5), date(2026, 5, 6)),
            DailyRates(date(2026, 5, 7), np.array([0.5, 0.0])),
        ),
    )
    assert calendar.rates(MONDAY, 6).tolist() == [1.0, 0.0, 0.0, 0.5, 0.0, 1.0]


def test_concreting_slows_with_frost_and_stops_in_wind():
    rates = concrete_rates([10.0, 5.0, 4.9, 0.0, -0.1, -10.1, -20.1], 3.0)
    assert rates.tolist() == [1.0, 1.0, 0.9, 0.9, 0.7, 0.5, 0.0]
    assert concrete_rates([10.0], [12.1]).tolist() == [0.0]
    assert wind_mask([9.0, 10.0, 10.1], 10.0).tolist() == [True, True, False]
    assert paving_mask([6.0, 5.0, 6.0], [False, False, True]).tolist() == [True, False, False]


def test_work_starts_on_the_next_working_morning_and_ends_on_an_evening():
    table = Calendar("six", (Week(),)).table(MONDAY, 21)
    assert table.ready(6.0) == 7.0  # Sunday morning -> Monday morning
    assert table.finish(0.0, 6.0) == 6.0  # Saturday evening, not Monday morning
    assert table.finish(0.0, 7.0) == 8.0
    assert table.finish(5.0, 1.5) == 7.5
    assert table.start(8.0, 7.0) == 0.0
    assert table.start(6.5, 1.0) == 5.0
    assert table.finish(6.5, 0.0) == 6.5  # a milestone stays where it is


def test_work_at_a_reduced_rate_takes_longer():
    table = WorkTable(np.array([1.0, 0.5, 0.5, 1.0, 1.0]))
    assert table.finish(0.0, 2.0) == 3.0
    assert table.finish(0.0, 1.25) == pytest.approx(1.5)
    assert table.start(3.0, 1.0) == 1.0
    with pytest.raises(Beyond):
        table.finish(0.0, 4.5)


def test_too_little_work_before_a_finish_has_no_start():
    assert WorkTable(np.ones(5)).start(2.0, 3.0) == -np.inf


def test_whole_day_starts_and_the_evenings_they_lead_to():
    table = day_table(np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0]), 2)
    assert table.starts.tolist() == [0, 2, 2, 3]
    assert table.ends.tolist() == [3, 4, 4, 6]
    assert day_table(np.array([1.0, 0.0]), 2).starts.tolist() == []


def test_instants_become_dates():
    assert date_of(MONDAY, 3.0) == date(2026, 5, 7)
    assert last_date_of(MONDAY, 3.0) == date(2026, 5, 6)
    assert last_date_of(MONDAY, 2.5) == date(2026, 5, 6)
    assert last_date_of(MONDAY, 0.0) == MONDAY
