"""Distributions, maturity, learning and carbon: closed forms and published statistics.

Values marked "computed" were found once with independent code from the formula beside them; they
hold to the digits given.  Published ones name their source.
"""

import math
from datetime import date

import numpy as np
import pytest
from scipy import stats

from spanwright.works import carbon, cost, maturity
from spanwright.works.distributions import (
    crps,
    effective_size,
    lognormal_of,
    pert_mean,
    pert_parameters,
    pert_quantile,
    pert_sd,
)
from spanwright.works.network import Activity, Link, build
from spanwright.works.pace import Pace, pace_ratio
from spanwright.works.passes import Scratch, compile_network, forward, season_tables


def test_pert_is_a_beta_distribution_and_its_deviation_is_not_a_sixth_of_the_range():
    """Malcolm and others 1959 for the mean; computed: 1.8, 4.2, 16 and 3.4641."""
    assert pert_parameters(10, 14, 30) == pytest.approx((1.8, 4.2))
    assert pert_mean(10, 14, 30) == 16.0
    assert pert_sd(10, 14, 30) == pytest.approx(math.sqrt(12.0), rel=1e-12)
    assert abs(pert_sd(10, 14, 30) - 20 / 6) > 0.1
    middle = pert_quantile((np.arange(20_000) + 0.5) / 20_000, 10, 14, 30)
    assert middle.mean() == pytest.approx(16.0, abs=1e-3)
    assert middle.std() == pytest.approx(3.4641, abs=2e-3)


def test_pert_without_a_range_is_a_number():
    assert pert_quantile([0.1, 0.9], 5, 5, 5).tolist() == [5.0, 5.0]
    with pytest.raises(ValueError, match="low <= value <= high"):
        pert_parameters(3, 2, 5)


def test_overrun_of_fixed_links_as_a_lognormal():
    """Mean 33.8 %, deviation 62 % (Flyvbjerg, Skamris Holm and Buhl 2003).

    Their rounded pair 34/62 gives sigma 0.4404 and mu 0.1957 (computed), so a median of +21.6 %:
    beside it stands the published uplift of 23 % at P50 (Transport Scotland, STAG 13.4).
    """
    sigma, mu = lognormal_of(0.34, 0.62)
    assert (sigma, mu) == pytest.approx((0.440438, 0.195677), abs=1e-6)
    assert math.exp(mu) - 1.0 == pytest.approx(0.216, abs=5e-4)
    assert math.exp(mu) - 1.0 == pytest.approx(
        cost.tables()["reference_class"]["p50"]["value"], abs=0.02
    )
    p80, p90 = (math.exp(mu + sigma * stats.norm.ppf(s)) - 1.0 for s in (0.8, 0.9))
    assert (p80, p90) == pytest.approx((0.76, 1.14), abs=0.005)
    assert stats.norm.cdf(mu / sigma) == pytest.approx(0.67, abs=0.005)
    assert cost.reference_overrun() == pytest.approx(lognormal_of(0.338, 0.62))


def test_pace_by_gamma_and_remaining_time_by_beta_prime():
    """Conjugate closed form: 4 events in 56 days, then 6 in 134 (computed)."""
    pace = Pace(4, 56).seen(6, 134)
    assert pace.mean == pytest.approx(0.0526316, abs=1e-7)
    assert pace.interval() == pytest.approx((0.0252389, 0.0899200), abs=1e-6)
    assert pace.days_for(11, [0.1, 0.5, 0.9]) == pytest.approx([118.82, 209.65, 371.85], abs=0.01)
    # The mean of the beta prime distribution: 11 * 190 / (10 - 1).
    share = (np.arange(200_000) + 0.5) / 200_000
    assert pace.days_for(11, share).mean() == pytest.approx(232.2, abs=0.1)


def test_one_comparison_of_paces():
    """Two normals multiply: precisions 8.1633 + 16, so mean ln(1.5) 16/24.1633 = 0.268484 and
    deviation 24.1633^-0.5 = 0.203434; median factor 1.308 (computed).
    """
    mean, sd = pace_ratio(0.35, 9, 6, 0.25)
    assert (mean, sd) == pytest.approx((0.268484, 0.203434), abs=1e-6)
    ends = [math.exp(mean + sd * stats.norm.ppf(s)) for s in (0.1, 0.5, 0.9)]
    assert ends == pytest.approx([1.008, 1.308, 1.698], abs=1e-3)


@pytest.mark.parametrize(("correlation", "days"), [(0.0, 22.6), (0.5, 16.0), (0.8, 10.1)])
def test_two_fronts_that_must_meet_lose_days_even_when_each_is_on_time(correlation, days):
    """E max of two equal normals, sd sqrt((1 - rho) / pi), by the vectorised pass.

    200,000 pairs: standard error 0.08 day.
    """
    exact = 40.0 * math.sqrt((1.0 - correlation) / math.pi)
    assert exact == pytest.approx(days, abs=0.05)
    fronts = [Activity("west", 300.0), Activity("east", 300.0)]
    meeting = Activity("meeting", 0.0, is_milestone=True)
    network = build([*fronts, meeting], [Link("west", "meeting"), Link("east", "meeting")])
    plan = compile_network(network, ("every day",))
    tables = season_tables(np.ones((1, 1, 10), dtype=bool))
    rng = np.random.default_rng(3)
    n = 200_000
    shared = math.sqrt(correlation) * rng.standard_normal(n)
    own = math.sqrt(1 - correlation) * rng.standard_normal((2, n))
    durations = np.zeros((3, n), dtype=np.float32)
    durations[:2] = 300.0 + 40.0 * (shared + own)
    finish, _ = forward(plan, tables, durations, np.zeros(n, np.int32), Scratch.of(3, n))
    assert finish[2].mean() - 300.0 == pytest.approx(exact, abs=0.3)


def test_concrete_ages_with_its_temperature():
    """EN 1992-1-1 (B.10) and (3.2), from memory; the factors were computed from them."""
    factors = maturity.ageing_rate([-5, 0, 5, 10, 20])
    assert factors == pytest.approx([0.279, 0.367, 0.478, 0.616, 0.998], abs=6e-4)
    assert maturity.strength_share([3, 7, 90]) == pytest.approx([0.598, 0.779, 1.117], abs=6e-4)
    assert maturity.strength_share(28.0) == 1.0
    equivalent = 7 * float(maturity.ageing_rate(5.0))
    assert equivalent == pytest.approx(3.35, abs=0.01)
    assert maturity.strength_share(equivalent) == pytest.approx(0.62, abs=0.005)
    days = maturity.days_to_strength(0.7, 10.0)
    assert maturity.strength_share(days * maturity.ageing_rate(10.0)) == pytest.approx(0.7)
    assert days < maturity.days_to_strength(0.7, 0.0)


def test_embodied_carbon_of_the_worked_example():
    """2,808 + 2,189 + 7,872 + 75 = 12,944 t (computed by hand)."""
    masses = {"concrete": 9000 * 2400.0, "bars": 1.1e6, "plate": 3.2e6, "asphalt": 1.5e6}
    factors = {"concrete": 0.13, "bars": 1.99, "plate": 2.46, "asphalt": 0.05}
    assert carbon.embodied(masses, factors) == pytest.approx(12_944e3, rel=1e-4)
    assert carbon.waste_factor(0.05) == pytest.approx(0.0526, abs=5e-5)


def test_concrete_carbon_at_the_tabulated_strengths():
    """NMEF v2025.1, as tabulated: 32, 40 and 50 MPa give 249, 305 and 354 kg/m3."""
    assert [carbon.concrete_factor(f"C{s}/{s + 8}") for s in (32, 40, 50)] == [249, 305, 354]
    assert carbon.concrete_factor("C36/45") == pytest.approx(277.0)


def test_days_from_the_start_of_the_works():
    start = date(2025, 4, 30)
    ends = (date(2025, 11, 10), date(2026, 6, 30), date(2026, 12, 31))
    assert [(end - start).days for end in ends] == [194, 426, 610]


def test_ranked_probability_score_of_a_normal_sample():
    """Gneiting and Raftery 2007, eq. 5: of N(0, 1) at 0 it is (sqrt 2 - 1) / sqrt pi = 0.2337."""
    values = stats.norm.ppf((np.arange(40_000) + 0.5) / 40_000)
    exact = (math.sqrt(2) - 1) / math.sqrt(math.pi)
    assert crps(values, np.ones(40_000), 0.0) == pytest.approx(exact, abs=1e-4)
    x, w = np.array([1.0, 2.0, 4.0]), np.array([0.2, 0.5, 0.3])
    spread = sum(w[i] * w[j] * abs(x[i] - x[j]) for i in range(3) for j in range(3))
    by_hand = float(np.sum(w * np.abs(x - 3.0))) - spread / 2.0
    assert crps(x, w, 3.0) == pytest.approx(by_hand)


def test_effective_size_of_a_weighted_sample():
    assert effective_size(np.array([1.0, 1.0, 1.0, 1.0])) == 4.0
    assert effective_size(np.array([1.0, 0.0])) == 1.0
