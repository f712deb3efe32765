"""Longitudinal shear in the slab beside the studs (EN 1994-2 6.6.6, EN 1992-1-1 6.2.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.connection import shear_flow
from spanwright.checks.series import deck_column, girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.steel import stud_head
from spanwright.codes.eurocode.resistance.studs import flange_shear
from spanwright.datum.arrays import Array, floats
from spanwright.layout.quantities import TRANSVERSE_BARS
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders
from spanwright.structure.rigidity import slab_sides, stud_distance

COT = 1.2  # of the struts' angle; 1.25 is the most for a slab in tension
ALPHA_CT = 1.0


def _wider_side(girders: Girders, decks: Sequence[Deck]) -> Array:
    """Share of the slab's force that enters through the wider side of the girder.  (n,)"""
    share = np.zeros(girders.count)
    for d, deck in enumerate(decks):
        for g in range(len(deck.girders)):
            sides = slab_sides(deck, g)
            rows = (girders.table.deck == d) & (girders.table.girder == g)
            share[rows] = max(sides) / (sum(sides) + stud_distance(deck.girders[g]))
    return share


def slab_shear_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Struts and bars across on the surfaces a-a (through the slab, one each side) and b-b (over
    the studs), the worse of both.

    The bars across are those of the quantities, in two equal layers; a-a is crossed by both, b-b
    twice by the lower one.  Bending across may need up to half of them besides (6.2.4(5): all of
    the shear's bars, or half of them and those of bending).
    """
    material, slab, factors = girders.materials, girders.slab, girders.factors
    f_ck = material.concrete.f_ck
    f_cd, f_yd = f_ck / factors.C, material.f_sk / factors.S
    f_ctd = ALPHA_CT * 0.7 * material.concrete.f_ctm / factors.C
    flow = np.abs(shear_flow(girders, demands))
    between = deck_column(girders.table, decks, lambda deck: stud_distance(deck.girders[0]))
    bars = deck_column(girders.table, decks, lambda deck: TRANSVERSE_BARS * deck.slab.thickness)
    head = stud_head(material.stud_diameter)[0]
    beside = _wider_side(girders, decks)
    around = 2.0 * material.stud_height + between + head
    surfaces = (
        (beside * flow, slab.thickness, bars),
        (flow, around, bars),  # the lower layer, cut twice
    )
    uses = []
    for force, length, area in surfaces:
        found = flange_shear(force, floats(1.0), length, f_cd, f_ck, f_yd, f_ctd, COT)
        uses.append(np.stack([found.stress / found.strut, found.bars / area]))
    use = np.stack(uses)  # (surface, strut or bars, t, n)
    worst = use.max(axis=(0, 1))
    target = worst_of(worst)

    def share(surface: int, part: int) -> Array:
        return pick(use[surface, part], target)

    return girder_series(
        "longitudinal shear in the slab",
        "EN 1994-2 6.6.6, EN 1992-1-1 6.2.4",
        "remembered",
        "N/m",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=pick(flow, target),
        resistance=pick(flow, target) / np.maximum(pick(worst, target), 1e-12),
        utilisation=pick(worst, target),
        details={
            "struts a-a": share(0, 0),
            "bars a-a": share(0, 1),
            "struts b-b": share(1, 0),
            "bars b-b": share(1, 1),
        },
    )
