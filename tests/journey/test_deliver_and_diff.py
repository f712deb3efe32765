"""`spanwright deliver` and `spanwright diff`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spanwright.cli import main


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template project of 40 m, run once."""
    folder = tmp_path_factory.mktemp("small") / "bridge"
    assert main(["new", str(folder), "--length", "40"]) == 0
    assert main(["run", str(folder), "--quiet"]) == 0
    return folder


def test_one_deliverable_joins_the_output_and_tells_where_it_lies(bridge, capsys):
    report = (bridge / "out" / "report.html").read_bytes()
    assert main(["deliver", "sheets", str(bridge), "--quiet"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == (bridge / "out" / "drawings.pdf").absolute()
    first = path.read_bytes()
    assert first.startswith(b"%PDF-")
    assert (bridge / "out" / "report.html").read_bytes() == report
    assert main(["deliver", "sheets", str(bridge), "--out", str(bridge / "b"), "--quiet"]) == 0
    assert (bridge / "b" / "drawings.pdf").read_bytes() == first


def test_a_deliverable_made_alone_is_the_one_of_the_run(bridge):
    assert main(["deliver", "summary", str(bridge), "--out", str(bridge / "c"), "--quiet"]) == 0
    alone = (bridge / "c" / "summary.json").read_bytes()
    assert alone == (bridge / "out" / "summary.json").read_bytes()


def test_drawings_without_an_analysis_are_those_of_the_run(bridge, capsys):
    for name, pattern in (("drawings", "drawings/*.svg"), ("glb", "bridge.glb")):
        assert main(["deliver", name, str(bridge), "--out", str(bridge / "d"), "--quiet"]) == 0
        made = {p.name: p.read_bytes() for p in (bridge / "d").glob(pattern)}
        assert made
        assert made == {p.name: p.read_bytes() for p in (bridge / "out").glob(pattern)}


def test_what_cannot_be_made_is_refused_at_once_with_a_remedy(bridge, capsys):
    assert main(["deliver", "raport", str(bridge), "--quiet"]) == 2
    assert 'did you mean "report"' in capsys.readouterr().err
    assert main(["deliver", "geojson", str(bridge), "--quiet"]) == 2
    errors = capsys.readouterr().err
    for name in ("latitude", "longitude", "bearing"):
        assert f"site.{name}: is needed for a map" in errors
    assert not (bridge / "out" / "crossing.geojson").exists()


def test_the_help_names_every_deliverable(capsys):
    from spanwright.deliverables.write import DELIVERABLES, ON_REQUEST

    assert main(["deliver", "--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in (*DELIVERABLES, *ON_REQUEST))


def test_one_row_of_a_long_list_is_found_and_told_alone(tmp_path, capsys):
    """The ledger prints such lists by their length alone."""
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        assert main(["new", str(folder), "--length", "60"]) == 0
        path = folder / "project.toml"
        level = 1.25 if folder == after else 1.5
        ground = ", ".join(f"[{x}, {level if x == 30 else 1.5}]" for x in range(0, 61, 2))
        lines = path.read_text("utf-8").splitlines()
        lines = [f"ground = [{ground}]" if x.startswith("ground =") else x for x in lines]
        path.write_text("\n".join(lines), "utf-8")
    capsys.readouterr()
    assert main(["diff", str(before), str(after), "--json"]) == 0
    inputs = [x for x in json.loads(capsys.readouterr().out) if "site.ground" in x["what"]]
    assert [(x["what"], x["before"], x["after"]) for x in inputs] == [
        ("site.ground[15]", "30, 1.5", "30, 1.25")
    ]


def test_two_projects_are_compared_by_inputs_and_quantities(bridge, tmp_path, capsys):
    text = (bridge / "project.toml").read_text("utf-8")
    other = tmp_path / "other"
    other.mkdir()
    for file in bridge.glob("*.toml"):
        (other / file.name).write_bytes(file.read_bytes())
    assert main(["diff", str(bridge), str(other)]) == 0
    assert capsys.readouterr().out.strip() == "no difference"
    thicker = text.replace('diameter = "1.2 m"', 'diameter = "1.5 m"')
    assert thicker != text
    (other / "project.toml").write_text(thicker, "utf-8")
    assert main(["diff", str(bridge), str(other)]) == 0
    out = capsys.readouterr().out
    assert "layout.piles.diameter" in out
    assert "pile concrete" in out


def test_two_outputs_are_compared_by_their_results(bridge, tmp_path, capsys):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    check = next(c for c in summary["checks"] if c["utilisation"])
    check["utilisation"] *= 1.5
    (tmp_path / "summary.json").write_text(json.dumps(summary), "utf-8")
    assert main(["diff", str(bridge / "out"), str(tmp_path), "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)
    assert change["group"] == "utilisation"
    assert change["difference"].startswith("+50 %")


def test_an_output_of_another_schema_is_told_and_its_inputs_are_left_out(bridge, tmp_path, capsys):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    summary["schema"] -= 1
    summary["values"] = summary["values"][:3]
    (tmp_path / "summary.json").write_text(json.dumps(summary), "utf-8")
    assert main(["diff", str(tmp_path), str(bridge / "out")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("written by different versions")
    assert "no difference" in told


def test_a_project_is_not_compared_with_an_output(bridge, capsys):
    assert main(["diff", str(bridge), str(bridge / "out")]) == 2
    assert "must be an output folder" in capsys.readouterr().err
