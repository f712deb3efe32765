"""Given positions: the sparse product against reading the surface wheel by wheel."""

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.engine.placement import evaluate
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.positions import _across, _patterns, effects_at, lane_lines

BEAM = continuous_beam([10.0, 14.0])
SURFACES = beam_surfaces(BEAM, *beam_stations(BEAM, 5))


def test_same_as_reading_the_surface():
    rng = np.random.default_rng(3)
    x, force = rng.uniform(-5.0, 29.0, (40, 3)), rng.uniform(0.0, 9.0, (40, 3))
    found = effects_at(SURFACES, x, 0.0, force)
    on = (x >= 0) & (x <= 24)
    eta = evaluate(SURFACES, np.arange(len(SURFACES.names)), np.where(on, x, 0).ravel(), 0.0)
    wanted = (eta.reshape(-1, 40, 3) * force * on).sum(axis=2)
    assert found == pytest.approx(wanted, abs=1e-11)
    assert effects_at(SURFACES, x, 0.0, force, rows=[4, 7]) == pytest.approx(wanted[[4, 7]])


def test_wheels_off_the_deck_and_bad_numbers():
    assert not effects_at(SURFACES, [[-1.0, np.nan, 24.5]], 0.0, 1.0).any()
    with pytest.raises(InputError, match="finite"):
        effects_at(SURFACES, [[1.0]], 0.0, np.nan)


def deck() -> Surfaces:
    """Three lines across, two responses, the second with a jump in element 1 of line 2."""
    rng = np.random.default_rng(5)
    x, y = np.array([0.0, 4.0, 9.0, 15.0]), np.array([-3.0, 0.0, 4.0])
    shape = (2, 3, 4)
    return Surfaces(
        x, y, rng.normal(size=shape), rng.normal(size=shape), np.array([-1, 1]),
        np.array([-1, 2]), np.array([[0.0] * 4, [0.3, -0.2, 0.5, 0.1]]), ("a", "b"), x[[0, -1]],
    )  # fmt: skip


def test_lane_lines_read_the_surface_at_the_wheels():
    surfaces, offsets = deck(), np.array([[-2.0, 1.5], [0.5, 3.0]])
    lines = lane_lines(surfaces, offsets, [0.4, 0.6])
    rng = np.random.default_rng(6)
    x, lane = rng.uniform(-2.0, 17.0, (50, 3)), rng.integers(0, 2, (50, 1))
    force = rng.uniform(1.0, 2.0, (50, 3))
    wheels = np.repeat(x, 2, axis=1)
    across = np.tile(offsets[lane[:, 0]], (1, 3))
    load = (force[:, :, None] * [0.4, 0.6]).reshape(50, 6)
    on = (wheels >= 0) & (wheels <= 15)
    eta = evaluate(surfaces, np.arange(2), np.where(on, wheels, 0).ravel(), across.ravel())
    wanted = (eta.reshape(2, 50, 6) * load * on).sum(axis=2)
    assert lines.effects(lane, x, force) == pytest.approx(wanted, abs=1e-12)
    assert effects_at(surfaces, wheels, across, load) == pytest.approx(wanted, abs=1e-12)
    assert lane_lines(surfaces, offsets, [0.4, 0.6], rows=[1]).effects(
        lane, x, force
    ) == pytest.approx(wanted[[1]], abs=1e-12)


def test_the_line_of_a_vehicle_is_that_of_its_axles():
    """Anywhere, on the deck, beside it and partly on it, in both lanes, a twin axle among them."""
    lines = lane_lines(deck(), [[-2.0, 1.5], [0.5, 3.0]])
    offset, force = np.array([0.0, 1.3, 1.3, 5.0, 18.0]), np.array([2.0, 1.0, 3.0, 0.5, 4.0])
    truck = lines.vehicle(offset, force)
    rng = np.random.default_rng(8)
    first, lane = rng.uniform(-25.0, 20.0, (400, 1)), rng.integers(0, 2, (400, 1))
    wanted = lines.effects(lane, first + offset, force)
    assert truck.effects(lane, first, 1.0) == pytest.approx(wanted, abs=1e-12)
    assert np.abs(wanted).max() > 1.0
    with pytest.raises(InputError, match="as many finite"):
        lines.vehicle([0.0, 1.0], [1.0])


def test_few_patterns_or_one_for_every_axle_give_the_same():
    """Many axles in two places across the deck are read from patterns, scattered ones are not."""
    surfaces = deck()
    rng = np.random.default_rng(7)
    x = np.repeat(rng.uniform(0.0, 15.0, (400, 1)), 2, axis=1)
    y = np.array([[-2.5, 1.0], [-1.0, 3.5]])[rng.integers(0, 2, 400)]
    share = _across(surfaces, np.repeat(np.arange(400), 2), y.ravel(), np.ones(800), 400)
    assert len(_patterns(share, 4)[0]) == 2
    together = effects_at(surfaces, x, y, 1.0)
    alone = np.hstack([effects_at(surfaces, x[[k]], y[[k]], 1.0) for k in range(400)])
    assert together == pytest.approx(alone, abs=1e-12)
    assert _patterns(share[:1], 4)[0] is None


def test_lane_lines_name_bad_input():
    lines = lane_lines(deck(), [[0.0]])
    for lane in (1, -1, 0.5):
        with pytest.raises(InputError, match="from 0 to 0"):
            lines.effects(lane, 3.0, 1.0)
    with pytest.raises(InputError, match="finite"):
        lines.effects(0, 3.0, np.inf)
    with pytest.raises(InputError, match="finite"):
        lane_lines(deck(), [[np.nan]])
