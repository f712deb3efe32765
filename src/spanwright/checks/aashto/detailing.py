"""Proportions of the plates and least bars of the slab (AASHTO 6.10.2, 6.10.1.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.series import places_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.flexure import proportions
from spanwright.datum.units import ksi
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, staged_stress

LEAST_BARS = 0.01  # of the slab, 6.10.1.7


def proportion_series(girders: Girders, decks: Sequence[Deck]) -> CheckSeries:
    """Limits of the plates within which 6.10 holds (6.10.2)."""
    steel = girders.steel
    found = proportions(
        steel.web_height, steel.web_thickness, steel.top_width, steel.top_thickness,
        steel.bottom_width, steel.bottom_thickness,
    )  # fmt: skip
    rules = {
        "D/t_w of the web": found.web,
        "slender top flange": found.top_slender,
        "slender bottom flange": found.bottom_slender,
        "narrow top flange": found.top_narrow,
        "narrow bottom flange": found.bottom_narrow,
        "top flange thinner than the web": found.top_thin,
        "bottom flange thinner than the web": found.bottom_thin,
        "flanges too unlike": found.balance,
    }
    each = np.stack(list(rules.values()))
    names = tuple(rules)
    return places_series(
        "proportions of the plates",
        "AASHTO 6.10.2",
        "detailing",
        "1",
        girders.table,
        decks,
        demand=each.max(axis=0),
        resistance=np.ones(girders.count),
        combination=[names[k] for k in each.argmax(axis=0)],
        tag="read",
        details=rules,
    )


def least_bar_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """1 % of the slab in bars where Service II stretches it beyond phi f_r (6.10.1.7).

    f_r = 0.24 sqrt(f'c in ksi) ksi, phi = 0.9.
    """
    concrete = girders.materials.concrete
    stretched = np.max(
        [staged_stress(girders, m, hogging=False, shrinkage=0.0)[-1] for m in demands.moment],
        axis=0,
    )
    limit = 0.9 * 0.24 * np.sqrt(concrete.f_ck / ksi) * ksi
    needed = np.where(stretched > limit, LEAST_BARS * girders.slab.area, 0.0)
    return places_series(
        "least bars of the slab",
        "AASHTO 6.10.1.7",
        demands.situation,
        "m2",
        girders.table,
        decks,
        demand=needed,
        resistance=girders.slab.bar_area,
        combination="slab stretched beyond phi f_r",
        tag="read",
        details={"sigma slab top, uncracked": stretched},
    )
