"""Natural frequencies, mode shapes and effective masses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.assembly import System, assemble, spread
from spanwright.engine.eigen import largest
from spanwright.engine.element import mass_matrix as member_mass
from spanwright.engine.model import Model
from spanwright.engine.solver import NotPositiveDefinite, factorise
from spanwright.engine.statics import Prepared, prepare
from spanwright.engine.validate import check_model, describe_motion

FIRST_SHIFT: Final = 1e-9  # of the mean stiffness over the mean mass
ROUNDS: Final = 4
NO_STIFFNESS: Final = 1e-5  # a value below this share of the shift is a rigid motion


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """k modes of a model, lowest frequency first.

    frequency     : (k,)        natural frequencies                                  [Hz]
    shape         : (k, n, 6)   global; scaled so that shape' M shape = 1 kg, the largest
                    component positive                                               [-, 1/m]
    participation : (k, 6)      shape' M r for unit motions r of the ground along x, y, z and
                    about x, y, z through the centre of mass
    effective_mass: (k, 6)      participation squared                           [kg, kg m2]
    total_mass    : (6,)        r' M r of the whole model                       [kg, kg m2]
    centre        : (3,)        centre of mass                                  [m]
    """

    frequency: Array
    shape: Array
    participation: Array
    effective_mass: Array
    total_mass: Array
    centre: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def circular(self) -> Array:
        """Circular frequencies (k,)  [rad/s]."""
        return 2.0 * np.pi * self.frequency

    @property
    def period(self) -> Array:
        """Natural periods (k,), inf for a rigid motion  [s]."""
        with np.errstate(divide="ignore"):
            return np.asarray(1.0 / self.frequency)

    @property
    def mass_share(self) -> Array:
        """Effective over total mass, (k, 6); zero where there is no mass."""
        total = np.where(self.total_mass > 0.0, self.total_mass, 1.0)
        return self.effective_mass / total


def mass_matrix(system: System, extra: Any = None) -> Any:
    """Consistent mass of members plus nodal masses (plus `extra`), sparse (6 n, 6 n)."""
    model = system.model
    total = spread(model, system.elements, member_mass(model, system.elements))
    total = total + sparse.diags_array(model.node_mass.ravel())
    return sparse.csc_matrix(total if extra is None else total + extra)


def ground_motions(model: Model, mass: Any) -> tuple[Array, Array]:
    """Unit rigid motions (6 n, 6) along x, y, z and about them, and the centre of mass (3,)."""
    count = len(model.nodes)
    motion = np.zeros((count, 6, 6))
    motion[:, [0, 1, 2], [0, 1, 2]] = 1.0
    moves = motion[:, :, :3].reshape(-1, 3)
    carried = mass @ moves
    total = np.diag(moves.T @ carried)
    first = np.array([carried[d::6, d] @ model.nodes[:, d] for d in range(3)])
    centre = np.where(total > 0.0, first / np.where(total > 0.0, total, 1.0), 0.0)
    motion[:, [3, 4, 5], [3, 4, 5]] = 1.0
    x, y, z = (model.nodes - centre).T
    motion[:, 1, 3], motion[:, 2, 3] = -z, y
    motion[:, 0, 4], motion[:, 2, 4] = z, -x
    motion[:, 0, 5], motion[:, 1, 5] = -y, x
    return motion.reshape(-1, 6), centre


def modes(model: Model | Prepared, count: int, *, extra_mass: Any = None) -> Modes:
    """The lowest `count` modes.

    model      : prepared with the stiffness of further elements or of axial forces in its
                 `extra` where there are such
    extra_mass : sparse (6 n, 6 n) mass of further elements, e.g. `shell.mass_matrix`

    Raises ModelError when the model has no mass that can move, or less than `count` of it.
    """
    ready = model if isinstance(model, Prepared) else prepare(model)
    system = ready.system
    if count < 1:
        raise ModelError(f"the number of modes must be at least 1 (got {count})")
    mass = mass_matrix(system, extra_mass)
    free_mass = system.reduce(mass)
    if not np.any(free_mass.diagonal() > 0.0):
        raise ModelError("no mass can move: give members a mass or nodes a node_mass")
    possible = mode_limit(ready, extra_mass)
    if count > possible:
        raise ModelError(f"{count} modes asked of a model that can have at most {possible}")
    stiffness = system.reduce(system.stiffness)
    value, shape = largest(free_mass, stiffness, ready.factor, count)
    if len(value) < count:
        raise ModelError(
            f"only {len(value)} of {count} modes could be found: beyond them hardly any mass moves"
        )
    return _described(system, mass, 1.0 / np.sqrt(value), shape)


def mode_limit(ready: Prepared, extra_mass: Any = None) -> int:
    """The most modes that the masses of a model allow."""
    mass = ready.system.reduce(mass_matrix(ready.system, extra_mass))
    return int(np.count_nonzero(mass.diagonal() > 0.0))


def free_modes(model: Model, count: int, *, extra: Any = None, extra_mass: Any = None) -> Modes:
    """The lowest modes of a structure that may float or move as a mechanism.

    extra, extra_mass : sparse (6 n, 6 n) stiffness and mass of further elements
    returns           : rigid motions first, at 0 Hz

    A share of the mass stands in for the missing stiffness and is taken off the values again.
    Raises ModelError when a motion has neither stiffness nor mass, or the mass is too small.
    """
    check_model(model, extra, is_held=False)
    system = assemble(model, extra)
    mass = mass_matrix(system, extra_mass)
    free_mass, stiffness = system.reduce(mass), system.reduce(system.stiffness)
    moved = int(np.count_nonzero(free_mass.diagonal() > 0.0))
    if not 1 <= count <= moved:
        raise ModelError(f"{count} modes asked of a model that can have 1 to at most {moved}")
    shift = FIRST_SHIFT * stiffness.diagonal().sum() / free_mass.diagonal().sum()
    for _ in range(ROUNDS):  # until the share is of the size of the values themselves
        tied = sparse.csc_matrix(stiffness + shift * free_mass)
        try:
            factor = factorise(tied)
        except NotPositiveDefinite as error:
            raise ModelError(describe_motion(system, error.motion)) from error
        found, shape = largest(free_mass, tied, factor, count)
        value = 1.0 / found - shift
        elastic = value[value > NO_STIFFNESS * shift]
        better = float(elastic.min()) if len(elastic) else 1e-3 * shift
        if 0.1 * shift < better < 10.0 * shift:
            break
        shift = better
    if len(value) < count:
        raise ModelError(f"only {len(value)} of {count} modes could be found")
    value = np.where(value > NO_STIFFNESS * shift, value, 0.0)
    return _described(system, mass, np.sqrt(value), shape)


def _described(system: System, mass: Any, circular: Array, shape: Array) -> Modes:
    full = system.expand(shape)
    full = full / np.sqrt(np.einsum("ik,ik->k", full, mass @ full))
    largest = full[np.argmax(np.abs(full), axis=0), np.arange(full.shape[1])]
    full = full * np.sign(largest)
    ground, centre = ground_motions(system.model, mass)
    carried = mass @ ground
    participation = full.T @ carried
    total = np.einsum("id,id->d", ground, carried)
    count = len(circular)
    return Modes(
        circular / (2.0 * np.pi),
        np.ascontiguousarray(full.T).reshape(count, -1, 6),
        participation,
        participation**2,
        total,
        centre,
    )
