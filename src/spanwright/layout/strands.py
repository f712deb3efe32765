"""Strands of a precast girder: where they may lie, and a first guess of how many.

The fewest that leave the soffit without tension; the checks and `spanwright size` decide later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.resistance.precast import (
    Outline,
    Transformed,
    bare_section,
    composite_section,
)
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.units import MPa, mm
from spanwright.layout.estimate import beam_effects
from spanwright.layout.notes import Notes
from spanwright.layout.plates import GirderLoads

if TYPE_CHECKING:
    from spanwright.project.schema import Brief

PITCH: Final = 0.050  # between strands, and from row to row [m]
TOP_ROW: Final = 0.070  # top strands below the girder's top [m]
HEADED: Final = (0.0, 0.10, 0.18)  # sheaths of the strands of a row, as shares of the span
LASTING: Final = 0.80  # of the stress before release that stays: first guess of all losses
RESERVE: Final = 1.5 * MPa  # for temperature, creep and differential shrinkage, first guess
PSI: Final = (0.75, 0.40)  # psi_1 of LM1's tandem and uniform load, EN 1990 Table A2.1


def strand_places(brief: Brief, shape: dict[str, float]) -> tuple[Array, Array]:
    """Rows of the bottom flange: level above the soffit and number each holds.  (r,) [m], [-]

    The outer strands keep the cover behind the links; a row in the taper is as wide as the
    concrete at its level.
    """
    given = brief.layout.precast
    edge = given.cover + given.link_bar + 0.5 * given.strand_diameter
    first = np.ceil(edge / 0.005) * 0.005
    top = shape["bottom_thickness"] + shape["bottom_taper"]
    level = np.arange(first, top + 1e-9, PITCH)
    width = np.interp(
        level, [0.0, shape["bottom_thickness"], top],
        [shape["bottom_width"], shape["bottom_width"], shape["web_thickness"]],
    )  # fmt: skip
    room = np.floor((width - 2 * first) / PITCH + 1e-9) + 1
    return level[room > 0], room[room > 0]


def fill_rows(room: Array, wanted: int) -> Array:
    """Strands put into rows from the bottom up.  (r,), n -> (r,)"""
    before = np.concatenate([[0.0], np.cumsum(room)[:-1]])
    return np.asarray(np.clip(wanted - before, 0.0, room))


def choose_strands(
    brief: Brief,
    shape: dict[str, float],
    outline: Outline,
    spans: Array,
    offsets: Array,
    loads: GirderLoads,
    address: str,
    notes: Notes,
) -> tuple[Array, Array, Array]:
    """Rows of strands: level, number, sheath.  Given, or the fewest that leave no tension.

    The girder's soffit stays compressed under the frequent value of LM1 in the middle of the
    longest span, with a first guess of losses and of all that restraint does.
    """
    given = brief.layout.precast
    level, room = strand_places(brief, shape)
    wanted, most = given.strands, int(room.sum())
    if wanted is None:
        needed = _tension(brief, outline, spans, offsets, loads)
        section = bare_section(outline)
        wanted = most
        for number in range(4, most + 1, 2):
            filled = fill_rows(room, number)
            if _squeeze(brief, section, level, filled, shape["depth"]) >= needed:
                wanted = number
                break
        else:
            notes.warn(
                "layout.precast.depth",
                f"{most} strands, all the bottom flange holds, may not keep the soffit compressed: "
                "deeper girders, closer girders or a wider flange",
            )
        notes.rule(
            f"{address}.strands",
            f"{wanted} of {given.strand_area / mm**2:.0f} mm2 in each girder",
            f"soffit compressed under frequent traffic: {needed / MPa:.1f} MPa to be met with "
            f"{LASTING:.0%} of the stress before release",
        )
    if wanted > most:
        raise InputError(
            "layout.precast.strands", f"the bottom flange holds {most} strands", got=str(wanted)
        )
    return _sheathed(level, fill_rows(room, wanted), shape["depth"], given.top_strands,
                     float(spans.max()))  # fmt: skip


def _tension(
    brief: Brief, outline: Outline, spans: Array, offsets: Array, loads: GirderLoads
) -> float:
    """Tension at the soffit in the middle of the longest span, frequent combination.  [Pa]"""
    effects = beam_effects(spans)
    middle = int(np.argmax(spans))
    own = effects.span.astype(np.int64) == middle
    span = float(spans[middle])
    bare = loads.steel_stage * span**2 / 8
    # A tandem counts as the uniform load that gives the same moment at mid-span (layout.plates).
    uniform = PSI[1] * loads.uniform + PSI[0] * 1.6 * loads.tandem / span
    later = float(np.max(loads.later * effects.full[own] + uniform * effects.high[own]))
    slab, girder = concrete(brief.materials.slab), concrete(brief.layout.precast.concrete)
    spacing = (offsets[-1] - offsets[0]) / (len(offsets) - 1)
    whole = composite_section(
        outline, spacing, brief.layout.slab.thickness, brief.layout.slab.haunch,
        slab.E_cm / girder.E_cm,
    )  # fmt: skip
    alone = bare_section(outline)
    stress = bare * alone.centroid / alone.inertia + later * whole.centroid / whole.inertia
    return float(stress[0]) + RESERVE


def _squeeze(brief: Brief, section: Transformed, level: Array, count: Array, depth: float) -> float:
    """Lasting compression that strands give the soffit.  [Pa]"""
    given = brief.layout.precast
    each = LASTING * given.jacking * given.strand_strength * given.strand_area
    rows = np.append(level, depth - TOP_ROW)
    force = each * np.append(count, given.top_strands)
    arm = section.centroid[0] - rows
    return float((force * (1 / section.area[0] + arm * section.centroid[0] / section.inertia[0]))
                 .sum())  # fmt: skip


def _sheathed(
    level: Array, count: Array, depth: float, top: int, span: float
) -> tuple[Array, Array, Array]:
    """Rows as they are laid: half of each bottom row bonds from the end, a quarter each from a
    tenth and from 0.18 of the span, because straight strands need the whole moment to hold them.
    """
    rows: list[tuple[float, float, float]] = []
    for z, number in zip(level, count, strict=True):
        quarter = 2 * np.floor(number / 8 + 0.5)  # in pairs, one each side of the web
        quarter = min(quarter, 2 * np.floor(number / 4))
        parts = (number - 2 * quarter, quarter, quarter)
        rows += [
            (float(z), float(part), round(share * span * 2) / 2)
            for part, share in zip(parts, HEADED, strict=True)
            if part > 0
        ]
    if top:
        rows.append((depth - TOP_ROW, float(top), 0.0))
    found = np.array(rows).T
    return found[0], found[1], found[2]
