"""Continuous beams: influence lines, stepped against exact, causes."""

import numpy as np
import pytest

from spanwright.engine.placement import evaluate
from spanwright.traffic.beam import (
    beam_envelope,
    beam_stations,
    beam_surfaces,
    continuous_beam,
    plot_envelope,
    single_train,
    support_moments,
)
from spanwright.traffic.library import load_model
from spanwright.traffic.positions import effects_at
from spanwright.traffic.trains import mirrored

TRUCK = load_model("hl93-truck:short")


def test_support_moments_of_two_equal_spans():
    """P a (L^2 - a^2) / (4 L^2) over the middle support: 3/32 L for a load at mid-span."""
    beam = continuous_beam([1.0, 1.0])
    found = support_moments(beam, np.array([0.5, 1.5, 1.0, -1.0]))
    assert found[1] == pytest.approx([-3 / 32, -3 / 32, 0.0, 0.0])


def test_influence_lines_are_in_equilibrium_and_break_only_at_their_section():
    beam = continuous_beam([12.0, 20.0, 9.0], [1.0, 2.5, 0.7])
    station, span = beam_stations(beam, 4)
    surfaces = beam_surfaces(beam, station, span)
    x = np.linspace(0.05, 40.95, 83)
    eta = evaluate(surfaces, np.arange(len(surfaces.names)), x, 0.0)
    n = len(station)
    reaction = eta[2 * n :]
    assert reaction.sum(axis=0) == pytest.approx(np.ones(len(x)))
    assert beam.supports @ reaction == pytest.approx(x)
    for k in range(n):
        # moment and shear from the forces behind the section, support just behind included
        behind = beam.supports <= station[k] - 1e-9
        behind[span[k]] = True
        arm = np.maximum(station[k] - beam.supports, 0.0)
        passed = x < station[k]
        moment = (arm * behind) @ reaction - np.maximum(station[k] - x, 0.0)
        shear = behind @ reaction - passed
        assert eta[k] == pytest.approx(moment, abs=1e-9)
        assert eta[n + k] == pytest.approx(shear, abs=1e-9)


def test_steps_never_exceed_exact_placement_and_come_close():
    exact = beam_envelope([60.0, 80.0, 60.0], TRUCK, 10)
    steps = beam_envelope([60.0, 80.0, 60.0], TRUCK, 10, step=0.05)
    for name in ("moment", "shear", "reaction"):
        most, some = getattr(exact, name), getattr(steps, name)
        size = np.abs(most).max()
        assert np.all(most[0] >= some[0] - 1e-6 * size)
        assert np.all(most[1] <= some[1] + 1e-6 * size)
        assert np.abs(most - some).max() < 2e-3 * size


def test_steps_of_half_a_metre_as_other_programs_do_them():
    """60-80-60 m, HL-93 truck both ways at 0.5 m: 3,955.97 kNm at 100 m and -2,320.39 kNm at
    60 m in two other programs (about 300 sections)."""
    envelope = beam_envelope([60.0, 80.0, 60.0], TRUCK, 100, step=0.5)
    middle = int(np.argmin(np.abs(envelope.station - 100.0)))
    assert envelope.moment[0, middle] / 1e3 == pytest.approx(3955.97, abs=0.01)
    assert envelope.moment[1].min() / 1e3 == pytest.approx(-2320.39, abs=0.01)


def test_a_stiffer_middle_span_draws_moment():
    even = beam_envelope([20.0, 20.0, 20.0], TRUCK, [30.0])
    stiff = beam_envelope([20.0, 20.0, 20.0], TRUCK, [30.0], stiffness=[1.0, 5.0, 1.0])
    assert stiff.moment[0, 0] > even.moment[0, 0]


def test_causes_and_plot(tmp_path):
    envelope = beam_envelope([30.0, 30.0], load_model("hl93"), 4)
    at = int(envelope.moment[1].argmin())
    assert "90 % of two trucks" in envelope.label("moment", at, smallest=True)
    assert "axles at" in envelope.label("reaction", 1)
    stepped = beam_envelope([30.0, 30.0], TRUCK, 4, step=0.5)
    assert "first axle at" in stepped.label("shear", 0)
    plot_envelope(envelope).savefig(tmp_path / "beam.svg")
    assert "<svg" in (tmp_path / "beam.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("spans", "stiffness", "sections", "step"),
    [([17.0], 1.0, 8, 0.5), ([9.0, 30.0, 4.0], [1.0, 2.0, 0.5], 5, 0.37), ([50.0, 6.0], 1.0, 2, 2)],
)
def test_steps_against_reading_the_influence_lines_at_every_position(
    spans, stiffness, sections, step
):
    """Moments and reactions at all positions both ways; causes give the value back."""
    found = beam_envelope(spans, TRUCK, sections, stiffness=stiffness, step=step)
    beam = continuous_beam(spans, stiffness)
    surfaces = beam_surfaces(beam, *beam_stations(beam, sections))
    train = single_train(TRUCK)
    first = step * np.arange(int((sum(spans) + train.length) / step + 1e-9) + 1) - train.length
    tables = [
        effects_at(surfaces, first[:, None] + way.offset, 0.0, way.force)
        for way in (train, mirrored(train))
    ]
    n = len(found.station)
    for rows, value, cause in (
        (slice(0, n), found.moment, found.cause[0]),
        (slice(2 * n, None), found.reaction, found.cause[2]),
    ):
        both = np.stack([table[rows] for table in tables])
        size = np.abs(both).max()
        assert value[0] == pytest.approx(both.max(axis=(0, 2)), abs=1e-12 * size)
        assert value[1] == pytest.approx(both.min(axis=(0, 2)), abs=1e-12 * size)
        for side in (0, 1):
            at = np.searchsorted(first, cause[side] - 1e-9)
            caused = both[:, np.arange(both.shape[1]), at]
            assert np.abs(caused - value[side]).min(axis=0).max() < 1e-12 * size
    # shear jumps at an axle: beside it, seen a hair ahead of the section and behind it
    hair, inner = 1e-7, np.flatnonzero(~np.isin(found.station, beam.supports))
    sheared = [
        effects_at(surfaces, first[:, None] + way.offset + shift, 0.0, way.force, n + inner)
        for way in (train, mirrored(train))
        for shift in (hair, -hair)
    ]
    size = np.abs(found.shear).max()
    assert found.shear[0, inner] == pytest.approx(np.max(sheared, axis=(0, 2)), abs=1e-5 * size)
    assert found.shear[1, inner] == pytest.approx(np.min(sheared, axis=(0, 2)), abs=1e-5 * size)
