"""Serviceability of steel and composite girders: stresses, web breathing, deflection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import Data, load
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.classification import (
    internal_buckling_factor,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.shear import shear_buckling_factor
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.datum.units import MPa

Use = Literal["road", "rail"]


def _data() -> Data:
    return load("eurocode/resistance/service.toml")


@dataclass(frozen=True, slots=True, eq=False)
class SteelStress:
    """Stresses of the characteristic combination over f_y/gamma_M,ser, each (...,).

    equivalent : sqrt(sigma^2 + 3 tau^2) [Pa];  direct, shear, both : utilisations [-]
    utilisation : the worst of the three
    """

    equivalent: Array
    direct: Array
    shear: Array
    both: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-2:2006", "7.3(1)", "(7.1)-(7.3)", tag="remembered")
def steel_stress(
    direct: Array, shear: Array, yield_strength: Array | float, gamma_M_ser: float = 1.0
) -> SteelStress:
    """Steel stresses under the characteristic combination.  (...,) [Pa]

    Check: 200 and 80 MPa together: 243.31 MPa.
    """
    sigma, tau = together(np.abs(direct), np.abs(shear))
    limit = np.asarray(yield_strength, dtype=float) / gamma_M_ser
    equivalent = np.sqrt(sigma**2 + 3.0 * tau**2)
    parts = sigma / limit, np.sqrt(3.0) * tau / limit, equivalent / limit
    return SteelStress(equivalent, *parts, utilisation=np.maximum.reduce(parts))


@clause("EN 1993-2:2006", "7.3(2)", tag="remembered")
def stress_range_utilisation(
    frequent_range: Array, yield_strength: Array | float, gamma_M_ser: float = 1.0
) -> Array:
    """Frequent stress range over 1.5 f_y/gamma_M,ser.  (...,) [Pa] -> (...,)"""
    limit = _data().number("steel.stress_range_limit") * np.asarray(yield_strength) / gamma_M_ser
    return np.asarray(np.abs(frequent_range) / limit, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class ConcreteLimits:
    """Stress limits of concrete and bars.  [Pa]"""

    characteristic: Array
    quasi_permanent: Array
    bars: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "7.2(2), (3), (5)", tag="remembered")
def concrete_limits(f_ck: Array | float, f_yk: Array | float) -> ConcreteLimits:
    """0.6 f_ck (characteristic), 0.45 f_ck (quasi-permanent, linear creep), bars 0.8 f_yk.  [Pa]"""
    data = _data()
    return ConcreteLimits(
        data.number("concrete.characteristic") * np.asarray(f_ck, dtype=float),
        data.number("concrete.quasi_permanent") * np.asarray(f_ck, dtype=float),
        data.number("concrete.bars_characteristic") * np.asarray(f_yk, dtype=float),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Breathing:
    """Web breathing, each (...,).

    slenderness, limit : h_w/t and the value up to which nothing is checked            [-]
    needed      : whether the stresses must be checked
    expression  : sqrt((sigma/(k sigma_E))^2 + (1.1 tau/(k_tau sigma_E))^2)            [-]
    utilisation : expression/1.1 where needed, else slenderness/limit
    k_sigma, k_tau, sigma_E : intermediate values
    """

    slenderness: Array
    limit: Array
    needed: Bools
    k_sigma: Array
    k_tau: Array
    sigma_E: Array
    expression: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-2:2006", "7.4(2)", "(7.5), (7.6)", tag="remembered")
def breathing_limit(span: Array | float, use: Use = "road") -> Array:
    """h_w/t up to which breathing needs no check.  (...,) span, taken >= 20 m -> (...,)

    Check: road 63 m: 282; rail 40 m: 187.
    """
    start, slope, most = _data().array(f"breathing.{use}")
    length = np.maximum(span, _data().number("breathing.least_span"))
    return np.asarray(np.minimum(start + slope * length, most), dtype=float)


@clause("EN 1993-2:2006", "7.4(3)", "(7.7)", tag="remembered")
def breathing(
    web_height: Array,
    web_thickness: Array,
    span: Array,
    stress_bottom: Array,
    stress_top: Array,
    shear_stress: Array,
    panel_length: Array | float = np.inf,
    use: Use = "road",
) -> Breathing:
    """Web breathing under the frequent combination.

    web_height, web_thickness, span : (n,) [m];  stresses : (..., n) at the web's edges and mean
    shear stress [Pa];  panel_length : (n,) between transverse stiffeners [m]
    Check: RG1 panel, k_sigma 24.1068, k_tau 7.9, 150 and 70 MPa: 1.0820.
    """
    slender = np.asarray(web_height / web_thickness, dtype=float)
    limit = breathing_limit(span, use)
    psi = np.maximum(stress_ratio(stress_bottom, stress_top), -3.0)
    k_sigma = internal_buckling_factor(psi)
    k_tau = shear_buckling_factor(panel_length, web_height)
    euler = 190_000.0 * MPa / slender**2
    pressed = np.maximum(-np.minimum(stress_bottom, stress_top), 0.0)
    tau = _data().number("breathing.shear_factor") * np.abs(shear_stress)
    value = np.sqrt((pressed / (k_sigma * euler)) ** 2 + (tau / (k_tau * euler)) ** 2)
    needed = np.asarray(slender > limit)
    use_of = np.where(needed, value / _data().number("breathing.limit"), slender / limit)
    return Breathing(slender, limit, needed, k_sigma, k_tau, euler, value, use_of)


def deflection_limit(span: Array | float, kind: str = "road_traffic") -> Array:
    """Customary limit of the deflection under traffic, span over a number of ``service.toml``.

    (...,) [m] -> (...,) [m]; kinds: road_traffic, rail_traffic, footbridge
    """
    return np.asarray(span, dtype=float) / _data().number(f"deflection.{kind}")
