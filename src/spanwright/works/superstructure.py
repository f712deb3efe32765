"""Templates of the works from the bearings up: girders, slab, finishes, opening."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from spanwright.datum.units import day
from spanwright.layout.erection import is_launched
from spanwright.layout.types import Abutment, Deck, Layout, Pier
from spanwright.works.draft import OPEN, START, Draft, Front
from spanwright.works.substructure import Supports, causeway_volume, support_fronts

PANEL: Final = 25.0  # length of a slab panel [m]
OVER_PIER: Final = 0.3  # share of a span poured last, over its piers
PIECE: Final = 30.0  # longest girder piece a crane lifts [m]
HARDENING: Final = 14.0  # of a precast girder before it is carried away [days]
BANK_SECTION: Final = 42.0  # fill of an approach of 12 m crest and 2.5 m height [m3/m]
PAVING: Final = 0.43  # asphalt and bound base of an approach [t/m2]


@dataclass(slots=True)
class Decks:
    """Ids collected deck by deck for the steps that follow.

    landed : deck name -> girders on their bearings;  girders : last girder step of each deck
    """

    landed: dict[str, str] = field(default_factory=dict)
    girders: dict[str, str] = field(default_factory=dict)
    slabs: dict[str, list[str]] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    surfaced: dict[str, str] = field(default_factory=dict)


def superstructure(
    draft: Draft, layout: Layout, fronts: tuple[Front, ...], supports: Supports, erection: str
) -> None:
    """Girders, slab and finishes of every deck, then testing and opening."""
    decks = Decks()
    names = support_names(layout)
    for front in fronts:
        _bearings(draft, layout, front, names, supports)
    for front in fronts:
        _girders(draft, layout, front, names, supports, erection, decks)
    closures = _closures(draft, layout, fronts, decks)
    for front in fronts:
        for index in front.decks:
            _finishes(draft, layout, layout.decks[index], front, supports, decks)
    joints = _joints(draft, layout, fronts, decks, closures)
    _completion(draft, layout, fronts, supports, decks, [*closures, *joints])


def support_names(layout: Layout) -> dict[float, str]:
    """Station of a support line -> its name; stations are rounded to a millimetre."""
    every: list[Pier | Abutment] = [*layout.abutments, *layout.piers]
    return {round(support.station, 3): support.name for support in every}


def _line(deck: Deck, front: Front, names: dict[float, str]) -> list[tuple[str, float]]:
    """Supports of a deck in the front's direction: (name, station)."""
    found = [(names[round(float(x), 3)], float(x)) for x in deck.supports]
    return found[:: front.direction]


def _bearing(front: str, deck: Deck, support: str) -> str:
    return f"{front}/{support}/bearings {deck.name}"


def _bearings(
    draft: Draft, layout: Layout, front: Front, names: dict[float, str], supports: Supports,
) -> None:  # fmt: skip
    for index in front.decks:
        deck = layout.decks[index]
        for support, station in _line(deck, front, names):
            identity = draft.add(
                _bearing(front.name, deck, support), "bearings", 1.0, front.name,
                step="bearings", place=(station, station), element=f"{support}/{deck.name}",
            )  # fmt: skip
            draft.follow(identity, [supports.head[support]], supports.wait)


def _girders(
    draft: Draft, layout: Layout, front: Front, names: dict[float, str], supports: Supports,
    erection: str, decks: Decks,
) -> None:  # fmt: skip
    precast = [layout.decks[k] for k in front.decks if layout.decks[k].precast is not None]
    if precast:
        cast_and_place(draft, precast[:: front.direction], front, names, decks)
    chain = [layout.decks[k] for k in front.decks if layout.decks[k].precast is None]
    if not chain:
        return
    supply = draft.add(f"{front.name}/girder supply", "girder supply", 1.0, front.name)
    draft.follow(supply, [START], front.delay)
    chain = chain[:: front.direction]
    launched = all(is_launched(deck, erection) for deck in chain)
    before, assembled = supply, supply
    if launched:
        first = _line(chain[0], front, names)[0][0]
        # A front without an abutment of its own assembles on the access beside its first pier.
        ground = supports.backfill.get(first, supports.head[first])
        assembled = draft.add(f"{front.name}/launching yard", "launching yard", 1.0, front.name,
                              after=[ground])  # fmt: skip
        draft.follow(assembled, [supply])
    for deck in chain:
        line = _line(deck, front, names)
        for number, (near, far) in enumerate(pairwise(line), start=1):
            key = f"{front.name}/deck {deck.name}/span {number}"
            element = f"deck {deck.name}"
            place = (near[1], far[1])
            length = abs(far[1] - near[1])
            if launched:
                assembled = draft.add(f"{key}/assembly", "girder assembly", length, front.name,
                                      after=[assembled], place=place, element=element)  # fmt: skip
                moved = draft.add(f"{key}/launch", "launch", 1.0, front.name,
                                  after=[assembled, before], place=place,
                                  element=element)  # fmt: skip
                draft.follow(moved, [supports.head[near[0]], supports.head[far[0]]], supports.wait)
            else:
                beams = len(deck.girders) * math.ceil(length / PIECE - 1e-9)
                moved = draft.add(f"{key}/erection", "crane erection", float(beams), front.name,
                                  after=[before, *(_bearing(front.name, deck, s)
                                                   for s in (near[0], far[0]))],
                                  place=place, element=element)  # fmt: skip
            before = moved
        _land(draft, deck, front, line, before, launched, decks)


def cast_and_place(
    draft: Draft, chain: list[Deck], front: Front, names: dict[float, str], decks: Decks
) -> None:
    """Precast girders: a yard, one girder after another, each span by crane, then diaphragms; the
    slab waits until the last girder has the age the design gives it."""
    yard = draft.add(f"{front.name}/casting yard", "casting yard", 1.0, front.name)
    draft.follow(yard, [START], front.delay)
    cast = before = yard
    for deck in chain:
        line = _line(deck, front, names)
        element, beams = f"deck {deck.name}", float(len(deck.girders))
        placed: list[str] = []
        for number, (near, far) in enumerate(pairwise(line), start=1):
            key = f"{front.name}/deck {deck.name}/span {number}"
            place = (near[1], far[1])
            cast = draft.add(f"{key}/casting", "girder casting", beams, front.name, after=[cast],
                             place=place, element=element)  # fmt: skip
            before = draft.add(f"{key}/erection", "crane erection", beams, front.name,
                               after=[before, *(_bearing(front.name, deck, s)
                                                for s in (near[0], far[0]))],
                               place=place, element=element)  # fmt: skip
            draft.follow(before, [cast], HARDENING)
            placed.append(before)
        joined = [
            draft.add(f"{front.name}/deck {deck.name}/diaphragm over {support}", "diaphragm", 1.0,
                      front.name, after=placed[max(k - 1, 0) : k + 1], place=(at, at),
                      element=f"{element}/diaphragm")
            for k, (support, at) in enumerate(line)
        ]  # fmt: skip
        _land(draft, deck, front, line, before, False, decks)
        age = 0.0 if deck.precast is None else deck.precast.deck_age / day
        for panel in decks.slabs[deck.name]:
            draft.follow(panel, joined)
            draft.follow(panel, [cast], age)


def _land(
    draft: Draft, deck: Deck, front: Front, line: list[tuple[str, float]], before: str,
    launched: bool, decks: Decks,
) -> None:  # fmt: skip
    """Girders on their bearings, and the slab on the girders."""
    decks.girders[deck.name] = before
    key = f"{front.name}/deck {deck.name}"
    ends = (line[0][1], line[-1][1])
    if launched:
        bearings = [_bearing(front.name, deck, support) for support, _ in line]
        before = draft.add(f"{key}/jacking down", "jacking down", 1.0, front.name,
                           after=[before, *bearings], place=ends,
                           element=f"deck {deck.name}")  # fmt: skip
    decks.landed[deck.name] = before
    middle: list[list[str]] = []
    panels: list[str] = []
    for number, (near, far) in enumerate(pairwise(line), start=1):
        length = far[1] - near[1]
        count = max(1, round((1.0 - OVER_PIER) * abs(length) / PANEL))
        edge = OVER_PIER / 2 * length
        cuts = [near[1] + edge + (length - 2 * edge) * k / count for k in range(count + 1)]
        row = [
            draft.add(f"{key}/span {number}/panel {k + 1}", "slab panel", 1.0, front.name,
                      after=[before], place=(cuts[k], cuts[k + 1]),
                      element=f"deck {deck.name}/slab")
            for k in range(count)
        ]  # fmt: skip
        middle.append(row)
        panels += row
    for number, (left, right) in enumerate(pairwise(middle), start=2):
        support, station = line[number - 1]
        reach = OVER_PIER / 2 * abs(line[number][1] - station)
        panels.append(
            draft.add(f"{key}/panel over {support}", "slab panel", 1.0, front.name,
                      after=[*left, *right], place=(station - reach, station + reach),
                      element=f"deck {deck.name}/slab")
        )  # fmt: skip
    decks.slabs[deck.name] = panels


def _closures(draft: Draft, layout: Layout, fronts: tuple[Front, ...], decks: Decks) -> list[str]:
    """Where decks of two fronts meet: survey, adjustment and lock-off."""
    builder = {layout.decks[k].name: front.name for front in fronts for k in front.decks}
    found = []
    for left, right in pairwise(layout.decks):
        if builder[left.name] != builder[right.name]:
            station = float(left.supports[-1])
            found.append(
                draft.add(f"closure {left.name} to {right.name}", "closure", 1.0, "",
                          after=[decks.landed[left.name], decks.landed[right.name]],
                          step="closure", place=(station, station))
            )  # fmt: skip
    return found


def _finishes(
    draft: Draft, layout: Layout, deck: Deck, front: Front, supports: Supports, decks: Decks
) -> None:
    key = f"{front.name}/deck {deck.name}"
    low, high = float(deck.supports[0]), float(deck.supports[-1])
    ends = (low, high) if front.direction > 0 else (high, low)
    parapets = draft.add(f"{key}/parapets", "parapets", 2 * (high - low), front.name, place=ends,
                         element=f"deck {deck.name}/barriers")  # fmt: skip
    draft.follow(parapets, decks.slabs[deck.name], supports.wait)
    area = (high - low) * float(layout.road.kerbs[1] - layout.road.kerbs[0])
    surfaced = draft.add(f"{key}/surfacing", "waterproofing and surfacing", area, front.name,
                         after=[parapets], step="surfacing", place=ends,
                         element=f"deck {deck.name}/surfacing")  # fmt: skip
    decks.surfaced[deck.name] = surfaced
    decks.finished += [parapets, surfaced]


def _joints(
    draft: Draft, layout: Layout, fronts: tuple[Front, ...], decks: Decks, closures: list[str]
) -> list[str]:
    """Expansion joints at the abutments and where two decks meet."""
    builder = support_fronts(layout, fronts)
    places = [(a.name, a.station) for a in layout.abutments]
    places += [(p.name, p.station) for p in layout.piers if p.is_joint]
    made = []
    for name, station in places:
        beside = [
            decks.surfaced[deck.name]
            for deck in layout.decks
            if min(abs(float(deck.supports[k]) - station) for k in (0, -1)) < 1e-6
        ]
        met = closures if len(beside) > 1 else []
        front = builder[name]
        made.append(
            draft.add(f"{front}/{name}/expansion joint", "expansion joint", 1.0, front,
                      after=[*beside, *met], place=(station, station), element=f"{name}/joint")
        )  # fmt: skip
    return made


def _completion(
    draft: Draft, layout: Layout, fronts: tuple[Front, ...], supports: Supports, decks: Decks,
    joined: list[str],
) -> None:  # fmt: skip
    """Milestones, roads, checkpoints, clearing the river, test, permission, opening."""
    slabs = [panel for panels in decks.slabs.values() for panel in panels]
    bays = [bay for bays in supports.access.values() for bay in bays]
    if bays:
        draft.milestone("access complete", bays)
    draft.milestone("last pier", supports.head.values())
    draft.milestone("girders meet", decks.girders.values())
    draft.milestone("deck continuous", [*slabs, *decks.landed.values(), *joined])
    structure = draft.milestone(
        "structure complete", [*decks.finished, *joined, *supports.last, *slabs]
    )
    tested = draft.add("load test", "load test", 1.0, "", after=[structure])
    draft.follow(tested, slabs, supports.wait)
    passed = draft.milestone("load test passed", [tested])
    roads = [_road(draft, layout, front, supports) for front in fronts if front.approach > 0.0]
    cleared = [_clear(draft, layout, front, supports, decks) for front in fronts]
    permit = draft.add("permission to open", "permit", 1.0, "", step="permit",
                       after=[passed, *roads, *(c for c in cleared if c)])  # fmt: skip
    permitted = draft.milestone("permitted", [permit])
    ready = draft.add("preparing the opening", "opening preparation", 1.0, "", after=[permitted],
                      step="opening preparation")  # fmt: skip
    posts = [_checkpoint(draft, front) for front in fronts if front.checkpoint]
    draft.milestone(OPEN, [ready, *posts])


def _road(draft: Draft, layout: Layout, front: Front, supports: Supports) -> str:
    """Approach road of a front: fill, then pavement up to the backfill of its abutment."""
    width = float(layout.road.kerbs[1] - layout.road.kerbs[0])
    fill = draft.add(f"{front.name}/approach earthworks", "approach earthworks",
                     front.approach * BANK_SECTION, front.name,
                     after=[f"{front.name}/mobilisation"])  # fmt: skip
    filled = [v for k, v in supports.backfill.items() if v.startswith(f"{front.name}/")]
    return draft.add(f"{front.name}/approach pavement", "approach pavement",
                     front.approach * width * PAVING, front.name,
                     after=[fill, *filled])  # fmt: skip


def _clear(
    draft: Draft, layout: Layout, front: Front, supports: Supports, decks: Decks
) -> str | None:
    """Access out of the river, once nothing on the front needs it."""
    bays = supports.access[front.name]
    if not bays:
        return None
    places = [t.chainage for t in draft.tasks if t.id in set(bays) and t.chainage is not None]
    low = min(min(place) for place in places)
    high = max(max(place) for place in places)
    landed = [decks.landed[layout.decks[k].name] for k in front.decks]
    removed = [t.id for t in draft.tasks if t.front == front.name and t.wbs == "cofferdam removal"]
    if front.access == "causeway":
        amount, operation = causeway_volume(layout, low, high), "causeway"
    else:
        amount, operation = high - low, "access removal"
    return draft.add(f"{front.name}/access removal", operation, amount, front.name,
                     after=[*landed, *removed, *bays], step="access removal",
                     place=(low, high))  # fmt: skip


def _checkpoint(draft: Draft, front: Front) -> str:
    """The checkpoint of a front: its own chain, with its own crews."""
    before = START
    for step in ("site", "buildings", "equipment", "trial"):
        identity = draft.add(f"{front.name}/checkpoint {step}", f"checkpoint {step}", 1.0,
                             front.name, after=[before])  # fmt: skip
        if before == START and front.delay > 0.0:
            draft.follow(identity, [START], front.delay)
        before = identity
    return before
