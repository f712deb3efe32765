"""A second opinion in closed form: how long the rest of a count takes, at the pace seen so far."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from spanwright.datum.arrays import Array, floats


@dataclass(frozen=True, slots=True)
class Pace:
    """What is believed of a rate of events: a gamma distribution.

    weight   : events the belief is worth;  exposure : days they took   [day]
    """

    weight: float
    exposure: float

    @property
    def mean(self) -> float:
        """Events a day."""
        return self.weight / self.exposure

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """Central interval of the rate.  [1/day]"""
        tail = (1.0 - share) / 2.0
        ends = special.gammaincinv(self.weight, floats([tail, 1.0 - tail])) / self.exposure
        return float(ends[0]), float(ends[1])

    def seen(self, events: float, days: float) -> Pace:
        """The belief after so many events in so many days of work."""
        return Pace(self.weight + events, self.exposure + days)

    def days_for(self, events: int, share: ArrayLike) -> Array:
        """Days within which so many more events happen, by probability.  (...,) -> (...,)

        Events at random times: a beta prime distribution.  Repetitive work scatters less.
        Check: 4 events in 56 days, then 6 in 134: 11 more take 118.8, 209.6 and 371.8 days at
        10, 50 and 90 %.
        """
        # Beta prime: odds of a beta variate, each tail by the function that is exact there.
        chance = floats(share)
        below = special.betaincinv(events, self.weight, chance)
        above = special.betainccinv(self.weight, events, chance)
        unit = np.where(below > 0.5, 1.0 / above - 1.0, below / (1.0 - below))
        return floats(unit * self.exposure)


def pace_ratio(prior_sd: float, planned: float, done: float, error: float) -> tuple[float, float]:
    """(mean, sd) of the logarithm of the duration factor after one comparison of paces.

    Check: prior 0.35, 9 planned and 6 done, error 0.25: 0.268 and 0.203.
    """
    prior, seen = prior_sd**-2, error**-2
    precision = prior + seen
    return math.log(planned / done) * seen / precision, float(np.sqrt(1.0 / precision))
