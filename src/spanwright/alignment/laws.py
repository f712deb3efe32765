"""How the curvature of a transition runs from its start to its end, by kind.

With u = s / L from 0 to 1 the curvature is first + (last - first) f(u), and the direction turns by
first s + (last - first) L F(u), F the integral of f from 0.  Every f runs from 0 to 1.

clothoid  f = u                                            cosine  f = (1 - cos pi u) / 2
bloss     f = 3 u^2 - 2 u^3                                sine    f = u - sin(2 pi u) / (2 pi)
helmert   f = 2 u^2, from the middle 1 - 2 (1 - u)^2       (two second-order parabolas)
viennese  f = 35 u^4 - 84 u^5 + 70 u^6 - 20 u^7

A Viennese bend leads the centre of gravity, at a height h above the rails, along its law: the
curvature of the track is less by h times the second derivative of the cant angle, which runs by
the same f; see `swing`.

The cubic parabola is no such law of the length; see `spanwright.alignment.cubic`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from spanwright.datum.arrays import Array

Law = Callable[[Array], tuple[Array, Array]]


def _clothoid(u: Array) -> tuple[Array, Array]:
    return u, u**2 / 2


def _bloss(u: Array) -> tuple[Array, Array]:
    return 3 * u**2 - 2 * u**3, u**3 - u**4 / 2


def _cosine(u: Array) -> tuple[Array, Array]:
    return (1 - np.cos(np.pi * u)) / 2, u / 2 - np.sin(np.pi * u) / (2 * np.pi)


def _sine(u: Array) -> tuple[Array, Array]:
    turn = 2 * np.pi
    return u - np.sin(turn * u) / turn, u**2 / 2 + (np.cos(turn * u) - 1) / turn**2


def _helmert(u: Array) -> tuple[Array, Array]:
    is_first = u <= 0.5
    f = np.where(is_first, 2 * u**2, 1 - 2 * (1 - u) ** 2)
    return f, np.where(is_first, 2 * u**3 / 3, u - 0.5 + 2 * (1 - u) ** 3 / 3)


def _viennese(u: Array) -> tuple[Array, Array]:
    f = u**4 * (35 + u * (-84 + u * (70 - 20 * u)))
    return f, u**5 * (7 + u * (-14 + u * (10 - 2.5 * u)))


def swing(u: Array) -> tuple[Array, Array]:
    """Second and first derivative of the Viennese f by u."""
    second = 420 * u**2 * (1 + u * (-4 + u * (5 - 2 * u)))
    return second, 140 * u**3 * (1 + u * (-3 + u * (3 - u)))


# kind -> u -> (f, its integral from 0); lines and arcs have one curvature throughout
LAWS: dict[str, Law] = {
    "line": _clothoid, "arc": _clothoid, "clothoid": _clothoid, "bloss": _bloss,
    "cosine": _cosine, "sine": _sine, "helmert": _helmert, "viennese": _viennese,
}  # fmt: skip
