"""Diagrams behind the dragged truck: permanent effects, envelopes, resistance, utilisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from spanwright.checks.types import STATUS
from spanwright.datum.arrays import Array, Ints, floats
from spanwright.deliverables.results import Results
from spanwright.engine.model import FORCE
from spanwright.pipeline.kinds import table_rows
from spanwright.pipeline.stages import Run
from spanwright_studio.numbers import numbers, plain

COLUMN: Final = {"My": 0, "Vz": 1}


def lines_of(run: Run, results: Results, sections: Sequence[Sequence[int]]) -> dict[str, Any]:
    """What the page draws along each deck.

    sections : for each deck the rows of the girder table, in the order of the operators
    """
    everything = np.concatenate([np.asarray(rows, dtype=np.int64) for rows in sections])
    ends = np.cumsum([len(rows) for rows in sections])[:-1]

    def cut(values: Array) -> list[list[Any]]:
        return [numbers(part) for part in np.split(values[everything], ends)]

    def spread(values: Array | Ints, rows: Ints) -> Array:
        """At every row of the table; nothing where girders of the other kind stand."""
        if len(rows) == len(run.structure.table.station):
            return floats(values)
        whole = np.full(len(run.structure.table.station), np.nan)
        whole[rows] = values
        return whole

    kinds = np.array([case.kind for case in run.static.cases])
    force = run.static.effects.force[kinds == "permanent"].sum(axis=0)
    permanent = {name: cut(force[:, FORCE.index(name)]) for name in COLUMN}
    return {
        "permanent": permanent,
        "traffic": {name: _traffic(run, column, cut) for name, column in COLUMN.items()},
        "envelopes": [
            {
                "component": e.component, "unit": e.unit, "situation": e.situation,
                "maximum": cut(e.maximum), "minimum": cut(e.minimum),
            }
            for e in results.envelopes if e.over == "section"
        ],
        "checks": [
            {
                "name": s.name, "clause": s.clause, "tag": s.tag, "unit": s.unit,
                "situation": s.situation, "element": s.element,
                **{
                    name: cut(spread(getattr(s, name), rows))
                    for name in ("demand", "resistance", "utilisation", "status")
                },
            }
            for s, rows in ((s, table_rows(s, run.structure)) for s in results.checks.series)
            if rows is not None
        ],
        "status": list(STATUS),
        "unchecked": [{"what": u.what, "why": u.why} for u in results.checks.unchecked],
    }  # fmt: skip


def _traffic(run: Run, column: int, cut: Any) -> dict[str, Any]:
    """LM1 alone, characteristic, both extremes."""
    n = len(run.structure.table.station)
    value = np.zeros((2, n))
    for deck in run.decks:
        rows: Ints = deck.responses.force[:, column]
        for side, sign in enumerate((1, -1)):
            value[side, deck.responses.sections] = deck.heavy.take(rows, sign).value
    return {"model": "LM1", "maximum": cut(value[0]), "minimum": cut(value[1])}


def summary_of(run: Run, results: Results) -> dict[str, Any]:
    """The few numbers of the head line, and the residuals of the self-checks."""
    series = [s for s in results.checks.series if np.isfinite(s.utilisation).any()]
    worst = max(series, key=lambda s: float(np.nanmax(s.utilisation)))
    row = worst.worst
    return {
        "name": results.name,
        "length": plain(run.layout.length),
        "kerbs": sorted(float(k) for k in run.layout.road.kerbs),
        "governing": {
            "check": worst.name, "place": worst.place[row], "clause": worst.clause,
            "utilisation": plain(worst.utilisation[row]),
        },
        "bearings": [f"{b.support} {b.girder}" for b in run.layout.bearings],
        "verdict": results.checks.verdict,
        "selfchecks": [
            {"name": s.name, "residual": plain(s.residual)} for s in results.effects.selfchecks
        ],
        "conventions": results.conventions,
        "notices": [
            {"address": n.address, "text": n.text, "level": n.level} for n in results.notices
        ],
    }  # fmt: skip
