"""Serviceability of the girders: stresses, web breathing, deflection."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, places, states, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    FIBRES,
    SLAB_SOFFIT,
    SLAB_TOP,
    TOP,
    WEB_BOTTOM,
    WEB_TOP,
)
from spanwright.codes.eurocode.resistance.service import (
    breathing,
    concrete_limits,
    deflection_limit,
    steel_stress,
    stress_range_utilisation,
)
from spanwright.datum.arrays import Array
from spanwright.structure.girders import Girders, staged_stress


def service_stresses(girders: Girders, demands: Demands) -> Array:
    """(7, t, n) staged stresses; each section cracked or whole by the sign it sees."""
    columns = []
    for moment in demands.moment:
        hogs = moment[1:].sum(axis=0) < 0
        whole = staged_stress(girders, moment, hogging=False)
        cracked = staged_stress(girders, moment, hogging=True)
        columns.append(np.where(hogs, cracked, whole))
    return np.stack(columns, axis=1)


def mean_shear_stress(girders: Girders, demands: Demands) -> Array:
    """Shear over the web's area.  (t, n) [Pa]"""
    steel = girders.steel
    return np.asarray(
        np.abs(demands.shear.sum(axis=1)) / (steel.web_height * steel.web_thickness), dtype=float
    )


def with_shear_lag(stress: Array, demands: Demands, lag: tuple[Array, Array] | None) -> Array:
    """Stresses at FIBRES with those of the flanges raised where they do not work in full width.

    stress (7, t, n);  lag : elastic shares under sagging and hogging, each (n,)
    """
    if lag is None:
        return stress
    raised = np.array(stress)
    hogs = demands.moment.sum(axis=1) < 0
    raised[[BOTTOM, TOP]] /= np.where(hogs, lag[1], lag[0])
    return raised


def stress_range_series(
    girders: Girders,
    demands: Demands,
    deck_names: tuple[str, ...],
    lag: tuple[Array, Array] | None = None,
) -> CheckSeries:
    """Range of the steel stress under the frequent combination (EN 1993-2 7.3(2))."""
    stress = with_shear_lag(service_stresses(girders, demands), demands, lag)
    spread = stress.max(axis=1) - stress.min(axis=1)
    fibres = ((BOTTOM, girders.yield_bottom), (WEB_BOTTOM, girders.yield_web),
              (WEB_TOP, girders.yield_web), (TOP, girders.yield_top))  # fmt: skip
    use = np.stack(
        [stress_range_utilisation(spread[f], y, girders.factors.M_ser) for f, y in fibres]
    )
    worst = use.argmax(axis=0)
    demand = np.stack([spread[f] for f, _ in fibres])[worst, np.arange(girders.count)]
    picked = use.max(axis=0)
    target = worst_of(np.abs(stress[BOTTOM]))
    return girder_series(
        "range of the steel stress",
        "EN 1993-2 7.3(2)",
        "remembered",
        "Pa",
        girders.table,
        deck_names,
        demands,
        target,
        demand=demand,
        resistance=demand / np.maximum(picked, 1e-12),
        utilisation=picked,
    )


def steel_stress_series(
    girders: Girders,
    demands: Demands,
    deck_names: tuple[str, ...],
    lag: tuple[Array, Array] | None = None,
) -> CheckSeries:
    """Flanges, and webs with shear, under the characteristic combination (EN 1993-2 7.3).

    lag : elastic shares of the flanges that work under sagging and hogging (EN 1993-1-5 3)
    """
    stress = with_shear_lag(service_stresses(girders, demands), demands, lag)
    tau = mean_shear_stress(girders, demands)
    rows = [
        (BOTTOM, 0.0 * tau, girders.yield_bottom),
        (WEB_BOTTOM, tau, girders.yield_web),
        (WEB_TOP, tau, girders.yield_web),
        (TOP, 0.0 * tau, girders.yield_top),
    ]
    found = [
        steel_stress(stress[fibre], shear, strength, girders.factors.M_ser)
        for fibre, shear, strength in rows
    ]
    use = np.stack([f.utilisation for f in found])
    fibre = use.argmax(axis=0)[None]
    worst = np.take_along_axis(use, fibre, axis=0)[0]
    demand = np.take_along_axis(np.stack([f.equivalent for f in found]), fibre, axis=0)[0]
    target = worst_of(worst)
    return girder_series(
        "steel stress",
        "EN 1993-2 7.3",
        "remembered",
        "Pa",
        girders.table,
        deck_names,
        demands,
        target,
        demand=pick(demand, target),
        resistance=pick(demand, target) / np.maximum(pick(worst, target), 1e-12),
        utilisation=pick(worst, target),
        details={f"sigma {FIBRES[f]}": pick(stress[f], target) for f in (BOTTOM, TOP)}
        | {"tau": pick(tau, target)},
    )


def slab_stress_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> tuple[CheckSeries, CheckSeries]:
    """Compressed concrete and stretched bars under the characteristic combination."""
    stress = service_stresses(girders, demands)
    limits = concrete_limits(girders.materials.concrete.f_ck, girders.materials.f_sk)
    pressed = -np.minimum(np.minimum(stress[SLAB_TOP], stress[SLAB_SOFFIT]), 0.0)
    stretched = np.maximum(stress[BARS], 0.0)

    def series(name: str, clause: str, demand: Array, limit: float) -> CheckSeries:
        use = demand / limit
        target = worst_of(use)
        return girder_series(
            name,
            clause,
            "remembered",
            "Pa",
            girders.table,
            deck_names,
            demands,
            target,
            demand=pick(demand, target),
            resistance=np.full(girders.count, limit),
            utilisation=pick(use, target),
        )

    return (
        series("concrete stress", "EN 1992-1-1 7.2(2)", pressed, float(limits.characteristic)),
        series("reinforcement stress", "EN 1992-1-1 7.2(5)", stretched, float(limits.bars)),
    )


def breathing_series(
    girders: Girders, demands: Demands, deck_names: tuple[str, ...]
) -> CheckSeries:
    """Web breathing under the frequent combination (EN 1993-2 7.4)."""
    table, steel = girders.table, girders.steel
    stress = service_stresses(girders, demands)
    found = breathing(
        steel.web_height,
        steel.web_thickness,
        table.span_length,
        stress[WEB_BOTTOM],
        stress[WEB_TOP],
        mean_shear_stress(girders, demands),
        table.stiffener_spacing,
    )
    target = worst_of(found.utilisation)
    return girder_series(
        "web breathing",
        "EN 1993-2 7.4",
        "remembered",
        "1",
        table,
        deck_names,
        demands,
        target,
        demand=np.where(found.needed, pick(found.expression, target), found.slenderness),
        resistance=np.where(found.needed, 1.1, found.limit),
        utilisation=pick(found.utilisation, target),
        details={"h_w/t": found.slenderness, "limit of h_w/t": found.limit},
    )


def deflection_series(
    girders: Girders, deflection: Array, cause: tuple[str, ...], deck_names: tuple[str, ...]
) -> CheckSeries:
    """Downward deflection under frequent traffic against the customary limit."""
    table = girders.table
    limit = deflection_limit(table.span_length)
    down = np.maximum(deflection, 0.0)
    return CheckSeries(
        name="deflection under traffic",
        clause="customary limit (none in EN 1993-2)",
        situation="SLS frequent",
        tag="remembered",
        element="girder",
        unit="m",
        place=places(table, deck_names),
        deck=table.deck,
        girder=table.girder,
        station=table.station,
        demand=down,
        resistance=limit,
        utilisation=down / limit,
        status=states(down / limit),
        combination=("LM1 frequent",) * len(down),
        cause=cause,
    )
