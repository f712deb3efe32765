"""Ice of SNiP 2.05.03-84 and the dynamic factor of SP 14.13330; SI.  Unverified.

SP 38.13330, which replaces the ice rules, has tables that were not available: it is refused.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.codes.jtg.actions import Nose, nose_factor
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError

SNIP: Final = "SNiP 2.05.03-84"
SP14: Final = "SP 14.13330"
VERIFIED: Final = False  # reports print these results as unverified
_DATA: Final = load("russia/actions.toml")


@clause(SNIP, "Appendix 10", tag="remembered")
@within(width=(0.0, None), thickness=(0.0, None), climate=(0.5, 3.0))
def ice_force(
    width: ArrayLike,
    thickness: ArrayLike,
    nose: Nose = "round",
    wedge_angle: ArrayLike | None = None,
    climate: ArrayLike = 1.0,
    stage: Literal["first_movement", "highest_level"] = "first_movement",
) -> Array:
    """Force of a floe cut by a pier, psi R b t with R = K_n 735 or 441 kPa.

    width : (...,) b [m]   thickness : (...,) t [m]   climate : (...,) factor K_n of the region
    returns : (...,) [N].  The nose factors agree with those of JTG D60.
    """
    strength = floats(climate) * _DATA.number(f"ice.{stage}")
    return floats(nose_factor(nose, wedge_angle) * strength * floats(width) * floats(thickness))


def ice_force_sp38(*_: object) -> Array:
    """Not answered: raises ScopeError, the tables of SP 38.13330 were not available."""
    raise ScopeError("SP 38.13330: the factors k_b and k_v were not available; use ISO 19906")


@clause(SP14, "5.6", tag="remembered")
@within(period=(0.0, None))
def dynamic_factor(period: ArrayLike, soil: Literal["I, II", "III"] = "I, II") -> Array:
    """Dynamic factor beta(T), at least 0.8.  (...,) [s] -> (...,) [-]; II, 1 s gives 1.5811"""
    T, corner = floats(period), _DATA.number(f"quake.{soil}")
    falling = 2.5 * np.sqrt(corner / np.maximum(T, corner))
    return floats(np.where(T <= 0.1, 1 + 15 * T, np.maximum(falling, 0.8)))


@clause(SP14, "5.5", tag="remembered")
def ground_acceleration(intensity: Literal[7, 8, 9]) -> float:
    """Acceleration A over gravity for a seismic intensity.  [-]"""
    names = {7: "seven", 8: "eight", 9: "nine"}
    if intensity not in names:
        raise ScopeError(f"{SP14} 5.5: intensity must be 7, 8 or 9 (got {intensity})")
    return _DATA.number(f"quake_acceleration.{names[intensity]}")
