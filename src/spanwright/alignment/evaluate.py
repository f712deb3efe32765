"""Where an alignment is: position, direction, curvature, level and gradient at distances.

Positions are integrals of the direction, by Gauss-Legendre quadrature on panels that turn by no
more than half a radian: with 16 nodes the error is at the rounding of the numbers.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.alignment.cubic import cubic
from spanwright.alignment.laws import LAWS, swing
from spanwright.alignment.types import (
    Alignment,
    Banking,
    GradeSegment,
    Levelled,
    Located,
    PlanSegment,
)
from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import ScopeError

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
TURN: Final = 0.5  # rad a panel
SLACK: Final = 1e-6  # m, a distance may pass the ends by rounding


def locate(alignment: Alignment, distance: ArrayLike) -> Located:
    """Points at distances along the plan from its start.  (n,) [m]

    Where two segments meet the second one is asked.  Raises ScopeError beyond the ends.
    """
    if not alignment.plan:
        raise ScopeError(f'alignment "{alignment.name}" has no segments in plan')
    s = np.atleast_1d(floats(distance))
    edges = np.concatenate([[0.0], np.cumsum([segment.length for segment in alignment.plan])])
    _require(s, 0.0, float(edges[-1]), alignment.name)
    s = np.clip(s, 0.0, edges[-1])
    which = np.clip(np.searchsorted(edges, s, side="right") - 1, 0, len(alignment.plan) - 1)
    out = np.empty((4, s.size))
    for k in np.unique(which):
        mine = which == k
        out[:, mine] = segment_at(alignment.plan[k], s[mine] - edges[k])
    return Located(*out)


def segment_at(segment: PlanSegment, s: Array) -> Array:
    """x, y, direction, curvature at lengths s (n,) from the start of one segment.  -> (4, n)"""
    if segment.kind == "cubic" and segment.first != segment.last:
        x, y, turned, curvature = cubic(segment, s)
    else:
        turned, curvature = _turned(segment, s)
        x, y = _integrated(segment, s)
    cos, sin = np.cos(segment.direction), np.sin(segment.direction)
    return np.stack([
        segment.x + x * cos - y * sin, segment.y + x * sin + y * cos,
        segment.direction + turned, curvature,
    ])  # fmt: skip


def _turned(segment: PlanSegment, s: Array) -> tuple[Array, Array]:
    """Direction turned since the start [rad], and curvature [1/m], shape of s."""
    law = LAWS.get(segment.kind, LAWS["arc"])  # a cubic without change of curvature is an arc
    f, integral = law(s / segment.length)
    change = segment.last - segment.first
    turned = segment.first * s + change * segment.length * integral
    curvature = segment.first + change * f
    if segment.swing:
        second, first = swing(s / segment.length)
        turned = turned - segment.swing / segment.length * first
        curvature = curvature - segment.swing / segment.length**2 * second
    return turned, curvature


def _integrated(segment: PlanSegment, s: Array) -> tuple[Array, Array]:
    """Position in the segment's own frame.  (n,) each"""
    # 140 u^3 (1 - u)^3 is at most 2.2: what the swing of a Viennese bend adds
    most = max(abs(segment.first), abs(segment.last)) * segment.length
    most += 2.2 * abs(segment.swing) / segment.length
    panels = 2 * max(1, int(np.ceil(most / TURN / 2)))  # even: a Helmert curve has a joint midway
    edges = np.linspace(0.0, segment.length, panels + 1)
    whole = _arc(segment, edges[:-1], edges[1:])
    before = np.concatenate([np.zeros((1, 2)), np.cumsum(whole, axis=0)])
    panel = np.clip(np.searchsorted(edges, s, side="right") - 1, 0, panels - 1)
    at = before[panel] + _arc(segment, edges[panel], s)
    return at[:, 0], at[:, 1]


def _arc(segment: PlanSegment, low: Array, high: Array) -> Array:
    """Integral of (cos, sin) of the direction between lengths (n,) and (n,).  -> (n, 2) [m]"""
    half = (high - low) / 2
    turned, _ = _turned(segment, (low + half)[:, None] + half[:, None] * NODES)
    return np.stack([np.cos(turned) @ WEIGHTS, np.sin(turned) @ WEIGHTS], axis=1) * half[:, None]


def levels(alignment: Alignment, distance: ArrayLike) -> Levelled:
    """Level and gradient at distances along the plan.  (n,) [m]

    Raises ScopeError where the profile does not reach.
    """
    s = np.atleast_1d(floats(distance))
    rows = alignment.profile
    if not rows:
        raise ScopeError(f'alignment "{alignment.name}" has no profile')
    _require(s, rows[0].start, rows[-1].start + rows[-1].length, alignment.name)
    which = np.searchsorted([row.start for row in rows], s, side="right") - 1
    which = np.clip(which, 0, len(rows) - 1)
    level, gradient = np.empty(s.size), np.empty(s.size)
    for k in np.unique(which):
        mine = which == k
        level[mine], gradient[mine] = grade_at(rows[k], s[mine] - rows[k].start)
    return Levelled(level, gradient)


def grade_at(row: GradeSegment, s: Array) -> tuple[Array, Array]:
    """Level and gradient at plan distances s (n,) from the start of one profile segment.

    Circle: the sine of the slope angle grows evenly in plan, and z = (cos a0 - cos a) / k.
    """
    if row.kind == "circle" and row.first != row.last:
        angle = np.arctan([row.first, row.last])
        k = float(np.sin(angle[1]) - np.sin(angle[0])) / row.length
        sine = np.sin(angle[0]) + k * s
        cosine = np.sqrt(1 - sine**2)
        return row.level + (np.cos(angle[0]) - cosine) / k, sine / cosine
    bend = (row.last - row.first) / row.length if row.length else 0.0
    return row.level + row.first * s + bend / 2 * s**2, row.first + bend * s


def banked(banking: Banking, distance: ArrayLike) -> Array:
    """Slope of the left half, of the right half, and rise, at distances along.  -> (n, 3)

    Where the rows leave a gap, before the first and after the last one: not a number.  Where two
    rows meet the second one is asked.
    """
    s = np.atleast_1d(floats(distance))
    out = np.full((s.size, 3), np.nan)
    for row in banking.rows:
        mine = (s >= row.start - 1e-6) & (s <= row.start + row.length + 1e-6)
        u = np.clip((s[mine] - row.start) / row.length, 0.0, 1.0)
        f, _ = LAWS[row.kind](u)
        ends = np.array([row.left, row.right, row.rise])
        out[mine] = ends[:, 0] + f[:, None] * (ends[:, 1] - ends[:, 0])
    return out


def misfits(alignment: Alignment) -> Array:
    """Gap and kink where each segment in plan meets the next.  -> (n - 1, 2) [m], [rad]

    What a file says twice, as the end of one segment and as the start of the next.
    """
    out = np.zeros((max(len(alignment.plan) - 1, 0), 2))
    for k in range(out.shape[0]):
        segment, following = alignment.plan[k], alignment.plan[k + 1]
        x, y, direction, _ = segment_at(segment, np.array([segment.length]))[:, 0]
        kink = np.angle(np.exp(1j * (following.direction - direction)))
        out[k] = np.hypot(following.x - x, following.y - y), kink
    return out


def _require(s: Array, low: float, high: float, name: str) -> None:
    if s.size and (float(s.min()) < low - SLACK or float(s.max()) > high + SLACK):
        raise ScopeError(
            f'alignment "{name}" runs from {low:g} to {high:g} m; '
            f"asked for {float(s.min()):g} to {float(s.max()):g} m"
        )
    if not np.all(np.isfinite(s)):
        raise ScopeError(f'alignment "{name}": a distance is not a number')
