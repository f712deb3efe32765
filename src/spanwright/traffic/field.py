"""Influence surfaces made ready for a search: cells, line weights, trains as linear operators.

Shapes: r responses, l loading lines, e cells along the bridge, c trial stations.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import (
    WHOLE,
    hermite,
    hermite_integral,
    restriction,
)

BULGE = 0.01
CLOSE = 3  # elements to either side of a response's own section
# the waves of surfaces as long as these live: every load model on them asks for the same
_WAVES: WeakKeyDictionary[Surfaces, dict[bytes, Array]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Cells of the search: elements of the surfaces, cut where they are long for their span.

    x : (e + 1,) cell ends [m];  parent : (e,) element
    shorter : (s,) cells that are not whole elements;  cut : (s, 4, 4) their restriction matrices
    is_cut : whether there are any
    """

    x: Array
    parent: Ints
    shorter: Ints
    cut: Array
    is_cut: bool

    def __post_init__(self) -> None:
        freeze(self)


def mesh_of(surfaces: Surfaces, cells_per_span: int = 24, rows: Ints | None = None) -> Mesh:
    """Cells short for their span and for the waves of the surfaces; 0: the elements as they are.

    A cell is cut until the bulge of any response between its ends is below BULGE of that
    response's largest ordinate: the scan looks at cell ends only and must not miss a top.
    rows : (r,) the responses that are searched, default all
    """
    x = surfaces.x
    if cells_per_span == 0:
        none = np.zeros(0, dtype=np.int64)
        return Mesh(x, np.arange(len(x) - 1), none, np.zeros((0, 4, 4)), False)
    ends = np.unique(np.concatenate([[x[0], x[-1]], surfaces.spans]))
    ends = ends[(ends >= x[0]) & (ends <= x[-1])]
    middle = 0.5 * (x[:-1] + x[1:])
    span = np.diff(ends)[np.clip(np.searchsorted(ends, middle) - 1, 0, len(ends) - 2)]
    by_span = np.ceil(np.diff(x) * cells_per_span / span - 0.1)
    known, asked = _WAVES.setdefault(surfaces, {}), b"" if rows is None else rows.tobytes()
    if asked not in known:
        known[asked] = _bulge(surfaces, rows)
    by_wave = np.ceil(np.sqrt(known[asked] / BULGE) - 0.1)
    count = np.maximum(1, np.maximum(by_span, np.minimum(by_wave, 12))).astype(np.int64)
    parent = np.repeat(np.arange(len(count)), count)
    order = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    start, end = order / count[parent], (order + 1) / count[parent]
    cells = np.append(x[parent] + start * np.diff(x)[parent], x[-1])
    shorter = np.flatnonzero(count[parent] > 1)
    cut = restriction(start[shorter], end[shorter])
    return Mesh(cells, parent, shorter, cut, bool(shorter.size))


def _bulge(surfaces: Surfaces, rows: Ints | None = None) -> Array:
    """Largest |second derivative| h^2 / 8 in each element over the largest ordinate: (e,).

    The jump is part of the surface: without it the element of the section looks like a wave.
    The elements next to each response's own section, steep by nature, are left out.
    A surface that is nothing but rounding beside its nodal data does not count.
    """
    h = np.diff(surfaces.x)
    result, element = np.zeros(len(h)), np.arange(len(h))
    chosen = np.arange(len(surfaces.names)) if rows is None else rows
    for first in range(0, len(chosen), 16):
        block = chosen[first : first + 16]
        value, slope = surfaces.value[block], surfaces.slope[block]
        own, line = surfaces.jump_element[block], surfaces.jump_line[block]
        raw = np.abs(value).max(axis=(1, 2))
        has = np.flatnonzero(own >= 0)
        at_jump = value[has[:, None], line[has, None], own[has, None] + np.array([0, 1])]
        at_jump += surfaces.jump[block[has]][:, [0, 2]]
        plain = np.abs(value)
        for end in (0, -1):  # a node with no element but the own one is there with its jump only
            alone = has[own[has] == element[end]]
            plain[alone, line[alone], end] = 0.0
        size = plain.max(axis=(1, 2))
        size[has] = np.maximum(size[has], np.abs(at_jump).max(axis=1))
        size = np.where(size > 1e-9 * raw, size, np.inf)
        low, high = slope[..., :-1] * h, slope[..., 1:] * h
        low *= 2.0
        high *= 2.0
        rise = np.diff(value)
        rise *= 6.0
        rise -= low
        rise -= high
        low -= rise
        high -= rise
        bend = np.maximum(np.abs(low, out=low), np.abs(high, out=high)).max(axis=1)
        bend /= 8 * size[:, None]
        bend[(own[:, None] >= 0) & (np.abs(element - own[:, None]) <= CLOSE)] = 0.0
        np.maximum(result, bend.max(axis=0), out=result)
    return result


def cells_of(
    surfaces: Surfaces, mesh: Mesh, rows: Ints, first: int = 0, last: int | None = None
) -> Array:
    """Hermite coefficients (v_i, h s_i, v_j, h s_j) of each cell, jumps included: (r, l, e, 4).

    first, last : cells first .. last - 1 only
    """
    parent = mesh.parent[first:last]
    if not len(parent):
        return np.zeros((len(rows), surfaces.value.shape[1], 0, 4))
    start, end = int(parent[0]), int(parent[-1]) + 1
    value, slope = (
        surfaces.value[rows, :, start : end + 1],
        surfaces.slope[rows, :, start : end + 1],
    )
    h = np.diff(surfaces.x)
    cells = np.empty((*value.shape[:2], end - start, 4))
    cells[..., 0], cells[..., 2] = value[..., :-1], value[..., 1:]
    cells[..., 1], cells[..., 3] = slope[..., :-1] * h[start:end], slope[..., 1:] * h[start:end]
    element, line = surfaces.jump_element[rows], surfaces.jump_line[rows]
    has = np.flatnonzero((element >= start) & (element < end))
    if has.size:
        at = element[has]
        scale = np.stack([np.ones(len(at)), h[at], np.ones(len(at)), h[at]], axis=1)
        cells[has, line[has], at - start] += surfaces.jump[rows[has]] * scale
    if mesh.is_cut:
        cells = cells[:, :, parent - start]
        some = (mesh.shorter >= first) & (mesh.shorter < first + len(parent))
        shorter = mesh.shorter[some] - first
        cells[:, :, shorter] = np.einsum(
            "emn,rlen->rlem", mesh.cut[some], cells[:, :, shorter], optimize=True
        )
    return cells


def line_weights(lines: Array, y: Array) -> Array:
    """Share of each loading line in a load at y, lever rule, straight on beyond the outer lines.

    lines (l,), y (...,) -> (..., l)
    """
    y = np.asarray(y, dtype=float)
    if len(lines) == 1:
        return np.ones((*y.shape, 1))
    low = np.clip(np.searchsorted(lines, y, side="right") - 1, 0, len(lines) - 2)
    share = (y - lines[low]) / (lines[low + 1] - lines[low])
    weights = np.zeros((*y.shape, len(lines)))
    np.put_along_axis(weights, low[..., None], (1 - share)[..., None], axis=-1)
    np.put_along_axis(weights, (low + 1)[..., None], share[..., None], axis=-1)
    return weights


def axle_weights(lines: Array, y: Array, wheels: Array) -> Array:
    """Line weights of an axle centred at y with equal wheels at y + wheels: (..., l)."""
    return np.asarray(line_weights(lines, np.asarray(y)[..., None] + wheels).mean(axis=-2))


def train_operator(mesh: Mesh, trial: Array, offsets: Array, forces: Array) -> csr_array:
    """Sparse (c, 4 e) matrix: effect of the train at each trial station from cell coefficients."""
    x = trial[:, None] + offsets[None, :]
    on = (x >= mesh.x[0]) & (x <= mesh.x[-1])
    cell = np.clip(np.searchsorted(mesh.x, x, side="right") - 1, 0, len(mesh.x) - 2)
    xi = (x - mesh.x[cell]) / np.diff(mesh.x)[cell]
    entry = hermite(xi) * (forces * on)[..., None]
    row = np.broadcast_to(np.arange(len(trial))[:, None, None], entry.shape)
    column = 4 * cell[..., None] + np.arange(4)
    shape = (len(trial), 4 * (len(mesh.x) - 1))
    return csr_array((entry.ravel(), (row.ravel(), column.ravel())), shape=shape)


def rough_stations(surfaces: Surfaces, rows: Ints) -> Array:
    """Where a line of the surface may bend or break: (r, 4) stations.

    The ends of the element that holds the response's own section (the deck's ends again for rows
    without one), and the ends of the deck, where an axle drives on or off.
    """
    element = surfaces.jump_element[rows]
    at = np.clip(element, 0, len(surfaces.x) - 2)
    first, last = surfaces.x[0], surfaces.x[-1]
    low = np.where(element >= 0, surfaces.x[at], first)
    high = np.where(element >= 0, surfaces.x[at + 1], last)
    return np.stack([low, high, np.full(len(rows), first), np.full(len(rows), last)], axis=1)


def axle_values(surfaces: Surfaces, rows: Ints, x: Array, weights: Array) -> Array:
    """Exact surface value under each axle.

    rows (n,), x (n, a) stations, weights (n, a, l) or (n, 1, l);  returns (n, a), 0 off the deck
    """
    stations = surfaces.x
    element = np.clip(np.searchsorted(stations, x, side="right") - 1, 0, len(stations) - 2)
    h = np.diff(stations)[element]
    share = np.broadcast_to(weights, (*x.shape, weights.shape[-1]))
    pick = rows[:, None]
    data = np.empty((*x.shape, 4))  # v_i, h s_i, v_j, h s_j of the weighted line
    for k, table in enumerate((surfaces.value, surfaces.slope) * 2):
        data[..., k] = (table[pick, :, element + k // 2] * share).sum(axis=-1)
    own: Ints = surfaces.jump_element[rows][:, None]
    inside = (element == own) & (own >= 0)
    if inside.any():
        i, j = np.nonzero(inside)
        on_line = share[i, j, surfaces.jump_line[rows[i]]]
        data[i, j] += surfaces.jump[rows[i]] * on_line[:, None]
    data[..., 1] *= h
    data[..., 3] *= h
    xi = (x - stations[element]) / h
    on = (x >= stations[0]) & (x <= stations[-1])
    return np.asarray(np.where(on, np.einsum("nak,nak->na", hermite(xi), data), 0.0))


def line_integrals(
    surfaces: Surfaces, rows: Ints, weights: Array, start: Array, end: Array
) -> Array:
    """Exact integral along x from start to end of lines across the surface.

    rows (n,), weights (n, s, l), start and end (n, s) [m], cut to the deck;  returns (n, s)
    """
    x = surfaces.x
    h = np.diff(x)
    cells = cells_of(surfaces, mesh_of(surfaces, 0), rows)
    whole = np.einsum("nlek,k,e->nle", cells, WHOLE, h, optimize=True)
    upto = np.concatenate([np.zeros((*whole.shape[:2], 1)), np.cumsum(whole, axis=2)], axis=2)
    result = np.zeros(start.shape)
    n = np.arange(len(rows))[:, None]
    for station, sign in ((end, 1.0), (start, -1.0)):
        at_x = np.clip(station, x[0], x[-1])
        at = np.clip(np.searchsorted(x, at_x, side="right") - 1, 0, len(h) - 1)
        share = hermite_integral((at_x - x[at]) / h[at]) * h[at][..., None]
        result += sign * np.einsum("nsl,nsl->ns", upto[n, :, at], weights)
        result += sign * np.einsum("nslk,nsk,nsl->ns", cells[n, :, at], share, weights)
    return result
