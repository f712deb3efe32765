"""``spanwright forecast`` and ``spanwright plan`` as a user meets them."""

import contextlib
import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from spanwright.cli import main

TUMEN = Path(__file__).parents[2] / "examples" / "tumen"
FEW = ("--samples", "1000")


@pytest.fixture
def tumen(tmp_path):
    return Path(shutil.copytree(TUMEN, tmp_path / "tumen", ignore=shutil.ignore_patterns("out")))


@pytest.fixture(scope="module")
def told():
    """What ``spanwright forecast --json`` prints for the example."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["forecast", str(TUMEN), *FEW, "--json"]) == 0
    return json.loads(out.getvalue())


def change(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_the_forecast_answers_every_promise_of_the_claims(told):
    assert told["today"] == "2026-03-31"
    promised = {row["date"]: row for row in told["promises"]}
    assert {"2026-07-31", "2026-08-31", "2026-10-30", "2026-12-31"} <= set(promised)
    chances = [row["open_learned"] for row in told["promises"]]
    assert chances == sorted(chances)  # a later promise is never harder to keep
    for row in told["promises"]:
        assert 0.0 <= row["open_learned"] <= row["complete_learned"] <= 1.0
        assert row["mixed"]["0"] == row["open_learned"]
        assert row["mixed"]["1"] == row["outside"]
    assert sum(told["months"].values()) == pytest.approx(1.0, abs=0.01)
    assert told["effective_plans"] > 300  # of the 1000 of this test
    for milestone in ("last pier", "girders meet", "structure complete", "permitted", "open"):
        spread = told["learned"][milestone]
        assert spread["p10"] <= spread["p50"] <= spread["p80"] <= spread["p90"]


def test_learning_from_the_sightings_foresees_better_than_not_learning(told):
    """Back-test: each sighting of 14 October 2025 was hidden when it was foreseen."""
    scores = {f["id"]: f for point in told["observations"] for f in point["foreseen"]}
    assert {"O05", "O09", "O10", "O13", "O16"} <= set(scores)
    korean = scores["O10"]
    assert korean["seen"] == [6.0, 6.0]
    assert korean["crps"] < korean["crps_without_learning"]
    assert korean["log_score"] > korean["log_score_without_learning"]
    assert "O03" in told["unused_observations"]  # a pontoon is nothing the plan counts


def test_the_same_command_prints_the_same_text(capsys):
    texts = []
    for _ in range(2):
        assert main(["forecast", str(TUMEN), "--samples", "400"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert "limit date of the contract: 2026-12-31 [B32]" in texts[0]
    assert "every unit price is a planner's assumption" in texts[0]


def test_the_plan_is_written_for_other_programs(tmp_path, capsys):
    for name in ("plan.xml", "plan.csv"):
        assert main(["plan", str(TUMEN), "--write", str(tmp_path / name)]) == 0
    assert "activities, open on 2026-" in capsys.readouterr().out
    tasks = (
        ET.parse(tmp_path / "plan.xml").getroot().iter("{http://schemas.microsoft.com/project}Task")
    )
    names = {task.findtext("{http://schemas.microsoft.com/project}Name") for task in tasks}
    with (tmp_path / "plan.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) > 300
    assert "open" in names
    opening = date.fromisoformat(rows["open"]["finish"])
    assert all(date.fromisoformat(row["finish"]) <= opening for row in rows.values())
    piles = [i for i in rows if i.startswith("RU/pier 4/pile ") and i[-1].isdigit()]
    test = date.fromisoformat(rows["RU/pier 4/pile test"]["start"])
    assert all((test - date.fromisoformat(rows[i]["finish"])).days > 7 for i in piles)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "[programme.calendar]\n",
            '[programme.rates]\n"bored pil" = 3\n[programme.calendar]\n',
            'programme.rates.bored pil: no such operation (got bored pil); did you mean "bored pile"?',  # noqa: E501
        ),
        (
            "[programme.calendar]\n",
            '[[programme.activities]]\nid = "dam"\nduration = "9 days"\nafter = ["RU/cofferdm"]\n'
            "[programme.calendar]\n",
            "programme.activities[0].after[0]: no such activity (got RU/cofferdm)",
        ),
        (
            '[cost]\ncurrency = "USD"\n',
            '[cost]\ncurrency = "XAU"\n',
            "cost.currency: no rate to the US dollar of the built-in prices is known (got XAU)",
        ),
    ],
)
def test_a_mistake_in_the_project_is_one_line_with_its_place(tumen, capsys, before, after, message):
    change(tumen / "project.toml", before, after)
    assert main(["forecast", str(tumen), *FEW]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert message in told.err
    assert told.err.startswith("project.toml:")
    assert told.err.count("\n") == 1


def test_a_pace_of_nothing_is_refused_by_its_line(tumen, capsys):
    change(tumen / "project.toml", "[programme.calendar]\n",
           "[programme.rates]\nlaunch = -2\n[programme.calendar]\n")  # fmt: skip
    assert main(["forecast", str(tumen), *FEW]) == 2
    assert "programme.rates.launch: must be more than 0" in capsys.readouterr().err


def test_sightings_that_contradict_or_come_from_the_future_are_refused(tumen, capsys):
    extra = (
        '\n[[observation]]\nid = "O97"\nday = "{day}"\nfront = "KP"\nquantity = "land piers"\n'
        'low = {n}\nhigh = {n}\nunit = "piers"\nclaim = "B58"\n'
    )
    path = tumen / "claims.toml"
    text = path.read_text("utf-8")
    path.write_text(text + extra.format(day="2025-12-01", n=4), "utf-8")
    assert main(["forecast", str(tumen), *FEW]) == 2
    assert capsys.readouterr().err == (
        "claims.toml: observation.O97: contradicts O10: land piers on front KP were 6 by "
        "2025-10-14 and cannot become fewer (got 4 on 2025-12-01)\n"
    )
    path.write_text(text + extra.format(day="2027-01-01", n=6), "utf-8")
    assert main(["forecast", str(tumen), *FEW]) == 2
    assert "must not be after the day of the project, 2026-03-31" in capsys.readouterr().err


def test_wrong_options_are_told(tmp_path, capsys):
    assert main(["forecast", str(TUMEN), "--samples", "5"]) == 2
    assert capsys.readouterr().err.startswith("--samples: must be between 200 and")
    assert main(["plan", str(TUMEN), "--write", str(tmp_path / "plan.doc")]) == 2
    assert "must end in .xml or .csv (got plan.doc)" in capsys.readouterr().err
    assert main(["plan", str(TUMEN), "--time-limit", "-1"]) == 2
    assert "--time-limit: must be 0 s or more" in capsys.readouterr().err


def test_a_project_without_a_programme_is_told_what_to_add(tmp_path, capsys):
    assert main(["new", str(tmp_path / "b"), "--length", "120"]) == 0
    capsys.readouterr()
    assert main(["forecast", str(tmp_path / "b")]) == 2
    assert "programme: is needed for a plan or a forecast; add [programme]" in (
        capsys.readouterr().err
    )


def test_a_circle_of_own_activities_is_named_with_its_line(tumen, capsys):
    path = tumen / "project.toml"
    text = path.read_text("utf-8")
    own = "".join(
        f'\n[[programme.activities]]\nid = "{a}"\nduration = "4 days"\nafter = ["{b}"]\n'
        for a, b in (("move a line", "move a road"), ("move a road", "move a line"))
    )
    path.write_text(text + own, "utf-8")
    assert main(["forecast", str(tumen), *FEW]) == 2
    told = capsys.readouterr().err
    assert "project.toml:" in told
    assert "precedence runs in a circle: move a" in told
    assert len(told.strip().splitlines()) == 1
