"""Array types and the one way values are frozen."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def floats(value: ArrayLike) -> Array:
    """The numbers as an array of floats; scalars become arrays without axes."""
    return np.asarray(value, dtype=np.float64)


def freeze(value: Any) -> None:
    """Replace every array of a frozen dataclass by a read-only one (called in __post_init__).

    The array is copied only when it is writeable, so views of frozen arrays stay cheap.
    """
    for field in fields(value):
        array = getattr(value, field.name)
        if isinstance(array, np.ndarray) and array.flags.writeable:
            private = array.copy()
            private.setflags(write=False)
            object.__setattr__(value, field.name, private)
