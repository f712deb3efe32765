"""Influence lines along the axis of a track: ordinates, integrals and adverse parts anywhere.

Shapes: r lines, e cells, p places on lines, k marks of a train, m cells that change sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.cubic import TO_BERNSTEIN, WHOLE, positive_parts
from spanwright.traffic.field import Mesh

# Hermite coefficients of a cell -> coefficients of 1, xi, xi^2, xi^3
TO_POWERS: Array = np.array(
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [-3.0, -2.0, 3.0, -1.0], [2.0, 1.0, -2.0, 1.0]]
)
NONE, FULL = -1, -2  # no part of a cell is adverse; all of it is


@dataclass(frozen=True, slots=True, eq=False)
class TrackLine:
    """Lines of a block of responses, turned so that positive is adverse.

    power   : (r, e, 4) coefficients of 1, xi, xi^2, xi^3 in each cell
    upto    : (r, e + 1) integral up to each cell end
    kind    : (r, e) NONE, FULL or the row in `parts`;  parts : (m, 3, 2) adverse parts, xi from, to
    adverse : (r, e + 1) integral of the adverse part up to each cell end
    """

    mesh: Mesh
    power: Array
    upto: Array
    kind: Ints
    parts: Array
    adverse: Array

    @classmethod
    def of(cls, mesh: Mesh, cells: Array) -> TrackLine:
        """Tables of lines given by the Hermite coefficients (r, e, 4) of their cells."""
        h = np.diff(mesh.x)
        control = cells @ TO_BERNSTEIN.T
        full, some = (control >= 0).all(axis=2), (control > 0).any(axis=2)
        kind = np.where(full & some, FULL, NONE)
        mixed = np.nonzero(some & ~full)
        parts = positive_parts(control[mixed])
        kind[mixed] = np.arange(len(parts))
        whole = (cells @ WHOLE) * h
        power = cells @ TO_POWERS.T
        area = np.where(kind == FULL, whole, 0.0)
        pieces = _upto(power[mixed][:, None, None], parts)
        area[mixed] = (pieces[..., 1] - pieces[..., 0]).sum(axis=1) * h[mixed[1]]
        return cls(mesh, power, _summed(whole), kind, parts, _summed(area))

    def _found(self, at: Array) -> tuple[Ints, Array, Array]:
        """Cell and xi of stations, moved to the deck, and the lengths of the cells."""
        x = self.mesh.x
        cell = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        h = np.diff(x)[cell]
        return cell, np.clip((at - x[cell]) / h, 0.0, 1.0), h

    def ordinates(self, line: Ints, at: Array) -> Array:
        """Ordinate, slope, half the second and a sixth of the third derivative: (4, p, k).

        line (p,), at (p, k) stations, none at the end of a cell;  0 off the deck
        """
        cell, xi, h = self._found(at)
        a0, a1, a2, a3 = np.moveaxis(self.power[line[:, None], cell], -1, 0)
        third = a3 * xi
        bend = third + a2
        taylor = np.stack(
            [((bend * xi) + a1) * xi + a0, (2 * bend + third) * xi + a1, 2 * third + bend, a3]
        )
        taylor[1] /= h
        taylor[2] /= h * h
        taylor[3] /= h**3
        return np.where((at > self.mesh.x[0]) & (at < self.mesh.x[-1]), taylor, 0.0)

    def integrals(self, line: Ints, at: Array, adverse: bool) -> Array:
        """Integral of the line, or of its adverse part, up to stations at (p, k): (p, k)."""
        cell, xi, h = self._found(at)
        pick = line[:, None], cell
        power = self.power[pick]
        if not adverse:
            return np.asarray(self.upto[pick] + _upto(power, xi) * h)
        kind = self.kind[pick]
        within = np.where(kind == FULL, _upto(power, xi), 0.0)
        mixed = np.nonzero(kind >= 0)
        ends = np.minimum(self.parts[kind[mixed]], xi[mixed][:, None, None])
        pieces = _upto(power[mixed][:, None, None], ends)
        within[mixed] = (pieces[..., 1] - pieces[..., 0]).sum(axis=1)
        return np.asarray(self.adverse[pick] + within * h)

    def roots(self, line: Ints, at: Array) -> tuple[Ints, Array]:
        """Where the lines change sign in the cells around stations at (p, k).

        returns index (q,) in the flat (p, k) and how far ahead of the station (q, 6), with twins
        """
        cell, xi, h = self._found(at)
        kind = self.kind[line[:, None], cell].ravel()
        hit = np.flatnonzero(kind >= 0)
        ends = self.parts[kind[hit]].reshape(-1, 6)
        return hit, (ends - xi.ravel()[hit, None]) * h.ravel()[hit, None]


def _upto(power: Array, xi: Array) -> Array:
    """Integral over xi from 0 of cubics (..., 4) in powers of xi."""
    a0, a1, a2, a3 = np.moveaxis(power, -1, 0)
    return np.asarray((((a3 / 4 * xi + a2 / 3) * xi + a1 / 2) * xi + a0) * xi)


def _summed(area: Array) -> Array:
    return np.concatenate([np.zeros((len(area), 1)), np.cumsum(area, axis=1)], axis=1)
