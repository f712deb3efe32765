"""The steel alone under its own weight and the wet slab, before the concrete helps."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import stress_utilisation
from spanwright.codes.eurocode.resistance.classification import iterate_effective_web
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.codes.eurocode.resistance.section import SteelSection, elastic_section
from spanwright.datum.arrays import Array
from spanwright.structure.girders import Girders


def construction_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> CheckSeries:
    """Elastic bending of the bare girder with its compressed flange buckling sideways between the
    cross-frames (EN 1993-1-5 4, EN 1993-2 6.3.4.2)."""
    limits = girders.design_limits()
    steel = girders.steel
    uses, reductions, moments = [], [], []
    for staged in demands.moment:
        moment = staged[0]

        def stresses(plates: SteelSection, moment: Array = moment) -> Array:
            return np.asarray(elastic_section(plates).moment_stress * moment)

        effective, web = iterate_effective_web(steel, girders.yield_web, stresses)
        use = stress_utilisation(stresses(effective), limits).utilisation
        sags = moment >= 0
        buckling = flange_buckling(
            np.where(sags, steel.top_width, steel.bottom_width),
            np.where(sags, steel.top_thickness, steel.bottom_thickness),
            steel.web_thickness * web.compressed,
            np.where(sags, girders.yield_top, girders.yield_bottom),
            girders.table.restraint_spacing,
        )
        uses.append(use / buckling.reduction * girders.factors.M1 / girders.factors.M0)
        reductions.append(buckling.reduction)
        moments.append(moment)
    use = np.stack(uses)
    target = worst_of(use)
    moment = np.abs(pick(np.stack(moments), target))
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
        details={"chi_LT": pick(np.stack(reductions), target)},
    )
