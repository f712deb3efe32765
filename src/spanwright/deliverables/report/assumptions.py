"""What was assumed: the few values that matter most, and all of them."""

from __future__ import annotations

from typing import Final

from spanwright.datum.ledger import Line
from spanwright.deliverables.content import Block, Cell, Column, Paragraph, Section, Table
from spanwright.deliverables.results import Results
from spanwright.deliverables.sources import count, settled

MOST: Final = 8
LONGEST: Final = 40  # characters of a value: a whole ground line is read in the appendix
# What an engineer would ask about first, in this order: address, and what it moves.
WEIGHTY: Final = (
    ("site.soil[0].n60", "number and length of the piles"),
    ("site.soil[0].friction_angle", "number and length of the piles"),
    ("site.soil[0].undrained_strength", "number and length of the piles"),
    ("site.earthquake.ground_acceleration", "shafts and piles"),
    ("layout.river_span", "steel, number of piers, programme"),
    ("layout.parts[0].spans", "steel, number of piers, programme"),
    ("road.clearance.height", "level of the road, height of the piers"),
    ("site.ground", "level of the pile caps, length of the piles"),
    ("site.river.discharge", "scour at the piers"),
    ("site.climate.ice_thickness", "force on the shafts in the river"),
    ("site.water.flood", "level of the road, working season"),
    ("codes.heavy_vehicles", "fatigue of flanges and studs"),
    ("road.safety_strip", "width, and with it everything the deck carries"),
    ("layout.girders.count", "steel, load of each girder"),
    ("layout.girders.span_to_depth", "depth of the girders, steel"),
    ("layout.slab.thickness", "permanent load, bending of the slab"),
    ("materials.steel", "plates of the girders"),
    ("codes.settlement", "moments over the supports"),
    ("site.climate.t_max", "movement of joints and bearings"),
    ("layout.piles.diameter", "number of the piles"),
    ("layout.bearings.kind", "forces along the bridge"),
)


def short(results: Results) -> tuple[Block, ...]:
    """The assumptions that matter most, for the first page; empty where nothing was assumed."""
    lines = _weighty(results)
    if not lines:
        return ()
    columns = (Column("Assumed"), Column("Value"), Column("Plausible range"),
               Column("What it moves most"), Column("Basis"))  # fmt: skip
    rows = tuple(
        (Cell(line.address, "strong"), line.value, line.span or "none stated", moves, line.source)
        for line, moves in lines
    )
    every = count(results.ledger, "assumed")
    caption = (
        f"The assumptions to question first: {len(rows)} of the {every} that an appendix lists. "
        "Ordered by engineering judgement, not by a sensitivity run."
    )
    return (Table("tab-weighty", caption, columns, rows),)


def _weighty(results: Results) -> tuple[tuple[Line, str], ...]:
    """Assumed lines at the weighty addresses, one a topic; those with a range come first."""
    assumed = [line for line in settled(results.ledger) if line.kind == "assumed"]
    found: dict[str, tuple[Line, str]] = {}
    for address, moves in WEIGHTY:
        at = next((x for x in assumed if x.address == address), None)
        is_short = at is not None and len(at.value) <= LONGEST
        if at is not None and is_short and at.value not in ("auto", "choose"):
            found.setdefault(moves, (at, moves))
    ranged = [pair for pair in found.values() if pair[0].span]
    bare = [pair for pair in found.values() if not pair[0].span]
    return tuple([*ranged, *bare][:MOST])


def appendix(results: Results) -> Section:
    """Everything assumed, with basis and range."""
    lines = [line for line in settled(results.ledger) if line.kind == "assumed"]
    columns = (Column("Address"), Column("Value"), Column("Basis"), Column("Plausible range"))
    rows = tuple((Cell(x.address, "strong"), x.value, x.source, x.span) for x in lines)
    table = Table("tab-assumptions", "Everything assumed.", columns, rows, is_filterable=True)
    blocks: tuple[Block, ...] = (table,) if rows else (Paragraph("Nothing was assumed."),)
    return Section("assumptions", "Assumptions", blocks)
