"""Loads of a track against enumeration every 20 mm: nothing that it finds may be worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.datum.errors import ScopeError
from spanwright.engine.placement import evaluate, response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.field import cells_of, mesh_of
from spanwright.traffic.library import load_model, read_model
from spanwright.traffic.place import place
from spanwright.traffic.results import concurrent
from spanwright.traffic.track_line import TrackLine
from spanwright.traffic.track_run import Marks, Run, Samples

NAMES = ["lm71", "sw0", "sw2", "unloaded-train", "e80", "e80:alternative"]
STEP = 0.02
RAILS = np.array([-0.75, 0.75])


def noise(seed, jump=True, count=2):
    """Rough random surfaces of both signs on uneven cells; a shear force jumps at its section."""
    rng = np.random.default_rng(seed)
    x = np.append(0.0, np.cumsum(rng.uniform(0.3, 3.7, 20)))
    value = 0.4 * rng.normal(size=(count, 4, 21)) + 0.3 * rng.normal(size=(count, 1, 1))
    own = np.full(count, 8 if jump else -1)
    return Surfaces(
        x, np.array([-3.0, -1.0, 1.0, 3.0]), value, 0.1 * rng.normal(size=value.shape), own,
        np.minimum(own, 1), np.outer(own > 0, [1.0, -0.2, 0.0, 0.0]),
        tuple(f"r{k}" for k in range(count)), x[[0, 10, 20]],
    )  # fmt: skip


def waves(seed, count=3):
    """Smooth surfaces of three spans that change across, breaking at a section."""
    rng = np.random.default_rng(seed)
    x, lines = np.linspace(0.0, 90.0, 46), np.array([-4.0, -0.5, 0.8, 4.0])
    length, shift = rng.uniform(25.0, 80.0, (count, 4, 1)), rng.uniform(0.0, 6.0, (count, 1, 1))
    size = rng.normal(size=(count, 4, 1)) + 0.3
    rate = 2 * np.pi / length
    jump = np.concatenate([rng.normal(size=(count, 2)), np.zeros((count, 2))], axis=1)
    return Surfaces(
        x, lines, size * np.sin(rate * x + shift), size * rate * np.cos(rate * x + shift),
        rng.integers(0, 45, count), rng.integers(1, 3, count), jump,
        tuple(f"r{k}" for k in range(count)), np.array([0.0, 25.0, 60.0, 90.0]),
    )  # fmt: skip


def beam():
    """Three spans with sections at, near and far from supports."""
    three = continuous_beam([24.0, 32.0, 18.0])
    return beam_surfaces(three, *beam_stations(three, [0.0, 0.9, 11.3, 24.0, 37.0, 55.8, 70.0]))


class Dense:
    """The line under a track axis in cells of 20 mm, each its own cubic through four points."""

    def __init__(self, surfaces, row, y, sign, rails):
        ends = np.append(np.arange(surfaces.x[0], surfaces.x[-1] - STEP / 2, STEP), surfaces.x[-1])
        self.ends = np.unique(np.concatenate([ends, surfaces.x]))
        self.ends = self.ends[np.append(True, np.diff(self.ends) > 1e-9)]
        h = np.diff(self.ends)
        t = np.array([0.1, 0.37, 0.63, 0.9])
        at = (self.ends[:-1, None] + h[:, None] * t).ravel()
        rails = rails if len(surfaces.y) > 1 else 0 * rails
        under = sum(
            evaluate(surfaces, np.array([row]), at, np.full(len(at), y + r))[0] for r in rails
        )
        self.power = sign * 0.5 * under.reshape(-1, 4) @ np.linalg.inv(np.vander(t, 4)).T
        self.h = h
        self.plain = np.append(0.0, np.cumsum(self._to(np.arange(len(h)), np.ones(len(h)), False)))
        self.adverse = np.append(0.0, np.cumsum(self._to(np.arange(len(h)), np.ones(len(h)), True)))

    def _to(self, cell, xi, positive):
        """Integral from the start of cells to xi, cut where the cubic changes sign."""
        a, b, c, d = self.power[cell].T
        whole = ((((a / 4 * xi) + b / 3) * xi + c / 2) * xi + d) * xi * self.h[cell]
        if not positive:
            return whole
        ends = np.linspace(0.0, 1.0, 5)[:, None] * xi
        value = ((a * ends + b) * ends + c) * ends + d
        low, high = value.min(axis=0), value.max(axis=0)
        tiny = 1e-13 * np.abs(self.power).max()  # a line that ends on zero has no root
        below, above = low < -tiny, high > tiny
        whole = np.where(below, 0.0, whole)
        for k in np.flatnonzero(below & above):
            one = np.poly1d(self.power[cell[k]])
            every = one.r
            roots = every[np.isreal(every)].real
            cuts = np.sort([0.0, xi[k], *roots[(roots > 0) & (roots < xi[k])]])
            middle = one(0.5 * (cuts[1:] + cuts[:-1])) > 0
            whole[k] = (np.diff(np.polyint(one)(cuts)) * middle).sum() * self.h[cell[k]]
        return whole

    def _at(self, x):
        inside = np.clip(x, self.ends[0], self.ends[-1])
        cell = np.clip(np.searchsorted(self.ends, inside, side="right") - 1, 0, len(self.h) - 1)
        return cell, (inside - self.ends[cell]) / self.h[cell]

    def value(self, x):
        """Ordinate at stations, 0 off the deck."""
        cell, xi = self._at(x)
        a, b, c, d = self.power[cell].T
        return (((a * xi + b) * xi + c) * xi + d) * ((x > self.ends[0]) & (x < self.ends[-1]))

    def integral(self, x, positive=False):
        """Integral of the line, or of its positive part, up to stations."""
        cell, xi = self._at(x)
        upto = self.adverse if positive else self.plain
        return upto[cell] + self._to(cell, xi, positive)


def enumerated(surfaces, row, y, sign, model):
    """Largest effect with the first axle every 20 mm, both directions."""
    vehicle = next(iter(model.vehicles.values()), None)
    line = Dense(surfaces, row, y, sign, vehicle.train.wheels if vehicle else RAILS)
    offset = vehicle.train.offset if vehicle else np.zeros(1)
    force = vehicle.train.force if vehicle else np.zeros(1)
    length, start = offset[-1], surfaces.x[0]
    blocks = [(b.start, min(b.end, 1e4), b.load) for b in model.blocks]
    reach = length + 45.0
    first = np.arange(start - reach, surfaces.x[-1] + reach, STEP)
    best = 0.0
    for turned in (False, True):
        total = np.zeros(len(first))
        for o, f in zip(offset, force, strict=True):
            under = f * line.value(first + (length - o if turned else o))
            total += np.maximum(under, 0.0) if vehicle and vehicle.drop_relieving else under
        if model.udl:
            gap = model.udl_gap if vehicle else 0.0
            taken = line.integral(first + length + gap, True) - line.integral(first - gap, True)
            total += model.udl * (line.adverse[-1] - taken)
        for a, b, load in blocks:
            ends = (length - b, length - a) if turned else (a, b)
            total += load * (line.integral(first + ends[1]) - line.integral(first + ends[0]))
        best = max(best, float(total.max()))
    return best


def holds(surfaces, model, y, close):
    """Search and enumeration of all rows; the placement replayed; both signs."""
    found = place(surfaces, model, axes=[y])
    count = len(surfaces.names)
    size = np.tile(np.abs(found.value).reshape(2, -1).max(axis=0), 2)
    size = np.maximum(size, 1e-9 * size.max())  # beside it a line of rounding is nothing
    for at in range(2 * count):
        sign = 1.0 if at < count else -1.0
        brute = enumerated(surfaces, at % count, y, sign, model)
        assert sign * found.value[at] >= brute - 1e-9 * size[at]
        assert sign * found.value[at] <= brute + close * size[at]
        again = response(surfaces, found.response[at : at + 1], found.patches(at))[0]
        assert abs(again - found.value[at]) <= 1e-9 * size[at]
    assert np.all(found.beyond <= 1e-12 * size)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_place_on_a_beam_is_worse(name):
    """20 mm miss a shear by its slope times 10 mm, on steep lines by more."""
    holds(beam(), load_model(name), 0.0, 3e-3)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(NAMES), st.floats(-1.5, 1.5))
def test_no_place_on_waves_is_worse(seed, name, y):
    holds(waves(seed), load_model(name), y, 3e-2)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(NAMES), st.booleans())
def test_no_place_on_noise_is_worse(seed, name, jump):
    holds(noise(seed, jump), load_model(name), 0.3, 3e-2)


def mirrored_along(s):
    turn = np.array([1.0, -1.0, 1.0, -1.0])
    own = np.where(s.jump_element >= 0, len(s.x) - 2 - s.jump_element, -1)
    return Surfaces(
        s.x[-1] - s.x[::-1], s.y, s.value[..., ::-1], -s.slope[..., ::-1], own, s.jump_line,
        s.jump[:, [2, 3, 0, 1]] * turn, s.names, s.x[-1] - s.spans[::-1],
    )  # fmt: skip


def mirrored_across(s):
    own = np.where(s.jump_line >= 0, len(s.y) - 1 - s.jump_line, -1)
    return Surfaces(
        s.x, -s.y[::-1], s.value[:, ::-1], s.slope[:, ::-1], s.jump_element, own, s.jump, s.names,
        s.spans,
    )  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(NAMES), st.booleans())
def test_a_mirrored_bridge_has_the_same_extremes(seed, name, rough):
    surfaces, model = (noise if rough else waves)(seed), load_model(name)
    one = place(surfaces, model, axes=[0.4])
    size = np.abs(one.value).max()
    for other in (
        place(mirrored_along(surfaces), model, axes=[0.4]),
        place(mirrored_across(surfaces), model, axes=[-0.4]),
    ):
        assert np.allclose(one.value, other.value, rtol=1e-11, atol=1e-12 * size)


@pytest.mark.parametrize("name", NAMES)
def test_both_rails_are_loaded_together(name):
    """The pieces of one rail are those of the other, and concurrent values are the replay's."""
    surfaces = waves(7)
    found = place(surfaces, load_model(name), axes=[0.2])
    together = concurrent(found, surfaces, np.arange(3)).sum(axis=1)
    size = np.abs(found.value).max()
    for row in range(6):
        load = found.patches(row)
        again = response(surfaces, np.arange(3), load)
        assert np.allclose(together[row], again, rtol=0, atol=1e-9 * size)
        pieces = [
            np.sort(
                np.stack([load.strip_from, load.strip_to, load.strip_load])[:, load.strip_y == y]
            )
            for y in np.unique(load.strip_y)
        ]
        assert len(pieces) in (0, 2)
        assert not pieces or np.allclose(*pieces, atol=1e-9)


def test_the_worst_axis_within_the_eccentricity_is_found():
    """A line stands between the offsets of the rails: the effect has a kink within."""
    surfaces, model = waves(11), load_model("lm71")
    found = place(surfaces, model, axes=[0.1], eccentricity=0.6)
    inside = [place(surfaces, model, axes=[y]).value for y in np.linspace(-0.5, 0.7, 41)]
    size = np.abs(found.value).max()
    sign = np.repeat([1, -1], 3)
    worst = np.max(sign * np.array(inside), axis=0)
    assert np.all(sign * found.value >= worst - 1e-12 * size)
    assert np.allclose(sign * found.value, worst, atol=2e-2 * size)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_bounds_of_intervals_hold(seed, drop):
    """Dense places inside every interval stay below the chord plus its room."""
    surfaces = noise(seed)
    mesh = mesh_of(surfaces)
    cells = cells_of(surfaces, mesh, np.arange(2))[:, 1]
    lines = TrackLine.of(mesh, cells), TrackLine.of(mesh, -cells)
    marks = Marks(
        np.array([0.0, 1.7, 3.1]), np.array([250e3, 100e3, 250e3]), np.array([0.0, 9.3]),
        np.array([-8e4, 8e4]), np.array([-0.8, 3.9]), np.array([7e4, -7e4]), 5e4, 7e4, drop,
    )  # fmt: skip
    step = 0.5 * float(np.diff(mesh.x).mean())
    run, samples = Run(mesh, marks, step), Samples(cells, step, lines)
    room = run.room(samples)
    for line, effect in zip(lines, run.effects(samples, lines), strict=True):
        top = np.maximum(effect[:-1], effect[1:]) + room
        interval, column = np.nonzero(np.ones_like(top, dtype=bool))
        points = run.tops(line, interval, column)
        at = np.clip(((points.station - run.trial[0]) / step).astype(int), 0, len(top) - 1)
        beside = np.clip(at + np.array([[-1], [0], [1]]), 0, len(top) - 1)
        assert np.all(points.value <= top[beside, points.column].max(axis=0) * (1 + 1e-7))


def test_a_train_that_only_relieves_is_left_out():
    surfaces = noise(3, jump=False)
    value = np.abs(surfaces.value) + 0.5
    up = Surfaces(
        surfaces.x, surfaces.y, value, 0 * surfaces.slope, surfaces.jump_element,
        surfaces.jump_line, surfaces.jump, surfaces.names, surfaces.spans,
    )  # fmt: skip
    for name in NAMES:
        found = place(up, load_model(name), axes=[0.0])
        assert np.all(found.value[:2] > 0)
        assert np.array_equal(found.value[2:], np.zeros(2))
        assert found.label(2) == "no load"


def test_variable_gaps_beside_a_uniform_load_are_out_of_scope():
    model = read_model(
        {"name": "t", "title": "t", "kind": "track", "source": "this test",
         "evidence": "computed", "udl": {"load_kN_per_m": 10},
         "vehicle": [{"name": "t", "axle_kN": [100, 100], "gap_m": [[2, 4]]}]}
    )  # fmt: skip
    with pytest.raises(ScopeError, match="variable gaps"):
        place(noise(1), model, axes=[0.0])


def test_the_cause_says_where_the_load_stands():
    """On 25 m SW/2 covers the whole span: one of its two lengths does."""
    span = continuous_beam([25.0])
    surfaces = beam_surfaces(span, *beam_stations(span, [12.5]))
    heavy, empty = (place(surfaces, load_model(name)) for name in ("sw2", "unloaded-train"))
    assert heavy.value[0] == pytest.approx(150e3 * 25.0**2 / 8, rel=1e-12)
    assert heavy.label(0).startswith("SW/2, from ")
    assert empty.label(0) == "load on adverse lengths"
    assert place(surfaces, load_model("e80")).label(0).startswith("E80, axles at ")
