"""A special vehicle (LM3) among ordinary traffic: LM1 frequent values off 25 m of it.

The vehicle takes lane 1.  Its own lane carries the frequent lane 1 load (tandem and uniform) only
beyond a clear length before and behind it; the other lanes and the remaining area carry their
frequent loads in full (EN 1991-2:2003, Annex A, A.3(5)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spanwright.codes.data import Parameters
from spanwright.codes.data import parameters as recommended
from spanwright.datum.arrays import Array, Ints
from spanwright.datum.blocks import in_blocks
from spanwright.datum.errors import ScopeError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import cells_of
from spanwright.traffic.grid import choose_lanes
from spanwright.traffic.lane_loads import LaneLines, lane_lines
from spanwright.traffic.lane_refine import Chosen, refine
from spanwright.traffic.lane_setup import LaneSetup
from spanwright.traffic.model import LoadModel
from spanwright.traffic.place import lane_setup_of, worst_of
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.search_lanes import (
    LaneSearch,
    lane_factors,
    merged,
    middles,
    placed_vehicles,
)
from spanwright.traffic.sheet import Across
from spanwright.traffic.special_bounds import LaneBounds
from spanwright.traffic.special_lane import Beside, SpecialLane
from spanwright.traffic.special_values import SpecialValues
from spanwright.traffic.trains import Train, is_symmetric, mirrored


def place_special(
    surfaces: Surfaces,
    special: LoadModel,
    ordinary: LoadModel,
    carriageways: Sequence[tuple[float, float]],
    *,
    rows: Ints | None = None,
    clear: float = 25.0,
    factor: float = 1.0,
    frequent: tuple[float, float] | None = None,
    step: float = 0.25,
) -> Extremes:
    """Extremes of a special vehicle together with the frequent values of LM1.

    special  : a model of one vehicle, e.g. ``lm3:1800/200``;  ordinary : LM1 with its alphas
    clear    : length before and behind the vehicle free of other traffic in its lane  [m]
    factor   : dynamic factor on the special vehicle
    frequent : psi1 of tandem and uniform load, default those of EN 1990 Table A2.1

    Parts of the result: the vehicle, and LM1.  Raises ScopeError for vehicles wider than a lane
    (240 kN axle lines), which take two lanes.
    """
    vehicle = next(iter(special.vehicles.values()))
    if len(special.vehicles) != 1 or vehicle.train.groups > 1 or vehicle.edge > 1.5 + 1e-9:
        raise ScopeError(
            f"{special.name}: only one vehicle within one lane, with fixed gaps, is placed "
            "together with LM1"
        )
    train = replace(vehicle.train, force=vehicle.train.force * vehicle.impact * factor)
    trains = [train]
    if vehicle.both_ways and not is_symmetric(train):
        trains.append(mirrored(train))
    rows = np.arange(len(surfaces.names)) if rows is None else np.asarray(rows, dtype=np.int64)
    often = frequent_values(ordinary, *(frequent or frequent_factors(recommended())))
    setup = lane_setup_of(surfaces, often, carriageways, step)
    setup = replace(
        setup,
        model=f"{special.name} with LM1",
        parts=("vehicle", "LM1"),
        kinds=("special vehicle in lane 1", *setup.kinds[1:]),
        notes=(*special.notes, "together with LM1 frequent values, EN 1991-2 Annex A, A.3(5)"),
    )
    return worst_of([_search(surfaces, setup, rows, train, clear) for train in trains])


def frequent_factors(parameters: Parameters) -> tuple[float, float]:
    """Psi1 of the tandem and of the uniform load of LM1 (EN 1990, Table A2.1)."""
    tandem, uniform = (parameters.number(f"combinations.road.psi1.{k}") for k in ("TS", "UDL"))
    return tandem, uniform


def frequent_values(model: LoadModel, tandem: float, uniform: float) -> LoadModel:
    """LM1 with its tandems and its uniform load times these factors."""
    return replace(
        model,
        lane_factors=tuple((tandem * v, s) for v, s in model.lane_factors),
        area=uniform * model.area,
        area_lanes=tuple(uniform * q for q in model.area_lanes),
    )


def _search(
    surfaces: Surfaces, setup: LaneSetup, rows: Ints, train: Train, clear: float
) -> Extremes:
    search = _Special(surfaces, setup, rows, train, clear)
    size = search.bounds.size + len(surfaces.y) * (len(surfaces.x) - 1) * 4
    order = np.argsort(middles(surfaces, rows), kind="stable")
    found = in_blocks(search.around, order, int(np.clip(1_500_000 // size, 1, 64)))
    own, rest, lane = (merged(list(column), order) for column in zip(*found, strict=True))
    return search.close(own, rest, lane)


class _Special(LaneSearch):
    """The lane search with a special vehicle as lane 1."""

    def __init__(
        self, surfaces: Surfaces, setup: LaneSetup, rows: Ints, train: Train, clear: float
    ) -> None:
        self.train, case = train, setup.arrangements[0]
        tandem, factor = case.trains[0]
        self.light = replace(tandem, force=tandem.force * factor)
        super().__init__(surfaces, setup, rows)
        width = setup.profile[0][1]
        beside = Beside(0.0, case.vehicle[0], case.strip[0] + setup.rest, width)
        self.lane = SpecialLane(surfaces, train, self.light, [beside], clear)
        wheels = np.concatenate([train.wheels, beside.shift + tandem.wheels])
        self.bounds = LaneBounds(self.lane, Across.of(surfaces.y, self.grid, wheels).turn)

    def _breaks(self) -> Array:
        own = (self.surfaces.y[:, None] - self.train.wheels).ravel()
        more = own if self.surfaces.y.size > 1 else np.zeros(0)
        return np.unique(np.round(np.concatenate([super()._breaks(), more]), 9))

    def around(self, pick: Ints) -> tuple[Chosen, LaneLines, LaneLines]:
        """Best lanes of a block of rows, and the lines that carry all loads but those of the
        vehicle's lane, and these."""
        rows, setup = self.rows[pick], self.setup
        cells = cells_of(self.surfaces, self.lane.mesh, rows)
        values = SpecialValues(self.values(pick), self.bounds, cells, rows)
        chosen = refine(values, self._chosen(values), pick)
        side, row, t = np.nonzero(chosen.kind == 0)
        axis, place = chosen.axis[side, row, t], chosen.station[side, row, t, 0]
        station = np.concatenate([chosen.station, np.full_like(chosen.station, np.nan)], axis=3)
        tandems, lines, effect = values.standing(side, row, axis, place)
        station[side, row, t, 1:] = tandems
        chosen = replace(chosen, station=station, beyond=np.maximum(chosen.beyond, values.left))
        shape, table = chosen.kind.shape[:2], values.ordinary.table
        none = np.zeros((*shape, lines[0].shape[1]))
        own = LaneLines(none, none.copy(), np.zeros(shape))
        own.y[side, row], own.load[side, row], own.effect[side, row] = *lines, effect
        if table is None:
            none = np.zeros((*shape, 0))
            return chosen, LaneLines(none, none, np.zeros(shape)), own
        factor = lane_factors(setup, chosen)[1]
        factor[side, row, t] = -setup.rest
        return chosen, lane_lines(self.surfaces, setup, table, chosen.axis, factor), own

    def _chosen(self, values: SpecialValues) -> Chosen:
        """Best lanes at trial offsets, by effects and not by bounds."""
        case, grid, ordinary = self.setup.arrangements[0], self.grid, values.ordinary
        r, scan = len(values.rows), ordinary.scans[0]
        while True:
            kinds = values.kinds(case)
            gain = np.moveaxis(kinds.vehicle + kinds.strip, 0, 2)
            value, at, kind = choose_lanes(
                gain.reshape(2 * r, len(case.vehicle), -1), self.setup.most, grid,
                np.array(case.by_count),
            )  # fmt: skip
            value, at, kind = value.reshape(2, r), at.reshape(2, r, -1), kind.reshape(2, r, -1)
            slot = np.maximum(at, 0)
            known = np.where(
                kind == 0,
                np.take_along_axis(values.known, slot, 2),
                np.take_along_axis(scan.known, slot, 2),
            )
            side, row, t = np.nonzero((kind >= 0) & ~known)
            if not len(side):
                break
            own = kind[side, row, t] == 0
            values.settle(side[own], row[own], slot[side, row, t][own])
            if not own.all():
                places = np.stack([side, row, slot[side, row, t]])[:, ~own]
                self.scanners[0].settle(scan, *np.unique(places, axis=1))
        effect = np.take_along_axis(scan.gain, slot, 2)
        train = np.where((kind > 0) & (effect > 0), 0, -1)
        station = np.where(
            kind == 0, np.take_along_axis(values.station, slot, 2),
            np.take_along_axis(scan.station[..., 0], slot, 2),
        )  # fmt: skip
        axis = np.where(at >= 0, grid.y[slot], np.nan)
        return Chosen(
            value, np.zeros((2, r)), np.zeros((2, r), dtype=np.int64), axis, kind, train,
            grid.y[slot], grid.y[slot], station[..., None],
        )  # fmt: skip

    def close(self, found: Chosen, rest: LaneLines, own: LaneLines) -> Extremes:
        """Build the placed loads and evaluate them exactly."""
        setup, surfaces = self.setup, self.surfaces
        rows = np.concatenate([self.rows, self.rows])
        sign = np.repeat([1, -1], len(self.rows))
        x, y, force, span = placed_vehicles(self, found, lane_factors(setup, found)[0])
        row, slot = np.nonzero(found.kind == 0)
        axis, place = (
            np.full(len(rows), np.nan),
            np.full((len(rows), found.station.shape[2]), np.nan),
        )
        axis[row], place[row] = found.axis[row, slot], found.station[row, slot]
        span[row, slot] = place[row, :1] + self.train.offset[[0, -1]]
        wheels = [(x, y, force), _wheels(self.train, axis, place[:, 0])]
        for k, beside in enumerate(self.lane.beside):
            light = replace(self.light, force=beside.tandem * self.light.force)
            wheels.append(_wheels(light, axis + beside.shift, place[:, 1 + k]))
        part = [np.full(w[0].shape[1], k) for w, k in zip(wheels, (1, 0, 1, 1), strict=False)]
        columns = [np.concatenate(c, axis=1) for c in zip(*wheels, strict=True)]
        # the lines of the vehicle's lane twice: before and behind the clear length
        first, last = surfaces.x[[0, -1]]
        station = np.where(np.isfinite(place[:, :1]), place[:, :1], first) + 0.0 * own.y
        front, rear = (
            np.clip(station + end, first, last) for end in (self.lane.front, self.lane.rear)
        )
        low = [np.full(rest.y.shape, first), np.full(own.y.shape, first), rear]
        high = [np.full(rest.y.shape, last), front, np.full(own.y.shape, last)]
        strips = [
            np.concatenate(c, axis=1)
            for c in ((rest.y, own.y, own.y), (rest.load, own.load, own.load), low, high)
        ]
        ones = np.ones(strips[0].shape[1], dtype=np.int64)
        load = Placed(
            columns[0], columns[1], columns[2], np.concatenate(part),
            strips[0], strips[1], strips[2], strips[3], ones, ones,
            found.axis, span, found.kind, setup.kinds, found.case, ("",),
        )  # fmt: skip
        known = np.stack([np.zeros(len(rows)), sign * (rest.effect + own.effect)], axis=1)
        return finish(
            setup.model, setup.parts, surfaces, rows, sign, load, setup.notes, found.beyond, known
        )


def _wheels(train: Train, axis: Array, station: Array) -> tuple[Array, Array, Array]:
    """Wheels x, y, force (n, w) of a train with its first axle at a station, none where nan."""
    w = len(train.wheels)
    used = (np.isfinite(axis) & np.isfinite(station))[:, None]
    x = np.repeat(station[:, None] + train.offset, w, axis=1)
    y = np.tile(axis[:, None] + train.wheels, len(train.force))
    force = np.broadcast_to(np.repeat(train.force / w, w), x.shape)
    x, y, force = (np.where(used, table, 0.0) for table in (x, y, force))
    return x, y, force
