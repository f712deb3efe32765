"""Axle trains: scanning a surface for their worst stations, then polishing on the exact cubics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.chain import Chain, Singles
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import (
    NUDGE,
    Mesh,
    apply_operator,
    axle_derivatives,
    axle_weights,
    close_stations,
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
            self.trial = self._even_stations()
        self.reach = float(np.diff(self.trial).max(initial=0.0))
        self.operators = [
            train_operator(mesh, self.trial, o, train.force[b])
            for o, b in zip(self.offsets, self.blocks, strict=True)
        ]

    @property
    def size(self) -> int:
        """Numbers per response in the largest array of a scan."""
        return len(self.weights) * len(self.trial) * self.train.groups

    def _even_stations(self) -> Array:
        """Evenly spaced, so that a gap is the same number of steps everywhere.

        From where the last axle of the longest group is not yet on the deck to where the first
        has left it; a group beyond has no effect.
        """
        x = self.mesh.x
        step = 0.5 * float(np.diff(x).mean())
        longest = max(float(o[-1]) for o in self.offsets)
        count = int(np.ceil((x[-1] - x[0] + longest) / step)) + 3
        return np.asarray(x[0] - longest - step + step * np.arange(count))

    def scan(self, cells: Array, rows: Ints, signs: tuple[bool, bool] = (True, True)) -> Scan:
        """cells (r, l, e, 4) of the responses `rows` -> worst stations at every offset.

        signs : whether maxima and minima are wanted; what is not is left at zero

        The scan only ranks stations, so its large arrays are in single precision; what it finds is
        polished and evaluated in double.
        """
        weights = self.weights.astype(np.float32)
        effect = [
            np.matmul(weights, apply_operator(op, cells).astype(np.float32))
            for op in self.operators
        ]
        closes = [self._close(rows, offsets) for offsets in self.offsets]
        heads = [
            np.matmul(self.weights, _lines_at(self.mesh, cells, close, offsets, self._force(k)))
            for k, (close, offsets) in enumerate(zip(closes, self.offsets, strict=True))
        ]
        shape = (*heads[0].shape[:2], self.train.groups)
        gains, stations = [np.zeros(shape[:2])] * 2, [np.zeros(shape)] * 2
        for k, sign in enumerate((1, -1)):
            if not signs[k]:
                continue
            turned = effect if sign > 0 else [-e for e in effect]
            if self.train.groups == 1:
                gain, station = self._best(turned[0], sign * heads[0], closes[0], rows)
                gains[k], stations[k] = np.maximum(gain, 0.0), station[..., None]
            else:
                turned_heads = [sign * head for head in heads]
                found = self._chain(sign * cells, turned, turned_heads, closes)
                gains[k], stations[k] = np.maximum(found[0], 0.0), found[1]
        return Scan(np.stack(gains), np.stack(stations))

    def _force(self, group: int) -> Array:
        return self.train.force[self.blocks[group]]

    def _close(self, rows: Ints, offsets: Array) -> Array:
        """Stations beside breaks of the surface and close over the response's own section."""
        beside = kink_stations(self.surfaces, rows, offsets)
        return np.concatenate([beside, close_stations(self.surfaces, rows, offsets)], axis=1)

    def _best(self, effect: Singles, head: Array, close: Array, rows: Ints) -> tuple[Array, Array]:
        """Best station of the first group: even trials with their tops, then the close ones.

        effect (r, g, c) on the trials, head (r, g, k) at close (r, k);  returns (r, g) twice
        """
        gain, station = self._top(effect, rows)
        k = head.argmax(axis=2)
        at_close = np.take_along_axis(head, k[..., None], 2)[..., 0]
        use = at_close >= gain
        return (
            np.where(use, at_close, gain),
            np.where(use, np.take_along_axis(close, k, 1), station),
        )

    def _top(self, effect: Singles, rows: Ints) -> tuple[Array, Array]:
        """Highest top between the even trials and where it is: (r, g) twice."""
        best = _peaks(effect)
        top, at = _parabola(effect, best, self.trial, self._is_smooth(rows, self.trial[best]))
        k = top.argmax(axis=2)[..., None]
        return np.take_along_axis(top, k, 2)[..., 0], np.take_along_axis(at, k, 2)[..., 0]

    def _is_smooth(self, rows: Ints, station: Array) -> Bools:
        """Whether no axle is near a break of the surface around each station (r, g, k)."""
        smooth = np.ones(station.shape, dtype=np.bool_)
        reach = self.reach
        for kink in rough_stations(self.surfaces, rows).T[:, :, None, None]:
            for offset in self.offsets[0]:
                smooth &= np.abs(station + (offset - kink)) > reach
        return smooth

    def _chain(
        self,
        cells: Array,
        effect: list[Singles],
        heads: list[Array],
        closes: list[Array],
    ) -> tuple[Array, Array]:
        """Groups one behind the other with gaps in their limits.

        effect per group (r, g, c) on the even stations; heads (r, g, k) each group alone at its
        stations closes (r, k); both turned so that large is adverse.
        Returns gain (r, g) and stations (r, g, groups).
        """
        chain = Chain.of(self.trial, effect, *self._apart())
        # the best even station, and each group beside a break of the surface
        tries = [(0, self.trial[chain.total(0).argmax(axis=2)])]
        for k, (head, close) in enumerate(zip(heads, closes, strict=True)):
            beside = (head + chain.others_at(k, close)).argmax(axis=2)
            tries.append((k, np.take_along_axis(close, beside, 1)))
        stations = np.stack([chain.around(k, station) for k, station in tries])
        gains = np.stack([self._exact(cells, s) for s in stations])
        pick = gains.argmax(axis=0)[None]
        gain = np.take_along_axis(gains, pick, 0)[0]
        stations = np.take_along_axis(stations, pick[..., None], 0)[0]
        moved = self._to_top(effect, stations)
        top = self._exact(cells, moved)
        better = top > gain
        return np.where(better, top, gain), np.where(better[..., None], moved, stations)

    def _to_top(self, effect: list[Singles], stations: Array) -> Array:
        """Move the train, then each group, to the top of parabolas through the even stations.

        Which train governs may hang on the little that even stations miss.
        """
        slopes = [_slopes(e, self.trial, stations[..., k]) for k, e in enumerate(effect)]
        slope, bend = (np.stack(part, axis=-1) for part in zip(*slopes, strict=True))
        everyone = np.ones(self.train.groups)
        for move in (everyone, *np.eye(self.train.groups)):
            low, high = self._room(stations, move)
            shift = np.clip(_newton(slope @ move, bend @ move), low, high)[..., None] * move
            stations, slope = stations + shift, slope + bend * shift
        return stations

    def _room(self, stations: Array, move: Array) -> tuple[Array, Array]:
        """How far the groups with move 1 may go before a gap leaves its limits: (r, g) twice."""
        low, high = (np.full(stations.shape[:2], d) for d in (-self.reach, self.reach))
        least, most = self._apart()
        gap = np.diff(stations, axis=-1)
        for k in range(self.train.groups - 1):
            down, up = gap[..., k] - least[k], most[k] - gap[..., k]  # gap may shrink, may grow
            if move[k] > move[k + 1]:
                low, high = np.maximum(low, -up), np.minimum(high, down)
            elif move[k] < move[k + 1]:
                low, high = np.maximum(low, -down), np.minimum(high, up)
        return np.minimum(low, 0.0), np.maximum(high, 0.0)

    def _apart(self) -> tuple[Array, Array]:
        """Least and most distance from the first axle of a group to that of the next."""
        length = np.array([offset[-1] for offset in self.offsets[:-1]])
        return length + self.train.least, length + self.train.most

    def _exact(self, cells: Array, stations: Array) -> Array:
        """Effect (r, g) with the first axle of each group at stations (r, g, groups)."""
        total = np.zeros(stations.shape[:2])
        for k, offsets in enumerate(self.offsets):
            lines = _lines_at(self.mesh, cells, stations[..., k], offsets, self._force(k))
            total += np.einsum("gl,rlg->rg", self.weights, lines)
        return total


def _lines_at(mesh: Mesh, cells: Array, stations: Array, offsets: Array, forces: Array) -> Array:
    """Effect of rigid axles on each line with the first at stations (r, k): (r, l, k)."""
    x = stations[..., None] + offsets
    grid = mesh.x
    at = np.clip(np.searchsorted(grid, x, side="right") - 1, 0, len(grid) - 2)
    weight = hermite((x - grid[at]) / np.diff(grid)[at]) * forces[:, None]
    weight *= ((x >= grid[0]) & (x <= grid[-1]))[..., None]
    total = np.zeros((cells.shape[0], stations.shape[1], cells.shape[1]))
    row = np.arange(len(cells))[:, None]
    for axle in range(len(forces)):
        under = cells[row, :, at[..., axle]]  # (r, k, l, 4)
        total += np.einsum("rklm,rkm->rkl", under, weight[..., axle, :])
    return np.asarray(np.swapaxes(total, 1, 2))


def _peaks(effect: Singles, count: int = 3) -> Ints:
    """Indices (r, g, k) of the highest samples in the `count` best stretches of the deck.

    Samples may miss a top by some 1e-4, so stretches that are nearly equal are all looked at; the
    last of the k is the best of what is left over at the far end.
    """
    r, g, c = effect.shape
    long = max(8, c // 40)
    whole = c // long
    body = effect[..., : whole * long].reshape(r, g, whole, long)
    count = min(count, whole)
    stretch = np.argpartition(body.max(axis=3), whole - count, axis=2)[..., whole - count :]
    samples = np.take_along_axis(body, stretch[..., None], 2)
    found = stretch * long + samples.argmax(axis=3)
    if c % long:
        last = whole * long + effect[..., whole * long :].argmax(axis=2)
        found = np.concatenate([found, last[..., None]], axis=2)
    return np.asarray(found)


def _parabola(effect: Singles, best: Ints, trial: Array, smooth: Bools) -> tuple[Array, Array]:
    """Tops of the parabolas through samples (r, g, k) and their neighbours, where smooth."""
    middle = np.clip(best, 1, len(trial) - 2)
    x = [trial[middle + d] for d in (-1, 0, 1)]
    f = [np.take_along_axis(effect, middle + d, 2).astype(float) for d in (-1, 0, 1)]
    gain = np.take_along_axis(effect, best, 2).astype(float)
    left, right = (f[1] - f[0]) / (x[1] - x[0]), (f[2] - f[1]) / (x[2] - x[1])
    bend = (right - left) / (x[2] - x[0])
    with np.errstate(all="ignore"):
        slope = left + bend * (x[1] - x[0])
        shift = -slope / (2 * bend)
        top = f[1] + slope * shift + bend * shift * shift
    good = (bend < 0) & (x[1] + shift > x[0]) & (x[1] + shift < x[2]) & (top > gain)
    good &= (middle == best) & smooth
    return np.where(good, top, gain), np.where(good, x[1] + shift, trial[best])


def _slopes(effect: Singles, trial: Array, x: Array) -> tuple[Array, Array]:
    """First and second derivative at x (r, g) of the parabola through three even samples."""
    step = trial[1] - trial[0]
    middle = np.clip(np.rint((x - trial[0]) / step), 1, len(trial) - 2).astype(np.int64)
    left, here, right = (
        np.take_along_axis(effect, (middle + d)[..., None], 2)[..., 0].astype(float)
        for d in (-1, 0, 1)
    )
    bend = (left - 2 * here + right) / step**2
    return (right - left) / (2 * step) + bend * (x - trial[middle]), bend


def _newton(slope: Array, bend: Array) -> Array:
    """Way to the top of a parabola, none where it has no top."""
    return np.where(bend < 0, -slope / np.where(bend < 0, bend, 1.0), 0.0)


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
