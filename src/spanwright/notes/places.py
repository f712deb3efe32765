"""Places that are no girder sections, by words a user would write: ``pile 5.2 axial``.

A word with a number (``pier 5``) must stand so in the label of a place; other words may stand in
the label, in the name of the check or in its element, whole or from their beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.arrays import Ints
from spanwright.datum.errors import InputError
from spanwright.datum.nearest import did_you_mean, nearest

EXAMPLE: Final = (
    'for example "girder 2 @ 312 m shear" or "pier 5 shear"; `spanwright show PROJECT` lists all'
)
EVENTS: Final = ("accidental", "earthquake", "extreme", "seismic", "stray", "struck")
# What users call things, and what labels and checks call them.
SAYINGS: Final = (
    (r"\bpile caps?\b", "cap"),
    (r"\b(cap|pier) beams?\b", "crosshead"),
    (r"\b(columns?|pillars?|legs?)\b", "shaft"),
    (r"\bexpansion joints?\b", "joint"),
    (r"\bdeck slab\b", "slab"),
    (r"\bbackwall\b", "back wall"),
    (r"\b(punch-through|punched)\b", "punching"),
    (r"\b(movements?|displacements?) of (the )?heads?\b", "head deflection"),
    (r"@|\bm\b", " "),
)
ORDINAL: Final = ("bearing", "joint")  # counted along the bridge: their labels have no number
# ``cap 5`` is the cap of pier 5, ``stem 1`` the stem of abutment 1.
STANDS_AT: Final = {
    "pile": "pier", "cap": "pier", "crosshead": "pier", "footing": "pier", "foundation": "pier",
    "stem": "abutment", "wall": "abutment",
}  # fmt: skip
# Words for a check that its name does not say.
ALIASES: Final = {
    "pier shafts": "bending axial buckling interaction",
    "pier shafts, second order by the model": "bending axial buckling interaction",
    "cap ties": "bending strut",
    "piles, bending and axial force": "lateral p-y",
    "piles, shear": "lateral p-y",
    "piles, head deflection": "lateral p-y movement",
    "bearings, contact pressure": "pot spherical sphere vertical",
    "bearings, laminated elastomer": "elastomeric rubber vertical",
}
# In the label of a part: the girder it is below, the side it lies on, its number.
BEHIND: Final = re.compile(r"^.*\bgirder \d+ | (left|right) of .*|\s*[+\-−]?\d.*")
EVENT: Final = re.compile(r", (accidental|earthquake|extreme event I{1,2})$")


@dataclass(frozen=True, slots=True)
class Found:
    """Checks at one place: series by index with their row, and a remark for the reader."""

    pairs: tuple[tuple[int, int], ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words say: words with their number, and those without."""

    numbered: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    remark: str = ""


Rows = dict[int, Ints]  # rows of each series, by its index


def along_girders(one: CheckSeries) -> bool:
    """A check of girder sections."""
    return one.element == "girder" and bool((one.girder >= 0).all() and (one.station >= 0).any())


def is_event(name: str) -> bool:
    """A check of an accident or an earthquake."""
    return any(word in name.lower() for word in EVENTS)


def worst(one: CheckSeries, rows: Ints) -> int:
    """Of some rows the one with the largest utilisation."""
    use = np.where(np.isnan(one.utilisation[rows]), -1.0, one.utilisation[rows])
    return int(rows[use.argmax()])


def elsewhere(series: Sequence[CheckSeries], text: str) -> Found:
    """Checks by the words of their place, their name and their element.

    Raises InputError for an unknown word, place or check, with what is known.
    """
    whole = [k for k, one in enumerate(series) if one.name.lower() == text.lower()]
    if whole:
        rows = np.arange(len(series[whole[0]].place))
        return Found(((whole[0], worst(series[whole[0]], rows)),))
    asked = _asked(text)
    _refuse_unknown(series, asked, text)
    rows_at, remark = _at_places(series, asked)
    found = _with_words(series, rows_at, asked.words)
    if not found:
        _refuse_check(series, rows_at, asked)
    # "shaft shear" is not the shear of the crosshead beside the shaft: names count before labels.
    said = [*asked.words, *(word for word, _ in asked.numbered if word == "shaft")]
    by_name = {
        k: v for k, v in found.items() if all(_stands(w, _words_of(series[k])) for w in said)
    }
    if asked.words and by_name:
        found = by_name
    plain = {k: rows for k, rows in found.items() if not is_event(series[k].name)}
    if plain and not is_event(text):
        found = plain
    pairs = tuple((k, worst(series[k], rows)) for k, rows in found.items())
    return Found(pairs, "; ".join(part for part in (asked.remark, remark) if part))


def _asked(text: str) -> Asked:
    """Words and numbers; ``pile 5.2`` is pile 2 of pier 5."""
    plain = text.lower()
    for pattern, name in SAYINGS:
        plain = re.sub(pattern, name, plain)
    parts = re.findall(r"[+\-−]?\d+(?:\.\d+)?|[\w-]+", plain)
    numbered: list[tuple[str, str]] = []
    words: list[str] = []
    remark = ""
    for k, part in enumerate(parts):
        if not part[-1].isdigit() or part[0].isalpha():
            follows = k + 1 < len(parts) and re.fullmatch(r"[+\-−]?\d+(\.\d+)?", parts[k + 1])
            if not follows:
                words.append(part)
            continue
        word = _single(parts[k - 1]) if k else ""
        first, _, own = part.partition(".")
        if word == "shaft" and own:
            numbered += [("pier", first), ("shaft", own)]
        elif word in STANDS_AT:
            numbered.append((STANDS_AT[word], first))
            words += [] if word == "foundation" else [word]
            if own:
                remark = "of the piles of a group the worst is checked and shown"
        else:
            numbered.append((word, part))
    return Asked(tuple(numbered), tuple(words), remark)


def _single(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[-2:] != "ss" and len(word) > 3 else word


def _words_of(one: CheckSeries, place: str = "") -> set[str]:
    more = ALIASES.get(EVENT.sub("", one.name), "")
    text = f"{place} {one.name} {one.element} {more}".lower()
    return {_single(word) for word in re.findall(r"[\w-]+", text)}


def _stands(word: str, known: Iterable[str]) -> bool:
    """Whether a word is known, whole or by its beginning."""
    one = _single(word)
    return any(w == one or (len(one) >= 4 and w.startswith(one)) for w in known)


def _refuse_unknown(series: Sequence[CheckSeries], asked: Asked, text: str) -> None:
    """Every word must be one of the labels, checks or elements, unless a place is named.

    Then the error tells what is checked at that place.
    """
    known: set[str] = set()
    for one in series:
        known |= _words_of(one, "" if along_girders(one) else " ".join(set(one.place)))
    known = {word for word in known if not word[0].isdigit()}
    for word in (*(w for w, _ in asked.numbered), *asked.words):
        if not word:
            raise InputError("show", "a number needs a word before it", got=text, hint=EXAMPLE)
        if not _stands(word, known):
            near = did_you_mean(word, known)
            if not near and asked.numbered:
                continue
            raise InputError("show", "nothing of this name is checked", got=word,
                             hint=near or EXAMPLE)  # fmt: skip


def _at_places(series: Sequence[CheckSeries], asked: Asked) -> tuple[Rows, str]:
    """Rows whose label has every numbered word; girder sections only where none is asked."""
    rows: Rows = {}
    for k, one in enumerate(series):
        if not (along_girders(one) and asked.numbered):
            rows[k] = np.arange(len(one.place))
    remark = ""
    for word, number in asked.numbered:
        told = re.compile(rf"\b{re.escape(word)}s?(?: of)? {re.escape(number)}(?![\w.])")
        kept: Rows = {}
        for k, own in rows.items():
            here = [row for row in own if told.search(series[k].place[row].lower())]
            if here:
                kept[k] = np.array(here, dtype=np.int64)
        if not kept and word in ORDINAL:
            kept, remark = _counted(series, rows, word, number)
        if not kept:
            _refuse_number(series, rows, word, number)
        rows = kept
    return rows, remark


def _counted(series: Sequence[CheckSeries], rows: Rows, word: str, number: str) -> tuple[Rows, str]:
    """The so-many-th bearing or joint of the bridge."""
    of_kind = [k for k in rows if any(p.lower().endswith(f" {word}") for p in series[k].place[:1])]
    places = next((series[k].place for k in of_kind), ())
    if not number.isdigit() or not 1 <= int(number) <= len(places):
        raise InputError("show", f"{word} must be one of 1 to {len(places)}", got=number)
    place = places[int(number) - 1]
    kept = {
        k: np.array([series[k].place.index(place)]) for k in of_kind if place in series[k].place
    }
    return kept, f"{word} {number} of {len(places)} along the bridge: {place}"


def _refuse_number(series: Sequence[CheckSeries], rows: Rows, word: str, number: str) -> None:
    """Which numbers there are for a word."""
    told = re.compile(rf"\b{re.escape(word)}s?(?: of)? (\d+)(?![\w.])")
    known = {
        int(match[1])
        for k, own in rows.items()
        for row in own
        for match in told.finditer(series[k].place[row].lower())
    }
    if known:
        some = sorted(known)
        text = f"{some[0]} to {some[-1]}" if len(some) > 1 else f"{some[0]}"
        raise InputError("show", f"{word} must be one of {text}", got=number)
    raise InputError("show", f"no {word} here has a number", got=f"{word} {number}", hint=EXAMPLE)


def _with_words(series: Sequence[CheckSeries], rows: Rows, words: Sequence[str]) -> Rows:
    """Rows whose label, check or element has every word; girder checks by their name alone."""
    found: Rows = {}
    for k, own in rows.items():
        one = series[k]
        if along_girders(one):
            if words and all(_stands(word, _words_of(one)) for word in words):
                found[k] = own
            continue
        labels = {place: _words_of(one, place) for place in {one.place[row] for row in own}}
        here = [row for row in own if all(_stands(w, labels[one.place[row]]) for w in words)]
        if here:
            found[k] = np.array(here, dtype=np.int64)
    return found


def _refuse_check(series: Sequence[CheckSeries], rows: Rows, asked: Asked) -> None:
    """No such check there: the words that are known there, and how to list all."""
    names = list(dict.fromkeys(series[k].name for k in rows if not is_event(series[k].name)))
    at = " ".join(f"{word} {number}" for word, number in asked.numbered)
    words = " ".join(asked.words)
    near = nearest(words, names)
    if near or not at:
        expected = f'no check of {at or "this run"} has "{words}" in its name'
        raise InputError("show", expected, hint=f'did you mean "{near}"?' if near else EXAMPLE)
    # "pier 3 cap" and "abutment 2 stem": what stands behind the place is a part of it.
    labels = (series[k].place[row].lower() for k, own in rows.items() for row in own)
    parts = dict.fromkeys(re.sub(BEHIND, "", label.rpartition(at)[2]).strip() for label in labels)
    told = ", ".join(part for part in parts if part)
    hint = f"its parts: {told}; list them: spanwright show PROJECT {at}"
    expected = f'nothing of {at} is checked for "{words}"'
    raise InputError("show", expected, hint=hint)
