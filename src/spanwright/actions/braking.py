"""Braking and acceleration of road traffic on each deck."""

from __future__ import annotations

import numpy as np

from spanwright.actions.types import Case
from spanwright.codes.data import Data
from spanwright.codes.eurocode.actions.road import braking
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.layout.curve import own_length
from spanwright.layout.types import Layout
from spanwright.structure.types import Structure


def add_braking(
    books: dict[str, LoadBook], layout: Layout, structure: Structure, parameters: Data
) -> list[Case]:
    """The characteristic force of each deck's loaded length, spread along its girders.

    All decks brake ahead together; the combinations take either sign.  The force acts in the
    grillage's plane: its small couple to the road surface is left out.
    """
    book = books["short term"]
    forces = []
    for index, deck in enumerate(layout.decks):
        length = float(deck.supports[-1] - deck.supports[0])
        force = float(braking(length, parameters=parameters))
        forces.append(f"{deck.name} {force / kN:.0f} kN")
        members = structure.girder_member[structure.deck_of == index]
        own = sum(own_length(layout.axis, deck, girder.offset) for girder in deck.girders)
        along = np.array([force / own, 0.0, 0.0])
        book.line("braking", members, along, local=layout.axis.plan is not None)
    value = ", ".join(forces)
    return [Case("braking", "short term", "braking", value, "EN 1991-2 4.4.1", reversible=True)]
