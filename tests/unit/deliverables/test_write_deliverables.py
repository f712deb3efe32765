"""Writing: everything or nothing, each alone, the same bytes twice."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.datum.errors import MissingExtra, OutputError, ScopeError
from spanwright.deliverables import DELIVERABLES, write, write_all, write_into
from spanwright.deliverables.results import Position
from spanwright.deliverables.write import NEEDS, ON_REQUEST

RESULTS = sample_results()
MAPPED = replace(RESULTS, position=Position(0.7, 2.3, "mean sea level", 1.0, (10.0, 90.0)))
FILES = {"report.html", "bridge.glb", "summary.json", "results.npz", "results.md",
         "quantities.csv", "checks.csv", "envelopes.csv", "bearings.csv",
         "sources.csv"}  # fmt: skip


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_all_deliverables_are_written_and_announced(tmp_path):
    steps: list[str] = []
    written = write_all(RESULTS, tmp_path / "out", steps.append)
    assert {p.name for p in written} >= FILES
    assert all(p.is_file() and p.stat().st_size > 100 for p in written)
    assert steps == [step for step, _ in DELIVERABLES.values()]
    assert len(list((tmp_path / "out" / "drawings").glob("*.svg"))) >= 5


def test_a_second_run_gives_the_same_bytes(tmp_path):
    write_all(RESULTS, tmp_path / "a")
    write_all(sample_results(), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_arrays_are_read_back_without_pickles(tmp_path):
    write_all(RESULTS, tmp_path / "out", only=("tables",))
    with np.load(tmp_path / "out" / "results.npz", allow_pickle=False) as data:
        assert np.array_equal(data["section_station"], RESULTS.effects.sections.station)
        key = "envelope__my__uls_persistent__maximum"
        assert np.array_equal(data[key], RESULTS.envelopes[0].maximum)
        assert data["check_00__bending__place"][0] == RESULTS.checks.series[0].place[0]


@pytest.mark.parametrize("name", DELIVERABLES)
def test_each_deliverable_can_be_made_alone(tmp_path, name):
    written = write_into(RESULTS, tmp_path, only=(name,))
    assert set(written) == {p for p in tmp_path.rglob("*") if p.is_file()}


# The made-up run has no structural model; tests/journey exports a real one.
OF_SAMPLE = [name for name in ON_REQUEST if name != "opensees"]


def test_models_are_not_exported_from_results_without_one(tmp_path):
    with pytest.raises(ScopeError, match="come without their structural model"):
        write_all(RESULTS, tmp_path / "out", only=("opensees",))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", OF_SAMPLE)
def test_each_further_deliverable_is_made_on_request_twice_alike(tmp_path, name):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name][0])
    for folder in ("a", "b"):
        written = write_all(MAPPED, tmp_path / folder, only=(name,))
        assert written
        assert all(path.stat().st_size > 100 for path in written)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


IN_ANOTHER_PROCESS = """
import hashlib
from importlib.util import find_spec
from test_write_deliverables import MAPPED
from spanwright.deliverables.write import DELIVERABLES, NEEDS, ON_REQUEST
for name, (_, make) in (DELIVERABLES | ON_REQUEST).items():
    if name != "opensees" and (name not in NEEDS or find_spec(NEEDS[name][0])):
        print(name, [(path, hashlib.sha256(made).hexdigest()) for path, made in make(MAPPED)])
"""


def test_the_bytes_do_not_depend_on_the_order_of_sets():
    """Every process orders its sets of texts in its own way; no file may show it."""
    told = [
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()
        for seed in ("1", "7")
    ]  # fmt: skip
    assert len(told[0]) >= len(DELIVERABLES)
    assert told[0] == told[1]


@pytest.mark.parametrize("name", NEEDS)
def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch, name):
    monkeypatch.setattr(write, "find_spec", lambda _: None)
    extra = NEEDS[name][1]
    with pytest.raises(MissingExtra, match=rf"pip install 'spanwright\[{extra}\]'"):
        write.known(name)


def test_usual_names_are_understood():
    assert write.known("GLB") == "model"
    assert write.known("html") == "report"
    with pytest.raises(ScopeError, match='did you mean "xlsx"'):
        write.known("xlsxs")


def test_an_unknown_deliverable_is_refused_with_the_nearest_known_one(tmp_path):
    with pytest.raises(ScopeError, match='no deliverable "raport"; did you mean "report"'):
        write_all(RESULTS, tmp_path / "out", only=("raport",))
    assert not (tmp_path / "out").exists()


def test_an_error_half_way_leaves_the_earlier_output_as_it_was(tmp_path):
    write_all(RESULTS, tmp_path / "out", only=("summary",))
    before = contents(tmp_path / "out")

    def fail(step):
        if step == "bridge.glb":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_all(RESULTS, tmp_path / "out", fail)
    assert contents(tmp_path / "out") == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_files_of_the_user_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not an earlier output"):
        write_all(RESULTS, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
