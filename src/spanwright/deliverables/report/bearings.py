"""Schedule of bearings and joints: what to ask a maker for."""

from __future__ import annotations

from typing import Final

from spanwright.checks.types import CheckSeries
from spanwright.deliverables.content import Block, Cell, Column, Paragraph, Section, Table
from spanwright.deliverables.numbers import digits
from spanwright.deliverables.results import LongitudinalForces, Results

DISC: Final = "bearings, contact pressure"
RUBBER: Final = "bearings, laminated elastomer"
JOINTS: Final = "expansion joints, movement"
# Detail of the series, heading, unit, what a unit is in SI.
DISC_COLUMNS: Final = (
    ("disc diameter", "Disc", "mm", 1e-3),
    ("sliding plate along", "Sliding plate", "mm", 1e-3),
    ("friction force", "Friction", "kN", 1e3),
    ("force left to anchors", "Anchors", "kN", 1e3),
)
RUBBER_COLUMNS: Final = (
    ("side along", "Along", "mm", 1e-3),
    ("side across", "Across", "mm", 1e-3),
    ("layers", "Layers", "", 1.0),
    ("layer", "Layer", "mm", 1e-3),
)
COMMON: Final = (
    ("force, greatest", "Fz max", "kN", 1e3),
    ("force, least", "Fz min", "kN", 1e3),
    ("force along", "Fx", "kN", 1e3),
    ("force across", "Fy", "kN", 1e3),
    ("movement along", "Range along", "mm", 1e-3),
)
JOINT_COLUMNS: Final = (
    ("opening", "Opens", "mm", 1e-3),
    ("closing", "Closes", "mm", 1e-3),
    ("shrinkage", "of it shrinkage", "mm", 1e-3),
    ("braking", "braking", "mm", 1e-3),
    ("seals", "Seals of 80 mm", "", 1.0),
)
Columns = tuple[tuple[str, str, str, float], ...]
WORDS: Final = (
    "Sizes follow from contact pressures, movements and rotations by the rules of EN 1337 and are "
    "no maker's product. Forces are ultimate, movements characteristic; sliding plates reach 20 mm "
    "beyond the disc. Friction is that of the permanent force."
)


def schedule(results: Results) -> tuple[Section, ...]:
    """One table of bearings and one of joints; nothing where a run has neither."""
    known = {series.name: series for series in results.checks.series}
    blocks: list[Block] = [Paragraph(WORDS)]
    for name, own in ((DISC, DISC_COLUMNS), (RUBBER, RUBBER_COLUMNS)):
        if name in known:
            blocks.append(_bearings(results, known[name], (*own, *COMMON)))
    if JOINTS in known:
        blocks.append(_joints(known[JOINTS]))
    if results.longitudinal is not None:
        blocks.append(_longitudinal(results.longitudinal))
    if len(blocks) == 1:
        return ()
    return (Section("bearings", "Bearings and joints", tuple(blocks)),)


def _longitudinal(found: LongitudinalForces) -> Table:
    """What each action brings to each foundation along the bridge."""
    rows = tuple(
        (Cell(name, "strong"), *(Cell(digits(value / 1e3, 4) if value >= 0.5e3 else "", order=value)
                                 for value in row))
        for name, row in zip(found.supports, found.force.tolist(), strict=True)
    )  # fmt: skip
    columns = (Column("Support"), *(Column(name.capitalize(), "right", "kN")
                                    for name in found.actions))  # fmt: skip
    caption = (
        "Level forces along the bridge at the foundations, characteristic, without sign; the "
        "earthquake as foundations are designed for it."
    )
    return Table("tab-longitudinal", caption, columns, rows)


def _cells(series: CheckSeries, row: int, columns: Columns) -> list[Cell]:
    values = [float(series.details[key][row]) / factor for key, _, _, factor in columns]
    return [Cell(digits(value, 4) if value else "", order=value) for value in values]


def _headings(columns: Columns) -> tuple[Column, ...]:
    return tuple(Column(title, "right", unit) for _, title, unit, _ in columns)


def _bearings(results: Results, series: CheckSeries, columns: Columns) -> Table:
    rows = tuple(
        (Cell(b.support, "strong"), b.deck, b.girder, b.kind, *_cells(series, k, columns))
        for k, b in enumerate(results.layout.bearings)
    )
    first = tuple(Column(title) for title in ("Support", "Deck", "Girder", "Kind"))
    caption = f"Bearings, {series.situation}."
    return Table(
        "tab-bearing-schedule", caption, (*first, *_headings(columns)), rows, is_filterable=True
    )


def _joints(series: CheckSeries) -> Table:
    rows = tuple(
        (
            Cell(place, "strong"),
            Cell(digits(series.station[k], 4)),
            *_cells(series, k, JOINT_COLUMNS),
        )
        for k, place in enumerate(series.place)
    )
    columns = (Column("Joint"), Column("Station", "right", "m"), *_headings(JOINT_COLUMNS))
    return Table("tab-joint-schedule", "Expansion joints, characteristic.", columns, rows)
