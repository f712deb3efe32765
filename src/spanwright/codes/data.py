"""Numbers of the standards: TOML files beside the formulas, every number with unit and evidence.

A file holds nested tables.  The keys ``standard``, ``clause``, ``tag``, ``unit``, ``source`` and
``note`` describe what follows and are inherited downwards; every other number, or list of numbers,
is a value.  One value may differ from its table: ``width = { value = 0.6, unit = "m" }``.

    standard = "EN 1991-1-4:2005"
    tag = "remembered"
    [terrain.II]
    clause = "Table 4.1"
    unit = "m"
    z0 = 0.05
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, cast

import numpy as np

from spanwright.codes.clause import TAGS, Tag
from spanwright.datum import units
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError, ScopeError

Numbers = float | tuple["Numbers", ...]

INHERITED: Final = ("standard", "clause", "tag", "unit", "source", "note")

_FACTORS: Final[dict[str, float]] = {
    **{name: factor for group in units.UNITS.values() for name, factor in group.items()},
    "1/K": 1.0,
    "kg/m3": 1.0,
    "kN/m3": 1e3,
    "kN/m2": 1e3,
    "MPa": 1e6,
    "MN/m2": 1e6,
    "year": 1.0,  # return periods and design lives are counted in years
    "years": 1.0,
    "day": 1.0,  # ages of concrete are counted in days, as the creep laws are written
    "days": 1.0,
    "kNm": 1e3,
    "mm2": 1e-6,
    "ksf": units.kip / units.foot**2,
    "klf": units.kip / units.foot,
    "ksi": units.kip / units.inch**2,
    "mile/h": 0.44704,
}


@dataclass(frozen=True, slots=True)
class Value:
    """One number or table of numbers of a standard.

    value    : as printed, a float or nested tuples of floats;  unit : of the printed value
    tag      : evidence of the number;  clause : standard and clause
    source   : where it was compared, or who chose it (annex, project);  note : remark
    """

    value: Numbers
    unit: str
    tag: Tag
    clause: str
    source: str = ""
    note: str = ""

    @property
    def si(self) -> float:
        """The number in SI (years and days for return periods and ages)."""
        if isinstance(self.value, tuple):
            raise ValueError(f"{self.clause}: a list of numbers, not one number")
        return self.value * _FACTORS[self.unit]

    @property
    def array(self) -> Array:
        """The numbers in SI, as a new array of the printed shape."""
        return np.asarray(self.value, dtype=float) * _FACTORS[self.unit]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The values and texts of one file by dotted path, in file order."""

    name: str
    values: Mapping[str, Value]
    texts: Mapping[str, str]

    def value(self, path: str) -> Value:
        """The value at a path; raises ScopeError that names the nearest known paths."""
        try:
            return self.values[path]
        except KeyError:
            raise ScopeError(_not_found(self.name, path, self.values)) from None

    def number(self, path: str) -> float:
        """One number in SI."""
        return self.value(path).si

    def array(self, path: str) -> Array:
        """A list of numbers in SI."""
        return self.value(path).array

    def text(self, path: str) -> str:
        """A text entry that is not one of the inherited keys."""
        try:
            return self.texts[path]
        except KeyError:
            raise ScopeError(_not_found(self.name, path, self.texts)) from None

    def names(self, path: str = "") -> tuple[str, ...]:
        """Keys directly below a path, in file order."""
        start = f"{path}." if path else ""
        found = (
            key[len(start) :].partition(".")[0]
            for key in (*self.values, *self.texts)
            if key.startswith(start)
        )
        return tuple(dict.fromkeys(found))

    def table(self, path: str) -> Mapping[str, Value]:
        """All values below a path, by the rest of their path."""
        start = f"{path}."
        found = {k[len(start) :]: v for k, v in self.values.items() if k.startswith(start)}
        if not found:
            raise ScopeError(_not_found(self.name, path, self.values))
        return found


@dataclass(frozen=True, slots=True)
class Override:
    """A project's own value for a nationally determined parameter; the source is compulsory."""

    value: Numbers
    source: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Parameters(Data):
    """Nationally determined parameters of one code after annex and project had their say.

    annex : name of the national set;  origin : per path "recommended", "annex UK" or "project"
    """

    annex: str
    origin: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """One row of the list of all numbers: file, path in it and value."""

    file: str
    path: str
    value: Value


@cache
def load(name: str) -> Data:
    """Read a data file of this package, e.g. ``load("eurocode/actions/wind.toml")``.

    Raises ScopeError if there is no such file and ValueError for an unknown tag, an unknown unit or
    a number without tag or clause: data without evidence is a defect of the package.
    """
    file = _root().joinpath(*name.split("/"))
    if not file.is_file():
        raise ScopeError(_not_found("codes", name, files()))
    return read(file.read_text(encoding="utf-8"), name)


def read(text: str, name: str) -> Data:
    """Values and texts of TOML text; see ``load``."""
    values: dict[str, Value] = {}
    texts: dict[str, str] = {}
    _walk(tomllib.loads(text), "", {}, name, values, texts)
    return Data(name, values, texts)


@cache
def files() -> tuple[str, ...]:
    """All data files of the package, as names for ``load``."""
    return tuple(sorted(_files(_root(), "")))


def all_numbers() -> tuple[Number, ...]:
    """Every number of every data file with its evidence, for listings."""
    return tuple(
        Number(name, path, value) for name in files() for path, value in load(name).values.items()
    )


def annexes(code: str = "eurocode") -> tuple[str, ...]:
    """Names of the national sets of a code; ``recommended`` is always one of them."""
    start = f"{code}/annexes/"
    return tuple(n.removeprefix(start).removesuffix(".toml") for n in files() if start in n)


def parameters(
    code: str = "eurocode",
    annex: str = "recommended",
    overrides: Mapping[str, Override] | None = None,
) -> Parameters:
    """Recommended values, replaced by the annex and then by the project.

    overrides : by dotted path, each with a source and optionally its unit
    Raises InputError for an unknown annex, an unknown path, a missing source, a wrong unit or a
    value of another shape than the one it replaces.
    """
    known = annexes(code)
    if annex not in known:
        raise InputError("codes.annex", f"must be one of {', '.join(known)}", got=annex)
    base = load(f"{code}/annexes/recommended.toml")
    values, origin = dict(base.values), dict.fromkeys(base.values, "recommended")
    if annex != "recommended":
        for path, value in load(f"{code}/annexes/{annex}.toml").values.items():
            if path not in values:
                raise ValueError(f"{annex}: {path} is not a parameter of recommended.toml")
            values[path], origin[path] = value, f"annex {annex}"
    for path, override in (overrides or {}).items():
        if path not in values:
            raise InputError(
                f"codes.overrides.{path}", "is not a known parameter", hint=_nearest(path, values)
            )
        values[path], origin[path] = _overridden(path, values[path], override), "project"
    return Parameters(f"{code}, {annex}", values, base.texts, annex, origin)


def merged(first: Parameters, second: Parameters) -> Parameters:
    """The parameters of two codes together; their paths must differ."""
    return Parameters(
        f"{first.name}; {second.name}",
        {**first.values, **second.values},
        {**first.texts, **second.texts},
        first.annex,
        {**first.origin, **second.origin},
    )


def _overridden(path: str, old: Value, new: Override) -> Value:
    address = f"codes.overrides.{path}"
    if not new.source.strip():
        raise InputError(address, "needs a source for a value that differs from the code")
    unit = old.unit if new.unit is None else new.unit
    if not _alike(unit, old.unit):
        raise InputError(address, f"must be in {old.unit}", got=unit)
    given = np.asarray(new.value, dtype=float)
    if given.shape != np.shape(old.value) or not np.isfinite(given).all():
        wanted = f"{np.size(old.value)} finite number(s), like {old.value}"
        raise InputError(address, f"must be {wanted}", got=str(new.value))
    return replace(old, value=new.value, unit=unit, source=new.source, note="chosen by the project")


def _alike(first: str, second: str) -> bool:
    if first == second:
        return True
    return any(first in group and second in group for group in units.UNITS.values())


def _walk(
    table: Mapping[str, Any],
    path: str,
    above: Mapping[str, str],
    name: str,
    values: dict[str, Value],
    texts: dict[str, str],
) -> None:
    here = {**above, **{k: str(v) for k, v in table.items() if k in INHERITED}}
    for key, entry in table.items():
        if key in INHERITED:
            continue
        if "." in key:
            raise ValueError(f"{name}: {path} {key!r}: no dots in keys")
        where = f"{path}.{key}" if path else key
        if isinstance(entry, dict) and "value" in entry:
            own = {k: str(v) for k, v in entry.items() if k in INHERITED}
            extra = set(entry) - set(INHERITED) - {"value"}
            if extra:
                raise ValueError(f"{name}: {where}: unknown key {', '.join(sorted(extra))}")
            values[where] = _value(entry["value"], {**here, **own}, f"{name}: {where}")
        elif isinstance(entry, dict):
            _walk(entry, where, here, name, values, texts)
        elif isinstance(entry, str):
            texts[where] = entry
        else:
            values[where] = _value(entry, here, f"{name}: {where}")


def _value(entry: Any, scope: Mapping[str, str], where: str) -> Value:
    tag, unit = scope.get("tag", ""), scope.get("unit", "1")
    if tag not in TAGS:
        raise ValueError(f"{where}: tag must be one of {', '.join(TAGS)}, not {tag!r}")
    if unit not in _FACTORS:
        raise ValueError(f"{where}: unknown unit {unit!r}")
    place = " ".join(scope[key] for key in ("standard", "clause") if key in scope)
    if not place:
        raise ValueError(f"{where}: no clause")
    return Value(
        _numbers(entry, where),
        unit,
        cast(Tag, tag),
        place,
        scope.get("source", ""),
        scope.get("note", ""),
    )


def _numbers(entry: Any, where: str) -> Numbers:
    if isinstance(entry, list):
        return tuple(_numbers(item, where) for item in entry)
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        raise ValueError(f"{where}: must be a number or a list of numbers, not {entry!r}")
    return float(entry)


def _root() -> Traversable:
    return resources.files("spanwright.codes")


def _files(folder: Traversable, start: str) -> Iterator[str]:
    for item in folder.iterdir():
        if item.is_dir() and not item.name.startswith("__"):
            yield from _files(item, f"{start}{item.name}/")
        elif item.name.endswith(".toml"):
            yield f"{start}{item.name}"


def _nearest(path: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(path, list(known), n=3, cutoff=0.6)
    return f"nearest: {', '.join(near)}" if near else ""


def _not_found(name: str, path: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    hint = _nearest(path, known)
    return f"{name}: no entry {path}{f'; {hint}' if hint else ''}"
