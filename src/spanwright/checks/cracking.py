"""Cracking of the slab lengthwise: minimum bars, crack width, lasting compression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import deck_column, girder_series, pick, places_series, worst_of
from spanwright.checks.service import service_stresses
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.crack import (
    bar_spacing_stress,
    bar_stress_limit,
    crack_width,
    minimum_bars,
    tension_stiffening,
)
from spanwright.codes.eurocode.resistance.section import BARS, SLAB_SOFFIT, SLAB_TOP
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import mm
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, staged_stress

LAYERS = 2
ACROSS = 16 * mm  # bars across the bridge, outside the longitudinal ones


def bar_diameter(girders: Girders, decks: Sequence[Deck]) -> Array:
    """Diameter that gives the bars' area at their spacing in two layers.  (n,) [m]"""
    spacing = deck_column(girders.table, decks, lambda deck: deck.slab.bar_spacing)
    per_bar = girders.slab.bar_area / girders.slab.width * spacing / LAYERS
    return floats(np.sqrt(4.0 * per_bar / np.pi))


def minimum_bar_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Bars that can take the slab's tension when it cracks (EN 1994-2 7.4.2).

    Asked for wherever the uncracked slab would be in tension under the characteristic combination,
    shrinkage included.  The bars' stress is that of Table 7.1 for their diameter and w_k.
    """
    concrete = girders.materials.concrete
    tension = np.max(
        [staged_stress(girders, m, hogging=False)[SLAB_TOP] for m in demands.moment], axis=0
    )
    whole = girders.section("short term")
    middle = 0.5 * (whole.levels[SLAB_SOFFIT] + whole.levels[SLAB_TOP])
    diameter = bar_diameter(girders, decks)
    stress = np.minimum(
        bar_stress_limit(diameter, girders.materials.crack_width, concrete.f_ctm),
        girders.materials.f_sk,
    )
    found = minimum_bars(
        girders.slab.area, girders.slab.thickness, middle - whole.centroid, concrete.f_ctm,
        stress, girders.slab.bar_area,
    )  # fmt: skip
    return places_series(
        "minimum bars of the slab",
        "EN 1994-2 7.4.2",
        "SLS characteristic",
        "m2",
        girders.table,
        decks,
        demand=np.where(tension > 0, found.area, 0.0),
        resistance=girders.slab.bar_area,
        combination="slab in tension",
        details={
            "bar diameter": diameter,
            "sigma_s": stress,
            "k_c": found.k_c,
            "sigma slab top, uncracked": tension,
        },
    )


def crack_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Bars' stress that keeps cracks within w_k under the quasi-permanent combination.

    The stress on the cracked section grows by tension stiffening (EN 1994-2 7.4.3); its limit is
    the larger of Table 7.1 (diameter) and Table 7.2 (spacing), either of which suffices.  The
    details give the width of EN 1992-1-1 7.3.4 as well, the slab in pure tension.
    """
    slab, concrete = girders.slab, girders.materials.concrete
    spacing = deck_column(girders.table, decks, lambda deck: deck.slab.bar_spacing)
    cover = deck_column(girders.table, decks, lambda deck: deck.slab.cover) + ACROSS
    diameter, ratio = bar_diameter(girders, decks), slab.bar_area / slab.area
    cracked, steel = girders.section("short term", cracked=True), girders.section("steel")
    added = tension_stiffening(cracked, steel, concrete.f_ctm, ratio)
    bars = np.stack([staged_stress(girders, m, hogging=True)[BARS] for m in demands.moment])
    stress = np.where(bars > 0, bars + added, 0.0)
    limit = np.fmax(
        bar_stress_limit(diameter, girders.materials.crack_width, concrete.f_ctm),
        bar_spacing_stress(spacing, girders.materials.crack_width),
    )
    # Both layers of half the thickness: each bar holds the concrete of 2.5 (c + phi/2), at most
    # the half of the slab that its layer stands in.
    depth = np.minimum(2.5 * (cover + 0.5 * diameter), 0.5 * slab.thickness)
    effective = np.pi * diameter**2 / 4 / (spacing * depth)
    use = stress / limit
    target = worst_of(use)
    sigma = pick(stress, target)
    width = crack_width(
        sigma, diameter, cover, effective, concrete.f_ctm, concrete.E_cm, k2=1.0
    ).width
    return girder_series(
        "crack width of the slab",
        "EN 1994-2 7.4.3, Tables 7.1, 7.2",
        "remembered",
        "Pa",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=sigma,
        resistance=limit,
        utilisation=pick(use, target),
        details={
            "delta sigma_s": added,
            "crack width": width,
            "bar diameter": diameter,
            "bar spacing": spacing,
        },
    )


def lasting_compression_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck]
) -> CheckSeries:
    """Compression of the slab that lasts, so that creep stays linear (EN 1992-1-1 7.2(3))."""
    stress = service_stresses(girders, demands)
    limit = float(
        concrete_limits(girders.materials.concrete.f_ck, girders.materials.f_sk).quasi_permanent
    )
    pressed = -np.minimum(np.minimum(stress[SLAB_TOP], stress[SLAB_SOFFIT]), 0.0)
    target = worst_of(pressed / limit)
    return girder_series(
        "lasting concrete stress",
        "EN 1992-1-1 7.2(3)",
        "remembered",
        "Pa",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=pick(pressed, target),
        resistance=np.full(girders.count, limit),
        utilisation=pick(pressed / limit, target),
    )
