"""What a solved `Frame` answers with; units SI, signs of conventions.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

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


class PlateForce(NamedTuple):
    """Stress resultants of a plate: n and q [N/m], m [N m/m]."""

    nx: float
    ny: float
    nxy: float
    mx: float
    my: float
    mxy: float
    qx: float
    qy: float


def extreme_between(breaks: Array, read: Callable[[Array, bool], Array]) -> Extreme:
    """Exact extremes of a function that is a polynomial (degree 6 or less) between breaks."""
    places, values = [], []
    for after in (False, True):
        places.append(breaks)
        values.append(read(breaks, after))
    nodes = np.cos(np.pi * (np.arange(7) + 0.5) / 7.0)
    inner = []
    sample = (breaks[:-1, None] + 0.5 * np.diff(breaks)[:, None] * (1.0 + nodes)).ravel()
    found = read(sample, True).reshape(-1, 7)
    for a, b, row in zip(breaks[:-1], breaks[1:], found, strict=True):
        fit = np.polynomial.Chebyshev.fit(nodes, row, 6).deriv()
        size = np.abs(fit.coef).max(initial=0.0)
        if size <= 1e-12 * np.abs(row).max(initial=0.0):
            continue
        coefficients = np.where(np.abs(fit.coef) < 1e-13 * size, 0.0, fit.coef)
        roots = np.polynomial.Chebyshev(coefficients, fit.domain).trim().roots()
        real = roots[np.abs(roots.imag) < 1e-9].real
        inner += list(a + 0.5 * (b - a) * (1.0 + real[np.abs(real) < 1.0]))
    if inner:
        places.append(np.array(inner))
        values.append(read(places[-1], True))
    x, v = np.concatenate(places), np.concatenate(values)
    high, low = int(v.argmax()), int(v.argmin())
    return Extreme(float(v[high]), float(x[high]), float(v[low]), float(x[low]))
