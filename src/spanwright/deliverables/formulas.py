"""Formulas of the notes set as plain text, as MathML for browsers and as typst mathematics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from spanwright.deliverables.numbers import THIN, digits, fixed, usual_unit
from spanwright.notes.formula import Numbers, render, symbol
from spanwright.notes.types import Quantity, Step

RAISED = str.maketrans("0123456789.−-", "⁰¹²³⁴⁵⁶⁷⁸⁹·⁻⁻")


def printed(quantity: Quantity) -> tuple[str, str]:
    """Number and unit of a quantity as a reader wants them."""
    value, unit = quantity.value, quantity.unit
    if math.isinf(value):
        return ("∞" if value > 0 else "−∞"), ""
    if unit == "m2" and abs(value) < 0.1:
        return digits(value * 1e6, 4), "mm²"
    if unit == "m3":
        return digits(value * 1e6, 4), "cm³"
    if unit == "m4" and abs(value) < 0.01:
        return digits(value * 1e8, 4), "cm⁴"
    if unit == "1" and value == round(value) and abs(value) < 1e6:
        return fixed(value, 0), ""
    if unit == "m4":
        return digits(value, 4), "m⁴"
    if unit == "Pa" and 0.0 < abs(value) < 1e5:
        return digits(value / 1e3, 4), "kPa"
    factor, name = usual_unit(unit, value)
    return digits(value / factor, 4), name


class Text:
    """One line of Unicode."""

    is_stacked = False

    def name(self, letter: str, index: str) -> str:
        return f"{letter}_{index}" if index else letter

    def number(self, text: str, unit: str) -> str:
        return f"{text}{THIN}{unit}" if unit else text

    def row(self, *parts: str) -> str:
        return "".join(parts)

    def sign(self, operator: str) -> str:
        if operator == ",":
            return ", "
        return f" {operator} " if operator in "·+−" else operator

    def group(self, inner: str) -> str:
        return f"({inner})"

    def fraction(self, above: str, below: str) -> str:
        return f"{above} / {below}"

    def power(self, base: str, exponent: str) -> str:
        raised = exponent.translate(RAISED)
        is_plain = not set(raised) & set(exponent)
        if is_plain:
            return f"{base}{raised}"
        return f"{base}^({exponent})" if " " in exponent else f"{base}^{exponent}"

    def root(self, inner: str, degree: int = 2) -> str:
        return f"{'∛' if degree == 3 else '√'}({inner})"


class MathML:
    """Elements that browsers set by themselves."""

    is_stacked = True

    def name(self, letter: str, index: str) -> str:
        kind = "" if len(letter) == 1 else ' mathvariant="normal"'
        base = f"<mi{kind}>{escape(letter)}</mi>"
        return f"<msub>{base}<mtext>{escape(index)}</mtext></msub>" if index else base

    def number(self, text: str, unit: str) -> str:
        number = f"<mn>{escape(text)}</mn>"
        if not unit:
            return number
        return f"<mrow>{number}<mspace width='0.17em'/><mtext>{escape(unit)}</mtext></mrow>"

    def row(self, *parts: str) -> str:
        return f"<mrow>{''.join(parts)}</mrow>"

    def sign(self, operator: str) -> str:
        return f"<mo>{escape(operator)}</mo>"

    def group(self, inner: str) -> str:
        return f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>"

    def fraction(self, above: str, below: str) -> str:
        return f"<mfrac>{above}{below}</mfrac>"

    def power(self, base: str, exponent: str) -> str:
        return f"<msup>{base}{exponent}</msup>"

    def root(self, inner: str, degree: int = 2) -> str:
        if degree == 3:
            return f"<mroot><mrow>{inner}</mrow><mn>3</mn></mroot>"
        return f"<msqrt>{inner}</msqrt>"


class Typst:
    """Mathematics of typst; every text is a quoted string, so nothing is read as a command."""

    is_stacked = True

    def name(self, letter: str, index: str) -> str:
        base = letter if len(letter) == 1 else _quoted(letter)
        return f"{base}_({_quoted(index)})" if index else base

    def number(self, text: str, unit: str) -> str:
        return f"{_quoted(text)} thin {_quoted(unit)}" if unit else _quoted(text)

    def row(self, *parts: str) -> str:
        return " ".join(parts)

    def sign(self, operator: str) -> str:
        return {"·": "dot", "−": "-", "|": "bar.v"}.get(operator) or (
            operator if operator in "+," else _quoted(operator)
        )

    def group(self, inner: str) -> str:
        return f"lr(( {inner} ))"

    def fraction(self, above: str, below: str) -> str:
        return f"frac({above}, {below})"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^({exponent})"

    def root(self, inner: str, degree: int = 2) -> str:
        return f"root(3, {inner})" if degree == 3 else f"sqrt({inner})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def numbers_of(step: Step) -> Numbers:
    """What stands in place of each symbol of a step."""
    return {one.name: printed(one) for one in step.inputs}


def pieces(step: Step, style: Text | MathML | Typst) -> tuple[str, ...]:
    """Symbol, formula, numbers put in (where there are any) and result, set in one style."""
    result = style.number(*printed(step.result))
    head = style.name(*symbol(step.result.name))
    if not step.formula:
        return head, result
    formula = render(step.formula, style)
    put_in = render(step.formula, style, numbers_of(step))
    return (head, formula, result) if put_in == result else (head, formula, put_in, result)


def said(step: Step) -> str:
    """What a line is, with the tag and clause of its rule."""
    rule = f"{step.source} [{step.tag}]" if step.source else ""
    return "; ".join(part for part in (step.words, rule) if part)


def as_html(steps: Sequence[Step]) -> str:
    """Lines of a calculation as MathML with their remarks."""
    style, rows = MathML(), []
    for step in steps:
        head, *rest = pieces(step, style)
        equal = style.sign("=")
        lines = [style.row(head, equal, rest[0])]
        if len(rest) == 2:
            lines = [style.row(head, equal, rest[0], equal, rest[1])]
        elif len(rest) == 3:
            lines.append(style.row(equal, rest[1], equal, rest[2]))
        inner = "".join(f'<math display="block">{line}</math>' for line in lines)
        rows.append(f"<div><div>{inner}</div><span>{escape(said(step))}</span></div>")
    return f'<div class="calculation">{"".join(rows)}</div>'


def as_typst(steps: Sequence[Step]) -> list[dict[str, object]]:
    """Lines of a calculation as typst mathematics with their remarks."""
    rows: list[dict[str, object]] = []
    for step in steps:
        head, *rest = pieces(step, Typst())
        lines = [f"{head} = {rest[0]}"]
        if len(rest) == 2:
            lines = [f"{head} = {rest[0]} = {rest[1]}"]
        elif len(rest) == 3:
            lines.append(f"= {rest[1]} = {rest[2]}")
        rows.append({"lines": lines, "said": said(step)})
    return rows
