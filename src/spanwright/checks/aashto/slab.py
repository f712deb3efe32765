"""The deck slab by AASHTO LRFD: bending of equivalent strips, bar spacing, distribution bars.

A deck designed by strips is taken as safe in shear (C4.6.2.1.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from spanwright.analysis.deck_strip import SIDE, strip_influence, worst_trucks
from spanwright.checks.series import joined, placed_series
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.aashto.deck_strips import distribution_share, strip_width
from spanwright.codes.aashto.resistance.members import bar_spacing_limit, flexure, least_moment
from spanwright.codes.data import load
from spanwright.codes.eurocode.actions.permanent import unit_weight
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.slab import cracked_bending
from spanwright.datum.arrays import Array, Ints, floats, freeze
from spanwright.layout.bars import SlabBars
from spanwright.layout.types import Deck, Road

E_BARS: Final = 200e9
IN_BAY: Final = (0.4, 0.5, 0.6)
QUARTER: Final = 0.25  # of the flange's width, where hogging is looked at (4.6.2.1.6)


@dataclass(frozen=True, slots=True)
class DeckSlab:
    """One deck's slab as it is checked; index : of the deck."""

    index: int
    deck: Deck
    bars: SlabBars
    concrete: Concrete
    f_y: float


@dataclass(frozen=True, slots=True, eq=False)
class StripMoments:
    """Moments of a metre of slab, each (r,), sagging positive; label : (r,) where.

    dead, surface : permanent DC and DW;  most, least : LL with impact and presence
    trucks : (2, r) how many stand there for most and for least
    """

    label: tuple[str, ...]
    dead: Array
    surface: Array
    most: Array
    least: Array
    trucks: Ints

    def __post_init__(self) -> None:
        freeze(self)


def strip_moments(deck: Deck, road: Road) -> StripMoments:
    """Sections of the slab across: three places of each bay, both sides of every girder."""
    offsets = np.sort([girder.offset for girder in deck.girders])
    low, high = sorted((deck.slab.left, deck.slab.right))
    flange = max(float(np.max(girder.top_width)) for girder in deck.girders)
    places = _sections(offsets, (low, high), QUARTER * flange)
    at = np.array([y for _, y, _ in places])
    line = strip_influence(offsets, (low, high), at)
    each = np.gradient(line.y)
    each[0], each[-1] = 0.5 * (line.y[1] - line.y[0]), 0.5 * (line.y[-1] - line.y[-2])
    kerbs = sorted(float(k) for k in road.kerbs)
    paved = (line.y >= kerbs[0] - 1e-9) & (line.y <= kerbs[1] + 1e-9)
    own = deck.slab.thickness * unit_weight("reinforced concrete")
    dead = own * line.moment @ each
    for kerb in kerbs:
        dead = dead + road.barrier_weight * _at(line.y, line.moment, kerb)
    pavement = road.surfacing_thickness * road.surfacing_weight
    surface = pavement * line.moment @ (each * paved)
    data = load("aashto/distribution.toml")
    number = data.number
    wheel = number("deck_wheel.wheel") * number("deck_wheel.impact")
    presence = load("aashto/actions.toml").array("braking.presence")[:3]
    way = (kerbs[0] + number("deck_wheel.kerb"), kerbs[1] - number("deck_wheel.kerb"))
    spacing = float(np.max(np.diff(offsets))) if len(offsets) > 1 else high - low
    found = []
    for sign in (1, -1):
        width = _widths(places, line.y, spacing, sagging=sign > 0)
        loaded = wheel * line.moment / width
        found.append(
            worst_trucks(
                loaded, line.y, way, number("deck_wheel.gauge"), number("deck_wheel.between"),
                presence.tolist(), sign,
            )
        )  # fmt: skip
    return StripMoments(
        tuple(label for label, _, _ in places), dead, surface, found[0].value, found[1].value,
        np.stack([one.trucks for one in found]),
    )  # fmt: skip


Side = Literal["bay", "girder", "overhang"]


def _sections(
    offsets: Array, edges: tuple[float, float], quarter: float
) -> list[tuple[str, float, Side]]:
    found: list[tuple[str, float, Side]] = []
    for bay, (a, b) in enumerate(pairwise(offsets)):
        for share in IN_BAY:
            y = float(a + share * (b - a))
            found.append((f"bay {bay + 1} y {y:+.2f} m", y, "bay"))
    for g, y in enumerate(offsets):
        for side in (-1.0, 1.0):
            at = float(y + side * max(quarter, SIDE))
            if edges[0] + 0.1 < at < edges[1] - 0.1:
                outer = (g == 0 and side < 0) or (g == len(offsets) - 1 and side > 0)
                label = f"girder {g + 1} y {at:+.2f} m"
                found.append((label, at, "overhang" if outer else "girder"))
    return found


def _widths(
    places: Sequence[tuple[str, float, Side]], y: Array, spacing: float, *, sagging: bool
) -> Array:
    """Width of the strip for a wheel at y and each section.  (r, n) [m]"""
    rows = []
    for _, at, side in places:
        if side == "overhang":
            rows.append(strip_width(np.abs(y - at), "overhang"))
        else:
            kind: Literal["sagging", "hogging"] = "sagging" if sagging else "hogging"
            rows.append(np.full(len(y), float(strip_width(spacing, kind))))
    return np.stack(rows)


def _at(y: Array, rows: Array, place: float) -> Array:
    return np.array([np.interp(place, y, row) for row in rows])


def lrfd_slab_series(slabs: Sequence[DeckSlab], road: Road) -> tuple[CheckSeries, ...]:
    """All checks of all decks' slabs, one series a check."""
    per_deck = [_one_deck(slab, strip_moments(slab.deck, road)) for slab in slabs]
    return tuple(joined(parts) for parts in zip(*per_deck, strict=True))


def _one_deck(slab: DeckSlab, found: StripMoments) -> list[CheckSeries]:
    gamma, bars, h = load("aashto/combinations.toml"), slab.bars, slab.deck.slab.thickness
    live = gamma.number("states.Strength I.LL")
    dead, surface = gamma.array("permanent.DC"), gamma.array("permanent.DW")
    n = len(found.label)
    below = np.repeat([True, False], n)
    sign = np.where(below, 1.0, -1.0)
    both = np.tile(np.stack([found.dead, found.surface]), 2) * sign
    wheels = np.concatenate([found.most, -found.least])
    trucks = np.concatenate([found.trucks[0], found.trucks[1]])
    factored = live * wheels
    for moment, (high, low) in zip(both, (dead, surface), strict=True):
        factored = factored + np.where(moment > 0, high, low) * moment
    moment = np.maximum(factored, 0.0)
    service = np.maximum(both.sum(axis=0) + wheels, 0.0)
    mesh = [bars.bottom if b else bars.top for b in below]
    area = floats([one.area for one in mesh])
    depth = floats([bars.depth_across(h, top=not b) for b in below])
    resist = flexure(area, depth, 1.0, slab.concrete.f_ck, slab.f_y).resistance
    least = least_moment(slab.concrete.f_ck, h**2 / 6, moment)
    stress = cracked_bending(service, area, depth, 1.0, E_BARS / slab.concrete.E_cm).bar_stress
    spacing = floats([one.spacing for one in mesh])
    limit = bar_spacing_limit(stress, h - depth, h)
    labels = [
        f"{slab.deck.name} slab {label} across {'below' if b else 'above'}"
        for label, b in zip(found.label * 2, below, strict=True)
    ]
    cause = [f"{k} trucks abreast" if k > 1 else "one truck" for k in trucks]
    middle = 0.5 * float(slab.deck.supports[0] + slab.deck.supports[-1])

    def series(
        name: str, clause: str, unit: str, situation: str, demand: Array, resistance: Array,
        details: dict[str, Array],
    ) -> CheckSeries:  # fmt: skip
        return placed_series(
            name, clause, "remembered", "deck", unit, situation, labels,
            demand=demand, resistance=resistance, utilisation=demand / resistance,
            combination=[situation] * len(labels), cause=cause, deck=slab.index, station=middle,
            details=details, workings=workings,
        )  # fmt: skip

    own = {"A_s": area, "d": depth, "LL+IM": wheels}
    workings: Numbers = {
        "f_c [Pa]": slab.concrete.f_ck, "f_y [Pa]": slab.f_y, "A_s [m2]": area, "d [m]": depth,
        "b [m]": 1.0, "h [m]": h, "m_DC [N m]": both[0], "m_DW [N m]": both[1],
        "m_LL [N m]": wheels, "gamma_LL": live, "gamma_DC": np.where(both[0] > 0, dead[0], dead[1]),
        "gamma_DW": np.where(both[1] > 0, surface[0], surface[1]), "s [m]": spacing,
        "E_s [Pa]": E_BARS, "E_cm [Pa]": slab.concrete.E_cm,
    }  # fmt: skip
    return [
        series("slab bending", "AASHTO 4.6.2.1, 5.6.3.2", "N m/m", "Strength I", moment, resist,
               own),
        series("slab least bars", "AASHTO 5.6.3.3", "N m/m", "Strength I", least, resist, own),
        series("slab crack control", "AASHTO 5.6.7", "m", "Service I", spacing, limit,
               {"f_ss": stress}),
        _along(slab, middle),
    ]  # fmt: skip


def _along(slab: DeckSlab, station: float) -> CheckSeries:
    """Bars along the bridge below that spread the wheels (9.7.3.2)."""
    offsets = np.sort([girder.offset for girder in slab.deck.girders])
    flange = max(float(np.max(girder.top_width)) for girder in slab.deck.girders)
    span = float(np.max(np.diff(offsets))) - flange if len(offsets) > 1 else flange
    wanted = float(distribution_share(max(span, 0.3))) * slab.bars.bottom.area
    have = 0.5 * float(np.min(slab.deck.slab.rebar_area))
    return placed_series(
        "slab distribution bars", "AASHTO 9.7.3.2", "remembered", "deck", "m2/m", "detailing",
        [f"{slab.deck.name} slab along below"],
        demand=np.array([wanted]), resistance=np.array([have]),
        utilisation=np.array([wanted / have]), combination=[""], cause=[""], deck=slab.index,
        station=station,
        workings={"S [m]": max(span, 0.3), "A_p [m2]": slab.bars.bottom.area, "A_l [m2]": have},
    )  # fmt: skip
