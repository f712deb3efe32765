"""How each kind of value is read: number with unit, whole number, day, text, list.

Each is an annotation of pydantic's; what it refuses it refuses in one sentence.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from spanwright.datum.units import UNITS, parse, with_article

AUTO: Final = "auto"

FAR: Final = 20e3  # [m] stations, and levels above or below the datum
# Beyond these (SI) no bridge comes near: a unit was left out, or a digit is one too many.
LARGEST: Final = {
    "length": FAR,
    "area": 1e6,
    "angle": 7.0,
    "force": 1e9,
    "line load": 1e6,
    "stress": 1e12,
    "weight density": 2e5,
    "speed": 100.0,
    "discharge": 1e6,
    "acceleration": 30.0,
    "time": 1e12,
    "stiffness": 1e13,
    "number": 1e15,
}


def fault(expected: str, got: object) -> PydanticCustomError:
    """A validation error the reader prints as ``expected (got ...)``."""
    # Braces in the user's text must not be read as a template by pydantic: both go by context.
    return PydanticCustomError("value", "{expected}", {"expected": expected, "got": show(got)})


def show(value: object) -> str:
    """A raw value as the user would recognise it, shortened."""
    if isinstance(value, dict) and "value" in value:
        value = value["value"]
    if isinstance(value, str):
        text = value if re.search(r"\d", value) else f'"{value}"'
    elif isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, dict):
        text = "a table"
    elif isinstance(value, (list, tuple)):
        text = f"a list of {len(value)}"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True, slots=True)
class Quantity:
    """Annotation: a number with a dimension; gives the SI float, or None for "auto".

    above, least, most: bounds in SI (exclusive below, inclusive below, inclusive above).
    """

    dimension: str
    above: float | None = None
    least: float | None = None
    most: float | None = None
    auto: bool = False

    @property
    def largest(self) -> float | None:
        """The upper bound: the field's own, else what no bridge of any kind exceeds.  [SI]"""
        return LARGEST.get(self.dimension) if self.most is None else self.most

    def read(self, value: Any) -> float | None:
        """SI value of what the user wrote."""
        if self.auto and (value is None or value == AUTO):
            return None
        if not isinstance(value, (str, int, float)):
            raise fault(f"must be {self._wanted()}", value)
        try:
            number = parse(value, self.dimension)
        except ValueError as error:
            sentence = str(error) + (f' or "{AUTO}"' if self.auto else "")
            raise fault(sentence, value) from None
        return self._bounded(number, value)

    def _wanted(self) -> str:
        auto = f' or "{AUTO}"' if self.auto else ""
        return f"{with_article(self.dimension)} in {', '.join(UNITS[self.dimension])}{auto}"

    def _bounded(self, number: float, written: Any) -> float:
        unit = next(iter(UNITS[self.dimension]))
        tail = "" if unit == "1" else f" {unit}"
        more = "longer" if self.dimension == "length" else "more"
        # One part in 1e12 of slack: "100 %" times 0.01 must not fail a limit of exactly 1.
        slack = 1e-12 * max(1.0, abs(number))
        if self.above is not None and number <= self.above:
            raise fault(f"must be {more} than {self.above:g}{tail}", written)
        if self.least is not None and number < self.least - slack:
            raise fault(f"must be at least {self.least:g}{tail}", written)
        most = self.largest
        if most is not None and number > most + slack:
            raise fault(f"must be at most {most:g}{tail}", written)
        return number

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        units = list(UNITS[self.dimension])
        number: dict[str, Any] = {"type": "number"}
        for key, bound in (
            ("exclusiveMinimum", self.above),
            ("minimum", self.least),
            ("maximum", self.largest),
        ):
            if bound is not None:
                number[key] = bound
        spellings = "|".join(re.escape(unit) for unit in units)
        pattern = rf"^\s*[-+−]?[\d_ ]*\.?\d+\.?([eE][-+]?\d+)?\s*({spellings})?\s*$"
        text: dict[str, Any] = {"type": "string", "pattern": pattern}
        options = [number, text] + ([{"const": AUTO}] if self.auto else [])
        return {"anyOf": options, "x-dimension": self.dimension, "x-unit": units[0]}


@dataclass(frozen=True, slots=True)
class Figures:
    """Annotation: a bare number or a list of them, as a table of a standard prints them."""

    def read(self, value: Any) -> float | tuple[float, ...]:
        """The number, or the row of numbers."""
        if isinstance(value, str):
            return Quantity("number").read(value) or 0.0
        row = value if isinstance(value, (list, tuple)) else [value]
        if not row or any(
            isinstance(v, bool) or not isinstance(v, (int, float)) or not math.isfinite(v)
            for v in row
        ):
            raise fault("must be a number or a list of numbers", value)
        return tuple(float(v) for v in row) if row is value else float(value)

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        number = {"type": "number"}
        rows = {"type": "array", "items": number, "minItems": 1}
        return {"anyOf": [number, {"type": "string"}, rows]}


@dataclass(frozen=True, slots=True)
class Whole:
    """Annotation: a whole number within bounds, or None for "auto"."""

    least: int = 0
    most: int | None = None
    auto: bool = False

    def read(self, value: Any) -> int | None:
        """The number; 2.0 is whole, 2.5 and true are not."""
        if self.auto and (value is None or value == AUTO):
            return None
        numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
        in_range = (
            numeric
            and math.isfinite(value)
            and float(value).is_integer()
            and value >= self.least
            and (self.most is None or value <= self.most)
        )
        if not in_range:
            upper = "" if self.most is None else f" and at most {self.most}"
            auto = f', or "{AUTO}"' if self.auto else ""
            raise fault(f"must be a whole number of at least {self.least}{upper}{auto}", value)
        return int(value)

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        number: dict[str, Any] = {"type": "integer", "minimum": self.least}
        if self.most is not None:
            number["maximum"] = self.most
        return {"anyOf": [number, {"const": AUTO}]} if self.auto else number


@dataclass(frozen=True, slots=True)
class Day:
    """Annotation: a calendar day, as a TOML date or as text YYYY-MM-DD."""

    def read(self, value: Any) -> datetime.date:
        """The day; one that is not in the calendar is refused."""
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        wanted = "must be a day written YYYY-MM-DD"
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise fault(wanted, value)
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            raise fault("must be a day that is in the calendar", value) from None

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """Annotation: month and day without a year, ``"12-01"``."""

    def read(self, value: Any) -> tuple[int, int]:
        """(month, day); 29 February is allowed."""
        match = (
            re.fullmatch(r"\s*(\d{1,2})-(\d{1,2})\s*", value) if isinstance(value, str) else None
        )
        if match is None:
            raise fault('must be a month and a day written "MM-DD"', value)
        month, day = int(match.group(1)), int(match.group(2))
        try:
            datetime.date(2024, month, day)  # a leap year, so that 02-29 exists
        except ValueError:
            raise fault("must be a day that is in the calendar", value) from None
        return month, day

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^\d{1,2}-\d{1,2}$"}


@dataclass(frozen=True, slots=True)
class Words:
    """Annotation: text that is not empty unless ``blank`` allows it."""

    blank: bool = False

    def read(self, value: Any) -> str:
        """The text without surrounding blanks."""
        if not isinstance(value, str) or not (self.blank or value.strip()):
            raise fault("must be text" + ("" if self.blank else " that is not empty"), value)
        return value.strip()

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string"} if self.blank else {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Listed:
    """Annotation: a list of quantities, or one word that leaves the choice to the program."""

    item: Quantity
    word: str

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # A plain union would report every error twice, once for each branch.
        entries = handler.generate_schema(tuple[Annotated[float, self.item], ...])
        return core_schema.no_info_wrap_validator_function(self._read, entries)

    def _read(self, value: Any, read_list: Callable[[Any], Any]) -> Any:
        if value == self.word:
            return value
        if not isinstance(value, (list, tuple)) or not value:
            raise fault(f'must be "{self.word}" or a list of {self.item.dimension}s', value)
        return read_list(value)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"const": self.word}, handler(schema["schema"])]}
