"""Wheels on local influence surfaces: means over pressed patches, and where they can be largest.

A surface constant in each cell has a mean over a patch that is linear in its place along and
across, between the places at which an edge of the patch meets the end of a cell.  So the worst
place is among those, but where the edge of the slab cuts a patch (`cut_peaks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.engine.plate_influence import PlateSurfaces

Pattern = tuple[tuple[float, ...], tuple[float, ...]]

CLEAR: Final = 1.5  # between a group's middle and the ends of the panel [m]
FINE: Final = 1e-3  # [m]
SAME: Final = 1e-9  # places nearer to each other are one [m]


@dataclass(frozen=True, slots=True, eq=False)
class Worst:
    """Largest effect of a group of wheels on r surfaces and where its middle stands.  All (r,)"""

    value: Array
    x: Array
    y: Array

    def __post_init__(self) -> None:
        freeze(self)


def means(edges: Array, centre: Array, width: float, limits: tuple[float, float]) -> Array:
    """Weights that average cell values over strips, clipped to limits.  (n, cells)

    edges : (cells + 1,);  centre : (n,).  What a strip would spread beyond a limit stays inside.
    """
    low = np.clip(centre - 0.5 * width, *limits)
    high = np.clip(centre + 0.5 * width, *limits)
    over = np.minimum(high[:, None], edges[1:]) - np.maximum(low[:, None], edges[:-1])
    inside = np.maximum(over, 0.0)
    return np.asarray(inside / np.maximum(high - low, 1e-9)[:, None])


def wheels(
    surfaces: PlateSurfaces,
    x: Array,
    y: Array,
    pattern: Pattern,
    size: tuple[float, float],
    edges: tuple[float, float],
) -> Array:
    """Effect of a group of unit wheels centred at every (x, y).  (r, len(x), len(y))

    pattern : offsets along and across of the wheels;  size : of one spread patch [m]
    """
    ends = (float(surfaces.x[0]), float(surfaces.x[-1]))
    along = sum(means(surfaces.x, x + dx, size[0], ends) for dx in pattern[0])
    across = sum(means(surfaces.y, y + dy, size[1], edges) for dy in pattern[1])
    return np.asarray(along @ surfaces.value @ np.asarray(across).T)


def breaks(
    edges: Array, offsets: tuple[float, ...], width: float, limits: tuple[float, float]
) -> Array:
    """Places between limits, both included, at which a patch begins or ends at the end of a cell.

    edges : (cells + 1,);  offsets : of the patches from the place;  width : of a patch [m]
    """
    reach = np.array([offset + side * width for offset in offsets for side in (-0.5, 0.5)])
    at = (edges[:, None] - reach).ravel()
    at = np.sort(np.append(at[(at > limits[0]) & (at < limits[1])], limits))
    return np.asarray(at[np.append(True, np.diff(at) > SAME)])


def tandem_breaks(
    edges: Array, offsets: tuple[float, ...], width: float, limits: tuple[float, float]
) -> Array:
    """`breaks`, and places a `FINE` apart where the slab's edge cuts a patch.

    There the effect may lie above the straight line between two places, by at most
    FINE^2/(4 u^2) of the patch's load on the surface, u its width: 1e-6.
    """
    own = breaks(edges, offsets, width, limits)
    low = edges[0] + 0.5 * width - min(offsets), edges[-1] - 0.5 * width - max(offsets)
    fine = [own]
    if low[0] > limits[0]:
        fine.append(np.arange(limits[0], low[0], FINE))
    if low[1] < limits[1]:
        fine.append(np.arange(limits[1], low[1], -FINE))
    at = np.sort(np.concatenate(fine))
    return np.asarray(at[np.append(True, np.diff(at) > SAME)])


def stations(surfaces: PlateSurfaces, offsets: tuple[float, ...], length: float) -> Array:
    """Stations at which a group of wheels can be worst, not within `CLEAR` of the ends."""
    limits = (float(surfaces.x[0]) + CLEAR, float(surfaces.x[-1]) - CLEAR)
    return breaks(surfaces.x, offsets, length, limits)


def cut_peaks(
    line: Array, cells: Array, y: Array, offsets: tuple[float, ...], width: float
) -> tuple[Array, Array]:
    """Where an axle's effect is level while the slab's edge cuts a patch, between two places.

    line : (n, q) effect of a unit load along each cell of y;  cells : (q + 1,) their edges
    y : (k,) places;  offsets : of the wheels;  returns place and effect, both (n, pieces)

    The cut patch, u wide, does a + b/u and the other wheels c + d u: level at u = sqrt(b/d).
    Where two patches are cut at once, or nothing is level, it is an end of the piece.
    """
    ends = (float(cells[0]), float(cells[-1]))
    places, effects = [np.zeros((len(line), 0))], [np.zeros((len(line), 0))]
    for cut in offsets if len(offsets) > 1 else ():
        others = [offset for offset in offsets if offset != cut]
        for edge, side in zip(ends, (1.0, -1.0), strict=True):
            u = side * (y + cut - edge) + 0.5 * width
            last = np.flatnonzero(u <= width + SAME)
            if len(last) < 2:
                continue
            at, u = y[last], u[last]
            own = line @ means(cells, at + cut, width, ends).T
            rest = line @ np.asarray(sum(means(cells, at + o, width, ends) for o in others)).T
            b = np.diff(own) / np.diff(1 / u)
            d = np.diff(rest) / np.diff(u)
            is_level = b * d > 0
            level = np.sqrt(np.divide(b, d, out=np.zeros_like(b), where=is_level))
            least, most = np.minimum(u[:-1], u[1:]), np.maximum(u[:-1], u[1:])
            level = np.where(is_level, np.clip(level, least, most), u[:-1])
            places.append(at[:-1] + side * (level - u[:-1]))
            linear = own[:, :-1] + rest[:, :-1] + d * (level - u[:-1])
            effects.append(linear + b * (1 / level - 1 / u[:-1]))
    return np.concatenate(places, axis=1), np.concatenate(effects, axis=1)


def worst_place(
    surfaces: PlateSurfaces,
    pattern: Pattern,
    size: tuple[float, float],
    across: tuple[float, float],
) -> tuple[Worst, Worst]:
    """Largest effect of unit wheels anywhere, and largest of the opposite sign.

    pattern, size : as for `wheels`;  across : limits of the group's middle [m]
    """
    x = stations(surfaces, pattern[0], size[0])
    y = breaks(surfaces.y, pattern[1], size[1], across)
    ends = (float(surfaces.x[0]), float(surfaces.x[-1]))
    line = sum(means(surfaces.x, x + dx, size[0], ends) for dx in pattern[0]) @ surfaces.value
    r, _, q = line.shape
    line = line.reshape(-1, q)
    edges = (float(surfaces.y[0]), float(surfaces.y[-1]))
    weights = np.asarray(sum(means(surfaces.y, y + dy, size[1], edges) for dy in pattern[1]))
    effect = (line @ weights.T).reshape(r, -1)
    cut, cut_effect = cut_peaks(line, surfaces.y, y, pattern[1], size[1])
    pieces, cut, cut_effect = cut.shape[1], cut.reshape(r, -1), cut_effect.reshape(r, -1)
    rows, found = np.arange(r), []
    for sign in (1.0, -1.0):
        top = (sign * effect).argmax(axis=1)
        value = sign * effect[rows, top]
        place = np.stack([x[top // len(y)], y[top % len(y)]])
        if pieces:
            top = (sign * cut_effect).argmax(axis=1)
            level = sign * cut_effect[rows, top]
            place = np.where(level > value, [x[top // pieces], cut[rows, top]], place)
            value = np.maximum(level, value)
        found.append(Worst(value, place[0], place[1]))
    return found[0], found[1]
