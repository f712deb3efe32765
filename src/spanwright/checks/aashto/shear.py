"""Shear of the webs, their stiffeners, shear connectors and details in fatigue (AASHTO 6.10)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bracing import support_forces
from spanwright.checks.connection import shear_flow, shear_flow_per_force
from spanwright.checks.fatigue import FatigueEffects
from spanwright.checks.series import girder_series, pick, places_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.fatigue import (
    cycles,
    detail_use,
    stud_fatigue,
    stud_strength,
)
from spanwright.codes.aashto.resistance.flexure import Edition
from spanwright.codes.aashto.resistance.shear import (
    WebShear,
    bearing_stiffener,
    transverse_stiffener,
    web_shear,
)
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.section import BOTTOM
from spanwright.datum.arrays import Array
from spanwright.layout.quantities import (
    BEARING_THICKNESS,
    BEARING_WIDTH,
    STIFFENER_THICKNESS,
    STIFFENER_WIDTH,
)
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders

DAYS = 365.25
CLIP = 0.04  # cut off the flats beside the weld of web and flange [m]
PER_PASSAGE = 1.0  # cycles, 6.6.1.2.5 Table 2: spans over 12 m away from inner supports
AT_SUPPORT = 1.5  # near them


def web_of(girders: Girders) -> WebShear:
    """Nominal shear resistance of every section's web; end panels without tension field."""
    steel = girders.steel
    return web_shear(
        steel.web_height,
        steel.web_thickness,
        girders.yield_web,
        girders.table.stiffener_spacing,
        steel.top_area + steel.bottom_area,
        end_panel=girders.in_end_panel(),
    )


def shear_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Shear at the strength limit state (6.10.9), phi = 1.0."""
    web = web_of(girders)
    shear = demands.shear.sum(axis=1)
    use = np.abs(shear) / web.resistance
    target = worst_of(use)
    return girder_series(
        "shear", "AASHTO 6.10.9", "read", "N", girders.table, _names(decks), demands, target,
        demand=np.abs(pick(shear, target)), resistance=web.resistance,
        utilisation=pick(use, target),
        details={"C": web.ratio, "V_p": web.plastic, "V_cr": web.buckling},
    )  # fmt: skip


def construction_shear_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck]
) -> CheckSeries:
    """The bare girder's web must not buckle under the wet slab: V <= V_cr (6.10.3.3)."""
    web = web_of(girders)
    shear = demands.shear[:, 0]
    use = np.abs(shear) / web.buckling
    target = worst_of(use)
    return girder_series(
        "shear while the slab is wet", "AASHTO 6.10.3.3", "read", "N", girders.table,
        _names(decks), demands, target, demand=np.abs(pick(shear, target)),
        resistance=web.buckling, utilisation=pick(use, target),
    )  # fmt: skip


def stiffener_flange(girders: Girders) -> Array:
    """Width of the flange a transverse stiffener is measured against.  (n,) [m]"""
    return np.minimum(girders.steel.top_width, girders.steel.bottom_width)


def stiffener_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Transverse stiffeners, pairs of the flats of the quantities (6.10.11.1)."""
    web, steel = web_of(girders), girders.steel
    shear = np.abs(demands.shear.sum(axis=1)).max(axis=0)
    found = transverse_stiffener(
        STIFFENER_WIDTH, STIFFENER_THICKNESS, steel.web_height, steel.web_thickness,
        girders.yield_web, girders.yield_web, girders.table.stiffener_spacing,
        stiffener_flange(girders), shear, web,
    )  # fmt: skip
    return places_series(
        "transverse stiffeners", "AASHTO 6.10.11.1", demands.situation, "1", girders.table, decks,
        demand=found.utilisation, resistance=np.ones(girders.count), combination="largest shear",
        tag="read",
        details={"projecting": found.wide, "slender": found.thick, "beside the flange": found.broad,
                 "second moment": found.rigid},
    )  # fmt: skip


def bearing_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Milled ends of the pair of flats over each bearing, and their slenderness (6.10.11.2)."""
    force, _ = support_forces(girders, demands)
    strength, slender = bearing_stiffener(BEARING_WIDTH, BEARING_THICKNESS, CLIP, girders.yield_web)
    use = np.where(force > 0, np.maximum(force / strength, slender), 0.0)
    return places_series(
        "bearing stiffeners", "AASHTO 6.10.11.2", demands.situation, "N", girders.table, decks,
        demand=force, resistance=strength, utilisation=use, combination="largest shears",
        tag="read", details={"b_t over its limit": slender},
    )  # fmt: skip


def stud_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck], edition: Edition = "9th"
) -> CheckSeries:
    """Elastic longitudinal shear of the strength limit state against phi Q_n (6.10.10.4).

    The flow at every section in place of the nominal slab force between zero and greatest moment:
    no section is served by studs elsewhere.
    """
    material = girders.materials
    one = stud_strength(
        material.stud_diameter,
        material.stud_f_u,
        material.concrete.f_ck,
        material.concrete.E_cm,
        edition,
    )
    flow = np.abs(shear_flow(girders, demands))
    resistance = girders.table.stud_rate * one
    use = flow / resistance
    target = worst_of(use)
    return girder_series(
        "studs", "AASHTO 6.10.10.4", "read", "N/m", girders.table, _names(decks), demands, target,
        demand=pick(flow, target), resistance=resistance, utilisation=pick(use, target),
        details={"phi Q_n": np.full(girders.count, one)},
    )  # fmt: skip


def fatigue_series(
    girders: Girders, effects: FatigueEffects, decks: Sequence[Deck], edition: Edition = "9th"
) -> tuple[CheckSeries, ...]:
    """Flange at stiffener welds (category C'), studs by Z_r (6.6.1.2, 6.10.10.2), and the web that
    must not breathe under the fatigue truck (6.10.5.3).

    effects : of the fatigue truck with its impact, without load factor; flow is taken as trucks a
              year in one lane, N over the bridge's design life
    """
    table = girders.table
    passage = np.where(effects.in_support_zone, AT_SUPPORT, PER_PASSAGE)
    number = cycles(effects.flow / DAYS, passage, effects.years)
    whole = girders.section("short term").moment_stress[BOTTOM]
    cracked = girders.section("short term", cracked=True).moment_stress[BOTTOM]
    unit = np.abs(np.where(table.is_cracked, cracked, whole))
    sigma = unit * (effects.moment_max - effects.moment_min)
    detail = detail_use(sigma, number, "C'")
    data = load("aashto/resistance/steel.toml")
    stud = stud_fatigue(girders.materials.stud_diameter, number, edition)
    flow = shear_flow_per_force(girders) * (effects.shear_max - effects.shear_min) / table.stud_rate
    connectors = np.minimum(
        data.number("fatigue.load.infinite_life") * flow / stud.infinite,
        data.number("fatigue.load.finite_life") * flow / np.maximum(stud.finite, 1e-9),
    )

    def series(name: str, clause: str, use: Array, **details: Array) -> CheckSeries:
        return places_series(
            name, clause, "Fatigue I or II", "1", table, decks, demand=use,
            resistance=np.ones(girders.count), combination="fatigue truck in one lane",
            cause=effects.cause, tag="read", details=details,
        )  # fmt: skip

    return (
        series("fatigue of the bottom flange", "AASHTO 6.6.1.2, category C'", detail.utilisation,
               **{"sigma range": sigma, "Fatigue I": detail.infinite, "Fatigue II": detail.finite}),
        series("fatigue of studs", "AASHTO 6.10.10.2", connectors, **{"V of one stud": flow}),
    )  # fmt: skip


def web_fatigue_series(
    girders: Girders, permanent: Array, effects: FatigueEffects, decks: Sequence[Deck]
) -> CheckSeries:
    """V of permanent loads and twice Fatigue I's half range below V_cr (6.10.5.3).

    permanent : (n,) unfactored shear of permanent loads [N]
    """
    data = load("aashto/resistance/steel.toml")
    live = np.maximum(np.abs(effects.shear_max), np.abs(effects.shear_min))
    shear = np.abs(permanent) + data.number("fatigue.load.infinite_life") * live
    return places_series(
        "webs in fatigue", "AASHTO 6.10.5.3", "Fatigue I", "N", girders.table, decks,
        demand=shear, resistance=web_of(girders).buckling,
        combination="permanent and fatigue truck", cause=effects.cause, tag="read",
    )  # fmt: skip


def _names(decks: Sequence[Deck]) -> tuple[str, ...]:
    return tuple(deck.name for deck in decks)
