"""Scour at piers and under a narrowed opening by the formulas of FHWA HEC-18; SI."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import read
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.datum.units import GRAVITY

HEC18: Final = "FHWA HEC-18, 5th edition"
Nose = Literal["square", "round", "circular cylinder", "group of cylinders", "sharp"]
Bed = Literal["clear water", "plane", "small dunes", "medium dunes", "large dunes"]

_FILE: Final = resources.files("spanwright.hydraulics").joinpath("scour.toml")
_DATA: Final = read(_FILE.read_text(encoding="utf-8"), "hydraulics/scour.toml")


@dataclass(frozen=True, slots=True, eq=False)
class PierScour:
    """Local scour at piers.

    depth : (...,) below the bed [m]   froude : (...,) of the flow in front [-]
    nose_factor, angle_factor : (...,) K1, K2 [-]
    is_limited : where the greatest depth of round piers in line with the flow counts
    is_wide : shallow slow flow round a wide pier, where the formula gives too much (K_w not built)
    """

    depth: Array
    froude: Array
    nose_factor: Array
    angle_factor: Array
    is_limited: Bools
    is_wide: Bools

    def __post_init__(self) -> None:
        freeze(self)


@clause(HEC18, "7.2", "(7.3)", tag="read")
@within(
    flow_depth=(1e-9, None), velocity=(0.0, None), width=(1e-9, None), length=(0.0, None),
    angle=(0.0, np.pi / 2),
)  # fmt: skip
def pier_scour(
    flow_depth: ArrayLike,
    velocity: ArrayLike,
    width: ArrayLike,
    length: ArrayLike,
    nose: Nose,
    bed: Bed = "clear water",
    angle: ArrayLike = 0.0,
) -> PierScour:
    """y_s = 2.0 K1 K2 K3 a^0.65 y_1^0.35 Fr^0.43, the CSU equation.

    flow_depth, velocity : (...,) y_1 and V_1 straight in front of the pier [m], [m/s]
    width, length : (...,) a and L of the pier [m]   angle : (...,) of attack [rad]

    Raises ScopeError for an unknown nose or bed.
    Check: 5.334 m, 7.15 m/s, cylinder 4.52 m: 10.484 m.
    """
    y_1, v, a, theta = (floats(value) for value in (flow_depth, velocity, width, angle))
    number = _DATA.number
    froude = v / np.sqrt(GRAVITY * y_1)
    aligned = theta <= number("pier.aligned")
    k_1 = np.where(aligned, number(f"nose.{nose}"), 1.0)
    slender = np.minimum(floats(length) / a, number("pier.greatest_length"))
    k_2 = (np.cos(theta) + slender * np.sin(theta)) ** number("pier.angle_exponent")
    depth = (
        number("pier.coefficient")
        * (k_1 * k_2 * number(f"bed.{bed}"))
        * a ** number("pier.width_exponent")
        * y_1 ** number("pier.depth_exponent")
        * froude ** number("pier.froude_exponent")
    )
    slow, fast = _DATA.array("pier.greatest")
    most = np.where(froude <= number("pier.greatest_froude"), slow, fast) * a
    rounded = aligned & (theta == 0.0) & (nose in ("round", "circular cylinder"))
    is_limited = rounded & (depth > most)
    is_wide = (y_1 < number("pier.wide") * a) & (froude < 1.0)
    return PierScour(
        floats(np.where(is_limited, most, depth)), floats(froude), floats(k_1), floats(k_2),
        np.asarray(is_limited), np.asarray(is_wide),
    )  # fmt: skip


@clause(HEC18, "6.2", "(6.1)", tag="remembered")
@within(flow_depth=(0.0, None), grain=(0.0, None))
def critical_velocity(flow_depth: ArrayLike, grain: ArrayLike) -> Array:
    """Mean velocity from which grains of a size move: slower approach flow scours clear water.

    flow_depth : (...,) y [m]   grain : (...,) D_50 [m]
    returns : (...,) 6.19 y^(1/6) D^(1/3) [m/s]
    Check: 1 m and 0.001 m give 0.619 m/s.
    """
    return floats(_DATA.number("motion.K_u") * floats(flow_depth) ** (1 / 6) * np.cbrt(grain))


@clause(HEC18, "6.4", "(6.4), (6.5)", tag="read")
@within(discharge=(0.0, None), width=(1e-9, None), grain=(1e-9, None), flow_depth=(0.0, None))
def clear_water_contraction(
    discharge: ArrayLike, width: ArrayLike, grain: ArrayLike, flow_depth: ArrayLike
) -> Array:
    """Laursen's clear-water scour in a narrowed opening, (K_u Q^2/(D_m^(2/3) W^2))^(3/7) - y_0.

    discharge : (...,) through the opening [m3/s]   width : (...,) of its bed, less piers [m]
    grain : (...,) D_50 [m]; D_m = 1.25 D_50   flow_depth : (...,) y_0 before scour [m]
    returns : (...,) depth of scour, not below 0 [m]
    Check: 10 m3/s, 8 m, 5 mm, 0.8 m give 0.2622 m.
    """
    d_m = _DATA.number("contraction.mean_size") * floats(grain)
    flow = (floats(discharge) / floats(width)) ** 2
    deep = (_DATA.number("contraction.K_u") * flow / d_m ** (2 / 3)) ** (3 / 7)
    return floats(np.maximum(deep - floats(flow_depth), 0.0))
