"""A handful of sections of the reference girder: 2.47 m plate girder under a 4.0 m slab."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import Demands
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import E_a
from spanwright.codes.eurocode.resistance.section import slab_section, steel_section
from spanwright.layout.types import Deck, Girder, Slab
from spanwright.structure.girders import Factors, Girders, Materials
from spanwright.structure.types import STAGES, GirderTable

N = 4
DECKS = ("A",)


def table_of(n: int = N) -> GirderTable:
    def column(value: float) -> np.ndarray:
        return np.full(n, float(value))

    index = np.zeros(n, dtype=np.int64)
    return GirderTable(
        deck=index,
        girder=index,
        span=index,
        station=np.linspace(0.0, 63.0, n),
        at_support=np.arange(n) == n - 1,
        member=np.arange(n),
        side=index + 1,
        top_width=column(0.5),
        top_thickness=column(0.03),
        web_height=column(2.4),
        web_thickness=column(0.018),
        bottom_width=column(0.8),
        bottom_thickness=column(0.04),
        slab_width=column(4.0),
        slab_width_model=column(4.0),
        slab_thickness=column(0.25),
        haunch=column(0.0),
        rebar_area=column(0.015),
        rebar_depth=column(0.125),
        is_cracked=np.arange(n) == n - 1,
        restraint_spacing=column(7.0),
        stiffener_spacing=column(3.0),
        stud_rate=column(10.0),
        span_length=column(63.0),
        curvature=column(0.0),
    )


def girders_of_reference() -> Girders:
    table = table_of()
    steel = steel_section(0.5, 0.03, np.full(N, 2.4), 0.018, 0.8, 0.04)
    slab = slab_section(np.full(N, 4.0), 0.25, bar_area=0.015)
    return Girders(
        table=table,
        steel=steel,
        slab=slab,
        yield_top=np.full(N, 345e6),
        yield_web=np.full(N, 345e6),
        yield_bottom=np.full(N, 345e6),
        modular={
            "steel": 0.0,
            "long term": 16.4445,
            "shrinkage": 15.7308,
            "imposed": 20.1834,
            "short term": 6.16249,
        },
        shrinkage_stress=2.6e-4 * E_a / 15.7308,
        materials=Materials("S355", concrete("C35/45"), 500e6 / 1.0, 450e6, 0.022, 0.150),
        factors=Factors(),
    )


def demands_of(moment: dict[str, float], shear: dict[str, float] | None = None) -> Demands:
    """One target with the same effects at all sections."""
    staged = np.array([[[moment.get(s, 0.0)] * N for s in STAGES]])
    sheared = np.array([[[(shear or {}).get(s, 0.0)] * N for s in STAGES]])
    index = np.zeros((1, N), dtype=np.int64)
    return Demands(
        "ULS persistent", staged, sheared, np.zeros((1, N)), index, ("6.10 test",), index - 1, ()
    )


def deck_of_reference() -> Deck:
    """The deck these sections stand in: cross-frames every 7 m, one girder line that matters."""
    girder = Girder(
        name="girder 1",
        offset=0.0,
        joints=np.array([0.0, 63.0]),
        top_width=np.array([0.5]),
        top_thickness=np.array([0.03]),
        web_thickness=np.array([0.018]),
        bottom_width=np.array([0.8]),
        bottom_thickness=np.array([0.04]),
        depth_station=np.array([0.0, 63.0]),
        depth=np.array([2.47, 2.47]),
    )
    slab = Slab(2.0, -2.0, 0.25, 0.0, np.array([0.0, 63.0]), np.array([0.015 / 4]), 0.125)
    return Deck(
        name="A",
        supports=np.array([0.0, 63.0]),
        girders=(girder,),
        slab=slab,
        cross_frames=np.linspace(0.0, 63.0, 10),
        frame_area=2e-3,
        stiffener_spacing=3.0,
        stud_diameter=0.022,
        stud_height=0.15,
        stud_station=np.array([0.0, 63.0]),
        stud_rate=np.array([10.0]),
    )
