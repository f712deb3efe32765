"""Where the numbers come from, for the page: the ledger and the register of claims."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from spanwright.deliverables.results import Results
from spanwright.deliverables.sources import settled


def evidence_page(results: Results) -> dict[str, Any]:
    """Every adopted number with its source, every claim and every conflict."""
    return {
        "lines": [asdict(line) for line in settled(results.ledger)],
        **asdict(results.evidence),
    }
