"""Bridges unlike the examples, from `spanwright new` to the end of a run."""

from __future__ import annotations

import json
import re

import pytest

from spanwright.cli import main

CLAY = """\
[[site.soil]]
kind = "clay"
thickness = "12 m"
undrained_strength = "35 kPa"

[[site.soil]]
kind = "clay"
thickness = "40 m"
undrained_strength = "150 kPa"

[site.climate]"""


@pytest.fixture
def run(tmp_path):
    """Run the template of a length with some changes; gives its summary."""

    def go(length, *changes):
        folder = tmp_path / "bridge"
        assert main(["new", str(folder), "--length", str(length)]) == 0
        path = folder / "project.toml"
        text = path.read_text("utf-8")
        for old, new in changes:
            text, count = re.subn(old, new, text, count=1, flags=re.S)
            assert count == 1, old
        path.write_text(text, "utf-8")
        assert main(["run", str(folder), "--quiet"]) == 0
        return json.loads((folder / "out" / "summary.json").read_text("utf-8"))

    return go


def test_a_single_span_held_at_its_end_has_friction_on_one_side_only(run):
    """With few sliding bearings the least friction is nothing: one pattern, not two."""
    summary = run(18)
    assert summary["decks"][0]["spans_m"] == [18.0]
    assert all(check["residual"] < 1e-6 for check in summary["self_checks"])
    forces = summary["longitudinal_forces_N"]
    rubbing, held = (forces[f"abutment {k}"]["friction of bearings"] for k in (2, 1))
    assert rubbing > 1e3
    assert held == pytest.approx(rubbing, rel=1e-6)  # what rubs at one end is held at the other


def test_piles_in_clay_alone_are_reported(run):
    summary = run(60, (r"\[\[site\.soil\]\].*?\[site\.climate\]", CLAY))
    axial = [check for check in summary["checks"] if check["check"] == "piles, axial"]
    assert axial[0]["places"] > 0
    assert axial[0]["outside_scope"] == 0
