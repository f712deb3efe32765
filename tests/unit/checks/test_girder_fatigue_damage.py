"""Damage sums of the girders: by hand, and beside the damage-equivalent factors."""

from __future__ import annotations

import numpy as np
import pytest
from reference_girder import deck_of_reference

from spanwright.analysis.passages import LifeCycles
from spanwright.checks.damage import damage_series
from spanwright.checks.fatigue import joint_factor
from spanwright.codes.eurocode.resistance.fatigue import damage, damage_utilisation
from spanwright.codes.eurocode.resistance.studs import stud_damage
from spanwright.structure.girders import Girders

DECK = (deck_of_reference(),)


def life(moment: float, shear: float, times: float) -> LifeCycles:
    one = np.ones((4, 1))
    return LifeCycles(moment * one, times * one, shear * one, times * one)


def test_two_million_cycles_of_the_category_are_just_too_many(girders: Girders):
    """Bottom flange, category 80 over 1.15, on the whole short-term section."""
    unit = 2.028458 / 0.2323410
    moment = 80e6 / 1.15 / unit
    bottom, *_ = damage_series(girders, life(moment, 0.0, 2e6), DECK)
    assert bottom.utilisation[1] == pytest.approx(1.0, rel=1e-3)
    assert bottom.details["damage"][1] == pytest.approx(1.0, rel=1e-3)


def test_traffic_hits_harder_beside_the_expansion_joints(girders: Girders):
    assert joint_factor(girders) == pytest.approx([1.3, 1.0, 1.0, 1.3])


def test_small_cycles_do_no_damage_but_leave_a_utilisation(girders: Girders):
    bottom, *_ = damage_series(girders, life(1e6, 0.0, 1e6), DECK)
    assert bottom.details["damage"][1] == 0.0
    assert 0.0 < bottom.utilisation[1] < 0.5


def test_studs_with_their_steep_slope(girders: Girders):
    """Flow 989.21 kN/m for 2500 kN on ten studs of 380 mm2 a metre."""
    stress = 989.21e3 / 10 / (np.pi * 0.022**2 / 4)
    *_, studs, _ = damage_series(girders, life(0.0, 2.5e6, 2e6), DECK)
    assert studs.details["studs alone"][1] == pytest.approx(stress / 90e6, rel=1e-3)


def test_stud_damage_grows_with_the_eighth_power():
    assert stud_damage(np.array([90e6]), np.array([2e6])) == pytest.approx(1.0)
    assert stud_damage(np.array([180e6]), np.array([2e6])) == pytest.approx(256.0)


def test_utilisation_is_the_factor_that_brings_the_damage_to_one():
    ranges, cycles = np.array([[60e6, 45e6, 30e6]]), np.array([[1e6, 5e6, 9e7]])
    use = damage_utilisation(ranges, cycles, 80e6)
    over = damage(ranges / (use * 1.002)[:, None], cycles, 80e6)
    under = damage(ranges / (use * 0.998)[:, None], cycles, 80e6)
    assert over[0] <= 1.0 <= under[0]
    assert damage_utilisation(0 * ranges, cycles, 80e6) == pytest.approx(0.0)


def test_only_cracked_sections_have_bars_in_fatigue(girders: Girders):
    *_, bars = damage_series(girders, life(2e7, 0.0, 1e6), DECK)
    assert np.all(bars.utilisation[:-1] == 0.0)
    stress = 1.3 * 2e7 * (2.595 - 1.235342) / 0.1180517
    assert bars.details["delta sigma, largest"][-1] == pytest.approx(stress, rel=1e-3)
    assert bars.utilisation[-1] > 0.5
