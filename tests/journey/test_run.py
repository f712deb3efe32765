"""`spanwright run`, as a user runs it: a small bridge whole, twice, interrupted and refused."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

from spanwright.cli import main

FILES = {
    "report.html",
    "summary.json",
    "results.npz",
    "results.md",
    "quantities.csv",
    "checks.csv",
    "envelopes.csv",
    "sources.csv",
    "bridge.glb",
}


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template project of 40 m, run once."""
    folder = tmp_path_factory.mktemp("small") / "bridge"
    assert main(["new", str(folder), "--length", "40"]) == 0
    assert main(["run", str(folder), "--quiet"]) == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_deliverable_is_written(bridge: Path):
    assert {path.name for path in (bridge / "out").iterdir()} >= FILES
    assert list((bridge / "out" / "drawings").glob("*.svg"))


def test_report_is_self_contained_and_says_what_is_assumed(bridge: Path):
    page = (bridge / "out" / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    for word in ("assumed", "Not checked", "EN 1994-2", "reciprocity", "equilibrium"):
        assert word in page


def test_selfchecks_are_rounding(bridge: Path):
    summary = json.loads((bridge / "out" / "summary.json").read_text(encoding="utf-8"))
    residuals = [item["residual"] for item in summary["self_checks"]]
    assert len(residuals) >= 5
    assert max(residuals) < 1e-8


def test_arrays_hold_every_section(bridge: Path):
    with np.load(bridge / "out" / "results.npz") as arrays:
        names = set(arrays.files)
        assert any("station" in name for name in names)
        guide = (bridge / "out" / "results.md").read_text(encoding="utf-8")
        assert all(name in guide for name in names)


def test_second_run_gives_the_same_bytes(bridge: Path):
    first = contents(bridge / "out")
    assert main(["run", str(bridge), "--quiet"]) == 0
    assert contents(bridge / "out") == first


def test_interruption_leaves_the_earlier_output(bridge: Path, monkeypatch, capsys):
    import spanwright.pipeline.stages as stages

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = contents(bridge / "out")
    monkeypatch.setattr(stages, "girder_effects", stop)
    assert main(["run", str(bridge), "--quiet"]) == 130
    assert "interrupted" in capsys.readouterr().err
    assert contents(bridge / "out") == before
    assert [path.name for path in bridge.iterdir() if path.name.startswith(".")] == []


def test_full_disk_leaves_the_earlier_output(bridge: Path, monkeypatch, capsys):
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "bridge.glb":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, data)

    before = contents(bridge / "out")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["run", str(bridge), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert "no space left" in error
    assert error.count("\n") == 1
    monkeypatch.undo()
    assert contents(bridge / "out") == before


def test_output_folder_that_cannot_be_made(bridge: Path, capsys):
    blocked = bridge / "project.toml" / "out"
    assert main(["run", str(bridge), "--out", str(blocked), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert "project.toml" in error
    assert error.count("\n") == 1


def test_a_large_residual_stops_the_run(bridge: Path, monkeypatch, capsys):
    import spanwright.analysis.selfcheck as selfcheck

    before = contents(bridge / "out")
    monkeypatch.setattr(selfcheck, "LIMIT", 1e-30)
    assert main(["run", str(bridge), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("self-check failed: ")
    assert error.count("\n") == 1
    assert contents(bridge / "out") == before


def test_a_stage_points_at_the_line_of_the_file(bridge: Path, tmp_path: Path, capsys):
    copy = tmp_path / "copy"
    copy.mkdir()
    text = (bridge / "project.toml").read_text(encoding="utf-8")
    (copy / "project.toml").write_text(text.replace("[layout]", "[layout]\nlenght = 3", 1))
    (copy / "claims.toml").write_text((bridge / "claims.toml").read_text(encoding="utf-8"))
    assert main(["run", str(copy), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert "project.toml:" in error
    assert "length" in error
