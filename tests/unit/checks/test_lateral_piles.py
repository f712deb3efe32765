"""Piles along their length, groups as a whole, and what scour takes away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.lateral_piles import (
    curves_at,
    deflection_series,
    lateral_series,
    multipliers,
)
from spanwright.checks.pile_group import group_resistance, group_series, settlement_series
from spanwright.checks.pile_sections import PileMaterial, pile_section, rules_en
from spanwright.checks.piles import (
    axial_resistance,
    nominal_resistance,
    side_by_side,
)
from spanwright.checks.types import OUTSIDE_SCOPE, PASSES
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.resistance.lateral_pile import sand_py, soft_clay_py
from spanwright.codes.eurocode.resistance.piles import design_diameter, group_efficiency
from spanwright.codes.eurocode.resistance.py_pile import Curves, nodes_of, push, secant
from spanwright.layout.types import Foundation, Pier
from spanwright.project.site import Stratum, below_scour
from spanwright.structure.girders import Factors
from spanwright.structure.ground import group_stiffness, pile_forces

EI = 7.45515e9  # of the check values: D 1.5 m, E 30 GPa
SAND = (
    Stratum("sand", "sand", 0.0, 50.0, 19e3, np.radians(33.0), None, 20.0, None, None),
    Stratum("rock", "rock", 50.0, 70.0, 25e3, None, None, None, None, 20e6),
)
CLAY = (Stratum("clay", "clay", 0.0, 60.0, 18e3, None, 80e3, None, None, None),)
MATERIAL = PileMaterial(concrete("C30/37"), 500e6, 0.032, 0.075, 0.025)


def pier(spacing: float = 4.5, scour: float = 0.0, length: float = 25.0) -> Pier:
    half = spacing / 2
    base = Foundation(
        7.5, 9.0, 2.0, 0.0, 1.5, np.array([-half, -half, half, half]),
        np.array([-half, half, -half, half]), length, 0.008,
    )  # fmt: skip
    return Pier(
        "pier 1", 40.0, True, False, "circle", (-3.0, 3.0), 1.8, 1.8, 10.0, 10.0, 2.2, 1.6,
        11.6, 0.012, base, 0.0, "A", scour,
    )  # fmt: skip


def groups(one: Pier, layers: tuple[Stratum, ...] = SAND):
    own = below_scour(layers, one.scour)
    return {one.name: group_stiffness(one.foundation, own, one.bed, 33e9)}


def demands(value: list[float]) -> PlaceDemands:
    index = np.zeros((4, 1), dtype=np.int64)
    table = np.broadcast_to(np.array(value), (4, 1, 6))
    return PlaceDemands("ULS persistent", table, index, ("6.10 test",), index - 1, ())


def lateral(one: Pier, value: list[float], layers: tuple[Stratum, ...] = SAND):
    below = {one.name: below_scour(layers, one.scour)}
    return lateral_series(
        [one],
        groups(one, layers),
        below,
        demands(value),
        MATERIAL,
        rules_en(MATERIAL, Factors(), {}),
    )


def linear(slope: np.ndarray, nodes: np.ndarray) -> Curves:
    return Curves(np.full_like(nodes, np.inf), slope * np.ones_like(nodes), np.zeros_like(nodes))


@pytest.mark.parametrize(
    ("held", "deflection", "moment"), [(False, 9.877e-3, 1515.2e3), (True, 3.772e-3, 1825.3e3)]
)
def test_linear_curves_give_the_closed_forms_of_a_growing_subgrade(held, deflection, moment):
    """500 kN, n_h 8000 kN/m3; the coefficients of the closed forms are rounded: 1 %."""
    nodes = nodes_of(60.0)
    found = push(nodes, EI, linear(8e6 * nodes, nodes), force=500e3, slope=0.0 if held else np.nan)
    assert found.deflection[0, 0] == pytest.approx(deflection, rel=0.01)
    assert np.abs(found.moment).max() == pytest.approx(moment, rel=0.01)
    assert found.force[0] == pytest.approx(500e3, rel=1e-6)


def test_linear_curves_give_hetenyis_beam():
    """500 kN, k 20 000 kN/m2: 8.046 mm, 1001.7 kNm; 1 % for springs at nodes."""
    nodes = nodes_of(60.0)
    found = push(nodes, EI, linear(np.array(20e6), nodes), force=500e3)
    assert found.deflection[0, 0] == pytest.approx(8.046e-3, rel=0.01)
    assert np.abs(found.moment).max() == pytest.approx(1001.7e3, rel=0.01)


def test_a_free_pile_is_a_cantilever_with_its_second_order():
    """No ground for 10 m, then rock: P L^3/3EI over (1 - N/N_cr), within the rule's own 2 %."""
    nodes = nodes_of(20.0, 100)
    free = float(nodes[nodes > 10.0][0])
    curves = linear(np.where(nodes > 10.0, 1e15, 0.0), nodes)
    first = push(nodes, EI, curves, force=100e3)
    bent = push(nodes, EI, curves, force=100e3, compression=5e6)
    assert first.deflection[0, 0] == pytest.approx(100e3 * free**3 / (3 * EI), rel=0.03)
    critical = np.pi**2 * EI / (4 * free**2)
    ratio = bent.deflection[0, 0] / first.deflection[0, 0]
    assert ratio == pytest.approx(1 / (1 - 5e6 / critical), rel=0.02)


def test_moving_the_head_asks_the_force_that_moved_it():
    nodes = nodes_of(25.0)
    curves = curves_at(SAND, nodes, 1.5, np.array([0.6]))
    one = push(nodes, EI, curves, force=900e3, slope=0.002)
    back = push(nodes, EI, curves, deflection=one.deflection[:, 0], slope=0.002)
    assert back.force == pytest.approx(one.force, rel=1e-4)
    assert back.moment == pytest.approx(one.moment, rel=1e-3, abs=1e3)


@pytest.mark.parametrize("y", [1e-4, 3e-3, 0.02, 0.2])
def test_the_secants_are_those_of_the_published_curves(y):
    depth = np.array([[1.0, 4.0, 12.0]])
    moved = np.full_like(depth, y)
    sand = secant(curves_at(SAND, depth, 1.5, np.ones(1)), moved) * y
    angle, weight, k = SAND[0].friction_angle, 19e3 - 9_810, 8e6
    assert sand == pytest.approx(sand_py(y, depth, 1.5, angle, weight, k, cyclic=True), rel=1e-9)
    clay = secant(curves_at(CLAY, depth, 1.5, np.ones(1)), moved) * y
    assert clay == pytest.approx(soft_clay_py(y, depth, 1.5, 80e3, 18e3 - 9_810), rel=1e-9)


def test_rows_are_counted_the_way_the_group_is_pushed():
    base = pier().foundation
    assert multipliers(base, along=True) == pytest.approx((0.8, 0.6))
    two = replace(base, pile_x=np.zeros(4))
    assert multipliers(two, along=True) == (1.0, 1.0)
    assert np.isnan(multipliers(pier(3.9).foundation, along=True)).all()


@settings(max_examples=15, deadline=None)
@given(st.floats(1e5, 3e6), st.floats(1.05, 2.0))
def test_more_level_force_never_helps(force, factor):
    one = pier()
    small, large = (lateral(one, [f, 0.0, -16e6, 0.0, 0.0, 0.0]) for f in (force, factor * force))
    for before, after in zip(small, large, strict=True):
        assert after.demand[0] > before.demand[0]


@settings(max_examples=10, deadline=None)
@given(st.floats(0.5, 6.0))
def test_scour_never_helps(depth):
    whole, scoured = pier(), pier(scour=depth)
    value = [0.8e6, 0.0, -16e6, 0.0, 0.0, 0.0]
    bending = [lateral(one, value)[0].demand[0] for one in (whole, scoured)]
    assert bending[1] > bending[0]
    axial = [
        axial_resistance(below_scour(SAND, one.scour), one.bed, one.foundation)
        for one in (whole, scoured)
    ]
    assert axial[1] < axial[0]
    stiff = [groups(one)["pier 1"].stiffness for one in (whole, scoured)]
    assert np.all(stiff[1] <= stiff[0] + 1e-6)
    assert stiff[1][0] < stiff[0][0]


def test_layers_below_a_scoured_bed():
    left = below_scour((*CLAY, replace(CLAY[0], top=60.0, bottom=80.0)), 65.0)
    assert [(layer.top, layer.bottom) for layer in left] == [(0.0, 15.0)]


def test_piles_too_close_for_the_multipliers_are_outside_scope():
    for series in lateral(pier(3.9), [0.5e6, 0.0, -16e6, 0.0, 0.0, 0.0]):
        assert series.status[0] == OUTSIDE_SCOPE


def test_the_governing_pile_is_told_with_its_axial_forces():
    series, shear = lateral(pier(), [0.8e6, 0.0, -16e6, 0.0, 4e6, 0.0])
    heads = pile_forces(
        pier().foundation, groups(pier())["pier 1"], np.array([0.8e6, 0, -16e6, 0, 4e6, 0])
    )
    assert series.details["axial, greatest"][0] == pytest.approx(heads.axial.max())
    assert series.details["axial, least"][0] == pytest.approx(heads.axial.min())
    assert series.status[0] == shear.status[0] == PASSES


def test_deflection_is_held_to_the_projects_limit():
    one = pier()
    found = deflection_series(
        [one], groups(one), {one.name: SAND}, demands([0.8e6, 0, -16e6, 0, 0, 0]), MATERIAL
    )
    assert found.utilisation[0] == pytest.approx(found.demand[0] / 0.025)


def test_the_section_counts_less_than_the_pile():
    """EN 1992-1-1 2.3.4.2: 1.5 m counts as 1.45 m; 2.4.2.5: gamma_C times 1.1."""
    assert design_diameter([0.3, 0.8, 1.5]) == pytest.approx([0.28, 0.76, 1.45])
    section = pile_section(pier().foundation, MATERIAL, Factors())
    assert 2 * section.radius == pytest.approx(1.45)
    assert section.f_cd == pytest.approx(0.85 * 30e6 / 1.65)
    assert section.bar_area.sum() == pytest.approx(0.008 * np.pi * 1.5**2 / 4)


def test_efficiency_by_rows_and_by_the_ground_under_the_cap():
    assert group_efficiency(3.0, 1.0) == pytest.approx(0.65 + 0.35 / 3)
    assert group_efficiency(2.0, 1.0, single_row=True) == pytest.approx(0.90)
    assert group_efficiency(3.0, 1.0, single_row=True) == 1.0
    assert group_efficiency(2.5, 1.0, cap_rests=True) == 1.0
    assert np.isnan(group_efficiency(1.9, 1.0, cap_rests=True))


def test_scour_below_the_cap_lowers_the_efficiency_of_the_group():
    results = [
        group_resistance(below_scour(SAND, one.scour), one.bed, one.foundation, "DA2")
        for one in (pier(), pier(scour=3.0))
    ]
    assert results[0][1] == 1.0
    assert results[1][1] == pytest.approx(0.65 + 0.35 / 3)


def test_a_group_in_clay_may_fail_as_a_block():
    """80 kPa, outline 6 x 6 m, tips 27 m deep: 24 27 80 + 36 9 80 kPa m2 over 1.4 and 1.1."""
    total, _, block = group_resistance(CLAY, 0.0, pier().foundation, "DA2")
    assert block == pytest.approx((24 * 27 * 80e3 + 36 * 9 * 80e3) / 1.4 / 1.1, rel=1e-6)
    single = axial_resistance(CLAY, 0.0, pier().foundation)
    assert total == pytest.approx(min(4 * single, block))


def test_the_whole_group_carries_its_own_piles_too():
    one = pier()
    value = demands([-12e6, 0.0, 2e6, 0.0, 0.0, 0.0])
    together, _ = group_series([one], groups(one), {one.name: SAND}, value, "DA2")
    assert together.demand[0] == pytest.approx(12e6 + 4 * together_weight(one))


def test_other_rules_stand_beside_the_one_that_is_used():
    """DA1-1: base 1.25 and shaft 1.0; DA2: 1.1 both, over xi 1.40."""
    base = pier().foundation
    told = side_by_side(SAND, 0.0, base)
    nominal = nominal_resistance(SAND, 0.0, base)
    side, tip = float(nominal.side[0]), float(nominal.tip[0])
    assert told["R DA2"] == pytest.approx((side + tip) / 1.4 / 1.1)
    assert told["R DA2"] == pytest.approx(axial_resistance(SAND, 0.0, base))
    assert told["R DA1-1"] == pytest.approx((tip / 1.25 + side) / 1.4)
    assert told["R DA1-2"] < told["R DA2"] < told["R DA3"]
    assert told["R AASHTO 10.5.5.2.4"] == pytest.approx(0.55 * side + 0.50 * tip)
    assert told["shaft SP 24, unverified"] > 0
    clay = side_by_side(CLAY, 0.0, base)
    assert np.isnan(clay["shaft SP 24, unverified"])


def test_uplift_is_what_the_weight_does_not_hold():
    one = pier()
    value = demands([8e6, 0.0, 0.0, 0.0, 0.0, 0.0])
    _, lift = group_series([one], groups(one), {one.name: SAND}, value, "DA2")
    assert lift.demand[0] == pytest.approx(2e6 - together_weight(one) / 1.35)
    side = axial_resistance(SAND, 0.0, one.foundation, uplift=True)
    assert lift.utilisation[0] == pytest.approx(lift.demand[0] / side)


def together_weight(one: Pier) -> float:
    base = one.foundation
    return 1.35 * np.pi * base.pile_diameter**2 / 4 * base.pile_length * (25e3 - 9810)


def test_settlement_is_taken_against_the_line_between_the_neighbours():
    row = [replace(pier(), name=f"pier {i}", station=x) for i, x in enumerate((0.0, 30.0, 60.0))]
    springs = {one.name: groups(row[0])["pier 0"] for one in row}
    stiff = springs["pier 0"].stiffness[2]
    found = settlement_series(
        row, springs, stiff * np.array([0.004, 0.010, 0.008]), np.full(3, 0.005)
    )
    assert found.demand == pytest.approx([0.006, 0.004, 0.002])
    assert found.utilisation[0] == pytest.approx(1.2)
    # Supports that settle less than the line are covered by what their neighbours are let sink.
    found = settlement_series(
        row, springs, stiff * np.array([0.004, 0.010, 0.008]), np.array([0.001, 0.010, 0.003])
    )
    assert found.resistance == pytest.approx([0.010, 0.010, 0.010])
