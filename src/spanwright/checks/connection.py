"""Shear connection: studs at the ultimate and serviceability limit states."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.section import interface_shear_flow
from spanwright.codes.eurocode.resistance.studs import StudResistance, stud_resistance
from spanwright.datum.arrays import Array
from spanwright.structure.girders import Girders
from spanwright.structure.types import STAGES


def stud_of(girders: Girders) -> StudResistance:
    """Resistance of one stud of this bridge."""
    material = girders.materials
    return stud_resistance(
        material.stud_diameter,
        material.stud_height,
        material.stud_f_u,
        material.concrete.f_ck,
        material.concrete.E_cm,
        gamma_V=girders.factors.V,
    )


def shear_flow(girders: Girders, demands: Demands) -> Array:
    """Longitudinal shear between slab and steel, slab uncracked throughout.  (t, n) [N/m]

    Wet concrete and steel weight cause none; every other stage has its own V S/I.
    """
    flow = np.zeros(demands.shear[:, 0].shape)
    for row, stage in enumerate(STAGES):
        if stage != "steel":
            flow = flow + interface_shear_flow(girders.section(stage), demands.shear[:, row])
    return np.asarray(flow)


def stud_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...], *, service: bool
) -> CheckSeries:
    """Elastic longitudinal shear against the studs provided (EN 1994-2 6.6.2.1, 6.8.1(3))."""
    stud = stud_of(girders)
    one = stud.service if service else stud.design
    resistance = girders.table.stud_rate * one
    flow = np.abs(shear_flow(girders, demands))
    use = flow / resistance
    target = worst_of(use)
    return girder_series(
        "studs (serviceability)" if service else "studs",
        "EN 1994-2 6.8.1(3)" if service else "EN 1994-2 6.6.2.1, 6.6.3.1",
        "remembered",
        "N/m",
        girders.table,
        deck_names,
        demands,
        target,
        demand=pick(flow, target),
        resistance=resistance,
        utilisation=pick(use, target),
        details={
            "P_Rd": np.full(girders.count, float(stud.design)),
            "studs per metre": girders.table.stud_rate,
        },
    )
