"""Slopes across a road in LandXML: <Superelevation> records, or else designed <CrossSects>."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.alignment.evaluate import locate
from spanwright.alignment.types import Alignment, Banking, BankSegment

PERCENT: Final = 0.2  # a full superelevation is steeper than 0.2 % and flatter than 20 %
AGREE: Final = 5e-4  # slopes of two layers that count as one
NEAR: Final = 0.01  # m: a surface that comes so near to the axis reaches it
EVENTS: Final = ("BeginRunoffSta", "FullSuperSta", "RunoffSta", "StartofRunoutSta")


class Fault(Exception):
    """What is wrong with the slopes of one file, in words."""


def slopes_of(node: ET.Element, alignment: Alignment) -> Banking | None:
    """Superelevation of an <Alignment>; None where it gives none.

    A record is taken by its size; it falls to the inside of the curve it stands on.
    """
    records = [child for child in node if _tag(child) == "Superelevation" and len(child)]
    sections = [
        section for group in node if _tag(group) == "CrossSects"
        for section in group if _tag(section) == "CrossSect"
    ]  # fmt: skip
    try:
        if records:
            source = "<Superelevation>"
            return Banking(source, _superelevated(records, alignment), keeps_crown=True)
        source = "<CrossSects>"
        rows = _sections(sections, alignment)
    except Fault as fault:
        return Banking(source, fault=str(fault))
    if rows:
        return Banking(source, rows)
    if any(_tag(child) == "Cant" for child in node):
        return Banking("<Cant>", is_rail=True, fault="rail cant of LandXML is not read")
    return None


def _tag(node: ET.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]


def _number(text: str | None, what: str) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Fault(f"{what} must be a number, not {text!r}")
    return value


def _superelevated(records: list[ET.Element], alignment: Alignment) -> tuple[BankSegment, ...]:
    found: list[BankSegment] = []
    at = 0.0
    for record in records:
        points, slope = _record(record, alignment)
        if points[0] < at - 1e-6:
            station = points[0] + alignment.start_station
            raise Fault(f"the record that begins at station {station:.2f} m overlaps another one")
        begin, runoff, full, back, runout, end = points
        tilts = ((at, begin, 0.0, 0.0), (begin, runoff, math.nan, math.nan),
                 (runoff, full, 0.0, slope), (full, back, slope, slope), (back, runout, slope, 0.0),
                 (runout, end, math.nan, math.nan))  # fmt: skip
        found += [_plane(*tilt) for tilt in tilts if tilt[1] > tilt[0] + 1e-9]
        at = end
    if alignment.length > at + 1e-9:
        found.append(_plane(at, alignment.length, 0.0, 0.0))
    return tuple(found)


def _plane(begin: float, end: float, first: float, last: float) -> BankSegment:
    return BankSegment("clothoid", begin, end - begin, (first, last), (first, last))


def _record(record: ET.Element, alignment: Alignment) -> tuple[list[float], float]:
    """Distances of its six points, from the crown over the full slope to the crown, and slope."""
    tags = [_tag(child) for child in record]
    values = {_tag(child): (child.text or "").strip() for child in record}
    twice = sorted({tag for tag in tags if tag != "Feature" and tags.count(tag) > 1})
    if twice:
        raise Fault(f"a record has {twice[0]} more than once")
    if values.get("AdverseSE", "non-adverse") != "non-adverse":
        raise Fault(f'AdverseSE "{values["AdverseSE"]}" is not read')
    for tag in (*EVENTS, "FullSuperelev"):
        if tag not in values:
            raise Fault(f"a record needs {tag}")
    middle = [_number(values[tag], tag) for tag in EVENTS]
    first = _number(values.get("BeginRunoutSta", str(middle[0])), "BeginRunoutSta")
    last = _number(values.get("EndofRunoutSta", str(middle[-1])), "EndofRunoutSta")
    unit, start = alignment.length_unit, alignment.start_station
    points = [station * unit - start for station in (first, *middle, last)]
    if any(b < a - 1e-9 for a, b in pairwise(points)):
        raise Fault("the stations of a record must not decrease")
    if points[2] < -1e-6 or points[3] > alignment.length + 1e-6:
        raise Fault(f"a record lies beyond the alignment, which is {alignment.length:g} m long")
    size = abs(_number(values["FullSuperelev"], "FullSuperelev"))
    size = size / 100 if size >= PERCENT else size
    centre = np.clip((points[2] + points[3]) / 2, 0.0, alignment.length)
    bend = float(locate(alignment, centre).curvature[0])
    if bend == 0.0:
        raise Fault(f"a record stands on a straight, at station {start + centre:.2f} m")
    return points, -size if bend > 0 else size


def _sections(sections: list[ET.Element], alignment: Alignment) -> tuple[BankSegment, ...]:
    """Straight from section to section; those that do not show both halves are passed over."""
    table: list[tuple[float, float, float]] = []
    for section in sections:
        station = _number(section.get("sta"), "sta of a CrossSect") * alignment.length_unit
        slopes = _halves(section, station)
        if slopes is not None:
            table.append((station - alignment.start_station, *slopes))
    table.sort()
    if any(b[0] <= a[0] for a, b in pairwise(table)):
        raise Fault("two CrossSects with designed surfaces have one station")
    return tuple(
        BankSegment("clothoid", a[0], b[0] - a[0], (a[1], b[1]), (a[2], b[2]))
        for a, b in pairwise(table)
    )


def _halves(section: ET.Element, station: float) -> tuple[float, float] | None:
    """Slopes left and right of the axis, left edge higher positive; None: not both are shown."""
    slopes: tuple[list[float], list[float]] = ([], [])
    for surface in section:
        if _tag(surface) != "DesignCrossSectSurf" or surface.get("closedArea") == "true":
            continue
        points = [_point(child) for child in surface if _tag(child) == "CrossSectPnt"]
        points.sort()
        for side, (a, b) in ((side, ends) for ends in pairwise(points) for side in (0, 1)):
            is_there = a[0] < -NEAR and b[0] > -NEAR if side == 0 else a[0] < NEAR and b[0] > NEAR
            if is_there:  # offsets count to the right: a rise with them is a lower left edge
                slopes[side].append(-(b[1] - a[1]) / (b[0] - a[0]))
    for found in slopes:
        if found and max(found) - min(found) > AGREE:
            raise Fault(f"surfaces of the CrossSect at station {station:.2f} m lie differently")
    return (slopes[0][0], slopes[1][0]) if slopes[0] and slopes[1] else None


def _point(node: ET.Element) -> tuple[float, float]:
    words = (node.text or "").split()
    form = node.get("dataFormat", "Offset Elevation")
    if len(words) != 2 or form != "Offset Elevation":
        raise Fault('a CrossSectPnt must hold "Offset Elevation"')
    return _number(words[0], "an offset"), _number(words[1], "an elevation")
