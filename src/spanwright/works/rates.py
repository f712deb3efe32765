"""How fast each operation goes: the built-in table, and what the project replaces in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.ledger import Line
from spanwright.datum.nearest import did_you_mean
from spanwright.works.distributions import pert_mean

Tag = Literal["read", "remembered", "assumed", "given"]
PROJECT: Final = "the project file"


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of work.

    is_rate  : the numbers are amounts a day (else days for one)
    low, value, high : ends and mode of the range
    calendar : class of working days;  uses : units of each resource of the front
    """

    name: str
    is_rate: bool
    unit: str
    low: float
    value: float
    high: float
    source: str
    tag: Tag
    calendar: str
    uses: Mapping[str, int]
    note: str = ""
    published: str = ""  # a read figure near an assumed range, that is shown and not used

    def days(self, quantity: float) -> float:
        """Working days for a quantity at the most likely pace."""
        return quantity / self.value if self.is_rate else quantity * self.value

    @property
    def mean_factor(self) -> float:
        """Mean duration over the most likely one; by PERT, for a rate by its inverse's range."""
        if self.is_rate:
            return self.value * pert_mean(1.0 / self.high, 1.0 / self.value, 1.0 / self.low)
        return pert_mean(self.low, self.value, self.high) / self.value

    @property
    def text(self) -> str:
        """As a reader would say it, e.g. "7 - 17.5 - 35 m a day"."""
        numbers = f"{self.low:g} - {self.value:g} - {self.high:g}"
        return f"{numbers} {self.unit} a day" if self.is_rate else f"{numbers} days a {self.unit}"


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may happen once on each front, and the days of work it then adds."""

    name: str
    operation: str
    probability: float
    low: float
    value: float
    high: float
    tag: Tag


@dataclass(frozen=True, slots=True)
class Rates:
    """Operations, capacities on each front, lags, spreads and risks of one project."""

    operations: Mapping[str, Operation]
    capacities: Mapping[str, int]
    lags: Mapping[str, float]
    spread: Mapping[str, float]
    risks: tuple[Risk, ...]

    def capacity(self, resource: str, front: str) -> int:
        """Units of a resource on a front; "RU drilling rig" goes before "drilling rig"."""
        return self.capacities.get(f"{front} {resource}", self.capacities.get(resource, 1))


@cache
def built_in() -> Rates:
    """The table shipped with the package."""
    text = (files("spanwright.works") / "rates.toml").read_text("utf-8")
    data = tomllib.loads(text)
    sources, read = data["sources"], data["published"]
    operations = {
        name: replace(_operation(name, row, sources), published=_published(read.get(name)))
        for name, row in data["operation"].items()
    }
    risks = tuple(
        Risk(r["name"], r["operation"], r["probability"], r["low"], r["value"], r["high"], r["tag"])
        for r in data["risk"]
    )
    return Rates(
        MappingProxyType(operations),
        MappingProxyType({k: int(v["value"]) for k, v in data["resources"].items()}),
        MappingProxyType({k: float(v["value"]) for k, v in data["lags"].items()}),
        MappingProxyType({k: float(v["value"]) for k, v in data["spread"].items()}),
        risks,
    )


def _published(entry: list[str] | None) -> str:
    return "" if entry is None else f"{entry[0]} ({entry[1]})"


def _operation(name: str, row: Mapping[str, Any], sources: Mapping[str, str]) -> Operation:
    return Operation(
        name,
        row["per"] == "day",
        row["unit"],
        float(row["low"]),
        float(row["value"]),
        float(row["high"]),
        sources[row["source"]],
        row["tag"],
        row["calendar"],
        MappingProxyType(dict(row.get("uses", {}))),
        row.get("note", ""),
    )


def project_rates(
    rates: Mapping[str, float] | None = None,
    resources: Mapping[str, int] | None = None,
    fronts: tuple[str, ...] = (),
) -> Rates:
    """The built-in table with the project's own paces and numbers of rigs, cranes and gangs.

    A replaced pace keeps the built-in relative range: the user knows the pace, not its future.
    Raises InputErrors naming every key that is not known and the nearest one that is.
    """
    table = built_in()
    operations, capacities = dict(table.operations), dict(table.capacities)
    problems: list[InputError] = []
    for name, value in (rates or {}).items():
        address = f"programme.rates.{name}"
        if name not in operations:
            problems.append(_unknown(address, "no such operation", name, operations))
        elif not value > 0.0:
            problems.append(InputError(address, "must be more than 0", got=f"{value:g}"))
        else:
            operations[name] = _at_pace(operations[name], value)
    known = [*capacities, *(f"{front} {name}" for front in fronts for name in capacities)]
    for name, count in (resources or {}).items():
        if name not in known:
            address = f"programme.resources.{name}"
            problems.append(_unknown(address, "no such resource", name, known))
        else:
            capacities[name] = int(count)
    if problems:
        raise InputErrors(problems)
    return replace(
        table,
        operations=MappingProxyType(operations),
        capacities=MappingProxyType(capacities),
    )


def _unknown(address: str, expected: str, name: str, known: Any) -> InputError:
    hint = did_you_mean(name, known) or f"known: {', '.join(sorted(known))}"
    return InputError(address, expected, got=name, hint=hint)


def _at_pace(row: Operation, value: float) -> Operation:
    scale = value / row.value
    return replace(
        row, low=row.low * scale, value=value, high=row.high * scale, source=PROJECT, tag="given"
    )


def rate_lines(rates: Rates, used: set[str]) -> tuple[Line, ...]:
    """Ledger lines of the operations in use: a published range is a standard, else assumed."""
    lines = []
    for name in sorted(used):
        row = rates.operations[name]
        kind: Literal["given", "standard", "assumed"] = (
            "given" if row.tag == "given" else "standard" if row.tag == "read" else "assumed"
        )
        unit = f"{row.unit} a day" if row.is_rate else f"days a {row.unit}"
        lines.append(
            Line(f"programme.rates.{name}", f"{row.value:g} {unit}", kind, row.source, row.note,
                 f"{row.low:g} to {row.high:g}")
        )  # fmt: skip
    return tuple(lines)
