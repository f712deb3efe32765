"""Thicknesses a mill rolls, and the rule that updates one from its utilisation."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import mm

STOCK: Final = floats(
    np.array([10, 12, 14, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 55, 60, 70, 80]) * mm
)
_SLACK: Final = 1e-6  # [m]: a thickness already in stock stays


def stock(thickness: Array) -> Array:
    """The next thickness in stock that is not thinner; the thickest where none is.  [m]"""
    row = np.searchsorted(STOCK, np.asarray(thickness) - _SLACK)
    return floats(STOCK[np.minimum(row, len(STOCK) - 1)])


def thicker(thickness: Array) -> Array:
    """One step up in stock; the thickest stays.  [m]"""
    return stock(np.asarray(thickness) + 2 * _SLACK)


def thinner(thickness: Array) -> Array:
    """One step down in stock; the thinnest stays.  [m]"""
    row = np.searchsorted(STOCK, np.asarray(thickness) - _SLACK) - 1
    return floats(STOCK[np.maximum(row, 0)])


def updated(thickness: Array, utilisation: Array, power: float = 1.0) -> Array:
    """Proportional update t u^k, rounded up to stock.

    thickness, utilisation : same shape; a larger utilisation never gives a thinner plate
    power : 1 for a flange (stress goes with its area), less where thickness gains more
    """
    return stock(np.asarray(thickness) * np.maximum(utilisation, 0.0) ** power)
