"""Impact and longitudinal forces of the AREMA Manual; SI outside, feet and kip inside."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import foot, kip

AREMA: Final = "AREMA Manual, chapters 8 and 15"
_DATA: Final = load("arema/actions.toml")


@clause(AREMA, "15-1.3.5c", tag="remembered")
@within(span=(1e-9, None))
def steel_impact(span: ArrayLike) -> Array:
    """Vertical impact on steel bridges without hammer blow, share of the static load.

    span : (...,) [m]   returns : (...,);  40, 80, 100 ft give 0.370, 0.280, 0.2457
    The rocking effect, 20 % of the wheel load as a couple, comes beside it.
    """
    L = floats(span) / foot
    short = 40 - 3 * L**2 / 1600
    long = 16 + 600 / np.maximum(L - 30, 1.0)
    return floats(np.where(L < 80, short, long) / 100)


@clause(AREMA, "8-2.2.3d", tag="remembered")
@within(span=(1e-9, None))
def concrete_impact(span: ArrayLike) -> Array:
    """Impact on concrete bridges: 60 % to 14 ft, 225 / sqrt(L) to 127 ft, 20 % beyond.  (...,)"""
    L = floats(span) / foot
    return floats(np.where(L <= 14, 60.0, np.where(L <= 127, 225 / np.sqrt(L), 20.0)) / 100)


@clause(AREMA, "15-1.3.12", tag="remembered")
@within(length=(0.0, None), cooper=(1e-9, None))
def longitudinal(length: ArrayLike, cooper: float = 80.0) -> tuple[Array, Array]:
    """Braking 8 ft above the rail, 45 + 1.2 L kip, and traction 3 ft above it, 25 sqrt(L) kip.

    length : (...,) loaded [m]   cooper : E rating   returns : (...,), (...,) [N]
    """
    L, scale = floats(length) / foot, cooper / _DATA.number("longitudinal.rating") * kip
    base, rate = _DATA.array("longitudinal.braking")
    return floats((base + rate * L) * scale), floats(
        _DATA.number("longitudinal.traction") * np.sqrt(L) * scale
    )
