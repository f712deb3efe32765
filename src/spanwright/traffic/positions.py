"""Given vehicle positions on influence surfaces: one sparse product for a whole list of them.

A vehicle that keeps its place across the deck sees an influence line.  `lane_lines` adds the
surfaces across the deck once per lane; each further axle then reads four numbers of a response.
`effects_at` takes any wheels, finds the patterns across the deck that their axles repeat, and
does the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import InputError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import hermite, restriction
from spanwright.traffic.strips import lever


@dataclass(frozen=True, slots=True, eq=False)
class LaneLines:
    """Influence lines of r responses along d lanes, for any number of further positions.

    x     : (k,) stations of the nodes [m]
    table : (d (k - 1) 4, r) for each lane and element: values at both ends, and slopes times the
            element's length, ordered as the cubic functions; effect per newton of an axle
    """

    x: Array
    table: Array

    def __post_init__(self) -> None:
        freeze(self)

    def effects(self, lane: ArrayLike, x: ArrayLike, force: ArrayLike) -> Array:
        """Effect of each of p vehicle positions on each response: (r, p).

        lane, x, force : (p, a) lane, station [m] and downward load [N] of the axles; they
                         broadcast.  Axles off the deck (or with x nan) do not count.
        """
        at, stand, load = np.broadcast_arrays(
            np.atleast_2d(lane), np.atleast_2d(x), np.atleast_2d(force)
        )
        lanes = len(self.table) // (4 * (len(self.x) - 1))
        is_whole = at.dtype.kind in "iu"
        if at.size and not (is_whole and at.min() >= 0 and at.max() < lanes):
            raise InputError("lane", f"must be a whole number from 0 to {lanes - 1}")
        if not np.isfinite(load).all():
            raise InputError("force", "must be finite numbers")
        position, axle = np.nonzero((stand >= self.x[0]) & (stand <= self.x[-1]))
        return self._added(
            len(stand), position, at[position, axle], stand[position, axle], load[position, axle]
        )

    def vehicle(self, offset: ArrayLike, force: ArrayLike) -> LaneLines:
        """The same lines for a vehicle with fixed axles, by the station of its first axle.

        offset, force : (a,) of the axles behind the first one [m], increasing, and loads [N]

        From one passing of a node to the next the effect of all axles together is one cubic, so a
        position costs as much as a single axle: ``lines.vehicle(offset, force).effects(lane, x,
        1.0)``.  The table is some a times as long.  Exactly where an axle meets an end of the deck
        it may count or not.
        """
        offset, force = np.atleast_1d(offset).astype(float), np.atleast_1d(force).astype(float)
        if offset.ndim > 1 or offset.shape != force.shape or not np.isfinite(offset + force).all():
            raise InputError("offset, force", "must be as many finite numbers as axles")
        ends = np.unique((self.x[:, None] - offset).ravel())
        ends = ends[np.append(True, np.diff(ends) > 1e-9)]
        low, high, elements = ends[:-1, None] + offset, ends[1:, None] + offset, len(self.x) - 1
        element = np.searchsorted(self.x, 0.5 * (low + high), side="right") - 1
        piece, axle = np.nonzero((element >= 0) & (element < elements))
        at = element[piece, axle]
        length = self.x[at + 1] - self.x[at]
        part = restriction(*((end[piece, axle] - self.x[at]) / length for end in (low, high)))
        part *= force[axle, None, None]
        lanes = np.arange(len(self.table) // (4 * elements))
        row = (lanes[:, None] * (len(ends) - 1) + piece)[..., None, None] * 4
        column = (lanes[:, None] * elements + at)[..., None, None] * 4
        entry = np.broadcast_to(part, (len(lanes), *part.shape))
        rows = np.broadcast_to(row + np.arange(4)[:, None], entry.shape)
        columns = np.broadcast_to(column + np.arange(4), entry.shape)
        joint = csr_array(
            (entry.ravel(), (rows.ravel(), columns.ravel())),
            shape=(4 * len(lanes) * (len(ends) - 1), len(self.table)),
        )
        table = np.asarray(joint @ self.table)
        table.setflags(write=False)
        return LaneLines(ends, table)

    def _added(self, count: int, position: Ints, lane: Ints, x: Array, force: Array) -> Array:
        """Effects (r, count) of axles (n,) on the deck, ordered by position."""
        element = np.searchsorted(self.x[1:-1], x, side="right")
        start = self.x[element]
        shape = hermite((x - start) / (self.x[element + 1] - start)) * force[:, None]
        columns = 4 * (lane * (len(self.x) - 1) + element)[:, None] + np.arange(4)
        edges = 4 * np.searchsorted(position, np.arange(count + 1))
        loads = csr_array((shape.ravel(), columns.ravel(), edges), shape=(count, len(self.table)))
        return np.asarray(loads @ self.table).T


def lane_lines(
    surfaces: Surfaces, y: ArrayLike, share: ArrayLike | None = None, rows: Ints | None = None
) -> LaneLines:
    """Influence lines of axles whose wheels keep their places across the deck.

    y     : (d, w) offsets of the wheels of an axle in each of d lanes [m]
    share : (d, w) of each wheel in the axle's load, default equal;  rows : (r,) responses,
            default all
    """
    y = np.atleast_2d(np.asarray(y, dtype=float))
    part = np.broadcast_to(1.0 / y.shape[1] if share is None else share, y.shape)
    if not (np.isfinite(y).all() and np.isfinite(part).all()):
        raise InputError("y, share", "must be finite numbers")
    lane = np.repeat(np.arange(len(y)), y.shape[1])
    return _lines(surfaces, _across(surfaces, lane, y.ravel(), part.ravel(), len(y)), rows)


def effects_at(
    surfaces: Surfaces, x: Array, y: Array, force: Array, rows: Ints | None = None
) -> Array:
    """Effect of each of p wheel arrangements on each response: (r, p).

    x, y, force : (p, w) stations [m], offsets [m] and downward forces [N] of the wheels; they
                  broadcast.  Wheels off the deck (or with x nan) do not count.
    rows        : (r,) responses, default all

    For reading a traffic record or a given list; for many vehicles in the same lanes keep
    `lane_lines`, and for extremes use `place`, which needs no steps.
    """
    x, y, force = np.broadcast_arrays(*(np.atleast_2d(a).astype(float) for a in (x, y, force)))
    if not (np.isfinite(force).all() and np.isfinite(y[np.isfinite(x)]).all()):
        raise InputError("force, y", "must be finite numbers")
    stations = surfaces.x
    position, wheel = np.nonzero((x >= stations[0]) & (x <= stations[-1]) & (force != 0))
    stand, load = x[position, wheel], force[position, wheel]
    begins = np.ones(len(stand), dtype=np.bool_)
    begins[1:] = (np.diff(position) != 0) | (np.diff(stand) != 0)
    first = np.flatnonzero(begins)  # neighbouring wheels at one station are an axle
    axle = np.cumsum(begins) - 1
    share = _across(surfaces, axle, y[position, wheel], load / load[first][axle], len(first))
    patterns, axle, lane = _patterns(share, len(stations))
    weight = load[first][axle]
    if patterns is None:
        patterns, weight = np.eye(share.shape[1]), weight * share[axle, lane]
    at = first[axle]
    return _lines(surfaces, patterns, rows)._added(len(x), position[at], lane, stand[at], weight)


def _across(surfaces: Surfaces, axle: Ints, y: Array, part: Array, count: int) -> Array:
    """What each loading line takes of each axle (count, l), from the axles' wheels (n,)."""
    lines = len(surfaces.y)
    low, share = lever(surfaces.y, y)
    table = np.zeros(count * lines)
    for side in range(min(2, lines)):
        table += np.bincount(axle * lines + low + side, part * share[:, side], len(table))
    return table.reshape(count, lines)


def _patterns(share: Array, nodes: int) -> tuple[Array | None, Ints, Ints]:
    """Patterns (d, l) that the axles' shares (n, l) repeat, with one entry an axle: axle, pattern.

    Where adding the surfaces across the deck would cost more than it saves: None, and the
    entries of every axle: axle, loading line.
    """
    axle, line = np.nonzero(share)
    lines = share.shape[1]
    names, first, which = np.unique(
        (share * np.sqrt(np.arange(2, lines + 2))).sum(axis=1),
        return_index=True, return_inverse=True,
    )  # fmt: skip
    patterns, saved = share[first], 4 * (len(axle) - len(share))
    is_cheap = len(names) <= 2 * lines and len(names) * lines * 2 * nodes < saved
    if not is_cheap or not np.array_equal(patterns[which], share):
        return None, axle, line
    return patterns, np.arange(len(share)), which


def _lines(surfaces: Surfaces, across: Array, rows: Ints | None) -> LaneLines:
    """Surfaces added across the deck with the shares `across` (d, l) of the loading lines."""
    chosen = slice(None) if rows is None else np.asarray(rows)
    length = np.diff(surfaces.x)
    value = np.matmul(across, surfaces.value[chosen]).transpose(1, 2, 0)  # (d, k, r)
    slope = np.matmul(across, surfaces.slope[chosen]).transpose(1, 2, 0)
    lanes, nodes, count = value.shape
    table = np.empty((lanes, nodes - 1, 4, count))
    table[:, :, 0], table[:, :, 2] = value[:, :-1], value[:, 1:]
    np.multiply(slope[:, :-1], length[:, None], out=table[:, :, 1])
    np.multiply(slope[:, 1:], length[:, None], out=table[:, :, 3])
    element, line = surfaces.jump_element[chosen], surfaces.jump_line[chosen]
    own = np.flatnonzero(element >= 0)  # a section inside an element sees a jump there
    element, line = element[own], line[own]
    jump = surfaces.jump[chosen][own] * np.stack([np.ones(len(own)), length[element]] * 2, axis=1)
    table[:, element, :, own] += across[:, line].T[:, :, None] * jump[:, None, :]
    table = table.reshape(-1, count)
    table.setflags(write=False)  # frozen here, so that no second copy is made
    return LaneLines(surfaces.x, table)
