"""A reader of STEP files (ISO 10303-21), as far as an alignment needs it: no schema, no package.

Values: float, int, str; ``Reference`` for #12, ``Enumeration`` for .LINE., None for $ and *, tuples
for lists, and for a typed value ``IFCLENGTHMEASURE(2.)`` the value itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from spanwright.datum.errors import InputError

# A doubled quote inside a string reads as the end of one string and the start of the next.
STATEMENT: Final = re.compile(r"#(\d+)\s*=\s*(\w+)\s*\(((?:'[^']*'|[^';])*+);")
COMMENT: Final = re.compile(r"('[^']*')|/\*.*?\*/", re.DOTALL)
TOKEN: Final = re.compile(
    r"""\s*(?:(?P<string>'(?:[^']|'')*+')|(?P<reference>\#\d+)|(?P<enumeration>\.\w+\.)
    |(?P<number>[-+]?\d+(?:\.\d*)?(?:[Ee][-+]?\d+)?)|(?P<binary>"[0-9A-Fa-f]*")
    |(?P<word>\w+)|(?P<mark>[(),$*]))""",
    re.VERBOSE,
)
WIDE: Final = re.compile(r"\\X2\\((?:[0-9A-Fa-f]{4})+)\\X0\\")


class Reference(int):
    """#12: another entity."""


class Enumeration(str):
    """.LINE.: a word of an enumeration, without its dots."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One line of the file: number, type in capitals, attributes in order."""

    number: int
    kind: str
    values: tuple[Any, ...]


@dataclass(slots=True)
class StepFile:
    """All entities; attributes are read when they are asked for."""

    name: str
    _text: dict[int, tuple[str, str]]
    _read: dict[int, Entity] = field(default_factory=dict)

    def __getitem__(self, number: int) -> Entity:
        if number not in self._read:
            if number not in self._text:
                raise InputError(f"{self.name}: #{number}", "is named but not in the file")
            kind, text = self._text[number]
            self._read[number] = Entity(number, kind, self._values(number, text))
        return self._read[number]

    def of(self, *kinds: str) -> list[Entity]:
        """Entities of these types, in the order of the file."""
        return [self[number] for number, (kind, _) in self._text.items() if kind in kinds]

    def _values(self, number: int, text: str) -> tuple[Any, ...]:
        stack: list[list[Any]] = [[]]
        at, text = 0, text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None or match.end() == at:
                raise InputError(f"{self.name}: #{number}", "is not STEP", got=text[at : at + 20])
            at = match.end()
            kind, token = str(match.lastgroup), match[str(match.lastgroup)]
            if token == "(":
                stack.append([])
            elif token == ")" and len(stack) > 1:
                inner = tuple(stack.pop())
                if stack[-1] and isinstance(stack[-1][-1], _Word):
                    stack[-1][-1] = inner[0] if len(inner) == 1 else inner  # a typed value
                else:
                    stack[-1].append(inner)
            elif token == ")":
                raise InputError(f"{self.name}: #{number}", "has a bracket too many")
            elif token != ",":
                stack[-1].append(_value(kind, token))
        if len(stack) != 1:
            raise InputError(f"{self.name}: #{number}", "has an open bracket")
        return tuple(stack[0])


class _Word(str):
    """The type before a typed value, until its bracket closes."""

    __slots__ = ()


def _value(kind: str, token: str) -> Any:
    if kind == "number":
        return float(token) if any(c in token for c in ".eE") else int(token)
    if kind == "reference":
        return Reference(token[1:])
    if kind == "enumeration":
        return Enumeration(token[1:-1])
    if kind == "string":
        plain = token[1:-1].replace("''", "'")
        return WIDE.sub(lambda m: bytes.fromhex(m[1]).decode("utf-16-be"), plain)
    return _Word(token) if kind == "word" else None


def read_step(path: Path) -> StepFile:
    """Read a STEP file.  Raises InputError when it is none."""
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(str(path), "must be a file that can be read", got=str(error)) from error
    if "ISO-10303-21" not in text[:1000]:
        raise InputError(path.name, "is not a STEP file (ISO-10303-21)")
    text = COMMENT.sub(lambda m: m[1] or " ", text)
    data = text.find("DATA;")
    found = {
        int(m[1]): (m[2].upper(), m[3].rstrip().removesuffix(")"))
        for m in STATEMENT.finditer(text, max(data, 0))
    }
    return StepFile(path.name, found)
