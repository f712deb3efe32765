"""The bridge as triangles: every element of a `Layout` as one named solid.

Coordinates are those of the conventions: x along the bridge, y to the left, z up [m].  Swept pieces
are built by stations and offsets and then laid along the axis; supports stand square to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.geometry import (
    RAIL,
    across,
    bearing_station,
    edges,
    fall,
    lowest,
    road_level,
    steel_top,
)
from spanwright.deliverables.precast_bodies import diaphragm_bodies, girder_bodies
from spanwright.deliverables.triangles import Solid, _skin, bar_between, box, cylinder, prism, quads
from spanwright.layout.curve import curvature, points, triad
from spanwright.layout.precast import girder_ends
from spanwright.layout.quantities import (
    FRAME_HEIGHT,
    back_wall_height,
    frame_volumes,
)
from spanwright.layout.types import Abutment, AnyGirder, Deck, Foundation, Girder, Layout, Pier

JOINT = 0.5  # m, width drawn of an expansion joint between two decks; its maker gives the true one
PROUD = 0.005  # m, how far it is drawn above the road, so that it is seen
CHORD = 7.0  # m, longest straight piece of a swept element
TURN = 2e-3  # rad, most that a straight piece along a curve stands for: volumes to TURN^2 / 6


def along(layout: Layout, triangles: Array) -> Array:
    """Corners given by station, offset and level, laid along the axis.  (t, 3, 3)"""
    if layout.axis.plan is None:
        return triangles
    where, back = np.unique(triangles[..., :2].reshape(-1, 2), axis=0, return_inverse=True)
    plan = points(layout.axis, where[:, 0], where[:, 1])[back.ravel()]
    return np.concatenate([plan.reshape(*triangles.shape[:2], 2), triangles[..., 2:]], axis=-1)


def stood(layout: Layout, station: float, triangles: Array) -> Array:
    """A rigid body given by station, offset and level, turned square to the axis at a station."""
    if layout.axis.plan is None:
        return triangles
    place = points(layout.axis, station, 0.0)
    local = triangles - np.array([station, 0.0, 0.0])
    return np.asarray(local @ triad(layout.axis, station) + np.array([*place, 0.0]))


def _stations(layout: Layout, start: float, end: float, *more: Array) -> Array:
    bend = np.abs(curvature(layout.axis, np.linspace(start, end, 50))).max()
    chord = min(CHORD, TURN / bend) if bend > 0.0 else CHORD
    steps = max(1, int(np.ceil((end - start) / chord)))
    cuts = np.concatenate([np.linspace(start, end, steps + 1), *more])
    cuts = cuts[(cuts >= start - 1e-9) & (cuts <= end + 1e-9)]
    return np.unique(np.round(cuts, 6))


def _rectangle_sweep(
    layout: Layout, x: Array, y: tuple[float, float], low: Array, high: Array
) -> Array:
    """A plate along x between two offsets with its own lower and upper levels (n,)."""
    ring = np.empty((x.size, 4, 3))
    ring[..., 0] = x[:, None]
    ring[..., 1] = [y[0], y[1], y[1], y[0]]  # y then z is anticlockwise about +x
    ring[..., 2] = np.stack([low, low, high, high], axis=1)
    return prism(ring, paired=layout.axis.plan is not None)


def girder_solid(layout: Layout, deck: Deck, girder: Girder) -> Array:
    """Flanges and web of a plate girder, piece by piece between its joints."""
    return np.concatenate([shape for *_, shape in girder_plate_solids(layout, deck, girder)])


def girder_plate_solids(
    layout: Layout, deck: Deck, girder: Girder
) -> Iterator[tuple[int, str, Array]]:
    """Each plate of each segment by itself: index of the segment, name as in the quantities."""
    for k, (a, b) in enumerate(pairwise(girder.joints)):
        x = _stations(layout, float(a), float(b), girder.depth_station)
        top = steel_top(layout, deck, x) + fall(layout, x, girder.offset)
        bottom = top - np.interp(x, girder.depth_station, girder.depth)
        tt, tb = float(girder.top_thickness[k]), float(girder.bottom_thickness[k])
        for plate, width, low, high in (
            ("top flange", float(girder.top_width[k]), top - tt, top),
            ("web", float(girder.web_thickness[k]), bottom + tb, top - tt),
            ("bottom flange", float(girder.bottom_width[k]), bottom, bottom + tb),
        ):
            y = (girder.offset - width / 2, girder.offset + width / 2)
            yield k, plate, along(layout, _rectangle_sweep(layout, x, y, low, high))


def haunch_solid(layout: Layout, deck: Deck, girder: AnyGirder) -> Array:
    """Concrete between top flange and slab, as wide as the flange, segment by segment."""
    pieces = []
    for width, (a, b) in zip(girder.top_width, pairwise(girder.joints), strict=True):
        x = _stations(layout, float(a), float(b))
        low = steel_top(layout, deck, x) + fall(layout, x, girder.offset)
        y = (girder.offset - float(width) / 2, girder.offset + float(width) / 2)
        pieces.append(_rectangle_sweep(layout, x, y, low, low + deck.slab.haunch))
    return along(layout, np.concatenate(pieces))


def _deck_solids(layout: Layout, deck: Deck) -> Iterator[Solid]:
    road, slab = layout.road, deck.slab
    for girder in deck.steel_girders:
        identity = f"deck {deck.name}/{girder.name}"
        shape = girder_solid(layout, deck, girder)
        where: dict[str, str | float] = {"deck": deck.name, "offset": girder.offset}
        yield Solid(identity, "girder", "steel", shape, facts=where)
    if deck.precast is not None:
        yield from _precast_solids(layout, deck)
    x = _stations(layout, float(deck.supports[0]), float(deck.supports[-1]))
    top = road_level(layout, x) - road.surfacing_thickness
    ys = across(*edges(deck))
    level = top[:, None] + fall(layout, x[:, None], ys)
    shape = along(layout, _roof(layout, x, ys, level - slab.thickness, level))
    yield Solid(f"deck {deck.name}/slab", "slab", "concrete", shape)
    ks = across(float(road.kerbs[0]), float(road.kerbs[-1]))
    level = top[:, None] + fall(layout, x[:, None], ks)
    shape = along(layout, _roof(layout, x, ks, level, level + road.surfacing_thickness))
    yield Solid(f"deck {deck.name}/surfacing", "surfacing", "asphalt", shape)
    for side, kerb, out in (("right", road.kerbs[0], -1.0), ("left", road.kerbs[-1], 1.0)):
        y = sorted((float(kerb), float(kerb) + out * 0.35))
        base = top + fall(layout, x, float(kerb))
        shape = along(layout, _rectangle_sweep(layout, x, (y[0], y[1]), base, base + RAIL - 0.25))
        yield Solid(f"deck {deck.name}/barrier {side}", "barrier", "barrier", shape)
    if deck.precast is not None:
        return
    volumes = frame_volumes(deck)
    for k, station in enumerate(deck.cross_frames):
        frame = _frame(layout, deck, float(station), float(volumes[k]))
        facts: dict[str, str | float] = {"deck": deck.name, "station": round(float(station), 6)}
        yield Solid(f"deck {deck.name}/cross-frame {k + 1}", "cross-frame", "brace", frame,
                    facts=facts)  # fmt: skip


def _precast_solids(layout: Layout, deck: Deck) -> Iterator[Solid]:
    """A girder a span, and the diaphragms."""
    begin, end = girder_ends(deck)
    for girder in deck.precast_girders:
        for span, shape in girder_bodies(layout, deck, girder):
            facts: dict[str, str | float] = {
                "deck": deck.name, "offset": girder.offset,
                "length": round(float(end[span] - begin[span]), 6),
            }  # fmt: skip
            identity = f"deck {deck.name}/{girder.name}/span {span + 1}"
            yield Solid(identity, "precast girder", "concrete-pier", shape, facts=facts)
    for k, shape in diaphragm_bodies(layout, deck):
        facts = {"deck": deck.name, "station": round(float(deck.supports[k]), 6)}
        name = f"deck {deck.name}/diaphragm {k + 1}"
        yield Solid(name, "diaphragm", "concrete", shape, facts=facts)


def _roof(layout: Layout, x: Array, y: Array, low: Array, high: Array) -> Array:
    """A slab over offsets y (m,) with lower and upper levels (n, m)."""
    m = y.size
    ring = np.empty((x.size, 2 * m, 3))
    ring[..., 0] = x[:, None]
    ring[..., 1] = np.concatenate([y, y[::-1]])
    ring[..., 2] = np.concatenate([low, high[:, ::-1]], axis=1)
    skin = _skin(ring, paired=layout.axis.plan is not None)
    ends = [  # a roof with a crown is not convex: its ends are built strip by strip
        np.stack([r[k], r[k + 1], r[2 * m - 2 - k], r[2 * m - 1 - k]])[order]
        for r, order in ((ring[0], [3, 2, 1, 0]), (ring[-1], [0, 1, 2, 3]))
        for k in range(m - 1)
    ]
    return np.concatenate([skin, quads(np.stack(ends))])


def _frame(layout: Layout, deck: Deck, station: float, volume: float) -> Array:
    """Two chords and an X in every bay, as bars that together have the volume counted.

    They lie in the crossfall: a little longer than the quantities' level ones, a little thinner.
    """
    bars: list[tuple[Array, Array]] = []
    for a, b in pairwise(sorted(deck.girders, key=lambda g: g.offset)):
        corners = []
        for girder in (a, b):
            top = float(steel_top(layout, deck, station) + fall(layout, station, girder.offset))
            depth = float(np.interp(station, girder.depth_station, girder.depth))
            middle, half = top - depth / 2, FRAME_HEIGHT * depth / 2
            corners += [np.array([station, girder.offset, middle + s * half]) for s in (1, -1)]
        high_a, low_a, high_b, low_b = corners
        bars += [(high_a, high_b), (low_a, low_b), (low_a, high_b), (high_a, low_b)]
    if not bars:
        return np.zeros((0, 3, 3))
    side = float(np.sqrt(volume / sum(np.linalg.norm(q - p) for p, q in bars)))
    shape = np.concatenate([bar_between(p, q, side, side) for p, q in bars])
    return stood(layout, station, shape)


def _foundation_solids(layout: Layout, name: str, station: float, f: Foundation) -> Iterator[Solid]:
    low = f.cap_top - f.cap_thickness
    a, b = f.cap_length / 2, f.cap_width / 2
    cap = stood(layout, station, box((station - a, -b, low), (station + a, b, f.cap_top)))
    if f.is_footing:
        yield Solid(f"{name}/footing", "footing", "concrete-dark", cap)
        return
    yield Solid(f"{name}/cap", "cap", "concrete-dark", cap)
    shape = cylinder(f.pile_diameter / 2, -f.pile_length, 0.0)
    shape.setflags(write=False)  # so that all piles keep this one array
    for k, (x, y) in enumerate(zip(f.pile_x, f.pile_y, strict=True)):
        yield Solid(f"{name}/pile {k + 1}", "pile", "pile", shape,
                    _spot(layout, station, station + float(x), float(y), low),
                    {"length": f.pile_length, "diameter": f.pile_diameter})  # fmt: skip


def _spot(
    layout: Layout, station: float, x: float, y: float, z: float
) -> tuple[float, float, float]:
    """Where a point of a support stands."""
    here = stood(layout, station, np.array([[[x, y, z]]]))[0, 0]
    return float(here[0]), float(here[1]), float(here[2])


def _pier_solids(layout: Layout, pier: Pier) -> Iterator[Solid]:
    s, low = pier.station, pier.foundation.cap_top
    for k, y in enumerate(pier.columns):
        if pier.shape == "circle":
            shape = cylinder(pier.width / 2, low, pier.shaft_top)
            at = _spot(layout, s, s, y, 0.0)
        else:
            half = pier.depth / 2, pier.width / 2
            shape = box((s - half[0], y - half[1], low), (s + half[0], y + half[1], pier.shaft_top))
            shape = stood(layout, s, shape)
            at = (0.0, 0.0, 0.0)
        yield Solid(f"{pier.name}/shaft {k + 1}", "shaft", "concrete-pier", shape, at)
    a, b = pier.crosshead_width / 2, pier.crosshead_length / 2
    bottom = pier.crosshead_top - pier.crosshead_depth
    head = stood(layout, s, box((s - a, -b, bottom), (s + a, b, pier.crosshead_top)))
    yield Solid(f"{pier.name}/crosshead", "crosshead", "concrete-pier", head)
    yield from _foundation_solids(layout, pier.name, s, pier.foundation)


def _abutment_solids(layout: Layout, abutment: Abutment, away: float) -> Iterator[Solid]:
    s, half, w = abutment.station, abutment.thickness / 2, abutment.width / 2
    seat = abutment.seat_level
    stem = stood(layout, s, box((s - half, -w, seat - abutment.height), (s + half, w, seat)))
    yield Solid(f"{abutment.name}/stem", "abutment", "concrete-pier", stem)
    x = sorted((s + away * (half - abutment.back_wall), s + away * half))
    height = back_wall_height(abutment, layout)
    if height > 0:
        wall = stood(layout, s, box((x[0], -w, seat), (x[1], w, seat + height)))
        yield Solid(f"{abutment.name}/back wall", "abutment", "concrete-pier", wall)
    yield from _foundation_solids(layout, abutment.name, s, abutment.foundation)


def _bearing_solids(layout: Layout) -> Iterator[Solid]:
    decks = {deck.name: deck for deck in layout.decks}
    tops = {pier.name: pier.crosshead_top for pier in layout.piers}
    tops |= {abutment.name: abutment.seat_level for abutment in layout.abutments}
    for b in layout.bearings:
        deck = decks[b.deck]
        girder = next(g for g in deck.girders if g.name == b.girder)
        at = bearing_station(layout, b)
        x = float(np.clip(at, deck.supports[0], deck.supports[-1]))
        depth = float(np.interp(x, girder.depth_station, girder.depth))
        soffit = float(steel_top(layout, deck, x)) - depth + float(fall(layout, x, b.offset))
        low = min(tops.get(b.support, b.level), soffit - 0.05)
        yield Solid(
            f"{b.support}/{b.deck}/{b.girder}/bearing", "bearing", "bearing",
            stood(layout, at,
                  box((at - 0.3, b.offset - 0.3, low), (at + 0.3, b.offset + 0.3, soffit))),
            facts={"movement": b.kind, "deck": b.deck},
        )  # fmt: skip


def _joint_solids(layout: Layout) -> Iterator[Solid]:
    """Expansion joints across the deck, from the road down to the slab's soffit.

    At an abutment a joint fills the gap between deck and back wall; over a pier it lies in the
    recesses of both deck ends, which the quantities do not take off the slab.
    """
    for i, abutment in enumerate(layout.abutments):
        away = -1.0 if i == 0 else 1.0
        gap = max(abutment.thickness / 2 - abutment.back_wall, JOINT / 2)
        ends = sorted((abutment.station, abutment.station + away * gap))
        yield _joint(layout, abutment.name, layout.decks[-i], ends[0], ends[1])
    for pier in layout.piers:
        if pier.is_joint:
            low, high = pier.station - JOINT / 2, pier.station + JOINT / 2
            yield _joint(layout, pier.name, _deck_at(layout, pier.station), low, high)


def _deck_at(layout: Layout, station: float) -> Deck:
    return next(d for d in layout.decks if abs(float(d.supports[-1]) - station) < 1e-6)


def _joint(layout: Layout, support: str, deck: Deck, start: float, end: float) -> Solid:
    x, ys = _stations(layout, start, end), across(*edges(deck))
    end_of_deck = np.clip(x, float(deck.supports[0]), float(deck.supports[-1]))
    road = road_level(layout, end_of_deck)[:, None] + fall(layout, end_of_deck[:, None], ys)
    soffit = road - layout.road.surfacing_thickness - deck.slab.thickness
    shape = along(layout, _roof(layout, x, ys, soffit, road + PROUD))
    return Solid(f"{support}/joint", "joint", "joint", shape)


def _site_solids(layout: Layout) -> Iterator[Solid]:
    half = 30.0
    x, z = layout.ground_station, layout.ground_level
    bottom = np.full(x.size, min(float(z.min()) - 2.0, lowest(layout)))
    if layout.axis.plan is not None:
        fine = _stations(layout, float(x[0]), float(x[-1]), x)
        x, z, bottom = fine, np.interp(fine, x, z), np.full(fine.size, bottom[0])
    skin = along(layout, _rectangle_sweep(layout, x, (-half, half), bottom, z))
    yield Solid("site/ground", "ground", "ground", skin)
    mean = layout.water_levels.get("mean")
    if mean is not None and float(z.min()) < mean:
        fine = np.linspace(float(x[0]), float(x[-1]), 2000)
        under = fine[np.interp(fine, x, z) < mean]
        a, b = float(under.min()), float(under.max())
        ends = np.array([a, b]) if layout.axis.plan is None else _stations(layout, a, b)
        strips = np.array([[[p, -half, mean], [q, -half, mean], [q, half, mean], [p, half, mean]]
                           for p, q in pairwise(ends)])  # fmt: skip
        yield Solid("site/water", "water", "water", along(layout, quads(strips)))


def solids(layout: Layout) -> list[Solid]:
    """All elements of the bridge and its site, superstructure first."""
    out: list[Solid] = []
    for deck in layout.decks:
        out.extend(_deck_solids(layout, deck))
    out.extend(_bearing_solids(layout))
    for pier in layout.piers:
        out.extend(_pier_solids(layout, pier))
    for i, abutment in enumerate(layout.abutments):
        out.extend(_abutment_solids(layout, abutment, -1.0 if i == 0 else 1.0))
    out.extend(_joint_solids(layout))
    out.extend(_site_solids(layout))
    return out
