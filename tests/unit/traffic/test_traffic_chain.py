"""Trains whose gaps may vary: nothing depends on which end the bridge is read from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.engine.placement import evaluate
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_envelope, beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.modelfile import read_model
from spanwright.traffic.place import place

SPANS = st.lists(st.floats(12.0, 60.0), min_size=1, max_size=3)
LOADS = st.lists(st.floats(40.0, 250.0), min_size=3, max_size=5)


def _vehicle(loads, rigid, varying, middle):
    """Vehicle of these axles [kN]; the gap in the middle, or the last one, varies."""
    gaps: list[object] = [rigid] * (len(loads) - 1)
    gaps[len(gaps) // 2 if middle else -1] = list(varying)
    vehicle = {"name": "lorry", "axle_kN": loads, "gap_m": gaps, "wheel_m": [-1.0, 1.0]}
    return read_model(
        {
            "name": "lorry",
            "title": "lorry",
            "kind": "vehicle",
            "source": "this test",
            "evidence": "computed",
            "placing": {"rule": "en"},
            "vehicle": [{**vehicle, "edge_m": 1.8}],
        }
    )


@settings(max_examples=25, deadline=None)
@given(SPANS, LOADS, st.floats(1.2, 4.0), st.floats(2.0, 9.0), st.booleans())
def test_a_mirrored_bridge_has_mirrored_extremes(spans, loads, rigid, longest, middle):
    model = _vehicle(loads, rigid, (1.5, 1.5 + longest), middle)
    here, there = beam_envelope(spans, model, 4), beam_envelope(spans[::-1], model, 4)
    size = sum(loads) * 1e3
    assert here.shear[0] == pytest.approx(-there.shear[1, ::-1], abs=1e-5 * size)
    assert here.shear[1] == pytest.approx(-there.shear[0, ::-1], abs=1e-5 * size)
    assert here.moment == pytest.approx(there.moment[:, ::-1], abs=1e-5 * size * max(spans))


@pytest.mark.parametrize("station", [30.0, 70.0])
def test_shear_beside_a_support_is_never_below_a_fine_sweep(station):
    """A vehicle whose last group has to stand just before the jump of the influence line."""
    spans, loads, gap = [30.0, 40.0, 30.0], [120.0] * 5, 4.0
    model = _vehicle(loads, 1.6, (gap, 6.0), middle=True)
    found = beam_envelope(spans, model, [station])
    beam = continuous_beam(spans)
    surfaces = beam_surfaces(beam, *beam_stations(beam, [station]))
    rows = len(found.station) + np.arange(len(found.station))
    axles = np.array([0.0, 1.6, 1.6 + gap, 3.2 + gap, 4.8 + gap])
    for offsets in (axles, -axles):
        first = np.arange(-12.0, 112.0, 0.05)
        beside = station - np.repeat(offsets, 2) + np.tile([-1e-6, 1e-6], len(offsets))
        x = np.concatenate([first, beside])[:, None] + offsets
        under = evaluate(surfaces, rows, np.clip(x, 0.0, 100.0).ravel(), 0.0)
        on = (x >= 0.0) & (x <= 100.0)
        swept = loads[0] * 1e3 * (under.reshape(len(rows), *x.shape) * on).sum(axis=2)
        assert np.all(found.shear[0] >= swept.max(axis=1) - 5.0)
        assert np.all(found.shear[1] <= swept.min(axis=1) + 5.0)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_vehicle_with_a_free_gap_is_never_below_a_fine_sweep_across_the_road(seed):
    """Places, gap and offset enumerated (0.25 m, 0.25 m, 0.1 m): nothing of it may be worse."""
    rng = np.random.default_rng(seed)
    x, lines = np.linspace(0.0, 60.0, 25), np.array([-3.4, -1.1, 1.3, 3.6])
    surfaces = Surfaces(
        x, lines, rng.normal(size=(2, 4, 25)) * 0.4, rng.normal(size=(2, 4, 25)) * 0.1,
        np.array([-1, -1]), np.array([0, 0]), np.zeros((2, 4)), ("a", "b"), np.array([0.0, 60.0]),
    )  # fmt: skip
    loads, gaps = np.array([80.0, 120.0, 100.0]) * 1e3, np.arange(3.0, 7.01, 0.25)
    found = place(surfaces, _vehicle((loads / 1e3).tolist(), 2.0, (3.0, 7.0), False), [(-3.0, 3.0)])
    first, across = np.arange(-9.0, 60.0, 0.25), np.arange(-1.2, 1.201, 0.1)
    swept = np.zeros((2, 2))
    for gap in gaps:
        at = first[:, None] + np.array([0.0, 2.0, 2.0 + gap])
        on = (at >= 0.0) & (at <= 60.0)
        for y in across:
            wheels = np.repeat(np.clip(at, 0.0, 60.0).ravel(), 2)
            under = evaluate(surfaces, np.arange(2), wheels, np.tile([y - 1.0, y + 1.0], at.size))
            axle = under.reshape(2, *at.shape, 2).mean(axis=-1) * on
            effect = axle @ loads
            swept[0] = np.maximum(swept[0], effect.max(axis=1))
            swept[1] = np.minimum(swept[1], effect.min(axis=1))
    assert np.all(found.value[:2] >= swept[0] * (1 - 1e-9))
    assert np.all(found.value[2:] <= swept[1] * (1 - 1e-9))
