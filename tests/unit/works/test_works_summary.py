from datetime import date

import numpy as np
import pytest

from spanwright.works import summary
from spanwright.works.run import Options, run
from spanwright.works.types import Dates

START = date(2025, 1, 1)


@pytest.fixture(scope="module")
def works(short):
    options = Options(samples=2000, plans=400, bars=400)
    return run(short.brief, short.reading.register, short.layout, short.quantities, options)


def test_the_evening_of_a_month_s_last_day_belongs_to_that_month():
    months, (share,) = summary.month_histogram([np.array([31.0, 31.5, 59.0])], START)
    assert months[0] == date(2025, 1, 1)
    assert share[:2] == pytest.approx([1 / 3, 2 / 3])


def test_a_gap_between_two_seasons_is_a_cliff():
    sample = np.concatenate([np.linspace(100, 140, 700), np.linspace(300, 330, 300)])
    (cliff,) = summary.cliffs(sample, START)
    assert cliff.chance == pytest.approx(0.7, abs=0.02)
    assert (cliff.last - cliff.first).days == pytest.approx(160, abs=3)
    assert summary.cliffs(np.linspace(100, 200, 500), START) == ()


def test_a_promise_is_kept_on_its_evening_not_before():
    finish = np.array([[10.0, 11.0, 12.0, 13.0]] * 2)
    dates = Dates(("structure complete", "open"), finish)
    promise = summary.Promised("x", date(2025, 1, 12), "", "B1")  # its evening is instant 12
    (row,) = summary.promise_rows([promise], START, dates, None, (100.0, 1.2, 0.3))
    assert row.opened == 0.75
    assert row.opened_learned is None


def test_the_outside_view_stretches_what_was_promised():
    assert summary.outside_chance(120.0, (100.0, 1.2, 0.3)) == pytest.approx(0.5)
    assert summary.outside_chance(154.5, (100.0, 1.2, 0.3)) == pytest.approx(0.8, abs=0.005)
    assert summary.mixed_chance(0.8, 0.4, 0.0) == 0.8
    assert summary.mixed_chance(0.8, 0.4, 0.5) == pytest.approx(0.6)


def test_works_hold_together(works):
    assert works.histogram.sum() == pytest.approx(1.0)
    assert works.learned is None  # a new project has no sightings
    assert works.fan == ()
    done, opened = works.prior.of("structure complete"), works.prior.opening
    assert np.all(opened >= done)
    (row,) = works.promises
    assert row.what == "the contract"
    assert (
        row.complete
        >= row.opened
        == pytest.approx(np.mean(opened <= (row.day - works.start).days + 1))
    )
    curve = works.s_curve[0]
    assert np.all(np.diff(curve) >= -1e-12)
    assert curve[-1] == pytest.approx(1.0)
    assert {line.kind for line in works.ledger} <= {"assumed", "standard", "given"}


def test_the_plan_never_uses_more_than_there_is(works):
    for resource in works.programme.network.resources:
        assert works.resource_use[resource.id].max() <= resource.capacity


def test_without_a_day_of_the_project_the_last_sighting_or_the_start_is_today(works):
    assert works.today == works.start
    assert any(line.address == "project.date" for line in works.ledger)


def test_the_same_input_gives_the_same_works(short, works):
    options = Options(samples=2000, plans=400, bars=400)
    again = run(short.brief, short.reading.register, short.layout, short.quantities, options)
    assert np.array_equal(again.prior.finish, works.prior.finish)
    assert again.tornado == works.tornado
    assert works.tornado_today == ()  # nothing was seen yet
    assert again.cost.quantiles == works.cost.quantiles


def test_bars_of_the_tornado_run_from_good_to_bad(works):
    assert works.tornado
    reach = [bar.slow - bar.fast for bar in works.tornado]
    assert reach == sorted(reach, key=abs, reverse=True)
    assert works.tornado[0].slow > works.tornado[0].fast
    assert works.tornado[0].chance_fast >= works.tornado[0].chance_slow


def test_no_risk_brings_the_opening_forward(works):
    assert {risk.name for risk in works.risks} == {r.name for r in works.programme.rates.risks}
    assert all(risk.days >= -1e-3 for risk in works.risks)
    assert all(risk.chance >= 0.0 for risk in works.risks)
