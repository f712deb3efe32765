"""Trains sought where surfaces are not small: the same as on the whole deck, bounds that hold."""

import numpy as np
import pytest

from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.field import axle_weights, mesh_of
from spanwright.traffic.library import load_model, read_model
from spanwright.traffic.nearby import Nearby
from spanwright.traffic.place import place

LINES = np.array([-3.0, -1.0, 1.0, 3.0])


def _bumps(heights, places, wide=4.0, length=600.0, seed=0, noise=0.0):
    """One response: bells along the deck, the same on all lines but for a tilt, and noise."""
    x = np.linspace(0.0, length, 241)
    rng = np.random.default_rng(seed)
    value, slope = np.zeros((2, len(LINES), len(x)))
    for height, at in zip(heights, places, strict=True):
        t = (x - at) / wide
        value += height * np.exp(-0.5 * t * t) * (1 + 0.05 * LINES[:, None])
        slope += -height * t / wide * np.exp(-0.5 * t * t) * (1 + 0.05 * LINES[:, None])
    value, slope = (a + noise * rng.normal(size=a.shape) for a in (value, slope))
    return Surfaces(
        x, LINES, value[None], slope[None], np.array([-1]), np.array([0]), np.zeros((1, 4)),
        ("r",), np.array([0.0, 200.0, 400.0, 600.0]),
    )  # fmt: skip


def _lorry(gaps, loads=(35, 145, 35, 145)):
    vehicle = {"name": "lorry", "axle_kN": list(loads), "gap_m": list(gaps), "edge_m": 1.5,
               "wheel_m": [-0.9, 0.9], "both_ways": False}  # fmt: skip
    return read_model(
        {"name": "lorry", "title": "lorry", "kind": "vehicle", "source": "this test",
         "evidence": "computed", "placing": {"rule": "en"}, "vehicle": [vehicle]}
    )  # fmt: skip


def _everywhere(monkeypatch, surfaces, model, *args, **keys):
    """The same search with nothing left out."""
    with monkeypatch.context() as patch:
        patch.setattr(Nearby, "window", lambda self, _: self.everywhere)
        return place(surfaces, model, *args, **keys)


@pytest.mark.parametrize("name", ["hl93", "lm1", "ak", "300la:wagons-2"])
def test_a_long_beam_as_if_nothing_were_left_out(name, monkeypatch):
    beam = continuous_beam([30.0] + [40.0] * 12 + [30.0])
    surfaces = beam_surfaces(beam, *beam_stations(beam, [12.0, 30.0, 90.0, 250.0, 310.0, 535.0]))
    # as many columns share a window as stand together on the deck
    rows = np.arange(6) if name.startswith("300la") else None
    found = place(surfaces, load_model(name), rows=rows)
    whole = _everywhere(monkeypatch, surfaces, load_model(name), rows=rows)
    size = np.abs(whole.value).max()
    assert np.allclose(found.value, whole.value, rtol=1e-10, atol=1e-13 * size)
    for row in range(len(found.value)):
        again = response(surfaces, found.response[row : row + 1], found.patches(row))[0]
        assert again == pytest.approx(found.value[row], rel=1e-9, abs=1e-12 * size)


def test_a_window_leaves_most_of_a_long_deck_out():
    surfaces = _bumps([1.0, -0.6, 0.05], [100.0, 130.0, 500.0])
    mesh = mesh_of(surfaces)
    near = Nearby.of(surfaces, mesh, np.array([0]), axle_weights(LINES, LINES, np.zeros(1)))
    (first, last), out = near.window(0.1)
    assert mesh.x[first] < 90.0 < 140.0 <= mesh.x[last] < 200.0
    height = 0.05 * (1 + 0.05 * LINES)
    assert np.all((out[0, 0] >= height) & (out[0, 0] < 1.2 * height))
    assert np.all(out[1, 0] < 0.1 * 0.6 * (1 + 0.05 * LINES))


def test_a_second_lorry_far_away_is_found(monkeypatch):
    """On the high bell is room for one lorry; the low one, 5 % of it, is where the other stands."""
    surfaces = _bumps([1.0, 0.05, 0.02], [100.0, 500.0, 300.0], wide=3.0)
    model = _lorry([4.3, [15.0, np.inf], 4.3])
    found = place(surfaces, model, axes=[0.3])
    wheels = found.patches(0)
    x = np.unique(np.round(wheels.wheel_x, 6))
    assert len(x) == 4
    assert abs(x[:2].mean() - 100.0) < 5.0
    assert abs(x[2:].mean() - 500.0) < 5.0
    whole = _everywhere(monkeypatch, surfaces, model, axes=[0.3])
    assert found.value[0] == pytest.approx(whole.value[0], rel=1e-12)


@pytest.mark.parametrize("gap", [[4.3, 9.0], [15.0, np.inf]])
@pytest.mark.parametrize("seed", range(4))
def test_bells_and_noise_as_if_nothing_were_left_out(gap, seed, monkeypatch):
    rng = np.random.default_rng(seed)
    heights, places = rng.normal(size=4) * [1.0, 0.5, 0.15, 0.05], rng.uniform(20.0, 580.0, 4)
    surfaces = _bumps(heights, places, 2.0 + 4 * rng.random(), seed=seed, noise=1e-3)
    model = _lorry([4.3, gap, 4.3])
    found = place(surfaces, model, [(-3.0, 3.0)])
    whole = _everywhere(monkeypatch, surfaces, model, [(-3.0, 3.0)])
    assert np.allclose(found.value, whole.value, rtol=1e-10)
    assert not found.beyond.any()


@pytest.mark.parametrize("seed", range(3))
def test_the_bounds_of_segments_hold_everywhere_in_them(seed):
    """Random places of an axle, a jump in the surface: none above the bound of its segment."""
    rng = np.random.default_rng(seed)
    x = np.sort(np.append(rng.uniform(0.0, 90.0, 30), [0.0, 90.0]))
    shape = (1, len(LINES), len(x))
    surfaces = Surfaces(
        x, LINES, rng.normal(size=shape), 0.2 * rng.normal(size=shape), np.array([11]),
        np.array([2]), rng.normal(size=(1, 4)) * [1.0, 0.2, 1.0, 0.2], ("r",),
        np.array([0.0, 45.0, 90.0]),
    )  # fmt: skip
    mesh, y = mesh_of(surfaces), np.array([-2.6, 0.0, 3.4])
    near = Nearby.of(surfaces, mesh, np.array([0]), axle_weights(LINES, y, np.array([-0.9, 0.9])))
    at = rng.uniform(0.0, 90.0, 3000)
    segment = np.searchsorted(mesh.x[near.edges], at, side="right") - 1
    for k, offset in enumerate(y):
        wheels = np.tile([offset - 0.9, offset + 0.9], len(at))
        under = evaluate(surfaces, np.array([0]), np.repeat(at, 2), wheels)[0]
        under = under.reshape(-1, 2).mean(axis=1)
        for side, sign in enumerate((1.0, -1.0)):
            assert np.all(sign * under <= near.top[side, 0, k, segment] + 1e-12)
            assert (sign * under).max() > 0.3 * near.top[side, 0, k].max()
