"""General arrangement: the drawings, and the quantities that follow from them."""

from __future__ import annotations

from spanwright.deliverables.content import Block, Cell, Column, Figure, Paragraph, Section, Table
from spanwright.deliverables.drawing import Drawn, all_sheets
from spanwright.deliverables.drawing.svg import to_svg
from spanwright.deliverables.numbers import digits, fixed, usual_unit
from spanwright.deliverables.results import Results

WORDS = {
    "arrangement": "Stations increase to the right. Hidden lines of the plan dashed; barriers in "
    "outline only.",
    "section": "Seen along increasing stations.",
    "pier": "Front seen along increasing stations; water at mean level.",
    "schedule": "Darker plates are thicker. Lengths of the pieces between splices below.",
}


def _figure(drawn: Drawn) -> Figure:
    scale = drawn.sheet.scales[0] if drawn.sheet.scales else ""
    note = f" {WORDS[drawn.kind]}"
    caption = f"{drawn.title}{f', scale {scale} on A4' if scale else ''}.{note}"
    width = {"arrangement": "wide", "schedule": "wide", "section": "page", "pier": "narrow"}
    return Figure(f"fig-{drawn.name}", caption, to_svg(drawn.sheet, drawn.title),
                  width[drawn.kind])  # type: ignore[arg-type]  # fmt: skip


def chapter(results: Results) -> Section:
    """All drawings by kind, then the quantities."""
    sheets = all_sheets(results.layout)

    def of(kind: str) -> tuple[Block, ...]:
        return tuple(_figure(drawn) for drawn in sheets if drawn.kind == kind)

    words = (
        "Every drawing is made to scale from the same layout the analysis uses; the scale bar "
        "holds at any size of print."
    )
    return Section("arrangement", "General arrangement", (Paragraph(words),), (
        Section("elevation", "Elevation and plan", of("arrangement")),
        Section("cross-sections", "Cross-section and piers", of("section") + of("pier")),
        Section("plates", "Plate schedules", of("schedule")),
        _quantities(results),
    ))  # fmt: skip


def _quantities(results: Results) -> Section:
    columns = (Column("Group"), Column("Item"), Column("Part"), Column("Material"),
               Column("Amount", "right"), Column("Unit"))  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = []
    for q in results.quantities:
        factor, unit = usual_unit(q.unit, q.amount)
        text = fixed(q.amount, 0) if q.unit == "1" else digits(q.amount / factor, 4)
        amount = Cell(text, order=q.amount)
        group = Cell(q.group, "strong")
        rows.append((group, q.item, q.part, q.material, amount, unit or "no."))
    table = Table("tab-quantities", "Quantities taken from the layout, without waste.", columns,
                  tuple(rows))  # fmt: skip
    return Section("quantities", "Quantities", (table,))
