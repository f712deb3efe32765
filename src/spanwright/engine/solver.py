"""Factor of a symmetric positive definite matrix, ordered for structures that are long and thin.

Two ways, chosen by counting the work beforehand:

blocks   the unknowns are laid out level by level along the structure, so that each level is
         coupled to its neighbours only; Cholesky of that block-tridiagonal matrix.  All the work,
         the many right-hand sides included, is products of small dense matrices.
general  SuperLU with a minimum-degree ordering, for structures that are wide as well as long.
"""

from __future__ import annotations

import itertools
import warnings
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
import scipy.linalg.lapack as lapack
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.blocks import in_blocks
from spanwright.datum.errors import ModelError

SMALLEST_BLOCK: Final = 32  # below this the calls cost more than the arithmetic
BLOCK_FLOPS: Final = 5e10  # above, the general way is quicker and smaller (measured)
COLUMNS: Final = 512  # right-hand sides solved together: keeps the working set in cache
SUSPICIOUS: Final = 1e-9  # pivot over diagonal: looked at more closely
SINGULAR: Final = 4e-15  # smallest eigenvalue of the scaled matrix that is still a stiffness


class NotPositiveDefinite(ModelError):
    """The matrix is singular or indefinite.

    motion : (n, d) the shapes that meet (almost) no resistance
    energy : (d,)   their energy, relative to the diagonal: 0 for a mechanism, below 0 unstable
    """

    def __init__(self, motion: Array, energy: Array) -> None:
        self.motion, self.energy = motion, energy
        super().__init__("the stiffness is not positive definite: the structure can move freely")


class Factor(Protocol):
    """A matrix made ready for solving."""

    size: int
    method: str

    def solve(self, rhs: Array) -> Array:
        """x with matrix @ x = rhs; rhs (n,) or (n, k)."""
        ...

    def products(self, pick: Any, rhs: Any, out: Array) -> None:
        """out (p, k) = pick @ x for sparse pick (p, n) and rhs (n, k); out is `common` memory."""
        ...


def factorise(matrix: Any, *, method: str = "") -> Factor:
    """Factor of a sparse symmetric positive definite matrix (n, n).

    method : "blocks" or "general"; chosen by the count of work when empty

    Raises NotPositiveDefinite with the free motions when the matrix is singular or indefinite.
    """
    matrix = sparse.csc_matrix(matrix)
    size = matrix.shape[0]
    diagonal = matrix.diagonal()
    if size and not np.all(diagonal > 0.0):
        worst = np.flatnonzero(~(diagonal > 0.0))
        motion = np.zeros((size, len(worst)))
        motion[worst, np.arange(len(worst))] = 1.0
        raise NotPositiveDefinite(motion, diagonal[worst] * 0.0)
    scale = 1.0 / np.sqrt(diagonal)
    scaled = sparse.csc_matrix(matrix.multiply(scale[:, None]).multiply(scale))
    order, edges = _best_levels(scaled)
    if not method:
        method = "blocks" if _flops(edges) < BLOCK_FLOPS else "general"
    try:
        factor = _make(scaled, scale, order, edges, method)
        # a pivot can stay clear of zero in a singular matrix; the answer to a random load cannot
        probe = np.random.default_rng(2).standard_normal(size)
        growth = np.abs(factor.solve(probe / scale) / scale).max(initial=1.0)
        smallest = min(factor.smallest_pivot, 1.0 / float(growth))
    except _Breakdown:
        smallest = 0.0
    if smallest < SUSPICIOUS:
        _look_closer(scaled, scale, order, edges, method, failed=smallest <= 0.0)
    return factor


def _make(
    scaled: Any, scale: Array, order: Ints, edges: Ints, method: str
) -> BlockFactor | GeneralFactor:
    if method == "blocks":
        return BlockFactor(scaled, scale, order, edges)
    return GeneralFactor(scaled, scale)


class _Breakdown(Exception):
    """A pivot was not positive."""


class BlockFactor:
    """Cholesky of a block-tridiagonal matrix, kept as products ready for many columns.

    With S the scaled matrix and L its factor: forward  y_k = W_k f_k - D_k y_{k-1},
    backward  x_k = W_k' y_k - E_k' x_{k+1}, where W_k = inverse of the diagonal block L_k.
    """

    method = "blocks"

    def __init__(self, scaled: Any, scale: Array, order: Ints, edges: Ints) -> None:
        self.size, self._scale, self._order, self._edges = len(order), scale, order, edges
        self._place = np.empty_like(order)
        self._place[order] = np.arange(len(order))
        rows = sparse.csr_matrix(scaled[order][:, order])
        self._inverse: list[Array] = []
        self._ahead: list[Array] = []  # D_k, couples to block k - 1
        self._behind: list[Array] = []  # E_k, couples to block k + 1
        smallest = np.inf
        previous: Array | None = None
        after = np.append(edges[2:], edges[-1:])
        for a, b, c in zip(edges[:-1], edges[1:], after[: len(edges) - 1], strict=True):
            strip = rows[a:b, a:c].toarray()
            block, coupling = strip[:, : b - a], strip[:, b - a :]
            if previous is not None:
                block = block - previous @ previous.T
            lower, info = lapack.dpotrf(block, lower=1, clean=1)
            if info:
                raise _Breakdown
            smallest = min(smallest, float(np.min(np.diag(lower)) ** 2))
            inverse, _ = lapack.dtrtri(lower, lower=1)
            inverse = np.ascontiguousarray(np.tril(inverse))
            self._inverse.append(inverse)
            self._ahead.append(np.zeros((0, 0)) if previous is None else inverse @ previous)
            # B_{k+1} = A_{k+1,k} L_k^-T
            previous = np.ascontiguousarray(coupling.T @ inverse.T)
            self._behind.append(previous @ inverse)
        self.smallest_pivot = smallest if self.size else 1.0

    def solve(self, rhs: Array) -> Array:
        """x with matrix @ x = rhs; rhs (n,) or (n, k)."""
        columns = np.asarray(rhs, dtype=float)
        columns = columns[:, None] if columns.ndim == 1 else columns
        x = np.empty_like(columns)
        for start in range(0, columns.shape[1], COLUMNS):
            part = slice(start, start + COLUMNS)
            block = (columns[:, part] * self._scale[:, None])[self._order]
            x[:, part] = self._sweep(block, 0)[self._place] * self._scale[:, None]
        return x.reshape(np.shape(rhs))

    def products(self, pick: Any, rhs: Any, out: Array) -> None:
        """out (p, k) = pick @ x for sparse pick (p, n) and rhs (n, k); out is `common` memory.

        Columns come in the order in which their first entry stands along the structure: what
        lies before the first entry of a block of columns is skipped in the forward sweep.
        """
        scale = sparse.diags_array(self._scale)
        pick = sparse.csr_matrix((pick @ scale).tocsc()[:, self._order])
        turned = sparse.csc_matrix((scale @ rhs).tocsr()[self._order])
        turned.sort_indices()
        has_entry = np.flatnonzero(np.diff(turned.indptr) > 0)
        first = np.zeros(turned.shape[1], dtype=np.int64)
        first[has_entry] = turned.indices[turned.indptr[has_entry]]

        def solve(queued: Ints) -> None:
            chosen = np.sort(queued)
            block = turned[:, chosen].toarray(order="C")
            level = int(np.searchsorted(self._edges, first[chosen].min(), side="right")) - 1
            _put(out, chosen, pick @ self._sweep(block, level))

        in_blocks(solve, np.argsort(first, kind="stable"), COLUMNS)

    def _sweep(self, x: Array, start: int) -> Array:
        """Solve in place; x (n, k) in block order, zero before block `start`."""
        edges, last = self._edges, len(self._inverse) - 1
        for k in range(start, last + 1):
            part = x[edges[k] : edges[k + 1]]
            y = self._inverse[k] @ part
            if k > start:
                y -= self._ahead[k] @ x[edges[k - 1] : edges[k]]
            part[:] = y
        for k in range(last, -1, -1):
            part = x[edges[k] : edges[k + 1]]
            if k < last:
                after = self._behind[k].T @ x[edges[k + 1] : edges[k + 2]]
                part[:] = self._inverse[k].T @ part - after if k >= start else -after
            else:
                part[:] = self._inverse[k].T @ part
        return x


class GeneralFactor:
    """SuperLU without pivoting, minimum-degree ordering."""

    method = "general"

    def __init__(self, scaled: Any, scale: Array) -> None:
        self.size, self._scale = len(scale), scale
        options = {"SymmetricMode": True, "ColPerm": "MMD_AT_PLUS_A"}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._lu = splu(scaled, diag_pivot_thresh=0.0, options=options)
        except RuntimeError as error:  # "Factor is exactly singular"
            raise _Breakdown from error
        pivots = self._lu.U.diagonal()
        self.smallest_pivot = float(np.min(pivots))
        if not self.smallest_pivot > 0.0:
            raise _Breakdown

    def solve(self, rhs: Array) -> Array:
        """x with matrix @ x = rhs; rhs (n,) or (n, k)."""
        columns = np.asarray(rhs, dtype=float)
        columns = columns[:, None] if columns.ndim == 1 else columns
        x = self._lu.solve(columns * self._scale[:, None]) * self._scale[:, None]
        return np.asarray(x).reshape(np.shape(rhs))

    def products(self, pick: Any, rhs: Any, out: Array) -> None:
        """out (p, k) = pick @ x for sparse pick (p, n) and rhs (n, k); out is `common` memory."""
        pick, rhs = sparse.csr_matrix(pick), sparse.csc_matrix(rhs)

        def solve(chosen: Ints) -> None:
            _put(out, chosen, pick @ self.solve(rhs[:, chosen].toarray()))

        in_blocks(solve, np.arange(rhs.shape[1]), COLUMNS)


def _put(out: Array, columns: Ints, values: Array) -> None:
    """out[:, columns] = values run by run: a plain copy is several times faster than an indexed."""
    edges = np.flatnonzero(np.diff(columns, prepend=-2, append=columns[-1] + 2) != 1)
    for a, b in itertools.pairwise(edges):
        out[:, columns[a] : columns[a] + b - a] = values[:, a:b]


def _flops(edges: Ints) -> float:
    return float(np.sum(5.0 * np.diff(edges).astype(float) ** 3))


def _best_levels(matrix: Any) -> tuple[Ints, Ints]:
    """Ordering (n,) and block edges (b + 1,) with the least work among two candidates.

    It follows from the pattern alone: the stages of a bridge share one.
    """
    size = matrix.shape[0]
    if size <= SMALLEST_BLOCK:
        return np.arange(size), np.array([0, size] if size else [0])
    rows = sparse.csr_matrix(matrix)
    rows.sort_indices()
    indices = rows.indices.astype(np.int32)
    return _levels_of(size, rows.indptr.astype(np.int32).tobytes(), indices.tobytes())


@lru_cache(maxsize=4)
def _levels_of(size: int, indptr: bytes, indices: bytes) -> tuple[Ints, Ints]:
    """`_best_levels` of a pattern, as its rows in compressed form."""
    pointer, column = np.frombuffer(indptr, np.int32), np.frombuffer(indices, np.int32)
    matrix = sparse.csr_matrix((np.ones(len(column)), column, pointer), shape=(size, size))
    candidates = [
        np.asarray(csgraph.reverse_cuthill_mckee(matrix, symmetric_mode=True), dtype=np.int64),
        _from_the_end(matrix),
    ]
    levels = [(order, _edges(matrix, order)) for order in candidates]
    order, edges = min(levels, key=lambda item: _flops(item[1]))
    order.setflags(write=False)
    edges.setflags(write=False)
    return order, edges


def _from_the_end(matrix: Any) -> Ints:
    """Unknowns by their distance from one far end, component by component."""
    _, label = csgraph.connected_components(matrix, directed=False)
    distance = np.full(matrix.shape[0], -1, dtype=np.int64)
    rows = sparse.csr_matrix(matrix)
    for seed in np.unique(label, return_index=True)[1]:
        start, reach = int(seed), -1
        for _ in range(4):  # each pass starts from the farthest point of the one before
            found = _distance(rows, start)
            farthest = int(found.max())
            if farthest <= reach:
                break
            reach = farthest
            members = found >= 0
            distance[members] = found[members]
            start = int(np.argmax(found))
    return np.lexsort((distance, label))


def _distance(rows: Any, start: int) -> Ints:
    """Steps from one unknown to every other, -1 where there is no path; rows: symmetric CSR."""
    order, before = csgraph.breadth_first_order(rows, start, directed=True)
    steps = np.full(rows.shape[0], -1, dtype=np.int64)
    steps[start] = 0
    # breadth-first order visits parents first; go level by level through the order
    todo = order[1:]
    while len(todo):
        known = steps[before[todo]] >= 0
        cut = len(todo) if known.all() else int(np.argmin(known))
        steps[todo[:cut]] = steps[before[todo[:cut]]] + 1
        todo = todo[cut:]
    return steps


def _edges(matrix: Any, order: Ints) -> Ints:
    """Block edges such that each block is coupled to its two neighbours only."""
    size = len(order)
    place = np.empty_like(order)
    place[order] = np.arange(size)
    entries = matrix.tocoo()
    reach = np.arange(size)
    np.maximum.at(reach, place[entries.col], place[entries.row])
    reach = np.maximum.accumulate(reach) + 1
    edges = [0, min(size, SMALLEST_BLOCK)]
    while edges[-1] < size:
        edges.append(min(size, max(int(reach[edges[-1] - 1]), edges[-1] + SMALLEST_BLOCK)))
    return np.array(edges)


def _look_closer(
    scaled: Any, scale: Array, order: Ints, edges: Ints, method: str, *, failed: bool
) -> None:
    """Smallest eigenvalues by inverse iteration on a shifted matrix; raise when one is zero.

    A long slender structure has small pivots and is sound; a mechanism has none at all.
    """
    size = len(scale)
    shift = 1e-7
    while True:
        lifted = sparse.csc_matrix(scaled + shift * sparse.eye_array(size))
        try:
            factor = _make(lifted, np.ones(size), order, edges, method)
            break
        except _Breakdown:
            shift *= 30.0
    width = min(size, 8)
    shapes = np.random.default_rng(1).standard_normal((size, width))
    for _ in range(12):
        shapes, _ = np.linalg.qr(factor.solve(shapes))
    energy, turn = np.linalg.eigh(shapes.T @ (scaled @ shapes))
    shapes = shapes @ turn
    free = energy < SINGULAR
    if failed and not free.any():
        free[0] = True
    if free.any():
        raise NotPositiveDefinite(shapes[:, free] * scale[:, None], energy[free])
