"""Formulas of the notes: what is printed is what was evaluated."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.deliverables.formulas import MathML, Text, Typst
from spanwright.notes.formula import evaluate, names_of, render
from spanwright.notes.page import Page, difference

V_BW = "chi_w * f_yw * h_w * t / (sqrt(3) * gamma_M1)"


def test_the_web_of_the_shear_check_by_hand():
    """EN 1993-1-5 5.2 with 2400 x 18, f_y 345 MPa, chi 0.61262: 4792.3 kN."""
    values = {"chi_w": 0.61262, "f_yw": 345e6, "h_w": 2.4, "t": 0.018, "gamma_M1": 1.1}
    assert evaluate(V_BW, values) == pytest.approx(4792.3e3, rel=1e-4)


def test_symbols_stand_in_the_order_they_are_met():
    assert names_of(V_BW) == ("chi_w", "f_yw", "h_w", "t", "gamma_M1")


def test_one_formula_in_three_styles():
    formula = "1.37 / (0.7 + lambda_w)"
    assert render(formula, Text()) == "1.37 / (0.7 + λ_w)"
    assert render(formula, Typst()) == 'frac("1.37", "0.7" + λ_("w"))'
    assert "<mfrac><mn>1.37</mn>" in render(formula, MathML())


def test_numbers_put_in_carry_their_units_and_brackets():
    numbers = {"t": ("18.00", "mm"), "h_w": ("2.400", "m")}
    narrow = "\u202f"
    assert render("(t / h_w) ** 2", Text(), numbers) == (f"(18.00{narrow}mm / (2.400{narrow}m))²")


def test_a_difference_on_the_right_keeps_its_brackets():
    assert render("a - (b - c)", Text()) == "a − (b − c)"
    assert render("a - (b + c) * d", Text()) == "a − (b + c) · d"
    assert render("-(a + b)", Text()) == "−(a + b)"
    assert render("a - b", Text(), {"a": ("1", ""), "b": ("−2", "m")}) == "1 − (−2\u202fm)"
    assert render("1 + a / b", Text(), {"a": ("−2", ""), "b": ("3", "")}) == "1 + (−2 / 3)"
    assert render("cbrt(a)", Text()) == "∛(a)"
    assert render("a ** 1.5 * a ** (1 / 3)", Text()) == "a¹·⁵ · a^(1 / 3)"
    assert render("i ** m", Text()) == "i^m"


def test_a_quotient_by_zero_is_infinite_and_nothing_over_nothing_is_no_number():
    assert evaluate("a / b", {"a": 1.0, "b": 0.0}) == math.inf
    assert math.isnan(evaluate("a / b", {"a": 0.0, "b": 0.0}))


@pytest.mark.parametrize("formula", ["a.b", "[a]", "a if b else c", "open(a)"])
def test_what_is_no_arithmetic_is_refused(formula):
    with pytest.raises((ValueError, KeyError)):
        evaluate(formula, {"a": 1.0, "b": 1.0, "c": 1.0})


@given(a=st.floats(0.1, 1e3), b=st.floats(0.1, 1e3), c=st.floats(0.1, 1e3), d=st.floats(0.1, 1e3))
def test_printed_text_computes_the_same_number(a, b, c, d):
    """The text without its typography, read back by Python, gives the value of the formula."""
    values = {"a": a, "b": b, "c": c, "d": d}
    formula = "(a - b) / (c * d) - a * (b - (c - d)) ** 2 / sqrt(a + b)"
    text = render(formula, Text())
    for sign, plain in (("·", "*"), ("−", "-"), ("²", "**2"), ("√", "sqrt")):
        text = text.replace(sign, plain)
    again = eval(text, {"sqrt": math.sqrt, **values})
    assert again == pytest.approx(evaluate(formula, values), rel=1e-12, abs=1e-9)


def test_a_page_measures_how_far_it_is_from_the_checks():
    page = Page("read")
    page.given("a", 2.0)
    page.step("b", "2 * a", equals=4.0)
    assert page.gap == 0.0
    page.step("c", "b + 1", equals=5.5)
    assert page.gap == pytest.approx(0.5 / 5.5)
    assert difference(float("nan"), 1.0) != difference(1.0, 1.0)


def test_fractions_of_fractions_become_one_where_they_are_stacked():
    assert render("a / b / c", Typst()) == "frac(a, b dot c)"
    assert render("a / b * c / (d + e)", Typst()) == "frac(a dot c, b dot lr(( d + e )))"
    assert render("(a + b) / c", Typst()) == "frac(a + b, c)"
    assert render("a / b * c", Typst()) == "frac(a, b) dot c"
