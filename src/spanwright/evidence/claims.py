"""What was said, by whom and when: the records of ``claims.toml``.

Records are plain frozen values; `spanwright.evidence.records` reads them strictly from the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Exactness = Literal[
    "exact", "derived", "rounded", "approx", "estimate", "lower-bound", "forecast",
    "unattributed", "garbled",
]  # fmt: skip
Access = Literal["excerpt", "headline", "file", "seed", "computed", "remembered", "read"]
Status = Literal["adopted", "supporting", "context", "conflict", "rejected"]
Confidence = Literal["high", "medium", "low"]

UNKNOWN: Final = "not found"  # a claim that says the quantity was looked for in vain


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one quantity.

    key        : what it is about, the same for all claims that compete, e.g. "bridge.length"
    number     : present where the value is one number in ``unit``
    date       : of the report: "YYYY-MM-DD", "YYYY-MM", "YYYY" or "" when unknown
    since      : id of the claim a duration counts from
    hands      : how many mouths it passed: 1 the origin itself, 2 retold, 3 origin unknown;
                 0 lets `spanwright.evidence.reconcile.hands_of` infer it from the wording
    """

    id: str
    quantity: str
    value: str
    unit: str
    reported_by: str
    publisher: str
    exactness: Exactness
    access: Access
    confidence: Confidence
    status: Status
    key: str = ""
    group: str = ""
    number: float | None = None
    url: str = ""
    date: str = ""
    note: str = ""
    since: str = ""
    hands: int = 0

    @property
    def text(self) -> str:
        """Value with its unit, as a reader would say it."""
        wordless = not self.unit or self.unit == "date" or self.unit in self.value
        return self.value if wordless else f"{self.value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all hold, what is done about it and why."""

    id: str
    topic: str
    claims: tuple[str, ...]
    resolution: str
    basis: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value no claim supports."""

    id: str
    quantity: str
    value: str
    basis: str
    unit: str = ""
    range: str = ""
    confidence: Confidence = "medium"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the news text the project starts from.

    event           : what happened, the same for all statements and claims that date it
    time_expression : the words of the text, e.g. "last year"
    begin, finish   : calendar days a stated duration must span, where they are known
    amount          : a number with its hedge, e.g. "over 600"; original: what the source said
    """

    id: str
    statement: str
    chain: str
    verdict: str
    published: str = ""
    time_expression: str = ""
    event: str = ""
    begin: str = ""
    finish: str = ""
    amount: str = ""
    original: str = ""
    resolved: str = ""
    better_value: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradiction an editor found in the news text.

    between: ids of the statements or claims that disagree, where a rule can find it again.
    """

    id: str
    statement_a: str
    statement_b: str
    finding: str
    better_value: str = ""
    sources: str = ""
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """How far the works were, as someone saw it.

    day       : of the image or visit (not of the report)
    front     : which bank's crew, e.g. "KP"
    low, high : bounds of the number seen
    """

    id: str
    day: str
    front: str
    quantity: str
    low: float
    high: float
    unit: str
    claim: str
    note: str = ""
