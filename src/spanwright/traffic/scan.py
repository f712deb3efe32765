"""Scanning surfaces for the worst stations of a train at every trial offset.

A scan only ranks stations, so its large tables are in single precision; what it finds is polished
and evaluated in double.  Tables are (c, r b): stations down, one column a response and turning
offset; see `sheet`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.chain import Chain
from spanwright.traffic.field import (
    Mesh,
    close_stations,
    kink_stations,
    rough_stations,
    train_operator,
    trial_stations,
)
from spanwright.traffic.sheet import Across, Sheet, Singles
from spanwright.traffic.trains import Train, axle_stations

CLOSE = 2e-3  # the scan may misjudge a top by so much of it
PEAKS = 4  # stretches of the deck whose tops are looked at for each offset


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Worst effect of a train on a block of responses at each trial offset.

    gain    : (2, r, g) largest and smallest (turned) effect, never below zero (train left out)
    station : (2, r, g, groups) station of the first axle of each group                 [m]
    rival   : (2, r, g, groups) another place that is so nearly equal that only polishing both can
              tell, nan where there is none                                             [m]
    """

    gain: Array
    station: Array
    rival: Array


class TrainScanner:
    """Scans blocks of responses for one train; what does not depend on the response is kept."""

    def __init__(self, surfaces: Surfaces, mesh: Mesh, train: Train, across: Across) -> None:
        self.surfaces, self.mesh, self.train, self.across = surfaces, mesh, train, across
        self.blocks = [np.flatnonzero(train.group == k) for k in range(train.groups)]
        self.offsets = [train.offset[b] - train.offset[b[0]] for b in self.blocks]
        self.forces = [train.force[b] for b in self.blocks]
        rigid = train.groups == 1
        trial = trial_stations(mesh, train.offset) if rigid else self._even_stations()
        self.long = max(8, len(trial) // 40)  # stations in a stretch
        spare = -len(trial) % self.long  # more stations behind the deck make the stretches whole
        beyond = trial[-1] + (trial[-1] - trial[-2]) * np.arange(1, spare + 1)
        self.trial = np.concatenate([trial, beyond])
        self.reach = float(np.diff(trial).max(initial=0.0))
        # equal groups, as of a pair of vehicles, share their tables
        self.twin = [self._first_like(k) for k in range(train.groups)]
        self.operators = {
            k: train_operator(mesh, self.trial, self.offsets[k], self.forces[k]).astype(np.float32)
            for k in set(self.twin)
        }

    @property
    def size(self) -> int:
        """Numbers per response in the largest array of a scan."""
        return len(self.across.turn) * len(self.trial) * self.train.groups

    def _first_like(self, group: int) -> int:
        for k in range(group):
            same = len(self.forces[k]) == len(self.forces[group])
            if same and np.allclose(
                [self.offsets[k], self.forces[k]], [self.offsets[group], self.forces[group]]
            ):
                return k
        return group

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

    def scan(self, sheet: Sheet, rows: Ints, signs: tuple[bool, bool] = (True, True)) -> Scan:
        """Worst stations for the responses `rows` of the sheet at every trial offset.

        signs : whether maxima and minima are wanted; what is not is left at zero
        """
        tables = {k: operator @ sheet.flat for k, operator in self.operators.items()}
        beside = {k: self._close(rows, self.offsets[k]) for k in self.operators}
        under = {
            k: sheet.rigid(self.mesh, close, self.offsets[k], self.forces[k])
            for k, close in beside.items()
        }
        r, g = len(rows), len(self.across.low)
        gain, station = np.zeros((2, r, g)), np.zeros((2, r, g, self.train.groups))
        rival = np.full(station.shape, np.nan)
        for k, sign in enumerate((1, -1)):
            if not signs[k]:
                continue
            if self.train.groups == 1:
                found = self._alone(tables[0], under[0], beside[0], rows, sign)
            else:
                turned = {key: table if sign > 0 else -table for key, table in tables.items()}
                heads = {key: sign * head for key, head in under.items()}
                found = self._chain(sheet, turned, heads, beside, sign)
            gain[k], station[k], rival[k] = found
        return Scan(np.maximum(gain, 0.0), station, rival)

    def _close(self, rows: Ints, offsets: Array) -> Array:
        """Stations beside breaks of the surface and close over the response's own section."""
        beside = kink_stations(self.surfaces, rows, offsets)
        return np.concatenate([beside, close_stations(self.surfaces, rows, offsets)], axis=1)

    def _alone(
        self, effect: Singles, head: Array, close: Array, rows: Ints, sign: int
    ) -> tuple[Array, Array, Array]:
        """Best station of a rigid train: tops between the even trials, then the close ones.

        effect (c, r b) on the trials, head (r, k, b) at close (r, k)
        returns gain (r, g), station and rival (r, g, 1)
        """
        body = effect.reshape(-1, self.long, len(rows), len(self.across.turn))
        best = self._peaks(body, sign)
        value = self._value(body, sign)
        smooth = self._is_smooth(rows, self.trial[best])
        top, at = _parabola(value, best, self.trial, smooth)
        spread = np.matmul(self.across.blend, sign * np.swapaxes(head, 1, 2))  # (r, g, k)
        nearest = spread.argmax(axis=2)
        gains = np.concatenate([top, np.take_along_axis(spread, nearest[..., None], 2)], axis=2)
        beside = np.take_along_axis(close, nearest, 1)[..., None]
        return _best_two(gains, np.concatenate([at, beside], axis=2)[..., None], self.reach)

    def _peaks(self, body: Singles, sign: int) -> Ints:
        """Trials (r, g, k) with the highest samples of the k best stretches of the deck.

        Between two turning offsets a stretch is nowhere higher than the straight line between its
        tops at both, so only the best stretches by that bound are looked at; where one left out
        could still hold more than was found, all are.  Samples may miss a top by some 1e-4, so
        several stretches that are nearly equal are looked at.
        """
        whole, long, r, _ = body.shape
        tops = body.max(axis=1) if sign > 0 else -body.min(axis=1)
        bound = np.matmul(self.across.blend.astype(np.float32), tops.transpose(1, 2, 0))
        count = min(PEAKS, whole - 1)
        order = np.argpartition(bound, whole - count - 1, axis=2)[..., -count - 1 :]
        stretch = order[..., 1:]
        by_row = np.ascontiguousarray(body.transpose(2, 3, 0, 1))  # (r, b, stretches, long)
        row, low, high = np.arange(r)[:, None], self.across.low, self.across.high
        share = self.across.share.astype(np.float32)

        def samples(i: Ints, g: Ints, some: Ints) -> Singles:
            first = by_row[i, low[g], some]
            last = by_row[i, high[g], some]
            return sign * (first + share[g][..., None] * (last - first))

        offset = np.arange(len(low))
        seen = samples(row[..., None], offset[:, None], stretch)  # (r, g, k, long)
        at = seen.argmax(axis=3)
        found = np.take_along_axis(seen, at[..., None], 3)[..., 0].max(axis=2)
        left = np.take_along_axis(bound, order[..., :1], 2)[..., 0]
        i, g = np.nonzero((left > found) & (left > 0))
        if i.size:
            every = samples(i[:, None], g[:, None], np.arange(whole))  # (m, stretches, long)
            inside = every.argmax(axis=2)
            top = every.max(axis=2)
            best = np.argpartition(top, whole - count, axis=1)[:, whole - count :]
            stretch[i, g] = best
            at[i, g] = np.take_along_axis(inside, best, 1)
        return np.asarray(stretch * long + at)

    def _value(self, body: Singles, sign: int) -> Callable[[Ints], Array]:
        """The sample at trials (r, g, k), between the turning offsets."""
        flat = body.reshape(-1, *body.shape[2:])
        row = np.arange(flat.shape[1])[:, None, None]
        low, high = self.across.low[:, None], self.across.high[:, None]
        share = self.across.share[:, None]

        def at(trial: Ints) -> Array:
            first = flat[trial, row, low].astype(float)
            return np.asarray(sign * (first + share * (flat[trial, row, high] - first)))

        return at

    def _is_smooth(self, rows: Ints, station: Array) -> Bools:
        """Whether no axle is near a break of the surface around each station (r, g, k)."""
        smooth = np.ones(station.shape, dtype=np.bool_)
        for kink in rough_stations(self.surfaces, rows).T[:, :, None, None]:
            for offset in self.offsets[0]:
                smooth &= np.abs(station + (offset - kink)) > self.reach
        return smooth

    def _chain(
        self,
        sheet: Sheet,
        effect: dict[int, Singles],
        heads: dict[int, Array],
        closes: dict[int, Array],
        sign: int,
    ) -> tuple[Array, Array, Array]:
        """Groups one behind the other with gaps in their limits.

        effect of each kind of group (c, r b) on the even stations; heads (r, k, b) each alone at
        its stations closes (r, k); both turned so that large is adverse.
        Returns gain (r, g), stations and rivals (r, g, groups).
        """
        tables = [effect[k] for k in self.twin]
        chain = Chain.of(self.trial, tables, *self._apart())
        r, b = sheet.cells.shape[:2]
        # the best even stations, and each group beside a break of the surface
        first = [self.trial[_tops(chain.total(0), self.long)]]
        found = []
        for k, kind in enumerate(self.twin):
            close = closes[kind]
            beside = (heads[kind] + chain.others_at(k, close)).argmax(axis=1)  # (r, b)
            first.append(np.take_along_axis(close, beside, 1).reshape(-1, 1))
            found.append(chain.around(k, np.concatenate(first, axis=1)))
            first = []
        stations = np.concatenate(found, axis=1)  # (r b, tries, groups)
        gains = sign * self._exact(sheet, stations)
        _, best, second = _best_two(gains, stations, self.reach, np.inf)
        stations = np.stack([best, second], axis=1)
        moved = self._to_top(tables, stations, np.arange(r * b)[:, None])
        tries = np.concatenate([stations, moved], axis=1)
        gains = (sign * self._exact(sheet, tries)).reshape(r * b, 2, 2)
        higher = (gains[:, 1] > gains[:, 0])[..., None]
        return self._between_turns(sheet, np.where(higher, moved, stations), sign)

    def _between_turns(
        self, sheet: Sheet, stations: Array, sign: int
    ) -> tuple[Array, Array, Array]:
        """Best place at each trial offset, from those found at the turns below and above it.

        stations : (r b, k, groups) places found at the turns
        """
        r, b = sheet.cells.shape[:2]
        k = stations.shape[1]
        places = stations.reshape(r, b, k, -1)
        turn = np.arange(b)
        around = np.concatenate(
            [places[:, np.clip(turn + d, 0, b - 1)] for d in (-1, 0, 1)], axis=2
        )  # those of the turn below, of the turn itself, of the one above
        effect = sign * self._exact(sheet, around.reshape(r * b, 3 * k, -1)).reshape(r, b, -1)
        low, high, share = self.across.low, self.across.high, self.across.share[:, None]
        gains = effect[:, low, k:] * (1 - share) + effect[:, high, : 2 * k] * share
        return _best_two(gains, around[:, low, k:], self.reach)

    def _to_top(self, effect: list[Singles], stations: Array, column: Ints) -> Array:
        """Move the train, then each group, to the top of parabolas through the even stations.

        stations (n, k, groups) in the columns (n, 1) of the tables; which train governs may hang
        on the little that even stations miss.
        """
        slopes = [_slopes(e, self.trial, stations[..., k], column) for k, e in enumerate(effect)]
        slope, bend = (np.stack(part, axis=-1) for part in zip(*slopes, strict=True))
        everyone = np.ones(self.train.groups)
        for move in (everyone, *np.eye(self.train.groups)):
            least, most = self._room(stations, move)
            shift = np.clip(_newton(slope @ move, bend @ move), least, most)[..., None] * move
            stations, slope = stations + shift, slope + bend * shift
        return stations

    def _room(self, stations: Array, move: Array) -> tuple[Array, Array]:
        """How far the groups with move 1 may go before a gap leaves its limits: (n, k) twice."""
        low, high = (np.full(stations.shape[:-1], d) for d in (-self.reach, self.reach))
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

    def _exact(self, sheet: Sheet, stations: Array) -> Array:
        """Effect (n, k) with the first axle of each group at stations (n, k, groups)."""
        n, k, groups = stations.shape
        x = axle_stations(self.train, stations.reshape(-1, groups)).reshape(n, k, -1)
        return sheet.axles(self.mesh, x, self.train.force)


def _tops(table: Singles, long: int, count: int = 2) -> Ints:
    """Rows of a table (c, n) with the highest values of its `count` best stretches: (n, count)."""
    body = table.reshape(-1, long, table.shape[1])
    top = body.max(axis=1)
    count = min(count, len(top))
    stretch = np.argpartition(top, len(top) - count, axis=0)[len(top) - count :]
    column = np.arange(table.shape[1])
    inside = body[stretch, :, column].argmax(axis=2)
    return np.asarray((stretch * long + inside).T)


def _best_two(
    gain: Array, station: Array, reach: float, within: float = CLOSE
) -> tuple[Array, Array, Array]:
    """Best of the tries, and the best of those elsewhere if it is nearly equal.

    gain (..., k), station (..., k, groups);  returns gain (...,), station and rival (..., groups)
    """
    k = gain.argmax(axis=-1)[..., None]
    best = np.take_along_axis(gain, k, -1)
    stands = np.take_along_axis(station, k[..., None], -2)
    elsewhere = (np.abs(station - stands) > reach).any(axis=-1)
    other = np.where(elsewhere, gain, -np.inf)
    second = other.argmax(axis=-1)[..., None]
    rival = np.take_along_axis(station, second[..., None], -2)
    if np.isfinite(within):
        close = np.take_along_axis(other, second, -1) > best * (1 - within)
        close &= best > 0
        rival = np.where(close[..., None], rival, np.nan)
    return best[..., 0], stands[..., 0, :], rival[..., 0, :]


def _parabola(
    value: Callable[[Ints], Array], best: Ints, trial: Array, smooth: Bools
) -> tuple[Array, Array]:
    """Tops of the parabolas through samples (r, g, k) and their neighbours, where smooth."""
    middle = np.clip(best, 1, len(trial) - 2)
    x = [trial[middle + d] for d in (-1, 0, 1)]
    f = [value(middle + d) for d in (-1, 0, 1)]
    # a sample on the rim has no neighbour on one side
    gain = np.where(best < middle, f[0], np.where(best > middle, f[2], f[1]))
    left, right = (f[1] - f[0]) / (x[1] - x[0]), (f[2] - f[1]) / (x[2] - x[1])
    bend = (right - left) / (x[2] - x[0])
    with np.errstate(all="ignore"):
        slope = left + bend * (x[1] - x[0])
        shift = -slope / (2 * bend)
        top = f[1] + slope * shift + bend * shift * shift
    good = (bend < 0) & (x[1] + shift > x[0]) & (x[1] + shift < x[2]) & (top > gain)
    good &= (middle == best) & smooth
    return np.where(good, top, gain), np.where(good, x[1] + shift, trial[best])


def _slopes(effect: Singles, trial: Array, x: Array, column: Ints) -> tuple[Array, Array]:
    """First and second derivative at x (...) of the parabola through three even samples."""
    step = trial[1] - trial[0]
    middle = np.clip(np.rint((x - trial[0]) / step), 1, len(trial) - 2).astype(np.int64)
    left, here, right = (effect[middle + d, column].astype(float) for d in (-1, 0, 1))
    bend = (left - 2 * here + right) / step**2
    return (right - left) / (2 * step) + bend * (x - trial[middle]), bend


def _newton(slope: Array, bend: Array) -> Array:
    """Way to the top of a parabola, none where it has no top."""
    return np.where(bend < 0, -slope / np.where(bend < 0, bend, 1.0), 0.0)
