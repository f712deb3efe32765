"""Array shapes shared by the formulas of this folder."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Array

Values = Array | float  # what a formula takes for each of its arguments


def together(*values: ArrayLike) -> list[Array]:
    """Arrays of one common shape, own copies: results must not be views of each other."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
    return [np.array(array) for array in arrays]
