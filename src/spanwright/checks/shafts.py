"""Pier shafts: sections and bars at their foot, and their shear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import (
    circle_shear_size,
    plain_shear,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.concrete_section import (
    ConcreteSection,
    circular_section,
    rectangular_section,
)
from spanwright.codes.eurocode.resistance.interaction import Surface, interaction_surface
from spanwright.datum.arrays import Array
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Pier
from spanwright.structure.girders import Factors
from spanwright.structure.types import Column

E_BARS: Final = 200e9
LINK: Final = 0.016  # diameter of the links around the main bars [m]
RING: Final = np.pi / 4  # of two legs of a round hoop that pulls across the shaft

Known = dict[tuple[float, ...], tuple[ConcreteSection, Surface]]


@dataclass(frozen=True, slots=True)
class ShaftMaterial:
    """Concrete and bars of the shafts; crack : greatest crack width [m]."""

    concrete: Concrete
    f_sk: float
    crack: float = 0.3e-3


@dataclass(frozen=True, slots=True, eq=False)
class Shaft:
    """One shaft as it is checked; shafts alike share section and surface."""

    pier: Pier
    bars: SupportBars
    section: ConcreteSection
    surface: Surface
    gamma_C: float

    @property
    def is_round(self) -> bool:
        return self.pier.shape == "circle"

    @property
    def size(self) -> float:
        """Diameter, or the smaller side.  [m]"""
        return self.pier.width if self.is_round else min(self.pier.width, self.pier.depth)

    @property
    def height(self) -> float:
        return self.pier.shaft_top - self.pier.foundation.cap_top

    @property
    def axis(self) -> float:
        """Axis of the main bars below the surface.  [m]"""
        return bar_axis(self.bars)

    @property
    def bar_area(self) -> float:
        return float(np.sum(self.section.bar_area))


def bar_axis(bars: SupportBars) -> float:
    """Axis of the main bars below the concrete's surface.  [m]"""
    return bars.cover + LINK + 0.5 * bars.diameter


def shaft_section(
    pier: Pier, bars: SupportBars, material: ShaftMaterial, factors: Factors
) -> ConcreteSection:
    """One shaft with its bars spread along the edge at their share of the section."""
    f_cd = factors.alpha_cc * material.concrete.f_ck / factors.C
    f_yd = material.f_sk / factors.S
    axis, one = bar_axis(bars), np.pi * bars.diameter**2 / 4
    if pier.shape == "circle":
        area = np.pi * pier.width**2 / 4
        count = max(int(np.ceil(bars.shaft * area / one)), 8)
        each = bars.shaft * area / count
        return circular_section(pier.width, count, each, pier.width / 2 - axis, f_cd, f_yd)
    area = pier.width * pier.depth
    count = max(int(np.ceil(bars.shaft * area / one)), 8)
    across = max(round(count * pier.width / (2 * (pier.width + pier.depth))) + 1, 2)
    deep = max(round(count * pier.depth / (2 * (pier.width + pier.depth))) + 1, 2)
    each = bars.shaft * area / (2 * (across + deep) - 4)
    return rectangular_section(pier.width, pier.depth, axis, across, deep, each, f_cd, f_yd)


def shafts_of(
    piers: dict[str, Pier],
    columns: tuple[Column, ...],
    bars: dict[str, SupportBars],
    material: ShaftMaterial,
    factors: Factors,
    known: Known,
) -> list[Shaft]:
    """Every shaft with its section.  known : sections met before, kept for the next situation"""
    found = []
    for column in columns:
        pier, own = piers[column.pier], bars[column.pier]
        alike = (
            pier.width, pier.depth, own.shaft, own.diameter, float(pier.shape == "circle"),
            factors.C, factors.S,
        )  # fmt: skip
        if alike not in known:
            section = shaft_section(pier, own, material, factors)
            known[alike] = (section, interaction_surface(section))
        found.append(Shaft(pier, own, *known[alike], factors.C))
    return found


def foot_places(shafts: list[Shaft], columns: tuple[Column, ...]) -> tuple[tuple[str, ...], Array]:
    """Labels and stations."""
    return (
        tuple(f"{c.pier} shaft {c.index + 1} foot" for c in columns),
        np.array([shaft.pier.station for shaft in shafts]),
    )


def shear_series(
    shafts: list[Shaft],
    columns: tuple[Column, ...],
    demands: PlaceDemands,
    material: ShaftMaterial,
) -> CheckSeries:
    """Shear of the foot: concrete alone or links, whichever carries more (6.2.2, 6.2.3)."""
    places, station = foot_places(shafts, columns)
    t, p = demands.combination.shape
    force = np.hypot(demands.value[..., 3], demands.value[..., 4])
    pressed, resistance, plain_part = np.zeros((3, t, p))
    sizes = np.array([_shear_sizes(shaft) for shaft in shafts]).T
    f_ck, rows = material.concrete.f_ck, np.arange(p)
    for index, shaft in enumerate(shafts):
        section = shaft.section
        width, depth, arm, steel = sizes[:, index]
        pressed[:, index] = np.maximum(-demands.value[:, index, 0], 0.0) / section.concrete_area
        plain_part[:, index] = plain_shear(
            width, depth, 0.5 * shaft.bar_area, f_ck, pressed[:, index], section.f_cd,
            gamma_C=shaft.gamma_C,
        ).resistance  # fmt: skip
        links = stirrup_shear(width, arm, steel, section.f_yd, f_ck, section.f_cd).resistance
        resistance[:, index] = np.maximum(plain_part[:, index], links)
    use = force / resistance
    target = worst_of(use)
    combination, cause = governing_words(demands, target)
    value = pick_rows(demands.value, target)
    return placed_series(
        "shaft shear", "EN 1992-1-1 6.2.2, 6.2.3", "read", "pier", "N", demands.situation, places,
        demand=force[target, rows], resistance=resistance[target, rows],
        utilisation=use[target, rows], combination=combination, cause=cause, station=station,
        details={"V_Rd,c": plain_part[target, rows], "N": value[:, 0]},
        workings={
            "V_y [N]": value[:, 3], "V_z [N]": value[:, 4], "N [N]": value[:, 0],
            "b_w [m]": sizes[0], "d [m]": sizes[1], "z [m]": sizes[2], "a_sw [m]": sizes[3],
            "A_sl [m2]": np.array([0.5 * shaft.bar_area for shaft in shafts]),
            "A_c [m2]": np.array([shaft.section.concrete_area for shaft in shafts]),
            "is_round": np.array([float(shaft.is_round) for shaft in shafts]),
            "f_ck [Pa]": f_ck, "f_cd [Pa]": np.array([shaft.section.f_cd for shaft in shafts]),
            "gamma_C": np.array([shaft.gamma_C for shaft in shafts]),
            "f_yd [Pa]": np.array([shaft.section.f_yd for shaft in shafts]),
        },
    )  # fmt: skip


def _shear_sizes(shaft: Shaft) -> tuple[float, float, float, float]:
    """Width, depth and lever arm in shear, and the links that pull across.  [m], [m2/m]"""
    if shaft.is_round:
        sizes = circle_shear_size(shaft.size, shaft.size / 2 - shaft.axis)
        width, depth, arm = (float(size) for size in sizes)
        return width, depth, arm, RING * shaft.bars.links * width
    width, depth = max(shaft.pier.width, shaft.pier.depth), shaft.size - shaft.axis
    return width, depth, 0.9 * depth, shaft.bars.links * width
