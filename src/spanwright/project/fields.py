"""The kinds of value a project file may hold, and the base of its sections.

A value is written as a unit string (``"32.5 m"``), as a bare SI number, as ``"auto"`` where the
field allows it, or as a table that adds where it comes from::

    carriageway = { value = "7 m", source = "B15" }
    river_span  = { value = "84 m", assumed = "girders of 21 m modules", range = "63 to 105 m" }

After validation only SI floats remain; the reader keeps the sources in the ledger.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from spanwright.project.kinds import (
    FAR,
    Day,
    DayOfYear,
    Listed,
    Quantity,
    Whole,
    Words,
    fault,
)
from spanwright.project.plausible import implausible

# Keys that say where a value comes from; a section may carry them for all its own values.
ORIGIN_KEYS: Final = ("source", "assumed", "range", "note")

Length = Annotated[float, Quantity("length", above=0.0)]
Extent = Annotated[float, Quantity("length", least=0.0)]  # a length that may be zero
Level = Annotated[float, Quantity("length", least=-FAR)]
Station = Annotated[float, Quantity("length", least=0.0)]
Coordinate = Annotated[float, Quantity("length", least=-1e8, most=1e8)]
AutoLength = Annotated[
    float | None, Quantity("length", above=0.0, least=0.01, most=200.0, auto=True)
]
Angle = Annotated[float, Quantity("angle", least=-7.0)]
Share = Annotated[float, Quantity("number", least=0.0, most=1.0)]
Number = Annotated[float, Quantity("number", above=0.0)]
Temperature = Annotated[float, Quantity("air temperature", least=-90.0, most=70.0)]
Text = Annotated[str, Words()]
Blank = Annotated[str, Words(blank=True)]
Date = Annotated[datetime.date, Day()]
MonthDay = Annotated[tuple[int, int], DayOfYear()]
Count = Annotated[int, Whole(least=1, most=400)]
Spans = Annotated[
    tuple[float, ...] | Literal["choose"], Listed(Quantity("length", above=0.0), "choose")
]
ConcreteClass = Literal[
    "C20/25", "C25/30", "C30/37", "C35/45", "C40/50", "C45/55", "C50/60", "C55/67", "C60/75"
]
AutoCount = Annotated[int | None, Whole(least=1, most=400, auto=True)]
Flag = Annotated[bool, Field(strict=True)]
Point = tuple[Station, Level]


def default(value: Any, basis: str, span: str = "") -> Any:
    """A field's default with the reason it is sensible; using it writes an assumed ledger line."""
    extra: dict[str, Any] = {"basis": basis}
    if span:
        extra["range"] = span
    return Field(default=value, json_schema_extra=extra)


def is_origin_table(value: object) -> bool:
    """Whether a raw table is ``{ value = ..., source | assumed | range | note = ... }``."""
    return isinstance(value, dict) and "value" in value and set(value) <= {"value", *ORIGIN_KEYS}


class Section(BaseModel):
    """Base of every table of the project file: frozen, strict about keys, sources set aside."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _set_sources_aside(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        return {
            key: value["value"] if is_origin_table(value) else value
            for key, value in raw.items()
            if key not in ORIGIN_KEYS or key in cls.model_fields
        }

    @field_validator("*", mode="after")
    @classmethod
    def _in_proportion(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        quantity = next((m for m in field.metadata if isinstance(m, Quantity)), None)
        if quantity is not None and isinstance(value, float) and value > 0.0:
            wrong = implausible(field, quantity.dimension, value)
            if wrong is not None:
                raise fault(*wrong)
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler.resolve_ref_schema(handler(schema))
        properties: dict[str, Any] = described.setdefault("properties", {})
        for name, inner in properties.items():
            if not _is_nested(inner):
                properties[name] = _with_origin(inner)
        for key in ORIGIN_KEYS:
            properties.setdefault(key, ORIGIN[key])
        return described


ORIGIN: Final[dict[str, Any]] = {
    "source": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "id of the claim (or claims) in claims.toml the value rests on",
    },
    "assumed": {"type": "string", "description": "basis of an assumption, or its id"},
    "range": {"type": "string", "description": "plausible range of the assumption"},
    "note": {"type": "string"},
}


def _is_nested(schema: dict[str, Any]) -> bool:
    """Whether a property holds a section or a list of sections, which carry their own sources."""
    inner = schema.get("items", schema)
    return "$ref" in inner or "allOf" in inner or any("$ref" in o for o in inner.get("anyOf", []))


def _with_origin(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {k: schema[k] for k in ("title", "description", "default", "basis") if k in schema}
    bare = {k: v for k, v in schema.items() if k not in kept}
    table: dict[str, Any] = {
        "type": "object",
        "properties": {"value": bare, **ORIGIN},
        "additionalProperties": False,
    }
    described: dict[str, Any] = {"anyOf": [bare, table]}
    return described | kept
