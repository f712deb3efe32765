"""Earth pressure coefficients for abutments and walls; angles in radians."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError

EN7: Final = "EN 1997-1:2004"
EN8: Final = "EN 1998-5:2004"
_RIGHT: Final = np.pi / 2


@clause(EN7, "9.5.3", "Annex C", tag="remembered")
@within(friction=(0.0, _RIGHT))
def active(friction: ArrayLike) -> Array:
    """Rankine's active coefficient: smooth vertical wall, level fill.  30 deg gives 1/3."""
    return floats(np.tan(np.pi / 4 - floats(friction) / 2) ** 2)


@clause(EN7, "9.5.3", "Annex C", tag="remembered")
@within(friction=(0.0, _RIGHT - 1e-6))
def passive(friction: ArrayLike) -> Array:
    """Rankine's passive coefficient: smooth vertical wall, level fill.  30 deg gives 3."""
    return floats(np.tan(np.pi / 4 + floats(friction) / 2) ** 2)


@clause(EN7, "9.5.2(3)", "(9.1)", tag="remembered")
@within(friction=(0.0, _RIGHT), overconsolidation=(1.0, None))
def at_rest(friction: ArrayLike, overconsolidation: ArrayLike = 1.0) -> Array:
    """Coefficient at rest, level fill: (1 - sin phi) sqrt(OCR)."""
    return floats((1 - np.sin(floats(friction))) * np.sqrt(floats(overconsolidation)))


@clause(EN8, "Annex E", "(E.2)", tag="remembered")
@within(friction=(0.0, _RIGHT), k_v=(None, 0.999))
def mononobe_okabe(
    friction: ArrayLike,
    wall_friction: ArrayLike,
    k_h: ArrayLike = 0.0,
    k_v: ArrayLike = 0.0,
) -> Array:
    """Active coefficient with earthquake, vertical wall and level fill; Coulomb for k_h = 0.

    friction, wall_friction : (...,) phi and delta [rad]   k_h, k_v : (...,) seismic coefficients
    returns : (...,) coefficient on the reduced weight gamma (1 - k_v)
    Check: 30 and 20 deg: 0.29731 at rest, 0.36592 for k_h = 0.1.

    Raises ScopeError where the quake exceeds the friction angle: the fill itself would slide.
    """
    phi, delta = floats(friction), floats(wall_friction)
    theta = np.arctan(floats(k_h) / (1 - floats(k_v)))
    if np.any(theta > phi):
        raise ScopeError(f"{EN8} (E.2): level fill is not stable, atan(k_h / (1 - k_v)) > phi")
    root = np.sqrt(np.sin(phi + delta) * np.sin(phi - theta) / np.cos(delta + theta))
    lower = np.cos(theta) * np.cos(delta + theta) * (1 + root) ** 2
    return floats(np.cos(phi - theta) ** 2 / lower)


@clause(EN7, "9.5.1", tag="remembered")
@within(height=(0.0, None))
def wall_thrust(
    coefficient: ArrayLike,
    unit_weight: ArrayLike,
    height: ArrayLike,
    surcharge: ArrayLike = 0.0,
) -> tuple[Array, Array]:
    """Thrust per metre of wall and its lever arm above the foot.

    coefficient : (...,)   unit_weight : (...,) [N/m3]   height : (...,) [m]
    surcharge   : (...,) on the fill [Pa]   returns : (...,) [N/m], (...,) [m]
    """
    k, h = floats(coefficient), floats(height)
    soil = 0.5 * k * floats(unit_weight) * h**2
    extra = k * floats(surcharge) * h
    total = soil + extra
    with np.errstate(invalid="ignore", divide="ignore"):
        arm = np.where(total > 0, (soil * h / 3 + extra * h / 2) / total, 0.0)
    return floats(total), floats(arm)
