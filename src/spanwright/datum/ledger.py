"""The ledger: a table beside the values that says, for each address, where the number came from.

Arithmetic stays on plain floats; the ledger is keyed by the address a value has in the project
file or in a stage's result (``layout.spans[1].length``, ``checks.girder 2 @ 312 m.shear``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["reported", "given", "standard", "assumed", "derived"]


@dataclass(frozen=True, slots=True)
class Line:
    """One value and its source.

    address: where the value lives          value : as a reader would print it, with its unit
    kind   : reported (claim) | given (the user's file) | standard (clause) | assumed | derived
    source : claim id, ``file:line``, clause, rule or basis
    note   : conflicts, attribution chain, why          span: plausible range for an assumption
    """

    address: str
    value: str
    kind: Kind
    source: str
    note: str = ""
    span: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning as data: which number, which threshold, which remedy."""

    address: str
    text: str
    level: Literal["info", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines of a run, in the order the stages wrote them."""

    lines: tuple[Line, ...] = field(default=())

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def of(self, address: str) -> tuple[Line, ...]:
        """Lines at this address or below it."""
        return tuple(
            line
            for line in self.lines
            if line.address == address or line.address.startswith((address + ".", address + "["))
        )

    def plus(self, lines: Iterable[Line]) -> Ledger:
        """A new ledger with more lines at the end."""
        return Ledger((*self.lines, *lines))
