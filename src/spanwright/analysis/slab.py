"""The deck slab between its girders: moments and shear of a panel under wheels and its own load.

The slab is a thin plate, continuous over the girders (rigid lines that let it turn) and free at its
edges; one panel stands for the whole deck, because nothing changes along it.  What the unequal
sinking of the girders adds comes from the grillage (`sinking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy.ndimage import uniform_filter1d

from spanwright.actions.types import Case
from spanwright.analysis.envelopes import PlaceDemands, PlaceTraffic, place_demands
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.actions.permanent import spread, unit_weight
from spanwright.codes.eurocode.actions.road import footway_pressure_with_lm1
from spanwright.codes.eurocode.actions.road_accidents import barrier_strike, kerb_strike
from spanwright.datum.arrays import Array, Ints, floats, freeze
from spanwright.datum.units import kN
from spanwright.engine.plate_influence import (
    PlateResponse,
    PlateStrip,
    PlateSurfaces,
    graded,
    strip_surfaces,
)
from spanwright.layout.types import Deck, Road
from spanwright.traffic.local import (
    LocalExtremes,
    LocalRoad,
    LocalStrike,
    area_effect,
    line_effect,
    place_lm1,
    place_lm2,
    place_stray,
    place_strikes,
)
from spanwright.traffic.model import LoadModel

PIECE: Final = 0.25  # longest side of a plate [m]: moments under a wheel 1 % too large
POISSON: Final = 0.2
HALF_LENGTH: Final = 3.0  # panel beyond the section, in widest bays
IN_BAY: Final = (0.4, 0.5, 0.6)  # places of the greatest sagging moment
BESIDE: Final = 0.1  # width of the plates beside the flanges [m]
DEPTH: Final = 0.8  # effective depth over thickness, for the zone beside a support
PEAK: Final = 4.0  # effective depths along which a peak of shear is shared (Lantsoght et al. 2013)
LEAST_SHARE: Final = 0.25  # of a load beside a support that counts in shear, EN 1992-1-1 6.2.2(6)
LM2_AXLE: Final = 400.0 * kN  # EN 1991-2 4.3.3(1)
STRAY_AXLE: Final = 200.0 * kN  # Q_2k, EN 1991-2 4.7.3.1


@dataclass(frozen=True, slots=True, eq=False)
class SlabPlaces:
    """Where and what of each of r responses.

    kind  : "my" across, "mx" along the bridge, "qy" shear;  twist : (r,) share of mxy, +-1 or 0
    y     : (r,) [m];  point : (r,) index of the place, the same for its twists
    away  : (r,) of shear beside a girder: +-1, which way of y its slab lies; 0 otherwise
    label : (points,) in words;  point_kind : (points,)
    """

    kind: tuple[str, ...]
    twist: Array
    y: Array
    point: Ints
    away: Array
    label: tuple[str, ...]
    point_kind: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class SlabEffects:
    """Everything that acts on the panel of one deck.

    surfaces : influence surfaces of the responses;  cases, effect : permanent loads (c, r, 1)
    traffic  : load models for the persistent situation;  stray : the axle off the carriageway
    struck   : vehicles against restraint and kerb, what they pull across included
    """

    places: SlabPlaces
    surfaces: PlateSurfaces
    cases: tuple[Case, ...]
    effect: Array
    traffic: tuple[PlaceTraffic, ...]
    stray: PlaceTraffic
    struck: PlaceTraffic

    def __post_init__(self) -> None:
        freeze(self)


def slab_effects(
    deck: Deck, road: Road, model: LoadModel, modulus: float, parameters: Parameters
) -> SlabEffects:
    """Influence surfaces of one deck's slab and all loads placed on them.

    model : LM1 with the factors of annex and project;  modulus : of the slab's concrete [Pa]
    """
    offsets = np.sort([girder.offset for girder in deck.girders])
    low, high = sorted((deck.slab.left, deck.slab.right))
    bay = max(float(np.max(np.diff(offsets))) if len(offsets) > 1 else 3.0, 2.0)
    half = PIECE * np.ceil(HALF_LENGTH * bay / PIECE)
    flange = max(float(np.max(girder.top_width)) for girder in deck.girders)
    rims = np.concatenate([offsets - 0.5 * flange, offsets + 0.5 * flange])
    # Short plates beside the flanges: the jump of a shear's surface lies within one plate.
    near = np.concatenate([rims, rims[: len(offsets)] - BESIDE, rims[len(offsets) :] + BESIDE])
    near = near[(near > low + BESIDE) & (near < high - BESIDE)]
    lines = np.unique(np.round(np.concatenate([[low], offsets, near, [high]]), 6))
    y = graded(lines[np.append(True, np.diff(lines) > 1e-3)], PIECE)
    x = np.linspace(0.0, 2 * half, round(2 * half / PIECE) + 1)
    held = np.flatnonzero(np.min(np.abs(y[:, None] - offsets), axis=1) < 1e-5)
    strip = PlateStrip(x, y, held, deck.slab.thickness, modulus, POISSON)
    places = slab_places(offsets, (low, high), flange)
    asked = [_response(places, i, half) for i in range(len(places.kind))]
    surfaces = _eased(strip_surfaces(strip, asked), places, DEPTH * deck.slab.thickness, flange)
    local = local_road(deck, road, model)
    number = parameters.number
    placed = [place_lm1(surfaces, local, half), place_lm2(surfaces, local, half)]
    stray = place_stray(surfaces, local, half, number("lm1.alpha_Q2") * STRAY_AXLE)
    traffic = [_as_traffic(one, one.parts) for one in placed]
    if len(road.footways):
        traffic += _footways(surfaces, road, parameters)
    cases, effect = _permanent(surfaces, deck, road)
    return SlabEffects(
        places, surfaces, cases, effect, tuple(traffic), _as_traffic(stray, ("accidental",)),
        _struck(surfaces, places, deck, road, local, half, parameters),
    )  # fmt: skip


def _struck(
    surfaces: PlateSurfaces,
    places: SlabPlaces,
    deck: Deck,
    road: Road,
    local: LocalRoad,
    about: float,
    parameters: Parameters,
) -> PlaceTraffic:
    """Restraint and kerb under a vehicle (EN 1991-2 4.7.3.2, 4.7.3.3).

    The lateral force also pulls the slab across, n = H/(length + 2 x way from the kerb); both faces
    carry half of it, which counts as n z/2 on either moment.
    """
    above = road.surfacing_thickness + 0.5 * deck.slab.thickness
    rail = barrier_strike(road.restraint, road.barrier_height, parameters)
    kerb = kerb_strike(road.kerb_height, parameters)
    strikes = tuple(
        LocalStrike(
            name, one.lateral, one.vertical, one.length, one.height + above, road.barrier_width
        )
        for name, one in ((f"restraint {road.restraint}", rail), ("kerb", kerb))
    )
    found = place_strikes(surfaces, local, about, strikes)
    away = np.min(np.abs(places.y[:, None] - np.array(local.kerbs)), axis=1)
    pull = max(rail.lateral, kerb.lateral) / (rail.length + 2.0 * away)
    lever = 0.5 * DEPTH * deck.slab.thickness
    more = np.where(np.array(places.kind) == "my", pull * lever, 0.0)
    part = np.array(found.part)
    part[0] += more
    part[1] -= more
    return PlaceTraffic(("accidental",), part[..., None], found.label)


def slab_places(offsets: Array, edges: tuple[float, float], flange: float) -> SlabPlaces:
    """Bays and girders for moments both ways, both sides of every girder for shear.

    Shear is asked at the flange's edges.
    """
    rows: list[tuple[str, float, float, int]] = []
    labels: list[str] = []
    kinds: list[str] = []
    beyond: dict[int, float] = {}

    def add(kind: str, y: float, label: str, twists: tuple[float, ...]) -> None:
        rows.extend((kind, t, float(y), len(labels)) for t in twists)
        labels.append(label)
        kinds.append(kind)

    both = (1.0, -1.0)
    for bay, (a, b) in enumerate(pairwise(offsets)):
        for share in IN_BAY:
            y = a + share * (b - a)
            add("my", y, f"bay {bay + 1} y {y:+.2f} m", both)
        y = 0.5 * (a + b)
        add("mx", y, f"bay {bay + 1} y {y:+.2f} m", both)
    for g, y in enumerate(offsets):
        add("my", y, f"girder {g + 1} y {y:+.2f} m", both)
        add("mx", y, f"girder {g + 1} y {y:+.2f} m", both)
        for side in (-1.0, 1.0):
            at = y + side * 0.5 * flange
            if edges[0] + 0.2 < at < edges[1] - 0.2:
                add("qy", at, f"beside girder {g + 1} y {at:+.2f} m", (0.0,))
                beyond[len(labels) - 1] = side
    return SlabPlaces(
        tuple(r[0] for r in rows),
        np.array([r[1] for r in rows]),
        np.array([r[2] for r in rows]),
        np.array([r[3] for r in rows], dtype=np.int64),
        np.array([beyond.get(r[3], 0.0) for r in rows]),
        tuple(labels),
        tuple(kinds),
    )


def _response(places: SlabPlaces, row: int, about: float) -> PlateResponse:
    kind = places.kind[row]
    factors = {kind: 1.0} if kind == "qy" else {kind: 1.0, "mxy": float(places.twist[row])}
    return PlateResponse(about, float(places.y[row]), factors, int(places.away[row]))


def _eased(
    surfaces: PlateSurfaces, places: SlabPlaces, depth: float, flange: float
) -> PlateSurfaces:
    """Shear as its resistance may be compared with: less of what stands beside the support, and
    its peak shared along the support.

    A load at a_v from the flange's edge counts a_v/(2 d), between 1/4 and 1 (EN 1992-1-1 6.2.2(6));
    what stands on the flange goes straight into the girder.
    """
    middle = 0.5 * (surfaces.y[1:] + surfaces.y[:-1])
    step = float(surfaces.x[1] - surfaces.x[0])
    count = max(round(PEAK * depth / step), 1)
    value = np.array(surfaces.value)
    for row in np.flatnonzero(places.away):
        clear = (middle - places.y[row]) * places.away[row]
        share = np.where(clear > 0, np.clip(clear / (2 * depth), LEAST_SHARE, 1.0), 1.0)
        share[(clear < 0) & (clear > -flange)] = 0.0
        value[row] = uniform_filter1d(value[row] * share, count, axis=0)
    return PlateSurfaces(surfaces.x, surfaces.y, value)


def local_road(deck: Deck, road: Road, model: LoadModel) -> LocalRoad:
    """Kerbs, slab edges and the loads of LM1's lanes."""
    kerbs = sorted(float(k) for k in road.kerbs)
    edges = sorted((deck.slab.left, deck.slab.right))
    axle = float(model.vehicles["tandem"].train.force[0])
    lanes = model.lane_factors
    return LocalRoad(
        (kerbs[0], kerbs[1]),
        (edges[0], edges[1]),
        road.surfacing_thickness + 0.5 * deck.slab.thickness,
        axle * np.array([factor for factor, _ in lanes[:3]]),
        np.array(model.area_lanes),
        float(model.area),
        LM2_AXLE * lanes[0][0] / 3.0,
    )


def _as_traffic(found: LocalExtremes, kinds: tuple[str, ...]) -> PlaceTraffic:
    return PlaceTraffic(kinds, found.part[..., None], found.label)


def _footways(surfaces: PlateSurfaces, road: Road, parameters: Parameters) -> list[PlaceTraffic]:
    """The crowd beside LM1, and alone with its full pressure."""
    strips = [(min(a, b), max(a, b)) for a, b in road.footways.tolist()]
    unit = area_effect(surfaces, strips, adverse=True)
    named = {
        "footway": footway_pressure_with_lm1(parameters),
        "footway alone": parameters.number("road.footway"),
    }
    count = 2 * unit.shape[1]
    return [
        PlaceTraffic((kind,), (pressure * unit)[:, None, :, None], ("footways loaded",) * count)
        for kind, pressure in named.items()
    ]


def _permanent(surfaces: PlateSurfaces, deck: Deck, road: Road) -> tuple[tuple[Case, ...], Array]:
    """Slab, surfacing and barriers on the panel.  cases, (c, r, 1)"""
    low, high = sorted((deck.slab.left, deck.slab.right))
    kerbs = sorted(float(k) for k in road.kerbs)
    upper, lower = spread("surfacing")
    weight = unit_weight("reinforced concrete") * deck.slab.thickness
    cases = (
        Case("slab", "local", "permanent", "", "EN 1991-1-1 Table A.1", origin="slab"),
        Case(
            "surfacing", "local", "permanent", "", "EN 1991-1-1 5.2.3(3)",
            origin="surfacing", upper=upper, lower=lower,
        ),
        Case("barriers", "local", "permanent", "", "EN 1991-1-1", origin="barriers"),
    )  # fmt: skip
    paved = road.surfacing_thickness * road.surfacing_weight
    effect = np.stack(
        [
            weight * area_effect(surfaces, [(low, high)], adverse=False)[0],
            paved * area_effect(surfaces, [(kerbs[0], kerbs[1])], adverse=False)[0],
            road.barrier_weight * sum(line_effect(surfaces, k) for k in kerbs),
        ]
    )
    return cases, floats(effect[..., None])


@dataclass(frozen=True, slots=True, eq=False)
class SlabDemands:
    """Design effects at the points of a panel, per metre width, tension below positive.

    largest, smallest : (points,) with the twisting moment where bars resist it (Wood and Armer)
    combination, cause : (2, points) in words, for the largest and the smallest
    """

    situation: str
    largest: Array
    smallest: Array
    combination: tuple[tuple[str, ...], tuple[str, ...]]
    cause: tuple[tuple[str, ...], tuple[str, ...]]

    def __post_init__(self) -> None:
        freeze(self)


def slab_demands(
    found: SlabEffects,
    situation: str,
    parameters: Parameters | None = None,
    accident: PlaceTraffic | None = None,
) -> SlabDemands:
    """Governing combinations of one deck's panel.

    accident : what "ULS accidental" adds to the permanent loads; None: the stray axle
    (EN 1991-2 4.7.3.1)
    """
    traffic: Sequence[PlaceTraffic] = found.traffic
    if situation == "ULS accidental":
        traffic = (found.stray if accident is None else accident,)
    elif situation == "SLS quasi-permanent":
        traffic = ()
    demands = place_demands(found.cases, found.effect, traffic, situation, (0,), parameters)
    return _by_point(found.places, demands)


def _by_point(places: SlabPlaces, demands: PlaceDemands) -> SlabDemands:
    """The worse twist of every point."""
    value = demands.value[:, :, 0]
    order = [_worst_row(places.point, sign * value[t]) for t, sign in ((0, 1.0), (1, -1.0))]
    names = tuple(
        tuple(demands.names[demands.combination[t, i]] for i in rows)
        for t, rows in enumerate(order)
    )
    causes = tuple(
        tuple(demands.causes[k] if (k := int(demands.cause[t, i])) >= 0 else "" for i in rows)
        for t, rows in enumerate(order)
    )
    return SlabDemands(
        demands.situation,
        value[0][order[0]],
        value[1][order[1]],
        (names[0], names[1]),
        (causes[0], causes[1]),
    )


def _worst_row(point: Ints, value: Array) -> Ints:
    """Row of each point's greatest value.  (r,) -> (points,)"""
    return np.array(
        [
            rows[np.argmax(value[rows])]
            for rows in (np.flatnonzero(point == p) for p in np.unique(point))
        ]
    )
