"""Formulas as text: evaluated, and printed with symbols or with the numbers put in.

A formula is one arithmetic expression, e.g. ``chi_w * f_yw * h_w * t / (sqrt(3) * gamma_M1)``.
What is printed is what was evaluated, so a page cannot say one thing and compute another.
Names are symbols: the part before the first underscore is the letter (Greek ones by their name),
the rest the index: ``V_bw_Rd``; a D before one letter is a Δ.  ``MPa(235)`` and its like are
numbers with a unit.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Protocol

from spanwright.datum.units import ksi

PI: Final = "pi"  # the one symbol that every formula knows
UNITS: Final = {"MPa": 1e6, "kPa": 1e3, "ksi": ksi, "kN": 1e3, "mm": 1e-3, "m": 1.0}
GREEK_NAMES: Final = (
    "alpha beta gamma delta eps zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi "
    "omega Phi"
)
GREEK: Final = dict(zip(GREEK_NAMES.split(" "), "αβγδεζηθκλμνξπρστφχψωΦ", strict=True))
FUNCTIONS: Final[dict[str, Callable[..., float]]] = {
    "sqrt": math.sqrt,
    "cbrt": math.cbrt,
    "log": math.log10,
    "tan": math.tan,
    "sin": math.sin,
    "exp": math.exp,
    "abs": abs,
    "min": min,
    "max": max,
}
OPERATORS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b if b else math.inf if a else math.nan,
    ast.Pow: lambda a, b: a**b,
}


@lru_cache(maxsize=512)
def parsed(formula: str) -> ast.expr:
    """The expression behind a formula."""
    return ast.parse(formula, mode="eval").body


def names_of(formula: str) -> tuple[str, ...]:
    """Symbols of a formula in the order they are met."""
    called = {id(n.func) for n in ast.walk(parsed(formula)) if isinstance(n, ast.Call)}
    found = [
        node
        for node in ast.walk(parsed(formula))
        if isinstance(node, ast.Name) and id(node) not in called and node.id != PI
    ]
    return tuple(dict.fromkeys(n.id for n in sorted(found, key=lambda n: n.col_offset)))


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Value of a formula; a number over zero is infinite.

    Raises KeyError for an unknown symbol.
    """
    return _value(parsed(formula), values)


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id="pi"):
            return math.pi
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, values)
        case ast.BinOp(left=left, op=operator, right=right):
            return OPERATORS[type(operator)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=args):
            numbers = [_value(arg, values) for arg in args]
            return numbers[0] * UNITS[name] if name in UNITS else FUNCTIONS[name](*numbers)
    raise ValueError(f"not part of a formula: {ast.unparse(node)}")


def symbol(name: str) -> tuple[str, str]:
    """Letter and index of a name: ``V_bw_Rd`` gives V and bw,Rd."""
    base, _, index = name.partition("_")
    is_change = base.startswith("D") and (base[1:] in GREEK or len(base) == 2)
    mark, base = ("Δ", base[1:]) if is_change else ("", base)
    parts = [GREEK.get(part, part) for part in index.strip("_").split("_")]
    return mark + GREEK.get(base, base), ",".join(parts)


class Style(Protocol):
    """One way to set mathematics; every method returns a piece of it.

    is_stacked : a fraction shows by itself how far it reaches
    """

    is_stacked: bool

    def name(self, letter: str, index: str) -> str: ...
    def number(self, text: str, unit: str) -> str: ...
    def row(self, *parts: str) -> str: ...
    def sign(self, operator: str) -> str: ...
    def group(self, inner: str) -> str: ...
    def fraction(self, above: str, below: str) -> str: ...
    def power(self, base: str, exponent: str) -> str: ...
    def root(self, inner: str, degree: int = 2) -> str: ...


ADD, PRODUCT, POWER, ATOM = range(4)  # how tightly a piece holds together
Numbers = Mapping[str, tuple[str, str]]  # name -> number and unit as printed


def render(formula: str, style: Style, numbers: Numbers | None = None) -> str:
    """The formula in a style; with ``numbers``, these stand in place of the symbols."""
    return _render(parsed(formula), style, numbers)[0]


def _render(node: ast.expr, style: Style, numbers: Numbers | None) -> tuple[str, int]:
    def inside(part: ast.expr, least: int) -> str:
        text, level = _render(part, style, numbers)
        return style.group(text) if level < least else text

    def after(part: ast.expr, least: int) -> str:
        """What stands behind an operator: in brackets where it begins with a minus."""
        first = part
        while isinstance(first, ast.BinOp) and isinstance(first.op, ast.Mult | ast.Div):
            first = first.left
        known = isinstance(first, ast.Name) and (numbers or {}).get(first.id)
        if known and known[0][:1] in ("−", "-"):
            return style.group(_render(part, style, numbers)[0])
        return inside(part, least)

    match node:
        case ast.Constant(value=int() | float() as number):
            return style.number(f"{number:g}", ""), ATOM
        case ast.Name(id=name) if numbers is None or name == PI:
            return style.name(*symbol(name)), ATOM
        case ast.Name(id=name):
            assert numbers is not None
            text, unit = numbers[name]
            return style.number(text, unit), PRODUCT if unit or text[:1] in "−-" else ATOM
        case ast.UnaryOp(operand=inner):
            return style.row(style.number("−", ""), after(inner, PRODUCT)), ADD
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
            return style.root(_render(inner, style, numbers)[0]), ATOM
        case ast.Call(func=ast.Name(id="cbrt"), args=[inner]):
            return style.root(_render(inner, style, numbers)[0], 3), ATOM
        case ast.Call(func=ast.Name(id="abs"), args=[inner]):
            return style.row(style.sign("|"), inside(inner, ADD), style.sign("|")), ATOM
        case ast.Call(
            func=ast.Name(id=name), args=[ast.Constant(value=int() | float() as number)]
        ) if name in UNITS:
            return style.number(f"{number:,g}".replace(",", "\u202f"), name), PRODUCT
        case ast.Call(func=ast.Name(id=name), args=args):
            listed = style.row(*_joined([_render(a, style, numbers)[0] for a in args], style))
            return style.row(style.sign(name), style.group(listed)), ATOM
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return style.power(inside(left, ATOM), _render(right, style, numbers)[0]), POWER
        case ast.BinOp(op=ast.Div()) if style.is_stacked:
            above, below = (_product(part, style, numbers) for part in _factors(node))
            return style.fraction(above, below), PRODUCT
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return style.fraction(inside(left, PRODUCT), inside(right, POWER)), PRODUCT
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return style.row(inside(left, PRODUCT), style.sign("·"), after(right, PRODUCT)), PRODUCT
        case ast.BinOp(left=left, op=operator, right=right):
            is_sum = isinstance(operator, ast.Add)
            rest = after(right, ADD if is_sum else PRODUCT)
            return style.row(inside(left, ADD), style.sign("+" if is_sum else "−"), rest), ADD
    raise ValueError(f"not part of a formula: {ast.unparse(node)}")


def _factors(node: ast.expr) -> tuple[list[ast.expr], list[ast.expr]]:
    """What stands above and below one fraction bar: a / b · c / d is one fraction, not two."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            above, below = _factors(left)
            return above, [*below, right]
        case ast.BinOp(left=left, op=ast.Mult(), right=right) if _divides(left):
            above, below = _factors(left)
            return [*above, right], below
    return [node], []


def _divides(node: ast.expr) -> bool:
    """Whether a product has a fraction among its factors."""
    return isinstance(node, ast.BinOp) and (
        isinstance(node.op, ast.Div) or (isinstance(node.op, ast.Mult) and _divides(node.left))
    )


def _product(parts: list[ast.expr], style: Style, numbers: Numbers | None) -> str:
    """Factors side by side; a single one needs no brackets."""
    if len(parts) == 1:
        return _render(parts[0], style, numbers)[0]
    texts = [_render(part, style, numbers) for part in parts]
    rows = [style.group(text) if level < PRODUCT else text for text, level in texts]
    return style.row(*_between(rows, style.sign("·")))


def _between(parts: list[str], sign: str) -> list[str]:
    return [piece for part in parts for piece in (sign, part)][1:]


def _joined(parts: list[str], style: Style) -> list[str]:
    rows = [parts[0]]
    for part in parts[1:]:
        rows += [style.sign(","), part]
    return rows
