"""Adverse parts of a surface under line loads, and loads as forces on the cells of the lines.

A placed load is linear in the surfaces.  Here it becomes coefficients on the Hermite data of each
element, C (n, l, e, 4); the effect on any response is then one product with its surface.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.engine.surfaces import Surfaces, stretch
from spanwright.traffic.cubic import (
    FROM_BERNSTEIN,
    TO_BERNSTEIN,
    WHOLE,
    hermite_integral,
    positive_parts,
)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """Which parts of each strip carry load.

    full   : (n, s, e) whole elements
    strip  : (q,) row n * s + s of each partial piece;  element : (q,);  piece : (q, 2) xi from, to
    whole  : (n, s, e) integral of the surface over each element and control (q, 4) Bernstein
             values of the partial ones, kept when the surface was looked at; turned to adverse
    """

    full: Bools
    strip: Ints
    element: Ints
    piece: Array
    whole: Array | None = None
    control: Array | None = None


def lever(lines: Array, y: Array) -> tuple[Ints, Array]:
    """Lower loading line (...,) and shares (..., 2) of it and its upper neighbour."""
    if len(lines) == 1:
        share = np.zeros((*y.shape, 2))
        share[..., 0] = 1.0
        return np.zeros(y.shape, dtype=np.int64), share
    low = np.clip(np.searchsorted(lines, y, side="right") - 1, 0, len(lines) - 2)
    upper = (y - lines[low]) / (lines[low + 1] - lines[low])
    return low.astype(np.int64), np.stack([1.0 - upper, upper], axis=-1)


def loaded_parts(
    x: Array, control: Array | None, weights: Array, start: Array, end: Array
) -> Loaded:
    """Parts of the strips between start and end where the surface is positive.

    x (e + 1,) element ends; control (4, n, l, e) Bernstein values of the surface, turned so that
    positive is adverse, None: load everywhere; weights (n, s, l); start, end (n, s) [m]
    """
    n, s = start.shape
    e = len(x) - 1
    h = np.diff(x)
    open_ended = bool((start <= x[0]).all() and (end >= x[-1]).all())
    full = np.ones((n, s, e), dtype=np.bool_)
    partial = np.zeros((n, s, e), dtype=np.bool_)
    values: list[Array] = []
    if control is not None:
        values = [np.matmul(weights, control[k]) for k in range(4)]
        low, high = np.minimum(values[0], values[1]), np.maximum(values[0], values[1])
        for value in values[2:]:
            np.minimum(low, value, out=low)
            np.maximum(high, value, out=high)
        full = low >= 0
        partial = (high > 0) & ~full
    if not open_ended:
        touch = (x[1:] > start[..., None]) & (x[:-1] < end[..., None])
        inside = (x[:-1] >= start[..., None]) & (x[1:] <= end[..., None])
        partial = touch & (partial | (full & ~inside))
        full = full & inside
    where = np.flatnonzero(partial)
    strip, element = where // e, where % e
    some, whole = None, None
    if control is None:
        piece = np.tile([0.0, 1.0], (len(where), 1, 1))
    else:
        some = np.stack([v.reshape(-1)[where] for v in values], axis=-1)
        piece = positive_parts(some)
        whole = np.add(values[0], values[1], out=low)
        whole += values[2]
        whole += values[3]
        whole *= 0.25 * h
    if not open_ended and len(where):
        first = ((start.reshape(-1)[strip] - x[element]) / h[element])[:, None]
        last = ((end.reshape(-1)[strip] - x[element]) / h[element])[:, None]
        piece = np.stack(
            [np.clip(piece[..., 0], first, last), np.clip(piece[..., 1], first, last)], axis=-1
        )
    row, slot = np.nonzero(piece[..., 1] > piece[..., 0])
    some = None if some is None else some[row]
    return Loaded(full, strip[row], element[row], piece[row, slot], whole, some)


def adverse_integral(loaded: Loaded, x: Array, path: Array | None = None) -> Array:
    """Integral of the surface over the loaded parts of each strip (n, s), turned to adverse.

    path : (n, s, e) length of each strip in each element over the station's, None: 1
    """
    assert loaded.whole is not None
    assert loaded.control is not None
    n, s, _ = loaded.full.shape
    full = loaded.full if path is None else loaded.full * path
    total = np.einsum("nse,nse->ns", loaded.whole, full)
    share = hermite_integral(loaded.piece[:, 1]) - hermite_integral(loaded.piece[:, 0])
    share *= np.diff(x)[loaded.element, None]
    if path is not None:
        share *= path.reshape(n * s, -1)[loaded.strip, loaded.element, None]
    partial = np.einsum("qk,qk->q", share @ FROM_BERNSTEIN, loaded.control)
    return np.asarray(total + np.bincount(loaded.strip, partial, n * s).reshape(n, s))


def path_of(surfaces: Surfaces, y: Array) -> Array | None:
    """Length of strips at y (n, s) in each element over the station's (n, s, e); None: all 1."""
    return stretch(surfaces.curvature, y) if surfaces.curvature.size else None


def control_of(surfaces: Surfaces, rows: Ints, sign: Array) -> Array:
    """Bernstein values of each element, adverse positive: rows, sign (n,) -> (4, n, l, e)."""
    h = np.diff(surfaces.x)
    turn = sign[:, None, None]
    value, slope = surfaces.value[rows] * turn, surfaces.slope[rows] * turn
    control = np.empty((4, *value.shape[:2], len(h)))
    control[0], control[3] = value[..., :-1], value[..., 1:]
    np.multiply(slope[..., :-1], h / 3, out=control[1])
    control[1] += control[0]
    np.multiply(slope[..., 1:], h / -3, out=control[2])
    control[2] += control[3]
    has = np.flatnonzero(surfaces.jump_element[rows] >= 0)
    if has.size:
        own: Ints = rows[has]
        at = surfaces.jump_element[own]
        scale = np.stack([np.ones(len(at)), h[at], np.ones(len(at)), h[at]], axis=1)
        jump = (surfaces.jump[own] * scale * sign[has, None]) @ TO_BERNSTEIN.T
        control[:, has, surfaces.jump_line[own], at] += jump.T
    return control


def strip_forces(
    surfaces: Surfaces, loaded: Loaded, weights: Array, y: Array, load: Array
) -> Array:
    """Coefficients C (n, l, e, 4) of strips with the given load per metre of strip (n, s)."""
    n, s, e = loaded.full.shape
    path = path_of(surfaces, y)
    lines = len(surfaces.y)
    h = np.diff(surfaces.x)
    full = loaded.full.astype(float) if path is None else loaded.full * path
    carried = np.matmul(np.swapaxes(weights * load[..., None], 1, 2), full)
    forces = (carried * h)[..., None] * WHOLE
    if len(loaded.strip):
        at, xi = loaded.element, loaded.piece
        share = hermite_integral(xi[:, 1]) - hermite_integral(xi[:, 0])
        share *= (h[at] * load.reshape(-1)[loaded.strip])[:, None]
        if path is not None:
            share *= path.reshape(n * s, -1)[loaded.strip, at, None]
        low, lever_share = lever(surfaces.y, y.reshape(-1)[loaded.strip])
        forces += scatter(share, loaded.strip // s, low, lever_share, at, (n, lines, e))
    return np.asarray(forces)


def wheel_forces(surfaces: Surfaces, x: Array, y: Array, force: Array, shape: Array) -> Array:
    """Coefficients C (n, l, e, 4) of wheels x, y, force (n, w); shape (n, w, 4) Hermite values."""
    n, w = x.shape
    e = len(surfaces.x) - 1
    at = np.clip(np.searchsorted(surfaces.x, x, side="right") - 1, 0, e - 1).reshape(-1)
    low, share = lever(surfaces.y, y.reshape(-1))
    weight = (shape * force[..., None]).reshape(-1, 4)
    row = np.repeat(np.arange(n), w)
    return scatter(weight, row, low, share, at, (n, len(surfaces.y), e))


def scatter(
    weight: Array, row: Ints, low: Ints, share: Array, element: Ints, shape: tuple[int, int, int]
) -> Array:
    """Sum weights (q, 4) into (n, l, e, 4), each split between two lines by its shares (q, 2)."""
    n, lines, e = shape
    total = np.zeros(n * lines * e * 4)
    for side in (0, 1):
        line = np.minimum(low + side, lines - 1)
        index = 4 * ((row * lines + line) * e + element)
        flat = (index[:, None] + np.arange(4)).reshape(-1)
        total += np.bincount(
            flat, weights=(weight * share[:, side, None]).reshape(-1), minlength=len(total)
        )
    return total.reshape(n, lines, e, 4)
