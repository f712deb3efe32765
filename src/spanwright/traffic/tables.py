"""Effects of rigid groups on a block of columns at even stations, with bounds in between.

Tables are (c, n): stations down, one column a response and offset.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.traffic.field import Mesh
from spanwright.traffic.rigid import Rigid, roughness
from spanwright.traffic.sheet import Columns, Singles


class Tables:
    """Effects of clusters on a block of columns, made when first asked for.

    extent : so far to either side of the cells that are searched stations are looked at, too
    """

    def __init__(self, mesh: Mesh, step: float, columns: Columns, extent: float) -> None:
        self.columns = columns
        self.roughness = roughness(mesh, columns.flat, step, columns.first)
        first, last = columns.near
        self.start = float(mesh.x[first]) - extent if first > 0 else -np.inf
        self.end = float(mesh.x[last]) + extent if last < len(mesh.x) - 1 else np.inf
        self.whole = first == 0 and last == len(mesh.x) - 1
        self._made: dict[int, tuple[int, Singles, Singles]] = {}
        self._turns: dict[int, Bools] = {}

    def _of(self, rigid: Rigid) -> tuple[int, Singles, Singles]:
        """First interval, effects (c, n) and what they may rise above the chords (c - 1, n)."""
        if id(rigid) not in self._made:
            first, last = rigid.intervals(self.start, self.end)
            begin = self.columns.first
            effect = rigid.effect(self.columns.flat, begin, first, last)
            room = rigid.room(self.roughness, begin, first, last)
            self._made[id(rigid)] = first, effect, room
        return self._made[id(rigid)]

    def first(self, rigid: Rigid) -> int:
        """The interval in the first row of the tables of a group."""
        return self._of(rigid)[0]

    def tops(self, rigid: Rigid, sign: int) -> tuple[Singles, Array]:
        """Bound of every interval (c - 1, n), and the highest sample of every column (n,)."""
        _, effect, room = self._of(rigid)
        if sign > 0:
            top = np.maximum(effect[:-1], effect[1:])
            peak = top.max(axis=0)
            top += room
        else:
            top = np.minimum(effect[:-1], effect[1:])
            peak = -top.min(axis=0)
            np.subtract(room, top, out=top)
        return top, peak.astype(float)

    def above(self, rigid: Rigid, top: Singles, limit: Array) -> tuple[Ints, Ints]:
        """Intervals whose bound is above the limit (n,) of their column, column by column."""
        return self._listed(rigid, top > limit.astype(np.float32))

    def turning(self, rigid: Rigid, top: Singles, limit: Array) -> tuple[Ints, Ints]:
        """As `above`, those that may hold a local top.

        Elsewhere the slope of the chord is more than the bends in the interval can undo, and no
        axle stands where the surface may jump.
        """
        return self._listed(rigid, (top > limit.astype(np.float32)) & self._level(rigid))

    def _listed(self, rigid: Rigid, mask: Bools) -> tuple[Ints, Ints]:
        interval, column = np.divmod(np.flatnonzero(mask), mask.shape[1])
        order = np.argsort(column, kind="stable")
        return interval[order] + self.first(rigid), column[order]

    def _level(self, rigid: Rigid) -> Bools:
        """Whether intervals may hold a local top (c - 1, n)."""
        if id(rigid) not in self._turns:
            first, effect, room = self._of(rigid)
            rise = effect[1:] - effect[:-1]
            np.abs(rise, out=rise)
            rise *= np.float32(0.12)
            level = rise <= room
            at = (self.columns.rough[:, :, None] - rigid.offsets - rigid.trial[0]) / rigid.step
            at = np.floor(at).astype(np.int64).reshape(len(at), -1, 1) - first
            at = at + np.array([-1, 0, 1])  # the station may be the end of an interval
            level[np.clip(at, 0, len(level) - 1), np.arange(len(at))[:, None, None]] = True
            self._turns[id(rigid)] = level
        return self._turns[id(rigid)]

    def beside(self, rigid: Rigid, sign: int) -> Array:
        """Bound (n,) of the effect where no axle stands near the searched cells, at least 0."""
        load = 1.0001 * float(rigid.forces.sum())
        return np.asarray(load * self.columns.out[0 if sign > 0 else 1])
