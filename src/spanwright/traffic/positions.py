"""A list of given vehicle positions on influence surfaces: one sparse product for all."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import InputError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import hermite
from spanwright.traffic.strips import lever


def effects_at(
    surfaces: Surfaces, x: Array, y: Array, force: Array, rows: Ints | None = None
) -> Array:
    """Effect of each of p wheel arrangements on each response: (r, p).

    x, y, force : (p, w) stations [m], offsets [m] and downward forces [N] of the wheels; they
                  broadcast.  Wheels off the deck (or with x nan) do not count.
    rows        : (r,) responses, default all

    For stepping a vehicle over a deck or reading a traffic record; for extremes use `place`,
    which needs no steps.
    """
    x, y, force = np.broadcast_arrays(*(np.atleast_2d(a).astype(float) for a in (x, y, force)))
    if not (np.isfinite(force).all() and np.isfinite(y[np.isfinite(x)]).all()):
        raise InputError("force, y", "must be finite numbers")
    count = len(x)
    stations, lines = surfaces.x, len(surfaces.y)
    elements, nodes = len(stations) - 1, lines * len(stations)
    chosen = np.arange(len(surfaces.names)) if rows is None else np.asarray(rows)
    position, wheel = np.nonzero((x >= stations[0]) & (x <= stations[-1]) & (force != 0))
    x, y, force = x[position, wheel], y[position, wheel], force[position, wheel]
    element = np.clip(np.searchsorted(stations, x, side="right") - 1, 0, elements - 1)
    h = np.diff(stations)[element]
    shape = hermite((x - stations[element]) / h) * force[:, None]
    shape[:, [1, 3]] *= h[:, None]
    low, share = lever(surfaces.y, y)
    entry, nodal, local = [], [], []
    for side in range(min(2, lines)):
        node = (low + side) * len(stations) + element
        nodal.append(np.stack([node, node + nodes, node + 1, node + 1 + nodes], axis=1))
        local.append(4 * ((low + side) * elements + element)[:, None] + np.arange(4))
        entry.append(shape * share[:, side, None])
    data = np.concatenate(entry).ravel()
    at = np.repeat(np.tile(position, len(entry)), 4)
    loads = csr_array((data, (at, np.concatenate(nodal).ravel())), shape=(count, 2 * nodes))
    flat = [t[chosen].reshape(len(chosen), -1) for t in (surfaces.value, surfaces.slope)]
    effect = loads @ np.ascontiguousarray(np.concatenate(flat, axis=1).T)
    own = np.flatnonzero(surfaces.jump_element[chosen] >= 0)
    if own.size:
        row = chosen[own]
        first = 4 * (surfaces.jump_line[row] * elements + surfaces.jump_element[row])
        inside = csr_array(
            (
                surfaces.jump[row].ravel(),
                ((first[:, None] + np.arange(4)).ravel(), np.repeat(own, 4)),
            ),
            shape=(4 * lines * elements, len(chosen)),
        )
        place = np.concatenate(local).ravel()
        wheels = csr_array((data, (at, place)), shape=(count, 4 * lines * elements))
        effect += (wheels @ inside).toarray()
    return np.asarray(effect.T)
