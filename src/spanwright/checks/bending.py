"""Bending of the girder sections: class, plastic or elastic resistance, buckling of the flange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.bending import (
    classed_moment,
    ductility_factor,
    sagging_factor,
    stress_utilisation,
)
from spanwright.codes.eurocode.resistance.classification import (
    iterate_effective_web,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.section import WEB_BOTTOM, WEB_TOP, SteelSection
from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, staged_stress


@dataclass(frozen=True, slots=True, eq=False)
class Bending:
    """Bending of n sections under t targets; every field (t, n) unless said otherwise.

    moment      : M_Ed of all stages;  is_hogging : the slab is in tension
    section     : class 1 to 4;  elastic_use : staged stress over its limit
    plastic     : M_pl,Rd of effective flanges and the whole web, for the interaction with shear
    flange_only : M_f,Rd
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


def bend(
    girders: Girders,
    demands: Demands,
    decks: Sequence[Deck] = (),
    lag: tuple[Array, Array] | None = None,
) -> Bending:
    """Class and bending resistance for every target (EN 1994-2 6.2.1).

    decks : with them, spans beside weak supports and much shorter spans get 0.9 M_pl,Rd
    lag   : (n,), (n,) share of the flanges that works under sagging and hogging
    """
    rows = [_bend_one(girders, moment) for moment in demands.moment]
    whole = Bending(*(np.stack([getattr(row, f.name) for row in rows]) for f in fields(Bending)))
    share = np.ones(girders.count)
    if decks:
        plastic = ~whole.is_hogging & (whole.section <= 2)
        share = np.where(plastic, _beside_weak_supports(girders, whole, decks), share)
    if lag is not None:
        share = share * np.where(whole.is_hogging, lag[1], lag[0])
    return replace(
        whole, resistance=whole.resistance * share, utilisation=whole.utilisation / share
    )


def _beside_weak_supports(girders: Girders, bending: Bending, decks: Sequence[Deck]) -> Array:
    """0.9 in spans beside an inner support of class 3 or 4 where spans differ much.  (n,)"""
    table = girders.table
    hogging = np.max(np.where(bending.is_hogging, bending.section, 0), axis=0)
    share = np.ones(girders.count)
    for index, deck in enumerate(decks):
        spans = np.diff(deck.supports)
        for k, station in enumerate(deck.supports[1:-1]):
            ratio = min(spans[k], spans[k + 1]) / max(spans[k], spans[k + 1])
            here = (table.deck == index) & (np.abs(table.station - station) < 1e-6)
            for girder in np.unique(table.girder[here]):
                worst = hogging[here & (table.girder == girder)].max()
                factor = float(sagging_factor(worst, np.asarray(ratio)))
                beside = (table.deck == index) & (table.girder == girder)
                beside &= (table.span == k) | (table.span == k + 1)
                share[beside] = np.minimum(share[beside], factor)
    return share


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
    limits = girders.design_limits()
    stress = staged_stress(girders, moment, hogging=hogging)
    found = classed_moment(
        steel,
        slab,
        girders.strengths(),
        sagging=not hogging,
        flange_yield=girders.yield_bottom if hogging else girders.yield_top,
        web_yield=girders.yield_web,
        psi=stress_ratio(stress[WEB_BOTTOM], stress[WEB_TOP]),
        flange_held=False if hogging else girders.flange_held(),
    )
    beta = floats(1.0 if hogging else ductility_factor(found.depth_factor, girders.yield_top))

    def stresses(plates: SteelSection) -> Array:
        return staged_stress(girders, moment, hogging=hogging, steel=plates)

    reduced, _ = iterate_effective_web(found.effective, girders.yield_web, stresses)
    whole = stress_utilisation(stress, limits).utilisation
    elastic = np.where(
        found.classes.section == 4, stress_utilisation(stresses(reduced), limits).utilisation, whole
    )
    plastic = beta * found.resistance  # nan in classes 3 and 4 and where beta is not given
    is_plastic = ~np.isnan(plastic)
    safe = np.maximum(elastic, 1e-12)
    resistance = np.where(is_plastic, plastic, np.abs(total) / safe)
    bottom, top = stress[WEB_BOTTOM], stress[WEB_TOP]
    span = np.where(bottom == top, 1.0, top - bottom)
    neutral = np.clip(np.where(bottom == top, 0.0, -bottom / span), 0.0, 1.0) * steel.web_height
    return Bending(
        moment=total,
        is_hogging=np.full(girders.count, hogging),
        section=found.classes.section,
        plastic=found.whole.resistance,
        flange_only=found.flanges,
        elastic_use=elastic,
        resistance=resistance,
        utilisation=np.where(
            is_plastic, np.abs(total) / np.where(is_plastic, plastic, 1.0), elastic
        ),
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
