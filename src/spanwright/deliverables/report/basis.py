"""Appendices on the basis of design: every number with its source, and the evidence behind it."""

from __future__ import annotations

from spanwright.datum.ledger import Kind, Line
from spanwright.deliverables.content import (
    Block,
    Card,
    Cards,
    Cell,
    Column,
    Fold,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
    Tone,
)
from spanwright.deliverables.drawing.sheet import capitalised
from spanwright.deliverables.results import Claim, Results
from spanwright.deliverables.sources import count, groups

KIND_TONE: dict[Kind, Tone] = {"assumed": "warn", "reported": "good"}
KINDS = (
    "reported: somebody said it in public (claim, with its chain); given: set in the project file; "
    "standard: a clause; assumed: nobody says it, a basis and a range stand beside it; derived: "
    "follows from the others by the rule named."
)
STATUS_TONE: dict[str, Tone] = {
    "adopted": "good", "supporting": "", "conflict": "warn", "rejected": "bad", "context": "muted",
}  # fmt: skip
ARROW = " → "


def appendices(results: Results) -> tuple[Section, ...]:
    """All values with their sources; claims, conflicts, statements of the news report."""
    evidence = results.evidence
    sections: list[Section] = []
    if evidence.conflicts:
        sections.append(Section("conflicts", "Conflicting claims", (
            Paragraph("Where published claims on one quantity disagree, one is adopted for the "
                      "stated reason. Nothing is averaged; the others stay on record."),
            Cards(tuple(_conflict(results, k) for k in range(len(evidence.conflicts)))),
        )))  # fmt: skip
    if evidence.statements or evidence.contradictions:
        sections.append(_news(results))
    if evidence.claims:
        sections.append(_claims(results))
    own = (values(results), *national(results))
    if not sections:
        return own
    return *own, Section("evidence", "Evidence", (), tuple(sections))


def national(results: Results) -> tuple[Section, ...]:
    """Nationally determined parameters: what the annex or the project says, and what it leaves."""
    if not results.choices:
        return ()
    left = sum(row.origin == "recommended" for row in results.choices)
    columns = (
        Column("Parameter", width=34), Column("Value", width=18), Column("Clause", width=24),
        Column("Origin", width=24),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(row.path, "strong"), row.value, f"{row.clause} [{row.tag}]",
            Cell("recommended value used", "muted") if row.origin == "recommended"
            else Cell(f"{row.origin}: {row.source}"),
        )
        for row in results.choices
    )  # fmt: skip
    text = (
        f"{left} of {len(rows)} parameters take their recommended value; the others come from the "
        "annex or the project. Each can be replaced in the project file (codes.overrides). "
        "Tags: read, compared with a source; remembered, from memory."
    )
    table = Table("tab-national", "Nationally determined parameters of this run.", columns, rows,
                  is_filterable=True)  # fmt: skip
    return (Section("national", "Nationally determined parameters", (Paragraph(text), table)),)


def values(results: Results) -> Section:
    """One table a group of addresses, and how many values rest on what."""
    kinds: tuple[tuple[Kind, Tone], ...] = (
        ("reported", "good"), ("given", ""), ("standard", ""), ("derived", ""), ("assumed", "warn"),
    )  # fmt: skip
    tiles = tuple(Tile(str(count(results.ledger, kind)), kind, tone) for kind, tone in kinds)
    columns = (
        Column("Address", width=22), Column("Value", width=17), Column("Kind", width=9),
        Column("Source or basis", width=28), Column("Range, note", width=24),
    )  # fmt: skip
    tables = tuple(
        Table(f"tab-values-{word}", f"{capitalised(word)}: values and where they come from.",
              columns, tuple(_value(line) for line in lines), is_filterable=True)
        for word, lines in groups(results.ledger).items()
    )  # fmt: skip
    blocks: tuple[Block, ...] = (Tiles(tiles), Paragraph(KINDS, "muted"), *tables)
    return Section("values", "Values and their sources", blocks)


def _value(line: Line) -> tuple[Cell | str, ...]:
    notes = (f"range {line.span}" if line.span else "", line.note)
    kind = Cell(line.kind, KIND_TONE.get(line.kind, ""))
    rest = " · ".join(part for part in notes if part)
    return Cell(line.address, "strong"), line.value, kind, line.source, rest


def _conflict(results: Results, k: int) -> Card:
    conflict = results.evidence.conflicts[k]
    known = {claim.identity: claim for claim in results.evidence.claims}
    lines = tuple(
        (identity, _said(known[identity]) if identity in known else "not in the register")
        for identity in conflict.claims
    )
    verdict = f"Adopted: {conflict.resolution}. {conflict.basis}".rstrip(". ") + "."
    return Card(f"{conflict.identity} · {conflict.topic}", lines, verdict, "warn")


def _said(claim: Claim) -> str:
    value = f"{claim.value} {claim.unit}".strip()
    who = ARROW.join(claim.chain)
    return f"{value} ({claim.exactness}; {who}; {claim.date or 'undated'})"


def _news(results: Results) -> Section:
    evidence = results.evidence
    blocks: list[Block] = []
    if evidence.contradictions:
        blocks.append(Paragraph("Statements of the news report that contradict each other, the "
                                "calendar or their own source:"))  # fmt: skip
        blocks.append(Cards(tuple(
            Card(f"{c.identity} · {c.finding}",
                 tuple(pair for pair in (("says", c.first), ("against", c.second),
                                         ("sources", c.sources)) if pair[1]),
                 f"Better: {c.better}." if c.better else "Unresolved.", "bad")
            for c in evidence.contradictions
        )))  # fmt: skip
    if evidence.statements:
        columns = (Column("Id"), Column("Statement"), Column("Chain"), Column("When, as said"),
                   Column("Resolved"), Column("Verdict"), Column("Better value"))  # fmt: skip
        rows = tuple(
            (
                s.identity,
                s.text,
                s.chain,
                s.said_when,
                s.resolved,
                Cell(s.verdict, "strong"),
                s.better,
            )
            for s in evidence.statements
        )
        caption = "Statements of the news report, traced and dated."
        blocks.append(Table("tab-statements", caption, columns, rows, is_filterable=True))
    return Section("news", "The news report examined", tuple(blocks))


def _claims(results: Results) -> Section:
    columns = (Column("Id"), Column("Quantity"), Column("Value"), Column("Said by"),
               Column("Date"), Column("Exactness"), Column("Status"), Column("Note"))  # fmt: skip
    rows = tuple(
        (
            Cell(c.identity, "strong", url=c.url), c.quantity, f"{c.value} {c.unit}".strip(),
            ARROW.join(c.chain), c.date or "undated", c.exactness,
            Cell(c.status, STATUS_TONE.get(c.status, "")), c.note,
        )
        for c in results.evidence.claims
    )  # fmt: skip
    table = Table("tab-claims", "The register of claims.", columns, rows, is_filterable=True)
    return Section("claims", "Register of claims", (Fold(f"All {len(rows)} claims", (table,)),))
