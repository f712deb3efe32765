"""Pile caps: ties between shafts and piles, one-way shear, nodes, punching of single piles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.piles import pile_loads
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, strengths
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import plain_shear
from spanwright.codes.eurocode.resistance.pile_cap import (
    cap_section,
    cap_shear,
    cap_ties,
    node_limit,
)
from spanwright.datum.arrays import Array, freeze
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
    forces = []
    for index, cap in enumerate(caps):
        group = groups[cap.name]
        force = np.maximum(pile_loads(cap.foundation, group, demands.value[:, index]), 0.0)
        forces.append(force)
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
                workings=strengths(concrete.f_ck, f_sk, factors)
                | workings_of(name, caps, [f[k] for f, k in zip(forces, target, strict=True)],
                              concrete.f_ck, factors),
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


def workings_of(
    name: str, caps: Sequence[Cap], forces: Sequence[Array], f_ck: float, factors: Factors
) -> Numbers:
    """What the note of a check of every cap puts in; nan where a cap has fewer rows of piles.

    forces : (q,) of each cap's piles under the governing target [N]
    """
    rows = []
    for cap, force in zip(caps, forces, strict=True):
        base = cap.foundation
        common = {
            "d [m]": cap.depth, "D [m]": base.pile_diameter, "rho": cap.bars.cap,
            "t [m]": base.cap_thickness,
        }  # fmt: skip
        if name in ("tie", "shear"):
            rows.append(common | governing_rows(cap, force, _counts(name, cap)))
        elif name == "node":
            rows.append(
                common
                | {"F_max [N]": force.max(), "F_sum [N]": force.sum(), "A_col [m2]": cap.area,
                   "n": float(max(len(cap.columns), 1))}
            )  # fmt: skip
        else:
            rows.append(common | _governing_ring(rings_of(cap, f_ck, factors), force))
    return {
        key: np.array([row.get(key, np.nan) for row in rows])
        for key in dict.fromkeys(key for row in rows for key in row)
    }


def _counts(name: str, cap: Cap) -> Callable[[float, float], float]:
    """How a pile's force counts on a side: of its distance and the shaft's half size."""
    if name == "tie":
        return lambda x, half: max(x - 0.5 * half, 0.0)
    reach, near = 2.0 * cap.depth, 0.3 * cap.foundation.pile_diameter

    def reduced(x: float, half: float) -> float:
        return min(max((x - half - near) / reach, 0.25), 1.0) if x > half else 0.0

    return reduced


def governing_rows(
    cap: Cap, force: Array, counts: Callable[[float, float], float]
) -> dict[str, float]:
    """The side of a shaft that governs: its piles row by row, their forces as far as they go there.

    force : (q,) [N];  counts : weight of a force by its distance and the shaft's half size
    """
    found: list[tuple[float, dict[str, float]]] = []
    for (away, share, half), width in zip(sides(cap), _widths(cap), strict=True):
        counted = share > 0
        row: dict[str, float] = {"c [m]": half, "B [m]": width}
        total, k = 0.0, 0
        for line in np.unique(np.round(away[counted], 6)):
            here = counted & (np.abs(away - line) < 2e-6)
            at, size = float(away[here][0]), float((force * share)[here].sum())
            if (weight := counts(at, half)) > 0.0:
                k += 1
                row |= {f"F_{k} [N]": size, f"x_{k} [m]": at}
                total += size * weight
        found.append((total / width, row))
    return max(found, key=lambda one: one[0])[1]


def _governing_ring(rings: Rings, force: Array) -> dict[str, float]:
    """Force, perimeter and edges of the pile that comes nearest to punching."""
    pile = int((force * rings.use.max(axis=1)).argmax())
    ring = int(rings.use[pile].argmax())
    return {
        "F [N]": float(force[pile]),
        "a [m]": float(rings.distance[pile, ring]),
        "e_x [m]": float(rings.edge[pile, 0]),
        "e_y [m]": float(rings.edge[pile, 1]),
    }


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


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Perimeters round each pile of a cap, (q, k): distance from the pile, length, limit.

    distance : a [m];  perimeter : [m];  limit : v_Rd [Pa];  use : utilisation of one newton
    edge     : (q, 2) from the pile's centre to the cap's edges along and across [m]
    """

    distance: Array
    perimeter: Array
    limit: Array
    use: Array
    edge: Array

    def __post_init__(self) -> None:
        freeze(self)


def rings_of(cap: Cap, f_ck: float, factors: Factors) -> Rings:
    """Perimeters up to the nearest shaft's face, cut by the cap's edges as for a corner pile.

    v_Rd,c grows by 2 d/a (6.4.4(2)).
    """
    base, d = cap.foundation, cap.depth
    radius = base.pile_diameter / 2
    clear = np.full(len(base.pile_x), np.inf)
    for away, part, half in sides(cap):
        near = np.minimum(clear, np.maximum(away - half - radius, 0.0))
        clear = np.where(part > 0, near, clear)
    x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
    edge = np.stack([0.5 * base.cap_length - np.abs(x), 0.5 * base.cap_width - np.abs(y)], axis=1)
    share = np.linspace(0.25, 1.0, 7)
    a = np.minimum(2 * d, np.where(np.isfinite(clear), clear, 0.0))[:, None] * share
    reach = radius + a
    perimeter = np.minimum(2 * np.pi * reach, 0.5 * np.pi * reach + edge.sum(axis=1)[:, None])
    plain = plain_shear(1.0, d, cap.bars.cap * cap.foundation.cap_thickness, f_ck,
                        gamma_C=factors.C).resistance / d  # fmt: skip
    limit = plain * np.maximum(2 * d / np.maximum(a, 1e-6), 1.0)
    use = np.where(a > 1e-3, 1.0 / (perimeter * d * limit), 0.0)
    return Rings(a, perimeter, limit, use, edge)


def _punching(cap: Cap, force: Array, f_ck: float, factors: Factors) -> tuple[Array, Array]:
    """The pile that comes nearest to punching through the cap, and its worst perimeter."""
    rings = rings_of(cap, f_ck, factors)
    use = force * rings.use.max(axis=1)
    pile = use.argmax(axis=1)
    ring = rings.use.argmax(axis=1)[pile]
    rows = np.arange(len(force))
    stress = force[rows, pile] / (rings.perimeter[pile, ring] * cap.depth)
    return stress, use[rows, pile]
