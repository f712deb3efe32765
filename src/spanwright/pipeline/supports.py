"""Pier shafts and pile groups in every situation that the actions make possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.analysis.responses import FOUNDATION_FORCES, SHAFT_FORCES
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import DeckTraffic
from spanwright.checks.piles import Design, pile_series
from spanwright.checks.shafts import ShaftMaterial, shaft_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.codes.eurocode.resistance.interaction import ConcreteSection, Surface
from spanwright.codes.situations import needs
from spanwright.engine.model import FORCE
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import accidental, factors_of
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.project.reader import Reading
from spanwright.structure.types import Structure

# What its series are called after, the situations that are taken together.
SITUATIONS: Final = (
    ("", ("ULS persistent",)),
    (", accidental", ("ULS accidental",)),
    (", earthquake", ("ULS seismic",)),
)
STATES: Final = (
    ("", ("Strength I", "Strength III", "Strength IV", "Strength V")),
    (", extreme event II", ("Extreme Event II",)),
    (", extreme event I", ("Extreme Event I",)),
)

Surfaces = dict[tuple[float, ...], tuple[ConcreteSection, Surface]]


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
    surfaces: Surfaces = {}
    is_lrfd = reading.brief.codes.basis == "AASHTO"
    for suffix, situations in STATES if is_lrfd else SITUATIONS:
        if needs(situations[0]) and not needs(situations[0]) & present:
            continue
        found = [_piles(reading, layout, structure, static, decks, parameters, situations)]
        if not is_lrfd:
            found.insert(
                0,
                _shafts(
                    reading, layout, structure, static, decks, parameters, situations, surfaces
                ),
            )
        series += [replace(one, name=f"{one.name}{suffix}") for one in found]
    return tuple(series)


def _shafts(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
    situations: tuple[str, ...],
    surfaces: Surfaces,
) -> CheckSeries:
    material = reading.brief.materials
    piers = {pier.name: pier for pier in layout.piers}
    columns = [FORCE.index(name) for name in SHAFT_FORCES]
    foot = support_demands(
        static,
        static.column_foot[:, :, columns],
        [deck.responses.shafts for deck in decks],
        at_supports(decks, [deck.responses.shaft for deck in decks]),
        situations,
        parameters,
    )
    factors = factors_of(parameters)
    return shaft_series(
        piers,
        structure.columns,
        foot,
        ShaftMaterial(concrete(material.pier), bar_yield_strength(material.rebar)),
        accidental(factors, parameters) if "ULS accidental" in situations else factors,
        surfaces,
    )


def _piles(
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    parameters: Parameters,
    situations: tuple[str, ...],
) -> CheckSeries:
    piers = {pier.name: pier for pier in layout.piers}
    names = [name for name in structure.foundation_spring if name in piers]
    effect = np.stack([static.foundation[n][:, list(FOUNDATION_FORCES)] for n in names], axis=1)
    order = {name: i for i, name in enumerate(names)}
    ground = support_demands(
        static,
        effect,
        [np.array([order[n] for n in deck.responses.supports], dtype=int) for deck in decks],
        at_supports(decks, [deck.responses.foundation for deck in decks]),
        situations,
        parameters,
        name="" if len(situations) == 1 else "Strength I to V",
    )
    design: Design = "LRFD" if reading.brief.codes.basis == "AASHTO" else "DA2"
    return pile_series(
        [piers[n] for n in names],
        structure.groups,
        reading.brief.site.strata(),
        ground,
        design,
    )
