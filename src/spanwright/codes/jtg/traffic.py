"""Dynamic effect, braking and lane factors of JTG D60-2015 and the impact of KDS 24 12 21; SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import GRAVITY

JTG: Final = "JTG D60-2015"
KDS: Final = "KDS 24 12 21"
_DATA: Final = load("jtg/traffic.toml")


@clause(JTG, "4.3.2", tag="read")
@within(frequency=(1e-9, None))
def impact(frequency: ArrayLike) -> Array:
    """Impact mu by the first frequency: 0.05 below 1.5 Hz, 0.45 above 14 Hz.  (...,) [Hz] -> (...,)

    3.5 Hz gives 0.20566.
    """
    return floats(np.clip(0.1767 * np.log(floats(frequency)) - 0.0157, 0.05, 0.45))


@clause(JTG, "4.3.1", "Table 4.3.1-5", tag="read")
def lane_factor(lanes: int) -> float:
    """Factor on the effect of 1 to 8 loaded lanes: 1.20, 1.00, 0.78, ...; more than 8 as 8."""
    factors = _DATA.array("lanes.factor")
    return float(factors[min(lanes, len(factors)) - 1])


@clause(JTG, "4.3.1", "Table 4.3.1-6", tag="read")
@within(span=(0.0, None))
def long_span_factor(span: ArrayLike) -> Array:
    """Factor of long spans: 1.00 to 150 m, then 0.97, from 400 m 0.96, ... from 1,000 m 0.93.

    (...,) [m] -> (...,)
    """
    limits, factors = _DATA.array("long_span.limit"), _DATA.array("long_span.factor")
    row = np.searchsorted(limits, floats(span), side="right")
    return floats(np.where(floats(span) <= limits[0], factors[0], factors[row]))


@clause(JTG, "4.3.3", tag="read")
@within(velocity=(0.0, None), radius=(1e-9, None))
def centrifugal_factor(velocity: ArrayLike, radius: ArrayLike) -> Array:
    """C = v^2 / (g R) on the vehicle load, 1.2 m above the road.  (...,) [m/s], [m] -> (...,)"""
    return floats(floats(velocity) ** 2 / (GRAVITY * floats(radius)))


@clause(JTG, "4.3.5", tag="read")
@within(lane_load=(0.0, None))
def braking(lane_load: ArrayLike, lanes: int, grade: Literal["I", "II"] = "I") -> Array:
    """10 % of the lane load on the loaded length, at least 165 or 90 kN, times 1, 2, 2.34, 2.68.

    lane_load : (...,) of one lane [N]   lanes : in one direction   returns : (...,) [N]
    """
    least = _DATA.number(f"braking.least_{grade}")
    several = _DATA.array("braking.lanes")
    return floats(np.maximum(0.1 * floats(lane_load), least) * several[min(lanes, 4) - 1])


@clause(KDS, "4.4", tag="read")
@within(cover=(0.0, None))
def buried_impact(cover: ArrayLike) -> Array:
    """Impact on buried structures, 40 (1 - 4.1e-4 D_E) percent, D_E in mm.  (...,) [m] -> (...,)"""
    return floats(np.maximum(0.40 * (1 - 4.1e-4 * floats(cover) * 1e3), 0.0))
