"""A 30 m precast girder under a slab, as sections along it: 1.5 m deep, 30 strands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spanwright.codes.eurocode.materials.concrete import concrete
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
