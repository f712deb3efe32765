"""A whole bridge exported to OpenSees, solved there, and compared with spanwright's own results."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from spanwright.cli import main
from spanwright.datum.terminal import silent
from spanwright.deliverables.opensees import to_opensees
from spanwright.deliverables.results import Results
from spanwright.engine.model import LINK
from spanwright.engine.statics import prepare, solve
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse

PERMANENT = ("steel", "long term", "shrinkage", "imposed")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("opensees") / "bridge"
    assert main(["new", str(folder), "--length", "60"]) == 0
    return results_of(analyse(folder, silent))


@pytest.fixture(scope="module")
def exported(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scripts")
    for name, content in to_opensees(results):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "opensees"


@pytest.mark.parametrize("stage", PERMANENT)
def test_displacements_forces_and_reactions_are_the_same(results, exported, stage):
    """Linear statics of one model by two programs: 1e-8 of the largest number of the case."""
    pytest.importorskip("openseespy.opensees", exc_type=(ImportError, RuntimeError))
    script = exported / f"{stage.replace(' ', '_')}.py"
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    line = next(x for x in run.stdout.splitlines() if x.startswith('{"cases"'))
    cases = json.loads(line)["cases"]
    model, loads = results.analysed.structure.models[stage], results.analysed.actions.loads[stage]
    own = solve(prepare(model), loads)
    assert tuple(cases) == loads.names
    grounded = np.flatnonzero(model.springs.other == LINK)
    assert grounded.size
    for row, (name, found) in enumerate(cases.items()):
        moved = np.array(found["displacements"])
        assert np.abs(moved).max() > 0
        assert np.abs(moved - own.displacement[row]).max() < 1e-8 * np.abs(moved).max(), name
        reaction = np.array(list(found["reactions"].values()))
        axes = model.springs.axes[grounded]
        force = own.spring_force[row, grounded].reshape(-1, 2, 3)
        # spring_force is what the bridge gives the ground; the reaction is its opposite
        expected = -np.einsum("sji,skj->ski", axes, force).reshape(-1, 6)
        # a case on the foundations alone leaves rounding in the members: one scale for both
        scale = max(np.abs(reaction).max(), np.abs(own.end_force[row]).max())
        assert np.abs(reaction - expected).max() < 1e-8 * scale, name
        forces = np.array(found["forces"]).reshape(-1, 2, 6)
        assert np.abs(forces - own.end_force[row]).max() < 1e-8 * scale, name


def test_the_table_of_members_leads_from_the_script_to_the_results(results, exported):
    with (exported / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = results.effects.cases
    assert len(rows) == cases.force.shape[1]
    model, loads = results.analysed.structure.models["steel"], results.analysed.actions.loads
    own = solve(prepare(model), loads["steel"])
    for n in (0, len(rows) // 2, len(rows) - 1):
        member, side = int(rows[n]["element tag"]) - 1, "ij".index(rows[n]["end"])
        row = cases.names.index(loads["steel"].names[0])
        assert own.end_force[0, member, side] == pytest.approx(cases.force[row, n], rel=1e-12)


def test_every_ground_spring_names_its_support(results, exported):
    with (exported / "ground.csv").open(encoding="utf-8", newline="") as file:
        supports = [row["support"] for row in csv.DictReader(file)]
    assert supports
    assert set(supports) == set(results.analysed.structure.foundation_spring)


def test_a_second_export_has_the_same_bytes(results):
    assert dict(to_opensees(results)) == dict(to_opensees(results))


def test_every_script_is_python_and_every_stage_is_in_the_guide(results, exported):
    guide = (exported / "README.md").read_text("utf-8")
    for script in exported.glob("*.py"):
        compile(script.read_text("utf-8"), script.name, "exec")
        assert f"`{script.name}`" in guide
    assert len(list(exported.glob("*.py"))) == len(results.analysed.actions.loads)
