"""Ultimate bending of prestressed girders, the steel that warns, and the anchored chord."""

from __future__ import annotations

import numpy as np

from spanwright.checks.prestressed.bench import Bench
from spanwright.checks.prestressed.shear import lever, web_shear
from spanwright.checks.prestressed.workings import INDEX
from spanwright.checks.series import girder_series, pick, places_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.precast import SOFFIT
from spanwright.codes.eurocode.resistance.pretension import brittle_minimum
from spanwright.datum.arrays import Array
from spanwright.structure.types import STAGES


def bending_series(bench: Bench) -> CheckSeries:
    """M_Ed of all stages against strain compatibility of girder, slab, strands and bars."""
    demands = bench.demands.ultimate
    moment = demands.moment.sum(axis=1)
    resistance = np.where(moment >= 0, bench.sagging.moment, bench.hogging.moment)
    use = np.abs(moment) / np.maximum(resistance, 1.0)
    target = worst_of(use)
    is_sagging = pick(moment >= 0, target) > 0.5

    def both(name: str) -> Array:
        up, down = getattr(bench.sagging, name), getattr(bench.hogging, name)
        return np.asarray(np.where(is_sagging, up, down))

    return girder_series(
        "bending of prestressed girders", "EN 1992-1-1 6.1", "computed", "N m",
        bench.girders.table, bench.deck_names, demands, target,
        demand=np.abs(pick(moment, target)), resistance=pick(resistance, target),
        utilisation=pick(use, target),
        details={
            "M_Ed": pick(moment, target),
            **{
                f"M_Ed, {stage}": pick(demands.moment[:, row], target)
                for row, stage in enumerate(STAGES)
            },
            "compressed depth x": both("depth"),
            "strain of the compressed edge": both("face"),
            "tension of the steel": both("tension"),
            "its depth d": both("level"),
            "lever arm z": both("lever"),
            "strand stress": both("stress"),
            "strands": bench.prestress.area.sum(axis=1) / bench.girders.materials.strand_area,
        },
        workings={
            **{f"M_{index} [N m]": pick(demands.moment[:, row], target)
               for row, index in enumerate(INDEX)},
            "x [m]": both("depth"), "eps_c": both("face"), "F_s [N]": both("tension"),
            "d [m]": both("level"), "z [m]": both("lever"), "sigma_p [Pa]": both("stress"),
        },
    )  # fmt: skip


def brittle_series(bench: Bench) -> CheckSeries:
    """Steel that carries the cracking moment if prestress is lost (EN 1992-2 6.1(109)b).

    Bars count with f_yk; strands with what they have beyond 0.6 f_pk after losses, up to f_p0.1k.
    """
    girders, found, own = bench.girders, bench.prestress, bench.girders.materials
    table, whole = girders.table, girders.section("short term")
    modulus = whole.inertia / (whole.centroid - whole.levels[SOFFIT])
    cracking = bench.f_ctm * modulus
    arm = 0.9 * np.maximum(bench.sagging.level, 0.5 * table.depth)
    needed = brittle_minimum(cracking, arm, own.f_sk)
    spare = np.maximum(own.f_p01k - np.minimum(found.stress("end"), 0.6 * own.f_pk), 0.0)
    strands = (found.share * found.area * spare).sum(axis=1) / own.f_sk
    present = np.maximum(table.bottom_bars + strands, 1e-9)
    return places_series(
        "steel against brittle failure", "EN 1992-2 6.1(109)b", "SLS characteristic", "m2", table,
        bench.decks, demand=needed, resistance=present, combination="cracking moment, no prestress",
        skipped=~bench.is_prestressed,
        details={"cracking moment": cracking, "z_s": arm, "bars": table.bottom_bars,
                 "strands as bars": strands},
        workings={"f_ctm [Pa]": bench.f_ctm, "W_0 [m3]": modulus, "z_s [m]": arm,
                  "f_yk [Pa]": own.f_sk, "A_s [m2]": table.bottom_bars, "A_sp [m2]": strands},
    )  # fmt: skip


def chord_series(bench: Bench) -> CheckSeries:
    """Strands and bars of the soffit under bending and inclined struts (6.2.3(7), 8.10.2.3).

    F = M/z + 0.5 V cot theta, no more than the span's largest M/z; what it may be is what bond lets
    the strands carry at the section.  At a girder's end it is the anchorage of the struts.
    """
    demands, table = bench.demands.ultimate, bench.girders.table
    shear = np.abs(demands.shear.sum(axis=1))
    moment = demands.moment.sum(axis=1)
    z, _ = lever(bench, moment)
    web = web_shear(bench)
    strands = np.minimum(bench.available, bench.f_pd) * np.where(
        bench.prestress.share > 0, bench.prestress.area, 0.0
    )
    carried = strands.sum(axis=1) + table.bottom_bars * bench.f_yd
    pull = np.maximum(moment, 0.0) / z
    largest = np.zeros_like(pull)
    for key in {*zip(table.deck, table.girder, table.span, strict=True)}:
        rows = (table.deck == key[0]) & (table.girder == key[1]) & (table.span == key[2])
        largest[:, rows] = pull[:, rows].max()
    added = 0.5 * shear * web.cot
    force = np.where(moment >= 0, np.minimum(pull + added, np.maximum(largest, added)),
                     np.maximum(moment / z + added, 0.0))  # fmt: skip
    use = force / np.maximum(carried, 1.0)
    target = worst_of(use)
    return girder_series(
        "anchored tension chord", "EN 1992-1-1 6.2.3(7), 8.10.2.3", "remembered", "N", table,
        bench.deck_names, demands, target,
        demand=pick(force, target), resistance=carried, utilisation=pick(use, target),
        details={
            "M/z": pick(pull, target),
            "0.5 V cot theta": pick(added, target),
            "strands": strands.sum(axis=1),
            "bars": table.bottom_bars * bench.f_yd,
            "available stress, most": bench.available.max(axis=1),
        },
        workings={
            "M_Ed [N m]": pick(moment, target), "z [m]": pick(z, target),
            "V_Ed [N]": pick(shear, target), "cot_theta": pick(web.cot, target),
            "F_max [N]": pick(largest, target), "F_p [N]": strands.sum(axis=1),
            "A_s [m2]": table.bottom_bars, "f_yd [Pa]": bench.f_yd,
        },
    )  # fmt: skip
