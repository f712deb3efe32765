"""Pier shafts: axial force with biaxial bending at the foot, second order by nominal curvature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.series import states, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.columns import (
    inclination,
    least_eccentricity,
    nominal_curvature,
    slenderness,
)
from spanwright.codes.eurocode.resistance.interaction import (
    ConcreteSection,
    Surface,
    circular_section,
    interaction_surface,
    interaction_use,
    rectangular_section,
)
from spanwright.datum.arrays import Array
from spanwright.layout.types import Pier
from spanwright.structure.girders import Factors
from spanwright.structure.types import Column

ALPHA_CC = 0.85  # EN 1992-2 3.1.6(101)
BAR_AXIS = 0.075  # axis of the main bars below the surface [m]
BAR = 0.032  # diameter of the main bars [m]
CREEP = 1.5  # effective creep coefficient of the shafts, for beta of the nominal curvature


@dataclass(frozen=True, slots=True)
class ShaftMaterial:
    """Concrete and bars of the shafts."""

    concrete: Concrete
    f_sk: float


def shaft_section(pier: Pier, material: ShaftMaterial, factors: Factors) -> ConcreteSection:
    """One shaft with its bars spread along the edge at the ratio of the layout."""
    f_cd = ALPHA_CC * material.concrete.f_ck / factors.C
    f_yd = material.f_sk / factors.S
    if pier.shape == "circle":
        area = np.pi * pier.width**2 / 4
        bars = max(int(np.ceil(pier.rebar_ratio * area / (np.pi * BAR**2 / 4))), 8)
        each = pier.rebar_ratio * area / bars
        return circular_section(pier.width, bars, each, pier.width / 2 - BAR_AXIS, f_cd, f_yd)
    area = pier.width * pier.depth
    bars = max(int(np.ceil(pier.rebar_ratio * area / (np.pi * BAR**2 / 4))), 8)
    across = max(round(bars * pier.width / (2 * (pier.width + pier.depth))) + 1, 2)
    deep = max(round(bars * pier.depth / (2 * (pier.width + pier.depth))) + 1, 2)
    each = pier.rebar_ratio * area / (2 * (across + deep) - 4)
    return rectangular_section(pier.width, pier.depth, BAR_AXIS, across, deep, each, f_cd, f_yd)


def shaft_series(
    piers: dict[str, Pier],
    columns: tuple[Column, ...],
    demands: PlaceDemands,
    material: ShaftMaterial,
    factors: Factors,
    known: dict[tuple[float, ...], tuple[ConcreteSection, Surface]] | None = None,
) -> CheckSeries:
    """N-M utilisation at the foot of every shaft (EN 1992-1-1 6.1, 5.2, 5.8.8).

    known   : interaction surfaces of earlier situations, kept for the next
    demands : components N, My, Mz at the foot, section convention (tension positive).  Shafts are
    taken as free at the top (l_0 = 2 h) and the second-order moment is added to both axes.
    """
    t, p = demands.combination.shape
    use, second_order = np.zeros((t, p)), np.zeros((t, p))
    surfaces = {} if known is None else known
    for index, column in enumerate(columns):
        pier = piers[column.pier]
        alike = (
            pier.width, pier.depth, pier.rebar_ratio, float(pier.shape == "circle"), factors.C,
            factors.S,
        )  # fmt: skip
        if alike not in surfaces:
            section = shaft_section(pier, material, factors)
            surfaces[alike] = (section, interaction_surface(section))
        use[:, index], second_order[:, index] = _one(
            pier, demands.value[:, index], material, *surfaces[alike]
        )
    target = worst_of(use)
    rows = np.arange(p)
    value = demands.value[target, rows]
    cause = demands.cause[target, rows]
    combination = demands.combination[target, rows]
    picked = use[target, rows]
    moment = np.hypot(value[:, 1], value[:, 2])
    return CheckSeries(
        name="pier shafts",
        clause="EN 1992-1-1 6.1, 5.2, 5.8.8",
        situation=demands.situation,
        tag="remembered",
        element="pier",
        unit="N m",
        place=tuple(f"{c.pier} shaft {c.index + 1} foot" for c in columns),
        deck=np.full(p, -1),
        girder=np.full(p, -1),
        station=np.array([piers[c.pier].station for c in columns]),
        demand=moment,
        resistance=moment / np.maximum(picked, 1e-12),
        utilisation=picked,
        status=states(picked),
        combination=tuple(demands.names[k] for k in combination),
        cause=tuple(demands.causes[k] if k >= 0 else "" for k in cause),
        details={
            "N": value[:, 0],
            "My": value[:, 1],
            "Mz": value[:, 2],
            "second order and imperfection": second_order[target, rows],
        },
    )


def _one(
    pier: Pier, value: Array, material: ShaftMaterial, section: ConcreteSection, surface: Surface
) -> tuple[Array, Array]:
    """Utilisation of one shaft under t targets, and the moment added to each axis."""
    height = pier.shaft_top - pier.foundation.cap_top
    size = pier.width if pier.shape == "circle" else min(pier.width, pier.depth)
    area = section.concrete_area
    radius = size / 4 if pier.shape == "circle" else size / np.sqrt(12.0)
    compression = np.maximum(-value[:, 0], 0.0)
    length = 2.0 * height
    slender = slenderness(
        length,
        radius,
        compression,
        area,
        float(np.sum(section.bar_area)),
        section.f_cd,
        section.f_yd,
        CREEP,
    )
    second = nominal_curvature(
        slender,
        compression,
        length,
        0.5 * size + (0.5 * size - BAR_AXIS) / np.sqrt(2.0),
        material.concrete.f_ck,
        section.f_yd,
        CREEP,
    )
    tilt = compression * inclination(height) * height
    added = tilt + np.where(slender.is_slender, second.moment, 0.0)
    floor = compression * least_eccentricity(size)
    uses = []
    # The deflection goes one way at a time: the worse of both axes counts.
    for along, across in ((1.0, 0.0), (0.0, 1.0)):
        first = np.maximum(np.abs(value[:, 1]) + along * added, floor * along)
        other = np.abs(value[:, 2]) + across * added
        uses.append(interaction_use(surface, -value[:, 0], first, other).utilisation)
    return np.maximum(*uses), added
