"""The one door of the traffic room: a load model placed on influence surfaces for its extremes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import kN
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.grid import Way
from spanwright.traffic.joined import joined
from spanwright.traffic.lane_setup import Arrangement, LaneSetup
from spanwright.traffic.lanes import (
    Lanes,
    aashto_lanes,
    as_lanes,
    csa_lanes,
    en_lanes,
    jtg_lanes,
    kds_lanes,
    sp_lanes,
)
from spanwright.traffic.model import LoadModel
from spanwright.traffic.results import Extremes
from spanwright.traffic.search_lanes import search_lanes
from spanwright.traffic.search_track import search_track
from spanwright.traffic.track_setup import TrackSetup, axes_of, consists_of
from spanwright.traffic.trains import Train, is_symmetric, mirrored, pair

Carriageways = Sequence[tuple[float, float]]

LANE_RULES: Final[dict[str, Callable[[float], Lanes]]] = {
    "en": en_lanes,
    "aashto": aashto_lanes,
    "jtg": jtg_lanes,
    "kds": kds_lanes,
    "csa": csa_lanes,
    "as": as_lanes,
    "sp": sp_lanes,
}


def place(
    surfaces: Surfaces,
    model: LoadModel,
    carriageways: Carriageways = (),
    *,
    rows: Ints | None = None,
    axes: Sequence[float] = (),
    length: float | Array | None = None,
    shear: Array | None = None,
    pair_rows: Array | None = None,
    eccentricity: float = 0.0,
    step: float = 0.25,
) -> Extremes:
    """Largest and smallest value of each response under one load model, with its placement.

    carriageways : (start, end) of each between kerbs or barriers [m]; on one deck the lanes of
                   several are numbered together.  Not needed for a model on a given axis.
    rows     : (r,) responses to search, default all; the result holds all maxima, then all minima
    axes     : fixed axes of lanes, vehicles or tracks [m]; without them everything moves freely
               between the kerbs.  A track model needs at least one.
    length   : loaded length or span for load models that depend on it (JTG lane load, KL-510),
               one for all or (r,)                                                     [m]
    shear    : (r,) rows that are shear forces (JTG: concentrated load times 1.2)
    pair_rows: (2, r) whether the pair of HL-93 trucks counts for the maximum / minimum of each
               row: hogging moments and interior pier reactions.  Default: for all minima
    eccentricity : a track's load may stand this far to either side of its axis        [m]
    step     : largest distance of trial offsets across the carriageway                [m]

    Raises ScopeError where the model and the carriageway do not fit.
    """
    rows = np.arange(len(surfaces.names)) if rows is None else np.asarray(rows, dtype=np.int64)
    _check(surfaces, rows, carriageways)
    if model.kind == "track":
        if surfaces.curvature.size:
            raise ScopeError(f"{model.name}: a track's loads are placed on a straight axis only")
        return _track(surfaces, model, rows, axes, eccentricity)
    scale = _length_rules(model, len(rows), length, shear)
    ways, count = _ways(surfaces, model, carriageways, axes)
    if model.kind == "vehicle":
        return _vehicle(surfaces, model, rows, carriageways, axes, step)
    pairs = np.repeat([[0.0], [1.0]], len(rows), axis=1)
    if pair_rows is not None:
        pairs = np.broadcast_to(np.asarray(pair_rows, dtype=float), pairs.shape)
    groups, member = np.unique(np.round(scale, 9), axis=0, return_inverse=True)
    results, order = [], []
    for index, (on_vehicle, on_lane) in enumerate(groups):
        pick = np.flatnonzero(member.ravel() == index)
        setup = _lane_setup(model, ways, count, on_vehicle, on_lane, pairs[:, pick], step)
        results.append(search_lanes(surfaces, setup, rows[pick]))
        order.append(np.concatenate([pick, pick + len(rows)]))
    return results[0] if len(results) == 1 else joined(results, order)


def _check(surfaces: Surfaces, rows: Ints, carriageways: Carriageways) -> None:
    if rows.size and (rows.min() < 0 or rows.max() >= len(surfaces.names)):
        raise InputError("rows", f"must lie in 0..{len(surfaces.names) - 1}")
    for index, (start, end) in enumerate(carriageways):
        if not (np.isfinite(start) and np.isfinite(end) and end > start):
            raise InputError(
                f"carriageways[{index}]", "must run from a smaller to a larger offset",
                got=f"({start}, {end})",
            )  # fmt: skip
        if index and start < carriageways[index - 1][1] - 1e-9:
            raise InputError(f"carriageways[{index}]", "must not overlap the one before it")


def _length_rules(
    model: LoadModel, count: int, length: float | Array | None, shear: Array | None
) -> Array:
    """Factors (r, 2) on vehicle and lane load from rules that depend on the loaded length."""
    scale = np.ones((count, 2))
    if not model.formula:
        return scale
    if length is None:
        raise InputError("length", f"{model.name} depends on the loaded length: give it in metres")
    span = np.broadcast_to(np.asarray(length, dtype=float), (count,))
    if not np.all(np.isfinite(span) & (span > 0)):
        raise InputError("length", "must be longer than 0 m")
    if model.formula == "jtg-lane":
        scale[:, 0] = jtg_concentrated(span) / kN  # its vehicle is one axle of 1 kN
        if shear is not None:
            scale[:, 0] *= np.where(np.asarray(shear, dtype=bool), 1.2, 1.0)
    else:
        scale[:, 1] = np.where(span > 60.0, (60.0 / span) ** 0.10, 1.0)
    return scale


def jtg_concentrated(length: Array) -> Array:
    """Concentrated load P_k of the class I lane load (JTG D60-2015, 4.3.1).  [m] -> [N]

    270 kN to 5 m, 2 (L + 130) kN to 50 m, 360 kN beyond; 20 m gives 300 kN.
    """
    return kN * np.clip(2.0 * (np.asarray(length, dtype=float) + 130.0), 270.0, 360.0)


def _ways(
    surfaces: Surfaces, model: LoadModel, carriageways: Carriageways, axes: Sequence[float]
) -> tuple[tuple[Way, ...], int]:
    """Ranges of lane axes and how many lanes there may be."""
    rule = LANE_RULES[model.rule]
    if not carriageways:
        width = (
            model.spacing if np.isfinite(model.spacing) else {"aashto": 3.6576}.get(model.rule, 3.0)
        )
        centres = list(axes)
        if not centres:
            if len(surfaces.y) > 1:
                raise InputError("carriageways", "is missing: where may the traffic drive?")
            centres = [float(surfaces.y[0])]
        ways = tuple(Way(y - width / 2, y + width / 2, y, y, width) for y in sorted(centres))
        return ways, min(len(ways), model.most_lanes)
    ways_list, count = [], 0
    for start, end in carriageways:
        if model.kind == "area":
            ways_list.append(Way(start, end, start, end, end - start))
            continue
        lanes = rule(end - start)
        count += lanes.number
        spacing = model.spacing if np.isfinite(model.spacing) else lanes.width
        edge = model.edge if np.isfinite(model.edge) else spacing / 2
        if axes:
            mine = [y for y in sorted(axes) if start <= y <= end]
            ways_list += [
                Way(max(start, y - spacing / 2), min(end, y + spacing / 2), y, y, spacing)
                for y in mine
            ]
        else:
            ways_list.append(_way(start, end, edge, spacing))
    if axes:
        count = min(count, len(ways_list))
    if not ways_list:
        raise InputError("axes", "lie on no carriageway")
    return tuple(ways_list), min(count, model.most_lanes)


def _way(start: float, end: float, edge: float, spacing: float) -> Way:
    if end - start < 2 * edge - 1e-9:
        raise ScopeError(
            f"a carriageway of {end - start:g} m is too narrow: the axis of the load must keep "
            f"{edge:g} m from both kerbs"
        )
    return Way(start, end, start + edge, max(end - edge, start + edge), spacing)


def _lane_setup(
    model: LoadModel,
    ways: tuple[Way, ...],
    count: int,
    on_vehicle: float,
    on_lane: float,
    pairs: Array,
    step: float,
) -> LaneSetup:
    kinds, most, vehicle, strip = _kinds(model, count)
    if model.kind == "area" or not kinds:
        kinds, most, vehicle, strip = ("lane",), (0,), (0.0,), (0.0,)
    presence = [1.0, *model.presence]
    by_count = tuple(presence[min(k, len(presence) - 1)] for k in range(count + 1))
    if model.area or model.area_lanes:
        profile: tuple[tuple[float, float, float], ...] = (
            (0.0, max(w.spacing for w in ways), 1.0),
        )
    else:
        profile = tuple(
            (b.offset, b.width, b.load / b.width if b.width else b.load) for b in model.bands
        )
    cases = []
    for spec in model.arrangements:
        trains: list[tuple[Train, float]] = []
        for name in spec.vehicles:
            own = model.vehicles[name]
            train = pair(own.train, spec.pair_gap) if spec.pair_gap else own.train
            trains.append((train, own.impact))
            if own.both_ways and not is_symmetric(train):
                trains.append((mirrored(train), own.impact))
        allowed = pairs if spec.use == "minimum" else None
        cases.append(
            Arrangement(
                spec.name,
                tuple(trains),
                tuple(spec.vehicle * on_vehicle * f for f in vehicle),
                tuple(spec.lane * on_lane * f for f in strip) if profile else (0.0,) * len(strip),
                by_count,
                allowed,
            )
        )
    room = min(w.spacing for w in ways)
    return LaneSetup(
        model.name,
        model.parts,
        kinds,
        most,
        ways,
        tuple(cases),
        profile,
        model.area,
        max(0.0, (room - model.vehicle_room) / 2) if np.isfinite(model.vehicle_room) else 0.0,
        max(0.0, (room - model.lane_room) / 2) if np.isfinite(model.lane_room) else 0.0,
        step,
        model.notes,
    )


def lane_setup_of(
    surfaces: Surfaces, model: LoadModel, carriageways: Carriageways, step: float
) -> LaneSetup:
    """What the lane search needs for a lanes model on carriageways, no length rules."""
    _check(surfaces, np.zeros(0, dtype=np.int64), carriageways)
    ways, count = _ways(surfaces, model, carriageways, ())
    return _lane_setup(model, ways, count, 1.0, 1.0, np.ones((2, 1)), step)


def _kinds(
    model: LoadModel, count: int
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[float, ...], tuple[float, ...]]:
    """Kinds of lanes: names, how many of each, factors on vehicle and lane load."""
    rows = model.lane_factors or ((1.0, 1.0),)
    if len(rows) == 1:
        factor, load = rows[0]
        area = model.area_lanes[0] - model.area if model.area_lanes else load
        return ("lane",), (count,), (factor,), (area,)
    names, most, vehicle, strip = [], [], [], []
    for index in range(min(count, len(rows))):
        last = index == len(rows) - 1
        of_vehicle, of_load = rows[index]
        if model.area_lanes:
            of_load = model.area_lanes[index] - model.area
        if of_vehicle == 0 and abs(of_load) < 1e-12:
            continue  # loaded exactly like the remaining area
        names.append(f"lane {index + 1}" + (" or further" if last else ""))
        most.append(count - index if last else 1)
        vehicle.append(of_vehicle)
        strip.append(of_load)
    return tuple(names), tuple(most), tuple(vehicle), tuple(strip)


def _vehicle(
    surfaces: Surfaces,
    model: LoadModel,
    rows: Ints,
    carriageways: Carriageways,
    axes: Sequence[float],
    step: float,
) -> Extremes:
    """One vehicle alone; vehicles that keep different distances from the kerb are tried apart."""
    results = []
    edges = {n: v.edge for n, v in model.vehicles.items()}
    for edge in sorted(set(edges.values()), key=lambda e: (np.isnan(e), e)):
        names = tuple(n for n, e in edges.items() if e == edge or (np.isnan(e) and np.isnan(edge)))
        reach = edge if np.isfinite(edge) else 1.5
        if axes or not carriageways:
            ways = _ways(surfaces, replace(model, spacing=3.0), (), axes)[0]
        else:
            ways = tuple(_way(a, b, reach, b - a) for a, b in carriageways)
        specs = tuple(
            replace(s, vehicles=tuple(n for n in s.vehicles if n in names))
            for s in model.arrangements
        )
        one = replace(model, arrangements=tuple(s for s in specs if s.vehicles))
        setup = _lane_setup(one, ways, 1, 1.0, 1.0, np.ones((2, len(rows))), step)
        results.append(search_lanes(surfaces, replace(setup, kinds=("vehicle",)), rows))
    return worst_of(results)


def worst_of(results: Sequence[Extremes]) -> Extremes:
    """Row by row the worst of searches for the same responses."""
    best = results[0]
    for other in results[1:]:
        better = other.sign * other.value > best.sign * best.value
        n = np.arange(len(better))
        best = joined(
            [best, other],
            [n[~better], n[better]],
            [np.flatnonzero(~better), np.flatnonzero(better)],
        )
    return best


def _track(
    surfaces: Surfaces, model: LoadModel, rows: Ints, axes: Sequence[float], eccentricity: float
) -> Extremes:
    if not axes:
        if len(surfaces.y) > 1:
            raise InputError("axes", f"{model.name} needs the offset of the track axis")
        axes = (float(surfaces.y[0]),)
    vehicles = list(model.vehicles.values())
    wheels = vehicles[0].train.wheels if vehicles else np.array([-0.75, 0.75])
    tried = axes_of(axes, eccentricity, wheels, surfaces.y)
    if any(v.train.groups > 1 for v in vehicles):
        if model.udl or model.blocks:
            raise ScopeError(f"{model.name}: variable gaps together with a uniform load on a track")
        ways = tuple(Way(y - 1.5, y + 1.5, y, y, 3.0) for y in sorted(tried))
        setup = _lane_setup(model, ways, 1, 1.0, 1.0, np.ones((2, len(rows))), 0.125)
        return search_lanes(surfaces, replace(setup, kinds=("track",)), rows)
    trains = [
        (replace(v.train, force=v.train.force * v.impact), v.both_ways, v.drop_relieving)
        for v in vehicles
    ]
    if not trains:
        none, first = np.zeros(0), np.zeros(1)
        name = "load on adverse lengths"
        bare = Train(name, first, first, first.astype(np.int64), none, none, wheels)
        trains = [(bare, False, False)]
    # without a vehicle the load-free length has no middle: the train is only a uniform load
    gap = model.udl_gap if vehicles else 0.0
    blocks = [(b.start, b.end, b.load) for b in model.blocks]
    rails = tuple(float(w) for w in wheels)
    setup_track = TrackSetup(
        model.name, model.parts, tried, rails, consists_of(trains, blocks), model.udl, gap,
        model.notes,
    )  # fmt: skip
    return search_track(surfaces, setup_track, rows)
