"""The register of claims as the report shows it."""

from __future__ import annotations

from spanwright.deliverables.results import (
    Claim,
    Conflict,
    Contradiction,
    Evidence,
    Statement,
)
from spanwright.evidence.reconcile import chain
from spanwright.evidence.register import Register


def evidence_of(register: Register) -> Evidence:
    """Claims, conflicts, the news report's statements and every contradiction found."""
    records = register.records
    dated = {item.id: item.when for item in register.dated}
    return Evidence(
        claims=tuple(
            Claim(
                claim.id,
                claim.quantity,
                claim.value,
                "" if claim.unit == "date" else claim.unit,
                chain(claim),
                claim.date,
                claim.exactness,
                claim.status,
                claim.confidence,
                claim.note,
                claim.url,
            )
            for claim in records.claims
        ),
        conflicts=tuple(
            Conflict(item.id, item.topic, item.claims, item.resolution, item.basis)
            for item in records.conflicts
        ),
        statements=tuple(
            Statement(
                item.id,
                item.statement,
                item.chain,
                item.time_expression,
                str(dated.get(item.id, item.resolved)),
                item.verdict,
                item.better_value,
                item.sources,
            )
            for item in records.statements
        ),
        contradictions=_contradictions(register),
    )


def _contradictions(register: Register) -> tuple[Contradiction, ...]:
    """Those an editor listed, marked where a rule finds them again, and those only a rule found."""
    confirmed = {flag.listed: flag for flag in register.flags if flag.listed}
    listed = [
        Contradiction(
            item.id,
            item.statement_a,
            item.statement_b,
            item.finding
            + (
                f" (found again by rule: {confirmed[item.id].rule})" if item.id in confirmed else ""
            ),
            item.better_value,
            item.sources,
        )
        for item in register.records.contradictions
    ]
    found = [
        Contradiction(
            f"R{number:02d}",
            flag.between[0],
            flag.between[-1] if len(flag.between) > 1 else "the calendar",
            f"{flag.finding} (rule: {flag.rule})",
            "",
            ", ".join(flag.between),
        )
        for number, flag in enumerate((flag for flag in register.flags if not flag.listed), start=1)
    ]
    return (*listed, *found)
