"""First estimates of moments, shears and reactions: enough to choose plates, never to check them.

A deck is taken as a continuous beam of constant stiffness (three-moment equation); traffic is
spread over the girders as by a stiff cross-section.  The analysis proper uses none of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.units import kN

POINTS: Final = 21  # stations a span, ends included

# EN 1991-2:2003 Table 4.2, lanes 1 to 3 and the rest, unadjusted: enough for proportions.
LANE_WIDTH: Final = 3.0
LANE_LOAD: Final = (9.0 * kN, 2.5 * kN, 2.5 * kN)  # [N/m2]
TANDEM_LOAD: Final = (600.0 * kN, 400.0 * kN, 200.0 * kN)  # [N]


@dataclass(frozen=True, slots=True, eq=False)
class BeamEffects:
    """Effects of a unit uniform load on a continuous beam; p points, ends of spans doubled.

    station : (p,) from the deck's start;  span : (p,) index of the span              [m]
    full    : (p,) moment with every span loaded; high, low : adverse spans loaded [N m/(N/m)]
    shear   : (p,) largest absolute shear, adverse spans; shear_full every span     [N/(N/m)]
    reaction: (s + 1,) every span loaded; reaction_high : adverse spans             [N/(N/m)]
    """

    station: Array
    span: Array
    full: Array
    high: Array
    low: Array
    shear: Array
    shear_full: Array
    reaction: Array
    reaction_high: Array

    def __post_init__(self) -> None:
        freeze(self)


def support_moments(spans: Array) -> Array:
    """Moments at the supports for a unit load on each span alone.  (s,) [m] -> (s, s + 1)

    Row k: span k loaded with 1 N/m.  Source: three-moment equation, constant stiffness.
    Check: two spans of L, both loaded: -L^2/8 at the middle.
    """
    count = len(spans)
    moments = np.zeros((count, count + 1))
    if count == 1:
        return moments
    inner = np.arange(count - 1)
    matrix = np.diag(2.0 * (spans[:-1] + spans[1:]))
    matrix[inner[:-1], inner[:-1] + 1] = spans[1:-1]
    matrix[inner[:-1] + 1, inner[:-1]] = spans[1:-1]
    load = np.zeros((count - 1, count))
    load[inner, inner] = -(spans[:-1] ** 3) / 4.0
    load[inner, inner + 1] = -(spans[1:] ** 3) / 4.0
    moments[:, 1:-1] = np.linalg.solve(matrix, load).T
    return moments


def beam_effects(spans: Array) -> BeamEffects:
    """Moments, shears and reactions of a unit load, full and adverse.  spans (s,) [m]"""
    spans = np.asarray(spans, dtype=float)
    count = len(spans)
    ends = support_moments(spans)  # (loaded, support)
    share = np.linspace(0.0, 1.0, POINTS)
    starts = np.concatenate([[0.0], np.cumsum(spans)])
    # (loaded, span, point): straight line between support moments, plus the loaded span's parabola
    moment = ends[:, :-1, None] * (1 - share) + ends[:, 1:, None] * share
    shear = np.repeat(((ends[:, 1:] - ends[:, :-1]) / spans)[:, :, None], POINTS, axis=2)
    own = np.arange(count)
    moment[own, own] += 0.5 * np.outer(spans**2, share * (1 - share))
    shear[own, own] += np.outer(spans, 0.5 - share)
    left, right = shear[:, :, 0], shear[:, :, -1]
    reaction = np.zeros((count, count + 1))
    reaction[:, :-1] += left
    reaction[:, 1:] -= right
    flat_moment, flat_shear = moment.reshape(count, -1), shear.reshape(count, -1)

    def adverse(values: Array) -> tuple[Array, Array]:
        return np.maximum(values, 0).sum(axis=0), np.minimum(values, 0).sum(axis=0)

    high, low = adverse(flat_moment)
    shear_high, shear_low = adverse(flat_shear)
    return BeamEffects(
        station=(starts[:-1, None] + spans[:, None] * share).ravel(),
        span=np.repeat(np.arange(count, dtype=float), POINTS),
        full=flat_moment.sum(axis=0),
        high=high,
        low=low,
        shear=np.maximum(shear_high, -shear_low),
        shear_full=np.abs(flat_shear.sum(axis=0)),
        reaction=reaction.sum(axis=0),
        reaction_high=np.maximum(reaction, 0).sum(axis=0),
    )


def girder_share(offsets: Array, clear_width: float) -> tuple[float, float]:
    """LM1 on the girder that gets most: uniform [N/m] and tandem [N], stiff cross-section.

    Lanes stand as far to one side as they can; a girder at y gets 1/n + e y / sum y^2 of a load
    at eccentricity e.  offsets : (g,) from the middle of the deck [m]
    """
    lanes = 2 if 5.4 <= clear_width < 6.0 else max(int(clear_width // LANE_WIDTH), 1)
    width = clear_width / 2 if lanes == 2 and clear_width < 6.0 else min(LANE_WIDTH, clear_width)
    edge = 0.5 * clear_width
    spread = float(np.sum(offsets**2))
    outer = float(np.max(np.abs(offsets)))
    uniform = tandem = 0.0
    for lane in range(lanes):
        middle = edge - (lane + 0.5) * width
        share = max(1.0 / len(offsets) + middle * outer / spread, 0.0)
        uniform += LANE_LOAD[min(lane, 2)] * width * share
        tandem += (TANDEM_LOAD[lane] if lane < 3 else 0.0) * share
    rest = clear_width - lanes * width
    if rest > 0:
        middle = -edge + 0.5 * rest
        share = max(1.0 / len(offsets) + middle * outer / spread, 0.0)
        uniform += LANE_LOAD[-1] * rest * share
    return uniform, tandem


def deck_traffic(clear_width: float) -> tuple[float, float]:
    """LM1 on the whole width: uniform [N/m] and tandems [N], for supports."""
    lanes = 2 if 5.4 <= clear_width < 6.0 else max(int(clear_width // LANE_WIDTH), 1)
    width = min(LANE_WIDTH, clear_width / lanes)
    uniform = sum(LANE_LOAD[min(i, 2)] * width for i in range(lanes))
    uniform += LANE_LOAD[-1] * max(clear_width - lanes * width, 0.0)
    return uniform, sum(TANDEM_LOAD[: min(lanes, 3)])
