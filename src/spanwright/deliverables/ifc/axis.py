"""The road's axis as an IfcAlignment: plan, grades and vertical curves, stationing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.alignment import PlanSegment
from spanwright.alignment.evaluate import segment_at
from spanwright.datum.arrays import Array
from spanwright.datum.errors import ScopeError
from spanwright.deliverables.geometry import road_level
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.layout.curve import pieces, points
from spanwright.layout.types import Axis, Layout

# how a piece in plan is called in its design parameters, and the curve a transition lies on
KINDS: Final = {
    "line": "LINE", "arc": "CIRCULARARC", "clothoid": "CLOTHOID", "bloss": "BLOSSCURVE",
    "cosine": "COSINECURVE", "sine": "SINECURVE",
}  # fmt: skip
SPIRALS: Final = {
    "bloss": "IfcThirdOrderPolynomialSpiral", "cosine": "IfcCosineSpiral",
    "sine": "IfcSineSpiral",
}  # fmt: skip
FIT: Final = 1e-6  # m, how near a grade or parabola must come to the sampled road levels


@dataclass(frozen=True, slots=True)
class Grade:
    """One vertical element: from a station, over a length, between two gradients.  [m], [-]"""

    start: float
    length: float
    level: float
    first: float
    last: float

    @property
    def is_straight(self) -> bool:
        return self.first == self.last

    def level_after(self, distance: float) -> float:
        """Level at a distance from the start.  [m]"""
        bend = (self.last - self.first) / self.length
        return self.level + self.first * distance + bend / 2 * distance**2


def grades(station: Array, level: Array) -> list[Grade]:
    """The fewest straight grades and parabolas, first fit, that pass all sampled levels.

    A parabola needs three chords of its own; where none fits, the chords themselves are grades.
    """
    found: list[Grade] = []
    at, last = 0, station.size - 1
    while at < last:
        straight = _reach(station, level, at, 1)
        curved = _reach(station, level, at, 2) if straight == at + 1 else at
        if curved >= at + 3:
            a = np.polyfit(station[at : curved + 1] - station[at], level[at : curved + 1], 2)
            length = float(station[curved] - station[at])
            found.append(Grade(float(station[at]), length, float(level[at]), float(a[1]),
                               float(a[1] + 2 * a[0] * length)))  # fmt: skip
            at = curved
            continue
        length = float(station[straight] - station[at])
        slope = float(level[straight] - level[at]) / length
        found.append(Grade(float(station[at]), length, float(level[at]), slope, slope))
        at = straight
    return found


def _reach(station: Array, level: Array, at: int, degree: int) -> int:
    """Last sample that lies on the curve through the first degree + 1 samples from `at`."""
    if at + degree >= station.size:
        return at + 1
    x = station[at:] - station[at]
    through = np.polyfit(x[: degree + 1], level[at : at + degree + 1], degree)
    off = np.abs(np.polyval(through, x) - level[at:]) > FIT
    return at + (int(np.argmax(off)) - 1 if off.any() else x.size - 1)


def alignment(model: Model, layout: Layout, place: Frame) -> Entity:
    """The IfcAlignment with its layouts, curves and a referent at every support.

    Returns the gradient curve.
    """
    station, level = layout.axis.station, layout.axis.level
    start, length = float(station[0]), float(station[-1] - station[0])
    rows = grades(station, level)
    zero = model.placement((0.0, 0.0, 0.0), place.site.ObjectPlacement)
    base, horizontal = _horizontal(model, place, zero, layout.axis, length)
    curve, vertical = _vertical(model, place, zero, base, rows, start)
    shape = model.add("IfcProductDefinitionShape", None, None, [
        model.add("IfcShapeRepresentation", place.axis, "FootPrint", "Curve2D", [base]),
        model.add("IfcShapeRepresentation", place.axis, "Axis", "Curve3D", [curve]),
    ])  # fmt: skip
    axis = model.root(
        "IfcAlignment", "alignment", Name="road axis", Representation=shape,
        ObjectPlacement=zero,
        Description="stations from the first abutment; levels are those of the finished road",
    )  # fmt: skip
    model.relate("IfcRelNests", "alignment layouts", RelatingObject=axis,
                 RelatedObjects=[horizontal, vertical])  # fmt: skip
    model.relate("IfcRelAggregates", "project", RelatingObject=place.project,
                 RelatedObjects=[place.site, axis])  # fmt: skip
    model.relate("IfcRelReferencedInSpatialStructure", "alignment", RelatedElements=[axis],
                 RelatingStructure=place.bridge)  # fmt: skip
    _stationing(model, layout, axis, base)
    return curve


def _piece(
    model: Model, place: Frame, zero: Entity, identity: str, design: Entity, segment: Entity
) -> Entity:  # fmt: skip
    shape = model.add("IfcShapeRepresentation", place.axis, "Axis", "Segment", [segment])
    return model.root(
        "IfcAlignmentSegment", identity, ObjectPlacement=zero, DesignParameters=design,
        Representation=model.add("IfcProductDefinitionShape", None, None, [shape]),
    )  # fmt: skip


def _segment(
    model: Model, at: tuple[float, float], gradient: float, length: float, parent: Entity,
    transition: str,
) -> Entity:  # fmt: skip
    slant = math.hypot(1.0, gradient)
    where = model.add("IfcAxis2Placement2D", model.point(*at),
                      model.direction(1.0 / slant, gradient / slant))  # fmt: skip
    return model.add(
        "IfcCurveSegment", transition, where, model.add("IfcLengthMeasure", 0.0),
        model.add("IfcLengthMeasure", length), parent,
    )  # fmt: skip


def _line(model: Model) -> Entity:
    along = model.add("IfcVector", model.direction(1.0, 0.0), 1.0)
    return model.add("IfcLine", model.point(0.0, 0.0), along)


def _horizontal(
    model: Model, place: Frame, zero: Entity, axis: Axis, length: float
) -> tuple[Entity, Entity]:
    """The pieces of the axis in plan, and the empty segment that the standard wants at the end."""
    made, nested = [], []
    rows = pieces(axis, length)
    _require_whole(axis, rows)
    for k, row in enumerate(rows):
        follows = rows[k + 1] if k + 1 < len(rows) else None
        even = follows is None or abs(follows.first - row.last) < 1e-9
        transition = "CONTSAMEGRADIENTSAMECURVATURE" if even else "CONTSAMEGRADIENT"
        name = "line" if len(rows) == 1 and row.kind == "line" else str(k + 1)
        made.append(_plan_segment(model, row, transition))
        nested.append(
            _piece(
                model, place, zero, f"alignment horizontal {name}", _design(model, row), made[-1]
            )
        )
    x, y, direction = _end_of(rows[-1])
    end = PlanSegment("line", x, y, direction, 0.0)
    made.append(_plan_segment(model, end, "DISCONTINUOUS"))
    nested.append(
        _piece(model, place, zero, "alignment horizontal end", _design(model, end), made[-1])
    )
    layout = model.root("IfcAlignmentHorizontal", "alignment horizontal", Name="plan",
                        ObjectPlacement=zero)  # fmt: skip
    model.relate("IfcRelNests", "alignment horizontal", RelatingObject=layout,
                 RelatedObjects=nested)  # fmt: skip
    return model.add("IfcCompositeCurve", made, False), layout


def _end_of(row: PlanSegment) -> tuple[float, float, float]:
    if row.kind == "line":
        return (row.x + row.length * math.cos(row.direction),
                row.y + row.length * math.sin(row.direction), row.direction)  # fmt: skip
    x, y, direction, _ = segment_at(row, np.array([row.length]))[:, 0]
    return float(x), float(y), float(direction)


def _require_whole(axis: Axis, rows: Sequence[PlanSegment]) -> None:
    """Other transitions than clothoids have no design parameters for a part of them."""
    if axis.plan is None:
        return
    whole = {(one.kind, round(one.length, 6)) for one in axis.plan.plan}
    for row in rows:
        if row.kind not in KINDS:
            words = ", ".join(KINDS)
            raise ScopeError(f"an axis with a {row.kind} transition is not written to IFC: {words}")
        if row.kind in SPIRALS and (row.kind, round(row.length, 6)) not in whole:
            raise ScopeError(
                f"an axis with a part of a {row.kind} transition is not written to IFC: the bridge "
                "must hold the whole transition, or end before it"
            )


def _design(model: Model, row: PlanSegment) -> Entity:
    radii = [0.0 if bend == 0.0 else 1.0 / bend for bend in (row.first, row.last)]
    return model.add("IfcAlignmentHorizontalSegment", None, None, model.point(row.x, row.y),
                     row.direction, *radii, row.length, None, KINDS[row.kind])  # fmt: skip


def _plan_segment(model: Model, row: PlanSegment, transition: str) -> Entity:
    """A curve segment on its parent; a circle runs backwards where the axis turns right."""
    begin, reach = 0.0, row.length
    if row.kind == "arc":
        parent = model.add("IfcCircle", _origin(model), 1.0 / abs(row.first))
        reach = math.copysign(row.length, row.first)
    elif row.kind == "clothoid":
        squared = row.length / abs(row.last - row.first)
        sign = math.copysign(1.0, row.last - row.first)
        parent = model.add("IfcClothoid", _origin(model), sign * math.sqrt(squared))
        begin = sign * row.first * squared  # where the clothoid has the first curvature
    elif row.kind in SPIRALS:
        parent = model.add(SPIRALS[row.kind], _origin(model), *_terms(row))
    else:
        parent = _line(model)
    along = model.direction(math.cos(row.direction), math.sin(row.direction))
    where = model.add("IfcAxis2Placement2D", model.point(row.x, row.y), along)
    return model.add(
        "IfcCurveSegment", transition, where, model.add("IfcLengthMeasure", begin),
        model.add("IfcLengthMeasure", reach), parent,
    )  # fmt: skip


def _terms(row: PlanSegment) -> list[float | None]:
    """Terms of a spiral, highest first, each a length; the constant one left out where it is 0.

    A polynomial term A of degree n adds A / |A|^(n + 2) s^n to the curvature; the sine and cosine
    terms add sin(2 pi s / L) / A and cos(pi s / L) / A.
    """
    change, length = row.last - row.first, row.length
    if row.kind == "cosine":
        return [-2.0 / change, _term(row.first + change / 2, 0)]
    if row.kind == "sine":
        return [-2.0 * math.pi / change, _term(change / length, 1), _term(row.first, 0)]
    return [_term(-2.0 * change / length**3, 3), _term(3.0 * change / length**2, 2), None,
            _term(row.first, 0)]  # fmt: skip


def _term(factor: float, degree: int) -> float | None:
    if factor == 0.0:
        return None
    return math.copysign(float(abs(factor) ** (-1.0 / (degree + 1))), factor)


def _origin(model: Model) -> Entity:
    return model.add("IfcAxis2Placement2D", model.point(0.0, 0.0), model.direction(1.0, 0.0))


def _vertical(
    model: Model, place: Frame, zero: Entity, base: Entity, rows: list[Grade], start: float
) -> tuple[Entity, Entity]:
    """Grades and parabolas; lengths of the curve segments run along the slope."""
    line, segments, pieces = _line(model), [], []
    last = rows[-1]
    end = Grade(last.start + last.length, 0.0, last.level_after(last.length), last.last, last.last)
    for k, row in enumerate([*rows, end]):
        kind = "CONSTANTGRADIENT" if row.is_straight else "PARABOLICARC"
        radius = None if row.is_straight else row.length / abs(row.last - row.first)
        design = model.add("IfcAlignmentVerticalSegment", None, None, row.start - start,
                           row.length, row.level, row.first, row.last, radius, kind)  # fmt: skip
        parent, reach = line, row.length * math.hypot(1.0, row.first)
        if not row.is_straight:
            bend = (row.last - row.first) / (2 * row.length)
            origin = model.add("IfcAxis2Placement2D", model.point(0.0, 0.0),
                               model.direction(1.0, 0.0))  # fmt: skip
            parent = model.add("IfcPolynomialCurve", origin, (0.0, 1.0),
                               (row.level, row.first, bend), None)  # fmt: skip
            reach = slope_length(row.first, row.last, row.length)
        follows = rows[k + 1] if k + 1 < len(rows) else end
        smooth = row is not end and abs(follows.first - row.last) < 1e-6
        transition = "CONTSAMEGRADIENT" if smooth else "CONTINUOUS"
        segments.append(
            _segment(model, (row.start - start, row.level), row.first, reach, parent,
                     "DISCONTINUOUS" if row is end else transition)
        )  # fmt: skip
        pieces.append(
            _piece(model, place, zero, f"alignment vertical {k + 1}", design, segments[-1])
        )
    layout = model.root("IfcAlignmentVertical", "alignment vertical", Name="profile",
                        ObjectPlacement=zero)  # fmt: skip
    model.relate("IfcRelNests", "alignment vertical", RelatingObject=layout,
                 RelatedObjects=pieces)  # fmt: skip
    return model.add("IfcGradientCurve", segments, False, base, None), layout


def slope_length(first: float, last: float, length: float) -> float:
    """Length along a parabola between two gradients, over a horizontal length.  [m]

    Integral of sqrt(1 + g^2) with g linear: (F(last) - F(first)) / (last - first) * length,
    F = (g sqrt(1 + g^2) + asinh g) / 2.
    """

    def primitive(g: float) -> float:
        return (g * math.hypot(1.0, g) + math.asinh(g)) / 2

    if abs(last - first) < 1e-9:
        return length * math.hypot(1.0, (first + last) / 2)
    return (primitive(last) - primitive(first)) / (last - first) * length


def _stationing(model: Model, layout: Layout, axis: Entity, base: Entity) -> None:
    """Referents at the start and at every support, each with its station."""
    start = float(layout.axis.station[0])
    named = [("start of stationing", start)]
    supports = [(abutment.name, abutment.station) for abutment in layout.abutments]
    supports += [(pier.name, pier.station) for pier in layout.piers]
    named += sorted(supports, key=lambda entry: entry[1])
    referents = []
    for name, station in named:
        along = model.add("IfcLengthMeasure", station - start)
        point = model.add("IfcPointByDistanceExpression", along, None, None, None, base)
        x, y = (float(c) for c in points(layout.axis, station, 0.0))
        spot = model.add("IfcAxis2Placement3D", model.point(x, y, 0.0))
        where = model.add("IfcLinearPlacement", None,
                          model.add("IfcAxis2PlacementLinear", point), spot)  # fmt: skip
        referent = model.root(
            "IfcReferent", f"referent {name}", Name=f"{name}, {station:.3f} m",
            ObjectPlacement=where, PredefinedType="STATION",
            Description=f"road level {float(road_level(layout, station)):.3f} m",
        )  # fmt: skip
        model.properties(f"referent {name}", "Pset_Stationing",
                         {"Station": ("IfcLengthMeasure", station)}, [referent])  # fmt: skip
        referents.append(referent)
    model.relate("IfcRelNests", "alignment referents", RelatingObject=axis,
                 RelatedObjects=referents)  # fmt: skip
