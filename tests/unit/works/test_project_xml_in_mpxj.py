"""The Microsoft Project XML of a bridge, read by MPXJ: the library with which ProjectLibre and many
other programs read the format.  It runs on Java, in a process of its own."""

import json
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from spanwright.works.mspdi import mspdi_bytes, read_mspdi
from spanwright.works.run import make_plan

READER = Path(__file__).with_name("mpxj_reader.py")
MISSING = [name for name in ("mpxj", "jpype") if find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (extra test)"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java on this machine"),
]


@pytest.fixture(scope="module")
def schedule(programme):
    return make_plan(programme).schedule


@pytest.fixture(scope="module")
def seen(schedule, tmp_path_factory):
    """What MPXJ reads from our file, and the folder with its own copy."""
    folder = tmp_path_factory.mktemp("mpxj")
    (folder / "plan.xml").write_bytes(mspdi_bytes(schedule))
    command = [sys.executable, str(READER), str(folder / "plan.xml"),
               schedule.network.first_day.isoformat(), str(schedule.makespan),
               str(folder / "copy.xml")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


@pytest.fixture(scope="module")
def tasks(seen):
    return {task["wbs"]: task for task in seen[0]["tasks"] if not task["summary"]}


def test_all_activities_arrive_with_their_durations_and_dates(seen, tasks, schedule):
    network = schedule.network
    assert seen[0]["kind"] == "MSPDI"
    assert set(tasks) == set(network.ids)
    for i, activity in enumerate(network.activities):
        task = tasks[activity.id]
        assert task["days"] == activity.duration
        assert task["milestone"] == activity.is_milestone
        last = network.first_day + timedelta(days=max(int(schedule.finishes[i]) - 1, 0))
        assert datetime.fromisoformat(task["finish"]) == datetime(*last.timetuple()[:3], 17)
        if not activity.is_milestone:
            first = network.first_day + timedelta(days=int(schedule.starts[i]))
            assert datetime.fromisoformat(task["start"]) == datetime(*first.timetuple()[:3], 8)


def test_all_links_arrive_with_their_kinds_and_lags(tasks, schedule):
    links = schedule.network.links
    ours = sorted((k.before, k.after, k.kind.name, k.lag) for k in links if k.lag is not None)
    theirs = sorted(
        (before, wbs, kind, lag)
        for wbs, task in tasks.items()
        for before, kind, lag, unit in task["links"]
        if unit == "ed"  # elapsed days
    )
    assert theirs == ours


def test_every_calendar_has_the_same_working_days(seen, tasks, schedule):
    network, found = schedule.network, seen[0]["calendars"]
    for calendar in network.calendars:
        mask = calendar.mask(network.first_day, schedule.makespan)
        assert found[calendar.name] == mask.tolist(), calendar.name
    for activity in network.activities:
        assert tasks[activity.id]["calendar"] == (activity.calendar or "every day")


def test_resources_and_who_holds_them_arrive(seen, tasks, schedule):
    network = schedule.network
    assert seen[0]["resources"] == {r.id: float(r.capacity) for r in network.resources}
    for activity in network.activities:
        assert tasks[activity.id]["uses"] == {k: float(v) for k, v in activity.uses.items()}


def test_the_outline_follows_fronts_and_piers(seen, tasks):
    summaries = [task["name"] for task in seen[0]["tasks"] if task["summary"]]
    assert {"west", "east"} <= set(summaries)
    for wbs, task in tasks.items():
        assert task["level"] == wbs.count("/") + 1
        assert task["under"] == wbs.split("/")[:-1]


def test_what_mpxj_writes_of_it_is_read_back_as_the_same_plan(seen, schedule):
    """The round trip through another program's writer, as from ProjectLibre back to us."""
    plan = read_mspdi(seen[1] / "copy.xml")
    network = schedule.network
    assert set(plan.network.ids) == set(network.ids)
    at = [plan.network.index[identity] for identity in network.ids]
    assert plan.starts[at].tolist() == schedule.starts.tolist()
    assert plan.finishes[at].tolist() == schedule.finishes.tolist()
    assert plan.network.durations[at].tolist() == network.durations.tolist()
    assert sorted(map(str, plan.network.links)) == sorted(map(str, network.links))
