"""Lanes placed exactly: against fixed lanes anywhere, against enumeration, and mirrored."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.boxes import (
    arrangements_above,
    best_shares,
    interval_tops,
    value_at,
)
from spanwright.traffic.gores import Gores
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place
from spanwright.traffic.strips import control_of

X = np.linspace(0.0, 60.0, 25)


def surface(seed: int, lines: list[float], count: int = 1, curvature: float = 0.0) -> Surfaces:
    """Smooth surfaces of random sign over two spans of 30 m, one line with a jump."""
    rng = np.random.default_rng(seed)
    shape = (count, len(lines), len(X))
    value = rng.normal(size=shape) * 0.4 + 0.3 * rng.normal(size=(count, 1, 1))
    bend = np.full(len(X) - 1, curvature) if curvature else np.zeros(0)
    return Surfaces(
        X, np.array(lines), value, rng.normal(size=shape) * 0.1, np.full(count, 11),
        np.full(count, 2), np.tile([1.0, -0.4, 0.0, 0.0], (count, 1)),
        tuple(f"r{i}" for i in range(count)), np.array([0.0, 30.0, 60.0]), bend,
    )  # fmt: skip


LINES_7 = [-2.94, -1.26, 0.49, 2.17, 3.15]


@pytest.mark.parametrize("curvature", [0.0, 0.02])
def test_adverse_area_and_its_rate_against_sums(curvature):
    """Midpoint sums of 400 points an element; the rate by differences of the area."""
    surfaces = surface(3, LINES_7, 2, curvature)
    gores = Gores.of(control_of(surfaces, np.arange(2), np.ones(2)), surfaces, -3.5, 3.5)
    y = np.array([-3.4, -2.0, -0.3, 0.6, 2.5, 3.4])
    row = np.repeat([0, 1], len(y))
    every = np.tile(y, 2)
    gap = gores.between(every)
    area, rate = gores.areas(row, every, gap)
    more, less = (gores.areas(row, every + d, gap)[0] for d in (1e-6, -1e-6))
    assert rate == pytest.approx((more - less) / 2e-6, rel=1e-5, abs=1e-5 * np.abs(rate).max())
    table, rates = gores.table(y, gores.between(y))
    assert table.ravel() == pytest.approx(area, rel=1e-12)
    assert rates.ravel() == pytest.approx(rate, rel=1e-9)
    n = 400
    xi = (np.arange(n) + 0.5) / n
    basis = np.stack([(1 - xi) ** 3, 3 * xi * (1 - xi) ** 2, 3 * xi**2 * (1 - xi), xi**3])
    control = control_of(surfaces, np.arange(2), np.ones(2))
    weights = np.array([[np.interp(v, LINES_7, np.eye(5)[k]) for k in range(5)] for v in y])
    inside = (y > LINES_7[0]) & (y < LINES_7[-1])
    at = np.einsum("yl,knle,kp->nyep", weights, control, basis)
    path = 1.0 - curvature * y[:, None]
    sums = (np.maximum(at, 0.0).sum(axis=3) * 2.5 / n * path).sum(axis=2)
    assert table[:, inside] == pytest.approx(sums[:, inside], rel=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_best_shares_against_a_dense_grid(seed, slots):
    """Lanes that may touch keep their order; the pooled parabolas are the best of it."""
    rng = np.random.default_rng(seed)
    first, last = rng.normal(size=(2, 1, slots))
    sag = rng.exponential(size=(1, slots)) * rng.integers(0, 2, (1, slots)) * 8
    linked = rng.integers(0, 2, (1, slots)).astype(bool)
    linked[:, 0] = False
    share = best_shares(first, last, sag, linked)
    assert np.all(np.diff(share[0])[linked[0, 1:]] >= -1e-12)
    found = value_at(first, last, sag, share).sum()
    grid = np.linspace(0, 1, 41)
    best = max(
        value_at(first, last, sag, np.array([t])).sum()
        for t in itertools.product(grid, repeat=slots)
        if all(b >= a for a, b, link in zip(t, t[1:], linked[0, 1:], strict=False) if link)
    )
    assert best <= found + 1e-12
    assert found <= best + 8 * slots * 0.5 * (1 / 80) ** 2 * 2 + 0.05
    single = interval_tops(first[0], last[0], sag[0])
    alone = best_shares(first, last, sag, np.zeros_like(linked))
    assert value_at(first, last, sag, alone)[0] == pytest.approx(single)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_all_arrangements_above_a_limit_are_listed(seed):
    rng = np.random.default_rng(seed)
    count, most, factor = 7, (1, 2), np.array([1.0, 1.2, 1.0, 0.85])
    top, previous = rng.normal(size=(2, 2, count)), np.maximum(np.arange(count) - 1, 0)
    least = np.array([1.5, np.inf])
    found = arrangements_above(top, previous, most, factor, least)
    listed = {
        tuple((i, k) for i, k in zip(interval, kind, strict=True) if i >= 0)
        for interval, kind in zip(found.interval.tolist(), found.kind.tolist(), strict=True)
    }
    wanted = set()
    for m in (1, 2, 3):
        for lanes in itertools.product(range(count), repeat=m):
            if any(a >= previous[b] for a, b in itertools.pairwise(lanes)):
                continue
            for kinds in itertools.product((0, 1), repeat=m):
                if kinds.count(0) > 1 or kinds.count(1) > 2:
                    continue
                if factor[m] * sum(top[0, k, i] for i, k in zip(lanes, kinds, strict=True)) > 1.5:
                    wanted.add(tuple(zip(lanes, kinds, strict=True)))
    assert listed == wanted
    assert len(found.row) == len(listed)
    assert not np.any(found.row == 1)


LANES = {"lm1": (3.0, 1.5), "ak": (3.0, 1.5), "hl93": (3.6576, 1.8288), "m1600": (3.2, 1.6)}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(LANES)))
def test_no_lanes_anywhere_are_worse(seed, name):
    """Lanes fixed at random legal places, and near the chosen ones, never do more.

    A lane load is carried by lines, 1e-4 of the adverse area apart for two places.
    """
    rng = np.random.default_rng(seed)
    surfaces, model, half = surface(seed, [-3.99, -1.71, 0.66, 2.94, 4.28]), load_model(name), 4.75
    free = place(surfaces, model, [(-half, half)])
    size = np.abs(free.value).max()
    gap, edge = LANES[name]
    for _ in range(25):
        row = int(rng.integers(0, 2))
        own = free.load.slot_y[row]
        own = own[np.isfinite(own)]
        if len(own) and rng.integers(0, 2):
            axes = own + rng.normal(size=len(own)) * rng.choice([1e-3, 1e-2, 0.1])
        else:
            axes = np.sort(rng.uniform(edge - half, half - edge, int(rng.integers(1, 3))))
        if np.any(np.diff(axes) < gap) or axes[0] < edge - half or axes[-1] > half - edge:
            continue
        fixed = place(surfaces, model, [(-half, half)], axes=list(axes))
        sign = free.sign[row]
        assert sign * fixed.value[row] <= sign * free.value[row] + 1e-4 * size


@pytest.mark.parametrize("name", sorted(LANES))
def test_no_bound_is_left_above_the_chosen_lanes(name):
    surfaces = surface(4, [-3.99, -1.71, 0.66, 2.94, 4.28], 4)
    found = place(surfaces, load_model(name), [(-4.75, 4.75)])
    assert not found.beyond.any()
    assert np.array_equal(found.take(np.array([3, 1])).beyond, [0.0, 0.0])


def test_a_search_that_is_given_up_says_so(monkeypatch):
    """300LA has one gap for all its groups: cut too seldom, nothing is claimed for its places."""
    surfaces, train = surface(4, [-3.99, -1.71, 0.66, 2.94, 4.28]), load_model("300la:wagons-3")
    assert not place(surfaces, train, axes=[0.0]).beyond.any()
    monkeypatch.setattr("spanwright.traffic.tied.ROUNDS", 2)
    assert np.isnan(place(surfaces, train, axes=[0.0]).beyond).all()


def test_lanes_that_chords_of_the_lane_load_would_misplace():
    """AK: judged by straight lines across cells that change sign, the better lanes were missed by
    3e-3 here; lanes fixed where the search puts them now do as much as it says."""
    rng_lines = [-0.42 * 7, -0.18 * 7, 0.07 * 7, 0.31 * 7, 0.45 * 7]
    surfaces = surface(19, rng_lines, 3)
    found = place(surfaces, load_model("ak"), [(-3.5, 3.5)])
    for row in range(6):
        axes = found.load.slot_y[row]
        fixed = place(surfaces, load_model("ak"), [(-3.5, 3.5)], axes=list(axes[np.isfinite(axes)]))
        assert fixed.value[row] == pytest.approx(found.value[row], rel=1e-4)
    for axis in np.linspace(-2.0, 2.0, 81):
        one = place(surfaces, load_model("ak"), [(-3.5, 3.5)], axes=[axis])
        two = [axis, axis + 3.0] if axis <= -1.0 else [axis]
        both = place(surfaces, load_model("ak"), [(-3.5, 3.5)], axes=two)
        worst = np.maximum(one.sign * one.value, both.sign * both.value)
        assert np.all(worst <= found.sign * found.value * (1 + 1e-4))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(sorted(LANES)))
def test_a_mirrored_deck_gives_the_same_extremes(seed, name):
    deck = surface(seed, [-3.99, -1.71, 0.66, 2.94, 4.28], 2)
    mirror = replace(
        deck, y=-deck.y[::-1], value=deck.value[:, ::-1], slope=deck.slope[:, ::-1],
        jump_line=4 - deck.jump_line,
    )  # fmt: skip
    one = place(deck, load_model(name), [(-4.75, 4.75)])
    two = place(mirror, load_model(name), [(-4.75, 4.75)])
    assert two.value == pytest.approx(one.value, rel=1e-4, abs=1e-4 * np.abs(one.value).max())


def test_lm1_is_never_below_a_thousand_random_placements():
    """Two lanes anywhere with the tandem of each anywhere along it and its load where adverse."""
    surfaces = surface(8, LINES_7)
    found = place(surfaces, load_model("lm1"), [(-3.5, 3.5)])
    rng = np.random.default_rng(1)
    n = 1000
    first = rng.uniform(-2.0, -1.0, n)
    second = np.minimum(first + 3.0 + rng.exponential(0.3, n), 2.0)
    swap = rng.integers(0, 2, n).astype(bool)
    axis = np.stack([np.where(swap, second, first), np.where(swap, first, second)])
    station = rng.uniform(-1.2, 60.0, (2, n))
    gores = {
        s: Gores.of(control_of(surfaces, np.zeros(1, int), np.array([s])), surfaces, -3.5, 3.5)
        for s in (1.0, -1.0)
    }
    control = control_of(surfaces, np.zeros(1, int), np.ones(1))[:, 0]
    fine = np.linspace(-3.5, 3.5, 1401)
    middle = 0.5 * (fine[1:] + fine[:-1])
    lines = np.array(LINES_7)
    for row, sign in ((0, 1.0), (1, -1.0)):
        g = gores[sign]
        area = g.areas(np.zeros(len(middle), int), middle, g.between(middle))[0] * 0.005
        upto = np.concatenate([[0.0], np.cumsum(area)])
        total = np.full(n, 2.5e3 * upto[-1])
        for lane, (force, load) in enumerate(((300e3, 6.5e3), (200e3, 0.0))):
            high, low = (np.interp(axis[lane] + d, fine, upto) for d in (1.5, -1.5))
            total += load * (high - low)
            wheels = np.zeros(n)
            for dx, dy in itertools.product((0.0, 1.2), (-1.0, 1.0)):
                x, y = station[lane] + dx, axis[lane] + dy
                e = np.clip((x / 2.5).astype(int), 0, 23)
                t = x / 2.5 - e
                basis = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
                k = np.clip(np.searchsorted(lines, y) - 1, 0, 3)
                share = (y - lines[k]) / (lines[k + 1] - lines[k])
                eta = sum(
                    b * (control[i, k, e] * (1 - share) + control[i, k + 1, e] * share)
                    for i, b in enumerate(basis)
                )
                wheels += np.where((x >= 0) & (x <= 60), eta, 0.0) * force / 2
            total += np.maximum(sign * wheels, 0.0)
        assert total.max() <= sign * found.value[row] * (1 + 1e-4)
