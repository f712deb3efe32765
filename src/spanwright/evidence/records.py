"""Reading ``claims.toml`` strictly: every problem at once, each with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final, get_args

from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document
from spanwright.evidence.claims import (
    Access,
    Assumption,
    Claim,
    Confidence,
    Conflict,
    Contradiction,
    Exactness,
    Observation,
    Statement,
    Status,
)
from spanwright.evidence.times import read_date

# Table name in the file -> record.
TABLES: Final[dict[str, type]] = {
    "claim": Claim,
    "conflict": Conflict,
    "assumption": Assumption,
    "statement": Statement,
    "contradiction": Contradiction,
    "observation": Observation,
}
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "exactness": get_args(Exactness),
    "access": get_args(Access),
    "status": get_args(Status),
    "confidence": get_args(Confidence),
}
# Words beside which the digits of a value are not its number.
SCALED: Final = re.compile(r"dozen|half|hundred|thousand|million|billion", re.IGNORECASE)
DATES: Final = ("date", "published", "day", "begin", "finish")


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one file, in its order."""

    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    statements: tuple[Statement, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    observations: tuple[Observation, ...] = ()


def read_records(document: Document) -> Records:
    """Records of a claims file.

    Raises InputErrors: unknown tables and keys, missing keys, words that are not allowed, days
    that do not exist, ids given twice or not given at all, two adopted claims for one quantity.
    """
    problems: list[InputError] = []
    found: dict[str, list[Any]] = {name: [] for name in TABLES}
    for name, value in document.data.items():
        if name not in TABLES:
            problems.append(
                InputError(
                    name,
                    "unknown table",
                    hint=did_you_mean(name, TABLES),
                    place=document.place(name),
                )
            )
        elif not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            problems.append(
                InputError(name, f"must be written [[{name}]]", place=document.place(name))
            )
        else:
            for index, item in enumerate(value):
                address = f"{name}[{index}]"
                record = _record(TABLES[name], item, address, document, problems)
                if record is not None:
                    found[name].append((address, record))
    problems += _cross_problems(found, document)
    if problems:
        raise InputErrors(sorted(problems, key=lambda problem: _line_of(problem)))
    rows = {name: tuple(record for _, record in found[name]) for name in TABLES}
    return Records(*(rows[name] for name in TABLES))


def _line_of(problem: InputError) -> int:
    return int(problem.place.rpartition(":")[2] or 0)


def _record(
    kind: type, item: dict[str, Any], address: str, document: Document, problems: list[InputError]
) -> Any:
    """One record, or None when something in it is wrong (then told in ``problems``)."""
    known = {field.name: field for field in fields(kind)}
    before = len(problems)

    def blame(key: str, expected: str, got: object = "", hint: str = "") -> None:
        where = f"{address}.{key}" if key else address
        place = document.place(where)
        problems.append(InputError(where, expected, got=str(got), hint=hint, place=place))

    for key in item:
        if key not in known:
            blame(key, "unknown key", hint=did_you_mean(key, known))
    for name, field in known.items():
        if name not in item and field.default is MISSING:
            blame("", f'"{name}" is missing')
    values = {
        key: _value(key, str(known[key].type), value, blame)
        for key, value in item.items()
        if key in known
    }
    return kind(**values) if len(problems) == before else None


def _value(key: str, kind: str, value: Any, blame: Callable[..., None]) -> Any:
    if kind.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            blame(key, "must be a list of ids", value)
            return ()
        return tuple(value)
    if kind.startswith(("float", "int")):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            blame(key, "must be a number", value)
        elif not math.isfinite(value):
            blame(key, "must be a finite number", value)
        return value
    if key in DATES and not isinstance(value, str):
        value = str(value)
    if not isinstance(value, str):
        blame(key, "must be text", value)
    elif key in CHOICES and value not in CHOICES[key]:
        blame(key, f"must be one of {', '.join(CHOICES[key])}", value)
    elif key in DATES and value:
        try:
            read_date(value)
        except ValueError as error:
            blame(key, str(error), value)
    elif key == "id" and not re.fullmatch(r"[A-Z]+\d+[a-z]?", value):
        blame(key, "must be letters and a number, e.g. B15", value)
    return value


def _is_told(number: float, words: str) -> bool:
    """Whether the words of a claim hold its number, or numbers on both sides of it (12 to 14).

    Words without digits, and those that count otherwise ("2 thousand"), are not judged.
    """
    if SCALED.search(words):
        return True
    texts = re.findall(r"\d+(?:[ ,]\d{3})*(?:[.,]\d+)?", words)
    said = [float(re.sub("[ ,](?=\\d{3})", "", text).replace(",", ".")) for text in texts]
    slack = 1e-9 * abs(number)
    return not said or min(said) - slack <= abs(number) <= max(said) + slack


def _cross_problems(found: dict[str, list[Any]], document: Document) -> Iterator[InputError]:
    def problem(address: str, expected: str, got: str = "", hint: str = "") -> InputError:
        place = document.place(address)
        return InputError(address, expected, got=got, hint=hint, place=place)

    seen: dict[str, str] = {}
    for rows in found.values():
        for address, record in rows:
            if record.id in seen:
                yield problem(f"{address}.id", "is given twice", record.id, seen[record.id])
            seen.setdefault(record.id, f"first in {document.place(address)}")
    for address, record in found["claim"]:
        if record.number is not None and not _is_told(record.number, record.value):
            hint = f'the words say "{record.value}"'
            yield problem(
                f"{address}.number", "must be the number of value", f"{record.number:g}", hint
            )
    claims = {record.id for _, record in found["claim"]}

    def unknown(address: str, wanted: str) -> Iterator[InputError]:
        if wanted and wanted not in claims:
            hint = did_you_mean(wanted, claims)
            yield problem(address, "no claim has this id", wanted, hint)

    for address, record in found["conflict"]:
        for index, wanted in enumerate(record.claims):
            yield from unknown(f"{address}.claims[{index}]", wanted)
    for address, record in found["claim"]:
        yield from unknown(f"{address}.since", record.since)
    for address, record in found["observation"]:
        yield from unknown(f"{address}.claim", record.claim)
        if record.low > record.high:
            yield problem(f"{address}.high", f"must be at least {record.low:g}", f"{record.high:g}")
    for address, record in found["contradiction"]:
        for index, wanted in enumerate(record.between):
            if wanted not in seen:
                yield problem(f"{address}.between[{index}]", "no record has this id", wanted)
    yield from _adopted_twice(found["claim"], problem)


def _adopted_twice(
    rows: list[tuple[str, Claim]], problem: Callable[..., InputError]
) -> Iterator[InputError]:
    first: dict[str, str] = {}
    for address, claim in rows:
        if claim.status != "adopted":
            continue
        key = key_of(claim)
        if key in first:
            yield problem(
                f"{address}.status",
                f'only one claim may be adopted for "{key}"',
                f"{first[key]} and {claim.id}",
                'make the other one "supporting" or "conflict"',
            )
        first.setdefault(key, claim.id)


def key_of(claim: Claim) -> str:
    """What a claim is about: its ``key``, or group and quantity in small letters."""
    return claim.key or f"{claim.group}.{claim.quantity}".lower().strip(".")
