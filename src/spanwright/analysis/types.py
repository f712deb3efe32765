"""Effects of the actions at the girder sections; arrays with documented axes."""

from __future__ import annotations

from dataclasses import dataclass

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.surfaces import Patches, Surfaces


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """The n girder sections that are reported and checked.

    deck, girder : (n,) indices in the layout;  station : (n,) [m]
    member, side : (n,) which member end of the model (0: end i, just after the station;
                   1: end j, just before it)
    span         : (n,) index of the span of its deck;  at_support : (n,) 0/1
    """

    deck: Ints
    girder: Ints
    station: Array
    member: Ints
    side: Ints
    span: Ints
    at_support: Ints

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class StaticCases:
    """Effects of the non-traffic actions, each solved on the stage that carries it.

    names, stages : (c,) case name and the stage's name ("steel", "long term", "shrinkage", ...)
    force         : (c, n, 6) N Vy Vz T My Mz at the sections            [N, N m]
    deflection    : (c, n) downward                                       [m]
    bearing       : (c, b, 6) bearing forces in bearing axes              [N, N m]
    """

    names: tuple[str, ...]
    stages: tuple[str, ...]
    force: Array
    deflection: Array
    bearing: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class TrafficExtremes:
    """Extremes of one load model for a set of responses, each with its cause.

    model    : e.g. "LM1";  parts : names of the separately factored parts, e.g. ("TS", "UDL")
    response : (r,) row in `Surfaces`;  sign : (r,) +1 maximum, -1 minimum
    value    : (r,) the extreme;  part : (r, p) its split
    concurrent : (r, p, q) the other components of the same section under the same placement
    placement  : (r,) what to replay, factors included
    label      : (r,) lane positions and vehicle stations in words
    """

    model: str
    parts: tuple[str, ...]
    response: Ints
    sign: Ints
    value: Array
    part: Array
    concurrent: Array
    placement: tuple[Patches, ...]
    label: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One residual computed in the run; relative, so 1e-12 is rounding."""

    name: str
    residual: float
    scale: str


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Everything the checks and the report need from the analysis."""

    sections: Sections
    cases: StaticCases
    traffic: tuple[TrafficExtremes, ...]
    key_surfaces: Surfaces  # the few that are drawn
    selfchecks: tuple[SelfCheck, ...]
