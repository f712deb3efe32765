"""Pile caps by AASHTO LRFD: ties of the strut-and-tie model, one-way and two-way shear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.caps import ARM, Cap, governing_rows, sides
from spanwright.checks.piles import pile_loads
from spanwright.checks.series import governing_words, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.aashto.resistance.members import (
    shear_depth,
    simplified_shear,
    two_way_shear,
)
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.pile_cap import cap_ties
from spanwright.datum.arrays import Array
from spanwright.structure.ground import GroupStiffness


def lrfd_cap_series(
    caps: Sequence[Cap],
    groups: Mapping[str, GroupStiffness],
    demands: PlaceDemands,
    strength: float,
    bar_yield: float,
) -> tuple[CheckSeries, ...]:
    """Every cap, in the order of the demands' places (5.8.2, 5.12.8.6).

    demands : vertical force and overturning moments of the ground on the cap
    """
    t, n = demands.combination.shape
    rules = {
        "cap ties": ("AASHTO 5.8.2.4", _tie),
        "cap shear": ("AASHTO 5.12.8.6.2, 5.7.3.4.1", _one_way),
        "cap punching by a pile": ("AASHTO 5.12.8.6.3", _two_way),
    }
    use = {name: np.zeros((t, n)) for name in rules}
    demand = {name: np.zeros((t, n)) for name in rules}
    forces = []
    for index, cap in enumerate(caps):
        force = np.maximum(
            pile_loads(cap.foundation, groups[cap.name], demands.value[:, index]), 0.0
        )
        forces.append(force)
        for name, (_, rule) in rules.items():
            demand[name][:, index], use[name][:, index] = rule(cap, force, strength, bar_yield)
    places, every = [f"{cap.name} cap" for cap in caps], np.arange(n)
    station = np.array([cap.station for cap in caps])
    found = []
    for name, (clause, _) in rules.items():
        target = worst_of(use[name])
        combination, cause = governing_words(demands, target)
        acting, ratio = demand[name][target, every], use[name][target, every]
        found.append(
            placed_series(
                name, clause, "remembered", "cap", "N", demands.situation, places,
                demand=acting, resistance=acting / np.maximum(ratio, 1e-12), utilisation=ratio,
                combination=combination, cause=cause, station=station,
                details={"d": np.array([cap.depth for cap in caps])},
                workings=_workings(
                    name, caps, [f[k] for f, k in zip(forces, target, strict=True)], strength,
                    bar_yield,
                ),
            )
        )  # fmt: skip
    return tuple(found)


def _workings(
    name: str, caps: Sequence[Cap], forces: Sequence[Array], strength: float, bar_yield: float
) -> Numbers:
    """What the notes put in; nan where a cap has fewer rows of piles.  forces : (q,) of each cap"""
    rows = []
    for cap, force in zip(caps, forces, strict=True):
        base = cap.foundation
        row = {
            "f_c [Pa]": strength, "f_y [Pa]": bar_yield, "d [m]": cap.depth,
            "D [m]": base.pile_diameter, "rho": cap.bars.cap, "t [m]": base.cap_thickness,
        }  # fmt: skip
        if name == "cap punching by a pile":
            worst = int((force / _around(cap, strength)[1]).argmax())
            edge = 0.5 * np.array([base.cap_length, base.cap_width]) - np.abs(
                [base.pile_x[worst] - base.pile_x.mean(), base.pile_y[worst] - base.pile_y.mean()]
            )
            row |= {"F [N]": float(force[worst]), "e_x [m]": edge[0], "e_y [m]": edge[1]}
        else:
            row |= governing_rows(cap, force, _counts(name, cap))
        rows.append(row)
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: np.array([row.get(key, np.nan) for row in rows]) for key in keys}


def _counts(name: str, cap: Cap) -> Callable[[float, float], float]:
    """How a pile's force counts on a side: of its distance and the shaft's half size."""
    if name == "cap ties":
        return lambda x, half: max(x - 0.5 * half, 0.0)
    d_v = float(shear_depth(cap.depth, cap.foundation.cap_thickness))
    diameter = cap.foundation.pile_diameter
    return lambda x, half: float(np.clip((x - half - d_v) / diameter + 0.5, 0.0, 1.0))


def _lines(cap: Cap) -> list[tuple[Array, Array, float, float]]:
    """Sides of `sides` with the width of the cap across their bars."""
    base = cap.foundation
    width = [base.cap_width] * 2 + [base.cap_length] * (2 * len(cap.columns))
    return [(*side, across) for side, across in zip(sides(cap), width, strict=True)]


def _tie(cap: Cap, force: Array, _: float, bar_yield: float) -> tuple[Array, Array]:
    """Pull of the bottom bars: struts run from each pile to the quarter of the shaft."""
    phi = load("aashto/resistance/concrete.toml").number("member.phi.tension")
    pull, use = np.zeros(len(force)), np.zeros(len(force))
    for away, share, half, width in _lines(cap):
        offset = np.where(share > 0, np.maximum(away - 0.5 * half, 0.0), 0.0)
        total = cap_ties(force * share, offset, ARM * cap.depth).tie.sum(axis=1)
        area = cap.bars.cap * cap.foundation.cap_thickness * width
        ratio = total / (phi * area * bar_yield)
        pull, use = np.where(ratio > use, total, pull), np.maximum(use, ratio)
    return pull, use


def _one_way(cap: Cap, force: Array, strength: float, bar_yield: float) -> tuple[Array, Array]:
    """Piles beyond d_v from the face; one that the section cuts counts for the part outside."""
    d_v = float(shear_depth(cap.depth, cap.foundation.cap_thickness))
    diameter = cap.foundation.pile_diameter
    acting, use = np.zeros(len(force)), np.zeros(len(force))
    for away, share, half, width in _lines(cap):
        beyond = np.clip((away - half - d_v) / diameter + 0.5, 0.0, 1.0)
        shear = (force * share * beyond).sum(axis=1)
        resist = float(simplified_shear(width, d_v, strength, 0.0, bar_yield))
        ratio = shear / resist
        acting, use = np.where(ratio > use, shear, acting), np.maximum(use, ratio)
    return acting, use


def _two_way(cap: Cap, force: Array, strength: float, _: float) -> tuple[Array, Array]:
    """The most loaded pile on the perimeter d_v/2 from it, cut by the edges of the cap."""
    each = force / _around(cap, strength)[1]
    worst = each.argmax(axis=1)
    rows = np.arange(len(force))
    return force[rows, worst], each[rows, worst]


def _around(cap: Cap, strength: float) -> tuple[Array, Array]:
    """Perimeter round each pile [m] and what it resists [N]."""
    base = cap.foundation
    d_v = float(shear_depth(cap.depth, base.cap_thickness))
    reach = 0.5 * (base.pile_diameter + d_v)
    x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
    edge = 0.5 * base.cap_length - np.abs(x) + 0.5 * base.cap_width - np.abs(y)
    around = np.minimum(2 * np.pi * reach, 0.5 * np.pi * reach + edge)
    return around, two_way_shear(around, d_v, strength, 1.0)
