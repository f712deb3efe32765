"""Influence surfaces of many responses over common loading lines, as piecewise Hermite cubics.

A vertical load at (x, y) goes to the two loading lines beside y by the lever rule (beyond the
outermost line: by the same straight line) and along each line to the two nodes beside x by the
cubic Hermite functions of a beam element.  The structural model receives a load in exactly this
way, so a surface evaluated here and the same load solved as a case agree to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze


def stretch(curvature: Array, y: Array) -> Array:
    """Length of the path at offsets y over that of the axis, element by element.

    curvature (e,) [1/m], y (...,) [m] -> (..., e) [-]
    """
    return np.asarray(1.0 - curvature * np.asarray(y, dtype=float)[..., None])


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Surfaces:
    """Influence surfaces eta_r(x, y): response r for a unit downward force at (x, y).

    x       : (k,)          stations of the nodes on every loading line, increasing       [m]
    y       : (l,)          offsets of the loading lines, increasing                      [m]
    value   : (r, l, k)     eta at the nodes
    slope   : (r, l, k)     d eta / dx at the nodes
    jump_element, jump_line : (r,)  the one element (between nodes e and e + 1) of the one line
              that holds the response's own section, -1 where the surface has no jump
    jump    : (r, 4)        added to (value_i, slope_i, value_j, slope_j) inside that element
    names   : (r,)          what each response is, e.g. ``girder 2 @ 312.5 m My``
    spans   : (s + 1,)      stations of the supports, for adverse lengths and reports     [m]
    curvature : (k - 1,)    of the axis in each element, as in `LoadingLines`; may be empty [1/m]

    Units: eta is response per newton (m for a moment, 1 for a force, m/N for a deflection).
    """

    x: Array
    y: Array
    value: Array
    slope: Array
    jump_element: Ints
    jump_line: Ints
    jump: Array
    names: tuple[str, ...]
    spans: Array
    curvature: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """A placed load as it is replayed: wheels and line pieces along the axis.

    wheel_x, wheel_y, wheel_force : (w,)  downward point forces                     [m, m, N]
    strip_y, strip_from, strip_to, strip_load : (s,)  downward uniform line loads, per metre of
        their own path at y; from and to are stations                               [m, N/m]
    """

    wheel_x: Array
    wheel_y: Array
    wheel_force: Array
    strip_y: Array
    strip_from: Array
    strip_to: Array
    strip_load: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class LoadingLines:
    """The longitudinal node lines of a model that take wheels.

    x : (k,) stations, y : (l,) offsets increasing; node : (l, k); member : (l, k - 1) the member
    between nodes k and k + 1 of a line, end i at the lower station
    curvature : (k - 1,) mean curvature of the axis y = 0 in each element, left positive; empty for
    a straight one [1/m].  The path at offset y is 1 - curvature y times the station's.
    """

    x: Array
    y: Array
    node: Ints
    member: Ints
    curvature: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """Which numbers of a solution are wanted; one row a response.

    kind : (r,) 0 member end force (index = member, side 0 = end i, 1 = end j, component in FORCE)
                1 displacement (index = node, component in DOF; downward deflection is -uz)
                2 spring force (index = spring, component along its own axes)
                3 support reaction at a held degree of freedom (index = node, component in DOF)
    """

    kind: Ints
    index: Ints
    side: Ints
    component: Ints
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)
