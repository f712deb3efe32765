"""Entities written straight as STEP text, for the structural model's seventy thousand.

An entity made through ifcopenshell takes some thirty times as long as its line of text; the rules
of the schema are held by the tests, which validate whole files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from spanwright.deliverables.ifc.guid import global_id


class Ref(int):
    """Number of an entity in the file."""

    __slots__ = ()


class Enum(str):
    """A value of an enumeration."""

    __slots__ = ()


class Typed(NamedTuple):
    """A value that names its type, where an attribute takes more than one."""

    ifc_class: str
    value: Any


YES: Final = Typed("IfcBoolean", True)
NO: Final = Typed("IfcBoolean", False)


class Step:
    """Lines of text after the entities of a file.

    name : of the project, for the global ids;  last : greatest number used in the file so far
    """

    def __init__(self, name: str, last: int) -> None:
        self.name = name
        self.lines: list[str] = []
        self._last = last
        self._points: dict[tuple[float, ...], Ref] = {}
        self._directions: dict[tuple[float, ...], Ref] = {}

    def add(self, ifc_class: str, *values: Any) -> Ref:
        """An entity with all its attributes in order."""
        self._last += 1
        inside = ",".join([text(value) for value in values])
        self.lines.append(f"#{self._last}={ifc_class.upper()}({inside});")
        return Ref(self._last)

    def root(self, ifc_class: str, identity: str, name: str | None, *rest: Any) -> Ref:
        """An entity with a global id: its name, then what follows the name."""
        unique = global_id(self.name, f"{ifc_class} {identity}")
        return self.add(ifc_class, unique, None, name, *rest)

    def relate(self, ifc_class: str, identity: str, *rest: Any) -> Ref:
        """A relation without a name: what follows its description."""
        return self.root(ifc_class, identity, None, None, *rest)

    def point(self, *at: float) -> Ref:
        """A cartesian point, the same one for the same place.  [m]"""
        if at not in self._points:
            self._points[at] = self.add("IfcCartesianPoint", [float(c) for c in at])
        return self._points[at]

    def direction(self, *along: float) -> Ref:
        """A direction, the same one for the same components."""
        if along not in self._directions:
            self._directions[along] = self.add("IfcDirection", [float(c) for c in along])
        return self._directions[along]


def text(value: Any) -> str:
    """A value as ISO 10303-21 writes it.  Raises TypeError for what it cannot write."""
    kind = type(value)
    if value is None:
        return "$"
    if kind is Ref:
        return f"#{int(value)}"
    if kind is str:
        return f"'{quoted(value)}'"
    if kind is float:
        return real(value)
    if kind is Enum:
        return f".{value}."
    if kind is bool:
        return ".T." if value else ".F."
    if kind is int:
        return str(value)
    if kind is Typed:
        return f"{value.ifc_class.upper()}({text(value.value)})"
    if isinstance(value, Sequence):
        return f"({','.join([text(item) for item in value])})"
    if hasattr(value, "is_a"):  # an entity that ifcopenshell holds
        return f"#{value.id()}"
    raise TypeError(f"no STEP value: {value!r}")


def real(value: float) -> str:
    """A finite number with the decimal point the standard asks for.  Raises ValueError."""
    shown = repr(value)
    if "n" in shown:  # inf or nan
        raise ValueError(f"{shown} cannot stand in a STEP file")
    mantissa, mark, exponent = shown.partition("e")
    if "." not in mantissa:
        mantissa += "."
    return f"{mantissa}E{exponent}" if mark else mantissa


def quoted(words: str) -> str:
    """Text inside quotes: these and backslashes doubled, other than ASCII in hexadecimal."""
    words = words.replace("\\", "\\\\").replace("'", "''")
    if words.isascii() and words.isprintable():
        return words
    return "".join(c if " " <= c <= "~" else f"\\X4\\{ord(c):08X}\\X0\\" for c in words)
