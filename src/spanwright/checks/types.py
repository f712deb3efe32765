"""Results of checks: one series a check kind, one row a section or element."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze

PASSES: Final = 0
FAILS: Final = 1
OUTSIDE_SCOPE: Final = 2
NOT_CHECKED: Final = 3
STATUS: Final = ("passes", "fails", "outside scope", "not checked")


@dataclass(frozen=True, slots=True, eq=False)
class CheckSeries:
    """One check over all its places.

    name, clause, situation : e.g. "bending", "EN 1994-2 6.2.1", "ULS persistent"
    tag          : evidence of the rule: "read" | "remembered" | "computed"
    element      : "girder" | "pier" | "pile" | "deck" | "bearing"
    unit         : of demand and resistance, SI
    place        : (n,) labels, e.g. "RU girder 2 @ 312.0 m"
    deck, girder : (n,) indices, -1 where it does not apply;  station : (n,) [m]
    demand, resistance, utilisation : (n,)
    status       : (n,) index into STATUS
    combination  : (n,) what governs, e.g. "6.10 gr1a leading, sagging"
    cause        : (n,) lane positions and vehicle stations behind it ("" without traffic)
    details      : intermediate values by name, each (n,)
    workings     : numbers its calculation note puts in, by symbol and unit ("f_cd [Pa]"), each (n,)
    target       : (n,) row of the demands' targets that governs, (0,) where the demand is no
                   combination of the girders' tables
    """

    name: str
    clause: str
    situation: str
    tag: str
    element: str
    unit: str
    place: tuple[str, ...]
    deck: Ints
    girder: Ints
    station: Array
    demand: Array
    resistance: Array
    utilisation: Array
    status: Ints
    combination: tuple[str, ...]
    cause: tuple[str, ...]
    details: dict[str, Array] = field(default_factory=dict)
    target: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    workings: dict[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def worst(self) -> int:
        """Row with the largest utilisation."""
        return int(np.nanargmax(self.utilisation))


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something a complete design would check and this run did not."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All series of a run, and what was not checked."""

    series: tuple[CheckSeries, ...]
    unchecked: tuple[Unchecked, ...]

    def count(self, status: int) -> int:
        """Places of all series that ended in one way, an index into STATUS."""
        return sum(int((series.status == status).sum()) for series in self.series)

    @property
    def verdict(self) -> str:
        """The one sentence that terminal and studio say of all checks."""
        fails, outside = self.count(FAILS), self.count(OUTSIDE_SCOPE)
        text = f"{fails} check results exceed 1.0" if fails else "every check made passes"
        if not outside:
            return text
        return f"{text} ({outside} {'place' if outside == 1 else 'places'} outside scope)"
