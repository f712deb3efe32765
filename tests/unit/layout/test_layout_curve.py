"""Stations and offsets of a curved bridge as points, and what its alignment must hold."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.alignment import Alignment, GradeSegment, PlanSegment
from spanwright.datum.errors import InputError
from spanwright.layout.arrange import lay_out
from spanwright.layout.curve import curvature, direction, pieces, points, surface, triad
from spanwright.layout.quantities import quantities
from spanwright.layout.types import Axis
from spanwright.project.schema import Brief

WHOLE = Alignment(
    "road",
    (
        PlanSegment("line", 1000.0, 500.0, 0.4, 50.0),
        PlanSegment("arc", 1000.0 + 50.0 * np.cos(0.4), 500.0 + 50.0 * np.sin(0.4), 0.4, 200.0,
                    1 / 250, 1 / 250),
    ),
    (GradeSegment("grade", 0.0, 250.0, 20.0, 0.01, 0.01),),
    start_station=700.0,
)  # fmt: skip


def brief(*, start="720 m", **road):
    return Brief.model_validate({
        "project": {"name": "on a curve"},
        "site": {
            "ground": [[0, 0.0], [100, 0.0]], "banks": ["0 m", "0 m"],
            "water": {"mean": "-5 m", "flood": "-4 m"},
            "soil": [{"kind": "sand", "thickness": "60 m", "friction_angle": "34 deg", "n60": 30}],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2, "axis": {"file": "road.xml", "start": start},
                 **road},
        "layout": {"parts": [{"name": "main", "length": "100 m", "side": "A",
                              "spans": ["30 m", "40 m", "30 m"]}]},
    })  # fmt: skip


def test_the_frame_of_the_bridge_lies_along_the_chord_and_keeps_the_axis_smooth():
    axis = lay_out(brief(), alignment=WHOLE)[0].axis
    ends = points(axis, [0.0, 100.0], 0.0)
    assert ends[0] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert ends[1, 1] == pytest.approx(0.0, abs=1e-9)
    station = np.linspace(-5.0, 105.0, 2201)
    step = np.diff(points(axis, station, 0.0), axis=0)
    assert np.hypot(*step.T) == pytest.approx(0.05, rel=1e-6)
    middle = 0.5 * (station[1:] + station[:-1])
    assert np.arctan2(step[:, 1], step[:, 0]) == pytest.approx(direction(axis, middle), abs=1e-4)
    assert curvature(axis, [10.0, 60.0]) == pytest.approx([0.0, 1 / 250])


def test_offsets_stand_square_to_the_axis():
    axis = lay_out(brief(), alignment=WHOLE)[0].axis
    tangent, normal, up = triad(axis, 80.0)
    shift = points(axis, 80.0, 3.0) - points(axis, 80.0, 0.0)
    assert shift == pytest.approx(3.0 * normal[:2])
    assert np.cross(tangent, normal) == pytest.approx(up)


def test_pieces_are_the_alignment_cut_to_the_bridge():
    axis = lay_out(brief(), alignment=WHOLE)[0].axis
    (line, arc), start = pieces(axis, 100.0)
    assert start == 0.0
    assert (line.length, arc.length, arc.first) == pytest.approx((30.0, 70.0, 1 / 250))
    assert (arc.x, arc.y) == pytest.approx(tuple(points(axis, 30.0, 0.0)))


def test_the_level_is_the_profile_of_the_alignment_unless_the_project_has_one():
    axis = lay_out(brief(), alignment=WHOLE)[0].axis
    assert axis.level[[0, -1]] == pytest.approx([20.2, 21.2])
    given = brief(profile={"points": [["0 m", "25 m"], ["100 m", "25 m"]]})
    assert lay_out(given, alignment=WHOLE)[0].axis.level == pytest.approx(25.0)


def test_a_tilted_deck_is_higher_on_its_left_side_and_bearings_follow():
    tilted = brief(superelevation=[["0 m", "2 %"], ["50 m", "5 %"]])
    layout = lay_out(tilted, alignment=WHOLE)[0]
    assert surface(layout.axis, layout.road, [25.0, 80.0], 4.0) == pytest.approx([0.14, 0.20])
    last = [b for b in layout.bearings if b.support == "abutment 2"]
    rise = np.diff([b.level for b in last]) / np.diff([b.offset for b in last])
    assert rise == pytest.approx(0.05)


def test_girders_of_a_curve_have_their_own_lengths():
    layout = lay_out(brief(), alignment=WHOLE)[0]
    bill = quantities(layout)
    turn = 70.0 / 250.0
    for girder in layout.decks[0].girders:
        webs = bill.volume(f"deck main/{girder.name}/segment 1/top flange")
        size = girder.top_width[0] * girder.top_thickness[0]
        own = girder.joints[1] - max(0.0, girder.joints[1] - 30.0) / 250.0 * girder.offset
        assert webs == pytest.approx(size * own)
    slab = layout.decks[0].slab
    area = 100.0 * (slab.left - slab.right) - turn * (slab.left**2 - slab.right**2) / 2
    assert bill.volume("deck main/slab") == pytest.approx(area * slab.thickness)


@pytest.mark.parametrize(
    ("start", "text"),
    [
        ("690 m", r'"road", stations 700 to 950 m \(got 690 to 790 m\)'),
        ("860 m", r'"road", stations 700 to 950 m \(got 860 to 960 m\)'),
    ],
)
def test_a_bridge_beyond_its_alignment_is_refused(start, text):
    with pytest.raises(InputError, match=text):
        lay_out(brief(start=start), alignment=WHOLE)


def test_a_curve_that_is_too_tight_is_refused():
    tight = Alignment("hairpin", (PlanSegment("arc", 0.0, 0.0, 0.0, 100.0, 1 / 60, 1 / 60),))
    level = {"profile": {"points": [["0 m", "25 m"], ["100 m", "25 m"]]}}
    with pytest.raises(InputError, match=r"more tightly than 100 m.*got 60\.0 m"):
        lay_out(brief(start="0 m", **level), alignment=tight)


def test_a_kink_on_the_bridge_is_refused():
    kinked = Alignment(
        "kinked",
        (PlanSegment("line", 0, 0, 0.0, 60.0), PlanSegment("line", 60.0, 0.0, 0.05, 60.0)),
    )
    level = {"profile": {"points": [["0 m", "25 m"], ["100 m", "25 m"]]}}
    with pytest.raises(InputError, match=r"at station 60\.000 m.*kink of 2\.865 deg"):
        lay_out(brief(start="0 m", **level), alignment=kinked)


def test_a_profile_that_ends_on_the_bridge_is_refused():
    short = Alignment(
        WHOLE.name, WHOLE.plan, (GradeSegment("grade", 0.0, 90.0, 20.0, 0.0, 0.0),), 700.0
    )
    with pytest.raises(InputError, match=r"must reach over the bridge, stations 720 to 820 m"):
        lay_out(brief(), alignment=short)


def test_a_straight_axis_needs_nothing():
    axis = Axis(np.array([0.0, 50.0]), np.zeros(2))
    assert points(axis, [3.0, 4.0], [1.0, -2.0]) == pytest.approx(np.array([[3, 1.0], [4, -2.0]]))
