"""Distributions of durations and costs, weighted samples of them, and scores of forecasts."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from spanwright.datum.arrays import Array, floats

TABLE_NODES: Final = 2049  # of a quantile table over z = -5 to 5: steps of 0.005 deviations
TABLE_REACH: Final = 5.0


def pert_parameters(low: float, mode: float, high: float) -> tuple[float, float]:
    """Shape parameters (alpha, beta) of the beta distribution that PERT puts on [low, high].

    Check: (10, 14, 30) gives 1.8 and 4.2; mean 16, standard deviation 3.464.
    """
    if not low <= mode <= high or not low < high:
        raise ValueError("must run low <= value <= high, and low < high")
    width = high - low
    return 1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width


def pert_mean(low: float, mode: float, high: float) -> float:
    """Mean of PERT: (low + 4 mode + high) / 6."""
    return (low + 4.0 * mode + high) / 6.0


def pert_sd(low: float, mode: float, high: float) -> float:
    """Standard deviation of PERT, from its beta distribution (not the sixth of the range)."""
    a, b = pert_parameters(low, mode, high)
    return (high - low) * math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1.0)))


def pert_quantile(share: ArrayLike, low: float, mode: float, high: float) -> Array:
    """Value below which this share of PERT lies.  (...,) [-] -> (...,)"""
    if low == high:
        return np.full(np.shape(share), float(mode))
    a, b = pert_parameters(low, mode, high)
    return floats(low + (high - low) * special.betaincinv(a, b, floats(share)))


def normal_nodes() -> Array:
    """Abscissae of the quantile tables: standard normal deviates.  -> (TABLE_NODES,)"""
    return np.linspace(-TABLE_REACH, TABLE_REACH, TABLE_NODES)


def lognormal_of(mean: float, sd: float) -> tuple[float, float]:
    """(sigma, mu) of the logarithm of 1 + x, for an overrun x of this mean and deviation.

    Check: mean 0.34 and deviation 0.62 give 0.4404 and 0.1957; their median is +21.6 %.
    """
    variance = math.log1p((sd / (1.0 + mean)) ** 2)
    return math.sqrt(variance), math.log1p(mean) - variance / 2.0


def triangular_log(low: float, mode: float, high: float) -> tuple[float, float]:
    """(mu, sigma) of a lognormal with 10 % below ``low`` and 10 % above ``high``.

    Two quantiles fix it; the mode is the planner's check, not used.
    """
    if not 0.0 < low <= mode <= high:
        raise ValueError("must run 0 < low <= value <= high")
    reach = float(special.ndtri(0.9))
    return (math.log(low) + math.log(high)) / 2.0, math.log(high / low) / (2.0 * reach)


def effective_size(weights: Array) -> float:
    """How many equal weights tell as much: (sum w)^2 / sum w^2.  (n,) -> 1 to n"""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def crps(values: Array, weights: Array, truth: float) -> float:
    """Continuous ranked probability score of a weighted sample: 0 is perfect.  [unit of values]

    E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007), by one pass over the sorted sample.
    """
    order = np.argsort(values, kind="stable")
    x, w = values[order], weights[order] / weights.sum()
    below = np.cumsum(w) - w / 2.0
    # E|X - X'| = 2 sum w_i x_i (2 F_i - 1) with F_i the weight below the middle of step i
    spread = 2.0 * float(np.sum(w * x * (2.0 * below - 1.0)))
    return float(np.sum(w * np.abs(x - truth))) - spread / 2.0
