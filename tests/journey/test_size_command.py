"""`spanwright size` on the template's bridges: all holds, a second run changes nothing."""

import tomllib
from itertools import takewhile

import pytest

from spanwright.cli import main


@pytest.fixture
def project(tmp_path):
    """A template bridge of any length in an empty folder."""

    def make(length):
        folder = tmp_path / f"bridge-{length}"
        assert main(["new", str(folder), "--length", str(length)]) == 0
        return folder

    return make


def first_column(text, row):
    """Utilisations of one row of the table, one an analysis."""
    line = next(line for line in text.splitlines() if line.startswith(row))
    words = takewhile(lambda word: word.replace(".", "").isdigit(), line[len(row) :].split())
    return [float(word) for word in words]


@pytest.mark.slow
@pytest.mark.parametrize("length", [60, 120])
def test_a_template_bridge_is_sized_and_stays_as_it_is(project, length, capsys):
    folder = project(length)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    capsys.readouterr()

    assert main(["size", str(folder), "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "every utilisation that is checked is at most 1.00" in told
    assert first_column(told, "pier shafts")[0] > 1.0  # the first guess fails somewhere
    for row in ("bending", "shear", "pier shafts", "fatigue of the bottom flange"):
        assert first_column(told, row)[-1] <= 1.0

    written = folder / "sizes.toml"
    text = written.read_text("utf-8")
    data = tomllib.loads(text)
    assert data["deck"][0]["supports"][-1] == length
    assert "spanwright size" in data["assumed"]
    rows = [line for line in text.splitlines() if line.startswith("  [")]
    assert rows
    assert all("#" in row and "0." in row.split("#")[1] for row in rows)
    assert {path: path.read_bytes() for path in before} == before

    assert main(["size", str(folder), "--quiet"]) == 0
    assert "nothing changed: sizes.toml suffices" in capsys.readouterr().out
    assert written.read_text("utf-8") == text

    out = folder / "out"
    assert main(["run", str(folder), "--quiet"]) == 0
    capsys.readouterr()
    checks = (out / "checks.csv").read_text("utf-8")
    assert ",passes," in checks
    assert ",fails," not in checks


@pytest.mark.slow
def test_a_dry_run_prints_the_sizes_and_writes_nothing(project, capsys):
    folder = project(60)
    before = sorted(folder.iterdir())
    assert main(["size", str(folder), "--quiet", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "not written (--dry-run)" in told
    assert "[[deck]]" in told
    assert sorted(folder.iterdir()) == before


def test_given_plates_leave_nothing_to_choose(project, capsys):
    folder = project(60)
    file = folder / "project.toml"
    row = (
        '\n[[layout.girders.segments]]\nto = "60 m"\ntop_width = "500 mm"\n'
        'top_thickness = "25 mm"\nweb_thickness = "14 mm"\nbottom_width = "600 mm"\n'
        'bottom_thickness = "30 mm"\n'
    )
    file.write_text(file.read_text("utf-8") + row, encoding="utf-8")
    capsys.readouterr()
    assert main(["size", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "layout.girders.segments: are given: there are no plates to choose" in told
    assert "project.toml:" in told


def test_sizes_in_the_project_file_are_not_written_beside_it(project, capsys):
    folder = project(60)
    file = folder / "project.toml"
    row = (
        '\n[[sizes.deck]]\nname = "deck"\nsupports = [0, 60]\n'
        'plates = [["60 m", "500 mm", "25 mm", "14 mm", "600 mm", "30 mm"]]\n'
    )
    file.write_text(file.read_text("utf-8") + row, encoding="utf-8")
    capsys.readouterr()
    assert main(["size", str(folder)]) == 2
    assert "move them to sizes.toml" in capsys.readouterr().err
