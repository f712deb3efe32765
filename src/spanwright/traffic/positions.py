"""A list of given vehicle positions on influence surfaces: one sparse product for all.

The wheels of an axle stand at one station, so an axle is its place along the lines times a pattern
of shares across them.  Vehicles that keep to lanes repeat a few patterns: the surfaces are then
added across the lines once per pattern, and an axle reads four numbers of each response.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import InputError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import hermite
from spanwright.traffic.strips import lever


@dataclass(frozen=True, slots=True, eq=False)
class _Axles:
    """Axles on the deck, ordered by position.

    position, element : (a,);  shape : (a, 4) cubic functions of value and slope at the two nodes,
    times the load [N];  share : (a, l) what each loading line takes of that load
    """

    position: Ints
    element: Ints
    shape: Array
    share: Array


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
    chosen = slice(None) if rows is None else np.asarray(rows)
    axles = _axles(surfaces, x, y, force)
    patterns, axle, line = _patterns(axles.share, len(surfaces.x))
    table = _by_node(surfaces, chosen, patterns)
    factor = axles.shape[axle]
    if patterns is None:
        factor = factor * axles.share[axle, line][:, None]
    nodes = len(surfaces.x)
    node = 2 * nodes * line + axles.element[axle]
    columns = node[:, None] + np.array([0, nodes, 1, nodes + 1])
    edges = 4 * np.searchsorted(axles.position[axle], np.arange(len(x) + 1))
    loads = csr_array((factor.ravel(), columns.ravel(), edges), shape=(len(x), len(table)))
    effect = np.asarray(loads @ table)
    _add_own_elements(effect, surfaces, chosen, axles)
    return effect.T


def _axles(surfaces: Surfaces, x: Array, y: Array, force: Array) -> _Axles:
    """Neighbouring wheels of a position at one station, put together."""
    stations, lines = surfaces.x, len(surfaces.y)
    position, wheel = np.nonzero((x >= stations[0]) & (x <= stations[-1]) & (force != 0))
    x, y, force = x[position, wheel], y[position, wheel], force[position, wheel]
    begins = np.ones(len(x), dtype=np.bool_)
    begins[1:] = (np.diff(position) != 0) | (np.diff(x) != 0)
    first = np.flatnonzero(begins)
    axle = np.cumsum(begins) - 1
    ratio = force / force[first][axle]
    low, share = lever(surfaces.y, y)
    table = np.zeros(len(first) * lines)
    for side in range(min(2, lines)):
        table += np.bincount(axle * lines + low + side, ratio * share[:, side], len(table))
    element = np.searchsorted(stations[1:-1], x[first], side="right")
    h = np.diff(stations)[element]
    shape = hermite((x[first] - stations[element]) / h) * force[first, None]
    shape[:, [1, 3]] *= h[:, None]
    return _Axles(position[first], element, shape, table.reshape(-1, lines))


def _patterns(share: Array, nodes: int) -> tuple[Array | None, Ints, Ints]:
    """Patterns (d, l) that the axles' shares repeat, and each axle's entry: axle, pattern.

    Where adding the surfaces across the lines would cost more than it saves: None, and the
    entries of every axle: axle, line.
    """
    axle, line = np.nonzero(share)
    lines = share.shape[1]
    names, first, which = np.unique(
        (share * np.sqrt(np.arange(2, lines + 2))).sum(axis=1),
        return_index=True, return_inverse=True,
    )  # fmt: skip
    patterns, saved = share[first], 4 * (len(axle) - len(share))
    is_cheap = len(names) <= 2 * lines and len(names) * lines * 2 * nodes < saved
    if not is_cheap or not np.array_equal(patterns[which], share):
        return None, axle, line
    return patterns, np.arange(len(share)), which


def _by_node(surfaces: Surfaces, chosen: slice | Ints, patterns: Array | None) -> Array:
    """Surfaces read by node, (lines or patterns x (values, slopes) x nodes, responses)."""
    parts = (surfaces.value[chosen], surfaces.slope[chosen])
    count, lines, nodes = parts[0].shape
    table = np.empty((lines if patterns is None else len(patterns), 2, nodes, count))
    for kind, part in enumerate(parts):
        across = part if patterns is None else np.matmul(patterns, part)
        table[:, kind] = across.transpose(1, 2, 0)
    return table.reshape(-1, count)


def _add_own_elements(
    effect: Array, surfaces: Surfaces, chosen: slice | Ints, axles: _Axles
) -> None:
    """Add what an axle in the element of a response's own section adds to it, in place.

    effect : (p, r) contiguous
    """
    elements = len(surfaces.x) - 1
    home = surfaces.jump_line[chosen] * elements + surfaces.jump_element[chosen]
    order = np.argsort(home, kind="stable")
    order = order[surfaces.jump_element[chosen][order] >= 0]
    axle, line = np.nonzero(axles.share)
    cell = line * elements + axles.element[axle]
    begin, end = (np.searchsorted(home[order], cell, side=side) for side in ("left", "right"))
    count = end - begin
    entry = np.repeat(np.arange(len(cell)), count)
    place = np.arange(len(entry)) - np.repeat(np.cumsum(count) - count - begin, count)
    row, axle, line = order[place], axle[entry], line[entry]
    value = np.einsum("ij,ij->i", surfaces.jump[chosen][row], axles.shape[axle])
    at = axles.position[axle] * effect.shape[1] + row
    np.add.at(effect.reshape(-1), at, value * axles.share[axle, line])
