"""Pile groups and pier shafts, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.piles import axial_resistance, group_loads, pile_series
from spanwright.checks.shafts import ShaftMaterial, shaft_section, shaft_series
from spanwright.checks.types import OUTSIDE_SCOPE
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.layout.types import Foundation, Pier
from spanwright.project.site import Stratum
from spanwright.structure.girders import Factors
from spanwright.structure.ground import group_stiffness
from spanwright.structure.types import Column

E_PILE = 30e9
SAND = (
    Stratum("sand", "sand", 0.0, 40.0, 19e3, np.radians(32.0), None, 25.0, None, None),
    Stratum("rock", "rock", 40.0, 60.0, 25e3, None, None, None, None, 20e6),
)


def foundation(length: float = 25.0) -> Foundation:
    x = np.array([-2.25, -2.25, 2.25, 2.25])
    y = np.array([-3.0, 3.0, -3.0, 3.0])
    return Foundation(7.5, 9.0, 2.0, 0.0, 1.5, x, y, length, 0.008)


def pier(length: float = 25.0) -> Pier:
    return Pier(
        "pier 1", 40.0, False, False, "circle", (-3.0, 3.0), 1.8, 1.8, 10.0, 10.0, 2.2, 1.6,
        11.6, 0.012, foundation(length), 0.0, "A",
    )  # fmt: skip


def demands(value: list[float]) -> PlaceDemands:
    table = np.array([[value]])
    index = np.zeros((1, 1), dtype=np.int64)
    return PlaceDemands("ULS persistent", table, index, ("6.10 test",), index - 1, ())


def test_a_central_load_is_shared_equally():
    group = group_stiffness(foundation(), SAND, 0.0, E_PILE)
    most, least = group_loads(foundation(), group, np.array([[-20e6, 0.0, 0.0]]))
    assert most == pytest.approx([5e6])
    assert least == pytest.approx([5e6])


@pytest.mark.parametrize("component", [1, 2])
def test_a_moment_loads_one_side_and_lifts_the_other(component: int):
    value = np.array([[-20e6, 0.0, 0.0]])
    value[0, component] = 10e6
    group = group_stiffness(foundation(), SAND, 0.0, E_PILE)
    most, least = group_loads(foundation(), group, value)
    assert most[0] + least[0] == pytest.approx(10e6)
    assert most[0] > 5e6
    mirrored, _ = group_loads(foundation(), group, value * [1, -1, -1])
    assert mirrored == pytest.approx(most)


def test_longer_piles_carry_more_and_rock_is_outside_the_rules():
    short, long = (axial_resistance(SAND, 0.0, foundation(length)) for length in (20.0, 30.0))
    assert 0 < short < long
    assert np.isnan(axial_resistance(SAND, 0.0, foundation(45.0)))
    group = group_stiffness(foundation(45.0), SAND, 0.0, E_PILE)
    series = pile_series([pier(45.0)], {"pier 1": group}, SAND, demands([-20e6, 0.0, 0.0]))
    assert series.status[0] == OUTSIDE_SCOPE


def test_pile_weight_counts_without_its_buoyancy():
    group = group_stiffness(foundation(), SAND, 0.0, E_PILE)
    series = pile_series([pier()], {"pier 1": group}, SAND, demands([-20e6, 0.0, 0.0]))
    weight = 1.35 * np.pi * 0.75**2 * 25.0 * (25_000 - 9_810)
    assert series.demand[0] == pytest.approx(5e6 + weight)
    assert series.utilisation[0] == pytest.approx(series.demand[0] / series.resistance[0])


def shafts(value: list[float]):
    column = Column("pier 1", 0, np.array([0]), 0)
    material = ShaftMaterial(concrete("C35/45"), 500e6)
    return shaft_series({"pier 1": pier()}, (column,), demands(value), material, Factors())


def test_bars_follow_the_ratio_of_the_layout():
    section = shaft_section(pier(), ShaftMaterial(concrete("C35/45"), 500e6), Factors())
    assert np.sum(section.bar_area) == pytest.approx(0.012 * np.pi * 0.9**2)
    assert section.f_cd == pytest.approx(0.85 * 35e6 / 1.5)


def test_more_moment_uses_the_shaft_more_and_signs_do_not_matter():
    small, large = shafts([-8e6, 2e6, 0.0]), shafts([-8e6, 6e6, 0.0])
    assert 0 < small.utilisation[0] < large.utilisation[0]
    assert shafts([-8e6, -6e6, 0.0]).utilisation == pytest.approx(large.utilisation, rel=1e-3)
    assert shafts([-8e6, 0.0, 6e6]).utilisation == pytest.approx(large.utilisation, rel=1e-3)


def test_a_shaft_leans_even_without_a_moment():
    """Inclination 1/200 x 2/sqrt(10) over 10 m, and the second order of a free-standing shaft."""
    found = shafts([-8e6, 0.0, 0.0])
    tilt = 8e6 * (1 / 200) * max(2 / np.sqrt(10.0), 2 / 3) * 10.0
    assert found.details["second order and imperfection"][0] >= tilt * (1 - 1e-9)
    assert found.utilisation[0] > 0
