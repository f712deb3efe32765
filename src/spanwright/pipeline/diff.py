"""``spanwright diff``: reads two projects or two outputs and says how they differ."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spanwright.datum.atomic import json_bytes
from spanwright.datum.errors import InputError
from spanwright.datum.terminal import console, table
from spanwright.deliverables.compare import Change, Content, compare, sentences, words

SUMMARY = "summary.json"
OTHER_SCHEMA = "written by different versions of spanwright: the inputs are not compared"
MISSING = ("values", "works")  # keys an output of an earlier version lacks


def diff(before: Path, after: Path) -> tuple[Change, ...]:
    """Every difference of two outputs or two projects; raises what `story` raises."""
    return story(before, after)[1]


def story(before: Path, after: Path) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """How two outputs (by their summary.json) or two projects (by their inputs) differ.

    Returns sentences for a reader, and every difference.

    Raises InputError when one is an output and the other a project, or when a file is neither.
    """
    first, second = _summary_of(before), _summary_of(after)
    if (first is None) != (second is None):
        wrong = after if second is None else before
        raise InputError(str(wrong), f"must be an output folder (with {SUMMARY}), as the other is",
                         hint="compare two projects or two outputs")  # fmt: skip
    if first is None or second is None:
        return _told(_project(before), _project(after))
    if first["schema"] != second["schema"]:  # lists stand otherwise in an older one
        first, second = ({**side, "values": []} for side in (first, second))
        told, changes = _told(first, second)
        return (OTHER_SCHEMA, *told), changes
    for key in MISSING:  # told apart from "nothing": not compared at all
        if key not in first or key not in second:
            first, second = (
                {k: v for k, v in side.items() if k != key} for side in (first, second)
            )
    return _told(first, second)


def _told(before: Content, after: Content) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    changes = compare(before, after)
    return sentences(before, after, changes), changes


def _summary_of(path: Path) -> dict[str, Any] | None:
    """Content of an output's summary; None for a project."""
    file = path / SUMMARY if path.is_dir() else path
    if file.name == "project.toml" or file.suffix == ".toml" or not file.is_file():
        return None
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(str(file), "cannot be read as a summary", got=str(error)) from None
    if not isinstance(content, dict) or "schema" not in content or "checks" not in content:
        raise InputError(str(file), f"must be a {SUMMARY} of spanwright")
    return content


def _project(path: Path) -> dict[str, Any]:
    """Inputs, layout and quantities of a project, under the keys of a summary."""
    import numpy as np

    from spanwright.deliverables.bill import bill
    from spanwright.deliverables.sources import values_written
    from spanwright.layout.arrange import lay_out
    from spanwright.layout.quantities import quantities
    from spanwright.project.reader import read_project

    reading = read_project(path)
    layout, lines, _ = lay_out(reading.brief, alignment=reading.axis)
    return {
        "values": values_written(reading.ledger.plus(lines), reading.document.data),
        "decks": [
            {"name": d.name, "spans_m": np.round(np.diff(d.supports), 9).tolist()}
            for d in layout.decks
        ],
        "quantities": [
            {"group": q.group, "item": q.item, "material": q.material, "part": q.part,
             "amount": float(q.amount), "unit": q.unit}
            for q in bill(quantities(layout))
        ],
    }  # fmt: skip


def print_story(before: Path, after: Path, *, as_json: bool) -> None:
    """What `story` finds, on the terminal: sentences, then every difference in a table."""
    told, changes = story(before, after)
    if as_json:
        print(json_bytes([asdict(change) for change in changes]).decode(), end="")
        return
    if told:
        print("\n".join(told), end="\n\n")
    print("\n".join(words(changes)))
    if not changes:
        return
    how = {"changed": ""}  # the kind of change stands where no difference is told
    rows = (
        (c.group, c.what, c.before, c.after, c.difference or how.get(c.kind, c.kind))
        for c in changes
    )
    print()
    console().print(table(("", "what", "before", "after", "difference"), rows))
