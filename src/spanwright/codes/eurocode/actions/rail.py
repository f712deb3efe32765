"""Horizontal, derailment and aerodynamic actions of rail traffic (EN 1991-2 6.5 to 6.7); SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import kmh

EN: Final = "EN 1991-2:2003"
_DATA: Final = load("eurocode/actions/rail.toml")
Train = Literal["LM71", "SW/0", "SW/2", "HSLM"]


def _classified(train: Train, alpha: float) -> float:
    """alpha multiplies LM71 and SW/0 only (6.3.2(3), 6.5.3(6))."""
    return alpha if train in ("LM71", "SW/0") else 1.0


@clause(EN, "6.5.3(2)", "(6.20)", tag="read")
@within(length=(0.0, None))
def traction(length: ArrayLike, train: Train = "LM71", alpha: float = 1.0) -> Array:
    """Traction force of one track over the loaded length: 33 kN/m, at most 1000 kN, times alpha.

    (...,) L_ab [m] -> (...,) [N].  Check: 60 m gives 1000 kN, 7.98 m gives 263.34 kN.
    """
    force = np.minimum(
        _DATA.number("traction.rate") * floats(length), _DATA.number("traction.most")
    )
    return floats(_classified(train, alpha) * force)


@clause(EN, "6.5.3(2)", "(6.21)", "(6.22)", tag="read")
@within(length=(0.0, None))
def braking(length: ArrayLike, train: Train = "LM71", alpha: float = 1.0) -> Array:
    """Braking force of one track over the loaded length.

    20 kN/m, at most 6000 kN, times alpha; SW/2: 35 kN/m without limit.
    (...,) L_ab [m] -> (...,) [N].  Check: 60 m gives 1200 kN.
    """
    span = floats(length)
    if train == "SW/2":
        return _DATA.number("braking.rate_sw2") * span
    force = np.minimum(_DATA.number("braking.rate") * span, _DATA.number("braking.most"))
    return floats(_classified(train, alpha) * force)


@clause(EN, "6.5.2(2)", "6.5.2(3)", tag="remembered")
def nosing(alpha: float = 1.0) -> float:
    """Nosing force at the rail top, across the track; alpha counts where it is 1 or more.  [N]"""
    return max(alpha, 1.0) * _DATA.number("nosing.force")


@clause(EN, "6.5.1(8)", "(6.19)", tag="remembered")
@within(speed=(0.0, None), influence_length=(0.0, None))
def centrifugal_reduction(speed: ArrayLike, influence_length: ArrayLike) -> Array:
    """Reduction factor f of the centrifugal force of LM71.

    speed : (...,) V [m/s]   influence_length : (...,) L_f [m]   returns : (...,) 0.35 to 1
    Check: 160 km/h, 40 m gives 0.79989.
    """
    V, L = floats(speed) / kmh, np.maximum(floats(influence_length), 2.88)
    root = 1 - np.sqrt(2.88 / L)
    medium = 1 - (np.maximum(V, 120) - 120) / 1000 * (814 / np.maximum(V, 120) + 1.75) * root
    fast = 1 - 0.803 * root
    factor = np.where(V <= 120, 1.0, np.where(V <= 300, medium, fast))
    return floats(np.clip(factor, 0.35, 1.0))


@clause(EN, "6.5.1(4)", "(6.17)", tag="read")
@within(speed=(0.0, None), radius=(1e-9, None))
def centrifugal(
    vertical: ArrayLike, speed: ArrayLike, radius: ArrayLike, reduction: ArrayLike = 1.0
) -> Array:
    """Centrifugal force V^2 / (127 r) f Q_v, 1.80 m above the rails.

    vertical : (...,) load without dynamic factor [N or N/m]   speed : (...,) [m/s]
    radius   : (...,) [m]   reduction : (...,) f   returns : (...,) as the vertical load
    Check: 250 kN, 120 km/h, 1000 m gives 28.346 kN.
    """
    V = floats(speed) / kmh
    return V**2 / (127 * floats(radius)) * floats(reduction) * floats(vertical)


@clause(EN, "6.7.1(2)", "Design situation II", tag="read")
@within(length=(1e-9, None))
def derailment_line_load(length: ArrayLike, alpha: float = 1.0) -> Array:
    """Vertical line load at the deck edge, 1.4 alpha LM71, on at most 20 m; for stability.

    length  : (...,) of the bridge [m]   returns : (...,) [N/m]
    Below 6.4 m, where the axles fill the length, their mean 250 kN over 1.6 m stands.
    Check: alpha 1.33: 8 m gives 262.542, 30 m gives 194.3928 kN/m.
    """
    loaded = np.minimum(floats(length), _DATA.number("derailment.length"))
    spacing = _DATA.number("lm71.spacing")
    zone = _DATA.number("lm71.axles") * spacing
    axles = _DATA.number("lm71.axle") / spacing * np.minimum(loaded, zone)
    line = _DATA.number("lm71.line") * np.maximum(loaded - zone, 0.0)
    return floats(_DATA.number("derailment.factor") * alpha * (axles + line) / loaded)


def _slipstream(path: str, speed: ArrayLike, distance: ArrayLike, shape: float) -> Array:
    a, b, c = _DATA.array(f"slipstream.{path}")
    return floats(shape * (a / (floats(distance) + b) ** 2 + c) * floats(speed) ** 2 / 1.6)


@clause(EN, "6.6.2", "Figure 6.22", tag="read")
@within(speed=(0.0, None), distance=(2.3, 6.0))
def slipstream_vertical(speed: ArrayLike, distance: ArrayLike, shape: float = 1.0) -> Array:
    """Pressure q_1k on vertical surfaces beside the track, either sign.

    speed : (...,) [m/s]   distance : (...,) from the track axis [m]
    shape : k_1, 0.85 for streamlined trains   returns : (...,) [Pa];  300 km/h, 2.3 m: 1755.5 Pa
    """
    return _slipstream("vertical", speed, distance, shape)


@clause(EN, "6.6.3", "Figure 6.23", tag="read")
@within(speed=(0.0, None), height=(4.5, 10.0))
def slipstream_above(speed: ArrayLike, height: ArrayLike, shape: float = 1.0) -> Array:
    """Pressure q_2k on horizontal surfaces above the track.

    height : (...,) of the soffit above the rails [m];  300 km/h, 5 m gives 2469.7 Pa
    """
    return _slipstream("above", speed, height, shape)


@clause(EN, "6.6.4", "Figure 6.24", tag="read")
@within(speed=(0.0, None), distance=(1.0, 6.0))
def slipstream_beside(speed: ArrayLike, distance: ArrayLike, height_factor: float = 1.0) -> Array:
    """Pressure q_3k on horizontal surfaces beside the track, such as platform roofs.

    distance : (...,) from the track axis [m]   height_factor : k_3 = (7.5 - h_g) / 3.7
    200 km/h, 2 m gives 600.5 Pa.
    """
    return _slipstream("beside", speed, distance, height_factor)


@clause("EN 1990:2002/A1:2005", "A2.4.4.2.2", "Table A2.7", tag="remembered")
@within(speed=(0.0, None))
def twist_limit(speed: ArrayLike) -> Array:
    """Greatest twist of a track over 3 m under LM71 with its factors.

    speed : (...,) of the line [m/s]   returns : (...,) 4.5, 3.0 or 1.5 mm [m]
    """
    row = np.searchsorted(_DATA.array("twist.speed"), floats(speed) - 1e-9)
    return floats(_DATA.array("twist.limit")[row])
