"""The lane search against plain enumeration on fine grids (random smooth surfaces)."""

import itertools

import numpy as np
import pytest

from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place

TANDEM = {1: 300e3, 2: 200e3, 3: 100e3}


def random_surface(seed: int, width: float, count: int = 1) -> Surfaces:
    """Smooth surfaces of random sign over 60 m, lines not at the kerbs, one with a jump."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, 60.0, 25)
    lines = np.array([-0.42, -0.18, 0.07, 0.31, 0.45]) * width
    value = rng.normal(size=(count, 5, 25)) * 0.4 + 0.3 * rng.normal(size=(count, 1, 1))
    slope = rng.normal(size=(count, 5, 25)) * 0.1
    jump = np.tile([1.0, -0.4, 0.0, 0.0], (count, 1))
    return Surfaces(
        x, lines, value, slope, np.full(count, 11), np.full(count, 2), jump,
        tuple(f"r{i}" for i in range(count)), np.array([0.0, 30.0, 60.0]),
    )  # fmt: skip


def brute_force(surfaces: Surfaces, width: float, sign: float, dx: float, dy: float) -> float:
    """LM1 by enumeration of lane offsets on a grid; all integrals by midpoint sums."""
    lanes = en_lanes(width)
    start, w = -width / 2, lanes.width
    x = np.arange(-1.2, 60.0 + 1e-9, dx)
    half = round(w / 2 / dy)
    axis = np.arange(start + w / 2, width / 2 - w / 2 + 1e-9, dy)
    row = np.array([0])

    def eta(stations, y):
        on = (stations >= 0) & (stations <= 60)
        xx, yy = np.meshgrid(np.clip(stations, 0, 60), y)
        return sign * evaluate(surfaces, row, xx.ravel(), yy.ravel()).reshape(xx.shape) * on

    pair = 0.5 * (eta(x, axis - 1.0) + eta(x, axis + 1.0))
    pair_next = 0.5 * (eta(x + 1.2, axis - 1.0) + eta(x + 1.2, axis + 1.0))
    t = np.maximum((pair + pair_next).max(axis=1), 0.0)
    middles_y = np.arange(start + dy / 2, width / 2, dy)
    middles_x = np.arange(dx / 2, 60.0, dx)
    g = np.maximum(eta(middles_x, middles_y), 0.0).sum(axis=1) * dx * dy
    total = np.concatenate([[0.0], np.cumsum(g)])
    centre = np.round((axis - start) / dy).astype(int)
    strip = total[centre + half] - total[centre - half]
    gain = {
        i: (6.5e3 if i == 1 else 0.0) * strip + TANDEM[i] * t
        for i in range(1, min(lanes.number, 3) + 1)
    }
    best = 0.0
    for order in itertools.chain.from_iterable(
        itertools.permutations(gain, m) for m in range(1, len(gain) + 1)
    ):
        running = np.zeros(len(axis))
        for i in order:
            before = np.concatenate([np.full(2 * half, -np.inf), running])[: len(axis)]
            running = gain[i] + (before if i is not order[0] else 0.0)
            running = np.maximum.accumulate(running)
        best = max(best, running[-1])
    return best + 2.5e3 * total[-1]


@pytest.mark.parametrize("width", [7.0, 9.5, 12.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_lm1_equals_enumeration_on_a_fine_grid(width, seed):
    """The enumeration (40 mm along, 50 mm across) misses tops between its points, so it may be
    lower by some 1e-3 of the larger extreme; its midpoint sums are good to some 1e-4."""
    surfaces = random_surface(seed, width)
    found = place(surfaces, load_model("lm1"), [(-width / 2, width / 2)])
    size = np.abs(found.value).max()
    for k, sign in enumerate((1.0, -1.0)):
        brute = brute_force(surfaces, width, sign, 0.04, 0.05)
        assert -4e-4 * size <= sign * found.value[k] - brute <= 4e-3 * size


def test_a_finer_grid_of_offsets_changes_nothing_that_matters():
    surfaces = random_surface(5, 9.5, count=6)
    coarse = place(surfaces, load_model("lm1"), [(-4.75, 4.75)])
    fine = place(surfaces, load_model("lm1"), [(-4.75, 4.75)], step=0.02)
    assert np.allclose(coarse.value, fine.value, rtol=3e-5, atol=3e-5 * np.abs(fine.value).max())


@pytest.mark.parametrize(
    "name", ["lm1", "lm1:uk", "hl93", "ak", "nk", "flm3:two", "m1600", "cl625", "lm2", "lm4"]
)
def test_replayed_placement_gives_the_value_back(name):
    surfaces = random_surface(7, 9.5, count=3)
    found = place(surfaces, load_model(name), [(-4.75, 4.75)])
    size = np.abs(found.value).max()
    for row in range(6):
        again = response(surfaces, found.response[row : row + 1], found.patches(row))[0]
        assert abs(again - found.value[row]) <= 1e-9 * size
        assert found.value[row] * found.sign[row] >= 0
    assert np.allclose(found.part.sum(axis=1), found.value)
