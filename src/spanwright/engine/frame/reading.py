"""Words and numbers of the user, read strictly; every refusal is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from spanwright.datum.arrays import Array, Bools
from spanwright.datum.errors import ModelError
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.units import parse
from spanwright.engine.model import DOF, FORCE

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame
    from spanwright.engine.frame.parts import Number

T = TypeVar("T")


def number(value: object, dimension: str, where: str) -> float:
    """A finite SI number from a number or a text with a unit; ModelError says where."""
    if not isinstance(value, (int, float, str, np.integer, np.floating)):
        raise ModelError(f"{where}: must be a number or a text with a unit (got {value!r})")
    try:
        plain = value if isinstance(value, (str, bool)) else float(value)
        return parse(plain, dimension)
    except ValueError as error:
        raise ModelError(f"{where}: {error} (got {value!r})") from None


def whole(value: int, what: str, least: int = 1) -> int:
    """A whole number of `least` or more; ModelError says of what."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ModelError(f"{what} must be a whole number of {least} or more (got {value!r})")
    return int(value)


def listed(values: object, count: int, where: str) -> list[Any]:
    """A list of `count` values (0: of any length)."""
    if isinstance(values, (str, Mapping)) or not isinstance(values, Iterable):
        raise ModelError(f"{where}: must be a list (got {values!r})")
    found = list(values)
    if count and len(found) != count:
        raise ModelError(f"{where}: must be a list of {count} values (got {found})")
    return found


def known(table: Mapping[str, T], kind: str, name: str) -> T:
    """The entry of this name, or a ModelError that names the nearest one."""
    if name not in table:
        raise ModelError(f"there is no {kind} '{name}'{nearest(name, list(table))}")
    return table[name]


def nearest(name: str, names: Iterable[str]) -> str:
    """The end of a message: the name that was probably meant, or those that exist."""
    hint = did_you_mean(str(name), [str(n) for n in names])
    return f"; {hint}" if hint else ""


def divided(length: float, parts: int, given: Iterable[float]) -> tuple[float, ...]:
    """Inner points of a member: the given ones, and even steps that do not fall on those."""
    fixed = sorted(given)
    even = [length * i / parts for i in range(1, parts)]
    free = [e for e in even if all(abs(e - f) > 1e-6 * length for f in fixed)]
    return tuple(sorted([*fixed, *free]))


def new(table: Mapping[str, object], kind: str, name: str) -> None:
    """Refuse a name that is empty or taken."""
    if not isinstance(name, str) or not name:
        raise ModelError(f"a {kind} needs a name (got {name!r})")
    if name in table:
        raise ModelError(f"{kind} '{name}' is defined twice")


def components(words: str, where: str) -> Bools:
    """Flags (6,) of section forces from words such as "My Mz"."""
    if not isinstance(words, str):
        raise ModelError(f"{where}: a release names section forces, e.g. 'My' (got {words!r})")
    flags = np.zeros(6, dtype=bool)
    for word in words.split():
        if word not in FORCE:
            raise ModelError(f"{where}: cannot release '{word}'{nearest(word, FORCE)}")
        flags[FORCE.index(word)] = True
    return flags


def dofs(words: str, where: str) -> set[int]:
    """Components from words such as "ux uz"."""
    if not isinstance(words, str) or not words.split():
        raise ModelError(f"{where}: name at least one of {', '.join(DOF)} (got {words!r})")
    for word in words.split():
        if word not in DOF:
            raise ModelError(f"{where}: unknown component '{word}'{nearest(word, DOF)}")
    return {DOF.index(word) for word in words.split()}


def vector(values: object, where: str) -> tuple[float, float, float]:
    """Three finite numbers."""
    try:
        place = [float(v) for v in values]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        place = []
    if len(place) != 3 or not np.isfinite(place).all():
        raise ModelError(f"{where}: must be three numbers (got {values!r})")
    return place[0], place[1], place[2]


def axes(rows: Sequence[Sequence[float]], where: str) -> Array:
    """Three unit vectors at right angles, (3, 3)."""
    wanted = f"{where}: axes must be three unit vectors at right angles"
    try:
        matrix = np.array(rows, dtype=float)
    except (TypeError, ValueError):
        raise ModelError(wanted) from None
    if matrix.shape != (3, 3) or not np.allclose(matrix @ matrix.T, np.eye(3), atol=1e-6):
        raise ModelError(wanted)
    return matrix


def force_index(component: str) -> int:
    if component not in FORCE:
        raise ModelError(f"there is no section force '{component}'{nearest(component, FORCE)}")
    return FORCE.index(component)


def member_points(
    frame: Frame, member: str, x: Number | Sequence[Number] | Array
) -> tuple[Array, bool]:
    """Distances (k,) along a member, and whether a single one was asked for."""
    length = known(frame.members, "member", member).length
    is_one = isinstance(x, str) or np.ndim(x) == 0
    if isinstance(x, (str, int, float)):
        points = np.array([number(x, "length", f"member '{member}', x")])
    else:
        try:
            points = np.atleast_1d(np.asarray(x, dtype=float))
        except (TypeError, ValueError):
            raise ModelError(f"member '{member}', x: must be distances (got {x!r})") from None
    if not np.all((points >= -1e-9 * length) & (points <= length * (1 + 1e-9))):
        raise ModelError(f"member '{member}': x must lie between 0 m and {length:g} m")
    return np.clip(points, 0.0, length), is_one
