"""The known word nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or "" when none is like it.

    "carrigeway" gives "carriageway"; a word contained in a known one counts as near
    ("thickness" gives "slab_thickness").
    """
    best, score = "", 0.6  # below 0.6 a suggestion is more often wrong than right
    for candidate in known:
        a, b = word.lower(), candidate.lower()
        likeness = SequenceMatcher(None, a, b).ratio()
        if min(len(a), len(b)) >= 4 and (a in b or b in a):
            likeness = max(likeness, 0.75)
        if likeness > score:
            best, score = candidate, likeness
    return best


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for an error message, or "" when nothing is near and the list is long."""
    words = sorted(known)
    match = nearest(word, words)
    if match:
        return f'did you mean "{match}"?'
    return f"known: {', '.join(words)}" if 0 < len(words) <= 12 else ""
