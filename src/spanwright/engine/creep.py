"""Creep and shrinkage through construction stages, on the same model as the statics.

A member of concrete deforms under each change of its forces by that change over its stiffness,
times a relative compliance E J(t, t') that grows with time; the structure redistributes so that
all stays compatible.  Two ways of following it:

step-by-step  the superposition integral by the trapezoidal rule over time steps that grow
              geometrically from each event
age-adjusted  one step from event to event, the changes within it weighed by an ageing coefficient

Steel and concrete of a composite deck are separate members joined by rigid arms, or members under
plates, so that each keeps its own law.  Of plates the motion of the corners stands for the stress.

Sources: Bazant, Prediction of concrete creep effects using age-adjusted effective modulus method,
ACI Journal 69 (1972) 212; Ghali, Favre and Elbadry, Concrete Structures (2002), chapters 1 and 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import ModelError
from spanwright.engine.course import Course
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.plates import Plates
from spanwright.engine.stage import Birth, Stage
from spanwright.engine.stages import History, Recorder

Method = Literal["step-by-step", "age-adjusted"]
Compliance = Callable[[float, Array], Array]  # age t, ages t' at loading (k,) -> E J(t, t') (k,)
Shrinkage = Callable[[float], float]  # age -> free strain, negative for shortening
ELASTIC: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Ageing:
    """Which members creep and shrink, and how.

    law        : (m,) index into compliance and shrinkage, -1 for members that do neither
    cast       : (m,) date of casting; ages count from it                          [days]
    compliance : E J(t, t') of each law, from `relative_compliance` or any function; E is the
                 modulus in the model's rigidities
    shrinkage  : free axial strain of each law at an age, in plates alike in all directions
    plate_law, plate_cast : (q,) the same for plates; left out where none of them ages
    """

    law: Ints
    cast: Array
    compliance: tuple[Compliance, ...]
    shrinkage: tuple[Shrinkage, ...] = ()
    plate_law: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    plate_cast: Array = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        freeze(self)


class _Entry(NamedTuple):
    """What came between two dates: forces (g, 12) of the creeping members, motions of plates.

    motion : (p, 4, 6) of the corners of the creeping plates, those that belong to stress
    """

    force: Array
    motion: Array
    start: float
    end: float


def relative_compliance(
    creep: Callable[[float, Array], Array],
    modulus: Callable[[Array], Array] | None = None,
    *,
    creep_modulus: float = 1.0,
) -> Compliance:
    """E J(t, t') = E / E(t') + phi(t, t') E / E_creep.

    creep   : phi(t, t') for an age t and ages at loading t' (k,)
    modulus : E(t') / E, 1 when None
    creep_modulus : E_creep / E of the modulus that phi refers to (EN 1992-1-1: 1.05 E_cm)
    """

    def compliance(t: float, loaded: Array) -> Array:
        ratio = np.ones_like(loaded) if modulus is None else np.asarray(modulus(loaded))
        grown = np.zeros_like(loaded)
        is_later = t > loaded  # creep functions need not answer for loads still to come
        if is_later.any():
            grown[is_later] = creep(t, loaded[is_later])
        result: Array = 1.0 / ratio + grown / creep_modulus
        return result

    return compliance


def table(ages: Array, loaded: Array, phi: Array) -> Callable[[float, Array], Array]:
    """Creep coefficients read linearly from a table: rows ages t, columns ages at loading t'.

    Raises ModelError outside the table, except for t before its first age, where phi is that of
    the line from zero at t'.
    """
    t_axis, at_axis = np.asarray(ages, dtype=float), np.asarray(loaded, dtype=float)
    values = np.asarray(phi, dtype=float)
    if values.shape != (len(t_axis), len(at_axis)):
        raise ModelError("the creep table needs one row an age and one column an age at loading")
    if np.any(np.diff(t_axis) <= 0) or np.any(np.diff(at_axis) <= 0):
        raise ModelError("the ages of the creep table must increase")

    def read(t: float, start: Array) -> Array:
        start = np.atleast_1d(np.asarray(start, dtype=float))
        if t > t_axis[-1] * (1 + 1e-12):
            raise ModelError(f"the creep table ends at {t_axis[-1]:g} days (asked: {t:g})")
        if np.any((start < at_axis[0] * (1 - 1e-12)) | (start > at_axis[-1] * (1 + 1e-12))):
            raise ModelError(
                f"the creep table knows ages at loading from {at_axis[0]:g} to {at_axis[-1]:g} "
                f"days (asked: {start.min():g} to {start.max():g})"
            )
        column = np.array([np.interp(start, at_axis, row) for row in values])
        grown = np.array([np.interp(t, t_axis, column[:, k]) for k in range(len(start))])
        early = np.where(t_axis[0] > start, (t - start) / np.maximum(t_axis[0] - start, 1e-9), 1.0)
        return np.where(t < t_axis[0], column[0] * np.clip(early, 0.0, 1.0), grown)

    return read


def run(
    model: Model,
    loads: Loads,
    stages: Sequence[Stage],
    ageing: Ageing,
    *,
    until: float,
    method: Method = "step-by-step",
    steps: int = 40,
    first_step: float = 0.05,
    chi: float = 0.8,
    birth: Birth = "drawing",
    plates: Plates | None = None,
) -> History:
    """Stages with creep and shrinkage between them, and on to the date `until` [days].

    steps      : time steps from one stage to the next (step-by-step)
    first_step : length of the first of them                                         [days]
    chi        : ageing coefficient (age-adjusted)
    plates     : plates and shells on the same nodes; imposed strains of those that creep belong
                 into their shrinkage, not into the loads
    returns    : the stages under their names, then "until <date>" at the end

    Raises ModelError for members that creep and change their rigidity, are bedded, or are loaded
    before they are cast.
    """
    course = Course(model, loads, stages, birth, plates)
    _check(model, stages, ageing, until, len(course.plates.E))
    if steps < 1 or first_step <= 0.0:
        raise ModelError("the number of time steps and the first step must be above 0")
    clock = _Clock(course, ageing, chi if method == "age-adjusted" else None)
    recorder = Recorder(course)
    ends = [*[stage.time for stage in stages[1:]], until]
    for stage, end in zip(stages, ends, strict=True):
        clock.event(stage)
        recorder.note(stage.name, stage.time, stage.name)
        if end > stage.time:
            span = end - stage.time
            count = steps if method == "step-by-step" else 1
            start = min(first_step, span / count)
            past = np.geomspace(start, span, count) if count > 1 else np.array([span])
            dates = [float(stage.time), *(stage.time + past).tolist()]
            for before, after in pairwise(dates):
                clock.advance(stage.name, before, after)
    if until > stages[-1].time:
        recorder.note(f"until {until:g}", until, stages[-1].name)
    return recorder.close()


class _Clock:
    """Keeps the record of forces of the creeping members and takes the time steps."""

    def __init__(self, course: Course, ageing: Ageing, chi: float | None) -> None:
        self.course, self.ageing, self.chi = course, ageing, chi
        self.members = np.flatnonzero(ageing.law != ELASTIC)
        self.plates = np.flatnonzero(ageing.plate_law != ELASTIC)
        law = np.append(ageing.law[self.members], ageing.plate_law[self.plates])
        cast = np.append(ageing.cast[self.members], ageing.plate_cast[self.plates])
        self.groups, both = np.unique(np.column_stack([law, cast]), axis=0, return_inverse=True)
        self.group, self.plate_group = np.split(both.ravel(), [len(self.members)])
        self.record: list[_Entry] = []

    def event(self, stage: Stage) -> None:
        """Instantaneous changes, on the moduli of that day."""
        step = self.course.change(stage)
        self._check_ages(stage)
        for entry in self.record:
            entry.force[~self.course.exists[self.members]] = 0.0
            entry.motion[~self.course.plated[self.plates]] = 0.0
        softness, plate_softness = self._softness(
            self._compliance(stage.time, np.array([stage.time]))[:, 0]
        )
        force, motion = self.course.balance(
            stage.name, step, softness=softness, plate_softness=plate_softness
        )
        self._note(force, motion, stage.time, stage.time)

    def _note(self, force: Array, motion: Array, start: float, end: float) -> None:
        self.record.append(_Entry(force[self.members], motion[self.plates], start, end))

    def advance(self, label: str, before: float, after: float) -> None:
        """Creep and shrinkage from one date to the next."""
        if self.chi is None:
            ends = self._compliance(after, np.array([before, after]))
            gradual = 0.5 * (ends[:, 0] + ends[:, 1])
        else:
            start = self._compliance(before, np.array([before]))[:, 0]
            grown = self._compliance(after, np.array([before]))[:, 0] - start
            gradual = start + self.chi * grown
        softness, plate_softness = self._softness(gradual)
        creep, motion = self._creep(before, after)
        shrinkage, shrunk = self._shrinkage(before, after)
        held = np.zeros((len(self.course.exists), 12))
        held[self.members] = creep + shrinkage
        held *= (softness * self.course.exists)[:, None]
        free = np.zeros_like(self.course.plate_motion)
        free[self.plates] = motion + shrunk
        nothing = np.zeros(len(self.course.loads.names))
        force, motion = self.course.balance(
            label, nothing, softness=softness, held_back=held, plate_softness=plate_softness,
            plate_free=free,
        )  # fmt: skip
        self._note(force, motion, before, after)

    def _softness(self, compliance: Array) -> tuple[Array, Array | None]:
        """Factors on the rigidity of members and plates, from the compliance of every group."""
        factor = np.ones(len(self.course.exists))
        factor[self.members] = 1.0 / compliance[self.group]
        if not len(self.plates):
            return factor, None
        plate_factor = np.ones(len(self.course.plated))
        plate_factor[self.plates] = 1.0 / compliance[self.plate_group]
        return factor, plate_factor

    def _compliance(self, date: float, loaded: Array) -> Array:
        """E J of every group at a date for dates of loading (k,), (groups, k).

        Groups not yet cast at a date count as elastic: nothing of theirs exists then.
        """
        result = np.ones((len(self.groups), len(loaded)))
        for row, (law, cast) in enumerate(self.groups):
            ages = loaded - cast
            known = ages > 0.0
            if known.any():
                compliance = self.ageing.compliance[int(law)]
                result[row, known] = compliance(float(date - cast), ages[known])
        return result

    def _creep(self, before: float, after: float) -> tuple[Array, Array]:
        """Forces (g, 12), on full stiffness, that would hold back the creep of the step.

        Of plates: the motions (p, 4, 6) of the corners that they would make if they were free.
        """
        dates = np.array([(entry.start, entry.end) for entry in self.record])
        grown = [
            self._compliance(after, dates[:, side]) - self._compliance(before, dates[:, side])
            for side in (0, 1)
        ]
        growth = 0.5 * (grown[0] + grown[1])
        total = np.zeros((len(self.members), 12))
        motion = np.zeros((len(self.plates), 4, 6))
        for column, entry in enumerate(self.record):
            total += growth[self.group, column, None] * entry.force
            motion += growth[self.plate_group, column, None, None] * entry.motion
        return total, motion

    def _shrinkage(self, before: float, after: float) -> tuple[Array, Array]:
        """As for creep: forces that would hold it back, and motions of free plates."""
        strain = np.zeros(len(self.groups))
        if self.ageing.shrinkage:
            for row, (law, cast) in enumerate(self.groups):
                free = self.ageing.shrinkage[int(law)]
                if after > cast:
                    strain[row] = free(after - cast) - free(max(before - cast, 0.0))
        raw = np.zeros((len(self.members), 12))
        raw[:, 6] = self.course.rigidity[self.members, 0] * strain[self.group]
        raw[:, 0] = -raw[:, 6]
        place = self.course.model.nodes[self.course.plates.corners[self.plates]]
        motion = np.zeros((len(self.plates), 4, 6))
        motion[..., :3] = place - place.mean(axis=1, keepdims=True)
        motion *= strain[self.plate_group, None, None]
        return self.course.elements().condense(self.members, raw), motion

    def _check_ages(self, stage: Stage) -> None:
        young = self.members[
            self.course.exists[self.members] & (self.ageing.cast[self.members] >= stage.time)
        ]
        fresh = self.plates[
            self.course.plated[self.plates] & (self.ageing.plate_cast[self.plates] >= stage.time)
        ]
        for word, rows, cast in (
            ("member", young, self.ageing.cast), ("plate", fresh, self.ageing.plate_cast)
        ):  # fmt: skip
            if len(rows):
                raise ModelError(
                    f"stage '{stage.name}' at day {stage.time:g}: {word} {rows[0]} is cast only at "
                    f"day {cast[rows[0]]:g}"
                )


def _check(
    model: Model, stages: Sequence[Stage], ageing: Ageing, until: float, plates: int
) -> None:
    count = len(model.members)
    if ageing.plate_law.shape not in ((0,), (plates,)) or (
        ageing.plate_cast.shape != ageing.plate_law.shape
    ):
        raise ModelError(f"ageing needs a law and a casting date for each of {plates} plates")
    if ageing.law.shape != (count,) or ageing.cast.shape != (count,):
        raise ModelError(f"ageing needs a law and a casting date for each of {count} members")
    laws = np.append(ageing.law, ageing.plate_law)
    if np.any((laws < ELASTIC) | (laws >= len(ageing.compliance))):
        raise ModelError("ageing.law names a compliance that does not exist")
    if ageing.shrinkage and len(ageing.shrinkage) != len(ageing.compliance):
        raise ModelError("ageing needs one shrinkage for each compliance, or none at all")
    creeps = ageing.law != ELASTIC
    if model.bedding[creeps].any():
        member = int(np.flatnonzero(creeps & model.bedding.any(axis=1))[0])
        raise ModelError(f"member {member} creeps and is bedded: use springs for the bedding")
    for stage in stages:
        for member, _ in stage.rigidity:
            if creeps[member]:
                raise ModelError(
                    f"stage '{stage.name}': member {member} creeps and changes its rigidity; "
                    "model the parts as separate members joined by rigid arms"
                )
    if until < stages[-1].time:
        raise ModelError(f"until ({until:g}) is before the last stage ({stages[-1].time:g})")
