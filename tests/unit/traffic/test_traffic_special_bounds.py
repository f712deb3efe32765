"""The lane of a special vehicle: running maxima against a raster, bounds never below the effect."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.cubic import hermite
from spanwright.traffic.field import cells_of
from spanwright.traffic.running import Pieces, Running
from spanwright.traffic.special_bounds import LaneBounds, chord, window_sag
from spanwright.traffic.special_lane import Beside, Columns, SpecialLane
from spanwright.traffic.trains import make_train

X = np.linspace(0.0, 90.0, 37)
VEHICLE = make_train("vehicle", [150e3] * 4, [1.5] * 3, [-0.75, 0.75])
TANDEM = make_train("tandem", [300e3] * 2, [1.2], [-1.0, 1.0])
LINES = np.array([-3.9, -1.7, 0.4, 2.9])


def deck(seed, count=2):
    """Random surfaces, one line with a jump."""
    rng = np.random.default_rng(seed)
    shape = (count, len(LINES), len(X))
    return Surfaces(
        X, LINES, rng.normal(size=shape) * 0.5, rng.normal(size=shape) * 0.1,
        np.full(count, 15), np.full(count, 2), np.tile([1.0, -0.4, 0.0, 0.0], (count, 1)),
        tuple(f"r{i}" for i in range(count)), np.array([0.0, 45.0, 90.0]),
    )  # fmt: skip


def test_running_maxima_against_a_raster():
    """Every 5 mm; where the first axle stands best is what the maximum says."""
    rng = np.random.default_rng(2)
    under = rng.normal(size=(2, len(X) - 1, 4))  # it jumps at every end of an element
    running = Running(Pieces(X, TANDEM.offset, TANDEM.force), under)
    raster = np.arange(-1.2, 90.0, 0.005) + 1e-7

    def effect(column, station):
        total = np.zeros(len(station))
        for offset, force in zip(TANDEM.offset, TANDEM.force, strict=True):
            at = station + offset
            cell = np.clip(np.searchsorted(X, at, side="right") - 1, 0, len(X) - 2)
            value = (hermite((at - X[cell]) / 2.5) * under[column, cell]).sum(axis=1)
            total += np.where((at >= 0.0) & (at <= 90.0), force * value, 0.0)
        return total

    limits = rng.uniform(-3.0, 92.0, 60)
    for column in (0, 1):
        own = np.full(len(limits), column)
        dense = effect(column, raster)
        for found, side in ((running.before(own, limits), -1), (running.behind(own, limits), 1)):
            legal = side * (raster - limits[:, None]) >= 0
            most = np.where(legal, dense, 0.0).max(axis=1).clip(0.0)
            assert np.all(found >= most - 1e-9 * most.max())
            assert found == pytest.approx(most, rel=5e-3, abs=5e-3 * most.max())
        both = running.place(own, limits - 10.0, limits + 10.0)
        stands = np.isfinite(both)
        assert np.all((both <= limits - 10.0) | (both >= limits + 10.0) | ~stands)
        best = np.maximum(running.before(own, limits - 10.0), running.behind(own, limits + 10.0))
        assert effect(column, both[stands]) == pytest.approx(best[stands], rel=1e-9)
        assert np.all(best[~stands] == 0.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1.9, 1.3))
def test_bounds_are_never_below_the_effect(seed, y):
    """Any station, any offset between two turns, both signs."""
    surfaces, rng = deck(seed), np.random.default_rng(seed)
    lane = SpecialLane(surfaces, VEHICLE, TANDEM, [Beside(0.0, 0.75, 10.8e3, 3.0)], 25.0)
    wheels = np.array([-1.0, -0.75, 0.75, 1.0])
    turn = np.unique(np.concatenate([(LINES[:, None] - wheels).ravel(), [-2.0, 1.4]]))
    turn = turn[(turn >= -2.0) & (turn <= 1.4)]
    bounds = LaneBounds(lane, turn)
    cells = cells_of(surfaces, lane.mesh, np.arange(2))
    table = bounds.table(cells, [np.full((2, 2, len(turn)), np.inf)])
    sag = window_sag(lane, cells, turn)
    low, high, share = (k[0] for k in chord(turn, np.array([y])))
    bulge = 0.5 * sag[..., low] * (turn[high] - turn[low]) ** 2 * share * (1 - share)
    limit = table[:, :, low] * (1 - share) + table[:, :, high] * share + bulge[..., None]
    interval = rng.integers(0, len(bounds.low), 200)
    station = rng.uniform(bounds.low[interval], bounds.high[interval])
    # a line every 20 mm stands for the even load
    lines = y + 1.5 * (np.arange(150) + 0.5) / 75.0 - 1.5
    for side in (0, 1):
        for row in (0, 1):
            one = np.array([side]), np.array([row]), np.array([y])
            line = (lines[None], np.full((1, 150), 0.02))
            columns = Columns(lane, cells, np.arange(2), *one, [line])
            effect = columns.effect(np.zeros(200, dtype=int), station)
            room = 1e-4 * 10.8e3 * np.abs(cells).max() * 60.0  # of the lines for the even load
            assert np.all(effect <= limit[side, row, interval] + room)
