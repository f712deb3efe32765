"""Stiffeners, cross-frames and launching on the reference girder, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_girder import deck_of_reference, demands_of

from spanwright.analysis.launch import LaunchEffects
from spanwright.checks.bending import bend
from spanwright.checks.bracing import (
    bearing_stiffener_series,
    flats,
    frame_of,
    frame_series,
    stiffener_series,
)
from spanwright.checks.construction import bare_bending
from spanwright.checks.launching import launching_series
from spanwright.checks.plates import flange_induced_series, shear_lag
from spanwright.codes.eurocode.resistance.lateral import brace_stiffness_needed, flange_buckling
from spanwright.structure.girders import Girders

MNm = 1e6
DECK = (deck_of_reference(),)


def four_girders():
    deck = DECK[0]
    girder = deck.girders[0]
    lines = tuple(replace(girder, offset=y) for y in (-5.0, -1.7, 1.6, 4.9))
    return (replace(deck, girders=lines, frame_area=4e-3),)


def test_a_pair_of_flats_is_rigid_and_does_not_twist(girders: Girders):
    """200 x 20 mm, both sides: I = 20 x 418^3/12 and the web; needed 1.5 h^3 t^3/a^2."""
    found = flats(girders, 0.20, 0.020)
    assert found.inertia[1] == pytest.approx(0.020 * 0.418**3 / 12, rel=0.02)
    assert found.needed_inertia[1] == pytest.approx(1.5 * 2.4**3 * 0.018**3 / 3.0**2)
    assert found.torsional[1] == pytest.approx((0.02 / 0.2) ** 2 / (5.3 * 345 / 210_000), rel=0.02)


def test_stiffeners_carry_what_the_tension_field_hangs_on_them(girders: Girders):
    """N = V - f_yw h t/(sqrt3 gamma_M1 lambda^2), lambda 1.5363."""
    series = stiffener_series(girders, demands_of({}, {"short term": 4.0e6}), DECK)
    held = 345e6 * 2.4 * 0.018 / (np.sqrt(3) * 1.1 * 1.5363**2)
    assert series.details["N_Ed of the stiffener"] == pytest.approx(4.0e6 - held, rel=1e-3)
    assert np.all(series.utilisation < 1.0)


def test_bearing_stiffeners_take_the_reaction_at_supports_only(girders: Girders):
    series = bearing_stiffener_series(girders, demands_of({}, {"short term": 2.0e6}), DECK)
    assert np.all(series.demand[:-1] == 0.0)
    assert series.demand[-1] == pytest.approx(2.0e6)
    assert 0.0 < series.utilisation[-1] < 1.0


def test_stiffness_of_an_x_between_four_girders(girders: Girders):
    """3 bays hold 4 flanges: 3/4 x 2 E A b^2/d^3, d^2 = 3.3^2 + (0.8 x 2.47)^2."""
    frame = frame_of(girders, four_girders())
    d = np.hypot(3.3, 0.8 * 2.47)
    assert frame.stiffness == pytest.approx(0.75 * 2 * 210e9 * 4e-3 * 3.3**2 / d**3)
    assert frame.share == pytest.approx(4 / 3 * d / (2 * 3.3))


def test_frames_are_asked_only_where_they_stand(girders: Girders):
    """Sections at 0, 21, 42, 63 m; frames every 7 m; the last one is a support."""
    decks = four_girders()
    demands = demands_of({"short term": -10 * MNm})
    bending = bend(girders, demands)
    stiffness, diagonals = frame_series(girders, demands, bending, decks)
    force = stiffness.details["N_Ed of the flange"]
    assert force[-1] == 0.0
    assert np.all(force[:-1] > 0)
    assert stiffness.demand[1] == pytest.approx(8 * force[1] / 7.0)
    share = frame_of(girders, decks).share[1]
    assert diagonals.demand[1] == pytest.approx(force[1] / 100 * share)
    sagging = demands_of({"short term": 10 * MNm})
    assert np.all(frame_series(girders, sagging, bend(girders, sagging), decks)[0].demand == 0.0)


def test_soft_frames_lower_the_critical_force():
    """800 x 40 flange, 7 m: rigid from 4 N_E/l = 41,251 kN/m; half of that halves N_crit."""
    arguments = (0.8, 0.04, 0.0, 345e6, 7.0)
    rigid = flange_buckling(*arguments)
    assert flange_buckling(*arguments, restraint=41_252e3).critical == pytest.approx(rigid.critical)
    soft = flange_buckling(*arguments, restraint=0.5 * 41_250.9e3)
    assert soft.critical == pytest.approx(0.5 * rigid.critical, rel=1e-4)
    assert soft.reduction < rigid.reduction
    assert brace_stiffness_needed(np.asarray(7e6), np.asarray(7.0)) == pytest.approx(8e6)


def launched(moment: float, force: float) -> LaunchEffects:
    one = np.ones(4)
    return LaunchEffects(
        np.ones(4, dtype=bool), moment * one, 0 * one, 1e5 * one,
        np.stack([force * one, 0 * one]), np.stack([0 * one, moment * one]),
    )  # fmt: skip


def test_launching_bends_presses_and_shears(girders: Girders):
    bending, shear, patch = launching_series(girders, launched(5 * MNm, 1e6), 1.5, DECK)
    assert bending.demand == pytest.approx(1.35 * 5e6)
    assert bending.utilisation == pytest.approx(
        bare_bending(girders, np.full(4, -1.35 * 5e6)).utilisation
    )
    assert shear.demand == pytest.approx(1.35e5)
    assert patch.demand == pytest.approx(1.35e6)  # the larger of both pairs
    assert patch.details["F_Rd"] == pytest.approx(patch.details["F_Rd"][0])
    assert np.all(patch.utilisation >= 1.35e6 / patch.details["F_Rd"] * (1 - 1e-9))
    longer = launching_series(girders, launched(5 * MNm, 1e6), 2.0, DECK)[2]
    assert np.all(longer.utilisation < patch.utilisation)


def test_nothing_launched_nothing_checked(girders: Girders):
    none = replace(launched(1.0, 1.0), is_launched=np.zeros(4, dtype=bool))
    assert launching_series(girders, none, 1.5, DECK) == ()


def test_shear_lag_grows_where_spans_are_short(girders: Girders):
    """b_0 391 mm: L_e/50 is 1.26 m in a single span of 63 m, 0.2 m in one of 10 m."""
    sag, hog = shear_lag(girders, DECK, ultimate=False)
    assert sag == pytest.approx(1.0)
    short = replace(DECK[0], supports=np.array([0.0, 10.0]))
    sag, _ = shear_lag(girders, (short,), ultimate=False)
    kappa = 0.391 / 10.0
    assert sag == pytest.approx(1 / (1 + 6.4 * kappa**2), rel=1e-3)
    assert np.all(shear_lag(girders, (short,), ultimate=True)[0] > sag)
    assert np.all(hog == 1.0)


def test_slender_webs_let_the_flange_in(girders: Girders):
    """k E/f sqrt(A_w/A_fc) of the flange that is compressed; 0.4 in class 1 and 2."""
    demands = demands_of({"short term": 10 * MNm})
    series = flange_induced_series(girders, bend(girders, demands), DECK)
    limit = 0.4 * 210e9 / 345e6 * np.sqrt(2.4 * 0.018 / (0.5 * 0.03))
    assert series.resistance == pytest.approx(limit)
    assert series.demand == pytest.approx(2.4 / 0.018)
