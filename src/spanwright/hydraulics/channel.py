"""Uniform flow in a surveyed river section: area, conveyance, normal and critical level; SI.

A section is a line of stations and ground levels across the river, cut by the banks into parts of
one roughness each (left overbank, channel, right overbank).  Each part carries its own share of the
flow; no friction acts on the upright faces of water between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.datum.arrays import Array, floats, freeze
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import GRAVITY

CHOW: Final = "Chow, Open-Channel Hydraulics (1959)"
_SCAN: Final = 200
_BISECTIONS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class RiverSection:
    """Ground across the river and its roughness.

    station, level : (k,) stations from the left, none falling, and ground levels [m]
    banks          : (p - 1,) stations that part the section, rising, inside it    [m]
    roughness      : (p,) Manning's n of the parts                    [s/m^(1/3)]

    Raises InputError where these do not fit each other.
    """

    station: Array
    level: Array
    banks: Array
    roughness: Array

    def __post_init__(self) -> None:
        freeze(self)
        ends = np.concatenate([self.station[:1], self.banks, self.station[-1:]])
        fits = (
            ("station", self.station.size > 1, "must be two stations or more"),
            ("level", self.station.shape == self.level.shape, "must be as many levels as stations"),
            ("station", bool(np.all(np.diff(self.station) >= 0)), "must run from left to right"),
            (
                "banks",
                bool(np.all(np.diff(ends) > 0)),
                "must rise and lie between the end stations",
            ),
            (
                "roughness",
                self.roughness.size == self.banks.size + 1 and bool(np.all(self.roughness > 0)),
                "must be above 0, one for each part",
            ),
        )
        for name, holds, wanted in fits:
            if not holds:
                raise InputError(f"river.{name}", wanted, got=str(getattr(self, name).tolist()))

    @property
    def lowest(self) -> float:
        """Lowest ground.  [m]"""
        return float(self.level.min())

    @property
    def brim(self) -> float:
        """Lower end of the survey: water above it would leave the section.  [m]"""
        return float(min(self.level[0], self.level[-1]))


def river_section(
    station: ArrayLike,
    level: ArrayLike,
    roughness: ArrayLike,
    banks: ArrayLike = (),
) -> RiverSection:
    """A section from lists; one roughness for each part between the banks.  [m], [s/m^(1/3)]"""
    return RiverSection(
        floats(station), floats(level), floats(banks), np.atleast_1d(floats(roughness))
    )


def trapezoid(
    bottom_width: float, side_slope: float, roughness: float, height: float = 100.0
) -> RiverSection:
    """A channel with a level bed at 0 and equal banks that rise 1 in ``side_slope``.  [m]"""
    run, half = side_slope * height, bottom_width / 2
    return river_section([-half - run, -half, half, half + run], [height, 0, 0, height], roughness)


@dataclass(frozen=True, slots=True, eq=False)
class Wetted:
    """The water in each part of a section, (..., p): area [m2], perimeter and top width [m]."""

    area: Array
    perimeter: Array
    top_width: Array


def wetted(section: RiverSection, water_level: ArrayLike) -> Wetted:
    """What still water at a level fills.

    water_level : (...,) [m]   returns : (..., p)

    Raises ScopeError where the water stands above an end of the survey.
    """
    water = floats(water_level)
    if np.any(water > section.brim + 1e-9):
        raise ScopeError(
            f"river section: water at {float(water.max()):g} m stands above the end of the survey "
            f"({section.brim:g} m); survey further up the bank"
        )
    cut = np.interp(section.banks, section.station, section.level)
    order = np.searchsorted(section.station, section.banks)
    x = np.insert(section.station, order, section.banks)
    z = np.insert(section.level, order, cut)
    low, high = np.minimum(z[:-1], z[1:]), np.maximum(z[:-1], z[1:])
    run, rise = np.diff(x), high - low
    depth = np.maximum(water[..., None] - low, 0.0)  # over the lower end of each piece of ground
    wet = np.clip(np.divide(depth, rise, out=np.where(depth > 0, 1.0, 0.0), where=rise > 0), 0, 1)
    area = run * wet * (depth - wet * rise / 2)
    pieces = (area, wet * np.hypot(run, rise), run * wet)
    part = np.searchsorted(section.banks, (x[:-1] + x[1:]) / 2)
    belongs = (part[:, None] == np.arange(section.roughness.size)).astype(float)
    return Wetted(*(floats(piece @ belongs) for piece in pieces))


@dataclass(frozen=True, slots=True, eq=False)
class Conveyance:
    """What a section carries per root of slope.

    area, top_width : (...,) of the whole section [m2], [m]
    parts, total    : (..., p), (...,) K = A R^(2/3)/n [m3/s]
    alpha           : (...,) velocity head coefficient, sum(K^3/A^2) A^2/K^3 [-]
    """

    area: Array
    top_width: Array
    parts: Array
    total: Array
    alpha: Array


@clause(CHOW, "6-3, 6-5", tag="computed")
def conveyance(section: RiverSection, water_level: ArrayLike) -> Conveyance:
    """Conveyance of the parts and of the whole at water levels.  (...,) [m]

    Check: b 6.096 m, banks 1 in 1.5, n 0.014, 2.7896 m deep: 3,003.5 m3/s.
    """
    water = wetted(section, water_level)
    wet = water.area > 0
    radius = np.divide(water.area, water.perimeter, out=np.zeros_like(water.area), where=wet)
    parts = water.area * radius ** (2 / 3) / section.roughness
    area, total = water.area.sum(-1), parts.sum(-1)
    energy = np.divide(parts**3, water.area**2, out=np.zeros_like(parts), where=wet).sum(-1)
    alpha = np.divide(energy * area**2, total**3, out=np.ones_like(total), where=total > 0)
    return Conveyance(area, floats(water.top_width.sum(-1)), parts, floats(total), floats(alpha))


@clause(CHOW, "6-7", "(6-8)", tag="computed")
@within(slope=(1e-12, None), discharge=(1e-12, None))
def normal_level(section: RiverSection, discharge: ArrayLike, slope: ArrayLike) -> Array:
    """Lowest level at which uniform flow carries a discharge, K sqrt(S) = Q.

    discharge : (...,) [m3/s]   slope : (...,) of the bed [-]   returns : (...,) [m]

    Raises ScopeError where the section is full before.
    Check: the trapezoid of ``conveyance``, 42.475 m3/s at 0.0002: 2.7896 m deep.
    """
    wanted = floats(discharge) / np.sqrt(floats(slope))
    return _lowest(section, wanted, lambda level: conveyance(section, level).total)


@clause(CHOW, "4-3", "(4-3)", tag="computed")
@within(discharge=(1e-12, None))
def critical_level(section: RiverSection, discharge: ArrayLike, gravity: float = GRAVITY) -> Array:
    """Lowest level of critical flow, Q^2 = g A^3/T, velocity taken as even over the section.

    discharge : (...,) [m3/s]   gravity : [m/s2]   returns : (...,) [m]

    Raises ScopeError where the section is full before.
    Check: the trapezoid of ``conveyance``, 42.475 m3/s: 1.4971 m deep.
    """

    def carried(level: Array) -> Array:
        water = wetted(section, level)
        area, width = water.area.sum(-1), water.top_width.sum(-1)
        cube = gravity * area**3
        return floats(np.sqrt(np.divide(cube, width, out=np.zeros_like(cube), where=width > 0)))

    return _lowest(section, floats(discharge), carried)


def _lowest(section: RiverSection, wanted: Array, carried: Callable[[Array], Array]) -> Array:
    """Lowest level at which ``carried`` reaches what is wanted; it may fall over a flat berm."""
    ground = section.level[section.level <= section.brim]
    levels = np.unique(
        np.concatenate([ground, np.linspace(section.lowest, section.brim, _SCAN + 1)])
    )
    reached = carried(levels) >= wanted[..., None]
    if not np.all(reached.any(-1)):
        raise ScopeError(
            f"river section: the survey ends at {section.brim:g} m, too low for this discharge"
        )
    first = np.argmax(reached, axis=-1)
    low, high = levels[np.maximum(first - 1, 0)], levels[first]
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        enough = carried(middle) >= wanted
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return floats(high)
