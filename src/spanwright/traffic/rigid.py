"""Rigid groups of axles: bounds of their effect over short intervals, and its exact local tops.

Tables are (c, n): stations down, one column a response and offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.cubic import hermite, hermite_first, hermite_second, hermite_third
from spanwright.traffic.field import Mesh, train_operator
from spanwright.traffic.sheet import Singles

SINGLE = 4e-6  # of the coefficients of a cell times the load: what single precision may miss
HOP = 1e-11  # m: how far inside the end of a piece a place stays, as the surface may jump there


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places of a group: in which column, where its first axle stands [m], what it does."""

    column: Ints
    station: Array
    value: Array

    def take(self, pick: Ints | Bools) -> Points:
        """Some of them."""
        return Points(self.column[pick], self.station[pick], self.value[pick])


def roughness(mesh: Mesh, flat: Singles, step: float) -> Singles:
    """What bounds how far a surface leaves its chord over any `step` of the bridge: (e + 2, n).

    flat (4 e, n) Hermite coefficients.  Times force and step^2 / 8 it is never less than an axle
    in the cell (the first and last are off the deck) lies above the straight line between its
    effects at the ends of an interval of that length around it: the curvature of the cells that
    the interval can reach, and for each of their ends the jump and the kink there.  What single
    precision may miss is in it.
    """
    h = np.diff(mesh.x).astype(np.float32)[:, None]
    start, low, end, high = (flat.reshape(len(h), 4, -1)[:, k] for k in range(4))
    n = flat.shape[1]
    rise = 6 * (end - start)
    bend = np.maximum(np.abs(rise - 4 * low - 2 * high), np.abs(rise - 2 * low - 4 * high))
    bend /= h * h
    size = np.abs(flat.reshape(len(h), 4, -1)).max(axis=1)
    size *= np.float32(SINGLE * 8 / step**2)
    bend += size
    jump, kink = np.empty((len(h) + 1, n), np.float32), np.empty((len(h) + 1, n), np.float32)
    low, high = low / h, high / h
    for table, first, last in ((jump, start, end), (kink, low, high)):
        table[0], table[-1] = np.abs(first[0]), np.abs(last[-1])
        np.abs(first[1:] - last[:-1], out=table[1:-1])
    kink *= np.float32(2 / step)
    jump *= np.float32(8 / step**2)
    jump += kink
    reach = _reach(mesh, step)
    curved, sharp = np.zeros((len(h) + 2, n), np.float32), np.zeros((len(h) + 2, n), np.float32)
    curved[1:-1] = bend
    widest = curved.copy()
    for k in range(1, reach + 1):
        np.maximum(widest[k:], curved[:-k], out=widest[k:])
        np.maximum(widest[:-k], curved[k:], out=widest[:-k])
    for k in range(reach):  # a cell's own ends and those that an interval can pass beside it
        sharp[: len(sharp) - 1 - k] += jump[k:]
        sharp[1 + k :] += jump[: len(jump) - k]
    widest += sharp
    return widest


def _reach(mesh: Mesh, step: float) -> int:
    """Most cell ends within half a step of bridge."""
    x = mesh.x
    return int((np.searchsorted(x, x + 0.5 * step + 1e-9, side="right") - np.arange(len(x))).max())


class Rigid:
    """Axles at fixed distances that move together.

    offsets, forces : (a,) from the first axle [m], loads [N]
    trial : (c,) even stations of the first axle, from before the deck to beyond it
    """

    def __init__(self, mesh: Mesh, offsets: Array, forces: Array, step: float) -> None:
        self.mesh, self.offsets, self.forces, self.step = mesh, offsets, forces, step
        first = mesh.x[0] - float(offsets[-1]) - step
        count = int(np.ceil((mesh.x[-1] + step - first) / step)) + 1
        self.trial = first + step * np.arange(count)
        self.operator = train_operator(mesh, self.trial, offsets, forces).astype(np.float32)

    def effect(self, flat: Singles) -> Singles:
        """Effect at the trial stations: (c, n)."""
        return np.asarray(self.operator @ flat)

    def room(self, rough: Singles) -> Singles:
        """How much higher the effect may be inside each interval than on its chord: (c - 1, n)."""
        return np.asarray(self._share @ rough)

    @cached_property
    def _share(self) -> csr_array:
        """What the axles in each interval take of the roughness of the cells: (c - 1, e + 2)."""
        middle = self.trial[:-1, None] + 0.5 * self.step + self.offsets
        cell = np.searchsorted(self.mesh.x, middle, side="right")
        row = np.broadcast_to(np.arange(len(middle))[:, None], cell.shape)
        force = np.broadcast_to(1.0001 * self.step**2 / 8 * self.forces, cell.shape)
        entries = (force.ravel().astype(np.float32), (row.ravel(), cell.ravel()))
        return csr_array(entries, shape=(len(middle), len(self.mesh.x) + 1))

    @cached_property
    def _pieces(self) -> tuple[Ints, Array, Array, Ints, Array]:
        """Stretches of the first axle in which no axle passes the end of a cell.

        first (c,) of each interval, low, high (p,), cell (p, a), and (p, a, 4, 4): value and three
        derivatives in the middle of the piece from the coefficients of the cell
        """
        x, trial = self.mesh.x, self.trial
        ends = np.unique(np.concatenate([trial, (x[:, None] - self.offsets).ravel()]))
        ends = ends[(ends >= trial[0]) & (ends <= trial[-1])]
        keep = np.diff(ends) > 4 * HOP
        low, high = ends[:-1][keep], ends[1:][keep]
        middle = 0.5 * (low + high)
        first = np.searchsorted(middle, trial)
        at = middle[:, None] + self.offsets
        cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        h = np.diff(x)[cell]
        xi = (at - x[cell]) / h
        on = (at > x[0]) & (at < x[-1])
        kinds = (hermite, hermite_first, hermite_second, hermite_third)
        weight = np.stack([f(xi) / h[..., None] ** k for k, f in enumerate(kinds)], axis=2)
        weight *= (self.forces * on)[..., None, None]
        return first, low, high, cell, weight

    def points(self, under: Array, interval: Ints, column: Ints, sign: int) -> tuple[Points, Ints]:
        """Local tops and ends of the exact pieces in some intervals, and to which each belongs.

        under (n, e, 4) coefficients of the columns; interval, column (m,); sign -1 turns lows up
        """
        first, low, high, cell, weight = self._pieces
        count = first[interval + 1] - first[interval]
        owner = np.repeat(np.arange(len(interval)), count)
        piece = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        piece += first[interval][owner]
        data = under[column[owner][:, None], cell[piece]]
        value, slope, bend, third = sign * np.einsum("makd,mad->km", weight[piece], data)
        half = 0.5 * (high - low)[piece] - HOP
        with np.errstate(all="ignore"):
            turn = -2 * slope / (bend - np.sqrt(bend * bend - 2 * slope * third))
        turn = np.clip(np.where(np.isfinite(turn), turn, 0.0), -half, half)
        shift = np.stack([turn, -half, half])
        values = ((third / 6 * shift + bend / 2) * shift + slope) * shift + value
        stations = 0.5 * (low + high)[piece] + shift
        owner = np.tile(owner, 3)
        return Points(column[owner], stations.ravel(), values.ravel()), owner
