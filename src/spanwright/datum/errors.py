"""Errors written for the person who can mend them: where, what was wanted, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class SpanwrightError(Exception):
    """Base of all errors a user can mend; the command line prints it as one line, exit code 2."""


class InputError(SpanwrightError):
    """A value in the user's file is wrong.

    address : dotted path in the file, e.g. ``layout.spans[1].length``
    expected: what would be right, e.g. ``must be longer than 0 m``
    got     : what was found, as the user wrote it
    hint    : the nearest known key, or the remedy
    place   : ``file:line`` once the reader knows it
    """

    def __init__(
        self, address: str, expected: str, *, got: str = "", hint: str = "", place: str = ""
    ) -> None:
        self.address, self.expected = address, expected
        self.got, self.hint, self.place = got, hint, place
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [f"{self.place}: " if self.place else "", f"{self.address}: {self.expected}"]
        if self.got:
            parts.append(f" (got {self.got})")
        if self.hint:
            parts.append(f"; {self.hint}")
        # A user's text may hold line ends or terminal codes; a message is one plain line.
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in "".join(parts))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is pickled: exceptions repeat their message, this one its parts."""
        parts = (self.address, self.expected, self.got, self.hint, self.place)
        return _input_error, parts


def _input_error(address: str, expected: str, got: str, hint: str, place: str) -> InputError:
    return InputError(address, expected, got=got, hint=hint, place=place)


class InputErrors(SpanwrightError):
    """Every problem of the user's files at once, one line each, in the order of the lines."""

    def __init__(self, problems: Iterable[InputError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return InputErrors, (self.problems,)


class ModelError(SpanwrightError):
    """A structural model that cannot stand: a mechanism, a loose node, a zero-length member."""


class ScopeError(SpanwrightError):
    """A question the chosen standard, or this version of spanwright, does not answer."""


class SelfCheckError(SpanwrightError):
    """Equilibrium, reciprocity or replay residual above its bound: the result is not shown."""


class MissingExtra(SpanwrightError):
    """An optional library is needed: names the extra to install."""


class OutputError(SpanwrightError):
    """The output folder cannot be written; what was there before is intact."""
