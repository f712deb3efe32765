"""Serviceability of the girders: stresses, web breathing, deflection."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, states, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import stress_utilisation
from spanwright.codes.eurocode.resistance.classification import internal_buckling_factor
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    SLAB_TOP,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
)
from spanwright.codes.eurocode.resistance.shear import shear_buckling_factor
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import MPa
from spanwright.structure.girders import Girders, staged_stress


def _stresses(girders: Girders, demands: Demands) -> Array:
    """(7, t, n) staged stresses; each section cracked or whole by the sign it sees."""
    columns = []
    for moment in demands.moment:
        hogs = moment[1:].sum(axis=0) < 0
        whole = staged_stress(girders, moment, hogging=False)
        cracked = staged_stress(girders, moment, hogging=True)
        columns.append(np.where(hogs, cracked, whole))
    return np.stack(columns, axis=1)


def stress_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> tuple[CheckSeries, ...]:
    """Stresses under the characteristic combination: steel with shear, concrete, bars."""
    stress = _stresses(girders, demands)
    limits = girders.service_limits()
    each = stress_utilisation(stress, limits).each
    steel = girders.steel
    tau = np.abs(demands.shear.sum(axis=1)) / (steel.web_height * steel.web_thickness)
    web = np.maximum(np.abs(stress[WEB_BOTTOM]), np.abs(stress[WEB_TOP]))
    mises = np.sqrt(web**2 + 3.0 * tau**2)
    steel_use = np.maximum.reduce(
        [each[BOTTOM], each[TOP], mises * girders.factors.M_ser / girders.yield_web]
    )
    value = np.maximum.reduce([np.abs(stress[BOTTOM]), np.abs(stress[TOP]), mises])
    rows = [
        ("steel stress", "EN 1993-2 7.3", steel_use, value, limits.tension[BOTTOM]),
        (
            "concrete stress",
            "EN 1994-2 7.2.2",
            each[SLAB_TOP],
            -np.minimum(stress[SLAB_TOP], 0.0),
            limits.compression[SLAB_TOP],
        ),
        (
            "reinforcement stress",
            "EN 1994-2 7.2.2",
            each[BARS],
            np.maximum(stress[BARS], 0.0),
            limits.tension[BARS],
        ),
    ]
    series = []
    for name, clause, use, demand, limit in rows:
        target = worst_of(use)
        series.append(
            girder_series(
                name,
                clause,
                "remembered",
                "Pa",
                girders.table,
                deck_names,
                demands,
                target,
                demand=pick(demand, target),
                resistance=pick(demand, target) / np.maximum(pick(use, target), 1e-12)
                if name == "steel stress"
                else floats(limit + np.zeros(girders.count)),
                utilisation=pick(use, target),
                details={f"sigma {FIBRES[f]}": pick(stress[f], target) for f in (0, 3, 5, 6)},
            )
        )
    return tuple(series)


def breathing_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> CheckSeries:
    """Web breathing under the frequent combination (EN 1993-2 7.4).

    Where h_w/t <= 30 + 4 L (at most 300) the clause asks for nothing more; the utilisation is then
    the slenderness over that limit, otherwise the stress criterion over 1.1.
    """
    table, steel = girders.table, girders.steel
    slender = steel.web_height / steel.web_thickness
    limit = np.minimum(30.0 + 4.0 * np.maximum(table.span_length, 20.0), 300.0)
    stress = _stresses(girders, demands)
    tau = np.abs(demands.shear.sum(axis=1)) / (steel.web_height * steel.web_thickness)
    compressed = np.maximum(np.maximum(-stress[WEB_BOTTOM], -stress[WEB_TOP]), 0.0)
    # k_sigma of a web in pure bending bounds nothing from below where compression prevails, so
    # the ratio of the two edges is used.
    low, high = (
        np.minimum(stress[WEB_BOTTOM], stress[WEB_TOP]),
        np.maximum(stress[WEB_BOTTOM], stress[WEB_TOP]),
    )
    psi = np.where(low < 0, high / np.where(low < 0, low, -1.0), 1.0)
    k_sigma = internal_buckling_factor(np.clip(psi, -3.0, 1.0))
    k_tau = shear_buckling_factor(table.stiffener_spacing, steel.web_height)
    euler = 190_000.0 * MPa * (steel.web_thickness / steel.web_height) ** 2
    interaction = (
        np.sqrt((compressed / (k_sigma * euler)) ** 2 + (1.1 * tau / (k_tau * euler)) ** 2) / 1.1
    )
    exempt = slender <= limit
    use = np.where(exempt, slender / limit, interaction)
    target = worst_of(use)
    return girder_series(
        "web breathing",
        "EN 1993-2 7.4",
        "remembered",
        "1",
        table,
        deck_names,
        demands,
        target,
        demand=np.where(exempt, slender, pick(interaction, target)),
        resistance=np.where(exempt, limit, 1.0),
        utilisation=pick(use, target),
        details={"h_w/t": slender, "limit 30 + 4 L": limit},
    )


def deflection_series(
    girders: Girders,
    deflection: Array,
    cause: tuple[str, ...],
    places: tuple[str, ...],
    divisor: float,
) -> CheckSeries:
    """Downward deflection under frequent traffic against span/divisor (a client's criterion)."""
    table = girders.table
    limit = table.span_length / divisor
    use = np.maximum(deflection, 0.0) / limit
    return CheckSeries(
        name="deflection under traffic",
        clause=f"client's criterion L/{divisor:.0f} (no limit in EN 1993-2)",
        situation="SLS frequent",
        tag="remembered",
        element="girder",
        unit="m",
        place=places,
        deck=table.deck,
        girder=table.girder,
        station=table.station,
        demand=np.maximum(deflection, 0.0),
        resistance=limit,
        utilisation=use,
        status=states(use),
        combination=("LM1 frequent",) * len(use),
        cause=cause,
    )
