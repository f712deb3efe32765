"""Load models for the page: vehicles to drag, and the worst place of a model for a section."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from spanwright.datum.errors import InputError
from spanwright.traffic.library import available_models, load_model
from spanwright.traffic.model import LoadModel
from spanwright.traffic.place import place
from spanwright_studio.numbers import numbers, plain
from spanwright_studio.unpack import Packed

ROAD = ("lanes", "vehicle")


@cache
def vehicles() -> tuple[dict[str, Any], ...]:
    """Vehicles that can be dragged: axles at their least gaps, impact included."""
    found = []
    for name in available_models():
        model = load_model(name)
        if model.kind not in ROAD:
            continue
        for key, vehicle in model.vehicles.items():
            train = vehicle.train
            found.append(
                {
                    "id": name if len(model.vehicles) == 1 else f"{name}/{key}",
                    "model": name, "title": model.title, "vehicle": key,
                    "source": model.source, "verified": model.verified,
                    "offsets": numbers(train.offset),
                    "forces": numbers(train.force * vehicle.impact),
                    "wheels": numbers(train.wheels), "impact": plain(vehicle.impact),
                }
            )  # fmt: skip
    return tuple(found)


@cache
def placeable() -> tuple[dict[str, Any], ...]:
    """Load models the worst place can be asked of."""
    models = [(name, load_model(name)) for name in available_models()]
    return tuple(
        {"id": name, "title": model.title, "source": model.source, "verified": model.verified}
        for name, model in models
        if model.kind in ROAD
    )


def worst(
    packed: Packed,
    kerbs: tuple[float, float],
    adjusted: Mapping[str, LoadModel],
    question: dict[str, Any],
) -> dict[str, Any]:
    """The worst place of a load model for one response of one section.

    adjusted : models as the run's code basis has them, by name
    question : deck, section (indices), response, model, sense (+1 or -1).  Raises InputError for
    a question that cannot be read, ScopeError where model and carriageway do not fit.
    """
    deck, section = (_whole(question, key) for key in ("deck", "section"))
    sense, name = _whole(question, "sense"), question.get("model")
    if sense not in (1, -1):
        raise InputError("sense", "must be 1 or -1", got=str(sense))
    known = [row["id"] for row in placeable()]
    if name not in known:
        raise InputError("model", f"must be one of {', '.join(known)}", got=str(name))
    surface = packed.surface(deck, section, str(question.get("response")))
    spans = np.diff(surface.spans)
    found = place(
        surface,
        adjusted.get(str(name)) or load_model(str(name)),
        [kerbs],
        length=float(spans.mean()),
    )
    row = 0 if sense > 0 else 1
    patches = found.patches(row)
    return {
        "value": plain(found.value[row]), "label": found.label(row), "notes": list(found.notes),
        "wheels": [
            [plain(v) for v in wheel]
            for wheel in zip(patches.wheel_x, patches.wheel_y, patches.wheel_force, strict=True)
        ],
        "strips": [
            [plain(v) for v in strip]
            for strip in zip(patches.strip_y, patches.strip_from, patches.strip_to,
                             patches.strip_load, strict=True)
        ],
    }  # fmt: skip


def _whole(question: dict[str, Any], key: str) -> int:
    value = question.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(key, "must be a whole number", got=str(value))
    return value
