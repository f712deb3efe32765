"""One consist moved along lines of a track: bounds over short intervals, and its exact tops.

The effect is a polynomial of the fourth degree between stations at which an axle or the end of a
load passes the end of a cell, or a place where the line changes sign.  See docs/load-models.md.

Shapes: c stations of the first axle, r lines, e cells, p pieces, k marks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.cubic import hermite_integral, positive_parts
from spanwright.traffic.field import Mesh, train_operator
from spanwright.traffic.rigid import HOP, SINGLE, Points, roughness, within_reach
from spanwright.traffic.sheet import Singles
from spanwright.traffic.track_line import FULL, TrackLine

BATCH = 400_000  # marks looked at together


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What moves: the effect of a consist is a sum over its marks.

    axle, force : (a,) where axles stand behind the first one [m], and their loads [N]
    end, load   : (b,) where uniform loads begin and end, times the integral of the line up to
                  there [N/m]
    edge, clear : (u,) the same of the load on adverse lengths
    rest, rest_adverse : loads per metre of the whole line, and of its whole adverse part
    drop        : axles that relieve are left out
    """

    axle: Array
    force: Array
    end: Array
    load: Array
    edge: Array
    clear: Array
    rest: float
    rest_adverse: float
    drop: bool

    @property
    def every(self) -> Array:
        """Places of all marks behind the first axle (k,)."""
        return np.concatenate([self.axle, self.end, self.edge])


def merged(place: Array, load: Array) -> tuple[Array, Array]:
    """Marks at the same place put together; those without load left out."""
    places, which = np.unique(place, return_inverse=True)
    total = np.bincount(which.ravel(), load, len(places))
    return places[total != 0], total[total != 0]


class Samples:
    """A block of lines in single precision, for what is looked at everywhere.

    flat  : (4 e, r) Hermite coefficients;  plain : the same with the integrals up to cell ends
    rough, steep : (e + 2, r) what bounds how far ordinates and integrals leave their chords
    area  : (r,) integral of the size of the line
    """

    def __init__(self, cells: Array, step: float, lines: tuple[TrackLine, TrackLine]) -> None:
        mesh = lines[0].mesh
        columns = cells.reshape(len(cells), -1).astype(np.float32).T
        self.flat = np.ascontiguousarray(columns)
        self.plain = np.concatenate([self.flat, lines[0].upto.T.astype(np.float32)])
        self.rough = roughness(mesh, self.flat, step)
        self.steep = _steepness(mesh, cells, step)
        self.area = lines[0].adverse[:, -1] + lines[1].adverse[:, -1]


class Run:
    """One consist on one mesh: what does not depend on the lines.

    trial : (c,) even stations of the first axle, from before the deck to beyond it
    """

    def __init__(self, mesh: Mesh, marks: Marks, step: float) -> None:
        self.mesh, self.marks, self.step = mesh, marks, step
        every = marks.every
        first = mesh.x[0] - every.max() - step
        count = int(np.ceil((mesh.x[-1] + step - every.min() - first) / step)) + 1
        self.trial = first + step * np.arange(count)
        m, t = marks, self.trial
        each = [(m.axle[k : k + 1], m.force[k : k + 1]) for k in range(len(m.axle) * m.drop)]
        self._axles = [_single(train_operator(mesh, t, *mark)) for mark in each]
        fixed = train_operator(mesh, t, m.axle, m.force * (not m.drop))
        below = csr_array((len(t), len(mesh.x)))
        self._fixed = _single(hstack([fixed, below]) + _integral_operator(mesh, t, m.end, m.load))
        self._free = _single(_integral_operator(mesh, t, m.edge, m.clear))
        self._share = self._shares(m.axle, np.abs(m.force))
        ends, loads = np.concatenate([m.end, m.edge]), np.concatenate([m.load, m.clear])
        self._end_share = self._shares(ends, np.abs(loads))
        self._slack = SINGLE * (np.abs(loads).sum() + abs(m.rest) + abs(m.rest_adverse))
        ends = np.unique(np.concatenate([t, (mesh.x[:, None] - every).ravel()]))
        ends = ends[(ends >= t[0]) & (ends <= t[-1])]
        keep = np.diff(ends) > 4 * HOP
        self._low, self._high = ends[:-1][keep], ends[1:][keep]
        self._first = np.searchsorted(0.5 * (self._low + self._high), t)

    def _shares(self, place: Array, load: Array) -> csr_array:
        """What the marks in each interval take of the roughness of the cells: (c - 1, e + 2)."""
        middle = self.trial[:-1, None] + 0.5 * self.step + place
        cell = np.searchsorted(self.mesh.x, middle, side="right")
        row = np.broadcast_to(np.arange(len(middle))[:, None], cell.shape)
        weight = np.broadcast_to(1.0001 * self.step**2 / 8 * load, cell.shape)
        entries = (weight.ravel().astype(np.float32), (row.ravel(), cell.ravel()))
        return csr_array(entries, shape=(len(middle), len(self.mesh.x) + 1))

    def effects(self, samples: Samples, lines: tuple[TrackLine, TrackLine]) -> list[Singles]:
        """Effects at the trial stations, the lines as they are and turned: two of (c, r)."""
        fixed = self._fixed @ samples.plain
        fixed += np.float32(self.marks.rest) * samples.plain[-1]
        result = [fixed, -fixed]
        for operator in self._axles:
            under = operator @ samples.flat
            result[0] += np.maximum(under, 0)
            result[1] -= np.minimum(under, 0)
        if self.marks.rest_adverse:
            for k, line in enumerate(lines):
                self._add_adverse(result[k], line, samples.flat if k == 0 else -samples.flat)
        return result

    def _add_adverse(self, effect: Singles, line: TrackLine, flat: Singles) -> None:
        """Add what the load on adverse lengths does: cells of one sign at once, then the others."""
        upto = line.adverse.T.astype(np.float32)
        full = np.repeat((line.kind == FULL).T, 4, axis=0)
        effect += self._free @ np.concatenate([flat * full, upto])
        effect += np.float32(self.marks.rest_adverse) * upto[-1]
        row, cell = np.nonzero(line.kind >= 0)
        x = self.mesh.x
        for place, load in zip(self.marks.edge, self.marks.clear, strict=True):
            first = np.searchsorted(self.trial, x - place, side="left")
            count = np.diff(first)[cell]
            owner = np.repeat(np.arange(len(cell)), count)
            at = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
            at += first[cell][owner]
            upto_here = line.integrals(row[owner], (self.trial[at] + place)[:, None], True)[:, 0]
            inside = upto_here - line.adverse[row, cell][owner]
            effect[at, row[owner]] += (load * inside).astype(np.float32)

    def room(self, samples: Samples) -> Singles:
        """How much higher the effect may be inside each interval than on its chord: (c - 1, r)."""
        result = self._share @ samples.rough
        result += self._end_share @ samples.steep
        result += (self._slack * samples.area).astype(np.float32)
        return np.asarray(result)

    def tops(self, line: TrackLine, interval: Ints, column: Ints) -> Points:
        """Highest place of each piece in some intervals of some lines, exact."""
        count = (self._first[interval + 1] - self._first[interval]).astype(np.int64)
        owner = np.repeat(np.arange(len(interval)), count)
        piece = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        piece += self._first[interval][owner]
        batch = max(1, BATCH // len(self.marks.every))
        parts = []
        for k in range(0, len(piece), batch):
            mine = piece[k : k + batch]
            low, high, at = self._low[mine], self._high[mine], column[owner[k : k + batch]]
            if self.marks.drop or self.marks.rest_adverse:
                low, high, at = self._cut(line, low, high, at)
            parts.append(_highest(at, low, high, self._polynomials(line, low, high, at)))
        return Points(*(np.concatenate(c) for c in zip(*parts, strict=True)))

    def _cut(
        self, line: TrackLine, low: Array, high: Array, column: Ints
    ) -> tuple[Array, Array, Ints]:
        """Pieces cut where a mark passes a place at which its line changes sign."""
        marks = self.marks
        places = np.concatenate([marks.axle if marks.drop else np.zeros(0), marks.edge])
        middle = 0.5 * (low + high)
        hit, ahead = line.roots(column, middle[:, None] + places)
        piece = np.repeat(hit // len(places), ahead.shape[1])
        cut = (middle[hit // len(places), None] + ahead).ravel()
        inside = (cut > low[piece]) & (cut < high[piece])
        piece, cut = piece[inside], cut[inside]
        owner = np.concatenate([np.arange(len(low)), piece])
        start = np.concatenate([low, cut])
        order = np.lexsort((start, owner))
        owner, start = owner[order], start[order]
        last = np.append(owner[1:] != owner[:-1], True)
        end = np.where(last, high[owner], np.roll(start, -1))
        keep = end - start > 4 * HOP
        return start[keep], end[keep], column[owner[keep]]

    def _polynomials(self, line: TrackLine, low: Array, high: Array, column: Ints) -> Array:
        """Coefficients (5, p) of powers of the way from the middle of each piece."""
        m, middle = self.marks, 0.5 * (low + high)[:, None]
        result = np.zeros((5, len(low)))
        result[0] = m.rest * line.upto[column, -1] + m.rest_adverse * line.adverse[column, -1]
        if m.axle.size:
            under = line.ordinates(column, middle + m.axle)
            if m.drop:
                under *= under[0] > 0
            result[:4] += under @ m.force
        for place, load, adverse in ((m.end, m.load, False), (m.edge, m.clear, True)):
            if not place.size:
                continue
            under = line.ordinates(column, middle + place)
            if adverse:
                under *= under[0] > 0
            result[0] += line.integrals(column, middle + place, adverse) @ load
            result[1:] += (under @ load) / np.arange(1, 5)[:, None]
        return result


def _highest(column: Ints, low: Array, high: Array, power: Array) -> tuple[Ints, Array, Array]:
    """Column, station and value of the highest place of polynomials (5, p) on their pieces."""
    half = 0.5 * (high - low) - HOP
    k0, k1, k2, k3, k4 = power
    slope, bend = [], []
    for end in (-half, half):
        slope.append(((4 * k4 * end + 3 * k3) * end + 2 * k2) * end + k1)
        bend.append((12 * k4 * end + 6 * k3) * end + 2 * k2)
    third = 2 / 3 * half
    rise = np.stack(
        [slope[0], slope[0] + third * bend[0], slope[1] - third * bend[1], slope[1]], axis=1
    )
    ends = np.zeros((len(low), 4))
    ends[(rise >= 0).all(axis=1), 1] = 1.0
    turns = np.flatnonzero((rise > 0).any(axis=1) & (rise < 0).any(axis=1))
    if turns.size:
        ends[turns, 1:] = positive_parts(rise[turns])[..., 1]
    way = half[:, None] * (2 * ends - 1)
    value = (((k4[:, None] * way + k3[:, None]) * way + k2[:, None]) * way + k1[:, None]) * way
    value += k0[:, None]
    best, n = value.argmax(axis=1), np.arange(len(low))
    return column, 0.5 * (low + high) + way[n, best], value[n, best]


def _single(operator: csr_array) -> csr_array:
    return csr_array(operator).astype(np.float32)


def _integral_operator(mesh: Mesh, trial: Array, place: Array, load: Array) -> csr_array:
    """Sparse (c, 5 e + 1): loads times integrals up to places, from cells and sums to cell ends."""
    x = trial[:, None] + place
    at = np.clip(x, mesh.x[0], mesh.x[-1])
    cells = len(mesh.x) - 1
    cell = np.clip(np.searchsorted(mesh.x, at, side="right") - 1, 0, cells - 1)
    h = np.diff(mesh.x)[cell]
    entry = hermite_integral((at - mesh.x[cell]) / h) * (h * load)[..., None]
    row = np.broadcast_to(np.arange(len(trial))[:, None], cell.shape)
    column = 4 * cell[..., None] + np.arange(4)
    entries = np.concatenate([entry.ravel(), np.broadcast_to(load, cell.shape).ravel()])
    rows = np.concatenate([np.repeat(row.ravel(), 4), row.ravel()])
    columns = np.concatenate([column.ravel(), 4 * cells + cell.ravel()])
    return csr_array((entries, (rows, columns)), shape=(len(trial), 5 * cells + 1))


def _steepness(mesh: Mesh, cells: Array, step: float) -> Singles:
    """As `roughness` for integrals of lines (r, e, 4): the slopes in reach, and the jumps."""
    start, low, end, high = (c.astype(np.float32).T for c in np.moveaxis(cells, -1, 0))
    h = np.diff(mesh.x).astype(np.float32)[:, None]
    middle = 3 * (end - start) - (low + high)  # Bernstein value of the slope, which is quadratic
    slope = np.maximum(np.maximum(np.abs(low), np.abs(high)), np.abs(middle)) / h
    none = np.zeros((1, len(cells)), np.float32)
    jump = np.abs(np.concatenate([start, none]) - np.concatenate([none, end]))
    return within_reach(mesh, step, slope, jump * np.float32(2 / step))
