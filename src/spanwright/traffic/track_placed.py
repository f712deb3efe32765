"""The worst places of a track's loads as placed loads that can be replayed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import axle_values, axle_weights
from spanwright.traffic.results import Placed
from spanwright.traffic.track_setup import TrackSetup
from spanwright.traffic.trains import axle_stations


@dataclass(frozen=True, slots=True, eq=False)
class Worst:
    """The worst place of each response: value, station of the first axle, consist and axis.

    All are (2, r): turned so that the line as it is, and the line with its sign changed, are
    adverse; a value that is not above 0 stands for no load.
    """

    value: Array
    station: Array
    consist: Ints
    axis: Array


def placed(surfaces: Surfaces, setup: TrackSetup, rows: Ints, worst: Worst) -> Placed:
    """Wheels and strips of the worst places: all maxima first, then all minima."""
    rows2, sign = np.concatenate([rows, rows]), np.repeat([1, -1], len(rows))
    n, rails = len(rows2), np.array(setup.rails)
    station, which, y = worst.station.ravel(), worst.consist.ravel(), worst.axis.ravel()
    used = worst.value.ravel() > 0
    w = len(rails)
    axles = max(len(c.train.force) for c in setup.consists) * w
    wheels = np.zeros((3, n, axles))
    span = np.full((n, 1, 2), np.nan)
    free = 2 * w * (setup.udl > 0)
    strips = _Strips(surfaces, n, free + max(len(c.blocks) for c in setup.consists) * w)
    for c, consist in enumerate(setup.consists):
        row = np.flatnonzero(which == c)
        if not row.size:
            continue
        train = consist.train
        x = axle_stations(train, station[row][:, None])
        force = np.where(used[row][:, None], train.force, 0.0)
        if consist.drop:
            weights = axle_weights(surfaces.y, y[row], rails)[:, None, :]
            under = sign[row][:, None] * axle_values(surfaces, rows2[row], x, weights)
            force = np.where(under > 0, force, 0.0)
        at = row[:, None], np.arange(x.shape[1] * w)
        wheels[0][at] = np.repeat(x, w, axis=1)
        wheels[1][at] = np.tile(y[row][:, None] + rails, x.shape[1])
        wheels[2][at] = np.repeat(force / w, w, axis=1)
        shown = used[row] & ((force != 0).any(axis=1) | (len(consist.blocks) > 0))
        span[row, 0] = np.where(shown[:, None], x[:, [0, -1]], np.nan)
        pieces = [(x[:, 0] + a, x[:, 0] + b, load) for a, b, load in consist.blocks]
        if setup.udl:
            before, behind = x[:, 0] - setup.gap, x[:, -1] + setup.gap
            pieces = [(-np.inf, before, setup.udl), (behind, np.inf, setup.udl), *pieces]
        for k, (start, end, load) in enumerate(pieces):
            for rail, offset in enumerate(rails):
                across = y[row] + offset
                strips.fill(row, k * w + rail, across, start, end, used[row] * load / w)
    adverse = (np.arange(strips.table.shape[2]) < free).astype(np.int64)
    beside = np.tile(rails - rails[:, None], (strips.table.shape[2] // w, 1))
    return Placed(
        wheels[0], wheels[1], wheels[2], np.zeros(axles, dtype=np.int64),
        strips.table[0], strips.table[1], strips.table[2], strips.table[3],
        np.ones(len(adverse), dtype=np.int64), adverse,
        np.where(used, y, np.nan)[:, None], span, which[:, None],
        tuple(c.train.name for c in setup.consists), np.zeros(n, dtype=np.int64), ("",), beside,
    )  # fmt: skip


class _Strips:
    """Strips of n placed loads: y, load, from, to."""

    def __init__(self, surfaces: Surfaces, n: int, count: int) -> None:
        self.ends = surfaces.x[0], surfaces.x[-1]
        self.table = np.zeros((4, n, count))
        self.table[0], self.table[2:] = surfaces.y[0], surfaces.x[0]

    def fill(
        self,
        row: Ints,
        column: int,
        y: Array,
        start: Array | float,
        end: Array | float,
        load: Array,
    ) -> None:
        """Put a strip in one column of some rows, cut to the deck."""
        low = np.clip(start, *self.ends)
        self.table[0, row, column], self.table[1, row, column] = y, load
        self.table[2, row, column] = low
        self.table[3, row, column] = np.maximum(low, np.clip(end, *self.ends))
