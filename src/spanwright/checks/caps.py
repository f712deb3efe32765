"""Pile caps: ties between shafts and piles, one-way shear, nodes, punching of single piles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.piles import pile_loads
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import plain_shear
from spanwright.codes.eurocode.resistance.pile_cap import (
    cap_section,
    cap_shear,
    cap_ties,
    node_limit,
)
from spanwright.datum.arrays import Array
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Foundation
from spanwright.structure.girders import Factors
from spanwright.structure.ground import GroupStiffness

PILE_IN: Final = 0.10  # pile heads reach into the cap: the bars lie above them [m]
ARM: Final = 0.8  # lever arm of the struts and ties over the effective depth
SQUARE: Final = np.sqrt(np.pi) / 4  # half side of the square with a circle's area, over diameter


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """One cap: what stands on it and how it is reinforced.

    columns : y of the shafts [m]; none where a wall stands above all piles across
    half    : (2,) half size of shaft or wall along and across [m];  area : of one of them [m2]
    """

    name: str
    station: float
    foundation: Foundation
    columns: tuple[float, ...]
    half: tuple[float, float]
    area: float
    bars: SupportBars

    @property
    def depth(self) -> float:
        """Effective depth, to between the two layers of bars.  [m]"""
        return self.foundation.cap_thickness - PILE_IN - self.bars.diameter


def half_sizes(shape: str, width: float, depth: float) -> tuple[float, float]:
    """Half the size of a shaft along and across the bridge; a circle as the equal square.  [m]"""
    if shape == "circle":
        return SQUARE * width, SQUARE * width
    return depth / 2, width / 2


def cap_series(
    caps: Sequence[Cap],
    groups: Mapping[str, GroupStiffness],
    demands: PlaceDemands,
    concrete: Concrete,
    f_sk: float,
    factors: Factors,
) -> tuple[CheckSeries, ...]:
    """Every check of every cap, in the order of the demands' places (EN 1992-1-1 6.2, 6.4, 6.5).

    demands : vertical force and overturning moments of the ground on the cap
    The cap's own weight stays in the pile forces: on the safe side.
    """
    t, n = demands.combination.shape
    f_cd, f_yd = factors.alpha_cc * concrete.f_ck / factors.C, f_sk / factors.S
    names = ("tie", "shear", "node", "punch")
    use = {name: np.zeros((t, n)) for name in names}
    demand = {name: np.zeros((t, n)) for name in names}
    for index, cap in enumerate(caps):
        group = groups[cap.name]
        force = np.maximum(pile_loads(cap.foundation, group, demands.value[:, index]), 0.0)
        rows = {
            "tie": _tie(cap, force, f_yd),
            "shear": _shear(cap, force, concrete.f_ck, f_cd, factors),
            "node": _node(cap, force, concrete.f_ck, f_cd),
            "punch": _punching(cap, force, concrete.f_ck, factors),
        }
        for name, (acting, ratio) in rows.items():
            demand[name][:, index], use[name][:, index] = acting, ratio
    texts = {
        "tie": ("cap ties", "EN 1992-1-1 6.5, 9.8.1", "N"),
        "shear": ("cap shear", "EN 1992-1-1 6.2.2(6)", "N"),
        "node": ("cap nodes", "EN 1992-1-1 6.5.4", "Pa"),
        "punch": ("cap punching by a pile", "EN 1992-1-1 6.4.4(2)", "Pa"),
    }
    places = [f"{cap.name} cap" for cap in caps]
    station = np.array([cap.station for cap in caps])
    found = []
    for name, (title, clause, unit) in texts.items():
        target, every = worst_of(use[name]), np.arange(n)
        combination, cause = governing_words(demands, target)
        acting, ratio = demand[name][target, every], use[name][target, every]
        found.append(
            placed_series(
                title, clause, "remembered", "cap", unit, demands.situation, places,
                demand=acting, resistance=acting / np.maximum(ratio, 1e-12), utilisation=ratio,
                combination=combination, cause=cause, station=station,
                details={"d": np.array([cap.depth for cap in caps])},
            )
        )  # fmt: skip
    return tuple(found)


def sides(cap: Cap) -> list[tuple[Array, Array, float]]:
    """Piles by the side of a shaft they stand on; one between two shafts is shared by the lever.

    returns for each side: distance of every pile's centre from the shaft's axis (q,) [m], the share
    of its force that goes there (q,), and the half size of the shaft that way [m]; first both sides
    along the bridge, then across
    """
    x, y = cap.foundation.pile_x, cap.foundation.pile_y
    found = [(sign * x, (sign * x > 1e-6).astype(float), cap.half[0]) for sign in (1.0, -1.0)]
    for sign in (1.0, -1.0):
        columns = sorted(sign * offset for offset in cap.columns)
        for shaft, offset in enumerate(columns):
            away = sign * y - offset
            share = np.where(away > 1e-6, 1.0, 0.0)
            if shaft + 1 < len(columns):
                share *= np.clip(1.0 - away / (columns[shaft + 1] - offset), 0.0, 1.0)
            found.append((away, share, cap.half[1]))
    return found


def _widths(cap: Cap) -> list[float]:
    """Width of the cap across the bars of each side of `sides`."""
    return [cap.foundation.cap_width] * 2 + [cap.foundation.cap_length] * (2 * len(cap.columns))


def _bars(cap: Cap, width: float) -> float:
    return cap.bars.cap * cap.foundation.cap_thickness * width


def _tie(cap: Cap, force: Array, f_yd: float) -> tuple[Array, Array]:
    """Pull of the bottom bars: struts run from each pile to the quarter of the shaft nearest it."""
    pull, use = np.zeros(len(force)), np.zeros(len(force))
    for (away, share, half), width in zip(sides(cap), _widths(cap), strict=True):
        offset = np.where(share > 0, np.maximum(away - 0.5 * half, 0.0), 0.0)
        total = cap_ties(force * share, offset, ARM * cap.depth).tie.sum(axis=1)
        ratio = total / (_bars(cap, width) * f_yd)
        pull, use = np.where(ratio > use, total, pull), np.maximum(use, ratio)
    return pull, use


def _shear(
    cap: Cap, force: Array, f_ck: float, f_cd: float, factors: Factors
) -> tuple[Array, Array]:
    """One-way shear at the faces of shafts, piles close to them reduced."""
    acting, use = np.zeros(len(force)), np.zeros(len(force))
    diameter = cap.foundation.pile_diameter
    for (away, share, half), width in zip(sides(cap), _widths(cap), strict=True):
        distance = np.where(share > 0, away - half, -1.0)
        section = cap_section(force * share, distance, diameter, cap.depth)
        found = cap_shear(
            section, width, cap.depth, _bars(cap, width), f_ck, f_cd, gamma_C=factors.C
        )
        acting = np.where(found.utilisation > use, section.reduced_shear, acting)
        use = np.maximum(use, found.utilisation)
    return acting, use


def _node(cap: Cap, force: Array, f_ck: float, f_cd: float) -> tuple[Array, Array]:
    """Pressure under the shafts and over the most loaded pile."""
    pile = force.max(axis=1) / (np.pi * cap.foundation.pile_diameter**2 / 4)
    shaft = force.sum(axis=1) / (max(len(cap.columns), 1) * cap.area)
    over, under = node_limit(f_ck, f_cd, 2), node_limit(f_ck, f_cd, 0)
    worse = pile / over >= shaft / under
    return np.where(worse, pile, shaft), np.maximum(pile / over, shaft / under)


def _punching(cap: Cap, force: Array, f_ck: float, factors: Factors) -> tuple[Array, Array]:
    """The most loaded pile through the cap, on perimeters up to the nearest shaft's face.

    Perimeters are cut by the cap's edges as for a corner pile; v_Rd,c grows by 2 d/a (6.4.4(2)).
    """
    base, d = cap.foundation, cap.depth
    radius = base.pile_diameter / 2
    clear = np.full(len(base.pile_x), np.inf)
    for away, part, half in sides(cap):
        near = np.minimum(clear, np.maximum(away - half - radius, 0.0))
        clear = np.where(part > 0, near, clear)
    x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
    edge_x = 0.5 * base.cap_length - np.abs(x)
    edge_y = 0.5 * base.cap_width - np.abs(y)
    share = np.linspace(0.25, 1.0, 7)
    a = np.minimum(2 * d, np.where(np.isfinite(clear), clear, 0.0))[:, None] * share  # (q, k)
    reach = radius + a
    perimeter = np.minimum(
        2 * np.pi * reach, 0.5 * np.pi * reach + edge_x[:, None] + edge_y[:, None]
    )
    plain = plain_shear(1.0, d, cap.bars.cap * cap.foundation.cap_thickness, f_ck,
                        gamma_C=factors.C).resistance / d  # fmt: skip
    limit = plain * np.maximum(2 * d / np.maximum(a, 1e-6), 1.0)
    worst = np.where(a > 1e-3, 1.0 / (perimeter * d * limit), 0.0)  # utilisation per newton
    pile, ring = np.unravel_index(int(worst.argmax()), worst.shape)
    each = worst.max(axis=1)
    use = (force * each).max(axis=1)
    stress = force[:, pile] / (perimeter[pile, ring] * d)
    return stress, use
