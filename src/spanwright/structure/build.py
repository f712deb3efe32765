"""From the layout to the structural model of the whole bridge in all its stages: `build`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import GRAVITY
from spanwright.engine.surfaces import LoadingLines
from spanwright.layout.curve import element_curvature, own_length, surface
from spanwright.layout.profile import level_at
from spanwright.layout.quantities import quantities
from spanwright.layout.spans import RATIO, ratio_holds
from spanwright.layout.types import Layout
from spanwright.project.site import Stratum
from spanwright.structure.ageing import Climate, age
from spanwright.structure.deck_model import DeckModel, add_deck, precast_parts, steel_parts
from spanwright.structure.frame import Frame
from spanwright.structure.mesh import Grid, cracked_by_rule, deck_grid, nearest
from spanwright.structure.precast import (
    ageing_of,
    precast_table,
)
from spanwright.structure.supports import Supports, add_abutment, add_bearings, add_pier
from spanwright.structure.table import deck_rows, join_rows
from spanwright.structure.types import STAGES, Structure

if TYPE_CHECKING:
    from spanwright.project.schema import Brief


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the model needs beside the layout.

    layers         : soil layers below the ground, downwards at the supports
    climate        : for creep and shrinkage
    element_length : no longitudinal element is longer [m]
    cracked_share  : of the span beside inner supports, EN 1994-2 5.4.2.3(3)
    """

    layers: Sequence[Stratum]
    climate: Climate = field(default_factory=Climate)
    element_length: float = 2.5
    cracked_share: float = 0.15


def options_of(brief: Brief) -> BuildOptions:
    """Options as the project file states them."""
    return BuildOptions(
        brief.site.strata(),
        Climate(
            brief.site.climate.humidity,
            brief.materials.cement,
            brief.codes.creep_law,
            brief.codes.age_at_loading,
            brief.codes.design_life,
        ),
        brief.analysis.element_length,
        brief.analysis.cracked_length,
    )


def rule_of_15_percent_holds(layout: Layout) -> bool:
    """Whether neighbouring spans of every composite deck are within 0.6 of each other, so that
    the slab may be taken as cracked over 15 % of the span beside inner supports (EN 1994-2
    5.4.2.3(3))."""
    spans = [np.diff(deck.supports) for deck in layout.decks if deck.precast is None]
    return all(bool(ratio_holds(s[:-1], s[1:], RATIO).all()) for s in spans)


def girder_elements(layout: Layout, options: BuildOptions) -> int:
    """Number of girder members a structure of this layout has."""
    grids = (deck_grid(d, options.element_length, options.cracked_share) for d in layout.decks)
    return sum(
        len(deck.girders) * (grid.x.size - 1)
        for deck, grid in zip(layout.decks, grids, strict=True)
    )


def crack_where_tension(structure: Structure, slab_stress: Array, f_ctm: float) -> Bools:
    """General method of EN 1994-2 5.4.2.3(2): girder members whose slab cracks.

    slab_stress : (n,) greatest tension at the slab's top at the reported sections, from a run with
                  nothing cracked, characteristic combination with long-term effects [Pa]
    returns     : (g,) for `build(..., cracked=)`: a member cracks where it exceeds 2 f_ctm
    """
    worst = np.full(len(structure.models[STAGES[0]].members), -np.inf)
    np.maximum.at(worst, structure.table.member, slab_stress)
    return np.asarray(worst[structure.girder_member] > 2.0 * f_ctm)


def build(layout: Layout, options: BuildOptions, cracked: Bools | None = None) -> Structure:
    """The whole bridge, deck ends to pile groups, one model a stage.

    cracked : (g,) girder members with cracked slab, in the order of `girder_member` of a structure
              built with the same layout and options; None: the 15 % rule

    Raises ScopeError where the 15 % rule is asked for and does not apply.
    """
    if cracked is None and not rule_of_15_percent_holds(layout):
        raise ScopeError(
            f"neighbouring spans differ by more than {RATIO:g}: the 15 % rule for cracked slabs "
            "(EN 1994-2 5.4.2.3(3)) does not apply; run uncracked and crack by tension"
        )
    ageing, cast = age(layout, options.climate), ageing_of(layout, options.climate)
    steel = layout.structural_steel.modulus
    grids = [deck_grid(d, options.element_length, options.cracked_share) for d in layout.decks]
    masks = _cracked_elements(layout, grids, options, cracked)
    frame = Frame()
    plane = slab_planes(layout)
    level = float(plane.mean())
    masses = deck_masses(layout)
    decks = [
        add_deck(
            frame,
            layout,
            deck,
            grid,
            mask,
            level,
            steel_parts(deck, grid, mask, ageing.modular_ratio, steel)
            if deck.precast is None or cast is None
            else precast_parts(layout, deck, grid, mask, cast),
            mass,
        )
        for deck, grid, mask, mass in zip(layout.decks, grids, masks, masses, strict=True)
    ]
    columns = [
        deck_rows(i, deck, layout.axis, m.grid, m.member, m.cracked)
        for i, (deck, m) in enumerate(zip(layout.decks, decks, strict=True))
    ]
    precast, precast_rows = precast_table(layout.decks, columns)
    found = Supports()
    _add_supports(frame, found, layout, options, level)
    springs = _add_bearings(frame, found, layout, decks, level)
    girder_rows = [model.member[model.grid.girder_line] for model in decks]
    return Structure(
        models=frame.close(),
        lines=tuple(
            LoadingLines(
                m.grid.x, m.grid.y, m.node, m.member, element_curvature(layout.axis, m.grid.x)
            )
            for m in decks
        ),
        table=join_rows(columns),
        girder_member=np.concatenate([rows.ravel() for rows in girder_rows]),
        girder_of=np.concatenate(
            [np.repeat(np.arange(len(rows)), rows.shape[1]) for rows in girder_rows]
        ),
        deck_of=np.concatenate([np.full(rows.size, i) for i, rows in enumerate(girder_rows)]),
        bearing_spring=springs,
        columns=tuple(found.columns),
        foundation_spring=found.foundation_spring,
        modular_ratio=ageing.modular_ratio,
        creep=ageing.creep,
        shrinkage_strain=ageing.shrinkage,
        deck_nodes={d.name: m.node.ravel() for d, m in zip(layout.decks, decks, strict=True)},
        plane=plane,
        groups=found.groups,
        cross_frame_member={d.name: m.frames for d, m in zip(layout.decks, decks, strict=True)},
        strip_member={d.name: m.strips for d, m in zip(layout.decks, decks, strict=True)},
        crosshead_member=found.crosshead,
        precast=precast,
        precast_ageing=cast,
        precast_rows=precast_rows,
    )


def slab_planes(layout: Layout) -> Array:
    """Level of the slab's middle on the axis at the middle of each deck.  (d,) [m]"""
    middle = [0.5 * (deck.supports[0] + deck.supports[-1]) for deck in layout.decks]
    half = np.array([0.5 * deck.slab.thickness for deck in layout.decks])
    road = level_at(layout.axis, np.array(middle))
    return np.asarray(road - layout.road.surfacing_thickness - half)


def deck_masses(layout: Layout) -> list[Array]:
    """Mass per metre of one girder line of each deck, plates apart, in every stage.

    (stage,) [kg/m]: other steelwork or diaphragms and wet slab on the bare girders, finishes once
    it has hardened
    """
    bill, road = quantities(layout), layout.road
    masses = []
    for deck in layout.decks:
        length = sum(own_length(layout.axis, deck, g.offset) for g in deck.girders)
        kinds = ("stiffeners", "welds and splices", "studs", "cross-frames")
        steel = sum(bill.total(kind, "kg", deck.name) for kind in kinds)
        steel += bill.total("diaphragm concrete", "m3", deck.name) * layout.concrete["slab"].density
        slab = bill.total("slab concrete", "m3", deck.name) * layout.concrete["slab"].density
        surfacing = bill.total("surfacing", "m3", deck.name) * road.surfacing_weight / GRAVITY
        barriers = bill.total("barriers", "m", deck.name) * road.barrier_weight / GRAVITY
        bare, later = (steel + slab) / length, (surfacing + barriers) / length
        masses.append(np.array([bare if s == "steel" else bare + later for s in STAGES]))
    return masses


def _cracked_elements(
    layout: Layout, grids: list[Grid], options: BuildOptions, cracked: Bools | None
) -> list[Bools]:
    """(g, k - 1) of every deck, from the rule or from the caller's list; precast decks always by
    the rule."""
    shapes = [(len(d.girders), g.x.size - 1) for d, g in zip(layout.decks, grids, strict=True)]
    by_rule = [
        np.broadcast_to(cracked_by_rule(deck, grid, options.cracked_share), shape).copy()
        for deck, grid, shape in zip(layout.decks, grids, shapes, strict=True)
    ]
    if cracked is None:
        return by_rule
    sizes = [g * k for g, k in shapes]
    if len(cracked) != sum(sizes):
        raise ValueError(f"{len(cracked)} cracked flags for {sum(sizes)} girder members")
    parts = np.split(np.asarray(cracked, dtype=bool), np.cumsum(sizes)[:-1])
    given = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
    return [
        own if deck.precast is None else rule
        for deck, own, rule in zip(layout.decks, given, by_rule, strict=True)
    ]


def _shift(layout: Layout, station: float, level: float, offset: float = 0.0) -> float:
    """From a level at a station to the flat model: the slab's middle there lies in its plane.

    offset : where the deck tilts to one side, a bearing keeps its distance to the slab above it [m]
    """
    road = float(level_at(layout.axis, station))
    if layout.axis.tilt.size:
        road += float(surface(layout.axis, layout.road, station, offset))
    half = 0.5 * layout.decks[0].slab.thickness
    return level - (road - layout.road.surfacing_thickness - half)


def _add_supports(
    frame: Frame, found: Supports, layout: Layout, options: BuildOptions, level: float
) -> None:
    """All piers and abutments."""
    offsets: dict[str, list[float]] = {}
    for bearing in layout.bearings:
        offsets.setdefault(bearing.support, []).append(bearing.offset)
    for abutment in layout.abutments:
        shift = _shift(layout, abutment.station, level)
        add_abutment(frame, found, abutment, offsets[abutment.name], layout, options.layers, shift)
    for pier in layout.piers:
        shift = _shift(layout, pier.station, level)
        add_pier(frame, found, pier, offsets[pier.name], layout, options.layers, shift)


def _add_bearings(
    frame: Frame, found: Supports, layout: Layout, decks: list[DeckModel], level: float
) -> Ints:
    """All bearings, in the order of the layout."""
    by_name = {deck.name: i for i, deck in enumerate(layout.decks)}
    nodes, levels = [], []
    for bearing in layout.bearings:
        index = by_name[bearing.deck]
        deck, model = layout.decks[index], decks[index]
        girder = [g.name for g in deck.girders].index(bearing.girder)
        column = int(nearest(model.grid.x, np.array([bearing.station]))[0])
        nodes.append(int(model.node[model.grid.girder_line[girder], column]))
        levels.append(bearing.level + _shift(layout, bearing.station, level, bearing.offset))
    return add_bearings(frame, found, layout, nodes, levels)
