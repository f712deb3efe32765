"""Formulas, numbers and load models together, as `spanwright codes` lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from spanwright.codes.data import parameters
from spanwright.codes.listing import Entry, choices, counted, family_of, in_order
from spanwright.codes.listing import entries as of_codes
from spanwright.datum.atomic import json_bytes
from spanwright.datum.errors import InputError
from spanwright.datum.terminal import console
from spanwright.traffic.library import available_models, load_model
from spanwright.traffic.model import LoadModel


def entries(words: Sequence[str] = ()) -> tuple[Entry, ...]:
    """Every entry whose line holds all the words, in any case."""
    found = in_order([*of_codes(), *(_of_model(load_model(name)) for name in available_models())])
    wanted = [word.lower() for word in words]
    return tuple(entry for entry in found if all(word in _line(entry) for word in wanted))


def _line(entry: Entry) -> str:
    parts = (entry.family, entry.standard, entry.place, entry.kind, entry.tag, entry.text)
    return " ".join(parts).lower()


def _of_model(model: LoadModel) -> Entry:
    standard, _, place = model.source.partition(", ")
    for start in ("AASHTO LRFD", "AREMA"):  # these sources go on without a comma
        if standard.startswith(start):
            standard, place = start, f"{standard[len(start) :].strip()} {place}".strip()
    tag = model.evidence if model.verified else "remembered"
    text = f"{model.name}: {model.title}"
    return Entry(family_of(standard), standard, place, "load model", tag, text)


def print_covered(words: Sequence[str], *, as_json: bool) -> None:
    """The standards counted, or every row that holds the words."""
    found = entries(words)
    if words and not found:
        hint = "spanwright codes lists the standards"
        raise InputError("codes", "no row holds all these words", got=" ".join(words), hint=hint)
    if as_json:
        rows = [asdict(row) for row in (found if words else counted(found))]
        print(json_bytes(rows).decode(), end="")
        return
    if words:
        for entry in found:
            print(f"{entry.standard} {entry.place} [{entry.tag}] {entry.kind}: {entry.text}")
        return
    _print_counts(found)


def _print_counts(found: Sequence[Entry]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    names = ("standard", "formulas", "numbers", "load models", "read", "computed", "remembered")
    for name in names:
        table.add_column(name, justify="left" if name == "standard" else "right")
    table.add_column("")
    family = ""
    for row in counted(found):
        if row.family != family:
            family = row.family
            table.add_row(Text(family, style="bold"))
        cells = (row.formulas, row.numbers, row.load_models, row.read, row.computed)
        mark = "" if row.verified else "unverified"
        table.add_row(f"  {row.standard}", *map(str, (*cells, row.remembered)), mark)
    screen = console(120)
    screen.print(table)
    screen.print(
        "\nread: compared with a readable source; computed: derived, with a check value; "
        "remembered: from memory, unverified.\nRow by row: spanwright codes WORD, e.g. "
        "spanwright codes 1991-2 braking\nValues of a national set: spanwright codes --annex UK",
        markup=False,
    )


def print_annex(annex: str, words: Sequence[str], *, as_json: bool) -> None:
    """Every nationally determined parameter of a set, and whether the set itself says it.

    Raises InputError for an unknown set.
    """
    wanted = [word.lower() for word in words]
    found = [
        row
        for row in choices(parameters(annex=annex))
        if all(word in f"{row.path} {row.clause} {row.origin}".lower() for word in wanted)
    ]
    if as_json:
        print(json_bytes([asdict(row) for row in found]).decode(), end="")
        return
    for row in found:
        where = f"{row.origin}: {row.source}" if row.source else "recommended value used"
        print(f"{row.path} = {row.value} [{row.tag}] {row.clause}; {where}")
    own = sum(row.origin != "recommended" for row in found)
    print(f"{own} of {len(found)} values are the set's own, from memory; the rest are recommended.")
