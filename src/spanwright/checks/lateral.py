"""Lateral buckling of the compressed bottom flange between cross-frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bending import Bending
from spanwright.checks.bracing import frame_of
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.datum.arrays import Array, freeze
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders
from spanwright.structure.types import GirderTable


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """The cross-frames on both sides of n sections, and the moments there.

    start, end   : (n,) stations [m];  larger, smaller : (n,) hogging moments at the two [N m]
    from_larger  : (n,) distance of the section from the end with the larger moment     [m]
    """

    start: Array
    end: Array
    larger: Array
    smaller: Array
    from_larger: Array

    def __post_init__(self) -> None:
        freeze(self)


def panels_of(table: GirderTable, decks: Sequence[Deck], moment: Array) -> Panels:
    """Panel of each section; moments between sections are interpolated along the girder.

    moment : (n,) My, sagging positive; only hogging counts

    Where a support or a weld has a row on either side, each panel takes the row inside it.
    """
    n = len(table.station)
    start, end = np.zeros(n), np.zeros(n)
    ends = np.zeros((2, n))
    for index, deck in enumerate(decks):
        for girder in np.unique(table.girder[table.deck == index]):
            rows = np.flatnonzero((table.deck == index) & (table.girder == girder))
            rows = rows[np.argsort(table.station[rows] + 1e-6 * (1 - table.side[rows]))]
            x = table.station[rows]
            frames = np.sort(deck.cross_frames)
            # A section on a cross-frame belongs to the panel on its own side.
            nudge = np.where(table.side[rows] == 1, -1e-6, 1e-6)
            left = np.clip(np.searchsorted(frames, x + nudge) - 1, 0, len(frames) - 2)
            start[rows], end[rows] = frames[left], frames[left + 1]
            hogging = np.maximum(-moment[rows], 0.0)
            ends[0, rows] = np.interp(start[rows], x, hogging)  # the later of two rows: after it
            ends[1, rows] = np.interp(-end[rows], -x[::-1], hogging[::-1])  # before it
    at_start = ends[0] >= ends[1]
    return Panels(
        start,
        end,
        np.max(ends, axis=0),
        np.min(ends, axis=0),
        np.where(at_start, table.station - start, end - table.station),
    )


def lateral_series(
    girders: Girders,
    demands: Demands,
    bending: Bending,
    decks: Sequence[Deck],
) -> CheckSeries:
    """The bottom flange as a strut between cross-frames (EN 1993-2 6.3.4.2).

    The flange force varies linearly over the panel (equal shears at its ends, which is the worse
    course), and sections nearer than 0.25 L_k to the larger moment are checked with the moment
    there (6.3.4.2(7)).  Cross-frames hold the flange with their own stiffness.
    """
    table, steel = girders.table, girders.steel
    factor = girders.factors.M1 / girders.factors.M0  # buckling takes gamma_M1
    stiffness = frame_of(girders, decks).stiffness
    uses, details = [], []
    for t, moment in enumerate(bending.moment):
        panel = panels_of(table, decks, moment)
        length = panel.end - panel.start
        ratio = panel.smaller / np.maximum(panel.larger, 1.0)
        strut = flange_buckling(
            steel.bottom_width,
            steel.bottom_thickness,
            steel.web_thickness * bending.compressed_web[t],
            girders.yield_bottom,
            length,
            moment_ratio=ratio,
            restraint=stiffness,
        )
        quarter = 0.25 * length / np.sqrt(strut.factor)
        inner = panel.larger - (panel.larger - panel.smaller) * quarter / length
        hogging = np.maximum(-moment, 1e-9)
        share = np.where(panel.from_larger < quarter, np.minimum(inner / hogging, 1.0), 1.0)
        use = bending.utilisation[t] * share * factor / strut.reduction
        uses.append(np.where(bending.is_hogging[t], use, 0.0))
        details.append((strut.slenderness, strut.reduction, share * hogging, strut.factor))
    use = np.stack(uses)
    target = worst_of(use)
    slender, reduction, demand, m = (np.stack(column) for column in zip(*details, strict=True))
    picked = pick(use, target)
    hogs = pick(bending.is_hogging, target) > 0
    force = np.where(hogs, pick(demand, target), 0.0)
    return girder_series(
        "lateral buckling of the bottom flange",
        "EN 1993-2 6.3.4.2",
        "remembered",
        "N m",
        table,
        tuple(deck.name for deck in decks),
        demands,
        target,
        demand=force,
        resistance=np.where(
            hogs, force / np.maximum(picked, 1e-12), pick(bending.resistance, target)
        ),
        utilisation=picked,
        details={
            "lambda_LT": pick(slender, target),
            "chi_LT": pick(reduction, target),
            "m": pick(m, target),
            "distance of cross-frames": table.restraint_spacing,
        },
    )
