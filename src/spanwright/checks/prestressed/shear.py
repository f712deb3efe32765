"""Shear of prestressed girders: web with and without links, and the joint to the slab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.checks.prestressed.bench import STEEL, Bench
from spanwright.checks.series import girder_series, pick, places_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.concrete import characteristic_tensile_strength
from spanwright.codes.eurocode.resistance.concrete import (
    ROUGHNESS,
    Interface,
    StirrupShear,
    axial_strut_factor,
    interface_shear,
    plain_shear,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.precast import first_moment
from spanwright.codes.eurocode.resistance.pretension import (
    StagedShear,
    least_links,
    staged_uncracked_shear,
)
from spanwright.codes.eurocode.resistance.studs import flange_shear
from spanwright.datum.arrays import Array, Bools, floats, freeze
from spanwright.layout.quantities import TRANSVERSE_BARS

GREATEST_COT: Final = 2.5
FLANGE_COT: Final = 1.2  # of the slab's struts; 1.25 is the most for a slab in tension


@dataclass(frozen=True, slots=True, eq=False)
class WebShear:
    """Shear of the web for every target, (t, n) unless said.

    z, d      : lever arm and effective depth [m];  compression : (n,) sigma_cp of the web [Pa]
    uncracked : V_Rd,c by (6.4);  plain : by (6.2);  is_uncracked : bending leaves f_ctd unreached
    without   : V_Rd,c that counts;  links : truss with links;  cot : of its struts
    resistance: of the truss, or V_Rd,c where that suffices and is more [N]
    """

    z: Array
    d: Array
    compression: Array
    uncracked: Array
    plain: Array
    is_uncracked: Bools
    without: Array
    links: StirrupShear
    cot: Array
    resistance: Array

    def __post_init__(self) -> None:
        freeze(self)


def lever(bench: Bench, moment: Array) -> tuple[Array, Array]:
    """Lever arm and effective depth in the direction of a moment (t, n).  [m]

    Of the ultimate state, not above 0.9 d; where no steel is anchored on that side, 0.72 of the
    height.
    """
    found = [bench.sagging, bench.hogging]
    height = bench.bonded(bench.bars).top
    arms, depths = [], []
    for one in found:
        has = one.tension > 0
        d = np.where(has, one.level, 0.8 * height)
        depths.append(np.clip(d, 0.5 * height, height))
        arms.append(np.where(has, np.minimum(one.lever, 0.9 * depths[-1]), 0.72 * height))
    z = np.where(moment >= 0, arms[0], arms[1])
    return np.maximum(z, 0.5 * height), np.where(moment >= 0, depths[0], depths[1])


def web_shear(bench: Bench) -> WebShear:
    """Every rule of 6.2 for the webs, at all sections and targets of the ultimate state."""
    girders, demands = bench.girders, bench.demands.ultimate
    table, factors = girders.table, girders.factors
    moment, shear = demands.moment.sum(axis=1), np.abs(demands.shear.sum(axis=1))
    z, d = lever(bench, moment)
    f_cd = factors.alpha_cc * bench.f_ck / factors.C
    sigma = bench.prestress.force("end")[0] / girders.section("steel").area
    uncracked = _uncracked(bench)
    tension = np.stack([
        (bench.own_fibres["end"] + bench.load_fibres(m, "end"))[:2].max(axis=0)
        for m in demands.moment
    ])  # fmt: skip
    is_uncracked = (tension <= bench.f_ctd) & ~table.is_insitu
    strands = np.where(bench.prestress.share >= 1.0, bench.prestress.area, 0.0).sum(axis=1)
    steel = np.where(moment >= 0, table.bottom_bars + strands, table.rebar_area)
    pressed = np.where(moment >= 0, sigma, 0.0)  # over a pier the pulled slab is not prestressed
    plain = plain_shear(
        table.web_width, d, steel, bench.f_ck, pressed, f_cd, gamma_C=factors.C
    ).resistance
    without = np.where(is_uncracked, uncracked.resistance, plain)
    truss = stirrup_shear(
        table.web_width, z, table.link_rate, bench.f_yd, bench.f_ck, f_cd,
        strut_factor=axial_strut_factor(sigma, f_cd), greatest_cot=GREATEST_COT,
    )  # fmt: skip
    resistance = np.where(shear <= without, np.maximum(without, truss.resistance), truss.resistance)
    return WebShear(
        z, d, sigma, uncracked.resistance, plain, is_uncracked, without, truss, truss.cot,
        resistance,
    )  # fmt: skip


def _uncracked(bench: Bench) -> StagedShear:
    """V_Rd,c of the uncracked web (t, n), the least of both centroids and the web's ends.

    The compression at each level is that of prestress and of the target's own moments.
    """
    girders, demands = bench.girders, bench.demands.ultimate
    table, outline = girders.table, bench.outline
    bare, whole = girders.section("steel"), girders.section("short term")
    low = table.bottom_thickness + table.bottom_taper
    high = table.depth - table.top_thickness - table.top_taper
    levels = [np.clip(v, low, high) for v in (whole.centroid, bare.centroid, low, high)]
    force, at = bench.prestress.force("end")
    found = []
    for level in levels:
        moments = (
            first_moment(outline, bare, level),
            first_moment(outline, whole, level),
        )
        press = -bare.at(level, -force, at, demands.moment[:, STEEL])
        for row, section in enumerate(bench.sections):
            if row != STEEL:
                press = press - section.at(level, 0.0, 0.0, demands.moment[:, row])
        found.append(
            staged_uncracked_shear(
                table.web_width, demands.shear[:, STEEL], moments, (bare.inertia, whole.inertia),
                bench.f_ctd, press,
            )
        )  # fmt: skip
    rank = np.argmin(np.stack([f.resistance for f in found]), axis=0)[None]

    def least(name: str) -> Array:
        every = np.stack([getattr(f, name) for f in found])
        return np.asarray(np.take_along_axis(every, rank, axis=0)[0])

    return StagedShear(least("whole"), least("taken"), least("resistance"))


def shear_series(bench: Bench) -> tuple[CheckSeries, ...]:
    """The web at every section, and its least links.

    In a diaphragm the girder ends: its shear has become the bearing's reaction.
    """
    demands, table = bench.demands.ultimate, bench.girders.table
    web = web_shear(bench)
    shear = np.abs(demands.shear.sum(axis=1))
    use = shear / np.maximum(web.resistance, 1.0)
    target = worst_of(use)
    rate = least_links(table.web_width, bench.f_ck, bench.girders.materials.f_sk)
    return (
        girder_series(
            "shear of prestressed girders", "EN 1992-1-1 6.2.2, 6.2.3", "remembered", "N", table,
            bench.deck_names, demands, target,
            demand=pick(shear, target), resistance=pick(web.resistance, target),
            utilisation=pick(use, target), skipped=table.is_insitu,
            details={
                "V on the girder alone": pick(np.abs(demands.shear[:, STEEL]), target),
                "sigma_cp": web.compression,
                "bending leaves the girder whole": pick(web.is_uncracked, target),
                "V_Rd,c (6.4)": pick(web.uncracked, target),
                "V_Rd,c (6.2)": pick(web.plain, target),
                "z": pick(web.z, target),
                "cot theta": pick(web.cot, target),
                "V_Rd,s": pick(web.links.stirrups, target),
                "V_Rd,max": pick(web.links.struts, target),
                "A_sw/s": table.link_rate,
            },
            workings={
                "b_w [m]": table.web_width, "z [m]": pick(web.z, target),
                "d [m]": pick(web.d, target), "a_sw [m]": table.link_rate,
                "f_yd [Pa]": bench.f_yd, "f_ck [Pa]": bench.f_ck,
                "alpha_cc": bench.girders.factors.alpha_cc, "gamma_C": bench.girders.factors.C,
                "sigma_cp [Pa]": web.compression, "V_Rd_c [N]": pick(web.without, target),
                "k_w": pick(web.is_uncracked, target),
            },
        ),
        places_series(
            "least links", "EN 1992-1-1 9.2.2(5)", "ULS persistent", "m2/m", table, bench.decks,
            demand=rate, resistance=table.link_rate, combination="web",
            workings={"f_ck [Pa]": bench.f_ck, "f_yk [Pa]": bench.girders.materials.f_sk,
                      "b_w [m]": table.web_width},
        ),
    )  # fmt: skip


def interface_series(bench: Bench) -> CheckSeries:
    """Shear between the girder's top and the slab (EN 1992-1-1 6.2.5), beta = 1.

    V_Ed of all stages: at the ultimate state the slab carries the compression of all of them.
    """
    demands, table, own = bench.demands.ultimate, bench.girders.table, bench.girders.materials
    factors = bench.girders.factors
    moment, shear = demands.moment.sum(axis=1), np.abs(demands.shear.sum(axis=1))
    z, _ = lever(bench, moment)
    stress = shear / (z * table.top_width)
    found: Interface = interface_shear(
        own.surface,
        float(characteristic_tensile_strength(own.slab.f_ck)) / factors.C,
        table.link_rate / table.top_width,
        bench.f_yd,
        own.slab.f_ck,
        factors.alpha_cc * own.slab.f_ck / factors.C,
    )
    use = stress / found.resistance
    target = worst_of(use)
    return girder_series(
        "shear between girder and slab", "EN 1992-1-1 6.2.5", "remembered", "Pa", table,
        bench.deck_names, demands, target,
        demand=pick(stress, target), resistance=found.resistance, utilisation=pick(use, target),
        skipped=table.is_insitu,
        details={
            "z": pick(z, target), "width": table.top_width,
            "rho": table.link_rate / table.top_width, "0.5 nu f_cd": found.limit,
        },
        workings={
            "V_Ed [N]": pick(shear, target), "z [m]": pick(z, target), "b_i [m]": table.top_width,
            "a_sw [m]": table.link_rate, "f_yd [Pa]": bench.f_yd,
            "f_ctd [Pa]": float(characteristic_tensile_strength(own.slab.f_ck)) / factors.C,
            "c": ROUGHNESS[own.surface][0], "mu": ROUGHNESS[own.surface][1],
            "v_max [Pa]": found.limit,
        },
    )  # fmt: skip


def flange_series(bench: Bench) -> CheckSeries:
    """The slab beside the girder: half of the joint's shear leaves through each side (6.2.4).

    Bars across are those of the quantities, both layers; below 0.4 f_ctd none are needed.
    """
    demands, table, own = bench.demands.ultimate, bench.girders.table, bench.girders.materials
    factors, f_ck = bench.girders.factors, own.slab.f_ck
    moment, shear = demands.moment.sum(axis=1), np.abs(demands.shear.sum(axis=1))
    z, _ = lever(bench, moment)
    flow = 0.5 * shear / z
    f_cd = factors.alpha_cc * f_ck / factors.C
    f_ctd = float(characteristic_tensile_strength(f_ck)) / factors.C
    bars = TRANSVERSE_BARS * table.slab_thickness
    strut = flange_shear(flow, floats(1.0), table.slab_thickness, f_cd, f_ck, bench.f_yd, f_ctd,
                         FLANGE_COT).strut  # fmt: skip
    trussed = np.minimum(strut * table.slab_thickness, bars * bench.f_yd * FLANGE_COT)
    resistance = np.maximum(trussed, 0.4 * f_ctd * table.slab_thickness)
    use = flow / resistance
    target = worst_of(use)
    return girder_series(
        "shear of the slab beside prestressed girders", "EN 1992-1-1 6.2.4", "remembered", "N/m",
        table, bench.deck_names, demands, target,
        demand=pick(flow, target), resistance=pick(resistance, target),
        utilisation=pick(use, target), skipped=table.is_insitu,
        details={"z": pick(z, target), "bars across": bars, "cot theta": FLANGE_COT + 0.0 * bars},
        workings={
            "V_Ed [N]": pick(shear, target), "z [m]": pick(z, target),
            "h_f [m]": table.slab_thickness, "f_ck [Pa]": f_ck, "f_cd [Pa]": f_cd,
            "f_ctd [Pa]": f_ctd, "a_sf [m]": bars, "f_yd [Pa]": bench.f_yd,
        },
    )  # fmt: skip
