"""Tables of a run as columns of values: what spreadsheets and column files are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from spanwright.checks.types import STATUS
from spanwright.deliverables.results import Envelope, Results
from spanwright.works.cashflow import cash_flow
from spanwright.works.types import Works

Kind = Literal["text", "number", "day"]
Value = str | float | int | date | None


@dataclass(frozen=True, slots=True)
class Series:
    """One column.

    unit : SI, of every row; "" without one;  by_row : the row's own column "unit" says it
    """

    name: str
    kind: Kind
    values: tuple[Value, ...]
    unit: str = ""
    by_row: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A table: a name fit for a file, a title for a sheet, columns of one length."""

    name: str
    title: str
    columns: tuple[Series, ...]

    @property
    def rows(self) -> int:
        return len(self.columns[0].values)

    def column(self, name: str) -> Series | None:
        return next((c for c in self.columns if c.name == name), None)


def frames(results: Results) -> tuple[Frame, ...]:
    """Every table of a run, in the order a reader wants them; none of them empty."""
    made = (_quantities(results), _utilisations(results))
    return (*(frame for frame in made if frame.rows), *other_frames(results))


def other_frames(results: Results) -> tuple[Frame, ...]:
    """Every table besides quantities and utilisations."""
    made = [_envelopes(results), _bearings(results)]
    if results.works is not None:
        made += [_programme(results.works), _milestones(results.works), _cost(results.works),
                 _cash_flow(results.works)]  # fmt: skip
    made.append(_sources(results))
    return tuple(frame for frame in made if frame.rows)


def _texts(name: str, values: Sequence[str]) -> Series:
    return Series(name, "text", tuple(str(value) for value in values))


def _numbers(name: str, values: object, unit: str = "", *, by_row: bool = False) -> Series:
    """Numbers, None where there is none; a resistance of nothing stays an infinite utilisation."""
    array = np.asarray(values, dtype=float)
    kept = (None if v != v else v for v in array.tolist())
    return Series(name, "number", tuple(kept), unit, by_row)


def _days(name: str, values: Sequence[date | None]) -> Series:
    return Series(name, "day", tuple(values))


def _quantities(results: Results) -> Frame:
    lines = results.quantities
    return Frame("quantities", "Quantities", (
        _texts("group", [q.group for q in lines]), _texts("item", [q.item for q in lines]),
        _texts("part", [q.part for q in lines]), _texts("material", [q.material for q in lines]),
        _numbers("amount", [q.amount for q in lines], by_row=True),
        _texts("unit", [q.unit for q in lines]),
    ))  # fmt: skip


def _utilisations(results: Results) -> Frame:
    every = results.checks.series
    per_row = [(s, k) for s in every for k in range(len(s.place))]
    joined = {
        name: np.concatenate([getattr(s, name) for s in every]) if every else np.zeros(0)
        for name in ("station", "demand", "resistance", "utilisation")
    }
    return Frame("utilisations", "Utilisations", (
        _texts("check", [s.name for s, _ in per_row]),
        _texts("clause", [s.clause for s, _ in per_row]),
        _texts("situation", [s.situation for s, _ in per_row]),
        _texts("element", [s.element for s, _ in per_row]),
        _texts("place", [s.place[k] for s, k in per_row]),
        _numbers("station", joined["station"], "m"),
        _numbers("demand", joined["demand"], by_row=True),
        _numbers("resistance", joined["resistance"], by_row=True),
        _texts("unit", [s.unit for s, _ in per_row]),
        _numbers("utilisation", joined["utilisation"]),
        _texts("status", [STATUS[int(s.status[k])] for s, k in per_row]),
        _texts("combination", [s.combination[k] for s, k in per_row]),
        _texts("cause", [s.cause[k] for s, k in per_row]),
    ))  # fmt: skip


def _envelopes(results: Results) -> Frame:
    at, decks = results.effects.sections, results.layout.decks
    chosen = [e for e in results.envelopes if e.over == "section"]
    names = [decks[int(d)].name for d in at.deck]
    girders = [decks[int(d)].girders[int(g)].name for d, g in zip(at.deck, at.girder, strict=True)]
    many = len(chosen)
    return Frame("envelopes", "Envelopes", (
        *_extremes(chosen, len(names)),
        _texts("deck", names * many), _texts("girder", girders * many),
        _numbers("span", np.tile(at.span + 1, many)),
        _numbers("station", np.tile(at.station, many), "m"),
        _texts("face", ["before" if s else "after" for s in at.side] * many),
        *_causes(chosen, len(names)),
    ))  # fmt: skip


def _bearings(results: Results) -> Frame:
    bearings = results.layout.bearings
    chosen = [e for e in results.envelopes if e.over == "bearing"]
    many, count = len(chosen), len(bearings)
    return Frame("bearings", "Bearings", (
        *_extremes(chosen, count),
        _texts("support", [b.support for b in bearings] * many),
        _texts("deck", [b.deck for b in bearings] * many),
        _texts("girder", [b.girder for b in bearings] * many),
        _texts("kind", [b.kind for b in bearings] * many),
        _numbers("station", [b.station for b in bearings] * many, "m"),
        *_causes(chosen, count),
    ))  # fmt: skip


def _extremes(chosen: Sequence[Envelope], count: int) -> tuple[Series, ...]:
    def joined(part: str) -> Series:
        parts = [np.asarray(getattr(e, part)) for e in chosen]
        return _numbers(part, np.concatenate(parts) if parts else [], by_row=True)

    return (
        _texts("component", [e.component for e in chosen for _ in range(count)]),
        _texts("situation", [e.situation for e in chosen for _ in range(count)]),
        joined("permanent"), joined("maximum"), joined("minimum"),
        _texts("unit", [e.unit for e in chosen for _ in range(count)]),
    )  # fmt: skip


def _causes(chosen: Sequence[Envelope], count: int) -> tuple[Series, ...]:
    return tuple(
        _texts(part, [w for e in chosen for w in (getattr(e, part) or ("",) * count)])
        for part in ("max_combination", "min_combination", "max_cause", "min_cause")
    )


def _programme(works: Works) -> Frame:
    plan, programme = works.plan, works.programme
    starts, finishes = plan.schedule.starts, plan.schedule.finishes
    order = sorted(range(len(programme.network)), key=lambda i: (starts[i], i))
    tasks = [programme.network.activities[i] for i in order]
    operations = [programme.operations[i] for i in order]
    units = [programme.rates.operations[name].unit if name else "" for name in operations]
    begins = [
        None if task.is_milestone else works.date_of(float(starts[i]) + 1.0)
        for i, task in zip(order, tasks, strict=True)
    ]
    return Frame("programme", "Programme", (
        _texts("activity", [t.id for t in tasks]), _texts("name", [t.name for t in tasks]),
        _texts("front", [t.front for t in tasks]), _texts("operation", operations),
        _numbers("quantity", [programme.quantities[i] for i in order]),
        _texts("quantity unit", units),
        _days("first day", begins),
        _days("last day", [works.date_of(float(finishes[i])) for i in order]),
        _numbers("working days", [t.duration for t in tasks]),
        _numbers("total float", [plan.total_float[i] for i in order], "d"),
        _numbers("drag", [plan.drag[i] for i in order], "d"),
    ))  # fmt: skip


def _milestones(works: Works) -> Frame:
    dates = works.dates
    shares = (0.1, 0.5, 0.8, 0.9)
    found = [np.quantile(dates.of(name), shares) for name in dates.names]
    return Frame("milestones", "Milestones", (
        _texts("milestone", dates.names),
        *(_days(f"{share:.0%} date", [works.date_of(float(row[k])) for row in found])
          for k, share in enumerate(shares)),
    ))  # fmt: skip


def _cost(works: Works) -> Frame:
    rows, money = works.cost.rows, works.cost.currency
    return Frame("cost", "Cost", (
        _texts("element", [r.item for r in rows]), _texts("group", [r.group for r in rows]),
        _numbers("amount", [r.amount for r in rows]), _texts("amount unit", [r.unit for r in rows]),
        _numbers("unit price", [r.price[1] for r in rows], money),
        _numbers("10 %", [r.p10 for r in rows], money),
        _numbers("50 %", [r.p50 for r in rows], money),
        _numbers("80 %", [r.p80 for r in rows], money),
        _texts("source", [r.source for r in rows]), _texts("evidence", [r.tag for r in rows]),
    ))  # fmt: skip


def _cash_flow(works: Works) -> Frame:
    """One row an item and month in which money is spent on it."""
    flow = cash_flow(works)
    spent = [
        (item, month)
        for item in range(len(flow.items)) for month in range(len(flow.months))
        if flow.spend[item, month] > 0.0
    ]  # fmt: skip
    return Frame("cash_flow", "Cash flow", (
        _texts("element", [flow.items[i] for i, _ in spent]),
        _days("month", [flow.months[m] for _, m in spent]),
        _numbers("spent", [flow.spend[i, m] for i, m in spent], flow.currency),
        _texts("follows", [flow.basis[i] for i, _ in spent]),
    ))  # fmt: skip


def _sources(results: Results) -> Frame:
    lines = tuple(results.ledger)
    return Frame("sources", "Sources", tuple(
        _texts(name, [getattr(line, name) for line in lines])
        for name in ("address", "value", "kind", "source", "span", "note")
    ))  # fmt: skip
