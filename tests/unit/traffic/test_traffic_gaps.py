"""Trains with free gaps against enumeration: nothing that a fine search finds may be worse."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from spanwright.datum.errors import InputError
from spanwright.engine.influence import surfaces as influence_surfaces
from spanwright.engine.model import Model
from spanwright.engine.placement import evaluate, response
from spanwright.engine.statics import prepare
from spanwright.engine.surfaces import LoadingLines, Responses, Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.field import cells_of, mesh_of
from spanwright.traffic.library import load_model
from spanwright.traffic.modelfile import read_model
from spanwright.traffic.place import place
from spanwright.traffic.tied import TiedSearch, _Field

STEP = 0.1
SUPPORTS = np.array([0.0, 24.0, 54.0, 80.0])


def _model(loads, gaps, tied=False):
    vehicle = {"name": "lorry", "axle_kN": list(loads), "gap_m": list(gaps), "edge_m": 1.5,
               "wheel_m": [-0.9, 0.9], "both_ways": False}  # fmt: skip
    if tied:
        vehicle["gaps_tied"] = True
    return read_model(
        {"name": "lorry", "title": "lorry", "kind": "vehicle", "source": "this test",
         "evidence": "computed", "placing": {"rule": "en"}, "vehicle": [vehicle]}
    )  # fmt: skip


def _random(seed, jump=True, count=2):
    """Rough random surfaces of both signs over 40 m, with the jump of a shear force."""
    rng = np.random.default_rng(seed)
    x, lines = np.linspace(0.0, 40.0, 21), np.array([-3.0, -1.0, 1.0, 3.0])
    shape = (count, 4, 21)
    trend = rng.normal(size=(count, 1, 1)) * 0.3
    return Surfaces(
        x, lines, rng.normal(size=shape) * 0.4 + trend, rng.normal(size=shape) * 0.1,
        np.full(count, 8 if jump else -1), np.full(count, 1),
        np.tile([1.0, -0.2, 0.0, 0.0], (count, 1)) * jump,
        tuple(f"r{k}" for k in range(count)), np.array([0.0, 20.0, 40.0]),
    )  # fmt: skip


def _deck(stations_apart=2.0):
    """Two girders and the slab beside them over three spans; M, V and T close to the supports."""
    x = np.arange(0.0, SUPPORTS[-1] + 1e-9, stations_apart)
    y, count = np.array([-4.0, -2.0, 2.0, 4.0]), len(x)
    node = np.arange(4 * count).reshape(4, count)
    along = np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1)
    across = np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1)
    beam = np.array([8e10, 7e10, 4e9, 4e9, np.inf, np.inf])
    slab = np.array([1.5e10, 9e7, 4e9, 9e7, np.inf, np.inf])
    kinds = np.array([slab, beam, beam, slab])
    rigidity = np.concatenate(
        [np.repeat(kinds, count - 1, axis=0), np.tile(slab * stations_apart, (len(across), 1))]
    )
    fixed = np.zeros((4 * count, 6), dtype=bool)
    at = np.searchsorted(x, SUPPORTS)
    fixed[node[1:3, at].ravel(), 2] = True
    fixed[node[1, at], 1] = True
    fixed[node[1, 0], 0] = True
    xx, yy = np.meshgrid(x, y)
    nodes = np.stack([xx.ravel(), yy.ravel(), np.zeros(xx.size)], axis=1)
    model = Model.of(nodes, np.concatenate([along, across]), rigidity, fixed=fixed)
    member = np.arange(4 * (count - 1)).reshape(4, count - 1)
    # girder elements at the first end, beside an inner support, in midspan, at the last end
    own = member[1, [0, 1, 2, 11, 12, 20, count - 3, count - 2]]
    parts = [4, 2, 3]
    of = np.repeat(own, len(parts))
    responses = Responses(
        np.zeros(len(of), dtype=np.int64), of, np.zeros(len(of), dtype=np.int64),
        np.tile(parts, len(own)),
        tuple(f"member {m} {n}" for m in own for n in ("My", "Vz", "T")),
    )  # fmt: skip
    lines = LoadingLines(x, y, node, member)
    return influence_surfaces(prepare(model), responses, lines, SUPPORTS)


def _effect(surfaces, row, y, first, offsets, forces):
    """Effect of rigid axles with the first one at stations (...,)."""
    x = first[..., None] + offsets
    on = (x >= surfaces.x[0]) & (x <= surfaces.x[-1])
    at = np.repeat(np.clip(x, surfaces.x[0], surfaces.x[-1]).ravel(), 2)
    across = np.tile([y - 0.9, y + 0.9] if len(surfaces.y) > 1 else [y, y], x.size)
    under = evaluate(surfaces, np.array([row]), at, across)[0].reshape(*x.shape, 2).mean(axis=-1)
    return (under * on) @ forces


def _enumerated(surfaces, row, y, sign, groups, limits):
    """Largest effect of two groups, turned adverse: a fine grid, and finer ones about its best."""
    (front, f_front), (rear, f_rear) = groups
    least, most = (front[-1] + g for g in limits)
    first = np.arange(surfaces.x[0] - 20.0, surfaces.x[-1] + 20.0, STEP)
    a = sign * _effect(surfaces, row, y, first, front, f_front)
    b = sign * _effect(surfaces, row, y, first, rear, f_rear)
    low, high = round(least / STEP), round(min(most, first[-1] - first[0]) / STEP)
    b = np.concatenate([b, np.zeros(high + 1)])  # beyond the deck it has no effect
    windows = sliding_window_view(b, high - low + 1)[low : low + len(a)]
    top = a + windows.max(axis=1)
    best = max(float(top.max()), 0.0)
    # the best few stations, each refined ever closer about itself
    for k in np.argsort(top)[-6:]:
        x, z = first[k], first[k] + STEP * (low + windows[k].argmax())
        width = STEP
        for _ in range(9):
            near = width * np.linspace(-1.0, 1.0, 17)
            xs, gap = x + near[:, None], np.clip(z - x + near, least, most)
            value = sign * _effect(surfaces, row, y, xs[:, 0], front, f_front)[:, None]
            value = value + sign * _effect(surfaces, row, y, xs + gap, rear, f_rear)
            i, j = np.unravel_index(value.argmax(), value.shape)
            best = max(best, float(value[i, j]))
            x, z = xs[i, 0], xs[i, 0] + gap[j]
            width *= 0.3
    return best


def _holds(surfaces, found, y, groups, limits):
    """Compare a search on one axis with the enumeration; gaps legal; replay gives it back."""
    count = len(surfaces.names)
    axles = len(groups[0][0])
    for row, sign in itertools.product(range(count), (1, -1)):
        at = row + (0 if sign > 0 else count)
        mine = sign * found.value[at]
        brute = _enumerated(surfaces, row, y, sign, groups, limits)
        assert mine >= brute * (1 - 1e-9) - 1e-13 * np.abs(found.value).max()
        again = response(surfaces, found.response[at : at + 1], found.patches(at))[0]
        assert again == pytest.approx(found.value[at], rel=1e-9, abs=1e-12 * brute)
        stations = np.unique(np.round(found.load.wheel_x[at], 7))
        if len(stations) == axles + len(groups[1][0]):
            gap = stations[axles] - stations[axles - 1]
            assert limits[0] - 1e-6 <= gap <= limits[1] + 1e-6


LIMITS = st.sampled_from([(4.3, 9.0), (3.0, 4.0), (2.0, np.inf)])


def _against_enumeration(seed, y, limits, jump):
    surfaces = _random(seed, jump)
    groups = [
        (np.array([0.0, 1.3]), np.array([80e3, 145e3])),
        (np.array([0.0]), np.array([120e3])),
    ]
    found = place(surfaces, _model([80, 145, 120], [1.3, list(limits)]), axes=[y])
    _holds(surfaces, found, y, groups, limits)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.floats(-1.4, 1.4), LIMITS, st.booleans())
def test_a_free_gap_is_never_below_enumeration_on_random_surfaces(seed, y, limits, jump):
    _against_enumeration(seed, y, limits, jump)


@pytest.mark.parametrize("seed", [15, 79, 103, 129, 139])
def test_a_small_effect_is_not_missed_beside_large_ones(seed):
    """Surfaces on which a search from sampled stations lost 1 to 100 % of one extreme."""
    _against_enumeration(seed, 0.37, (4.3, 9.0), False)


@pytest.mark.parametrize("y", [-1.7, 0.3])
@pytest.mark.parametrize("limits", [(4.3, 9.0), (15.0, np.inf)])
def test_a_free_gap_is_never_below_enumeration_on_a_bridge(y, limits):
    """Moments, shears and torsion beside end supports are small and easily missed."""
    surfaces = _deck()
    truck = (np.array([0.0, 4.3]), np.array([35e3, 145e3]))
    if np.isinf(limits[1]):
        groups, gaps = [truck, truck], [4.3, list(limits), 4.3]
        loads = [35, 145, 35, 145]
    else:
        groups, gaps = [truck, (np.zeros(1), np.array([145e3]))], [4.3, list(limits)]
        loads = [35, 145, 145]
    found = place(surfaces, _model(loads, gaps), axes=[y])
    _holds(surfaces, found, y, groups, limits)


@pytest.mark.parametrize("seed", [2, 15])
def test_the_worst_offset_is_found_between_the_kerbs(seed):
    """The effect is convex in the offset between breaks, so no offset of a fine row is worse."""
    surfaces = _random(seed)
    limits, model = (3.0, 7.0), _model([80, 120, 100], [2.0, [3.0, 7.0]])
    groups = [
        (np.array([0.0, 2.0]), np.array([80e3, 120e3])),
        (np.array([0.0]), np.array([100e3])),
    ]
    found = place(surfaces, model, [(-3.0, 3.0)])
    for row, sign in itertools.product(range(2), (1, -1)):
        mine = sign * found.value[row + (0 if sign > 0 else 2)]
        for y in np.linspace(-1.5, 1.5, 11):
            assert mine >= _enumerated(surfaces, row, y, sign, groups, limits) * (1 - 1e-9)


def test_three_groups_are_never_below_enumeration():
    """Every station on 0.2 m, both gaps by running maxima, on the beam's lines."""
    beam = continuous_beam([18.0, 25.0, 18.0])
    surfaces = beam_surfaces(beam, *beam_stations(beam, [0.7, 9.0, 18.0, 30.0, 60.2]))
    step, low, high = 0.1, 30, 65
    found = place(surfaces, _model([100, 150, 120], [[3.0, 6.5], [3.0, 6.5]]))
    first = np.arange(-20.0, 81.0, step)
    count = len(surfaces.names)
    for row, sign in itertools.product(range(count), (1, -1)):
        under = sign * _effect(surfaces, row, 0.0, first, np.zeros(1), np.ones(1))
        best = 120e3 * under
        for force in (150e3, 100e3):
            ahead = sliding_window_view(np.append(best, np.zeros(high)), high - low + 1)
            best = force * under + ahead[low : low + len(best)].max(axis=1)
        mine = sign * found.value[row + (0 if sign > 0 else count)]
        assert mine >= best.max() * (1 - 1e-10)
        assert mine <= max(best.max(), 0.0) * 1.02 + 0.02 * 370e3 * np.abs(under).max()


@pytest.mark.parametrize("name", ["lm1", "hl93", "m1600", "ak"])
def test_what_is_searched_together_does_not_matter(name):
    surfaces = _deck()
    rows = np.array([0, 5, 10, 21])
    together = place(surfaces, load_model(name), [(-4.0, 4.0)])
    for row in rows:
        alone = place(surfaces, load_model(name), [(-4.0, 4.0)], rows=np.array([row]))
        size = np.abs(alone.value).max()
        both = together.value[[row, row + len(surfaces.names)]]
        assert np.allclose(alone.value, both, rtol=1e-9, atol=1e-12 * size)


@pytest.mark.parametrize("sections", [[3.0], [20.0], [35.0]])
def test_tied_gaps_are_equal_and_at_their_worst(sections):
    """The common gap tried every 20 mm, the train every 50 mm: nothing of it is worse."""
    beam = continuous_beam([20.0, 30.0, 20.0])
    surfaces = beam_surfaces(beam, *beam_stations(beam, sections))
    found = place(surfaces, _model([100] * 4, [1.5, [4.0, 9.0], [4.0, 9.0]], tied=True))
    first = np.arange(-30.0, 71.0, 0.05)
    count = len(surfaces.names)
    worst = np.zeros((2, count))
    for gap in np.arange(4.0, 9.001, 0.02):
        offsets = np.array([0.0, 1.5, 1.5 + gap, 1.5 + 2 * gap])
        for row in range(count):
            effect = _effect(surfaces, row, 0.0, first, offsets, np.full(4, 100e3))
            worst[:, row] = np.maximum(worst[:, row], [effect.max(), -effect.min()])
    mine = np.stack([found.value[:count], -found.value[count:]])
    assert np.all(mine >= worst * (1 - 1e-9))
    assert np.all(mine <= worst * 1.01 + 1e3)
    for row in range(2 * count):
        x = np.unique(np.round(found.load.wheel_x[row], 7))
        if len(x) == 4:
            assert x[3] - x[2] == pytest.approx(x[2] - x[1], abs=1e-6)
            assert 4.0 - 1e-6 <= x[2] - x[1] <= 9.0 + 1e-6


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_tied_gaps_on_noise_are_never_below_a_fine_row(seed):
    """Every 40 mm along and 0.1 m of gap, the best of them refined; jumps on even seeds."""
    surfaces, y = _random(seed, seed % 2 == 0), 0.37
    loads, limits = np.array([80.0, 145.0, 120.0, 100.0]), [3.0, 8.0]
    found = place(surfaces, _model(loads, [1.3, limits, limits], tied=True), axes=[y])
    assert not found.beyond.any()
    first, gap = np.arange(-20.0, 41.0, 0.04), np.arange(3.0, 8.001, 0.1)
    for row, sign in itertools.product(range(2), (1, -1)):
        mine = sign * found.value[row + (0 if sign > 0 else 2)]
        best, x, g, width = -np.inf, first, gap, np.array([0.04, 0.1])
        for _ in range(8):
            offsets = np.stack([0 * g, 0 * g + 1.3, 1.3 + g, 1.3 + 2 * g], axis=-1)
            xs = np.broadcast_to(x[:, None], (len(x), len(g)))
            rows = [
                _effect(surfaces, row, y, xs[:, k], axles, loads * 1e3)
                for k, axles in enumerate(offsets)
            ]
            value = sign * np.stack(rows, axis=1)
            i, j = np.unravel_index(value.argmax(), value.shape)
            best = max(best, float(value[i, j]))
            near = np.linspace(-1.0, 1.0, 13)
            x, g = x[i] + width[0] * near, np.clip(g[j] + width[1] * near, *limits)
            width = width * 0.3
        assert mine >= best * (1 - 1e-9)
        assert mine <= max(best, 0.0) * 1.02 + 1e-9  # and not above what a fine row comes near to


def test_the_bound_of_a_triangle_holds_everywhere_in_it():
    """Random points of random triangles: none above the bound that may leave the triangle out."""
    rng, surfaces = np.random.default_rng(5), _random(6)
    train = load_model("300la:wagons-3").vehicles["300LA with 3 groups"].train
    mesh = mesh_of(surfaces)
    search = TiedSearch(mesh, train, 1.0, 1e-13)
    under = cells_of(surfaces, mesh, np.array([0]))[:, 1]
    field = _Field(search, under, np.ones(1), np.zeros(1), np.zeros((1, train.groups)))
    corner = search.corners[rng.integers(0, len(search.corners), 400)]
    middle = corner.mean(axis=1, keepdims=True)
    corner = middle + (corner - middle) * 10.0 ** -rng.integers(0, 4, (400, 1, 1))
    look = field._look(corner, np.zeros(400, dtype=np.int64))
    share = rng.dirichlet(np.ones(3), (400, 30))
    points = np.einsum("mpv,mvk->mpk", share, corner)
    for k in range(30):  # a triangle that is a point: its value is that of the place
        at = np.repeat(points[:, k : k + 1], 3, axis=1)
        value = field._look(at, np.zeros(400, dtype=np.int64)).value.max(axis=1)
        judged = np.isfinite(look.bound)  # with one group on the deck the largest gap does as much
        assert np.all(value[judged] <= look.bound[judged] + 1e-9 * np.abs(value).max())


def test_tied_gaps_need_equal_finite_limits():
    for gaps in ([1.5, [4.0, 9.0], [4.0, 8.0]], [1.5, 2.0, [4.0, 9.0]],
                 [1.5, [4.0, np.inf], [4.0, np.inf]]):  # fmt: skip
        with pytest.raises(InputError, match="gaps_tied"):
            _model([100] * 4, gaps, tied=True)


def test_300la_keeps_its_groups_equally_far_apart():
    beam = continuous_beam([30.0, 40.0])
    surfaces = beam_surfaces(beam, *beam_stations(beam, [15.0, 30.0]))
    found = place(surfaces, load_model("300la:wagons-3"))
    for row in range(len(found.value)):
        x = np.unique(np.round(found.load.wheel_x[row], 7))
        if len(x) == 13:  # whichever way it drives, the last axle of a group is not its neighbour
            gaps = np.diff(x)
            wide = gaps[gaps > 2.5]
            assert len(wide) == 2
            assert wide[0] == pytest.approx(wide[1], abs=1e-6)
