"""Fatigue by damage sums: the lorries of FLM4 one by one, their cycles counted at every section.

This covers every span; for spans of 10 to 80 m the damage-equivalent factors answer the same
question from FLM3, so the two can be held side by side.  Demand is the factor on the stresses that
stands for a damage of 1; the damage itself is among the details.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.passages import LifeCycles
from spanwright.checks.connection import shear_flow_per_force
from spanwright.checks.fatigue import joint_factor
from spanwright.checks.series import places_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.fatigue import (
    bar_endurance,
    damage,
    damage_utilisation,
    detail_category,
    size_factor,
)
from spanwright.codes.eurocode.resistance.section import BARS, BOTTOM, TOP
from spanwright.codes.eurocode.resistance.studs import stud_damage, stud_shear_stress
from spanwright.datum.arrays import Array, Bools, floats
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders

SLOPE_BARS, SLOPE_STUDS = 5.0, 8.0  # a root of the damage compares as stresses do
LIMIT_BOTH = 1.3
NEAR = 1e-6


def damage_series(
    girders: Girders,
    cycles: LifeCycles,
    decks: Sequence[Deck],
    lag: tuple[Array, Array] | None = None,
) -> tuple[CheckSeries, ...]:
    """Flanges, their butt welds, studs and bars (EN 1993-1-9 A.5, EN 1992-1-1 6.8.4).

    Bars are taken on the cracked section; the tension stiffening of EN 1994-2 6.8.5.4 is left out.

    lag : elastic shares of the flanges that work under sagging and hogging
    """
    table, factors = girders.table, girders.factors
    count = girders.count
    near_joint = joint_factor(girders)[:, None]
    moment, shear = near_joint * cycles.moment, near_joint * cycles.shear
    bends, shears = cycles.moment_times, cycles.shear_times
    unit = np.abs(unit_stress(girders))
    if lag is not None:
        unit[[BOTTOM, TOP]] /= np.where(table.is_cracked, lag[1], lag[0])

    def of_flange(fibre: int, category: Array | float, rows: Bools) -> tuple[Array, Array]:
        """Damage and utilisation of a flange where asked for, 0 elsewhere.  (n,), (n,)"""
        found = np.zeros((2, count))
        each = (np.zeros(count) + category)[rows, None]
        stress = unit[fibre][rows, None] * moment[rows]
        for row, rule in enumerate((damage, damage_utilisation)):
            found[row, rows] = rule(
                stress, bends[rows], each, gamma_Ff=factors.Ff, gamma_Mf=factors.Mf
            )
        return found[0], found[1]

    def series(name: str, clause: str, sum_: Array, use: Array, **details: Array) -> CheckSeries:
        return places_series(
            name, clause, "fatigue", "1", table, decks, demand=use, resistance=np.ones(count),
            combination="FLM4, every lorry in every lane", details={"damage": sum_} | details,
        )  # fmt: skip

    everywhere = np.ones(count, dtype=bool)
    bottom = of_flange(BOTTOM, detail_category("transverse_stiffener_50"), everywhere)
    top = of_flange(TOP, detail_category("stud_on_flange"), table.is_cracked)
    at_weld = at_butt_welds(girders, decks)
    butt = detail_category("butt_weld_overfill_10")
    welds = np.maximum(
        of_flange(BOTTOM, size_factor(table.bottom_thickness) * butt, at_weld),
        of_flange(TOP, size_factor(table.top_thickness) * butt, at_weld),
    )
    stud = _studs(girders, shear, shears)
    shank = stud ** (1 / SLOPE_STUDS)
    both = np.where(table.is_cracked, (shank + top[1]) / LIMIT_BOTH, 0.0)
    bar = np.where(table.is_cracked, _bars(girders, unit[BARS][:, None] * moment, bends), 0.0)
    peak = moment.max(axis=1)
    return (
        series("damage of the bottom flange", "EN 1993-1-9 A.5, EN 1991-2 4.6.5", *bottom,
               **{"delta sigma, largest": unit[BOTTOM] * peak}),
        series("damage of flange butt welds", "EN 1993-1-9 A.5, Table 8.3", *welds,
               **{"delta sigma, largest": unit[BOTTOM] * peak}),
        series("damage of studs and top flange", "EN 1993-1-9 A.5, EN 1994-2 6.8.7.2",
               np.maximum(stud, top[0]), np.maximum.reduce([shank, top[1], both]),
               **{"studs alone": shank, "top flange alone": top[1],
                  "V_range, largest": shear.max(axis=1)}),
        series("damage of the bars", "EN 1992-1-1 6.8.4, Table 6.3N", bar, bar ** (1 / SLOPE_BARS),
               **{"delta sigma, largest": unit[BARS] * peak}),
    )  # fmt: skip


def unit_stress(girders: Girders) -> Array:
    """Stress at FIBRES of a unit moment of traffic; cracked where the model is.  (7, n)"""
    whole = girders.section("short term").moment_stress
    cracked = girders.section("short term", cracked=True).moment_stress
    return np.where(girders.table.is_cracked, cracked, whole)


def at_butt_welds(girders: Girders, decks: Sequence[Deck]) -> Bools:
    """Sections at a change of plates; each side of the weld has its own row.  (n,)"""
    table = girders.table
    at_joint = np.zeros(girders.count, dtype=bool)
    for index, deck in enumerate(decks):
        for g, girder in enumerate(deck.girders):
            rows = (table.deck == index) & (table.girder == g)
            away = np.abs(table.station[:, None] - girder.joints[1:-1])
            at_joint |= rows & np.any(away < NEAR, axis=1)
    return at_joint


def _studs(girders: Girders, shear: Array, number: Array) -> Array:
    """Damage of the studs' shanks.  (n,)"""
    flow = shear_flow_per_force(girders)[:, None] * shear
    stress = stud_shear_stress(
        flow, girders.table.stud_rate[:, None], floats(girders.materials.stud_diameter)
    )
    return stud_damage(stress, number, gamma_Ff=girders.factors.Ff, gamma_Mf_s=girders.factors.Mf_s)


def _bars(girders: Girders, stress: Array, number: Array) -> Array:
    """Damage of the longitudinal bars, stress (n, k) on the cracked section.  (n,)"""
    lives = bar_endurance(girders.factors.Ff * stress, girders.factors.S)
    return np.asarray(np.sum(number / lives, axis=-1))
