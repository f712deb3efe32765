"""Temperature of bridges (EN 1991-1-5): uniform, linear difference and their combination.

Shade temperatures are in degrees Celsius, differences in kelvin.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import Data, load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError

EN: Final = "EN 1991-1-5:2003"
DeckType = Literal["steel", "composite", "concrete"]
GradientType = Literal["steel", "composite", "concrete box", "concrete beam", "concrete slab"]
Covering = Literal["surfacing", "waterproofed", "ballast"]

_DATA: Final = load("eurocode/actions/thermal.toml")
_NDP: Final = load("eurocode/annexes/recommended.toml")
INITIAL: Final = _NDP.number("thermal.initial")


@clause(EN, "A.2(2)", "Figure A.1", tag="read")
@within(return_period=(1.001, None))
def maximum_shade(T_max: ArrayLike, return_period: ArrayLike) -> Array:
    """Maximum shade temperature for a return period, from the 50-year value.

    (...,) [C], (...,) [years] -> (...,) [C].  Check: 38 C, 100 years gives 39.47 C.
    Raises ScopeError for T_max <= 0, where the ratio of the figure has no meaning.
    """
    T = floats(T_max)
    if np.any(T <= 0):
        raise ScopeError(f"{EN} Figure A.1: T_max must be above 0 C (got {np.min(T):g})")
    return T * _ratio("maximum", return_period)


@clause(EN, "A.2(2)", "Figure A.1", tag="read")
@within(return_period=(1.001, None))
def minimum_shade(T_min: ArrayLike, return_period: ArrayLike) -> Array:
    """Minimum shade temperature for a return period, from the 50-year value.

    (...,) [C], (...,) [years] -> (...,) [C].  Check: -36 C, 100 years gives -39.98 C.
    Raises ScopeError for T_min >= 0: the ratio would make rarer winters warmer.
    """
    T = floats(T_min)
    if np.any(T >= 0):
        raise ScopeError(f"{EN} Figure A.1: T_min must be below 0 C (got {np.max(T):g})")
    return T * _ratio("minimum", return_period)


def _ratio(which: str, return_period: ArrayLike) -> Array:
    constant, slope = _DATA.array(f"return_period.{which}")
    return floats(constant - slope * np.log(-np.log1p(-1 / floats(return_period))))


@clause(EN, "6.1.3.1", "Figure 6.1", tag="read")
@within(T_max=(-50.0, 50.0), T_min=(-50.0, 50.0))
def uniform_temperature(
    deck: DeckType, T_max: ArrayLike, T_min: ArrayLike, parameters: Data = _NDP
) -> tuple[Array, Array]:
    """Maximum and minimum uniform bridge temperature from shade temperatures.

    (...,) [C] -> (...,), (...,) [C].  Check: composite, 38 and -36 give 42 and -32 C.
    """
    warmer, colder = parameters.array(f"thermal.effective.{deck}")
    return floats(T_max) + warmer, floats(T_min) + colder


@clause(EN, "6.1.3.3(1)", "(6.1)", "(6.2)", tag="read")
def uniform_range(
    T_e_max: ArrayLike, T_e_min: ArrayLike, T_0: ArrayLike = INITIAL, setting: ArrayLike = 0.0
) -> tuple[Array, Array]:
    """Expansion and contraction ranges dT_N,exp and dT_N,con, both positive.

    T_0     : (...,) temperature when the structure is restrained [C]
    setting : (...,) added to both for bearings and joints: 20 K, or 10 K where the temperature at
              setting is specified (6.1.3.3(3))
    """
    return (
        floats(T_e_max) - floats(T_0) + floats(setting),
        floats(T_0) - floats(T_e_min) + floats(setting),
    )


@clause(EN, "6.1.4.1", "Tables 6.1 and 6.2", tag="read")
@within(surfacing=(0.0, None))
def linear_difference(
    deck: GradientType,
    surfacing: ArrayLike,
    covering: Covering = "surfacing",
    parameters: Data = _NDP,
) -> tuple[Array, Array]:
    """Linear temperature difference (approach 1), top warmer and bottom warmer, both positive.

    surfacing : (...,) depth on the deck, between the columns of Table 6.2 linear, beyond 150 mm
                as 150 mm  [m];  covering "waterproofed" (dark, no surfacing) and "ballast"
                (750 mm) have their own rows
    returns   : (...,), (...,) [K];  composite with 50 mm: 15 and 18 K
    """
    top, bottom = parameters.array(f"thermal.gradient.{deck}")
    row = f"surfacing.{deck.partition(' ')[0]}"
    depth = floats(surfacing)
    if covering == "surfacing":
        columns = _DATA.array("surfacing.depth")
        k_top = np.interp(depth, columns, _DATA.array(f"{row}.top"))
        k_bottom = np.interp(depth, columns, _DATA.array(f"{row}.bottom"))
    else:
        k_top, k_bottom = (np.full_like(depth, value) for value in _DATA.array(f"{row}.{covering}"))
    return floats(k_top * top), floats(k_bottom * bottom)


@clause(EN, "6.1.4.2", "Figure 6.2b", tag="remembered")
def slab_difference(parameters: Data = _NDP) -> float:
    """Slab against steel of a composite deck (approach 2, simplified), warmer or colder.  [K]"""
    return parameters.number("thermal.slab_against_steel")


@clause(EN, "6.1.5(1)", "(6.3)", "(6.4)", tag="read")
def combined_cases(
    expansion: float,
    contraction: float,
    top_warmer: float,
    bottom_warmer: float,
    parameters: Data = _NDP,
) -> tuple[tuple[str, ...], Array]:
    """The eight cases of uniform and linear parts acting together.

    expansion, contraction, top_warmer, bottom_warmer : all positive [K]
    returns : names (8,) and (8, 2): uniform change, positive warmer, and top minus bottom  [K]

    They exclude each other in combinations: give all eight the kind "thermal".
    """
    omega_N, omega_M = parameters.number("thermal.omega_N"), parameters.number("thermal.omega_M")
    names, rows = [], []
    for uniform, word in ((expansion, "warm"), (-contraction, "cold")):
        for linear, side in ((top_warmer, "top warmer"), (-bottom_warmer, "bottom warmer")):
            names += [f"{side} + {omega_N:g} {word}", f"{omega_M:g} {side} + {word}"]
            rows += [(omega_N * uniform, linear), (uniform, omega_M * linear)]
    return tuple(names), np.array(rows)


@clause(EN, "Table C.1", tag="remembered")
def movement(
    length: ArrayLike,
    temperature_range: ArrayLike,
    expansion: float = _DATA.number("expansion.composite_length"),
) -> Array:
    """Change of length over a range of temperature.  (...,) [m], (...,) [K] -> (...,) [m]

    Check: 502.5 m, 74 K, 12e-6 gives 446.2 mm.
    """
    return expansion * floats(length) * floats(temperature_range)
