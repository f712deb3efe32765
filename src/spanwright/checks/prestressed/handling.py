"""Ends, lifting and camber of precast girders."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.checks.prestressed.bench import SCATTER, Bench
from spanwright.checks.series import girder_lines, places_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.resistance.pretension import slenderness_limit, splitting_steel
from spanwright.codes.eurocode.resistance.service import deflection_limit
from spanwright.datum.arrays import Array
from spanwright.structure.precast_ageing import GROWING

CAMBER: Final = 1.0 / 250.0  # of the span, EN 1992-1-1 7.4.1(4)


def splitting_series(bench: Bench) -> CheckSeries:
    """Links within a quarter of the depth from the girders' ends against splitting at release."""
    table, found = bench.girders.table, bench.prestress
    near = (table.end_distance <= 0.25 * table.depth) & ~table.is_insitu
    bonded = found.area * found.released * (table.layer_bond >= table.end_distance[:, None] - 1e-6)
    force = SCATTER[1] * bonded.sum(axis=1)
    return places_series(
        "splitting at the girders' ends", "AASHTO LRFD 5.9.4.4.1 (EN 1992-1-1 8.10.3)",
        "SLS characteristic", "m2", table, bench.decks,
        demand=splitting_steel(force), resistance=table.link_rate * 0.25 * table.depth,
        combination="prestress at release", skipped=~near, details={"force": force},
        workings={"P [N]": force, "a_sw [m]": table.link_rate, "h [m]": table.depth},
    )  # fmt: skip


def lifting_series(bench: Bench) -> CheckSeries:
    """Slenderness of the girder hung at its ends (EN 1992-1-1 5.9(3))."""
    table = bench.girders.table
    width = np.maximum(table.top_width, 1e-9)
    return places_series(
        "lateral slenderness while lifted", "EN 1992-1-1 5.9(3)", "ULS transient", "-", table,
        bench.decks, demand=table.girder_length / width,
        resistance=slenderness_limit(table.depth, width, transient=True),
        combination="lifting at the ends", skipped=table.is_insitu,
        workings={"h [m]": table.depth, "b [m]": width, "l_0t [m]": table.girder_length},
    )  # fmt: skip


def camber_series(bench: Bench) -> CheckSeries:
    """Rise of the girders when the slab is cast, before its weight (7.4.1(4)): span/250.

    Curvatures of prestress and own weight, twice integrated between the bearings; creep until then
    with phi on the loads and (1 + 0.8 phi) on what is lost.  The details give the rise at release
    and the sag by the wet slab.
    """
    girders, table, found = bench.girders, bench.girders.table, bench.prestress
    bare, ageing = girders.section("steel"), girders.ageing
    force, level = found.force("release")
    kept, at = found.force("slab")
    arm, arm_kept = bare.centroid - level, bare.centroid - at
    start = (force * arm - table.self_moment) / (ageing.E_release * bare.inertia)
    crept = ageing.early * (force * arm - table.self_moment)
    lost = (1.0 + GROWING * ageing.early) * (force * arm - kept * arm_kept)
    grown = start + (crept - lost) / (ageing.E_girder * bare.inertia)
    slab = -table.slab_moment / (ageing.E_girder * bare.inertia)
    rise = [_deflection(bench, np.where(table.is_insitu, 0.0, k)) for k in (start, grown, slab)]
    limit = CAMBER * table.girder_span
    return places_series(
        "camber before the slab", "EN 1992-1-1 7.4.1(4)", "SLS quasi-permanent", "m", table,
        bench.decks, demand=np.maximum(np.maximum(rise[0], rise[1]), 0.0), resistance=limit,
        combination="prestress and own weight", skipped=table.is_insitu,
        details={
            "rise at release": rise[0], "rise before the slab": rise[1],
            "sag by the wet slab": -rise[2], "rise after the slab": rise[1] + rise[2],
        },
        workings={"u_0 [m]": rise[0], "u_1 [m]": rise[1], "L [m]": table.girder_span},
    )  # fmt: skip


def _deflection(bench: Bench, hogging: Array) -> Array:
    """Upward deflection of each girder between the ends of its span.  curvature (n,) -> (n,) [m]"""
    table = bench.girders.table
    result = np.zeros(bench.girders.count)
    for _, _, rows in girder_lines(table):
        for span in np.unique(table.span[rows]):
            own = rows[table.span[rows] == span]
            x = table.station[own]
            step = np.diff(x)
            mean = 0.5 * (hogging[own][1:] + hogging[own][:-1])
            slope = np.append(0.0, np.cumsum(mean * step))
            fall = np.append(0.0, np.cumsum((slope[:-1] + 0.5 * mean * step) * step))
            length = x[-1] - x[0]
            chord = fall[-1] * (x - x[0]) / length if length > 0 else 0.0 * x
            result[own] = chord - fall
    return result


def deflection_series(bench: Bench) -> CheckSeries:
    """Downward deflection under frequent traffic against the customary limit."""
    table = bench.girders.table
    down = np.maximum(bench.demands.deflection, 0.0)
    return places_series(
        "deflection of prestressed girders", "customary limit (none in EN 1992-2)",
        "SLS frequent", "m", table, bench.decks, demand=down,
        resistance=deflection_limit(table.span_length),
        combination="LM1 frequent", cause=bench.demands.deflection_cause,
        workings={"L [m]": table.span_length},
    )  # fmt: skip
