"""Results of several searches for the same responses made into one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from spanwright.datum.arrays import Ints
from spanwright.traffic.results import Extremes, Placed


def joined(
    results: Sequence[Extremes], order: Sequence[Ints], rows: Sequence[Ints] | None = None
) -> Extremes:
    """One result from rows of several: row `rows[k][i]` of result k becomes row `order[k][i]`.

    All results come from the same search, so their columns differ only in number.
    """
    picks = [np.arange(len(r.value)) for r in results] if rows is None else list(rows)
    place = np.argsort(np.concatenate(list(order)), kind="stable")

    def merge(tables: Sequence[Any], fill: float = 0.0) -> Any:
        wide = max(t.shape[1] for t in tables) if tables[0].ndim > 1 else 0
        parts = []
        for table, pick in zip(tables, picks, strict=True):
            some = table[pick]
            if some.ndim > 1:
                pad = [(0, 0), (0, wide - some.shape[1])] + [(0, 0)] * (some.ndim - 2)
                some = np.pad(some, pad, constant_values=fill)
            parts.append(some)
        return np.concatenate(parts)[place]

    loads = [r.load for r in results]
    widest_wheels = max(loads, key=lambda p: len(p.wheel_part))
    widest_strips = max(loads, key=lambda p: len(p.strip_part))
    kinds = tuple(dict.fromkeys(k for p in loads for k in p.kinds))
    cases = tuple(dict.fromkeys(c for p in loads for c in p.cases))
    kind = [np.array([kinds.index(k) for k in p.kinds])[np.maximum(p.slot_kind, 0)] for p in loads]
    case = [np.array([cases.index(c) for c in p.cases])[p.case] for p in loads]
    load = Placed(
        merge([p.wheel_x for p in loads]), merge([p.wheel_y for p in loads]),
        merge([p.wheel_force for p in loads]), widest_wheels.wheel_part,
        merge([p.strip_y for p in loads]), merge([p.strip_load for p in loads]),
        merge([p.strip_from for p in loads]), merge([p.strip_to for p in loads]),
        widest_strips.strip_part, widest_strips.strip_adverse,
        merge([p.slot_y for p in loads], np.nan), merge([p.slot_x for p in loads], np.nan),
        merge(kind).astype(np.int64), kinds, merge(case).astype(np.int64), cases,
        widest_strips.strip_beside,
    )  # fmt: skip
    first = results[0]
    return Extremes(
        first.model, first.parts,
        merge([r.response for r in results]).astype(np.int64),
        merge([r.sign for r in results]).astype(np.int64),
        merge([r.value for r in results]), merge([r.part for r in results]),
        load, first.surfaces, merge([r.beyond for r in results]), first.notes,
    )  # fmt: skip
