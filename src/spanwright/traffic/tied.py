"""Trains with one gap for all their groups, placed by branch and bound over place and gap.

With the first axle of the middle group at u and the gap g an axle stands at a station linear in
(u, g).  On a triangle of (u, g) the sum of cubics lies above the plane through its corners by at
most what the concave bends, kinks and jumps that its axles meet can do.  Triangles whose bound is
above what was found are cut, along the line where an axle meets a jump or a kink where there is
one, until none is left.  See docs/load-models.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import Mesh
from spanwright.traffic.trains import Train

EQUAL = 2e-10  # of the effect: closer than that nothing is looked for
ON = 1e-10  # m: a corner as close as that to the end of a cell stands on it
SHORT = 1e-6  # m: triangles across which no axle moves more are not cut
ROUNDS = 80
MOST = 300_000  # triangles in hand at once
BATCH = 400_000  # axles looked at together


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Triangles looked at (m,): value at the corners (m, 3), bound, and how each would be cut.

    axle, node : at whose meeting, node -1 to halve `edge`;  wide : most that an axle moves [m]
    """

    value: Array
    bound: Array
    axle: Ints
    node: Ints
    edge: Ints
    wide: Array

    @classmethod
    def joined(cls, parts: list[_Look]) -> _Look:
        """Several looks one after the other."""
        return cls(*(np.concatenate([getattr(p, k) for p in parts]) for k in cls.__slots__))


class TiedSearch:
    """Best places of one train with tied gaps; what does not depend on the responses is kept.

    nothing : of the largest coefficient times the load, effects closer than that are equal
    """

    def __init__(self, mesh: Mesh, train: Train, step: float, nothing: float) -> None:
        self.mesh, self.train, self.nothing = mesh, train, nothing
        first = np.array([np.flatnonzero(train.group == k)[0] for k in range(train.groups)])
        middle = train.groups // 2
        rate = np.arange(train.groups) - middle
        start = train.offset[first] - train.offset[first[middle]] - rate * train.least[0]
        self.first = start, rate
        self.offset = start[train.group] + train.offset - train.offset[first][train.group]
        self.rate = rate[train.group].astype(float)
        self.corners = self._grid(2.0 * step)

    def _grid(self, step: float) -> Array:
        """Triangles (m, 3, 2) of (u, g) that hold every place with an axle on the deck."""
        least, most = float(self.train.least[0]), float(self.train.most[0])
        ends = np.array([self.offset + self.rate * g for g in (least, most)])
        gaps = np.linspace(least, most, int(np.ceil((most - least) / step)) + 1)
        low, high = self.mesh.x[0] - ends.max(), self.mesh.x[-1] - ends.min()
        along = np.linspace(low, high, int(np.ceil((high - low) / step)) + 1)
        u, g = np.meshgrid(along, gaps, indexing="ij")
        node = np.stack([u, g], axis=-1)
        a, b, c, d = node[:-1, :-1], node[1:, :-1], node[1:, 1:], node[:-1, 1:]
        halves = [np.stack(t, axis=-2).reshape(-1, 3, 2) for t in ((a, b, d), (b, c, d))]
        return np.concatenate(halves)

    def raise_best(
        self, under: Array, size: Array, sign: int, value: Array, station: Array
    ) -> Bools:
        """Raise values (n,) and stations (n, groups) in place; whether each is proven best (n,).

        under (n, e, 4) coefficients, size (n,) of the effects.  The values must not be below those
        of the train with the largest gap: places with one group on the deck are not looked at.
        """
        proven = np.ones(len(under), dtype=np.bool_)
        chunk = max(1, MOST // len(self.corners))
        for k in range(0, len(under), chunk):
            part = slice(k, k + chunk)
            field = _Field(self, sign * under[part], size[part], value[part], station[part])
            proven[part] = field.run()
        return proven


class _Field:
    """The surfaces of some columns, one sign, padded by the empty cells off the deck."""

    def __init__(
        self, search: TiedSearch, under: Array, size: Array, value: Array, station: Array
    ) -> None:
        self.search, self.size, self.value, self.station = search, size, value, station
        x = search.mesh.x
        self.x, h = x, np.diff(x)
        self.h = np.concatenate([[1.0], h, [1.0]])
        self.from_x = np.concatenate([[x[0] - 1.0], x])
        self.cell = np.pad(under, [(0, 0), (1, 1), (0, 0)])
        start, low, end, high = np.moveaxis(self.cell, -1, 0)
        rise = 6 * (end - start)
        bend = np.maximum(4 * low + 2 * high - rise, rise - 2 * low - 4 * high)
        self.bend = np.maximum(bend, 0.0) / self.h**2
        self.jump = np.abs(start[:, 1:] - end[:, :-1])
        self.kink = np.maximum((high / self.h)[:, :-1] - (low / self.h)[:, 1:], 0.0)

    def run(self) -> Bools:
        """Cut triangles until no bound is left above the values."""
        count, first = len(self.value), self.search.corners
        corner = np.tile(first, (count, 1, 1))
        column = np.repeat(np.arange(count), len(first))
        proven = np.ones(count, dtype=np.bool_)
        for _ in range(ROUNDS):
            look = self._looked(corner, column)
            self._keep(corner, column, look.value)
            best = self.value[column]
            open_ones = look.bound > best + EQUAL * best + self.search.nothing * self.size[column]
            small = open_ones & (look.wide < SHORT)
            proven[column[small]] = False
            pick = np.flatnonzero(open_ones & ~small)
            if not pick.size:
                return proven
            if pick.size > MOST:
                break
            corner, column = self._cut(corner[pick], column[pick], look, pick)
        proven[column[pick] if pick.size > MOST else column] = False
        return proven

    def _looked(self, corner: Array, column: Ints) -> _Look:
        batch = max(1, BATCH // len(self.search.rate))
        parts = [slice(k, k + batch) for k in range(0, len(column), batch)]
        return _Look.joined([self._look(corner[p], column[p]) for p in parts])

    def _look(self, corner: Array, column: Ints) -> _Look:
        """Values at the corners, each axle on the side of a jump where the triangle is; bounds."""
        train, key = self.search.train, column[:, None]
        t = self._stations(corner)
        near, far = t.min(axis=1), t.max(axis=1)
        low = np.searchsorted(self.x, near + ON, side="right")
        high = np.maximum(np.searchsorted(self.x, far - ON, side="right"), low)
        at = np.clip(np.searchsorted(self.x, t, side="right"), low[:, None], high[:, None])
        xi = (t - self.from_x[at]) / self.h[at]
        share = np.einsum("mvak,mvak->mva", hermite(xi), self.cell[column[:, None, None], at])
        value = share @ train.force
        wide, n = far - near, np.arange(len(column))
        bend, rough = self.bend[key, low], np.zeros(wide.shape)
        worst, axle, node = np.zeros(len(n)), np.zeros(len(n), np.int64), np.full(len(n), -1)
        for k in range(int((high - low).max(initial=0))):
            met = low + k < high
            end = np.minimum(low + k, len(self.x) - 1)
            bend = np.where(met, np.maximum(bend, self.bend[key, end + 1]), bend)
            more = np.where(met, self.jump[key, end] + self.kink[key, end] * wide / 4, 0.0)
            more *= train.force
            rough += more
            a = more.argmax(axis=1)
            higher = more[n, a] > worst
            worst[higher], axle[higher] = more[n, a][higher], a[higher]
            node[higher] = end[n, a][higher]
        node[worst <= 0.1 * self.search.nothing * self.size[column]] = -1
        bend = bend * train.force
        bound = value.max(axis=1) + (bend * wide**2 / 8 + rough).sum(axis=1)
        side = t - np.roll(t, -1, axis=1)
        edge = np.einsum("ma,mva->mv", bend, side * side).argmax(axis=1)
        on = (high > 0) & (low <= len(self.x) - 1)
        first = np.searchsorted(train.group, np.arange(train.groups))
        groups = np.logical_or.reduceat(on, first, axis=1).sum(axis=1)
        bound = np.where(groups > 1, bound, -np.inf)
        return _Look(value, bound, axle, node, edge, wide.max(axis=1))

    def _stations(self, corner: Array) -> Array:
        """Stations (..., a) of the axles at (u, g) (..., 2)."""
        search = self.search
        return np.asarray(corner[..., :1] + search.offset + corner[..., 1:] * search.rate)

    def _keep(self, corner: Array, column: Ints, value: Array) -> None:
        """Raise the best of each column by the highest corner, moved just inside its triangle."""
        top = value.max(axis=1)
        some = np.flatnonzero(top > self.value[column])
        if not some.size:
            return
        order = some[np.lexsort((top[some], column[some]))]
        last = np.append(column[order][1:] != column[order][:-1], True)
        pick = order[last]
        best = corner[pick, value[pick].argmax(axis=1)]
        inward = corner[pick].mean(axis=1) - best
        inward *= ON / np.maximum(np.abs(inward).max(axis=1, keepdims=True), ON)
        best = best + inward
        start, rate = self.search.first
        mine = column[pick]
        self.value[mine] = top[pick]
        self.station[mine] = best[:, :1] + start + best[:, 1:] * rate

    def _cut(self, corner: Array, column: Ints, look: _Look, pick: Ints) -> tuple[Array, Ints]:
        """Triangles cut where an axle meets a jump or a kink, or else halved."""
        axle, node, edge = look.axle[pick], look.node[pick], look.edge[pick]
        n = np.arange(len(column))
        a, b, c = (corner[n, (edge + k) % 3] for k in range(3))
        half = node < 0
        middle = 0.5 * (a + b)
        parts = [np.stack(p, axis=1)[half] for p in ((a, middle, c), (middle, b, c))]
        owners = [column[half]] * 2
        line = np.flatnonzero(~half)
        if line.size:
            way = corner[line, :, 0] + self.search.offset[axle[line], None]
            way = way + self.search.rate[axle[line], None] * corner[line, :, 1]
            way = way - self.x[node[line], None]
            order = way.argsort(axis=1)
            s = np.take_along_axis(way, order, axis=1)
            three = np.take_along_axis(corner[line], order[..., None], axis=1)
            turn = s[:, 1] < -ON  # the last one is alone on its side
            s, three = (np.where(turn.reshape(-1, *[1] * (q.ndim - 1)), q[:, ::-1], q)
                        for q in (s, three))  # fmt: skip
            on = np.abs(s[:, 1]) <= ON
            share = s[:, :1] / (s[:, :1] - s[:, 1:])
            share[on, 0] = 1.0
            lone, p, q = three[:, 0], three[:, 1], three[:, 2]
            to_p, to_q = (lone + share[:, k, None] * (three[:, k + 1] - lone) for k in (0, 1))
            for triangle, some in (
                ((lone, to_p, to_q), np.ones(len(on), dtype=np.bool_)),
                ((to_q, p, q), np.ones(len(on), dtype=np.bool_)),
                ((to_p, p, to_q), ~on),
            ):
                parts.append(np.stack(triangle, axis=1)[some])
                owners.append(column[line][some])
        return np.concatenate(parts), np.concatenate(owners)
