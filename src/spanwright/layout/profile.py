"""Road level along the axis: the user's tangent points, or the lowest level that keeps clear."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.layout.types import Axis

SAMPLE: Final = 5.0  # m between sampled stations on a vertical curve


def tangent_profile(points: Array, radius: float, length: float) -> Axis:
    """Straight grades with a parabolic curve of the given radius at each change of grade.

    points : (t, 2) station and level of the tangent points, increasing             [m]
    radius : of the vertical curves; shortened where two curves would overlap       [m]
    length : of the bridge; the profile is extended straight to both its ends       [m]

    A curve of length R |dg| leaves the tangents R |dg|/2 before and after the point and lies
    R dg^2 / 8 off it.  Check: grades +2 % and -2 %, R = 10 km: 400 m long, 2.0 m below.
    """
    points = np.asarray(points, dtype=float)
    station, level = points[:, 0], points[:, 1]
    if np.any(np.diff(station) <= 0):
        raise InputError("road.profile.points", "stations must increase")
    grade = np.diff(level) / np.diff(station)
    change = np.diff(grade)
    half = 0.5 * radius * np.abs(change)
    room = np.diff(station)
    # A tangent is shared between the curves at its two ends; the bridge's ends need none.
    before = room[:-1] * np.where(np.arange(change.size) == 0, 1.0, 0.5)
    after = room[1:] * np.where(np.arange(change.size) == change.size - 1, 1.0, 0.5)
    half = np.minimum(half, np.minimum(before, after))

    sampled: list[Array] = [np.arange(0.0, length, SAMPLE), np.array([length]), station]
    sampled += [station[1:-1] - half, station[1:-1] + half]
    x: Array = np.unique(np.round(np.clip(np.concatenate(sampled), 0.0, length), 9))
    segment = np.clip(np.searchsorted(station, x, side="right") - 1, 0, grade.size - 1)
    z = level[segment] + grade[segment] * (x - station[segment])
    for at, reach, jump in zip(station[1:-1], half, change, strict=True):
        if reach > 0:
            inside = np.abs(x - at) < reach
            # distance inside the curve from the nearer tangent point
            depth = reach - np.abs(x[inside] - at)
            z[inside] += jump * depth**2 / (4.0 * reach)
    return Axis(x, z)


def level_profile(level: float, length: float) -> Axis:
    """A level road.  [m]"""
    return Axis(np.array([0.0, length]), np.array([level, level]))


def level_at(axis: Axis, station: Array | float) -> Array:
    """Road level on the axis.  (...,) [m] -> (...,) [m]"""
    return np.asarray(np.interp(station, axis.station, axis.level), dtype=float)
