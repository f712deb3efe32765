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
from spanwright.layout.curve import element_curvature, own_length, points, surface
from spanwright.layout.profile import level_at
from spanwright.layout.quantities import quantities
from spanwright.layout.spans import RATIO, ratio_holds
from spanwright.layout.types import Axis, Deck, Layout
from spanwright.project.site import Stratum
from spanwright.structure.ageing import Climate, age
from spanwright.structure.frame import COUNT, Frame
from spanwright.structure.mesh import Grid, cracked_by_rule, deck_grid, nearest
from spanwright.structure.rigidity import (
    concrete_moduli,
    edge_rigidity,
    frame_rigidity,
    girder_rigidity,
    plates_at,
    strip_rigidity,
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


@dataclass(frozen=True, slots=True, eq=False)
class _DeckModel:
    """One deck in the model: its grid, node and member numbers."""

    grid: Grid
    node: Ints
    member: Ints
    cracked: Bools  # (g, k - 1)
    strips: Ints
    frames: Ints


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
    """Whether neighbouring spans of every deck are within 0.6 of each other, so that the slab may
    be taken as cracked over 15 % of the span beside inner supports (EN 1994-2 5.4.2.3(3))."""
    spans = [np.diff(deck.supports) for deck in layout.decks]
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
    ageing = age(layout, options.climate)
    steel = layout.structural_steel.modulus
    concrete = concrete_moduli(ageing.modular_ratio, steel)
    grids = [deck_grid(d, options.element_length, options.cracked_share) for d in layout.decks]
    masks = _cracked_elements(layout, grids, options, cracked)
    frame = Frame()
    plane = slab_planes(layout)
    level = float(plane.mean())
    masses = deck_masses(layout)
    decks = [
        _add_deck(
            frame, layout.axis, deck, grid, mask, level, ageing.modular_ratio, concrete, steel, mass
        )
        for deck, grid, mask, mass in zip(layout.decks, grids, masks, masses, strict=True)
    ]
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
        table=join_rows(
            [
                deck_rows(i, deck, layout.axis, m.grid, m.member, m.cracked)
                for i, (deck, m) in enumerate(zip(layout.decks, decks, strict=True))
            ]
        ),
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
    )


def slab_planes(layout: Layout) -> Array:
    """Level of the slab's middle on the axis at the middle of each deck.  (d,) [m]"""
    middle = [0.5 * (deck.supports[0] + deck.supports[-1]) for deck in layout.decks]
    half = np.array([0.5 * deck.slab.thickness for deck in layout.decks])
    road = level_at(layout.axis, np.array(middle))
    return np.asarray(road - layout.road.surfacing_thickness - half)


def deck_masses(layout: Layout) -> list[Array]:
    """Mass per metre of one girder line of each deck, plates apart, in every stage.

    (stage,) [kg/m]: other steelwork and wet slab on the bare steel, finishes once it has hardened
    """
    bill, road = quantities(layout), layout.road
    masses = []
    for deck in layout.decks:
        length = sum(own_length(layout.axis, deck, g.offset) for g in deck.girders)
        kinds = ("stiffeners", "welds and splices", "studs", "cross-frames")
        steel = sum(bill.total(kind, "kg", deck.name) for kind in kinds)
        slab = bill.total("slab concrete", "m3", deck.name) * layout.concrete["slab"].density
        surfacing = bill.total("surfacing", "m3", deck.name) * road.surfacing_weight / GRAVITY
        barriers = bill.total("barriers", "m", deck.name) * road.barrier_weight / GRAVITY
        bare, later = (steel + slab) / length, (surfacing + barriers) / length
        masses.append(np.array([bare if s == "steel" else bare + later for s in STAGES]))
    return masses


def _cracked_elements(
    layout: Layout, grids: list[Grid], options: BuildOptions, cracked: Bools | None
) -> list[Bools]:
    """(g, k - 1) of every deck, from the rule or from the caller's list."""
    shapes = [(len(d.girders), g.x.size - 1) for d, g in zip(layout.decks, grids, strict=True)]
    if cracked is None:
        return [
            np.broadcast_to(cracked_by_rule(deck, grid, options.cracked_share), shape).copy()
            for deck, grid, shape in zip(layout.decks, grids, shapes, strict=True)
        ]
    sizes = [g * k for g, k in shapes]
    if len(cracked) != sum(sizes):
        raise ValueError(f"{len(cracked)} cracked flags for {sum(sizes)} girder members")
    parts = np.split(np.asarray(cracked, dtype=bool), np.cumsum(sizes)[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


def _add_deck(
    frame: Frame,
    axis: Axis,
    deck: Deck,
    grid: Grid,
    cracked: Bools,
    level: float,
    modular: dict[str, float],
    concrete: Array,
    steel: float,
    mass: Array,
) -> _DeckModel:
    """Nodes and members of one deck's grillage."""
    k, lines = grid.x.size, grid.y.size
    name = f"deck {deck.name}"
    label = ["right edge", *(g.name for g in deck.girders), "left edge"]
    if lines != len(label):  # a girder stands at the slab's edge
        label = [f"line {i + 1}" for i in range(lines)]
    plan = points(axis, grid.x, grid.y[:, None])
    xyz = np.concatenate([plan, np.full((*plan.shape[:2], 1), level)], axis=-1)
    node = frame.nodes(
        xyz.reshape(-1, 3), [f"{name} {line} @ {x:.2f} m" for line in label for x in grid.x]
    ).reshape(lines, k)
    member = np.zeros((lines, k - 1), dtype=np.int64)
    girder_at = {int(line): g for g, line in enumerate(grid.girder_line)}
    for line in range(lines):
        names = [f"{name} {label[line]} {a:.2f}-{b:.2f} m" for a, b in
                 zip(grid.x[:-1], grid.x[1:], strict=True)]  # fmt: skip
        own: Array | float = 0.0
        if line in girder_at:
            index = girder_at[line]
            rigidity = girder_rigidity(deck, index, grid, cracked[index], modular, steel)
            plates = plates_at(deck.girders[index], grid.middle, grid.middle)
            own = plates.mass + mass[:, None]
        else:
            beside = cracked[0 if line == 0 else -1]
            rigidity = edge_rigidity(deck, grid, line, beside, concrete)
        member[line] = frame.members(node[line, :-1], node[line, 1:], rigidity, names, mass=own)
    bays = np.diff(grid.y)
    strips = np.stack(
        [
            frame.members(
                node[bay], node[bay + 1], strip_rigidity(deck, grid, concrete, float(bays[bay])),
                [f"{name} slab strip {bay + 1} @ {x:.2f} m" for x in grid.x],
            )
            for bay in range(lines - 1)
        ]
    )  # fmt: skip
    every = np.arange(len(deck.cross_frames), dtype=np.int64)
    frames = np.stack(
        [
            frame.members(
                node[a, grid.frame], node[b, grid.frame],
                np.broadcast_to(frame_rigidity(deck, every, float(grid.y[b] - grid.y[a]), steel),
                                (COUNT, every.size, 6)),
                [f"{name} cross-frame {i + 1} bay {bay + 1}" for i in every],
            )
            for bay, (a, b) in enumerate(
                zip(grid.girder_line[:-1], grid.girder_line[1:], strict=True)
            )
        ]
    )  # fmt: skip
    return _DeckModel(grid, node, member, cracked, strips, frames)


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
    frame: Frame, found: Supports, layout: Layout, decks: list[_DeckModel], level: float
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
