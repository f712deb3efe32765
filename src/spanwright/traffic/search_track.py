"""Trains on a track placed exactly: axles with adverse, fixed or trailing uniform loads.

Along a given axis the effect depends on one number, where the first axle stands.  Intervals of it
whose bound is not above what was found cannot hold the worst place; in all others the tops of the
effect are found from its polynomials.  See docs/load-models.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spanwright.datum.arrays import Ints
from spanwright.datum.blocks import in_blocks
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import axle_weights, cells_of, mesh_of
from spanwright.traffic.results import Extremes, finish
from spanwright.traffic.rigid import Points
from spanwright.traffic.track_line import TrackLine
from spanwright.traffic.track_placed import Worst, placed
from spanwright.traffic.track_run import Marks, Run, Samples, merged
from spanwright.traffic.track_setup import Consist, TrackSetup

BLOCK = 2_000_000  # numbers in the tables of one block
BELOW = np.float32(1 - 2e-7)  # keeps what was found below itself in single precision


def search_track(surfaces: Surfaces, setup: TrackSetup, rows: Ints) -> Extremes:
    """Maximum and minimum of the responses `rows`: all maxima first, then all minima."""
    search = _Search(surfaces, setup, rows)
    done = in_blocks(search.block, np.arange(len(rows)), search.size)
    columns = ([getattr(d, name) for d in done] for name in Worst.__slots__)
    worst = Worst(*(np.concatenate(column, axis=1) for column in columns))
    load = placed(surfaces, setup, rows, worst)
    sign = np.repeat([1, -1], len(rows))
    found = finish(
        setup.model, setup.parts, surfaces, np.concatenate([rows, rows]), sign, load, setup.notes
    )
    return replace(found, beyond=np.maximum(worst.value.ravel() - sign * found.value, 0.0))


class _Search:
    """One search: what does not depend on the responses is prepared once."""

    def __init__(self, surfaces: Surfaces, setup: TrackSetup, rows: Ints) -> None:
        self.surfaces, self.setup, self.rows = surfaces, setup, rows
        self.mesh = mesh_of(surfaces, rows=rows)
        self.step = 0.5 * float(np.diff(self.mesh.x).mean())
        marks = [marks_of(c, setup) for c in setup.consists]
        self.runs = [Run(self.mesh, m, self.step) if m.every.size else None for m in marks]
        self.rest = [m.rest_adverse for m in marks]
        self.weights = axle_weights(surfaces.y, np.array(setup.axes), np.array(setup.rails))
        stations = max((len(run.trial) for run in self.runs if run), default=0)
        each = (len(surfaces.y) + 4) * 4 * len(self.mesh.x) + 6 * stations
        self.size = int(np.clip(BLOCK // each, 1, 64))

    def block(self, pick: Ints) -> Worst:
        """Worst places of some of the rows."""
        cells = cells_of(self.surfaces, self.mesh, self.rows[pick])
        n = len(pick)
        worst = Worst(
            np.zeros((2, n)), np.full((2, n), self.mesh.x[0]), np.zeros((2, n), dtype=np.int64),
            np.full((2, n), self.setup.axes[0]),
        )  # fmt: skip
        for axis, weight in zip(self.setup.axes, self.weights, strict=True):
            along = np.einsum("rlek,l->rek", cells, weight)
            lines = TrackLine.of(self.mesh, along), TrackLine.of(self.mesh, -along)
            samples = Samples(along, self.step, lines)
            for consist, run in enumerate(self.runs):
                if run is None:  # a load on adverse lengths alone stands where it likes
                    for k, line in enumerate(lines):
                        value = self.rest[consist] * line.adverse[:, -1]
                        here = Points(np.arange(n), np.full(n, self.mesh.x[0]), value)
                        _raise(worst, k, here, consist, axis)
                    continue
                room = run.room(samples)
                for k, effect in enumerate(run.effects(samples, lines)):
                    top = np.maximum(effect[:-1], effect[1:])
                    floor = np.maximum(top.max(axis=0), BELOW * worst.value[k].astype(np.float32))
                    top += room
                    interval, column = np.nonzero((top >= floor) & (top > 0))
                    if column.size:
                        _raise(worst, k, run.tops(lines[k], interval, column), consist, axis)
        return worst


def _raise(worst: Worst, k: int, points: Points, consist: int, axis: float) -> None:
    """Raise the worst of each response by the highest of its points, the first among equals."""
    order = np.lexsort((-points.station, points.value, points.column))
    column = points.column[order]
    last = order[np.append(column[1:] != column[:-1], True)]
    here = points.take(last)
    here = here.take(here.value > worst.value[k, here.column])
    worst.value[k, here.column], worst.station[k, here.column] = here.value, here.station
    worst.consist[k, here.column], worst.axis[k, here.column] = consist, axis


def marks_of(consist: Consist, setup: TrackSetup) -> Marks:
    """What moves of a consist and its load on adverse lengths."""
    train, block = consist.train, consist.blocks
    axle, force = merged(train.offset, train.force)
    place = np.concatenate([block[:, 1], block[:, 0]])
    load = np.concatenate([block[:, 2], -block[:, 2]])
    finite = np.isfinite(place)
    edges = np.array([-setup.gap, train.length + setup.gap])
    return Marks(
        axle, force, *merged(place[finite], load[finite]),
        *merged(edges, setup.udl * np.array([1.0, -1.0])), float(load[place == np.inf].sum()),
        setup.udl, consist.drop,
    )  # fmt: skip
