"""Every girder check of AASHTO LRFD 6.10 at every section."""

from __future__ import annotations

from collections.abc import Sequence

from spanwright.analysis.demands import Demands
from spanwright.checks.aashto.detailing import least_bar_series, proportion_series
from spanwright.checks.aashto.flexure import (
    construction_series,
    lrfd_girders,
    service_series,
    strength_of,
    strength_series,
)
from spanwright.checks.aashto.shear import (
    bearing_series,
    construction_shear_series,
    fatigue_series,
    shear_series,
    stiffener_series,
    stud_series,
    web_fatigue_series,
)
from spanwright.checks.connection import stud_spacing_series
from spanwright.checks.fatigue import FatigueEffects
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.flexure import Edition
from spanwright.datum.arrays import Array
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders


def lrfd_girder_series(
    girders: Girders,
    strength: Demands,
    service: Demands,
    construction: Demands,
    fatigue: FatigueEffects,
    permanent_shear: Array,
    decks: Sequence[Deck],
    edition: Edition = "9th",
) -> tuple[CheckSeries, ...]:
    """Proportions, constructability, service, fatigue and strength.

    strength, service, construction : the Strength states, Service II, Strength in construction
    fatigue : the fatigue truck with impact, without load factor
    permanent_shear : (n,) unfactored [N]
    edition : the 10th has other rules for R_b, F_yr, L_p and studs
    """
    sections = lrfd_girders(girders)
    flexure = strength_of(sections, strength, decks, edition)
    return (
        strength_series(sections, strength, flexure, decks),
        shear_series(sections, strength, decks),
        service_series(sections, service, decks, edition),
        construction_series(sections, construction, decks, edition),
        construction_shear_series(sections, construction, decks),
        stud_series(sections, strength, decks, edition),
        stud_spacing_series(sections, decks),
        stiffener_series(sections, strength, decks),
        bearing_series(sections, strength, decks),
        proportion_series(sections, decks),
        least_bar_series(sections, service, decks),
        *fatigue_series(sections, fatigue, decks, edition),
        web_fatigue_series(sections, permanent_shear, fatigue, decks),
    )
