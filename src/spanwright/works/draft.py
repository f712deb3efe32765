"""A programme being written: tasks and links, by steps, until it becomes a `Programme`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.works.network import Activity, Kind, Link, Network, Resource
from spanwright.works.rates import Rates
from spanwright.works.seasons import Seasons

START = "start"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Front:
    """A crew that builds from one bank.

    direction : +1 from the first abutment, -1 from the last
    bank      : station where its river works begin [m];  delay : of its start [day]
    """

    name: str
    decks: tuple[int, ...]
    direction: int
    bank: float
    delay: float
    access: str
    approach: float
    checkpoint: bool


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """The activities of a bridge, ready to be scheduled and forecast.

    steps, operations : (n,) names aligned with ``network.activities`` ("" for a milestone)
    quantities        : (n,) of the operation's unit
    milestones        : name -> id, in the order they are expected
    """

    network: Network
    steps: tuple[str, ...]
    operations: tuple[str, ...]
    quantities: Array
    milestones: Mapping[str, str]
    fronts: tuple[Front, ...]
    rates: Rates
    seasons: Seasons

    def __post_init__(self) -> None:
        freeze(self)

    def of_step(self, *steps: str, front: str = "") -> list[int]:
        """Positions of the activities of these steps, on one front or on all."""
        return [
            i
            for i, step in enumerate(self.steps)
            if step in steps and front in ("", self.network.activities[i].front)
        ]


@dataclass(slots=True)
class Draft:
    """Collects what the templates add.  Ids are ``front/place/step``."""

    rates: Rates
    tasks: list[Activity] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    quantities: list[float] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)
    milestones: dict[str, str] = field(default_factory=dict)

    def add(
        self, identity: str, operation: str, quantity: float, front: str, *,
        after: Iterable[str] = (), step: str = "", element: str = "", name: str = "",
        place: tuple[float, float] | None = None, calendar: str = "",
        uses: Mapping[str, int] | None = None,
    ) -> str:  # fmt: skip
        """One activity at the most likely pace; gives its id."""
        row = self.rates.operations[operation]
        held = dict(row.uses) if uses is None else dict(uses)
        needs = {self._resource(key, front): count for key, count in held.items()}
        step = step or operation
        shift = calendar or row.calendar
        self.tasks.append(
            Activity(identity, row.days(quantity), name or identity.replace("/", ", "),
                     "" if shift == "every day" else shift, needs, False, front, step, element,
                     place)
        )  # fmt: skip
        self.steps.append(step)
        self.operations.append(operation)
        self.quantities.append(quantity)
        self.follow(identity, after)
        return identity

    def milestone(self, name: str, after: Iterable[str], front: str = "") -> str:
        """A named moment: when all of ``after`` are done."""
        identity = f"{front}/{name}" if front else name
        self.tasks.append(Activity(identity, 0.0, name, "", {}, True, front, "milestone", "", None))
        self.steps.append("milestone")
        self.operations.append("")
        self.quantities.append(0.0)
        self.follow(identity, after)
        if not front:
            self.milestones[name] = identity
        return identity

    def follow(
        self, identity: str, after: Iterable[str], lag: float = 0.0, kind: Kind = Kind.FS
    ) -> None:
        """Finish-to-start links from each of ``after``, with elapsed days between."""
        self.links += [Link(before, identity, kind, lag) for before in dict.fromkeys(after)]

    def _resource(self, key: str, front: str) -> str:
        identity = f"{front} {key}" if front else key
        if identity not in self.resources:
            units = self.rates.capacity(key, front)
            self.resources[identity] = Resource(identity, units, identity)
        return identity

    def quantities_array(self) -> Array:
        """(n,) quantities in each operation's unit."""
        return np.array(self.quantities, dtype=float)
