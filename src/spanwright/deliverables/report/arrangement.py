"""General arrangement: the drawings, and the quantities that follow from them."""

from __future__ import annotations

from spanwright.deliverables.content import Block, Cell, Column, Figure, Paragraph, Section, Table
from spanwright.deliverables.drawing import Drawn, sheets_of
from spanwright.deliverables.drawing.svg import to_svg
from spanwright.deliverables.numbers import digits, fixed, usual_unit
from spanwright.deliverables.report.bearings import schedule
from spanwright.deliverables.results import Results

WORDS = {
    "location": "Neighbours are context, never checked.",
    "arrangement": "Stations increase to the right. Hidden lines of the plan dashed; barriers in "
    "outline only.",
    "plan": "As the bridge lies, the chord between the abutments to the right; below it the axis "
    "rolled out.",
    "section": "Seen along increasing stations.",
    "detail": "Concrete sizes as checked; bars are those of the checks, laps not drawn.",
    "pier": "Front seen along increasing stations; water at mean level.",
    "abutment": "Seen along increasing stations; the cap from above.",
    "schedule": "Darker plates are thicker. Lengths of the pieces between splices below.",
}


def _figure(drawn: Drawn, *, is_curved: bool) -> Figure:
    scale = drawn.sheet.scales[0] if drawn.sheet.scales else ""
    note = f" {drawn.note or WORDS[drawn.kind]}"
    if is_curved and drawn.kind == "schedule":
        note += " Lengths are those on the axis; each girder's own are in the quantities."
    caption = f"{drawn.title}{f', scale {scale} on A4' if scale else ''}.{note}"
    width = {
        "location": "wide",
        "abutment": "page",
        "arrangement": "wide",
        "plan": "wide",
        "schedule": "wide",
        "section": "page",
        "pier": "narrow",
        "detail": "page",
    }
    return Figure(f"fig-{drawn.name}", caption, to_svg(drawn.sheet, drawn.title),
                  width[drawn.kind])  # type: ignore[arg-type]  # fmt: skip


def chapter(results: Results) -> Section:
    """All drawings by kind, then the quantities."""
    sheets = sheets_of(results)
    is_curved = results.layout.axis.plan is not None

    def of(kind: str) -> tuple[Block, ...]:
        return tuple(_figure(drawn, is_curved=is_curved) for drawn in sheets if drawn.kind == kind)

    words = (
        "Every drawing is made to scale from the same layout the analysis uses; the scale bar "
        "holds at any size of print."
    )
    return Section("arrangement", "General arrangement", (Paragraph(words),), (
        *((Section("location", "Location", located),) if (located := of("location")) else ()),
        Section("elevation", "Elevation and plan", of("arrangement") + of("plan")),
        Section("cross-sections", "Cross-section and piers", of("section") + of("pier")),
        Section("pier-details", "Details of the piers", of("detail")),
        Section("abutments", "Abutments", of("abutment")),
        Section("plates", "Girder schedules", of("schedule")),
        *schedule(results),
        _quantities(results),
    ))  # fmt: skip


def _quantities(results: Results) -> Section:
    """One row an item, one column a part, and their sum."""
    lines = results.quantities
    parts = list(dict.fromkeys(q.part for q in lines if q.part))
    amounts: dict[tuple[str, str, str, str], dict[str, float]] = {}
    for q in lines:
        row = amounts.setdefault((q.group, q.item, q.material, q.unit), {})
        row[q.part] = row.get(q.part, 0.0) + q.amount
    columns = (
        Column("Chapter"), Column("Item"), Column("Material"), Column("Unit"),
        *(Column(part, "right") for part in parts), Column("Total", "right"),
    )  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = []
    chapter = ""
    for (group, item, material, unit), row in amounts.items():
        total = sum(row.values())
        factor, name = usual_unit(unit, total)
        cells = [_amount(row.get(part, 0.0), factor, unit) for part in parts]
        heading = Cell(group, "strong" if group != chapter else "muted")
        rows.append((heading, item, material, name or "no.", *cells, _amount(total, factor, unit)))
        chapter = group
    caption = "Quantities taken from the layout; waste and laps not included."
    table = Table("tab-quantities", caption, columns, tuple(rows))
    return Section("quantities", "Quantities", (table,))


def _amount(value: float, factor: float, unit: str) -> Cell:
    text = fixed(value, 0) if unit == "1" else digits(value / factor, 4)
    return Cell(text if value else "", order=value)
