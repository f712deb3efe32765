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
class BankSegment:
    """One piece of it: every value runs from its start to its end by the law of `kind`.

    start       : distance along the plan [m];  length : [m]
    left, right : slope of that half of the surface, positive where its left edge is higher [-];
                  equal where the whole surface is one plane, not a number where it is neither a
                  plane nor a roof
    rise        : of the surface on the axis above the profile [m]
    """

    kind: PlanKind
    start: float
    length: float
    left: tuple[float, float]
    right: tuple[float, float]
    rise: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Banking:
    """Superelevation or cant of one alignment.

    source      : where in the file, in words
    is_rail     : the cant of a railway, not the slope of a road
    keeps_crown : a plane flatter than the crossfall of the straight road is not built: there the
                  inner half stays at the crossfall
    fault       : why it cannot be used; empty: it can
    """

    source: str
    rows: tuple[BankSegment, ...] = ()
    is_rail: bool = False
    keeps_crown: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A line in plan with its profile.

    banking       : its superelevation or cant; None: the file gives none
    start_station : station of its first point [m]
    length_unit   : the file's unit of length in metres; everything here is in metres already
    """

    name: str
    plan: tuple[PlanSegment, ...]
    profile: tuple[GradeSegment, ...] = ()
    start_station: float = 0.0
    length_unit: float = 1.0
    banking: Banking | None = None

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
