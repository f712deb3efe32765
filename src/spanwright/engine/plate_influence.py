"""Influence surfaces of moments and shear forces in a plate on line supports.

One adjoint solve a response: the deflections under "the force that belongs to the response" are
its influence surface.  A wheel's patch is then a mean over the surface, so the peak a point load
would cause never has to be resolved: what is read off is finite and settles with the mesh.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine import plate_bending, shell
from spanwright.engine.plates import Plates, chosen
from spanwright.engine.shell import RESULTANT
from spanwright.engine.solver import factorise

_MOTIONS: Final = (2, 3, 4)  # deflection and the two rotations
SPLIT: Final = 2  # cells a plate is divided into, each way


@dataclass(frozen=True, slots=True, eq=False)
class PlateStrip:
    """A rectangular plate on lines of rigid, freely turning supports.

    x : (i + 1,), y : (j + 1,) node lines [m];  supports : lines of y that are held, (s,) of y
    thickness [m];  E [Pa];  nu [-].  The two ends in x are free.
    """

    x: Array
    y: Array
    supports: Ints
    thickness: float
    E: float
    nu: float

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class PlateResponse:
    """A combination of stress resultants at a point of a strip.

    x, y    : where [m]; between plates the mean of those that meet there
    factors : resultant (shell.RESULTANT) -> factor, e.g. {"my": 1, "mxy": 1}
    side    : on a node line of y: 0 both plates, +1 the one at larger y, -1 the other
    """

    x: float
    y: float
    factors: dict[str, float]
    side: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class PlateSurfaces:
    """Response to a downward unit force, constant in each cell.

    x : (p + 1,), y : (q + 1,) edges of the cells [m];  value : (r, p, q) [unit of response / N]
    """

    x: Array
    y: Array
    value: Array

    def __post_init__(self) -> None:
        freeze(self)


def graded(edges: Array, longest: float) -> Array:
    """Node lines at given edges and, between them, equal pieces not above the longest.  [m]"""
    parts = [
        np.linspace(a, b, max(int(np.ceil((b - a) / longest - 1e-9)), 1) + 1)[:-1]
        for a, b in pairwise(edges)
    ]
    return np.append(np.concatenate(parts), edges[-1])


def strip_surfaces(strip: PlateStrip, responses: list[PlateResponse]) -> PlateSurfaces:
    """Influence surfaces of resultants of a strip, thin-plate theory.  Units: per N downward."""
    nodes, plates = _mesh(strip)
    across = len(strip.y)
    held = np.zeros((len(strip.x), across), dtype=bool)
    held[:, strip.supports] = True
    free = np.ones((len(nodes), 3), dtype=bool)
    free[held.ravel(), 0] = False
    dofs = (6 * np.arange(len(nodes))[:, None] + np.array(_MOTIONS)).ravel()
    kept = dofs[free.ravel()]
    matrix = shell.stiffness_matrix(nodes, plates)[kept][:, kept]
    ask = _functionals(strip, nodes, plates, responses)
    found = np.zeros((6 * len(nodes), len(responses)))
    found[kept] = factorise(matrix).solve(ask[kept])
    return _cells(strip, nodes, plates, found.T.reshape(len(responses), -1, 6))


def _mesh(strip: PlateStrip) -> tuple[Array, Plates]:
    x, y = np.meshgrid(strip.x, strip.y, indexing="ij")
    nodes = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)])
    along, across = len(strip.x) - 1, len(strip.y)
    first = (np.arange(along)[:, None] * across + np.arange(across - 1)).ravel()
    corners = np.column_stack([first, first + across, first + across + 1, first + 1])
    return nodes, Plates.of(corners, strip.thickness, strip.E, strip.nu, shear=np.inf)


def _functionals(
    strip: PlateStrip, nodes: Array, plates: Plates, asked: list[PlateResponse]
) -> Array:
    """Nodal vectors whose product with the displacements are the responses.  (6 n, r)"""
    spots = [
        (number, i * (len(strip.y) - 1) + j, (s, t), 1.0 / (len(rows) * len(columns)))
        for number, one in enumerate(asked)
        for rows, columns in [(_touching(strip.x, one.x, 0), _touching(strip.y, one.y, one.side))]
        for i, s in rows
        for j, t in columns
    ]
    vector = np.zeros((6 * len(nodes), len(asked)))
    for at in dict.fromkeys(spot[2] for spot in spots):  # one call for each place on the plates
        here = [spot for spot in spots if spot[2] == at]
        some = chosen(plates, np.array([plate for _, plate, _, _ in here]))
        unit = np.broadcast_to(np.eye(24).reshape(24, 1, 4, 6), (24, len(here), 4, 6))
        value = shell.corner_resultants(nodes, some, unit, at=np.array([at]))[:, :, 0]
        place = (6 * some.corners[:, :, None] + np.arange(6)).reshape(-1, 24)
        for row, (number, _, _, share) in enumerate(here):
            for name, factor in asked[number].factors.items():
                amount = share * factor * value[:, row, RESULTANT.index(name)]
                np.add.at(vector[:, number], place[row], amount)
    return vector


def _touching(lines: Array, at: float, side: int) -> list[tuple[int, float]]:
    """Intervals that hold a coordinate, and its natural coordinate in each."""
    near = np.flatnonzero(np.abs(lines - at) < 1e-6)
    if near.size and 0 < near[0] < len(lines) - 1:
        line = int(near[0])
        both = [(line - 1, 1.0), (line, -1.0)]
        return both if side == 0 else [both[0] if side < 0 else both[1]]
    i = int(np.clip(np.searchsorted(lines, at) - 1, 0, len(lines) - 2))
    return [(i, float(2 * (at - lines[i]) / (lines[i + 1] - lines[i]) - 1))]


def _cells(strip: PlateStrip, nodes: Array, plates: Plates, moved: Array) -> PlateSurfaces:
    """Deflection at the middle of each cell of each plate, downward loads positive."""
    spot = (2 * np.arange(SPLIT) + 1) / SPLIT - 1
    s, t = np.meshgrid(spot, spot, indexing="ij")
    points = np.column_stack([s.ravel(), t.ravel()])
    corner = nodes[plates.corners][:, :, :2]
    local = corner - corner.mean(axis=1, keepdims=True)
    rows, _ = plate_bending.deflection_rows(
        local, plates.nu, plates.thickness, plates.shear, points
    )
    motion = np.stack([moved[..., 2], moved[..., 4], -moved[..., 3]], axis=-1)[:, plates.corners]
    sink = -np.einsum("qpa,rqa->rqp", rows, motion.reshape(*motion.shape[:2], 12), optimize=True)
    along, across = len(strip.x) - 1, len(strip.y) - 1
    grid = sink.reshape(len(moved), along, across, SPLIT, SPLIT)
    value = np.moveaxis(grid, 3, 2).reshape(len(moved), along * SPLIT, across * SPLIT)
    return PlateSurfaces(_split(strip.x), _split(strip.y), value)


def _split(lines: Array) -> Array:
    share = np.arange(SPLIT) / SPLIT
    inner = (lines[:-1, None] + np.diff(lines)[:, None] * share).ravel()
    return np.append(inner, lines[-1])
