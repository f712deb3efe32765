"""Bending checks against hand values of the reference girder (briefly: RG1)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_girder import DECKS, deck_of_reference, demands_of, table_of

from spanwright.checks.bending import bend, bending_series
from spanwright.checks.lateral import lateral_series, panels_of
from spanwright.codes.eurocode.resistance.section import BARS, BOTTOM, SLAB_SOFFIT, SLAB_TOP
from spanwright.structure.girders import Girders, primary_shrinkage, staged_stress

MNm = 1e6


def test_sagging_girder_reaches_its_plastic_moment(girders: Girders):
    """M_pl,Rd of the reference girder is 47,718.1 kNm; class 1."""
    demands = demands_of({"steel": 10 * MNm, "short term": 13.85905 * MNm})
    result = bend(girders, demands)
    assert result.section[0] == pytest.approx(1)
    assert result.plastic[0] == pytest.approx(47_718.1e3, rel=1e-5)
    assert result.utilisation[0] == pytest.approx(0.5, rel=1e-4)


def test_hogging_girder_is_class_4_and_elastic(girders: Girders):
    """Cracked section alone: bottom fibre reaches 345 MPa at 32,968.9 kNm before the class 4 web
    loses a part; with the idle strip the girder carries less."""
    demands = demands_of({"short term": -20 * MNm})
    result = bend(girders, demands)
    assert np.all(result.section == 4)
    assert np.all(result.is_hogging)
    gross = 20e6 / 32_968.9e3
    assert np.all(result.utilisation[0] > gross)
    assert np.all(result.utilisation[0] < 1.1 * gross)


def test_stresses_add_by_stage_not_by_moment(girders: Girders):
    moment = np.zeros((5, 4))
    moment[0], moment[4] = 10 * MNm, 10 * MNm
    stress = staged_stress(girders, moment, hogging=False)
    by_hand = 10e6 * 1.009235 / 8.571019e-2 + 10e6 * 2.028458 / 2.323410e-1
    # primary shrinkage adds to both; take it off to compare
    free = stress - primary_shrinkage(girders, girders.section("shrinkage"))
    assert free[BOTTOM] == pytest.approx(by_hand, rel=1e-5)


def test_primary_shrinkage_carries_no_force_and_no_moment(girders: Girders):
    """Self-equilibrated: integrate the stresses over plates and slab."""
    section = girders.section("shrinkage")
    stress = primary_shrinkage(girders, section)[:, 0]
    level = section.levels[:, 0]
    force = moment = 0.0
    for low, high, width in ((0, 1, 0.8), (1, 2, 0.018), (2, 3, 0.5), (SLAB_SOFFIT, SLAB_TOP, 4.0)):
        a, b = stress[low], stress[high]
        h = level[high] - level[low]
        force += width * h * (a + b) / 2
        moment += (
            width
            * h
            * (a * (2 * level[low] + level[high]) + b * (level[low] + 2 * level[high]))
            / 6
        )
    scale = 4.0 * 0.25 * girders.shrinkage_stress
    assert force / scale == pytest.approx(0.0, abs=1e-9)
    assert moment / scale == pytest.approx(0.0, abs=1e-9)
    assert stress[SLAB_TOP] > 0
    assert stress[BOTTOM] > 0
    assert stress[BARS] != 0


def test_lateral_buckling_only_where_the_girder_hogs(girders: Girders):
    """Between cross-frames 7 m apart under a constant moment: N_E = pi2 E I/L2, chi of curve d."""
    deck = deck_of_reference()
    for sign in (1.0, -1.0):
        demands = demands_of({"short term": sign * 20 * MNm})
        series = lateral_series(girders, demands, bend(girders, demands), [deck])
        if sign > 0:
            assert np.all(series.utilisation == 0)
        else:
            inertia = 0.04 * 0.8**3 / 12
            euler = np.pi**2 * 210e9 * inertia / 49
            area = 0.032 + 0.018 * 1.195 / 3
            slender = np.sqrt(area * 345e6 / euler)
            assert series.details["lambda_LT"][0] == pytest.approx(slender, rel=2e-2)
            assert series.details["m"] == pytest.approx(1.0)
            plain = bend(girders, demands).utilisation[0]
            chi = series.details["chi_LT"]
            assert series.utilisation == pytest.approx(plain * 1.1 / chi)


def test_a_falling_moment_buckles_later(girders: Girders):
    """Larger moment at one cross-frame, nothing at the next: m rises and 0.25 L_k relieves."""
    deck = deck_of_reference()
    table = girders.table
    moment = np.where(table.station > 60.0, -20e6, 0.0)
    panels = panels_of(table, [deck], moment)
    assert panels.larger[-1] == pytest.approx(20e6)
    assert panels.from_larger[-1] == pytest.approx(0.0)
    assert panels.smaller[-1] < panels.larger[-1]


def test_each_panel_beside_a_support_takes_the_moment_inside_it():
    """Cross-frames every 7 m, a support at 21 m with -6 MNm before and -2 MNm after it.

    By hand: the panel 14 to 21 m ends on 6 and 1 MNm, the panel 21 to 28 m on 2 and 0.5 MNm.
    """
    station = np.array([14.0, 21.0, 21.0, 28.0])
    table = replace(table_of(), station=station, side=np.array([0, 1, 0, 1]))
    panels = panels_of(table, [deck_of_reference()], np.array([-1e6, -6e6, -2e6, -0.5e6]))
    assert panels.start.tolist() == [14.0, 14.0, 21.0, 21.0]
    assert panels.larger.tolist() == [6e6, 6e6, 2e6, 2e6]
    assert panels.smaller.tolist() == [1e6, 1e6, 0.5e6, 0.5e6]
    assert panels.from_larger.tolist() == [7.0, 0.0, 0.0, 7.0]


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.7])
def test_plastic_utilisation_is_proportional(girders: Girders, scale: float):
    one = bend(girders, demands_of({"short term": 10 * MNm}))
    other = bend(girders, demands_of({"short term": scale * 10 * MNm}))
    assert other.utilisation == pytest.approx(scale * one.utilisation)


def test_series_names_place_and_combination(girders: Girders):
    demands = demands_of({"short term": -20 * MNm})
    series = bending_series(girders, demands, bend(girders, demands), DECKS)
    assert series.place[0] == "A girder 1 @ 0.00 m"
    assert series.place[-1] == "A girder 1 @ 63.00 m (before)"
    assert series.combination[0] == "6.10 test"
    assert series.cause[0] == ""
    assert series.demand / series.resistance == pytest.approx(series.utilisation)
