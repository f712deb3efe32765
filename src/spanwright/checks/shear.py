"""Shear of the webs, with bending."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bending import Bending
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.shear import (
    ShearResistance,
    moment_shear,
    shear_resistance,
)
from spanwright.datum.arrays import Array, floats
from spanwright.structure.girders import Girders


def web_of(girders: Girders) -> ShearResistance:
    """Shear resistance of every section's web between its transverse stiffeners."""
    steel = girders.steel
    return shear_resistance(
        steel.web_height,
        steel.web_thickness,
        girders.yield_web,
        girders.table.stiffener_spacing,
        # Inner supports of continuous girders count as rigid; deck ends have one stiffener only.
        rigid_end_post=~girders.in_end_panel(),
        gamma_M0=girders.factors.M0,
        gamma_M1=girders.factors.M1,
    )


def shear_checks(
    girders: Girders, demands: Demands, bending: Bending, deck_names: tuple[str, ...]
) -> tuple[CheckSeries, CheckSeries]:
    """Shear buckling (EN 1993-1-5 5) and its interaction with bending (7.1) at every section.

    Sections at a support are taken as they stand, though 7.1 may be checked h_w/2 away.
    """
    table, web = girders.table, web_of(girders)
    shear = demands.shear.sum(axis=1)
    use = np.abs(shear) / web.resistance
    target = worst_of(use)
    first = girder_series(
        "shear",
        "EN 1993-1-5 5.2, 5.3",
        "read",
        "N",
        table,
        deck_names,
        demands,
        target,
        demand=np.abs(pick(shear, target)),
        resistance=web.resistance,
        utilisation=pick(use, target),
        details={
            "lambda_w": web.slenderness,
            "chi_w": web.reduction,
            "tau_cr": web.critical,
            "V_bw,Rd": web.web,
            "V_pl,Rd": web.plastic,
        },
    )
    both = moment_shear(
        bending.moment, shear, bending.plastic, bending.flange_only, floats(web.resistance)
    )
    second = _interaction(
        girders, demands, both.utilisation, both.shear_share, both.moment_share, deck_names
    )
    return first, second


def _interaction(
    girders: Girders,
    demands: Demands,
    use: Array,
    shear_share: Array,
    moment_share: Array,
    deck_names: tuple[str, ...],
) -> CheckSeries:
    target = worst_of(use)
    return girder_series(
        "bending with shear",
        "EN 1993-1-5 7.1",
        "read",
        "1",
        girders.table,
        deck_names,
        demands,
        target,
        demand=pick(use, target),
        resistance=np.ones(girders.count),
        utilisation=pick(use, target),
        details={"eta_1": pick(moment_share, target), "eta_3": pick(shear_share, target)},
    )
