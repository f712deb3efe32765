"""Fatigue of flanges and studs by damage-equivalent factors, from FLM3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.checks.series import places, states
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.actions.road import joint_amplification
from spanwright.codes.eurocode.resistance.fatigue import (
    detail_category,
    equivalent_range,
    road_factor,
    road_scope,
    stud_factor,
)
from spanwright.codes.eurocode.resistance.section import BOTTOM, TOP, interface_shear_flow
from spanwright.codes.eurocode.resistance.studs import stud_fatigue, stud_shear_stress
from spanwright.datum.arrays import Array, Bools, freeze
from spanwright.structure.girders import Girders


@dataclass(frozen=True, slots=True, eq=False)
class FatigueEffects:
    """Extremes of FLM3 in the slow lane at n sections, and what traffic to expect.

    moment_max, moment_min, shear_max, shear_min : (n,) the vehicle alone on the deck [N m], [N]
    lanes : (n,) lambda_4 of bending;  cause : (n,) words
    lorry, lorry_studs : Q_m1 with exponents 5 and 8 [N];  flow : N_obs a year;  years : design life
    neighbour_mean : (n,) mean of the two spans beside the nearest inner support     [m]
    in_support_zone: (n,) within 15 % of the span from an inner support
    """

    moment_max: Array
    moment_min: Array
    shear_max: Array
    shear_min: Array
    lanes: Array
    cause: tuple[str, ...]
    lorry: float
    lorry_studs: float
    flow: float
    years: float
    neighbour_mean: Array
    in_support_zone: Bools

    def __post_init__(self) -> None:
        freeze(self)


def equivalence(girders: Girders, effects: FatigueEffects) -> tuple[Array, Bools]:
    """lambda of bending stresses and where its tables do not reach.  (n,), (n,) bool"""
    length = np.where(effects.in_support_zone, effects.neighbour_mean, girders.table.span_length)
    inside = road_scope(length)
    safe = np.clip(length, 10.0, 80.0)
    factors = [
        road_factor(
            safe,
            zone,
            lorry=effects.lorry,
            flow=effects.flow,
            years=effects.years,
            lanes=effects.lanes,
        ).total
        for zone in ("support", "midspan")
    ]
    return np.where(effects.in_support_zone, *factors), np.logical_not(inside)


def joint_factor(girders: Girders) -> Array:
    """Rise of traffic within 6 m of an expansion joint (EN 1991-2 Figure 4.7).  (n,)"""
    table = girders.table
    factor = np.ones(girders.count)
    for deck in np.unique(table.deck):
        rows = table.deck == deck
        x = table.station[rows]
        factor[rows] = joint_amplification(np.minimum(x - x.min(), x.max() - x))
    return factor


def fatigue_series(
    girders: Girders,
    effects: FatigueEffects,
    deck_names: tuple[str, ...],
    lag: tuple[Array, Array] | None = None,
) -> tuple[CheckSeries, ...]:
    """Bottom flange at stiffener welds, top flange at studs, studs in shear.

    lag : elastic shares of the flanges that work under sagging and hogging
    """
    factor, outside = equivalence(girders, effects)
    ranges = _stress_ranges(girders, effects)
    if lag is not None:
        ranges[[BOTTOM, TOP]] /= np.where(girders.table.is_cracked, lag[1], lag[0])
    table, labels = girders.table, places(girders.table, deck_names)

    def series(
        name: str,
        clause: str,
        unit: str,
        demand: Array,
        resistance: Array,
        use: Array,
        out: Bools,
        details: dict[str, Array],
    ) -> CheckSeries:
        return CheckSeries(
            name,
            clause,
            "fatigue",
            "remembered",
            "girder",
            unit,
            labels,
            table.deck,
            table.girder,
            table.station,
            demand,
            resistance,
            use,
            states(use, outside=out),
            ("FLM3 in the slow lane",) * len(use),
            effects.cause,
            details,
        )

    bottom = equivalent_range(
        ranges[BOTTOM],
        factor,
        detail_category("transverse_stiffener_50"),
        gamma_Ff=girders.factors.Ff,
        gamma_Mf=girders.factors.Mf,
    )
    studs, detail = _studs(girders, effects, ranges[TOP] * factor)
    common = {"lambda": factor, "stress range": ranges[BOTTOM]}
    return (
        series(
            "fatigue of the bottom flange",
            "EN 1993-2 9.5, EN 1993-1-9 8",
            "Pa",
            bottom.demand,
            bottom.resistance,
            bottom.utilisation,
            outside,
            common,
        ),
        series(
            "fatigue of studs and top flange",
            "EN 1994-2 6.8.7.2",
            "1",
            studs,
            np.ones_like(studs),
            studs,
            outside,
            detail,
        ),
    )


def _stress_ranges(girders: Girders, effects: FatigueEffects) -> Array:
    """Ranges of stress at FIBRES; cracked where the model is cracked.  (7, n) [Pa]"""
    whole = girders.section("short term").moment_stress
    cracked = girders.section("short term", cracked=True).moment_stress
    unit = np.where(girders.table.is_cracked, cracked, whole)
    moment = joint_factor(girders) * (effects.moment_max - effects.moment_min)
    return np.asarray(np.abs(unit * moment))


def _studs(
    girders: Girders, effects: FatigueEffects, flange_range: Array
) -> tuple[Array, dict[str, Array]]:
    """Utilisation of studs in shear, of the flange under them, and both.  (n,)"""
    factor = stud_factor(
        lorry=effects.lorry_studs, flow=effects.flow, years=effects.years, lanes=effects.lanes
    ).total
    flow = interface_shear_flow(
        girders.section("short term"),
        joint_factor(girders) * (effects.shear_max - effects.shear_min),
    )
    stress = stud_shear_stress(
        flow, girders.table.stud_rate, np.asarray(girders.materials.stud_diameter)
    )
    result = stud_fatigue(
        factor * stress,
        flange_range,
        flange_in_tension=girders.table.is_cracked,
        gamma_Ff=girders.factors.Ff,
        gamma_Mf=girders.factors.Mf,
        gamma_Mf_s=girders.factors.Mf_s,
    )
    return result.utilisation, {
        "shear share": result.shear,
        "flange share": result.flange,
        "lambda_v": np.asarray(factor + np.zeros(girders.count)),
    }
