"""Bending of the girder sections: class, plastic or elastic resistance, buckling of the flange."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import ductility_factor, stress_utilisation
from spanwright.codes.eurocode.resistance.classification import (
    classify,
    epsilon,
    iterate_effective_web,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.codes.eurocode.resistance.plastic import plastic_moment
from spanwright.codes.eurocode.resistance.section import WEB_BOTTOM, WEB_TOP, SteelSection
from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze
from spanwright.structure.girders import Girders, staged_stress


@dataclass(frozen=True, slots=True, eq=False)
class Bending:
    """Bending of n sections under t targets; every field (t, n) unless said otherwise.

    moment      : M_Ed of all stages;  is_hogging : the slab is in tension
    section     : class 1 to 4;  plastic : M_pl,Rd;  elastic_use : staged stress over its limit
    resistance  : M_pl,Rd (class 1, 2) or the moment at which the staged stresses reach a limit
    utilisation : without lateral buckling
    compressed_web : depth of web in compression in the elastic state                 [m]
    """

    moment: Array
    is_hogging: Bools
    section: Ints
    plastic: Array
    flange_only: Array
    elastic_use: Array
    resistance: Array
    utilisation: Array
    compressed_web: Array

    def __post_init__(self) -> None:
        freeze(self)


def bend(girders: Girders, demands: Demands) -> Bending:
    """Class and bending resistance for every target (EN 1994-2 6.2.1)."""
    rows = [_bend_one(girders, moment) for moment in demands.moment]
    return Bending(*(np.stack([getattr(row, f.name) for row in rows]) for f in fields(Bending)))


def _bend_one(girders: Girders, moment: Array) -> Bending:
    """One target: moment (s, n) by stage; each section as the composite moment bends it."""
    hogging = moment[1:].sum(axis=0) < 0
    sag, hog = (_signed(girders, moment, hogging=sign) for sign in (False, True))
    return Bending(
        *(np.where(hogging, getattr(hog, f.name), getattr(sag, f.name)) for f in fields(Bending))
    )


def _signed(girders: Girders, moment: Array, *, hogging: bool) -> Bending:
    """Resistance of all sections as if the composite moment had one sign."""
    steel, slab, total = girders.steel, girders.slab, moment.sum(axis=0)
    flange_yield = girders.yield_bottom if hogging else girders.yield_top
    eps_web = epsilon(girders.yield_web)
    strengths = girders.strengths()
    plastic = plastic_moment(
        steel,
        slab,
        strengths,
        sagging=not hogging,
        web_limit=20.0 * steel.web_thickness * eps_web if hogging else None,
    )
    stress = staged_stress(girders, moment, hogging=hogging)
    classes = classify(
        steel,
        flange_yield=flange_yield,
        web_yield=girders.yield_web,
        alpha=plastic.web_share,
        psi=stress_ratio(stress[WEB_BOTTOM], stress[WEB_TOP]),
        sagging=not hogging,
        # Studs at 22 t_f eps or closer hold the top flange to the slab (EN 1994-2 6.6.5.5).
        flange_held=not hogging,
    )
    beta = floats(1.0 if hogging else ductility_factor(plastic.depth_factor, girders.yield_top))
    limits = girders.design_limits()

    def stresses(plates: SteelSection) -> Array:
        return staged_stress(girders, moment, hogging=hogging, steel=plates)

    effective, _ = iterate_effective_web(steel, girders.yield_web, stresses)
    whole = stress_utilisation(stress, limits).utilisation
    reduced = stress_utilisation(stresses(effective), limits).utilisation
    elastic = np.where(classes.section == 4, reduced, whole)
    is_plastic = (classes.section <= 2) & ~np.isnan(beta)
    plastic_use = np.abs(total) / (beta * plastic.resistance)
    use = np.where(is_plastic, plastic_use, elastic)
    safe = np.maximum(elastic, 1e-12)
    webless = plastic_moment(
        steel, slab, replace(strengths, web=np.zeros(girders.count)), sagging=not hogging
    ).resistance  # M_f,Rd: flanges and slab or bars alone
    bottom, top = stress[WEB_BOTTOM], stress[WEB_TOP]
    span = np.where(bottom == top, 1.0, top - bottom)
    neutral = np.clip(np.where(bottom == top, 0.0, -bottom / span), 0.0, 1.0) * steel.web_height
    return Bending(
        moment=total,
        is_hogging=np.full(girders.count, hogging),
        section=classes.section,
        plastic=beta * plastic.resistance,
        flange_only=webless,
        elastic_use=elastic,
        resistance=np.where(is_plastic, beta * plastic.resistance, np.abs(total) / safe),
        utilisation=use,
        compressed_web=np.where(bottom < 0, neutral, steel.web_height - neutral),
    )


def bending_series(
    girders: Girders, demands: Demands, bending: Bending, deck_names: tuple[str, ...]
) -> CheckSeries:
    """Bending at every section."""
    target = worst_of(bending.utilisation)
    return girder_series(
        "bending",
        "EN 1994-2 6.2.1",
        "remembered",
        "N m",
        girders.table,
        deck_names,
        demands,
        target,
        demand=np.abs(pick(bending.moment, target)),
        resistance=pick(bending.resistance, target),
        utilisation=pick(bending.utilisation, target),
        details={
            "M_Ed": pick(bending.moment, target),
            "M_pl,Rd": pick(bending.plastic, target),
            "class": pick(bending.section, target),
            "staged stress over limit": pick(bending.elastic_use, target),
        },
    )


def lateral_series(
    girders: Girders, demands: Demands, bending: Bending, deck_names: tuple[str, ...]
) -> CheckSeries:
    """Lateral torsional buckling of the bottom flange between cross-frames (EN 1993-2 6.3.4.2).

    The flange force is taken as constant between the cross-frames, which is the worst course.
    """
    table, steel = girders.table, girders.steel
    buckling = [
        flange_buckling(
            steel.bottom_width,
            steel.bottom_thickness,
            steel.web_thickness * bending.compressed_web[t],
            girders.yield_bottom,
            table.restraint_spacing,
        )
        for t in range(len(bending.moment))
    ]
    reduction = np.stack([b.reduction for b in buckling])
    slender = np.stack([b.slenderness for b in buckling])
    # gamma_M1 replaces gamma_M0 on the buckling resistance.
    factor = girders.factors.M1 / girders.factors.M0
    use = np.where(bending.is_hogging, bending.utilisation * factor / reduction, 0.0)
    target = worst_of(use)
    hogs = pick(bending.is_hogging, target) > 0
    moment = np.abs(pick(bending.moment, target))
    picked = pick(use, target)
    return girder_series(
        "lateral buckling of the bottom flange",
        "EN 1993-2 6.3.4.2",
        "remembered",
        "N m",
        table,
        deck_names,
        demands,
        target,
        demand=np.where(hogs, moment, 0.0),
        resistance=pick(bending.resistance * reduction / factor, target),
        utilisation=picked,
        details={
            "lambda_LT": pick(slender, target),
            "chi_LT": pick(reduction, target),
            "restraint spacing": table.restraint_spacing,
        },
    )
