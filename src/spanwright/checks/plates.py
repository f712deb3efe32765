"""Rules for single plates: the web that holds the compressed flange, shear lag in wide flanges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.checks.bending import Bending
from spanwright.checks.series import places_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.effective_width import (
    equivalent_lengths,
    steel_shear_lag,
)
from spanwright.codes.eurocode.resistance.stiffeners import flange_induced_limit
from spanwright.datum.arrays import Array, floats
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders
from spanwright.structure.types import GirderTable


def flange_induced_series(girders: Girders, bending: Bending, decks: Sequence[Deck]) -> CheckSeries:
    """Webs slender enough to let the compressed flange buckle into them (EN 1993-1-5 8).

    The strain asked of the flange is the plastic one where a section is used in class 1 or 2.
    """
    steel = girders.steel
    web = steel.web_height * steel.web_thickness
    limits = []
    for hogging in (False, True):
        area = steel.bottom_area if hogging else steel.top_area
        strength = girders.yield_bottom if hogging else girders.yield_top
        rows = bending.is_hogging == hogging
        plastic = np.any(rows & (bending.section <= 2), axis=0)
        limit = np.where(
            plastic,
            flange_induced_limit(web, area, strength, "plastic"),
            flange_induced_limit(web, area, strength, "elastic"),
        )
        limits.append(np.where(np.any(rows, axis=0), limit, np.inf))
    least = np.minimum(*limits)
    return places_series(
        "flange buckling into the web",
        "EN 1993-1-5 8",
        "detailing",
        "1",
        girders.table,
        decks,
        demand=steel.web_height / steel.web_thickness,
        resistance=least,
        combination="h_w/t of the web",
    )


def shear_lag_lengths(table: GirderTable, decks: Sequence[Deck]) -> tuple[Array, Array]:
    """L_e of sagging and of hogging bending (EN 1993-1-5 Figure 3.1).  (n,), (n,) [m]"""
    sag, hog = np.zeros(len(table.station)), np.zeros(len(table.station))
    for index, deck in enumerate(decks):
        span, support = equivalent_lengths(deck.supports)
        rows = table.deck == index
        sag[rows] = span[table.span[rows]]
        inner = deck.supports[1:-1]
        if len(inner):
            away = np.abs(table.station[rows, None] - inner)
            hog[rows] = support[1:-1][away.argmin(axis=1)]
        else:
            hog[rows] = sag[rows]
    return sag, hog


def shear_lag(girders: Girders, decks: Sequence[Deck], *, ultimate: bool) -> tuple[Array, Array]:
    """Share of the flanges that works under sagging and under hogging, the wider flange's.

    (n,), (n,); the elastic beta for stresses and fatigue, beta^kappa at the ultimate limit state
    """
    table = girders.table
    half = 0.5 * (np.maximum(table.bottom_width, table.top_width) - table.web_thickness)
    sag, hog = shear_lag_lengths(table, decks)
    return (
        floats(steel_shear_lag(half, sag, sagging=True, ultimate=ultimate)),
        floats(steel_shear_lag(half, hog, sagging=False, ultimate=ultimate)),
    )
