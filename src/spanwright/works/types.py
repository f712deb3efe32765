"""`Works`: what the report, the command line and the later 4D model show of a programme.

Instants are days from the start of the works; `Works.date_of` turns them into dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.ledger import Line, Notice
from spanwright.works.carbon import Carbon
from spanwright.works.cost import Cost
from spanwright.works.draft import OPEN, Programme
from spanwright.works.learning import Foreseen
from spanwright.works.schedule import Schedule


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The plan at the most likely paces.

    schedule : whole days;  arcs : (k, 2) finish-to-start arcs of its resource flow
    total_float, drag : (n,) of the plan with its resources [day]
    method, bound : who found it, and the date before which none ends (0: not asked)
    """

    schedule: Schedule
    arcs: Ints
    total_float: Array
    drag: Array
    method: str
    bound: int

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def makespan(self) -> float:
        return float(self.schedule.makespan)

    def critical(self) -> tuple[int, ...]:
        """Activities without float, by start."""
        found = np.flatnonzero(self.total_float <= 1e-6)
        return tuple(sorted(found.tolist(), key=lambda i: (int(self.schedule.starts[i]), i)))


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """A sample of the dates of all milestones, equal weights.

    finish : (milestones, n) [day]
    """

    names: tuple[str, ...]
    finish: Array

    def __post_init__(self) -> None:
        freeze(self)

    def of(self, name: str) -> Array:
        """(n,) [day]"""
        return np.asarray(self.finish[self.names.index(name)], dtype=float)

    @property
    def opening(self) -> Array:
        return self.of(OPEN)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promised date and the chance to keep it.

    day : last day it allows;  said : when it was given, "" when unknown;  source : claim or file
    complete, opened : chance that the structure is complete, and that traffic runs, by then;
    from the prior, after the sightings (None without), and by the outside view for the opening
    """

    what: str
    day: date
    said: str
    source: str
    complete: float
    opened: float
    complete_learned: float | None
    opened_learned: float | None
    outside: float


@dataclass(frozen=True, slots=True)
class FanPoint:
    """The forecast of the opening as it stood on a day: quantiles 10, 50, 80 and 90 % [day]."""

    day: float
    ids: tuple[str, ...]
    quantiles: tuple[float, float, float, float]
    effective: float
    distinct: int
    foreseen: tuple[Foreseen, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the tornado: mean opening [day] and chance of the key date at both ends.

    fast, slow : with this driver alone at its good and its bad tenth
    """

    name: str
    fast: float
    slow: float
    chance_fast: float
    chance_slow: float


@dataclass(frozen=True, slots=True)
class RiskCost:
    """What a risk costs: mean days of the opening, and chance of the key date it takes away."""

    name: str
    days: float
    chance: float


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The last pier of a front by closed form: a constant pace, seen once, no seasons.

    seen, total : piers at the last sighting, and in all;  apart : days from pier to pier
    quantiles   : of the last pier, at 10, 50 and 90 % [day];  learned : the same by learning
    """

    front: str
    id: str
    seen: float
    total: int
    apart: float
    quantiles: tuple[float, float, float]
    learned: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cliff:
    """A time in which the chance of a complete structure does not rise: miss it and wait."""

    first: date
    last: date
    chance: float


@dataclass(frozen=True, slots=True)
class Driver:
    """An activity or a pace and how much it decides."""

    name: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Works:
    """Everything the report shows of the works.

    today    : the day the project stands for;  key_date : the promise the tornado speaks of
    prior    : forecast from the start;  learned : after the sightings, or None
    months   : first days of months;  histogram : (months,) share of openings in each
    histogram_prior : the same before learning
    chance_of_plan : that the plan's own date is met
    """

    name: str
    today: date
    programme: Programme
    plan: Plan
    prior: Dates
    learned: Dates | None
    effective: int
    months: tuple[date, ...]
    histogram: Array
    histogram_prior: Array
    promises: tuple[PromiseRow, ...]
    key_date: date
    chance_of_plan: float
    cliffs: tuple[Cliff, ...]
    fan: tuple[FanPoint, ...]
    unused: tuple[tuple[str, str], ...]
    second_opinion: tuple[SecondOpinion, ...]
    tornado: tuple[Bar, ...]  # at the start of the works
    tornado_today: tuple[Bar, ...]  # after the sightings; empty without
    risks: tuple[RiskCost, ...]
    critical_activities: tuple[Driver, ...]
    critical_operations: tuple[Driver, ...]
    crucial_paces: tuple[Driver, ...]
    s_curve: Array  # (3, days): share of the work done by plan, and at 10 % and 90 % of pace
    resource_use: Mapping[str, Array]  # resource -> (days,) units in use by the plan
    outside: tuple[float, float, float]  # reference class: base [day], median ratio, log deviation
    cost: Cost
    carbon: Carbon
    samples: int
    seed: int
    ledger: tuple[Line, ...]
    notices: tuple[Notice, ...]

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def start(self) -> date:
        return self.programme.network.first_day

    @property
    def dates(self) -> Dates:
        """The forecast as it stands today."""
        return self.prior if self.learned is None else self.learned

    def date_of(self, instant: float) -> date:
        """Day whose evening is this instant, for a finish."""
        return self.start + timedelta(days=max(int(np.ceil(instant - 1e-6)) - 1, 0))
