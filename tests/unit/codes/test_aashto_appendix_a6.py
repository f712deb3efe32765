"""Appendix A6 of AASHTO LRFD by hand, in ksi, inches and kips."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.codes.aashto.resistance.appendix_a6 import (
    appendix_applies,
    compression_moment,
    plastification,
)
from spanwright.datum.units import inch, kip, ksi

KIP_IN = kip * inch
E = 29_000.0


def factors(depth: float, thickness: float = 0.5):
    return plastification(
        60_000 * KIP_IN, 52_000 * KIP_IN, 55_000 * KIP_IN, depth * inch, depth * inch,
        thickness * inch, 50 * ksi,
    )  # fmt: skip


def test_a_compact_web_reaches_the_plastic_moment():
    """lambda_pw = 24.083/(0.54 x 60/52 - 0.09)^2 = 84.75 against 2 x 20/0.5 = 80."""
    limit = np.sqrt(E / 50) / (0.54 * 60 / 52 - 0.09) ** 2
    assert limit == pytest.approx(84.75, rel=1e-3)
    found = factors(20.0)
    assert bool(found.compact)
    assert float(found.compression) == pytest.approx(60 / 52)
    assert float(found.tension) == pytest.approx(60 / 55)


def test_a_noncompact_web_lies_between_plastic_and_yield_moment():
    """2 x 27/0.5 = 108 between 84.75 and 137.27: 1 - (1 - 52/60) 0.4441 of 1.1538."""
    limit, most = np.sqrt(E / 50) / (0.54 * 60 / 52 - 0.09) ** 2, 5.7 * np.sqrt(E / 50)
    found = factors(27.0)
    way = (108 - limit) / (most - limit)
    assert not bool(found.compact)
    assert float(found.compression) == pytest.approx((1 - (1 - 52 / 60) * way) * 60 / 52, rel=1e-9)
    slender = factors(40.0)
    assert float(slender.compression) == pytest.approx(1.0)


def beam(unbraced: float, C_b: float = 1.0, width: float = 16.0) -> float:
    """M_nc of a doubly symmetric 40 x 0.5 in web with flanges of 1.0 in and F_y 50, M_y 33,650."""
    return float(
        compression_moment(
            1.1, 33_650 * KIP_IN, 33_650 * KIP_IN, 50 * ksi, 50 * ksi, 50 * ksi, 40 * inch,
            20 * inch, 0.5 * inch, width * inch, 1.0 * inch, width * inch, 1.0 * inch,
            unbraced * inch, C_b,
        ) / KIP_IN
    )  # fmt: skip


def test_short_lengths_reach_the_plastified_web_and_long_ones_the_elastic_moment():
    r_t = 16 / np.sqrt(12 * (1 + 20 * 0.5 / (3 * 16)))
    assert beam(0.9 * r_t * np.sqrt(E / 50)) == pytest.approx(1.1 * 33_650, rel=1e-9)
    S, J = 33_650 / 50, 40 * 0.125 / 3 + 2 * 16 / 3 * (1 - 0.63 / 16)
    shape, free = J / (S * 41), 900 / r_t
    elastic = np.pi**2 * E / free**2 * np.sqrt(1 + 0.078 * shape * free**2) * S
    assert beam(900.0) == pytest.approx(elastic, rel=1e-9)


def test_between_the_limits_the_line_and_the_gradient_hold():
    r_t = 16 / np.sqrt(12 * (1 + 20 * 0.5 / (3 * 16)))
    S, J = 33_650 / 50, 40 * 0.125 / 3 + 2 * 16 / 3 * (1 - 0.63 / 16)
    shape, f = J / (S * 41), 35.0
    l_p = r_t * np.sqrt(E / 50)
    l_r = (
        1.95 * r_t * E / f * np.sqrt(shape) * np.sqrt(1 + np.sqrt(1 + 6.76 * (f / E / shape) ** 2))
    )
    length = 0.5 * (l_p + l_r)
    expected = (1 - (1 - f * S / (1.1 * 33_650)) * 0.5) * 1.1 * 33_650
    assert beam(length) == pytest.approx(expected, rel=1e-9)
    assert beam(length, C_b=1.75) == pytest.approx(min(1.75 * expected, 1.1 * 33_650), rel=1e-9)


def test_a_wide_thin_flange_buckles_first():
    """b/2t 12 beyond 9.152: k_c 4/sqrt(80) = 0.4472, lambda_rf 0.95 sqrt(E k_c/35) = 18.29."""
    limit = 0.95 * np.sqrt(E * 4 / np.sqrt(80) / 35)
    way = (12 - 0.38 * np.sqrt(E / 50)) / (limit - 0.38 * np.sqrt(E / 50))
    S = 33_650 / 50
    expected = (1 - (1 - 35 * S / (1.1 * 33_650)) * way) * 1.1 * 33_650
    assert beam(10.0, width=24.0) == pytest.approx(expected, rel=1e-9)


def test_slender_webs_and_unlike_flanges_are_outside():
    fine = (20 * inch, 0.5 * inch, 1.0, 50 * ksi, 50 * ksi)
    assert bool(appendix_applies(*fine))
    assert not bool(appendix_applies(40 * inch, *fine[1:]))
    assert not bool(appendix_applies(*fine[:2], 0.2, *fine[3:]))
