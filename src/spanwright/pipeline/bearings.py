"""Forces of every bearing in each situation, with what governs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands, PlaceTraffic
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import DeckTraffic
from spanwright.codes.data import Parameters
from spanwright.codes.situations import needs
from spanwright.pipeline.checked import at_supports, support_demands
from spanwright.pipeline.supports import SITUATIONS, STATES

VERTICAL = 2  # of Fx, Fy, Fz in a bearing's axes


def bearing_demands(
    static: Static, decks: Sequence[DeckTraffic], parameters: Parameters, *, is_lrfd: bool
) -> tuple[PlaceDemands, ...]:
    """Fx, Fy and Fz of every bearing, each made extreme, in each situation of the run.

    Forces act on the deck's side in bearing axes, compression negative.  Traffic is placed for Fz;
    the small horizontal forces of vertical traffic are left out.
    """
    present = {case.kind for case in static.cases}
    tables = [deck.responses.bearing[:, None] for deck in decks]
    models = [[_three(one) for one in model] for model in at_supports(decks, tables)]
    found = []
    for _, situations in STATES if is_lrfd else SITUATIONS:
        if needs(situations[0]) and not needs(situations[0]) & present:
            continue
        found.append(
            support_demands(
                static,
                static.effects.bearing[:, :, :3],
                [deck.responses.bearings for deck in decks],
                models,
                situations,
                parameters,
                name="" if len(situations) == 1 else "Strength I to V",
            )
        )
    return tuple(found)


def _three(found: PlaceTraffic) -> PlaceTraffic:
    """Traffic placed for the vertical force alone, among the targets of all three forces."""
    targets, kinds, places, _ = found.part.shape
    part = np.zeros((3 * targets, kinds, places, 3))
    part[VERTICAL * targets :, :, :, VERTICAL] = found.part[..., 0]
    return PlaceTraffic(found.kinds, part, ("",) * (VERTICAL * targets * places) + found.labels)
