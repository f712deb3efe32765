"""Bodies of precast girders, and of the diaphragms between them, as triangles.

Their sections are stacks of strips, each as wide at a level as its left and right border say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.geometry import fall, steel_top
from spanwright.layout.precast import GAP, girder_ends, precast_outline
from spanwright.layout.precast_quantities import diaphragm_lengths
from spanwright.layout.types import Deck, Layout, PrecastGirder


def girder_bodies(layout: Layout, deck: Deck, girder: PrecastGirder) -> Iterator[tuple[int, Array]]:
    """One body a span: straight between its ends, its top under the haunch there."""
    outline = precast_outline(girder)
    level, half = outline.level[0], 0.5 * outline.width[0]
    for span, ends in enumerate(zip(*girder_ends(deck), strict=True)):
        x = np.array(ends)
        top = _top(layout, deck, x, girder.offset)
        z = top[:, None] - level[-1] + level
        yield span, _swept(x, girder.offset - half, girder.offset + half, z, z)


def diaphragm_bodies(layout: Layout, deck: Deck) -> Iterator[tuple[int, Array]]:
    """One body a support: beside the girders' ends between them, over a pier also between the ends
    of two girders that meet."""
    lines = deck.precast_girders
    outline = precast_outline(lines[0])
    level, half = outline.level[0], 0.5 * outline.width[0]
    reach = 0.5 * float(lines[0].bottom_width[0])
    outside = (lines[0].offset - reach, lines[-1].offset + reach)
    for index, (station, length) in enumerate(
        zip(deck.supports, diaphragm_lengths(deck), strict=True)
    ):
        is_end = index in (0, len(deck.supports) - 1)
        first, last = station - 0.5 * length, station + 0.5 * length
        beside = [(first, last)]
        pieces = []
        if not is_end:
            beside = [(first, station - GAP), (station + GAP, last)]
            x = np.array([station - GAP, station + GAP])
            z = [_shear(layout, deck, x, y)[:, None] + level[[0, -1]] - level[-1] for y in outside]
            pieces.append(_swept(x, np.full(2, outside[0]), np.full(2, outside[1]), *z))
        for a, b in pairwise(lines):
            left, right = a.offset + half, b.offset - half
            for ends in beside:
                x = np.array(ends)
                low = np.stack([_shear(layout, deck, x, y) for y in left], axis=1)
                high = np.stack([_shear(layout, deck, x, y) for y in right], axis=1)
                z = [side + level - level[-1] for side in (low, high)]
                pieces.append(_swept(x, left, right, *z))
        yield index, np.concatenate(pieces)


def _top(layout: Layout, deck: Deck, x: Array, y: float) -> Array:
    """Top of a girder at stations, level with the deck's end beyond it.  (n,) [m]"""
    inside = np.clip(x, deck.supports[0], deck.supports[-1])
    return np.asarray(steel_top(layout, deck, inside) + fall(layout, inside, y))


def _shear(layout: Layout, deck: Deck, x: Array, y: float) -> Array:
    """The line through the tops of neighbouring girders, also beside them.  (n,) [m]"""
    offset = np.array([girder.offset for girder in deck.girders])
    tops = np.stack([_top(layout, deck, x, v) for v in offset], axis=1)
    bay = int(np.clip(np.searchsorted(offset, y) - 1, 0, len(offset) - 2))
    slope = (tops[:, bay + 1] - tops[:, bay]) / (offset[bay + 1] - offset[bay])
    return np.asarray(tops[:, bay] + slope * (y - offset[bay]))


def _swept(x: Array, left: Array, right: Array, low: Array, high: Array) -> Array:
    """A closed surface between two stations.  x (2,), left, right (k,), levels there (2, k)"""
    corners = np.empty((2, 2, len(left), 3))  # station, side, level
    corners[..., 0] = x[:, None, None]
    corners[:, 0, :, 1], corners[:, 1, :, 1] = left, right
    corners[:, 0, :, 2], corners[:, 1, :, 2] = low, high
    (a, b), (c, d) = corners  # left and right at the first station, and at the last
    back = np.stack([b[:-1], a[:-1], a[1:], b[1:]], axis=1)
    front = np.stack([c[:-1], d[:-1], d[1:], c[1:]], axis=1)
    port = np.stack([b[:-1], b[1:], d[1:], d[:-1]], axis=1)
    starboard = np.stack([a[:-1], c[:-1], c[1:], a[1:]], axis=1)
    bottom = np.stack([a[:1], b[:1], d[:1], c[:1]], axis=1)
    top = np.stack([a[-1:], c[-1:], d[-1:], b[-1:]], axis=1)
    faces = np.concatenate([back, front, port, starboard, bottom, top])
    triangles = np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])
    side = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    return np.asarray(triangles[np.linalg.norm(side, axis=1) > 1e-12])
