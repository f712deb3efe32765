"""Learning from dated progress: the sample of plans is weighed and moved by what was seen.

The prior sample of the forecast is weighed by the likelihood of each day's sightings.  Where few
plans are left with weight, the weighing is done in steps (tempering), the sample is drawn again
by weight, and every plan is moved by Metropolis steps that keep the prior (preconditioned
Crank-Nicolson), so that copies part again.  How many distinct plans carry the answer is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints, floats, freeze
from spanwright.works.distributions import crps, effective_size
from spanwright.works.forecast import Simulator, check_samples, schedule
from spanwright.works.observe import Event, Observed, Reading
from spanwright.works.passes import Singles, needed_for, starts
from spanwright.works.sampling import draw

ENOUGH: Final = 500  # effective plans below which the answer is marked
TOO_FEW: Final = 50  # below which it is refused
LEAST_SHARE: Final = 0.5  # of the sample that a tempering step keeps effective
MOVES: Final = 4  # Metropolis steps after each tempering step
RESEASON: Final = 0.2  # share of proposals that also draw another season
MOST_STEPS: Final = 60


@dataclass(slots=True)
class Sample:
    """Plans that carry equal weight: their normals, seasons and watched events."""

    normals: Singles  # (rows, n)
    season: Ints  # (n,)
    watched: Singles  # (events, n)
    label: Ints  # (n,) equal for copies

    @property
    def size(self) -> int:
        return len(self.season)

    def take(self, chosen: Ints) -> Sample:
        """The plans at these places."""
        return Sample(self.normals[:, chosen], self.season[chosen], self.watched[:, chosen],
                      self.label[chosen])  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Watch:
    """Events whose instants are compared with what was seen, and the activities they wait for.

    A move schedules no more than these; the milestones are worked out once a day of sightings.
    """

    events: tuple[Event, ...]
    needed: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """How one sighting was foreseen by what was known the day before.

    low, median, high : predicted value at 10, 50 and 90 %
    crps, prior_crps  : score of the prediction, and of the one without any sighting
    log_score         : logarithm of the predicted density of what was seen (higher is better)
    """

    id: str
    quantity: str
    front: str
    seen: tuple[float, float]
    low: float
    median: float
    high: float
    crps: float
    prior_crps: float
    log_score: float
    prior_log_score: float


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The forecast as it stood after one day's sightings.

    day       : of the sightings, from the start [day];  ids : theirs
    effective : effective number of plans after plain weighing
    distinct  : different plans after drawing again and moving
    finish    : (milestones, n) [day], equal weights;  steps : tempering steps
    paces     : (fronts,) median duration factor of all works of a front over the prior's
    """

    day: float
    ids: tuple[str, ...]
    effective: float
    distinct: int
    steps: int
    acceptance: float
    finish: Singles
    foreseen: tuple[Foreseen, ...]
    paces: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """The prior, every stage, and the sample after the last."""

    prior: Singles  # (milestones, n)
    stages: tuple[Stage, ...]
    sample: Sample
    fronts: tuple[str, ...]

    @property
    def finish(self) -> Singles:
        """Milestones of the sample.  -> (milestones, n) [day]"""
        return self.stages[-1].finish if self.stages else self.prior

    @property
    def effective(self) -> int:
        """Different plans that carry the final answer."""
        return self.stages[-1].distinct if self.stages else self.sample.size

    @property
    def is_thin(self) -> bool:
        """Too few to trust the tails."""
        return self.effective < ENOUGH

    @property
    def is_refused(self) -> bool:
        """Too few to answer at all."""
        return self.effective < TOO_FEW


def with_observations(machine: Simulator, observed: Observed) -> Simulator:
    """The same simulator with one more normal for the day of each sighting."""
    extra = len(observed.readings)
    return replace(machine, uncertainty=replace(machine.uncertainty, extra=extra))


def learn(machine: Simulator, observed: Observed, count: int = 4096) -> Learned:
    """Update the forecast day by day.

    machine : must come from `with_observations`
    """
    check_samples(count)
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([machine.seed, 2])))
    season = rng.permutation(np.arange(count) * machine.seasons.count // count)
    needed = needed_for(machine.plan, [activity for activity, _ in observed.watch])
    watch = _Watch(observed.watch, needed)
    sample = _simulate(machine, draw(machine.uncertainty, count, rng), season, watch)
    prior = sample
    known: list[tuple[int, Reading]] = []
    stages: list[Stage] = []
    numbered = list(enumerate(observed.readings))
    for day, rows in groupby(numbered, key=lambda pair: pair[1].sighting.day.first):
        group = list(rows)
        foreseen = tuple(_foreseen(machine, sample, prior, row, reading) for row, reading in group)
        sample, facts = _update(machine, sample, known, group, watch, rng)
        known += group
        stages.append(
            Stage(
                float((day - machine.programme.network.first_day).days),
                tuple(reading.sighting.id for _, reading in group),
                *facts,
                _finish(machine, sample),
                foreseen,
                _front_paces(machine, sample),
            )
        )
    return Learned(_finish(machine, prior), tuple(stages), sample, machine.uncertainty.fronts)


def _simulate(machine: Simulator, normals: Singles, season: Ints, watch: _Watch) -> Sample:
    times = schedule(machine, normals, season, watch.needed)
    watched = np.empty((len(watch.events), len(season)), dtype=np.float32)
    for row, (activity, begins) in enumerate(watch.events):
        if begins:
            found = starts(machine.plan, machine.seasons, times.ready, times.season, [activity])
            watched[row] = found[0]
        else:
            watched[row] = times.finish[activity]
    return Sample(normals, season, watched, np.arange(len(season)))


def _finish(machine: Simulator, sample: Sample) -> Singles:
    """Milestones of every plan.  -> (milestones, n) [day]"""
    return schedule(machine, sample.normals, sample.season).finish[list(machine.ends)]


def _shares(machine: Simulator, normals: Singles, row: int) -> Array:
    return floats(machine.uncertainty.days_seen(normals)[row])


def _log_likelihood(
    machine: Simulator, sample: Sample, rows: Sequence[tuple[int, Reading]]
) -> Array:
    total = np.zeros(sample.size)
    for row, reading in rows:
        total += reading.log_likelihood(sample.watched, _shares(machine, sample.normals, row))
    return total


def _update(
    machine: Simulator, sample: Sample, known: Sequence[tuple[int, Reading]],
    group: Sequence[tuple[int, Reading]], watch: _Watch, rng: np.random.Generator,
) -> tuple[Sample, tuple[float, int, int, float]]:  # fmt: skip
    """Weigh, draw again and move; gives (effective, distinct, steps, acceptance) too."""
    new = _log_likelihood(machine, sample, group)
    effective = effective_size(np.exp(new - new.max()))
    reached, steps, size = 0.0, 0, 0.35
    accepted = 1.0

    def target(proposed: Sample, power: float) -> Array:
        return _log_likelihood(machine, proposed, known) + power * _log_likelihood(
            machine, proposed, group
        )

    while reached < 1.0 and steps < MOST_STEPS:
        new = _log_likelihood(machine, sample, group)
        step = _tempering_step(new, 1.0 - reached)
        reached = min(1.0, reached + step)
        weights = np.exp(step * (new - new.max()))
        sample = sample.take(_systematic(weights, rng))
        steps += 1
        density = target(sample, reached)
        for _ in range(MOVES):
            accepted = _move(machine, sample, density, target, reached, size, watch, rng)
            size = float(np.clip(size * np.exp(accepted - 0.3), 0.05, 0.9))
    distinct = len(np.unique(sample.label))
    return sample, (effective, distinct, steps, accepted)


def _tempering_step(log_likelihood: Array, left: float) -> float:
    """Largest power of the likelihood that keeps enough plans effective."""
    shifted = log_likelihood - log_likelihood.max()
    wanted = LEAST_SHARE * len(shifted)
    if effective_size(np.exp(left * shifted)) >= wanted:
        return left
    low, high = 0.0, left
    for _ in range(40):
        middle = (low + high) / 2.0
        if effective_size(np.exp(middle * shifted)) >= wanted:
            low = middle
        else:
            high = middle
    return max(low, 1e-3 * left)


def _systematic(weights: Array, rng: np.random.Generator) -> Ints:
    """Places drawn in proportion to the weights, with one random number.  (n,) -> (n,)"""
    heap = np.cumsum(weights)
    marks = (rng.random() + np.arange(len(weights))) / len(weights) * heap[-1]
    places: Ints = np.minimum(np.searchsorted(heap, marks), len(weights) - 1)
    return places


def _move(
    machine: Simulator, sample: Sample, density: Array,
    target: Callable[[Sample, float], Array], power: float, size: float, watch: _Watch,
    rng: np.random.Generator,
) -> float:  # fmt: skip
    """One Metropolis step of every plan, in place; the proposal leaves the prior as it is.

    density : (n,) log target of the sample, kept up to date
    returns : share of the plans that moved
    """
    n = sample.size
    fresh = draw(machine.uncertainty, n, rng)
    fresh *= np.float32(size)
    fresh += np.float32(np.sqrt(1.0 - size**2)) * sample.normals
    again = rng.random(n) < RESEASON
    season = np.where(again, rng.integers(0, machine.seasons.count, n), sample.season)
    proposed = _simulate(machine, fresh, season, watch)
    reached = target(proposed, power)
    take = np.log(rng.random(n)) < reached - density
    proposed.label += int(sample.label.max()) + 1
    for old, new in (
        (sample.normals, proposed.normals),
        (sample.season, proposed.season),
        (sample.watched, proposed.watched),
        (sample.label, proposed.label),
        (density, reached),
    ):
        np.copyto(old, new, where=take)
    return float(take.mean())


def _foreseen(
    machine: Simulator, sample: Sample, prior: Sample, row: int, reading: Reading
) -> Foreseen:
    def predicted(of: Sample) -> tuple[Array, float, float]:
        share = _shares(machine, of.normals, row)
        value = reading.value(of.watched, share)
        density = np.exp(reading.log_likelihood(of.watched, share))
        # A range is right anywhere inside it: the score is to its value nearest to the middle plan.
        truth = float(np.clip(np.median(value), reading.sighting.low, reading.sighting.high))
        score = crps(value, np.ones(of.size), truth)
        return value, score, float(np.log(density.mean()))

    value, score, log_score = predicted(sample)
    _, prior_score, prior_log = predicted(prior)
    low, median, high = np.quantile(value, [0.1, 0.5, 0.9], method="inverted_cdf")
    s = reading.sighting
    return Foreseen(s.id, s.quantity, s.front, (s.low, s.high), float(low), float(median),
                    float(high), score, prior_score, log_score, prior_log)  # fmt: skip


def _front_paces(machine: Simulator, sample: Sample) -> Array:
    """Median over the sample of each front's mean duration factor.  -> (fronts,)"""
    unit = machine.uncertainty
    paces = unit.paces(sample.normals)
    step = (unit.factors.shape[1] - 1) / 10.0
    index = np.clip((paces + 5.0) * step + 0.5, 0, unit.factors.shape[1] - 1).astype(np.int64)
    factor = np.take_along_axis(unit.factors, index, axis=1)
    found = []
    for front in unit.fronts:
        rows = [g for g, (_, f) in enumerate(unit.groups) if f == front]
        found.append(float(np.median(np.exp(np.log(factor[rows]).mean(axis=0)))))
    return np.array(found)
