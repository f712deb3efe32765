"""A template bridge on spread footings, from the project file to every output."""

from __future__ import annotations

import csv
import json

import pytest

from spanwright.cli import main

FOOTINGS = """\
[layout.footings]
at = ["all"]

[layout.piles]
"""
PROGRAMME = """
[programme]
start = "2027-03-01"
[[programme.fronts]]
name = "A"
parts = ["deck"]
"""


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    """The template of 60 m on footings in dense sand, run once."""
    folder = tmp_path_factory.mktemp("footings") / "bridge"
    assert main(["new", str(folder), "--length", "60"]) == 0
    path = folder / "project.toml"
    text = path.read_text("utf-8").replace("[layout.piles]\n", FOOTINGS, 1) + PROGRAMME
    text = text.replace("n60 = 15", "n60 = 35").replace('"32 deg"', '"37 deg"')
    sinking = 'settlement = "auto"\nsettlement_at = [["pier 2", "15 mm"]]\nannex = "rec'
    path.write_text(text.replace('annex = "rec', sinking), "utf-8")
    assert main(["run", str(folder), "--quiet"]) == 0
    return folder


def test_every_check_of_footings_is_made_and_none_of_piles(bridge):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    names = {row["check"] for row in summary["checks"]}
    assert {
        "footings, bearing", "footings, sliding", "footings, eccentricity",
        "footings, contact in service", "footing bending, bottom bars",
        "footing bending, top bars", "footing shear", "footing punching", "footing least bars",
        "foundations, settlement",
    } <= names  # fmt: skip
    assert not [name for name in names if name.startswith(("pile", "cap "))]
    left_out = {row["what"] for row in summary["not_checked"]}
    assert "cracks of footings" in left_out
    assert "friction of sliding bearings" not in left_out


def test_footings_are_counted_drawn_and_built(bridge):
    out = bridge / "out"
    with (out / "quantities.csv").open(encoding="utf-8-sig") as file:
        kinds = {row["item"] for row in csv.DictReader(file)}
    assert "footing concrete" in kinds
    assert not kinds & {"cap concrete", "piles", "pile concrete"}
    drawn = next(iter((out / "drawings").glob("sections-*.svg"))).read_text("utf-8")
    assert "footing along the bridge" in drawn
    assert b'"kind":"footing"' in (out / "bridge.glb").read_bytes()
    report = (out / "report.html").read_text("utf-8")
    assert "on spread footings" in report
    assert "water under footings" in report
    assert main(["deliver", "ifc", str(bridge), "--quiet"]) == 0
    model = (out / "bridge.ifc").read_text("utf-8")
    assert model.count(".PAD_FOOTING.") == 4
    assert "IFCPILE(" not in model


def test_the_programme_digs_and_pours_footings(bridge, capsys):
    assert main(["plan", str(bridge)]) == 0
    told = capsys.readouterr().out
    assert "A/pier 1/cofferdam" in told
    assert "A/pier 1/excavation" in told
    assert "A/pier 1/footing" in told
    assert "pile" not in told


def test_settlements_are_found_from_the_ground_unless_they_are_stated(bridge, capsys):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    alike = [row for row in summary["self_checks"] if "settlement" in row["name"]]
    assert len(alike) == 1
    assert alike[0]["residual"] < 1e-8
    report = (bridge / "out" / "report.html").read_text("utf-8")
    assert "settlement[pier 1]</td>" in report
    assert "settlement[pier 2]</td>" not in report
    assert "over the stiffness of the foundation" in report


def test_longitudinal_forces_stand_support_by_support(bridge):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    found = summary["longitudinal_forces_N"]
    assert list(found) == ["abutment 1", "pier 1", "pier 2", "abutment 2"]
    held = max(found, key=lambda name: found[name]["braking"])
    assert held.startswith("pier")
    # EN 1991-2 4.4.1: 0.6 x 600 + 0.1 x 9 x 3 x 60 m, all at the pier that holds the deck.
    assert found[held]["braking"] == pytest.approx(522e3, rel=0.01)
    assert all(row["friction of bearings"] > 0.0 for row in found.values())
    assert all(row["earthquake"] == 0.0 for row in found.values())
    report = (bridge / "out" / "report.html").read_text("utf-8")
    assert "Level forces along the bridge at the foundations" in report


def test_a_project_replaces_the_factors_of_its_footings_with_a_source(bridge, tmp_path):
    def resistance(folder):
        rows = json.loads((folder / "out" / "summary.json").read_text("utf-8"))["checks"]
        row = next(row for row in rows if row["check"] == "footings, sliding")
        return row["utilisation"]

    own = '[[codes.overrides]]\nname = "footings.gamma_Rh"\nvalue = 1.32\nbasis = "owner"\n'
    text = (
        (bridge / "project.toml").read_text("utf-8").replace("[programme]", f"{own}\n[programme]")
    )
    (tmp_path / "project.toml").write_text(text, "utf-8")
    assert main(["run", str(tmp_path), "--quiet"]) == 0
    assert resistance(tmp_path) == pytest.approx(1.2 * resistance(bridge), rel=1e-6)
    assert "owner" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_settlement_of_a_support_that_is_not_there_is_refused(bridge, tmp_path, capsys):
    text = (bridge / "project.toml").read_text("utf-8").replace('["pier 2", "15', '["pier 9", "15')
    (tmp_path / "project.toml").write_text(text, "utf-8")
    assert main(["run", str(tmp_path), "--quiet"]) == 2
    told = capsys.readouterr().err
    assert "codes.settlement_at[0]: must name a support: " in told
    assert 'got "pier 9"' in told
