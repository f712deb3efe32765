"""Lanes and tandems across a slab: no fine lattice of legal places is worse."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.traffic.local_lanes import Room, best_lanes, candidates

STEP = 0.0125


def lattice(strip, tandem, room, limits, axles, loads) -> float:
    """Best of all arrangements with lanes and tandems on multiples of STEP: dynamic programme."""
    c = np.arange(limits[0], limits[1] + 1e-9, STEP)
    d = STEP * np.arange(-round(room.play / STEP), round(room.play / STEP) + 1)
    best = 0.0
    own = [axles[i] * tandem(c + d[:, None]) + loads[i] * strip(c)[None] for i in range(len(axles))]
    for number in range(1, len(axles) + 1):
        for order in permutations(range(len(axles)), number):
            value = own[order[0]]
            for lane in order[1:]:
                running = np.maximum.accumulate(value, axis=1)
                total = np.full_like(value, -np.inf)
                for new in range(len(d)):
                    way = np.maximum(room.width, room.closest + d - d[new])
                    for old, off in enumerate(np.ceil(way / STEP - 1e-9).astype(int)):
                        if off < len(c):
                            trial = own[lane][new, off:] + running[old, : len(c) - off]
                            total[new, off:] = np.maximum(total[new, off:], trial)
                value = total
            best = max(best, float(value.max()))
    return best


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([1, 2, 3]), st.booleans())
def test_no_lattice_of_places_is_worse(seed, number, smooth):
    rng = np.random.default_rng(seed)
    room = Room(3.0, 2.5, 0.3)
    width = 3.0 * number + rng.uniform(0.0, 1.0)
    limits = (-0.5 * width + 1.5, 0.5 * width - 1.5)
    reach = (limits[0] - room.play, limits[1] + room.play)
    at = np.unique(np.concatenate([rng.uniform(*reach, 40), reach]))
    edges = np.unique(np.concatenate([rng.uniform(*limits, 20), limits]))
    value = rng.uniform(0.0, 1.0, len(at))
    if smooth:
        value = np.exp(-((at - rng.uniform(*reach)) ** 2))
    level = rng.uniform(0.0, 1.0, len(edges))
    axles, loads = np.array([3.0, 2.0, 1.0])[:number], rng.choice([0.0, 1.0, 2.0], number)
    c = candidates(edges, at, room, limits)

    def strip(y):
        return np.interp(y, edges, level)

    def tandem(y):
        return np.interp(y, at, value)

    lanes = best_lanes(c, strip(c), (at, value), lambda y: tandem(y)[None], room, axles, loads)
    total = 0.0
    for lane, k, axis in lanes:
        total += loads[lane] * strip(c[k])
        if not np.isnan(axis):
            total += axles[lane] * tandem(axis)
            assert abs(axis - c[k]) <= room.play + 1e-8
    where = sorted((c[k], axis) for _, k, axis in lanes)
    assert len({lane for lane, _, _ in lanes}) == len(lanes)
    for (one, left), (two, right) in pairwise(where):
        assert two - one >= room.width - 1e-8
        assert np.isnan(left + right) or right - left >= room.closest - 1e-8
    assert total >= lattice(strip, tandem, room, limits, axles, loads) * (1 - 1e-6)


def test_two_tandems_about_a_peak_stand_as_near_as_allowed():
    """A peak between two lanes: the tandems 2.5 m apart, 1.25 m from it."""
    room = Room(3.0, 2.5, 0.3)
    at = np.linspace(-1.8, 1.8, 361)
    limits = (-1.5, 1.5)
    value = 3.0 - np.abs(at)
    c = candidates(np.array(limits), at, room, limits)
    lanes = best_lanes(
        c, np.zeros(len(c)), (at, value), lambda y: np.interp(y, at, value)[None], room,
        np.array([1.0, 1.0]), np.zeros(2),
    )  # fmt: skip
    axes = sorted(axis for _, _, axis in lanes)
    assert axes[1] - axes[0] == pytest.approx(2.5)
    assert np.interp(axes, at, value).sum() == pytest.approx(3.5)


def test_lines_that_promise_too_much_are_cut_where_they_were_believed():
    """The true effect sags between breaks; what is chosen is what is true."""
    room = Room(3.0, 2.5, 0.3)
    at = np.array([-0.3, 0.0, 0.3])

    def true(y):
        return np.maximum(1.0 - 10 * (y + 0.3), 5 * (y - 0.1))[None]

    c = candidates(np.array([0.0]), at, room, (0.0, 0.0))
    lanes = best_lanes(
        c, np.zeros(len(c)), (at, true(at)[0]), true, room, np.array([1.0]), np.zeros(1)
    )
    assert true(np.array([lanes[0][2]]))[0, 0] == pytest.approx(1.0)
