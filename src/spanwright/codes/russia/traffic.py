"""Dynamic and load factors of road and rail traffic by SNiP, ODM and SP 35.13330.  Unverified.

Where editions differ, or a rule could not be read, it is refused or marked in its docstring.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import kN

ODM: Final = "ODM 218.4.025-2016"
SNIP: Final = "SNiP 2.05.03-84"
SP35: Final = "SP 35.13330"
VERIFIED: Final = False  # reports print these results as unverified
_DATA: Final = load("russia/traffic.toml")


@clause(ODM, "dynamic factor of AK", tag="read")
@within(length=(0.0, None))
def road_dynamic_factor(
    length: ArrayLike, material: Literal["concrete", "steel"] = "steel"
) -> Array:
    """1 + mu of the AK bogie: concrete 1 + (45 - lam) / 135 from 1.0 to 1.3, steel and composite
    1 + 15 / (37.5 + lam).

    length : (...,) loaded, lam [m].  Check: 40 m gives 1.0370 and 1.1935.
    """
    lam = floats(length)
    if material == "concrete":
        return floats(np.clip(1 + (45 - lam) / 135, 1.0, 1.3))
    return floats(1 + 15 / (37.5 + lam))


@clause(ODM, "load factor of the AK bogie", tag="read")
@within(length=(0.0, None))
def bogie_load_factor(length: ArrayLike) -> Array:
    """gamma_f of the AK bogie: 1.50 at no length falling to 1.20 at 30 m.  10 m gives 1.40.

    ODM caps it at 1.4; SP 35 has 1.50 for every length.
    """
    return floats(np.interp(floats(length), [0.0, 30.0], _DATA.array("load_factor.bogie")))


@clause(SNIP, "2.21", tag="remembered")
@within(length=(0.0, None))
def footway_pressure(length: ArrayLike) -> Array:
    """Crowd on footways, 3.92 - 0.0196 lam, not below 1.96 kN/m2.  (...,) [m] -> (...,) [Pa]"""
    return floats(np.maximum(3.92 - 0.0196 * floats(length), 1.96) * kN)


@clause(SNIP, "2.20", tag="remembered")
@within(length=(0.0, None), grade=(1.0, 20.0))
def road_braking(length: ArrayLike, grade: float = 14.0) -> Array:
    """Half the weight of the AK uniform load, 7.8 K to 24.5 K kN, 1.5 m above the road.

    length : (...,) loaded [m]   grade : K   returns : (...,) [N]
    """
    half = 0.5 * grade * floats(length)
    return floats(np.clip(half, 7.8 * grade, 24.5 * grade) * kN)


@clause(SP35, "6.22", tag="remembered")
@within(length=(0.0, None))
def rail_dynamic_factor(
    length: ArrayLike, material: Literal["steel", "composite or concrete"] = "steel"
) -> Array:
    """1 + mu of SK: steel 1 + 18 / (30 + lam), others 1 + 10 / (20 + lam), not below 1.15.

    length : (...,) loaded, lam [m].  Check: 40 m gives 1.2571 and 1.1667.
    """
    lam = floats(length)
    factor = 1 + 18 / (30 + lam) if material == "steel" else 1 + 10 / (20 + lam)
    return floats(np.maximum(factor, 1.15))


@clause(SP35, "6.23", tag="remembered")
@within(length=(0.0, None))
def rail_load_factor(length: ArrayLike) -> Array:
    """gamma_f of SK: 1.30 at no length, 1.15 at 50 m, 1.10 from 150 m on.  (...,) [m] -> (...,)"""
    lengths, values = _DATA.array("load_factor.rail_length"), _DATA.array("load_factor.rail")
    return floats(np.interp(floats(length), lengths, values))
