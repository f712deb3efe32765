"""The records of a plan: activities, links and resources, as one writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Kind(IntEnum):
    """Which ends a link ties: the predecessor's, then the successor's (F finish, S start)."""

    FS = 0
    SS = 1
    FF = 2
    SF = 3


@dataclass(frozen=True, slots=True)
class Activity:
    """One piece of work.

    duration  : days of work in its own calendar; 0 only for a milestone     [day]
    calendar  : name of a calendar; "" is every day
    uses      : units of each resource held from start to finish, closures included
    front     : the bank or gang the activity belongs to; wbs, element: labels for reports
    chainage  : (from, to) along the bridge, for the time-location diagram   [m]
    """

    id: str
    duration: float
    name: str = ""
    calendar: str = ""
    uses: Mapping[str, int] = field(default_factory=dict)
    is_milestone: bool = False
    front: str = ""
    wbs: str = ""
    element: str = ""
    chainage: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A time lag between two activities: ``lag`` <= time between their ends <= ``most``.

    lag  : least elapsed days, negative allowed; None when only ``most`` holds   [day]
    most : greatest elapsed days, None when there is no such limit               [day]
    """

    before: str
    after: str
    kind: Kind = Kind.FS
    lag: float | None = 0.0
    most: float | None = None

    def __str__(self) -> str:
        lag = "" if not self.lag else f"{self.lag:+g} d"
        most = "" if self.most is None else f" at most {self.most:g} d"
        return f"{self.before} -{self.kind.name}{lag}{most}-> {self.after}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A renewable resource: so many units at any time."""

    id: str
    capacity: int
    name: str = ""
