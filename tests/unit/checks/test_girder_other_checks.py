"""Shear, studs, stresses, breathing, fatigue, bare steel: by hand on the reference girder."""

from __future__ import annotations

import numpy as np
import pytest
from reference_girder import DECKS, demands_of

from spanwright.checks.bending import bend
from spanwright.checks.connection import stud_series
from spanwright.checks.construction import construction_series
from spanwright.checks.fatigue import FatigueEffects, fatigue_series
from spanwright.checks.service import (
    breathing_series,
    deflection_series,
    slab_stress_series,
    steel_stress_series,
)
from spanwright.checks.shear import shear_checks
from spanwright.checks.types import FAILS, OUTSIDE_SCOPE, PASSES
from spanwright.structure.girders import Girders

MNm = 1e6
INNER = 2  # a section away from both ends, where the end post counts as rigid


def test_shear_buckling_of_the_reference_panel(girders: Girders):
    """V_bw,Rd = 4792.3 kN for a = 3.0 m; deck ends have no rigid post: chi = 0.83/1.5363."""
    demands = demands_of({}, {"short term": 2.0e6})
    shear, _ = shear_checks(girders, demands, bend(girders, demands), DECKS)
    assert shear.resistance[INNER] == pytest.approx(4_792.3e3, rel=1e-4)
    assert shear.utilisation[INNER] == pytest.approx(2.0e6 / 4_792.3e3, rel=1e-4)
    assert shear.details["chi_w"][0] == pytest.approx(0.83 / 1.5363, rel=1e-4)
    assert shear.utilisation[0] > shear.utilisation[INNER]


def test_little_shear_leaves_bending_alone(girders: Girders):
    demands = demands_of({"short term": 20 * MNm}, {"short term": 1.0e6})
    bending = bend(girders, demands)
    _, both = shear_checks(girders, demands, bending, DECKS)
    eta = 20e6 / 47_718.1e3
    assert both.details["eta_1"] == pytest.approx(eta, rel=1e-4)
    assert both.utilisation[INNER] == pytest.approx(eta, rel=1e-4)


def test_studs_take_the_shear_of_composite_stages_only(girders: Girders):
    """2500 kN on the short-term section: 989.21 kN/m, 9.04 studs of 109.478 kN; ten stand there."""
    carried = demands_of({}, {"steel": 5.0e6, "short term": 2.5e6})
    series = stud_series(girders, carried, DECKS, service=False)
    assert series.demand == pytest.approx(989.21e3, rel=1e-4)
    assert series.utilisation == pytest.approx(9.0357 / 10, rel=1e-4)
    service = stud_series(girders, carried, DECKS, service=True)
    assert service.utilisation == pytest.approx(series.utilisation / 0.75)


def test_steel_stress_with_shear_in_the_web(girders: Girders):
    demands = demands_of({"steel": 10 * MNm}, {"short term": 2.0e6})
    series = steel_stress_series(girders, demands, DECKS)
    bottom = 10e6 * 1.009235 / 8.571019e-2
    web = 10e6 * (1.009235 - 0.040) / 8.571019e-2
    tau = 2.0e6 / (2.4 * 0.018)
    top = 10e6 * (2.47 - 1.009235) / 8.571019e-2
    web_top = 10e6 * (2.44 - 1.009235) / 8.571019e-2
    assert web < bottom < top
    # the slab shrinks on its girder as well: its primary stresses are in every sagging section
    assert series.utilisation[0] > max(top, np.hypot(web_top, np.sqrt(3) * tau)) / 345e6


def test_concrete_and_bars_are_used_on_opposite_sides(girders: Girders):
    sagging, hogging = (demands_of({"short term": s * 10 * MNm}) for s in (1.0, -1.0))
    concrete, bars = slab_stress_series(girders, sagging, DECKS)
    assert np.all(concrete.utilisation > 0)
    limit = 0.6 * 35e6
    assert concrete.resistance == pytest.approx(limit)
    cracked_concrete, cracked_bars = slab_stress_series(girders, hogging, DECKS)
    assert np.all(cracked_concrete.utilisation == 0)
    arm = (2.470 + 0.125) - 1.235342
    assert cracked_bars.demand == pytest.approx(10e6 * arm / 0.1180517, rel=1e-4)
    assert cracked_bars.resistance == pytest.approx(0.8 * 500e6)
    assert bars.demand[0] < cracked_bars.demand[0]


def test_breathing_needs_nothing_below_its_slenderness(girders: Girders):
    """h_w/t = 133.3 against 30 + 4 x 63 = 282."""
    series = breathing_series(girders, demands_of({"short term": MNm}), DECKS)
    assert series.utilisation == pytest.approx(133.333 / 282, rel=1e-4)
    assert np.all(series.status == PASSES)


def test_upward_deflection_is_not_a_sag(girders: Girders):
    sag = np.array([-0.01, 0.0, 0.05, 0.2])
    series = deflection_series(girders, sag, ("",) * 4, DECKS)
    assert series.demand == pytest.approx([0.0, 0.0, 0.05, 0.2])
    assert series.status[-1] == FAILS


def test_the_bare_girder_buckles_sideways(girders: Girders):
    """Top flange 500 x 30 between cross-frames 7 m apart: the reduction is well below one."""
    series = construction_series(girders, demands_of({"steel": 12 * MNm}), DECKS)
    stress = 12e6 * (2.47 - 1.009235) / 8.571019e-2
    chi = series.details["chi_LT"][0]
    assert 0.2 < chi < 0.8
    assert series.utilisation[0] >= stress / 345e6 * 1.1 / chi * (1 - 1e-9)


def fatigue_effects(length: float) -> FatigueEffects:
    column = np.ones(4)
    return FatigueEffects(
        moment_max=3.0e6 * column,
        moment_min=-1.0e6 * column,
        shear_max=2.0e5 * column,
        shear_min=-1.0e5 * column,
        lanes=column,
        cause=("lorry",) * 4,
        lorry=445e3,
        lorry_studs=457e3,
        flow=0.5e6,
        years=100.0,
        neighbour_mean=length * column,
        in_support_zone=np.zeros(4, dtype=bool),
    )


def test_fatigue_of_the_bottom_flange(girders: Girders):
    """lambda = 2.02 x 0.92708 for 63 m; range 4 MNm on the whole short-term section."""
    flange, _ = fatigue_series(girders, fatigue_effects(63.0), DECKS)
    stress = 4.0e6 * 2.028458 / 0.2323410
    assert flange.demand[1] == pytest.approx(2.02 * 0.92708 * stress, rel=1e-3)
    assert flange.demand[0] == pytest.approx(1.3 * flange.demand[1])  # at an expansion joint
    assert flange.resistance[0] == pytest.approx(80e6 / 1.15, rel=1e-6)
    assert flange.status[1] == PASSES


def test_spans_beyond_the_tables_are_outside_scope(girders: Girders):
    from dataclasses import replace

    long = replace(girders, table=replace(girders.table, span_length=np.full(4, 86.0)))
    for series in fatigue_series(long, fatigue_effects(86.0), DECKS):
        assert np.all(series.status == OUTSIDE_SCOPE)
