"""Abutments by AASHTO LRFD: stem and back wall under earth at rest and live load surcharge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.checks.abutments import SLIDING, AbutmentLoad
from spanwright.checks.series import placed_series
from spanwright.checks.shafts import E_BARS, LINK, ShaftMaterial
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.aashto.actions import surcharge_height
from spanwright.codes.aashto.resistance.members import (
    bar_spacing_limit,
    flexure,
    general_shear,
    least_moment,
    shear_depth,
)
from spanwright.codes.data import load
from spanwright.codes.eurocode.actions.earth import wall_thrust
from spanwright.codes.eurocode.resistance.slab import cracked_bending
from spanwright.datum.arrays import Array, floats


def lrfd_abutment_series(
    loads: Sequence[AbutmentLoad], material: ShaftMaterial
) -> tuple[CheckSeries, ...]:
    """Strength I: 1.35 EH at rest, 1.75 LS, BR and friction 1.0; a metre of wall fixed below."""
    every = [
        ("stem", [one.abutment.thickness for one in loads], [one.bars.shaft for one in loads],
         [one.bars.links for one in loads], [one.abutment.height + one.wall for one in loads],
         [one.abutment.height for one in loads]),
        ("back wall", [one.wall_thickness for one in loads],
         [one.bars.crosshead for one in loads], [one.bars.crosshead_links for one in loads],
         [one.wall for one in loads], [0.0 for _ in loads]),
    ]  # fmt: skip
    found: list[CheckSeries] = []
    for name, thickness, bars, links, height, seat in every:
        forces = _forces(loads, floats(height), floats(seat))
        acting: Numbers = {
            "K_0": floats([one.rest for one in loads]), "H [m]": floats(height),
            "gamma [N/m3]": floats([one.fill for one in loads]), "h_s [m]": floats(seat),
            "h_eq [m]": floats([float(surcharge_height(high)) for high in height]),
            "F_G [N]": floats([one.seat for one in loads]),
            "F_br [N]": floats([abs(one.level) for one in loads]),
            "B [m]": floats([one.abutment.width for one in loads]),
        }  # fmt: skip
        found += _wall(
            name, floats(thickness), floats(bars), floats(links), loads, forces, material, acting
        )
    return tuple(found)


def _forces(loads: Sequence[AbutmentLoad], height: Array, seat: Array) -> Array:
    """Moment and shear per metre at the foot: earth, surcharge, bearings.  (3, 2, w)

    seat : lever of the bearings above the foot, 0: none act on this wall
    """
    rows = []
    for load_, high, arm in zip(loads, height, seat, strict=True):
        soil, low = (float(v) for v in wall_thrust(load_.rest, load_.fill, float(high)))
        live = load_.rest * load_.fill * float(surcharge_height(high)) * high
        width = load_.abutment.width
        level = (SLIDING * load_.seat + abs(load_.level)) / width if arm > 0 else 0.0
        rows.append([[soil * low, soil], [live * high / 2, live], [level * arm, level]])
    return np.moveaxis(np.array(rows), 0, -1)


def _wall(
    name: str,
    thickness: Array,
    share: Array,
    links: Array,
    loads: Sequence[AbutmentLoad],
    forces: Array,
    material: ShaftMaterial,
    acting: Numbers,
) -> list[CheckSeries]:
    factors = load("aashto/combinations.toml")
    earth = float(factors.array("permanent.EH at rest")[0])
    live = factors.number("states.Strength I.LL")
    f_c, f_y = material.concrete.f_ck, material.f_sk
    diameter = floats([one.bars.diameter for one in loads])
    axis = floats([one.bars.cover + LINK for one in loads]) + 0.5 * diameter
    depth, bars = thickness - axis, share * thickness
    moment, shear = earth * forces[0] + live * forces[1] + live * forces[2]
    resist = flexure(bars, depth, 1.0, f_c, f_y).resistance
    web = general_shear(
        1.0, shear_depth(depth, thickness), f_c, links, f_y, bars, moment, shear
    ).resistance
    least = least_moment(f_c, thickness**2 / 6, moment)
    stress = cracked_bending(
        forces[:, 0].sum(axis=0), bars, depth, 1.0, E_BARS / material.concrete.E_cm
    ).bar_stress
    spacing = np.pi * diameter**2 / 4 / bars
    limit = bar_spacing_limit(stress, axis, thickness)
    workings: Numbers = {
        "f_c [Pa]": f_c, "f_y [Pa]": f_y, "A_s [m2]": bars, "d [m]": depth, "b [m]": 1.0,
        "h [m]": thickness, "gamma_EH": earth, "gamma_LS": live,
        "m_EH [N m]": forces[0, 0], "v_EH [N]": forces[0, 1], "m_LS [N m]": forces[1, 0],
        "v_LS [N]": forces[1, 1], "m_BR [N m]": forces[2, 0], "v_BR [N]": forces[2, 1],
        "a_v [m]": links, "s [m]": spacing, "E_s [Pa]": E_BARS, "E_cm [Pa]": material.concrete.E_cm,
        **acting,
    }  # fmt: skip
    places = [f"{one.abutment.name} {name}" for one in loads]
    station = floats([one.abutment.station for one in loads])
    none = [""] * len(places)

    def series(
        what: str, clause: str, unit: str, situation: str, demand: Array, resistance: Array
    ) -> CheckSeries:
        words = [f"{situation}: EH at rest, LS, BR"] * len(places)
        return placed_series(
            f"{name} {what}", clause, "remembered", "abutment", unit, situation, places,
            demand=demand, resistance=resistance, utilisation=demand / resistance,
            combination=words, cause=none, station=station, details={"A_s": bars, "d": depth},
            workings=workings,
        )  # fmt: skip

    return [
        series("bending", "AASHTO 5.6.3.2, 3.11.6.4", "N m/m", "Strength I", moment, resist),
        series("shear", "AASHTO 5.7.3.3", "N/m", "Strength I", shear, web),
        series("least bars", "AASHTO 5.6.3.3", "N m/m", "Strength I", least, resist),
        series("crack control", "AASHTO 5.6.7", "m", "Service I", spacing, limit),
    ]
