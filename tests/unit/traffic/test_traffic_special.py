"""A special vehicle among frequent LM1: worked by hand on a simple beam, and replayed."""

import numpy as np
import pytest

from spanwright.codes.data import parameters
from spanwright.datum.errors import ScopeError
from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.cubic import FROM_BERNSTEIN, hermite, positive_area, positive_parts
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place
from spanwright.traffic.search_special import _adverse, frequent_factors, place_special

LM1, HEAVY = load_model("lm1"), load_model("lm3:600/150")


def beam(span, sections):
    own = continuous_beam([span])
    return beam_surfaces(own, *beam_stations(own, sections))


def test_short_span_leaves_no_room_for_other_traffic_in_the_lane():
    """40 m: 25 m clear on both sides of 4.5 m; the largest moment is that of the vehicle."""
    surfaces = beam(40.0, [20.0])
    alone = place(surfaces, HEAVY)
    both = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)])
    assert both.value[0] == pytest.approx(alone.value[0], rel=1e-9)
    assert both.part[0, 1] == pytest.approx(0.0, abs=1e-6)


def test_long_span_carries_frequent_lm1_beyond_the_clear_length():
    """200 m, moment at 100 m, vehicle about the middle: 0.4 x 9 x 3 kN/m on both outer parts and
    the tandem, 0.75 x 600 kN, just outside on one side."""
    surfaces = beam(200.0, [100.0])
    found = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)])
    placed = found.patches(0)
    axles = np.unique(np.round(placed.wheel_x, 6))
    vehicle, tandem = axles[-4:], axles[:2]
    if axles[1] - axles[0] > 1.3:  # the tandem stands on the other side
        vehicle, tandem = axles[:4], axles[-2:]
    assert np.diff(vehicle) == pytest.approx([1.5] * 3)
    assert np.diff(tandem) == pytest.approx([1.2])
    gap = max(vehicle[0] - tandem[-1], tandem[0] - vehicle[-1])
    assert 25.0 - 1e-6 <= gap <= 25.0 + 2.5
    low, high = vehicle[0] - 25.0, vehicle[-1] + 25.0
    area = 0.4 * 9e3 * 3.0 * (low**2 / 4 + (200.0 - high) ** 2 / 4)
    eta = np.minimum(tandem, 200.0 - tandem) / 2
    by_hand = area + 0.75 * 300e3 * eta.sum()
    assert found.part[0, 1] == pytest.approx(by_hand, rel=1e-9)
    assert found.part[0, 0] == pytest.approx(150e3 * (np.minimum(vehicle, 200 - vehicle) / 2).sum())


def test_replay_on_a_deck_with_two_lanes():
    x = np.linspace(0.0, 120.0, 49)
    lines = np.array([-3.0, 0.0, 3.0])
    rng = np.random.default_rng(4)
    size, wave = rng.uniform(0.2, 1.0, (3, 3, 1)), 2 * np.pi / rng.uniform(70, 150, (3, 3, 1))
    surfaces = Surfaces(
        x, lines, size * np.sin(wave * x), size * wave * np.cos(wave * x),
        np.full(3, -1), np.full(3, -1), np.zeros((3, 4)), ("a", "b", "c"),
        np.array([0.0, 60.0, 120.0]),
    )  # fmt: skip
    found = place_special(surfaces, HEAVY, LM1, [(-3.5, 3.5)])
    size_of = np.abs(found.value).max()
    for row in range(6):
        again = response(surfaces, found.response[row : row + 1], found.patches(row))[0]
        assert abs(again - found.value[row]) <= 1e-9 * size_of
    alone = place(surfaces, HEAVY, [(-3.5, 3.5)])
    assert np.all(found.sign * found.value >= alone.sign * alone.value * (1 - 1e-6))
    assert "special vehicle in lane 1" in found.label(0)


def test_frequent_values_are_those_of_the_code_or_given():
    """0.75 and 0.40 (EN 1990, Table A2.1); an annex with 0.75 for both loads more of the lane."""
    surfaces = beam(200.0, [100.0])
    assert frequent_factors(parameters()) == (0.75, 0.40)
    usual = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)])
    same = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)], frequent=(0.75, 0.40))
    more = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)], frequent=(0.75, 0.75))
    none = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)], frequent=(0.75, 0.0))
    assert same.value == pytest.approx(usual.value, rel=1e-12)
    assert more.value[0] > usual.value[0] > none.value[0]


def test_the_vehicle_stands_where_its_lane_as_a_whole_does_most():
    """Every 20 mm of three spans: moved to a top of its own, it did up to 4.5 % less here."""
    own, step, n = continuous_beam([60.0, 80.0, 60.0]), 0.02, 200.0
    surfaces = beam_surfaces(own, *beam_stations(own, [59.0, 75.0, 100.0]))
    found = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)])
    count, x = len(surfaces.names), np.arange(0.0, n + step / 2, step)
    first, light = np.arange(-4.5, n + step / 2, step), np.arange(-2.0, n + 2.0, step)
    low, high = first - 25.0, first + 29.5
    for row in range(2 * count):
        line = found.sign[row] * evaluate(surfaces, np.array([row % count]), x, 0.0 * x)[0]
        upto = np.append(0.0, np.cumsum(np.maximum((line[1:] + line[:-1]) / 2, 0.0) * step))

        def under(at, line=line):
            return np.interp(at, x, line, left=0.0, right=0.0)

        tandem = 0.75 * 300e3 * (under(light) + under(light + 1.2))
        before = np.maximum(np.maximum.accumulate(tandem), 0.0)
        behind = np.maximum(np.maximum.accumulate(tandem[::-1])[::-1], 0.0)
        lane = 0.4 * 9e3 * 3.0 * (np.interp(low, x, upto) + upto[-1] - np.interp(high, x, upto))
        beside = np.maximum(
            np.interp(low - 1.2, light, before, left=0.0), np.interp(high, light, behind, right=0.0)
        )
        heavy = 150e3 * sum(under(first + 1.5 * k) for k in range(4))
        most = (heavy + lane + beside).max()
        assert found.sign[row] * found.value[row] >= most * (1 - 2e-3) - 1.0


def test_adverse_lane_loads_are_those_of_the_cubics():
    """Both parts of random cells by sums over 20 000 points; the last one dips between its ends."""
    rng, h = np.random.default_rng(3), np.array([0.5, 1.25, 2.0])
    cells = rng.normal(size=(2, 40, 3, 4))
    cells[1, -1, 2] = [0.1, -2.0, 0.1, 2.0]
    xi = (np.arange(20_000) + 0.5) / 20_000
    under = cells @ hermite(xi).T
    for sign, found in zip((1.0, -1.0), _adverse(cells, h), strict=True):
        sums = np.maximum(sign * under, 0.0).mean(axis=-1) * h
        assert found == pytest.approx(sums, rel=1e-6, abs=1e-7)
    assert _adverse(cells, h)[1][1, -1, 2] > 0.1  # a chord from end to end would see nothing


NEAR_ZERO = [[5, -5, -2, 0], [0, -2, -5, 5], [5, -5, -2, -1e-17], [5, -5, -2, 1e-17]]


@pytest.mark.parametrize("control", NEAR_ZERO)
def test_a_cubic_that_ends_on_zero_is_cut_where_it_changes_sign(control):
    """An influence line in the last cell before a support: the support is not its root."""
    one = np.array([control], dtype=float)
    xi = (np.arange(20_000) + 0.5) / 20_000
    area = np.maximum(hermite(xi) @ (FROM_BERNSTEIN @ one[0]), 0.0).mean()
    assert positive_area(one.T)[0, 0] == pytest.approx(area, rel=1e-6)
    assert np.diff(positive_parts(one), axis=2).sum() < 0.3


def test_wide_vehicles_are_refused():
    with pytest.raises(ScopeError, match="within one lane"):
        place_special(beam(40.0, [20.0]), load_model("lm3:2400/240"), LM1, [(-1.5, 1.5)])
