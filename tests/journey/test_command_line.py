"""The command line as a user meets it: exit codes, texts, and what is left on the disk."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from spanwright.cli import main
from spanwright.datum import atomic
from spanwright.datum.atomic import output_folder

TUMEN = Path(__file__).parents[2] / "examples" / "tumen"


@pytest.fixture
def pipeline(monkeypatch):
    """A stand-in for the pipeline: writes a report; ``trouble`` strikes half way."""
    fake = SimpleNamespace(trouble=None, steps=[])

    def run(project, out, progress):
        with progress("layout"):
            fake.steps.append("layout")
        with output_folder(out or project / "out") as folder:
            (folder / "report.html").write_text(f"report {len(fake.steps)}")
            if fake.trouble is not None:
                raise fake.trouble
        return f"report: {out or project / 'out'}/report.html"

    fake.run = run
    monkeypatch.setitem(sys.modules, "spanwright.pipeline", fake)
    return fake


def test_a_run_names_its_steps_and_its_report(pipeline, tmp_path, capsys):
    assert main(["run", str(tmp_path), "--out", str(tmp_path / "o")]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"report: {tmp_path}/o/report.html\n"
    assert "layout" in captured.err


def test_quiet_says_nothing_but_the_result(pipeline, tmp_path, capsys):
    assert main(["run", str(tmp_path), "-q"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("trouble", "code", "message"),
    [
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            2,
            "{out}: cannot be written: no space left on device; what was there before is intact\n",
        ),
        (KeyboardInterrupt(), 130, "interrupted; earlier output is as it was\n"),
    ],
)
def test_a_run_that_stops_half_way_leaves_the_earlier_report(
    pipeline, tmp_path, capsys, trouble, code, message
):
    out = tmp_path / "out"
    assert main(["run", str(tmp_path), "-q"]) == 0
    before = (out / "report.html").read_text()
    capsys.readouterr()
    pipeline.trouble = trouble
    assert main(["run", str(tmp_path), "-q"]) == code
    assert capsys.readouterr().err == message.format(out=out)
    assert (out / "report.html").read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_read_only_output_folder_is_one_line(pipeline, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    assert main(["run", str(tmp_path), "-q"]) == 0
    capsys.readouterr()
    monkeypatch.setattr(atomic.os, "access", lambda _, mode: mode != os.W_OK)
    assert main(["run", str(tmp_path), "-q"]) == 2
    assert capsys.readouterr().err == (
        f"{out}: cannot be written: permission denied; what was there before is intact\n"
    )
    assert (out / "report.html").read_text() == "report 1"


def test_a_fault_of_ours_is_saved_to_a_file_and_told_in_one_line(pipeline, tmp_path, capsys):
    pipeline.trouble = ZeroDivisionError("secret detail")
    assert main(["run", str(tmp_path), "-q"]) == 70
    (line,) = capsys.readouterr().err.splitlines()
    assert "a fault of ours (ZeroDivisionError), not of your file" in line
    saved = Path(line.split("please send us ")[1].split(";")[0])
    assert "secret detail" in saved.read_text()
    assert "Traceback" in saved.read_text()
    saved.unlink()
    assert not (tmp_path / "out").exists()


def test_check_counts_what_is_assumed(capsys):
    assert main(["check", str(TUMEN)]) == 0
    out = capsys.readouterr().out
    assert "project.toml: valid; " in out
    assert "assumed" in out
    assert "warning: codes.remarks: The bridge is built to Russian rules" in out


def test_explain_prints_the_contest(capsys):
    assert main(["explain", str(TUMEN), "length"]) == 0
    out = capsys.readouterr().out
    assert "1005 m (claim B04)" in out
    assert "about 850 m" in out
    assert main(["explain", str(TUMEN), "colour of the sky"]) == 2
    assert capsys.readouterr().err == "colour of the sky: no such quantity\n"


def test_new_makes_a_project_that_checks_and_is_not_overwritten(tmp_path, capsys):
    folder = tmp_path / "my-bridge"
    assert main(["new", str(folder), "--length", "120"]) == 0
    assert main(["check", str(folder)]) == 0
    text = (folder / "project.toml").read_text()
    capsys.readouterr()
    assert main(["new", str(folder), "--length", "200 m", "--lanes", "3"]) == 2
    assert capsys.readouterr().err == (
        f"{folder}/project.toml: already exists and is not overwritten\n"
    )
    assert (folder / "project.toml").read_text() == text


@pytest.mark.parametrize(
    ("length", "message"),
    [
        ("7 kN", "--length: must be a length in m, mm, cm, km, ft, in (got 7 kN)\n"),
        ("-5", "--length: must be between 15 m and 10000 m (got -5 m)\n"),
    ],
)
def test_new_with_a_wrong_length(tmp_path, capsys, length, message):
    assert main(["new", str(tmp_path / "b"), f"--length={length}"]) == 2
    assert capsys.readouterr().err == message
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("arguments", [["blah"], ["run"], ["run", "a", "--nope"]])
def test_a_wrong_command_line_is_one_line(capsys, arguments):
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("spanwright: ")
    assert line.endswith("(see spanwright --help)")


def test_words_no_standard_holds_are_told(capsys):
    assert main(["codes", "no-such-word"]) == 2
    assert capsys.readouterr().err.startswith("codes: no row holds all these words")


def test_codes_lists_rows_with_clause_and_evidence(capsys):
    assert main(["codes", "recommended", "lm1.alpha_Q1"]) == 0
    (line, _) = capsys.readouterr().out.splitlines()  # alpha_Q1 and alpha_q1
    assert line == (
        "EN 1991-2:2003 4.3.2(3) [remembered] number: lm1.alpha_Q1 = 1 (recommended.toml)"
    )


def test_codes_counts_what_each_standard_is_answered_with(capsys):
    assert main(["codes"]) == 0
    text = capsys.readouterr().out
    marked = {line.split("  ")[1]: line.rstrip().endswith("unverified")
              for line in text.splitlines() if line.startswith("  ")}  # fmt: skip
    assert marked["SP 35.13330"]
    assert not marked["EN 1991-2:2003"]
    for name in ("EN 1991-2:2003", "AASHTO LRFD 9th edition", "JTG D60-2015", "KDS 24 12 21",
                 "CSA S6", "AS 5100.2", "SP 35.13330"):  # fmt: skip
        assert f"  {name} " in text
    assert main(["codes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    for row in rows:
        kinds = row["formulas"] + row["numbers"] + row["load_models"]
        assert kinds == row["read"] + row["remembered"] + row["computed"] > 0
    assert main(["codes", "--json", "LM71"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert any(r["kind"] == "load model" and r["standard"] == "EN 1991-2:2003" for r in found)


def test_the_command_itself_exits_with_the_code_and_without_a_traceback(tmp_path):
    (tmp_path / "project.toml").write_text("a = \n")
    done = subprocess.run(
        [sys.executable, "-m", "spanwright.cli", "check", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "project.toml:1: broken TOML: invalid value (got a =)\n"


def test_help_does_not_load_the_heavy_libraries():
    script = (
        "import sys, spanwright.cli as c; c.main(['--help']); "
        "heavy = {'numpy', 'scipy', 'pydantic', 'matplotlib', 'jinja2'} & set(sys.modules); "
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "explain" in done.stdout
