"""A page in the making: symbols known so far, and the lines written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from spanwright.checks.types import CheckSeries
from spanwright.codes.clause import clauses_of
from spanwright.notes.formula import evaluate, names_of
from spanwright.notes.types import Quantity, Step

Source = Callable[..., Any] | str
ALIKE: Final = 1e-9  # relative difference below which a page and its check agree
Workings = Mapping[str, tuple[float, str]]  # symbol -> number and unit

# What the usual symbols of concrete are, where a line says nothing else.
MEANING: Final = {
    "f_ck": "concrete, characteristic",
    "f_cd": "concrete, design",
    "f_ctm": "concrete, mean tensile strength",
    "E_cm": "concrete, mean modulus",
    "A_c": "area of the concrete",
    "f_sk": "bars, characteristic",
    "f_yd": "bars, design",
    "E_s": "bars",
    "gamma_C": "partial factor of concrete",
    "gamma_S": "partial factor of bars",
    "alpha_cc": "long-term strength",
    "phi_ef": "effective creep",
    "d": "effective depth",
    "b": "width",
    "b_w": "width in shear",
    "z": "lever arm",
    "w_max": "limit of the crack width",
    "f_c": "concrete, f'c",
    "f_y": "bars, yield",
    "b_v": "width in shear",
}


class Page:
    """Lines of one note; each line may use every symbol above it.

    gap : largest relative difference met between a line and the figure of the checks
    """

    def __init__(self, tag: str, workings: Workings | None = None) -> None:
        self.tag = tag
        self.workings = workings or {}
        self.known: dict[str, Quantity] = {}
        self.steps: list[Step] = []
        self.gap = 0.0

    def given(
        self, name: str, value: Any, unit: str = "1", words: str = "", by: Source = ""
    ) -> float:
        """A number taken from the section, the demand, or a function named by ``by``."""
        return self._write(name, float(value), unit, "", (), words, by)

    def take(self, name: str, words: str = "", by: Source = "") -> float:
        """A number of the check's workings, by its symbol.  Raises KeyError for an unknown one."""
        value, unit = self.workings[name]
        return self.given(name, value, unit, words or MEANING.get(name, ""), by)

    def value(self, name: str) -> float:
        """A number written above, or else one of the workings: to choose between two rules."""
        return self.known[name].value if name in self.known else self.workings[name][0]

    def step(
        self,
        name: str,
        formula: str,
        unit: str = "1",
        by: Source = "",
        words: str = "",
        *,
        equals: Any = None,
    ) -> float:
        """A line that is evaluated; ``equals`` is the checks' own figure for it."""
        inputs = tuple(self.known[symbol] for symbol in names_of(formula))
        value = evaluate(formula, {one.name: one.value for one in inputs})
        if equals is not None:
            self.gap = max(self.gap, difference(value, float(equals)))
        return self._write(name, value, unit, formula, inputs, words, by)

    def _write(
        self,
        name: str,
        value: float,
        unit: str,
        formula: str,
        inputs: tuple[Quantity, ...],
        words: str,
        by: Source,
    ) -> float:
        source, tag = cited(by, self.tag)
        quantity = Quantity(name, value, unit)
        self.known[name] = quantity
        self.steps.append(Step(quantity, formula, inputs, source, tag, words))
        return value


def workings_of(series: CheckSeries, row: int) -> dict[str, tuple[float, str]]:
    """Numbers of one place: ``f_cd [Pa]`` becomes f_cd with its number and Pa."""
    found = {}
    for name, column in series.workings.items():
        symbol, _, unit = name.partition(" [")
        found[symbol] = (float(column[row]), unit.rstrip("]") or "1")
    return found


def cited(by: Source, tag: str) -> tuple[str, str]:
    """Clause and evidence tag of a function; a clause in words keeps the check's own tag."""
    if isinstance(by, str):
        return by, tag if by else ""
    entries = clauses_of(by)
    return "; ".join(str(entry) for entry in entries), entries[0].tag if entries else tag


def difference(value: float, other: float) -> float:
    """Relative difference; 0 between two that are both infinite or both no number."""
    if math.isnan(value) and math.isnan(other):
        return 0.0
    if value == other:
        return 0.0
    return abs(value - other) / max(abs(value), abs(other), 1e-9)
