"""Numbers as the reader sees them: units, digits, signs; never rounded across a limit."""

import math

import numpy as np
import pytest

from spanwright.deliverables.numbers import (
    digits,
    fixed,
    power,
    usual_unit,
    utilisation,
    with_unit,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12_345_678.0, "N m", "12.3\u202fMNm"),
        (123_456.0, "N m", "123\u202fkNm"),
        (-3.2e6, "N", "\u22123\u202f200\u202fkN"),
        (2.5e7, "N", "25.0\u202fMN"),
        (355e6, "Pa", "355\u202fMPa"),
        (0.0123, "m", "12.3\u202fmm"),
        (84.0, "m", "84.0\u202fm"),
        (0.0, "m", "0\u202fmm"),
        (712e3, "kg", "712\u202ft"),
        (0.7, "1", "0.700"),
        (3.0, "furlong", "3.00\u202ffurlong"),
        (math.nan, "N", "–"),
    ],
)
def test_si_values_are_printed_in_usual_units(value, unit, text):
    assert with_unit(value, unit) == text


def test_one_unit_serves_a_whole_column():
    assert usual_unit("N m", np.array([10.0, -5e6])) == (1e6, "MNm")
    assert usual_unit("N m", np.array([np.nan, 2e5])) == (1e3, "kNm")
    assert usual_unit("N m", np.array([np.nan])) == (1e3, "kNm")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1234.5, "1\u202f234"), (0.98765, "0.9877"), (-12.345, "\u221212.35"),
     (1e-9, "0.000000"), (math.inf, "–")],
)  # fmt: skip
def test_digits_are_about_four(value, text):
    assert digits(value) == text


def test_minus_zero_has_no_minus():
    assert fixed(-0.001, 2) == "0.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.999, "1.00"), (1.0, "1.00"), (1.0004, "1.0004"), (1.00001, "> 1.0000"), (1.04, "1.04"),
     (math.nan, "–"), (math.inf, "∞")],
)  # fmt: skip
def test_a_failing_utilisation_never_prints_as_one(value, text):
    assert utilisation(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.04e-11, "4.0·10⁻¹¹"), (9.99e-9, "1.0·10⁻⁸"), (0.0, "0"), (2.0, "2.0·10⁰")],
)
def test_residuals_are_powers_of_ten(value, text):
    assert power(value) == text
