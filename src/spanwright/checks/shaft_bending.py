"""Pier shafts at their foot under N-M-M: second order by nominal curvature and by the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.pier_model import ShaftLoad, second_order_moments
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.shafts import Shaft, ShaftMaterial, foot_places, shear_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.columns import (
    Slenderness,
    inclination,
    least_column_bars,
    least_eccentricity,
    nominal_curvature,
    nominal_stiffness,
    slenderness,
)
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.datum.arrays import Array, freeze
from spanwright.structure.ground import GroupStiffness
from spanwright.structure.types import Column

CREEP: Final = 1.5  # effective creep coefficient of the shafts
GAMMA_CE: Final = 1.2  # on the modulus for second order, EN 1992-1-1 5.8.6(3)


def shaft_series(
    shafts: list[Shaft],
    columns: tuple[Column, ...],
    groups: dict[str, GroupStiffness],
    demands: PlaceDemands,
    material: ShaftMaterial,
) -> tuple[CheckSeries, ...]:
    """Resistance of every shaft at its foot.

    demands : N, My, Mz, Vy, Vz at the feet, tension positive
    """
    places, station = foot_places(shafts, columns)
    return (
        *_bending_series(shafts, groups, demands, material, places, station),
        shear_series(shafts, columns, demands, material),
    )


def _bending_series(
    shafts: list[Shaft],
    groups: dict[str, GroupStiffness],
    demands: PlaceDemands,
    material: ShaftMaterial,
    places: tuple[str, ...],
    station: Array,
) -> tuple[CheckSeries, ...]:
    """N-M by nominal curvature, by the model's second order, and once the least bars.

    Shafts are taken as free at the top (l_0 = 2 h) and the second-order moment is added to one
    axis at a time, the worse.
    """
    t, p = demands.combination.shape
    use = np.zeros((t, p))
    slender, curved = [], []
    for index, shaft in enumerate(shafts):
        one = _nominal(shaft, demands.value[:, index], material)
        use[:, index] = one.utilisation
        slender.append(one.slender)
        curved.append(one)
    target = worst_of(use)
    value = pick_rows(demands.value, target)
    combination, cause = governing_words(demands, target)
    picked = use[target, np.arange(p)]
    moment = np.hypot(value[:, 1], value[:, 2])
    states = [
        Slenderness(*(np.asarray(column)[chosen] for column in _columns(one)))
        for one, chosen in zip(slender, target, strict=True)
    ]
    model = _by_model(shafts, groups, value, states, material)
    more, total = model.added, model.utilisation
    least = least_column_bars(
        np.array([max(0.0, -float(demands.value[:, i, 0].min())) for i in range(p)]),
        np.array([shaft.section.concrete_area for shaft in shafts]),
        shafts[0].section.f_yd,
    )
    area = np.array([shaft.bar_area for shaft in shafts])
    common = {"N": value[:, 0], "My": value[:, 1], "Mz": value[:, 2]}
    forces = {"N [N]": value[:, 0], "M_y [N m]": value[:, 1], "M_z [N m]": value[:, 2]}
    second = {
        name: np.array([getattr(one, name)[k] for one, k in zip(curved, target, strict=True)])
        for name in ("added", "by_curvature", "first", "other", "resistance", "axial")
    }
    extra = second["added"]
    sizes = _sizes(shafts, material, states)
    found = (
        placed_series(
            "pier shafts", "EN 1992-1-1 6.1, 5.2, 5.8.8", "remembered", "pier", "N m",
            demands.situation, places,
            demand=moment, resistance=moment / np.maximum(picked, 1e-12), utilisation=picked,
            combination=combination, cause=cause, station=station,
            details=common
            | {"second order and imperfection": extra, "second order by the model": more},
            workings=forces | sizes
            | {"M_1 [N m]": second["first"], "M_2o [N m]": second["other"],
               "M_Rd [N m]": second["resistance"], "eta_N": second["axial"]},
        ),
        placed_series(
            "pier shafts, second order by the model", "EN 1992-1-1 6.1, 5.8.6, 5.8.7.2",
            "remembered", "pier", "N m", demands.situation, places,
            demand=moment + more, resistance=(moment + more) / np.maximum(total, 1e-12),
            utilisation=total, combination=combination, cause=cause, station=station,
            details=common | {"second order by the model": more, "nominal curvature": extra},
            workings=forces | sizes
            | {"EI_y [N m2]": model.stiffness[:, 0], "EI_z [N m2]": model.stiffness[:, 1],
               "I_cy [m4]": model.solid[:, 0], "I_cz [m4]": model.solid[:, 1],
               "I_sy [m4]": model.steel[:, 0], "I_sz [m4]": model.steel[:, 1],
               "E_cd [Pa]": material.concrete.E_cm / GAMMA_CE,
               "M_y2 [N m]": model.second[:, 0], "M_z2 [N m]": model.second[:, 1],
               "M_Rd [N m]": model.resistance, "eta_N": model.axial},
        ),
    )  # fmt: skip
    if demands.situation != "ULS persistent":
        return found
    return (
        *found,
        placed_series(
            "shaft least bars", "EN 1992-1-1 9.5.2", "remembered", "pier", "m2", "detailing",
            places,
            demand=least, resistance=area, utilisation=least / area, combination=[""] * p,
            cause=[""] * p, station=station,
            workings={
                "N_Ed [N]": np.maximum(-demands.value[:, :, 0].min(axis=0), 0.0),
                "A_c [m2]": sizes["A_c [m2]"], "A_s [m2]": area, "f_yd [Pa]": sizes["f_yd [Pa]"],
            },
        ),
    )  # fmt: skip


def _sizes(
    shafts: list[Shaft], material: ShaftMaterial, states: list[Slenderness]
) -> dict[str, Array | float]:
    """What the notes of N-M and second order put in beside the forces."""

    def column(value: Callable[[Shaft], float]) -> Array:
        return np.array([float(value(shaft)) for shaft in shafts])

    return {
        "h [m]": column(lambda one: one.height),
        "D [m]": column(lambda one: one.size),
        "is_round": column(lambda one: one.is_round),
        "A_c [m2]": column(lambda one: one.section.concrete_area),
        "A_s [m2]": column(lambda one: one.bar_area),
        "d_1 [m]": column(lambda one: one.axis),
        "f_ck [Pa]": material.concrete.f_ck,
        "f_cd [Pa]": column(lambda one: one.section.f_cd),
        "f_yd [Pa]": column(lambda one: one.section.f_yd),
        "phi_ef": CREEP,
        "is_slender": np.array([float(state.is_slender) for state in states]),
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Nominal:
    """One shaft under t targets by nominal curvature, each (t,).

    added : moment of imperfection and second order, about one axis;  by_curvature : of the latter
    first, other : moments about y and z with what is added to the worse of them  [N m]
    resistance : M_Rd in their direction;  axial : N over the greatest
    """

    slender: Slenderness
    added: Array
    by_curvature: Array
    first: Array
    other: Array
    resistance: Array
    axial: Array
    utilisation: Array

    def __post_init__(self) -> None:
        freeze(self)


def _nominal(shaft: Shaft, value: Array, material: ShaftMaterial) -> _Nominal:
    """Slenderness, second order and utilisation of one shaft."""
    section, size, height = shaft.section, shaft.size, shaft.height
    radius = size / 4 if shaft.is_round else size / np.sqrt(12.0)
    compression = np.maximum(-value[:, 0], 0.0)
    length = 2.0 * height
    slender = slenderness(
        length, radius, compression, section.concrete_area, shaft.bar_area, section.f_cd,
        section.f_yd, CREEP,
    )  # fmt: skip
    second = nominal_curvature(
        slender,
        compression,
        length,
        0.5 * size + (0.5 * size - shaft.axis) / np.sqrt(2.0),
        material.concrete.f_ck,
        section.f_yd,
        CREEP,
    )
    tilt = compression * inclination(height) * height
    by_curvature = np.where(slender.is_slender, second.moment, 0.0)
    added = tilt + by_curvature
    floor = compression * least_eccentricity(size)
    ways = []
    # The deflection goes one way at a time: the worse of both axes counts.
    for along, across in ((1.0, 0.0), (0.0, 1.0)):
        first = np.maximum(np.abs(value[:, 1]) + along * added, floor * along)
        other = np.abs(value[:, 2]) + across * added
        use = interaction_use(shaft.surface, -value[:, 0], first, other)
        ways.append((first, other, use.resistance, use.axial, use.utilisation))
    worse = ways[0][-1] >= ways[1][-1]
    picked = [np.where(worse, one, two) for one, two in zip(*ways, strict=True)]
    return _Nominal(slender, added, by_curvature, *picked)


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Every shaft by the model's second order.

    added, resistance, axial, utilisation : (p,);  second : (p, 2) moments about y and z  [N m]
    stiffness : (p, 2) EI [N m2];  solid, steel : (p, 2) second moments of concrete and bars [m4]
    """

    added: Array
    second: Array
    resistance: Array
    axial: Array
    utilisation: Array
    stiffness: Array
    solid: Array
    steel: Array

    def __post_init__(self) -> None:
        freeze(self)


def _by_model(
    shafts: list[Shaft],
    groups: dict[str, GroupStiffness],
    value: Array,
    states: list[Slenderness],
    material: ShaftMaterial,
) -> _Model:
    """Moments the model adds by its tilt and second order, and the utilisations with it.

    The shafts have the stiffness of EN 1992-1-1 5.8.7.2 and stand on their share of the ground.
    """
    compression = np.maximum(-value[:, 0], 0.0)
    first, way = (
        np.abs(value[:, [1, 2]]),
        np.where(np.abs(value[:, 1]) >= np.abs(value[:, 2]), 0, 1),
    )
    pressed = np.flatnonzero(compression > 0.0)
    solid, steel = (np.array(part) for part in zip(*map(_inertia, shafts), strict=True))
    stiffness = np.array(
        [
            nominal_stiffness(
                state, solid[i], steel[i], material.concrete.f_ck,
                material.concrete.E_cm / GAMMA_CE, CREEP,
            )
            for i, state in enumerate(states)
        ]
    )  # fmt: skip
    loads = [
        _shaft_load(
            shafts[i], groups[shafts[i].pier.name], value[i], int(way[i]), stiffness[i], material
        )
        for i in pressed
    ]
    second = first.copy()
    second[pressed] = second_order_moments(loads)[1]
    added = (second - first)[np.arange(len(shafts)), way]
    held = np.isfinite(second).all(axis=1)
    resistance, axial, use = np.zeros((3, len(shafts)))
    use[~held] = np.inf
    for i in np.flatnonzero(held):
        found = interaction_use(shafts[i].surface, -value[i, 0], *second[i])
        resistance[i], axial[i] = found.resistance[0], found.axial[0]
        use[i] = found.utilisation[0]
    return _Model(added, second, resistance, axial, use, stiffness, solid, steel)


def _inertia(shaft: Shaft) -> tuple[Array, Array]:
    """Second moments of concrete and of bars about y and z.  (2,) twice [m4]"""
    section, pier = shaft.section, shaft.pier
    width, depth = (pier.width, pier.width) if shaft.is_round else (pier.width, pier.depth)
    solid = np.array([width * depth**3, depth * width**3]) / 12
    if shaft.is_round:
        solid = np.full(2, np.pi * width**4 / 64)
    steel = np.array([section.bar_area @ section.bar_z**2, section.bar_area @ section.bar_y**2])
    return solid, steel


def _shaft_load(
    shaft: Shaft,
    group: GroupStiffness,
    value: Array,
    way: int,
    stiffness: Array,
    material: ShaftMaterial,
) -> ShaftLoad:
    """What the model of one shaft carries: forces at its foot and a tilt one way."""
    section, height, pier = shaft.section, shaft.height, shaft.pier
    tilt = np.zeros(2)
    tilt[way] = float(inclination(height))
    return ShaftLoad(
        height=height,
        stiffness=stiffness,
        axial=material.concrete.E_cm * section.concrete_area,
        arm=group.arm + pier.foundation.cap_thickness,
        ground=group.stiffness * (1.0 / len(pier.columns)),
        compression=-float(value[0]),
        shear=np.abs(value[[4, 3]]),
        moment=np.abs(value[[1, 2]]),
        tilt=tilt,
    )


def _columns(slender: Slenderness) -> tuple[Array, ...]:
    """Columns of a slenderness, each as long as its targets."""
    shape = np.shape(slender.limit)
    return tuple(
        np.broadcast_to(getattr(slender, name), shape)
        for name in ("slenderness", "limit", "is_slender", "relative_force", "mechanical_ratio")
    )
