"""Worst places of a train on blocks of responses, at every trial offset across the bridge.

They are found at the offsets where wheels meet loading lines.  Between two of those the worst
effect is convex in the offset, so the chord is its bound until somebody needs it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import Mesh, rough_stations
from spanwright.traffic.gaps import GapSearch
from spanwright.traffic.sheet import Across, Sheet
from spanwright.traffic.trains import Train


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Worst effect of a train on a block of responses at each trial offset; `settle` changes it.

    gain    : (2, r, g) largest and smallest (turned) effect or a bound of it, never below zero
    station : (2, r, g, groups) first axle of each group where the effect is known       [m]
    known   : (2, r, g) whether the gain is the effect itself
    """

    sheet: Sheet
    rows: Ints
    gain: Array
    station: Array
    known: Bools

    def between(
        self, side: Ints, row: Ints, low: Ints, high: Ints, y: Array, offsets: Array
    ) -> Array:
        """Bound (m,) of the effect with the axis at y between two trial offsets: their chord."""
        width = np.maximum(offsets[high] - offsets[low], 1e-12)
        share = np.clip((y - offsets[low]) / width, 0.0, 1.0)
        first, last = self.gain[side, row, low], self.gain[side, row, high]
        return np.asarray(first + share * (last - first))

    def take(self, rows: Ints) -> Scan:
        """Some of its rows, copied; its sheet stays whole."""
        gain, station = self.gain[:, rows], self.station[:, rows]
        return Scan(self.sheet, self.rows[rows], gain, station, self.known[:, rows])


class TrainScanner:
    """Scans blocks of responses for one train; what does not depend on the response is kept."""

    def __init__(
        self, surfaces: Surfaces, mesh: Mesh, train: Train, across: Across, y: Array
    ) -> None:
        self.surfaces, self.train, self.across, self.y = surfaces, train, across, y
        self.search = GapSearch(mesh, train)
        low, high, share = across.low, across.high, across.share
        self._at = np.where(share > 0.5, high, low)
        self._known = (share < 1e-9) | (share > 1 - 1e-9) | (low == high)
        self._window = across.turn[low] - 1e-9, across.turn[high] + 1e-9

    @property
    def size(self) -> int:
        """Numbers per response in the tables of a scan."""
        return len(self.across.turn) * self.search.size

    def scan(self, sheet: Sheet, rows: Ints, signs: tuple[bool, bool] = (True, True)) -> Scan:
        """Worst places for the responses `rows` of the sheet.

        signs : whether maxima and minima are wanted; what is not is left at zero
        """
        r, b = sheet.cells.shape[:2]
        rough = rough_stations(self.surfaces, rows)
        value, station, sure = self.search.best(sheet.all(self.search, rough), signs)
        for side in (0, 1):
            column = np.flatnonzero(~sure[side])
            if signs[side] and column.size:
                row, turn = np.divmod(column, b)
                sign = np.full(len(row), 1.0 - 2.0 * side)
                value[side, column], station[side, column] = self._everywhere(
                    sheet, row, turn, np.zeros(len(row)), sign, rough[row]
                )
        station = station.reshape(2, r, b, -1)[:, :, self._at]
        gain = value.reshape(2, r, b) @ self.across.blend.T
        known = np.broadcast_to(self._known, gain.shape).copy()
        return Scan(sheet, rows, gain, station, known)

    def place(self, scan: Scan, side: Ints | int, row: Ints, y: Array) -> tuple[Array, Array]:
        """Effect (m,) and stations (m, groups) with the axis at y (m,), for sides and rows (m,)."""
        turn, sheet, side = self.across.turn, scan.sheet, np.broadcast_to(side, row.shape)
        low = np.clip(np.searchsorted(turn, y, side="right") - 1, 0, max(len(turn) - 2, 0))
        high = np.minimum(low + 1, len(turn) - 1)
        width = np.where(high > low, turn[high] - turn[low], 1.0)
        share = np.clip((y - turn[low]) / width, 0.0, 1.0)
        rough, sign = rough_stations(self.surfaces, scan.rows[row]), np.where(side == 0, 1.0, -1.0)
        columns = sheet.between(self.search, row, low, share, sign, rough)
        value, station, sure = (t[0] for t in self.search.best(columns, (True, False)))
        rest = np.flatnonzero(~sure)
        if rest.size:
            value[rest], station[rest] = self._everywhere(
                sheet, row[rest], low[rest], share[rest], sign[rest], rough[rest]
            )
        return value, station

    def _everywhere(
        self, sheet: Sheet, row: Ints, low: Ints, share: Array, sign: Array, rough: Array
    ) -> tuple[Array, Array]:
        """As `place` on the whole deck, for what may be worse far from where surfaces are large."""
        rows, at = np.unique(row, return_inverse=True)
        columns = sheet.whole(rows).between(self.search, at, low, share, sign, rough)
        value, station, _ = self.search.best(columns, (True, False))
        return value[0], station[0]

    def settle(self, scan: Scan, side: Ints | int, row: Ints, offset: Ints) -> None:
        """Find the effects themselves at some trial offsets (m,) of some sides and rows (m,).

        What is found also lowers the chords that bound the offsets on both sides.
        """
        value, station = self.place(scan, side, row, self.y[offset])
        scan.gain[side, row, offset] = value
        scan.station[side, row, offset] = station
        scan.known[side, row, offset] = True
        for k in np.unique(side):
            self._lower(scan, int(k), np.unique(row[side == k]))

    def _lower(self, scan: Scan, side: int, row: Ints) -> None:
        """Bring bounds down to the chords between known offsets."""
        y, known, gain = self.y, scan.known[side, row], scan.gain[side, row]
        count = np.arange(len(y))
        before = np.maximum.accumulate(np.where(known, count, 0), axis=1)
        after = np.where(known, count, len(y) - 1)[:, ::-1]
        after = np.minimum.accumulate(after, axis=1)[:, ::-1]
        n = np.arange(len(row))[:, None]
        width = y[after] - y[before]
        share = np.where(width > 0, (y - y[before]) / np.where(width > 0, width, 1.0), 0.0)
        chord = gain[n, before] * (1 - share) + gain[n, after] * share
        within = ~known & known[n, before] & known[n, after]
        within &= (y[before] >= self._window[0]) & (y[after] <= self._window[1])
        scan.gain[side, row] = np.where(within, np.minimum(gain, chord), gain)
