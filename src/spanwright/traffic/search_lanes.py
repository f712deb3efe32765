"""Lanes with vehicles and adverse lane loads: LM1, HL-93, AK and their like, placed exactly.

What a lane adds when its axis stands at y does not depend on the other lanes, so the only
coupling is that lanes do not overlap (and how many are loaded).  For each response: worst vehicle
station at every trial offset, adverse lane load at every trial offset, best choice of lanes by a
dynamic programme, then the found placement is polished and evaluated exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces, stretch
from spanwright.traffic.blocks import in_blocks
from spanwright.traffic.cubic import WHOLE
from spanwright.traffic.field import Mesh, cells_of, line_weights, mesh_of
from spanwright.traffic.grid import Grid, Quadrature, choose_lanes, lane_grid, panels
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.polish import polish_best
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.scan import TrainScanner
from spanwright.traffic.sheet import Across, Sheet
from spanwright.traffic.trains import Train, axle_stations

# m: a train with free gaps is put together anew at offsets no further apart than this
BETWEEN = 0.6


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
    rival: Array


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
            apart = np.inf if train.groups == 1 else BETWEEN
            key = (*train.wheels, apart)
            if key not in across:
                across[key] = Across.of(surfaces.y, self.grid, train.wheels, apart)
            self.scanners.append(TrainScanner(surfaces, self.mesh, train, across[key]))
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
        gains, stations, rivals = [], [], []
        sheets: dict[int, Sheet] = {}  # trains with the same wheels see the same surface
        for k, scanner in enumerate(self.scanners):
            key = id(scanner.across)
            if key not in sheets:
                sheets[key] = Sheet.of(cells, scanner.across)
            scan = scanner.scan(sheets[key], rows, self.signs[k])
            gains.append(scan.gain)
            pad = ((0, 0), (0, 0), (0, 0), (0, self.groups - scan.station.shape[-1]))
            stations.append(np.pad(scan.station, pad))
            rivals.append(np.pad(scan.rival, pad))
        best: _Found | None = None
        for number, case in enumerate(setup.arrangements):
            found = self._arrange(case, number, gains, (stations, rivals), strips, strip_at, pick)
            best = found if best is None else _better(best, found)
        assert best is not None
        return _Found(best.value + base, *(getattr(best, k) for k in _Found.__slots__[1:]))

    def _arrange(
        self,
        case: Arrangement,
        number: int,
        gains: list[Array],
        places: tuple[list[Array], list[Array]],
        strips: Array,
        strip_at: Ints,
        pick: Ints,
    ) -> _Found:
        setup, grid = self.setup, self.grid
        shape = strips.shape  # (2, r, g)
        vehicle, which = np.zeros(shape), np.full(shape, -1, dtype=np.int64)
        for train, factor in case.trains:
            index = next(i for i, t in enumerate(self.trains) if t is train)
            better = factor * gains[index] > vehicle
            vehicle = np.where(better, factor * gains[index], vehicle)
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
        station, rival = np.zeros((2, *at.shape, self.groups))
        for index in range(len(self.trains)):
            mine = (trains == index)[..., None]
            for table, of in ((station, places[0]), (rival, places[1])):
                here = np.take_along_axis(of[index], vehicles[..., None], 2)
                np.copyto(table, here, where=mine)
        return _Found(
            value, np.full(shape[:2], number), at, kind, trains, vehicles,
            np.take_along_axis(strip_at, slot, 2), station, rival,
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
                       ("strip_at", 0), ("station", 0), ("rival", 0)):  # fmt: skip
        old, new = pad(getattr(a, name), fill), pad(getattr(b, name), fill)
        pick = use.reshape(*use.shape, *([1] * (old.ndim - 2)))
        columns.append(np.where(pick, new, old))
    value, case = np.where(use, b.value, a.value), np.where(use, b.case, a.case)
    return _Found(value, case, *columns)


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
        strips = _covered(search, found, factors[1])
    else:
        strips = _bands(search, found, factors[1])
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
    """Wheels x, y, force (n, w) of all slots, polished, and (n, t, 2) first and last station."""
    setup, (n, slots) = search.setup, found.at.shape
    most = max([len(t.force) * len(t.wheels) for t in search.trains], default=0)
    table = np.zeros((3, n, slots, most))
    span = np.full((n, slots, 2), np.nan)
    for index, train in enumerate(search.trains):
        reach = 1.05 * float(np.diff(search.scanners[index].trial).max())
        row, slot = np.nonzero(found.train == index)
        if not row.size:
            continue
        y = search.grid.y[found.vehicle_at[row, slot]]
        x, rival = (
            axle_stations(train, table[row, slot][:, : train.groups])
            for table in (found.station, found.rival)
        )
        x = polish_best(
            search.surfaces, rows[row], sign[row].astype(float), train, y, (x, rival), reach
        )
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


def _covered(search: LaneSearch, found: _Found, strip: Array) -> tuple[Array, Array]:
    """Strips (n, s) over whole carriageways: lane load in the lanes, `rest` elsewhere."""
    setup, surfaces = search.setup, search.surfaces
    n, slots = found.at.shape
    axis = search.grid.y[np.maximum(found.at, 0)]
    wide = np.array([w.spacing for w in setup.ways])[search.grid.way[np.maximum(found.at, 0)]]
    used = found.at >= 0
    ys, loads = [], []
    for way in setup.ways:
        inner = surfaces.y[(surfaces.y > way.start) & (surfaces.y < way.end)]
        fixed = np.broadcast_to(np.concatenate([[way.start, way.end], inner]), (n, len(inner) + 2))
        left = np.where(used, axis - wide / 2, way.start)
        right = np.where(used, axis + wide / 2, way.start)
        edges = np.concatenate([fixed, left, right], axis=1)
        edges = np.sort(np.clip(edges, way.start, way.end), axis=1)
        y, weight = panels(edges)
        extra = np.zeros(y.shape)
        for t in range(slots):
            inside = used[:, t, None] & (np.abs(y - axis[:, t, None]) < wide[:, t, None] / 2)
            extra += inside * strip[:, t, None]
        ys.append(y)
        loads.append(weight * (setup.rest + extra))
    return _without_empty(np.concatenate(ys, axis=1), np.concatenate(loads, axis=1))


def _bands(search: LaneSearch, found: _Found, strip: Array) -> tuple[Array, Array]:
    """Strips (n, s) of the lane loads alone: each band cut at the loading lines."""
    setup, surfaces = search.setup, search.surfaces
    n, slots = found.at.shape
    axis = search.grid.y[found.strip_at]
    ys, loads = [np.zeros((n, 0))], [np.zeros((n, 0))]
    for t in range(slots):
        if not np.any(strip[:, t]):
            continue
        for offset, width, load in setup.profile:
            centre = axis[:, t] + offset
            if width == 0 or len(surfaces.y) == 1:
                ys.append(centre[:, None])
                loads.append((strip[:, t] * load * (width or 1.0))[:, None])
                continue
            low, high = centre - width / 2, centre + width / 2
            lines = np.clip(surfaces.y, low[:, None], high[:, None])
            edges = np.sort(np.concatenate([low[:, None], high[:, None], lines], axis=1), axis=1)
            y, weight = panels(edges)
            ys.append(y)
            loads.append(weight * load * strip[:, t, None])
    return _without_empty(np.concatenate(ys, axis=1), np.concatenate(loads, axis=1))


def _without_empty(y: Array, load: Array) -> tuple[Array, Array]:
    """Loaded strips of each row moved to the front, columns that no row uses dropped."""
    loaded = np.abs(load) > 1e-12 * max(float(np.abs(load).max(initial=0.0)), 1e-300)
    order = np.argsort(~loaded, axis=1, kind="stable")
    most = int(loaded.sum(axis=1).max(initial=0))
    y = np.take_along_axis(y, order, 1)[:, :most]
    load = np.take_along_axis(np.where(loaded, load, 0.0), order, 1)[:, :most]
    return y, load
