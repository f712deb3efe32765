"""Bearings: one under each girder at each support, held so that nothing is restrained twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.layout.notes import Notes
from spanwright.layout.types import Bearing, BearingKind, BearingMake, Deck

MOVED: Final = 12e-6 * 60.0  # of the length that moves: half of a range of 120 K with its doubt
SOFT_LOAD: Final = 4e6  # N, design load that laminated bearings usually carry
SOFT_MOVE: Final = 0.060  # m, to either side
GREAT_LOAD: Final = 20e6  # N, above which pots grow clumsy
# Settlement of a bearing under its design load: the vertical stiffness is load over this.
SETTLEMENT: Final = {"pot": 0.001, "spherical": 0.0007, "elastomeric": 0.003}  # m


def fixed_support(deck: Deck, names: Sequence[str], wanted: str, index: int, notes: Notes) -> int:
    """Which support line holds the deck lengthwise: the wanted one, or the nearest to the middle.

    names : of the deck's supports, in order.  An abutment is never chosen while a pier exists:
    half the length of movement at each end keeps both joints small.
    """
    if wanted != "auto":
        if wanted in names:
            return list(names).index(wanted)
        notes.inform(
            "layout.bearings.fixed",
            f"deck {deck.name} does not rest on {wanted}: its own middle support holds it",
        )
    middle = 0.5 * (deck.supports[0] + deck.supports[-1])
    distance = np.abs(deck.supports - middle)
    if len(distance) > 2:
        distance[[0, -1]] = np.inf
    chosen = int(np.argmin(distance))
    notes.rule(
        f"layout.decks[{index}].bearings.fixed",
        names[chosen],
        "support nearest the middle of the deck: equal movement at both joints",
    )
    return chosen


def check_fixed_name(wanted: str, names: Sequence[str]) -> None:
    """Refuse the name of a support that does not exist."""
    if wanted != "auto" and wanted not in names:
        raise InputError(
            "layout.bearings.fixed",
            'must be "auto" or one of ' + ", ".join(names),
            got=f'"{wanted}"',
        )


def bearing_kind(girder: int, held: int, is_fixed_line: bool) -> BearingKind:
    """One girder keeps the deck in line everywhere; at the fixed line all hold it lengthwise."""
    if is_fixed_line:
        return "fixed" if girder == held else "transverse"
    return "guided" if girder == held else "free"


def choose_make(
    decks: Sequence[Deck], fixed: Sequence[int], loads: Sequence[Array], notes: Notes
) -> BearingMake:
    """Elastomeric for small loads and movements, spherical for great loads, pots between.

    loads : (p,) design load of one bearing at each support of each deck             [N]
    """
    load = max(float(np.max(one)) for one in loads)
    moved = MOVED * max(
        float(np.max(np.abs(deck.supports - deck.supports[at])))
        for deck, at in zip(decks, fixed, strict=True)
    )
    make: BearingMake = "pot"
    if load <= SOFT_LOAD and moved <= SOFT_MOVE:
        make = "elastomeric"
    elif load > GREAT_LOAD:
        make = "spherical"
    notes.rule(
        "layout.bearings.kind",
        make,
        f"{load / 1e6:.1f} MN and {moved * 1e3:.0f} mm at the most: elastomeric up to "
        f"{SOFT_LOAD / 1e6:g} MN and {SOFT_MOVE * 1e3:g} mm, spherical above "
        f"{GREAT_LOAD / 1e6:g} MN",
    )
    return make


def place_bearings(
    deck: Deck,
    names: Sequence[str],
    fixed: int,
    levels: Array,
    loads: Array,
    make: BearingMake,
    stiffness: float | None,
) -> tuple[Bearing, ...]:
    """All bearings of one deck.

    levels : (p, g) underside of each girder at each support                         [m]
    loads  : (p,) design load of one bearing at each support                         [N]
    """
    held = (len(deck.girders) - 1) // 2
    return tuple(
        Bearing(
            deck=deck.name,
            girder=girder.name,
            support=names[p],
            station=float(deck.supports[p]),
            offset=girder.offset,
            level=float(levels[p, g]),
            kind=bearing_kind(g, held, p == fixed),
            vertical_stiffness=stiffness or float(loads[p]) / SETTLEMENT[make],
            make=make,
        )
        for p in range(len(deck.supports))
        for g, girder in enumerate(deck.girders)
    )
