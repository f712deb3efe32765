"""Pier shafts and pile groups in every situation that the actions make possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.analysis.responses import FOUNDATION_FORCES, SHAFT_FORCES
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import DeckTraffic
from spanwright.checks.piles import pile_series
from spanwright.checks.shafts import ShaftMaterial, shaft_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.engine.model import FORCE
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import accidental, factors_of
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.project.reader import Reading
from spanwright.structure.types import Structure

# situation, what its series are called after, a kind of case that makes it possible
SITUATIONS: Final = (
    ("ULS persistent", "", "permanent"),
    ("ULS accidental", ", accidental", "accidental"),
    ("ULS seismic", ", earthquake", "seismic"),
)


def support_checks(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
) -> tuple[CheckSeries, ...]:
    """Shafts and piles under each situation."""
    if not structure.columns:
        return ()
    series: list[CheckSeries] = []
    present = {case.kind for case in static.cases}
    for situation, suffix, kind in SITUATIONS:
        if kind in present:
            found = _in_situation(reading, layout, structure, static, decks, parameters, situation)
            series += [replace(one, name=f"{one.name}{suffix}") for one in found]
    return tuple(series)


def _in_situation(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
    situation: str,
) -> tuple[CheckSeries, CheckSeries]:
    material = reading.brief.materials
    piers = {pier.name: pier for pier in layout.piers}
    columns = [FORCE.index(name) for name in SHAFT_FORCES]
    foot = support_demands(
        static,
        static.column_foot[:, :, columns],
        [deck.responses.shafts for deck in decks],
        at_supports(decks, [deck.responses.shaft for deck in decks]),
        situation,
        parameters,
    )
    factors = factors_of(parameters)
    shafts = shaft_series(
        piers,
        structure.columns,
        foot,
        ShaftMaterial(concrete(material.pier), bar_yield_strength(material.rebar)),
        accidental(factors, parameters) if situation == "ULS accidental" else factors,
    )
    names = [name for name in structure.foundation_spring if name in piers]
    effect = np.stack([static.foundation[n][:, list(FOUNDATION_FORCES)] for n in names], axis=1)
    order = {name: i for i, name in enumerate(names)}
    ground = support_demands(
        static,
        effect,
        [np.array([order[n] for n in deck.responses.supports], dtype=int) for deck in decks],
        at_supports(decks, [deck.responses.foundation for deck in decks]),
        situation,
        parameters,
    )
    piles = pile_series(
        [piers[n] for n in names], structure.groups, reading.brief.site.strata(), ground
    )
    return shafts, piles
