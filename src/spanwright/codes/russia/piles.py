"""Bored piles of SP 24.13330; SI.  Unverified: the text was not available."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import ScopeError

SP24: Final = "SP 24.13330"
VERIFIED: Final = False  # reports print these results as unverified
_DATA: Final = load("russia/piles.toml")

Sand = Literal["medium", "fine", "silty"]


@clause(SP24, "Table 7.3", tag="remembered")
def shaft_unit(depth: ArrayLike, liquidity: ArrayLike) -> Array:
    """Unit shaft resistance f_i at the middle of a slice, linear in depth and liquidity index.

    depth     : (...,) of the slice's middle [m];  values of 1 m above it and of 35 m below
    liquidity : (...,) I_L of clay, 0.2 (firmer counts as 0.2) to 0.5; sands: ``sand_column``
    returns   : (...,) [Pa]; nan for softer clay than 0.5
    """
    z, soft = np.broadcast_arrays(floats(depth), floats(liquidity))
    columns = _DATA.array("liquidity")
    rows = [
        np.interp(z, _DATA.array("depth"), _DATA.array(f"shaft.{name}"))
        for name in ("medium", "fine", "silty", "soft")
    ]
    index = np.clip(soft, columns[0], columns[-1])
    place = np.clip(np.searchsorted(columns, index, side="right") - 1, 0, len(columns) - 2)
    share = (index - columns[place]) / (columns[place + 1] - columns[place])
    table = np.stack(rows)
    low = np.take_along_axis(table, place[None], axis=0)[0]
    high = np.take_along_axis(table, place[None] + 1, axis=0)[0]
    return np.where(soft > columns[-1] + 1e-9, np.nan, low + share * (high - low))


@clause(SP24, "Table 7.3", tag="remembered")
def sand_column(kind: Sand) -> float:
    """Liquidity index whose column a sand shares: medium 0.2, fine 0.3, silty 0.4."""
    return float(_DATA.array("liquidity")[("medium", "fine", "silty").index(kind)])


@dataclass(frozen=True, slots=True, eq=False)
class BoredPile:
    """Bearing capacity of one pile.  [N]

    slices  : (k,) heights [m];  unit : (k,) f_i [Pa]
    shaft, tip, capacity : u sum gcf f h, gcR R A, F_d
    """

    slices: Array
    unit: Array
    shaft: float
    tip: float
    capacity: float

    def __post_init__(self) -> None:
        freeze(self)


@clause(SP24, "7.2.6", "(7.11)", tag="remembered")
def bored_pile(
    diameter: float,
    layer_top: Array,
    layer_bottom: Array,
    liquidity: Array,
    head: float,
    toe: float,
    tip_pressure: float,
    *,
    method_shaft: float = 0.7,
    method_tip: float = 1.0,
    condition: float = 1.0,
) -> BoredPile:
    """F_d = gc (gcR R A + u sum gcf f_i h_i), layers cut to slices of at most 2 m.

    layer_top, layer_bottom : (k,) depths [m], gapless;  liquidity : (k,), see ``shaft_unit``
    tip_pressure : R under the tip, from the ground report [Pa]
    method_shaft : gcf 0.7 to 1.0 by the way of drilling and concreting
    Raises ScopeError for clay softer than I_L 0.5 and for piles outside the layers.
    """
    if not layer_top[0] - 1e-9 <= head < toe <= layer_bottom[-1] + 1e-9:
        raise ScopeError("pile: head and tip must lie inside the known layers")
    most = _DATA.number("greatest_slice")
    heights, middles, soft = [], [], []
    for top, bottom, index in zip(layer_top, layer_bottom, liquidity, strict=True):
        upper, lower = max(float(top), head), min(float(bottom), toe)
        if lower <= upper:
            continue
        count = int(np.ceil((lower - upper) / most - 1e-9))
        edges = np.linspace(upper, lower, count + 1)
        heights.append(np.diff(edges))
        middles.append(0.5 * (edges[1:] + edges[:-1]))
        soft.append(np.full(count, float(index)))
    slices = np.concatenate(heights)
    unit = shaft_unit(np.concatenate(middles), np.concatenate(soft))
    if np.any(np.isnan(unit)):
        raise ScopeError(f"{SP24}: no shaft resistance for clay softer than I_L 0.5")
    shaft = float(np.pi * diameter * method_shaft * np.sum(unit * slices))
    tip = float(method_tip * tip_pressure * np.pi * diameter**2 / 4)
    return BoredPile(slices, unit, shaft, tip, condition * (tip + shaft))
