"""Spread footings against the ground and as concrete, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.footing_concrete import (
    Slab,
    column_forces,
    concrete_series,
    effects_of,
    least_bar_series,
    line_pressure,
    outer,
    strip,
)
from spanwright.checks.footings import (
    base_of,
    bearing_use,
    contact_series,
    ground_of,
    ground_series,
    outside_series,
    sliding_use,
)
from spanwright.checks.types import OUTSIDE_SCOPE
from spanwright.codes.data import parameters as read_parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.resistance.footing import Bed, drained_bearing, layered_bearing
from spanwright.layout.bars import SupportBars
from spanwright.layout.footings import beds_below
from spanwright.layout.types import Foundation, Pier
from spanwright.project.site import Stratum
from spanwright.structure.girders import Factors
from spanwright.structure.ground import footing_stiffness, mean_shear_modulus

PARAMETERS = read_parameters()
WATER = 9_810.0


def layer(kind: str, top: float, bottom: float, **values: float) -> Stratum:
    known = dict.fromkeys(
        ("friction_angle", "undrained_strength", "n60", "modulus", "compressive_strength")
    )
    return Stratum(kind, kind, top, bottom, 19_810.0, **{**known, **values})


SAND = (layer("sand", 0.0, 40.0, friction_angle=np.radians(30.0)),)
CLAY = (layer("clay", 0.0, 40.0, undrained_strength=100e3),)
ROCK = (layer("rock", 0.0, 40.0, compressive_strength=12e6),)


def footing(length: float = 4.0, width: float = 8.0, thickness: float = 1.5) -> Foundation:
    none = np.zeros(0)
    return Foundation(length, width, thickness, -0.5, 0.0, none, none, 0.0, 0.0, 0.0)


def pier(base: Foundation | None = None) -> Pier:
    return Pier(
        "pier 1", 40.0, False, False, "circle", (-2.5, 2.5), 1.2, 1.2, 10.0, 8.0, 1.6, 1.4,
        11.4, 0.012, base or footing(), 0.0, "A",
    )  # fmt: skip


def demands(*value: list[float]) -> PlaceDemands:
    """One target each: forces along and across, upward, moments about both, twist."""
    table = np.array(value)[:, None]
    index = np.zeros((len(value), 1), dtype=np.int64)
    return PlaceDemands("ULS persistent", table, index, ("6.10 test",), index - 1, ())


def test_a_central_load_meets_annex_d_over_the_whole_base():
    one, value = pier(), demands([0.0, 0.0, -6e6, 0.0, 0.0, 0.0])
    bearing, sliding, lean = ground_series(
        [one], {one.name: ground_of(one, SAND)}, value, PARAMETERS
    )
    by_hand = drained_bearing(4.0, 8.0, np.radians(30.0), 10e3, 2.0 * 10e3, 6e6).resistance
    assert bearing.resistance[0] == pytest.approx(float(by_hand) / 1.4)
    assert bearing.demand[0] == 6e6
    assert bearing.details["stress beside the base"][0] == pytest.approx(20e3)
    assert sliding.utilisation[0] == 0.0
    assert lean.demand[0] == 0.0


def test_moments_move_the_load_towards_the_side_they_press():
    at = base_of(np.array([[3e5, 4e5, -5e6, 2e6, 1e6, 0.0]]))
    assert at.off[0] == pytest.approx([0.2, -0.4])
    assert at.push[0] == pytest.approx(5e5)
    one = pier()
    bearing, sliding, lean = ground_series(
        [one], {one.name: ground_of(one, SAND)},
        demands([3e5, 4e5, -5e6, 2e6, 1e6, 0.0]), PARAMETERS,
    )  # fmt: skip
    assert bearing.details["effective length"][0] == pytest.approx(3.6)
    assert bearing.details["effective width"][0] == pytest.approx(7.2)
    share = 9.0 / 25.0
    by_hand = drained_bearing(
        3.6, 7.2, np.radians(30.0), 10e3, 20e3, 5e6, 5e5, along_width=share
    ).resistance
    assert bearing.resistance[0] == pytest.approx(float(by_hand) / 1.4)
    assert sliding.resistance[0] == pytest.approx(5e6 * np.tan(np.radians(30.0)) / 1.1)
    assert sliding.utilisation[0] == pytest.approx(5e5 / sliding.resistance[0])
    assert lean.demand[0] == pytest.approx(0.05)
    assert lean.utilisation[0] == pytest.approx(0.15)


def test_a_load_outside_the_base_or_none_at_all_never_passes():
    one = pier()
    for row in ([0.0, 0.0, -5e6, 0.0, 11e6, 0.0], [1e5, 0.0, 1e5, 0.0, 0.0, 0.0]):
        found = ground_series([one], {one.name: ground_of(one, SAND)}, demands(row), PARAMETERS)
        assert found[0].utilisation[0] == np.inf
        assert found[2].utilisation[0] > 1.0


def test_clay_slides_on_its_strength_and_at_most_on_a_share_of_the_load():
    base, ground = footing(), ground_of(pier(), CLAY)
    heavy = base_of(np.array([[1e6, 0.0, -9e6, 0.0, 0.0, 0.0]]))
    assert sliding_use(base, ground, heavy, PARAMETERS)[0][0] == pytest.approx(3.2e6 / 1.1)
    light = base_of(np.array([[1e6, 0.0, -5e6, 0.0, 0.0, 0.0]]))
    assert sliding_use(base, ground, light, PARAMETERS)[0][0] == pytest.approx(2.0e6 / 1.1)


def test_rock_carries_a_third_of_its_strength():
    base, ground = footing(), ground_of(pier(), ROCK)
    at = base_of(np.array([[0.0, 0.0, -20e6, 0.0, 0.0, 0.0]]))
    resistance, use = bearing_use(base, ground, at, 1.4)
    assert resistance[0] == pytest.approx(0.33 * 12e6 * 32.0 / 1.4)
    assert use[0] == pytest.approx(20e6 / resistance[0])


def test_soft_clay_below_the_sand_carries_the_spread_load():
    sand = Bed(0.0, 10e3, 20e3, friction=np.radians(35.0))
    clay = Bed(3.0, 9e3, 50e3, undrained=40e3)
    alone = layered_bearing([sand], 20e3, 4.0, 8.0, 6e6, 0.0, 1.0)
    both = layered_bearing([sand, clay], 20e3, 4.0, 8.0, 6e6, 0.0, 1.0)
    spread = (np.pi + 2) * 40e3 * (1 + 0.2 * 7 / 11) + 50e3 - 30e3
    assert both == pytest.approx(7.0 * 11.0 * spread)
    assert both < alone


def test_layers_that_lack_what_their_rule_needs_are_outside_scope():
    one = pier()
    for ground in (
        (layer("clay", 0.0, 30.0),),
        (layer("fill", 0.0, 30.0),),
        (layer("rock", 0, 9),),
    ):
        found = ground_series(
            [one], {one.name: ground_of(one, ground)},
            demands([0.0, 0.0, -5e6, 0.0, 0.0, 0.0]), PARAMETERS,
        )  # fmt: skip
        assert found[0].status[0] == OUTSIDE_SCOPE
        assert found[1].status[0] == OUTSIDE_SCOPE
    beds, _ = beds_below((layer("sand", 0.0, 30.0, n60=20.0),), 3.0, 4.0)
    # C_N = 0.77 log10(1.92/0.030) = 1.391, (N1)60 27.8: 30 + 5 x 17.8/20 deg.
    assert np.degrees(beds[0].friction) == pytest.approx(34.45, abs=0.02)


def test_lrfd_footings_are_outside_scope():
    one = pier()
    value = PlaceDemands(
        "Strength I to V", np.array([[[-5e6, 0.0, 0.0]]]), np.zeros((1, 1), dtype=np.int64),
        ("Strength I",), np.full((1, 1), -1), (),
    )  # fmt: skip
    assert outside_series([one], value).status[0] == OUTSIDE_SCOPE


@given(st.floats(0.0, 3e6), st.floats(0.0, 8e6), st.floats(1e6, 2e7))
def test_more_level_force_or_moment_never_helps(push: float, moment: float, down: float):
    base, ground = footing(), ground_of(pier(), SAND)

    def use(h: float, m: float) -> float:
        at = base_of(np.array([[h, 0.0, -down, 0.0, m, 0.0]]))
        return float(bearing_use(base, ground, at, 1.4)[1][0])

    assert use(1.1 * push, moment) >= use(push, moment) - 1e-12
    assert use(push, 1.1 * moment) >= use(push, moment) - 1e-12


def test_in_service_the_load_stays_in_the_kern():
    found = contact_series([pier()], demands([0.0, 0.0, -6e6, 4e6, 2e6, 0.0]))
    assert found.demand[0] == pytest.approx(2 / 6 / 4 + 4 / 6 / 8)
    assert found.utilisation[0] == pytest.approx(6 * found.demand[0])


@pytest.mark.parametrize("off", [0.0, 0.5, -0.8, 1.5])
def test_the_pressure_balances_the_load(off: float):
    place = (np.arange(4000) + 0.5) / 4000 * 6.0 - 3.0
    found = line_pressure(np.array([1e6]), np.array([off]), 6.0, place)[0]
    assert found.min() >= 0.0
    assert found.sum() * 6.0 / 4000 == pytest.approx(1e6, rel=1e-5)
    assert (found * place).sum() * 6.0 / 4000 == pytest.approx(1e6 * off, rel=1e-4, abs=1.0)


def test_cantilevers_of_an_even_pressure():
    cut = strip(np.array([1.2e6]), np.zeros(1), 6.0, np.array([5e4, 5e4]))
    for face in (1.0, -1.0):
        shear, moment = outer(cut, face)
        assert shear[0] == pytest.approx(1.5e5 * 2.0)
        assert moment[0] == pytest.approx(1.5e5 * 2.0**2 / 2, rel=1e-4)


def test_two_shafts_take_the_lever_share_of_a_load_off_the_middle():
    cut = strip(np.array([6e6]), np.array([1.0]), 8.0, np.zeros(2))
    assert column_forces(cut, (-2.5, 2.5))[0] == pytest.approx([1.8e6, 4.2e6], rel=1e-3)


def slab(**changes: object) -> Slab:
    bars = SupportBars("pier 1", 0.032, 0.05, 0.01, 0.001, 0.006, 0.003, 0.002)
    one = Slab("pier 1", 40.0, footing(), (-2.5, 2.5), (0.53, 0.53), np.zeros((2, 2)), bars)
    return replace(one, **changes)


def test_between_two_shafts_an_even_pressure_bends_the_footing_up():
    at = base_of(np.array([[0.0, 0.0, -8e6, 0.0, 0.0, 0.0]]))
    effects, forces = effects_of(slab(), at)
    assert forces[0] == pytest.approx([4e6, 4e6], rel=1e-3)
    # Across: 1 MN/m, so M(0) = 1 x 4^2/2 - 4 x 2.5 = -2 MN m over 4 m of length.
    assert effects.above[0] == pytest.approx(2e6 / 4.0, rel=1e-3)
    # Along: 2 MN/m over a reach of 1.47 m and 8 m of width; across 1 MN/m over 0.97 m.
    assert effects.below[0] == pytest.approx(2e6 * 1.47**2 / 2 / 8.0, rel=1e-3)


def test_the_concrete_answers_each_effect_and_deeper_is_stronger():
    mix, value = concrete("C30/37"), demands([2e5, 0.0, -8e6, 0.0, 2e6, 0.0])
    thin = concrete_series([slab()], value, mix, 500e6, Factors())
    assert [one.name for one in thin] == [
        "footing bending, bottom bars", "footing bending, top bars", "footing shear",
        "footing punching",
    ]  # fmt: skip
    deep = concrete_series([slab(base=footing(thickness=2.5))], value, mix, 500e6, Factors())
    for less, more in zip(thin, deep, strict=True):
        assert 0.0 < more.utilisation[0] < less.utilisation[0]
    least = least_bar_series([slab()], mix, 500e6)
    assert least.demand[0] == pytest.approx(0.26 * mix.f_ctm / 500e6 * (1.5 - 0.082))


def test_a_wall_is_not_punched_through():
    wall = slab(columns=(0.0,), half=(0.9, 4.0), is_wall=True)
    value = demands([0.0, 0.0, -8e6, 0.0, 1e6, 0.0])
    found = concrete_series([wall], value, concrete("C30/37"), 500e6, Factors())
    assert "footing punching" not in [one.name for one in found]


def test_fill_on_the_heel_stretches_the_top_bars():
    over = np.array([[0.0, 1.2e6], [0.0, 1.2e6]])
    wall = slab(columns=(0.0,), half=(0.9, 4.0), is_wall=True, over=over)
    at = base_of(np.array([[0.0, 0.0, -6e6, 0.0, 4e6, 0.0]]))
    effects, _ = effects_of(wall, at)
    # The load leans forward by 2/3 m, just past the kern: a triangle over all 4 m, 3 MN/m at its
    # front.  Behind the stem 1.1 m of it lie under the heel, against 1.35 x 1.2 MN/m.
    reach = 1.1
    pressed = 3e6 / 4.0 * reach**3 / 6.0
    assert effects.above[0] == pytest.approx(
        (1.35 * 1.2e6 * reach**2 / 2 - pressed) / 8.0, rel=2e-2
    )


def test_the_stiffness_of_a_square_is_that_of_the_half_space():
    soil = (layer("sand", 0.0, 50.0, modulus=26e6),)
    k = footing_stiffness(5.0, 5.0, soil, 2.0)
    G = 26e6 / 2.6
    assert k[2] == pytest.approx(G * 5.0 / 0.7 * 2.35)
    # A rigid circle of the same area on the same half-space: 4 G r / (1 - nu).
    assert k[2] == pytest.approx(4 * G * 5.0 / np.sqrt(np.pi) / 0.7, rel=0.06)
    assert k[0] == pytest.approx(k[1])
    assert k[3] == pytest.approx(k[4], rel=0.02)
    turned = footing_stiffness(4.0, 8.0, soil, 2.0)
    assert turned[[1, 0, 2, 4, 3, 5]] == pytest.approx(footing_stiffness(8.0, 4.0, soil, 2.0))
    assert turned[3] > turned[4]  # it resists turning about the bridge's axis more


def test_a_soft_layer_softens_the_mean_more_the_higher_it_lies():
    stiff, soft = {"modulus": 50e6}, {"modulus": 5e6}
    high = (
        layer("sand", 0, 2, **stiff),
        layer("clay", 2, 4, **soft),
        layer("sand", 4, 40, **stiff),
    )
    low = (layer("sand", 0, 6, **stiff), layer("clay", 6, 8, **soft), layer("sand", 8, 40, **stiff))
    even = (layer("sand", 0, 40, **stiff),)
    values = [mean_shear_modulus(g, 2.0, 6.0, 4.0) for g in (high, low, even)]
    assert values[0] < values[1] < values[2] == pytest.approx(50e6 / 2.6)
