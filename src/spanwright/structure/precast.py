"""Decks on precast girders in the model: stations, rigidity by stage, rows of the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from spanwright.codes.eurocode.actions.permanent import unit_weight
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.creep import notional_size
from spanwright.codes.eurocode.materials.steel import E_s
from spanwright.codes.eurocode.resistance.precast import (
    Outline,
    bare_section,
    composite_section,
)
from spanwright.datum.arrays import Array, Bools, Ints, floats
from spanwright.datum.units import day
from spanwright.layout.precast import GAP, girder_ends, precast_outline
from spanwright.layout.types import Deck, Layout, Precast, PrecastGirder
from spanwright.structure.ageing import Climate, slab_size
from spanwright.structure.frame import COUNT
from spanwright.structure.mesh import Grid, tributary_widths
from spanwright.structure.precast_ageing import PrecastAgeing, PrecastAges, age_precast
from spanwright.structure.precast_table import PrecastTable
from spanwright.structure.rigidity import (
    ABSENT,
    POISSON_CONCRETE,
    bars_per_width,
    panel_inertia,
    tributary_width,
    widths_of_model,
)
from spanwright.structure.types import STAGES

Columns = dict[str, Any]  # name -> array of one entry a reported section
LINK_ZONE: Final = 0.25  # of the span: where links are closer
DIAPHRAGM_CRACKED: Final = 0.5  # of a diaphragm's bending stiffness is left


def outline_of(girder: PrecastGirder, count: int) -> Outline:
    """The girder's section n times."""
    one = precast_outline(girder)
    return Outline(np.repeat(one.level, count, axis=0), np.repeat(one.width, count, axis=0))


def ageing_of(layout: Layout, climate: Climate) -> PrecastAgeing | None:
    """Both concretes of the precast decks, with the stoutest girder and the thickest slab; None
    where there is no such deck."""
    decks = [deck for deck in layout.decks if deck.precast is not None]
    if not decks or decks[0].precast is None:
        return None
    common = decks[0].precast
    ages = PrecastAges(
        release=common.release_age / day,
        slab=common.deck_age / day,
        loaded=(common.deck_age + climate.loaded) / day,
        end=climate.life / day,
    )
    return age_precast(
        concrete(layout.concrete["precast"].name),
        concrete(layout.concrete["slab"].name),
        common.release_strength,
        ages,
        climate.humidity,
        max(girder_size(deck.precast_girders[0]) for deck in decks),
        max(slab_size(deck) for deck in decks),
        slab_cement=climate.cement,
        law=climate.law,
    )


def girder_size(girder: PrecastGirder) -> float:
    """Notional size 2 A_c / u of a girder, its top under the slab.  [m]"""
    outline = precast_outline(girder)
    level, width = outline.level[0], outline.width[0]
    sides = 2 * float(np.hypot(np.diff(level), 0.5 * np.diff(width)).sum())
    return float(notional_size(float(outline.moments()[0, 0]), sides + float(width[0])))


def slab_moduli(ageing: PrecastAgeing) -> Array:
    """Modulus of the slab in each stage, next to nothing before it hardens.  (stage,) [Pa]"""
    return np.array(
        [
            ABSENT * ageing.E_slab if stage == "steel"
            else ageing.modulus[stage] * ageing.ratio[stage]
            for stage in STAGES
        ]
    )  # fmt: skip


def in_situ(deck: Deck, station: Array) -> Bools:
    """Stations in a diaphragm, between the ends of two girders.  (n,)"""
    inner = deck.supports[1:-1]
    if not inner.size:
        return np.zeros(len(station), dtype=bool)
    away = np.min(np.abs(station[:, None] - inner), axis=1)
    return np.asarray(away < GAP - 1e-6)


def precast_rigidity(
    deck: Deck, index: int, grid: Grid, cracked: Bools, ageing: PrecastAgeing
) -> Array:
    """Rigidity of one line of precast girders in every stage.  (stage, k - 1, 6)

    Where the slab is cracked (cracked (k - 1,)), its bars stand in for it.
    """
    girder = deck.precast_girders[index]
    count = grid.middle.size
    outline = outline_of(girder, count)
    width = widths_of_model(deck, index)[grid.span]
    bars = width * bars_per_width(deck, grid.middle)
    is_cast = in_situ(deck, grid.middle)
    panel = panel_inertia(grid, deck.slab.thickness, tributary_width(grid)[grid.girder_line[index]])
    lateral, torsion = _lateral(outline), _torsion(girder, float(outline.depth[0]))
    rigidity = np.empty((COUNT, count, 6))
    for row, stage in enumerate(STAGES):
        own = np.full(count, ageing.modulus[stage])
        ratio = np.full(count, ageing.ratio[stage])
        slab_torsion = in_plane = np.zeros(count)
        if stage != "steel":
            own = np.where(is_cast, own * ratio, own)
            ratio = np.where(is_cast, 1.0, ratio)
            shear = own * ratio / POISSON_CONCRETE
            in_plane = shear * panel
            slab_torsion = shear * width * deck.slab.thickness**3 / 6  # cross strips: the rest
            # A thin layer of steel at the bars' level takes the cracked slab's place.
            steel = E_s / own * bars / width / deck.slab.thickness
            ratio = np.where(cracked, steel, ratio)
        section = (
            bare_section(outline)
            if stage == "steel"
            else composite_section(
                outline, width, deck.slab.thickness, deck.slab.haunch, ratio
            )
        )  # fmt: skip
        rigidity[row, :, 0] = own * section.area
        rigidity[row, :, 1] = own * section.inertia
        rigidity[row, :, 2] = own * lateral + in_plane
        rigidity[row, :, 3] = own / POISSON_CONCRETE * torsion + slab_torsion
        rigidity[row, :, 4:] = np.inf  # as for steel girders, see rigidity.girder_rigidity
    return rigidity


def _lateral(outline: Outline) -> Array:
    """Second moment about the web's plane: strips of b^3/12 over the depth.  (n,) [m4]"""
    z = np.linspace(0.0, 1.0, 201)
    level, width = outline.level[0], outline.width[0]
    at = level[0] + z * (level[-1] - level[0])
    cubes = np.interp(at, level, width) ** 3 / 12
    return np.full(len(outline), np.trapezoid(cubes, at))


def _torsion(girder: PrecastGirder, depth: float) -> float:
    """St Venant constant: three rectangles, each flange with half its taper.  [m4]"""
    top = girder.top_thickness[0] + 0.5 * girder.top_taper
    bottom = girder.bottom_thickness[0] + 0.5 * girder.bottom_taper
    web = depth - top - bottom
    parts = (
        (girder.top_width[0], top),
        (girder.bottom_width[0], bottom),
        (web, girder.web_thickness[0]),
    )
    return float(sum(max(a, b) * min(a, b) ** 3 / 3 for a, b in parts))


def diaphragm_rigidity(deck: Deck, ageing: PrecastAgeing) -> Array:
    """Rigidity of the diaphragms over the supports, between two girders.  (stage, p, 6)

    They are cast with the slab: absent before.  At a deck's end half as long.
    """
    depth = float(deck.girders[0].depth.max())
    length = np.full(len(deck.supports), common_of(deck).diaphragm)
    length[[0, -1]] *= 0.5
    long, short = np.maximum(length, depth), np.minimum(length, depth)
    unit = np.empty((len(deck.supports), 6))
    unit[:, 0] = length * depth
    unit[:, 1] = DIAPHRAGM_CRACKED * length * depth**3 / 12
    unit[:, 2] = DIAPHRAGM_CRACKED * depth * length**3 / 12
    unit[:, 3] = 0.2 * long * short**3 / POISSON_CONCRETE  # near 0.2 for sides of 1 to 2 (Roark)
    unit[:, 4:] = length[:, None] * depth * 5 / 6 / POISSON_CONCRETE
    return slab_moduli(ageing)[:, None, None] * unit


def precast_mass(deck: Deck, layout: Layout) -> float:
    """Mass of one girder a metre.  [kg/m]"""
    area = float(precast_outline(deck.precast_girders[0]).moments()[0, 0])
    return area * layout.concrete["precast"].density


def precast_columns(deck: Deck, rows: Columns) -> Columns:
    """`PrecastTable`'s columns for the sections of one deck.

    rows : the columns of `GirderTable` for the same sections
    """
    girder, given = deck.precast_girders[0], common_of(deck)
    station = floats(rows["station"])
    count, span = len(station), np.asarray(rows["span"])
    one = np.ones(count)
    # A face of a section belongs to what lies on its side of the station.
    inward = np.where(np.asarray(rows["side"]) == 0, 1e-3, -1e-3)
    is_cast = in_situ(deck, station + inward)
    begin, end = girder_ends(deck)
    first, last = deck.supports[:-1][span], deck.supports[1:][span]
    distance = np.minimum(station - begin[span], end[span] - station)
    distance = np.where(is_cast, 0.0, np.maximum(distance, 0.0))
    area = np.pi / 4 * given.link_bar**2
    near = np.minimum(station - first, last - station) < LINK_ZONE * (last - first)
    spacing = np.where(near, given.link_spacing_ends, given.link_spacing)
    edge = given.cover + given.link_bar
    own, every = _weights(deck)
    slab = every[np.asarray(rows["girder"])]
    x, length = station - first, last - first
    bend, cut = 0.5 * x * (length - x), 0.5 * length - x
    works = np.where(is_cast, 0.0, 1.0)
    same = ("deck", "girder", "span", "station", "at_support", "member", "side", "slab_width",
            "slab_width_model", "slab_thickness", "haunch", "rebar_area", "rebar_depth",
            "is_cracked", "span_length", "curvature", "top_width", "top_thickness",
            "bottom_width", "bottom_thickness")  # fmt: skip
    return {name: rows[name] for name in same} | {
        "depth": float(girder.depth.max()) * one,
        "top_taper": girder.top_taper * one,
        "web_width": rows["web_thickness"],
        "bottom_taper": girder.bottom_taper * one,
        "is_insitu": is_cast,
        "girder_length": (end - begin)[span],
        "girder_span": length,
        "end_distance": distance,
        "layer_height": np.tile(girder.strand_level, (count, 1)),
        "layer_area": np.tile(girder.strand_count * given.strand_area, (count, 1)),
        "layer_bond": distance[:, None] - girder.strand_sheath,
        "link_rate": 2 * area / spacing,
        "link_diameter": given.link_bar * one,
        "bottom_bars": given.continuity_bars * one,
        "bottom_bar_height": (edge + 0.5 * given.link_bar) * one,
        "self_moment": own * bend * works,
        "slab_moment": slab * bend * works,
        "self_shear": own * cut * works,
        "slab_shear": slab * cut * works,
    }


def _weights(deck: Deck) -> tuple[float, Array]:
    """Of one girder, and of the wet slab each one carries, a metre.  [N/m], (g,) [N/m]"""
    weight = unit_weight("reinforced concrete")
    girder = deck.precast_girders[0]
    area = float(precast_outline(girder).moments()[0, 0])
    slab = tributary_widths(deck)[0] * deck.slab.thickness
    haunch = deck.slab.haunch * float(np.max(girder.top_width))
    return weight * area, weight * (slab + haunch)


def precast_table(
    decks: Sequence[Deck], columns: Sequence[Columns]
) -> tuple[PrecastTable | None, Ints]:
    """The rows of all precast decks, and where they stand in the table of all decks.

    columns : of `table.deck_rows`, deck by deck.  None and no rows without such a deck
    """
    parts, rows, before = [], [], 0
    for deck, own in zip(decks, columns, strict=True):
        count = len(own["station"])
        if deck.precast is not None:
            parts.append(precast_columns(deck, own))
            rows.append(before + np.arange(count, dtype=np.int64))
        before += count
    if not parts:
        return None, np.zeros(0, dtype=np.int64)
    layers = max(part["layer_area"].shape[1] for part in parts)
    for part in parts:
        for name in ("layer_height", "layer_area", "layer_bond"):
            missing = layers - part[name].shape[1]
            part[name] = np.pad(part[name], ((0, 0), (0, missing)))
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    for name in ("deck", "girder", "span", "member", "side"):
        whole[name] = whole[name].astype(np.int64)
    return PrecastTable(**whole), np.concatenate(rows)


def common_of(deck: Deck) -> Precast:
    """What the girders of a precast deck have in common.  Raises TypeError for a steel one."""
    if deck.precast is None:
        raise TypeError(f"deck {deck.name} stands on steel girders")
    return deck.precast
