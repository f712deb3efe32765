"""Polishing: trains moved to the top of the exact cubics near where the scan put them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import (
    NUDGE,
    axle_derivatives,
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
    """Move trains with fixed gaps to the top of the exact surface near where they stand.

    rows, sign, y (m,); x (m, a) axle stations; reach: how far the scan may have missed it [m]
    returns (m, a).  A move is kept only where it makes the effect worse.
    """
    weights = axle_weights(surfaces.y, y, train.wheels)[:, None, :]
    x, still = x.copy(), np.arange(len(rows))
    for _ in range(2):
        if not still.size:
            break
        climb = _Climb(surfaces, rows[still], sign[still], train.force, x[still], weights[still])
        shift = climb.top(np.full(len(still), -reach), np.full(len(still), reach))
        x[still] += shift[:, None]
        still = still[np.abs(shift) > SETTLED]
    return x


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
            self.surfaces, self.rows[pick], self.moved(shift, pick), self.weights[pick], orders
        )
        return [self.sign[pick] * (u @ self.force) for u in under]

    def moved(self, shift: Array, pick: Ints) -> Array:
        """Stations of the axles of some rows after a shift."""
        return np.asarray(self.start[pick] + shift[:, None])

    def top(self, low: Array, high: Array) -> Array:
        """Shift of each row to a top between low and high (m,)."""
        best, top = self._hill(low, high, np.zeros(len(low)))
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
        before, behind = self._room(shift, pick)
        # at the ends of an element the surface may jump: stay just inside
        first = np.minimum(np.maximum(before + HOP, low - shift), 0.0)
        last = np.maximum(np.minimum(behind - HOP, high - shift), 0.0)
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

    def _room(self, shift: Array, pick: Ints) -> tuple[Array, Array]:
        """Shifts (m,) back and on until an axle meets the next end of an element."""
        back, on = _element_ends(self.surfaces.x, self.moved(shift, pick))
        return back.max(axis=1), on.min(axis=1)

    def _beside(self, kink: Array, low: Array, high: Array, best: Array, top: Array) -> None:
        """Raise best and top (m,) where an axle just beside the kink (m,) does more."""
        start = self.start
        nearest = start[np.arange(len(start)), np.argmin(np.abs(start - kink[:, None]), axis=1)]
        for side in (-NUDGE, NUDGE):
            shift = kink + side - nearest
            legal = np.flatnonzero((shift >= low - NUDGE) & (shift <= high + NUDGE))
            if not legal.size:
                continue
            # the reach may stop just short of the kink: stay within it
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
