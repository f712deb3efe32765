"""Traffic extremes of a deck: LM1, LM2 and FLM3 on its influence surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.responses import LEVEL_RANKED, SHAFT_RANKED, DeckResponses, deck_responses
from spanwright.codes.aashto.actions import pedestrian_pressure
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.actions.road import footway_pressure_with_lm1
from spanwright.datum.arrays import Array, Ints, floats
from spanwright.engine.influence import surfaces as influence_surfaces
from spanwright.engine.statics import Prepared
from spanwright.engine.surfaces import Surfaces
from spanwright.layout.types import Layout, Road
from spanwright.structure.types import Structure
from spanwright.traffic.field import cells_of, line_weights, mesh_of
from spanwright.traffic.library import load_model
from spanwright.traffic.model import LoadModel
from spanwright.traffic.place import place
from spanwright.traffic.results import Extremes, concurrent
from spanwright.traffic.search_special import frequent_factors, place_special


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """One load model placed for groups of responses, each group searched on its own mesh.

    rows : for each group the (r,) response rows;  found : 2 r rows each, maxima first
    """

    rows: tuple[Ints, ...]
    found: tuple[Extremes, ...]

    def take(self, rows: Ints, sign: int) -> Extremes:
        """Extremes of some responses, all of one group, in the order asked for."""
        for own, extremes in zip(self.rows, self.found, strict=True):
            if len(rows) and np.isin(rows[:1], own)[0]:
                order = np.argsort(own)
                index = order[np.searchsorted(own, rows, sorter=order)]
                return extremes.take(index + (0 if sign > 0 else len(own)))
        raise KeyError("these responses were not searched")


def search(
    surfaces: Surfaces,
    model: LoadModel,
    groups: Sequence[Ints],
    carriageways: Sequence[tuple[float, float]] = (),
    axes: Sequence[float] = (),
    length: float | None = None,
) -> Searched:
    """Place a model for several groups of responses.

    length : loaded length for the models that depend on it [m]
    """
    kept = tuple(rows for rows in groups if len(rows))
    found = (
        place(surfaces, model, carriageways, rows=rows, axes=axes, length=length) for rows in kept
    )
    return Searched(kept, tuple(found))


def ranked_traffic(
    searched: Searched, surfaces: Surfaces, rows: Ints, ranked: int, kinds: tuple[str, ...]
) -> PlaceTraffic:
    """Extremes of the ranked components with all components at the same time.

    rows   : (n, q) response rows of each place;  ranked : the first so many are made extreme
    kinds  : what the model's parts are called by the combination rules; fewer than its parts
             where the last ones carry nothing
    """
    n, q = rows.shape
    part = np.zeros((2 * ranked, len(kinds), n, q))
    labels: list[str] = []
    for component in range(ranked if n else 0):
        for sign in (1, -1):
            load = searched.take(rows[:, component], sign)
            found = concurrent(load, surfaces, rows)
            target = 2 * component + (0 if sign > 0 else 1)
            part[target] = np.moveaxis(found, 1, 0)[: len(kinds)]
            labels += [load.label(k) for k in range(n)]
    return PlaceTraffic(kinds, part, tuple(labels))


LM1_PARTS: Final = ("TS", "UDL")
LL_PARTS: Final = ("LL vehicle", "LL lane")


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The load models of a code family.

    heavy   : persistent traffic;  parts : what the combination rules call its two parts
    single  : a heavy axle for short influence lines, None where the family has none
    fatigue : one vehicle, in each marked lane;  walkers : load on footways beside `heavy`
    alone   : load on footways without traffic over that beside it, 0: no such rule
    crowd   : load of a crowd on the whole deck;  special : special vehicles of the project
    frequent : psi1 of both parts of `heavy`, which goes along with special vehicles
    """

    heavy: LoadModel
    parts: tuple[str, str]
    single: LoadModel | None
    fatigue: LoadModel
    walkers: LoadModel
    alone: float = 0.0
    crowd: LoadModel | None = None
    special: tuple[LoadModel, ...] = ()
    frequent: tuple[float, float] | None = None


def rules_of(
    basis: Literal["EN", "AASHTO"], parameters: Parameters, named: Sequence[LoadModel] = ()
) -> Rules:
    """LM1, LM2 and FLM3 of EN 1991-2, or HL-93 and its fatigue truck (AASHTO 3.6.1).

    named : further models of the project; LM4 and the LM3 that fit a lane are combined (EN)
    """
    if basis == "AASHTO":
        walkers = replace(load_model("footway"), area=pedestrian_pressure())
        return Rules(load_model("hl93"), LL_PARTS, None, load_model("hl93-fatigue"), walkers)
    walkers = footway_with_lm1(parameters)
    crowd = load_model("lm4")
    return Rules(
        lm1(parameters),
        LM1_PARTS,
        load_model("lm2"),
        load_model("flm3"),
        walkers,
        alone=parameters.number("road.footway") / walkers.area,
        crowd=replace(crowd, area=parameters.number("road.crowd"))
        if any(model.name == crowd.name for model in named)
        else None,
        special=tuple(model for model in named if fits_a_lane(model)),
        frequent=frequent_factors(parameters),
    )


def fits_a_lane(model: LoadModel) -> bool:
    """Whether a special vehicle (LM3) can be placed together with LM1: one lane, fixed gaps."""
    if not model.name.startswith("LM3"):
        return False
    (vehicle,) = model.vehicles.values()
    return vehicle.edge <= 1.5 + 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DeckTraffic:
    """Everything traffic does to one deck.

    responses, surfaces : what was asked and its influence surfaces
    rules   : which models these are; under AASHTO HL-93 stands for LM1, its truck for FLM3
    heavy   : LM1 for all sections, bearings, shafts, foundations and deflections
    single  : LM2 for the sections where it could exceed LM1;  exposed : (m,) their order
    walkers : the footway load that goes with LM1; None without loaded footways
    others  : further load models of the project, for the sections
    fatigue : FLM3 in each marked lane, for the sections
    crowd   : LM4 on the whole deck;  special : LM3 vehicles among frequent LM1, each as long as
              the project names it
    """

    responses: DeckResponses
    surfaces: Surfaces
    rules: Rules
    heavy: Searched
    single: Searched
    exposed: Ints
    fatigue: tuple[Searched, ...]
    others: tuple[Searched, ...]
    walkers: Searched | None
    crowd: Searched | None = None
    special: tuple[Searched, ...] = ()


def lane_axes(road: Road) -> Array:
    """Axes of the marked lanes, slow lanes first and last.  (lanes,) [m]"""
    middle = 0.5 * float(np.sum(road.kerbs))
    width = road.carriageway / road.lanes
    return floats(middle + (np.arange(road.lanes) - 0.5 * (road.lanes - 1)) * width)


def search_deck(
    layout: Layout,
    structure: Structure,
    ready: Prepared,
    deck: int,
    rules: Rules,
    others: Sequence[LoadModel] = (),
) -> DeckTraffic:
    """Influence surfaces of one deck and all load models placed on them."""
    asked = deck_responses(layout, structure, deck)
    found = influence_surfaces(
        ready, asked.responses, structure.lines[deck], layout.decks[deck].supports
    )
    low, high = sorted(float(k) for k in layout.road.kerbs)
    way = [(low, high)]
    forces = (asked.force[:, 0], asked.force[:, 1])
    ranked = (asked.shaft[:, :SHAFT_RANKED], asked.crosshead, asked.ground[:, :LEVEL_RANKED])
    supports = np.concatenate([asked.bearing, asked.tilt, *(rows.ravel() for rows in ranked)])
    heavy = search(found, rules.heavy, (*forces, asked.sag, supports), way)
    exposed, single = np.zeros(0, dtype=np.int64), Searched((), ())
    if rules.single is not None:
        exposed = exposed_to_lm2(found, asked.force[:, :2], heavy, (low, high))
        single = search(found, rules.single, [f[exposed] for f in forces], way)
    fatigue = tuple(
        search(found, rules.fatigue, forces, axes=[float(y)]) for y in lane_axes(layout.road)
    )
    mean_span = float(np.mean(np.diff(layout.decks[deck].supports)))
    more = tuple(search(found, model, forces, way, length=mean_span) for model in others)
    strips = sorted((min(a, b), max(a, b)) for a, b in layout.road.footways.tolist())
    every = (*forces, supports)
    walkers = search(found, rules.walkers, every, strips) if strips else None
    edges = sorted(float(y) for y in layout.road.edges)
    crowd = search(found, rules.crowd, every, [(edges[0], edges[1])]) if rules.crowd else None
    special = tuple(_special(found, model, rules, every, way) for model in rules.special)
    return DeckTraffic(
        asked, found, rules, heavy, single, exposed, fatigue, more, walkers, crowd, special
    )


def _special(
    surfaces: Surfaces,
    model: LoadModel,
    rules: Rules,
    groups: Sequence[Ints],
    way: Sequence[tuple[float, float]],
) -> Searched:
    """A special vehicle at low speed (no dynamic factor) among frequent LM1, group by group."""
    kept = tuple(rows for rows in groups if len(rows))
    found = (
        place_special(surfaces, model, rules.heavy, way, rows=rows, frequent=rules.frequent)
        for rows in kept
    )
    return Searched(kept, tuple(found))


LM2_AXLE = 400e3  # EN 1991-2 4.3.3(1)
BULGE = 1.1  # inside an element a surface rises less than a tenth above its ends


def exposed_to_lm2(
    surfaces: Surfaces, rows: Ints, heavy: Searched, carriageway: tuple[float, float]
) -> Ints:
    """Sections where LM2 could exceed LM1.  rows : (n, 2) My, Vz -> (m,) order of sections

    No axle of 400 kN causes more than 400 kN times the largest ordinate of the carriageway; where
    LM1 causes that much already, for the largest and the smallest of both components, LM2 is not
    placed.
    """
    low, high = carriageway
    inner = surfaces.y[(surfaces.y > low) & (surfaces.y < high)]
    # Between loading lines a surface is straight across, so these offsets hold its extremes.
    across = line_weights(surfaces.y, np.concatenate([[low], inner, [high]]))
    plain = mesh_of(surfaces, 0)
    exposed = np.zeros(len(rows), dtype=bool)
    for component in range(rows.shape[1]):
        own = rows[:, component]
        largest = {sign: heavy.take(own, sign).value for sign in (1, -1)}
        for block in np.array_split(np.arange(len(own)), max(len(own) // 128, 1)):
            ends = cells_of(surfaces, plain, own[block])[..., [0, 2]]
            ordinate = np.einsum("yl,rlek->ryek", across, ends).reshape(len(block), -1)
            for sign in (1, -1):
                most = BULGE * (sign * ordinate).max(axis=1).clip(0.0)
                exposed[block] |= LM2_AXLE * most > sign * largest[sign][block]
    return np.flatnonzero(exposed)


def lm1(parameters: Parameters) -> LoadModel:
    """LM1 with the adjustment factors of the annex and the project (EN 1991-2 4.3.2(3))."""
    model, number = load_model("lm1"), parameters.number
    on_vehicle = [number(f"lm1.alpha_Q{i}") for i in (1, 2, 3)] + [1.0]
    on_area = [number(f"lm1.alpha_q{i}") for i in (1, 2, 3)] + [number("lm1.alpha_qi")]
    return replace(
        model,
        lane_factors=tuple(
            (a * vehicle, lane)
            for a, (vehicle, lane) in zip(on_vehicle, model.lane_factors, strict=True)
        ),
        area_lanes=tuple(a * q for a, q in zip(on_area, model.area_lanes, strict=True)),
        area=number("lm1.alpha_qr") * model.area,
    )


def footway_with_lm1(parameters: Parameters) -> LoadModel:
    """The footway load that goes with LM1 (EN 1991-2 Table 4.4a)."""
    return replace(load_model("footway:with-lm1"), area=footway_pressure_with_lm1(parameters))
