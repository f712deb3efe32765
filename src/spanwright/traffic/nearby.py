"""Where along the deck surfaces are not small, and how large they are elsewhere.

Shapes: r responses, l loading lines, b offsets of an axle, s segments of the deck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.field import Mesh

SEGMENT = 8  # elements that are looked at together
NOISE = 1e-9  # of a surface's largest ordinate: less than that is nothing


@dataclass(frozen=True, slots=True, eq=False)
class Nearby:
    """Bounds of surfaces on segments of the deck.

    top   : (2, r, b, s) largest and smallest (turned) ordinate at each offset, at least zero
    edges : (s + 1,) first cell of each segment, and the number of cells
    """

    top: Array
    edges: Ints

    def __post_init__(self) -> None:
        freeze(self)

    @classmethod
    def of(cls, surfaces: Surfaces, mesh: Mesh, rows: Ints, weight: Array) -> Nearby:
        """Of some responses under axles that share (b, l) of each loading line carries.

        Between its ends a cubic is at most the larger of them and 4 / 27 of both slopes.
        """
        h = np.diff(surfaces.x)
        value = surfaces.value[rows]
        high, low = _of_segments(value, np.maximum), -_of_segments(value, np.minimum)
        more = _of_segments(np.abs(surfaces.slope[rows]), np.maximum)
        more *= 8 / 27 * _of_segments(h, np.maximum, nodes=False)
        has = np.flatnonzero(surfaces.jump_element[rows] >= 0)
        own = rows[has]
        at, jump = surfaces.jump_element[own], np.abs(surfaces.jump[own])
        jump = np.maximum(jump[:, 0], jump[:, 2]) + 4 / 27 * h[at] * (jump[:, 1] + jump[:, 3])
        more[has, surfaces.jump_line[own], at // SEGMENT] += jump
        high += more
        low += more
        up, down = np.maximum(weight, 0.0), np.maximum(-weight, 0.0)
        top = np.stack([up @ high + down @ low, up @ low + down @ high])
        starts = np.arange(0, len(h), SEGMENT)
        edges = np.append(np.searchsorted(mesh.parent, starts), len(mesh.parent))
        return cls(np.maximum(top, 0.0), edges)

    def window(self, small: float) -> tuple[tuple[int, int], Array]:
        """First cell and the one behind the last of those with most of the surfaces.

        small : of a column's largest ordinate; segments below that are left out
        returns : cells, and the largest and smallest (turned) ordinate of the others (2, r, b)
        """
        peak = self.top.max(axis=3)
        least = np.maximum(small * peak, NOISE * peak.max(axis=0))
        matters = (self.top > least[..., None]).any(axis=0).reshape(-1, len(self.edges) - 1)
        count = matters.shape[1]
        first = matters.argmax(axis=1)
        last = count - matters[:, ::-1].argmax(axis=1)
        # a few that are large everywhere do not widen it for all: they are searched again
        some = matters.any(axis=1) & (last - first <= 0.6 * count)
        if some.sum() < 0.8 * len(some):
            return self.everywhere
        low, high = int(first[some].min()), int(last[some].max())
        if high - low > 0.8 * count:
            return self.everywhere
        rest = np.concatenate([self.top[..., :low], self.top[..., high:]], axis=3)
        return (int(self.edges[low]), int(self.edges[high])), rest.max(axis=3)

    @property
    def everywhere(self) -> tuple[tuple[int, int], Array]:
        """The window that leaves nothing out."""
        return (0, int(self.edges[-1])), np.zeros(self.top.shape[:3])


def _of_segments(table: Array, most: np.ufunc, *, nodes: bool = True) -> Array:
    """Largest or smallest of each segment (.., s): of its nodes, both ends in, or its elements."""
    count = table.shape[-1] - int(nodes)
    result = table[..., 0:count:SEGMENT].copy()
    for k in range(1, SEGMENT + int(nodes)):
        more = table[..., k::SEGMENT]
        size = min(more.shape[-1], result.shape[-1])
        most(result[..., :size], more[..., :size], out=result[..., :size])
    return result
