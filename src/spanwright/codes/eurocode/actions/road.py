"""Horizontal road actions, footways and joints (EN 1991-2 4.4, 4.6, 5.3); SI."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import kN

EN: Final = "EN 1991-2:2003"
_NDP: Final = load("eurocode/annexes/recommended.toml")
_DATA: Final = load("eurocode/actions/road.toml")


@clause(EN, "4.4.1(2)", "(4.6)", tag="remembered")
@within(length=(0.0, None))
def braking(length: ArrayLike, lane_width: float = 3.0, parameters: Data = _NDP) -> Array:
    """Braking or acceleration force along lane 1, at the carriageway level.

    length     : (...,) of the deck or the part of it considered [m]
    lane_width : w_l [m]   parameters : alpha factors and the upper limit
    returns    : (...,) 180 alpha_Q1 to 900 kN [N];  alpha 1: 60 m gives 522 kN, 100 m 630 kN
    """
    alpha_Q, alpha_q = parameters.number("lm1.alpha_Q1"), parameters.number("lm1.alpha_q1")
    axles = _DATA.number("braking.axles") * alpha_Q * 2 * _DATA.number("lm1.axle")
    line = _DATA.number("braking.line") * alpha_q * _DATA.number("lm1.pressure") * lane_width
    least = alpha_Q * _DATA.number("braking.least")
    return np.clip(axles + line * floats(length), least, parameters.number("road.braking_most"))


@clause(EN, "4.4.2(2)", "Table 4.3", tag="read")
@within(radius=(1e-9, None), tandem_weight=(0.0, None))
def centrifugal(tandem_weight: ArrayLike, radius: ArrayLike) -> Array:
    """Transverse force of vehicles in a curve, a point load at any cross-section.

    tandem_weight : (...,) Q_v = sum of alpha_Qi 2 Q_ik over the lanes [N]
    radius        : (...,) of the carriageway axis [m]   returns : (...,) [N]
    """
    r, Q_v = floats(radius), floats(tandem_weight)
    # 40 Q_v / r holds from 200 m, where it meets 0.2 Q_v.
    return floats(np.where(r > 1500, 0.0, Q_v * np.where(r < 200, 0.2, 40 / np.maximum(r, 200))))


@clause(EN, "4.4.2(4)", tag="remembered")
def skidding(braking_force: ArrayLike) -> Array:
    """Transverse force from skewed braking or skidding: 25 % of the braking force.  (...,) [N]"""
    return _DATA.number("skidding") * floats(braking_force)


@clause(EN, "4.6.1(6)", "(4.7)", tag="read")
@within(distance=(0.0, None))
def joint_amplification(distance: ArrayLike) -> Array:
    """Additional factor near an expansion joint: 1.30 at the joint, 1.00 from 6 m on.

    (...,) distance [m] -> (...,) [-]
    """
    return np.maximum(1.30 * (1 - floats(distance) / 26), 1.0)


@clause(EN, "4.9.1", tag="remembered")
@within(height=(1e-9, None))
def backfill_thrust(height: float, lanes: int, parameters: Data = _NDP) -> tuple[Array, Array]:
    """LM1 on the fill behind an abutment as thrust per unit of the earth pressure coefficient.

    height  : of the fill [m];  lanes : notional lanes side by side
    returns : thrust over the coefficient [N] and its depth below the road [m]
    Each tandem stands on 3.0 x 2.2 m right behind the wall and spreads at 30 degrees to the
    vertical; the uniform load acts over the full depth of its lane.
    """
    number = parameters.number
    width, length = _DATA.array("backfill.patch")
    depth = np.linspace(0.0, height, 401)
    slope = np.tan(_DATA.number("backfill.spread"))
    tandems = sum(
        number(f"lm1.alpha_Q{i + 1}") * 2 * load
        for i, load in enumerate(_DATA.array("lm1.tandem_axles")[:lanes])
    )
    pressures = _DATA.array("lm1.pressures")
    spread = sum(
        number(f"lm1.alpha_q{min(i + 1, 3)}") * float(pressures[min(i, 1)]) * width
        for i in range(lanes)
    )
    # The patch lies on one side of the wall: it spreads along the bridge one way only.
    line = tandems / (length + depth * slope) + spread
    total = np.trapezoid(line, depth)
    return floats(total), floats(np.trapezoid(line * depth, depth) / total)


@clause(EN, "5.3.2.1(2)", "(5.1)", tag="remembered")
@within(length=(0.0, None))
def footway_pressure(length: ArrayLike, parameters: Data = _NDP) -> Array:
    """Crowd on a footway over a long loaded length: 2.0 + 120 / (L + 30), 2.5 to 5.0 kN/m2.

    (...,) L [m] -> (...,) [Pa].  Check: 60 m gives 3.333, 210 m gives 2.5 kN/m2.
    """
    pressure = (2.0 + 120 / (floats(length) + 30)) * kN
    return np.clip(pressure, 2.5 * kN, parameters.number("road.footway"))


@clause(EN, "4.5.1", "Table 4.4a, note", tag="remembered")
def footway_pressure_with_lm1(parameters: Data = _NDP) -> float:
    """Reduced footway load that goes with LM1 in group gr1a.  [Pa]"""
    return parameters.number("road.footway_with_lm1")


@clause(EN, "Annex A", "A.3(5)", tag="remembered")
@within(length=(0.0, None))
def special_vehicle_factor(length: ArrayLike) -> Array:
    """Dynamic factor of LM3 at normal speed, up to 70 km/h: 1.40 - L/500, not below 1.

    length : (...,) of the influence line [m]   returns : (...,);  40 m gives 1.32
    """
    start, over = _DATA.array("special_vehicle.dynamic")
    return floats(np.maximum(start - floats(length) / over, 1.0))
