"""A prestressed part on land and a steel part over the river, joined at a joint pier."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from spanwright.cli import main

PROJECT = """
[project]
name = "Mixed bridge"

[site]
ground = [[0, 12.0], [20, 9.5], [50, 8.0], [60, 6.0], [100, 6.0], [115, 8.0], [120, 12.0]]
banks = ["55 m", "110 m"]

[site.water]
mean = "7.0 m"
flood = "8.6 m"

[[site.soil]]
kind = "gravel"
thickness = "50 m"
friction_angle = "36 deg"
n60 = 40

[site.climate]
t_max = "35 degC"
t_min = "-20 degC"
wind_speed = "25 m/s"

[road]
carriageway = "7.5 m"
lanes = 2

[road.clearance]
height = "1.5 m"
above = "flood"

[layout]
length = "120 m"

[[layout.parts]]
name = "land"
length = "50 m"
side = "A"
spans = ["25 m", "25 m"]
girders = "prestressed"

[[layout.parts]]
name = "river"
length = "70 m"
side = "A"
spans = ["35 m", "35 m"]

[layout.piles]
diameter = "1.2 m"
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "project.toml").write_text(PROJECT, "utf-8")
    assert main(["run", str(folder), "--quiet", "--out", str(folder / "out")]) == 0
    assert main(["deliver", "ifc", str(folder), "--quiet", "--out", str(folder / "out")]) == 0
    return folder / "out"


@pytest.fixture(scope="module")
def rows(ran):
    with (ran / "checks.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_each_part_is_checked_by_its_own_rules(rows):
    places = {}
    for row in rows:
        places.setdefault(row["check"], set()).add(row["place"].split()[0])
    assert places["bending"] == {"river"}
    assert places["bending of prestressed girders"] == {"land"}
    assert places["decompression"] == {"land"}
    assert places["slab bending"] == {"land", "river"}
    assert {"land", "river"} <= {row["place"].split()[0] for row in rows}


def test_nothing_on_the_precast_part_fails(rows):
    failed = {r["check"] for r in rows if r["status"] == "fails" and r["place"].startswith("land ")}
    assert failed == set()


def test_self_checks_hold_for_both_parts(ran):
    summary = json.loads((ran / "summary.json").read_text("utf-8"))
    names = [check["name"] for check in summary["self_checks"]]
    assert any("deck 1" in name for name in names)
    assert any("deck 2" in name for name in names)
    assert max(check["residual"] for check in summary["self_checks"]) < 1e-8


def test_the_drawings_show_strands_and_plates(ran):
    drawings = {path.stem for path in (ran / "drawings").iterdir()}
    assert {"strands-land", "plates-river"} <= drawings
    strands = (ran / "drawings" / "strands-land.svg").read_text("utf-8")
    assert "above the soffit" in strands


def test_the_model_file_holds_both_kinds_of_girder(ran):
    text = (ran / "bridge.ifc").read_text("utf-8")
    assert "deck land/girder 1/span 2" in text
    assert "deck river/girder 1/segment 1/web" in text
    assert ".DIAPHRAGM." in text
