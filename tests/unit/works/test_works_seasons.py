from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from spanwright.project.basis import CalendarBrief
from spanwright.works.passes import season_tables
from spanwright.works.seasons import (
    CLASSES,
    draw_seasons,
    plan_calendars,
    seasons_of,
    typical,
)


def site(latitude=0.74, t_max=35.0, t_min=-27.0, ice=0.8, break_up=(3, 25)):
    climate = SimpleNamespace(t_max=t_max, t_min=t_min, ice_thickness=ice, break_up=break_up)
    return SimpleNamespace(latitude=latitude, climate=climate)


def seasons(calendar=None, **values):
    return seasons_of(site(**values), calendar or CalendarBrief(), date(2025, 1, 1))


def test_frost_closes_paving_and_large_pours_in_the_northern_winter():
    made = seasons()
    rates = typical(made, 365)
    day = {name: (date(2025, *when) - date(2025, 1, 1)).days for name, when in
           {"january": (1, 21), "july": (7, 22)}.items()}  # fmt: skip
    assert made.temperature(365)[day["january"]] == pytest.approx(-13.0, abs=0.1)
    assert rates["pave"][day["january"]] == 0.0
    assert rates["deck"][day["january"]] == 0.0
    assert 0.3 < rates["concrete"][day["january"]] < 0.8
    assert rates["pave"][day["july"]] > 0.8
    assert rates["concrete"][day["july"]] == pytest.approx(1.0, abs=1e-3)


def test_south_of_the_equator_the_seasons_turn_over():
    north, south = seasons().temperature(365), seasons(latitude=-0.74).temperature(365)
    assert np.argmin(south) - np.argmin(north) == pytest.approx(183, abs=2)


def test_where_it_never_freezes_nothing_is_closed_for_frost_or_ice():
    rates = typical(seasons(t_max=42.0, t_min=8.0, ice=0.0), 365)
    work = typical(seasons(), 365)["work"]
    assert np.all((rates["pave"] > 0) == (work > 0))
    assert np.array_equal(rates["river"], work)


def test_the_river_is_closed_in_the_flood_and_about_the_break_up():
    calendar = CalendarBrief(flood=["07-15", "09-05"], week=7)
    closed = typical(seasons(calendar), 365)["river"] == 0.0
    assert closed.sum() == 53 + 31
    inside = [(date(2025, m, d) - date(2025, 1, 1)).days for m, d in ((7, 15), (9, 5), (3, 25))]
    assert closed[inside].all()
    assert not closed[inside[0] - 1]
    assert not closed[inside[1] + 1]


def test_the_week_and_the_holidays():
    calendar = CalendarBrief(week=5, holidays=[["12-30", "01-02"]])
    work = typical(seasons(calendar), 14)["work"]
    # 1 January 2025 is a Wednesday; it and the 2nd are holidays, 4 and 5 a weekend.
    assert work.tolist() == [0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1]


def test_drawn_seasons_scatter_about_the_typical_ones_and_repeat_with_the_seed():
    calendar = CalendarBrief(flood=["07-15", "09-05"])
    made = seasons(calendar)
    one = draw_seasons(made, 730, 200, np.random.default_rng(5))
    two = draw_seasons(made, 730, 200, np.random.default_rng(5))
    assert np.array_equal(one.days, two.days)
    usual = typical(made, 730)
    for k, name in enumerate(CLASSES):
        assert one.days[k].mean() == pytest.approx(usual[name].mean(), abs=0.02), name
    river = one.days[CLASSES.index("river")]
    lengths = (~river[:, 150:300]).sum(axis=1)
    assert lengths.std() > 5.0


def test_the_plans_calendars_follow_the_typical_seasons():
    made = seasons()
    for calendar in plan_calendars(made, years=2):
        assert np.array_equal(calendar.rates(made.start, 365), typical(made, 365)[calendar.name])


def test_tables_go_on_open_beyond_the_last_drawn_day():
    mask = np.zeros((2, 1, 10), dtype=bool)
    mask[0], mask[1, 0, 3] = True, True
    tables = season_tables(mask)
    assert tables.tables[0] is None
    table = tables.tables[1]
    # One worked day within ten, then all: two days of work end on the evening of day 10.
    assert table.late[2] + 2.0 == pytest.approx(11.0, abs=2e-3)
    assert table.late[1] + 1.0 == pytest.approx(4.0, abs=2e-3)
