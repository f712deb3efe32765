"""The whole bridge for OpenSees: one script a stage with its cases, and what its rows are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from spanwright.datum.errors import ScopeError
from spanwright.deliverables.results import Analysed, Results
from spanwright.deliverables.tables import slug
from spanwright.engine.model import LINK
from spanwright.engine.opensees import python_script
from spanwright.structure.types import Structure

FOLDER = "opensees"


def to_opensees(results: Results) -> Iterator[tuple[str, bytes]]:
    """(path, content) of every stage's script, of the guide and of the tables of tags.

    Every script holds the cases of its own stage (characteristic, without traffic), so the
    permanent ones stand in `steel`, `long-term`, `shrinkage` and `imposed`.  No natural
    frequencies: OpenSees would solve the full eigenproblem of thousands of freedoms.

    Raises ScopeError for results that come without their model.
    """
    analysed = results.analysed
    if analysed is None:
        raise ScopeError("export to OpenSees: these results come without their structural model")
    for stage, loads in analysed.actions.loads.items():
        if loads.names:
            script = python_script(analysed.structure.models[stage], loads, modes=0)
            yield f"{FOLDER}/{slug(stage)}.py", script.encode()
    yield f"{FOLDER}/members.csv", _members(results, analysed.structure)
    yield f"{FOLDER}/ground.csv", _ground(analysed.structure)
    yield f"{FOLDER}/README.md", _guide(results, analysed).encode()


def _members(results: Results, structure: Structure) -> bytes:
    """The girder sections in the rows of results.npz, with the member and end they are read at."""
    table, decks = structure.table, results.layout.decks
    rows = (
        (n, int(table.member[n]) + 1, "j" if table.side[n] else "i",
         decks[int(table.deck[n])].name,
         decks[int(table.deck[n])].girders[int(table.girder[n])].name, float(table.station[n]))
        for n in range(table.station.size)
    )  # fmt: skip
    return _csv(("section", "element tag", "end", "deck", "girder", "station [m]"), rows)


def _ground(structure: Structure) -> bytes:
    """Which foundation the ground end of each spring belongs to, in the order of GROUND."""
    springs = next(iter(structure.models.values())).springs
    names = {spring: name for name, spring in structure.foundation_spring.items()}
    grounded = np.flatnonzero(springs.other == LINK).tolist()
    return _csv(("place in GROUND", "spring", "support"),
                ((k, row, names.get(row, "")) for k, row in enumerate(grounded)))  # fmt: skip


def _csv(head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _guide(results: Results, analysed: Analysed) -> str:
    lines = [
        f"# {results.summary.title}: models for OpenSees", "",
        "Every stage of the bridge is a linear model of its own; a script builds it, solves its",
        "cases and prints JSON. Run it with Python and openseespy (`pip install openseespy`).",
        "Units are N, m, kg, rad; x along the bridge, y to the left, z up.", "",
        "- `members.csv`: element tag and end of every girder section, in the rows `n` of",
        "  `results.npz` (`case_force`).",
        "- `ground.csv`: the support behind each tag of the list `GROUND` of the scripts, which is",
        "  the order of the printed reactions.",
        "- `CLAMPED` in a script holds the end forces of loaded members with clamped ends; loads",
        "  themselves are handed over as nodal forces.", "",
        "| script | nodes | elements | cases |", "|---|---|---|---|",
    ]  # fmt: skip
    for stage, loads in analysed.actions.loads.items():
        if loads.names:
            model = analysed.structure.models[stage]
            names = "; ".join(loads.names).replace("|", "/")
            lines.append(
                f"| `{slug(stage)}.py` | {len(model.nodes)} | {len(model.members)} | {names} |"
            )
    return "\n".join(lines) + "\n"
