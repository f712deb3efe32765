"""``spanwright schedule FILE`` as a user runs it."""

import json
from pathlib import Path

import pytest

from spanwright.cli import main

DATA = Path(__file__).parents[1] / "data" / "psplib"
PLAN = """
[plan]
start = 2026-05-04
[calendars.site]
week = ["mon", "tue", "wed", "thu", "fri", "sat"]
[resources]
rig = 1
[[activities]]
id = "piles 1"
quantity = 100
rate = 12
calendar = "site"
uses = { rig = 1 }
[[activities]]
id = "piles 2"
duration = 6
calendar = "site"
uses = { rig = 1 }
[[activities]]
id = "done"
milestone = true
after = ["piles 1 FS+7d", "piles 2 FS+7d"]
"""
CIRCLE = PLAN.replace('id = "piles 2"', 'id = "piles 2"\nafter = ["piles 1 SS+9 max 9"]').replace(
    'id = "piles 1"', 'id = "piles 1"\nafter = ["piles 2 SS-5d"]'
)


@pytest.fixture
def command(tmp_path, capsys):
    def run(text, *options, name="plan.toml"):
        (tmp_path / name).write_text(text)
        code = main(["schedule", str(tmp_path / name), *options])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return run


def test_a_psplib_file_as_data(capsys):
    pytest.importorskip("ortools")
    code = main(["schedule", str(DATA / "j301_1.sm"), "--json", "--time-limit", "20"])
    data = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (data["status"], data["makespan"], data["bound"]) == ("optimal", 43, 43)
    assert data["starts"]["1"] == 0
    assert data["finishes"]["32"] == 43
    assert len(data["starts"]) == 32


def test_a_plan_of_ones_own_as_a_table(command):
    """9 and 6 days with one rig, Sundays off, and 7 elapsed days after each: 24 days."""
    code, out, err = command(PLAN, "--time-limit", "10")
    assert (code, err) == (0, "")
    assert out.startswith("plan.toml: optimal, 24 days, done on 2026-05-27 (")
    assert "note: durations and lags are rounded up to whole days" in out
    rows = [line.split() for line in out.splitlines() if line.startswith(("piles", "done"))]
    assert rows[-1][:2] == ["done", "2026-05-27"]
    assert {row[2] for row in rows[:2]} <= {"2026-05-04", "2026-05-11", "2026-05-14"}


def test_the_schedule_is_written_for_other_programs(command, tmp_path):
    for name in ("plan.xml", "plan.csv"):
        code, _, _ = command(PLAN, "--time-limit", "10", "--write", str(tmp_path / name))
        assert code == 0
        assert (tmp_path / name).stat().st_size > 100


def test_an_impossible_plan_says_which_circle_causes_it(command):
    code, out, err = command(CIRCLE, "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert (data["status"], data["makespan"], data["starts"]) == ("infeasible", None, {})
    assert data["cause"]["kind"] == "lags"
    assert sorted(data["cause"]["ids"]) == ["piles 1", "piles 2"]
    _, out, _ = command(CIRCLE)
    assert "plan.toml: infeasible: no schedule exists" in out
    assert "cause: time lags run in a circle 4 d too long:" in out


def test_without_the_optional_library_there_is_a_schedule_and_a_note(capsys, monkeypatch):
    monkeypatch.setattr("spanwright.works.solver.is_available", lambda: False)
    assert main(["schedule", str(DATA / "j305_1.sm"), "--json", "--time-limit", "0.5"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["status"] == "feasible"
    assert data["bound"] < 53 <= data["makespan"] <= 56
    assert any("pip install 'spanwright[opt]'" in note for note in data["notes"])


@pytest.mark.parametrize(
    ("old", "new", "options", "line"),
    [
        ("", "", ["--time-limit", "0"], "--time-limit: must be longer than 0 s (got 0)"),
        ("", "", ["--time-limit", "nan"], "--time-limit: must be longer than 0 s (got nan)"),
        ("", "", ["--write", "plan.mpp"], "--write: must end in .xml or .csv (got plan.mpp)"),
        ("rate = 12", "rate = 0", [], "plan.toml:11: activities[0].rate: must be above 0 (got 0)"),
        ("duration = 6", "duration = 0", [], "activities[1].duration: must be above 0 (got 0)"),
        ("rig = 1 }", "rig = 2 }", [], "needs more than the 1 there are (got 2)"),
        ("piles 2 FS", "piles 3 FS", [], "no activity has this id (got piles 3 FS+7d)"),
        (
            'week = ["mon", "tue", "wed", "thu", "fri", "sat"]',
            'closed = ["01-01..12-31"]',
            [],
            "calendars.site: has no working day in the 4 years from 2026-05-04",
        ),
        (
            'id = "piles 1"',
            'id = "piles 1"\nafter = ["done"]',
            [],
            "precedence runs in a circle: piles 1 -> done -> piles 1",
        ),
    ],
)
def test_bad_input_gives_one_clear_line(command, old, new, options, line):
    code, out, err = command(PLAN.replace(old, new, 1), *options)
    assert (code, out) == (2, "")
    assert line in err
    assert len(err.splitlines()) == 1


def test_the_plan_of_the_guide_is_scheduled(command):
    """20 days of piles, 7 elapsed days of age, 12 of the cap, 9 to 11 May and 12 June off:
    from Monday 4 May to Thursday 28 May, then Friday 5 June to Friday 19 June."""
    guide = (Path(__file__).parents[2] / "docs" / "scheduling.md").read_text("utf-8")
    plan = guide.split("```toml\n")[1].split("```")[0]
    code, out, err = command(plan, "--time-limit", "10")
    assert (code, err) == (0, "")
    assert out.startswith("plan.toml: optimal, 47 days, done on 2026-06-19 (")


def test_a_missing_file_and_a_broken_psplib_file(command, capsys, tmp_path):
    assert main(["schedule", str(tmp_path / "none.sm")]) == 2
    assert "none.sm: no such file" in capsys.readouterr().err
    text = (DATA / "j301_1.sm").read_text().replace("   4        1          3 ", "   4  1  2 ", 1)
    code, _, err = command(text, name="broken.sm")
    assert code == 2
    assert err == "broken.sm:22: line: must list 2 successors (got 3)\n"
