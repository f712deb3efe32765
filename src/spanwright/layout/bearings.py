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
G: Final = 0.9e6  # shear modulus of the elastomer, EN 1337-3 4.3.1.1 [Pa]
PRESSED: Final = 15e6  # usual mean pressure of laminated bearings under design load [Pa]
SHEARED: Final = 0.7  # usual shear strain under the whole movement to one side
THINNEST: Final = 0.03  # elastomer in a bearing [m]
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


def rubber_stiffness(load: float, away: float) -> float:
    """G A/T of a laminated bearing before its size is known.  [N], [m] -> [N/m]

    load : design load;  away : from the support that holds the deck.  The check sizes the bearing
    and tells its own stiffness beside this one.
    Check: 2 MN, 40 m: 0.9 MPa x 0.133 m2 / 41 mm = 2.9 MN/m.
    """
    height = max(MOVED * away / SHEARED, THINNEST)
    return G * load / PRESSED / height


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
            shear_stiffness=rubber_stiffness(
                float(loads[p]), float(abs(deck.supports[p] - deck.supports[fixed]))
            )
            if make == "elastomeric"
            else 0.0,
        )
        for p in range(len(deck.supports))
        for g, girder in enumerate(deck.girders)
    )
