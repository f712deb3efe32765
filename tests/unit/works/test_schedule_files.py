"""A schedule written out: Microsoft Project XML read back, CSV, and the arrays of the charts."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date

import numpy as np
import pytest

from spanwright.datum.errors import InputError, OutputError
from spanwright.works.calendars import Calendar, Season, Shutdown, Week
from spanwright.works.mspdi import NAMESPACE, mspdi_bytes, read_mspdi
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.series import gantt_rows, histogram, s_curve, time_location
from spanwright.works.sgs import generate
from spanwright.works.tables import csv_text, link_text, write_schedule
from spanwright.works.verify import violations

NETWORK = build(
    [
        Activity("A", 6, "piles", "river", {"rig": 1}, front="west", chainage=(0.0, 30.0)),
        Activity("B", 4, "piles", "river", {"rig": 1}, front="east", chainage=(60.0, 30.0)),
        Activity("C", 5, "cap", "site", {"gang": 2}, front="west"),
        Activity("D", 0, "done", is_milestone=True),
    ],
    [Link("A", "C", Kind.FS, 7.0), Link("B", "C", Kind.SS, 1.0), Link("C", "D", Kind.FF)],
    [Resource("rig", 1), Resource("gang", 3)],
    [
        Calendar("site", (Week(), Shutdown(date(2026, 5, 27), date(2026, 5, 28)))),
        Calendar("river", (Week((0, 1, 2, 3, 4)), Season((5, 12), (5, 14)))),
    ],
    date(2026, 5, 4),
    "two piers",
)
SCHEDULE = generate(NETWORK, passes=10)


def tags(path):
    return "/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))


def test_the_schedule_of_these_tests_stands():
    assert violations(SCHEDULE) == []


def test_microsoft_project_xml_read_back_is_the_same_plan(tmp_path):
    (tmp_path / "plan.xml").write_bytes(mspdi_bytes(SCHEDULE))
    plan = read_mspdi(tmp_path / "plan.xml")
    assert plan.network.ids == NETWORK.ids
    assert plan.network.name == "two piers"
    assert plan.starts.tolist() == SCHEDULE.starts.tolist()
    assert plan.finishes.tolist() == SCHEDULE.finishes.tolist()
    assert plan.network.durations.tolist() == NETWORK.durations.tolist()
    assert plan.network.demands.tolist() == NETWORK.demands.tolist()
    assert plan.network.capacities.tolist() == NETWORK.capacities.tolist()
    assert sorted(map(str, plan.network.links)) == sorted(map(str, NETWORK.links))
    days = SCHEDULE.makespan
    for ours, theirs in zip(NETWORK.calendars, plan.network.calendars, strict=True):
        assert ours.name == theirs.name
        mask = theirs.mask(NETWORK.start, days)
        assert mask.tolist() == ours.mask(NETWORK.start, days).tolist()


def test_microsoft_project_xml_uses_its_own_numbers():
    root = ET.fromstring(mspdi_bytes(SCHEDULE))
    task = root.findall(tags("Tasks/Task"))[2]
    first, second = task.findall(tags("PredecessorLink"))
    assert [first.find(tags(key)).text for key in ("PredecessorUID", "Type", "LinkLag")] == [
        "1",
        "1",
        "100800",  # 7 elapsed days of 14 400 tenths of a minute
    ]
    assert second.find(tags("Type")).text == "3"  # start to start
    assert task.find(tags("Duration")).text == "PT40H0M0S"
    week = root.findall(tags("Calendars/Calendar"))[1].findall(tags("WeekDays/WeekDay"))
    assert [day.find(tags("DayWorking")).text for day in week] == list("0111111")


def test_greatest_lags_go_to_the_notes():
    network = build(
        [Activity("a", 1), Activity("b", 1)],
        [Link("a", "b", Kind.FS, None, 4.0)],
        start=date(2026, 5, 4),
    )
    root = ET.fromstring(mspdi_bytes(generate(network)))
    assert [node.text for node in root.iter(tags("Notes"))] == ["a -FS at most 4 d-> b"]
    assert not list(root.iter(tags("PredecessorLink")))


def test_microsoft_project_needs_dates_and_gives_clear_errors(tmp_path):
    with pytest.raises(InputError, match=r"plan.start: is needed"):
        mspdi_bytes(generate(build([Activity("a", 1)])))
    path = tmp_path / "x.xml"
    with pytest.raises(InputError, match="no such file"):
        read_mspdi(path)
    path.write_text("<a>")
    with pytest.raises(InputError, match="broken XML"):
        read_mspdi(path)
    path.write_text("<a/>")
    with pytest.raises(InputError, match="must be a Microsoft Project XML file"):
        read_mspdi(path)


def test_the_table_has_a_row_for_each_activity():
    rows = list(csv.DictReader(io.StringIO(csv_text(SCHEDULE))))
    assert [row["id"] for row in rows] == ["A", "B", "C", "D"]
    assert rows[2]["predecessors"] == "AFS+7d; BSS+1d"
    assert rows[2]["resources"] == "gang 2"
    assert rows[0]["start"] == "2026-05-04"
    assert rows[3]["finish"] == rows[2]["finish"]
    assert {row["is_critical"] for row in rows} == {"yes", "no"} or rows[2]["is_critical"] == "yes"


def test_links_are_written_as_planners_write_them():
    assert link_text(Link("12", "x")) == "12"
    assert link_text(Link("12", "x", Kind.FS, 3.0, 9.0)) == "12FS+3d max 9d"
    assert link_text(Link("12", "x", Kind.SS, None, 9.0)) == "12SS max 9d"
    assert link_text(Link("12", "x", Kind.FF, -2.5)) == "12FF-2.5d"


def test_files_are_written_whole_or_not_at_all(tmp_path):
    write_schedule(SCHEDULE, tmp_path / "plan.csv")
    assert (tmp_path / "plan.csv").read_text() == csv_text(SCHEDULE)
    write_schedule(SCHEDULE, tmp_path / "plan.xml")
    assert (tmp_path / "plan.xml").read_bytes() == mspdi_bytes(SCHEDULE)
    assert len(list(tmp_path.iterdir())) == 2
    with pytest.raises(OutputError, match="cannot be written"):
        write_schedule(SCHEDULE, tmp_path / "none" / "plan.csv")


def test_gantt_rows_are_grouped_by_front():
    rows = gantt_rows(SCHEDULE)
    assert rows.ids == ("A", "C", "B", "D")
    assert rows.fronts == ("west", "west", "east", "")
    assert np.all(rows.late_finish >= rows.finish)
    assert rows.is_milestone.tolist() == [False, False, False, True]


def test_the_histogram_counts_what_is_held_every_day():
    used = histogram(SCHEDULE)
    assert used.shape == (2, SCHEDULE.makespan)
    assert used.max(axis=1).tolist() == [1, 2]
    held = SCHEDULE.finishes[:2] - SCHEDULE.starts[:2]
    assert used[0].sum() == held.sum()


def test_the_s_curve_rises_from_nothing_to_all():
    curve = s_curve(SCHEDULE)
    assert curve.shape == (SCHEDULE.makespan + 1,)
    assert (curve[0], curve[-1]) == (0.0, pytest.approx(1.0))
    assert np.all(np.diff(curve) >= 0.0)
    assert curve[1] == pytest.approx(1 / 15)  # one of 15 days of work
    paid = s_curve(SCHEDULE, [0.0, 0.0, 0.0, 5.0])
    assert paid[-2] == 0.0
    assert paid[-1] == 1.0


def test_time_location_lines_run_from_station_to_station():
    lines = time_location(SCHEDULE)
    assert lines[:, :2].tolist() == [[0.0, 30.0], [60.0, 30.0]]
    assert lines[0, 2] == SCHEDULE.starts[0]
