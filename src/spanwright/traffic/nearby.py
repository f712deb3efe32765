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
        value, slope = surfaces.value[rows], np.abs(surfaces.slope[rows])
        more = slope[..., :-1] + slope[..., 1:]
        more *= 4 / 27 * h
        element = surfaces.jump_element[rows]
        has = np.flatnonzero(element >= 0)
        jump = np.abs(surfaces.jump[rows[has]])
        at = element[has]
        jump = np.maximum(jump[:, 0], jump[:, 2]) + 4 / 27 * h[at] * (jump[:, 1] + jump[:, 3])
        more[has, surfaces.jump_line[rows[has]], at] += jump
        starts = np.arange(0, len(h), SEGMENT)
        ends = np.maximum(value[..., :-1], value[..., 1:])
        ends += more
        high = np.maximum.reduceat(ends, starts, axis=2)
        np.minimum(value[..., :-1], value[..., 1:], out=ends)
        ends -= more
        low = -np.minimum.reduceat(ends, starts, axis=2)
        up, down = np.maximum(weight, 0.0), np.maximum(-weight, 0.0)
        top = np.stack([up @ high + down @ low, up @ low + down @ high])
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
