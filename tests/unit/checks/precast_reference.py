"""A 30 m precast girder under a slab, as sections along it: 1.5 m deep, 30 strands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.checks.prestressed.bench import PrestressedDemands
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.layout.types import Deck, Slab
from spanwright.structure.girders import Factors
from spanwright.structure.precast_ageing import PrecastAges, age_precast
from spanwright.structure.prestressed import (
    PrecastTable,
    PrestressedGirders,
    PrestressMaterials,
)

LENGTH = 30.0
WEIGHT = 25e3 * 0.6245  # N/m of the girder below
SLAB = 25e3 * 2.5 * 0.22


def table_of(stations: np.ndarray, strands: tuple[float, ...] = (12, 12, 6)) -> PrecastTable:
    """Sections at distances from the girder's left end; layers 60, 110, 160 mm above the soffit."""
    n = len(stations)
    one = np.ones(n)
    index = np.zeros(n, dtype=np.int64)
    away = np.minimum(stations, LENGTH - stations)
    arm = stations * (LENGTH - stations) / 2.0
    slope = LENGTH / 2.0 - stations
    layers = np.asarray(strands) * 150e-6
    return PrecastTable(
        deck=index, girder=index, span=index, station=stations,
        at_support=away <= 0.0, member=np.arange(n), side=index + 1,
        depth=1.5 * one, top_width=0.9 * one, top_thickness=0.12 * one, top_taper=0.08 * one,
        web_width=0.2 * one, bottom_taper=0.15 * one, bottom_width=0.65 * one,
        bottom_thickness=0.25 * one,
        slab_width=2.5 * one, slab_width_model=2.5 * one, slab_thickness=0.22 * one,
        haunch=0.03 * one, rebar_area=2.5 * 2.5e-3 * one, rebar_depth=0.11 * one,
        is_cracked=np.zeros(n, dtype=bool), is_insitu=np.zeros(n, dtype=bool),
        span_length=LENGTH * one, curvature=0.0 * one,
        girder_length=LENGTH * one, girder_span=LENGTH * one, end_distance=away,
        layer_height=np.tile([0.06, 0.11, 0.16], (n, 1)),
        layer_area=np.tile(layers, (n, 1)), layer_bond=np.tile(away[:, None], (1, 3)),
        link_rate=2 * 113e-6 / 0.15 * one, link_diameter=0.012 * one,
        bottom_bars=4 * 201e-6 * one, bottom_bar_height=0.06 * one,
        self_moment=WEIGHT * arm, slab_moment=SLAB * arm,
        self_shear=WEIGHT * slope, slab_shear=SLAB * slope,
    )  # fmt: skip


def girders_of(
    stations: np.ndarray | None = None, strands: tuple[float, ...] = (12, 12, 6)
) -> PrestressedGirders:
    x = np.linspace(0.0, LENGTH, 13) if stations is None else np.asarray(stations, dtype=float)
    materials = PrestressMaterials(concrete("C50/60"), concrete("C35/45"), 33e6, 500e6)
    ages = age_precast(
        materials.girder, materials.slab, materials.f_ck_release, PrecastAges(), 0.75, 0.25, 0.24
    )
    return PrestressedGirders(table_of(x, strands), materials, Factors(), ages)


def with_strands(girders: PrestressedGirders, factor: float) -> PrestressedGirders:
    """The same with all strand areas multiplied."""
    table = replace(girders.table, layer_area=girders.table.layer_area * factor)
    return replace(girders, table=table)


FINISHES, TRAFFIC, TEMPERATURE = 5.0e3, 30.0e3, 0.4e6  # N/m, N/m, N m


def staged(
    girders: PrestressedGirders, situation: str, factors: tuple[float, float, float]
) -> Demands:
    """Simple span under own weight, slab, finishes (permanent factor) and uniform traffic.

    factors : of permanent actions, traffic, temperature; targets My max, My min, Vz max, Vz min
    """
    table = girders.table
    arm = table.station * (LENGTH - table.station) / 2.0
    slope = LENGTH / 2.0 - table.station
    n, (g, q, t) = girders.count, factors
    moment, shear = np.zeros((4, 5, n)), np.zeros((4, 5, n))
    moment[:, 0] = g * (table.self_moment + table.slab_moment)
    shear[:, 0] = g * (table.self_shear + table.slab_shear)
    moment[:, 1], shear[:, 1] = g * FINISHES * arm, g * FINISHES * slope
    for target in (0, 2, 3):
        moment[target, 4] = q * TRAFFIC * arm + t * TEMPERATURE
        shear[target, 4] = q * TRAFFIC * slope
    index = np.zeros((4, n), dtype=np.int64)
    return Demands(situation, moment, shear, np.zeros((4, n)), index, ("6.10 test",), index - 1, ())


def demands_of(girders: PrestressedGirders) -> PrestressedDemands:
    """All situations of the simple span."""
    n = girders.count
    return PrestressedDemands(
        ultimate=staged(girders, "ULS persistent", (1.35, 1.35, 0.0)),
        characteristic=staged(girders, "SLS characteristic", (1.0, 1.0, 0.6)),
        frequent=staged(girders, "SLS frequent", (1.0, 0.6, 0.5)),
        quasi_permanent=staged(girders, "SLS quasi-permanent", (1.0, 0.0, 0.5)),
        construction=staged(girders, "ULS transient", (1.35, 0.0, 0.0)),
        erection=np.asarray(girders.table.self_moment + 1.2 * girders.table.slab_moment),
        deflection=np.full(n, 0.01),
        deflection_cause=("",) * n,
    )


def deck_of_reference() -> Deck:
    """The deck the sections stand in; the checks ask for its name and slab."""
    slab = Slab(1.25, -1.25, 0.22, 0.03, np.array([0.0, LENGTH]), np.array([2.5e-3]), 0.11)
    return Deck(
        name="A", supports=np.array([0.0, LENGTH]), girders=(), slab=slab,
        cross_frames=np.array([0.0, LENGTH]), frame_area=0.0, stiffener_spacing=1.0,
        stud_diameter=0.02, stud_height=0.1, stud_station=np.array([0.0, LENGTH]),
        stud_rate=np.array([0.0]),
    )  # fmt: skip


def over_a_pier(bottom_bars: float = 4e-3) -> tuple[PrestressedGirders, PrestressedDemands]:
    """The first section in a diaphragm, hogging under finishes and sagging under creep."""
    girders = girders_of(np.array([0.0, 1.0, 15.0]))
    table = replace(
        girders.table, is_insitu=np.array([True, False, False]),
        is_cracked=np.array([True, False, False]), bottom_bars=np.full(3, bottom_bars),
        self_moment=np.where(np.arange(3) == 0, 0.0, girders.table.self_moment),
    )  # fmt: skip
    girders = replace(girders, table=table)
    demands = demands_of(girders)
    changed = {}
    for name in ("ultimate", "characteristic", "frequent", "quasi_permanent"):
        one = getattr(demands, name)
        moment = np.array(one.moment)
        moment[:, 1:, 0] = 0.0
        moment[:, 1, 0] = -1.5e6
        moment[0, 2, 0] = 2.0e6
        changed[name] = replace(one, moment=moment)
    return girders, replace(demands, **changed)
