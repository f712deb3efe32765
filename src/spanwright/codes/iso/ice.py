"""Global ice action on vertical structures, ISO 19906; SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats

ISO: Final = "ISO 19906:2010"
_DATA: Final = load("iso/ice.toml")
Region = Literal["temperate", "sub-arctic", "arctic"]


@clause(ISO, "A.8.2.4.3.2", tag="remembered")
@within(thickness=(1e-9, None), width=(1e-9, None))
def ice_pressure(thickness: ArrayLike, width: ArrayLike, region: Region = "temperate") -> Array:
    """Upper-bound global ice pressure p_G = C_R (h / h_1)^n (w / h)^-0.16.

    thickness : (...,) h [m]   width : (...,) w of the structure [m]   returns : (...,) [Pa]
    Check: 0.8 m on 2 m, temperate, gives 1.677 MPa.
    """
    h = floats(thickness)
    exponent = np.where(h < 1.0, -0.50 + h / 5, -0.30)
    return floats(_DATA.number(f"strength.{region}") * h**exponent * (floats(width) / h) ** -0.16)


@clause(ISO, "A.8.2.4.3.2", tag="remembered")
def ice_force(thickness: ArrayLike, width: ArrayLike, region: Region = "temperate") -> Array:
    """Global ice force p_G h w on a vertical structure.  (...,) [m], (...,) [m] -> (...,) [N]"""
    return ice_pressure(thickness, width, region) * floats(thickness) * floats(width)
