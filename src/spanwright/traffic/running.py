"""The most that axles at fixed distances do before and behind a station: exact running maxima.

From one passing of the end of an element to the next their effect is one cubic, whose top is known.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.rigid import HOP, derivative_weights


class Pieces:
    """Stretches of the first axle in which no axle passes the end of an element: p of them."""

    def __init__(self, x: Array, offsets: Array, forces: Array) -> None:
        ends = np.unique((x[:, None] - offsets).ravel())
        keep = np.diff(ends) > 4 * HOP
        self.low, self.high = ends[:-1][keep], ends[1:][keep]
        self.middle = 0.5 * (self.low + self.high)
        self.cell, self.weight = derivative_weights(x, self.middle, offsets, forces)

    def cubics(self, under: Array) -> Array:
        """Value and three derivatives (4, n, p) in the middle of each piece; under (n, e, 4)."""
        total = np.zeros((4, len(under), len(self.low)))
        for a in range(self.cell.shape[1]):
            data = under[:, self.cell[:, a]]
            total += np.matmul(self.weight[:, :, a], data[..., None])[..., 0].transpose(2, 0, 1)
        return total


class Running:
    """Running maxima of n lines, never below zero: nothing stands there where it would relieve."""

    def __init__(self, pieces: Pieces, under: Array) -> None:
        self.pieces = pieces
        self.cubic = pieces.cubics(under)
        value, slope, bend, third = self.cubic
        half = 0.5 * (pieces.high - pieces.low) - HOP
        with np.errstate(all="ignore"):
            turn = -2 * slope / (bend - np.sqrt(bend * bend - 2 * slope * third))
        turn = np.where(np.isfinite(turn) & (np.abs(turn) < half), turn, -half)
        tries = np.stack([turn, np.broadcast_to(-half, turn.shape),
                          np.broadcast_to(half, turn.shape)])  # fmt: skip
        values = ((third / 6 * tries + bend / 2) * tries + slope) * tries + value
        which = values.argmax(axis=0)[None]
        self.turn, self.top = turn, values[0]
        self.first, self.last = values[1], values[2]
        self.best = np.take_along_axis(values, which, 0)[0]
        self.at = pieces.middle + np.take_along_axis(tries, which, 0)[0]
        none = np.zeros((len(under), 1))
        most = np.concatenate([none, self.best, none], axis=1)
        self.before_piece = np.maximum.accumulate(most, axis=1)[:, :-1]
        self.behind_piece = np.maximum.accumulate(most[:, ::-1], axis=1)[:, ::-1][:, 1:]

    def before(self, column: Ints, station: Array) -> Array:
        """Most with the first axle not beyond each station: (k,)."""
        piece, here = self._here(column, station, -1)
        here = np.where(station < self.pieces.low[0], 0.0, here)
        return np.asarray(np.maximum(here, self.before_piece[column, piece]))

    def behind(self, column: Ints, station: Array) -> Array:
        """Most with the first axle not before each station: (k,)."""
        piece, here = self._here(column, station, 1)
        here = np.where(station > self.pieces.high[-1], 0.0, here)
        return np.asarray(np.maximum(here, self.behind_piece[column, piece + 1]))

    def _here(self, column: Ints, station: Array, way: int) -> tuple[Ints, Array]:
        """Piece of each station, and the most within it on the legal side of the station."""
        piece, _, values = self._tries(column, station, way)
        return piece, values.max(axis=0)

    def _tries(self, column: Ints, station: Array, way: int) -> tuple[Ints, Array, Array]:
        """Piece of each station, and shifts from its middle that may be best there: (3, k)."""
        pieces = self.pieces
        piece = np.clip(
            np.searchsorted(pieces.low, station, side="right") - 1, 0, len(pieces.low) - 1
        )
        half = 0.5 * (pieces.high - pieces.low)[piece] - HOP
        shift = np.clip(station - pieces.middle[piece], -half, half)
        value, slope, bend, third = (c[column, piece] for c in self.cubic)
        here = ((third / 6 * shift + bend / 2) * shift + slope) * shift + value
        turn = self.turn[column, piece]
        top = np.where(way * (turn - shift) >= 0, self.top[column, piece], -np.inf)
        end = (self.first if way < 0 else self.last)[column, piece]
        return piece, np.stack([shift, turn, way * half]), np.stack([here, top, end])

    def place(self, column: Ints, last: Array, first: Array) -> Array:
        """Where the first axle stands best, not beyond `last` or not before `first`: (k,).

        nan where it would only relieve.
        """
        best, at = np.zeros(len(column)), np.full(len(column), np.nan)
        number = np.arange(len(self.pieces.low))
        for way, limit in ((-1, last), (1, first)):
            piece, shift, value = self._tries(column, limit, way)
            away = limit < self.pieces.low[0] if way < 0 else limit > self.pieces.high[-1]
            value = np.where(away, -np.inf, value)
            k, n = value.argmax(axis=0), np.arange(len(column))
            self._raise(best, at, value[k, n], self.pieces.middle[piece] + shift[k, n])
            free = number < piece[:, None] if way < 0 else number > piece[:, None]
            whole = np.where(free, self.best[column], -np.inf)
            k = whole.argmax(axis=1)
            self._raise(best, at, whole[n, k], self.at[column, k])
        return at

    @staticmethod
    def _raise(best: Array, at: Array, value: Array, station: Array) -> None:
        higher = value > best
        best[higher], at[higher] = value[higher], station[higher]
