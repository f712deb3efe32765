"""Piles as beams on p-y curves: deflection, moment and shear along the pile.

The pile is cut into beam elements that grow with depth; the ground pushes at their nodes.  Every
step solves the beam on the secant stiffness of its curves until the deflections stand still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance._shapes import Values
from spanwright.datum.arrays import Array, Bools, floats, freeze

ELEMENTS: Final = 40
GRADING: Final = 1.5  # nodes at (i / n)^1.5 of the length: close where the pile bends
TOLERANCE: Final = 1e-5
STEPS: Final = 200
SMALL: Final = 1e-4  # of y_50: below it the secant of a clay curve no longer grows


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """p-y curves at the nodes of m piles, each (m, n).

    ultimate : greatest reaction [N/m];  slope : dp/dy at rest [N/m2], inf where the curve starts
               as a cube root;  half : y_50 of these [m]
    """

    ultimate: Array
    slope: Array
    half: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("API RP 2A", "6.8.3, 6.8.7", tag="remembered")
def secant(curves: Curves, deflection: Array) -> Array:
    """p/y of the curves.  deflection (m, n) [m] -> (m, n) [N/m2]

    tanh curves (sand, or linear where the ultimate is infinite) and Matlock's cube root (clay).
    """
    size = np.abs(deflection)
    is_root = np.isinf(curves.slope)
    rest = np.where(is_root, 0.0, curves.slope)
    most = np.where(np.isfinite(curves.ultimate), curves.ultimate, 1.0)
    reach = np.where(most > 0, rest * size / np.maximum(most, 1e-9), 0.0)
    bent = rest * np.where(reach > 1e-9, np.tanh(reach) / np.maximum(reach, 1e-9), 1.0)
    bent = np.where(np.isfinite(curves.ultimate), np.where(most > 0, bent, 0.0), rest)
    far = np.maximum(size, SMALL * curves.half)
    half = np.where(curves.half > 0, curves.half, 1.0)
    root = most * np.minimum(0.5 * np.cbrt(far / half), 1.0) / np.maximum(far, 1e-12)
    return np.where(is_root, root, bent)


@dataclass(frozen=True, slots=True, eq=False)
class PushedPile:
    """Piles under lateral load, m of them with n nodes from head to toe.

    deflection (m, n) [m]; moment (m, n) [N m]; shear (m, n - 1) in the elements [N]
    force     : (m,) at the head, what moves it [N];  is_stable : (m,) whether the ground holds
    """

    deflection: Array
    moment: Array
    shear: Array
    force: Array
    is_stable: Bools

    def __post_init__(self) -> None:
        freeze(self)


def nodes_of(length: Values, elements: int = ELEMENTS) -> Array:
    """Distances of the nodes from the head.  (m,) [m] -> (m, n) [m]"""
    share = (np.arange(elements + 1) / elements) ** GRADING
    return np.asarray(np.atleast_1d(floats(length))[:, None] * share, dtype=float)


@clause("API RP 2A", "6.8", tag="remembered")
@clause("Matlock & Reese 1960", "beam on p-y curves", tag="computed")
def push(
    nodes: Array,
    rigidity: Values,
    curves: Curves,
    *,
    force: Values = np.nan,
    deflection: Values = np.nan,
    slope: Values = np.nan,
    moment: Values = 0.0,
    compression: Values = 0.0,
) -> PushedPile:
    """Piles pushed at the head by a force, or moved there by a deflection.

    nodes      : (m, n) distances from the head [m];  rigidity : (m,) E I [N m2]
    force, deflection : (m,) one of both is nan                                     [N], [m]
    slope      : (m,) of the head, positive the way a positive force turns it [rad]; nan: the head
                 turns freely under `moment` (m,), positive the same way
    compression: (m,) axial force, for its second-order effect [N]
    """
    m, n = nodes.shape
    ei, axial, pushed, moved, turned, couple = (
        np.broadcast_to(floats(v), (m,))
        for v in (rigidity, compression, force, deflection, slope, moment)
    )
    beam = _elements(np.diff(nodes, axis=1), ei, axial)
    plain = np.zeros((m, 2 * n, 2 * n))
    for k in range(n - 1):
        plain[:, 2 * k : 2 * k + 4, 2 * k : 2 * k + 4] += beam[:, k]
    share = np.zeros((m, n))
    share[:, :-1] += 0.5 * np.diff(nodes, axis=1)
    share[:, 1:] += 0.5 * np.diff(nodes, axis=1)
    load = np.zeros((m, 2 * n))
    is_moved, is_turned = ~np.isnan(moved), ~np.isnan(turned)
    # Along the pile the slope du/ds has the opposite sign of the head's turn.
    load[:, 0] = np.where(is_moved, moved, np.nan_to_num(pushed))
    load[:, 1] = np.where(is_turned, -np.nan_to_num(turned), -couple)
    diagonal = np.arange(0, 2 * n, 2)
    found = np.zeros((m, 2 * n))
    active = np.arange(m)
    for _ in range(STEPS):
        stiff = plain[active]
        ground = secant(Curves(*(a[active] for a in _parts(curves))), found[active, ::2])
        stiff[:, diagonal, diagonal] += ground * share[active]
        for row, held in ((0, is_moved[active]), (1, is_turned[active])):
            stiff[held, row] = 0.0
            stiff[held, row, row] = 1.0
        now = np.linalg.solve(stiff, load[active][..., None])[..., 0]
        change = np.abs(now[:, ::2] - found[active, ::2]).max(axis=1)
        size = np.abs(now[:, ::2]).max(axis=1)
        found[active] = now
        active = active[change > TOLERANCE * np.maximum(size, 1e-9)]
        if not active.size:
            break
    is_stable = np.ones(m, dtype=bool)
    is_stable[active] = False
    ends = np.einsum("mkij,mkj->mki", beam, _by_element(found))
    # Sagging under the push counts positive: a head that may not turn has a negative moment.
    bending = np.concatenate([-ends[:, :, 1], ends[:, -1:, 3]], axis=1)
    top = Curves(*(part[:, :1] for part in _parts(curves)))
    at_head = secant(top, found[:, :1])[:, 0] * share[:, 0] * found[:, 0]
    return PushedPile(found[:, ::2], bending, ends[:, :, 0], ends[:, 0, 0] + at_head, is_stable)


def _parts(curves: Curves) -> tuple[Array, Array, Array]:
    return curves.ultimate, curves.slope, curves.half


def _by_element(found: Array) -> Array:
    """Four displacements of each element.  (m, 2n) -> (m, n - 1, 4)"""
    pairs = found.reshape(len(found), -1, 2)
    return np.concatenate([pairs[:, :-1], pairs[:, 1:]], axis=2)


def _elements(length: Array, ei: Array, compression: Array) -> Array:
    """Stiffness of beam elements less what the compression takes.  (m, k) [m] -> (m, k, 4, 4)"""
    one = np.ones_like(length)
    s = length
    bend = (
        np.stack(
            [
                np.stack([12 * one, 6 * s, -12 * one, 6 * s], -1),
                np.stack([6 * s, 4 * s**2, -6 * s, 2 * s**2], -1),
                np.stack([-12 * one, -6 * s, 12 * one, -6 * s], -1),
                np.stack([6 * s, 2 * s**2, -6 * s, 4 * s**2], -1),
            ],
            -2,
        )
        * (ei[:, None] / s**3)[..., None, None]
    )
    second = (
        np.stack(
            [
                np.stack([36 * one, 3 * s, -36 * one, 3 * s], -1),
                np.stack([3 * s, 4 * s**2, -3 * s, -(s**2)], -1),
                np.stack([-36 * one, -3 * s, 36 * one, -3 * s], -1),
                np.stack([3 * s, -(s**2), -3 * s, 4 * s**2], -1),
            ],
            -2,
        )
        * (compression[:, None] / (30 * s))[..., None, None]
    )
    return np.asarray(bend - second, dtype=float)
