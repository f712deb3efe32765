"""Tables of materials and resistance, printed here once more and asked through the functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from spanwright.codes.aashto.resistance.fatigue import detail_use
from spanwright.codes.data import parameters
from spanwright.codes.eurocode.actions import (
    road,
)
from spanwright.codes.eurocode.materials import creep, steel
from spanwright.codes.eurocode.resistance import crack, fatigue, lateral, piles
from spanwright.codes.russia.piles import shaft_unit
from spanwright.datum.units import MPa, kN, kPa, ksi, m, mm


def test_steel_by_thickness():
    thickness = np.array([16, 40, 63, 80, 100]) * mm
    assert_allclose(steel.yield_strength("S355", thickness) / MPa, [355, 345, 335, 325, 315])
    assert_allclose(steel.yield_strength("S355N", thickness) / MPa, [355, 345, 335, 325, 315])


def test_partial_factors():
    own = parameters()
    names = {"M0": 1.0, "M1": 1.1, "M2": 1.25, "M_ser": 1.0, "C": 1.5, "S": 1.15, "V": 1.25,
             "Ff": 1.0}  # fmt: skip
    assert {name: own.number(f"partial.{name}") for name in names} == names


def test_curves_of_buckling():
    printed = {"a0": 0.13, "a": 0.21, "b": 0.34, "c": 0.49, "d": 0.76}
    assert {name: lateral.imperfection(name) for name in printed} == printed


def test_creep_multipliers():
    printed = {"short term": 0.0, "permanent": 1.10, "shrinkage": 0.55, "imposed": 1.50}
    assert {name: creep.creep_multiplier(name) for name in printed} == printed


def test_size_factor_of_drying():
    """k_h 1.0, 0.85, 0.75, 0.70 at h_0 100, 200, 300, 500 mm and beyond."""
    size = np.array([100, 200, 300, 500, 900]) * mm
    drying = creep.drying_shrinkage(1e9, 1.0, 35 * MPa, 0.8, size)
    assert_allclose(drying / drying[0], [1.0, 0.85, 0.75, 0.70, 0.70], rtol=1e-3)


STRESS = [160, 200, 240, 280, 320, 360, 400]
DIAMETER = {0.4: [40, 32, 20, 16, 12, 10, 8], 0.3: [32, 25, 16, 12, 10, 8, 6],
            0.2: [25, 16, 12, 8, 6, 5, 4]}  # fmt: skip
SPACING = {0.4: [300, 300, 250, 200, 150, 100], 0.3: [300, 250, 200, 150, 100, 50],
           0.2: [200, 150, 100, 50]}  # fmt: skip


@pytest.mark.parametrize("width", [0.2, 0.3, 0.4])
def test_bars_without_calculated_cracks(width):
    """Tables 7.1 and 7.2 of EN 1994-2."""
    stress = crack.bar_stress_limit(np.array(DIAMETER[width]) * mm, width * mm, 2.9 * MPa)
    assert_allclose(stress / MPa, STRESS, rtol=1e-9)
    rows = np.array(STRESS[: len(SPACING[width])]) * MPa
    assert_allclose(crack.bar_spacing_limit(rows, width * mm) / mm, SPACING[width], rtol=1e-9)


def test_lambda_of_rail():
    span = {5: 1.03, 7: 0.97, 10: 0.85, 15: 0.76, 20: 0.67, 30: 0.65, 40: 0.64, 60: 0.63,
            80: 0.61, 100: 0.60}  # fmt: skip
    traffic = {5: 0.72, 10: 0.83, 15: 0.90, 20: 0.96, 25: 1.00, 30: 1.04, 40: 1.10, 50: 1.15}
    life = {50: 0.87, 60: 0.90, 70: 0.93, 80: 0.96, 90: 0.98, 100: 1.00, 120: 1.04}
    for length, value in span.items():
        assert fatigue.rail_factor(length).span == pytest.approx(value)
    for mass, value in traffic.items():
        assert fatigue.rail_factor(20.0, mass).traffic == pytest.approx(value)
    for years, value in life.items():
        assert fatigue.rail_factor(20.0, 25.0, years).life == pytest.approx(value)
    assert fatigue.rail_factor(20.0).greatest == pytest.approx(1.4)


def test_categories_of_details():
    printed = {
        "web_to_flange_weld_automatic": 125, "web_to_flange_weld_with_stops": 112,
        "web_to_flange_weld_manual_fillet": 100, "butt_weld_ground": 112,
        "butt_weld_overfill_10": 90, "butt_weld_overfill_20": 80, "transverse_stiffener_50": 80,
        "transverse_stiffener_80": 71, "stud_on_flange": 80, "stud_shear": 90, "attachment_50": 80,
        "attachment_80": 71, "attachment_100": 63, "attachment_long": 56, "cope_hole": 71,
        "cover_plate_end": 50, "cruciform_root": 36, "reinforcement_straight": 162.5,
    }  # fmt: skip
    assert {n: fatigue.detail_category(n) / MPa for n in printed} == pytest.approx(printed)


@pytest.mark.parametrize(
    ("category", "constant", "threshold"),
    [("A", 250, 24), ("B", 120, 16), ("B'", 61, 12), ("C", 44, 10), ("C'", 44, 12), ("D", 22, 7),
     ("E", 11, 4.5), ("E'", 3.9, 2.6)],
)  # fmt: skip
def test_details_of_aashto(category, constant, threshold):
    """Fatigue I 1.75 against the threshold; Fatigue II 0.80 against (A/N)^(1/3)."""
    found = detail_use(1.0 * ksi, 1e7, category)
    assert found.infinite == pytest.approx(1.75 / threshold)
    assert found.finite == pytest.approx(0.80 / (constant * 1e8 / 1e7) ** (1 / 3))


def test_correlation_factors_of_piles():
    mean = {1: 1.40, 2: 1.35, 3: 1.33, 4: 1.31, 5: 1.29, 7: 1.27, 10: 1.25}
    least = {1: 1.40, 2: 1.27, 3: 1.23, 4: 1.20, 5: 1.15, 7: 1.12, 10: 1.08}
    for number, xi_3 in mean.items():
        assert piles.correlation_factors(number) == pytest.approx((xi_3, least[number]))


def test_rows_of_piles():
    """p-multipliers at 3 and 5 diameters; efficiency 0.65 at 2.5 D to 1.0 at 4 D."""
    assert_allclose(piles.row_multipliers(3.0 * m, 1.0 * m), [0.80, 0.40, 0.30])
    assert_allclose(piles.row_multipliers(5.0 * m, 1.0 * m), [1.00, 0.85, 0.70])
    assert_allclose(piles.group_efficiency(np.array([2.5, 4.0, 6.0]), 1.0), [0.65, 1.0, 1.0])


def test_shafts_of_sp_24():
    depth = np.array([1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35], dtype=float)
    printed = {
        0.2: [35, 42, 48, 53, 56, 58, 62, 65, 72, 79, 86, 93, 100],
        0.3: [23, 30, 35, 38, 40, 42, 44, 46, 51, 56, 61, 66, 70],
        0.4: [15, 21, 25, 27, 29, 31, 33, 34, 38, 41, 44, 47, 50],
        0.5: [12, 17, 20, 22, 24, 25, 26, 27, 28, 30, 32, 34, 36],
    }
    for liquidity, row in printed.items():
        assert_allclose(shaft_unit(depth, liquidity) / kPa, row)


def test_national_sets():
    """alpha factors of the United Kingdom, Germany and France; unverified."""
    printed = {
        "UK": {"Q1": 1.0, "q1": 0.61, "q2": 2.2, "qr": 2.2},
        "DE": {"Q1": 1.0, "q1": 1.33, "q2": 2.4, "q3": 1.2, "qr": 1.2},
        "FR": {"Q1": 0.9, "Q2": 0.8, "Q3": 0.8, "q1": 0.7, "q2": 1.0},
    }
    for annex, row in printed.items():
        own = parameters(annex=annex)
        assert {n: own.number(f"lm1.alpha_{n}") for n in row} == row


def test_footway_between_its_limits():
    assert_allclose(road.footway_pressure([10.0, 60.0, 210.0]) / kN, [5.0, 3.3333, 2.5], rtol=1e-4)
