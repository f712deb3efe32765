"""Linear buckling: by which factor a load case may grow until the structure has two shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.assembly import System, spread
from spanwright.engine.eigen import largest
from spanwright.engine.element import geometric_stiffness
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates
from spanwright.engine.statics import prepare, solve


@dataclass(frozen=True, slots=True, eq=False)
class Buckling:
    """Lowest positive buckling factors of one load case.

    factor : (k,)      load factors, lowest first                                    [-]
    shape  : (k, n, 6) buckling shapes, largest displacement 1 m and positive
    axial  : (m,)      axial forces at factor 1, tension positive                    [N]
    """

    factor: Array
    shape: Array
    axial: Array

    def __post_init__(self) -> None:
        freeze(self)


def mean_axial(end_force: Array) -> Array:
    """Axial force in the middle of every member, (m,), from end forces (m, 2, 6)."""
    mean: Array = 0.5 * (end_force[:, 0, 0] + end_force[:, 1, 0])
    return mean


def axial_stiffness(system: System, axial: Array) -> Any:
    """Geometric stiffness of axial forces (m,), tension positive, sparse (6 n, 6 n).

    Used as the `extra` of `statics.prepare` it gives a stay or string its lateral stiffness.
    """
    return spread(system.model, system.elements, geometric_stiffness(system.elements, axial))


def buckling(
    model: Model,
    loads: Loads,
    case: str,
    *,
    count: int = 3,
    permanent: str = "",
    plates: Plates | None = None,
) -> Buckling:
    """Factors on `case` at which the structure buckles, by the linear eigenvalue problem.

    permanent : a case that stays at factor 1 beside it
    plates    : plates and shells on the same nodes

    A member buckles by its own cubic shape: divide members into two parts for 1 %, four for 0.1 %.
    Raises ModelError when `permanent` alone already is above the critical load, or when no
    positive factor exists (nothing is compressed).
    """
    extra = None if plates is None else shell.stiffness_matrix(model.nodes, plates)
    ready = prepare(model, extra)
    state = solve(ready, loads)
    system, base = ready.system, ready
    if permanent:
        kept = _geometric(
            system, state.end_force, state.displacement, _at(loads, permanent), plates
        )
        try:
            base = prepare(model, kept if extra is None else extra + kept)
        except ModelError as error:
            raise ModelError(
                f"under case '{permanent}' alone the structure buckles: {error}"
            ) from error
    row = _at(loads, case)
    geometric = system.reduce(_geometric(system, state.end_force, state.displacement, row, plates))
    stiffness = base.system.reduce(base.system.stiffness)
    value, vector = largest(-geometric, stiffness, base.factor, count)
    if not len(value):
        raise ModelError(f"case '{case}' does not make the structure buckle: nothing is compressed")
    shape = system.expand(vector).T.reshape(len(value), -1, 6)
    moves = shape[:, :, :3].reshape(len(value), -1)
    peak = moves[np.arange(len(value)), np.argmax(np.abs(moves), axis=1)]
    peak = np.where(peak == 0.0, 1.0, peak)
    return Buckling(1.0 / value, shape / peak[:, None, None], mean_axial(state.end_force[row]))


def _at(loads: Loads, name: str) -> int:
    if name not in loads.names:
        raise ModelError(f"there is no load case '{name}'; there are: {', '.join(loads.names)}")
    return loads.names.index(name)


def _geometric(
    system: System, end_force: Array, displacement: Array, row: int, plates: Plates | None
) -> Any:
    total = axial_stiffness(system, mean_axial(end_force[row]))
    if plates is not None:
        total = total + shell.geometric_matrix(system.model.nodes, plates, displacement[row])
    return total
