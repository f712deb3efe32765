# ruff: noqa: E501  (a message is compared as the one line it is)
"""The curved example as a user runs it, and axes that cannot be used."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from spanwright.cli import main
from spanwright.deliverables.solids import solids
from spanwright.layout.curve import points
from spanwright.layout.quantities import quantities
from spanwright.pipeline.stages import arrange
from spanwright.project.reader import read_project

CURVE = Path(__file__).parents[2] / "examples" / "curve"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curve") / "out"
    assert main(["run", str(CURVE), "--quiet", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def layout():
    return arrange(read_project(CURVE))


def test_every_check_passes_and_the_outer_girder_governs(ran):
    with (ran / "checks.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    names = {row["check"] for row in rows}
    assert {"bottom flange bent sideways by the curve",
            "flanges bent sideways by the curve, steel alone"} <= names  # fmt: skip
    assert not [row for row in rows if row["status"] == "fails"]
    bending = [row for row in rows if row["check"] == "bending"]
    worst = max(bending, key=lambda row: float(row["utilisation"]))
    assert "girder 4" in worst["place"]  # the curve turns right: the left girder is outside


def test_self_checks_hold_on_the_curve(ran):
    summary = json.loads((ran / "summary.json").read_text("utf-8"))
    residuals = [check["residual"] for check in summary["self_checks"]]
    assert len(residuals) > 5
    assert max(residuals) < 1e-8


def test_the_plan_is_drawn_as_it_lies(ran):
    drawing = (ran / "drawings" / "plan.svg").read_text("utf-8")
    assert "Plan in true shape" in drawing
    assert "-2.50 1/km" in drawing
    assert "5.00 %" in drawing


def test_solids_follow_the_curve_and_hold_the_volumes_of_the_bill(layout):
    """Chords of a metre at R = 400 m: a part in three million."""
    counted = {}
    for row in quantities(layout).rows:
        element = row.element.split("/segment ")[0]
        if row.volume and not element.endswith("/haunch"):
            counted[element] = counted.get(element, 0.0) + row.volume
    for solid in solids(layout):
        if solid.identity in counted and solid.kind in ("girder", "slab", "surfacing", "crosshead"):
            a, b, c = np.moveaxis(solid.triangles, 1, 0)
            volume = float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6
            assert volume == pytest.approx(counted[solid.identity], rel=1e-6), solid.identity
    slab = next(s for s in solids(layout) if s.kind == "slab")
    sagitta = float(points(layout.axis, 65.0, layout.decks[0].slab.left)[1])
    assert float(slab.triangles[..., 1].max()) == pytest.approx(sagitta, abs=0.02)


def changed(tmp_path: Path, *changes: tuple[str, str], file: str = "project.toml") -> Path:
    folder = tmp_path / "curve"
    shutil.copytree(CURVE, folder)
    text = (folder / file).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / file).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('file = "axis.xml"', 'file = "other.xml"',
         "road.axis.file: must be a LandXML or IFC file beside the project (got other.xml); there is no such file in curve"),
        ('file = "axis.xml"', 'file = "project.toml"',
         "road.axis.file: cannot be used: project.toml: alignments are read from .ifc and LandXML (.xml) files"),
        ('file = "axis.xml"', 'file = "axis.xml"\nname = "valley"',
         'road.axis.name: must name one alignment of the file: "valley road" (got valley)'),
        ('start = "1090 m"', 'start = "1300 m"',
         'road.axis.start: must keep the bridge of 130 m on "valley road", stations 1000 to 1400 m (got 1300 to 1430 m)'),
        ('file = "axis.xml"', '',
         "road.axis: needs a file or elements, one of the two (got neither)"),
        ('["50 m", "5 %"], ["130 m", "5 %"]', '["50 m", "5 %"], ["40 m", "5 %"]',
         "road.superelevation[2][0]: stations must increase: must be beyond 50 m (got 40 m)"),
        ('["50 m", "5 %"]', '["50 m", "15 %"]',
         "road.superelevation[1][1]: must be at most 0.12 (got 15 %)"),
    ],
)  # fmt: skip
def test_an_axis_that_cannot_be_used_is_told_in_one_line(tmp_path, capsys, old, new, message):
    folder = changed(tmp_path, (old, new))
    command = "run" if "must keep the bridge" in message else "check"
    assert main([command, str(folder)]) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.split("project.toml:", 1)[1].split(": ", 1)[1] == message
    assert not (folder / "out").exists()


def test_a_file_without_an_alignment_is_told(tmp_path, capsys):
    folder = changed(
        tmp_path, ("<Alignments>", "<Nothing>"), ("</Alignments>", "</Nothing>"), file="axis.xml"
    )
    assert main(["check", str(folder)]) == 2
    assert "road.axis.file: cannot be used: axis.xml: holds no Alignment" in capsys.readouterr().err


def test_an_axis_of_elements_needs_no_file(tmp_path, capsys):
    elements = """
[[road.axis.elements]]
kind = "clothoid"
length = "50 m"
[[road.axis.elements]]
kind = "arc"
length = "80 m"
radius = "400 m"
turn = "right"
"""
    folder = changed(
        tmp_path,
        ('file = "axis.xml"\nstart = "1090 m"                # station of the first abutment, as the file counts\n', elements),
        ("[road.clearance]", '[road.profile]\npoints = [["0 m", "55 m"], ["130 m", "55 m"]]\n\n[road.clearance]'),
    )  # fmt: skip
    assert main(["check", str(folder)]) == 0
    capsys.readouterr()
    axis = arrange(read_project(folder)).axis
    assert axis.plan is not None
    assert [segment.kind for segment in axis.plan.plan] == ["clothoid", "arc"]


def test_an_arc_without_a_radius_is_told(tmp_path, capsys):
    folder = changed(
        tmp_path, ('file = "axis.xml"', 'elements = [{ kind = "arc", length = "500 m" }]')
    )
    assert main(["check", str(folder)]) == 2
    assert 'road.axis.elements[0]: an arc needs a radius and turn = "left" or "right"' in (
        capsys.readouterr().err
    )
