"""Equivalent uniform loads of Russian railways: tables by loaded length and place of the apex."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import kN


def equivalent_load(table: str, length: float, apex: float, grade: float = 1.0) -> float:
    """Uniform load per track that replaces a train on a triangular influence line  [N/m].

    table  : ``snip-2-05-07-91`` (industrial railways) or ``sp35-sk`` (main lines, unverified)
    length : loaded length [m];  apex : place of the largest ordinate, 0 at an end, 0.5 in the
             middle;  grade : class of the load, K

    Linear between rows and between the two columns; outside the table a ScopeError.
    Check: industrial, 20 m, apex in the middle, K = 4: 41.2 kN/m.
    """
    data = equivalent_table(table)
    lengths = np.array(data["length_m"], dtype=float)
    place = min(apex, 1.0 - apex)
    if not 0.0 <= apex <= 1.0:
        raise InputError("apex", "must lie between 0 (an end) and 1", got=f"{apex:g}")
    if not lengths[0] <= length <= lengths[-1]:
        raise ScopeError(
            f"a loaded length of {length:g} m is outside the table of {data['source']}, "
            f"{lengths[0]:g} to {lengths[-1]:g} m"
        )
    ends = [
        np.interp(length, lengths, data[key]) for key in ("apex_0_kN_per_m", "apex_05_kN_per_m")
    ]
    return float(grade * kN * (ends[0] + (ends[1] - ends[0]) * place / 0.5))


@cache
def equivalent_table(table: str) -> dict[str, Any]:
    """The table with its source and evidence tag."""
    folder = resources.files("spanwright.traffic") / "equivalent_tables"
    known = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))
    if table not in known:
        raise InputError(
            "table", "is not known", got=repr(table), hint=f"one of {', '.join(known)}"
        )
    return tomllib.loads((folder / f"{table}.toml").read_text(encoding="utf-8"))
