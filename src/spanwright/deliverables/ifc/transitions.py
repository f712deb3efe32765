"""A piece of an axis in plan as design parameters and as segments of a parent curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from spanwright.alignment import PlanSegment
from spanwright.alignment.evaluate import segment_at
from spanwright.datum.errors import ScopeError
from spanwright.deliverables.ifc.model import Entity, Model

# how a piece is called in its design parameters
KINDS: Final = {
    "line": "LINE", "arc": "CIRCULARARC", "clothoid": "CLOTHOID", "bloss": "BLOSSCURVE",
    "cosine": "COSINECURVE", "sine": "SINECURVE", "helmert": "HELMERTCURVE", "cubic": "CUBIC",
    "viennese": "VIENNESEBEND",
}  # fmt: skip
# share of the change of curvature reached at u = s / L: factors of u^0, u^1, ...
POLYNOMIALS: Final = {
    "bloss": (0.0, 0.0, 3.0, -2.0),
    "viennese": (0.0, 0.0, 0.0, 0.0, 35.0, -84.0, 70.0, -20.0),
}
HALVES: Final = ((0.0, 0.0, 2.0), (-1.0, 4.0, -2.0))  # of a Helmert curve
SPIRALS: Final = {
    2: "IfcSecondOrderPolynomialSpiral", 3: "IfcThirdOrderPolynomialSpiral",
    7: "IfcSeventhOrderPolynomialSpiral",
}  # fmt: skip


def design(model: Model, row: PlanSegment) -> Entity:
    """The parameters of a piece.  Raises ScopeError for a Viennese bend that swings with cant."""
    if row.swing:
        raise ScopeError(
            "an axis with a Viennese bend about a centre of gravity above the rails is not written "
            "to IFC: the standard takes it from the cant of two rails, which a road has not"
        )
    radii = [0.0 if bend == 0.0 else 1.0 / bend for bend in (row.first, row.last)]
    return model.add("IfcAlignmentHorizontalSegment", None, None, model.point(row.x, row.y),
                     row.direction, *radii, row.length, None, KINDS[row.kind])  # fmt: skip


def curves(model: Model, row: PlanSegment, transition: str) -> list[Entity]:
    """The curve segments of a piece: one, or the two halves of a Helmert curve.

    transition : how the last of them meets what follows
    """
    if row.kind == "helmert" and row.first != row.last:
        half = row.length / 2
        x, y, direction, _ = (float(v) for v in segment_at(row, np.array([half]))[:, 0])
        return [
            curve_segment(model, (row.x, row.y, row.direction), "CONTSAMEGRADIENTSAMECURVATURE",
                     (0.0, half), _spiral(model, row, HALVES[0])),
            curve_segment(model, (x, y, direction), transition, (half, half),
                     _spiral(model, row, HALVES[1])),
        ]  # fmt: skip
    begin, reach, parent = _parent(model, row)
    at = (row.x, row.y, row.direction)
    return [curve_segment(model, at, transition, (begin, reach), parent)]


def ends(row: PlanSegment) -> tuple[float, float, float, float, float]:
    """x, y [m] and direction [rad] of the end of a piece; its curvature at start and end [1/m]."""
    if row.length == 0.0:
        return row.x, row.y, row.direction, row.first, row.last
    at = segment_at(row, np.array([0.0, row.length]))
    return float(at[0, 1]), float(at[1, 1]), float(at[2, 1]), float(at[3, 0]), float(at[3, 1])


def _parent(model: Model, row: PlanSegment) -> tuple[float, float, Entity]:
    """Where a piece begins on its parent curve, how long it is there, and that curve.

    A circle runs backwards where the axis turns right.
    """
    change = row.last - row.first
    if row.kind == "line" or (change == 0.0 and row.first == 0.0):
        return 0.0, row.length, line(model)
    if change == 0.0:
        circle = model.add("IfcCircle", origin(model), 1.0 / abs(row.first))
        return 0.0, math.copysign(row.length, row.first), circle
    squared, sign = row.length / abs(change), math.copysign(1.0, change)
    if row.kind == "clothoid":
        spiral = model.add("IfcClothoid", origin(model), sign * math.sqrt(squared))
        return sign * row.first * squared, row.length, spiral
    if row.kind == "cubic":
        factors = (0.0, 0.0, 0.0, change / (6.0 * row.length))
        curve = model.add("IfcPolynomialCurve", origin(model), (0.0, 1.0), factors, None)
        return row.length * row.first / change, row.length, curve
    return 0.0, row.length, _spiral(model, row, POLYNOMIALS.get(row.kind, ()))


def _spiral(model: Model, row: PlanSegment, shares: Sequence[float]) -> Entity:
    """A spiral by its terms, highest first, each a length; left out where it is none.

    A polynomial term A of degree n adds A / |A|^(n + 2) s^n to the curvature; the sine and cosine
    terms add sin(2 pi s / L) / A and cos(pi s / L) / A.
    """
    change, length = row.last - row.first, row.length
    if row.kind == "cosine":
        return model.add("IfcCosineSpiral", origin(model), -2.0 / change,
                         _term(row.first + change / 2, 0))  # fmt: skip
    if row.kind == "sine":
        return model.add("IfcSineSpiral", origin(model), -2.0 * math.pi / change,
                         _term(change / length, 1), _term(row.first, 0))  # fmt: skip
    factors = [change * share / length**n for n, share in enumerate(shares)]
    factors[0] += row.first
    terms = [_term(factor, n) for n, factor in enumerate(factors)]
    return model.add(SPIRALS[len(shares) - 1], origin(model), *terms[::-1])


def _term(factor: float, degree: int) -> float | None:
    if factor == 0.0:
        return None
    return math.copysign(float(abs(factor) ** (-1.0 / (degree + 1))), factor)


def curve_segment(
    model: Model, at: tuple[float, float, float], transition: str, part: tuple[float, float],
    parent: Entity,
) -> Entity:  # fmt: skip
    """A part of a parent curve, laid so that it begins at a place.

    at : x, y [m] and direction [rad];  part : where it begins on the parent, and its length [m]
    """
    x, y, direction = at
    where = model.add("IfcAxis2Placement2D", model.point(x, y),
                      model.direction(math.cos(direction), math.sin(direction)))  # fmt: skip
    return model.add(
        "IfcCurveSegment", transition, where,
        *(model.add("IfcLengthMeasure", float(v)) for v in part), parent,
    )  # fmt: skip


def line(model: Model) -> Entity:
    """The x axis."""
    along = model.add("IfcVector", model.direction(1.0, 0.0), 1.0)
    return model.add("IfcLine", model.point(0.0, 0.0), along)


def origin(model: Model) -> Entity:
    """The placement that moves nothing."""
    return model.add("IfcAxis2Placement2D", model.point(0.0, 0.0), model.direction(1.0, 0.0))
