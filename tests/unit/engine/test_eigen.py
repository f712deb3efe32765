"""Block Lanczos against the dense solution: groups, signs, massless freedoms, nothing to find."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg, sparse

from spanwright.engine.eigen import DENSE, largest
from spanwright.engine.solver import factorise


def chain(size):
    """A stiffness of springs in a row, all different enough to have no accidental symmetry."""
    springs = 1.0 + 0.3 * np.sin(np.arange(size + 1))
    return sparse.diags_array(
        [springs[:-1] + springs[1:], -springs[1:-1], -springs[1:-1]], offsets=[0, 1, -1]
    ).tocsc()


@pytest.mark.parametrize("kind", ["mass", "lumped", "signed", "twins"])
def test_the_largest_values_are_those_of_the_dense_problem(kind):
    size = 400
    K = chain(size)
    weight = np.ones(size)
    if kind == "lumped":
        weight = np.where(np.arange(size) % 7 == 0, 3.0, 0.0)
    if kind == "signed":
        weight = np.cos(np.arange(size) / 25)
    if kind == "twins":  # two equal structures: every value twice
        half = chain(size // 2)
        K = sparse.block_diag([half, half], format="csc")
    A = sparse.diags_array(weight).tocsc()
    value, vector = largest(A, K, factorise(K), 12)
    exact = linalg.eigh(A.toarray(), K.toarray(), eigvals_only=True)[::-1][:12]
    assert size > DENSE
    assert value == pytest.approx(exact, rel=1e-10)
    assert vector.T @ (K @ vector) == pytest.approx(np.eye(12), abs=1e-9)
    assert np.abs(A @ vector - K @ vector * value).max() < 1e-7 * np.abs(A @ vector).max()


def test_nothing_positive_gives_nothing():
    K = chain(800)
    for weight in (-1.0, 0.0):
        A = (weight * sparse.eye_array(800)).tocsc()
        value, vector = largest(A, K, factorise(K), 4)
        assert value.shape == (0,)
        assert vector.shape == (800, 0)


def test_fewer_than_asked_where_few_exist():
    """Three masses on 800 freedoms: three values, however many are asked."""
    weight = np.zeros(800)
    weight[[100, 400, 700]] = [1.0, 2.0, 3.0]
    K = chain(800)
    value, _ = largest(sparse.diags_array(weight).tocsc(), K, factorise(K), 10)
    assert len(value) == 3
    at = np.ix_([100, 400, 700], [100, 400, 700])
    flexibility = np.linalg.inv(K.toarray())[at]
    root = np.sqrt(weight[[100, 400, 700]])
    exact = np.linalg.eigvalsh(root[:, None] * flexibility * root)[::-1]
    assert value == pytest.approx(exact, rel=1e-10)
