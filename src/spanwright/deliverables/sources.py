"""The ledger as a reader wants it: settled lines, grouped and counted."""

from __future__ import annotations

from spanwright.datum.ledger import Kind, Ledger, Line

AUTO = ("auto", "choose")  # what the project file says for "choose for me"


def settled(ledger: Ledger) -> tuple[Line, ...]:
    """Lines without those that only say "choose for me" where the choice stands at the address."""
    chosen = {line.address for line in ledger if line.value not in AUTO}
    return tuple(line for line in ledger if line.value not in AUTO or line.address not in chosen)


def count(ledger: Ledger, kind: Kind) -> int:
    """Settled lines of one kind."""
    return sum(line.kind == kind for line in settled(ledger))


def groups(ledger: Ledger) -> dict[str, tuple[Line, ...]]:
    """Settled lines by the first word of their address, in the order they appear."""
    out: dict[str, list[Line]] = {}
    for line in settled(ledger):
        word = line.address.split(".")[0].split("[")[0]
        out.setdefault(word, []).append(line)
    return {word: tuple(lines) for word, lines in out.items()}
