"""Flowing water and debris on piers (EN 1991-1-6 4.9); SI.

Both need the depth of the *scoured* bed: the caller lowers it before asking.
"""

from __future__ import annotations

from typing import Final, Literal

from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats

EN: Final = "EN 1991-1-6:2005"
_DATA: Final = load("eurocode/actions/water.toml")
WATER_DENSITY: Final = _DATA.number("water.density")


@clause(EN, "4.9(1)", "(4.1)", tag="remembered")
@within(velocity=(0.0, None), density=(0.0, None))
def flow_pressure(
    velocity: ArrayLike,
    shape: Literal["rectangular", "circular"],
    density: float = WATER_DENSITY,
) -> Array:
    """Mean pressure of flowing water on the projected area of a pier, k rho v^2 / 2.

    velocity : (...,) mean over the depth [m/s]   returns : (...,) [Pa]
    Check: circular, 2 m/s gives 1400 Pa.
    """
    return 0.5 * _DATA.number(f"shape.{shape}") * density * floats(velocity) ** 2


@clause(EN, "4.9(1)", "(4.1)", tag="remembered")
@within(depth=(0.0, None), width=(0.0, None))
def flow_force(
    velocity: ArrayLike,
    depth: ArrayLike,
    width: ArrayLike,
    shape: Literal["rectangular", "circular"],
    density: float = WATER_DENSITY,
) -> Array:
    """Force of flowing water on a pier.

    velocity : (...,) [m/s]   depth : (...,) of water over the scoured bed [m]
    width    : (...,) projected width of the pier [m]   returns : (...,) [N]
    """
    return flow_pressure(velocity, shape, density) * floats(depth) * floats(width)


@clause(EN, "4.9(2)", "(4.2)", tag="remembered")
@within(velocity=(0.0, None), area=(0.0, None))
def debris_force(velocity: ArrayLike, area: ArrayLike) -> Array:
    """Force of debris gathered against a pier, k_deb A v^2.

    velocity : (...,) [m/s]   area : (...,) obstructed by debris [m2]   returns : (...,) [N]
    """
    return _DATA.number("debris.k") * floats(area) * floats(velocity) ** 2
