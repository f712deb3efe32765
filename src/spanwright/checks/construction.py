"""The steel alone under its own weight and the wet slab, before the concrete helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import stress_utilisation
from spanwright.codes.eurocode.resistance.classification import iterate_effective_web
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.codes.eurocode.resistance.section import SteelSection, elastic_section
from spanwright.datum.arrays import Array, freeze
from spanwright.structure.girders import Girders


@dataclass(frozen=True, slots=True, eq=False)
class BareBending:
    """The bare girder under one moment, each (n,).

    stress      : worst stress of the effective section over its limit
    reduction   : chi_LT of the compressed flange between the cross-frames
    utilisation : both together
    """

    stress: Array
    reduction: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


def bare_bending(girders: Girders, moment: Array) -> BareBending:
    """Elastic bending of the bare girder with its compressed flange buckling sideways between the
    cross-frames (EN 1993-1-5 4, EN 1993-2 6.3.4.2).  moment (n,) [N m]"""
    steel = girders.steel

    def stresses(plates: SteelSection) -> Array:
        return np.asarray(elastic_section(plates).moment_stress * moment)

    effective, web = iterate_effective_web(steel, girders.yield_web, stresses)
    stress = stress_utilisation(stresses(effective), girders.design_limits()).utilisation
    sags = moment >= 0
    buckling = flange_buckling(
        np.where(sags, steel.top_width, steel.bottom_width),
        np.where(sags, steel.top_thickness, steel.bottom_thickness),
        steel.web_thickness * web.compressed,
        np.where(sags, girders.yield_top, girders.yield_bottom),
        girders.table.restraint_spacing,
    )
    factor = girders.factors.M1 / girders.factors.M0
    return BareBending(stress, buckling.reduction, stress / buckling.reduction * factor)


def construction_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> CheckSeries:
    """The bare girder under the wet slab."""
    found = [bare_bending(girders, staged[0]) for staged in demands.moment]
    use = np.stack([one.utilisation for one in found])
    target = worst_of(use)
    moment = np.abs(pick(demands.moment[:, 0], target))
    picked = pick(use, target)
    return girder_series(
        "steel alone with wet slab",
        "EN 1993-2 6.3.4.2, EN 1993-1-5 4",
        "remembered",
        "N m",
        girders.table,
        deck_names,
        demands,
        target,
        demand=moment,
        resistance=moment / np.maximum(picked, 1e-12),
        utilisation=picked,
        details={"chi_LT": pick(np.stack([one.reduction for one in found]), target)},
    )
