"""Trains on a track: axles with adverse, fixed or trailing uniform loads along a given axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.blocks import in_blocks
from spanwright.traffic.cubic import TO_BERNSTEIN, WHOLE, hermite, hermite_integral, positive_parts
from spanwright.traffic.field import (
    Mesh,
    axle_values,
    axle_weights,
    cells_of,
    kink_stations,
    mesh_of,
)
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.trains import Train, axle_stations, mirrored

ROUNDS = 4  # each looks eight times closer around the best station


@dataclass(frozen=True, slots=True, eq=False)
class Consist:
    """A train as it stands on a track.

    train : axles, gaps fixed; forces with factors in
    blocks: (b, 3) from, to behind the first axle (to may be inf) and load per metre
    drop  : axles that relieve are left out
    """

    train: Train
    blocks: Array
    drop: bool


@dataclass(frozen=True, slots=True, eq=False)
class TrackSetup:
    """consists to try, axis offsets to try, and the uniform load on adverse lengths.

    rails : offsets of the rails from the track axis;  udl, gap : adverse load per metre, kept this
    far off the outer axles
    """

    model: str
    parts: tuple[str, str]
    axes: tuple[float, ...]
    rails: tuple[float, ...]
    consists: tuple[Consist, ...]
    udl: float
    gap: float
    notes: tuple[str, ...] = ()


class _Line:
    """Influence lines of a block of responses along one axis: cells (r, e, 4), turned or not.

    Stations are (c,), the same for all responses, or (r, c).
    """

    def __init__(self, mesh: Mesh, cells: Array, with_positive: bool) -> None:
        self.x, self.h, self.cells = mesh.x, np.diff(mesh.x), cells
        r, e, _ = cells.shape
        whole = np.einsum("rek,k,e->re", cells, WHOLE, self.h)
        self.plain = np.concatenate([np.zeros((r, 1)), np.cumsum(whole, axis=1)], axis=1)
        if not with_positive:
            return
        control = cells @ TO_BERNSTEIN.T
        full = (control >= 0).all(axis=2)
        mixed = np.flatnonzero(~full & (control > 0).any(axis=2))
        piece = np.zeros((r * e, 3, 2))
        piece[mixed] = positive_parts(control.reshape(-1, 4)[mixed])
        piece[np.flatnonzero(full), 0] = (0.0, 1.0)
        self.piece = piece.reshape(r, e, 3, 2)
        row = np.arange(r)[:, None]
        area = self._within(np.ones((r, e)), (row, np.arange(e)))
        self.upto = np.concatenate([np.zeros((r, 1)), np.cumsum(area, axis=1)], axis=1)

    def _within(self, xi: Array, at: Any) -> Array:
        """Integral of the positive part of a cell from its start to xi."""
        piece = np.minimum(self.piece[at], xi[..., None, None])
        share = hermite_integral(piece[..., 1]) - hermite_integral(piece[..., 0])
        return np.asarray((share.sum(axis=-2) * self.cells[at]).sum(-1) * self.h[at[1]])

    def _find(self, x: Array) -> tuple[Array, Any, Ints]:
        at_x = np.clip(x, self.x[0], self.x[-1])
        cell = np.clip(np.searchsorted(self.x, at_x, side="right") - 1, 0, len(self.h) - 1)
        xi = (at_x - self.x[cell]) / self.h[cell]
        at = (slice(None), cell) if x.ndim == 1 else (np.arange(len(x))[:, None], cell)
        return xi, at, cell

    def positive(self, x: Array) -> Array:
        """Integral of the positive part from the first station to x."""
        xi, at, _ = self._find(x)
        return np.asarray(self.upto[at] + self._within(xi, at))

    def integral(self, x: Array) -> Array:
        """Integral from the first station to x."""
        xi, at, cell = self._find(x)
        part = np.einsum("...ck,...ck->...c", self.cells[at], hermite_integral(xi))
        return np.asarray(self.plain[at] + part * self.h[cell])

    def value(self, x: Array) -> Array:
        """Ordinate at x, 0 off the deck."""
        xi, at, _ = self._find(x)
        on = (x >= self.x[0]) & (x <= self.x[-1])
        return np.asarray(
            np.einsum("...ck,...ck->...c", self.cells[at], hermite(xi) * on[..., None])
        )


def _effect(line: _Line, consist: Consist, setup: TrackSetup, station: Array) -> Array:
    """Effect with the first axle at station (c,) or (r, k): (r, c)."""
    train = consist.train
    total = np.zeros((len(line.cells), station.shape[-1]))
    for offset, force in zip(train.offset, train.force, strict=True):
        if force:
            under = force * line.value(station + offset)
            total += np.maximum(under, 0.0) if consist.drop else under
    if setup.udl:
        free = line.positive(station + train.length + setup.gap)
        free = free - line.positive(station - setup.gap)
        total += setup.udl * (line.upto[:, -1:] - free)
    for start, end, load in consist.blocks:
        total += load * (line.integral(station + end) - line.integral(station + start))
    return total


def _stations(line: _Line, consist: Consist) -> Array:
    """First-axle stations that bring every marked point of the train to every cell end."""
    marks = [consist.train.offset]
    if consist.blocks.size:
        finite = consist.blocks[:, :2].ravel()
        marks.append(finite[np.isfinite(finite)])
    points = np.unique(np.concatenate(marks))
    if len(points) > 6:
        points = points[np.linspace(0, len(points) - 1, 6).astype(int)]
    trial = np.unique(np.round((line.x[:, None] - points).ravel(), 6))
    return np.concatenate([[line.x[0] - 2 * points[-1] - 10.0], trial])


def search_track(surfaces: Surfaces, setup: TrackSetup, rows: Ints) -> Extremes:
    """Maximum and minimum of the responses `rows`: all maxima first, then all minima."""
    mesh = mesh_of(surfaces, rows=rows)
    rails = np.array(setup.rails)

    def block(pick: Ints) -> tuple[Array, Array, Ints, Ints]:
        mine = rows[pick]
        cells = cells_of(surfaces, mesh, mine)
        value = np.full((2, len(mine)), -np.inf)
        station = np.zeros((2, len(mine)))
        which = np.zeros((2, len(mine)), dtype=np.int64)
        where = np.zeros((2, len(mine)), dtype=np.int64)
        for a, axis in enumerate(setup.axes):
            along = np.einsum("rlek,l->rek", cells, axle_weights(surfaces.y, np.array(axis), rails))
            for s, sign in enumerate((1.0, -1.0)):
                line = _Line(mesh, sign * along, bool(setup.udl))
                for c, consist in enumerate(setup.consists):
                    best, x = _best(surfaces, line, consist, setup, mine)
                    better = best > value[s]
                    value[s] = np.where(better, best, value[s])
                    station[s] = np.where(better, x, station[s])
                    which[s, better], where[s, better] = c, a
        return value, station, which, where

    size = int(np.clip(400_000 // (len(surfaces.y) * len(mesh.x) * 4), 1, 64))
    done = in_blocks(block, np.arange(len(rows)), size)
    value, station, which, where = (np.concatenate(c, axis=1) for c in zip(*done, strict=True))
    return _close(surfaces, setup, rows, value, station, which, where)


def _best(
    surfaces: Surfaces, line: _Line, consist: Consist, setup: TrackSetup, rows: Ints
) -> tuple[Array, Array]:
    """Worst station of a consist for each response: scan, kinks, then ever closer around."""
    trial = _stations(line, consist)
    effect = _effect(line, consist, setup, trial)
    best = effect.argmax(axis=1)
    value, station = effect[np.arange(len(rows)), best], trial[best]
    kinks = kink_stations(surfaces, rows, consist.train.offset)
    value, station = _keep(value, station, _effect(line, consist, setup, kinks), kinks)
    reach = float(np.diff(trial[1:]).max()) if len(trial) > 2 else 1.0
    for _ in range(ROUNDS):
        around = station[:, None] + reach * np.linspace(-1, 1, 17)
        value, station = _keep(value, station, _effect(line, consist, setup, around), around)
        reach /= 8
    return value, station


def _keep(value: Array, station: Array, trial: Array, where: Array) -> tuple[Array, Array]:
    k = trial.argmax(axis=1)
    n = np.arange(len(value))
    better = trial[n, k] > value
    return np.where(better, trial[n, k], value), np.where(better, where[n, k], station)


def _close(
    surfaces: Surfaces,
    setup: TrackSetup,
    rows: Ints,
    value: Array,
    station: Array,
    which: Ints,
    where: Ints,
) -> Extremes:
    rows2, sign = np.concatenate([rows, rows]), np.repeat([1, -1], len(rows))
    n, rails = len(rows2), np.array(setup.rails)
    x0, which, where = station.ravel(), which.ravel(), where.ravel()
    # a train that only relieves is left out: no load at all
    used = value.ravel() > 0
    y = np.array(setup.axes)[where]
    w = len(rails)
    axles = max(len(c.train.force) for c in setup.consists) * w
    wheels = np.zeros((3, n, axles))
    span = np.full((n, 1, 2), np.nan)
    fixed = max(len(c.blocks) for c in setup.consists) * w
    strips = np.zeros((4, n, 2 * w * (setup.udl > 0) + fixed))
    strips[2], strips[3] = surfaces.x[0], surfaces.x[0]
    adverse = np.array([1] * (2 * w * (setup.udl > 0)) + [0] * fixed, dtype=np.int64)
    strips[0] = surfaces.y[0]
    for c, consist in enumerate(setup.consists):
        row = np.flatnonzero(which == c)
        if not row.size:
            continue
        train = consist.train
        x = axle_stations(train, x0[row][:, None])
        force = np.where(used[row][:, None], train.force, 0.0)
        if consist.drop:
            weights = axle_weights(surfaces.y, y[row], rails)[:, None, :]
            under = sign[row][:, None] * axle_values(surfaces, rows2[row], x, weights)
            force = np.where(under > 0, force, 0.0)
        count = x.shape[1] * w
        wheels[0][row[:, None], np.arange(count)] = np.repeat(x, w, axis=1)
        wheels[1][row[:, None], np.arange(count)] = np.tile(y[row][:, None] + rails, x.shape[1])
        wheels[2][row[:, None], np.arange(count)] = np.repeat(force / w, w, axis=1)
        shown = used[row] & (force != 0).any(axis=1)
        span[row, 0] = np.where(shown[:, None], x[:, [0, -1]], np.nan)
        column = 0
        for rail in rails:
            if setup.udl:
                pieces = (
                    (surfaces.x[0], x[:, 0] - setup.gap),
                    (x[:, -1] + setup.gap, surfaces.x[-1]),
                )
                for start, end in pieces:
                    _fill(strips, row, column, y[row] + rail, start, end, setup.udl / w, used[row])
                    column += 1
        for rail in rails:
            for start, end, load in consist.blocks:
                low = np.maximum(x[:, 0] + start, surfaces.x[0])
                high = np.minimum(x[:, 0] + end, surfaces.x[-1])
                _fill(strips, row, column, y[row] + rail, low, high, load / w, used[row])
                column += 1
    load = Placed(
        wheels[0], wheels[1], wheels[2], np.zeros(axles, dtype=np.int64),
        strips[0], strips[1], strips[2], strips[3],
        np.ones(strips.shape[2], dtype=np.int64), adverse,
        np.where(used, y, np.nan)[:, None], span, which[:, None],
        tuple(c.train.name for c in setup.consists), np.zeros(n, dtype=np.int64), ("",),
    )  # fmt: skip
    return finish(setup.model, setup.parts, surfaces, rows2, sign, load, setup.notes)


def _fill(
    strips: Array,
    row: Ints,
    column: int,
    y: Array,
    start: Array,
    end: Array,
    load: float,
    used: Bools,
) -> None:
    strips[0, row, column] = y
    strips[1, row, column] = np.where(used, load, 0.0)
    strips[2, row, column], strips[3, row, column] = start, np.maximum(start, end)


def consists_of(
    trains: Sequence[tuple[Train, bool, bool]], blocks: Sequence[tuple[float, float, float]]
) -> tuple[Consist, ...]:
    """Consists, in both directions where wanted; each train: (train, both ways, drop relieving)."""
    result = []
    table = np.array(blocks, dtype=float).reshape(-1, 3)
    for train, both, drop in trains:
        result.append(Consist(train, table, drop))
        if not both:
            continue
        turned = np.stack([train.length - table[:, 1], train.length - table[:, 0], table[:, 2]], 1)
        same = np.allclose(mirrored(train).force, train.force) and np.allclose(
            mirrored(train).offset, train.offset
        )
        order = np.argsort(turned[:, 0], kind="stable")
        if same and np.allclose(turned[order], table):
            continue
        result.append(Consist(mirrored(train), turned, drop))
    return tuple(result)
