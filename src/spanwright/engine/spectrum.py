"""Response to ground motion given as a spectrum: peaks by mode and their combination.

Combined peaks have no sign and no common instant; sections of one combination do not balance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.errors import InputError
from spanwright.engine.modal import Modes, ground_motions, mass_matrix, modes
from spanwright.engine.model import Model
from spanwright.engine.recover import held_forces, member_forces, spring_forces
from spanwright.engine.statics import Prepared, prepare

Rule = Literal["cqc", "srss"]
Spectrum = Callable[[Array], Array]  # period (k,) [s] -> pseudo-acceleration (k,) [m/s2]


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Peak response to one spectrum along one direction.

    displacement : (n, 6), end_force : (m, 2, 6), spring_force : (s, 6), reaction : (n, 6)
                   combined over the modes (and the rest of the mass), not negative
    modal        : the same names, one entry a mode with its sign: (k, n, 6) and so on
    rest         : the same names: static response of the mass that the modes leave out
    acceleration : (k,) spectral acceleration of each mode                        [m/s2]
    mass_share   : effective mass of the modes together over the whole mass  [-]
    """

    displacement: Array
    end_force: Array
    spring_force: Array
    reaction: Array
    modal: dict[str, Array]
    rest: dict[str, Array]
    acceleration: Array
    mass_share: float

    def __post_init__(self) -> None:
        freeze(self)


def table(period: Array, acceleration: Array) -> Spectrum:
    """A spectrum read linearly between points; beyond the last period it is not known.

    period (p,) increasing [s]; acceleration (p,) [m/s2]; below the first period its value holds

    Raises InputError where a mode's period lies beyond the last point.
    """
    t, a = np.asarray(period, dtype=float), np.asarray(acceleration, dtype=float)
    if t.ndim != 1 or t.shape != a.shape or len(t) < 2 or np.any(np.diff(t) <= 0):
        raise InputError("spectrum.period", "must be at least two increasing values")
    if np.any(~np.isfinite(a)) or np.any(a < 0):
        raise InputError("spectrum.acceleration", "must not be negative")

    def read(at: Array) -> Array:
        if np.any(at > t[-1] * (1 + 1e-12)):
            raise InputError(
                "spectrum.period",
                f"must reach the longest period of the model, {float(np.max(at)):.3g} s",
                got=f"{t[-1]:g} s",
            )
        return np.asarray(np.interp(at, t, a))

    return read


def correlation(circular: Array, damping: Array | float, rule: Rule = "cqc") -> Array:
    """Correlation of modal peaks, (k, k).

    circular : (k,) circular frequencies [rad/s];  damping : share of critical, (k,) or one value

    Source: Der Kiureghian, Earthquake Engineering and Structural Dynamics 9 (1981) 419.
    Check:  frequencies in the ratio 0.9 at 5 % damping: 0.473.
    """
    if rule == "srss":
        return np.eye(len(circular))
    z = np.broadcast_to(np.asarray(damping, dtype=float), circular.shape)
    zi, zj = z[:, None], z[None, :]
    r = circular[None, :] / circular[:, None]
    top = 8.0 * np.sqrt(zi * zj) * (zi + r * zj) * r**1.5
    low = (1.0 - r**2) ** 2 + 4.0 * zi * zj * r * (1.0 + r**2) + 4.0 * (zi**2 + zj**2) * r**2
    same = np.eye(len(circular), dtype=bool)
    return np.where(same, 1.0, top / np.where(low > 0.0, low, 1.0))


def combined(modal: Array, correlation_matrix: Array) -> Array:
    """Peak of responses (k, ...) given mode by mode, (...)."""
    flat = modal.reshape(len(modal), -1)
    square = np.einsum("ka,ka->a", flat, correlation_matrix @ flat)
    peak: Array = np.sqrt(np.maximum(square, 0.0)).reshape(modal.shape[1:])
    return peak


def response(
    model: Model | Prepared,
    spectrum: Spectrum,
    direction: Array | tuple[float, float, float],
    *,
    count: int = 30,
    found: Modes | None = None,
    damping: Array | float = 0.05,
    rule: Rule = "cqc",
    rest: bool = True,
    extra_mass: Any = None,
) -> Peaks:
    """Peaks under a spectrum that acts along a direction.

    spectrum  : any function from periods [s] to accelerations [m/s2], e.g. `table(...)`
    direction : (3,) of the ground motion; its length scales the spectrum
    found     : modes already known, else `count` of them are found
    rest      : add the static response of the mass the modes leave out, under the acceleration
                at period zero (the "missing mass"); it is uncorrelated with the modes
    """
    ready = model if isinstance(model, Prepared) else prepare(model)
    system = ready.system
    shapes = modes(ready, count, extra_mass=extra_mass) if found is None else found
    along = np.asarray(direction, dtype=float)
    if along.shape != (3,) or not np.any(along):
        raise InputError("spectrum.direction", "must be three numbers, not all zero")
    mass = mass_matrix(system, extra_mass)
    ground, _ = ground_motions(system.model, mass)
    push = mass @ (ground[:, :3] @ along)
    part = shapes.participation[:, :3] @ along
    acceleration = np.asarray(spectrum(shapes.period), dtype=float)
    full = shapes.shape.reshape(len(part), -1)
    amplitude = part * acceleration / shapes.circular**2
    moved = amplitude[:, None] * full
    inertia = (mass @ full.T) * (amplitude * shapes.circular**2)
    modal = _effects(ready, moved, inertia)
    left = push - mass @ (full.T @ part)
    at_zero = float(np.asarray(spectrum(np.zeros(1)))[0]) if rest else 0.0
    static = system.expand(ready.factor.solve(system.restrict(left[:, None] * at_zero)))
    static_effects = _effects(ready, static.T, left[:, None] * at_zero)
    spread = correlation(shapes.circular, damping, rule)
    peak = {
        name: np.sqrt(combined(modal[name], spread) ** 2 + static_effects[name][0] ** 2)
        for name in modal
    }
    total = float(push @ (ground[:, :3] @ along))
    share = float(np.sum(part**2)) / total if total > 0.0 else 0.0
    return Peaks(
        peak["displacement"],
        peak["end_force"],
        peak["spring_force"],
        peak["reaction"],
        modal,
        {name: value[0] for name, value in static_effects.items()},
        acceleration,
        share,
    )


def _effects(ready: Prepared, moved: Array, inertia: Array) -> dict[str, Array]:
    """Responses to displacements (k, 6 n) held up by inertia forces (6 n, k)."""
    system = ready.system
    displacement = moved.reshape(len(moved), -1, 6)
    return {
        "displacement": displacement,
        "end_force": member_forces(system, displacement),
        "spring_force": spring_forces(system, displacement),
        "reaction": held_forces(system, system.stiffness @ moved.T - inertia),
    }


def directions(peaks: list[Array], rule: Literal["srss", "30"] = "srss") -> Array:
    """Peaks of two or three directions put together: root of squares, or 1 + 0.3 + 0.3.

    Source: EN 1998-1:2004, 4.3.3.5.1(2) and (3).
    """
    stack = np.stack(peaks)
    if rule == "srss":
        total: Array = np.sqrt(np.sum(stack**2, axis=0))
        return total
    share = np.full((len(peaks), len(peaks)), 0.3) + 0.7 * np.eye(len(peaks))
    largest: Array = np.max(np.tensordot(share, stack, axes=1), axis=0)
    return largest
