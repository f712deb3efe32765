"""Saint-Venant torsion and shear centre of any section by finite elements.

Quadratic triangles on a mesh of the section itself.  The warping function of torsion and the two
shear functions solve Poisson problems with natural boundary conditions; the torsion constant and
the shear centre are integrals of them (W. D. Pilkey, Analysis and Design of Elastic Beams, 2002,
chapters 5 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.sparse import coo_array, csc_array
from scipy.sparse.linalg import splu
from scipy.spatial import Delaunay

from spanwright.codes.eurocode.resistance.polygon import Geometry, Region, geometry
from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.datum.errors import ScopeError

_ATTEMPTS: Final = 4
# Six points, exact to degree 4 (Dunavant): barycentric coordinates and weights of unit area.
_A, _B = 0.445948490915965, 0.091576213509771
_RULE: Final = np.array(
    [
        [1 - 2 * _A, _A, _A], [_A, 1 - 2 * _A, _A], [_A, _A, 1 - 2 * _A],
        [1 - 2 * _B, _B, _B], [_B, 1 - 2 * _B, _B], [_B, _B, 1 - 2 * _B],
    ]
)  # fmt: skip
_WEIGHT: Final = np.repeat([0.223381589678011, 0.109951743655322], 3)


@dataclass(frozen=True, slots=True)
class Warping:
    """Torsion and shear of a section, weighted by its materials.

    geometry : of the same regions;  torsion : St Venant constant J
    shear_x, shear_y : shear centre in the coordinates of the corners
    elements : number of triangles
    """

    geometry: Geometry
    torsion: float
    shear_x: float
    shear_y: float
    elements: int


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """points (n, 2); triangles (e, 6): corners, then middles of sides 01, 12, 20; weight (e,)."""

    points: Array
    triangles: Ints
    weight: Array


def warping(*regions: Region, poisson: float = 0.3, elements: int = 3000) -> Warping:
    """Torsion constant and shear centre of one connected section.

    regions  : polygons that touch along edges, with weights E/E_ref (one Poisson's ratio)
    elements : about how many triangles; thin corners need more
    Raises ScopeError if the mesh does not fill the section or the section is in pieces.

    Check: unit square J 0.14058; Pilkey, example 5.13: 106.22 (106.12 on a fine mesh).
    At re-entrant corners the shear centre converges slowly, like h^(4/3).
    """
    shape = geometry(*regions)
    mesh = _mesh(regions, elements)
    nodes = mesh.points - np.array([shape.x, shape.y])
    stiffness, loads, integrals = _assemble(nodes, mesh, shape, poisson)
    solved = _solve(stiffness, loads)
    twist, psi, phi = solved.T
    torsion = shape.inertia_x + shape.inertia_y - float(twist @ loads[:, 0])
    size = 2.0 * (1.0 + poisson) * (shape.inertia_x * shape.inertia_y - shape.product**2)
    x = (poisson / 2 * integrals[0] - float(loads[:, 0] @ phi)) / size
    y = (poisson / 2 * integrals[1] + float(loads[:, 0] @ psi)) / size
    return Warping(shape, torsion, shape.x + x, shape.y + y, len(mesh.triangles))


def _assemble(
    nodes: Array, mesh: _Mesh, shape: Geometry, poisson: float
) -> tuple[csc_array, Array, Array]:
    """Laplacian (n, n), right sides (n, 3) of torsion and both shears, the two plain integrals."""
    corners = nodes[mesh.triangles[:, :3]]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    twice = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    # Gradients of the barycentric coordinates, (e, 3, 2).
    edge = np.stack([c - b, a - c, b - a], axis=1)
    slope = np.stack([-edge[..., 1], edge[..., 0]], axis=2) / twice[:, None, None]
    n = len(nodes)
    ixx, iyy, ixy = shape.inertia_x, shape.inertia_y, shape.product
    local = np.zeros((len(twice), 6, 6))
    right = np.zeros((len(twice), 6, 3))
    integrals = np.zeros(2)
    for bary, rule in zip(_RULE, _WEIGHT, strict=True):
        value, grad = _shape_functions(bary, slope)
        x, y = np.einsum("k,ekd->de", bary, corners)
        w = rule * twice / 2 * mesh.weight
        local += w[:, None, None] * np.einsum("eid,ejd->eij", grad, grad)
        r, q = x**2 - y**2, 2 * x * y
        along_psi = np.stack([ixx * r - ixy * q, ixy * r + ixx * q], axis=1)
        along_phi = np.stack([-ixy * r + iyy * q, -iyy * r - ixy * q], axis=1)
        body = 2 * (1 + poisson) * np.stack([ixx * x - ixy * y, iyy * y - ixy * x], axis=1)
        right[..., 0] += w[:, None] * np.einsum("eid,ed->ei", grad, np.stack([y, -x], axis=1))
        for k, along in enumerate((along_psi, along_phi)):
            part = poisson / 2 * np.einsum("eid,ed->ei", grad, along)
            right[..., k + 1] += w[:, None] * (part + value * body[:, k, None])
        square = w * (x**2 + y**2)
        integrals += [np.sum(square * (iyy * x + ixy * y)), np.sum(square * (ixx * y + ixy * x))]
    rows = np.repeat(mesh.triangles, 6, axis=1).ravel()
    columns = np.tile(mesh.triangles, 6).ravel()
    matrix = coo_array((local.ravel(), (rows, columns)), shape=(n, n)).tocsc()
    loads = np.zeros((n, 3))
    for k in range(3):
        loads[:, k] = np.bincount(mesh.triangles.ravel(), right[..., k].ravel(), minlength=n)
    return matrix, loads, integrals


def _shape_functions(bary: Array, slope: Array) -> tuple[Array, Array]:
    """Values (6,) and gradients (e, 6, 2) of the quadratic functions at one point."""
    first, second = np.array([0, 1, 2]), np.array([1, 2, 0])
    value = np.concatenate([bary * (2 * bary - 1), 4 * bary[first] * bary[second]])
    corner = (4 * bary - 1)[None, :, None] * slope
    middle = 4 * (
        bary[first][None, :, None] * slope[:, second]
        + bary[second][None, :, None] * slope[:, first]
    )
    return value, np.concatenate([corner, middle], axis=1)


def _solve(matrix: csc_array, loads: Array) -> Array:
    """Solutions with the first node held at zero; only gradients matter."""
    free = matrix[1:, 1:]
    diagonal = free.diagonal()
    factor = splu(csc_array(free))
    if np.min(np.abs(factor.U.diagonal())) < 1e-11 * diagonal.max():
        raise ScopeError("section: its regions do not touch each other")
    solved = np.zeros_like(loads)
    solved[1:] = factor.solve(loads[1:])
    return solved


def _mesh(regions: tuple[Region, ...], elements: int) -> _Mesh:
    outlines = [(part.corners, *part.holes) for part in regions]
    corners = np.concatenate([points for part in outlines for points in part])
    area = sum(geometry(Region(p.corners, p.holes)).area for p in regions)
    size = float(np.sqrt(4.0 * area / (np.sqrt(3.0) * elements)))
    for _ in range(_ATTEMPTS):
        parts = [_triangles(part, corners, size) for part in outlines]
        filled = sum(_area(points, cells) for points, cells in parts)
        if abs(filled - area) < 1e-9 * area:
            return _joined(parts, [part.weight for part in regions], size)
        size /= 2.0
    raise ScopeError("section: the mesh does not fill the outline; are its edges crossing?")


def _area(points: Array, cells: Ints) -> float:
    a, b, c = points[cells[:, 0]], points[cells[:, 1]], points[cells[:, 2]]
    cross = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    return float(np.abs(cross).sum() / 2)


def _edge_points(start: Array, end: Array, corners: Array, size: float) -> Array:
    """Points from start up to, without, end: corners of neighbours on the edge are kept."""
    along = end - start
    length = float(np.linalg.norm(along))
    unit = along / length
    offset = corners - start
    s = offset @ unit
    off = np.abs(offset[:, 0] * unit[1] - offset[:, 1] * unit[0])
    tiny = 1e-9 * length
    stops = np.unique(np.round(s[(off < tiny) & (s > tiny) & (s < length - tiny)] / length, 12))
    knots = np.concatenate([[0.0], stops * length, [length]])
    steps = [
        np.linspace(p, q, max(1, int(np.ceil((q - p) / size - 1e-9))), endpoint=False)
        for p, q in pairwise(knots)
    ]
    return np.asarray(start + np.concatenate(steps)[:, None] * unit, dtype=float)


def _triangles(outline: tuple[Array, ...], corners: Array, size: float) -> tuple[Array, Ints]:
    """Points and corner triangles of one region."""
    starts = np.concatenate(outline)
    ends = np.concatenate([np.roll(points, -1, axis=0) for points in outline])
    rim = np.concatenate(
        [_edge_points(p, q, corners, size) for p, q in zip(starts, ends, strict=True)]
    )
    low, high = starts.min(axis=0), starts.max(axis=0)
    rows = np.arange(low[1], high[1], size * np.sqrt(3.0) / 2)
    grid = [_row(low[0] + (i % 2) * size / 2, high[0], size, float(y)) for i, y in enumerate(rows)]
    inner = np.concatenate(grid)
    inner = inner[_inside(inner, starts, ends)]
    inner = inner[_distance(inner, starts, ends) > 0.5 * size]
    points = np.concatenate([rim, inner])
    cells = Delaunay(points).simplices.astype(np.int64)
    a, b, c = points[cells[:, 0]], points[cells[:, 1]], points[cells[:, 2]]
    cross = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    cells = np.where((cross < 0)[:, None], cells[:, ::-1], cells)
    keep = _inside((a + b + c) / 3, starts, ends) & (np.abs(cross) > 1e-9 * size**2)
    return points, cells[keep]


def _row(start: float, end: float, size: float, level: float) -> Array:
    x = np.arange(start, end, size)
    return np.column_stack([x, np.full_like(x, level)])


def _inside(points: Array, starts: Array, ends: Array) -> Bools:
    """Even-odd rule against all edges; holes are edges too."""
    x, y = points[:, 0, None], points[:, 1, None]
    rises = (starts[:, 1] > y) != (ends[:, 1] > y)
    height = np.where(starts[:, 1] == ends[:, 1], 1.0, ends[:, 1] - starts[:, 1])
    meet = starts[:, 0] + (y - starts[:, 1]) / height * (ends[:, 0] - starts[:, 0])
    return np.asarray((rises & (x < meet)).sum(axis=1) % 2 == 1)


def _distance(points: Array, starts: Array, ends: Array) -> Array:
    """Distance to the nearest edge."""
    along = ends - starts
    square = np.maximum((along**2).sum(axis=1), 1e-300)
    offset = points[:, None, :] - starts
    share = np.clip((offset * along).sum(axis=2) / square, 0.0, 1.0)
    gap = offset - share[..., None] * along
    return np.asarray(np.sqrt((gap**2).sum(axis=2).min(axis=1)), dtype=float)


def _joined(parts: list[tuple[Array, Ints]], weights: list[float], size: float) -> _Mesh:
    """One mesh with shared nodes where regions touch, middle nodes added."""
    shifts = np.cumsum([0] + [len(points) for points, _ in parts[:-1]])
    points = np.concatenate([points for points, _ in parts])
    cells = np.concatenate([c + shift for (_, c), shift in zip(parts, shifts, strict=True)])
    weight = np.repeat(weights, [len(c) for _, c in parts])
    key = np.round(points / (1e-6 * size)).astype(np.int64)
    _, first, index = np.unique(key, axis=0, return_index=True, return_inverse=True)
    points, cells = points[first], index.ravel()[cells]
    sides = np.concatenate([cells[:, [0, 1]], cells[:, [1, 2]], cells[:, [2, 0]]])
    unique, back = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    middle = len(points) + back.ravel().reshape(3, -1).T
    points = np.concatenate([points, points[unique].mean(axis=1)])
    used, compact = np.unique(np.concatenate([cells, middle], axis=1), return_inverse=True)
    return _Mesh(points[used], compact.reshape(-1, 6).astype(np.int64), weight)
