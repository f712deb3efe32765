"""The checks of a run under AASHTO LRFD, and the list of what is not checked there."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.analysis.static import Static
from spanwright.checks.aashto.girders import lrfd_girder_series
from spanwright.checks.run import GirderDemands
from spanwright.checks.types import CheckSeries, Unchecked
from spanwright.codes.aashto.resistance.flexure import Edition
from spanwright.engine.model import FORCE
from spanwright.layout.types import Layout
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


UNCHECKED_LRFD: Final = (
    Unchecked("lateral bending of flanges", "f_l of 6.10.1.6 is none: straight girders, no wind"),
    Unchecked("launching, cross-frames", "checked under EN only"),
    Unchecked("deck slab", "strips and 9.7 are not in the run"),
    Unchecked("pier shafts", "5.6.4 is not in the run"),
    Unchecked("girders in extreme events", "only piles are checked in Extreme Event I and II"),
    Unchecked("crossheads, pile caps, abutments", "carried in the model, not designed"),
    Unchecked("section of the piles", "head deflection is checked, 5.6.4 is not in the run"),
    Unchecked("bearings and joints by section 14", "sized and checked by EN 1337 instead"),
    Unchecked("liquefaction", "the ground keeps its strength in the earthquake"),
    Unchecked("deflection", "the optional limit of 2.5.2.6.2 is not checked"),
    Unchecked("temperature", "ranges and gradients are those of EN 1991-1-5, factored as TU"),
    Unchecked("seismic detailing", "the spectrum is that of EN 1998-1, in Extreme Event I"),
    Unchecked("ship collision by tonnage", "forces are those of EN 1991-1-7, in Extreme Event II"),
    Unchecked("permit vehicles", "Strength II: no permit vehicle is named"),
    Unchecked("effective width, creep, cracking", "those of the model follow EN 1994-2"),
    Unchecked("steel strength by thickness", "of EN 10025, not of ASTM A709"),
)
