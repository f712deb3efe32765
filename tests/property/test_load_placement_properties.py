"""What must hold for any influence surface and any legal placement."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.library import load_model
from spanwright.traffic.modelfile import read_model
from spanwright.traffic.place import place
from spanwright.traffic.results import concurrent

LM1 = load_model("lm1")
AXLES = {"lane 1": 300e3, "lane 2": 200e3, "lane 3": 100e3}
AREA = {"lane 1": 9e3, "lane 2": 2.5e3, "lane 3": 2.5e3}


def surfaces_of(seed: int, count: int = 2) -> Surfaces:
    """Waves along two spans, changing across, with a break at a section."""
    rng = np.random.default_rng(seed)
    x, lines = np.linspace(0.0, 80.0, 33), np.array([-5.0, -2.0, 1.0, 4.0, 5.5])
    length = rng.uniform(20.0, 70.0, (count, 5, 1))
    shift = rng.uniform(0.0, 6.0, (count, 1, 1))
    size = rng.normal(size=(count, 5, 1)) + 0.5
    value = size * np.sin(2 * np.pi * x / length + shift)
    slope = size * np.cos(2 * np.pi * x / length + shift) * 2 * np.pi / length
    jump = np.concatenate([rng.normal(size=(count, 2)), np.zeros((count, 2))], axis=1)
    element = rng.integers(0, 32, count)
    return Surfaces(
        x, lines, value, slope, element, rng.integers(0, 5, count), jump,
        tuple(f"r{i}" for i in range(count)), np.array([0.0, 40.0, 80.0]),
    )  # fmt: skip


def mirrored(surfaces: Surfaces) -> Surfaces:
    lines = len(surfaces.y)
    return Surfaces(
        surfaces.x, -surfaces.y[::-1], surfaces.value[:, ::-1], surfaces.slope[:, ::-1],
        surfaces.jump_element, lines - 1 - surfaces.jump_line, surfaces.jump, surfaces.names,
        surfaces.spans,
    )  # fmt: skip


def lanes_in(found, row):
    """Lane name and axis of each loaded lane, from right to left."""
    load = found.load
    used = [t for t in range(load.slot_y.shape[1]) if not np.isnan(load.slot_y[row, t])]
    return [(load.kinds[load.slot_kind[row, t]], load.slot_y[row, t]) for t in used]


widths = st.sampled_from([3.5, 5.7, 7.0, 9.5, 11.0])
seeds = st.integers(0, 10_000)


@settings(max_examples=12, deadline=None)
@given(seeds, widths)
def test_lanes_keep_apart_and_inside_the_kerbs(seed, width):
    found = place(surfaces_of(seed), LM1, [(-width / 2, width / 2)])
    rule = en_lanes(width)
    for row in range(len(found.value)):
        axes = [y for _, y in lanes_in(found, row)]
        names = [n for n, _ in lanes_in(found, row)]
        assert len(set(names)) == len(names) <= rule.number
        assert all(b - a >= rule.width - 1e-6 for a, b in itertools.pairwise(axes))
        assert all(abs(y) <= width / 2 - rule.width / 2 + 1e-6 for y in axes)
        strips = found.patches(row)
        assert np.all(np.abs(strips.strip_y) <= width / 2 + 1e-9)


@settings(max_examples=8, deadline=None)
@given(seeds, st.sampled_from([7.0, 9.5]))
def test_no_random_legal_placement_is_worse(seed, width):
    """1,000 placements: lanes in any order and place, tandems anywhere, uniform load on the
    adverse parts of cells of a grid or left out."""
    surfaces = surfaces_of(seed, count=1)
    found = place(surfaces, LM1, [(-width / 2, width / 2)])
    rng = np.random.default_rng(seed)
    rule, row = en_lanes(width), np.array([0])
    best = np.zeros(2)
    cells_x = np.linspace(0.0, 80.0, 161)
    middle = 0.5 * (cells_x[1:] + cells_x[:-1])
    across = np.linspace(-width / 2, width / 2, 57)
    y_mid = 0.5 * (across[1:] + across[:-1])
    xx, yy = np.meshgrid(middle, y_mid)
    # a cell counts with the mean over its middle and corners' smallest: never above the adverse sum
    eta = evaluate(surfaces, row, xx.ravel(), yy.ravel()).reshape(xx.shape)
    tile = (cells_x[1] - cells_x[0]) * (across[1] - across[0])
    names = list(AXLES)[: rule.number]
    for _ in range(1000):
        order = rng.permutation(names)[: rng.integers(1, rule.number + 1)]
        room = width - rule.width * len(order)
        gaps = np.sort(rng.uniform(0, room, len(order)))
        axes = -width / 2 + rule.width * (np.arange(len(order)) + 0.5) + gaps
        x = rng.uniform(-1.2, 80.0, len(order))
        wheels_x = np.clip(x[:, None, None] + np.array([0.0, 1.2])[:, None] + np.zeros(2), 0, 80)
        wheels_y = axes[:, None, None] + np.zeros((2, 1)) + np.array([-1.0, 1.0])
        under = evaluate(surfaces, row, wheels_x.ravel(), wheels_y.ravel())[0].reshape(-1, 4)
        tandem = under.sum(axis=1) * [AXLES[n] / 2 for n in order]
        load = np.full(len(y_mid), 2.5e3)
        for name, axis in zip(order, axes, strict=True):
            load[np.abs(y_mid - axis) < rule.width / 2 - (across[1] - across[0])] = AREA[name]
        for k, sign in enumerate((1.0, -1.0)):
            area = (np.maximum(sign * eta, 0.0) * load[:, None]).sum() * tile
            best[k] = max(best[k], np.maximum(sign * tandem, 0.0).sum() + area)
    size = np.abs(found.value).max()
    # midpoint sums over cells of 0.5 m x 0.12 m are good to some 1e-3
    assert found.value[0] >= best[0] - 2e-3 * size
    assert -found.value[1] >= best[1] - 2e-3 * size


@settings(max_examples=8, deadline=None)
@given(seeds, st.sampled_from(["lm1", "hl93", "nk", "ak"]))
def test_mirrored_surface_gives_the_same_value(seed, name):
    """Grid offsets mirror too, except where the grid is refined from one side: 1e-4."""
    surfaces, model = surfaces_of(seed), load_model(name)
    one = place(surfaces, model, [(-3.2, 4.1)])
    other = place(mirrored(surfaces), model, [(-4.1, 3.2)])
    assert np.allclose(one.value, other.value, rtol=1e-4, atol=1e-4 * np.abs(one.value).max())


@settings(max_examples=8, deadline=None)
@given(seeds, st.floats(1.0, 3.0))
def test_more_load_is_never_less_effect(seed, factor):
    surfaces = surfaces_of(seed)
    heavier = read_model(
        {
            "name": "heavier", "title": "LM1 with a heavier lane 1", "kind": "lanes",
            "source": "EN 1991-2:2003", "evidence": "read",
            "vehicle": [{"name": "t", "axle_kN": [100, 100], "gap_m": [1.2], "wheel_m": [-1, 1]}],
            "lane": [
                {"vehicle_factor": 3.0 * factor, "udl_kN_per_m2": 9.0 * factor},
                {"vehicle_factor": 2.0, "udl_kN_per_m2": 2.5},
                {"vehicle_factor": 1.0, "udl_kN_per_m2": 2.5},
            ],
            "remaining": {"udl_kN_per_m2": 2.5},
        }
    )  # fmt: skip
    one = place(surfaces, LM1, [(-3.5, 3.5)])
    more = place(surfaces, heavier, [(-3.5, 3.5)])
    assert np.all(more.sign * more.value >= one.sign * one.value * (1 - 1e-6))
    assert np.all(more.sign * more.value <= factor * one.sign * one.value * (1 + 1e-6))


@settings(max_examples=8, deadline=None)
@given(seeds, st.sampled_from(["lm1", "hl93", "flm3:two", "cl625", "kl510"]))
def test_replay_and_concurrent_values_agree(seed, name):
    """The placed load of each row, evaluated on every surface, is what `concurrent` returns."""
    surfaces = surfaces_of(seed, count=3)
    found = place(surfaces, load_model(name), [(-4.0, 5.0)], length=40.0)
    together = concurrent(found, surfaces, np.arange(3)).sum(axis=1)
    size = np.abs(found.value).max()
    for row in range(len(found.value)):
        placed = found.patches(row)
        again = response(surfaces, np.arange(3), placed)
        assert np.allclose(together[row], again, atol=1e-9 * size, rtol=0)
        assert abs(again[found.response[row]] - found.value[row]) <= 1e-9 * size


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_doubled_surface_doubles_the_value(seed):
    one = surfaces_of(seed)
    two = Surfaces(
        one.x, one.y, 2 * one.value, 2 * one.slope, one.jump_element, one.jump_line,
        2 * one.jump, one.names, one.spans,
    )  # fmt: skip
    first, second = (place(s, LM1, [(-3.5, 3.5)]) for s in (one, two))
    assert np.allclose(second.value, 2 * first.value, rtol=1e-12)
    turned = Surfaces(
        one.x, one.y, -one.value, -one.slope, one.jump_element, one.jump_line, -one.jump,
        one.names, one.spans,
    )  # fmt: skip
    back = place(turned, LM1, [(-3.5, 3.5)])
    assert np.allclose(back.value, -np.roll(first.value, 2), rtol=1e-9)


@settings(max_examples=8, deadline=None)
@given(seeds, st.sampled_from([(3.0, 5.3), (6.0, 8.9)]), st.floats(0.1, 1.0))
def test_a_wider_carriageway_of_as_many_lanes_is_never_less(seed, widths, share):
    """Room for the same lanes further out, and more of it loaded; 1e-5 for the grid of offsets."""
    narrow, widest = widths
    wide = narrow + share * (widest - narrow)
    assert en_lanes(narrow).number == en_lanes(wide).number
    surfaces = surfaces_of(seed)
    one, more = (place(surfaces, LM1, [(-w / 2, w / 2)]) for w in (narrow, wide))
    assert np.all(more.sign * more.value >= one.sign * one.value * (1 - 1e-5))


@pytest.mark.parametrize("factor", [2.0, 3.5])
def test_moments_of_a_scaled_train_scale(factor):
    """All lengths times f and the same axle loads: moments times f, shears as they were."""
    train = {
        "name": "t", "title": "train", "kind": "vehicle", "source": "statics", "evidence": "read",
    }  # fmt: skip
    small, large = (
        read_model(
            train | {"vehicle": [{"name": "t", "axle_kN": [100, 300, 200],
                                  "gap_m": [f * 1.7, f * 3.1]}]}
        )
        for f in (1.0, factor)
    )  # fmt: skip
    sections = np.linspace(0.0, 20.0, 41)
    one = beam_envelope([20.0], small, sections)
    other = beam_envelope([20.0 * factor], large, sections * factor)
    size = np.abs(one.moment).max()
    assert np.allclose(other.moment, factor * one.moment, rtol=1e-9, atol=1e-9 * size)
    assert np.allclose(other.shear, one.shear, rtol=1e-9, atol=1e-3)
