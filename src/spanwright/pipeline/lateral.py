"""Pile groups under all six forces of the run: lateral checks, the group as a whole, settlement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.responses import GROUND_FORCES
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import DeckTraffic
from spanwright.checks.pile_sections import PileMaterial
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.project.schema import Brief

LEVEL_FIRST: Final = (3, 4, 0, 1, 2, 5)  # GROUND_FORCES with the level forces made extreme
TO_AXES: Final = (3, 4, 0, 1, 2, 5)  # from GROUND_FORCES to x, y, z, xx, yy, zz


def pile_material(brief: Brief) -> PileMaterial:
    """Concrete and bars of the piles as the project file states them."""
    piles = brief.layout.piles
    return PileMaterial(
        concrete(brief.materials.pile),
        bar_yield_strength(brief.materials.rebar),
        piles.bar,
        piles.cover,
        piles.head_deflection,
    )


def ground_demands(
    static: Static,
    decks: Sequence[DeckTraffic],
    names: Sequence[str],
    situations: tuple[str, ...],
    parameters: Parameters,
    *,
    name: str = "",
) -> PlaceDemands:
    """All six forces of the ground's springs, (t, p, 6) in the order of GROUND_FORCES.

    Made extreme: the vertical force, the level forces and the overturning moments.
    """
    order = {one: i for i, one in enumerate(names)}
    places = [np.array([order[n] for n in deck.responses.supports], np.int64) for deck in decks]
    whole = np.stack([static.foundation[n] for n in names], axis=1)
    # A response spectrum leaves sizes without signs.  What shakes above the cap turns it the way it
    # pushes it: to the left with a negative moment about x, ahead with a positive one about y.
    shaken = [i for i, case in enumerate(static.cases) if case.kind == "seismic"]
    whole[shaken, :, 3] *= -1.0
    found = []
    for columns in (tuple(range(6)), LEVEL_FIRST):
        axes = [GROUND_FORCES[c] for c in columns]
        tables = [deck.responses.ground[:, list(columns)] for deck in decks]
        models = at_supports(decks, tables)
        one = support_demands(
            static, whole[:, :, axes], places, models, situations, parameters, name=name
        )
        back = np.argsort(columns)
        found.append(replace(one, value=np.asarray(one.value)[..., back]))
    return _joined(*found)


def _joined(first: PlaceDemands, second: PlaceDemands) -> PlaceDemands:
    """The targets of both, place by place."""
    later = np.where(second.cause >= 0, second.cause + len(first.causes), -1)
    return PlaceDemands(
        first.situation,
        np.concatenate([first.value, second.value]),
        np.concatenate([first.combination, second.combination + len(first.names)]),
        (*first.names, *second.names),
        np.concatenate([first.cause, later]),
        (*first.causes, *second.causes),
    )


def in_axes(demands: PlaceDemands) -> PlaceDemands:
    """The same with the forces in the order of the spring's own axes."""
    return replace(demands, value=np.asarray(demands.value)[..., list(TO_AXES)])
