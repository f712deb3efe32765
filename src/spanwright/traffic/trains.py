"""Axle trains: scanning a surface for their worst stations, then polishing on the exact cubics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import (
    NUDGE,
    Mesh,
    apply_operator,
    axle_values,
    axle_weights,
    kink_stations,
    rough_stations,
    train_operator,
    trial_stations,
)


@dataclass(frozen=True, slots=True, eq=False)
class Train:
    """A row of axles in rigid groups; the gap between neighbouring groups may vary.

    force  : (a,) axle loads [N];  offset : (a,) from the first axle, gaps at their least [m]
    group  : (a,) index of the rigid group, increasing
    least, most : (groups - 1,) gap from the last axle of a group to the first of the next [m];
                  most may be inf
    wheels : (w,) offsets of the wheels of an axle from its middle, equal loads [m]
    """

    name: str
    force: Array
    offset: Array
    group: Ints
    least: Array
    most: Array
    wheels: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def groups(self) -> int:
        """Number of rigid groups."""
        return int(self.group[-1]) + 1

    @property
    def length(self) -> float:
        """First to last axle with all gaps at their least [m]."""
        return float(self.offset[-1])


def make_train(
    name: str,
    force: Sequence[float],
    gaps: Sequence[float | tuple[float, float]],
    wheels: Sequence[float],
) -> Train:
    """Train from axle loads and the gaps between them; a pair is a gap that may vary."""
    offset, group, least, most = [0.0], [0], [], []
    for gap in gaps:
        low, high = gap if isinstance(gap, tuple) else (gap, gap)
        offset.append(offset[-1] + low)
        varies = high > low
        group.append(group[-1] + int(varies))
        if varies:
            least.append(low)
            most.append(high)
    return Train(
        name,
        np.array(force, dtype=float),
        np.array(offset),
        np.array(group, dtype=np.int64),
        np.array(least, dtype=float),
        np.array(most, dtype=float),
        np.array(wheels, dtype=float),
    )


def mirrored(train: Train) -> Train:
    """The same train driving the other way."""
    groups = train.groups
    return Train(
        train.name,
        train.force[::-1],
        train.offset[-1] - train.offset[::-1],
        groups - 1 - train.group[::-1],
        train.least[::-1],
        train.most[::-1],
        train.wheels,
    )


def is_symmetric(train: Train) -> bool:
    """Whether the train looks the same driving the other way."""
    other = mirrored(train)
    return bool(
        np.allclose(other.force, train.force)
        and np.allclose(other.offset, train.offset)
        and np.allclose(other.most, train.most)
    )


def pair(train: Train, least: float) -> Train:
    """Two of the same train, one behind the other, at least `least` from axle to axle."""
    return Train(
        train.name,
        np.concatenate([train.force, train.force]),
        np.concatenate([train.offset, train.offset + train.length + least]),
        np.concatenate([train.group, train.group + train.groups]),
        np.concatenate([train.least, [least], train.least]),
        np.concatenate([train.most, [np.inf], train.most]),
        train.wheels,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Worst effect of a train on a block of responses at each trial offset.

    gain    : (2, r, g) largest and smallest (turned) effect, never below zero (train left out)
    station : (2, r, g, groups) station of the first axle of each group                 [m]
    """

    gain: Array
    station: Array


class TrainScanner:
    """Scans blocks of responses for one train; what does not depend on the response is kept."""

    def __init__(self, surfaces: Surfaces, mesh: Mesh, train: Train, y: Array) -> None:
        self.surfaces, self.mesh, self.train = surfaces, mesh, train
        self.weights = axle_weights(surfaces.y, y, train.wheels)  # (g, l)
        self.blocks = [np.flatnonzero(train.group == k) for k in range(train.groups)]
        self.offsets = [train.offset[b] - train.offset[b[0]] for b in self.blocks]
        if train.groups == 1:
            self.trial = trial_stations(mesh, train.offset)
        else:
            self.trial = self._chain_stations()
        self.reach = float(np.diff(self.trial).max(initial=0.0))
        self.operators = [
            train_operator(mesh, self.trial, o, train.force[b])
            for o, b in zip(self.offsets, self.blocks, strict=True)
        ]

    @property
    def size(self) -> int:
        """Numbers per response in the largest array of a scan."""
        return len(self.weights) * len(self.trial) * self.train.groups

    def _chain_stations(self) -> Array:
        mesh, train = self.mesh, self.train
        shifts = np.unique(np.concatenate([o[[0, -1]] for o in self.offsets]))
        inner = np.unique(np.round((mesh.x[:, None] - shifts).ravel(), 9))
        h = float(np.diff(mesh.x).max())
        reach = train.length + float(np.where(np.isfinite(train.most), train.most, 0).sum()) + 2 * h
        tail = np.arange(h, reach + h, h)
        return np.concatenate([inner[0] - tail[::-1], inner, inner[-1] + tail])

    def scan(self, cells: Array, rows: Ints) -> Scan:
        """cells (r, l, e, 4) of the responses `rows` -> worst stations at every offset."""
        if self.train.groups == 1:
            return self._rigid(cells, rows)
        effect = [np.matmul(self.weights, apply_operator(op, cells)) for op in self.operators]
        found = [self._chain([s * e for e in effect]) for s in (1.0, -1.0)]
        return Scan(np.stack([f[0] for f in found]), np.stack([f[1] for f in found]))

    def _rigid(self, cells: Array, rows: Ints) -> Scan:
        train, trial = self.train, self.trial
        effect = np.matmul(self.weights, apply_operator(self.operators[0], cells))
        kinks = kink_stations(self.surfaces, rows, train.offset)
        beside = np.matmul(self.weights, self._at(cells, kinks))
        gains, stations = [], []
        for sign in (1.0, -1.0):
            best = effect.argmax(axis=2) if sign > 0 else effect.argmin(axis=2)
            gain = sign * np.take_along_axis(effect, best[..., None], 2)[..., 0]
            station = trial[best]
            smooth = self._is_smooth(rows, station)
            gain, station = _parabola(effect, sign, best, gain, station, trial, smooth)
            k = (sign * beside).argmax(axis=2)
            at_kink = sign * np.take_along_axis(beside, k[..., None], 2)[..., 0]
            use = at_kink >= gain
            station = np.where(use, np.take_along_axis(kinks, k, 1), station)
            gains.append(np.maximum(np.where(use, at_kink, gain), 0.0))
            stations.append(station)
        return Scan(np.stack(gains), np.stack(stations)[..., None])

    def _at(self, cells: Array, stations: Array) -> Array:
        """Effect of the rigid train on each line at stations (r, k): (r, l, k)."""
        x = stations[..., None] + self.train.offset
        grid = self.mesh.x
        at = np.clip(np.searchsorted(grid, x, side="right") - 1, 0, len(grid) - 2)
        weight = hermite((x - grid[at]) / np.diff(grid)[at]) * self.train.force[:, None]
        weight *= ((x >= grid[0]) & (x <= grid[-1]))[..., None]
        under = cells[np.arange(len(cells))[:, None, None], :, at]  # (r, k, a, l, 4)
        return np.asarray(np.einsum("rkalm,rkam->rlk", under, weight, optimize=True))

    def _is_smooth(self, rows: Ints, station: Array) -> Bools:
        """(r, g) whether no axle is near a break of the surface around each station (r, g)."""
        around = self.reach
        smooth = np.ones(station.shape, dtype=np.bool_)
        for kink in rough_stations(self.surfaces, rows).T:
            for offset in self.train.offset:
                smooth &= np.abs(station + (offset - kink[:, None])) > around
        return smooth

    def _chain(self, effect: list[Array]) -> tuple[Array, Array]:
        """Groups one behind the other with gaps in their limits; effect per group (r, g, c)."""
        trial, train = self.trial, self.train
        lengths = [float(o[-1]) for o in self.offsets]
        value = effect[-1]
        tails = [value]
        windows = []
        for k in range(train.groups - 2, -1, -1):
            low = trial + lengths[k] + train.least[k]
            high = trial + lengths[k] + train.most[k]
            windows.append((low, high))
            value = effect[k] + _window_max(value, trial, low, high)
            tails.append(value)
        tails, windows = tails[::-1], windows[::-1]
        best = tails[0].argmax(axis=2)
        gain = np.take_along_axis(tails[0], best[..., None], 2)[..., 0]
        stations = [trial[best]]
        for k in range(train.groups - 1):
            now = stations[-1]
            low, high = now + lengths[k] + train.least[k], now + lengths[k] + train.most[k]
            inside = (trial >= low[..., None]) & (trial <= high[..., None])
            masked = np.where(inside, tails[k + 1], -np.inf)
            pick = masked.argmax(axis=2)
            top = np.take_along_axis(masked, pick[..., None], 2)[..., 0]
            chosen = np.where(np.isfinite(top), trial[pick], low)
            for edge in (low, high):
                at_edge = _interpolate(tails[k + 1], trial, edge)
                better = at_edge > top
                chosen, top = np.where(better, edge, chosen), np.where(better, at_edge, top)
            stations.append(chosen)
        return np.maximum(gain, 0.0), np.stack(stations, axis=-1)


def _parabola(
    effect: Array,
    sign: float,
    best: Ints,
    gain: Array,
    station: Array,
    trial: Array,
    smooth: Bools,
) -> tuple[Array, Array]:
    """Top of the parabola through the best trial and its neighbours, where the effect is smooth."""
    if len(trial) < 3:
        return gain, station
    middle = np.clip(best, 1, len(trial) - 2)
    x = [trial[middle + d] for d in (-1, 0, 1)]
    f = [sign * np.take_along_axis(effect, (middle + d)[..., None], 2)[..., 0] for d in (-1, 0, 1)]
    left, right = (f[1] - f[0]) / (x[1] - x[0]), (f[2] - f[1]) / (x[2] - x[1])
    bend = (right - left) / (x[2] - x[0])
    with np.errstate(all="ignore"):
        slope = left + bend * (x[1] - x[0])
        shift = -slope / (2 * bend)
        top = f[1] + slope * shift + bend * shift * shift
    good = (bend < 0) & (x[1] + shift > x[0]) & (x[1] + shift < x[2]) & (top > gain)
    good &= (middle == best) & smooth
    return np.where(good, top, gain), np.where(good, x[1] + shift, station)


def _interpolate(value: Array, trial: Array, x: Array) -> Array:
    """Linear interpolation of (r, g, c) at x (r, g), or at x (c,) for every r and g."""
    at = np.clip(np.searchsorted(trial, x, side="right") - 1, 0, len(trial) - 2)
    share = np.clip((x - trial[at]) / (trial[at + 1] - trial[at]), 0.0, 1.0)
    if x.ndim == 1:
        return np.asarray(value[..., at] * (1 - share) + value[..., at + 1] * share)
    low = np.take_along_axis(value, at[..., None], 2)[..., 0]
    high = np.take_along_axis(value, (at + 1)[..., None], 2)[..., 0]
    return np.asarray(low * (1 - share) + high * share)


def _window_max(value: Array, trial: Array, low: Array, high: Array) -> Array:
    """Largest value between low[c] and high[c], ends interpolated: (r, g, c) -> (r, g, c)."""
    count = len(trial)
    high = np.minimum(high, trial[-1])
    low = np.minimum(low, trial[-1])
    result = np.maximum(_interpolate(value, trial, low), _interpolate(value, trial, high))
    first = np.searchsorted(trial, low, side="left")
    last = np.searchsorted(trial, high, side="right") - 1
    width = last - first + 1
    some = width > 0
    if not some.any():
        return result
    level, table = 0, value  # table[i] = max of 2^level values from i on
    for c in np.split(
        np.flatnonzero(some)[np.argsort(width[some], kind="stable")], _levels(width[some])
    ):
        if not c.size:
            continue
        want = int(np.floor(np.log2(width[c[0]])))
        while level < want:
            half = 1 << level
            shifted = np.concatenate(
                [table[..., half:], np.full((*value.shape[:2], min(half, count)), -np.inf)], axis=2
            )[..., :count]
            table, level = np.maximum(table, shifted), level + 1
        best = np.maximum(table[..., first[c]], table[..., last[c] - (1 << level) + 1])
        result[..., c] = np.maximum(result[..., c], best)
    return result


def _levels(width: Ints) -> Ints:
    """Where the power of two below the sorted widths changes."""
    level = np.floor(np.log2(np.sort(width))).astype(np.int64)
    return np.flatnonzero(np.diff(level)) + 1


def axle_stations(train: Train, station: Array) -> Array:
    """Stations of all axles (m, a) from the first axle of each group (m, groups)."""
    first = np.array([np.flatnonzero(train.group == k)[0] for k in range(train.groups)])
    return np.asarray(station[:, train.group] + (train.offset - train.offset[first][train.group]))


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

    def effect(shift: Array, derivative: int = 0) -> Array:
        under = axle_values(surfaces, rows, start + shift[:, None], weights, derivative)
        return np.asarray(sign * (under @ force))

    shift = np.zeros(len(x))
    best, top = shift, effect(shift)
    for _ in range(4):
        slope, bend = effect(shift, 1), effect(shift, 2)
        with np.errstate(all="ignore"):
            step = np.where(bend < 0, -slope / bend, np.sign(slope) * 0.25 * (high - low))
        shift = np.clip(shift + np.where(np.isfinite(step), step, 0.0), low, high)
        value = effect(shift)
        best, top = np.where(value > top, shift, best), np.maximum(value, top)
    for kink in rough_stations(surfaces, rows).T:
        nearest = np.argmin(np.abs(start - kink[:, None]), axis=1)
        for side in (-NUDGE, NUDGE):
            shift = kink + side - start[np.arange(len(x)), nearest]
            legal = (shift >= low - NUDGE) & (shift <= high + NUDGE)
            # a gap limit may stop just short of the kink: stay within it
            shift = np.clip(np.where(legal, shift, 0.0), low, high)
            value = effect(shift)
            best, top = np.where(value > top, shift, best), np.maximum(value, top)
    moved = x.copy()
    moved[:, axles] = start + best[:, None]
    return moved
