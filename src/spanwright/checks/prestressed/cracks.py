"""Cracks of prestressed girders and of the slab over their piers; bars in service."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.checks.prestressed.bench import SCATTER, SHRINKAGE, STEEL, TIMES, Bench
from spanwright.checks.prestressed.stresses import reached_tension
from spanwright.checks.series import girder_series, pick, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers
from spanwright.codes.eurocode.resistance.bonded import Steel, cracked_bending
from spanwright.codes.eurocode.resistance.crack import (
    E_BARS,
    CrackWidth,
    crack_width,
    effective_tension_height,
)
from spanwright.codes.eurocode.resistance.precast import SOFFIT
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.datum.arrays import Array
from spanwright.datum.units import mm

PRESTRESSED_WIDTH: Final = 0.2 * mm  # EN 1992-2 Table 7.101N, bonded tendons, frequent
PLAIN_WIDTH: Final = 0.3 * mm  # the same, reinforced, quasi-permanent
ACROSS: Final = 16.0 * mm  # bars across the bridge, outside the longitudinal ones
STRAND_BOND: Final = 0.6  # xi of pretensioned strands, EN 1992-1-1 Table 6.2
WIRE_SHARE: Final = 1.75 / 3.0  # equivalent diameter of a 7-wire strand over its own, 7.3.2(3)
LAYERS: Final = 2


def soffit_series(bench: Bench) -> CheckSeries:
    """Crack width at the soffit where it is pulled under frequent traffic (7.3.4).

    A section whose soffit stays below f_ctm under the characteristic combination does not crack.
    Otherwise prestress and moment are those of the composite section that give the same stress at
    the soffit, and the strain of strands and bars after decompression opens the crack.
    """
    girders, table, found = bench.girders, bench.girders.table, bench.prestress
    own, demands = girders.materials, bench.demands.frequent
    tension, cracks = reached_tension(bench, bench.demands.characteristic)
    whole = girders.section("short term")
    share = found.share
    area = (share * found.area).sum(axis=1)
    arm = whole.centroid - found.centroid
    each = 1.0 / whole.area + arm * whole.centroid / whole.inertia  # soffit stress per force
    bars = _bottom_bars(bench)
    widths, gains = [], []
    for moment in demands.moment:
        worst = np.zeros((3, girders.count))
        for when in TIMES if cracks.any() else ():
            hold = np.maximum(-bench.own(when, SCATTER[0])[SOFFIT], 0.0)
            force = hold / each
            strain = np.where(area > 0, force / np.where(area > 0, area, 1.0), 0.0) / own.E_p
            strands = Steel(
                found.height, share * found.area, np.broadcast_to(strain[:, None], share.shape),
                np.inf, own.E_p, np.full_like(share, np.inf),
            )  # fmt: skip
            load = bench.load_fibres(moment, when)[SOFFIT] * whole.inertia / whole.centroid
            state = cracked_bending(
                bench.bonded(strands, bars), np.where(cracks, np.maximum(load, 0.0), 0.0), np.full(
                    girders.count, girders.ageing.E_girder), whole.ratio[-1], sagging=True,
            )  # fmt: skip
            gain = np.maximum(
                np.where(strands.area > 0, state.gain[0], 0.0).max(axis=1),
                np.where(bars.area > 0, state.gain[1], 0.0)[:, 0],
            )
            crack = _soffit_width(bench, gain, state.depth, strands, bars)
            wider = crack.width > worst[0]
            worst = np.where(wider, np.stack([crack.width, gain, crack.ratio]), worst)
        widths.append(np.where(cracks, worst[0], 0.0))
        gains.append(worst[1:])
    width = np.stack(widths)
    target = worst_of(width)
    gain, share_of_steel = (pick(np.stack(gains)[:, k], target) for k in (0, 1))
    return girder_series(
        "crack width of the soffit", "EN 1992-1-1 7.3.4, EN 1992-2 Table 7.101N", "remembered",
        "m", table, bench.deck_names, demands, target,
        demand=pick(width, target), resistance=np.full(girders.count, PRESTRESSED_WIDTH),
        utilisation=pick(width / PRESTRESSED_WIDTH, target), skipped=table.is_insitu,
        details={
            "greatest tension, characteristic": tension,
            "f_ctm": bench.f_ctm,
            "steel after decompression": gain,
        },
        workings=crack_numbers(
            gain, own.strand_diameter * WIRE_SHARE, _soffit_cover(bench), share_of_steel,
            bench.f_ctm, girders.ageing.E_girder, own.E_p, 0.5,
        )
        | {"sigma_ct [Pa]": tension, "k_cr": cracks.astype(float)},
    )  # fmt: skip


def _bottom_bars(bench: Bench) -> Steel:
    """Bars of the bottom flange and of the slab, without a limit of their stress."""
    bars = bench.bars
    return Steel(bars.level, bars.area, bars.strain, np.inf, bars.modulus, bars.most)


def crack_numbers(
    stress: Array,
    diameter: Array | float,
    cover: Array | float,
    ratio: Array,
    f_ctm: Array | float,
    E_cm: Array | float,
    E_steel: float,
    k_2: float,
) -> Numbers:
    """What (7.8) to (7.11) put in."""
    return {
        "sigma_s [Pa]": stress, "phi [m]": diameter, "c [m]": cover, "rho_p": ratio,
        "f_ctm [Pa]": f_ctm, "E_cm [Pa]": E_cm, "E_s [Pa]": E_steel, "k_2": k_2,
    }  # fmt: skip


def _soffit_cover(bench: Bench) -> Array:
    """Concrete below the lowest steel of the bottom flange.  (n,) [m]"""
    table, found = bench.girders.table, bench.prestress
    strands = np.where(found.share * found.area > 0, found.height, np.inf).min(axis=1)
    level = np.minimum(strands, np.where(table.bottom_bars > 0, table.bottom_bar_height, np.inf))
    cover = level - 0.5 * bench.girders.materials.strand_diameter
    return np.where(np.isfinite(cover), cover, table.bottom_bar_height)


def _soffit_width(
    bench: Bench, gain: Array, depth: Array, strands: Steel, bars: Steel
) -> CrackWidth:
    """Cracks of the bottom flange by the strain of its lowest steel.  (n,)"""
    own = bench.girders.materials
    height = bench.bonded(strands, bars).top
    steel = np.concatenate([strands.area, bars.area[:, :1]], axis=1)
    level = np.concatenate([strands.level, bars.level[:, :1]], axis=1)
    total = steel.sum(axis=1)
    centre = (steel * level).sum(axis=1) / np.maximum(total, 1e-12)
    reach = effective_tension_height(height, height - centre, depth)
    around = np.maximum(bench.outline.moments(high=reach)[0], 1e-6)  # nothing where none cracks
    diameter = own.strand_diameter * WIRE_SHARE
    bond = STRAND_BOND  # xi_1^2 = xi for prestressing steel alone
    bonded = bond * strands.area.sum(axis=1) + bars.area[:, 0]
    ratio = np.maximum(bonded / around, 1e-6)
    return crack_width(
        gain, diameter, _soffit_cover(bench), ratio, bench.f_ctm, bench.girders.ageing.E_girder,
        E_s=own.E_p,
    )  # fmt: skip


def slab_bars(bench: Bench, moment: Array) -> Array:
    """Stress of the slab's bars on the cracked section over a pier.  moment (s, n) -> (n,) [Pa]

    Of the stages with a slab; strands press the other flange and are left out.
    """
    total = moment.sum(axis=0) - moment[STEEL]
    without = total - moment[SHRINKAGE]
    pulled = np.maximum(-np.minimum(total, without), 0.0)
    girders = bench.girders
    modulus = girders.modulus("short term")
    state = cracked_bending(
        bench.bonded(bench.bars), pulled, modulus, girders.section("short term").ratio[-1],
        sagging=False,
    )  # fmt: skip
    return np.asarray(np.maximum(state.gain[0][:, 1], 0.0))


def slab_series(bench: Bench) -> tuple[CheckSeries, ...]:
    """Bars of the slab over piers: crack width quasi-permanent, stress characteristic."""
    girders, table = bench.girders, bench.girders.table
    own = girders.materials
    spacing = np.array([deck.slab.bar_spacing for deck in bench.decks])[table.deck]
    cover = np.array([deck.slab.cover for deck in bench.decks])[table.deck] + ACROSS
    diameter = np.sqrt(4.0 / np.pi * table.rebar_area / table.slab_width * spacing / LAYERS)
    reach = np.minimum(2.5 * (cover + 0.5 * diameter), 0.5 * table.slab_thickness)
    ratio = np.pi * diameter**2 / 4.0 / (spacing * reach)
    demands = bench.demands.quasi_permanent
    stress = np.stack([slab_bars(bench, m) for m in demands.moment])
    width = crack_width(stress, diameter, cover, ratio, own.slab.f_ctm, own.slab.E_cm, k2=1.0).width
    target = worst_of(width)
    first = girder_series(
        "crack width over the piers", "EN 1992-1-1 7.3.4, EN 1992-2 Table 7.101N", "remembered",
        "m", table, bench.deck_names, demands, target,
        demand=pick(width, target), resistance=np.full(girders.count, PLAIN_WIDTH),
        utilisation=pick(width / PLAIN_WIDTH, target),
        details={"sigma_s": pick(stress, target), "bar diameter": diameter, "rho_p,eff": ratio},
        workings=crack_numbers(
            pick(stress, target), diameter, cover, ratio, own.slab.f_ctm, own.slab.E_cm, E_BARS, 1.0
        ),
    )  # fmt: skip
    rare = bench.demands.characteristic
    stress = np.stack([slab_bars(bench, m) for m in rare.moment])
    limit = float(concrete_limits(own.slab.f_ck, own.f_sk).bars)
    target = worst_of(stress)
    second = girder_series(
        "reinforcement stress over the piers", "EN 1992-1-1 7.2(5)", "remembered", "Pa", table,
        bench.deck_names, rare, target, demand=pick(stress, target),
        resistance=np.full(girders.count, limit), utilisation=pick(stress / limit, target),
        workings={"sigma_s [Pa]": pick(stress, target), "f_sk [Pa]": own.f_sk},
    )  # fmt: skip
    return first, second


def joint_series(bench: Bench) -> CheckSeries:
    """Bars at the soffit of the diaphragms cast between the girders.

    Creep lifts the girders' ends over the piers; the bars carried through limit the crack to 0.3 mm
    (quasi-permanent) as of reinforced concrete.
    """
    girders, table = bench.girders, bench.girders.table
    demands = bench.demands.quasi_permanent
    bars = _bottom_bars(bench)
    section, modulus = bench.bonded(bars), girders.modulus("short term")
    ratio = girders.section("short term").ratio[-1]
    cover = np.maximum(table.bottom_bar_height - 12.5 * mm, 20.0 * mm)
    diameter = 25.0 * mm  # of the bars through the diaphragms, where only their area is given
    widths, stresses, shares = [], [], []
    for moment in demands.moment:
        total = moment.sum(axis=0)
        pulled = np.maximum(np.maximum(total, total - moment[SHRINKAGE]), 0.0)
        pulled = np.where(table.is_insitu, pulled, 0.0)
        state = cracked_bending(section, pulled, modulus, ratio, sagging=True)
        stress = np.where(table.bottom_bars > 0, state.gain[0][:, 0], 0.0)
        height = section.top
        reach = effective_tension_height(height, height - table.bottom_bar_height, state.depth)
        share = table.bottom_bars / np.maximum(bench.outline.moments(high=reach)[0], 1e-6)
        widths.append(
            crack_width(
                np.maximum(stress, 0.0), diameter, cover, np.maximum(share, 1e-6), bench.f_ctm,
                modulus,
            ).width
        )  # fmt: skip
        # Sagging without any bar there is not covered.
        widths[-1] = np.where((table.bottom_bars <= 0) & (pulled > 0), np.nan, widths[-1])
        stresses.append(np.maximum(stress, 0.0))
        shares.append(np.maximum(share, 1e-6))
    width = np.stack(widths)
    width = np.where(np.isnan(width).any(axis=0), np.nan, width)
    target = worst_of(width)
    return girder_series(
        "crack width of the joint over a pier", "EN 1992-1-1 7.3.4", "remembered", "m", table,
        bench.deck_names, demands, target,
        demand=pick(width, target), resistance=np.full(girders.count, PLAIN_WIDTH),
        utilisation=pick(width / PLAIN_WIDTH, target), skipped=~table.is_insitu,
        details={"sigma_s": pick(np.stack(stresses), target), "bottom bars": table.bottom_bars},
        workings=crack_numbers(
            pick(np.stack(stresses), target), diameter, cover, pick(np.stack(shares), target),
            bench.f_ctm, modulus, E_BARS, 0.5,
        ),
    )  # fmt: skip
