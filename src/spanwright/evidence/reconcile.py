"""Which of several claims on one quantity is adopted, by stated rules; nothing is averaged.

The rules are asked in the order of `RULES`; the first that tells two claims apart decides.  What
lost is kept with the rule that it lost by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from spanwright.evidence.claims import UNKNOWN, Claim, Conflict
from spanwright.evidence.records import key_of
from spanwright.evidence.times import read_date

STATUS_RANK: Final = {"adopted": 0, "supporting": 1, "context": 2, "conflict": 3, "rejected": 4}
EXACTNESS_RANK: Final = {
    "exact": 0,
    "derived": 1,
    "rounded": 2,
    "approx": 3,
    "estimate": 4,
    "lower-bound": 5,
    "forecast": 6,
    "unattributed": 7,
    "garbled": 8,
}
CONFIDENCE_RANK: Final = {"high": 0, "medium": 1, "low": 2}
_RETOLD: Final = re.compile(r"\bas retold\b|\bciting\b|\bquot|\bcop(?:y|ies)\b|\bvia\b|\bheadline")
_NO_ORIGIN: Final = re.compile(r"\bunnamed\b|\bunsigned\b|\bunattributed\b|\bnot named\b|^$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One question put to a claim; the smaller answer wins."""

    name: str
    sentence: str
    rank: Callable[[Claim], float]


def hands_of(claim: Claim) -> int:
    """1 from the origin itself, 2 retold, 3 origin unknown; the file's ``hands`` goes first."""
    if claim.hands:
        return claim.hands
    origin, route = claim.reported_by.lower(), claim.publisher.lower()
    if _NO_ORIGIN.search(origin):
        return 3
    return 2 if _RETOLD.search(origin) or _RETOLD.search(route) else 1


def _age(claim: Claim) -> float:
    """Minus the day of the report, so that the later one ranks first; undated ranks last."""
    return -float(read_date(claim.date)[1].toordinal()) if claim.date else 0.0


def _status(claim: Claim) -> float:
    return STATUS_RANK[claim.status]


def _exactness(claim: Claim) -> float:
    return EXACTNESS_RANK[claim.exactness]


def _confidence(claim: Claim) -> float:
    return CONFIDENCE_RANK[claim.confidence]


def _as_listed(_: Claim) -> float:
    return 0.0


# Functions with names, not lambdas: a register is pickled on its way to another process.
RULES: Final = (
    Rule("status", "the status an editor gave it", _status),
    Rule("exactness", "how exact it is", _exactness),
    Rule("origin", "nearer to the origin", hands_of),
    Rule("date", "reported later", _age),
    Rule("confidence", "more confidence", _confidence),
    Rule("order", "listed first", _as_listed),
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A claim that was not adopted and the rule it lost by."""

    claim: Claim
    rule: Rule


@dataclass(frozen=True, slots=True)
class Adopted:
    """The outcome for one quantity.

    claim        : what is adopted; None when no claim may be (then an assumption is needed)
    by_rule      : what the rules would choose without the editor's status
    conflicts    : the records of ``[[conflict]]`` that touch this quantity
    why          : one sentence
    """

    key: str
    claim: Claim | None
    alternatives: tuple[Alternative, ...]
    by_rule: Claim | None
    conflicts: tuple[Conflict, ...]
    why: str

    @property
    def is_contested(self) -> bool:
        """Whether another claim on the quantity says something else."""
        chosen = self.claim
        return any(chosen is None or other.claim.text != chosen.text for other in self.alternatives)


def reconcile(claims: Iterable[Claim], conflicts: Iterable[Conflict] = ()) -> dict[str, Adopted]:
    """Adopted value of every quantity, in the order the quantities first appear."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(key_of(claim), []).append(claim)
    records = tuple(conflicts)
    return {key: _settle(key, group, records) for key, group in groups.items()}


def _settle(key: str, group: list[Claim], conflicts: tuple[Conflict, ...]) -> Adopted:
    usable = [claim for claim in group if _may_be_adopted(claim)]
    chosen = min(usable, key=_order(RULES), default=None)
    # What would stand without the editor: garbled and unknown values still cannot.
    candidates = [claim for claim in group if _says_something(claim)]
    by_rule = min(candidates, key=_order(RULES[1:]), default=None)
    others = sorted((claim for claim in group if claim is not chosen), key=_order(RULES))
    alternatives = tuple(Alternative(other, _decided_by(chosen, other)) for other in others)
    ids = {claim.id for claim in group}
    touching = tuple(conflict for conflict in conflicts if ids & set(conflict.claims))
    return Adopted(key, chosen, alternatives, by_rule, touching, _why(chosen, alternatives))


def _order(rules: tuple[Rule, ...]) -> Callable[[Claim], tuple[float, ...]]:
    return lambda claim: tuple(rule.rank(claim) for rule in rules)


def _says_something(claim: Claim) -> bool:
    return claim.value != UNKNOWN and claim.exactness != "garbled"


def _may_be_adopted(claim: Claim) -> bool:
    """Conflicting and rejected claims never carry a design value, even when they stand alone."""
    return _says_something(claim) and claim.status in ("adopted", "supporting", "context")


def _decided_by(chosen: Claim | None, other: Claim) -> Rule:
    if chosen is None:
        return RULES[0]
    return next((rule for rule in RULES if rule.rank(chosen) < rule.rank(other)), RULES[-1])


def _why(chosen: Claim | None, alternatives: tuple[Alternative, ...]) -> str:
    if chosen is None:
        return "no claim on it may be adopted; a value must be assumed with its basis"
    if not alternatives:
        return f"the only claim ({chosen.exactness}, {chosen.confidence} confidence)"
    deciding = alternatives[0].rule
    trait = {
        "status": f"marked {chosen.status}",
        "exactness": f"more exact ({chosen.exactness})",
        "origin": "nearer to its origin",
        "date": f"reported later ({chosen.date})",
        "confidence": f"{chosen.confidence} confidence",
        "order": "equal in every rule, listed first",
    }[deciding.name]
    runner_up = alternatives[0].claim
    return f"{trait}; against {runner_up.id} ({runner_up.text}, {runner_up.status})"


def chain(claim: Claim) -> tuple[str, ...]:
    """Who passed the claim on, from its origin to the pages it was read on."""
    links = [claim.reported_by or "origin unknown"]
    pages: list[str] = []
    for outlet in (part.strip() for part in claim.publisher.split(";")):
        page, _, agency = outlet.partition(" citing ")
        if agency and agency not in links:
            links.append(agency)
        if page:
            pages.append(page)
    return (*links, "; ".join(pages)) if pages else tuple(links)
