"""Lane loads of chosen lanes as strips on the surface."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.grid import Grid, panels
from spanwright.traffic.lane_setup import LaneSetup


def covered(
    surfaces: Surfaces, setup: LaneSetup, grid: Grid, at: Ints, strip: Array
) -> tuple[Array, Array]:
    """Strips over whole carriageways: lane load in the lanes, `rest` elsewhere.

    at (n, t) index of the lane axis, -1 unused;  strip (n, t) factor on its lane load
    returns offsets [m] and loads (n, s)
    """
    n, slots = at.shape
    axis = grid.y[np.maximum(at, 0)]
    wide = np.array([w.spacing for w in setup.ways])[grid.way[np.maximum(at, 0)]]
    used = at >= 0
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


def bands(
    surfaces: Surfaces, setup: LaneSetup, grid: Grid, at: Ints, strip: Array
) -> tuple[Array, Array]:
    """Strips of the lane loads alone, each band cut at the loading lines; as `covered`."""
    n, slots = at.shape
    axis = grid.y[at]
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
