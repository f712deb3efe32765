"""Load models that a project names beside those that are always placed."""

from __future__ import annotations

from spanwright.datum.errors import InputError
from spanwright.project.reader import Reading
from spanwright.traffic.library import load_model
from spanwright.traffic.model import LoadModel

COMBINED = ("LM1", "LM2", "FLM3")  # always placed: the combinations and fatigue need them


def other_models(reading: Reading) -> tuple[LoadModel, ...]:
    """Further load models the project names: shown as envelopes beside LM1, not combined.

    A name of the library, or a TOML file in the project folder.  Raises InputError for an unknown
    name and for a railway model.
    """
    folder = reading.document.path.parent
    found = []
    for index, name in enumerate(reading.brief.codes.load_models):
        if name.upper() in COMBINED:
            continue
        address = f"codes.load_models[{index}]"
        place = reading.document.place("codes.load_models")
        try:
            model = load_model(str(folder / name) if name.endswith(".toml") else name.lower())
        except InputError as error:
            raise InputError(
                address, error.expected, got=error.got or name, hint=error.hint, place=place
            ) from None
        if model.kind == "track":
            raise InputError(address, "must be a road model", got=name, place=place)
        found.append(model)
    return tuple(found)
