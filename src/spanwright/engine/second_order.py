"""Second-order response: equilibrium on the displaced structure through axial forces (P-Delta).

Each round solves with the geometric stiffness of the axial forces found in the round before,
until they no longer change.  Displacements stay small; the effect of sag on the axial stiffness of
a cable is not in it (use the modulus of Ernst for slack stays).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.assembly import member_dofs
from spanwright.engine.buckling import axial_stiffness, mean_axial
from spanwright.engine.element import SECTION_SIGN, geometric_stiffness
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates
from spanwright.engine.statics import Prepared, Solution, prepare, solve
from spanwright.engine.superpose import superposed

ROUNDS: Final = 40
TOLERANCE: Final = 1e-8  # of displacements and axial forces between two rounds


@dataclass(frozen=True, slots=True, eq=False)
class SecondOrder:
    """State of one load case in equilibrium on the displaced structure.

    solution : one case; end forces along the axes of the undisplaced members, balancing on the
               displaced ones: My at j = My at i + Vz L + N (w_j - w_i) + loads between
    axial    : (m,) axial forces that went into the stiffness, tension positive         [N]
    prepared : the tangent stiffness, ready for `modal.modes` or further loads
    rounds   : how many were needed
    """

    solution: Solution
    axial: Array
    prepared: Prepared
    rounds: int

    def __post_init__(self) -> None:
        freeze(self)


def second_order(
    model: Model,
    loads: Loads,
    factors: dict[str, float],
    *,
    plates: Plates | None = None,
) -> SecondOrder:
    """Second-order state under a combination of load cases.

    factors : share of each case, e.g. {"dead": 1.35, "wind": 1.5}; effects do not add up between
              combinations, so each combination is its own run
    Divide compressed members into four parts or more.

    Raises ModelError when the load is above the critical one.
    """
    combined = superposed(loads, {"second order": factors})
    extra = None if plates is None else shell.stiffness_matrix(model.nodes, plates)
    ready = prepare(model, extra)
    solution = solve(ready, combined)
    stiff = ready.system
    first = _reference(solution)
    axial = mean_axial(solution.end_force[0])
    for number in range(1, ROUNDS + 1):
        geometric = axial_stiffness(stiff, axial)
        if plates is not None:
            moved = solution.displacement[0]
            geometric = geometric + shell.geometric_matrix(model.nodes, plates, moved)
        try:
            ready = prepare(model, geometric if extra is None else extra + geometric)
        except ModelError as error:
            raise ModelError(
                f"the load is above the critical load (round {number}): {error}; see the factors "
                "of linear buckling"
            ) from error
        new = solve(ready, combined)
        change = float(np.abs(new.displacement - solution.displacement).max())
        new_axial = mean_axial(new.end_force[0])
        scale = max(float(np.abs(new.displacement).max()), 1e-30)
        shift = float(np.abs(new_axial - axial).max(initial=0.0))
        solution, axial = new, new_axial
        is_settled = change <= TOLERANCE * scale
        if is_settled and shift <= TOLERANCE * max(float(np.abs(axial).max(initial=0.0)), first):
            return SecondOrder(_with_tilt(ready, solution, axial), axial, ready, number)
    raise ModelError(
        f"no second-order equilibrium after {ROUNDS} rounds: displacements still change by "
        f"{change / scale:.1e} of the largest; the load is close to the critical one"
    )


def _reference(solution: Solution) -> float:
    """A force below which a change does not matter."""
    return float(np.abs(solution.end_force[..., :3]).max(initial=0.0)) * 1e-3


def _with_tilt(ready: Prepared, solution: Solution, axial: Array) -> Solution:
    """End forces with the part the axial force has on the displaced member."""
    system = ready.system
    local = geometric_stiffness(system.elements, axial) @ system.elements.transform
    full = solution.displacement[0].ravel()
    tilt = (local @ full[member_dofs(system.model)][..., None])[..., 0].reshape(-1, 2, 6)
    end_force = solution.end_force + (tilt * SECTION_SIGN)[None]
    return Solution(
        solution.displacement,
        solution.reaction,
        solution.spring_force,
        end_force,
        solution.equilibrium_residual,
        solution.names,
    )
