"""One deck on precast prestressed I-girders: shape by proportion, strands by a first guess.

The girders carry themselves and the wet slab simply supported from pier to pier; diaphragms and
slab cast over the piers make the deck continuous for all that follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.codes.eurocode.resistance.precast import (
    Outline,
    i_outline,
)
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.units import mm
from spanwright.layout.estimate import girder_share
from spanwright.layout.girders import CONCRETE_WEIGHT, even_offsets, slab_of
from spanwright.layout.notes import Notes, rounded, rounded_up
from spanwright.layout.plates import GirderLoads
from spanwright.layout.strands import choose_strands
from spanwright.layout.types import Deck, Precast, PrecastGirder, Road

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import DeckSizes

SPACING: Final = 2.5  # wanted between girders [m]
OVERHANG: Final = 0.4  # of the spacing
DEPTH_STEP: Final = 0.05  # [m]
TOP_WIDTH: Final = 0.45  # of the depth
BOTTOM_WIDTH: Final = 0.40
NARROWEST: Final = (0.60, 0.55)  # top and bottom flange [m]
GAP: Final = 0.25  # from a pier's line to the end of a girder [m]
BEYOND: Final = 0.30  # a girder beyond its bearing at a deck's end: its strands take hold [m]
LONGEST: Final = 45.0  # beyond it a girder is not lifted and carried whole [m]
RULE: Final = "sized by spanwright size: every utilisation that is checked at most 1.00"


def precast_offsets(brief: Brief, edges: tuple[float, float], notes: Notes) -> Array:
    """y of the girders, increasing, centred on the slab.  (g,) [m]"""
    given, width = brief.layout.precast, edges[1] - edges[0]
    count, spacing = given.count, given.spacing
    if count is None:
        count = max(2, round(width / (spacing or SPACING)))
        notes.rule(
            "layout.precast.count", str(count), f"near {spacing or SPACING:g} m below {width:g} m"
        )
    return even_offsets("layout.precast.spacing", count, spacing, OVERHANG, edges, notes)[1]


def precast_outline(girder: PrecastGirder, depth: float | None = None) -> Outline:
    """The concrete section of a girder line."""
    return i_outline(
        float(girder.depth.max()) if depth is None else depth,
        girder.top_width[0],
        girder.top_thickness[0],
        girder.top_taper,
        girder.web_thickness[0],
        girder.bottom_taper,
        girder.bottom_width[0],
        girder.bottom_thickness[0],
    )


def precast_loads(
    brief: Brief, road: Road, offsets: Array, edges: tuple[float, float], area: float
) -> GirderLoads:
    """Characteristic loads of the girder that gets most, for first sizes only.  area : [m2]"""
    count, width = len(offsets), edges[1] - edges[0]
    slab = CONCRETE_WEIGHT * brief.layout.slab.thickness * width / count
    clear = float(road.kerbs[1] - road.kerbs[0])
    surfacing = road.surfacing_thickness * road.surfacing_weight * clear
    later = (surfacing + 2 * road.barrier_weight) / count
    uniform, tandem = girder_share(offsets - offsets.mean(), clear)
    return GirderLoads(CONCRETE_WEIGHT * area + slab, later, uniform, tandem)


def build_precast_deck(
    brief: Brief,
    index: int,
    start: float,
    spans: Array,
    road: Road,
    edges: tuple[float, float],
    offsets: Array,
    notes: Notes,
    sized: DeckSizes | None = None,
) -> Deck:
    """One deck of precast girders from its spans.  spans (s,), offsets (g,) [m]

    sized : what `spanwright size` chose

    Raises InputError for a span no girder reaches, a shape that does not close and strands that
    find no room.
    """
    given, address = brief.layout.precast, f"layout.decks[{index}]"
    spans = np.asarray(spans, dtype=float)
    if float(spans.max()) > LONGEST:
        raise InputError(
            f"layout.parts[{index}].spans",
            f"precast girders reach {LONGEST:g} m at most",
            got=f"{spans.max():g} m",
            hint='shorter spans, or girders = "steel"',
        )
    end = start + float(spans.sum())
    supports = start + np.concatenate([[0.0], np.cumsum(spans)])
    supports[-1] = end
    shape = _shape(brief, float(spans.max()), address, notes)
    outline = _closed(shape)
    if float(spans.min()) <= 2 * given.diaphragm:
        raise InputError(
            "layout.precast.diaphragm", f"must leave room in a span of {spans.min():g} m",
            got=f"{given.diaphragm:g} m",
        )  # fmt: skip
    slab = slab_of(brief, edges, spans, start, sized)
    loads = precast_loads(brief, road, offsets, edges, float(outline.moments()[0, 0]))
    if sized is not None and sized.strands and brief.layout.precast.strands is None:
        level, count, sheath = np.array(sized.strands, dtype=float).T
        notes.rule(f"{address}.strands", f"{count.sum():.0f} in each girder", RULE)
    else:
        level, count, sheath = choose_strands(
            brief, shape, outline, spans, offsets, loads, address, notes
        )
    one = np.ones(len(spans))
    sizes = {name: shape[name] * one for name in PLATES}
    lines = tuple(
        PrecastGirder(
            f"girder {g + 1}", float(y), supports, **sizes,
            depth_station=supports[[0, -1]], depth=shape["depth"] * np.ones(2),
            top_taper=given.top_taper, bottom_taper=given.bottom_taper,
            strand_level=level, strand_count=count, strand_sheath=sheath,
        )
        for g, y in enumerate(offsets)
    )  # fmt: skip
    notes.rule(
        f"{address}.continuity",
        "simply supported for own weight and wet slab, continuous after",
        "diaphragms and slab cast over the piers once the girders stand",
    )
    return Deck(
        name=brief.layout.parts[index].name,
        supports=supports,
        girders=lines,
        slab=slab,
        cross_frames=supports,
        frame_area=0.0,
        stiffener_spacing=float(spans.max()),
        stud_diameter=0.0,
        stud_height=0.0,
        stud_station=supports[[0, -1]],
        stud_rate=np.zeros(1),
        precast=_common(brief, sized),
    )


PLATES: Final = (
    "top_width", "top_thickness", "web_thickness", "bottom_width", "bottom_thickness",
)  # fmt: skip


def _common(brief: Brief, sized: DeckSizes | None) -> Precast:
    """Links no wider apart and bars no fewer than the project file says."""
    given = brief.layout.precast
    span, ends = given.link_spacing, given.link_spacing_ends
    bars = given.continuity_bars
    if sized is not None and sized.links is not None:
        span, ends = min(span, sized.links[0]), min(ends, sized.links[1])
    if sized is not None and sized.continuity_bars is not None:
        bars = max(bars, sized.continuity_bars)
    return Precast(
        strand_area=given.strand_area,
        strand_diameter=given.strand_diameter,
        strand_strength=given.strand_strength,
        strand_proof=given.strand_proof,
        jacking=given.jacking * given.strand_strength,
        release_strength=given.release_strength,
        release_age=given.release_age,
        deck_age=given.deck_age,
        cover=given.cover,
        link_bar=given.link_bar,
        link_spacing=span,
        link_spacing_ends=ends,
        continuity_bars=bars,
        diaphragm=given.diaphragm,
    )


def _shape(brief: Brief, longest: float, address: str, notes: Notes) -> dict[str, float]:
    """Sizes of the girder, given or by proportion.  [m]"""
    given = brief.layout.precast
    depth = given.depth
    if depth is None:
        depth = max(rounded_up(longest / given.span_to_depth, DEPTH_STEP), 0.8)
        notes.rule(
            f"{address}.depth",
            f"{depth:.2f} m",
            f"longest span {longest:.1f} m / {given.span_to_depth:g}, in steps of "
            f"{DEPTH_STEP / mm:.0f} mm",
            "one mould for the whole part",
        )
    widths = []
    for name, value, share, least in (
        ("top_width", given.top_width, TOP_WIDTH, NARROWEST[0]),
        ("bottom_width", given.bottom_width, BOTTOM_WIDTH, NARROWEST[1]),
    ):
        found = value
        if found is None:
            found = max(rounded(share * depth, 0.05), least)
            notes.rule(f"{address}.{name}", f"{found / mm:.0f} mm", f"{share:g} of the depth")
        widths.append(found)
    return {
        "depth": depth,
        "top_width": widths[0],
        "top_thickness": given.top_thickness,
        "top_taper": given.top_taper,
        "web_thickness": given.web_thickness,
        "bottom_taper": given.bottom_taper,
        "bottom_width": widths[1],
        "bottom_thickness": given.bottom_thickness,
    }


def _closed(shape: dict[str, float]) -> Outline:
    """The outline of a shape.  Raises InputError where its parts do not fit together."""
    flanges = sum(shape[k] for k in ("top_thickness", "top_taper", "bottom_taper",
                                     "bottom_thickness"))  # fmt: skip
    if flanges >= shape["depth"]:
        raise InputError(
            "layout.precast.depth",
            f"must hold flanges and tapers of {flanges:g} m",
            got=f"{shape['depth']:g} m",
        )
    if shape["web_thickness"] > min(shape["top_width"], shape["bottom_width"]):
        raise InputError(
            "layout.precast.web_thickness",
            "must not be wider than the flanges",
            got=f"{shape['web_thickness'] / mm:.0f} mm",
        )
    return i_outline(
        *(shape[k] for k in ("depth", "top_width", "top_thickness", "top_taper", "web_thickness",
                             "bottom_taper", "bottom_width", "bottom_thickness"))
    )  # fmt: skip


def girder_ends(deck: Deck) -> tuple[Array, Array]:
    """Stations where each span's precast girder begins and ends.  (s,), (s,) [m]

    At a deck's end it reaches beyond its bearing; over a pier two girders end in the diaphragm.
    """
    begin, end = np.array(deck.supports[:-1]), np.array(deck.supports[1:])
    begin[0] -= BEYOND
    begin[1:] += GAP
    end[-1] += BEYOND
    end[:-1] -= GAP
    return begin, end
