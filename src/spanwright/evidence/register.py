"""`Register`: everything the report and ``explain`` say about where numbers come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from spanwright.datum.toml import Document, read_document
from spanwright.evidence.claims import Assumption, Claim, Conflict
from spanwright.evidence.contradictions import Dated, Flag, date_statements, find_flags
from spanwright.evidence.reconcile import Adopted, chain, reconcile
from spanwright.evidence.records import Records, key_of, read_records
from spanwright.evidence.times import When, read_date


@dataclass(frozen=True, slots=True)
class Sighting:
    """A dated observation of progress, ready for the programme.

    day       : first and last day it can stand for
    low, high : bounds of the number seen
    """

    id: str
    day: When
    front: str
    quantity: str
    low: float
    high: float
    unit: str
    claim: Claim
    note: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A date somebody gave for the same milestone, with the day it was said."""

    claim: Claim
    said: str
    when: When


@dataclass(frozen=True)
class Register:
    """Claims, what was adopted and why, what contradicts, what is assumed, what was seen."""

    records: Records
    adopted: dict[str, Adopted]
    dated: tuple[Dated, ...]
    flags: tuple[Flag, ...]
    sightings: tuple[Sighting, ...]
    source_file: str = ""

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.records.claims}

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Assumptions by id."""
        return {assumption.id: assumption for assumption in self.records.assumptions}

    @cached_property
    def conflicts(self) -> dict[str, Conflict]:
        """Conflicts by id."""
        return {conflict.id: conflict for conflict in self.records.conflicts}

    def of_claim(self, identifier: str) -> Adopted:
        """The outcome for the quantity this claim is about."""
        return self.adopted[key_of(self.claims[identifier])]

    def attributions(self, identifier: str) -> tuple[str, ...]:
        """Chain of a claim, and of the claims it was computed from."""
        claim = self.claims[identifier]
        if claim.exactness != "derived":
            return (attribution(claim),)
        named = re.findall(r"\b[A-Z]+\d+[a-z]?\b", claim.reported_by)
        roots = [self.claims[one] for one in named if one in self.claims and one != identifier]
        return (attribution(claim), *(f"{root.id}: {attribution(root)}" for root in roots))

    def latest(self, quantity: str) -> dict[str, Sighting]:
        """The last sighting of a quantity on each front, e.g. of "land piers"."""
        return {item.front: item for item in self.sightings if item.quantity == quantity}

    def promises(self, key: str) -> tuple[Promise, ...]:
        """Dates given for one milestone (and its limits), the earliest said first."""
        found = [
            Promise(self.claims[item.id], self.claims[item.id].date, item.when)
            for item in self.dated
            if item.id in self.claims and (item.event == key or item.event.startswith(key + "."))
        ]
        return tuple(sorted(found, key=lambda promise: _said(promise.said)))

    def find(self, words: str) -> tuple[str, ...]:
        """Quantities that answer to the words, the best first: "length" finds bridge.length."""
        return _matching(words, self.adopted)


def _said(text: str) -> date:
    return read_date(text)[1] if text else date.max


def _matching(words: str, adopted: dict[str, Adopted]) -> tuple[str, ...]:
    wanted = [word for word in re.split(r"[^a-z0-9]+", words.lower()) if word]
    if not wanted:
        return ()
    scored: list[tuple[float, int, str]] = []
    for position, (key, outcome) in enumerate(adopted.items()):
        claims = [outcome.claim] if outcome.claim else []
        claims += [other.claim for other in outcome.alternatives]
        if words.upper() in {claim.id.upper() for claim in claims} or words.lower() == key.lower():
            scored.append((-1.0, position, key))
            continue
        in_key = re.split(r"[^a-z0-9]+", key.lower())
        in_text = " ".join(claim.quantity.lower() for claim in claims)
        if all(word in in_key for word in wanted):
            # The shorter key is the plainer quantity: bridge.length before bridge.length.ru,
            # and the bridge's own before a neighbour's.
            plain = len(in_key) + (0.0 if in_key[0] == "bridge" else 0.5)
            scored.append((plain, position, key))
        elif all(re.search(rf"\b{re.escape(word)}", in_text) for word in wanted):
            scored.append((100.0, position, key))
    return tuple(key for _, _, key in sorted(scored))


def build_register(records: Records, source_file: str = "") -> Register:
    """The register of a set of records."""
    claims = {claim.id: claim for claim in records.claims}
    sightings = [
        Sighting(
            item.id,
            When(*read_date(item.day), "as written"),
            item.front,
            item.quantity,
            item.low,
            item.high,
            item.unit,
            claims[item.claim],
            item.note,
        )
        for item in records.observations
    ]
    return Register(
        records,
        reconcile(records.claims, records.conflicts),
        date_statements(records.statements, records.claims),
        find_flags(records.statements, records.claims, records.contradictions),
        tuple(sorted(sightings, key=lambda item: (item.day.first, item.id))),
        source_file,
    )


def read_register(path: Path) -> Register:
    """The register of a claims file; an absent file gives an empty one."""
    if not path.exists():
        return build_register(Records())
    return register_of(read_document(path))


def register_of(document: Document) -> Register:
    """The register of a parsed claims file."""
    return build_register(read_records(document), document.path.name)


def attribution(claim: Claim) -> str:
    """Chain of a claim in one line: origin → outlet, day, how it was read."""
    when = claim.date or "undated"
    return f"{' → '.join(chain(claim))}; {when}; {claim.exactness}, read as {claim.access}"
