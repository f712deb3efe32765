"""A vehicle moved over a continuous beam in steps: tables of sections x positions, span by span.

Within a span the shear V falls by each axle that has been passed, and the moment follows from it:
M(s) = M(0) + sum of (load x place) of the axles passed + s V(s).  So the axles are summed once
along the sections and more axles cost next to nothing.  A position without an axle in the span has
one shear and a straight line of moments there; of those only the largest and the smallest shear
go into the table.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Largest and smallest values (2, n) and the positions that cause them (2, n)."""

    value: Array
    position: Ints


def stepped(
    supports: Array, station: Array, span: Ints, axles: Array, force: Array, over: Array
) -> tuple[Found, Found, Found]:
    """Extremes of moment and shear at the sections, and of the reactions, over all positions.

    supports      : (s + 1,) [m]
    station, span : (n,) sections [m] in order, and the span each lies in
    axles, force  : (a, p) stations [m] and downward loads [N] of the axles
    over          : (s + 1, p) moments over the supports [N m]

    An axle on a section stands ahead of it for the largest shear and behind it for the smallest.
    """
    beyond = axles - supports[:, None, None]  # (s + 1, a, p)
    load = force * ((beyond[:-1] > 0) & (beyond[1:] < 0))
    total = load.sum(axis=1)
    length = np.diff(supports)
    start = (np.diff(over, axis=0) - (load * beyond[:-1]).sum(axis=1)) / length[:, None] + total
    reaction = (force * (beyond == 0)).sum(axis=1)
    reaction[:-1] += start
    reaction[1:] -= start - total
    edges = np.searchsorted(span, np.arange(len(supports)))
    parts = [
        _in_span(
            station[edges[j] : edges[j + 1]] - supports[j], length[j], beyond[j], load[j],
            over[j : j + 2], start[j],
        )
        for j in range(len(length))
        if edges[j] < edges[j + 1]
    ]  # fmt: skip
    moment, shear = (_joined(found) for found in zip(*parts, strict=True))
    return moment, shear, _extremes(reaction)


def _in_span(
    s: Array, length: float, beyond: Array, load: Array, over: Array, start: Array
) -> tuple[Found, Found]:
    """Moment and shear at the sections s of one span.

    beyond, load : (a, p) axles from the start of the span; loads, 0 off the span
    over, start  : (2, p) moments over its supports, (p,) shear at its start
    """
    is_near = load.any(axis=0)
    near, far = np.flatnonzero(is_near), np.flatnonzero(~is_near)
    if far.size:
        near = np.concatenate([near, far[[start[far].argmax(), start[far].argmin()]]])
    place, weight = beyond[:, near], load[:, near]
    after = np.searchsorted(s, place + 1e-9, side="right")  # first section beyond each axle
    table = _entering(after, place, weight, len(s))
    table[0] += np.stack([over[0, near], start[near]])
    for before, row in itertools.pairwise(table):  # quicker than a cumulative sum down
        row += before
    shear, count = table[:, 1], len(near)
    moment = np.empty((len(s), count + len(far)))
    np.multiply(shear, s[:, None], out=moment[:, :count])
    moment[:, :count] += table[:, 0]
    ahead = s[:, None] / length
    np.matmul(np.hstack([1 - ahead, ahead]), over[:, far], out=moment[:, count:])
    most = shear.argmax(axis=1)
    high = np.take_along_axis(shear, most[:, None], axis=1)[:, 0]
    on = np.maximum(after - 1, 0)
    axle, column = np.nonzero((np.abs(s[on] - place) < 1e-9) & (weight != 0))
    shear[on[axle, column], column] -= weight[axle, column]  # now the axle is behind the section
    least = shear.argmin(axis=1)
    low = np.take_along_axis(shear, least[:, None], axis=1)[:, 0]
    shears = Found(np.stack([high, low]), near[np.stack([most, least])])
    return _extremes(moment, np.concatenate([near, far])), shears


def _entering(after: Ints, place: Array, weight: Array, sections: int) -> Array:
    """Load times place, and minus the load, of the axles passed at each section: (n, 2, p)."""
    count = after.shape[1]
    at = (after * 2 * count + np.arange(count)).ravel()
    weights = np.concatenate([(weight * place).ravel(), -weight.ravel()])
    table = np.bincount(np.concatenate([at, at + count]), weights, (sections + 1) * 2 * count)
    return np.asarray(table.reshape(-1, 2, count)[:-1], dtype=float)


def _extremes(table: Array, position: Ints | None = None) -> Found:
    """Largest and smallest of each row (n, p); position (p,): names of the columns."""
    at = np.stack([table.argmax(axis=1), table.argmin(axis=1)])
    value = table[np.arange(len(table)), at]
    return Found(value, at if position is None else position[at])


def _joined(parts: Sequence[Found]) -> Found:
    return Found(
        np.concatenate([part.value for part in parts], axis=1),
        np.concatenate([part.position for part in parts], axis=1),
    )
