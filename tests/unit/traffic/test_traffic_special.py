"""A special vehicle among frequent LM1: worked by hand on a simple beam, and replayed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.data import parameters
from spanwright.datum.errors import ScopeError
from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.cubic import FROM_BERNSTEIN, hermite, positive_area, positive_parts
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place
from spanwright.traffic.search_special import frequent_factors, place_special
from spanwright.traffic.windows import Windows

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


def worst_of_all_stations(surfaces, found, row, axis, train, step):
    """Largest effect of a one-lane carriageway with the vehicle every `step`, from below.

    Lane loads by Simpson's rule, exact for the cubics; where a piece changes sign it is left out.
    """
    response_of, sign, load = found.response[row], found.sign[row], found.load
    first, last = surfaces.x[[0, -1]]

    def under(x, y, side=0.0):
        x = np.asarray(x) + side
        eta = np.zeros(x.shape)
        on = (x >= first) & (x <= last)
        y = np.full(on.sum(), y if len(surfaces.y) > 1 else surfaces.y[0])
        eta[on] = evaluate(surfaces, np.array([response_of]), x[on], y)[0]
        return sign * eta

    def axles(offset, force, wheels, at):
        return sum(
            f / len(wheels) * under(at + o, axis + w)
            for f, o in zip(force, offset, strict=True)
            for w in wheels
        )

    station = np.arange(first - train.length, last, step) + 1e-9  # an axle is on the bridge
    total = axles(train.offset, train.force, train.wheels, station)
    light = np.arange(first - 1.2, last + step / 2, step)
    tandem = np.maximum(0.75 * axles([0.0, 1.2], [300e3] * 2, [-1.0, 1.0], light), 0.0)
    before = np.append(0.0, np.maximum.accumulate(tandem))
    behind = np.append(np.maximum.accumulate(tandem[::-1])[::-1], 0.0)
    front, rear = station - 25.0, station + train.length + 25.0
    total += np.maximum(
        before[np.searchsorted(light, front - 1.2, side="right")],
        behind[np.searchsorted(light, rear)],
    )
    ends = np.linspace(first, last, round((last - first) / step) + 1)
    for k in np.flatnonzero((load.strip_from[row] > first) & (load.strip_load[row] != 0)):
        y = load.strip_y[row, k]
        low, high = under(ends[:-1], y, 1e-9), under(ends[1:], y, -1e-9)
        middle = under(0.5 * (ends[1:] + ends[:-1]), y)
        adverse = np.min([low, middle, high], axis=0) >= 0
        piece = np.where(adverse, (low + 4 * middle + high) / 6 * np.diff(ends), 0.0)
        upto = np.append(0.0, np.cumsum(piece))
        # up to the last whole step before the clear length, and from the first behind it
        stop = np.floor(np.clip((front - first) / step, 0, len(piece)) + 1e-6).astype(int)
        go = np.ceil(np.clip((rear - first) / step, 0, len(piece)) - 1e-6).astype(int)
        total += load.strip_load[row, k] * (upto[stop] + upto[-1] - upto[go])
    return total.max()


def test_no_station_of_a_beam_is_worse():
    """Every 20 mm of three spans.  Sought between common trial stations only, one shear was 1 %
    low: they did not look at both sides of its jump."""
    own = continuous_beam([60.0, 80.0, 60.0])
    surfaces = beam_surfaces(own, *beam_stations(own, [0.5, 20.0, 59.0, 75.0, 100.0]))
    found = place_special(surfaces, HEAVY, LM1, [(-1.5, 1.5)])
    assert not found.beyond.any()
    train = next(iter(HEAVY.vehicles.values())).train
    for row in range(len(found.value)):
        most = worst_of_all_stations(surfaces, found, row, 0.0, train, 0.02)
        assert found.sign[row] * found.value[row] >= most - 1e-9 * abs(most)


def deck(seed, count=1, lines=(-3.9, -1.7, 0.4, 2.9), curvature=0.0):
    """Random surfaces of 120 m, one line with a jump."""
    rng, x = np.random.default_rng(seed), np.linspace(0.0, 120.0, 49)
    shape = (count, len(lines), len(x))
    value = rng.normal(size=shape) * 0.4 + 0.3 * rng.normal(size=(count, 1, 1))
    return Surfaces(
        x, np.array(lines), value, rng.normal(size=shape) * 0.1, np.full(count, 24),
        np.full(count, 2), np.tile([1.0, -0.4, 0.0, 0.0], (count, 1)),
        tuple(f"r{i}" for i in range(count)), np.array([0.0, 60.0, 120.0]),
        np.full(48, curvature) if curvature else np.zeros(0),
    )  # fmt: skip


NAMES = ["lm3:600/150", "lm3:1800/200", "lm3:2400/200/200"]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(-2.0, 1.2), st.sampled_from(NAMES))
def test_no_station_on_a_random_deck_is_worse(seed, axis, name):
    """One lane at a given offset, every 0.1 m; what is found is replayed."""
    surfaces, model = deck(seed), load_model(name)
    found = place_special(surfaces, model, LM1, [(axis - 1.5, axis + 1.5)])
    train = next(iter(model.vehicles.values())).train
    assert not found.beyond.any()
    for row in range(2):
        most = worst_of_all_stations(surfaces, found, row, axis, train, 0.1)
        assert found.sign[row] * found.value[row] >= most - 1e-9 * abs(most)
        again = response(surfaces, found.response[row : row + 1], found.patches(row))[0]
        assert again == pytest.approx(found.value[row], rel=1e-9)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.floats(-0.5, 0.5), st.sampled_from([0.0, 0.02]))
def test_lanes_that_may_stand_less_freely_do_not_more(seed, middle, curvature):
    """The carriageway cut in two: without lane loads to 1e-9, with them to what lines leave out."""
    surfaces = deck(seed, 2, curvature=curvature)
    for uniform, tolerance in ((0.0, 1e-9), (0.4, 1e-4)):
        free, cut = (
            place_special(surfaces, HEAVY, LM1, ways, frequent=(0.75, uniform))
            for ways in ([(-3.5, 3.5)], [(-3.5, middle), (middle, 3.5)])
        )
        assert not free.beyond.any()
        room = tolerance * np.abs(free.value).max()
        assert np.all(cut.sign * cut.value <= free.sign * free.value + room)


def test_a_response_that_nothing_moves():
    """No lane is chosen for it, nor for any other of its block."""
    still = replace(deck(1, 2), value=np.zeros((2, 4, 49)), slope=np.zeros((2, 4, 49)),
                    jump_element=np.full(2, -1), jump=np.zeros((2, 4)))  # fmt: skip
    found = place_special(still, HEAVY, LM1, [(-3.5, 3.5)])
    assert not found.value.any()
    assert not found.beyond.any()
    assert found.label(0) == "no load"


@pytest.mark.parametrize("seed", [544050, 912623])
def test_a_lane_load_that_is_largest_between_two_trial_offsets(seed):
    """Judged by the ends of an interval alone, no bound came below these lanes."""
    found = place_special(deck(seed, 2), HEAVY, LM1, [(-3.5, 3.5)])
    assert not found.beyond.any()


def test_a_vehicle_that_is_lighter_at_one_end_drives_either_way():
    surfaces, model = deck(5, 2), load_model("lm3:1500/200")
    x = surfaces.x
    back = replace(
        surfaces, x=x[-1] - x[::-1], value=surfaces.value[..., ::-1],
        slope=-surfaces.slope[..., ::-1], jump_element=47 - surfaces.jump_element,
        jump=surfaces.jump[:, [2, 3, 0, 1]] * [1.0, -1.0, 1.0, -1.0],
    )  # fmt: skip
    one, two = (place_special(s, model, LM1, [(-3.5, 3.5)]) for s in (surfaces, back))
    assert two.value == pytest.approx(one.value, rel=1e-9)


def test_adverse_lane_loads_up_to_a_station_are_those_of_the_cubics():
    """Random cells by sums over 20 000 points an element; the last one dips between its ends."""
    rng, x = np.random.default_rng(3), np.array([0.0, 0.5, 1.75, 3.75])
    cells = rng.normal(size=(2, 40, 3, 4))
    cells[1, -1, 2] = [-0.1, 2.0, -0.1, -2.0]
    xi = (np.arange(20_000) + 0.5) / 20_000
    under = np.maximum(cells @ hermite(xi).T, 0.0) / 20_000 * np.diff(x)[:, None]
    load = rng.uniform(0.0, 1.0, (2, 40, 1)) * np.ones(3)
    owner = np.repeat([0, 1], 40)
    lines = Windows(x, cells.reshape(80, 3, 4), load.reshape(80, 3), owner, 2)
    column = np.array([0, 1])
    sums = (under.sum(axis=-1) * load).sum(axis=1)
    assert lines.upto(column, np.array([9.0, 3.75])) == pytest.approx(sums.sum(axis=1), rel=1e-6)
    part = sums[:, :2].sum(axis=1) + (under[:, :, 2, :5000].sum(axis=-1) * load[..., 2]).sum(axis=1)
    assert lines.upto(column, np.array([2.25, 2.25])) == pytest.approx(part, rel=1e-6)
    assert lines.upto(column, np.array([-1.0, 0.0])) == pytest.approx([0.0, 0.0])
    alone = Windows(x, cells[1, -1:], np.ones((1, 3)), owner[:1], 1)
    assert alone.upto(column[:1], np.array([4.0]))[0] > 0.1  # a chord would see nothing of the dip


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
