"""Plate sizes and joints."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.layout.estimate import beam_effects
from spanwright.layout.girders import frame_stations
from spanwright.layout.plates import GirderLoads, choose_plates, given_plates, segment_joints

LOADS = GirderLoads(30e3, 7e3, 18e3, 460e3)


def plates_of(spans, loads=LOADS):
    spans = np.array(spans)
    frames = frame_stations(spans, 7.0)
    depth = np.full(21 * len(spans), 3.2)
    return choose_plates(spans, frames, depth, loads, 0.015, 345e6), frames


def test_joints_stand_beside_inner_supports_and_between_cross_frames():
    spans = np.array([60.0, 80.0, 60.0])
    frames = frame_stations(spans, 7.0)
    joints = segment_joints(spans, frames)
    assert joints[[0, -1]] == pytest.approx([0, 200])
    inner = joints[1:-1]
    assert len(inner) == 8
    assert np.min(np.abs(inner[:, None] - frames)) > 1.5
    assert inner == pytest.approx(200 - inner[::-1], abs=1e-6)


def test_flanges_are_heaviest_over_the_piers():
    plates, _ = plates_of([60.0, 80.0, 60.0])
    at = np.searchsorted(plates.joints, [60.0, 140.0]) - 1
    assert (plates.bottom_thickness[at] == plates.bottom_thickness.max()).all()
    assert plates.bottom_thickness[0] < plates.bottom_thickness[at[0]]
    assert np.all(np.diff(plates.joints) > 0)


def test_more_load_never_gives_thinner_plates():
    light, _ = plates_of([60.0, 80.0, 60.0])
    heavy, _ = plates_of([60.0, 80.0, 60.0], GirderLoads(45e3, 10e3, 27e3, 690e3))
    area = heavy.bottom_width.max() * heavy.bottom_thickness.max()
    assert area > light.bottom_width.max() * light.bottom_thickness.max()
    assert heavy.web_thickness.max() >= light.web_thickness.max()


def test_equal_neighbours_become_one_segment():
    plates, _ = plates_of([20.0])
    assert len(plates.joints) == 2


def test_estimate_of_flange_matches_the_moment_it_came_from():
    """Stress in the bottom flange of the guess, by hand at mid-span of 40 m: near 0.85 f_y."""
    spans, loads = np.array([40.0]), GirderLoads(30e3, 7e3, 18e3, 460e3)
    plates = choose_plates(spans, frame_stations(spans, 7.0), np.full(21, 1.8), loads, 0.0, 345e6)
    moment = 1.35 * ((30e3 + 7e3 + 18e3) * 40**2 / 8 + 1.6 * 460e3 / 40 * 40**2 / 8)
    flange = plates.bottom_width[0] * plates.bottom_thickness[0]
    lever = 1.8
    stress = moment / lever / (flange + lever * plates.web_thickness[0] / 5)
    assert 0.65 * 345e6 < stress < 0.9 * 345e6
    assert beam_effects(spans).full.max() == pytest.approx(200.0)


def test_given_segments_are_cut_at_the_deck_ends():
    rows = ((30.0, 0.5, 0.02, 0.012, 0.6, 0.03), (100.0, 0.6, 0.04, 0.016, 0.8, 0.05))
    plates = given_plates(rows, 20.0, 60.0)
    assert plates.joints == pytest.approx([20, 30, 60])
    assert plates.bottom_thickness == pytest.approx([0.03, 0.05])
    with pytest.raises(InputError, match=r"must reach the end of the bridge at 120 m .got 100 m."):
        given_plates(rows, 20.0, 120.0)
