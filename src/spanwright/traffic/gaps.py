"""Trains with free gaps placed exactly: the best of all places where the train can stand.

At the best place every gap is at its least, at its most, or free between them.  Groups whose gap
is at a limit move as one; between free gaps each such cluster stands at a top of its own effect,
a cubic from piece to piece.  All tops that a bound cannot leave out are listed, and the best legal
sequence of them is found.  See docs/load-models.md.

A train whose gaps are tied is placed so for a few gaps, and from there by `tied`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.field import Mesh
from spanwright.traffic.rigid import SINGLE, Points, Rigid, highest_of, reach_of
from spanwright.traffic.sheet import Columns
from spanwright.traffic.tables import Tables
from spanwright.traffic.tied import TiedSearch
from spanwright.traffic.trains import Train

TIED = 2.0  # m: steps in which the common gap of a train with tied gaps is tried first
NEAR, FAR = 0.25, 0.1  # of a surface's largest ordinate: what is smaller is left out at first
NOTHING = 1e-13  # of the largest coefficient times the load: effects closer than that are equal


@dataclass(frozen=True, slots=True, eq=False)
class _Cluster:
    """Groups first..last moving as one; place : (groups,) their first axles from the first one."""

    rigid: Rigid
    first: int
    last: int
    place: Array


class GapSearch:
    """Best places of one train; what does not depend on the responses is prepared once."""

    def __init__(self, mesh: Mesh, train: Train) -> None:
        self.mesh, self.train = mesh, train
        blocks = [np.flatnonzero(train.group == k) for k in range(train.groups)]
        self.offsets = [train.offset[b] - train.offset[b[0]] for b in blocks]
        self.forces = [train.force[b] for b in blocks]
        length = np.array([offset[-1] for offset in self.offsets])
        self.least, self.most = length[:-1] + train.least, length[:-1] + train.most
        self.step = 0.5 * float(np.diff(mesh.x).mean())
        self._rigids: list[Rigid] = []
        self.tied = TiedSearch(mesh, train, self.step, NOTHING) if train.tied else None
        self.proven = True  # until a search is given up
        if train.tied:
            self.patterns = [[self._joined(0, train.groups, g)] for g in self._equal_gaps()]
        else:
            limits = [(0, 1, 2) if np.isfinite(m) else (0, 2) for m in self.most]
            self.patterns = [self._clusters(p) for p in itertools.product(*limits)]
            self.patterns.sort(key=len)
        # most that groups with limited gaps between them reach along the deck
        loose = np.flatnonzero(np.isinf(self.most))
        ends = np.concatenate([[0], loose + 1, [self.train.groups]])
        self.extent = max(
            float(self.most[a : b - 1].sum()) + float(length[b - 1])
            for a, b in itertools.pairwise(ends)
        )
        self.loose = loose.size > 0
        self.small = FAR if self.loose else NEAR
        # stations of the columns of a list follow each other on one line
        reach = float(mesh.x[-1] - mesh.x[0]) + 2 * max(float(r.offsets[-1]) for r in self._rigids)
        self.span = reach + 6 * self.step + 10.0
        self.start = mesh.x[0] - 0.5 * self.span + 0.5 * float(mesh.x[-1] - mesh.x[0])

    @property
    def size(self) -> int:
        """Numbers per column in the tables of a search."""
        return 2 * sum(len(r.trial) for r in self._rigids)

    def _clusters(self, pattern: tuple[int, ...]) -> list[_Cluster]:
        """Clusters of a pattern: per gap 0 at its least, 1 at its most, 2 free."""
        cuts = [0, *(k + 1 for k, how in enumerate(pattern) if how == 2), self.train.groups]
        clusters = []
        for first, end in itertools.pairwise(cuts):
            steps = [(self.least, self.most)[pattern[k]][k] for k in range(first, end - 1)]
            clusters.append(self._joined(first, end, steps))
        return clusters

    def _equal_gaps(self) -> Array:
        """Distances (k, groups - 1) of the groups of a tied train for gaps TIED apart or closer."""
        least, most = self.train.least[0], self.train.most[0]
        count = int(np.ceil((most - least) / TIED - 1e-9)) + 1
        return self.least + np.linspace(0.0, most - least, count)[:, None]

    def _joined(self, first: int, end: int, steps: Sequence[float] | Array) -> _Cluster:
        """Groups first..end - 1 with these distances of their first axles."""
        place = np.concatenate([[0.0], np.cumsum(steps)])
        offsets = [p + self.offsets[first + k] for k, p in enumerate(place)]
        rigid = self._rigid(np.concatenate(offsets), np.concatenate(self.forces[first:end]))
        return _Cluster(rigid, first, end - 1, place)

    def _rigid(self, offsets: Array, forces: Array) -> Rigid:
        for known in self._rigids:
            same = len(known.forces) == len(forces)
            if same and np.allclose([known.offsets, known.forces], [offsets, forces]):
                return known
        self._rigids.append(Rigid(self.mesh, offsets, forces, self.step))
        return self._rigids[-1]

    def cells(self, near: tuple[int, int]) -> tuple[int, int]:
        """First and last cell (the one behind it) that a search near some cells looks at."""
        x, (first, last) = self.mesh.x, near
        if self.tied is not None or (first == 0 and last == len(x) - 1):
            return 0, len(x) - 1
        room = self.extent + max(float(r.offsets[-1]) for r in self._rigids) + 4 * self.step
        more = reach_of(self.mesh, self.step) + 1
        low = int(np.searchsorted(x, x[first] - room)) - 1 - more
        high = int(np.searchsorted(x, x[last] + room)) + 1 + more
        return max(low, 0), min(high, len(x) - 1)

    def best(
        self, columns: Columns, signs: tuple[bool, bool] = (True, True)
    ) -> tuple[Array, Array, Bools]:
        """Largest effects (2, n), both signs turned adverse, and stations (2, n, groups).

        Never below 0: the train stays away.  And whether nothing is worse beside the cells that
        are searched (2, n).
        """
        n = len(columns.cells)
        size = np.abs(columns.flat).max(axis=0).astype(float) * float(self.train.force.sum())
        table = Tables(self.mesh, self.step, columns, self.extent)
        value, sure = np.zeros((2, n)), np.ones((2, n), dtype=np.bool_)
        away = self.mesh.x[-1] + 1.0 + np.concatenate([[0.0], np.cumsum(self.least)])
        station = np.tile(away, (2, n, 1))
        for k, sign in enumerate((1, -1)):
            if signs[k]:
                beside = np.zeros(n)
                for clusters in self.patterns:
                    work = self._rigid_places if len(clusters) == 1 else self._free_places
                    more = work(table, size, sign, clusters, (value[k], station[k]))
                    np.maximum(beside, more, out=beside)
                sure[k] = table.whole | (beside <= value[k] + NOTHING * size)
                if self.tied is not None:
                    found = self.tied.raise_best(columns.cells, size, sign, value[k], station[k])
                    self.proven &= bool(found.all())
        return value, station, sure

    def _rigid_places(
        self, table: Tables, size: Array, sign: int, clusters: list[_Cluster],
        best: tuple[Array, Array],
    ) -> Array:  # fmt: skip
        """Raise the best of each column by the places with every gap at a limit.

        returns : (n,) bound of those that are not looked at
        """
        rigid, place = clusters[0].rigid, clusters[0].place
        top, peak = table.tops(rigid, sign)
        floor = np.maximum(np.maximum(peak - SINGLE * size, best[0]) + NOTHING * size, 0.0)
        interval, column = table.above(rigid, top, floor)
        pieces = rigid.points(table.columns, interval, column, sign)
        chosen = pieces.highest(NOTHING * size)
        limit = best[0] + NOTHING * size
        chosen = chosen.take(chosen.value > limit[chosen.column])
        best[0][chosen.column] = chosen.value
        best[1][chosen.column] = chosen.station[:, None] + place
        return table.beside(rigid, sign)

    def _free_places(
        self, table: Tables, size: Array, sign: int, clusters: list[_Cluster],
        best: tuple[Array, Array],
    ) -> Array:  # fmt: skip
        """Raise the best of each column by sequences of tops with free gaps between them.

        returns : (n,) bound of those that are not looked at
        """
        floor = best[0] + NOTHING * size
        tops = [table.tops(c.rigid, sign)[0] for c in clusters]
        beside = np.stack([table.beside(c.rigid, sign) for c in clusters])
        highest = np.maximum(np.stack([t.max(axis=0) for t in tops]).astype(float), beside)
        highest = np.maximum(highest, 0.0)
        total = highest.sum(axis=0)
        coarse, intervals = [], []
        for c, top, own in zip(clusters, tops, highest, strict=True):
            interval, column = table.turning(c.rigid, top, floor - (total - own))
            bound = top[interval - table.first(c.rigid), column].astype(float)
            coarse.append(Points(column, c.rigid.trial[interval], bound))
            intervals.append(interval)
        ahead = self._chain(coarse, clusters, self.step)
        behind = self._chain_back(coarse, clusters, self.step)
        exact = []
        for k, (c, points) in enumerate(zip(clusters, coarse, strict=True)):
            promise = ahead[k][0] + behind[k] - points.value
            some = np.flatnonzero(promise > floor[points.column])
            column = points.column[some]
            pieces = c.rigid.points(table.columns, intervals[k][some], column, sign)
            exact.append(pieces.tops())
        self._take_best(exact, clusters, size, best)
        if not self.loose:
            return np.asarray(beside.sum(axis=0))
        return self._apart(table, size, sign, clusters, highest, beside, best[0])

    def _apart(
        self, table: Tables, size: Array, sign: int, clusters: list[_Cluster], highest: Array,
        beside: Array, best: Array,
    ) -> Array:  # fmt: skip
        """Bound (n,) of places with some clusters beside the searched cells and some in them.

        highest, beside : (k, n) bounds of each cluster.  The highest ones are found exactly where
        their bounds would not suffice.
        """
        outside = (highest.sum(axis=0) - highest + beside).max(axis=0)
        pick = outside > best + NOTHING * size
        if table.whole or not pick.any():
            return np.asarray(outside)
        exact = beside.copy()
        for k, c in enumerate(clusters):
            top, peak = table.tops(c.rigid, sign)
            floor = np.where(pick, np.maximum(peak - SINGLE * size, 0.0), np.inf)
            pieces = c.rigid.points(table.columns, *table.above(c.rigid, top, floor), sign)
            points = pieces.highest(NOTHING * size)
            there = points.value + NOTHING * size[points.column]
            exact[k, points.column] = np.maximum(exact[k, points.column], there)
        exact = (exact.sum(axis=0) - exact + beside).max(axis=0)
        return np.asarray(np.where(pick, exact, outside))

    def _take_best(
        self, lists: list[Points], clusters: list[_Cluster], size: Array, best: tuple[Array, Array]
    ) -> None:
        """Raise the best of each column by the best sequence of listed places."""
        chain = self._chain(lists, clusters, 0.0)
        for k, points in enumerate(lists):
            if k and np.isfinite(self.most[clusters[k].first - 1]):
                continue  # the clusters before this one cannot stay away
            total = chain[k][0]
            pick = highest_of(points.column, total, NOTHING * size)
            column = points.column[pick]
            better = total[pick] > best[0][column] + NOTHING * size[column]
            pick, column = pick[better], column[better]
            best[0][column] = total[pick]
            best[1][column] = self._stations(lists, chain, clusters, k, pick)

    def _stations(
        self, lists: list[Points], chain: list[tuple[Array, Ints]], clusters: list[_Cluster],
        first: int, pick: Ints,
    ) -> Array:  # fmt: skip
        """Stations (m, groups) of the sequences that begin with places of the cluster `first`."""
        stations = np.empty((len(pick), self.train.groups))
        at = pick.copy()
        for j in range(first, len(clusters)):
            c, here = clusters[j], np.full(len(pick), self.mesh.x[-1] + 1.0)
            if j > first:  # one that stays away stands beyond the deck
                here = np.maximum(here, stations[:, c.first - 1] + self.least[c.first - 1])
            stands = at >= 0
            here[stands] = lists[j].station[at[stands]]
            stations[:, c.first : c.last + 1] = here[:, None] + c.place
            at[stands] = chain[j][1][at[stands]]
        for j in range(clusters[first].first - 1, -1, -1):  # and those before it off its start
            off = self.mesh.x[0] - 1.0 - self.offsets[j][-1]
            stations[:, j] = np.minimum(stations[:, j + 1] - self.least[j], off)
        return stations

    def _key(self, column: Ints, station: Array) -> Array:
        """One number that sorts by column, then by station."""
        return np.asarray(
            column * self.span + np.clip(station - self.start, 0.0, 0.9999 * self.span)
        )

    def _chain(
        self, lists: list[Points], clusters: list[_Cluster], slack: float
    ) -> list[tuple[Array, Ints]]:
        """Best sum of each place and all clusters ahead of it, and which place of the next.

        -1 where the next stays away: only a gap without upper limit lets it.  -inf where nothing
        ahead is within reach; slack widens the gaps on both sides.
        """
        result: list[tuple[Array, Ints]] = [(lists[-1].value, np.full(len(lists[-1].value), -1))]
        for k in range(len(lists) - 2, -1, -1):
            least, most = self._gap(clusters[k])
            here, there = lists[k], lists[k + 1]
            first = self._key(here.column, here.station + least - slack)
            last = self._key(here.column, here.station + most + slack)
            value, index = self._best_within(there, result[0][0], first, last)
            if np.isinf(most):
                index = np.where(value > 0, index, -1)
                value = np.maximum(value, 0.0)
            result.insert(0, (here.value + value, index))
        return result

    def _chain_back(
        self, lists: list[Points], clusters: list[_Cluster], slack: float
    ) -> list[Array]:
        """Best sum of each place and all clusters behind it."""
        result = [lists[0].value]
        for k in range(1, len(lists)):
            least, most = self._gap(clusters[k - 1])
            here, there = lists[k], lists[k - 1]
            first = self._key(here.column, here.station - most - slack)
            last = self._key(here.column, here.station - least + slack)
            value, _ = self._best_within(there, result[-1], first, last)
            result.append(here.value + (np.maximum(value, 0.0) if np.isinf(most) else value))
        return result

    def _gap(self, cluster: _Cluster) -> tuple[float, float]:
        """Limits from the first axle of a cluster to that of the next one."""
        along = cluster.place[-1]
        return along + self.least[cluster.last], along + self.most[cluster.last]

    def _best_within(
        self, there: Points, value: Array, first: Array, last: Array
    ) -> tuple[Array, Ints]:
        """Highest of sorted places between two keys and its index, -inf and -1 if there is none."""
        key = self._key(there.column, there.station)
        low = np.searchsorted(key, first - 2e-9, side="left")
        high = np.searchsorted(key, last + 2e-9, side="right")
        some = np.flatnonzero(high > low)
        best, index = np.full(len(first), -np.inf), np.full(len(first), -1, dtype=np.int64)
        if some.size:
            index[some] = _range_top(value, low[some], high[some])
            best[some] = value[index[some]]
        return best, index


def _range_top(value: Array, low: Ints, high: Ints) -> Ints:
    """Index of the highest value in each range low <= i < high, none empty."""
    table = [np.arange(len(value))]
    width = high - low
    for level in range(int(width.max()).bit_length() - 1):
        left, right = table[-1][: -(1 << level)], table[-1][1 << level :]
        table.append(np.where(value[right] > value[left], right, left))
    result = np.empty(len(low), dtype=np.int64)
    levels = np.frexp(width.astype(float))[1] - 1
    for level in np.unique(levels):
        mine = levels == level
        left, right = table[level][low[mine]], table[level][high[mine] - (1 << int(level))]
        result[mine] = np.where(value[right] > value[left], right, left)
    return result
