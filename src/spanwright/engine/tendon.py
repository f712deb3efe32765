"""Prestressing tendons: geometry, friction and draw-in, equivalent loads, primary and secondary.

A tendon runs along a chain of members.  Its height z (and offset y) from the members' axis is a
parabola piece by piece; slopes are small, so its tension acts along the axis and tension times
slope across it.  The equivalent loads are in balance with themselves; solved as a load case they
give the whole effect of prestress, of which the primary part is the tension on its own section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import InputError
from spanwright.engine.element import member_axes
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model

Jacking = Literal["start", "end", "both"]
Law = Literal["exponential", "linear"]
_PARTS: Final = 24  # pieces of a parabola between its ends; a uniform force is exact with one


@dataclass(frozen=True, slots=True, eq=False)
class Tendon:
    """p parabolas along a chain of members.

    station : (p + 1,) distance along the chain where the pieces meet, increasing    [m]
    z, y    : (p, 3)   height above and offset from the axis in the members' z and y, as
              a + b t + c t^2 with t from 0 to 1 over the piece                      [m]
    """

    station: Array
    z: Array
    y: Array

    def __post_init__(self) -> None:
        freeze(self)

    @staticmethod
    def through(station: Array, z: Array, middle: Array, *, y: Array | None = None) -> Tendon:
        """Parabolas from point to point.

        station, z : (p + 1,) ends of the pieces;  middle : (p,) height in the middle of each, the
        mean of its ends for a straight piece;  y : (p + 1,) straight pieces in plan, zero if None
        """
        s = _increasing(station)
        height, half = np.asarray(z, dtype=float), np.asarray(middle, dtype=float)
        if height.shape != s.shape or half.shape != (len(s) - 1,):
            raise InputError("tendon.z", "needs one height a station and one middle a piece")
        side = np.zeros(len(s)) if y is None else np.asarray(y, dtype=float)
        a, b = height[:-1], height[1:]
        bend = np.column_stack([a, 4 * half - 3 * a - b, 2 * (a + b) - 4 * half])
        plan = np.column_stack([side[:-1], np.diff(side), np.zeros(len(s) - 1)])
        return Tendon(s, bend, plan)

    @staticmethod
    def draped(station: Array, z: Array, *, y: Array | None = None) -> Tendon:
        """Smooth through high and low points: level there, two parabolas from each to the next.

        station, z : (p + 1,) points where the tendon is level; parabolas meet half-way
        """
        s, height = _increasing(station), np.asarray(z, dtype=float)
        between = 0.5 * (s[1:] + s[:-1])
        mean = 0.5 * (height[1:] + height[:-1])
        points = np.empty(2 * len(s) - 1)
        heights = np.empty_like(points)
        points[::2], points[1::2] = s, between
        heights[::2], heights[1::2] = height, mean
        # a parabola level at a high or low point has a quarter of its rise at half its run
        middle = np.empty(len(points) - 1)
        middle[::2] = height[:-1] + 0.25 * (mean - height[:-1])
        middle[1::2] = height[1:] + 0.25 * (mean - height[1:])
        side = None if y is None else np.interp(points, s, np.asarray(y, dtype=float))
        return Tendon.through(points, heights, middle, y=side)

    def at(self, station: Array, *, left: bool = False) -> tuple[Array, Array]:
        """Height and offset (n, 2), and their slopes (n, 2), at stations (n,).

        left : where pieces meet, the slope of the one before
        """
        s = np.asarray(station, dtype=float)
        found = np.searchsorted(self.station, s, side="left" if left else "right") - 1
        piece = np.clip(found, 0, len(self.z) - 1)
        length = np.diff(self.station)[piece]
        t = (s - self.station[piece]) / length
        both = np.stack([self.z[piece], self.y[piece]], axis=1)
        value = both[..., 0] + t[:, None] * (both[..., 1] + t[:, None] * both[..., 2])
        slope = (both[..., 1] + 2 * t[:, None] * both[..., 2]) / length[:, None]
        return value, slope

    def turned(self, station: Array) -> Array:
        """Sum of the angles the tendon has turned through from its start up to stations (n,).

        Curves and kinks alike; vertical and plan angles of a piece add as vectors.
        """
        length = np.diff(self.station)
        curve = 2 * np.hypot(self.z[:, 2], self.y[:, 2]) / length**2
        inner = self.station[1:-1]
        kink = np.hypot(*(self.at(inner)[1] - self.at(inner, left=True)[1]).T)
        before = np.concatenate([[0.0], np.cumsum(curve * length)])
        piece = np.clip(np.searchsorted(self.station, station, side="right") - 1, 0, len(curve) - 1)
        run = before[piece] + curve[piece] * (station - self.station[piece])
        passed = np.searchsorted(inner, station, side="right")
        total: Array = run + np.concatenate([[0.0], np.cumsum(kink)])[passed]
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Tension:
    """Force of a tendon after friction and draw-in, at the stations of `sampled`.

    station : (n,);  force : (n,) [N];  set_length : (2,) how far the draw-in of the start and of
    the end anchorage reaches [m];  elongation : of the tendon before draw-in [m]
    """

    station: Array
    force: Array
    set_length: Array
    elongation: float

    def __post_init__(self) -> None:
        freeze(self)

    def at(self, station: Array) -> Array:
        """Force at any stations."""
        return np.asarray(np.interp(station, self.station, self.force))


def sampled(tendon: Tendon, *, parts: int = 40) -> Array:
    """Stations that divide every piece into equal parts, both ends included."""
    start, end = tendon.station[:-1, None], tendon.station[1:, None]
    inner = start + (end - start) * np.arange(parts) / parts
    return np.append(inner.ravel(), tendon.station[-1])


def tension(
    tendon: Tendon,
    jacking_force: float,
    *,
    friction: float,
    wobble: float,
    area: float,
    modulus: float,
    draw_in: float = 0.0,
    jacking: Jacking = "start",
    law: Law = "exponential",
) -> Tension:
    """Force along the tendon: exp(-friction angle - wobble length) from each jack, then draw-in.

    law      : "linear" takes 1 - friction angle - wobble length, as hand calculation does for
               small exponents

    friction : mu [-];  wobble : K [1/m]; EN 1992-1-1 writes mu k for it
    area, modulus : of the tendon [m2, Pa];  draw_in : slip at each jacked anchorage [m]

    Raises InputError where the draw-in would slacken the tendon.
    Source: EN 1992-1-1:2004, 5.10.5.2 and 5.10.5.3 (the slip runs back against the friction).
    """
    for name, value in (("jacking_force", jacking_force), ("area", area), ("modulus", modulus)):
        if not (np.isfinite(value) and value > 0.0):
            raise InputError(f"tendon.{name}", "must be above 0", got=f"{value:g}")
    for name, value in (("friction", friction), ("wobble", wobble), ("draw_in", draw_in)):
        if not (np.isfinite(value) and value >= 0.0):
            raise InputError(f"tendon.{name}", "must not be negative", got=f"{value:g}")
    s = sampled(tendon)
    # a kink between two samples would be smeared: sample it from both sides
    inner = tendon.station[1:-1]
    s = np.unique(np.concatenate([s, inner - 1e-9 * (s[-1] - s[0])]))
    path = friction * tendon.turned(s) + wobble * (s - s[0])
    stretched = np.full(len(s), 0.0)
    sides = {"start": ("start",), "end": ("end",), "both": ("start", "end")}[jacking]
    pulled = {}
    for side in sides:
        along = path if side == "start" else path[-1] - path
        left = np.exp(-along) if law == "exponential" else 1.0 - along
        pulled[side] = jacking_force * np.maximum(left, 0.0)
        stretched = np.maximum(stretched, pulled[side])
    elongation = float(np.trapezoid(stretched, s)) / (area * modulus)
    reach = np.zeros(2)
    force = stretched
    if draw_in > 0.0:
        force = np.full(len(s), np.inf)
        for side in sides:
            profile, x = (
                (pulled["start"], s - s[0])
                if side == "start"
                else (pulled["end"][::-1], s[-1] - s[::-1])
            )
            after, reach[int(side == "end")] = _drawn(x, profile, draw_in * area * modulus, law)
            force = np.minimum(force, after if side == "start" else after[::-1])
        if len(sides) == 2:
            # where neither slip reaches, the higher of the two pulls holds
            far = (s - s[0] >= reach[0]) & (s[-1] - s >= reach[1])
            force = np.where(far, stretched, np.minimum(force, stretched))
    if np.any(force <= 0.0):
        raise InputError("tendon.draw_in", "slackens the tendon", got=f"{draw_in:g} m")
    return Tension(s, force, reach, elongation)


def _drawn(x: Array, force: Array, lost: float, law: Law) -> tuple[Array, float]:
    """Force after slip at x = 0, and how far the slip reaches.

    lost : draw-in times area times modulus, the area between the two lines            [N m]
    """

    def mirrored(end: float, old: Array) -> Array:
        # back against the same friction: the old line mirrored, in the logarithm or as it is
        at = float(np.interp(end, x, force))
        return at**2 / old if law == "exponential" else 2.0 * at - old

    def area(end: float) -> float:
        grid = np.unique(np.append(x[x < end], [0.0, end]))
        old = np.interp(grid, x, force)
        return float(np.trapezoid(old - mirrored(end, old), grid))

    end = float(x[-1])
    if area(end) <= lost:
        # the whole tendon slips: what is left comes off everywhere alike
        rest = (lost - area(end)) / end
        return mirrored(end, force) - rest, end
    low, high = 0.0, end
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if area(middle) < lost else (low, middle)
    return np.where(x < high, mirrored(high, force), force), high


def _increasing(station: Array) -> Array:
    s = np.asarray(station, dtype=float)
    if s.ndim != 1 or len(s) < 2 or np.any(np.diff(s) <= 0.0):
        raise InputError("tendon.station", "must be at least two increasing distances")
    return s


def primary(tendon: Tendon, force: Tension, station: Array, *, left: bool = False) -> Array:
    """Section forces N Vy Vz T My Mz of the tendon on its own section, (n, 6).

    N = -P, My = P z, Mz = P y, Vz = P z', Vy = P y', T = P (z y' - y z'); zero beyond the
    anchorages.
    """
    s = np.asarray(station, dtype=float)
    value, slope = tendon.at(s, left=left)
    P = np.where((s >= tendon.station[0]) & (s <= tendon.station[-1]), force.at(s), 0.0)
    result = np.zeros((len(s), 6))
    result[:, 0] = -P
    result[:, 1], result[:, 2] = P * slope[:, 1], P * slope[:, 0]
    result[:, 3] = P * (value[:, 0] * slope[:, 1] - value[:, 1] * slope[:, 0])
    result[:, 4], result[:, 5] = P * value[:, 0], P * value[:, 1]
    return result


def add_equivalent_loads(
    book: LoadBook, name: str, model: Model, members: Ints, tendon: Tendon, force: Tension
) -> None:
    """Put the equivalent loads of a tendon into a case of the book.

    members : (k,) the chain, end j of each at end i of the next; stations run from its start

    Raises InputError where the tendon is longer than the chain.
    """
    chain = np.asarray(members, dtype=np.int64)
    length = member_axes(model)[0][chain]
    joint = np.concatenate([[0.0], np.cumsum(length)])
    first, last = float(tendon.station[0]), float(tendon.station[-1])
    slack = 1e-9 * joint[-1]
    if first < -slack or last > joint[-1] + slack:
        raise InputError(
            "tendon.station", f"must lie on the members, 0 to {joint[-1]:g} m",
            got=f"{first:g} to {last:g} m",
        )  # fmt: skip
    cuts = _cuts(tendon, force, joint)
    _line_loads(book, name, chain, joint, tendon, force, cuts)
    _point_loads(book, name, model, chain, joint, tendon, force)


def _cuts(tendon: Tendon, force: Tension, joint: Array) -> Array:
    """Stations between which the equivalent load is taken as uniform."""
    first, last = tendon.station[0], tendon.station[-1]
    # with an even force in the plane of the axis nothing depends on the lever of a piece
    is_even = float(np.ptp(force.force)) <= 1e-12 * float(force.force.max())
    is_plane = not np.any(tendon.y)
    fine = tendon.station if is_even and is_plane else sampled(tendon, parts=_PARTS)
    inside = joint[(joint > first) & (joint < last)]
    cuts = np.unique(np.concatenate([fine, inside]))
    keep = np.append(np.diff(cuts) > 1e-9 * (last - first), True)
    return np.asarray(cuts[keep])


def _line_loads(
    book: LoadBook,
    name: str,
    chain: Ints,
    joint: Array,
    tendon: Tendon,
    force: Tension,
    cuts: Array,
) -> None:
    middle, step = 0.5 * (cuts[1:] + cuts[:-1]), np.diff(cuts)
    P_start, P_end = force.at(cuts[:-1]), _before(force, cuts[1:])
    pull_start = P_start[:, None] * tendon.at(cuts[:-1])[1]
    pull_end = P_end[:, None] * tendon.at(cuts[1:], left=True)[1]
    across = (pull_end - pull_start) / step[:, None]
    along = (P_end - P_start) / step
    value = tendon.at(middle)[0]
    member = np.clip(np.searchsorted(joint, middle, side="right") - 1, 0, len(chain) - 1)
    at = cuts[:-1] - joint[member]
    book.line(
        name,
        chain[member],
        np.column_stack([along, across[:, 1], across[:, 0]]),
        start=np.maximum(at, 0.0),
        end=at + step,
        local=True,
        # friction and deviation forces act at the tendon, not at the axis
        arm=np.column_stack([value[:, 1], value[:, 0]]),
    )


def _before(force: Tension, station: Array) -> Array:
    """Tension just before stations: before a kink's own friction."""
    return force.at(station - 1e-9 * (force.station[-1] - force.station[0]))


def _point_loads(
    book: LoadBook,
    name: str,
    model: Model,
    chain: Ints,
    joint: Array,
    tendon: Tendon,
    force: Tension,
) -> None:
    """Anchor forces at both ends and deviation forces where pieces meet at an angle."""
    axes = member_axes(model)[1][chain]
    for number, s in enumerate(tendon.station):
        before = np.zeros(3)
        after = np.zeros(3)
        at = np.array([s])
        if number > 0:
            P = float(_before(force, at)[0])
            slope = tendon.at(at, left=True)[1][0]
            before = P * np.array([1.0, slope[1], slope[0]])
        if number < len(tendon.station) - 1:
            P = float(force.at(at)[0])
            slope = tendon.at(at)[1][0]
            after = P * np.array([1.0, slope[1], slope[0]])
        push = after - before
        if np.abs(push).max() <= 1e-12 * float(force.force.max()):
            continue
        height, offset = tendon.at(at)[0][0]
        moment = np.cross([0.0, offset, height], push)
        member = int(np.clip(np.searchsorted(joint, s, side="right") - 1, 0, len(chain) - 1))
        turn = axes[member].T
        book.point(
            name,
            chain[member],
            float(np.clip(s - joint[member], 0.0, joint[member + 1] - joint[member])),
            np.concatenate([turn @ push, turn @ moment]),
        )
