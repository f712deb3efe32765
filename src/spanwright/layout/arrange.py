"""From the project file to the general arrangement: `lay_out`.

Every value the user did not give follows from a rule of proportion, and every rule leaves a line
in the ledger.  Explicit values always win.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.alignment import Alignment
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import E_a, E_s, bar_yield_strength, yield_strength
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line, Notice
from spanwright.layout.bars import reinforcement
from spanwright.layout.bearings import check_fixed_name, choose_make, fixed_support, place_bearings
from spanwright.layout.course import check_course
from spanwright.layout.estimate import beam_effects, deck_traffic
from spanwright.layout.founding import (
    check_embedment,
    check_footings,
    check_scour,
    with_pile_bars,
)
from spanwright.layout.girders import build_deck, deck_edges, girder_loads, girder_offsets
from spanwright.layout.levels import check_clearance, road_axis, undersides
from spanwright.layout.notes import Notes
from spanwright.layout.parts import banks_of, spans_of_parts
from spanwright.layout.piers import (
    PLINTH,
    SupportPlace,
    build_abutment,
    build_pier,
)
from spanwright.layout.precast import (
    build_precast_deck,
    precast_loads,
    precast_offsets,
    precast_outline,
)
from spanwright.layout.sized import (
    size_of_footing,
    sized_shaft_bars,
    sizes_of_deck,
    sizes_of_pier,
    usable_sizes,
)
from spanwright.layout.spans import river_piers
from spanwright.layout.types import Abutment, Bearing, Deck, Layout, Material, Pier, Road

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.site import Stratum
    from spanwright.project.sizes import SizesBrief

GAMMA: Final = 1.35


def lay_out(
    brief: Brief,
    *,
    alignment: Alignment | None = None,
    reported_land_piers: Mapping[str, int] | None = None,
) -> tuple[Layout, list[Line], list[Notice]]:
    """The general arrangement, the rules behind it, and what the reader should know.

    alignment : the axis in plan; None: straight
    reported_land_piers : number of piers on land somebody saw, by side; compared and printed,
                          never built in

    Raises InputError for values that contradict each other.
    """
    notes = Notes()
    all_spans = spans_of_parts(brief, notes)
    edges = deck_edges(brief, notes)
    road = _road(brief, edges)
    across = _across(brief, edges, notes)
    strength = float(yield_strength(brief.materials.steel, 0.030))
    starts = np.concatenate([[0.0], np.cumsum([part.length for part in brief.layout.parts])])
    sizes = usable_sizes(brief, all_spans, notes)
    decks = tuple(
        build_precast_deck(brief, i, float(starts[i]), spans, road, edges, across[i], notes, sized)
        if brief.layout.parts[i].girders == "prestressed"
        else build_deck(
            brief, i, float(starts[i]), spans, road, edges, across[i], strength, notes, sized
        )
        for i, spans in enumerate(all_spans)
        for sized in [sizes_of_deck(sizes, brief.layout.parts[i].name)]
    )
    length = float(starts[-1])
    axis = road_axis(brief, decks, road, length, notes, alignment)
    names = _support_names(all_spans)
    check_scour(brief, [n for deck in names for n in deck])
    check_footings(brief, [n for deck in names for n in deck])
    check_fixed_name(brief.layout.bearings.fixed, [n for deck in names for n in deck])
    loads = [_support_loads(brief, deck, road, edges) for deck in decks]
    levels = [undersides(axis, road, deck) for deck in decks]
    fixed = [
        fixed_support(deck, names[i], brief.layout.bearings.fixed, i, notes)
        for i, deck in enumerate(decks)
    ]
    places = _places(brief, decks, names, loads, levels, fixed)
    layers = brief.site.strata()
    layout = Layout(
        name=brief.project.name,
        length=length,
        axis=axis,
        road=road,
        decks=decks,
        piers=tuple(_pier(p, decks, brief, layers, sizes, notes) for p in places[1:-1]),
        abutments=tuple(
            _abutment(p, edges, brief, layers, sizes, notes) for p in (places[0], places[-1])
        ),
        bearings=_bearings(brief, decks, names, loads, levels, fixed, notes),
        structural_steel=Material(
            brief.materials.steel,
            float(yield_strength(brief.materials.steel, 0.016)),
            E_a,
            7850.0,
        ),
        concrete={
            "slab": _concrete(brief.materials.slab),
            "pier": _concrete(brief.materials.pier),
            "cap": _concrete(brief.materials.cap),
            "pile": _concrete(brief.materials.pile),
            **(
                {"precast": _concrete(brief.layout.precast.concrete)}
                if brief.layout.has_precast
                else {}
            ),
        },
        reinforcement=Material(
            brief.materials.rebar, bar_yield_strength(brief.materials.rebar), E_s, 7850.0
        ),
        ground_station=np.array([p[0] for p in brief.site.ground]),
        ground_level=np.array([p[1] for p in brief.site.ground]),
        water_levels=_water_levels(brief),
    )
    for pier in layout.piers:
        check_embedment(pier, "site.scour")
    for end in layout.abutments:
        check_embedment(end, "site.scour")
    check_course(layout, brief, notes)
    reinforcement(brief, layout, notes)
    check_clearance(layout, brief, notes)
    _tell_land_piers(layout, reported_land_piers, notes)
    return layout, notes.lines, notes.notices


def _pier(
    place: SupportPlace,
    decks: Sequence[Deck],
    brief: Brief,
    layers: Sequence[Stratum],
    sizes: SizesBrief | None,
    notes: Notes,
) -> Pier:
    """One pier with what `spanwright size` chose for it."""
    chosen = sizes_of_pier(sizes, place.name), size_of_footing(sizes, place.name)
    plain = build_pier(place, _widest(decks, place.station), brief, layers, notes, *chosen)
    bars = max(brief.layout.piers.rebar_ratio, sized_shaft_bars(sizes, place.name))
    return replace(with_pile_bars(plain, brief, sizes), rebar_ratio=bars)


def _abutment(
    place: SupportPlace,
    edges: tuple[float, float],
    brief: Brief,
    layers: Sequence[Stratum],
    sizes: SizesBrief | None,
    notes: Notes,
) -> Abutment:
    """One abutment with what `spanwright size` chose for it."""
    chosen = sizes_of_pier(sizes, place.name), size_of_footing(sizes, place.name)
    plain = build_abutment(place, edges[1] - edges[0], brief, layers, notes, *chosen)
    return with_pile_bars(plain, brief, sizes)


def _across(brief: Brief, edges: tuple[float, float], notes: Notes) -> list[Array]:
    """y of the girders of each part; parts of one kind are alike.  (g,) each [m]"""
    kinds = [part.girders for part in brief.layout.parts]
    found = {}
    if "steel" in kinds:
        found["steel"] = girder_offsets(brief, edges, notes)
    if "prestressed" in kinds:
        found["prestressed"] = precast_offsets(brief, edges, notes)
    return [found[kind] for kind in kinds]


def _widest(decks: Sequence[Deck], station: float) -> Array:
    """y of the girders a pier carries; of two decks those that reach farther out.  (g,) [m]"""
    here = [
        np.array([girder.offset for girder in deck.girders])
        for deck in decks
        if np.any(np.abs(deck.supports - station) < 1e-6)
    ]
    return max(here, key=lambda y: float(np.max(np.abs(y))))


def _road(brief: Brief, edges: tuple[float, float]) -> Road:
    """Across the deck.  The user's barrier and parapet stand on each side."""
    road = brief.road
    half = 0.5 * road.clear_width
    inner = half + road.barrier.width
    walks = []
    # A service walkway is for inspection: the footway load of EN 1991-2 is for the public's.
    if road.footway.use == "public" and road.footway.width > 0:
        if road.footway.sides in ("both", "right"):
            walks.append((-inner - road.footway.width, -inner))
        if road.footway.sides in ("both", "left"):
            walks.append((inner, inner + road.footway.width))
    return Road(
        carriageway=road.carriageway,
        kerbs=np.array([-half, half]),
        edges=np.array(edges),
        footways=np.array(walks).reshape(-1, 2),
        surfacing_thickness=road.surfacing.thickness,
        surfacing_weight=road.surfacing.weight,
        barrier_weight=road.barrier.weight + road.barrier.parapet_weight,
        crossfall=road.crossfall,
        lanes=road.lanes,
        barrier_width=road.barrier.width,
        barrier_height=road.barrier.height,
        kerb_height=road.barrier.kerb,
        restraint=road.barrier.restraint,
    )


def _support_names(all_spans: list[Array]) -> list[list[str]]:
    """Names of each deck's supports; a joint pier belongs to both its decks."""
    total = sum(len(spans) for spans in all_spans)
    names = ["abutment 1", *(f"pier {i}" for i in range(1, total)), "abutment 2"]
    found, at = [], 0
    for spans in all_spans:
        found.append(names[at : at + len(spans) + 1])
        at += len(spans)
    return found


def _support_loads(brief: Brief, deck: Deck, road: Road, edges: tuple[float, float]) -> Array:
    """Estimated design load of each support line of a deck.  (p,) [N]"""
    spans = np.diff(deck.supports)
    offsets = np.array([girder.offset for girder in deck.girders])
    if deck.precast is not None:
        area = float(precast_outline(deck.precast_girders[0]).moments()[0, 0])
        loads = precast_loads(brief, road, offsets, edges, area)
    else:
        loads = girder_loads(brief, road, offsets, edges, spans)
    dead = (loads.steel_stage + loads.later) * len(offsets)
    uniform, tandem = deck_traffic(float(road.kerbs[1] - road.kerbs[0]))
    effects = beam_effects(spans)
    return GAMMA * (dead * effects.reaction + uniform * effects.reaction_high + tandem)


def _places(
    brief: Brief,
    decks: tuple[Deck, ...],
    names: list[list[str]],
    loads: list[Array],
    levels: list[Array],
    fixed: list[int],
) -> list[SupportPlace]:
    """All supports in order of station; a joint pier carries the ends of two decks."""
    ground = np.array(brief.site.ground)
    river = banks_of(brief)
    found: list[SupportPlace] = []
    for index, deck in enumerate(decks):
        for p, station in enumerate(deck.supports):
            is_joint = p == 0 and index > 0
            in_river = bool(river_piers(np.array([station]), river)[0])
            before = found.pop() if is_joint else None
            here = float(np.min(levels[index][p]))
            found.append(
                SupportPlace(
                    name=names[index][p],
                    side=before.side if before else brief.layout.parts[index].side,
                    station=float(station),
                    ground=float(np.interp(station, ground[:, 0], ground[:, 1])),
                    seat=min(here, before.seat) if before else here,
                    load=float(loads[index][p]) + (before.load if before else 0.0),
                    in_river=in_river,
                    is_joint=is_joint,
                    holds_deck=p == fixed[index] or (before is not None and before.holds_deck),
                    scour=brief.site.scour_at(names[index][p], in_river),
                )
            )
    for place in found:
        if place.seat - PLINTH <= place.ground and place is not found[0] and place is not found[-1]:
            raise InputError(
                "road.profile",
                f"must keep the girders above the ground at {place.name}, station "
                f"{place.station:g} m: ground {place.ground:.2f} m",
                got=f"underside {place.seat:.2f} m",
                hint="raise the road or leave the profile out",
            )
    return found


def _bearings(
    brief: Brief,
    decks: tuple[Deck, ...],
    names: list[list[str]],
    loads: list[Array],
    levels: list[Array],
    fixed: list[int],
    notes: Notes,
) -> tuple[Bearing, ...]:
    """Bearings of all decks."""
    given = brief.layout.bearings
    each = [1.2 * load / len(deck.girders) for load, deck in zip(loads, decks, strict=True)]
    make = choose_make(decks, fixed, each, notes) if given.kind == "auto" else given.kind
    found: list[Bearing] = []
    for index, deck in enumerate(decks):
        found += place_bearings(
            deck, names[index], fixed[index], levels[index], each[index], make, given.stiffness
        )
    return tuple(found)


def _concrete(name: str) -> Material:
    """A concrete class as the layout keeps it."""
    grade = concrete(name)
    return Material(grade.name, grade.f_ck, grade.E_cm, 2500.0)


def _water_levels(brief: Brief) -> dict[str, float]:
    """Known water levels by name."""
    water = brief.site.water
    known = {"low": water.low, "mean": water.mean, "flood": water.flood, "ice": water.ice}
    return {name: level for name, level in known.items() if level is not None}


def _tell_land_piers(layout: Layout, reported: Mapping[str, int] | None, notes: Notes) -> None:
    """Piers by side and ground, compared with what was reported."""
    sides = list(dict.fromkeys(pier.side for pier in layout.piers))
    for side in sides:
        piers = [pier for pier in layout.piers if pier.side == side]
        land = sum(not pier.in_river for pier in piers)
        text = f"{side}: {land} piers on land, {len(piers) - land} in the river"
        seen = (reported or {}).get(side)
        if seen is None:
            notes.inform("layout.piers", text)
        elif seen == land:
            notes.inform("layout.piers", f"{text}; {seen} on land are reported: consistent")
        else:
            notes.warn("layout.piers", f"{text}; {seen} on land are reported: compare the spans")
