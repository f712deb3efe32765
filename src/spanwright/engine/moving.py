"""Forces that drive over a structure: modal response without time-stepping error.

On each element of the loading line the modal force of one axle is a cubic in time, for which the
oscillator has a closed solution; the answers to all axles are the same answer shifted in time.
What the modes leave out is added as its static effect, from exact influence surfaces.
Vehicles act as constant forces: no springs or mass of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import InputError
from spanwright.engine.influence import line_loads, response_rows, surfaces
from spanwright.engine.modal import Modes, mass_matrix
from spanwright.engine.placement import evaluate, hermite, lever
from spanwright.engine.statics import Prepared
from spanwright.engine.surfaces import LoadingLines, Responses


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One passage at constant speed; t times, r responses, k modes.

    time         : (t,)    from the first axle's entry at the lines' first node     [s]
    static       : (r, t)  with the axles standing where they are at that time
    dynamic      : (r, t)
    acceleration : (r, t)  second time derivative of the modal part; for displacements [m/s2]
    modal        : (t, k)  modal coordinates
    names        : (r,)
    """

    time: Array
    static: Array
    dynamic: Array
    acceleration: Array
    modal: Array
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def amplification(self) -> Array:
        """Largest dynamic over largest static size of each response, (r,); nan where none acts."""
        static = np.abs(self.static).max(axis=1)
        dynamic = np.abs(self.dynamic).max(axis=1)
        result: Array = np.where(
            static > 0.0, dynamic / np.where(static > 0.0, static, 1.0), np.nan
        )
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Downward modal displacement under a wheel on a straight path: cubic between stations.

    x : (p,) [m];  value, slope : (k, p) for k modes
    """

    x: Array
    value: Array
    slope: Array

    def __post_init__(self) -> None:
        freeze(self)


def modal_path(ready: Prepared, modes: Modes, lines: LoadingLines, y: float) -> Path:
    """Modal shapes along the loading lines at offset y, shared between lines by the lever rule."""
    full = modes.shape.reshape(len(modes.frequency), -1)
    seen = np.asarray(line_loads(ready, lines).T @ full.T).T
    count = lines.node.size
    grid = (len(full), *lines.node.shape)
    value, slope = seen[:, :count].reshape(grid), seen[:, count:].reshape(grid)
    beside, share = lever(lines.y, np.array([y]))
    parts = [sum(share[0, s] * table[:, beside[0, s]] for s in (0, 1)) for table in (value, slope)]
    return Path(lines.x, np.asarray(parts[0]), np.asarray(parts[1]))


class _Oscillators:
    """Answer of every mode to one unit force that enters at time zero with speed v."""

    def __init__(self, path: Path, circular: Array, damping: Array, speed: float) -> None:
        self.path, self.speed = path, speed
        self.w, self.decay = circular, damping * circular
        self.damped = circular * np.sqrt(1.0 - damping**2)
        elements = len(path.x) - 1
        count = len(circular)
        self.poly = np.zeros((elements, 4, count))  # particular solution in s from the element
        self.cos, self.sin = np.zeros((elements + 1, count)), np.zeros((elements + 1, count))
        self.start = np.append(path.x[:-1], path.x[-1]) - path.x[0]
        state, rate = np.zeros(count), np.zeros(count)
        for e in range(elements):
            self.poly[e] = p = self._particular(e)
            self._begin(e, state - p[0], rate - speed * p[1])
            step = path.x[e + 1] - path.x[e]
            free, free_rate = self._free(e, np.array([step / speed]))
            s = step ** np.arange(4)
            state = free[0] + s @ p
            rate = free_rate[0] + speed * (np.array([0, 1, 2 * step, 3 * step**2]) @ p)
        self._begin(elements, state, rate)

    def _particular(self, e: int) -> Array:
        """Cubic that satisfies the equation of motion under the element's cubic force, (4, k)."""
        path, h = self.path, self.path.x[e + 1] - self.path.x[e]
        a, b = path.value[:, e], path.slope[:, e]
        c, d = path.value[:, e + 1], path.slope[:, e + 1]
        force = [a, b, (3 * (c - a) / h - 2 * b - d) / h, (2 * (a - c) / h + b + d) / h**2]
        v, w2, drag = self.speed, self.w**2, 2 * self.decay * self.speed
        p3 = force[3] / w2
        p2 = (force[2] - 3 * drag * p3) / w2
        p1 = (force[1] - 2 * drag * p2 - 6 * v**2 * p3) / w2
        p0 = (force[0] - drag * p1 - 2 * v**2 * p2) / w2
        return np.stack([p0, p1, p2, p3])

    def _begin(self, e: int, state: Array, rate: Array) -> None:
        self.cos[e] = state
        self.sin[e] = (rate + self.decay * state) / self.damped

    def _free(self, e: int | Ints, t: Array) -> tuple[Array, Array]:
        """Free vibration and its rate t after the element's start, (t, k)."""
        fade = np.exp(-self.decay * t[:, None])
        angle = self.damped * t[:, None]
        c, s = np.cos(angle), np.sin(angle)
        cos, sin = self.cos[e], self.sin[e]
        value = fade * (cos * c + sin * s)
        rate = fade * self.damped * (sin * c - cos * s) - self.decay * value
        return value, rate

    def on_line(self, t: Array) -> tuple[Array, Array, Array]:
        """Coordinate, rate and force (n, k) at times (n,) at which the force is on the line."""
        travelled = t * self.speed
        e = np.clip(np.searchsorted(self.start, travelled, side="right") - 1, 0, len(self.poly) - 1)
        since = travelled - self.start[e]
        value, rate = self._free(e, since / self.speed)
        s, p = since[:, None], self.poly[e]
        value += p[:, 0] + s * (p[:, 1] + s * (p[:, 2] + s * p[:, 3]))
        rate += self.speed * (p[:, 1] + s * (2 * p[:, 2] + 3 * s * p[:, 3]))
        force = np.zeros_like(value)
        step = np.diff(self.path.x)[e]
        shape = hermite(since / step, step)
        table = (self.path.value, self.path.slope)
        for corner in (0, 1):
            for kind in (0, 1):
                part = table[kind][:, e + corner].T
                force += shape[:, 2 * corner + kind, None] * part
        return value, rate, force

    def left_behind(self, exit_: Array, force: Array, t: Array, gone: Ints) -> tuple[Array, Array]:
        """Free vibration and its rate (t, k) after all the forces that have left.

        exit_, force : (a,) in order;  gone : (t,) how many have left at each of the times

        One force leaves an oscillation behind; the next one adds the same, turned and faded to
        its own time.  So at any time the sum is that after the last exit, turned and faded once.
        """
        turn = -self.decay + 1j * self.damped
        sums = np.zeros((len(exit_) + 1, len(turn)), dtype=complex)
        for k, weight in enumerate(force):
            waited = exit_[k] - exit_[k - 1] if k else 0.0
            sums[k + 1] = sums[k] * np.exp(turn * waited) + weight
        since = np.maximum(t - np.concatenate([[0.0], exit_])[gone], 0.0)  # none: before all
        swing = (self.cos[-1] - 1j * self.sin[-1]) * sums[gone] * np.exp(turn * since[:, None])
        return swing.real, (turn * swing).real


def modal_response(
    path: Path,
    circular: Array,
    damping: Array | float,
    axle: Array,
    force: Array,
    speed: float,
    time: Array,
) -> tuple[Array, Array, Array]:
    """Modal coordinates, their accelerations and their static values, (t, k) each.

    axle : (a,) distance of each axle behind the first [m];  force : (a,) downward [N]
    """
    share = np.broadcast_to(np.asarray(damping, dtype=float), circular.shape)
    one = _Oscillators(path, circular, share, speed)
    shape = (len(time), len(circular))
    push = np.zeros(shape)
    order = np.argsort(axle, kind="stable")
    length = float(path.x[-1] - path.x[0])
    since = time[:, None] - axle[order] / speed
    gone = since * speed >= length
    exits = (axle[order] + length) / speed
    value, rate = one.left_behind(exits, force[order], time, gone.sum(axis=1))
    for k, weight in enumerate(force[order]):
        on = np.flatnonzero((since[:, k] >= 0.0) & ~gone[:, k])
        q, dq, f = one.on_line(since[on, k])
        value[on] += weight * q
        rate[on] += weight * dq
        push[on] += weight * f
    acceleration = push - 2 * share * circular * rate - circular**2 * value
    return value, acceleration, push / circular**2


def passage(
    ready: Prepared,
    modes: Modes,
    lines: LoadingLines,
    responses: Responses,
    *,
    axle: Array,
    force: Array,
    speed: float,
    y: float = 0.0,
    damping: Array | float = 0.0,
    time: Array | None = None,
    extra_mass: Any = None,
) -> Passage:
    """A train of constant forces that crosses the loading lines at constant speed.

    axle    : (a,) distance of each axle behind the first, from 0 up                 [m]
    force   : (a,) downward                                                          [N]
    speed   : above 0                                                                [m/s]
    damping : share of critical, one value or one a mode, 0 to below 1
    time    : (t,) instants; twenty to the shortest period, two longest periods beyond the exit

    Raises InputError for a speed, damping or axle list that makes no sense.
    """
    axles, forces = np.asarray(axle, dtype=float), np.asarray(force, dtype=float)
    share = np.broadcast_to(np.asarray(damping, dtype=float), modes.frequency.shape)
    _check(axles, forces, speed, share)
    length = float(lines.x[-1] - lines.x[0])
    if time is None:
        end = (length + axles.max()) / speed + 2.0 * float(modes.period.max())
        step = min(float(modes.period.min()) / 20.0, length / speed / 100.0)
        time = np.linspace(0.0, end, int(np.ceil(end / step)) + 1)
    instants = np.asarray(time, dtype=float)
    path = modal_path(ready, modes, lines, y)
    circular = modes.circular
    modal, acceleration, still = modal_response(
        path, circular, share, axles, forces, speed, instants
    )
    static = _static(ready, lines, responses, axles, forces, speed, y, instants)
    effect = _modal_effects(ready, modes, responses, extra_mass)
    return Passage(
        instants,
        static,
        static + effect @ (modal - still).T,
        effect @ acceleration.T,
        modal,
        responses.names,
    )


def _check(axles: Array, forces: Array, speed: float, damping: Array) -> None:
    if not (np.isfinite(speed) and speed > 0.0):
        raise InputError("passage.speed", "must be above 0 m/s", got=f"{speed:g}")
    if axles.shape != forces.shape or axles.ndim != 1 or not len(axles):
        raise InputError("passage.axle", "needs one force for each axle")
    if np.any(axles < 0.0) or not np.all(np.isfinite(axles)) or not np.all(np.isfinite(forces)):
        raise InputError("passage.axle", "must be distances behind the first axle, 0 or more")
    if not np.all((damping >= 0.0) & (damping < 1.0)):
        raise InputError("passage.damping", "must be at least 0 and below 1 (share of critical)")


def _static(
    ready: Prepared,
    lines: LoadingLines,
    responses: Responses,
    axles: Array,
    forces: Array,
    speed: float,
    y: float,
    time: Array,
) -> Array:
    surface = surfaces(ready, responses, lines, np.array([lines.x[0], lines.x[-1]]))
    rows = np.arange(len(responses.names))
    total = np.zeros((len(rows), len(time)))
    for behind, weight in zip(axles, forces, strict=True):
        x = lines.x[0] + time * speed - behind
        on = (x >= lines.x[0]) & (x <= lines.x[-1])
        total[:, on] += weight * evaluate(surface, rows, x[on], np.full(int(on.sum()), y))
    return total


def _modal_effects(ready: Prepared, modes: Modes, responses: Responses, extra_mass: Any) -> Array:
    """Every response in every mode, (r, k); supports less the inertia that stands on them."""
    system = ready.system
    full = modes.shape.reshape(len(modes.frequency), -1).T
    rows, supports = response_rows(system, responses)
    inertia = (mass_matrix(system, extra_mass) @ full) * modes.circular**2
    effect: Array = rows.T @ full + supports.T @ (system.stiffness @ full - inertia)
    return effect
