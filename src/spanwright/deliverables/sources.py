"""The ledger as a reader wants it: settled lines, grouped and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from spanwright.datum.ledger import Kind, Ledger, Line

AUTO = ("auto", "choose")  # what the project file says for "choose for me"
MEASURE = re.compile(r"[-+]?[\d.]+\s*\S*")  # "14.8 m": no name of a row


def settled(ledger: Ledger) -> tuple[Line, ...]:
    """Lines without those that only say "choose for me" where the choice stands at the address."""
    chosen = {line.address for line in ledger if line.value not in AUTO}
    return tuple(line for line in ledger if line.value not in AUTO or line.address not in chosen)


def count(ledger: Ledger, kind: Kind) -> int:
    """Settled lines of one kind."""
    return sum(line.kind == kind for line in settled(ledger))


def groups(ledger: Ledger) -> dict[str, tuple[Line, ...]]:
    """Settled lines by the first word of their address, in the order they appear."""
    out: dict[str, list[Line]] = {}
    for line in settled(ledger):
        word = line.address.split(".")[0].split("[")[0]
        out.setdefault(word, []).append(line)
    return {word: tuple(lines) for word, lines in out.items()}


def values_written(ledger: Ledger, written: Mapping[str, Any]) -> list[dict[str, str]]:
    """Settled values for comparing: address, value, kind; of a list of rows every row.

    written : the project file by its keys; the ledger shortens its longer lists.
    """
    return [
        {"address": address, "value": value, "kind": line.kind}
        for line in settled(ledger)
        for address, value in _rows(line.address, line.value, written)
    ]


def _rows(address: str, value: str, written: Any) -> Iterator[tuple[str, str]]:
    """A value of the project file; of a list of rows every row, under its name or its number.

    The ledger shortens such a list ("a list of 5"): two that differ would read alike.
    """
    raw = written
    for step in re.findall(r"[^.\[\]]+", address):
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    raw = raw["value"] if isinstance(raw, dict) and "value" in raw else raw
    if not isinstance(raw, list) or not raw or not all(isinstance(row, list) for row in raw):
        yield address, value
        return
    for number, row in enumerate(raw):
        is_named = row and isinstance(row[0], str) and not MEASURE.fullmatch(row[0])
        name, rest = (row[0], row[1:]) if is_named else (number, row)
        yield f"{address}[{name}]", ", ".join(_cell(cell) for cell in rest)


def _cell(cell: Any) -> str:
    """A number without the noise of its last bits (112.65400000000001)."""
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
