"""Formulas, numbers and load models together, as `spanwright codes` lists them."""

from __future__ import annotations

from collections.abc import Sequence

from spanwright.codes.listing import Entry, family_of, in_order
from spanwright.codes.listing import entries as of_codes
from spanwright.traffic.library import LoadModel, available_models, load_model


def entries(words: Sequence[str] = ()) -> tuple[Entry, ...]:
    """Every entry whose line holds all the words, in any case."""
    found = in_order([*of_codes(), *(_of_model(load_model(name)) for name in available_models())])
    wanted = [word.lower() for word in words]
    return tuple(entry for entry in found if all(word in _line(entry) for word in wanted))


def _line(entry: Entry) -> str:
    parts = (entry.family, entry.standard, entry.place, entry.kind, entry.tag, entry.text)
    return " ".join(parts).lower()


def _of_model(model: LoadModel) -> Entry:
    standard, _, place = model.source.partition(", ")
    for start in ("AASHTO LRFD", "AREMA"):  # these sources go on without a comma
        if standard.startswith(start):
            standard, place = start, f"{standard[len(start) :].strip()} {place}".strip()
    tag = model.evidence if model.verified else "remembered"
    text = f"{model.name}: {model.title}"
    return Entry(family_of(standard), standard, place, "load model", tag, text)
