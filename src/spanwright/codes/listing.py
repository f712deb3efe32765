"""What the package covers: every clause with a function and every number with its evidence."""

from __future__ import annotations

import importlib
import pkgutil

import spanwright.codes as package
from spanwright.codes.clause import Clause, all_clauses
from spanwright.codes.data import Number, all_numbers


def covered() -> tuple[Clause, ...]:
    """All clauses of the package; imports every module of it, so only listings should ask."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return tuple(c for c in all_clauses() if c.function.startswith(f"{package.__name__}."))


def by_tag(numbers: tuple[Number, ...] | None = None) -> dict[str, int]:
    """How many numbers were read, remembered and computed."""
    counts: dict[str, int] = {}
    for number in all_numbers() if numbers is None else numbers:
        counts[number.value.tag] = counts.get(number.value.tag, 0) + 1
    return counts
