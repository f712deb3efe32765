"""A special vehicle (LM3) among ordinary traffic: LM1 frequent values off 25 m of it.

The vehicle takes lane 1.  Its own lane carries the frequent lane 1 load (tandem and uniform) only
beyond a clear length before and behind it; the other lanes and the remaining area carry their
frequent loads in full (EN 1991-2:2003, Annex A, A.3(5)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spanwright.codes.data import Parameters
from spanwright.codes.data import parameters as recommended
from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ScopeError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.blocks import in_blocks
from spanwright.traffic.cubic import TO_BERNSTEIN, positive_area
from spanwright.traffic.field import (
    apply_operator,
    axle_values,
    axle_weights,
    cells_of,
    line_weights,
    train_operator,
    trial_stations,
)
from spanwright.traffic.grid import Quadrature, choose_lanes, panels
from spanwright.traffic.model import LoadModel
from spanwright.traffic.place import lane_setup_of, worst_of
from spanwright.traffic.polish import polish
from spanwright.traffic.results import Extremes, Placed, finish
from spanwright.traffic.scan import Scan
from spanwright.traffic.search_lanes import LaneSearch
from spanwright.traffic.sheet import Sheet
from spanwright.traffic.trains import Train

_Moved = Literal["not", "alone", "with the tandem"]


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """Best arrangement of a block, (2, r) rows flattened later; -1 or nan where not used."""

    axis: Array  # (2, r, slots) lane axes, slot order from right to left
    kind: Ints  # (2, r, slots) 0 the special vehicle, 1.. the other lanes
    first: Array  # (2, r, slots) first axle of the vehicle or tandem in the slot
    own_tandem: Array  # (2, r) first axle of the tandem in the vehicle's own lane


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
    rows = np.arange(len(surfaces.names)) if rows is None else np.asarray(rows, dtype=np.int64)
    often = frequent_values(ordinary, *(frequent or frequent_factors(recommended())))
    search = _Special(surfaces, often, carriageways, rows, train, clear, step)
    size = len(search.grid.y) * (len(search.trial) + len(search.light_trial))
    found = in_blocks(search.choose, np.arange(len(rows)), int(np.clip(500_000 // size, 1, 32)))
    chosen = [
        np.concatenate([getattr(f, k) for f in found], axis=1).reshape(
            2 * len(rows), *getattr(found[0], k).shape[2:]
        )
        for k in ("axis", "kind", "first", "own_tandem")
    ]
    notes = (*special.notes, "together with LM1 frequent values, EN 1991-2 Annex A, A.3(5)")
    ways: tuple[_Moved, ...] = ("not", "alone", "with the tandem")
    name = f"{special.name} with LM1"
    return worst_of([search.close(_Chosen(*chosen), name, notes, moved) for moved in ways])


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


class _Special(LaneSearch):
    """The lane search with a special vehicle as lane 1."""

    def __init__(
        self,
        surfaces: Surfaces,
        ordinary: LoadModel,
        carriageways: Sequence[tuple[float, float]],
        rows: Ints,
        train: Train,
        clear: float,
        step: float,
    ) -> None:
        super().__init__(surfaces, lane_setup_of(surfaces, ordinary, carriageways, step), rows)
        self.h = np.diff(self.mesh.x)
        quadrature = Quadrature([(w.start, w.end) for w in self.setup.ways], surfaces.y)
        self.across = line_weights(surfaces.y, quadrature.y)
        self.strip_operator = np.zeros((len(self.grid.y), len(quadrature.y)))
        for offset, width, load in self.setup.profile:
            self.strip_operator += load * quadrature.strip(self.grid.y + offset, width)
        self.train, self.clear = train, clear
        case = self.setup.arrangements[0]
        self.tandem, self.tandem_factor = case.trains[0]
        self.vehicle, self.strip = case.vehicle, case.strip
        self.trial = trial_stations(self.mesh, train.offset)
        self.operator = train_operator(self.mesh, self.trial, train.offset, train.force)
        self.weights = axle_weights(surfaces.y, self.grid.y, train.wheels)
        self.light_trial = at = trial_stations(self.mesh, self.tandem.offset)
        self.light_weights = axle_weights(surfaces.y, self.grid.y, self.tandem.wheels)
        self.light_operator = train_operator(self.mesh, at, self.tandem.offset, self.tandem.force)
        low = self.trial - clear
        high = self.trial + train.length + clear
        self.before = np.searchsorted(at + self.tandem.length, low, side="right") - 1
        self.behind = np.searchsorted(at, high, side="left")
        self.window = (low, high)

    def choose(self, pick: Ints) -> _Chosen:
        """Best arrangement of the picked rows, both signs."""
        rows = self.rows[pick]
        cells = cells_of(self.surfaces, self.mesh, rows)
        heavy = np.matmul(self.weights, apply_operator(self.operator, cells))
        scanner = self.scanners[0]
        light = np.matmul(self.light_weights, apply_operator(self.light_operator, cells))
        scan = scanner.scan(Sheet(self.surfaces, self.mesh, rows, scanner.across), rows)
        shape = (len(rows), len(self.across), len(self.h), 4)
        lines = np.matmul(self.across, cells.reshape(len(rows), cells.shape[1], -1)).reshape(shape)
        adverse = _adverse(lines, self.h)
        parts = []
        for k, (sign, positive) in enumerate(zip((1.0, -1.0), adverse, strict=True)):
            strip = np.matmul(self.strip_operator, positive)  # (r, g, e)
            upto = np.concatenate([np.zeros((*strip.shape[:2], 1)), np.cumsum(strip, 2)], axis=2)
            parts.append(self._one_sign(sign * heavy, sign * light, upto, scan, k))
        return _Chosen(*(np.stack(column) for column in zip(*parts, strict=True)))

    def _one_sign(
        self, heavy: Array, light: Array, upto: Array, scan: Scan, side: int
    ) -> tuple[Array, Ints, Array, Array]:
        total = upto[..., -1]
        own_load = self.strip[0] + self.setup.rest
        near = _at(upto, self.mesh.x, self.window[1]) - _at(upto, self.mesh.x, self.window[0])
        ahead = np.maximum.accumulate(light, axis=2)
        back = np.maximum.accumulate(light[..., ::-1], axis=2)[..., ::-1]
        outside = np.maximum(
            np.where(self.before >= 0, ahead[..., np.maximum(self.before, 0)], 0.0),
            np.where(
                self.behind < light.shape[2],
                back[..., np.minimum(self.behind, light.shape[2] - 1)],
                0.0,
            ),
        )
        share = self.vehicle[0] * self.tandem_factor
        effect = heavy + own_load * (total[..., None] - near) + share * np.maximum(outside, 0.0)
        at = effect.argmax(axis=2)
        own = np.take_along_axis(effect, at[..., None], 2)[..., 0] - self.setup.rest * total
        tandem, station, known = (t[side] for t in (scan.gain, scan.station, scan.known))
        r = np.arange(len(own))[:, None]
        while True:
            gains = [own] + [
                v * self.tandem_factor * tandem + s * total
                for v, s in zip(self.vehicle[1:], self.strip[1:], strict=True)
            ]
            _, where, kind = choose_lanes(
                np.stack(gains, axis=1), (1, *self.setup.most[1:]), self.grid,
                np.ones(sum(self.setup.most) + 1),
            )  # fmt: skip
            slot = np.maximum(where, 0)
            row, t = np.nonzero((kind > 0) & ~known[r, slot])
            if not row.size:  # no lane was chosen by a bound of its tandem
                break
            self.scanners[0].settle(scan, side, *np.unique([row, slot[row, t]], axis=1))
        axis = np.where(where >= 0, self.grid.y[slot], np.nan)
        first = np.where(kind == 0, self.trial[at[r, slot]], station[r, slot, 0])
        useless = (kind > 0) & (tandem[r, slot] <= 0)
        first = np.where((where >= 0) & ~useless, first, np.nan)
        return axis, kind, first, self._own_tandem(light, where, kind, at)

    def _own_tandem(self, light: Array, where: Ints, kind: Ints, at: Ints) -> Array:
        """Station of the tandem in the special vehicle's lane, nan where it would relieve."""
        result = np.full(len(where), np.nan)
        row, slot = np.nonzero(kind == 0)
        own = where[row, slot]
        x0 = self.trial[at[row, own]]
        trial = self.light_trial
        legal = trial + self.tandem.length <= (x0 - self.clear)[:, None] + 1e-9
        legal |= trial >= (x0 + self.train.length + self.clear)[:, None] - 1e-9
        masked = np.where(legal, light[row, own], -np.inf)
        best = masked.argmax(axis=1)
        useful = masked[np.arange(len(row)), best] > 0
        result[row] = np.where(useful, trial[best], np.nan)
        return result

    def close(self, chosen: _Chosen, name: str, notes: tuple[str, ...], moved: _Moved) -> Extremes:
        """Polish, build the placed loads and evaluate them exactly.

        moved : how the vehicle is moved from the chosen station
        """
        rows = np.concatenate([self.rows, self.rows])
        sign = np.repeat([1, -1], len(self.rows))
        n, slots = chosen.axis.shape
        x0, span = np.full(n, np.nan), np.full((n, slots, 2), np.nan)
        wheels: list[tuple[Array, Array, Array, int]] = []
        own_axis = np.where(chosen.kind == 0, chosen.axis, np.nan)
        has_own = (chosen.kind == 0).any(axis=1)
        own_y = np.where(has_own, np.nan_to_num(own_axis).sum(axis=1), np.nan)
        for t in range(slots):
            for k in range(len(self.vehicle)):
                mine = np.flatnonzero((chosen.kind[:, t] == k) & np.isfinite(chosen.first[:, t]))
                if not mine.size:
                    continue
                train = self.train if k == 0 else self.tandem
                factor = 1.0 if k == 0 else self.vehicle[k] * self.tandem_factor
                axis, first = chosen.axis[:, t], chosen.first[:, t]
                if k or moved == "alone":
                    x = self._polished(train, rows, sign, mine, axis, first)
                else:
                    x = first[mine, None] + train.offset
                if k == 0:
                    if moved == "with the tandem":
                        x = self._together(rows, sign, mine, axis, x, chosen.own_tandem[mine])
                    x0[mine] = x[:, 0]
                span[mine, t] = x[:, [0, -1]]
                wheels.append(
                    self._wheels(train, n, mine, chosen.axis[mine, t], x, factor, int(k > 0))
                )
        mine = np.flatnonzero(np.isfinite(chosen.own_tandem) & np.isfinite(x0))
        if mine.size:
            x = self._beside(rows[mine], sign[mine], own_y[mine], x0[mine], chosen.own_tandem[mine])
            factor = self.vehicle[0] * self.tandem_factor
            wheels.append(self._wheels(self.tandem, n, mine, own_y[mine], x, factor, 1))
        strips = self._strips(chosen, own_y, x0)
        part = np.concatenate([np.full(w[0].shape[1], w[3]) for w in wheels] or [np.zeros(0)])
        columns = [
            np.concatenate([w[i] for w in wheels] or [np.zeros((n, 0))], axis=1) for i in range(3)
        ]
        count = strips[0].shape[1]
        load = Placed(
            columns[0], columns[1], columns[2], part.astype(np.int64),
            strips[0], strips[1], strips[2], strips[3], np.ones(count, dtype=np.int64),
            np.ones(count, dtype=np.int64), chosen.axis, span, chosen.kind,
            ("special vehicle in lane 1", *self.setup.kinds[1:]),
            np.zeros(n, dtype=np.int64), ("",),
        )  # fmt: skip
        return finish(name, ("vehicle", "LM1"), self.surfaces, rows, sign, load, notes)

    def _beside(self, rows: Ints, sign: Ints, y: Array, x0: Array, station: Array) -> Array:
        """Axles of the tandem in the vehicle's lane: at the limit of the clear length or off it.

        The vehicle has been moved since, so the found station is first moved off the clear length.
        The best of it, of the top next to it and of the limit on the same side is taken.
        """
        tandem, turned = self.tandem, sign.astype(float)
        limit_before = x0 - self.clear - tandem.length
        limit_behind = x0 + self.train.length + self.clear
        is_before = station < x0
        limit = np.where(is_before, limit_before, limit_behind)
        reach = 1.05 * float(np.diff(self.light_trial).max())
        axles = station[:, None] + tandem.offset
        top = polish(self.surfaces, rows, turned, tandem, y, axles, reach)[:, 0]
        tries = np.stack([station, top, limit])
        tries = np.where(is_before, np.minimum(tries, limit), np.maximum(tries, limit))
        weights = axle_weights(self.surfaces.y, y, tandem.wheels)[:, None, :]
        effect = [
            sign * (axle_values(self.surfaces, rows, s[:, None] + tandem.offset, weights)
                    @ tandem.force)
            for s in tries
        ]  # fmt: skip
        best = tries[np.argmax(effect, axis=0), np.arange(len(station))]
        return np.asarray(best[:, None] + tandem.offset)

    def _polished(
        self, train: Train, rows: Ints, sign: Ints, mine: Ints, axis: Array, first: Array
    ) -> Array:
        reach = 1.05 * float(np.diff(self.trial if train is self.train else self.light_trial).max())
        x = first[mine, None] + train.offset
        return polish(
            self.surfaces, rows[mine], sign[mine].astype(float), train, axis[mine], x, reach
        )

    def _together(
        self, rows: Ints, sign: Ints, mine: Ints, axis: Array, x: Array, station: Array
    ) -> Array:
        """Axles of the vehicle moved to a top of what it does with the tandem at the limit."""
        x, light = x.copy(), self.tandem.offset
        share = self.vehicle[0] * self.tandem_factor
        pair = replace(
            self.train, force=np.concatenate([self.train.force, share * self.tandem.force])
        )
        reach = 1.05 * float(np.diff(self.trial).max())
        behind, before = self.train.length + self.clear, -self.clear - self.tandem.length
        for start, own in ((behind, station > x[:, 0]), (before, station < x[:, 0])):
            some = mine[own]
            both = np.concatenate([x[own], x[own, :1] + start + light], axis=1)
            turned = sign[some].astype(float)
            both = polish(self.surfaces, rows[some], turned, pair, axis[some], both, reach)
            x[own] = both[:, : x.shape[1]]
        return x

    def _wheels(
        self, train: Train, n: int, mine: Ints, axis: Array, x: Array, factor: float, part: int
    ) -> tuple[Array, Array, Array, int]:
        w = len(train.wheels)
        table = np.zeros((3, n, x.shape[1] * w))
        table[0][mine] = np.repeat(x, w, axis=1)
        table[1][mine] = np.tile(axis[:, None] + train.wheels, x.shape[1])
        table[2][mine] = np.repeat(factor * train.force / w, w)
        return table[0], table[1], table[2], part

    def _strips(self, chosen: _Chosen, own_y: Array, x0: Array) -> tuple[Array, ...]:
        """Lines over the carriageways; those of the vehicle's lane twice, before and behind it."""
        n = len(own_y)
        first, last = self.surfaces.x[0], self.surfaces.x[-1]
        ys, loads, lows, highs = [], [], [], []
        for way in self.setup.ways:
            inner = self.surfaces.y[(self.surfaces.y > way.start) & (self.surfaces.y < way.end)]
            half = way.spacing / 2
            fixed = np.broadcast_to(
                np.concatenate([[way.start, way.end], inner]), (n, len(inner) + 2)
            )
            axis = np.where(np.isnan(chosen.axis), way.start, chosen.axis)
            edges = np.concatenate([fixed, axis - half, axis + half], axis=1)
            y, weight = panels(np.sort(np.clip(edges, way.start, way.end), axis=1))
            load = np.full(y.shape, self.setup.rest)
            for t in range(chosen.axis.shape[1]):
                inside = np.abs(y - chosen.axis[:, t, None]) < half
                extra = np.array([*self.strip, 0.0])[chosen.kind[:, t]][:, None]
                load = load + np.where(inside & (chosen.kind[:, t, None] > 0), extra, 0.0)
            own = np.abs(y - own_y[:, None]) < half
            in_lane = weight * (self.strip[0] + self.setup.rest) * own
            front = (x0 - self.clear)[:, None]
            rear = (x0 + self.train.length + self.clear)[:, None]
            ys += [y, y]
            loads += [np.where(own, in_lane, weight * load), in_lane]
            lows += [np.full(y.shape, first), np.where(own, rear, last)]
            highs += [np.where(own, front, last), np.full(y.shape, last)]
        low, high = (np.clip(np.concatenate(c, axis=1), first, last) for c in (lows, highs))
        return np.concatenate(ys, axis=1), np.concatenate(loads, axis=1), low, np.maximum(low, high)


def _adverse(lines: Array, h: Array) -> tuple[Array, Array]:
    """Integrals of the positive and of the (turned) negative part of cells (..., e, 4)."""
    control = np.moveaxis(lines @ TO_BERNSTEIN.T, -1, 0).reshape(4, -1)
    whole = control.mean(axis=0)
    positive = np.where(control.min(axis=0) >= 0, whole, 0.0)
    mixed = np.flatnonzero((control.min(axis=0) < 0) & (control.max(axis=0) > 0))
    if mixed.size:
        positive[mixed] = positive_area(control[:, mixed])[0]
    shape = lines.shape[:-1]
    return positive.reshape(shape) * h, (positive - whole).reshape(shape) * h


def _at(upto: Array, x: Array, station: Array) -> Array:
    """Cumulative integral (r, g, e + 1) at stations (c,), straight between cell ends."""
    inside = np.clip(station, x[0], x[-1])
    cell = np.clip(np.searchsorted(x, inside, side="right") - 1, 0, len(x) - 2)
    share = (inside - x[cell]) / np.diff(x)[cell]
    return np.asarray(upto[..., cell] * (1 - share) + upto[..., cell + 1] * share)
