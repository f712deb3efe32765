"""Which check at which place is meant by ``girder 2 @ 312 m shear`` or ``pier 5 shear``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Ints
from spanwright.datum.errors import InputError
from spanwright.datum.nearest import did_you_mean
from spanwright.notes.places import EXAMPLE, Found, along_girders, elsewhere, is_event, worst

GIRDER = re.compile(
    r"(?:(?P<deck>.*?)\s+)?girder\s+(?P<girder>\d+)"
    r"(?:\s*@\s*(?P<station>\d+(?:\.\d+)?)(?:\s*m\b)?)?"
    r"(?:\s*\(?(?P<face>before|after)\)?)?\s*(?P<check>.*)",
    re.IGNORECASE,
)
# Before "girder 2" these tell that a place beside the girder is meant.
BESIDE = re.compile(r"\b(bearings?|slab|piers?|abutments?|crossheads?|joints?)\b", re.IGNORECASE)


def find(series: Sequence[CheckSeries], words: str) -> Found:
    """The checks that are meant; one where a check is named, else all at the place.

    Raises InputError with the nearest known name.
    """
    text = " ".join(words.split())
    match = GIRDER.fullmatch(text)
    if match and not BESIDE.search(match["deck"] or ""):
        return _girder(series, match)
    return elsewhere(series, text)


def _girder(series: Sequence[CheckSeries], match: re.Match[str]) -> Found:
    own = [k for k, one in enumerate(series) if along_girders(one)]
    if not own:
        raise InputError("show", "this run has no girder checks")
    rows = _of_girder(series, own, _deck(series, own, match["deck"] or ""), int(match["girder"]))
    chosen = list(rows)
    if match["check"]:
        chosen = [_named(series, chosen, match["check"])]
    if match["station"] is None:
        return Found(tuple((k, worst(series[k], rows[k])) for k in chosen))
    return _at(series, {k: rows[k] for k in chosen}, float(match["station"]), match["face"])


def _deck(series: Sequence[CheckSeries], own: Sequence[int], label: str) -> int | None:
    """The deck with this label; None for all where none is asked."""
    if not label or label.lower() == "deck":
        return None
    known = {
        place.split(" girder ")[0]: int(deck)
        for k in own
        for place, deck in zip(series[k].place, series[k].deck, strict=True)
    }
    wanted = [deck for name, deck in known.items() if name.lower() == label.lower()]
    if not wanted:
        raise InputError(
            "show", f"no deck of this name; decks: {', '.join(sorted(known))}", got=label,
            hint=did_you_mean(label, known),
        )  # fmt: skip
    return wanted[0]


def _of_girder(
    series: Sequence[CheckSeries], own: Sequence[int], deck: int | None, girder: int
) -> dict[int, Ints]:
    """Rows of one girder in every series that has it."""
    found, known = {}, set()
    for k in own:
        one = series[k]
        inside = np.ones(len(one.place), dtype=bool) if deck is None else one.deck == deck
        known |= {int(g) + 1 for g in one.girder[inside]}
        rows = np.flatnonzero(inside & (one.girder == girder - 1))
        if rows.size:
            found[k] = rows
    if not found:
        span = f"{min(known)} to {max(known)}" if known else "none"
        raise InputError("show", f"girder must be one of {span}", got=f"{girder}")
    return found


def _at(
    series: Sequence[CheckSeries], rows: dict[int, Ints], asked: float, face: str | None
) -> Found:
    """The nearest sections; checks that have none as near are left out."""
    stations = np.concatenate([series[k].station[own] for k, own in rows.items()])
    if not stations.min() - 0.5 <= asked <= stations.max() + 0.5:
        wanted = f"station must lie from {stations.min():g} to {stations.max():g} m"
        raise InputError("show", wanted, got=f"{asked:g} m")
    away = float(np.abs(stations - asked).min())
    pairs = []
    for k, own in rows.items():
        near = own[np.abs(series[k].station[own] - asked) <= away + 1e-9]
        if face:
            told = [row for row in near if f"({face.lower()})" in series[k].place[row]]
            near = np.array(told) if told else near
        if near.size:
            pairs.append((k, worst(series[k], near)))
    remark = ""
    if away > 5e-3:
        k, row = pairs[0]
        remark = f"nearest section to {asked:g} m: {float(series[k].station[row]):.2f} m"
    return Found(tuple(pairs), remark)


def _begins(words: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether every word begins with the one asked for: ``bend`` for bending."""
    return len(words) == len(asked) and all(
        word.startswith(part) for word, part in zip(words, asked, strict=True)
    )


def _named(series: Sequence[CheckSeries], among: Iterable[int], words: str) -> int:
    """The series a reader means by some words of its name."""
    names = {k: series[k].name for k in among}
    asked = words.lower().split()
    exact = [k for k, name in names.items() if name.lower() == " ".join(asked)]
    if exact:
        return exact[0]
    begun = [k for k, name in names.items() if _begins(name.lower().split(), asked)]
    if len(begun) == 1:
        return begun[0]
    near = [k for k, name in names.items() if all(word in name.lower() for word in asked)]
    plain = [k for k in near if not is_event(names[k])]
    near = plain or near
    if len(near) == 1:
        return near[0]
    if near:
        listed = "; ".join(names[k] for k in near)
        raise InputError("show", f"several checks have this in their name: {listed}", got=words)
    raise InputError(
        "show", "no check of this name", got=words,
        hint=did_you_mean(words, names.values()) or EXAMPLE,
    )  # fmt: skip
