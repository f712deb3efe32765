"""From a validation error to a sentence for the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from spanwright.datum.errors import InputError
from spanwright.datum.nearest import did_you_mean, nearest
from spanwright.project.fields import ORIGIN_KEYS, Section
from spanwright.project.kinds import show


def join(address: str, step: str | int) -> str:
    """The address one step below: ``layout.parts`` and 1 give ``layout.parts[1]``."""
    if isinstance(step, int):
        return f"{address}[{step}]"
    return f"{address}.{step}" if address else step


def sections_of(annotation: Any) -> tuple[type[Section] | None, bool]:
    """(section class, whether it is a list of them) behind a field's annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation, False
    is_list = getattr(annotation, "__origin__", None) is tuple
    for part in get_args(annotation):
        found, _ = sections_of(part)
        if found is not None:
            return found, is_list
    return None, False


def first_causes(
    errors: Sequence[ErrorDetails], model: type[Section], address: str
) -> Iterator[InputError]:
    """The errors a user has to mend; what follows from another one is left out.

    A list is "too short" when its entries are wrong, and a key is "missing" when it is mistyped.
    """
    typed = {tuple(error["loc"]) for error in errors}
    meant = {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), _keys(model, error["loc"][:-1])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        here = tuple(error["loc"])
        below = any(other[: len(here)] == here and len(other) > len(here) for other in typed)
        follows = (error["type"] == "too_short" and below) or (
            error["type"] == "missing" and here in meant
        )
        if not follows:
            yield input_error(error, model, address)


def _keys(model: type[Section], steps: tuple[str | int, ...]) -> list[str]:
    parent = _model_at(model, list(steps))
    return list(parent.model_fields) if parent else []


def input_error(details: ErrorDetails, model: type[Section], address: str) -> InputError:
    """One pydantic error as an `InputError` with the full address (the place is added later)."""
    *above, last = details["loc"] if details["loc"] else ("",)
    for step in above:
        address = join(address, step)
    where = join(address, last) if details["loc"] else address
    context: Mapping[str, Any] = details.get("ctx", {})
    got = show(details["input"])
    match details["type"]:
        case "value":
            return InputError(where, str(context["expected"]), got=str(context["got"]))
        case "missing" if isinstance(last, int):
            return InputError(where, "is missing from the list")
        case "missing":
            return InputError(where, "is missing", hint=_meaning(model, details["loc"]))
        case "extra_forbidden":
            hint = did_you_mean(str(last), _keys(model, tuple(above)))
            return InputError(where, "unknown key", hint=hint)
        case "literal_error" | "const":
            choices = str(context["expected"]).replace("'", '"')
            return InputError(where, f"must be {choices}", got=got)
        case "model_type" | "dict_type" | "model_attributes_type":
            return InputError(where, "must be a table", got=got)
        case "tuple_type" | "list_type":
            return InputError(where, "must be a list", got=got)
        case "too_short":
            return InputError(where, f"must hold at least {context['min_length']} entries", got=got)
        case "too_long":
            return InputError(where, f"must hold at most {context['max_length']} entries", got=got)
        case "bool_type" | "bool_parsing":
            return InputError(where, "must be true or false", got=got)
        case "string_type":
            return InputError(where, "must be text", got=got)
    message = details["msg"][:1].lower() + details["msg"][1:]
    return InputError(where, message, got=got)


def _model_at(model: type[Section], steps: list[str | int]) -> type[BaseModel] | None:
    current: type[Section] | None = model
    for step in steps:
        if current is None:
            return None
        if isinstance(step, str):
            field = current.model_fields.get(step)
            current = sections_of(field.annotation)[0] if field else None
    return current


def _meaning(model: type[Section], steps: tuple[str | int, ...]) -> str:
    parent = _model_at(model, list(steps[:-1]))
    field = parent.model_fields.get(str(steps[-1])) if parent else None
    return field.description or "" if field else ""


def is_origin_key(key: str, model: type[Section]) -> bool:
    """Whether a key of a section only tells where its values come from."""
    return key in ORIGIN_KEYS and key not in model.model_fields
