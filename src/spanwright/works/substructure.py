"""Templates of the works below the girders: access, piers, abutments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.layout.types import Abutment, Layout, Pier
from spanwright.works.draft import START, Draft, Front
from spanwright.works.maturity import days_to_strength

LIFT: Final = 4.5  # height of one lift of a shaft [m]
POUR: Final = 400.0  # largest pour of a cap [m3]
PIT: Final = 1.0  # room round a cap in its pit [m]
CREST, FREEBOARD, SLOPE = 8.0, 1.0, 2.0  # of a causeway: width [m], above mean water [m], 1 in 2
BACKFILL: Final = 20.0  # length of backfill behind an abutment [m]
FIRST_BAY: Final = 5.0  # shortest bay of access worth an activity [m]


@dataclass(frozen=True, slots=True)
class Supports:
    """Ids the works above the supports wait for.

    head  : support name -> the step that makes it ready to carry, once strong enough
    last  : all steps that end the substructure;  access : bays by front
    wait  : elapsed days from a head to its loading
    """

    head: dict[str, str]
    last: list[str]
    backfill: dict[str, str]
    access: dict[str, list[str]]
    wait: float


def substructure(draft: Draft, layout: Layout, fronts: tuple[Front, ...], cement: str) -> Supports:
    """Mobilisation, access, and every pier and abutment of every front."""
    lags = draft.rates.lags
    wait = math.ceil(
        days_to_strength(lags["strength to go on"], lags["curing temperature"], cement)
    )
    supports = Supports({}, [], {}, {}, wait)
    builder = support_fronts(layout, fronts)
    for front in fronts:
        mobilised = draft.add(f"{front.name}/mobilisation", "mobilisation", 1.0, front.name)
        draft.follow(mobilised, [START], front.delay)
        piers = [p for p in layout.piers if builder[p.name] == front.name]
        bays = _access(draft, layout, front, piers, mobilised)
        supports.access[front.name] = list(dict.fromkeys(bays.values()))
        for pier in sorted(piers, key=lambda p: front.direction * p.station):
            _pier(draft, pier, front.name, bays.get(pier.name, mobilised), supports)
        for abutment in layout.abutments:
            if builder[abutment.name] == front.name:
                _abutment(draft, abutment, front, mobilised, supports)
    return supports


def support_fronts(layout: Layout, fronts: tuple[Front, ...]) -> dict[str, str]:
    """Support -> the front that builds it: that of its deck; where two meet, by its side."""
    every: list[Pier | Abutment] = [*layout.piers, *layout.abutments]
    touching: dict[str, list[str]] = {}
    sides: dict[str, str] = {}  # front -> side of the supports that are its own beyond doubt
    for front in fronts:
        for index in front.decks:
            deck = layout.decks[index]
            low, high = float(deck.supports[0]) - 1e-6, float(deck.supports[-1]) + 1e-6
            for support in every:
                if low <= support.station <= high:
                    touching.setdefault(support.name, []).append(front.name)
    for support in every:
        if len(set(touching[support.name])) == 1:
            sides.setdefault(touching[support.name][0], support.side)
    return {
        support.name: next(
            (f for f in touching[support.name] if sides.get(f) == support.side),
            touching[support.name][0],
        )
        for support in every
    }


def _access(
    draft: Draft, layout: Layout, front: Front, piers: list[Pier], mobilised: str
) -> dict[str, str]:
    """Bays from the bank to each river pier, one after another; pier name -> its bay."""
    bays: dict[str, str] = {}
    before, at = mobilised, front.bank
    wet = sorted((p for p in piers if p.in_river), key=lambda p: front.direction * p.station)
    for pier in wet:
        length = front.direction * (pier.station - at)
        if length < FIRST_BAY and bays:
            bays[pier.name] = before
            continue
        place = (at, pier.station)
        identity = f"{front.name}/access to {pier.name}"
        if front.access == "causeway":
            volume = max(causeway_volume(layout, *sorted(place)), 1.0)
            draft.add(identity, "causeway", volume, front.name, after=[before], step="access",
                      place=place)  # fmt: skip
        else:
            draft.add(identity, "access trestle", max(length, FIRST_BAY), front.name,
                      after=[before], step="access", place=place)  # fmt: skip
        bays[pier.name] = before = identity
        at = pier.station
    return bays


def causeway_volume(layout: Layout, low: float, high: float) -> float:
    """Fill of a causeway between two stations, crest above mean water.  [m3]"""
    stations = np.linspace(low, high, 41)
    crest = layout.water_levels["mean"] + FREEBOARD
    ground = np.interp(stations, layout.ground_station, layout.ground_level)
    height = np.maximum(crest - ground, 0.0)
    return float(np.trapezoid(CREST * height + SLOPE * height**2, stations))


def _pier(draft: Draft, pier: Pier, front: str, access: str, supports: Supports) -> None:
    name, where = pier.name, (pier.station, pier.station)
    key = f"{front}/{name}"
    if pier.in_river:
        access = draft.add(f"{key}/cofferdam", "cofferdam", 1.0, front, after=[access],
                           place=where, element=name)  # fmt: skip
    cap = _foundation(draft, key, pier, front, access, where, pier.in_river)
    before = cap
    height = pier.shaft_top - pier.foundation.cap_top
    work = 1.0 + 0.5 * (len(pier.columns) - 1)  # columns of a lift share gang and forms
    for lift in range(max(1, math.ceil(height / LIFT - 1e-9))):
        before = draft.add(f"{key}/shaft lift {lift + 1}", "shaft lift", work, front,
                           after=[before], place=where, element=f"{name}/shaft")  # fmt: skip
    if pier.in_river:
        removed = draft.add(f"{key}/cofferdam removal", "cofferdam removal", 1.0, front,
                            after=[before], place=where, element=name)  # fmt: skip
        supports.last.append(removed)
    head = draft.add(f"{key}/crosshead", "crosshead", 1.0, front, after=[before], place=where,
                     element=f"{name}/crosshead")  # fmt: skip
    supports.head[name] = head
    supports.last.append(head)


def _foundation(
    draft: Draft, key: str, support: Pier | Abutment, front: str, access: str,
    where: tuple[float, float], in_river: bool,
) -> str:  # fmt: skip
    """Piles one by one, test after its age, heads, cap; gives the id of the cap."""
    name, base = support.name, support.foundation
    if base.is_footing:
        return _footing(draft, key, support, front, access, where)
    drilled = "bored pile in the river" if in_river else "bored pile"
    piles = [
        draft.add(f"{key}/pile {k + 1}", drilled, base.pile_length, front, after=[access],
                  step="pile", place=where, element=f"{name}/pile {k + 1}")
        for k in range(len(base.pile_x))
    ]  # fmt: skip
    test = draft.add(f"{key}/pile test", "pile test", 1.0, front, place=where, element=name)
    draft.follow(test, piles, draft.rates.lags["integrity test"])
    ready = [test]
    if not in_river:
        pit = (base.cap_length + 2 * PIT) * (base.cap_width + 2 * PIT) * base.cap_thickness
        ready.append(
            draft.add(f"{key}/excavation", "excavation", pit, front, after=piles, place=where,
                      element=name)
        )  # fmt: skip
    heads = draft.add(f"{key}/pile heads", "pile heads", 1.0, front, after=ready, place=where,
                      element=name)  # fmt: skip
    pours = float(max(1, math.ceil(base.volume / POUR)))
    return draft.add(f"{key}/cap", "pile cap", pours, front, after=[heads], step="cap",
                     place=where, element=f"{name}/cap")  # fmt: skip


def _footing(
    draft: Draft, key: str, support: Pier | Abutment, front: str, access: str,
    where: tuple[float, float],
) -> str:  # fmt: skip
    """Pit down to the base, in the river inside its cofferdam, and the footing; its id."""
    name, base = support.name, support.foundation
    depth = max(support.ground - base.underside, base.cap_thickness)
    pit = (base.cap_length + 2 * PIT) * (base.cap_width + 2 * PIT) * depth
    dug = draft.add(f"{key}/excavation", "excavation", pit, front, after=[access], place=where,
                    element=name)  # fmt: skip
    pours = float(max(1, math.ceil(base.volume / POUR)))
    return draft.add(f"{key}/footing", "footing", pours, front, after=[dug], step="footing",
                     place=where, element=f"{name}/footing")  # fmt: skip


def _abutment(
    draft: Draft, abutment: Abutment, front: Front, mobilised: str, supports: Supports
) -> None:
    name, where = abutment.name, (abutment.station, abutment.station)
    key = f"{front.name}/{name}"
    cap = _foundation(draft, key, abutment, front.name, mobilised, where, False)
    stem = draft.add(f"{key}/stem", "abutment", 1.0, front.name, after=[cap], place=where,
                     element=f"{name}/stem")  # fmt: skip
    fill = abutment.width * abutment.height * BACKFILL
    filled = draft.add(f"{key}/backfill", "backfill", fill, front.name, place=where, element=name)
    draft.follow(filled, [stem], supports.wait)
    supports.head[name] = stem
    supports.backfill[name] = filled
    supports.last.extend((stem, filled))
