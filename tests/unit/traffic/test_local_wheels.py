"""Worst places of wheels on a slab: no place of a fine raster is worse; replay; cut patches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.plate_influence import PlateSurfaces
from spanwright.traffic.local import WHEELS, LocalRoad, LocalStrike, place_strikes
from spanwright.traffic.local_wheels import CLEAR, breaks, wheels, worst_place

RASTER = 0.0125


def uneven(seed: int) -> PlateSurfaces:
    """Noise on cells of all sizes: every cell may hold the worst place."""
    rng = np.random.default_rng(seed)
    x = np.append(0.0, np.cumsum(rng.uniform(0.05, 0.3, 40)))
    y = np.append(0.0, np.cumsum(rng.uniform(0.05, 0.3, 30))) - 2.5
    smooth = rng.normal(size=(3, 40, 30)).cumsum(axis=1).cumsum(axis=2)
    return PlateSurfaces(
        x, y, np.where([[[True]], [[True]], [[False]]], smooth, rng.normal(size=(3, 40, 30)))
    )


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([(0.0,), WHEELS]),
    st.sampled_from([(0.83, 0.83), (0.35, 1.04)]),
)
def test_no_place_of_a_raster_is_worse(seed, across, size):
    surfaces = uneven(seed)
    edges = (float(surfaces.y[0]), float(surfaces.y[-1]))
    room = max(across) + 0.2
    limits = (edges[0] + room, edges[1] - room)
    x = np.arange(surfaces.x[0] + CLEAR, surfaces.x[-1] - CLEAR, RASTER)
    y = np.append(np.arange(*limits, RASTER), limits[1])
    raster = wheels(surfaces, x, y, ((0.0,), across), size, edges)
    found = worst_place(surfaces, ((0.0,), across), size, limits)
    for sign, one in zip((1.0, -1.0), found, strict=True):
        scale = np.abs(one.value)
        assert np.all((sign * raster).max(axis=(1, 2)) <= one.value + 1e-9 * scale)
        assert np.all((one.y >= limits[0]) & (one.y <= limits[1]))
        for row in range(len(scale)):
            at = one.x[row : row + 1], one.y[row : row + 1]
            again = sign * wheels(surfaces, *at, ((0.0,), across), size, edges)[row, 0, 0]
            assert again == pytest.approx(one.value[row], rel=1e-9, abs=1e-9)


def test_an_axle_is_worst_where_its_cut_patch_and_the_other_balance():
    """The cut patch, u wide at the edge, does -0.49/u; the other wheel, between a level 0 and a
    level -0.8, falls by 1 a metre: worst at u = sqrt(0.49), the middle 1.3 m from the edge."""
    cells = np.array([0.0, 0.49, 1.6, 2.4, 3.2, 6.0])
    value = np.broadcast_to([-1.0, 0.0, 0.0, -0.8, 0.0], (1, 32, 5)).copy()
    surfaces = PlateSurfaces(np.linspace(0.0, 8.0, 33), cells, value)
    best, _ = worst_place(surfaces, ((0.0,), WHEELS), (0.8, 0.8), (1.2, 1.4))
    assert best.y[0] == pytest.approx(1.3)
    assert best.value[0] == pytest.approx(-0.7 - 0.3)


def test_breaks_hold_the_limits_and_every_meeting_of_edges():
    found = breaks(np.array([0.0, 1.0, 2.0]), (0.0,), 0.5, (0.2, 1.9))
    np.testing.assert_allclose(found, [0.2, 0.25, 0.75, 1.25, 1.75, 1.9])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_no_station_of_a_raster_is_worse_for_a_strike(seed):
    surfaces = uneven(seed)
    edges = (float(surfaces.y[0]), float(surfaces.y[-1]))
    kerbs = (edges[0] + 0.6, edges[1] - 0.6)
    road = LocalRoad(kerbs, edges, 0.2, np.ones(3), np.ones(3), 0.0, 1.0)
    strike = LocalStrike("kerb", 100e3, 225e3, 0.5, 1.2, 0.5)
    found = place_strikes(surfaces, road, 0.0, (strike,)).part[:, 0]
    x = np.arange(surfaces.x[0] + CLEAR, surfaces.x[-1] - CLEAR, RASTER)
    for kerb, out in zip(kerbs, (-1.0, 1.0), strict=True):

        def at(y: float, size: tuple[float, float]) -> np.ndarray:
            return wheels(surfaces, x, np.array([y]), ((0.0,), (0.0,)), size, edges)[..., 0]

        feet = at(kerb + out * 0.375, (0.9, 0.25)) - at(kerb + out * 0.125, (0.9, 0.25))
        effect = 225e3 * at(kerb - out * 0.2, (0.8, 0.8)) + 100e3 * 1.2 / 0.25 * feet
        room = 1e-9 * np.abs(found).max()
        assert np.all(effect.max(axis=1) <= found[0] + room)
        assert np.all(effect.min(axis=1) >= found[1] - room)
