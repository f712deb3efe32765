"""Which check at which place is meant by ``girder 2 @ 312 m shear``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Bools, Ints
from spanwright.datum.errors import InputError
from spanwright.datum.nearest import did_you_mean

GIRDER = re.compile(
    r"(?:(?P<deck>.*?)\s+)?girder\s+(?P<girder>\d+)"
    r"(?:\s*@\s*(?P<station>\d+(?:\.\d+)?)(?:\s*m\b)?)?"
    r"(?:\s*\(?(?P<face>before|after)\)?)?\s*(?P<check>.*)",
    re.IGNORECASE,
)
EXAMPLE = 'for example "girder 2 @ 312 m shear"; `spanwright show PROJECT` lists all'


@dataclass(frozen=True, slots=True)
class Found:
    """Checks at one place: series by index with their row, and a remark for the reader."""

    pairs: tuple[tuple[int, int], ...]
    remark: str = ""


def find(series: Sequence[CheckSeries], words: str) -> Found:
    """The checks that are meant; one where a check is named, else all at the place.

    Raises InputError with the nearest known name.
    """
    text = " ".join(words.split())
    match = GIRDER.fullmatch(text)
    if match:
        return _girder(series, match)
    return _other(series, text)


def _girder(series: Sequence[CheckSeries], match: re.Match[str]) -> Found:
    own = [k for k, one in enumerate(series) if one.element == "girder" and (one.girder >= 0).all()]
    if not own:
        raise InputError("show", "this run has no girder checks")
    table = series[own[0]]
    rows = np.arange(len(table.place))
    rows = rows[_deck(table, rows, match["deck"] or "")]
    girders = sorted({int(g) + 1 for g in table.girder[rows]})
    if int(match["girder"]) not in girders:
        known = f"{girders[0]} to {girders[-1]}"
        raise InputError("show", f"girder must be one of {known}", got=match["girder"])
    rows = rows[table.girder[rows] == int(match["girder"]) - 1]
    chosen = [k for k in own if len(series[k].place) == len(table.place)]
    if match["check"]:
        chosen = [_named(series, chosen, match["check"])]
    if match["station"] is None:
        return _worst(series, chosen, rows)
    asked = float(match["station"])
    away = np.abs(table.station[rows] - asked)
    near = rows[away <= away.min() + 1e-9]
    low, high = table.station[rows].min(), table.station[rows].max()
    if not low - 0.5 <= asked <= high + 0.5:
        raise InputError("show", f"station must lie from {low:g} to {high:g} m", got=f"{asked:g} m")
    if match["face"]:
        told = [k for k in near if f"({match['face'].lower()})" in table.place[k]]
        near = np.array(told) if told else near
    remark = ""
    if away.min() > 5e-3:
        remark = f"nearest section to {asked:g} m: {float(table.station[near[0]]):.2f} m"
    return Found(_worst(series, chosen, near).pairs, remark)


def _deck(table: CheckSeries, rows: Ints, label: str) -> Bools:
    """Rows of the deck with this label; of all decks where none is asked."""
    labels = {int(d): table.place[k].split(" girder ")[0] for k, d in enumerate(table.deck)}
    if not label or label.lower() == "deck":
        return np.ones(len(rows), dtype=bool)
    wanted = [d for d, name in labels.items() if name.lower() == label.lower()]
    if not wanted:
        raise InputError(
            "show", f"no deck of this name; decks: {', '.join(sorted(labels.values()))}", got=label,
            hint=did_you_mean(label, labels.values()),
        )  # fmt: skip
    return np.asarray(table.deck[rows] == wanted[0])


def _named(series: Sequence[CheckSeries], among: Sequence[int], words: str) -> int:
    """The series a reader means by some words of its name."""
    names = {k: series[k].name for k in among}
    asked = words.lower().split()
    exact = [k for k, name in names.items() if name.lower() == " ".join(asked)]
    if exact:
        return exact[0]
    near = [k for k, name in names.items() if all(word in name.lower() for word in asked)]
    if len(near) == 1:
        return near[0]
    if near:
        listed = "; ".join(names[k] for k in near)
        raise InputError("show", f"several checks have this in their name: {listed}", got=words)
    raise InputError(
        "show", "no check of this name", got=words,
        hint=did_you_mean(words, names.values()) or EXAMPLE,
    )  # fmt: skip


def _worst(series: Sequence[CheckSeries], chosen: Sequence[int], rows: Ints) -> Found:
    """Each chosen check at the row of largest utilisation."""
    pairs = []
    for k in chosen:
        use = np.where(np.isnan(series[k].utilisation[rows]), -1.0, series[k].utilisation[rows])
        pairs.append((k, int(rows[use.argmax()])))
    return Found(tuple(pairs))


def _other(series: Sequence[CheckSeries], text: str) -> Found:
    """Places by the words of their label, checks by those of their name."""
    asked = text.lower().split()
    hits: dict[int, list[int]] = {}
    for k, one in enumerate(series):
        if one.element == "girder" and (one.girder >= 0).all() and (one.station >= 0).any():
            name = one.name.lower()
            if text.lower() == name:
                hits[k] = list(range(len(one.place)))
            continue
        for row, place in enumerate(one.place):
            known = set(re.findall(r"[\w.]+", f"{place} {one.name} {one.element}".lower()))
            known |= {word.rstrip("s") for word in known}
            if all(word in known or word.rstrip("s") in known for word in asked):
                hits.setdefault(k, []).append(row)
    if not hits:
        places = [f"{p}" for one in series for p in one.place[:200] if one.element != "girder"]
        hint = did_you_mean(text, [*places, *(one.name for one in series)])
        raise InputError("show", "nothing of this name is checked", got=text, hint=hint or EXAMPLE)
    pairs: list[tuple[int, int]] = []
    for k, rows in hits.items():
        pairs += _worst(series, [k], np.array(rows)).pairs
    named = [k for k in hits if series[k].name.lower() == text.lower()]
    if named:
        return Found(tuple(pair for pair in pairs if pair[0] == named[0]))
    return Found(tuple(pairs))
