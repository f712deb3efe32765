"""What the package covers: every clause with a function and every number with its evidence."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import spanwright.codes as package
from spanwright.codes.clause import TAGS, Clause, all_clauses
from spanwright.codes.data import Number, Parameters, Value, all_numbers

# Families by the first words of a standard's name, in the order they are listed.
FAMILIES: Final = (
    ("Eurocode", ("EN ",)),
    ("AASHTO LRFD", ("AASHTO", "FHWA")),
    ("SP, SNiP, GOST", ("SP ", "SNiP", "GOST", "ODM")),
    ("JTG", ("JTG",)),
    ("KDS", ("KDS",)),
    ("CSA S6", ("CSA",)),
    ("AS 5100", ("AS ",)),
    ("AREMA", ("AREMA", "Cooper")),
    ("ISO", ("ISO",)),
)
UNVERIFIED: Final = "SP, SNiP, GOST"  # nobody here could read these standards


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a standard says that the package answers with.

    family : one of FAMILIES, or "other";  standard, place : e.g. "EN 1991-2:2003", "4.3.2"
    kind   : "formula", "number" or "load model";  tag : evidence;  text : one line for readers
    """

    family: str
    standard: str
    place: str
    kind: str
    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one standard is here, by kind and by evidence."""

    family: str
    standard: str
    formulas: int
    numbers: int
    load_models: int
    read: int
    remembered: int
    computed: int

    @property
    def verified(self) -> int:
        """Entries compared with a source, or derived with a check."""
        return self.read + self.computed


def covered() -> tuple[Clause, ...]:
    """All clauses of the package; imports every module of it, so only listings should ask."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return tuple(c for c in all_clauses() if c.function.startswith(f"{package.__name__}."))


def by_tag(numbers: tuple[Number, ...] | None = None) -> dict[str, int]:
    """How many numbers were read, remembered and computed."""
    counts: dict[str, int] = {}
    for number in all_numbers() if numbers is None else numbers:
        counts[number.value.tag] = counts.get(number.value.tag, 0) + 1
    return counts


def family_of(standard: str) -> str:
    """The family a standard belongs to; "other" for publications that are no code."""
    for family, starts in FAMILIES:
        if standard.startswith(starts):
            return family
    return "other"


def entries() -> tuple[Entry, ...]:
    """Every formula and every number of the package, family by family, standard by standard."""
    found = [*map(_of_clause, covered()), *map(_of_number, all_numbers())]
    return in_order(found)


def in_order(found: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by family, standard and place."""
    order = {family: i for i, (family, _) in enumerate(FAMILIES)}
    return tuple(
        sorted(found, key=lambda e: (order.get(e.family, 99), e.standard, e.place, e.kind, e.text))
    )


def counted(found: Iterable[Entry]) -> tuple[Count, ...]:
    """One row a standard, in the order of the entries."""
    rows: dict[tuple[str, str], list[Entry]] = {}
    for entry in found:
        rows.setdefault((entry.family, entry.standard), []).append(entry)
    return tuple(
        Count(
            family,
            standard,
            *(sum(e.kind == kind for e in own) for kind in ("formula", "number", "load model")),
            *(sum(e.tag == tag for e in own) for tag in TAGS),
        )
        for (family, standard), own in rows.items()
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One nationally determined parameter as a set of them answers it.

    path : its name for `codes.overrides`;  value : as printed, with unit;  clause, tag : evidence
    origin : "recommended", "annex UK" or "project";  source : who says so ("" for recommended)
    """

    path: str
    value: str
    clause: str
    tag: str
    origin: str
    source: str


def choices(parameters: Parameters) -> tuple[Choice, ...]:
    """Every parameter in file order, with where its value comes from."""
    return tuple(
        Choice(
            path, _printed(value), value.clause, value.tag, parameters.origin[path], value.source
        )
        for path, value in parameters.values.items()
    )


def _printed(value: Value) -> str:
    return shown(value.value) + ("" if value.unit == "1" else f" {value.unit}")


def _of_clause(clause: Clause) -> Entry:
    name = clause.function.rpartition(".")[2]
    return Entry(
        family_of(clause.standard),
        clause.standard,
        ", ".join(clause.references),
        "formula",
        clause.tag,
        f"{name}: {clause.summary}",
    )


def _of_number(number: Number) -> Entry:
    value = number.value
    standard, place = _split(value.clause)
    choice = f" ({number.file.rpartition('/')[2]})" if "/annexes/" in number.file else ""
    return Entry(
        family_of(standard),
        standard,
        place,
        "number",
        value.tag,
        f"{number.path} = {_printed(value)}{choice}",
    )


def shown(value: object) -> str:
    """A number, or a row of them, as printed."""
    if isinstance(value, tuple):
        return f"[{', '.join(shown(v) for v in value)}]"
    return f"{value:g}"


def _split(text: str) -> tuple[str, str]:
    """ "EN 1991-2:2003 4.3.2" -> ("EN 1991-2:2003", "4.3.2"): a standard is known by its formulas,
    else the words before the first that looks like a clause."""
    for standard in _standards():
        if text.startswith(standard):
            return standard, text[len(standard) :].strip(" ,")
    words = text.split()
    cut = next((i for i, word in enumerate(words) if i > 1 and CLAUSE_LIKE.match(word)), len(words))
    return " ".join(words[:cut]), " ".join(words[cut:])


CLAUSE_LIKE: Final = re.compile(r"[A-Z]?\d|Tables?$|Annex|Appendix|Figures?$|Parts$")


def _standards() -> list[str]:
    return sorted({clause.standard for clause in all_clauses()}, key=len, reverse=True)
