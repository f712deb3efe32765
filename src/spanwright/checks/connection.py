"""Shear connection: studs at the ultimate and serviceability limit states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.bending import Bending
from spanwright.checks.series import girder_lines, girder_series, pick, places_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.section import (
    SLAB_SOFFIT,
    SLAB_TOP,
    interface_shear_flow,
)
from spanwright.codes.eurocode.resistance.studs import (
    StudResistance,
    end_shear_flow,
    inelastic_slab_force,
    stud_resistance,
)
from spanwright.datum.arrays import Array
from spanwright.layout.girders import STUDS_ACROSS
from spanwright.layout.types import Deck
from spanwright.structure.girders import Girders, primary_shrinkage
from spanwright.structure.rigidity import STUD_EDGE
from spanwright.structure.types import STAGES


def stud_of(girders: Girders) -> StudResistance:
    """Resistance of one stud of this bridge."""
    material = girders.materials
    return stud_resistance(
        material.stud_diameter,
        material.stud_height,
        material.stud_f_u,
        material.concrete.f_ck,
        material.concrete.E_cm,
        gamma_V=girders.factors.V,
        gamma_concrete=girders.factors.V_concrete,
    )


def shear_flow(girders: Girders, demands: Demands) -> Array:
    """Longitudinal shear between slab and steel, slab uncracked throughout.  (t, n) [N/m]

    Wet concrete and steel weight cause none; every other stage has its own V S/I.
    """
    flow = np.zeros(demands.shear[:, 0].shape)
    for row, stage in enumerate(STAGES):
        if stage != "steel":
            flow = flow + interface_shear_flow(girders.section(stage), demands.shear[:, row])
    return np.asarray(flow)


def shear_flow_per_force(girders: Girders) -> Array:
    """Longitudinal shear of a unit traffic shear, S/I of the whole section.  (n,) [1/m]"""
    section = girders.section("short term")
    return np.asarray(interface_shear_flow(section, np.ones(girders.count)))


def shrinkage_end_flow(girders: Girders) -> Array:
    """Longitudinal shear by the slab's own shrinkage beside the ends of a deck.  (n,) [N/m]

    The slab's force enters over b_eff, as a triangle (EN 1994-2 6.6.2.4); it acts against the
    shear of sagging loads there.
    """
    table = girders.table
    stress = primary_shrinkage(girders, girders.section("shrinkage"))
    force = 0.5 * (stress[SLAB_SOFFIT] + stress[SLAB_TOP]) * girders.slab.area
    flow = np.zeros(girders.count)
    for _, _, rows in girder_lines(table):
        x = table.station[rows]
        for end, at in ((rows[0], x[0]), (rows[-1], x[-1])):
            width = np.full(len(rows), girders.slab.width[end])
            flow[rows] += end_shear_flow(np.full(len(rows), force[end]), width, np.abs(x - at))
    return flow


def with_shrinkage(girders: Girders, flow: Array) -> Array:
    """The greater of the loads' flow and that flow less the shrinkage's, in magnitude.  (t, n)

    The sign of sagging loads at each end is that of the larger flow there.
    """
    against = shrinkage_end_flow(girders)
    larger = np.take_along_axis(flow, np.abs(flow).argmax(axis=0)[None], axis=0)[0]
    both = flow - np.sign(larger) * against
    return np.asarray(np.maximum(np.abs(flow), np.abs(both)))


def inelastic_flow(girders: Girders, demands: Demands, bending: Bending) -> Array:
    """Shear flow where sagging moments exceed M_el,Rd (EN 1994-2 6.6.2.2).  (n,) [N/m]; 0 elsewhere

    N_cd - N_c,el of the fullest section, spread evenly to the nearest sections that stay elastic.
    """
    first = 0  # My max
    flow = np.zeros(girders.count)
    over = (bending.elastic_use[first] > 1.0) & ~bending.is_hogging[first]
    over &= bending.section[first] <= 2
    if not over.any():
        return flow
    section = girders.section("short term")
    composite = demands.moment[first, 1:].sum(axis=0)
    elastic_share = np.minimum(1.0 / np.maximum(bending.elastic_use[first], 1e-9), 1.0)
    per_moment = section.interface_moment / section.inertia
    at_elastic = per_moment * composite * elastic_share
    steel, total = demands.moment[first, 0], bending.moment[first]
    reached = inelastic_slab_force(
        total, steel, steel + composite * elastic_share, bending.resistance[first], at_elastic,
        np.maximum(girders.slab.area * girders.strengths().slab_compression, at_elastic),
    )  # fmt: skip
    extra = np.where(over, reached - at_elastic, 0.0)
    for _, _, rows in girder_lines(girders.table):
        x, inside = girders.table.station[rows], over[rows]
        edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            low, high = max(start - 1, 0), min(stop, len(rows) - 1)
            peak = start + int(np.argmax(extra[rows[start:stop]]))
            for a, b in ((low, peak), (peak, high)):
                length = max(x[b] - x[a], 1e-6)
                span = rows[a : b + 1]
                base = at_elastic[rows[peak]] - at_elastic[rows[a if b == peak else b]]
                flow[span] = np.maximum(flow[span], (max(base, 0.0) + extra[rows[peak]]) / length)
    return flow


def stud_series(
    girders: Girders,
    demands: Demands,
    deck_names: tuple[str, ...],
    *,
    service: bool,
    bending: Bending | None = None,
) -> CheckSeries:
    """Elastic longitudinal shear against the studs provided (EN 1994-2 6.6.2.1, 6.8.1(3)).

    Beside the ends of a deck the slab's shrinkage is in it; where sagging sections are plastic,
    the slab force of ``bending`` beyond M_el,Rd as well.
    """
    stud = stud_of(girders)
    one = stud.service if service else stud.design
    resistance = girders.table.stud_rate * one
    flow = with_shrinkage(girders, shear_flow(girders, demands))
    if bending is not None:
        flow = np.maximum(flow, inelastic_flow(girders, demands, bending))
    use = flow / resistance
    target = worst_of(use)
    return girder_series(
        "studs (serviceability)" if service else "studs",
        "EN 1994-2 6.8.1(3)" if service else "EN 1994-2 6.6.2.1, 6.6.3.1",
        "remembered",
        "N/m",
        girders.table,
        deck_names,
        demands,
        target,
        demand=pick(flow, target),
        resistance=resistance,
        utilisation=pick(use, target),
        details={
            "P_Rd": np.full(girders.count, float(stud.design)),
            "studs per metre": girders.table.stud_rate,
            "shrinkage at the ends": shrinkage_end_flow(girders),
        },
    )


def stud_spacing_series(girders: Girders, decks: Sequence[Deck]) -> CheckSeries:
    """Distances and sizes of the studs against the detailing rules (EN 1994-2 6.6.5.7).

    Rows of STUDS_ACROSS studs, the outer ones STUD_EDGE from the flange's edge.
    """
    data = load("eurocode/resistance/studs.toml")
    table, material = girders.table, girders.materials
    d = material.stud_diameter
    along = STUDS_ACROSS / table.stud_rate
    across = (table.top_width - 2 * STUD_EDGE) / (STUDS_ACROSS - 1)
    longest = np.minimum(
        data.number("spacing.along_max_slab_thicknesses") * table.slab_thickness,
        data.number("spacing.along_max"),
    )
    kind = np.where(
        table.is_cracked,
        data.number("spacing.flange_thickness_fatigue"),
        data.number("spacing.flange_thickness_static"),
    )
    rules: dict[str, Array | float] = {
        "longest pitch": along / longest,
        "shortest pitch": data.number("spacing.along_min_diameters") * d / along,
        "distance across": data.number("spacing.across_min_diameters_solid") * d / across,
        "edge of the flange": data.number("spacing.edge_clear") / (STUD_EDGE - 0.5 * d),
        "short studs": data.number("spacing.height_diameters") * d / material.stud_height,
        "thin flange": d / (kind * table.top_thickness),
    }
    each = np.ones((len(rules), girders.count))
    for row, use in enumerate(rules.values()):
        each[row] = use
    worst = each.argmax(axis=0)
    names = tuple(rules)
    return places_series(
        "stud spacing",
        "EN 1994-2 6.6.5.7",
        "detailing",
        "1",
        table,
        decks,
        demand=each.max(axis=0),
        resistance=np.ones(girders.count),
        combination=[names[k] for k in worst],
        details=dict(zip(names, each, strict=True)) | {"row pitch": along},
    )
