"""Pile groups and pier shafts, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.responses import CrossheadSection
from spanwright.checks.abutments import (
    AbutmentLoad,
    abutment_series,
    stem_forces,
    wall_forces,
    weights,
)
from spanwright.checks.caps import Cap, cap_series, sides
from spanwright.checks.crossheads import beams_of, crosshead_cracks, crosshead_series
from spanwright.checks.piles import axial_resistance, group_loads, pile_series
from spanwright.checks.shaft_bending import shaft_series
from spanwright.checks.shaft_service import shaft_service_series
from spanwright.checks.shafts import ShaftMaterial, shaft_section, shafts_of
from spanwright.checks.types import OUTSIDE_SCOPE
from spanwright.codes.data import parameters as read_parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Abutment, Foundation, Pier
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


BARS = SupportBars("pier 1", 0.032, 0.05, 0.012, 0.0015, 0.006, 0.003, 0.002)
MATERIAL = ShaftMaterial(concrete("C35/45"), 500e6)
COLUMN = Column("pier 1", 0, np.array([0]), 0)


def shafts(value: list[float], bars: SupportBars = BARS):
    """Every resistance of one shaft, by name; value : N, My, Mz, Vy, Vz."""
    group = group_stiffness(foundation(), SAND, 0.0, E_PILE)
    ready = shafts_of({"pier 1": pier()}, (COLUMN,), {"pier 1": bars}, MATERIAL, Factors(), {})
    found = shaft_series(ready, (COLUMN,), {"pier 1": group}, demands(value), MATERIAL)
    return {series.name: series for series in found}


def test_bars_follow_the_ratio_of_the_layout():
    section = shaft_section(pier(), BARS, MATERIAL, Factors())
    assert np.sum(section.bar_area) == pytest.approx(0.012 * np.pi * 0.9**2)
    assert section.f_cd == pytest.approx(0.85 * 35e6 / 1.5)


def bending(value: list[float]):
    return shafts([*value, 0.0, 0.0])["pier shafts"]


def test_more_moment_uses_the_shaft_more_and_signs_do_not_matter():
    small, large = bending([-8e6, 2e6, 0.0]), bending([-8e6, 6e6, 0.0])
    assert 0 < small.utilisation[0] < large.utilisation[0]
    assert bending([-8e6, -6e6, 0.0]).utilisation == pytest.approx(large.utilisation, rel=1e-3)
    assert bending([-8e6, 0.0, 6e6]).utilisation == pytest.approx(large.utilisation, rel=1e-3)


def test_a_shaft_leans_even_without_a_moment():
    """Inclination 1/200 x 2/sqrt(10) over 10 m, and the second order of a free-standing shaft."""
    found = bending([-8e6, 0.0, 0.0])
    tilt = 8e6 * (1 / 200) * max(2 / np.sqrt(10.0), 2 / 3) * 10.0
    assert found.details["second order and imperfection"][0] >= tilt * (1 - 1e-9)
    assert found.utilisation[0] > 0


def test_both_second_orders_are_given_and_the_model_s_grows_with_the_force():
    light, heavy = (shafts([-n, 4e6, 0.0, 0.0, 2e5]) for n in (4e6, 12e6))
    name = "pier shafts, second order by the model"
    added = [one[name].details["second order by the model"][0] for one in (light, heavy)]
    assert 0 < added[0] < added[1]
    assert heavy[name].details["nominal curvature"][0] > 0


@pytest.mark.parametrize("part", ["shaft", "links"])
@pytest.mark.parametrize("name", ["pier shafts", "shaft shear", "shaft least bars"])
def test_more_bars_never_lower_a_resistance(part: str, name: str):
    value = [-6e6, 5e6, 1e6, 1e5, 8e5]
    more = replace(BARS, **{part: 1.5 * getattr(BARS, part)})
    assert shafts(value, more)[name].utilisation[0] <= shafts(value)[name].utilisation[0] + 1e-9


def test_cracks_open_with_the_moment_and_close_with_bars():
    def width(moment: float, bars: SupportBars = BARS) -> float:
        ready = shafts_of({"pier 1": pier()}, (COLUMN,), {"pier 1": bars}, MATERIAL, Factors(), {})
        load = demands([-2e6, moment, 0.0, 0.0, 0.0])
        stresses, cracks = shaft_service_series(ready, (COLUMN,), load, load, MATERIAL)
        assert stresses.utilisation[0] > 0
        return float(cracks.demand[0])

    assert width(0.0) == 0.0
    assert 0 < width(4e6) < width(6e6)
    assert width(6e6, replace(BARS, shaft=0.02)) < width(6e6)


def cap(columns: tuple[float, ...] = (-3.0, 3.0), share: float = 0.002) -> Cap:
    bars = replace(BARS, cap=share)
    return Cap("pier 1", 40.0, foundation(), columns, (0.8, 0.8), 2.5, bars)


def caps(one: Cap, value: list[float]):
    group = group_stiffness(foundation(), SAND, 0.0, E_PILE)
    found = cap_series(
        [one], {"pier 1": group}, demands(value), concrete("C30/37"), 500e6, Factors()
    )
    return {series.name: series for series in found}


def test_ties_of_a_cap_by_hand():
    """Four piles of 5 MN; lengthwise two piles 2.25 m off, struts from the shafts' quarters."""
    found = caps(cap(), [-20e6, 0.0, 0.0])["cap ties"]
    arm = 0.8 * (2.0 - 0.10 - 0.032)
    assert found.demand[0] == pytest.approx(2 * 5e6 * (2.25 - 0.4) / arm, rel=1e-6)
    assert found.resistance[0] == pytest.approx(0.002 * 2.0 * 9.0 * 500e6 / 1.15, rel=1e-6)


def test_a_pile_between_two_shafts_is_shared_by_the_lever():
    x, y = np.zeros(3), np.array([-3.0, 1.0, 3.0])
    base = replace(foundation(), pile_x=x, pile_y=y)
    right = [share for _, share, _ in sides(replace(cap(), foundation=base))[2:]]
    assert np.sum(right, axis=0) == pytest.approx([0.0, 1.0, 0.0])
    assert sorted(part[1] for part in right if part[1] > 0) == pytest.approx([1 / 3, 2 / 3])


def test_more_load_uses_a_cap_more_and_more_bars_use_it_less():
    light, heavy = caps(cap(), [-10e6, 0.0, 0.0]), caps(cap(), [-20e6, 0.0, 5e6])
    strong = caps(cap(share=0.004), [-20e6, 0.0, 5e6])
    for name in light:
        assert light[name].utilisation[0] < heavy[name].utilisation[0]
        assert strong[name].utilisation[0] <= heavy[name].utilisation[0] + 1e-9


def crosshead(moment: float, shear: float, bars: SupportBars = BARS):
    section = CrossheadSection("pier 1", 0, 0, 1, 2.0, "pier 1 crosshead right of shaft 1")
    beams = beams_of([section], {"pier 1": pier()}, {"pier 1": bars})
    load = PlaceDemands(
        "ULS persistent", np.array([[[moment, shear]]]), np.zeros((1, 1), dtype=np.int64),
        ("6.10 test",), np.full((1, 1), -1), (),
    )  # fmt: skip
    found = crosshead_series([section], beams, load, np.array([40.0]), MATERIAL, Factors())
    cracks = crosshead_cracks([section], beams, load, np.array([40.0]), MATERIAL)
    return {series.name: series for series in (*found, cracks)}


def test_the_hogging_moment_of_a_crosshead_falls_to_the_face_of_its_shaft():
    found = crosshead(-6e6, 3e6)["crosshead bending"]
    face = np.sqrt(np.pi) / 4 * 1.8
    assert found.demand[0] == pytest.approx(6e6 - 3e6 * face)


@pytest.mark.parametrize("part", ["crosshead", "crosshead_links"])
def test_more_bars_never_weaken_a_crosshead(part: str):
    more = replace(BARS, **{part: 1.5 * getattr(BARS, part)})
    strong, weak = crosshead(-6e6, 3e6, more), crosshead(-6e6, 3e6)
    for name in weak:
        assert strong[name].utilisation[0] <= weak[name].utilisation[0] + 1e-9


def abutment_load() -> AbutmentLoad:
    one = Abutment("abutment 1", 0.0, 12.0, 6.0, 1.8, 6.0, foundation(), 0.0, "A")
    return AbutmentLoad(
        one, BARS, 20e3, 0.5, 2, 300e3, 8e6, 2e5, 2.5, 0.5, read_parameters("eurocode")
    )


def test_earth_on_a_stem_by_hand():
    """K_0 gamma h^2 / 2 on 8.5 m; the bearings push with 3 % of their load and with braking."""
    load = abutment_load()
    found = stem_forces([load])
    soil = 0.5 * 0.5 * 20e3 * 8.5**2
    assert found.shear_g[0] == pytest.approx(soil + 0.03 * 8e6 / 12)
    assert found.moment_g[0] == pytest.approx(soil * 8.5 / 3 + 0.03 * 8e6 / 12 * 6.0)
    assert found.moment_q[0] > 2e5 / 12 * 6.0


def test_a_back_wall_carries_the_braking_axle():
    found = wall_forces([abutment_load()])
    assert found.shear_q[0] > 0.6 * 300e3 / (3.0 + 2 * 2.5)
    series = abutment_series([abutment_load()], MATERIAL, Factors(), 0.75)
    assert {one.name.rsplit(" ", 1)[0] for one in series} >= {"stem", "back wall"}
    assert all(one.utilisation[0] > 0 for one in series)


def test_the_fill_on_the_heel_holds_an_abutment_back():
    body, filled, turned = weights(abutment_load())
    heel = 0.5 * (7.5 - 1.8)
    assert filled == pytest.approx(heel * 12.0 * 8.5 * 20e3)
    assert turned == pytest.approx(filled * (0.9 + heel / 2))
    assert body > 12.0 * 6.0 * 1.8 * 25e3
