"""What a solved `Frame` answers with: forces, movements, extremes, envelopes, influence lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from spanwright.datum.arrays import Array, freeze


class Force(NamedTuple):
    """Force [N] and moment [N m]: global for reactions, in spring axes for springs."""

    fx: float
    fy: float
    fz: float
    mx: float
    my: float
    mz: float


class Movement(NamedTuple):
    """Displacement [m] and rotation [rad], global; floats, or arrays along a member."""

    ux: Array | float
    uy: Array | float
    uz: Array | float
    rx: Array | float
    ry: Array | float
    rz: Array | float


class SectionForce(NamedTuple):
    """Section forces [N, N m], signs of conventions.md; floats, or arrays along a member."""

    N: Array | float
    Vy: Array | float
    Vz: Array | float
    T: Array | float
    My: Array | float
    Mz: Array | float


class Extreme(NamedTuple):
    """Largest and smallest value along a member and where they stand [m from its start]."""

    maximum: float
    at_maximum: float
    minimum: float
    at_minimum: float


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """Extremes at sections (k,) over cases, and the case that gives each."""

    x: Array
    maximum: Array
    minimum: Array
    maximum_case: tuple[str, ...]
    minimum_case: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class InfluenceLine:
    """A response to a unit downward force travelling along members.

    member : (p,) where the force stands;  x : (p,) its distance from that member's start [m]
    station: (p,) distance travelled [m];  value : (p,) response per newton
    At the response's own section the line has two points: force just before it, just after it.
    """

    name: str
    member: tuple[str, ...]
    x: Array
    station: Array
    value: Array

    def __post_init__(self) -> None:
        freeze(self)
