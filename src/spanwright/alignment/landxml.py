"""Alignments of a LandXML file (1.1 and 1.2): CoordGeom in plan, ProfAlign in elevation."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from spanwright.alignment.landxml_slopes import slopes_of
from spanwright.alignment.types import Alignment, GradeKind, GradeSegment, PlanKind, PlanSegment
from spanwright.alignment.units import LANDXML
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.nearest import did_you_mean

# spiType -> kind; the others of the schema are local formulas that differ between programs
SPIRALS: Final[dict[str, PlanKind]] = {
    "clothoid": "clothoid", "bloss": "bloss", "cosine": "cosine", "sinusoid": "sine",
    "biquadratic": "helmert",
}  # fmt: skip


def read_landxml(path: Path) -> tuple[Alignment, ...]:
    """All alignments of a file, in metres.

    LandXML writes a point as northing, easting: x here is the easting, y the northing.
    Raises InputError for a file that is not LandXML, ScopeError for what is not read.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), "must be a file that can be read", got=str(error)) from error
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise InputError(path.name, "must not define entities of its own")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InputError(path.name, "is not XML", got=str(error)) from error
    if _tag(root) != "LandXML":
        raise InputError(path.name, "is not LandXML", got=f"<{_tag(root)}>")
    unit = _unit(path.name, root)
    found = [
        _alignment(path.name, node, unit)
        for group in _children(root, "Alignments")
        for node in _children(group, "Alignment")
    ]
    kept = tuple(alignment for alignment in found if alignment.plan)
    if not kept:
        raise InputError(path.name, "holds no Alignment with CoordGeom")
    return kept


def _tag(node: ET.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]


def _children(node: ET.Element, *tags: str) -> Iterator[ET.Element]:
    return (child for child in node if _tag(child) in tags)


def _unit(file: str, root: ET.Element) -> float:
    for units in _children(root, "Units"):
        for system in units:
            name = system.get("linearUnit", "")
            if name not in LANDXML:
                raise InputError(f"{file}: linearUnit", "must be a unit of LandXML", got=name,
                                 hint=did_you_mean(name, LANDXML))  # fmt: skip
            return LANDXML[name]
    raise InputError(file, "must name its units")


def _number(file: str, node: ET.Element, key: str) -> float:
    text = node.get(key)
    if text is None:
        raise InputError(f"{file}: {_tag(node)}", f'needs "{key}"')
    if text.strip().upper() in ("INF", "+INF", "-INF"):
        return math.inf
    return _float(file, node, text)


def _float(file: str, node: ET.Element, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{file}: {_tag(node)}", "must hold numbers", got=text)
    return value


def _point(file: str, node: ET.Element, tag: str, unit: float) -> tuple[float, float]:
    """Easting and northing [m]; the file writes the northing first."""
    for child in _children(node, tag):
        words = (child.text or "").split()
        if len(words) < 2:
            raise InputError(
                f"{file}: {_tag(node)}/{tag}", "must hold two coordinates",
                got=child.text or "", hint="references to points are not read",
            )  # fmt: skip
        north, east = (_float(file, child, word) * unit for word in words[:2])
        return east, north
    raise InputError(f"{file}: {_tag(node)}", f"needs a point <{tag}>")


def _alignment(file: str, node: ET.Element, unit: float) -> Alignment:
    name = node.get("name", "")
    if any(True for _ in _children(node, "StaEquation")):
        raise ScopeError(f'{file}: alignment "{name}" has station equations, which are not read')
    start = _float(file, node, node.get("staStart", "0")) * unit
    plan = [
        segment
        for geometry in _children(node, "CoordGeom")
        for piece in geometry
        if (segment := _piece(file, piece, unit)) is not None
    ]
    profile: list[GradeSegment] = []
    lines = [line for p in _children(node, "Profile") for line in _children(p, "ProfAlign")]
    if len(lines) > 1:
        raise ScopeError(f'{file}: alignment "{name}" has {len(lines)} profiles; keep one')
    for line in lines:
        profile = _profile(file, line, unit, start)
    found = Alignment(name, tuple(plan), tuple(profile), start, unit)
    return replace(found, banking=slopes_of(node, found)) if plan else found


def _piece(file: str, node: ET.Element, unit: float) -> PlanSegment | None:
    tag = _tag(node)
    if tag == "Feature":
        return None
    if tag not in ("Line", "Curve", "Spiral"):
        raise ScopeError(f"{file}: <{tag}> in an alignment is not read")
    x, y = _point(file, node, "Start", unit)
    end = _point(file, node, "End", unit)
    if tag == "Line":
        reach = math.hypot(end[0] - x, end[1] - y)
        if reach == 0:
            return None
        return PlanSegment("line", x, y, math.atan2(end[1] - y, end[0] - x), reach)
    side = _side(file, node)
    if tag == "Curve":
        return _curve(file, node, unit, (x, y), end, side)
    kind = node.get("spiType", "")
    if kind not in SPIRALS:
        raise ScopeError(f'{file}: spiral "{kind}" is not read; read are {", ".join(SPIRALS)}')
    corner = _point(file, node, "PI", unit)
    radii = [_number(file, node, key) * unit for key in ("radiusStart", "radiusEnd")]
    first, last = (0.0 if math.isinf(r) or r == 0 else side / r for r in radii)
    reach = _number(file, node, "length") * unit
    if not 0 < reach < math.inf:
        raise InputError(f"{file}: Spiral", "must be longer than 0", got=node.get("length", ""))
    direction = math.atan2(corner[1] - y, corner[0] - x)
    return PlanSegment(SPIRALS[kind], x, y, direction, reach, first, last)


def _side(file: str, node: ET.Element) -> float:
    rot = node.get("rot", "")
    if rot not in ("cw", "ccw"):
        raise InputError(f"{file}: {_tag(node)}", 'rot must be "cw" or "ccw"', got=rot)
    return 1.0 if rot == "ccw" else -1.0


def _curve(
    file: str, node: ET.Element, unit: float, start: tuple[float, float],
    end: tuple[float, float], side: float,
) -> PlanSegment:  # fmt: skip
    """An arc by start, centre and end; the way round is the one `rot` says."""
    centre = _point(file, node, "Center", unit)
    radius = math.hypot(start[0] - centre[0], start[1] - centre[1])
    if radius == 0:
        raise InputError(f"{file}: Curve", "must not start in its centre")
    begin = math.atan2(start[1] - centre[1], start[0] - centre[0])
    finish = math.atan2(end[1] - centre[1], end[0] - centre[0])
    swept = (side * (finish - begin)) % (2 * math.pi)
    bend = side / radius
    return PlanSegment(
        "arc", start[0], start[1], begin + side * math.pi / 2, radius * swept, bend, bend
    )


def _profile(file: str, line: ET.Element, unit: float, start: float) -> list[GradeSegment]:
    """Grades between points of intersection, and the curves laid into them."""
    nodes = list(_children(line, "PVI", "ParaCurve", "CircCurve", "UnsymParaCurve"))
    points: list[tuple[float, float]] = []
    for node in nodes:
        words = (node.text or "").split()
        if len(words) != 2:
            raise InputError(f"{file}: {_tag(node)}", "must hold station and level")
        station, level = (_float(file, node, word) * unit for word in words)
        points.append((station - start, level))
    if any(b[0] <= a[0] for a, b in pairwise(points)):
        raise InputError(f"{file}: ProfAlign", "stations must increase")
    grades = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    rows: list[GradeSegment] = []
    at, level = points[0] if points else (0.0, 0.0)
    for k in range(1, len(points)):
        grade, (station, corner) = grades[k - 1], points[k]
        laid = _laid(file, nodes[k], unit, grade, grades[k]) if k < len(grades) else []
        before = sum(reach for _, reach, _ in laid[: max(1, len(laid) // 2)])
        if len(laid) == 1:
            before = _before(laid[0], grade, grades[k])
        if station - before < at - 1e-6:
            raise InputError(f"{file}: {_tag(nodes[k])}", "overlaps the curve before it",
                             got=f"station {(station + start) / unit:g}")  # fmt: skip
        if station - before > at + 1e-9:
            rows.append(GradeSegment("grade", at, station - before - at, level, grade, grade))
        at, level = station - before, corner - grade * before
        slope = grade
        for kind, reach, last in laid:
            row = GradeSegment(kind, at, reach, level, slope, last)
            rows.append(row)
            at, slope = at + reach, last
            level = _end_level(row)
    return rows


def _laid(
    file: str, node: ET.Element, unit: float, first: float, last: float
) -> list[tuple[GradeKind, float, float]]:
    """Curves at one point of intersection: kind, length in plan, gradient at the end."""
    tag = _tag(node)
    if tag == "PVI" or first == last:
        return []
    if tag == "ParaCurve":
        reach = _number(file, node, "length") * unit
        return [("parabola", reach, last)] if reach else []
    if tag == "CircCurve":
        radius = _number(file, node, "radius") * unit
        return [("circle", radius * abs(_sine(last) - _sine(first)), last)]
    inward, outward = (_number(file, node, key) * unit for key in ("lengthIn", "lengthOut"))
    # Two parabolas that meet above the point: their common gradient is that of the chord.
    middle = (first * inward + last * outward) / (inward + outward)
    return [("parabola", inward, middle), ("parabola", outward, last)]


def _before(curve: tuple[GradeKind, float, float], first: float, last: float) -> float:
    """Length in plan from the start of a curve to the point of intersection.  [m]"""
    kind, reach, _ = curve
    if kind == "parabola":
        return reach / 2
    a, b = math.atan(first), math.atan(last)
    radius = reach / abs(_sine(last) - _sine(first))
    return radius * math.tan(abs(b - a) / 2) * math.cos(a)


def _sine(gradient: float) -> float:
    return gradient / math.hypot(1.0, gradient)


def _end_level(row: GradeSegment) -> float:
    if row.kind == "circle":
        k = (_sine(row.last) - _sine(row.first)) / row.length
        a, b = math.atan(row.first), math.atan(row.last)
        return row.level + (math.cos(a) - math.cos(b)) / k
    return row.level + (row.first + row.last) / 2 * row.length
