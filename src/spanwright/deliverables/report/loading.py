"""Model and stages, axes and signs, actions, combinations."""

from __future__ import annotations

import re

from spanwright.deliverables.content import (
    Block,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
)
from spanwright.deliverables.numbers import fixed
from spanwright.deliverables.results import Results


def chapter(results: Results) -> Section:
    """What is analysed, and under what."""
    return Section("loading", "Model and actions", (), (
        _model(results),
        Section("signs", "Axes and signs", conventions(results.conventions)),
        _actions(results),
    ))  # fmt: skip


def _model(results: Results) -> Section:
    sizes = ("Nodes", "Members", "Springs", "Unknowns")
    columns = (Column("Stage"), Column("What it carries"), *(Column(s, "right") for s in sizes))
    rows: list[tuple[Cell | str, ...]] = []
    for s in results.stages:
        counts = (s.nodes, s.members, s.springs, s.dofs)
        numbers = (Cell(fixed(n, 0), order=float(n)) for n in counts)
        rows.append((Cell(s.name, "strong"), s.description, *numbers))
    words = (
        "One spatial beam and grillage model of the whole length, factorised once for each stage; "
        "influence surfaces by adjoint solves, traffic placed on them exactly and replayed as "
        "ordinary load cases."
    )
    table = Table("tab-stages", "Stages of the model.", columns, tuple(rows))
    return Section("model", "Structural model", (Paragraph(words), table))


def _actions(results: Results) -> Section:
    columns = (Column("Action"), Column("Symbol"), Column("Value"), Column("Source"),
               Column("Stage"), Column("Evidence"))  # fmt: skip
    rows = tuple(
        (Cell(a.name, "strong"), a.symbol, a.value, a.clause, a.stage, a.tag)
        for a in results.actions
    )
    note = (
        "Evidence of a rule: read in its source, computed from it, or remembered and still to be "
        "held against the printed page."
    )
    table = Table("tab-actions", "Actions and their values.", columns, rows, note=note)
    return Section("actions", "Actions", (table,))


def appendix(results: Results) -> Section:
    """All combinations of actions with their factors."""
    columns = (Column("Rule"), Column("Situation"), Column("Factors"), Column("Source"))
    rows = tuple(
        (Cell(c.name, "strong"), c.situation, c.expression, c.clause) for c in results.combinations
    )
    table = Table("tab-combinations", "Combinations of actions.", columns, rows)
    return Section("combinations", "Combinations", (table,))


def conventions(markdown: str) -> tuple[Block, ...]:
    """The engine's statement of axes and signs: its paragraphs and its table, marks removed."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines or lines[0].startswith("#"):
            continue
        if lines[0].startswith("|") and len(lines) > 2:
            cells = [[_plain(c) for c in line.strip("|").split("|")] for line in lines]
            columns = tuple(Column(name) for name in cells[0])
            rows = tuple(tuple(row[: len(columns)]) for row in cells[2:])
            blocks.append(Table("tab-signs", "Section forces.", columns, rows))
        else:
            blocks.append(Paragraph(_plain(" ".join(lines))))
    return tuple(blocks)


def _plain(text: str) -> str:
    return re.sub(r"\*\*|`", "", text).strip()
