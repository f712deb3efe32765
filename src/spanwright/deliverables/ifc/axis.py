"""The road's axis as an IfcAlignment: plan, grades and vertical curves, stationing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.alignment import PlanSegment
from spanwright.datum.arrays import Array
from spanwright.deliverables.geometry import road_level
from spanwright.deliverables.ifc.frame import Frame
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.transitions import (
    curve_segment,
    curves,
    design,
    ends,
    line,
    origin,
)
from spanwright.layout.curve import pieces, points
from spanwright.layout.types import Layout

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

    Where the bridge holds a part of a transition, the alignment reaches beyond it in plan, to the
    transition's own ends; the profile is that of the bridge.  Returns the gradient curve.
    """
    station, level = layout.axis.station, layout.axis.level
    start, length = float(station[0]), float(station[-1] - station[0])
    rows = grades(station, level)
    zero = model.placement((0.0, 0.0, 0.0), place.site.ObjectPlacement)
    plan, lead = pieces(layout.axis, length)
    start += lead
    base, horizontal = _horizontal(model, place, zero, plan)
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
    _stationing(model, layout, axis, base, start)
    return curve


def _piece(
    model: Model, place: Frame, zero: Entity, identity: str, parameters: Entity,
    segments: Sequence[Entity],
) -> Entity:  # fmt: skip
    shape = model.add("IfcShapeRepresentation", place.axis, "Axis", "Segment", segments)
    return model.root(
        "IfcAlignmentSegment", identity, ObjectPlacement=zero, DesignParameters=parameters,
        Representation=model.add("IfcProductDefinitionShape", None, None, [shape]),
    )  # fmt: skip


def _horizontal(
    model: Model, place: Frame, zero: Entity, rows: Sequence[PlanSegment]
) -> tuple[Entity, Entity]:
    """The pieces of the axis in plan, and the empty segment that the standard wants at the end."""
    made, nested = [], []
    reached = [ends(row) for row in rows]
    for k, row in enumerate(rows):
        even = k + 1 == len(rows) or abs(reached[k + 1][3] - reached[k][4]) < 1e-9
        transition = "CONTSAMEGRADIENTSAMECURVATURE" if even else "CONTSAMEGRADIENT"
        name = "line" if len(rows) == 1 and row.kind == "line" else str(k + 1)
        identity = f"alignment horizontal {name}"
        own = curves(model, row, transition)
        made += own
        nested.append(_piece(model, place, zero, identity, design(model, row), own))
    x, y, direction, *_ = reached[-1]
    end = PlanSegment("line", x, y, direction, 0.0)
    made += curves(model, end, "DISCONTINUOUS")
    nested.append(
        _piece(model, place, zero, "alignment horizontal end", design(model, end), made[-1:])
    )
    layout = model.root("IfcAlignmentHorizontal", "alignment horizontal", Name="plan",
                        ObjectPlacement=zero)  # fmt: skip
    model.relate("IfcRelNests", "alignment horizontal", RelatingObject=layout,
                 RelatedObjects=nested)  # fmt: skip
    return model.add("IfcCompositeCurve", made, False), layout


def _vertical(
    model: Model, place: Frame, zero: Entity, base: Entity, rows: list[Grade], start: float
) -> tuple[Entity, Entity]:
    """Grades and parabolas; lengths of the curve segments run along the slope.

    start : station at which the plan begins
    """
    straight, segments, nested = line(model), [], []
    last = rows[-1]
    end = Grade(last.start + last.length, 0.0, last.level_after(last.length), last.last, last.last)
    for k, row in enumerate([*rows, end]):
        kind = "CONSTANTGRADIENT" if row.is_straight else "PARABOLICARC"
        radius = None if row.is_straight else row.length / abs(row.last - row.first)
        parameters = model.add("IfcAlignmentVerticalSegment", None, None, row.start - start,
                               row.length, row.level, row.first, row.last, radius,
                               kind)  # fmt: skip
        parent, reach = straight, row.length * math.hypot(1.0, row.first)
        if not row.is_straight:
            bend = (row.last - row.first) / (2 * row.length)
            parent = model.add("IfcPolynomialCurve", origin(model), (0.0, 1.0),
                               (row.level, row.first, bend), None)  # fmt: skip
            reach = slope_length(row.first, row.last, row.length)
        follows = rows[k + 1] if k + 1 < len(rows) else end
        smooth = row is not end and abs(follows.first - row.last) < 1e-6
        transition = "CONTSAMEGRADIENT" if smooth else "CONTINUOUS"
        segments.append(
            curve_segment(
                model, (row.start - start, row.level, math.atan(row.first)),
                "DISCONTINUOUS" if row is end else transition, (0.0, reach), parent,
            )
        )  # fmt: skip
        nested.append(
            _piece(model, place, zero, f"alignment vertical {k + 1}", parameters, segments[-1:])
        )
    layout = model.root("IfcAlignmentVertical", "alignment vertical", Name="profile",
                        ObjectPlacement=zero)  # fmt: skip
    model.relate("IfcRelNests", "alignment vertical", RelatingObject=layout,
                 RelatedObjects=nested)  # fmt: skip
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


def _stationing(
    model: Model, layout: Layout, axis: Entity, base: Entity, start: float
) -> None:  # fmt: skip
    """Referents at the start and at every support, each with its station."""
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
        level = f"road level {float(road_level(layout, station)):.3f} m"
        referent = model.root(
            "IfcReferent", f"referent {name}", Name=f"{name}, {station:.3f} m",
            ObjectPlacement=where, PredefinedType="STATION",
            Description=level if station >= float(layout.axis.station[0]) else None,
        )  # fmt: skip
        model.properties(f"referent {name}", "Pset_Stationing",
                         {"Station": ("IfcLengthMeasure", station)}, [referent])  # fmt: skip
        referents.append(referent)
    model.relate("IfcRelNests", "alignment referents", RelatingObject=axis,
                 RelatedObjects=referents)  # fmt: skip
