"""Strength of young concrete by its maturity: how long to wait before the next step."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Array, floats

# EN 1992-1-1 3.1.2(6): s by cement class
HARDENING = {"S": 0.38, "N": 0.25, "R": 0.20}


def ageing_rate(temperature: ArrayLike) -> Array:
    """Days of age at 20 degC that one day at this temperature is worth.  (...,) [degC] -> [-]

    Source: EN 1992-1-1:2004, B.1(3), expression (B.10), from memory.
    Check: 5 degC gives 0.478, 20 degC 0.998.
    """
    return floats(np.exp(13.65 - 4000.0 / (273.0 + floats(temperature))))


def strength_share(age: ArrayLike, cement: str = "N") -> Array:
    """Mean strength over that of 28 days.  age : (...,) equivalent days at 20 degC

    Source: EN 1992-1-1:2004, 3.1.2(6), expression (3.2).
    Check: class N, 3, 7 and 90 days give 0.598, 0.779 and 1.117.
    """
    return floats(np.exp(HARDENING[cement] * (1.0 - np.sqrt(28.0 / floats(age)))))


def days_to_strength(share: float, temperature: float, cement: str = "N") -> float:
    """Elapsed days at a steady temperature until this share of the 28-day strength.

    Check: class N at 5 degC, 7 days are 3.35 days at 20 degC and give 0.62 of the strength.
    """
    if not 0.0 < share < math.exp(HARDENING[cement]):
        raise ValueError("the share must be above 0 and below what concrete ever reaches")
    age = 28.0 / (1.0 - math.log(share) / HARDENING[cement]) ** 2  # (3.2) turned round
    return age / float(ageing_rate(temperature))
