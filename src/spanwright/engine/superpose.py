"""Sums of load cases as load cases: combinations, and what has been applied up to a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.loads import Loads

# table -> its case column and the columns that scale with the factor
_TABLES: Final = {
    "node_case": ("node", "node_force"),
    "point_case": ("point_member", "point_at", "point_force"),
    "line_case": (
        "line_member", "line_from", "line_to", "line_start", "line_end", "line_local", "line_arm",
    ),
    "strain_case": ("strain_member", "strain"),
    "settle_case": ("settle_node", "settle_dof", "settle_value"),
}  # fmt: skip
_SCALED: Final = {"node_force", "point_force", "line_start", "line_end", "strain", "settle_value"}


def superposed(loads: Loads, combinations: Mapping[str, Mapping[str, float]]) -> Loads:
    """New cases that are sums of the given ones: name -> {case: factor}.

    Raises ModelError for a case that does not exist.
    """
    factors = np.zeros((len(combinations), len(loads.names)))
    for row, parts in enumerate(combinations.values()):
        for name, factor in parts.items():
            if name not in loads.names:
                known = ", ".join(loads.names)
                raise ModelError(f"there is no load case '{name}'; there are: {known}")
            factors[row, loads.names.index(name)] += factor
    return weighted(loads, factors, tuple(combinations))


def weighted(
    loads: Loads, factors: Array, names: tuple[str, ...], alive: Array | None = None
) -> Loads:
    """Cases s = sum over c of factors (s, c) times case c.

    alive : (s, m) members whose loads count in case s; all when None
    """
    values: dict[str, Any] = {"names": names}
    for case_column, columns in _TABLES.items():
        case: Ints = getattr(loads, case_column)
        sum_of, row = np.nonzero(factors[:, case])
        member_column = next((c for c in columns if c.endswith("_member")), None)
        if alive is not None and member_column is not None:
            keep = np.asarray(alive, dtype=bool)[sum_of, getattr(loads, member_column)[row]]
            sum_of, row = sum_of[keep], row[keep]
        share = factors[sum_of, case[row]]
        values[case_column] = sum_of.astype(np.int64)
        for column in columns:
            taken = getattr(loads, column)[row]
            if column in _SCALED:
                taken = taken * (share if taken.ndim == 1 else share[:, None])
            values[column] = taken
    return Loads(**{f.name: values[f.name] for f in fields(Loads)})
