"""Lanes with vehicles and adverse lane loads: LM1, HL-93, AK and their like, placed exactly.

What a lane adds when its axis stands at y does not depend on the other lanes, so the only
coupling is that lanes do not overlap (and how many are loaded).  For each response: worst vehicle
place at every trial offset, adverse lane load at every trial offset, best choice of lanes by a
dynamic programme.  Where only a bound of the vehicle's effect is known the choice is repeated with
the effect itself until it uses no bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces, stretch
from spanwright.traffic.blocks import in_blocks
from spanwright.traffic.cubic import WHOLE
from spanwright.traffic.field import Mesh, cells_of, line_weights, mesh_of
from spanwright.traffic.gaps import TIED
from spanwright.traffic.grid import Grid, Quadrature, choose_lanes, lane_grid
from spanwright.traffic.lane_loads import bands, covered
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.polish import polish_tied
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.scan import Scan, TrainScanner
from spanwright.traffic.sheet import Across, Sheet
from spanwright.traffic.trains import Train, axle_stations


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Choice of a block, both signs: (2, r, t) lanes, kinds, ... of the best arrangement."""

    value: Array
    case: Ints
    at: Ints
    kind: Ints
    train: Ints
    vehicle_at: Ints
    strip_at: Ints
    station: Array


class LaneSearch:
    """One lane search: what does not depend on the block of responses is prepared once."""

    def __init__(self, surfaces: Surfaces, setup: LaneSetup, rows: Ints) -> None:
        self.surfaces, self.setup, self.rows = surfaces, setup, rows
        self.mesh: Mesh = mesh_of(surfaces, rows=rows)
        self.h = np.diff(self.mesh.x)
        trains: list[Train] = []
        for case in setup.arrangements:
            trains += [t for t, _ in case.trains if all(t is not s for s in trains)]
        self.trains = trains
        self.grid: Grid = lane_grid(
            setup.ways, self._breaks(), max(setup.vehicle_shift, setup.strip_shift), setup.step
        )
        across: dict[tuple[float, ...], Across] = {}
        self.scanners = []
        for train in trains:
            key = tuple(train.wheels)
            if key not in across:
                across[key] = Across.of(surfaces.y, self.grid, train.wheels)
            self.scanners.append(TrainScanner(surfaces, self.mesh, train, across[key], self.grid.y))
        self.signs = [self._signs(t) for t in trains]
        self.groups = max([t.groups for t in trains], default=1)
        edges = [(w.start, w.end) for w in setup.ways]
        self.quadrature = Quadrature(edges, surfaces.y)
        self.across = line_weights(surfaces.y, self.quadrature.y)
        bend = surfaces.curvature  # on a curve a Gauss line is longer or shorter than the axis
        self.path = stretch(bend[self.mesh.parent], self.quadrature.y) if bend.size else None
        operator = np.zeros((len(self.grid.y), len(self.quadrature.y)))
        for offset, width, load in setup.profile:
            operator += load * self.quadrature.strip(self.grid.y + offset, width)
        self.strip_operator = operator
        self.has_strips = bool(setup.rest) or any(any(c.strip) for c in setup.arrangements)

    def _signs(self, train: Train) -> tuple[bool, bool]:
        """Whether any arrangement needs the train for maxima and for minima."""
        wanted = [False, False]
        for case in self.setup.arrangements:
            if all(t is not train for t, _ in case.trains):
                continue
            for k in (0, 1):
                wanted[k] |= case.rows is None or bool((case.rows[k] > 0).any())
        return wanted[0], wanted[1]

    def _breaks(self) -> Array:
        """Offsets of a lane axis at which a wheel or the edge of a lane load meets a line."""
        setup = self.setup
        from_axis = [0.0]
        for train in self.trains:
            from_axis += list(train.wheels)
        if self.surfaces.y.size == 1:
            return np.zeros(0)
        lines = [(self.surfaces.y[:, None] - np.array(from_axis)).ravel()]
        for offset, width, _ in setup.profile:
            ends = np.array([offset - width / 2, offset + width / 2])
            kerbs = np.array([k for w in setup.ways for k in (w.start, w.end)])
            lines.append((np.concatenate([self.surfaces.y, kerbs])[:, None] - ends).ravel())
        return np.unique(np.round(np.concatenate(lines), 9))

    def adverse(self, cells: Array) -> Array:
        """Integral along x of the positive and negative part at each Gauss line: (2, r, q)."""
        absolute = np.empty((len(cells), len(self.across)))
        total = np.empty_like(absolute)
        for start in range(0, len(cells), 4):  # few at a time stay near the processor
            some = cells[start : start + 4]
            ends = np.stack([some[..., 0], some[..., 2], (some @ WHOLE) * self.h])
            first, last, whole = np.matmul(self.across, ends)
            if self.path is not None:
                whole *= self.path
            total[start : start + 4] = whole.sum(axis=2)
            np.abs(whole, out=whole)
            where = np.flatnonzero(first * last < 0)
            if where.size:
                a, b = np.abs(first.reshape(-1)[where]), np.abs(last.reshape(-1)[where])
                h = self.h[where % len(self.h)]
                if self.path is not None:
                    h = h * self.path.reshape(-1)[where % self.path.size]
                whole.reshape(-1)[where] = 0.5 * h * (a * a + b * b) / (a + b)
            absolute[start : start + 4] = whole.sum(axis=2)
        return np.stack([0.5 * (absolute + total), np.maximum(0.5 * (absolute - total), 0.0)])

    def block(self, pick: Ints) -> _Found:
        """Best lanes of a block of the searched rows."""
        setup, grid = self.setup, self.grid
        rows = self.rows[pick]
        cells = cells_of(self.surfaces, self.mesh, rows)
        r, g = len(rows), len(grid.y)
        strips, base = np.zeros((2, r, g)), np.zeros((2, r))
        if self.has_strips:
            adverse = self.adverse(cells)
            strips = adverse @ self.strip_operator.T
            base = setup.rest * (adverse @ self.quadrature.weight)
        strips, strip_at = _spread(strips, grid, setup.strip_shift)
        sheets: dict[int, Sheet] = {}  # trains with the same wheels see the same surface
        scans = []
        for k, scanner in enumerate(self.scanners):
            key = id(scanner.across)
            if key not in sheets:
                sheets[key] = Sheet.of(cells, scanner.across)
            scans.append(scanner.scan(sheets[key], rows, self.signs[k]))
        found = self._best(scans, strips, strip_at, pick)
        open_rows = self._settle(scans, found, np.arange(r))
        while open_rows.size:
            some = self._best(
                [s.take(open_rows) for s in scans], strips[:, open_rows], strip_at[:, open_rows],
                pick[open_rows],
            )  # fmt: skip
            found = _replaced(found, some, open_rows)
            open_rows = self._settle(scans, some, open_rows)
        return replace(found, value=found.value + base)

    def _best(self, scans: list[Scan], strips: Array, strip_at: Ints, pick: Ints) -> _Found:
        """Best lanes of all arrangements by what the scans know."""
        best: _Found | None = None
        for number, case in enumerate(self.setup.arrangements):
            found = self._arrange(case, number, scans, strips, strip_at, pick)
            best = found if best is None else _better(best, found)
        assert best is not None
        return best

    def _settle(self, scans: list[Scan], found: _Found, rows: Ints) -> Ints:
        """Find effects of which the choice of some rows knew a bound only; returns those rows."""
        touched = []
        for index, (scanner, scan) in enumerate(zip(self.scanners, scans, strict=True)):
            for side in (0, 1):
                row, slot = np.nonzero(found.train[side] == index)
                pairs = np.stack([rows[row], found.vehicle_at[side, row, slot]], axis=1)
                pairs = pairs[~scan.known[side, pairs[:, 0], pairs[:, 1]]]
                if len(pairs):
                    row, offset = np.unique(pairs, axis=0).T
                    scanner.settle(scan, side, row, offset)
                    touched.append(row)
        return np.unique(np.concatenate(touched)) if touched else np.zeros(0, dtype=np.int64)

    def _arrange(
        self,
        case: Arrangement,
        number: int,
        scans: list[Scan],
        strips: Array,
        strip_at: Ints,
        pick: Ints,
    ) -> _Found:
        setup, grid = self.setup, self.grid
        shape = strips.shape  # (2, r, g)
        vehicle, which = np.zeros(shape), np.full(shape, -1, dtype=np.int64)
        for train, factor in case.trains:
            index = next(i for i, t in enumerate(self.trains) if t is train)
            gain = factor * scans[index].gain
            better = gain > vehicle
            vehicle = np.where(better, gain, vehicle)
            which[better] = index
        vehicle, vehicle_at = _spread(vehicle, grid, setup.vehicle_shift)
        which = np.take_along_axis(which, vehicle_at, 2)
        gain = np.stack(
            [v * vehicle + s * strips for v, s in zip(case.vehicle, case.strip, strict=True)], 2
        ).reshape(-1, len(setup.kinds), len(grid.y))
        value, at, kind = choose_lanes(gain, setup.most, grid, np.array(case.by_count))
        value, at, kind = value.reshape(shape[:2]), _two(at), _two(kind)
        if case.rows is not None:
            allowed = case.rows[:, pick] > 0
            value = np.where(allowed, value, -np.inf)
        slot = np.maximum(at, 0)
        trains = np.where(at >= 0, np.take_along_axis(which, slot, 2), -1)
        vehicles = np.take_along_axis(vehicle_at, slot, 2)
        station = np.zeros((*at.shape, self.groups))
        for index, scan in enumerate(scans):
            mine = (trains == index)[..., None]
            here = np.take_along_axis(scan.station, vehicles[..., None], 2)
            np.copyto(station[..., : here.shape[-1]], here, where=mine)
        return _Found(
            value, np.full(shape[:2], number), at, kind, trains, vehicles,
            np.take_along_axis(strip_at, slot, 2), station,
        )  # fmt: skip


def _two(table: Ints) -> Ints:
    return table.reshape(2, len(table) // 2, -1)


def _better(a: _Found, b: _Found) -> _Found:
    """Row by row the found choice with the larger value; slots padded to the same number."""
    slots = max(a.at.shape[2], b.at.shape[2])

    def pad(table: Any, fill: int) -> Any:
        width = [(0, 0), (0, 0), (0, slots - table.shape[2])] + [(0, 0)] * (table.ndim - 3)
        return np.pad(table, width, constant_values=fill)

    use = b.value > a.value
    columns = []
    for name, fill in (("at", -1), ("kind", -1), ("train", -1), ("vehicle_at", 0),
                       ("strip_at", 0), ("station", 0)):  # fmt: skip
        old, new = pad(getattr(a, name), fill), pad(getattr(b, name), fill)
        pick = use.reshape(*use.shape, *([1] * (old.ndim - 2)))
        columns.append(np.where(pick, new, old))
    value, case = np.where(use, b.value, a.value), np.where(use, b.case, a.case)
    return _Found(value, case, *columns)


def _replaced(found: _Found, some: _Found, rows: Ints) -> _Found:
    """The found choice with that of some rows (m,) in its place."""
    columns = []
    for name in _Found.__slots__:
        table = getattr(found, name).copy()
        table[:, rows] = getattr(some, name)
        columns.append(table)
    return _Found(*columns)


def _spread(value: Array, grid: Grid, shift: float) -> tuple[Array, Ints]:
    """Largest value within `shift` of each offset and the index where it stands."""
    where = np.broadcast_to(np.arange(len(grid.y)), value.shape)
    if shift == 0.0:
        return value, where
    best, at = value.copy(), where.copy()
    for step in range(1, len(grid.y)):
        any_close = False
        for turn in (step, -step):
            source = np.arange(len(grid.y)) + turn
            legal = (source >= 0) & (source < len(grid.y))
            source = np.clip(source, 0, len(grid.y) - 1)
            legal &= np.abs(grid.y[source] - grid.y) <= shift + 1e-8
            legal &= grid.way[source] == grid.way
            any_close |= bool(legal.any())
            trial = np.where(legal, value[..., source], -np.inf)
            better = trial > best
            best, at = np.where(better, trial, best), np.where(better, source, at)
        if not any_close:
            break
    return best, at


def search_lanes(surfaces: Surfaces, setup: LaneSetup, rows: Ints) -> Extremes:
    """Maximum and minimum of the responses `rows`: all maxima first, then all minima."""
    search = LaneSearch(surfaces, setup, rows)
    cells = len(surfaces.y) * (len(search.mesh.x) - 1) * 4
    size = max([s.size for s in search.scanners], default=0) + cells
    found = in_blocks(search.block, np.arange(len(rows)), int(np.clip(4_000_000 // size, 1, 64)))
    slots = max(f.at.shape[2] for f in found)
    merged = {}
    for name in _Found.__slots__:
        tables = [getattr(f, name) for f in found]
        if name not in ("value", "case"):
            fill = -1 if name in ("at", "kind", "train") else 0
            tables = [
                np.pad(
                    t,
                    [(0, 0), (0, 0), (0, slots - t.shape[2])] + [(0, 0)] * (t.ndim - 3),
                    constant_values=fill,
                )
                for t in tables
            ]
        joined = np.concatenate(tables, axis=1)
        merged[name] = joined.reshape(2 * len(rows), *joined.shape[2:])
    return _close(search, _Found(**merged))


def _close(search: LaneSearch, found: _Found) -> Extremes:
    setup, surfaces = search.setup, search.surfaces
    rows = np.concatenate([search.rows, search.rows])
    sign = np.repeat([1, -1], len(search.rows))
    factors = _factors(setup, found)
    wheels = _vehicles(search, found, rows, sign, factors[0])
    if setup.rest:
        strips = covered(surfaces, setup, search.grid, found.at, factors[1])
    else:
        strips = bands(surfaces, setup, search.grid, found.strip_at, factors[1])
    used = found.at >= 0
    y = search.grid.y
    load = Placed(
        *wheels[:3],
        np.zeros(wheels[0].shape[1], dtype=np.int64),
        *strips,
        np.full(strips[0].shape, surfaces.x[0]),
        np.full(strips[0].shape, surfaces.x[-1]),
        np.ones(strips[0].shape[1], dtype=np.int64),
        np.ones(strips[0].shape[1], dtype=np.int64),
        np.where(used, y[np.maximum(found.at, 0)], np.nan),
        wheels[3],
        found.kind,
        setup.kinds,
        found.case,
        tuple(c.name for c in setup.arrangements),
    )
    return finish(setup.model, setup.parts, surfaces, rows, sign, load, setup.notes)


def _factors(setup: LaneSetup, found: _Found) -> tuple[Array, Array]:
    """Factors on vehicle and lane load of each slot (n, t), by-count factor in."""
    count = (found.at >= 0).sum(axis=1)
    kind = np.maximum(found.kind, 0)
    vehicle, strip = np.zeros(found.at.shape), np.zeros(found.at.shape)
    for number, case in enumerate(setup.arrangements):
        mine = (found.case == number)[:, None] & (found.at >= 0)
        by_count = np.array(case.by_count)[np.minimum(count, len(case.by_count) - 1)][:, None]
        vehicle = np.where(mine, by_count * np.array(case.vehicle)[kind], vehicle)
        strip = np.where(mine, by_count * np.array(case.strip)[kind], strip)
    return vehicle, strip


def _vehicles(
    search: LaneSearch, found: _Found, rows: Ints, sign: Ints, factor: Array
) -> tuple[Array, Array, Array, Array]:
    """Wheels x, y, force (n, w) of all slots, and (n, t, 2) first and last station."""
    setup, (n, slots) = search.setup, found.at.shape
    most = max([len(t.force) * len(t.wheels) for t in search.trains], default=0)
    table = np.zeros((3, n, slots, most))
    span = np.full((n, slots, 2), np.nan)
    for index, train in enumerate(search.trains):
        row, slot = np.nonzero(found.train == index)
        if not row.size:
            continue
        y = search.grid.y[found.vehicle_at[row, slot]]
        x = axle_stations(train, found.station[row, slot][:, : train.groups])
        if train.tied:
            x = polish_tied(search.surfaces, rows[row], sign[row].astype(float), train, y, x, TIED)
        own = np.zeros(len(row))
        for number, case in enumerate(setup.arrangements):
            of = next((f for t, f in case.trains if t is train), 0.0)
            own = np.where(found.case[row] == number, of, own)
        force = own[:, None] * factor[row, slot][:, None] * train.force / len(train.wheels)
        w = len(train.wheels)
        last = len(train.force) * w
        table[0, row, slot, :last] = np.repeat(x, w, axis=1)
        table[1, row, slot, :last] = (
            y[:, None, None] + np.tile(train.wheels, (x.shape[1], 1))
        ).reshape(len(row), -1)
        table[2, row, slot, :last] = np.repeat(force, w, axis=1)
        stands = factor[row, slot] != 0
        span[row, slot] = np.where(stands[:, None], x[:, [0, -1]], np.nan)
    x, y, force = table.reshape(3, n, -1)
    return x, y, force, span
