"""From static effects and traffic to demands and checks: the girders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceDemands, PlaceTraffic, place_demands, strongest
from spanwright.analysis.girder_demands import construction_demands, girder_demands
from spanwright.analysis.launch import LaunchEffects, launch_effects
from spanwright.analysis.responses import SHAFT_RANKED
from spanwright.analysis.static import Static
from spanwright.analysis.traffic import LM1_PARTS, DeckTraffic, ranked_traffic
from spanwright.checks.run import GirderDemands
from spanwright.checks.series import girder_lines
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.datum.arrays import Array, Ints
from spanwright.datum.process import Beside
from spanwright.layout.erection import is_launched
from spanwright.layout.types import Layout
from spanwright.pipeline.fatigue import fatigue_effects, lorry_cycles
from spanwright.project.schema import Brief
from spanwright.structure.rigidity import POISSON_CONCRETE, POISSON_STEEL
from spanwright.structure.types import GirderTable, Structure


@dataclass(frozen=True, slots=True)
class Situations:
    """What a code family combines for each purpose: a name and the situations it covers."""

    ultimate: tuple[str, tuple[str, ...]]
    characteristic: tuple[str, tuple[str, ...]]
    frequent: tuple[str, tuple[str, ...]]
    construction: str
    quasi_permanent: tuple[str, ...]


EN_SITUATIONS = Situations(
    ("ULS persistent", ("ULS persistent",)),
    ("SLS characteristic", ("SLS characteristic",)),
    ("SLS frequent", ("SLS frequent",)),
    "ULS transient",
    ("SLS quasi-permanent",),
)
LRFD_SITUATIONS = Situations(
    ("Strength I to V", ("Strength I", "Strength III", "Strength IV", "Strength V")),
    ("Service II", ("Service II",)),
    ("Service I", ("Service I", "Service I without live load")),
    "Strength I construction",
    ("Service I without live load",),
)


def situations_of(basis: Literal["EN", "AASHTO"]) -> Situations:
    """The situations of a basis of design; Strength II needs a permit vehicle and is left out."""
    return LRFD_SITUATIONS if basis == "AASHTO" else EN_SITUATIONS


def section_traffic(decks: Sequence[DeckTraffic]) -> list[PlaceTraffic]:
    """All traffic that is combined at all girder sections, in the order of the girder table."""
    places = [d.responses.sections for d in decks]
    count = sum(len(p) for p in places)
    heavy = [
        ranked_traffic(d.heavy, d.surfaces, d.responses.force, 2, d.rules.parts) for d in decks
    ]
    traffic = [joined(places, heavy, count)]
    if any(len(d.exposed) for d in decks):
        single = [
            ranked_traffic(d.single, d.surfaces, d.responses.force[d.exposed], 2, ("LM2",))
            for d in decks
        ]
        shown = [p[d.exposed] for p, d in zip(places, decks, strict=True)]
        traffic.append(joined(shown, single, count))
    more = beside_lanes(decks, [d.responses.force for d in decks], 2)
    return traffic + [joined(places, found, count) for found in more]


def beside_lanes(
    decks: Sequence[DeckTraffic], tables: Sequence[Ints], ranked: int
) -> list[list[PlaceTraffic]]:
    """Footways, crowd and special vehicles at places of each deck; each model on every deck."""
    pairs = list(zip(decks, tables, strict=True))
    models: list[list[PlaceTraffic]] = []
    walked = [
        _whole(ranked_traffic(d.walkers, d.surfaces, rows, ranked, ("", "footway")), "footway")
        for d, rows in pairs
        if d.walkers is not None
    ]
    if walked:
        models.append(walked)
        if decks[0].rules.alone:
            models.append([_scaled(w, "footway alone", decks[0].rules.alone) for w in walked])
    crowd = [
        _whole(ranked_traffic(d.crowd, d.surfaces, rows, ranked, ("", "crowd")), "crowd")
        for d, rows in pairs
        if d.crowd is not None
    ]
    if crowd:
        models.append(crowd)
    if decks[0].special:
        models.append(
            [
                strongest_model(
                    [
                        _whole(ranked_traffic(one, d.surfaces, rows, ranked, ("", "LM3")), "LM3")
                        for one in d.special
                    ]
                )
                for d, rows in pairs
            ]
        )
    return models


def _whole(found: PlaceTraffic, kind: str) -> PlaceTraffic:
    """All parts of a model as one action of a kind."""
    return PlaceTraffic((kind,), found.part.sum(axis=1, keepdims=True), found.labels)


def _scaled(found: PlaceTraffic, kind: str, factor: float) -> PlaceTraffic:
    """The same placement under another load and another name."""
    return PlaceTraffic((kind,), factor * found.part, found.labels)


def strongest_model(found: Sequence[PlaceTraffic]) -> PlaceTraffic:
    """Of models that exclude each other, each target's and place's strongest; one part each."""
    targets, _, n, _ = found[0].part.shape
    target = np.arange(targets)
    sign = np.where(target % 2 == 0, 1.0, -1.0)
    own = np.stack([one.part[target, 0, :, target // 2] for one in found])
    pick = np.argmax(sign[:, None] * own, axis=0)
    part = np.take_along_axis(
        np.stack([one.part for one in found]), pick[None, :, None, :, None], axis=0
    )[0]
    labels = np.stack([np.array(one.labels, dtype=object).reshape(targets, n) for one in found])
    chosen = np.take_along_axis(labels, pick[None], axis=0)[0]
    return PlaceTraffic(found[0].kinds, part, tuple(chosen.ravel()))


def joined(places: Sequence[Ints], found: Sequence[PlaceTraffic], count: int) -> PlaceTraffic:
    """Traffic of several decks put in one table of `count` places; nothing where none stands."""
    targets = found[0].part.shape[0]
    part = np.zeros((*found[0].part.shape[:2], count, found[0].part.shape[3]))
    labels = np.full((targets, count), "", dtype=object)
    for rows, one in zip(places, found, strict=True):
        part[:, :, rows] = one.part
        labels[:, rows] = np.array(one.labels, dtype=object).reshape(targets, len(rows))
    return PlaceTraffic(found[0].kinds, part, tuple(labels.ravel()))


def girder_effects(
    brief: Brief,
    layout: Layout,
    structure: Structure,
    static: Static,
    decks: Sequence[DeckTraffic],
    traffic: Sequence[PlaceTraffic],
    parameters: Parameters,
) -> GirderDemands:
    """Design effects of the girders in every situation of the basis of design.

    traffic : of `section_traffic`
    """
    cycles = Beside(lambda: lorry_cycles(brief, layout, structure, decks))
    launched = Beside(lambda: launch_of(brief, layout, structure))
    sag, cause = frequent_sag(structure, decks, parameters)
    basis = situations_of(brief.codes.basis)

    def over(name: str, states: Sequence[str]) -> Demands:
        return girder_demands(static, traffic, states, parameters, name=name)

    return GirderDemands(
        ultimate=over(*basis.ultimate),
        characteristic=over(*basis.characteristic),
        frequent=over(*basis.frequent),
        construction=construction_demands(static, basis.construction, parameters),
        quasi_permanent=girder_demands(static, (), basis.quasi_permanent, parameters),
        fatigue=fatigue_effects(brief, layout, structure, decks),
        lorries=cycles.result(),
        launch=launched.result(),
        shoe=brief.layout.launch.shoe,
        deflection=sag,
        deflection_cause=cause,
    )


def launch_of(brief: Brief, layout: Layout, structure: Structure) -> LaunchEffects:
    """Effects of launching the decks that are launched."""
    launched = [is_launched(deck, erection_of(brief)) for deck in layout.decks]
    return launch_effects(layout.decks, structure.table, launched, brief.layout.launch.nose)


def erection_of(brief: Brief) -> str:
    """How girders are erected: as the programme says, else by the rule."""
    return brief.programme.erection if brief.programme is not None else "auto"


def frequent_sag(
    structure: Structure, decks: Sequence[DeckTraffic], parameters: Parameters
) -> tuple[Array, tuple[str, ...]]:
    """Deflection under LM1 with its frequent values, or under HL-93 as it is, and its placements.

    (n,) downward [m]; the webs' shear strain, which the model leaves out, is added
    """
    weights = np.ones(2)
    if decks[0].rules.parts == LM1_PARTS:
        weights = np.array([parameters.number(f"combinations.road.psi1.{k}") for k in LM1_PARTS])
    n = len(structure.table.station)
    sag, cause = np.zeros(n), [""] * n
    for deck in decks:
        extremes = deck.heavy.take(deck.responses.sag, -1)  # the displacement is positive upwards
        sag[deck.responses.sections] = -extremes.part @ weights
        for row, place in enumerate(deck.responses.sections):
            cause[int(place)] = extremes.label(row)
    ageing = structure.precast_ageing
    concrete = 0.0 if ageing is None else ageing.E_girder
    strained = shear_sag(structure.table, decks, weights, structure.precast_rows, concrete)
    return sag + strained, tuple(cause)


def shear_sag(
    table: GirderTable,
    decks: Sequence[DeckTraffic],
    weights: Array,
    precast: Ints,
    concrete: float,
) -> Array:
    """Deflection by the webs' shear strain, never too small.  (n,) downward [m]

    precast : rows of precast girders;  concrete : modulus of their webs [Pa]

    Under one placement it is the moment above the chord between the supports over G A_w.  Here the
    largest sagging moment of each section stands above the largest hogging ones of the supports.
    """
    n = len(table.station)
    high, low = np.zeros(n), np.zeros(n)
    for deck in decks:
        rows, places = deck.responses.force[:, 0], deck.responses.sections
        high[places] = deck.heavy.take(rows, 1).part @ weights
        low[places] = deck.heavy.take(rows, -1).part @ weights
    sag = np.zeros(n)
    modulus = np.full(n, E_a / POISSON_STEEL)
    modulus[precast] = concrete / POISSON_CONCRETE
    rigidity = modulus * table.web_height * table.web_thickness
    for _, _, rows in girder_lines(table):
        x = table.station[rows]
        over = table.at_support[rows]
        chord = np.interp(x, x[over], low[rows][over])
        sag[rows] = np.maximum(high[rows] - chord, 0.0) / rigidity[rows]
    return np.where(table.at_support, 0.0, sag)


def support_demands(
    static: Static,
    effect: Array,
    places: Sequence[Ints],
    models: Sequence[Sequence[PlaceTraffic]],
    situations: Sequence[str],
    parameters: Parameters,
    *,
    name: str = "",
) -> PlaceDemands:
    """Governing combinations at shafts, crossheads or foundations.

    The first three components are made extreme, further ones (shear of shafts) go along.

    effect : (c, p, q);  places : rows of the table that each deck's traffic acts on
    models : for each load model its traffic on each deck.  A place under two decks takes the
             extremes of both: never less than any common placement.
    """
    count, q = effect.shape[1:]
    traffic = [_over_decks(places, found, count) for found in models if found]
    ranked = range(min(q, SHAFT_RANKED))
    found = [
        place_demands(static.cases, effect, traffic, situation, ranked, parameters)
        for situation in situations
    ]
    return strongest(found, name or situations[0], ranked)


def _over_decks(places: Sequence[Ints], found: Sequence[PlaceTraffic], count: int) -> PlaceTraffic:
    """Traffic of all decks on one table of places, added where decks share a place."""
    targets, kinds, _, q = found[0].part.shape
    part = np.zeros((targets, kinds, count, q))
    labels = np.full((targets, count), "", dtype=object)
    for rows, one in zip(places, found, strict=True):
        part[:, :, rows] += one.part
        own = np.array(one.labels, dtype=object).reshape(targets, len(rows))
        both = labels[:, rows]
        labels[:, rows] = np.where(both == "", own, both + " | " + own)
    return PlaceTraffic(found[0].kinds, part, tuple(labels.ravel()))


def at_supports(decks: Sequence[DeckTraffic], tables: Sequence[Ints]) -> list[list[PlaceTraffic]]:
    """All traffic that is combined at shafts or foundations, every component extreme in turn.

    tables : for each deck the (p, q) response rows
    """
    ranked = min(tables[0].shape[1], SHAFT_RANKED)
    heavy = [
        ranked_traffic(deck.heavy, deck.surfaces, rows, ranked, deck.rules.parts)
        for deck, rows in zip(decks, tables, strict=True)
    ]
    return [heavy, *beside_lanes(decks, tables, ranked)]
