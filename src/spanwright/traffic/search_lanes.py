"""Lanes with vehicles and adverse lane loads: LM1, HL-93, AK and their like, placed exactly.

What a lane adds when its axis stands at y does not depend on the other lanes, so the only
coupling is that lanes do not overlap (and how many are loaded).  For each response: worst vehicle
place at every trial offset, adverse lane load at every trial offset, best choice of lanes by a
dynamic programme.  Where only a bound of the vehicle's effect is known the choice is repeated with
the effect itself until it uses no bound.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.blocks import in_blocks
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import Mesh, mesh_of
from spanwright.traffic.gores import Gores
from spanwright.traffic.grid import Grid, choose_lanes, lane_grid
from spanwright.traffic.lane_areas import LaneAreas
from spanwright.traffic.lane_loads import LaneLines, lane_lines
from spanwright.traffic.lane_refine import Chosen, refine
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.lane_values import Intervals, LaneValues, spread
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.scan import Scan, TrainScanner
from spanwright.traffic.sheet import Across, Sheet
from spanwright.traffic.strips import control_of
from spanwright.traffic.trains import Train, axle_stations

_Columns = TypeVar("_Columns", Chosen, LaneLines)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Choice of a block, both signs: (2, r, t) lanes, kinds, ... of the best arrangement."""

    value: Array
    case: Ints
    at: Ints
    kind: Ints
    train: Ints
    vehicle_at: Ints
    station: Array


class LaneSearch:
    """One lane search: what does not depend on the block of responses is prepared once."""

    def __init__(self, surfaces: Surfaces, setup: LaneSetup, rows: Ints) -> None:
        self.surfaces, self.setup, self.rows = surfaces, setup, rows
        self.mesh: Mesh = mesh_of(surfaces, rows=rows)
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
        self.has_strips = bool(setup.rest) or any(any(c.strip) for c in setup.arrangements)
        spacing = np.array([w.spacing for w in setup.ways])
        reach = max(setup.vehicle_shift, setup.strip_shift)
        self.intervals = Intervals(self.grid, spacing, reach)
        self.areas = LaneAreas(setup, self.grid, surfaces.y) if self.has_strips else None

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

    def values(self, pick: Ints) -> LaneValues:
        """What lanes do to a block of the searched rows."""
        rows = self.rows[pick]
        table = None
        if self.areas is not None:
            control = control_of(self.surfaces, rows, np.ones(len(rows)))
            low, high = self.areas.node[[0, -1]]
            table = self.areas.table(Gores.of(control, self.surfaces, low, high))
        sheets: dict[int, Sheet] = {}  # trains with the same wheels see the same surface
        scans = []
        for k, scanner in enumerate(self.scanners):
            key = id(scanner.across)
            if key not in sheets:
                alike = [s.search for s in self.scanners if s.across is scanner.across]
                sheets[key] = Sheet(self.surfaces, self.mesh, rows, scanner.across, alike)
            scans.append(scanner.scan(sheets[key], rows, self.signs[k]))
        return LaneValues(
            self.setup, self.grid, self.scanners, scans, table, self.intervals, len(rows)
        )

    def block(self, pick: Ints) -> tuple[Chosen, LaneLines | None]:
        """Best lanes of a block of the searched rows, and what carries their lane loads."""
        values = self.values(pick)
        scans, table = values.scans, values.table
        found = self._best(scans, values.strip, pick)
        open_rows = self._settle(scans, found, np.arange(len(pick)))
        while open_rows.size:
            some = self._best(
                [s.take(open_rows) for s in scans], values.strip[:, open_rows], pick[open_rows]
            )
            found = _replaced(found, some, open_rows)
            open_rows = self._settle(scans, some, open_rows)
        chosen = refine(values, self._standing(found, values), pick)
        if not all(s.search.proven for s in self.scanners):
            chosen.beyond[:] = np.nan
        if table is None:
            return chosen, None
        axis = chosen.axis if self.setup.rest else chosen.strip_y
        factor = lane_factors(self.setup, chosen)[1]
        return chosen, lane_lines(self.surfaces, self.setup, table, axis, factor)

    def _standing(self, found: _Found, values: LaneValues) -> Chosen:
        """The choice of trial offsets as offsets."""
        used, y = found.at >= 0, self.grid.y
        slot = np.maximum(found.at, 0)
        return Chosen(
            found.value, np.zeros(found.value.shape), found.case,
            np.where(used, y[slot], np.nan), found.kind, found.train, y[found.vehicle_at],
            np.take_along_axis(values.strip_y, slot, 2), found.station,
        )  # fmt: skip

    def _best(self, scans: list[Scan], strips: Array, pick: Ints) -> _Found:
        """Best lanes of all arrangements by what the scans know."""
        best: _Found | None = None
        for number, case in enumerate(self.setup.arrangements):
            found = self._arrange(case, number, scans, strips, pick)
            best = found if best is None else _better(best, found)
        assert best is not None
        return best

    def _settle(self, scans: list[Scan], found: _Found, rows: Ints) -> Ints:
        """Find effects of which the choice of some rows knew a bound only; returns those rows."""
        touched = []
        for index, (scanner, scan) in enumerate(zip(self.scanners, scans, strict=True)):
            side, row, slot = np.nonzero(found.train == index)
            places = np.stack([side, rows[row], found.vehicle_at[side, row, slot]], axis=1)
            places = places[~scan.known[side, places[:, 1], places[:, 2]]]
            if len(places):
                side, row, offset = np.unique(places, axis=0).T
                scanner.settle(scan, side, row, offset)
                touched.append(row)
        return np.unique(np.concatenate(touched)) if touched else np.zeros(0, dtype=np.int64)

    def _arrange(
        self,
        case: Arrangement,
        number: int,
        scans: list[Scan],
        strips: Array,
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
        vehicle, vehicle_at = spread(vehicle, grid, setup.vehicle_shift)
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
            value, np.full(shape[:2], number), at, kind, trains, vehicles, station,
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
                       ("station", 0)):  # fmt: skip
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


def search_lanes(surfaces: Surfaces, setup: LaneSetup, rows: Ints) -> Extremes:
    """Maximum and minimum of the responses `rows`: all maxima first, then all minima."""
    search = LaneSearch(surfaces, setup, rows)
    cells = len(surfaces.y) * (len(search.mesh.x) - 1) * 4
    size = max([s.size for s in search.scanners], default=0) + cells
    order = np.argsort(middles(surfaces, rows), kind="stable")
    found = in_blocks(search.block, order, int(np.clip(12_000_000 // size, 1, 192)))
    chosen = [c for c, _ in found]
    lines = [lane for _, lane in found if lane is not None]
    return _close(search, merged(chosen, order), merged(lines, order) if lines else None)


def merged(found: list[_Columns], order: Ints) -> _Columns:
    """One of what was found for blocks of rows in this order; all maxima come first."""
    kind = type(found[0])
    return kind(
        *(_merged([getattr(f, k.name) for f in found], order, k.name) for k in fields(kind))
    )


def _merged(tables: list[Any], order: Ints, name: str) -> Any:
    """Tables (2, b, ...) of blocks of rows in this order as one (2 r, ...), maxima first."""
    fill = -1 if name in ("kind", "train") else np.nan if name == "axis" else 0
    shape, first = list(tables[0].shape), tables[0]
    if first.ndim > 2:
        shape[2] = max(t.shape[2] for t in tables)
    joined = np.full((2, len(order), *shape[2:]), fill, dtype=first.dtype)
    last = 0
    for table in tables:
        rows = order[last : (last := last + table.shape[1])]
        some = joined[:, :, : table.shape[2]] if table.ndim > 2 else joined
        some[:, rows] = table
    return joined.reshape(2 * len(order), *shape[2:])


def middles(surfaces: Surfaces, rows: Ints) -> Array:
    """Station about which each surface is large (r,): blocks of neighbours share their cells."""
    some = slice(None, None, 8)
    size = np.abs(surfaces.value[..., some][rows]).sum(axis=1) ** 2
    return np.asarray((size @ surfaces.x[some]) / np.maximum(size.sum(axis=1), 1e-300))


def _close(search: LaneSearch, found: Chosen, lines: LaneLines | None) -> Extremes:
    setup, surfaces = search.setup, search.surfaces
    rows = np.concatenate([search.rows, search.rows])
    sign = np.repeat([1, -1], len(search.rows))
    wheels = placed_vehicles(search, found, lane_factors(setup, found)[0])
    strips, known = (np.zeros((len(rows), 0)),) * 2, None
    if lines is not None:
        strips = lines.y, lines.load
        known = np.zeros((len(rows), len(setup.parts)))
        known[:, 1] = sign * lines.effect
    load = Placed(
        *wheels[:3],
        np.zeros(wheels[0].shape[1], dtype=np.int64),
        *strips,
        np.full(strips[0].shape, surfaces.x[0]),
        np.full(strips[0].shape, surfaces.x[-1]),
        np.ones(strips[0].shape[1], dtype=np.int64),
        np.ones(strips[0].shape[1], dtype=np.int64),
        found.axis,
        wheels[3],
        found.kind,
        setup.kinds,
        found.case,
        tuple(c.name for c in setup.arrangements),
    )
    # where the place of a train was given up, nothing is known of what may be worse
    beyond = found.beyond if np.isfinite(found.beyond).all() else np.full_like(found.beyond, np.nan)
    return finish(setup.model, setup.parts, surfaces, rows, sign, load, setup.notes, beyond, known)


def lane_factors(setup: LaneSetup, found: Chosen) -> tuple[Array, Array]:
    """Factors on vehicle and lane load of each slot (..., t), by-count factor in."""
    used, kind = found.kind >= 0, np.maximum(found.kind, 0)
    count = used.sum(axis=-1)
    vehicle, strip = np.zeros(used.shape), np.zeros(used.shape)
    for number, case in enumerate(setup.arrangements):
        mine = (found.case == number)[..., None] & used
        by_count = np.array(case.by_count)[np.minimum(count, len(case.by_count) - 1)][..., None]
        vehicle = np.where(mine, by_count * np.array(case.vehicle)[kind], vehicle)
        strip = np.where(mine, by_count * np.array(case.strip)[kind], strip)
    return vehicle, strip


def placed_vehicles(
    search: LaneSearch, found: Chosen, factor: Array
) -> tuple[Array, Array, Array, Array]:
    """Wheels x, y, force (n, w) of all slots, and (n, t, 2) first and last station."""
    setup, (n, slots) = search.setup, found.kind.shape
    most = max([len(t.force) * len(t.wheels) for t in search.trains], default=0)
    table = np.zeros((3, n, slots, most))
    span = np.full((n, slots, 2), np.nan)
    for index, train in enumerate(search.trains):
        row, slot = np.nonzero(found.train == index)
        if not row.size:
            continue
        y = found.vehicle_y[row, slot]
        x = axle_stations(train, found.station[row, slot][:, : train.groups])
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
