"""What holds plates and flanges in place: web stiffeners, bearing stiffeners, cross-frames.

Sizes are those of the quantities: pairs of flats at the stiffeners, two chords and an X of double
angles in every bay of a cross-frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bending import Bending
from spanwright.checks.series import (
    deck_column,
    girder_lines,
    girder_series,
    pick,
    worst_of,
)
from spanwright.checks.shear import web_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.steel import E_a, yield_strength
from spanwright.codes.eurocode.resistance.lateral import (
    brace_stiffness_needed,
    flexural_buckling,
)
from spanwright.codes.eurocode.resistance.section import BOTTOM, WEB_BOTTOM
from spanwright.codes.eurocode.resistance.shear import stiffener_force
from spanwright.codes.eurocode.resistance.stiffeners import Stiffener, stiffener
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.layout.quantities import (
    BEARING_THICKNESS,
    BEARING_WIDTH,
    FRAME_HEIGHT,
    STIFFENER_THICKNESS,
    STIFFENER_WIDTH,
)
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, staged_stress

LEG_OVER_THICKNESS: Final = 10.0  # of the angles
TURN: Final = 0.30  # radius of gyration of double equal angles over their leg, the weaker way


def flats(girders: Girders, width: float, thickness: float, *, at_end: bool = False) -> Stiffener:
    """A pair of flats at every section's web."""
    steel = girders.steel
    strength = np.full(girders.count, float(yield_strength(girders.materials.steel, thickness)))
    return stiffener(
        width, thickness, steel.web_height, steel.web_thickness, girders.table.stiffener_spacing,
        np.minimum(strength, girders.yield_web), at_end=at_end, gamma_M1=girders.factors.M1,
    )  # fmt: skip


def stiffener_series(girders: Girders, demands: Demands, decks: Sequence[Deck]) -> CheckSeries:
    """Intermediate stiffeners: rigid, compact, and a strut for the tension field's force
    (EN 1993-1-5 9.2.1, 9.3.3)."""
    found = flats(girders, STIFFENER_WIDTH, STIFFENER_THICKNESS)
    web, steel = web_of(girders), girders.steel
    shear = np.abs(demands.shear.sum(axis=1))
    force = stiffener_force(
        shear, web.slenderness, steel.web_height, steel.web_thickness, girders.yield_web,
        girders.factors.M1,
    )  # fmt: skip
    rigid = found.needed_inertia / found.inertia
    twist = 1.0 / found.torsional
    each = np.stack(
        [
            force / found.resistance,
            *(np.broadcast_to(part, force.shape) for part in (rigid, twist)),
        ]
    )
    use = each.max(axis=0)
    target = worst_of(use)
    return girder_series(
        "web stiffeners",
        "EN 1993-1-5 9.2.1, 9.3.3",
        "remembered",
        "1",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=pick(use, target),
        resistance=np.ones(girders.count),
        utilisation=pick(use, target),
        details={
            "N_Ed of the stiffener": pick(force, target),
            "N_b,Rd": found.resistance,
            "I needed over I": rigid,
            "twist: 5.3 f_y/E over I_T/I_p": twist,
        },
    )


def support_forces(girders: Girders, demands: Demands) -> tuple[Array, Bools]:
    """Reaction at the sections over bearings, 0 elsewhere, and which of them end a deck.  (n,) [N]

    The sum of the largest shears on both sides, which need not act together.
    """
    table = girders.table
    largest = np.abs(demands.shear.sum(axis=1)).max(axis=0)
    force = np.zeros(girders.count)
    is_end = np.zeros(girders.count, dtype=bool)
    for _, _, rows in girder_lines(table):
        at = rows[table.at_support[rows]]
        for station in np.unique(table.station[at]):
            here = at[table.station[at] == station]
            force[here] = largest[here].sum()
            is_end[here] = len(here) == 1
    return force, is_end


def bearing_stiffener_series(
    girders: Girders, demands: Demands, decks: Sequence[Deck]
) -> CheckSeries:
    """The pair of flats over each bearing as a strut for the reaction (EN 1993-1-5 9.4)."""
    force, is_end = support_forces(girders, demands)
    inner = flats(girders, BEARING_WIDTH, BEARING_THICKNESS)
    end = flats(girders, BEARING_WIDTH, BEARING_THICKNESS, at_end=True)
    resistance = np.where(is_end, end.resistance, inner.resistance)
    twist = np.where(force > 0, 1.0 / inner.torsional, 0.0)
    use = np.maximum(force / resistance, twist)
    target = worst_of(np.abs(demands.shear.sum(axis=1)))
    return girder_series(
        "bearing stiffeners",
        "EN 1993-1-5 9.4",
        "remembered",
        "N",
        girders.table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=force,
        resistance=resistance,
        utilisation=use,
        details={"twist: 5.3 f_y/E over I_T/I_p": twist},
    )


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A cross-frame at every section, each (n,).

    stiffness : against one bottom flange, when all of them move the same way        [N/m]
    share     : force of one diagonal for a unit lateral force on every flange         [-]
    diagonal  : its length;  area : of it                                       [m], [m2]
    """

    stiffness: Array
    share: Array
    diagonal: Array
    area: Array

    def __post_init__(self) -> None:
        freeze(self)


def frame_of(girders: Girders, decks: Sequence[Deck]) -> Frame:
    """An X between two chords in each of g - 1 bays holds g flanges; the slab holds its top.

    A bay's panel is 2 E A b^2/d^3 stiff; the girders' own bending is left out: frames matter
    near the supports.
    """
    table = girders.table
    spacing = deck_column(table, decks, _girder_spacing)
    count = deck_column(table, decks, lambda deck: len(deck.girders))
    area = deck_column(table, decks, lambda deck: deck.frame_area)
    diagonal = np.hypot(spacing, FRAME_HEIGHT * girders.steel.depth)
    bays = np.maximum(count - 1.0, 1.0)
    return Frame(
        stiffness=bays / count * 2.0 * E_a * area * spacing**2 / diagonal**3,
        share=count / bays * diagonal / (2.0 * spacing),
        diagonal=diagonal,
        area=area,
    )


def _girder_spacing(deck: Deck) -> float:
    """Between neighbouring girders; a lone girder has a bay as wide as its slab.  [m]"""
    if len(deck.girders) < 2:
        return abs(deck.slab.left - deck.slab.right)
    return abs(deck.girders[1].offset - deck.girders[0].offset)


def frame_series(
    girders: Girders, demands: Demands, bending: Bending, decks: Sequence[Deck]
) -> tuple[CheckSeries, ...]:
    """Cross-frames as restraints of the compressed bottom flange: stiff enough for a crooked flange
    under N_Ed, strong enough for N_Ed/100 from every flange (EN 1993-2 6.3.4.2, EN 1993-1-1
    5.3.3(4)).  How far they count as rigid is part of the flange's lateral buckling."""
    steel, frame = girders.steel, frame_of(girders, decks)
    rows = []
    for moment, depth in zip(demands.moment, bending.compressed_web, strict=True):
        stress = staged_stress(girders, moment, hogging=True)
        low = -np.minimum(0.5 * (stress[BOTTOM] + stress[WEB_BOTTOM]), 0.0)
        rows.append(low * (steel.bottom_area + depth * steel.web_thickness / 3.0))
    force = np.where(bending.is_hogging, np.stack(rows), 0.0)
    # Over a support the bearing holds the flange; between frames there is nothing to be held by.
    force = np.where(_at_frames(girders, decks), force, 0.0)
    needed = brace_stiffness_needed(force, girders.table.restraint_spacing)
    diagonal = force / 100.0 * frame.share
    strut = _strut(girders, frame)
    names = tuple(deck.name for deck in decks)

    def series(name: str, clause: str, unit: str, demand: Array, resistance: Array) -> CheckSeries:
        use = demand / resistance
        target = worst_of(use)
        return girder_series(
            name, clause, "remembered", unit, girders.table, names, demands, target,
            demand=pick(demand, target), resistance=resistance, utilisation=pick(use, target),
            details={"N_Ed of the flange": pick(force, target)},
        )  # fmt: skip

    return (
        series(
            "cross-frame stiffness",
            "Winter's model, EN 1993-1-1 5.3.3",
            "N/m",
            needed,
            frame.stiffness,
        ),
        series("cross-frame diagonals", "EN 1993-2 6.3.4.2(5)", "N", diagonal, strut),
    )


def _at_frames(girders: Girders, decks: Sequence[Deck]) -> Bools:
    """Sections at a cross-frame in a span.  (n,)"""
    table = girders.table
    found = np.zeros(girders.count, dtype=bool)
    for index, deck in enumerate(decks):
        away = np.abs(table.station[:, None] - deck.cross_frames).min(axis=1)
        found |= (table.deck == index) & (away < 1e-3)
    return found & ~table.at_support


def _strut(girders: Girders, frame: Frame) -> Array:
    """N_b,Rd of a diagonal of two equal angles, held by the other where they cross.  (n,) [N]

    Leg from the area of two angles of thickness leg/10: A = 2 x 0.19 leg^2.
    """
    leg = np.sqrt(frame.area / 2.0 / (2.0 / LEG_OVER_THICKNESS - 1.0 / LEG_OVER_THICKNESS**2))
    inertia = frame.area * (TURN * leg) ** 2
    strength = float(yield_strength(girders.materials.steel, 0.016))
    found = flexural_buckling(
        frame.area, inertia, 0.5 * frame.diagonal, floats(strength), "b", girders.factors.M1
    )
    return found.resistance
