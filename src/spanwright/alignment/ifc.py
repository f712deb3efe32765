"""Alignments of an IFC 4.3 file (its drafts too): the design parameters of their segments."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from spanwright.alignment.ifc_cant import cant_of
from spanwright.alignment.step import Entity, Reference, StepFile, read_step
from spanwright.alignment.types import Alignment, GradeKind, GradeSegment, PlanKind, PlanSegment
from spanwright.alignment.units import PREFIX
from spanwright.datum.errors import InputError, ScopeError

PLAN: Final[dict[str, PlanKind]] = {
    "LINE": "line", "CIRCULARARC": "arc", "CLOTHOID": "clothoid", "BLOSSCURVE": "bloss",
    "COSINECURVE": "cosine", "SINECURVE": "sine", "HELMERTCURVE": "helmert", "CUBIC": "cubic",
    "VIENNESEBEND": "viennese",
}  # fmt: skip
PROFILE: Final[dict[str, GradeKind]] = {
    "CONSTANTGRADIENT": "grade", "PARABOLICARC": "parabola", "CIRCULARARC": "circle",
}  # fmt: skip
LEVEL: Final = 1e-9  # an axis leans when its horizontal part is larger


@dataclass(frozen=True, slots=True)
class Frame:
    """A placement about the vertical: turn [rad], then shift [m of the file]."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    turn: float = 0.0

    def inside(self, outer: Frame) -> Frame:
        """This placement, given in another one's axes, in those the other is given in."""
        cos, sin = math.cos(outer.turn), math.sin(outer.turn)
        return Frame(
            outer.x + self.x * cos - self.y * sin, outer.y + self.x * sin + self.y * cos,
            outer.z + self.z, outer.turn + self.turn,
        )  # fmt: skip


def read_ifc(path: Path) -> tuple[Alignment, ...]:
    """All alignments of a file that have segments, in metres and radians.

    Raises InputError for a file that is not STEP or holds none, ScopeError for a kind of segment
    that is not read.
    """
    step = read_step(path)
    try:
        length, angle = _units(step)
        nested = _nested(step)
    except (IndexError, TypeError, ValueError, RecursionError) as error:
        raise InputError(path.name, "is not as IFC 4.3 has it", got=str(error)) from error
    found: list[Alignment] = []
    for entity in step.of("IFCALIGNMENT"):
        try:
            found.append(_alignment(step, entity, nested, length, angle))
        except (IndexError, TypeError, ValueError, RecursionError) as error:
            where = f"{path.name}: #{entity.number} IfcAlignment"
            raise InputError(where, "is not as IFC 4.3 has it", got=str(error)) from error
    kept = tuple(alignment for alignment in found if alignment.plan)
    if not kept:
        raise InputError(path.name, "holds no IfcAlignment with segments in plan")
    return kept


def _nested(step: StepFile) -> dict[int, list[Entity]]:
    """Number of an owner -> its parts, in the order of the file."""
    nested: dict[int, list[Entity]] = {}
    for relation in step.of("IFCRELNESTS", "IFCRELAGGREGATES"):
        owner = int(relation.values[4])
        nested.setdefault(owner, []).extend(step[k] for k in relation.values[5])
    return nested


def _units(step: StepFile) -> tuple[float, float]:
    """Metres and radians of the file's units of length and plane angle."""
    length, angle = 1.0, 1.0
    for assignment in step.of("IFCUNITASSIGNMENT"):
        for reference in assignment.values[0]:
            unit = step[reference]
            if unit.kind not in ("IFCSIUNIT", "IFCCONVERSIONBASEDUNIT"):
                continue
            kind = unit.values[1]
            if kind == "LENGTHUNIT":
                length = _scale(step, unit)
            elif kind == "PLANEANGLEUNIT":
                angle = _scale(step, unit)
    return length, angle


def _scale(step: StepFile, unit: Entity) -> float:
    if unit.kind == "IFCSIUNIT":
        if unit.values[2] not in PREFIX:
            raise ScopeError(f"{step.name}: unit with prefix {unit.values[2]} is not read")
        return PREFIX[unit.values[2]]
    measure = step[unit.values[3]]
    return float(measure.values[0]) * _scale(step, step[measure.values[1]])


def _alignment(
    step: StepFile, entity: Entity, nested: dict[int, list[Entity]], length: float, angle: float
) -> Alignment:  # fmt: skip
    plan: list[PlanSegment] = []
    profile: list[GradeSegment] = []
    place = _placement(step, entity.values[5])
    start: float | None = None
    parts = nested.get(entity.number, [])
    designed = [(part, _designs(step, nested.get(part.number, []))) for part in parts]
    cant = _cants(designed)
    for part, rows in designed:
        if part.kind == "IFCALIGNMENTHORIZONTAL":
            plan += _plans(step, rows, cant, length, angle)
            if len(part.values) > 7 and part.values[7] is not None:  # the drafts of IFC 4.3
                start = float(part.values[7]) * length
        elif part.kind == "IFCALIGNMENTVERTICAL":
            profile += [_grade(step, row, length) for row in rows if float(row.values[3]) > 0]
        elif part.kind == "IFCREFERENT" and start is None:
            start = _station(step, part, length)
    plan = [_placed(segment, place, length) for segment in plan]
    profile.sort(key=lambda row: row.start)
    profile = [replace(row, level=row.level + place.z * length) for row in profile]
    name = entity.values[2] or f"#{entity.number}"
    banking = cant_of(step, entity, designed, length)
    return Alignment(str(name), tuple(plan), tuple(profile), start or 0.0, length, banking)


def _designs(step: StepFile, pieces: list[Entity]) -> list[Entity]:
    """Design parameters of alignment segments, in order."""
    return [
        step[piece.values[7]] for piece in pieces
        if piece.kind == "IFCALIGNMENTSEGMENT" and piece.values[7] is not None
    ]  # fmt: skip


def _cants(parts: list[tuple[Entity, list[Entity]]]) -> dict[float, float]:
    """Distance along where a cant segment starts -> how much the cant angle changes over it.

    The angle is the right rail's height over the left one's by their distance, as in the cant
    laws of the standard (small angles).
    """
    found: dict[float, float] = {}
    for part, rows in parts:
        apart = float(part.values[7] or 0.0) if part.kind == "IFCALIGNMENTCANT" else 0.0
        if apart <= 0.0:
            continue
        for row in rows:
            left, left_end, right, right_end = row.values[4:8]
            rises = ((right_end or 0.0) - (left_end or 0.0)) - ((right or 0.0) - (left or 0.0))
            found[round(float(row.values[2]), 3)] = float(rises) / apart
    return found


def _plans(
    step: StepFile, rows: list[Entity], cant: dict[float, float], length: float, angle: float
) -> list[PlanSegment]:  # fmt: skip
    """Segments in plan, without the empty last one."""
    found: list[PlanSegment] = []
    along = 0.0
    for row in rows:
        reach = float(row.values[6])
        if reach < 0:
            raise ValueError(f"#{row.number} has a length of {reach:g}")
        if reach > 0:
            segment = _plan(step, row, length, angle)
            height = float(row.values[7] or 0.0) * length
            if segment.kind == "viennese" and height:
                if round(along, 3) not in cant:
                    raise ScopeError(
                        f"{step.name}: #{row.number}: a Viennese bend above the rail needs the "
                        "cant segment that starts with it"
                    )
                segment = replace(segment, swing=height * cant[round(along, 3)])
            found.append(segment)
        along += reach
    return found


def _plan(step: StepFile, row: Entity, length: float, angle: float) -> PlanSegment:
    kind = str(row.values[8])
    if kind not in PLAN:
        raise ScopeError(f"{step.name}: #{row.number}: a {kind} in plan is not read")
    point = step[row.values[2]].values[0]
    return PlanSegment(
        PLAN[kind], float(point[0]) * length, float(point[1]) * length,
        float(row.values[3]) * angle, float(row.values[6]) * length,
        _curvature(row.values[4], length), _curvature(row.values[5], length),
    )  # fmt: skip


def _curvature(radius: Any, length: float) -> float:
    """1 / R, left positive; a radius of 0 is a straight line's."""
    return 0.0 if not radius else 1.0 / (float(radius) * length)


def _grade(step: StepFile, row: Entity, length: float) -> GradeSegment:
    kind = str(row.values[8])
    if kind not in PROFILE:
        raise ScopeError(f"{step.name}: #{row.number}: a {kind} in the profile is not read")
    start, reach, level = (float(row.values[k]) * length for k in (2, 3, 4))
    return GradeSegment(
        PROFILE[kind], start, reach, level, float(row.values[5]), float(row.values[6])
    )


def _placed(segment: PlanSegment, place: Frame, length: float) -> PlanSegment:
    cos, sin = math.cos(place.turn), math.sin(place.turn)
    return replace(
        segment,
        x=place.x * length + segment.x * cos - segment.y * sin,
        y=place.y * length + segment.x * sin + segment.y * cos,
        direction=segment.direction + place.turn,
    )


def _placement(step: StepFile, reference: Any) -> Frame:
    """Where an object's axes stand in the world of the file; upright ones only."""
    if reference is None:
        return Frame()
    local = step[reference]
    if local.kind != "IFCLOCALPLACEMENT":
        raise ScopeError(f"{step.name}: #{local.number}: {local.kind} of an alignment is not read")
    axes = step[local.values[1]]
    at = [*step[axes.values[0]].values[0], 0.0, 0.0]
    is_flat = axes.kind == "IFCAXIS2PLACEMENT2D"
    up = None if is_flat else axes.values[1]
    along = axes.values[1] if is_flat else axes.values[2]
    if up is not None:
        tilt = step[up].values[0]
        if math.hypot(tilt[0], tilt[1]) > LEVEL or tilt[2] <= 0:
            raise ScopeError(f"{step.name}: #{axes.number}: an alignment that leans is not read")
    ray = (1.0, 0.0) if along is None else step[along].values[0]
    here = Frame(float(at[0]), float(at[1]), float(at[2]) if not is_flat else 0.0,
                 math.atan2(ray[1], ray[0]))  # fmt: skip
    return here.inside(_placement(step, local.values[0]))


def _station(step: StepFile, referent: Entity, length: float) -> float | None:
    """Station of the alignment's start by one referent: its station less its distance along."""
    station: float | None = None
    for relation in step.of("IFCRELDEFINESBYPROPERTIES"):
        if referent.number not in relation.values[4]:
            continue
        group = step[cast(Reference, relation.values[5])]
        if group.kind != "IFCPROPERTYSET" or group.values[2] != "Pset_Stationing":
            continue
        for single in (step[k] for k in group.values[4]):
            if single.values[0] == "Station" and single.values[2] is not None:
                station = float(single.values[2]) * length
    if station is None or referent.values[5] is None:
        return None
    place = step[referent.values[5]]
    if place.kind != "IFCLINEARPLACEMENT":
        return None
    point = step[step[place.values[1]].values[0]]
    return station - float(np.asarray(point.values[0], dtype=float)) * length
