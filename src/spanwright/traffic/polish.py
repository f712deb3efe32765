"""Polishing: trains moved to the top of the exact cubics near where the scan put them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import (
    NUDGE,
    axle_derivatives,
    axle_values,
    axle_weights,
    rough_stations,
)
from spanwright.traffic.trains import Train

HOP = 1e-9  # m: how far a climb stays inside a piece, and goes into the next
PIECES = 12  # most pieces that a climb passes
SETTLED = 1e-9  # m


def polish(
    surfaces: Surfaces, rows: Ints, sign: Array, train: Train, y: Array, x: Array, reach: float
) -> Array:
    """Move the groups of each train to the top of the exact surface near where they stand.

    rows, sign, y (m,); x (m, a) axle stations; reach: how far the scan may have missed it [m]
    returns (m, a).  A move is kept only where it makes the effect worse.

    The effect is the sum of what the groups do alone, so moving one after the other settles at
    once, unless a gap at its limit makes two of them move together.
    """
    weights = axle_weights(surfaces.y, y, train.wheels)[:, None, :]
    moves = [np.ones(len(train.force), dtype=np.bool_)]
    if train.groups > 1:
        moves += [train.group == k for k in range(train.groups)]
        moves += [train.group >= k for k in range(2, train.groups)]
    x, still = x.copy(), np.arange(len(rows))
    # groups that follow others were put down on even stations only: look to both sides first
    starts: tuple[float, ...] = (0.0,) if train.groups == 1 else (-0.5, 0.5, 0.0)
    for _ in range(2 if train.groups == 1 else 4):
        before = x[still]
        for axles in moves:
            if not still.size:
                return x
            low, high = _room(train, axles, x[still], reach)
            climb = _Climb(
                surfaces, rows[still], sign[still], train.force[axles], x[still][:, axles],
                weights[still],
            )  # fmt: skip
            x[np.ix_(still, axles)] += climb.top(low, high, starts)[:, None]
        starts = (0.0,)
        still = still[np.abs(x[still] - before).max(axis=1) > SETTLED]
    return x


def polish_best(
    surfaces: Surfaces,
    rows: Ints,
    sign: Array,
    train: Train,
    y: Array,
    places: tuple[Array, Array],
    reach: float,
) -> Array:
    """As `polish`, from two places each (m, a), the better one kept; the second may be nan."""
    x = polish(surfaces, rows, sign, train, y, places[0], reach)
    two = np.flatnonzero(np.isfinite(places[1][:, 0]))
    if two.size:
        rows, sign, y = rows[two], sign[two], y[two]
        other = polish(surfaces, rows, sign, train, y, places[1][two], reach)
        weights = axle_weights(surfaces.y, y, train.wheels)[:, None, :]
        one, new = (
            sign * (axle_values(surfaces, rows, at, weights) @ train.force)
            for at in (x[two], other)
        )
        x[two] = np.where((new > one)[:, None], other, x[two])
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


@dataclass(frozen=True, slots=True, eq=False)
class _Climb:
    """Axles with these loads that move together: rows, sign (m,), start (m, a) stations."""

    surfaces: Surfaces
    rows: Ints
    sign: Array
    force: Array
    start: Array
    weights: Array

    def effect(self, shift: Array, pick: Ints, orders: tuple[int, ...]) -> list[Array]:
        """Effect, turned to adverse, of some rows moved by shift, and its derivatives."""
        under = axle_derivatives(
            self.surfaces, self.rows[pick], self.start[pick] + shift[:, None], self.weights[pick],
            orders,
        )  # fmt: skip
        return [self.sign[pick] * (u @ self.force) for u in under]

    def top(self, low: Array, high: Array, starts: tuple[float, ...]) -> Array:
        """Shift of each row to a top between low and high (m,), the best from several starts.

        starts : shares of the way to low (below 0) and to high
        """
        best, top = np.zeros(len(low)), np.full(len(low), -np.inf)
        for share in starts:
            shift, value = self._hill(low, high, -share * low if share < 0 else share * high)
            better = value > top
            best, top = np.where(better, shift, best), np.where(better, value, top)
        for kink in rough_stations(self.surfaces, self.rows).T:
            self._beside(kink, low, high, best, top)
        return best

    def _hill(self, low: Array, high: Array, start: Array) -> tuple[Array, Array]:
        """Shift and effect (m,) at the top of the hill on which each row starts.

        Between two stations where an axle passes the end of an element the effect is one cubic,
        whose highest point is known; where that is such a station the next piece follows.
        """
        pick = np.arange(len(start))
        shift, best, top = start, start.copy(), np.full(len(start), -np.inf)
        for _ in range(PIECES):
            value, at, onward = self._piece(shift, low[pick], high[pick], pick)
            better = value > top[pick]
            top[pick[better]], best[pick[better]] = value[better], at[better]
            go = better & (onward != 0)
            shift, pick = at[go] + onward[go], pick[go]
            if not pick.size:
                break
        return best, top

    def _piece(
        self, shift: Array, low: Array, high: Array, pick: Ints
    ) -> tuple[Array, Array, Array]:
        """Highest value on the piece around each shift, where, and the step into the next piece."""
        value, slope, bend, third = self.effect(shift, pick, (0, 1, 2, 3))
        before, behind = _element_ends(self.surfaces.x, self.start[pick] + shift[:, None])
        # at the ends of an element the surface may jump: stay just inside
        first = np.minimum(np.maximum(before.max(axis=1) + HOP, low - shift), 0.0)
        last = np.maximum(np.minimum(behind.min(axis=1) - HOP, high - shift), 0.0)
        with np.errstate(all="ignore"):
            under = np.sqrt(bend * bend - 2 * slope * third)
            turn = -2 * slope / (bend - under)  # of the two level points the one that is a top
        turn = np.clip(np.where(np.isfinite(turn), turn, 0.0), first, last)
        tries = np.stack([np.zeros(len(pick)), turn, first, last])
        values = ((third / 6 * tries + bend / 2) * tries + slope) * tries + value
        k = values.argmax(axis=0)
        n = np.arange(len(pick))
        at = shift + tries[k, n]
        up = (tries[k, n] == last) & (slope > 0) & (at + 2 * HOP < high)
        down = (tries[k, n] == first) & (slope < 0) & (at - 2 * HOP > low)
        return values[k, n], at, 2 * HOP * (up.astype(float) - down)

    def _beside(self, kink: Array, low: Array, high: Array, best: Array, top: Array) -> None:
        """Raise best and top (m,) where an axle just beside the kink (m,) does more."""
        start = self.start
        nearest = start[np.arange(len(start)), np.argmin(np.abs(start - kink[:, None]), axis=1)]
        for side in (-NUDGE, NUDGE):
            shift = kink + side - nearest
            legal = np.flatnonzero((shift >= low - NUDGE) & (shift <= high + NUDGE))
            if not legal.size:
                continue
            # a gap limit may stop just short of the kink: stay within it
            some = np.clip(shift[legal], low[legal], high[legal])
            value = self.effect(some, legal, (0,))[0]
            better = value > top[legal]
            best[legal[better]], top[legal[better]] = some[better], value[better]


def _element_ends(stations: Array, x: Array) -> tuple[Array, Array]:
    """Way from each axle (m, a) back and on to the next end of an element, inf beyond the deck."""
    ends = np.concatenate([[-np.inf], stations, [np.inf]])
    at = np.searchsorted(stations, x, side="right")
    at = np.where(x == stations[-1], len(stations) - 1, at)
    return ends[at] - x, ends[at + 1] - x
