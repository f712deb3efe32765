from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import ndtri

from spanwright.datum.errors import InputError, InputErrors
from spanwright.evidence.register import Sighting
from spanwright.evidence.times import When
from spanwright.works import forecast
from spanwright.works.forecast import drivers, run, simulator, without
from spanwright.works.learning import learn, with_observations
from spanwright.works.observe import observe, refuse
from spanwright.works.run import make_plan
from spanwright.works.sampling import RANKS, draw, draw_quick
from spanwright.works.summary import BARS, by_season, tornado_today

TODAY = date(2026, 3, 31)


def sighting(identity, day, front, quantity, low, high=None, last=None):
    when = When(date.fromisoformat(day), date.fromisoformat(last or day), "as written")
    claim = SimpleNamespace(id="B1")
    return Sighting(identity, when, front, quantity, low, low if high is None else high, "",
                    claim, "")  # fmt: skip


@pytest.fixture(scope="module")
def machine(programme):
    plan = make_plan(programme)
    return simulator(programme, plan.arcs, plan.makespan, seasons=40)


def test_fourteen_piers_cannot_become_nine():
    seen = [sighting("O1", "2025-10-14", "KP", "piers", 14),
            sighting("O2", "2025-11-10", "KP", "piers", 9)]  # fmt: skip
    with pytest.raises(InputErrors) as caught:
        refuse(seen, TODAY, "claims.toml: observation")
    assert str(caught.value) == (
        "claims.toml: observation.O2: contradicts O1: piers on front KP were 14 by 2025-10-14 and "
        "cannot become fewer (got 9 on 2025-11-10)"
    )


def test_a_range_that_leaves_room_does_not_contradict():
    refuse(
        [sighting("O1", "2025-10-14", "KP", "piers", 10, 14),
         sighting("O2", "2025-11-10", "KP", "piers", 9, 12),
         sighting("O3", "2025-11-10", "RU", "piers", 2),
         sighting("O4", "2025-12-10", "KP", "river pile positions begun", 2),
         sighting("O5", "2026-01-10", "KP", "river pile positions begun", 0)],
        TODAY,
    )  # fmt: skip


def test_a_sighting_from_the_future_is_refused():
    with pytest.raises(InputErrors, match=r"O1\.day: must not be after the day of the project"):
        refuse([sighting("O1", "2026-04-01", "KP", "piers", 1)], TODAY)


def test_sightings_no_counter_covers_are_set_aside_with_the_reason(programme):
    found = observe(
        programme,
        [sighting("O1", "2025-06-01", "west", "peirs", 1),
         sighting("O2", "2025-06-01", "north", "piers", 1),
         sighting("O3", "2025-01-01", "west", "piers", 0),
         sighting("O4", "2025-06-01", "west", "land piers", 0),
         sighting("O5", "2025-06-01", "west", "Piers", 0)],
        TODAY,
    )  # fmt: skip
    why = dict(found.unused)
    assert why["O1"] == 'nothing in the plan counts "peirs"; did you mean "piers"?'
    assert why["O2"] == 'no front is called "north"'
    assert why["O3"] == "before the start of works"
    assert why["O4"] == "the plan has no such works on this front"
    assert [r.sighting.id for r in found.readings] == ["O5"]


def test_counters_count_what_has_happened(machine, programme):
    seen = [sighting("O1", "2026-01-10", "west", "piers", 2),
            sighting("O2", "2026-01-10", "east", "causeway from the bank", 20.0),
            sighting("O3", "2026-01-10", "both", "works meet in mid-river", 1)]  # fmt: skip
    found = observe(programme, seen, TODAY)
    runs = run(machine, 400, watch=found.watch, workers=1)
    counts, metres, meeting = (r.value(runs.watched, np.full(400, 0.5)) for r in found.readings)
    assert set(np.unique(counts)) <= {0.0, 1.0, 2.0}
    assert found.readings[0].counters[0].total == 2.0
    assert metres.min() >= 0.0
    assert metres.max() <= found.readings[1].counters[0].total + 1e-9
    assert set(np.unique(meeting)) <= {0.0, 0.5, 1.0}
    tops = np.sort(runs.watched[: len(programme.of_step("crosshead"))], axis=0)
    assert np.all(tops > 0.0)


def test_the_likelihood_is_highest_inside_the_range_and_never_nothing(machine, programme):
    found = observe(programme, [sighting("O1", "2025-12-10", "west", "piers", 1, 2)], TODAY)
    reading = found.readings[0]
    rows = reading.counters[0].last
    watched = np.full((len(found.watch), 3), 1e6, dtype=np.float32)
    watched[rows[0], 1:] = 0.0
    watched[rows[1], 2] = 0.0
    none, one, two = reading.log_likelihood(watched, np.full(3, 0.5))
    assert one == two > none > -20.0


def test_a_sighting_that_says_nothing_changes_nothing(machine, programme):
    """Any number of piers would do: weights stay equal, the forecast stays the prior's."""
    found = observe(programme, [sighting("O1", "2025-10-14", "west", "piers", 0, 99)], TODAY)
    learned = learn(with_observations(machine, found), found, 400)
    (stage,) = learned.stages
    assert stage.effective == pytest.approx(400.0)
    # The moves that follow keep the prior, so only the mean's own scatter is left.
    prior, after = (x[machine.opening] for x in (learned.prior, stage.finish))
    scatter = prior.std() / np.sqrt(400)
    assert abs(after.mean() - prior.mean()) < 4.0 * scatter
    assert learned.sample.normals.std() == pytest.approx(1.0, abs=0.02)
    assert abs(learned.sample.normals.mean()) < 0.02


def test_quick_piers_bring_the_opening_forward_and_slow_ones_put_it_off(machine, programme):
    def opening(count, day):
        found = observe(programme, [sighting("O1", day, "west", "piers", count)], TODAY)
        learned = learn(with_observations(machine, found), found, 600)
        return float(np.median(learned.finish[machine.opening])), learned

    runs = run(machine, 600, workers=1)
    prior = float(np.median(runs.of("last pier")))
    middle = (programme.network.first_day + timedelta(days=prior)).isoformat()
    (quick, learned), (slow, _) = opening(2, "2025-08-20"), opening(0, middle)
    assert quick < slow
    assert learned.stages[0].effective < 600
    assert learned.stages[0].distinct > 50


def test_what_still_moves_the_opening_is_told_from_the_learned_plans(machine, programme):
    found = observe(programme, [sighting("O1", "2025-09-20", "west", "piers", 1)], TODAY)
    own = with_observations(machine, found)
    learned = learn(own, found, 800)
    judged = drivers(own, learned.sample.normals, learned.sample.season)
    opening = learned.finish[own.opening]
    key, seasons = float(np.median(opening)), by_season(own, 400)
    bars = tornado_today(own, judged, key, learned, seasons, 140.0, 400)
    reach = [abs(bar.slow - bar.fast) for bar in bars]
    assert reach == sorted(reach, reverse=True)
    first = bars[0]
    assert first.fast < opening.mean() < first.slow
    assert first.chance_fast > first.chance_slow
    assert len({bar.name for bar in bars}) == len(bars) <= BARS
    assert all(bar.slow > bar.fast for bar in bars)  # no slower pace brings the opening forward
    late = tornado_today(own, judged, key, learned, seasons, 1e5, 400)  # nothing is left to begin
    assert {bar.name for bar in late} <= {"floods, frost and wet days"}


def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads(machine, monkeypatch):
    monkeypatch.setattr(forecast, "BLOCK", 256)
    one, two = run(machine, 1000, workers=1), run(machine, 1000, workers=2)
    assert np.array_equal(one.finish, two.finish)
    other = run(machine, 1000, stream=3)
    assert not np.array_equal(one.finish, other.finish)


def test_paces_keep_their_ranges_and_share_their_causes(machine):
    unit = machine.uncertainty
    normals = draw(unit, 20_000, np.random.default_rng(1))
    z = unit.paces(normals)
    assert np.abs(z.mean(axis=1)).max() < 0.05
    assert np.abs(z.std(axis=1) - 1.0).max() < 0.05
    row = {group: k for k, group in enumerate(unit.groups)}
    same_front = np.corrcoef(z[row["bored pile", "west"]], z[row["pile cap", "west"]])[0, 1]
    same_work = np.corrcoef(z[row["pile cap", "east"]], z[row["pile cap", "west"]])[0, 1]
    neither = np.corrcoef(z[row["bored pile", "east"]], z[row["pile cap", "west"]])[0, 1]
    assert same_front == pytest.approx(0.15 + 0.35, abs=0.03)
    assert same_work == pytest.approx(0.15 + 0.10, abs=0.03)
    assert neither == pytest.approx(0.15, abs=0.03)


def test_scatter_by_rank_is_the_scatter_by_normals(machine):
    """The forecast draws two bytes where the learning keeps a normal: one distribution."""
    unit, count = machine.uncertainty, 40_000
    normals = draw(unit, count, np.random.default_rng(2))
    causes, shares = draw_quick(unit, count, np.random.default_rng(3))
    quick = np.empty((unit.size, count), dtype=np.float32)
    unit.quick_durations(causes, shares, quick)
    slow = unit.durations(normals)
    works = unit.base > 0.0
    assert np.all(quick[~works] == 0.0)
    mean = quick[works].mean(axis=1) / slow[works].mean(axis=1)
    assert np.abs(mean - 1.0).max() < 0.03
    for share in (0.1, 0.5, 0.9):
        ratio = np.quantile(quick[works], share, axis=1) / np.quantile(slow[works], share, axis=1)
        assert np.abs(ratio - 1.0).max() < 0.05
    # The same causes and the middle rank: the very same durations, to the width of a rank.
    s = unit.offsets[3]
    normals[:s], normals[s + unit.size :] = causes[:s], causes[s:]
    normals[s : s + unit.size] = ndtri(0.5 + 0.5 / RANKS)
    unit.quick_durations(causes, np.full_like(shares, RANKS // 2), quick)
    np.testing.assert_allclose(quick, unit.durations(normals), rtol=1e-5, atol=1e-5)


def test_holding_a_pace_at_its_bad_end_delays_and_uses_the_same_draws(machine):
    found = drivers(machine, count=1000)
    assert 0.99 < found.criticality[machine.ends[machine.opening]] <= 1.0
    assert np.all(found.together >= 0.0)
    worst = int(np.argmax(found.cruciality))
    good, bad = (run(machine, 1000, pinned={worst: z}, workers=1).of("open") for z in (-1.3, 1.3))
    assert np.all(bad >= good - 1e-2)
    assert bad.mean() > good.mean()


@pytest.mark.parametrize("count", [10, 10_000_000])
def test_too_few_or_too_many_plans_are_refused(machine, count):
    with pytest.raises(InputError, match="--samples: must be between 200 and 5000000"):
        run(machine, count)


def test_a_risk_strikes_as_often_as_it_says_and_costs_its_days(machine):
    unit = machine.uncertainty
    normals = draw(unit, 40_000, np.random.default_rng(6))
    spared = without(machine, "girders delivered late").uncertainty
    extra = (unit.durations(normals) - spared.durations(normals)).sum(axis=0)
    fronts = [s for s in unit.strikes if s.name == "girders delivered late"]
    assert len(fronts) == 2
    struck = 1.0 - 0.8**2
    assert np.mean(extra > 0.0) == pytest.approx(struck, abs=0.01)
    mean = (20 + 4 * 45 + 120) / 6
    assert extra.mean() == pytest.approx(2 * 0.2 * mean, rel=0.03)
