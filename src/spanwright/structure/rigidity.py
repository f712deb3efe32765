"""Rigidity of girders, slab strips, cross-frames and edge lines, stage by stage.

The deck is a plane grillage: girders and slab lie in one plane, so vertical loads give no axial
force and a girder's bending rigidity is that of its composite section about its own centroid.
For forces in the plane of the deck the slab acts as a panel: longitudinal members get the lateral
rigidity that gives the panel's shear stiffness, cross members are stiff in that plane, and the
lateral bending of the deck is the axial force in the girders times their distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.eurocode.resistance.effective_width import effective_width
from spanwright.codes.eurocode.resistance.flange import SUPPORT_ZONE, flange_part, zero_lengths
from spanwright.codes.eurocode.resistance.section import (
    SlabSection,
    SteelSection,
    elastic_section,
    slab_section,
    steel_section,
)
from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.layout.quantities import FRAME_HEIGHT, frame_factor
from spanwright.layout.types import AnyGirder, Deck, PrecastGirder
from spanwright.structure.frame import COUNT
from spanwright.structure.mesh import Grid
from spanwright.structure.types import STAGES

POISSON_STEEL: Final = 2.6  # E/G
POISSON_CONCRETE: Final = 2.4
ABSENT: Final = 1e-6  # of the short-term rigidity: slab that has not hardened yet
EDGE_AXIAL: Final = 1e-3  # edge lines: the slab's area is counted with the girders
STIFF_IN_PLANE: Final = 10.0  # cross members against longitudinal members, in plane
CRACKED_STRIP: Final = 0.25  # bending of a cracked slab strip over the whole one
STUD_EDGE: Final = 0.05  # outer studs from the flange's edge [m]
WET: Final = STAGES.index("steel")


@dataclass(frozen=True, slots=True, eq=False)
class GirderStations:
    """Plates and slab of one girder at any stations (n,), each belonging to one element."""

    steel: SteelSection
    slab: SlabSection

    def __post_init__(self) -> None:
        freeze(self)


def stud_distance(girder: AnyGirder) -> float:
    """Between the outer studs, the same all along the deck: narrowest flange; a precast girder's
    links stand in its web.  [m]"""
    if isinstance(girder, PrecastGirder):
        return float(girder.web_thickness.min())
    return max(float(girder.top_width.min()) - 2 * STUD_EDGE, 0.0)


def slab_sides(deck: Deck, index: int) -> tuple[float, float]:
    """b_i on the right and left of a girder: from the outer stud to mid-way or to the edge.  [m]"""
    offset = [girder.offset for girder in deck.girders]
    low, high = sorted((deck.slab.left, deck.slab.right))
    half = 0.5 * stud_distance(deck.girders[index])
    here = offset[index]
    right = here - (low if index == 0 else 0.5 * (offset[index - 1] + here))
    left = (high if index == len(offset) - 1 else 0.5 * (offset[index + 1] + here)) - here
    return max(right - half, 0.0), max(left - half, 0.0)


def widths_along(deck: Deck, index: int, station: Array) -> Array:
    """Effective slab width for section checks: EN 1994-2 5.4.1.2, on precast girders EN 1992-1-1
    5.3.2.1.  (n,) [m]"""
    right, left = slab_sides(deck, index)
    studs = stud_distance(deck.girders[index])
    if deck.precast is not None:
        return studs + _flanges_along(station, deck.supports, (right, left))
    return effective_width(station, deck.supports, studs, left, right).along


def widths_of_model(deck: Deck, index: int) -> Array:
    """Effective slab width of each span for the stiffness (EN 1994-2 5.4.1.2(4), EN 1992-1-1
    5.3.2.1(4)).  (s,) [m]"""
    right, left = slab_sides(deck, index)
    studs = stud_distance(deck.girders[index])
    if deck.precast is not None:
        inside, _ = zero_lengths(deck.supports)
        return studs + flange_part(right, inside) + flange_part(left, inside)
    return effective_width(deck.supports[:1], deck.supports, studs, left, right).span


def _flanges_along(station: Array, supports: Array, sides: tuple[float, float]) -> Array:
    """Flanges of a concrete T-beam: l_0 changes at 0.15 of the span beside inner supports.  [m]"""
    inside, over = zero_lengths(supports)
    spans = np.diff(supports)
    span = np.clip(np.searchsorted(supports, station) - 1, 0, len(spans) - 1)
    within = (station - supports[span]) / spans[span]
    near_first = (within < SUPPORT_ZONE) & (span > 0)
    near_last = (within > 1 - SUPPORT_ZONE) & (span < len(spans) - 1)
    length = np.where(near_first, over[span], np.where(near_last, over[span + 1], inside[span]))
    return np.asarray(sum(flange_part(side, length) for side in sides))


def bars_per_width(deck: Deck, middle: Array) -> Array:
    """Longitudinal bars per metre of width in each element.  (k - 1,) [m2/m]"""
    station = deck.slab.rebar_station
    row = np.clip(np.searchsorted(station, middle) - 1, 0, len(deck.slab.rebar_area) - 1)
    return deck.slab.rebar_area[row]


def plates_at(girder: AnyGirder, station: Array, middle: Array) -> SteelSection:
    """Plates at stations; the segment is that of the element whose middle is given.  (n,)"""
    row = np.clip(np.searchsorted(girder.joints, middle) - 1, 0, len(girder.web_thickness) - 1)
    depth = np.interp(station, girder.depth_station, girder.depth)
    return steel_section(
        girder.top_width[row],
        girder.top_thickness[row],
        depth - girder.top_thickness[row] - girder.bottom_thickness[row],
        girder.web_thickness[row],
        girder.bottom_width[row],
        girder.bottom_thickness[row],
    )


def girder_rigidity(
    deck: Deck,
    index: int,
    grid: Grid,
    cracked: Bools,
    modular: dict[str, float],
    modulus: float,
) -> Array:
    """Rigidity of one girder's elements in every stage.  (stage, k - 1, 6)

    cracked : (k - 1,) elements whose slab is cracked: bars in place of concrete
    modular : stage -> n;  modulus : of steel [Pa]
    """
    girder = deck.girders[index]
    steel = plates_at(girder, grid.middle, grid.middle)
    width = widths_of_model(deck, index)[grid.span]
    slab = slab_section(
        width,
        deck.slab.thickness,
        haunch=deck.slab.haunch,
        bar_area=width * bars_per_width(deck, grid.middle),
        bar_depth=deck.slab.rebar_depth,
    )
    shear = modulus / POISSON_STEEL
    rigidity = np.empty((COUNT, grid.middle.size, 6))
    panel = panel_inertia(grid, deck.slab.thickness, tributary_width(grid)[grid.girder_line[index]])
    for row, stage in enumerate(STAGES):
        is_bare = stage == "steel"
        section = (
            elastic_section(steel)
            if is_bare
            else elastic_section(
                steel, slab, modular[stage], cracked=cracked, slab_torsion_share=0.5
            )
        )
        in_plane = 0.0 if is_bare else modulus / modular[stage] / POISSON_CONCRETE * panel
        bare = steel_lateral(steel)
        rigidity[row, :, 0] = modulus * section.area
        rigidity[row, :, 1] = modulus * section.inertia
        rigidity[row, :, 2] = modulus * bare + in_plane
        rigidity[row, :, 3] = shear * section.torsion
        rigidity[row, :, 4] = np.inf
        # Without shear strain the cubic functions of a beam element spread a wheel exactly; a
        # shear-flexible member would ripple the shear surfaces inside its own element.
        rigidity[row, :, 5] = np.inf
    return rigidity


def steel_lateral(steel: SteelSection) -> Array:
    """Second moment of the flanges about the web's plane.  (n,) [m4]"""
    return np.asarray(elastic_section(steel).lateral_inertia)


def tributary_width(grid: Grid) -> Array:
    """Width of slab that belongs to each line.  (l,) [m]"""
    half = 0.5 * np.diff(grid.y)
    return np.asarray(np.append(half, 0.0) + np.append(0.0, half))


def panel_inertia(grid: Grid, thickness: float, width: float) -> Array:
    """b t s^2 / 12: times G it is the lateral rigidity whose double bending between stiff cross
    members gives the shear stiffness G b t of the slab panel.  (k - 1,) [m4]"""
    return np.asarray(thickness * width * np.diff(grid.x) ** 2 / 12)


def edge_rigidity(deck: Deck, grid: Grid, line: int, cracked: Bools, concrete: Array) -> Array:
    """Rigidity of a slab edge line: a strip of half the overhang.  (stage, k - 1, 6)

    concrete : (stage,) modulus of the slab in each stage, tiny before it hardens [Pa]
    """
    width, thickness = tributary_width(grid)[line], deck.slab.thickness
    bending = width * thickness**3 / 12 * np.where(cracked, CRACKED_STRIP, 1.0)
    torsion = width * thickness**3 / 6 * np.where(cracked, CRACKED_STRIP, 1.0)
    unit = np.empty((grid.middle.size, 6))
    unit[:, 0] = EDGE_AXIAL * width * thickness
    unit[:, 1] = bending
    unit[:, 2] = panel_inertia(grid, thickness, width) / POISSON_CONCRETE
    unit[:, 3] = torsion / POISSON_CONCRETE
    unit[:, 4:] = np.inf
    return concrete[:, None, None] * unit


def strip_rigidity(deck: Deck, grid: Grid, concrete: Array, span: float) -> Array:
    """Rigidity of the slab strips across, one a station, over a bay of this width.

    returns : (stage, k, 6)
    """
    length, thickness = grid.tributary, deck.slab.thickness
    lateral = panel_inertia(grid, thickness, span)
    widest = np.maximum(np.append(lateral, 0.0), np.append(0.0, lateral))
    unit = np.empty((grid.x.size, 6))
    unit[:, 0] = length * thickness
    unit[:, 1] = length * thickness**3 / 12
    unit[:, 2] = STIFF_IN_PLANE * widest * span / length
    unit[:, 3] = length * thickness**3 / 6 / POISSON_CONCRETE
    unit[:, 4:] = np.inf
    return concrete[:, None, None] * unit


def frame_rigidity(deck: Deck, index: Ints, span: float, modulus: float) -> Array:
    """Rigidity of cross-frames in one bay: a truss of two chords and an X.  (c, 6)

    index : which of deck.cross_frames.  Bending 2 A (h/2)^2; shear stiffness of the X braces
    2 E A h^2 b / d^3 with d^2 = b^2 + h^2 (unit shear in both diagonals).
    """
    area = deck.frame_area * frame_factor(deck)[index]
    first = deck.girders[0]
    station = deck.cross_frames[index]
    height = FRAME_HEIGHT * np.interp(station, first.depth_station, first.depth)
    diagonal = np.hypot(span, height)
    rigidity = np.empty((len(index), 6))
    rigidity[:, 0] = 2 * modulus * area
    rigidity[:, 1] = modulus * area * height**2 / 2
    rigidity[:, 2] = modulus * area * 0.01  # chords of 0.1 m radius of gyration
    rigidity[:, 3] = 1e-6 * rigidity[:, 1]  # an open truss does not resist twist
    rigidity[:, 4] = np.inf
    rigidity[:, 5] = 2 * modulus * area * height**2 * span / diagonal**3
    return rigidity


def concrete_moduli(modular: dict[str, float], modulus: float) -> Array:
    """Modulus of the slab in each stage; before it hardens a millionth of the short-term value,
    so that every node stays attached.  (stage,) [Pa]"""
    short = modulus / modular["short term"]
    return np.array(
        [ABSENT * short if stage == "steel" else modulus / modular[stage] for stage in STAGES]
    )
