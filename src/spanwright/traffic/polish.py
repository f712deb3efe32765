"""Polishing: trains moved to the top of the exact cubics near where the scan put them."""

from __future__ import annotations

from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import NUDGE, axle_derivatives, axle_weights, rough_stations
from spanwright.traffic.trains import Train


def polish(
    surfaces: Surfaces, rows: Ints, sign: Array, train: Train, y: Array, x: Array, reach: float
) -> Array:
    """Move the groups of each train to the top of the exact surface near where they stand.

    rows, sign, y (m,); x (m, a) axle stations; reach: how far the scan may have missed it [m]
    returns (m, a).  A move is kept only where it makes the effect worse.
    """
    if not len(rows):
        return x
    weights = axle_weights(surfaces.y, y, train.wheels)[:, None, :]
    moves = [np.ones(len(train.force), dtype=np.bool_)]
    if train.groups > 1:
        moves += [train.group == k for k in range(train.groups)]
        moves += [train.group >= k for k in range(2, train.groups)]
    for _ in range(2 if train.groups == 1 else 3):
        for axles in moves:
            low, high = _room(train, axles, x, reach)
            x = _climb(surfaces, rows, sign, train, weights, x, axles, low, high)
    return x


def _room(train: Train, axles: Bools, x: Array, reach: float) -> tuple[Array, Array]:
    """How far some axles may move before a gap leaves its limits: (m,), (m,)."""
    low, high = np.full(len(x), -reach), np.full(len(x), reach)
    for k in range(train.groups - 1):
        behind, ahead = (
            np.flatnonzero(train.group == k)[-1],
            np.flatnonzero(train.group == k + 1)[0],
        )
        gap = x[:, ahead] - x[:, behind]
        if axles[behind] and not axles[ahead]:
            low, high = np.maximum(low, gap - train.most[k]), np.minimum(high, gap - train.least[k])
        elif axles[ahead] and not axles[behind]:
            low, high = np.maximum(low, train.least[k] - gap), np.minimum(high, train.most[k] - gap)
    return np.minimum(low, 0.0), np.maximum(high, 0.0)


def _climb(
    surfaces: Surfaces,
    rows: Ints,
    sign: Array,
    train: Train,
    weights: Array,
    x: Array,
    axles: Bools,
    low: Array,
    high: Array,
) -> Array:
    force, start = train.force[axles], x[:, axles]

    def effect(shift: Array, pick: Any = slice(None)) -> list[Array]:
        under = axle_derivatives(
            surfaces, rows[pick], start[pick] + shift[:, None], weights[pick], (0, 1, 2)
        )
        return [sign[pick] * (u @ force) for u in under]

    shift = np.zeros(len(x))
    value, slope, bend = effect(shift)
    best, top = shift, value
    for _ in range(4):
        with np.errstate(all="ignore"):
            step = np.where(bend < 0, -slope / bend, np.sign(slope) * 0.25 * (high - low))
        shift = np.clip(shift + np.where(np.isfinite(step), step, 0.0), low, high)
        value, slope, bend = effect(shift)
        best, top = np.where(value > top, shift, best), np.maximum(value, top)
    for kink in rough_stations(surfaces, rows).T:
        nearest = start[np.arange(len(x)), np.argmin(np.abs(start - kink[:, None]), axis=1)]
        for side in (-NUDGE, NUDGE):
            shift = kink + side - nearest
            legal = np.flatnonzero((shift >= low - NUDGE) & (shift <= high + NUDGE))
            if not legal.size:
                continue
            # a gap limit may stop just short of the kink: stay within it
            some = np.clip(shift[legal], low[legal], high[legal])
            value = effect(some, legal)[0]
            better = value > top[legal]
            best[legal[better]], top[legal[better]] = some[better], value[better]
    moved = x.copy()
    moved[:, axles] = start + best[:, None]
    return moved
