"""How the girders of a deck come to their place."""

from __future__ import annotations

from typing import Final

from spanwright.layout.types import Deck

LAUNCHED_FROM: Final = 150.0  # length of deck from which launching pays [m]


def is_launched(deck: Deck, erection: str) -> bool:
    """Whether a deck is launched: as told, or long and of constant depth; precast ones never."""
    if deck.precast is not None:
        return False
    if erection != "auto":
        return erection == "launch"
    constant = all(float(g.depth.max() - g.depth.min()) < 1e-6 for g in deck.girders)
    return constant and float(deck.supports[-1] - deck.supports[0]) >= LAUNCHED_FROM
