"""LM1 and LM2 on local surfaces: brute force, the rules for neighbouring tandems, monotonicity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.plate_influence import PlateSurfaces
from spanwright.traffic.local import (
    AXLES,
    CLOSEST,
    WHEELS,
    LocalRoad,
    LocalStrike,
    area_effect,
    place_lm1,
    place_lm2,
    place_stray,
    place_strikes,
)
from spanwright.traffic.local_wheels import means, wheels

ROAD = LocalRoad(
    (-5.0, 5.0), (-6.5, 6.5), 0.2, np.array([300e3, 200e3, 100e3]),
    np.array([9e3, 2.5e3, 2.5e3, 2.5e3]), 2.5e3, 400e3,
)  # fmt: skip


def bumps(seed: int, count: int = 3) -> PlateSurfaces:
    """A surface of a few smooth hills and hollows."""
    rng = np.random.default_rng(seed)
    x, y = np.linspace(0.0, 16.0, 65), np.linspace(-6.5, 6.5, 53)
    cx, cy = 0.5 * (x[1:] + x[:-1]), 0.5 * (y[1:] + y[:-1])
    value = np.zeros((2, len(cx), len(cy)))
    for row in range(2):
        for _ in range(count):
            a, b = rng.uniform(5.0, 11.0), rng.uniform(-5.0, 5.0)
            hill = np.exp(-((cx[:, None] - a) ** 2) - (cy - b) ** 2 / 2)
            value[row] += rng.uniform(-1.0, 1.0) * hill
    return PlateSurfaces(x, y, value)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_no_legal_placement_beats_the_search(seed, dice):
    surfaces = bumps(seed)
    best = place_lm1(surfaces, ROAD, 8.0).part[0].sum(axis=0)
    rng = np.random.default_rng(dice)
    x = np.arange(1.5, 14.5, 0.0125)
    size = (0.8, 0.8)
    press = np.maximum(surfaces.value, 0.0) * np.diff(surfaces.x)[:, None]
    line = press.sum(axis=1)
    whole = 10.0 * (line @ means(surfaces.y, np.array([0.0]), 10.0, ROAD.kerbs)[0])
    for _ in range(60):
        centre = np.round(np.sort(rng.uniform(-3.5, 3.5, 2)), 1)
        off = np.round(rng.uniform(-0.3, 0.3, 2), 1)
        axis = centre + off
        if centre[1] - centre[0] < 3.0 - 1e-9 or axis[1] - axis[0] < CLOSEST - 1e-9:
            continue
        lanes = rng.permutation(3)[:2]
        value = ROAD.rest * whole
        for c, a, lane in zip(centre, axis, lanes, strict=True):
            unit = wheels(surfaces, x, np.array([a]), (AXLES, WHEELS), size, ROAD.edges)
            value = value + 0.5 * ROAD.tandem[lane] * unit[..., 0].max(axis=1)
            strip = 3.0 * (line @ means(surfaces.y, np.array([c]), 3.0, ROAD.kerbs)[0])
            value = value + (ROAD.lane[lane] - ROAD.rest) * strip
        assert np.all(value <= best + 1e-9 * np.abs(best))


def test_a_mirrored_surface_gives_the_same_effect():
    surfaces = bumps(7)
    turned = replace(surfaces, value=surfaces.value[:, ::-1, ::-1])
    for place in (place_lm1, place_lm2):
        assert place(turned, ROAD, 8.0).part == pytest.approx(place(surfaces, ROAD, 8.0).part)


def test_smallest_is_minus_the_largest_of_the_opposite():
    surfaces = bumps(11)
    opposite = replace(surfaces, value=-surfaces.value)
    one, other = place_lm1(surfaces, ROAD, 8.0).part, place_lm1(opposite, ROAD, 8.0).part
    assert one[1] == pytest.approx(-other[0])


def test_heavier_axles_never_lower_the_effect():
    surfaces = bumps(5)
    light = place_lm1(surfaces, ROAD, 8.0).part[0].sum(axis=0)
    heavy = place_lm1(surfaces, replace(ROAD, tandem=1.2 * ROAD.tandem), 8.0).part[0].sum(axis=0)
    assert np.all(heavy >= light)


def test_a_level_surface_counts_every_wheel_and_the_carriageway():
    surfaces = replace(bumps(1), value=np.ones((1, 64, 52)))
    found = place_lm1(surfaces, ROAD, 8.0).part[0, :, 0]
    assert found[0] == pytest.approx(2 * (300e3 + 200e3 + 100e3))
    assert found[1] == pytest.approx(16.0 * (2.5e3 * 10.0 + 6.5e3 * 3.0))
    assert place_lm2(surfaces, ROAD, 8.0).part[0, 0, 0] == pytest.approx(400e3)
    assert place_stray(surfaces, ROAD, 8.0, 200e3).part[0, 0, 0] == pytest.approx(200e3)


def test_a_wheel_at_the_edge_of_the_slab_keeps_its_whole_load():
    weights = means(np.linspace(-6.5, 6.5, 53), np.array([6.3]), 0.8, (-6.5, 6.5))
    assert weights.sum() == pytest.approx(1.0)


def test_areas_count_where_they_are_adverse():
    surfaces = bumps(3)
    adverse = area_effect(surfaces, [(-5.0, 5.0)], adverse=True)
    plain = area_effect(surfaces, [(-5.0, 5.0)], adverse=False)
    assert np.all(adverse[0] >= plain[0] - 1e-9)
    assert np.all(adverse[1] <= plain[1] + 1e-9)
    assert adverse.sum(axis=0) == pytest.approx(plain[0])


def test_a_strike_is_a_wheel_and_the_couple_of_its_foot():
    """On a surface that is the lever to y = 0 (cells hold y): 225 kN at its kerb less 0.2 m, and
    200 kN x 1.2 m whatever the foot's width; the far side gives the smallest value."""
    edges = np.linspace(-8.0, 8.0, 321)
    x = np.linspace(0.0, 16.0, 65)
    lever = np.broadcast_to(0.5 * (edges[1:] + edges[:-1]), (1, 64, 320))
    surfaces = PlateSurfaces(x, edges, np.array(lever))
    road = LocalRoad((-5.0, 5.0), (-8.0, 8.0), 0.2, np.ones(3), np.ones(3), 0.0, 1.0)
    for base in (0.4, 0.6):
        strike = LocalStrike("kerb", 200e3, 225e3, 0.5, 1.2, base)
        found = place_strikes(surfaces, road, 8.0, (strike,))
        expected = 225e3 * (5.0 - 0.2) + 200e3 * 1.2
        np.testing.assert_allclose(found.part[:, 0, 0], [expected, -expected], rtol=1e-9)
    assert "kerb struck at y +5.00 m" in found.label[0]
