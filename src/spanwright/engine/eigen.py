"""Largest eigenvalues of A x = mu K x, with K already factorised: modes and buckling alike.

Block Lanczos in the inner product of K, every new block made orthogonal to all before.  Blocks
use the factor on many columns at once, which costs little more than one, and find eigenvalues that
come in groups, as symmetric structures have them.

Source: Golub and Van Loan, Matrix Computations (4th ed.), 10.3.6; Grimes, Lewis and Simon, SIAM
J. Matrix Analysis 15 (1994) 228.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy import linalg

from spanwright.datum.arrays import Array
from spanwright.engine.solver import Factor

DENSE: Final = 300  # below this many unknowns all eigenvalues are found at once
RESIDUAL: Final = 1e-9  # of K^-1 A x - mu x in the norm of K, over mu
NOTHING: Final = 1e-12  # share of the largest size of mu that is rounding


def largest(A: Any, K: Any, factor: Factor, count: int, *, most: int = 0) -> tuple[Array, Array]:
    """The `count` algebraically largest mu (k,), descending, and x (n, k) with x' K x = 1.

    A    : (n, n) sparse symmetric, of any sign
    most : largest basis, 12 count + 120 when 0; what has not settled by then is left out

    Fewer than `count` come back where mu is no longer above rounding.
    """
    size = K.shape[0]
    if size <= DENSE or count > size // 4:
        value, vector = linalg.eigh(A.toarray(), K.toarray())
        value, vector = value[::-1], vector[:, ::-1]
        keep = value > NOTHING * np.abs(value).max(initial=0.0)
        return value[keep][:count], vector[:, keep][:, :count]
    width = int(np.clip(count // 2, 8, 40))
    limit = min(size, most or 12 * count + 120)
    start = factor.solve(A @ np.random.default_rng(1).standard_normal((size, width)))
    basis = _orthonormal(start, K, np.zeros((size, 0)))
    pushed = A @ basis
    projected = basis.T @ pushed
    block = basis
    while True:
        ahead = factor.solve(pushed[:, -block.shape[1] :])
        rest = ahead - basis @ (basis.T @ (K @ ahead))
        value, vector = np.linalg.eigh(projected)
        value, vector = value[::-1], vector[:, ::-1]
        # what K^-1 A x has outside the basis lies in `rest`
        out = vector[-block.shape[1] :, :count]
        error = np.sqrt(np.maximum(np.einsum("ik,ik->k", rest @ out, K @ (rest @ out)), 0.0))
        floor = NOTHING * float(np.abs(value).max(initial=0.0))
        top = value[:count]
        settled = (error <= RESIDUAL * np.abs(top)) | (top <= floor)
        if (settled.all() and len(top) == count) or basis.shape[1] >= limit:
            break
        block = _orthonormal(ahead, K, basis)
        if not block.shape[1]:  # the basis holds every motion that A can reach
            settled[:] = True
            break
        fresh = A @ block
        cross = basis.T @ fresh
        projected = np.block([[projected, cross], [cross.T, block.T @ fresh]])
        basis, pushed = np.hstack([basis, block]), np.hstack([pushed, fresh])
    keep = np.flatnonzero(settled & (top > floor))
    return top[keep], basis @ vector[:, keep]


def _orthonormal(columns: Array, K: Any, basis: Array) -> Array:
    """Columns made orthonormal in K to each other and to the basis; dependent ones dropped."""
    size = np.einsum("ik,ik->k", columns, K @ columns).max(initial=0.0)
    for _ in range(2):
        columns = columns - basis @ (basis.T @ (K @ columns))
        square, turn = np.linalg.eigh(columns.T @ (K @ columns))
        keep = square > 1e-24 * size
        columns = columns @ (turn[:, keep] / np.sqrt(square[keep]))
        size = 1.0
    return columns
