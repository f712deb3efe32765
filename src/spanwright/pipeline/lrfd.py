"""The checks of a run under AASHTO LRFD, and the list of what is not checked there."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.analysis.static import Static
from spanwright.checks.aashto.girders import lrfd_girder_series
from spanwright.checks.aashto.slab import DeckSlab, lrfd_slab_series
from spanwright.checks.run import GirderDemands
from spanwright.checks.types import CheckSeries, Unchecked
from spanwright.codes.aashto.resistance.flexure import Edition
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength
from spanwright.engine.model import FORCE
from spanwright.layout.bars import Reinforcement
from spanwright.layout.types import Layout
from spanwright.project.schema import Brief
from spanwright.structure.girders import Girders


def check_girders_lrfd(
    girders: Girders, demands: GirderDemands, static: Static, layout: Layout, edition: Edition
) -> tuple[CheckSeries, ...]:
    """Every check of 6.10 at every section."""
    lasting = [i for i, case in enumerate(static.cases) if case.kind == "permanent"]
    shear = static.effects.force[lasting][:, :, FORCE.index("Vz")].sum(axis=0)
    return lrfd_girder_series(
        girders,
        demands.ultimate,
        demands.characteristic,
        demands.construction,
        demands.fatigue,
        np.asarray(shear),
        layout.decks,
        edition,
    )


def check_slabs_lrfd(brief: Brief, layout: Layout, bars: Reinforcement) -> tuple[CheckSeries, ...]:
    """The deck slabs by equivalent strips."""
    mix, f_y = concrete(brief.materials.slab), bar_yield_strength(brief.materials.rebar)
    slabs = [
        DeckSlab(i, deck, bars.slabs[deck.name], mix, f_y) for i, deck in enumerate(layout.decks)
    ]
    return lrfd_slab_series(slabs, layout.road)


UNCHECKED_LRFD: Final = (
    Unchecked("lateral bending of flanges", "f_l of 6.10.1.6 is none: straight girders, no wind"),
    Unchecked("launching, cross-frames", "checked under EN only"),
    Unchecked("vehicles against railings", "the overhang under section A13 is not in the run"),
    Unchecked("unequal sinking of the girders", "strips of the slab stand on rigid girders"),
    Unchecked("struts and nodes of pile caps", "their ties are checked, 5.8.2.5 is not in the run"),
    Unchecked("girders in extreme events", "the supports are checked in Extreme Event I and II"),
    Unchecked("resistance factors of extreme events", "kept at those of the strength states"),
    Unchecked("bearings and joints by section 14", "sized and checked by EN 1337 instead"),
    Unchecked("liquefaction", "the ground keeps its strength in the earthquake"),
    Unchecked("deflection", "the optional limit of 2.5.2.6.2 is not checked"),
    Unchecked("temperature", "ranges and gradients are those of EN 1991-1-5, factored as TU"),
    Unchecked("seismic detailing", "the spectrum is that of EN 1998-1, in Extreme Event I"),
    Unchecked("ship collision by tonnage", "forces are those of EN 1991-1-7, in Extreme Event II"),
    Unchecked("Service III and IV", "combinations are listed, no prestressed part is checked"),
    Unchecked("permit vehicles", "Strength II: no permit vehicle is named"),
    Unchecked("effective width, creep, cracking", "those of the model follow EN 1994-2"),
    Unchecked("steel strength by thickness", "of EN 10025, not of ASTM A709"),
)
