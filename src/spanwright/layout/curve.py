"""The one mapping of a bridge along a curve: (station, offset) -> point, tangent, level.

Stations are lengths along the axis from the first abutment; offsets are square to it, positive to
the left.  Points are given in the bridge's own frame: origin on the axis at the first abutment, x
along the chord to the last one, so that a straight bridge keeps x = station and y = offset.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from spanwright.alignment import Located, PlanSegment, locate
from spanwright.alignment.evaluate import segment_at
from spanwright.datum.arrays import Array, floats
from spanwright.layout.types import Axis, Deck, Girder, PrecastGirder, Road

_Line = TypeVar("_Line", Girder, PrecastGirder, Girder | PrecastGirder)

CUT: Final = ("line", "arc", "clothoid")  # of which any part is one of the same kind
TIGHTEST: Final = 100.0  # m: below it girders twist and warp more than a grillage of lines shows


def is_curved(axis: Axis) -> bool:
    """Whether the axis follows an alignment (which may be a straight one)."""
    return axis.plan is not None


def _along(axis: Axis, station: Array) -> Located:
    """The alignment itself at stations of the bridge, carried straight on beyond its ends."""
    plan = axis.plan
    assert plan is not None
    wanted = axis.start + np.atleast_1d(station)
    inside = np.clip(wanted, 0.0, plan.length)
    at, beyond = locate(plan, inside), wanted - inside
    return Located(
        at.x + beyond * np.cos(at.direction),
        at.y + beyond * np.sin(at.direction),
        at.direction,
        np.where(beyond == 0.0, at.curvature, 0.0),
    )


def bearing_of(axis: Axis) -> float:
    """Direction of the chord between the abutments, anticlockwise from the file's x.  [rad]"""
    if axis.plan is None:
        return 0.0
    ends = _along(axis, np.array([axis.station[0], axis.station[-1]]))
    return float(np.arctan2(ends.y[1] - ends.y[0], ends.x[1] - ends.x[0]))


def turned(axis: Axis, station: Array | float) -> Array:
    """Direction turned since station 0, left positive: the integral of the curvature.  [rad]"""
    s = floats(station)
    if axis.plan is None:
        return np.zeros(s.shape)
    return (_turn(axis, axis.start + s.ravel()) - _turn(axis, np.array([axis.start]))).reshape(
        s.shape
    )


def _turn(axis: Axis, distance: Array) -> Array:
    """Sum of the turns of all segments up to distances along the plan; no whole turns are lost."""
    plan = axis.plan
    assert plan is not None
    total = np.zeros(distance.shape)
    begin = 0.0
    for segment in plan.plan:
        reach = np.clip(distance - begin, 0.0, segment.length)
        part = replace(plan, plan=(segment,))
        total += locate(part, reach).direction - segment.direction
        begin += segment.length
    return total


def curvature(axis: Axis, station: Array | float) -> Array:
    """1 / R on the axis, positive where it turns left.  (...,) [1/m]"""
    s = floats(station)
    if axis.plan is None:
        return np.zeros(s.shape)
    return _along(axis, s.ravel()).curvature.reshape(s.shape)


def direction(axis: Axis, station: Array | float) -> Array:
    """Direction of the tangent in the bridge's frame, anticlockwise from x.  (...,) [rad]"""
    s = floats(station)
    if axis.plan is None:
        return np.zeros(s.shape)
    start = float(_along(axis, np.zeros(1)).direction[0]) - bearing_of(axis)
    start = float(np.angle(np.exp(1j * start)))
    return turned(axis, s) + start


def points(axis: Axis, station: Array | float, offset: Array | float) -> Array:
    """Points in plan, in the bridge's frame.  (...,), (...,) [m] -> (..., 2) [m]"""
    s, y = np.broadcast_arrays(floats(station), floats(offset))
    if axis.plan is None:
        return np.stack([s, y], axis=-1)
    at, origin = _along(axis, s.ravel()), _along(axis, np.zeros(1))
    east = at.x - y.ravel() * np.sin(at.direction) - origin.x[0]
    north = at.y + y.ravel() * np.cos(at.direction) - origin.y[0]
    turn = bearing_of(axis)
    x = east * np.cos(turn) + north * np.sin(turn)
    z = north * np.cos(turn) - east * np.sin(turn)
    return np.stack([x, z], axis=-1).reshape(*s.shape, 2)


def pieces(axis: Axis, length: float) -> tuple[tuple[PlanSegment, ...], float]:
    """The axis over a bridge of a length [m], piece by piece in the bridge's frame.

    Lines, arcs and clothoids are cut where the bridge ends.  A part of any other transition is none
    of its kind, so these are given whole; second comes the station where the first piece begins,
    0 or less.
    """
    if axis.plan is None:
        return (PlanSegment("line", 0.0, 0.0, 0.0, length),), 0.0
    found: list[PlanSegment] = []
    begin, start = 0.0, 0.0
    for segment in axis.plan.plan:
        first = max(axis.start, begin) - begin
        last = min(axis.start + length, begin + segment.length) - begin
        if last - first > 1e-9:
            ends = (segment.first, segment.last)
            if segment.kind in CUT:
                bends = segment_at(segment, np.array([first, last]))[3]
                ends = (float(bends[0]), float(bends[1]))
            else:
                first, last = 0.0, segment.length
            station = begin + first - axis.start
            start = start if found else min(station, 0.0)
            x, y = points(axis, station, 0.0)
            angle = float(direction(axis, station))
            found.append(
                replace(segment, x=float(x), y=float(y), direction=angle, length=last - first,
                        first=ends[0], last=ends[1])
            )  # fmt: skip
        begin += segment.length
    return tuple(found), start


def triad(axis: Axis, station: float) -> Array:
    """Tangent, normal to the left, and up at a station, as rows in the bridge's frame.  (3, 3)"""
    if axis.plan is None:
        return np.eye(3)
    angle = float(direction(axis, station))
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def path(axis: Axis, station: Array | float, offset: Array | float) -> Array:
    """Length of the line at a constant offset from station 0: s - y (theta(s) - theta(0)).  [m]

    Exact for every curve whose radius is larger than the offset.  R = 400 m, y = 5 m to the inside:
    100 m of axis are 98.75 m.
    """
    if axis.plan is None:
        return np.broadcast_arrays(floats(station), floats(offset))[0]
    return floats(station) - floats(offset) * turned(axis, station)


def area(axis: Axis, first: float, last: float, right: float, left: float) -> float:
    """Area in plan between two stations and two offsets.  [m2]"""
    turn = float(turned(axis, last) - turned(axis, first))
    return (last - first) * (left - right) - turn * (left**2 - right**2) / 2


def element_curvature(axis: Axis, station: Array) -> Array:
    """Mean curvature between neighbouring stations; empty for a straight axis.  (k,) -> (k - 1,)

    With it the length of an element at offset y is exactly (1 - curvature y) times the station's.
    """
    if axis.plan is None:
        return np.zeros(0)
    return np.asarray(np.diff(turned(axis, station)) / np.diff(station))


def developed(axis: Axis, girder: _Line) -> _Line:
    """The girder rolled out: its stations along its own web."""
    if axis.plan is None:
        return girder
    return replace(
        girder,
        joints=path(axis, girder.joints, girder.offset),
        depth_station=path(axis, girder.depth_station, girder.offset),
    )


def own_length(axis: Axis, deck: Deck, offset: float) -> float:
    """Length of a deck at an offset.  [m]"""
    ends = path(axis, deck.supports[[0, -1]], offset)
    return float(ends[1] - ends[0])


def surface(axis: Axis, road: Road, station: Array | float, offset: Array | float) -> Array:
    """Level of the road surface above that on the axis at the same station.  (...,) [m]"""
    if not axis.tilt.size:
        return np.asarray(-road.crossfall * np.abs(floats(offset)))
    return np.interp(station, axis.tilt_station, axis.tilt) * floats(offset)
