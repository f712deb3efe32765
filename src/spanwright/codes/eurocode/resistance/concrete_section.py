"""Reinforced concrete sections: a circle or a polygon of concrete, and its bars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.units import GPa


@dataclass(frozen=True, slots=True, eq=False)
class ConcreteSection:
    """A reinforced concrete section: a circle or a simple polygon, and its bars.

    radius   : of a circle about the origin, 0 for a polygon                           [m]
    corners  : (k, 2) y, z of the polygon, anticlockwise; (0, 2) for a circle          [m]
    bar_y, bar_z, bar_area : (b,) [m], [m2]
    f_cd, f_yd : design strengths [Pa];  E_s [Pa]
    eps_c2, eps_cu2, exponent : of the parabola-rectangle law (positive strains)
    displaced : bars take the place of concrete; False adds them to the gross concrete
    """

    radius: float
    corners: Array
    bar_y: Array
    bar_z: Array
    bar_area: Array
    f_cd: float
    f_yd: float
    E_s: float = 200.0 * GPa
    eps_c2: float = 2.0e-3
    eps_cu2: float = 3.5e-3
    exponent: float = 2.0
    displaced: bool = False

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def concrete_area(self) -> float:
        if self.radius > 0:
            return float(np.pi * self.radius**2)
        y, z = self.corners.T
        return float(abs(np.sum(y * np.roll(z, -1) - z * np.roll(y, -1))) / 2)

    @property
    def greatest_compression(self) -> float:
        """N_Rd at uniform strain eps_c2.  [N]"""
        bars = min(self.E_s * self.eps_c2, self.f_yd)
        net = bars - (self.f_cd if self.displaced else 0.0)
        return float(self.concrete_area * self.f_cd + np.sum(self.bar_area) * net)

    @property
    def greatest_tension(self) -> float:
        """Tension of all bars at yield.  [N]"""
        return float(np.sum(self.bar_area) * self.f_yd)


def circular_section(
    diameter: float,
    bars: int,
    bar_area: float,
    bar_radius: float,
    f_cd: float,
    f_yd: float,
    *,
    displaced: bool = False,
) -> ConcreteSection:
    """A circle with a ring of equal bars.  [m], [m2] each bar, [Pa]"""
    if not 0 < bar_radius < diameter / 2:
        raise ValueError("the ring of bars must lie inside the circle")
    angle = 2 * np.pi * np.arange(bars) / bars
    return ConcreteSection(
        radius=diameter / 2,
        corners=np.zeros((0, 2)),
        bar_y=bar_radius * np.cos(angle),
        bar_z=bar_radius * np.sin(angle),
        bar_area=np.full(bars, float(bar_area)),
        f_cd=f_cd,
        f_yd=f_yd,
        displaced=displaced,
    )


def polygon_section(
    corners: ArrayLike,
    bar_positions: ArrayLike,
    bar_area: ArrayLike,
    f_cd: float,
    f_yd: float,
    *,
    displaced: bool = False,
) -> ConcreteSection:
    """A simple polygon with bars anywhere.  corners (k, 2), positions (b, 2) [m]; area [m2]

    A hollow section is one polygon that runs round the inner face the other way.
    """
    points = floats(corners)
    positions = floats(bar_positions).reshape(-1, 2)
    y, z = points.T
    if np.sum(y * np.roll(z, -1) - z * np.roll(y, -1)) < 0:
        points = points[::-1]
    areas = np.array(np.broadcast_to(floats(bar_area), (positions.shape[0],)))
    return ConcreteSection(
        0.0, points, positions[:, 0], positions[:, 1], areas, f_cd, f_yd, displaced=displaced
    )


def rectangular_section(
    width: float,
    depth: float,
    cover: float,
    bars_across: int,
    bars_deep: int,
    bar_area: float,
    f_cd: float,
    f_yd: float,
    *,
    displaced: bool = False,
) -> ConcreteSection:
    """A rectangle, width along y and depth along z, with bars round its edge.

    cover       : axis of the bars from the faces                                      [m]
    bars_across : in each of the two faces +-z;  bars_deep : +-y; corners counted in both
    """
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([width / 2, depth / 2])
    y, z = width / 2 - cover, depth / 2 - cover
    across, deep = np.linspace(-y, y, bars_across), np.linspace(-z, z, bars_deep)[1:-1]
    positions = np.concatenate(
        [np.column_stack([across, np.full(bars_across, side * z)]) for side in (-1, 1)]
        + [np.column_stack([np.full(deep.size, side * y), deep]) for side in (-1, 1)]
    )
    return polygon_section(half, positions, bar_area, f_cd, f_yd, displaced=displaced)
