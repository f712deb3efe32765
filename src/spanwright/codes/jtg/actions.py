"""Ice, stream flow, ships and temperature of JTG D60-2015; SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GRAVITY

JTG: Final = "JTG D60-2015"
_DATA: Final = load("jtg/actions.toml")
Nose = Literal["flat", "round", "wedge"]


@clause(JTG, "4.3.9", tag="read")
def nose_factor(nose: Nose, wedge_angle: ArrayLike | None = None) -> Array:
    """Shape factor m of a pier's nose for ice; a wedge needs its included angle, 45 to 120 deg.

    Raises ScopeError for a wedge outside these angles or without one.
    """
    if nose != "wedge":
        return floats(_DATA.number(f"ice.{nose}"))
    angles = _DATA.array("ice.wedge_angle")
    if wedge_angle is None or not np.all(
        (floats(wedge_angle) >= angles[0] - 1e-9) & (floats(wedge_angle) <= angles[-1] + 1e-9)
    ):
        raise ScopeError(f"{JTG} 4.3.9: a wedge needs its angle, 45 to 120 degrees")
    return floats(np.interp(floats(wedge_angle), angles, _DATA.array("ice.wedge")))


@clause(JTG, "4.3.9", tag="read")
@within(width=(0.0, None), thickness=(0.0, None), approach=(0.0, np.pi / 2))
def ice_force(
    width: ArrayLike,
    thickness: ArrayLike,
    nose: Nose = "round",
    wedge_angle: ArrayLike | None = None,
    temperature: ArrayLike = 0.0,
    stage: Literal["first_movement", "highest_level"] = "first_movement",
    approach: ArrayLike = np.pi / 2,
) -> Array:
    """Ice force on a pier, m C_t b t R, acting 0.3 t below the ice level.

    width       : (...,) b [m]   thickness : (...,) t [m]   nose, wedge_angle : see nose_factor
    temperature : (...,) of the ice; C_t 1.0 at 0 C, 2.0 at -10 C and below [C]
    approach    : (...,) angle of the floe to the pier's face, up to 80 deg reduces [rad]
    returns     : (...,) [N];  b 2, t 0.8, round, 0 C gives 1080 kN
    """
    climate = np.interp(
        floats(temperature), _DATA.array("ice.temperature"), _DATA.array("ice.climate")
    )
    oblique = np.where(floats(approach) <= np.radians(80), np.sin(floats(approach)), 1.0)
    strength = _DATA.number(f"ice.{stage}")
    shape = nose_factor(nose, wedge_angle)
    return floats(shape * climate * floats(width) * floats(thickness) * strength * oblique)


@clause(JTG, "4.3.8", tag="read")
@within(velocity=(0.0, None))
def stream_pressure(
    velocity: ArrayLike,
    shape: Literal["square", "rectangle", "round", "pointed", "round-ended"],
    unit_weight: float = 9.81e3,
) -> Array:
    """Mean stream pressure K gamma v^2 / (2 g); resultant 0.3 of the depth below the surface.

    (...,) [m/s] -> (...,) [Pa].  Check: round-ended, 2 m/s gives 1.200 kPa.
    """
    return _DATA.number(f"stream.{shape}") * unit_weight * floats(velocity) ** 2 / (2 * 9.81)


@clause(JTG, "4.4.2", tag="read")
def inland_ship(waterway: Literal["4", "5", "6", "7"]) -> tuple[float, float]:
    """Ship force across and along by waterway class, 2 m above the navigable level.  [N], [N]"""
    across, along = _DATA.array(f"inland_ship.{waterway}")
    return float(across), float(along)


@clause(JTG, "4.4.2", tag="read")
@within(weight=(0.0, None), velocity=(0.0, None))
def drift_force(weight: ArrayLike, velocity: ArrayLike) -> Array:
    """Force of drifting timber or other bodies, W v / (g T).  (...,) [N], (...,) [m/s] -> [N]"""
    return floats(weight) * floats(velocity) / (GRAVITY * _DATA.number("drift.time"))


@clause(JTG, "4.3.12", tag="read")
def temperature(
    region: Literal["severe cold", "cold", "temperate"],
    pavement: Literal["concrete pavement", "50 mm asphalt", "100 mm asphalt"],
) -> tuple[Array, Array]:
    """Effective temperatures (highest, lowest) [C] and gradient (T1, T2) [K], composite decks.

    The negative gradient is -0.5 of the positive one.
    """
    return _DATA.array(f"thermal.effective.{region}"), _DATA.array(f"thermal.gradient.{pavement}")
