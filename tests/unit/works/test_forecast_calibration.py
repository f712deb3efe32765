"""Simulated bridges with a known truth: the learned intervals hold it as often as they say.

Each truth is drawn from the model itself, seen through the likelihood's own errors, and then
forecast from these sightings alone.  If the weighing, drawing again or moving were wrong (a
proposal that does not keep the prior, a likelihood counted twice), too many truths would fall
outside.
"""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from spanwright.evidence.register import Sighting
from spanwright.evidence.times import When
from spanwright.works.forecast import run, simulator
from spanwright.works.learning import learn, with_observations
from spanwright.works.observe import COUNT_SD, observe
from spanwright.works.run import make_plan

BRIDGES = 60
PLANS = 300
LOOKS = (
    *((day, front, "piles") for day in (60, 90, 120) for front in ("west", "east")),
    *((day, front, "piers") for day in (130, 170) for front in ("west", "east")),
)
FORESEEN = "last pier"  # what the sightings tell most of


def blank(start, day, front, quantity, value):
    when = start + timedelta(days=day)
    return Sighting(f"O{day}{front}", When(when, when, ""), front, quantity, value, value, "",
                    SimpleNamespace(id="B"), "")  # fmt: skip


@pytest.mark.slow
def test_eight_in_ten_truths_lie_between_the_tenth_and_the_ninetieth(programme):
    start = programme.network.first_day
    today = start + timedelta(days=400)
    plan = make_plan(programme)
    machine = simulator(programme, plan.arcs, plan.makespan, seasons=50)
    template = observe(programme, [blank(start, *look, 0) for look in LOOKS], today)
    truths = run(machine, max(BRIDGES, 200), watch=template.watch, stream=21, workers=1)
    rng = np.random.default_rng(4)
    chosen = rng.permutation(truths.season.size)[:BRIDGES]
    ranks = []
    for bridge in chosen:
        watched = truths.watched[:, [bridge]]
        seen = []
        for look, reading in zip(LOOKS, template.readings, strict=True):
            value = float(reading.value(watched, rng.random(1))[0])
            noisy = value + COUNT_SD * rng.standard_normal()
            seen.append(replace(reading, sighting=blank(start, *look, noisy)))
        observed = replace(template, readings=tuple(seen))
        armed = replace(with_observations(machine, observed), seed=100 + int(bridge))
        learned = learn(armed, observed, PLANS)
        foreseen = learned.finish[machine.names.index(FORESEEN)]
        ranks.append(float(np.mean(foreseen < truths.of(FORESEEN)[bridge])))
    inside = int(np.sum((np.array(ranks) > 0.1) & (np.array(ranks) < 0.9)))
    # Tried with faults put in on purpose: a likelihood counted ten times, or upside down, fails.
    assert stats.binomtest(inside, BRIDGES, 0.8).pvalue > 0.01, inside
    assert stats.kstest(ranks, "uniform").pvalue > 0.01
