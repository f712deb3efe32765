"""Which clause a function is, and between which limits it holds.

``@clause`` attaches the reference and enters the function in a registry that reports, docs and
tests read; ``@within`` refuses arguments outside the range a formula was made for.  Both keep the
signature, so type checkers see the plain function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Literal, ParamSpec, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Bools
from spanwright.datum.errors import ScopeError

P = ParamSpec("P")
R = TypeVar("R")

Tag = Literal["read", "remembered", "computed"]
# read: compared with an open source; remembered: not re-read; computed: derived, with a check
TAGS: Final[tuple[str, ...]] = get_args(Tag)

Limits = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Clause:
    """One function and the clauses it states.

    standard   : e.g. ``"EN 1991-1-4:2005"``;  references : e.g. ``("8.3.2", "Table 8.2")``
    tag        : evidence of the formula: read | remembered | computed
    function   : dotted path of the Python function;  summary : first line of its docstring
    """

    standard: str
    references: tuple[str, ...]
    tag: Tag
    function: str
    summary: str

    def __str__(self) -> str:
        return f"{self.standard} {', '.join(self.references)}"


_REGISTRY: dict[str, list[Clause]] = {}


def clause(
    standard: str, *references: str, tag: Tag = "remembered"
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Attach a reference to a function and register it; may be stacked.

    Raises ValueError for an unknown tag or a clause without a reference.
    """
    if tag not in TAGS:
        raise ValueError(f"tag must be one of {', '.join(TAGS)}, not {tag!r}")
    if not references:
        raise ValueError(f"{standard}: name at least one clause, table or figure")

    def attach(function: Callable[P, R]) -> Callable[P, R]:
        path = f"{function.__module__}.{getattr(function, '__qualname__', repr(function))}"
        summary = (inspect.getdoc(function) or "").partition("\n")[0]
        entry = Clause(standard, references, tag, path, summary)
        setattr(function, "__clauses__", (entry, *clauses_of(function)))  # noqa: B010
        _REGISTRY.setdefault(path, []).insert(0, entry)
        return function

    return attach


def clauses_of(function: Callable[..., Any]) -> tuple[Clause, ...]:
    """The references attached to a function; empty if it has none."""
    attached: tuple[Clause, ...] = getattr(function, "__clauses__", ())
    return attached


def limits_of(function: Callable[..., Any]) -> Mapping[str, Limits]:
    """The limits recorded by ``@within``, by parameter name; SI."""
    limits: Mapping[str, Limits] = getattr(function, "__limits__", {})
    return limits


def all_clauses() -> tuple[Clause, ...]:
    """Every registered clause of the modules imported so far, by standard and function."""
    entries = (entry for group in _REGISTRY.values() for entry in group)
    return tuple(sorted(entries, key=lambda entry: (entry.standard, entry.function)))


def _mask(value: ArrayLike, limits: Limits) -> Bools:
    array = np.asarray(value, dtype=float)
    low, high = limits
    mask: Bools = np.asarray(~np.isnan(array))
    if low is not None:
        mask &= array >= low
    if high is not None:
        mask &= array <= high
    return mask


def within(**limits: Limits) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse arguments outside (low, high), bounds included; None leaves a side open; SI.

    The wrapped function raises ScopeError that names the parameter, its limits and the clause if
    any value, scalar or in an array, is outside or NaN.  A caller with arrays that may leave the
    range asks ``inside(function, ...)`` for the mask first and reports the rest as outside scope.
    An argument left at None (an optional one) is not tested.
    """

    def attach(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        positions = {name: index for index, name in enumerate(signature.parameters)}
        unknown = set(limits) - set(positions)
        if unknown:
            raise ValueError(f"{function!r} has no parameter {', '.join(sorted(unknown))}")
        defaults = {name: signature.parameters[name].default for name in limits}

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            for name, bounds in limits.items():
                position = positions[name]
                value: Any = (
                    args[position] if position < len(args) else kwargs.get(name, defaults[name])
                )
                if value is inspect.Parameter.empty or value is None:
                    continue  # missing: Python's own TypeError follows
                if not _mask(value, bounds).all():
                    raise ScopeError(_outside(guarded, name, value, bounds))
            return function(*args, **kwargs)

        setattr(guarded, "__limits__", dict(limits))  # noqa: B010
        return guarded

    return attach


def inside(function: Callable[..., Any], **values: ArrayLike) -> Bools:
    """Mask of the values within the limits of a function, broadcast over the named arguments."""
    limits = limits_of(function)
    unknown = set(values) - set(limits)
    if unknown:
        raise ValueError(f"no limits are recorded for {', '.join(sorted(unknown))}")
    masks = [_mask(value, limits[name]) for name, value in values.items()]
    together: Bools = np.logical_and.reduce(np.broadcast_arrays(*masks))
    return together


def _outside(function: Callable[..., Any], name: str, value: Any, bounds: Limits) -> str:
    array = np.asarray(value, dtype=float)
    worst = float(array[~_mask(array, bounds)].flat[0]) if array.ndim else float(array)
    low, high = bounds
    parts = [] if low is None else [f"at least {low:g}"]
    parts += [] if high is None else [f"at most {high:g}"]
    span = " and ".join(parts)
    where = "; ".join(str(entry) for entry in clauses_of(function))
    title = getattr(function, "__name__", "function")
    return f"{title}: {name} must be {span} (got {worst:g}){f'; {where}' if where else ''}"
