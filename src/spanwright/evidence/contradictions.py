"""Contradictions a rule can find in the news text, without being told where they are.

Four kinds: two statements that date one event to days that cannot meet; a weekday that is not the
day it is written beside; a duration that does not fit the calendar; an amount whose hedge is
stronger than its source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from spanwright.evidence.claims import Claim, Contradiction, Statement
from spanwright.evidence.records import key_of
from spanwright.evidence.times import (
    DAYS_A_MONTH,
    WEEKDAYS,
    When,
    amount,
    months_of,
    read_date,
    resolve,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A contradiction found by rule.

    between : ids of the two that disagree (one id when a statement disagrees with the calendar)
    listed  : id of the editor's contradiction it confirms, or ""
    """

    rule: str
    between: tuple[str, ...]
    finding: str
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement or claim whose words a rule could turn into days."""

    id: str
    event: str
    words: str
    when: When


def date_statements(statements: Sequence[Statement], claims: Sequence[Claim]) -> tuple[Dated, ...]:
    """All statements and claims whose time can be resolved, in file order."""
    by_id = {claim.id: claim for claim in claims}
    dated = [
        Dated(item.id, item.event, item.time_expression, when)
        for item in statements
        if item.time_expression
        and (when := resolve(item.time_expression, item.published)) is not None
    ]
    for claim in claims:
        since = None
        if claim.since:
            since = resolve(by_id[claim.since].value, by_id[claim.since].date)
        when = resolve(claim.value, claim.date, since) if _tells_time(claim) else None
        if when is not None:
            dated.append(Dated(claim.id, key_of(claim), claim.text, when))
    return tuple(dated)


def _tells_time(claim: Claim) -> bool:
    return claim.unit == "date" or bool(claim.since)


def find_flags(
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    listed: Sequence[Contradiction] = (),
) -> tuple[Flag, ...]:
    """Every contradiction the rules find, each tied to the editor's own where there is one."""
    dated = date_statements(statements, claims)
    flags = [
        *_dates(dated, statements),
        *_weekdays(claims),
        *_durations(statements),
        *_amounts(statements),
    ]
    known = {frozenset(entry.between): entry.id for entry in listed if entry.between}
    return tuple(replace(flag, listed=known.get(frozenset(flag.between), "")) for flag in flags)


def _dates(dated: Sequence[Dated], statements: Sequence[Statement]) -> Iterator[Flag]:
    """Pairs in which at least one is a statement of the text; claims differ by reconciliation."""
    told = {statement.id for statement in statements}
    for one, other in combinations(dated, 2):
        if not one.event or one.event != other.event or not {one.id, other.id} & told:
            continue
        if not one.when.meets(other.when):
            finding = (
                f'{one.event}: "{one.words}" is {one.when}, "{other.words}" is {other.when}; '
                "the two cannot both hold"
            )
            yield Flag("dates of one event", (one.id, other.id), finding)


def _weekdays(claims: Sequence[Claim]) -> Iterator[Flag]:
    """A day written together with its weekday must be that weekday."""
    for claim in claims:
        written = re.search(r"\d{4}-\d{2}-\d{2}", claim.value)
        named = [name for name in WEEKDAYS if name in claim.value.lower()]
        if written is None or not named:
            continue
        weekday = WEEKDAYS[read_date(written.group())[0].weekday()]
        if weekday not in named:
            finding = f'"{claim.value}": that day is a {weekday.capitalize()}'
            yield Flag("weekday against the calendar", (claim.id,), finding)


def _durations(statements: Sequence[Statement]) -> Iterator[Flag]:
    for statement in statements:
        span = months_of(statement.time_expression.lower()) if statement.begin else None
        if span is None or not statement.finish:
            continue
        begin, finish = read_date(statement.begin), read_date(statement.finish)
        fewest, most = _days(begin[1], finish[0]), _days(begin[0], finish[1])
        low, high = fewest / DAYS_A_MONTH, most / DAYS_A_MONTH
        if high < span[0] or low >= span[1]:
            finding = (
                f'"{statement.time_expression}": {statement.begin} to {statement.finish} is '
                f"{fewest} to {most} days = {low:.1f} to {high:.1f} months"
            )
            yield Flag("duration against the calendar", (statement.id,), finding)


def _days(begin: date, finish: date) -> int:
    return (finish - begin).days


def _amounts(statements: Sequence[Statement]) -> Iterator[Flag]:
    for statement in statements:
        if not statement.amount or not statement.original:
            continue
        told, source = amount(statement.amount), amount(statement.original)
        if told is None or source is None:
            continue
        if not told.holds(source.number) or (told.hedge, source.hedge) in _STRENGTHENED:
            finding = f'"{statement.amount}" where the source said "{statement.original}"'
            yield Flag("amount against its source", (statement.id,), finding)


_STRENGTHENED = {("over", "about"), ("more than", "about"), ("at least", "about"), ("", "about")}
