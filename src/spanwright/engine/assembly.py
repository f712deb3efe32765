"""The stiffness of the whole model and the numbering of its degrees of freedom.

Degree of freedom 6 n + d is component d of node n.  A spring sits at its first node: the second
node is tied to that point by a rigid arm, so a bearing modelled between nodes one above the other
passes its shear on with the right moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.element import Elements, build_elements, cross_matrix
from spanwright.engine.model import LINK, Model


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A model with its assembled stiffness.

    stiffness : (6 n, 6 n) sparse, every degree of freedom, global axes
    free, held: indices of the degrees of freedom, after `turn` where there is one
    turn      : (6 n, 6 n) from global into the axes of the supports, or None
    """

    model: Model
    elements: Elements
    stiffness: Any
    free: Ints
    held: Ints
    turn: Any

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def size(self) -> int:
        """Number of degrees of freedom, held ones included."""
        return 6 * len(self.model.nodes)

    def reduce(self, matrix: Any) -> Any:
        """The part of a (6 n, 6 n) matrix that belongs to the free degrees of freedom."""
        if self.turn is not None:
            matrix = self.turn @ matrix @ self.turn.T
        return sparse.csc_matrix(sparse.csc_matrix(matrix)[:, self.free].tocsr()[self.free])

    def restrict(self, vector: Any) -> Any:
        """The free part (f, k) of forces or rows (6 n, k), dense or sparse."""
        return self._turned(vector)[self.free]

    def restrict_held(self, vector: Any) -> Any:
        """The held part (h, k) of forces or rows (6 n, k)."""
        return self._turned(vector)[self.held]

    def _turned(self, vector: Any) -> Any:
        if self.turn is not None:
            vector = self.turn @ vector
        return vector if isinstance(vector, np.ndarray) else sparse.csr_matrix(vector)

    def expand(self, free: Array, held: Array | None = None) -> Array:
        """Displacement (6 n, k) in global axes from the free and the held part."""
        full = np.zeros((self.size, *free.shape[1:]))
        full[self.free] = free
        if held is not None:
            full[self.held] = held
        return full if self.turn is None else self.turn.T @ full


def assemble(model: Model, extra: Any = None) -> System:
    """Stiffness of members and springs; `extra` (6 n, 6 n) is added (shells, other elements)."""
    elements = build_elements(model)
    total = spread(model, elements, elements.stiffness)
    if len(model.springs.node):
        rows = spring_rows(model)
        total = total + rows.T @ sparse.diags_array(model.springs.stiffness.ravel()) @ rows
    if extra is not None:
        total = total + extra
    held = model.fixed.ravel()
    turn = None
    if len(model.support_axes):
        blocks = np.repeat(model.support_axes, 2, axis=0)
        count = len(blocks)
        turn = sparse.csr_matrix(sparse.bsr_array((blocks, np.arange(count), np.arange(count + 1))))
    return System(
        model,
        elements,
        sparse.csc_matrix(total),
        np.flatnonzero(~held),
        np.flatnonzero(held),
        turn,
    )


def member_dofs(model: Model) -> Ints:
    """(m, 12) degrees of freedom of both nodes of every member."""
    return (6 * model.members[:, :, None] + np.arange(6)).reshape(-1, 12)


def spread(model: Model, elements: Elements, local: Array) -> Any:
    """Sparse (6 n, 6 n) sum of member matrices (m, 12, 12) given in member axes."""
    whole = elements.transform.transpose(0, 2, 1) @ local @ elements.transform
    dof = member_dofs(model)
    rows = np.repeat(dof, 12, axis=1).ravel()
    columns = np.tile(dof, (1, 12)).ravel()
    size = 6 * len(model.nodes)
    return sparse.coo_matrix((whole.ravel(), (rows, columns)), shape=(size, size)).tocsc()


def spring_rows(model: Model) -> Any:
    """Sparse (6 s, 6 n): displacement of `node` against `other` in the spring's axes."""
    springs = model.springs
    count = len(springs.node)
    near = np.zeros((count, 6, 6))
    near[:, :3, :3] = near[:, 3:, 3:] = springs.axes
    far = -near
    has_other = springs.other != LINK
    arm = np.where(has_other[:, None], model.nodes[springs.node] - model.nodes[springs.other], 0.0)
    far[:, :3, 3:] = springs.axes @ cross_matrix(arm)
    blocks = np.concatenate([near, far], axis=2)
    other = np.where(has_other, springs.other, springs.node)
    blocks[~has_other, :, 6:] = 0.0
    dof = np.stack([springs.node, other], axis=1)
    dof = (6 * dof[:, :, None] + np.arange(6)).reshape(-1, 12)
    rows = np.repeat(np.arange(6 * count), 12)
    columns = np.repeat(dof, 6, axis=0).ravel()
    return sparse.coo_matrix(
        (blocks.ravel(), (rows, columns)), shape=(6 * count, 6 * len(model.nodes))
    ).tocsr()
