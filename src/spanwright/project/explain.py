"""Where a number comes from, as data: claims, conflicts, what was adopted and why, where used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.terminal import console, table
from spanwright.evidence.claims import Claim
from spanwright.evidence.reconcile import Adopted, chain, hands_of
from spanwright.evidence.records import key_of
from spanwright.evidence.register import Register
from spanwright.project.reader import Reading

HEADER = ("claim", "value", "status", "exactness", "date", "who said it", "why not")
HANDS = {1: "the origin itself", 2: "retold", 3: "origin unknown"}


@dataclass(frozen=True, slots=True)
class Topic:
    """One answer: a title, (label, text) facts and rows under ``HEADER`` (may be empty)."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...] = ()


def explain(reading: Reading, words: str) -> tuple[Topic, ...]:
    """Everything known about an address, a quantity or an id, the closest answer first.

    Raises InputError when nothing answers, with the nearest thing that would.
    """
    register, wanted = reading.register, words.strip()
    lines = reading.ledger.of(wanted)
    if lines:
        topics = [_of_line(line, register) for line in lines]
        return (*topics, *_competing(lines, register))
    keys = register.find(wanted)
    record = _record(register, wanted)
    if record is not None and not keys:
        return (record,)
    if keys:
        # One word may name many quantities: the plainest in full, the others by name.
        main = tuple(_of_quantity(reading, register.adopted[key]) for key in keys[:1])
        return (*main, _others(register, keys[1:])) if len(keys) > 1 else main
    found = [line for line in reading.ledger if wanted.lower() in line.address.lower()]
    if found:
        return tuple(_of_line(line, register) for line in found)
    names = [*register.adopted, *(line.address for line in reading.ledger)]
    known = {*names, *(word for name in names for word in re.split(r"[.\[\] \d]+", name) if word)}
    raise InputError(wanted or "(nothing)", "no such quantity", hint=did_you_mean(wanted, known))


def _of_line(line: Line, register: Register) -> Topic:
    facts = [("value", line.value), ("kind", line.kind)]
    label = {"reported": "claims", "given": "written at"}.get(line.kind, "basis")
    facts.append((label, line.source))
    if line.span:
        facts.append(("range", line.span))
    if line.note and line.kind != "reported":
        facts.append(("note", line.note))
    if line.kind == "reported":
        ids = line.source.split(", ")
        facts += [("chain", text) for one in ids for text in register.attributions(one)]
        notes = [register.claims[one].note for one in ids]
        facts += [("note", note) for note in notes if note]
    return Topic(line.address, tuple(facts))


def _competing(lines: tuple[Line, ...], register: Register) -> tuple[Topic, ...]:
    """The contest behind each claim the lines rest on, each quantity once."""
    keys: dict[str, None] = {}
    for line in lines:
        if line.kind == "reported":
            for one in line.source.split(", "):
                keys[key_of(register.claims[one])] = None
    return tuple(_contest(register.adopted[key], register) for key in keys)


def _of_quantity(reading: Reading, outcome: Adopted) -> Topic:
    topic = _contest(outcome, reading.register)
    ids = {claim.id for claim in _claims(outcome)}
    used = [
        f"{line.address} = {line.value}"
        for line in reading.ledger
        if line.kind == "reported" and ids & set(line.source.split(", "))
    ]
    facts = list(topic.facts)
    if used:
        facts.append(("used at", "; ".join(used)))
    for flag in reading.register.flags:
        if ids & set(flag.between):
            tail = f" (found by rule; editor's {flag.listed})" if flag.listed else ""
            facts.append(("contradiction", flag.finding + tail))
    for promise in reading.register.promises(outcome.key):
        facts.append(("said " + promise.said, f"{promise.when} ({promise.claim.id})"))
    return Topic(topic.title, tuple(facts), topic.rows)


def _claims(outcome: Adopted) -> list[Claim]:
    first = [outcome.claim] if outcome.claim else []
    return first + [other.claim for other in outcome.alternatives]


def _contest(outcome: Adopted, register: Register) -> Topic:
    chosen = outcome.claim
    facts = [("adopted", f"{chosen.text} (claim {chosen.id})" if chosen else "nothing")]
    facts.append(("why", outcome.why))
    if chosen is not None:
        facts += [("chain", text) for text in register.attributions(chosen.id)]
        if chosen.url:
            facts.append(("page", chosen.url))
        if chosen.note:
            facts.append(("note", chosen.note))
    if outcome.by_rule and chosen and outcome.by_rule.text != chosen.text:
        rule = outcome.by_rule
        facts.append(("by rule alone", f"{rule.text} ({rule.id}); an editor decided otherwise"))
    for conflict in outcome.conflicts:
        facts.append((f"conflict {conflict.id}", f"{conflict.resolution}: {conflict.basis}"))
    rows = [_row(chosen, "")] if chosen else []
    rows += [_row(other.claim, other.rule.sentence) for other in outcome.alternatives]
    return Topic(outcome.key, tuple(facts), tuple(rows))


def _row(claim: Claim, lost_by: str) -> tuple[str, ...]:
    who = f"{chain(claim)[0]} ({HANDS[hands_of(claim)]})"
    return (claim.id, claim.text, claim.status, claim.exactness, claim.date, who, lost_by)


def _others(register: Register, keys: tuple[str, ...]) -> Topic:
    facts = []
    for key in keys:
        claim = register.adopted[key].claim
        facts.append((key, f"{claim.text} ({claim.id})" if claim else "nothing adopted"))
    return Topic("also named so", tuple(facts))


def _record(register: Register, identifier: str) -> Topic | None:
    """An assumption, conflict, statement, contradiction or observation by its id."""
    records = register.records
    groups: tuple[tuple[Any, ...], ...] = (
        records.assumptions,
        records.conflicts,
        records.statements,
        records.contradictions,
        records.observations,
    )
    for group in groups:
        for record in group:
            if record.id.lower() == identifier.lower():
                return Topic(f"{type(record).__name__.lower()} {record.id}", _facts(record))
    return None


def _facts(record: Any) -> tuple[tuple[str, str], ...]:
    facts = []
    for item in fields(record):
        value = getattr(record, item.name)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        if item.name != "id" and text:
            facts.append((item.name.replace("_", " "), text))
    return tuple(facts)


def print_topics(topics: Sequence[Topic]) -> None:
    """Answers on the terminal: title, facts, competing claims."""
    from rich.table import Table
    from rich.text import Text

    screen = console()
    for topic in topics:
        screen.print(Text(topic.title, style="bold"))
        facts = Table.grid(padding=(0, 2))
        facts.add_column(style="dim", min_width=10)
        facts.add_column(overflow="fold")
        for label, text in topic.facts:
            facts.add_row(Text(label), Text(text))
        screen.print(facts)
        if topic.rows:
            screen.print(table(HEADER, topic.rows))
        screen.print()
