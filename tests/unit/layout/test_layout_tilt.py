"""Superelevation of the axis's file on the deck: what is taken, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.alignment import Alignment, Banking, BankSegment, GradeSegment, PlanSegment
from spanwright.datum.errors import InputError
from spanwright.layout.arrange import lay_out
from spanwright.layout.curve import surface
from spanwright.project.schema import Brief

BEND = PlanSegment("arc", 0.0, 0.0, 0.4, 250.0, 1 / 250, 1 / 250)
WHOLE = Alignment("road", (BEND,), (GradeSegment("grade", 0.0, 250.0, 20.0, 0.01, 0.01),), 700.0)


def brief(use="", **road):
    return Brief.model_validate({
        "project": {"name": "a bend"},
        "site": {
            "ground": [[0, 0.0], [100, 0.0]], "banks": ["0 m", "0 m"],
            "water": {"mean": "-5 m", "flood": "-4 m"},
            "soil": [{"kind": "sand", "thickness": "60 m", "friction_angle": "34 deg", "n60": 30}],
            "climate": {"t_max": "35 degC", "t_min": "-20 degC", "wind_speed": "26 m/s"},
        },
        "road": {"carriageway": "7 m", "lanes": 2, **road,
                 "axis": {"file": "road.xml", "start": "720 m", "superelevation": use}},
        "layout": {"parts": [{"name": "main", "length": "100 m", "side": "A",
                              "spans": ["30 m", "40 m", "30 m"]}]},
    })  # fmt: skip


def axis_of(banking, use="", **road):
    """The axis of a bridge on distances 20 to 120 m of the alignment, and what was said of it."""
    alignment = replace(WHOLE, banking=banking)
    layout, ledger, notices = lay_out(brief(use, **road), alignment=alignment)
    return layout.axis, ledger, notices


def plane(*rows, **more):
    rows = [BankSegment(k, a, n, (f, e), (f, e)) for k, a, n, f, e in rows]
    return Banking("<Superelevation>", tuple(rows), **more)


WAVE = plane(("line", 0.0, 50.0, -0.02, -0.02), ("cosine", 50.0, 40.0, -0.02, -0.06),
             ("line", 90.0, 160.0, -0.06, -0.06))  # fmt: skip


def test_the_file_is_followed_through_its_transitions_and_the_ledger_names_it():
    axis, ledger, _ = axis_of(WAVE)
    station = np.linspace(0.0, 100.0, 401)
    u = np.clip((station - 30.0) / 40.0, 0.0, 1.0)
    wanted = -0.02 - 0.04 * (1 - np.cos(np.pi * u)) / 2
    road = lay_out(brief(), alignment=WHOLE)[0].road
    assert surface(axis, road, station, 1.0) == pytest.approx(wanted, abs=4e-5)
    (line,) = [line for line in ledger if line.address == "road.superelevation"]
    assert (line.kind, line.source) == ("given", "road.xml: <Superelevation>")
    assert line.value == "-6.00% to -2.00%"


def test_the_table_of_the_project_comes_first():
    axis, _, notices = axis_of(WAVE, superelevation=[["0 m", "1 %"], ["100 m", "3 %"]])
    assert axis.tilt == pytest.approx([0.01, 0.03])
    assert any("is not used" in notice.text for notice in notices)


def test_rail_cant_is_refused_unless_the_project_wants_it():
    rail = Banking("IfcAlignmentCant", (
        BankSegment("line", 0.0, 250.0, (-0.04, -0.04), (-0.04, -0.04), (0.03, 0.03)),
    ), is_rail=True)  # fmt: skip
    with pytest.raises(InputError, match="cant of a railway") as refused:
        axis_of(rail)
    assert refused.value.address == "road.axis.file"
    plain, *_ = axis_of(None)
    axis, *_ = axis_of(rail, use="rail")
    assert axis.tilt == pytest.approx([-0.04, -0.04])
    assert axis.level - plain.level == pytest.approx(0.03)  # the middle rises with the outer rail
    assert not axis_of(rail, use="none")[0].tilt.size
    assert not axis_of(replace(rail, rows=plane(("line", 0.0, 250.0, 0.0, 0.0)).rows))[0].tilt.size


@pytest.mark.parametrize(
    ("banking", "text"),
    [
        (replace(WAVE, fault="is broken"), "is broken"),
        (plane(("line", 0.0, 100.0, 0.03, 0.03)), "must reach over the bridge"),
        (plane(("line", 0.0, 60.0, 0.0, 0.0), ("line", 60.0, 190.0, 0.05, 0.05)), "must not jump"),
        (plane(("line", 0.0, 250.0, 0.3, 0.3)), "so steep"),
        (plane(("clothoid", 0.0, 250.0, 0.0, 0.05), keeps_crown=True), "one plane"),
        (Banking("<CrossSects>", (
            BankSegment("clothoid", 0.0, 250.0, (-0.02, 0.04), (0.02, 0.04)),)), "one plane"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused_in_words(banking, text):
    with pytest.raises(InputError, match=text):
        axis_of(banking)


def test_a_roof_all_along_leaves_the_crossfall_to_the_project():
    axis, _, notices = axis_of(Banking("<CrossSects>", (
        BankSegment("clothoid", 0.0, 250.0, (-0.03, -0.03), (0.03, 0.03)),)))  # fmt: skip
    assert not axis.tilt.size
    assert any("falls by 3.0%" in n.text for n in notices if n.level == "warning")
    axis, _, notices = axis_of(plane(("clothoid", 0.0, 250.0, 0.0, 0.0), keeps_crown=True))
    assert not axis.tilt.size
    assert any("road.crossfall applies" in n.text for n in notices)
