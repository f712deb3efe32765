"""Longitudinal bars of the slab over the piers under the girder and the wheels together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import TARGETS, Demands
from spanwright.checks.series import girder_series
from spanwright.checks.slab import SlabDesign, SlabLoads
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.section import BARS
from spanwright.codes.eurocode.resistance.slab import layer_force, local_global_factor
from spanwright.structure.girders import Girders, staged_stress

MY_MIN = TARGETS.index("My min")


def together_series(
    girders: Girders, demands: Demands, slabs: Sequence[tuple[SlabDesign, SlabLoads]]
) -> CheckSeries:
    """Bars under the girder's hogging and the wheels on the slab together (EN 1993-2 Annex E)."""
    table = girders.table
    area = girders.slab.bar_area / np.maximum(table.slab_width, 1e-9)
    names = tuple(design.name for design, _ in slabs)
    stress = staged_stress(girders, demands.moment[MY_MIN], hogging=True)[BARS]
    stress = np.maximum(stress, 0.0)
    psi = local_global_factor(table.span_length)
    pull = stress * area
    use = np.zeros(girders.count)
    force, local = np.zeros(girders.count), np.zeros(girders.count)
    whole, deep, apart, thick = np.ones((4, girders.count))  # what governs, for the notes
    resist = 0.5 * area * girders.materials.f_sk / girders.factors.S
    for index, (design, loads) in enumerate(slabs):
        here = table.deck == index
        bars, h = design.bars, design.thickness
        most = float(np.max(area[here], initial=design.along))  # the thickest bars lie deepest
        up, down = bars.depth_along(h, most, top=True), bars.depth_along(h, most, top=False)
        along = np.array([kind == "mx" for kind in loads.places.point_kind])
        for moment, depth in (
            (np.max(np.maximum(-loads.ultimate.smallest[along], 0.0)), up),
            (np.max(np.maximum(loads.ultimate.largest[along], 0.0)), down),
        ):
            for share, part in ((psi, 1.0), (1.0, psi)):
                wanted = layer_force(share * pull, part * moment, up + down - h, depth, h)
                more = here & (wanted / resist > use)
                use = np.where(more, wanted / resist, use)
                force = np.where(more, wanted, force)
                local = np.where(more, moment, local)
                whole = np.where(more, part, whole)
                deep = np.where(more, depth, deep)
                apart = np.where(more, up + down - h, apart)
                thick = np.where(more, h, thick)
    return girder_series(
        "slab reinforcement, local and global", "EN 1993-2 Annex E, EN 1994-2 5.4.4",
        "remembered", "N/m", table, names, demands, np.full(girders.count, MY_MIN, dtype=np.int64),
        demand=force, resistance=resist, utilisation=np.where(stress > 0, use, np.nan),
        skipped=stress <= 0,
        details={"psi": psi, "global bar stress": stress, "local moment": local},
        workings={
            "sigma_s [Pa]": stress, "a_s [m]": area, "psi": psi, "m [N]": local, "k_m": whole,
            "k_n": np.where(whole < 1.0, 1.0, psi), "d [m]": deep, "z_s [m]": apart, "h [m]": thick,
            "f_sk [Pa]": girders.materials.f_sk, "gamma_S": girders.factors.S,
        },
    )  # fmt: skip
