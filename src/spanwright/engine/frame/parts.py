"""What a `Frame` is made of, as the user gave it: sections, members, plates, loads, springs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array, Bools

if TYPE_CHECKING:
    from spanwright.engine.tendon import Tendon, Tension

Number = float | int | str
Field = Callable[[float, float, float], float]  # of x, y, z
Given = Number | Sequence[Number] | Field
Plane = Literal["", "xz", "xy", "grillage"]
# what each kind of flat model holds at every node
HELD_BY_PLANE: Final[dict[str, str]] = {
    "": "",
    "xz": "uy rx rz",
    "xy": "uz rx ry",
    "grillage": "ux uy rz",
}
FORCE_KEYS: Final = ("fx", "fy", "fz", "mx", "my", "mz")


@dataclass(frozen=True, slots=True)
class Section:
    """Rigidities of a member; A, Iy, Iz are kept for stresses, 0 where not given.

    rotary : inertia per length about member x, y, z  [kg m]
    """

    rigidity: tuple[float, float, float, float, float, float]
    mass: float
    expansion: float
    area: float = 0.0
    inertia_y: float = 0.0
    inertia_z: float = 0.0
    rotary: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the user gave it; `cuts` are inner points where it is divided."""

    name: str
    start: str
    end: str
    section: str
    release: Bools
    offset: Array
    up: tuple[float, float, float] | None
    bedding: tuple[float, float, float]
    cuts: tuple[float, ...]
    hinges: tuple[float, ...]
    length: float


class Cable(NamedTuple):
    """A tendon along a chain of members and its force."""

    members: tuple[str, ...]
    tendon: Tendon
    force: Tension


@dataclass(frozen=True, slots=True)
class Push:
    """One load as the user gave it; `kind` names the table of `Loads` it goes to."""

    case: str
    kind: Literal[
        "nodal", "point", "line", "strain", "settle", "area", "wheel", "plate strain", "tendon",
    ]  # fmt: skip
    target: str
    values: tuple[float, ...]
    at: float = 0.0
    end: float = np.inf
    last: tuple[float, ...] = ()
    local: bool = False
    arm: tuple[float, float] = (0.0, 0.0)
    component: int = 0
    varying: tuple[tuple[str, Field], ...] = ()
    cable: Cable | None = None


@dataclass(frozen=True, slots=True)
class Spring:
    """An elastic support or a link between two nodes."""

    name: str
    node: str
    other: str
    stiffness: tuple[float, ...]
    axes: Array


@dataclass(frozen=True, slots=True)
class Region:
    """A four-sided region of plates; `nodes` row by row, the first direction fastest."""

    name: str
    nodes: tuple[str, ...]
    divisions: tuple[int, int]
    thickness: float
    E: float
    nu: float
    density: float
    expansion: float
    shear: float
    bedding: float
    along: tuple[float, float, float]
