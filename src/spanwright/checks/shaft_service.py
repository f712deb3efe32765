"""Pier shafts in service: stresses and crack widths at their foot."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.shafts import E_BARS, LINK, Shaft, ShaftMaterial, foot_places
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, elastic
from spanwright.codes.eurocode.resistance.crack import crack_width
from spanwright.codes.eurocode.resistance.cracked import CrackedStresses, cracked_stresses
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.datum.arrays import Ints
from spanwright.structure.types import Column


def _elastic(
    shafts: list[Shaft], demands: PlaceDemands, material: ShaftMaterial
) -> list[CrackedStresses]:
    ratio = E_BARS / material.concrete.E_cm
    return [
        cracked_stresses(
            shaft.section, -demands.value[:, i, 0], demands.value[:, i, 1], demands.value[:, i, 2],
            ratio,
        )
        for i, shaft in enumerate(shafts)
    ]  # fmt: skip


def shaft_service_series(
    shafts: list[Shaft],
    columns: tuple[Column, ...],
    characteristic: PlaceDemands,
    cracking: PlaceDemands,
    material: ShaftMaterial,
) -> tuple[CheckSeries, CheckSeries]:
    """Stresses under the characteristic combination, crack widths under the project's."""
    places, station = foot_places(shafts, columns)
    rows = np.arange(len(shafts))
    limits = concrete_limits(material.concrete.f_ck, material.f_sk)
    found = _elastic(shafts, characteristic, material)
    bars = np.stack([f.bars for f in found], axis=1)
    pressed = np.stack([f.concrete for f in found], axis=1)
    steel = bars / limits.bars >= pressed / limits.characteristic
    use = np.maximum(bars / limits.bars, pressed / limits.characteristic)
    target = worst_of(use)
    combination, cause = governing_words(characteristic, target)
    stresses = placed_series(
        "shaft stresses", "EN 1992-1-1 7.2", "remembered", "pier", "Pa",
        characteristic.situation, places,
        demand=np.where(steel, bars, pressed)[target, rows],
        resistance=np.where(steel, limits.bars, limits.characteristic)[target, rows],
        utilisation=use[target, rows], combination=combination, cause=cause, station=station,
        details={"sigma_s": bars[target, rows], "sigma_c": pressed[target, rows]},
        workings=_forces(characteristic, target)
        | {"sigma_s [Pa]": bars[target, rows], "sigma_c [Pa]": pressed[target, rows],
           "f_sk [Pa]": material.f_sk, "f_ck [Pa]": material.concrete.f_ck}
        | elastic(material.concrete),
    )  # fmt: skip
    cracked = _elastic(shafts, cracking, material)
    near = np.array([_near_surface(shaft) for shaft in shafts])
    size = np.array([shaft.size for shaft in shafts])
    stretched = np.stack([one.bars for one in cracked], axis=1)
    depth = np.stack([one.compressed for one in cracked], axis=1)
    high = np.minimum(2.5 * near[:, 1], np.maximum(size - depth, 1e-3) / 3.0)
    found_width = crack_width(
        stretched, near[:, 2], near[:, 3], near[:, 0] / high,
        material.concrete.f_ctm, material.concrete.E_cm,
    ).width  # fmt: skip
    wide = np.where(stretched > 0.0, found_width, 0.0)
    target = worst_of(wide)
    combination, cause = governing_words(cracking, target)
    width = wide[target, rows]
    cracks = placed_series(
        "shaft crack width", "EN 1992-1-1 7.3.4", "read", "pier", "m",
        cracking.situation, places,
        demand=width, resistance=np.full(len(shafts), material.crack),
        utilisation=width / material.crack, combination=combination, cause=cause, station=station,
        workings=_forces(cracking, target) | elastic(material.concrete)
        | {"sigma_s [Pa]": stretched[target, rows], "x [m]": depth[target, rows], "D [m]": size,
           "a_l [m]": near[:, 0], "d_1 [m]": near[:, 1], "phi [m]": near[:, 2],
           "c [m]": near[:, 3], "w_max [m]": material.crack},
    )  # fmt: skip
    return stresses, cracks


def _forces(demands: PlaceDemands, target: Ints) -> Numbers:
    value = pick_rows(demands.value, target)
    return {"N [N]": value[:, 0], "M_y [N m]": value[:, 1], "M_z [N m]": value[:, 2]}


def _near_surface(shaft: Shaft) -> tuple[float, float, float, float]:
    """Bars per length of the line they stand on [m2/m], their axis, diameter and cover.  [m]"""
    axis, pier = shaft.axis, shaft.pier
    round_bars = np.pi * (pier.width - 2 * axis)
    line = round_bars if shaft.is_round else 2 * (pier.width + pier.depth - 4 * axis)
    return shaft.bar_area / line, axis, shaft.bars.diameter, shaft.bars.cover + LINK
