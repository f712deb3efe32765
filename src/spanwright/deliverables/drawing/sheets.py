"""The set of drawings of one bridge, in the order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from spanwright.deliverables.drawing.abutments import (
    abutment_sheet,
    bars_sheet,
    bars_through_sheet,
)
from spanwright.deliverables.drawing.arrangement import draw_strip, strips
from spanwright.deliverables.drawing.course import course_sheet
from spanwright.deliverables.drawing.crossheads import crosshead_sheet
from spanwright.deliverables.drawing.details import cap_sheet, sections_sheet
from spanwright.deliverables.drawing.location import location_sheet
from spanwright.deliverables.drawing.schedule import draw_schedule
from spanwright.deliverables.drawing.sections import pier_sheet, span_section
from spanwright.deliverables.drawing.sheet import Sheet, capitalised
from spanwright.deliverables.drawing.strands import strand_sheet
from spanwright.deliverables.geometry import block_name
from spanwright.deliverables.results import Arranged, Neighbour, Position
from spanwright.layout.bars import Reinforcement, SupportBars
from spanwright.layout.types import Abutment, Layout, Pier

Kind = Literal[
    "location", "detail", "arrangement", "plan", "section", "pier", "abutment", "schedule"
]

RINGS: Final = "Rings are strands sheathed at both ends of the girder."
LAID: Final = (
    "Upright bars, links and the cap's bars are those of the checks, spacings rounded down; level "
    "bars are the least of a wall. Laps and hooks are not drawn."
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished sheet with the name of its file and what it shows.

    note    : what a reader must know of it beyond its title
    subject : what a page must not mix with others; "" where it may
    """

    name: str
    kind: Kind
    title: str
    sheet: Sheet
    note: str = ""
    subject: str = ""


def file_word(text: str) -> str:
    """A user's name as part of a file name: nothing but letters, digits and hyphens."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text) or "unnamed"


def typical_piers(layout: Layout) -> tuple[Pier, ...]:
    """The piers worth a sheet: the tallest in the river, on land, and where two decks meet."""
    out: list[Pier] = []
    groups = (
        [p for p in layout.piers if p.in_river and not p.is_joint],
        [p for p in layout.piers if not p.in_river and not p.is_joint],
        [p for p in layout.piers if p.is_joint],
    )
    for group in groups:
        if group:
            out.append(max(group, key=lambda p: p.crosshead_top - p.foundation.cap_top))
    return tuple(out)


def sheets_of(results: Arranged) -> tuple[Drawn, ...]:
    """Every drawing of a laid out bridge."""
    return all_sheets(results.layout, results.bars, results.position, results.neighbours)


def all_sheets(
    layout: Layout, bars: Reinforcement | None = None, position: Position | None = None,
    neighbours: Sequence[Neighbour] = (),
) -> tuple[Drawn, ...]:  # fmt: skip
    """Every drawing of the bridge.

    bars     : as adopted for the checks; without them no bars are drawn
    position : on Earth; without it and without neighbours there is no location plan
    """
    out: list[Drawn] = []
    if position is not None or neighbours:
        plan = location_sheet(layout, position, neighbours)
        out.append(Drawn("location", "location", "Location", plan))
    cut = strips(layout)
    for i, strip in enumerate(cut):
        sheet = draw_strip(layout, strip, i + 1, len(cut))
        title = f"General arrangement, stations {max(strip.start, 0.0):.0f} to {strip.end:.0f} m"
        out.append(Drawn(f"arrangement-{i + 1}", "arrangement", title, sheet))
    if layout.axis.plan is not None:
        out.append(Drawn("plan", "plan", "Plan in true shape", course_sheet(layout)))
    out.append(
        Drawn("section", "section", "Cross-section in the longest span", span_section(layout))
    )
    for pier in typical_piers(layout):
        title = f"{capitalised(pier.name)}, front and side"
        out.append(Drawn(f"front-{file_word(pier.name)}", "pier", title, pier_sheet(layout, pier)))
    for pier in typical_piers(layout):
        out += _details(pier, None if bars is None else bars.piers[pier.name])
    for abutment in layout.abutments:
        out += _abutment(layout, abutment, None if bars is None else bars.abutments[abutment.name])
    for deck in layout.decks:
        word = file_word(deck.name)
        if deck.precast is not None:
            title = f"Precast girder of deck {deck.name}"
            sheet = strand_sheet(deck, deck.precast)
            out.append(Drawn(f"strands-{word}", "schedule", title, sheet, RINGS))
            continue
        title = f"Plate schedule of deck {deck.name}"
        out.append(Drawn(f"plates-{word}", "schedule", title, draw_schedule(deck)))
    return tuple(out)


def _details(pier: Pier, bars: SupportBars | None) -> Iterator[Drawn]:
    """The cap from above; crosshead, cap, shaft and pile, or footing, cut with their bars."""
    word, name = file_word(pier.name), capitalised(pier.name)
    block = block_name(pier.foundation)
    is_footing = pier.foundation.is_footing
    shown = [("cap", block, cap_sheet(pier))]
    if bars is not None:
        shown += [
            ("crosshead", "crosshead" if is_footing else "crosshead and pile cap",
             crosshead_sheet(pier, bars)),
            ("sections", f"shaft and {'footing' if is_footing else 'pile'}",
             sections_sheet(pier, bars)),
        ]  # fmt: skip
    for key, title, sheet in shown:
        yield Drawn(f"{key}-{word}", "detail", f"{name}, {title}", sheet, subject=pier.name)


def _abutment(layout: Layout, abutment: Abutment, bars: SupportBars | None) -> Iterator[Drawn]:
    """Front and side, cap from above, and its bars with their schedule."""
    word, name = file_word(abutment.name), capitalised(abutment.name)
    shown = [
        ("front", "front and side", abutment_sheet(layout, abutment), ""),
        ("cap", block_name(abutment.foundation), cap_sheet(abutment), ""),
    ]
    if bars is not None:
        shown += [
            ("bars", "bars of the walls", bars_sheet(layout, abutment, bars), LAID),
            ("section", "section and schedule of bars",
             bars_through_sheet(layout, abutment, bars), LAID),
        ]  # fmt: skip
    for key, title, sheet, note in shown:
        yield Drawn(f"{key}-{word}", "abutment", f"{name}, {title}", sheet, note, abutment.name)
