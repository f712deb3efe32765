"""Precast I-girders with a slab cast on them: outline, section properties, fibres.

Levels z run upwards from the girder's soffit; a positive moment sags; tension is positive.  A
composite section is that of the girder's concrete: slab areas are multiplied by the ratio of the
moduli, slab over girder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.datum.arrays import Array, floats, freeze

# Fibres at which stresses are kept; the last two are in the slab's concrete.
FIBRES: Final = ("soffit", "girder top", "slab soffit", "slab top")
SOFFIT, GIRDER_TOP, SLAB_SOFFIT, SLAB_TOP = range(4)
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(2)  # exact to z^3: width linear, z squared


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """n concrete sections, each symmetric and of piecewise linear width.

    level, width : (n, k) levels that do not fall and the width at each; two equal levels are a step
    """

    level: Array
    width: Array

    def __post_init__(self) -> None:
        freeze(self)

    def __len__(self) -> int:
        return int(self.level.shape[0])

    @property
    def depth(self) -> Array:
        return np.asarray(self.level[:, -1] - self.level[:, 0])

    def moments(self, low: ArrayLike = -np.inf, high: ArrayLike = np.inf) -> Array:
        """Area, first and second moment about z = 0 of what lies between two levels.  (3, n)"""
        below, above = (np.broadcast_to(floats(v), (len(self),))[:, None] for v in (low, high))
        z = np.clip(self.level, below, above)
        half = 0.5 * (z[:, 1:] - z[:, :-1])
        middle = 0.5 * (z[:, 1:] + z[:, :-1])
        at = middle[..., None] + half[..., None] * _POINTS
        part = self._segment_width(at) * half[..., None] * _WEIGHTS
        return np.stack([(part * at**power).sum(axis=(1, 2)) for power in range(3)])

    def least_width(self, low: ArrayLike = -np.inf, high: ArrayLike = np.inf) -> Array:
        """Smallest width strictly between two levels.  (n,) [m]"""
        below, above = (np.broadcast_to(floats(v), (len(self),))[:, None] for v in (low, high))
        z = np.clip(self.level, below, above)
        ends = self._segment_width(np.stack([z[:, :-1], z[:, 1:]], axis=-1)).min(axis=-1)
        return np.asarray(np.where(z[:, 1:] > z[:, :-1], ends, np.inf).min(axis=1))

    def _segment_width(self, at: Array) -> Array:
        """Width of segment s at points (n, s, p) inside it."""
        z0, z1 = self.level[:, :-1, None], self.level[:, 1:, None]
        b0, b1 = self.width[:, :-1, None], self.width[:, 1:, None]
        span = np.where(z1 > z0, z1 - z0, 1.0)
        return np.asarray(b0 + (b1 - b0) * np.where(z1 > z0, (at - z0) / span, 0.0))


def i_outline(
    depth: ArrayLike,
    top_width: ArrayLike,
    top_thickness: ArrayLike,
    top_taper: ArrayLike,
    web_width: ArrayLike,
    bottom_taper: ArrayLike,
    bottom_width: ArrayLike,
    bottom_thickness: ArrayLike,
) -> Outline:
    """I-girders whose flanges taper to the web.  (n,) or numbers [m]

    thicknesses : of the flanges' straight edges;  tapers : height over which the width changes
    Raises ValueError where the parts are higher than the girder.
    """
    columns = together(
        *(np.atleast_1d(floats(v)) for v in (
            depth, top_width, top_thickness, top_taper, web_width,
            bottom_taper, bottom_width, bottom_thickness,
        ))
    )  # fmt: skip
    h, b_t, t_t, s_t, b_w, s_b, b_b, t_b = columns
    level = np.stack([0 * h, t_b, t_b + s_b, h - t_t - s_t, h - t_t, h], axis=1)
    if np.any(np.diff(level, axis=1) < 0) or np.any(np.stack([b_t, b_w, b_b]) <= 0):
        raise ValueError("the flanges and tapers of a girder must fit in its depth")
    return Outline(level, np.stack([b_b, b_b, b_w, b_w, b_t, b_t], axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Transformed:
    """Elastic properties of n sections in the girder's concrete.

    area, centroid (above the soffit), inertia : (n,) [m2], [m], [m4]
    levels : (4, n) of FIBRES [m];  ratio : (4, n) modulus of the fibre's concrete over the girder's
    """

    area: Array
    centroid: Array
    inertia: Array
    levels: Array
    ratio: Array

    def __post_init__(self) -> None:
        freeze(self)

    def stress(self, force: ArrayLike, level: ArrayLike, moment: ArrayLike) -> Array:
        """Stress at FIBRES of a normal force (tension positive) at a level and a moment.

        force, level, moment : (n,) [N], [m above the soffit], [N m] sagging -> (4, n) [Pa]
        """
        return self.at(self.levels, force, level, moment) * self.ratio

    def at(self, z: ArrayLike, force: ArrayLike, level: ArrayLike, moment: ArrayLike) -> Array:
        """Stress in the girder's concrete at levels z (..., n).  [Pa]"""
        total = floats(moment) + floats(force) * (self.centroid - floats(level))
        return np.asarray(
            floats(force) / self.area + total * (self.centroid - floats(z)) / self.inertia
        )


def bare_section(outline: Outline, gap: ArrayLike = 0.0, thickness: ArrayLike = 0.0) -> Transformed:
    """The girder alone; slab fibres are kept with no stiffness.  gap, thickness : (n,) [m]"""
    return composite_section(outline, 0.0, thickness, gap, 0.0)


def composite_section(
    outline: Outline,
    slab_width: ArrayLike,
    slab_thickness: ArrayLike,
    gap: ArrayLike,
    ratio: ArrayLike,
    bar_area: ArrayLike = 0.0,
    bar_depth: ArrayLike = 0.0,
    bar_ratio: ArrayLike = 0.0,
) -> Transformed:
    """Girder and slab.  (n,) or numbers

    slab_width : effective [m];  gap : between girder top and slab soffit, its concrete is not
    counted on [m];  ratio : modulus of the slab over the girder's, 0 where it is cracked
    bar_area, bar_depth : of bars in the slab, below its top [m2], [m];  bar_ratio : of moduli
    """
    area, first, second = outline.moments()
    width, thick, space, n, bars, deep = together(
        *(np.broadcast_to(floats(v), area.shape) for v in (
            slab_width, slab_thickness, gap, ratio, floats(bar_area) * floats(bar_ratio), bar_depth,
        ))
    )  # fmt: skip
    top = outline.level[:, -1]
    soffit = top + space
    slab, middle, level = n * width * thick, soffit + 0.5 * thick, soffit + thick - deep
    whole = area + slab + bars
    centroid = (first + slab * middle + bars * level) / whole
    inertia = second + slab * (middle**2 + thick**2 / 12.0) + bars * level**2
    inertia = inertia - whole * centroid**2
    one = np.ones_like(top)
    return Transformed(
        whole,
        centroid,
        inertia,
        np.stack([outline.level[:, 0], top, soffit, soffit + thick]),
        np.stack([one, one, n, n]),
    )


def first_moment(outline: Outline, section: Transformed, z: ArrayLike) -> Array:
    """First moment about the centroid of everything above a level of the girder.  (n,) [m3]

    The slab, where it has stiffness, is what the section has beyond the girder's own area.
    """
    area, first, _ = outline.moments()
    above, own, _ = outline.moments(low=z)
    slab = section.area - area
    slab_first = section.area * section.centroid - first
    return np.asarray(own + slab_first - (above + slab) * section.centroid)
