"""Lane loads of chosen lanes as lines on the surface.

A band is carried by Gauss lines between its edges, the loading lines and, where the adverse area
along a line changes unevenly from one offset to the next, further cuts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.lane_areas import AreaTable, adverse_areas
from spanwright.traffic.lane_setup import LaneSetup

UNEVEN = 5e-5  # of the whole adverse area: pieces that may be less straight than this are cut
STRAIGHT = 2e-6  # up to there one line in the middle of a piece does, beyond it two


@dataclass(frozen=True, slots=True, eq=False)
class Unevenness:
    """How unevenly the adverse area along a line changes from one offset to the next.

    node : (k,) offsets;  turn : (n, k - 1) growth of its rate between them, over the whole of it

    Over a width w it may leave a straight line by w^2 / 8 times the turn.
    """

    node: Array
    turn: Array

    def cuts(self) -> Array:
        """Offsets that leave pieces of equal unevenness (n, c), padded with the first node."""
        n, width = len(self.turn), np.diff(self.node)
        each = width * np.cbrt(self.turn / (8 * UNEVEN * width))
        upto = np.concatenate([np.zeros((n, 1)), np.cumsum(each, axis=1)], axis=1)
        count = upto[:, -1].astype(np.int64)
        table = np.full((n, int(count.max(initial=0))), self.node[0])
        row, order = np.nonzero(np.arange(table.shape[1]) < count[:, None])
        # the rows behind each other on one line, so that one search serves all
        apart = float(upto[:, -1].max(initial=0.0)) + 1.0
        at = np.searchsorted(
            (upto + apart * np.arange(n)[:, None]).ravel(), order + 1.0 + apart * row
        )
        at = np.clip(at - row * len(self.node), 1, len(self.node) - 1)
        before, behind = upto[row, at - 1], upto[row, at]
        share = np.clip((order + 1.0 - before) / (behind - before), 0.0, 1.0)
        table[row, order] = self.node[at - 1] + share * width[at - 1]
        return table

    def lines(self, edges: Array) -> tuple[Array, Array]:
        """Lines (n, 2 (m - 1)) between sorted edges (n, m), and what each stands for [m]."""
        width = np.diff(edges, axis=1)
        lack = width**2 / 8 * np.diff(self._upto(edges), axis=1)
        straight = (lack < STRAIGHT)[..., None]
        xi = np.where(straight, 0.0, np.array([-1.0, 1.0]) / np.sqrt(3.0))
        weight = np.where(straight, np.array([2.0, 0.0]), 1.0)
        half = 0.5 * width[..., None]
        y = edges[:, :-1, None] + half * (1 + xi)
        return y.reshape(len(y), -1), (half * weight).reshape(len(y), -1)

    def _upto(self, y: Array) -> Array:
        """Turn from the first node to each offset (n, m)."""
        total = np.concatenate([np.zeros((len(self.turn), 1)), np.cumsum(self.turn, 1)], axis=1)
        inside = np.clip(y, self.node[0], self.node[-1])
        at = np.clip(np.searchsorted(self.node, inside) - 1, 0, len(self.node) - 2)
        part = (inside - self.node[at]) / np.diff(self.node)[at]
        n = np.arange(len(y))[:, None]
        return np.asarray(total[n, at] + part * self.turn[n, at])


@dataclass(frozen=True, slots=True, eq=False)
class LaneLines:
    """Lane loads of a block, both signs: lines y [m] with their loads (2, r, s) [N/m].

    effect : (2, r) what they do where they are adverse, never below zero
    """

    y: Array
    load: Array
    effect: Array


def lane_lines(
    surfaces: Surfaces, setup: LaneSetup, table: AreaTable, axis: Array, strip: Array
) -> LaneLines:
    """Lines that carry the lane loads of chosen lanes, and what they do.

    axis : (2, r, t) of the lanes, where the load of each stands;  strip : (2, r, t) its factor
    """
    r, slots = axis.shape[1:]
    place = covered if setup.rest else bands
    turn = table.unevenness().reshape(2 * r, -1)
    uneven = Unevenness(table.of.node, turn)
    flat = axis.reshape(2 * r, slots), strip.reshape(2 * r, slots)
    y, load = place(surfaces, setup, *flat, uneven)
    n, slot = np.nonzero(load)
    at = y[n, slot]
    side, row = np.divmod(n, r)
    gap = table.gores.between(at)
    area = adverse_areas(table.gores, side, row, at, gap, with_rate=False)[0]
    effect = np.asarray(np.bincount(n, load[n, slot] * area, 2 * r), dtype=float)
    return LaneLines(y.reshape(2, r, -1), load.reshape(2, r, -1), effect.reshape(2, r))


def covered(
    surfaces: Surfaces, setup: LaneSetup, axis: Array, strip: Array, uneven: Unevenness
) -> tuple[Array, Array]:
    """Strips over whole carriageways: lane load in the lanes, `rest` elsewhere.

    axis (n, t) of the lanes, nan unused;  strip (n, t) factor on their lane load
    returns offsets [m] and loads (n, s)
    """
    n, slots = axis.shape
    used = np.isfinite(axis)
    axis = np.where(used, axis, setup.ways[0].first)
    begin = np.array([w.start for w in setup.ways])
    index = np.maximum(np.searchsorted(begin, axis + 1e-9, side="right") - 1, 0)
    wide = np.array([w.spacing for w in setup.ways])[index]
    ys, loads, cuts = [], [], uneven.cuts()
    for way in setup.ways:
        inner = surfaces.y[(surfaces.y > way.start) & (surfaces.y < way.end)]
        fixed = np.broadcast_to(np.concatenate([[way.start, way.end], inner]), (n, len(inner) + 2))
        left = np.where(used, axis - wide / 2, way.start)
        right = np.where(used, axis + wide / 2, way.start)
        edges = np.concatenate([fixed, left, right, cuts], axis=1)
        edges = np.sort(np.clip(edges, way.start, way.end), axis=1)
        y, weight = uneven.lines(edges)
        extra = np.zeros(y.shape)
        for t in range(slots):
            inside = used[:, t, None] & (np.abs(y - axis[:, t, None]) < wide[:, t, None] / 2)
            extra += inside * strip[:, t, None]
        ys.append(y)
        loads.append(weight * (setup.rest + extra))
    return _without_empty(np.concatenate(ys, axis=1), np.concatenate(loads, axis=1))


def bands(
    surfaces: Surfaces, setup: LaneSetup, axis: Array, strip: Array, uneven: Unevenness
) -> tuple[Array, Array]:
    """Strips of the lane loads alone, each band cut at the loading lines; as `covered`."""
    n, slots = axis.shape
    ys, loads, cuts = [np.zeros((n, 0))], [np.zeros((n, 0))], uneven.cuts()
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
            lines = np.concatenate(
                [np.broadcast_to(surfaces.y, (n, len(surfaces.y))), cuts], axis=1
            )
            lines = np.clip(lines, low[:, None], high[:, None])
            edges = np.sort(np.concatenate([low[:, None], high[:, None], lines], axis=1), axis=1)
            y, weight = uneven.lines(edges)
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
