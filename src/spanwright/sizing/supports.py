"""Shafts, piles and footings of the supports, from the utilisations of their checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.checks.piles import Design as PileDesign
from spanwright.checks.piles import axial_resistance
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Data
from spanwright.layout.footings import STEP
from spanwright.layout.foundations import COUNTS, LONGEST, SHORTEST, place_piles
from spanwright.layout.notes import rounded_up
from spanwright.layout.types import Abutment, Foundation, Pier
from spanwright.project.site import Stratum, below_scour
from spanwright.project.sizes import FootingRow

SHAFT_STEP: Final = 0.1  # [m]
SHAFT_POWER: Final = 0.5  # resistance grows with the cube of the size, but stiffness draws moment
PLAN_POWER: Final = 0.6  # resistance grows with the area pressed, and the lean falls
THICK_POWER: Final = 0.7  # with the depth and, in punching, with the perimeter
MOST_GROWTH: Final = 1.4  # of a size in one round
PILE_STEP: Final = 1.0  # [m]
AXIAL: Final = "piles, axial"
SWAY: Final = "piles, head deflection"


def row_of(series: CheckSeries, pier: Pier | Abutment) -> int | None:
    """The worst row of a pier in a series; None where it has none with an answer."""
    rows = [
        i
        for i, place in enumerate(series.place)
        if place.startswith(f"{pier.name} ") and not np.isnan(series.utilisation[i])
    ]
    return max(rows, key=lambda i: float(series.utilisation[i])) if rows else None


def shaft_width(pier: Pier, series: Iterable[CheckSeries], aim: float) -> float:
    """Shaft size: grows by the square root of its utilisation, never shrinks.  [m]"""
    worst = 0.0
    for found in series:
        row = row_of(found, pier) if found.name.startswith("pier shafts") else None
        worst = max(worst, float(found.utilisation[row])) if row is not None else worst
    if worst <= aim:
        return pier.width
    return rounded_up(pier.width * (worst / aim) ** SHAFT_POWER, SHAFT_STEP)


def piles_of(
    pier: Pier | Abutment,
    series: Sequence[CheckSeries],
    layers: Sequence[Stratum],
    spacing: float,
    aim: float,
    *,
    shorten: bool,
    design: PileDesign = "DA2",
    parameters: Data | None = None,
) -> tuple[int, float]:
    """Number and length of a support's piles: least concrete that carries the load found.

    spacing : pile distance over the diameter, for the cap's size
    shorten : whether the piles in place may become shorter;  design : whose resistance
    The load of one pile falls with the number of piles; that is on the safe side, because a
    larger group has longer lever arms too.
    """
    group = pier.foundation
    if group.is_footing:
        return 0, 0.0
    now = len(group.pile_x)
    # The situation that asks most of the piles; all have the same resistance.
    found = [(one, row_of(one, pier)) for one in series if one.name.startswith(AXIAL)]
    rows = [(one, row) for one, row in found if row is not None]
    if not rows:
        return now, group.pile_length
    axial, row = max(rows, key=lambda pair: float(pair[0].utilisation[pair[1]]))
    weight = float(axial.details["pile weight"][row])
    load = float(axial.demand[row]) - weight
    sways = lateral_use(pier, series) > aim
    is_enough = float(axial.utilisation[row]) <= aim and not sways
    if is_enough and not shorten:
        return now, group.pile_length
    ground = below_scour(layers, pier.scour)
    more = [n for n in COUNTS if n > now] or [now]
    counts = [now] if is_enough else more[:3] if sways else [now, *more][:4]
    best = None
    for count in counts:
        for length in np.arange(SHORTEST, LONGEST + 0.5 * PILE_STEP, PILE_STEP):
            resistance = axial_resistance(
                ground, pier.bed, _longer(group, float(length)), design, parameters
            )
            demand = load * now / count + weight * length / group.pile_length
            if demand <= aim * resistance:  # False where the tip leaves the covered soil
                volume = _volume(group, count, float(length), spacing)
                if best is None or volume < best[0]:
                    best = (volume, count, float(length))
                break
    return (best[1], best[2]) if best is not None else (now, group.pile_length)


def lateral_use(pier: Pier | Abutment, series: Sequence[CheckSeries]) -> float:
    """How far the heads of a support's piles move, over what is allowed: only more piles help."""
    rows = [(one, row_of(one, pier)) for one in series if one.name.startswith(SWAY)]
    return max((float(one.utilisation[row]) for one, row in rows if row is not None), default=0.0)


def footing_of(support: Pier | Abutment, series: Iterable[CheckSeries], aim: float) -> FootingRow:
    """Length, width and thickness of a footing: what its checks ask, never less than it has.

    The ground asks for plan, on the side the load leans to; shear and punching ask for thickness;
    bars answer bending.
    """
    base = support.foundation
    plan = thick = 1.0
    leans_across = False
    for found in series:
        row = row_of(found, support) if found.element == "footing" else None
        if row is None:
            continue
        more = float(found.utilisation[row]) / aim
        if found.name.startswith("footings,") and more > max(plan, 1.0):
            plan = more
            if "effective width" in found.details:
                lean = [
                    1.0 - float(found.details[side][row]) / size
                    for side, size in (
                        ("effective length", base.cap_length), ("effective width", base.cap_width),
                    )
                ]  # fmt: skip
                leans_across = lean[1] > lean[0]
        elif found.name.startswith(("footing shear", "footing punching")):
            thick = max(thick, more)
    grown = float(min(plan**PLAN_POWER, MOST_GROWTH))
    sizes = [base.cap_length, base.cap_width]
    sizes[int(leans_across)] = rounded_up(sizes[int(leans_across)] * grown, STEP)
    deep = rounded_up(base.cap_thickness * min(thick**THICK_POWER, MOST_GROWTH), SHAFT_STEP)
    return (support.name, sizes[0], sizes[1], deep)


def _longer(group: Foundation, length: float) -> Foundation:
    return replace(group, pile_length=length)


def _volume(group: Foundation, count: int, length: float, spacing: float) -> float:
    """Concrete of the piles and their cap.  [m3]"""
    diameter = group.pile_diameter
    _, _, along, across = place_piles(count, spacing * diameter, diameter, group.cap_width)
    return along * across * group.cap_thickness + count * length * np.pi * diameter**2 / 4
