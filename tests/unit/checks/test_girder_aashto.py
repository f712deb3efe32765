"""AASHTO 6.10 at the sections of the reference girder, by hand where the hand reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_girder import deck_of_reference, demands_of

from spanwright.checks.aashto.appendix import appendix_state
from spanwright.checks.aashto.detailing import least_bar_series, proportion_series
from spanwright.checks.aashto.flexure import (
    construction_series,
    flange_resistance,
    flanges_of,
    lrfd_girders,
    service_series,
    strength_of,
)
from spanwright.checks.aashto.girders import lrfd_girder_series
from spanwright.checks.aashto.shear import (
    bearing_series,
    fatigue_series,
    shear_series,
    stud_series,
    web_of,
)
from spanwright.checks.fatigue import FatigueEffects
from spanwright.codes.aashto.resistance.flexure import E_STEEL
from spanwright.structure.girders import Girders, staged_stress

MNm = 1e6
DECK = (deck_of_reference(),)
INNER = 2


def effects(moment: float, shear: float, flow: float = 1e6) -> FatigueEffects:
    one = np.ones(4)
    return FatigueEffects(
        moment_max=moment * one, moment_min=0 * one, shear_max=shear * one, shear_min=0 * one,
        lanes=one, cause=("truck",) * 4, lorry=1.0, lorry_studs=1.0, flow=flow, years=75.0,
        neighbour_mean=63.0 * one, in_support_zone=np.zeros(4, dtype=bool),
    )  # fmt: skip


def test_lasting_loads_act_on_the_section_of_three_n(girders: Girders):
    found = lrfd_girders(girders).modular
    assert found["long term"] == pytest.approx(3 * 6.16249)
    assert found["steel"] == 0.0
    assert found["short term"] == pytest.approx(6.16249)


def test_shear_with_and_without_tension_field(girders: Girders):
    """2400 x 18, 345 MPa, d_o 3 m: k 8.2, C by the last formula, end panels C V_p alone."""
    series = shear_series(girders, demands_of({}, {"short term": 2.0e6}), DECK)
    V_p = 0.58 * 345e6 * 2.4 * 0.018
    root = E_STEEL * 8.2 / 345e6
    C = 1.57 * root / (2.4 / 0.018) ** 2
    field = C + 0.87 * (1 - C) / np.sqrt(1 + 1.25**2)
    assert series.resistance[INNER] == pytest.approx(field * V_p, rel=1e-6)
    assert series.resistance[0] == pytest.approx(C * V_p, rel=1e-6)
    assert series.utilisation[0] > series.utilisation[INNER]


def test_hogging_is_the_compressed_flange_against_its_buckling(girders: Girders):
    """-10 MNm on the cracked section alone: the bottom flange's stress over F_nc < R_b F_y."""
    sections = lrfd_girders(girders)
    hogging = demands_of({"short term": -10 * MNm})
    use = strength_of(sections, hogging, DECK).utilisation[0]
    stress = 10e6 * 1.235342 / 0.1180517
    assert np.all(use > stress / 345e6)
    assert np.all(use < 1.35 * stress / 345e6)


def test_sagging_slender_webs_stay_elastic(girders: Girders):
    """D_cp is small, but D/t_w = 133 and the axis in the top of the web: compact; 47.7 MNm plastic
    with the concrete's full strength."""
    found = strength_of(girders, demands_of({"short term": 30 * MNm}), DECK)
    assert np.all(found.compact)
    assert np.all(found.resistance[0] > 40e6)
    thin = replace(girders.steel, web_thickness=np.full(4, 0.012))
    slender = strength_of(replace(girders, steel=thin), demands_of({"short term": 30 * MNm}), DECK)
    assert not np.any(slender.compact)
    assert np.all(slender.utilisation > found.utilisation)


def test_more_steel_never_lowers_the_strength(girders: Girders):
    for moment in (30 * MNm, -15 * MNm):
        demands = demands_of({"steel": 0.3 * moment, "short term": 0.7 * moment})
        before = strength_of(girders, demands, DECK).utilisation
        for name in ("top_thickness", "bottom_thickness"):
            thicker = replace(girders.steel, **{name: 1.1 * getattr(girders.steel, name)})
            after = strength_of(replace(girders, steel=thicker), demands, DECK).utilisation
            assert np.all(after <= before * (1 + 1e-9)), (moment, name)


def test_service_ii_keeps_flanges_below_095_yield(girders: Girders):
    series = service_series(girders, demands_of({"short term": 20 * MNm}), DECK)
    stress = 20e6 * 2.028458 / 0.2323410
    assert series.utilisation[INNER] == pytest.approx(stress / (0.95 * 345e6), rel=1e-4)


def test_the_bare_girder_before_the_slab_hardens(girders: Girders):
    series = construction_series(girders, demands_of({"steel": 5 * MNm}), DECK)
    stress = 5e6 * (2.47 - 1.009235) / 8.571019e-2
    assert np.all(series.utilisation >= stress / 345e6)


def test_one_per_cent_of_bars_where_the_slab_is_stretched(girders: Girders):
    hogging = least_bar_series(girders, demands_of({"short term": -15 * MNm}), DECK)
    assert hogging.demand == pytest.approx(0.01 * 4.0 * 0.25)
    assert hogging.utilisation == pytest.approx(0.01 / 0.015)
    sagging = least_bar_series(girders, demands_of({"short term": 15 * MNm}), DECK)
    assert np.all(sagging.demand == 0.0)


def test_proportions_name_what_governs(girders: Girders):
    series = proportion_series(girders, DECK)
    assert series.details["D/t_w of the web"] == pytest.approx(2.4 / 0.018 / 150)
    assert set(series.combination) == {"D/t_w of the web"}


def test_fatigue_takes_the_kinder_of_infinite_and_finite_life(girders: Girders):
    flange, studs = fatigue_series(girders, effects(4 * MNm, 2e5), DECK)
    sigma = 4e6 * 2.028458 / 0.2323410
    assert flange.details["sigma range"][INNER] == pytest.approx(sigma, rel=1e-4)
    assert flange.details["Fatigue I"][INNER] == pytest.approx(1.75 * sigma / 82.737e6, rel=1e-4)
    assert np.all(flange.utilisation <= flange.details["Fatigue I"])
    few, _ = fatigue_series(girders, effects(4 * MNm, 2e5, flow=1e4), DECK)
    assert np.all(few.utilisation < flange.utilisation)
    assert np.all(studs.utilisation > 0)


def test_bearing_stiffeners_bear_on_their_milled_ends(girders: Girders):
    """1.4 x 2 x (300 - 40) x 40 mm x 345 MPa at the one support among the sections."""
    series = bearing_series(girders, demands_of({}, {"short term": 2.0e6}), DECK)
    assert series.resistance == pytest.approx(1.4 * 2 * 0.26 * 0.04 * 345e6)
    assert series.demand.tolist() == [0.0, 0.0, 0.0, 2.0e6]
    slender = 0.30 / (0.48 * 0.04 * np.sqrt(E_STEEL / 345e6))
    assert series.utilisation[-1] == pytest.approx(max(2.0e6 / series.resistance[-1], slender))


def test_no_load_no_use(girders: Girders):
    nothing = demands_of({}, {})
    found = lrfd_girder_series(
        girders, nothing, nothing, nothing, effects(0.0, 0.0), np.zeros(4), DECK
    )
    geometric = {"stud spacing", "proportions of the plates", "transverse stiffeners", "flexure"}
    for series in found:
        if series.name not in geometric:
            assert np.all(series.utilisation == pytest.approx(0.0, abs=1e-9)), series.name
    assert np.all(web_of(girders).buckling > 0)


def test_the_tenth_edition_changes_what_it_should(girders: Girders):
    """F_yr 0.5 F_yc, another L_p: F_nc of a flange held every 12 m; studs by A F_u."""
    sections = lrfd_girders(girders)
    demands = demands_of({"short term": -10 * MNm}, {"short term": 1.0e6})
    stress, one = staged_stress(sections, demands.moment[0], hogging=True), np.ones(sections.count)
    old, new = (
        flange_resistance(sections, flanges_of(sections, stress, hogging=True, edition=e),
                          12.0 * one, one, e)
        for e in ("9th", "10th")
    )  # fmt: skip
    assert new[INNER] < 0.99 * old[INNER]
    studs = stud_series(sections, demands, DECK, "10th")
    area = np.pi * 0.022**2 / 4
    assert studs.details["phi Q_n"][0] == pytest.approx(0.70 * area * 450e6)


def test_hogging_beyond_first_yield_by_appendix_a6(girders: Girders):
    """2 D_c/t_w 133 is not slender: between R_pc M_yc and M_p, kinder than 6.10.8; with
    1.3 times the compressed depth the web is slender and keeps 6.10.8."""
    sections = lrfd_girders(girders)
    moment = demands_of({"short term": -30 * MNm}).moment[0]
    depth = flanges_of(sections, staged_stress(sections, moment, hogging=True), hogging=True).depth
    one = np.ones(sections.count)
    found = appendix_state(sections, moment, depth, 3.0 * one, one, one)
    assert found.applies[INNER]
    assert found.yield_compression[INNER] <= found.plastic[INNER] * (1 + 1e-9)
    assert 1.0 <= found.R_pc[INNER] <= found.plastic[INNER] / found.yield_compression[INNER]
    assert found.use[INNER] == pytest.approx(
        max(30 * MNm / found.compression[INNER],
            30 * MNm / (found.R_pt[INNER] * found.yield_tension[INNER]))
    )  # fmt: skip
    thin = appendix_state(sections, moment, depth * 1.3, 3.0 * one, one, one)
    assert not thin.applies[INNER]
    assert np.isinf(thin.use[INNER])
