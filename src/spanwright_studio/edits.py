"""Edits of the page put into a copy of the project file; its comments and order stay."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit.items import InlineTable, Table

from spanwright.datum.errors import InputError
from spanwright.project.reader import PROJECT_FILE, SIZES_FILE

STEP: Final = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]")
ADDRESS: Final = re.compile(r"[A-Za-z0-9_-]+(?:\[\d+\])*(?:\.[A-Za-z0-9_-]+(?:\[\d+\])*)+")
MOST: Final = 500  # edits in one request
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for one address, as JSON: text with its unit, number, flag or list.

    value : None removes what is written, so that the default holds
    """

    address: str
    value: Any


def read_edits(data: Any) -> tuple[Edit, ...]:
    """Edits of a request's body.  Raises InputError for anything else."""
    rows = data.get("edits") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or len(rows) > MOST:
        raise InputError("edits", f"must be a list of at most {MOST} edits")
    found = []
    for row in rows:
        address = row.get("address") if isinstance(row, Mapping) else None
        if not isinstance(address, str) or not ADDRESS.fullmatch(address) or "value" not in row:
            raise InputError("edits", "each needs an address of the project file and a value")
        found.append(Edit(address, row["value"]))
    return tuple(found)


def apply(folder: Path, edits: Sequence[Edit]) -> None:
    """Write the edits into the project file of a folder, each told as set in the studio.

    Sizes go to the file of sizes where there is one.  Raises InputError for an address that leads
    nowhere or a value TOML cannot hold.
    """
    sizes = [edit for edit in edits if edit.address.startswith("sizes.")]
    own = (folder / SIZES_FILE).exists()
    _rewrite(folder / PROJECT_FILE, [e for e in edits if not (own and e in sizes)], 0)
    if own:
        _rewrite(folder / SIZES_FILE, sizes, 1)


def _rewrite(path: Path, edits: Sequence[Edit], above: int) -> None:
    """above : so many steps of each address name the file itself"""
    if not edits:
        return
    document = tomlkit.parse(path.read_text("utf-8-sig"))
    for edit in edits:
        steps = [name or int(index) for name, index in STEP.findall(edit.address)]
        _set(document, edit, steps[above:])
    path.write_text(tomlkit.dumps(document), "utf-8")


def _set(document: Any, edit: Edit, steps: Sequence[str | int]) -> None:
    *above, last = steps
    table: Any = document
    for step in above:
        table = _enter(table, step, edit.address)
    if not isinstance(last, str) or not hasattr(table, "get"):
        raise InputError(edit.address, "is not a value of the project file")
    before = table.get(last)
    if edit.value is None:
        table.pop(last, None)
        return
    was = _words(before)
    value = tomlkit.inline_table()
    value["value"] = _toml(edit)
    value["assumed"] = "set in the studio" + (f"; it was {was}" if was else "")
    table[last] = value


def _enter(table: Any, step: str | int, address: str) -> Any:
    if isinstance(step, int):
        if not isinstance(table, list) or step >= len(table):
            raise InputError(address, f"has no entry {step}")
        return table[step]
    if not hasattr(table, "get"):
        raise InputError(address, "is not a value of the project file")
    if step not in table:
        table[step] = tomlkit.inline_table() if isinstance(table, InlineTable) else tomlkit.table()
    return table[step]


def _words(item: Any) -> str:
    """What stood there, in a few words; "" for nothing or for a table that leaves it to a claim."""
    if isinstance(item, (Table, InlineTable)):
        item = item.get("value") if "value" in item else item.get("source")
    if item is None:
        return ""
    text = str(item.unwrap() if hasattr(item, "unwrap") else item)
    return text if len(text) <= 60 else text[:57] + "..."


def _toml(edit: Edit) -> Any:
    if isinstance(edit.value, str) and DAY.fullmatch(edit.value.strip()):
        try:
            return datetime.date.fromisoformat(edit.value.strip())
        except ValueError:
            raise InputError(
                edit.address, "must be a day that is in the calendar", got=edit.value
            ) from None
    try:
        return tomlkit.item(edit.value)
    except (ValueError, TypeError) as error:
        raise InputError(edit.address, "cannot be written to the file", got=str(error)) from None
