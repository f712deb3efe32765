"""The reference tables of the project file, written from the schema itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_args

from pydantic.fields import FieldInfo

from spanwright.datum.units import UNITS
from spanwright.project.fields import Section
from spanwright.project.kinds import Day, DayOfYear, Figures, Listed, Whole, Words
from spanwright.project.origins import quantity_of
from spanwright.project.schema import Brief
from spanwright.project.wording import sections_of

# What the table calls a value that is no quantity and no choice; the first that fits.
KINDS: Final[dict[type, str]] = {
    Figures: "number or list of numbers",
    Day: "date",
    DayOfYear: "day of the year, `MM-DD`",
    Whole: "whole number",
    bool: "true or false",
    tuple: "list",
    int: "whole number",
    Words: "text",
    str: "text",
}


def reference() -> str:
    """Markdown: one table for each section, keys with their kind, default and meaning."""
    parts = []
    for title, model in _sections("", Brief):
        summary = (model.__doc__ or "").strip().splitlines()[0]
        remark = summary.partition(": ")[2]
        parts.append(f"## `{title}`\n")
        if remark:
            parts.append(f"{remark[:1].upper()}{remark[1:]}\n")
        parts.append("| key | value | default | meaning or basis |\n|---|---|---|---|")
        parts += [_row(name, info) for name, info in model.model_fields.items() if _leaf(info)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _sections(path: str, model: type[Section]) -> Iterator[tuple[str, type[Section]]]:
    for name, info in model.model_fields.items():
        inner, is_list = sections_of(info.annotation)
        if inner is None:
            continue
        where = f"{path}.{name}" if path else name
        yield (f"[[{where}]]" if is_list else f"[{where}]"), inner
        yield from _sections(where, inner)


def _leaf(info: FieldInfo) -> bool:
    return sections_of(info.annotation)[0] is None


def _row(name: str, info: FieldInfo) -> str:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    meaning = info.description or str(extra.get("basis", ""))
    if extra.get("range"):
        meaning += f" (range {extra['range']})"
    fallback = "required" if info.is_required() else _default(info.default)
    cells = (f"`{name}`", _kind(info), fallback, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(value: Any) -> str:
    if value in (None, "", ()) or "Undefined" in type(value).__name__:
        return "—"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(info: FieldInfo) -> str:
    quantity = quantity_of(info)
    origin = getattr(info.annotation, "__origin__", None)
    if quantity is not None and origin not in (tuple, dict):
        units = ", ".join(unit for unit in UNITS[quantity.dimension] if unit != "1")
        tail = " or `auto`" if quantity.auto else ""
        return f"{quantity.dimension}{f' ({units})' if units else ''}{tail}"
    choices = [choice for choice in _choices(info.annotation) if choice != ""]
    if choices:
        tail = " or a list" if any(isinstance(item, Listed) for item in info.metadata) else ""
        return ", ".join(f"`{choice}`" for choice in choices) + tail
    if origin is dict:
        return "table"
    if origin is tuple and not info.metadata:
        return "list"
    return next(word for kind, word in KINDS.items() if kind in set(_kinds(info)))


def _kinds(info: FieldInfo) -> Iterator[type]:
    """What reads the value, and the types behind its annotation."""
    yield from (type(item) for item in info.metadata)
    for part in (info.annotation, *get_args(info.annotation)):
        if isinstance(part, type):
            yield part
        yield from (type(item) for item in getattr(part, "__metadata__", ()))
        if getattr(part, "__origin__", None) is tuple:
            yield tuple


def _choices(annotation: Any) -> Iterator[Any]:
    if getattr(annotation, "__origin__", None) is not None or get_args(annotation):
        for part in get_args(annotation):
            if isinstance(part, (str, int)):
                yield part
            else:
                yield from _choices(part)
