"""Concrete decks on girders by equivalent strips, AASHTO LRFD 4.6.2.1 and 9.7.3; SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance._shapes import Values
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import foot, inch

LRFD: Final = "AASHTO LRFD 9th edition"
_DATA: Final = load("aashto/distribution.toml")


@clause(LRFD, "4.6.2.1.3", "Table 4.6.2.1.3-1", tag="read")
def strip_width(distance: Values, kind: Literal["sagging", "hogging", "overhang"]) -> Array:
    """Width of deck that one axle loads: 26 + 6.6 S, 48 + 3.0 S, 45 + 10 X inches.  [m]

    distance : (...,) girder spacing S, or of the load from the support's section X     [m]
    Check: S 9 ft, sagging: 85.4 in.
    """
    start, slope = _DATA.array(f"strip.{kind}")
    return floats((start + slope * floats(distance) / foot) * inch)


@clause(LRFD, "9.7.3.2", tag="remembered")
def distribution_share(spacing: Values) -> Array:
    """Bars along the bridge below, over the primary bars: 220/sqrt(S) percent, at most 67.

    spacing : (...,) effective span of the slab [m];  returns (...,) [-]
    Check: 9 ft: 67 %; 16 ft: 55 %.
    """
    top, most = _DATA.array("distribution_bars.rule")
    return floats(np.minimum(top / np.sqrt(floats(spacing) / foot), most) / 100.0)
