"""Fatigue by damage-equivalent factors and by damage sums (EN 1993-1-9, EN 1993-2 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.codes.clause import clause, inside, within
from spanwright.codes.data import Data, load
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.datum.arrays import Array, Bools, freeze

Zone = Literal["midspan", "support"]


def _data() -> Data:
    return load("eurocode/resistance/fatigue.toml")


@dataclass(frozen=True, slots=True, eq=False)
class EquivalenceFactor:
    """lambda = l1 l2 l3 l4 <= l_max, each (...,) [-]."""

    span: Array
    traffic: Array
    life: Array
    lanes: Array
    greatest: Array
    total: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-2:2006", "9.5.2(2)", "Figure 9.5", tag="remembered")
@within(length=(10.0, 80.0))
def road_span_factor(length: Array | float, zone: Zone) -> Array:
    """lambda_1 of bending moments, 10 to 80 m.  (...,) [m] -> (...,) [-]

    zone : "midspan" or "support" (15 % of the span each side of an inner support)
    Check: 63 m: 2.02 at mid-span, 2.03 at a support.
    """
    data = _data()
    x, y = data.array(f"road.{zone}.lambda1_span"), data.array(f"road.{zone}.lambda1")
    return np.asarray(np.interp(length, x, y), dtype=float)


@clause("EN 1993-2:2006", "9.5.2(7)", "Figure 9.6", tag="remembered")
@within(length=(10.0, 80.0))
def road_greatest_factor(length: Array | float, zone: Zone) -> Array:
    """lambda_max, 10 to 80 m.  (...,) [m] -> (...,) [-]; 63 m: 2.0 and 2.394."""
    data = _data()
    x, y = data.array(f"road.{zone}.greatest_span"), data.array(f"road.{zone}.greatest")
    return np.asarray(np.interp(length, x, y), dtype=float)


def road_scope(length: Array) -> Bools:
    """Where lambda_1 and lambda_max are given.  (...,) [m]"""
    return inside(road_span_factor, length=length)


@clause("EN 1993-2:2006", "9.5.2(3)", "(9.10)", tag="remembered")
def mean_lorry(weights: Array, numbers: Array, exponent: float = 5.0) -> float:
    """Q_m1 = (sum n Q^m/sum n)^(1/m) of the lorries in the slow lane.  (k,) [N], (k,) -> [N]

    Check: FLM4 long distance: 445.40 kN (m = 5), 457.37 kN (m = 8).
    """
    share = np.asarray(numbers, dtype=float) / np.sum(numbers)
    return float(np.sum(share * np.asarray(weights, dtype=float) ** exponent) ** (1 / exponent))


@clause("EN 1993-2:2006", "9.5.2(3)", "(9.10)", tag="remembered")
def traffic_factor(lorry: float, flow: float, exponent: float = 5.0) -> float:
    """lambda_2 = (Q_m1/480 kN)(N_obs/0.5e6)^(1/m).  445 kN, 2e6 a year: 1.22329."""
    data = _data()
    ratio = lorry / data.number("road.reference_lorry")
    return float(ratio * (flow / data.number("road.reference_flow")) ** (1.0 / exponent))


@clause("EN 1993-2:2006", "9.5.2(5)", "(9.11)", tag="remembered")
def life_factor(years: float, exponent: float = 5.0) -> float:
    """lambda_3 = (design life/100 years)^(1/m).  120 years: 1.03714."""
    return float((years / _data().number("road.reference_life")) ** (1.0 / exponent))


@clause("EN 1993-2:2006", "9.5.2(6)", "(9.12)", tag="remembered")
def lane_factor(influence: Array, flows: Array, lorries: Array, exponent: float = 5.0) -> Array:
    """lambda_4 of traffic in several lanes.

    influence : (k, ...) influence eta_j of a lorry in the middle of lane j, slow lane first
    flows     : (k,) lorries a year N_j;  lorries : (k,) mean weights Q_mj
    returns   : (...,); 1 for one lane
    """
    eta = np.abs(np.asarray(influence, dtype=float))
    shape = (-1,) + (1,) * (eta.ndim - 1)
    flow = (np.asarray(flows, dtype=float) / flows[0]).reshape(shape)
    weight = (np.asarray(lorries, dtype=float) / lorries[0]).reshape(shape)
    first = np.where(eta[0] > 0, eta[0], np.nan)
    return np.asarray(
        np.sum(flow * (eta / first * weight) ** exponent, axis=0) ** (1.0 / exponent), dtype=float
    )


@clause("EN 1993-2:2006", "9.5.2(1)", "(9.9)", tag="remembered")
def road_factor(
    length: Array | float,
    zone: Zone,
    *,
    lorry: float,
    flow: float,
    years: float = 100.0,
    lanes: Array | float = 1.0,
) -> EquivalenceFactor:
    """lambda of bending stresses of a road bridge, all parts kept.

    length : (...,) critical length of 9.5.2(2), 10 to 80 m;  lorry : Q_m1 [N]
    flow   : N_obs a year in the slow lane;  lanes : lambda_4
    """
    l1, top = road_span_factor(length, zone), road_greatest_factor(length, zone)
    return _factor(l1, traffic_factor(lorry, flow), life_factor(years), lanes, top)


@clause("EN 1994-2:2005", "6.8.6.2(3), (4)", tag="remembered")
def stud_factor(
    *, lorry: float, flow: float, years: float = 100.0, lanes: Array | float = 1.0
) -> EquivalenceFactor:
    """lambda_v of studs on road bridges up to 100 m (EN 1994-2 6.8.6.2), exponent 8, no maximum.

    lorry : Q_m1 with exponent 8 [N]
    """
    data = _data()
    m = data.number("road.studs.exponent")
    l1 = np.asarray(data.number("road.studs.lambda1"))
    return _factor(
        l1, traffic_factor(lorry, flow, m), life_factor(years, m), lanes, np.asarray(np.inf)
    )


def _factor(
    span: Array, traffic: float, life: float, lanes: Array | float, greatest: Array
) -> EquivalenceFactor:
    product = np.asarray(span * traffic * life * lanes, dtype=float)
    zero = np.zeros_like(product)
    return EquivalenceFactor(
        span + zero,
        traffic + zero,
        life + zero,
        lanes + zero,
        greatest + zero,
        np.minimum(product, greatest),
    )


@clause("EN 1993-2:2006", "9.5.3", "Tables 9.3, 9.5, 9.6", tag="remembered")
@within(length=(5.0, 100.0), traffic=(5.0, 50.0), years=(50.0, 120.0))
def rail_factor(
    length: Array | float, traffic: float = 25.0, years: float = 100.0, tracks: float = 1.0
) -> EquivalenceFactor:
    """lambda of railway bridges under the EC mix, with LM71 times its dynamic factor.

    length : (...,) 5 to 100 m;  traffic : 1e6 t a year and track;  tracks : lambda_4
    """
    data = _data()
    l1 = np.interp(length, data.array("rail.lambda1_span"), data.array("rail.lambda1"))
    l2 = float(np.interp(traffic, data.array("rail.traffic"), data.array("rail.lambda2")))
    l3 = float(np.interp(years, data.array("rail.life"), data.array("rail.lambda3")))
    return _factor(np.asarray(l1), l2, l3, tracks, np.asarray(data.number("rail.greatest")))


@clause("EN 1993-1-9:2005", "Tables 8.1 to 8.5", tag="remembered")
def detail_category(name: str) -> float:
    """Reference stress range at two million cycles of a named detail.  [Pa]

    Raises ScopeError that names the nearest known details.
    """
    return _data().number(f"category.{name}")


@clause("EN 1993-1-9:2005", "7.2.2", tag="remembered")
def size_factor(thickness: Array | float) -> Array:
    """k_s of transverse butt welds, (25 mm/t)^0.2 <= 1.  (...,) [m]; 40 mm: 0.91028."""
    data = _data()
    ratio = data.number("size.reference_thickness") / np.asarray(thickness, dtype=float)
    return np.minimum(ratio ** data.number("size.exponent"), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class FatigueUse:
    """Damage-equivalent check, each (...,).

    demand : gamma_Ff Delta sigma_E,2;  resistance : k_s Delta sigma_C/gamma_Mf       [Pa]
    """

    demand: Array
    resistance: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-9:2005", "8(2)", tag="remembered")
@clause("EN 1993-2:2006", "9.4.1", "9.5.1", tag="remembered")
def equivalent_range(
    stress_range: Array,
    factor: Array | float,
    category: Array | float,
    *,
    dynamic_factor: Array | float = 1.0,
    size: Array | float = 1.0,
    gamma_Ff: float = 1.0,
    gamma_Mf: float = 1.15,
) -> FatigueUse:
    """gamma_Ff lambda Phi2 Delta sigma_p <= k_s Delta sigma_C/gamma_Mf.

    stress_range : (...,) Delta sigma_p of FLM3 (road) or LM71 (rail)                 [Pa]
    factor       : lambda;  category : Delta sigma_C [Pa];  size : k_s
    """
    demand = np.asarray(gamma_Ff * factor * dynamic_factor * np.abs(stress_range), dtype=float)
    resistance = np.asarray(size * np.asarray(category) / gamma_Mf, dtype=float)
    demand, resistance = together(demand, resistance)
    return FatigueUse(demand, resistance, demand / resistance)


@clause("EN 1993-1-9:2005", "8(3)", tag="remembered")
def combined_damage(direct: Array, shear: Array) -> Array:
    """(Delta sigma share)^3 + (Delta tau share)^5 <= 1 of a detail under both.  (...,) [-]"""
    return np.asarray(np.asarray(direct) ** 3 + np.asarray(shear) ** 5, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Knee and cut-off of a fatigue curve.  (...,) [Pa]"""

    constant_amplitude: Array
    cutoff: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1993-1-9:2005", "7.1(2), (3)", tag="remembered")
def fatigue_limits(category: Array | float, *, shear: bool = False) -> Limits:
    """Delta sigma_D (5e6) and Delta sigma_L (1e8) of direct stress; shear has only the cut-off.

    Check: category 80: 58.945 and 32.377 MPa.
    """
    data = _data()
    reference, knee, end = (
        data.number(f"curve.{name}_cycles") for name in ("reference", "knee", "cutoff")
    )
    c = np.asarray(category, dtype=float)
    if shear:
        limit = c * (reference / end) ** (1.0 / data.number("curve.shear_slope"))
        return Limits(limit, limit)
    flat = c * (reference / knee) ** (1.0 / data.number("curve.slope_upper"))
    return Limits(flat, flat * (knee / end) ** (1.0 / data.number("curve.slope_lower")))


@clause("EN 1993-1-9:2005", "7.1", tag="remembered")
def endurance(stress_range: Array, category: Array | float, *, shear: bool = False) -> Array:
    """Cycles to failure of a stress range; inf below the cut-off.  (...,) [Pa] -> (...,)"""
    data = _data()
    reference, knee = data.number("curve.reference_cycles"), data.number("curve.knee_cycles")
    limits = fatigue_limits(category, shear=shear)
    size = np.maximum(np.abs(np.asarray(stress_range, dtype=float)), 1e-3)
    if shear:
        upper = reference * (np.asarray(category) / size) ** data.number("curve.shear_slope")
        return np.where(size > limits.cutoff, upper, np.inf)
    upper = reference * (np.asarray(category) / size) ** data.number("curve.slope_upper")
    lower = knee * (limits.constant_amplitude / size) ** data.number("curve.slope_lower")
    cycles = np.where(size >= limits.constant_amplitude, upper, lower)
    return np.where(size >= limits.cutoff, cycles, np.inf)


@clause("EN 1993-1-9:2005", "A.5(1)", tag="remembered")
def damage(
    stress_ranges: Array,
    cycles: Array,
    category: Array | float,
    *,
    gamma_Ff: float = 1.0,
    gamma_Mf: float = 1.15,
    shear: bool = False,
) -> Array:
    """Palmgren-Miner sum over the last axis.  (..., k) [Pa], (..., k) -> (...,) [-]"""
    design = np.asarray(category, dtype=float) / gamma_Mf
    lives = endurance(gamma_Ff * np.asarray(stress_ranges), design, shear=shear)
    return np.asarray(np.sum(cycles / lives, axis=-1), dtype=float)


STEPS: Final = 14  # of the bisection below: a hundredfold range to 0.03 %


@clause("EN 1993-1-9:2005", "A.5(1)", tag="computed")
def damage_utilisation(
    stress_ranges: Array,
    cycles: Array,
    category: Array | float,
    *,
    gamma_Ff: float = 1.0,
    gamma_Mf: float = 1.15,
    shear: bool = False,
) -> Array:
    """How far the stresses stand from a damage of 1: D(ranges/u) = 1.  (..., k) twice -> (...,)

    Compares as stresses do, also where every cycle lies below the cut-off and D itself is 0.
    category : () or (..., 1);  0 without stress.
    Check: one range at two million cycles: range over Delta sigma_C/gamma_Mf.
    """
    ranges = np.abs(np.asarray(stress_ranges, dtype=float))
    top = ranges.max(axis=-1)
    design = np.broadcast_to(np.asarray(category, dtype=float) / gamma_Mf, (*top.shape, 1))[..., 0]
    base = np.where(top > 0, gamma_Ff * top / design, 1.0)
    low, high = np.log(0.02 * base), np.log(10.0 * base)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        found = damage(
            ranges / np.exp(middle)[..., None], cycles, category, gamma_Ff=gamma_Ff,
            gamma_Mf=gamma_Mf, shear=shear,
        )  # fmt: skip
        over = found > 1.0
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return np.where(top > 0, np.exp(high), 0.0)


@clause("EN 1992-1-1:2004", "6.8.4", "Table 6.3N", tag="remembered")
def bar_endurance(stress_range: Array, gamma_S: float = 1.15) -> Array:
    """Cycles to failure of straight bars, 162.5 MPa/gamma_S at 1e6 cycles, slopes 5 and 9.

    (...,) [Pa] -> (...,); there is no cut-off
    """
    data = _data()
    reference = detail_category("reinforcement_straight") / gamma_S
    size = np.maximum(np.abs(np.asarray(stress_range, dtype=float)), 1e-3)
    slope = np.where(
        size >= reference, data.number("bars.slope_upper"), data.number("bars.slope_lower")
    )
    return np.asarray(data.number("bars.cycles") * (reference / size) ** slope, dtype=float)
