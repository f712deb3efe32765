"""What an alignment is: segments in plan, segments of its profile, and how stations count.

All lengths are metres, angles radians; x is the easting, y the northing of the file.  A direction
counts anticlockwise from x; curvature is positive where the line turns left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spanwright.datum.arrays import Array, freeze

PlanKind = Literal[
    "line", "arc", "clothoid", "bloss", "cosine", "sine", "helmert", "cubic", "viennese"
]
GradeKind = Literal["grade", "parabola", "circle"]


@dataclass(frozen=True, slots=True)
class PlanSegment:
    """One element in plan.

    x, y, direction : at its start [m], [rad];  length : along the curve [m]
    first, last     : curvature at its start and end, left positive [1/m]
    swing           : of a Viennese bend: height of the centre of gravity times the change of the
                      cant angle, right rail up positive [m]
    """

    kind: PlanKind
    x: float
    y: float
    direction: float
    length: float
    first: float = 0.0
    last: float = 0.0
    swing: float = 0.0


@dataclass(frozen=True, slots=True)
class GradeSegment:
    """One element of the profile.

    start : distance along the plan [m];  length : measured in plan [m]
    level : at its start [m];  first, last : gradients, rising positive [-]
    """

    kind: GradeKind
    start: float
    length: float
    level: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """A line in plan with its profile.

    start_station : station of its first point [m]
    length_unit   : the file's unit of length in metres; everything here is in metres already
    """

    name: str
    plan: tuple[PlanSegment, ...]
    profile: tuple[GradeSegment, ...] = ()
    start_station: float = 0.0
    length_unit: float = 1.0

    @property
    def length(self) -> float:
        """In plan.  [m]"""
        return sum(segment.length for segment in self.plan)


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """Points of a line in plan, all (n,).

    x, y [m];  direction [rad], anticlockwise from x;  curvature, left positive [1/m]
    """

    x: Array
    y: Array
    direction: Array
    curvature: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """Points of a profile, all (n,): level [m], gradient [-]."""

    level: Array
    gradient: Array

    def __post_init__(self) -> None:
        freeze(self)
