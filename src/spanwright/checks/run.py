"""All checks of a bridge, and the list of what is not checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spanwright.analysis.demands import Demands
from spanwright.analysis.launch import LaunchEffects
from spanwright.analysis.passages import LifeCycles
from spanwright.checks.bending import bend, bending_series
from spanwright.checks.bracing import (
    bearing_stiffener_series,
    frame_series,
    stiffener_series,
)
from spanwright.checks.connection import stud_series, stud_spacing_series
from spanwright.checks.construction import construction_series
from spanwright.checks.cracking import (
    crack_series,
    lasting_compression_series,
    minimum_bar_series,
)
from spanwright.checks.curvature import curvature_series
from spanwright.checks.damage import damage_series
from spanwright.checks.fatigue import FatigueEffects, fatigue_series
from spanwright.checks.lateral import lateral_series
from spanwright.checks.launching import launching_series
from spanwright.checks.plates import flange_induced_series, shear_lag
from spanwright.checks.service import (
    breathing_series,
    deflection_series,
    slab_stress_series,
    steel_stress_series,
    stress_range_series,
)
from spanwright.checks.shear import shear_checks
from spanwright.checks.slab_shear import slab_shear_series
from spanwright.checks.types import CheckSeries, Unchecked
from spanwright.datum.arrays import Array
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders


@dataclass(frozen=True, slots=True, eq=False)
class GirderDemands:
    """Design effects of the girders in every situation that is checked.

    shoe       : length of a launching bearing under the bottom flange [m]
    deflection : (n,) downward under frequent traffic, with its causes in words
    """

    ultimate: Demands
    characteristic: Demands
    frequent: Demands
    quasi_permanent: Demands
    construction: Demands
    fatigue: FatigueEffects
    lorries: LifeCycles
    launch: LaunchEffects
    shoe: float
    deflection: Array
    deflection_cause: tuple[str, ...]


def check_girders(
    girders: Girders, demands: GirderDemands, decks: Sequence[Deck]
) -> tuple[CheckSeries, ...]:
    """Every girder check at every section (EN 1993-2, EN 1994-2, EN 1993-1-5)."""
    ultimate, service = demands.ultimate, demands.characteristic
    deck_names = tuple(deck.name for deck in decks)
    whole_lag, elastic_lag = (shear_lag(girders, decks, ultimate=u) for u in (True, False))
    bending = bend(girders, ultimate, decks, whole_lag)
    shear, interaction = shear_checks(girders, ultimate, bending, deck_names)
    concrete, bars = slab_stress_series(girders, service, deck_names)
    straight = (
        bending_series(girders, ultimate, bending, deck_names),
        shear,
        interaction,
        lateral_series(girders, ultimate, bending, decks),
        *frame_series(girders, ultimate, bending, decks),
        flange_induced_series(girders, bending, decks),
        stiffener_series(girders, ultimate, decks),
        bearing_stiffener_series(girders, ultimate, decks),
        construction_series(girders, demands.construction, deck_names),
        *launching_series(girders, demands.launch, demands.shoe, decks),
        stud_series(girders, ultimate, deck_names, service=False, bending=bending),
        stud_series(girders, service, deck_names, service=True),
        stud_spacing_series(girders, decks),
        slab_shear_series(girders, ultimate, decks),
        steel_stress_series(girders, service, deck_names, elastic_lag),
        stress_range_series(girders, demands.frequent, deck_names, elastic_lag),
        concrete,
        lasting_compression_series(girders, demands.quasi_permanent, decks),
        bars,
        minimum_bar_series(girders, service, decks),
        crack_series(girders, demands.quasi_permanent, decks),
        breathing_series(girders, demands.frequent, deck_names),
        deflection_series(girders, demands.deflection, demands.deflection_cause, deck_names),
        *fatigue_series(girders, demands.fatigue, deck_names, elastic_lag),
        *damage_series(girders, demands.lorries, decks, elastic_lag),
    )
    curved = curvature_series(girders, ultimate, demands.construction, bending, straight, decks)
    return (*straight, *curved)


UNCHECKED = (
    Unchecked(
        "slab across the bridge", "unequal sinking of the girders is not added to the wheels"
    ),
    Unchecked("fatigue of the slab's transverse bars", "lambda of EN 1992-2 Annex NN not at hand"),
    Unchecked(
        "stiffness of elastomeric bearings",
        "the model takes it from load and movement; that of the size chosen stands beside it",
    ),
    Unchecked("anchors of bearings", "the force left to them is given, no anchor is designed"),
    Unchecked("wing walls, bearing plinths, cap top bars", "not in the model, not designed"),
    Unchecked("cracks of piles", "bending, axial force and shear are checked, crack width is not"),
    Unchecked("special vehicles wider than a lane", "shown alone, not combined with LM1"),
    Unchecked("stream flow on piles that scour bares", "it acts on the shafts, down to the bed"),
    Unchecked("liquefaction", "the ground keeps its strength in the earthquake"),
    Unchecked("spatial variation of ground motion", "all supports move together"),
    Unchecked(
        "posts and anchors of restraints",
        "the slab is checked for what their class hands on, not for 1.25 times their strength",
    ),
    Unchecked("pedestrian parapets", "their line load of 1 kN/m is not on the slab's edge"),
)
UNCHECKED_STEEL = (  # of decks on plate girders
    Unchecked(
        "launching equipment",
        "nose, bearings and pushing force are not designed; wind and "
        "uneven bearings during the launch are not combined",
    ),
    Unchecked("pour sequence", "the whole slab is poured on the bare steel at once"),
    Unchecked("cross-frames under traffic and wind", "checked as restraints of the flanges only"),
    Unchecked("weld throats", "welds of the girders are not sized"),
    Unchecked("brittle fracture", "greatest thicknesses of EN 1993-1-10 were not at hand"),
    Unchecked("creep redistribution by stages", "covered by modular ratios, not by a time history"),
    Unchecked("camber by shear strain", "left out of the model; traffic deflections contain it"),
    Unchecked("warping and distortion", "girders carry St Venant torsion only"),
)
