"""Cracking, longitudinal shear and studs of the slab: by hand on the reference girder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_girder import DECKS, deck_of_reference, demands_of

from spanwright.checks.bending import bend
from spanwright.checks.connection import (
    inelastic_flow,
    shrinkage_end_flow,
    stud_series,
    stud_spacing_series,
)
from spanwright.checks.cracking import (
    bar_diameter,
    crack_series,
    lasting_compression_series,
    minimum_bar_series,
)
from spanwright.checks.slab_shear import slab_shear_series
from spanwright.structure.girders import Girders

MNm = 1e6
DECK = (deck_of_reference(),)


def test_bar_diameter_follows_from_area_and_spacing(girders: Girders):
    """15,000 mm2 in 4 m, two layers, every 125 mm: 234.4 mm2 a bar, 17.3 mm."""
    assert bar_diameter(girders, DECK) == pytest.approx(0.01727, rel=1e-3)


def test_minimum_bars_of_the_reference_slab(girders: Girders):
    """k_c 1.0: 0.9 x 0.8 x 3.2 x 1e6/sigma_s; 17.3 mm bars and 0.3 mm allow 234 MPa."""
    hogging = demands_of({"short term": -20 * MNm})
    series = minimum_bar_series(girders, hogging, DECK)
    stress = series.details["sigma_s"][0]
    star = 17.27 * 2.9 / 3.21
    assert stress == pytest.approx(np.interp(star, [12, 16, 25], [280, 240, 200]) * 1e6, rel=5e-3)
    assert series.demand == pytest.approx(0.9 * 0.8 * 3.21e6 * 1.0 / stress, rel=2e-3)
    assert series.resistance == pytest.approx(0.015)


def test_compressed_slabs_need_no_minimum_bars(girders: Girders):
    sagging = demands_of({"short term": 40 * MNm})
    assert np.all(minimum_bar_series(girders, sagging, DECK).demand == 0.0)


def test_crack_control_adds_tension_stiffening(girders: Girders):
    """-10 MNm: bars 115.3 MPa on the cracked section and 53.1 MPa by tension stiffening; bars every
    125 mm allow 300 MPa (Table 7.2)."""
    series = crack_series(girders, demands_of({"short term": -10 * MNm}), DECK)
    bars = 10e6 * (2.470 + 0.125 - 1.235342) / 0.1180517
    assert series.demand == pytest.approx(bars + 53.12e6, rel=5e-3)
    assert series.resistance == pytest.approx(300e6, rel=1e-3)
    assert np.all(series.details["crack width"] > 0)


def test_lasting_compression_has_its_own_limit(girders: Girders):
    series = lasting_compression_series(girders, demands_of({"short term": 20 * MNm}), DECK)
    assert series.resistance == pytest.approx(0.45 * 35e6)


def test_shear_of_the_slab_against_its_struts_and_bars(girders: Girders):
    """989.21 kN/m: half through a-a, 250 mm deep; f_cd 23.33, nu 0.516, cot 1.2."""
    carried = demands_of({}, {"short term": 2.5e6})
    series = slab_shear_series(girders, carried, DECK)
    strut = 0.6 * (1 - 35 / 250) * 35e6 / 1.5 * 1.2 / (1 + 1.2**2)
    side = (2.0 - 0.2) / 4.0  # outer studs 0.4 m apart
    stress = 989.21e3 * side / 0.25
    assert series.details["struts a-a"] == pytest.approx(stress / strut, rel=1e-3)
    bars = 989.21e3 * side / (500e6 / 1.15 * 1.2)
    assert series.details["bars a-a"] == pytest.approx(bars / 0.0025, rel=1e-3)


def test_shrinkage_enters_beside_the_ends_only(girders: Girders):
    """The triangle over b_eff = 4 m: twice the mean flow at the end, nothing 21 m away."""
    flow = shrinkage_end_flow(girders)
    assert flow[0] > 0
    assert flow[0] == pytest.approx(flow[-1])
    assert np.all(flow[1:-1] == 0.0)


def test_shrinkage_counts_against_the_loads(girders: Girders):
    """Small loads leave the shrinkage's flow; without loads it stands alone."""
    flow = shrinkage_end_flow(girders)[0]
    none = stud_series(girders, demands_of({}, {"short term": 1.0}), DECKS, service=False)
    assert none.demand[0] == pytest.approx(flow, rel=1e-3)
    large = stud_series(girders, demands_of({}, {"short term": 50e6}), DECKS, service=False)
    assert large.demand[0] == pytest.approx(50e6 / 2.5e6 * 989.21e3, rel=1e-3)


def test_elastic_sections_need_no_more_studs(girders: Girders):
    sagging = demands_of({"short term": 10 * MNm})
    assert np.all(inelastic_flow(girders, sagging, bend(girders, sagging)) == 0.0)


def test_plastic_sections_need_more_studs(girders: Girders):
    """43 of 47.7 MNm: staged stresses are beyond yield, so the slab's force grows faster."""
    sagging = demands_of({"steel": 15 * MNm, "short term": 28 * MNm})
    moment = np.array(sagging.moment)
    moment[..., [0, 1, 3]] *= 0.2  # one section is full, its neighbours stay elastic
    one = replace(sagging, moment=moment)
    bending = bend(girders, one)
    assert bending.elastic_use[0, 2] > 1.0
    flow = inelastic_flow(girders, one, bending)
    assert flow[2] > 0
    assert flow[0] == 0.0


def test_stud_rules_name_the_rule_that_governs(girders: Girders):
    series = stud_spacing_series(girders, DECK)
    assert series.details["row pitch"] == pytest.approx(3 / 10)
    assert series.utilisation == pytest.approx(25 / (50 - 11))
    assert set(series.combination) == {"edge of the flange"}
    far = replace(girders, table=replace(girders.table, stud_rate=np.full(4, 3.0)))
    assert set(stud_spacing_series(far, DECK).combination) == {"longest pitch"}
    assert np.all(stud_spacing_series(far, DECK).utilisation > 1.0)
