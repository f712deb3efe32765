"""Pier shafts by AASHTO LRFD: axial force with biaxial bending, slenderness, shear, cracks.

Resistance factors are those of the strength limit state in every situation: in extreme events,
where they may be 1.0, that is on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.shafts import E_BARS, RING, Known, Shaft, ShaftMaterial, shafts_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.aashto.resistance.concrete import column_stiffness
from spanwright.codes.aashto.resistance.members import (
    bar_spacing_limit,
    factored_surface,
    general_shear,
    least_column_bars,
    nominal_section,
    shear_depth,
)
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.cracked import cracked_stresses
from spanwright.codes.eurocode.resistance.interaction import interaction_use
from spanwright.datum.arrays import Array, Bools
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Pier
from spanwright.structure.girders import Factors
from spanwright.structure.types import Column

DEAD_SHARE = 1.0  # beta_d: all of the moment lasts, on the safe side


def lrfd_shafts_of(
    piers: Mapping[str, Pier],
    columns: tuple[Column, ...],
    bars: Mapping[str, SupportBars],
    material: ShaftMaterial,
    known: Known,
) -> list[Shaft]:
    """Every shaft with its nominal section and its factored surface.

    known : sections met before, kept for the next situation
    """
    found = []
    for shaft in shafts_of(dict(piers), columns, dict(bars), material, Factors(), {}):
        pier = shaft.pier
        alike = (pier.width, pier.depth, shaft.bars.shaft, shaft.bars.diameter, -1.0)
        if alike not in known:
            section = nominal_section(shaft.section, material.concrete.f_ck, material.f_sk)
            known[alike] = (section, factored_surface(section, material.concrete.f_ck))
        section, surface = known[alike]
        found.append(replace(shaft, section=section, surface=surface))
    return found


def magnified(shaft: Shaft, compression: Array, E_c: float) -> tuple[Array, float]:
    """delta_s of both axes and K l over r of the slenderer one.  (t,) -> (t, 2), [-]

    A shaft alone, free at its top; inf where it buckles, nan beyond K l / r of 100 (5.6.4.3).
    """
    data = load("aashto/resistance/concrete.toml")
    length = data.number("member.cantilever") * shaft.height
    radius, gross, steel = _column(shaft)
    slender = length / radius
    euler = np.pi**2 * column_stiffness(E_c, gross, steel, DEAD_SHARE) / length**2
    share = compression[:, None] / (data.number("column.stiffness_reduction") * euler)
    delta = np.where(share < 1.0, 1.0 / np.maximum(1.0 - share, 1e-9), np.inf)
    delta = np.where(slender < data.number("member.stocky"), 1.0, delta)
    outside: Bools = np.asarray(slender > data.number("member.slenderest"))
    return np.where(outside, np.nan, delta), float(slender.max())


def _column(shaft: Shaft) -> tuple[Array, Array, Array]:
    """Radii of gyration, second moments of concrete and of bars about y and z.  (2,) thrice"""
    pier, section = shaft.pier, shaft.section
    sides = np.array([pier.depth, pier.width]) if not shaft.is_round else np.full(2, pier.width)
    gross: Array = (
        np.full(2, np.pi * pier.width**4 / 64)
        if shaft.is_round
        else np.array([pier.width * pier.depth**3, pier.depth * pier.width**3]) / 12
    )
    steel = np.array([section.bar_area @ section.bar_z**2, section.bar_area @ section.bar_y**2])
    return (0.25 if shaft.is_round else 0.30) * sides, gross, steel


def lrfd_shaft_series(
    shafts: Sequence[Shaft],
    columns: tuple[Column, ...],
    demands: PlaceDemands,
    material: ShaftMaterial,
) -> tuple[CheckSeries, ...]:
    """Resistance of every shaft at its foot (5.6.4, 5.7.3).

    demands : N, My, Mz, Vy, Vz at the feet, tension positive
    """
    places, station = _feet(shafts, columns)
    found = (
        _bending(shafts, demands, material, places, station),
        _shear(shafts, demands, material, places, station),
    )
    if "Extreme" in demands.situation:
        return found
    gross = np.array([shaft.section.concrete_area for shaft in shafts])
    area = np.array([shaft.bar_area for shaft in shafts])
    least = least_column_bars(material.concrete.f_ck, material.f_sk, gross)
    words = [""] * len(shafts)
    return (
        *found,
        placed_series(
            "shaft least bars", "AASHTO 5.6.4.2", "remembered", "pier", "m2", "detailing", places,
            demand=least, resistance=area, utilisation=least / area, combination=words,
            cause=words, station=station,
            workings={"f_c [Pa]": material.concrete.f_ck, "f_y [Pa]": material.f_sk,
                      "A_g [m2]": gross, "A_s [m2]": area},
        ),
    )  # fmt: skip


def _bending(
    shafts: Sequence[Shaft],
    demands: PlaceDemands,
    material: ShaftMaterial,
    places: tuple[str, ...],
    station: Array,
) -> CheckSeries:
    t, p = demands.combination.shape
    use, delta, slender = np.zeros((t, p)), np.zeros((t, p)), np.zeros(p)
    for index, shaft in enumerate(shafts):
        value = demands.value[:, index]
        pressed = np.maximum(-value[:, 0], 0.0)
        both, slender[index] = magnified(shaft, pressed, material.concrete.E_cm)
        delta[:, index] = both.max(axis=1)
        grown = both * np.abs(value[:, 1:3])
        known: Bools = np.asarray(np.isfinite(grown).all(axis=1))
        safe = np.where(known[:, None], grown, 0.0)
        found = interaction_use(shaft.surface, -value[:, 0], safe[:, 0], safe[:, 1]).utilisation
        lost = np.where(np.isnan(grown).any(axis=1), np.nan, np.inf)
        use[:, index] = np.where(known, found, lost)
    target, rows = worst_of(use), np.arange(p)
    value = pick_rows(demands.value, target)
    combination, cause = governing_words(demands, target)
    picked, moment = use[target, rows], np.hypot(value[:, 1], value[:, 2])
    return placed_series(
        "pier shafts", "AASHTO 5.6.4.5, 4.5.3.2.2b", "remembered", "pier", "N m",
        demands.situation, places,
        demand=moment, resistance=moment / np.maximum(picked, 1e-12), utilisation=picked,
        combination=combination, cause=cause, station=station,
        details={"N": value[:, 0], "My": value[:, 1], "Mz": value[:, 2],
                 "delta_s": delta[target, rows], "K l/r": slender},
        workings=_column_workings(shafts, value, material),
    )  # fmt: skip


def _shear(
    shafts: Sequence[Shaft],
    demands: PlaceDemands,
    material: ShaftMaterial,
    places: tuple[str, ...],
    station: Array,
) -> CheckSeries:
    """Hoops and concrete by the general procedure; half of the bars are stretched."""
    t, p = demands.combination.shape
    use, resist = np.zeros((t, p)), np.zeros((t, p))
    beta, force = np.zeros((t, p)), np.hypot(demands.value[..., 3], demands.value[..., 4])
    for index, shaft in enumerate(shafts):
        width, depth, size, hoops = _shear_sizes(shaft)
        value = demands.value[:, index]
        found = general_shear(
            width, float(shear_depth(depth, size)), material.concrete.f_ck, hoops,
            material.f_sk, 0.5 * shaft.bar_area, np.hypot(value[:, 1], value[:, 2]),
            force[:, index], value[:, 0],
        )  # fmt: skip
        resist[:, index], beta[:, index] = found.resistance, found.beta
        use[:, index] = force[:, index] / found.resistance
    target, rows = worst_of(use), np.arange(p)
    combination, cause = governing_words(demands, target)
    return placed_series(
        "shaft shear", "AASHTO 5.7.3.3, 5.7.3.4.2", "remembered", "pier", "N", demands.situation,
        places,
        demand=force[target, rows], resistance=resist[target, rows],
        utilisation=use[target, rows], combination=combination, cause=cause, station=station,
        details={"beta": beta[target, rows], "N": demands.value[target, rows, 0]},
        workings=_foot_forces(pick_rows(demands.value, target))
        | dict(zip(("b_v [m]", "d [m]", "h [m]", "a_v [m]"),
                   np.array([_shear_sizes(shaft) for shaft in shafts]).T, strict=True))
        | {"f_c [Pa]": material.concrete.f_ck, "f_y [Pa]": material.f_sk,
           "A_s [m2]": np.array([0.5 * shaft.bar_area for shaft in shafts])},
    )  # fmt: skip


def _shear_sizes(shaft: Shaft) -> tuple[float, float, float, float]:
    """b_v, d_e, h [m], and the hoops that pull across [m2/m]."""
    if shaft.is_round:
        width = shaft.size
        depth = shaft.size / 2 + 2 * (shaft.size / 2 - shaft.axis) / np.pi
    else:
        width, depth = max(shaft.pier.width, shaft.pier.depth), shaft.size - shaft.axis
    hoops = (RING if shaft.is_round else 1.0) * shaft.bars.links * width
    return width, float(depth), shaft.size, float(hoops)


def _foot_forces(value: Array) -> Numbers:
    names = ("N [N]", "M_y [N m]", "M_z [N m]", "V_y [N]", "V_z [N]")
    return dict(zip(names, value.T, strict=False))


def _column_workings(shafts: Sequence[Shaft], value: Array, material: ShaftMaterial) -> Numbers:
    """Sizes and magnified moments of every shaft under its governing target."""
    rows = []
    for shaft, force in zip(shafts, value, strict=True):
        both, _ = magnified(shaft, np.maximum(-force[:1], 0.0), material.concrete.E_cm)
        grown = both[0] * np.abs(force[1:3])
        radius, gross, steel = _column(shaft)
        if np.isfinite(grown).all():
            use = interaction_use(shaft.surface, -force[0], *grown)
            resist, alone = float(use.resistance[0]), float(use.axial[0])
        else:
            resist, alone = np.nan, np.nan
        rows.append((shaft.height, *radius, *gross, *steel, resist, alone))
    names = ("h [m]", "r_y [m]", "r_z [m]", "I_gy [m4]", "I_gz [m4]", "I_sy [m4]", "I_sz [m4]",
             "M_r [N m]", "eta_N")  # fmt: skip
    return {
        **_foot_forces(value), **dict(zip(names, np.array(rows).T, strict=True)),
        "E_c [Pa]": material.concrete.E_cm,
    }  # fmt: skip


def lrfd_shaft_service(
    shafts: Sequence[Shaft],
    columns: tuple[Column, ...],
    service: PlaceDemands,
    material: ShaftMaterial,
) -> CheckSeries:
    """Spacing of the bars under Service I (5.6.7), class 2."""
    places, station = _feet(shafts, columns)
    spacing = np.array([_spacing(shaft) for shaft in shafts])
    ratio = E_BARS / material.concrete.E_cm
    stress = np.stack(
        [
            cracked_stresses(shaft.section, -v[:, 0], v[:, 1], v[:, 2], ratio).bars
            for shaft, v in zip(shafts, np.moveaxis(service.value, 1, 0), strict=True)
        ],
        axis=1,
    )
    axis = np.array([shaft.axis for shaft in shafts])
    size = np.array([shaft.size for shaft in shafts])
    limit = bar_spacing_limit(stress, axis, size)
    use = spacing / limit
    target, rows = worst_of(use), np.arange(len(shafts))
    combination, cause = governing_words(service, target)
    return placed_series(
        "shaft crack control", "AASHTO 5.6.7", "remembered", "pier", "m", service.situation, places,
        demand=spacing, resistance=limit[target, rows], utilisation=use[target, rows],
        combination=combination, cause=cause, station=station,
        details={"f_ss": stress[target, rows]},
        workings=_foot_forces(pick_rows(service.value, target))
        | {"f_ss [Pa]": stress[target, rows], "d_c [m]": axis, "h [m]": size, "s [m]": spacing},
    )  # fmt: skip


def _feet(shafts: Sequence[Shaft], columns: tuple[Column, ...]) -> tuple[tuple[str, ...], Array]:
    """Labels and stations."""
    return (
        tuple(f"{column.pier} shaft {column.index + 1} foot" for column in columns),
        np.array([shaft.pier.station for shaft in shafts]),
    )


def _spacing(shaft: Shaft) -> float:
    """Distance of the bars round the section.  [m]"""
    pier, axis, count = shaft.pier, shaft.axis, len(shaft.section.bar_area)
    if shaft.is_round:
        return float(np.pi * (pier.width - 2 * axis) / count)
    return float(2 * (pier.width + pier.depth - 4 * axis) / count)
