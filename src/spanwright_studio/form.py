"""The project file as a form: every value with its kind, unit, bounds, choices and source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from spanwright.datum.ledger import Ledger, Line
from spanwright.datum.units import UNITS
from spanwright.project.fields import Section, is_origin_table
from spanwright.project.kinds import AUTO
from spanwright.project.origins import quantity_of
from spanwright.project.reader import Reading
from spanwright.project.schema import Brief
from spanwright.project.wording import join, sections_of


def form_of(reading: Reading) -> list[dict[str, Any]]:
    """One entry a section of the file, in its order: title, address and fields."""
    found: list[dict[str, Any]] = []
    for address, model, raw in _sections("", Brief, reading.document.data):
        fields = [
            _field(join(address, name), info, raw.get(name), reading.ledger)
            for name, info in model.model_fields.items()
            if sections_of(info.annotation)[0] is None
        ]
        if fields:
            found.append({"address": address, "about": _about(model), "fields": fields})
    return found


def _sections(
    address: str, model: type[Section], raw: dict[str, Any]
) -> Iterator[tuple[str, type[Section], dict[str, Any]]]:
    for name, info in model.model_fields.items():
        inner, is_list = sections_of(info.annotation)
        if inner is None:
            continue
        where, own = join(address, name), raw.get(name)
        if is_list:
            tables = [table for table in own or () if isinstance(table, dict)]
            for index, table in enumerate(tables):
                at = join(where, index)
                yield at, inner, table
                yield from _sections(at, inner, table)
        elif isinstance(own, dict) or not info.is_required():
            table = own if isinstance(own, dict) else {}
            yield where, inner, table
            yield from _sections(where, inner, table)


def _about(model: type[Section]) -> str:
    summary = (model.__doc__ or "").strip().splitlines()[0]
    return summary.partition(": ")[2].rstrip(".")


def _field(address: str, info: FieldInfo, raw: Any, ledger: Ledger) -> dict[str, Any]:
    line = next((line for line in ledger.of(address) if line.address == address), None)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    written = raw["value"] if is_origin_table(raw) else raw
    return {
        "address": address,
        "name": address.rpartition(".")[2],
        "meaning": info.description or str(extra.get("basis", "")),
        **_kind(info),
        "written": _json(written),
        **_origin(line, info),
    }


def _kind(info: FieldInfo) -> dict[str, Any]:
    """How a value is entered: "quantity", "choice", "flag", "whole", "date", "list" or "text"."""
    annotation = info.annotation
    is_list = get_origin(annotation) in (tuple, dict, list)
    quantity = quantity_of(info)
    if quantity is not None and not is_list:
        return {
            "kind": "quantity", "units": list(UNITS[quantity.dimension]),
            "auto": quantity.auto, "least": quantity.least, "above": quantity.above,
            "most": quantity.most,
        }  # fmt: skip
    choices = [choice for choice in _choices(annotation) if isinstance(choice, str)]
    parts = (annotation, *get_args(annotation))
    if is_list or any(get_origin(part) in (tuple, dict, list) for part in parts):
        return {"kind": "list", "choices": choices}
    if choices:
        return {"kind": "choice", "choices": choices}
    for type_, kind in ((bool, "flag"), (int, "whole"), (date, "date")):
        if type_ in parts:
            return {"kind": kind, "auto": kind == "whole" and type(None) in parts}
    return {"kind": "text"}


def _choices(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif get_origin(annotation) is not None:
        for part in get_args(annotation):
            yield from _choices(part)


def _origin(line: Line | None, info: FieldInfo) -> dict[str, Any]:
    if line is None:
        shown = "" if info.is_required() or info.default in (None, "", ()) else str(info.default)
        return {"value": shown, "origin": "absent", "source": "", "note": "", "range": ""}
    return {
        "value": AUTO if line.value == AUTO else line.value, "origin": line.kind,
        "source": line.source, "note": line.note, "range": line.span,
    }  # fmt: skip


def _json(value: Any) -> Any:
    """The raw value as the page may show and send back; None where the file has none."""
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
