"""Extremes with their cause: the placed load of each row, kept compact, replayed on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.blocks import in_blocks
from spanwright.engine.surfaces import Patches, Surfaces
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import axle_values, axle_weights, line_integrals, line_weights
from spanwright.traffic.strips import (
    adverse_integral,
    control_of,
    loaded_parts,
    path_of,
    strip_forces,
    wheel_forces,
)

# Columns of `Placed` that do not go by rows.
_SHARED = ("wheel_part", "strip_part", "strip_adverse", "strip_beside", "kinds", "cases")
BLOCK = 250_000  # numbers in a working array of one block


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """n placed loads in columns; a wheel or strip that a row does not use carries no load.

    wheel_x, wheel_y, wheel_force : (n, w)                               [m, m, N]
    wheel_part : (w,) index of the part each wheel belongs to
    strip_y, strip_load, strip_from, strip_to : (n, s) lines along the axis  [m, N/m, m, m]
    strip_part : (s,);  strip_adverse : (s,) 1: loaded only where adverse, 0: as given
    slot_y     : (n, t) axis of each loaded lane, nan when unused             [m]
    slot_x     : (n, t, 2) stations of the first and last axle, nan without a vehicle
    slot_kind  : (n, t) index in `kinds`
    case       : (n,) index in `cases`, the arrangement of the load model that governs
    strip_beside : (s, g) a strip is adverse where the mean of the lines at strip_y + these is, and
                 strips with the same such lines carry the same load; empty: where its own line is
    """

    wheel_x: Array
    wheel_y: Array
    wheel_force: Array
    wheel_part: Ints
    strip_y: Array
    strip_load: Array
    strip_from: Array
    strip_to: Array
    strip_part: Ints
    strip_adverse: Ints
    slot_y: Array
    slot_x: Array
    slot_kind: Ints
    kinds: tuple[str, ...]
    case: Ints
    cases: tuple[str, ...]
    strip_beside: Array = field(default_factory=lambda: np.zeros((0, 1)))

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Extremes:
    """Extremes of one load model for a set of responses, each with the placement that causes it.

    response : (n,) row in `surfaces`;  sign : (n,) +1 maximum, -1 minimum
    value    : (n,) the extreme;  part : (n, p) its split over `parts`
    beyond   : (n,) what the bounds leave for a worse placement, nan where there are no bounds
    notes    : what the reader must know about the model (an unverified source, a rule not used)
    """

    model: str
    parts: tuple[str, ...]
    response: Ints
    sign: Ints
    value: Array
    part: Array
    load: Placed
    surfaces: Surfaces
    beyond: Array
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze(self)

    def take(self, pick: Ints) -> Extremes:
        """The same result for some of its rows."""
        load = self.load
        mine = [f.name for f in fields(load) if f.name not in _SHARED]
        chosen: dict[str, Any] = {name: getattr(load, name)[pick] for name in mine}
        own = ("response", "sign", "value", "part", "beyond")
        columns: dict[str, Any] = {name: getattr(self, name)[pick] for name in own}
        return replace(self, **columns, load=replace(load, **chosen))

    def patches(self, row: int) -> Patches:
        """The placed load of one row as wheels and strips, factors included."""
        return _patches(self, row)

    def label(self, row: int) -> str:
        """Cause of one row in words: arrangement, lanes with their offsets, vehicle stations."""
        load = self.load
        words = [load.cases[load.case[row]]] if load.cases[load.case[row]] else []
        for slot in range(load.slot_y.shape[1]):
            y = load.slot_y[row, slot]
            if np.isnan(y):
                continue
            text = load.kinds[load.slot_kind[row, slot]]
            if len(self.surfaces.y) > 1:
                text += f" at y = {y:.2f} m"
            first, last = load.slot_x[row, slot]
            if not np.isnan(first):
                at = f"{first:.2f}" if first == last else f"{first:.2f} to {last:.2f}"
                text += f", axles at {at} m" if load.wheel_force[row].any() else f", from {at} m"
            words.append(text)
        return "; ".join(words) if words else "no load"


def effects(
    surfaces: Surfaces, rows: Ints, sign: Ints, load: Placed, others: Ints, parts: int
) -> Array:
    """Effect of each placed load on other responses, split by part.

    rows, sign (n,) whose adverse parts the loads follow; others (n, q) response rows
    returns (n, p, q)
    """
    used = int((load.strip_load != 0).sum(axis=1).mean()) if len(rows) else 0
    size = _block_size(surfaces, 4 * len(surfaces.y) + used)

    def block(pick: Ints) -> Array:
        return _block_effects(surfaces, rows[pick], sign[pick], load, pick, others[pick], parts)

    done = in_blocks(block, np.arange(len(rows)), size)
    return np.concatenate(done) if done else np.zeros((0, parts, others.shape[1]))


def finish(
    model: str,
    parts: tuple[str, ...],
    surfaces: Surfaces,
    rows: Ints,
    sign: Ints,
    load: Placed,
    notes: tuple[str, ...] = (),
    beyond: Array | None = None,
    known: Array | None = None,
) -> Extremes:
    """Evaluate placed loads exactly on the surfaces and close them into a result.

    known : (n, p) what the strips that are loaded only where adverse do, None: found here
    """
    beyond = np.full(len(rows), np.nan) if beyond is None else beyond
    size = _block_size(surfaces, len(surfaces.y))

    def block(pick: Ints) -> Array:
        turn = sign[pick].astype(float)
        own = _own_effect(surfaces, rows[pick], load, pick, len(parts))
        if known is not None:
            return own + known[pick]
        if (load.strip_adverse == 1).any():
            own += _adverse_effect(surfaces, rows[pick], turn, load, pick, len(parts))
        return own

    done = in_blocks(block, np.arange(len(rows)), size)
    part = np.concatenate(done) if done else np.zeros((0, len(parts)))
    value = part.sum(axis=1)
    return Extremes(model, parts, rows, sign, value, part, load, surfaces, beyond, notes)


def _block_size(surfaces: Surfaces, lines: int) -> int:
    """Rows at a time, so that working arrays of so many lines each stay near the processor."""
    return int(np.clip(BLOCK // (lines * len(surfaces.x)), 1, 512))


def concurrent(extremes: Extremes, surfaces: Surfaces, others: Ints) -> Array:
    """Other responses under the placements of the extremes, split by part: (n, p, q).

    others : (n, q) rows in `surfaces`, or (q,) the same for every extreme

    The adverse parts stay those of the extreme's own response.
    """
    others = np.asarray(others, dtype=np.int64)
    if others.ndim == 1:
        others = np.broadcast_to(others, (len(extremes.response), len(others)))
    return effects(
        surfaces, extremes.response, extremes.sign, extremes.load, others, len(extremes.parts)
    )


def _own_effect(surfaces: Surfaces, rows: Ints, load: Placed, pick: Ints, parts: int) -> Array:
    """Effect of wheels and strips as given on the response they were placed for: (n, p)."""
    result = np.zeros((len(pick), parts))
    if load.wheel_x.shape[1]:
        weights = line_weights(surfaces.y, load.wheel_y[pick])
        under = axle_values(surfaces, rows, load.wheel_x[pick], weights) * load.wheel_force[pick]
        for part in range(parts):
            result[:, part] += under[:, load.wheel_part == part].sum(axis=1)
    strips = np.flatnonzero(load.strip_adverse == 0)
    if strips.size:
        at = np.ix_(pick, strips)
        shares = line_weights(surfaces.y, load.strip_y[at])
        area = line_integrals(surfaces, rows, shares, load.strip_from[at], load.strip_to[at])
        weighted = area * load.strip_load[at]
        for part in range(parts):
            result[:, part] += weighted[:, load.strip_part[strips] == part].sum(axis=1)
    return result


def _adverse_effect(
    surfaces: Surfaces, rows: Ints, sign: Array, load: Placed, pick: Ints, parts: int
) -> Array:
    """Effect of the strips that are loaded only where adverse, by part: (n, p)."""
    result = np.zeros((len(pick), parts))
    control = control_of(surfaces, rows, sign)
    for part in range(parts):
        mine = np.flatnonzero((load.strip_adverse == 1) & (load.strip_part == part))
        if not mine.size:
            continue
        at = np.ix_(pick, mine)
        shares = _deciding(surfaces, load, at)
        places = loaded_parts(surfaces.x, control, shares, load.strip_from[at], load.strip_to[at])
        path = path_of(surfaces, load.strip_y[at])
        area = adverse_integral(places, surfaces.x, path) * sign[:, None]
        result[:, part] = (area * load.strip_load[at]).sum(axis=1)
    return result


def _deciding(surfaces: Surfaces, load: Placed, at: tuple[Ints, ...]) -> Array:
    """Share of each loading line in the lines whose signs decide where strips are loaded."""
    y = load.strip_y[at]
    if not load.strip_beside.size:
        return line_weights(surfaces.y, y)
    return axle_weights(surfaces.y, y, load.strip_beside[at[1][0]][None])


def _block_effects(
    surfaces: Surfaces,
    rows: Ints,
    sign: Ints,
    load: Placed,
    pick: Ints,
    others: Ints,
    parts: int,
) -> Array:
    n, q = others.shape
    lines, e = len(surfaces.y), len(surfaces.x) - 1
    h = np.diff(surfaces.x)
    forces = np.zeros((parts, n, lines, e, 4))
    control = None
    for part in range(parts):
        wheels = np.flatnonzero(load.wheel_part == part)
        if wheels.size:
            forces[part] += _wheels(surfaces, load, pick, wheels)
        for adverse in (1, 0):
            strips = np.flatnonzero((load.strip_part == part) & (load.strip_adverse == adverse))
            strips = strips[(load.strip_load[np.ix_(pick, strips)] != 0).any(axis=0)]
            if not strips.size:
                continue
            at = np.ix_(pick, strips)
            y, weight = load.strip_y[at], load.strip_load[at]
            shares = line_weights(surfaces.y, y)
            if adverse and control is None:
                control = control_of(surfaces, rows, sign.astype(float))
            loaded = loaded_parts(
                surfaces.x,
                control if adverse else None,
                _deciding(surfaces, load, at) if adverse else shares,
                load.strip_from[at],
                load.strip_to[at],
            )
            forces[part] += strip_forces(surfaces, loaded, shares, y, weight)
    nodal = np.zeros((2, n, lines, e + 1, parts))
    moved = np.moveaxis(forces, 0, -1)  # (n, l, e, 4, p)
    nodal[0, :, :, :-1] += moved[..., 0, :]
    nodal[0, :, :, 1:] += moved[..., 2, :]
    nodal[1, :, :, :-1] += moved[..., 1, :] * h[:, None]
    nodal[1, :, :, 1:] += moved[..., 3, :] * h[:, None]
    flat = nodal.reshape(2, n, lines * (e + 1), parts)
    result = surfaces.value[others].reshape(n, q, -1) @ flat[0]
    result += surfaces.slope[others].reshape(n, q, -1) @ flat[1]
    i, j = np.nonzero(surfaces.jump_element[others] >= 0)
    if i.size:
        row: Ints = others[i, j]
        own: Ints = surfaces.jump_element[row]
        local = moved[i, surfaces.jump_line[row], own]  # (m, 4, p)
        scale = np.stack([np.ones(len(own)), h[own], np.ones(len(own)), h[own]], axis=1)
        result[i, j] += np.einsum("mk,mkp->mp", surfaces.jump[row] * scale, local)
    return np.asarray(np.swapaxes(result, 1, 2))


def _wheels(surfaces: Surfaces, load: Placed, pick: Ints, wheels: Ints) -> Array:
    at = np.ix_(pick, wheels)
    x, y, force = load.wheel_x[at], load.wheel_y[at], load.wheel_force[at]
    stations = surfaces.x
    force = np.where((x >= stations[0]) & (x <= stations[-1]), force, 0.0)
    element = np.clip(np.searchsorted(stations, x, side="right") - 1, 0, len(stations) - 2)
    xi = np.clip((x - stations[element]) / np.diff(stations)[element], 0.0, 1.0)
    return wheel_forces(surfaces, x, y, force, hermite(xi))


def _patches(extremes: Extremes, row: int) -> Patches:
    surfaces, load = extremes.surfaces, extremes.load
    x, y, force = load.wheel_x[row], load.wheel_y[row], load.wheel_force[row]
    on = (force != 0) & (x >= surfaces.x[0]) & (x <= surfaces.x[-1])
    y_wheel = np.full(on.sum(), surfaces.y[0]) if len(surfaces.y) == 1 else y[on]
    pieces = [_strip_pieces(extremes, row, adverse) for adverse in (1, 0)]
    strip = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    return Patches(x[on], y_wheel, force[on], strip[0], strip[1], strip[2], strip[3])


def _strip_pieces(extremes: Extremes, row: int, adverse: int) -> Sequence[Array]:
    surfaces, load = extremes.surfaces, extremes.load
    strips = np.flatnonzero((load.strip_adverse == adverse) & (load.strip_load[row] != 0))
    if not strips.size:
        return [np.zeros(0)] * 4
    at = np.ix_(np.array([row]), strips)
    y = load.strip_y[at]
    control = None
    if adverse:
        own = extremes.response[row : row + 1]
        sign = extremes.sign[row : row + 1].astype(float)
        control = control_of(surfaces, own, sign)
    shares = _deciding(surfaces, load, at)
    parts = loaded_parts(surfaces.x, control, shares, load.strip_from[at], load.strip_to[at])
    whole, element = np.nonzero(parts.full[0])
    h = np.diff(surfaces.x)
    strip = np.concatenate([whole, parts.strip])
    start = np.concatenate(
        [surfaces.x[element], surfaces.x[parts.element] + parts.piece[:, 0] * h[parts.element]]
    )
    end = np.concatenate(
        [surfaces.x[element + 1], surfaces.x[parts.element] + parts.piece[:, 1] * h[parts.element]]
    )
    if not len(strip):
        return [np.zeros(0)] * 4
    order = np.lexsort((end, start, strip))
    strip, start, end = strip[order], start[order], end[order]
    gap = np.append(
        True, (strip[1:] != strip[:-1]) | (start[1:] > end[:-1] + 1e-12 * surfaces.x[-1])
    )
    first = np.flatnonzero(gap)
    y_strip = y[0][strip[first]] if len(surfaces.y) > 1 else np.full(len(first), surfaces.y[0])
    return [
        y_strip,
        start[first],
        np.maximum.reduceat(end, first),
        load.strip_load[row][strips][strip[first]],
    ]
