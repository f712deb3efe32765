"""Dynamic load allowance of the rail load 300LA, AS 5100.2; SI."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats

AS: Final = "AS 5100.2:2017"
_DATA: Final = load("australia/traffic.toml")


@clause(AS, "dynamic load allowance of railway traffic", tag="remembered")
@within(length=(0.1, None))
def rail_allowance(length: ArrayLike) -> Array:
    """Dynamic allowance of bending under 300LA, added to 1: 2.16/(sqrt(L) - 0.2) - 0.27, 0 to 1.

    length : (...,) characteristic length [m]   returns : (...,);  20 m gives 0.2356
    """
    top, shift, less = _DATA.array("rail.allowance")
    return floats(np.clip(top / (np.sqrt(floats(length)) - shift) - less, 0.0, 1.0))
