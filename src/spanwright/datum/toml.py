"""Reading TOML strictly, and finding each address back to its line.

The standard parser gives values without places.  The scanner below walks the same text a second
time, after it is known to be valid, and only records where keys and list elements begin.
"""

from __future__ import annotations

import bisect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from spanwright.datum.errors import InputError

LONGEST: Final = 10**18  # TOML promises 64 bits for a whole number
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR: Final = re.compile(r"[^,\]}\n#]*")
_BLANK: Final = re.compile(r"[ \t]*")
_GAP: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_WHERE: Final = re.compile(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.S)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file with the line of every address."""

    path: Path
    data: dict[str, Any]
    lines: dict[str, int]
    attached: dict[str, Document] = field(default_factory=dict)  # section -> the file it came from

    def line(self, address: str) -> int:
        """Line of the address, or of the nearest table above it; 1 where nothing is known."""
        while address:
            if address in self.lines:
                return self.lines[address]
            address = (
                address.rpartition("[")[0]
                if address.endswith("]")
                else (address.rpartition(".")[0])
            )
        return 1

    def place(self, address: str) -> str:
        """``file:line`` of the address."""
        section, _, rest = address.partition(".")
        if section in self.attached:
            return self.attached[section].place(rest)
        return f"{self.path.name}:{self.line(address)}"

    def attach(self, section: str, other: Document) -> Document:
        """This file with another one as one of its sections."""
        data = self.data | {section: other.data}
        return Document(self.path, data, self.lines, self.attached | {section: other})


def read_document(path: Path) -> Document:
    """Parse a TOML file.

    Raises InputError for a file that is missing, not readable, empty or not valid TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise InputError(
            str(path), "no such file", hint="spanwright new makes a project folder"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(path.name, f"must be UTF-8 text (byte {error.start} is not)") from None
    except OSError as error:
        raise InputError(path.name, f"cannot be read: {error.strerror or error}") from None
    return parse_document(text, path)


def parse_document(text: str, path: Path) -> Document:
    """Parse TOML text that came from ``path``."""
    if not text.strip():
        raise InputError("file", "is empty", place=f"{path.name}:1")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(str(error), text, path) from None
    except RecursionError:
        raise InputError("broken TOML", "nested too deeply", place=f"{path.name}:1") from None
    except ValueError:  # the parser's own limit: a whole number of thousands of digits
        raise InputError(
            "broken TOML", "a number has too many digits", place=f"{path.name}:1"
        ) from None
    document = Document(path, data, locate(text))
    for address, number in _whole_numbers(data, ""):
        if abs(number) >= LONGEST:
            expected, got = (
                "must be a number of at most 18 digits",
                f"{len(str(abs(number)))} digits",
            )
            raise InputError(address, expected, got=got, place=document.place(address))
    return document


def _whole_numbers(value: Any, address: str) -> Iterator[tuple[str, int]]:
    """Every whole number of a parsed file with its address."""
    if isinstance(value, int):
        yield address, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _whole_numbers(inner, f"{address}.{key}" if address else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _whole_numbers(inner, f"{address}[{index}]")


def _broken(message: str, text: str, path: Path) -> InputError:
    match = _WHERE.match(message)
    reason, line = (match.group(1), match.group(2)) if match else (message, None)
    number = int(line) if line else text.rstrip().count("\n") + 1
    written = text.splitlines()[number - 1] if number <= len(text.splitlines()) else ""
    place = f"{path.name}:{number}"
    date = _DATE.search(written)
    if reason == "Invalid date or datetime" and date:
        address = _address_on_line(text, number)
        return InputError(
            address, "must be a day that is in the calendar", got=date.group(), place=place
        )
    got = written.strip()
    return InputError(
        "broken TOML", reason[:1].lower() + reason[1:], got=got[:60] or "end of file", place=place
    )


def _address_on_line(text: str, number: int) -> str:
    try:
        found = [a for a, line in locate(text).items() if line == number]
    except (IndexError, AssertionError):  # the text is broken further on
        found = []
    return found[-1] if found else "date"


def locate(text: str) -> dict[str, int]:
    """Line, from 1, where each address of a valid TOML text begins."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.lines


class _Scanner:
    """One pass over valid TOML; ``counts`` holds the length of each array of tables so far."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def run(self) -> None:
        table = ""
        while self._skip_gap() < len(self.text):
            if self.text.startswith("[[", self.at):
                self.at += 2
                table = self._header(appends=True)
                self.at += 2
            elif self.text[self.at] == "[":
                self.at += 1
                table = self._header(appends=False)
                self.at += 1
            else:
                self._pair(table)

    def _mark(self, address: str, at: int) -> None:
        self.lines.setdefault(address, bisect.bisect_right(self.starts, at))

    def _header(self, *, appends: bool) -> str:
        start, keys = self.at, self._keys()
        address = ""
        for depth, key in enumerate(keys):
            address = f"{address}.{key}" if address else key
            if depth < len(keys) - 1 or not appends:
                if address in self.counts:
                    address = f"{address}[{self.counts[address] - 1}]"
            else:
                self._mark(address, start)
                self.counts[address] = self.counts.get(address, 0) + 1
                address = f"{address}[{self.counts[address] - 1}]"
            self._mark(address, start)
        return address

    def _pair(self, table: str) -> None:
        start = self.at
        address = table
        for key in self._keys():
            address = f"{address}.{key}" if address else key
            self._mark(address, start)
        self.at = self.text.index("=", self.at) + 1
        self._value(address)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip_blank()
            if self.text[self.at] in "\"'":
                start = self.at + 1
                self._string()
                keys.append(self.text[start : self.at - 1])
            else:
                match = _BARE.match(self.text, self.at)
                assert match, "a key must stand here"
                keys.append(match.group())
                self.at = match.end()
            self._skip_blank()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _value(self, address: str) -> None:
        self._skip_blank()
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._array(address)
        elif first == "{":
            self._inline_table(address)
        else:
            match = _SCALAR.match(self.text, self.at)
            assert match
            self.at = match.end()

    def _array(self, address: str) -> None:
        self.at += 1
        count = 0
        while self.text[self._skip_gap()] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._mark(f"{address}[{count}]", self.at)
            self._value(f"{address}[{count}]")
            count += 1
        self.at += 1

    def _inline_table(self, address: str) -> None:
        self.at += 1
        while self.text[self._skip_gap()] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(address)
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        while not self.text.startswith(fence, self.at):
            # Only basic strings have escapes; a backslash hides the character after it.
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(fence)
        # A multi-line string may end in one or two quotes of its own content.
        while len(fence) == 3 and self.at < len(self.text) and self.text[self.at] == quote:
            self.at += 1

    def _skip_blank(self) -> int:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _skip_gap(self) -> int:
        match = _GAP.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at
