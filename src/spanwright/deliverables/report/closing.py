"""Self-checks, what was not checked, versions."""

from __future__ import annotations

from spanwright.deliverables.content import (
    Cell,
    Column,
    Listing,
    Paragraph,
    Section,
    Table,
    Tone,
)
from spanwright.deliverables.numbers import power
from spanwright.deliverables.results import Results

CLOSE, FAR = 1e-8, 1e-6  # residuals: good below the first, the run fails above the second


def chapter(results: Results) -> Section:
    """How far to trust this report."""
    sections = [_selfchecks(results), _unchecked(results)]
    remarks = [n for n in results.notices if n.level == "info"]
    if remarks:
        items = tuple(f"{n.address}: {n.text}" for n in remarks)
        sections.append(Section("remarks", "Remarks of the run", (Listing(items),)))
    return Section("trust", "How far to trust this", (), tuple(sections))


def _tone(residual: float) -> Tone:
    if not residual <= FAR:
        return "bad"
    return "good" if residual <= CLOSE else "warn"


def _selfchecks(results: Results) -> Section:
    rows = tuple(
        (Cell(c.name, "strong"), Cell(power(c.residual), _tone(c.residual), c.residual), c.scale)
        for c in results.effects.selfchecks
    )
    columns = (Column("Check"), Column("Residual", "right"), Column("Relative to"))
    words = (
        "Computed in this run: what every linear analysis must satisfy, whatever the input. Above "
        "one millionth the run stops and no report is written."
    )
    table = Table("tab-selfchecks", "Residuals of the self-checks.", columns, rows)
    return Section("selfchecks", "Self-checks", (Paragraph(words), table))


def _unchecked(results: Results) -> Section:
    unchecked = results.checks.unchecked
    if not unchecked:
        return Section("unchecked", "Not checked", (Paragraph("No open point was declared."),))
    words = "A complete design would check these too; this run did not."
    items = tuple(f"{u.what}: {u.why}" for u in unchecked)
    return Section("unchecked", "Not checked", (Paragraph(words), Listing(items)))


def colophon(results: Results) -> str:
    """The last line: what made the report."""
    versions = ", ".join(f"{name} {version}" for name, version in results.versions)
    return f"Made with {versions}." if versions else "Made with spanwright."
