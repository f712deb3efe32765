"""The bare girders while they are launched: bending, shear, and the web over each support."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.launch import LaunchEffects
from spanwright.checks.construction import bare_bending
from spanwright.checks.series import places_series
from spanwright.checks.shear import web_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.patch import patch_bending, patch_resistance
from spanwright.datum.arrays import Array
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders

GAMMA_G = 1.35
SITUATION = "ULS transient"


def launching_series(
    girders: Girders, effects: LaunchEffects, shoe: float, decks: Sequence[Deck]
) -> tuple[CheckSeries, ...]:
    """Own weight times 1.35 at every position of the launch; none where nothing is launched.

    shoe : length over which a launching bearing presses on the bottom flange [m]
    """
    if not effects.is_launched.any():
        return ()
    hogging, sagging = GAMMA_G * effects.hogging, GAMMA_G * effects.sagging
    hogs, sags = bare_bending(girders, -hogging), bare_bending(girders, sagging)
    bending = np.maximum(hogs.utilisation, sags.utilisation)
    moment = np.where(hogs.utilisation >= sags.utilisation, hogging, sagging)
    web = web_of(girders)
    shear = GAMMA_G * effects.shear
    use, force, resistance, stress = _over_supports(girders, effects, shoe)

    def series(
        name: str, clause: str, unit: str, demand: Array, use: Array, **details: Array
    ) -> CheckSeries:
        return places_series(
            name, clause, SITUATION, unit, girders.table, decks, demand=demand,
            resistance=demand / np.maximum(use, 1e-12), utilisation=use,
            combination="launching, 1.35 G", details=details,
        )  # fmt: skip

    return (
        series("launching, bending", "EN 1993-2 6.3.4.2, EN 1993-1-5 4", "N m", moment, bending,
               chi_LT=hogs.reduction),
        series("launching, shear", "EN 1993-1-5 5.2, 5.3", "N", shear, shear / web.resistance),
        series("launching, patch load", "EN 1993-1-5 6, 7.2", "N", force, use,
               F_Rd=resistance, **{"eta_1": stress}),
    )  # fmt: skip


def _over_supports(
    girders: Girders, effects: LaunchEffects, shoe: float
) -> tuple[Array, Array, Array, Array]:
    """Worst utilisation, force, F_Rd and eta_1 of the web over a support.  (n,) each"""
    steel = girders.steel
    found = patch_resistance(
        steel.web_height, steel.web_thickness, girders.yield_web, steel.bottom_width,
        steel.bottom_thickness, girders.yield_bottom, np.full(girders.count, shoe),
        girders.table.stiffener_spacing, girders.factors.M1,
    )  # fmt: skip
    force = GAMMA_G * effects.reaction
    stress = np.stack([bare_bending(girders, -GAMMA_G * m).stress for m in effects.with_reaction])
    use = patch_bending(force / found.resistance, stress)
    worst = use.argmax(axis=0)[None]

    def at(values: Array) -> Array:
        return np.asarray(np.take_along_axis(values, worst, axis=0)[0])

    return at(use), at(force), found.resistance, at(stress)
