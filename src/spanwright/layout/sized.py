"""Sizes a project adopted (`spanwright size`) in place of the layout's first guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.layout.notes import Notes
from spanwright.layout.plates import Plates, given_plates

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import DeckSizes, FootingRow, PierRow, SizesBrief

SAME: Final = 1e-3  # stations closer than this are one [m]
RULE: Final = "sized by spanwright size: every utilisation that is checked at most 1.00"


def usable_sizes(brief: Brief, all_spans: list[Array], notes: Notes) -> SizesBrief | None:
    """The project's sizes if they were made for these spans; otherwise None, with a warning."""
    sizes = brief.sizes
    if sizes is None:
        return None
    start = 0.0
    for part, spans in zip(brief.layout.parts, all_spans, strict=True):
        supports = start + np.concatenate([[0.0], np.cumsum(spans)])
        known = [np.array(deck.supports) for deck in sizes.deck if deck.name == part.name]
        same = bool(known) and known[0].shape == supports.shape
        if not same or np.any(np.abs(known[0] - supports) > SAME):
            notes.warn(
                "sizes",
                f"made for other spans of {part.name}: not used, the first guess stands; run "
                "spanwright size again",
            )
            return None
        start += part.length
    given = brief.layout
    for address, value in {
        "layout.girders.segments": given.girders.segments or None,
        "layout.studs.rate": given.studs.rate,
        "layout.piers.width": given.piers.width,
        "layout.piles.count": given.piles.count,
        "layout.piles.length": given.piles.length,
        "layout.footings.length": given.footings.length,
        "layout.footings.width": given.footings.width,
        "layout.footings.thickness": given.footings.thickness,
    }.items():
        if value is not None:
            notes.warn(address, "given: wins over sizes.toml")
    return sizes


def sizes_of_deck(sizes: SizesBrief | None, name: str) -> DeckSizes | None:
    """The sizes of one deck."""
    found = [deck for deck in sizes.deck if deck.name == name] if sizes else []
    return found[0] if found else None


def sizes_of_pier(sizes: SizesBrief | None, name: str) -> PierRow | None:
    """Shaft width, number and length of piles of one pier."""
    found = [row for row in sizes.piers if row[0] == name] if sizes else []
    return found[0] if found else None


def size_of_footing(sizes: SizesBrief | None, name: str) -> FootingRow | None:
    """Length, width and thickness of one support's footing."""
    found = [row for row in sizes.footings if row[0] == name] if sizes else []
    return found[0] if found else None


def sized_plates(sized: DeckSizes, start: float, end: float) -> Plates:
    """Plates of a sized deck.  start, end : stations of the deck [m]"""
    return given_plates(sized.plates, start, end, address="sizes.deck.plates")


def sized_studs(sized: DeckSizes, start: float, end: float) -> tuple[Array, Array]:
    """Stations (u,) [m] and studs per metre and girder between them (u - 1,)."""
    to, rate = np.array(sized.studs).T
    stations = np.concatenate([[start], to])
    stations[-1] = end
    return stations, rate


def sized_pile_bars(sizes: SizesBrief | None, name: str) -> tuple[float, float]:
    """Vertical bars and hoops of one support's piles; 0 where none are sized."""
    rows = [row[1:] for row in sizes.pile_bars if row[0] == name] if sizes else []
    return rows[0] if rows else (0.0, 0.0)


def sized_shaft_bars(sizes: SizesBrief | None, name: str) -> float:
    """Vertical bars of one pier's shafts, of their section; 0 where none are sized."""
    rows = [row[1] for row in sizes.support_bars if row[0] == name] if sizes else []
    return rows[0] if rows else 0.0
