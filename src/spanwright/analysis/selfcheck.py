"""Residuals computed in every run: reciprocity of influence values, replay of placements."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.responses import DeckResponses
from spanwright.analysis.types import SelfCheck
from spanwright.datum.arrays import Array
from spanwright.datum.errors import SelfCheckError
from spanwright.engine.placement import place
from spanwright.engine.statics import Prepared, solve
from spanwright.engine.surfaces import LoadingLines, Patches, Surfaces
from spanwright.structure.types import Structure

LIMIT = 1e-6  # above this a run fails: its numbers cannot be trusted
GOOD = 1e-8  # what is expected


def reciprocity(
    structure: Structure, index: int, responses: DeckResponses, surfaces: Surfaces
) -> SelfCheck:
    """Maxwell: the sag at a for a load at b is the sag at b for a load at a, all node pairs."""
    lines = structure.lines[index]
    members = structure.models["short term"].members
    table = structure.table
    node = members[table.member[responses.sections], table.side[responses.sections]]
    place_of = {int(n): divmod(k, lines.node.shape[1]) for k, n in enumerate(lines.node.ravel())}
    _, first = np.unique(node, return_index=True)
    at = np.array([place_of[int(node[k])] for k in first])
    # Displacement is positive upwards and the load acts downwards: both signs agree.
    matrix = surfaces.value[responses.sag[first]][:, at[:, 0], at[:, 1]]
    worst = float(np.max(np.abs(matrix - matrix.T)) / np.max(np.abs(matrix)))
    return SelfCheck(
        f"reciprocity of deflections, deck {index + 1}",
        worst,
        f"{len(first)} girder nodes, all pairs",
    )


def replay(
    name: str,
    ready: Prepared,
    lines: LoadingLines,
    responses: DeckResponses,
    rows: Sequence[int],
    patches: Sequence[Patches],
    values: Array,
) -> SelfCheck:
    """Solve each placement as an ordinary load case and compare with the value of the search.

    rows : response rows of girder sections;  values : (k,) what the search gave
    """
    loads = place(ready, lines, {f"{name} {k}": p for k, p in enumerate(patches)})
    solution = solve(ready, loads)
    table = responses.responses
    got = np.array(
        [
            solution.end_force[k, table.index[r], table.side[r], table.component[r]]
            for k, r in enumerate(rows)
        ]
    )
    scale = np.array([np.max(np.abs(values))] * len(values))
    worst = float(np.max(np.abs(got - values) / np.maximum(np.abs(values), 1e-3 * scale)))
    return SelfCheck(f"replay of placements, {name}", worst, f"{len(rows)} placements solved again")


def require(checks: Sequence[SelfCheck]) -> None:
    """Stop the run when a residual is too large.  Raises SelfCheckError that names it."""
    bad = [c for c in checks if not c.residual <= LIMIT]
    if bad:
        worst = max(bad, key=lambda c: c.residual)
        raise SelfCheckError(
            f"self-check failed: {worst.name} has a relative residual of {worst.residual:.1e}, "
            f"more than {LIMIT:.0e}; nothing is written"
        )
