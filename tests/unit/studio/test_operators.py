"""What the page computes with is what the engine computed: row by row, and wheel by wheel."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from studio_project import small_project

from spanwright.datum.terminal import silent
from spanwright.pipeline.stages import analyse
from spanwright.traffic.field import axle_values, line_weights
from spanwright_studio.operators import COMPONENTS, pack_decks
from spanwright_studio.unpack import Packed

WEB = Path(__file__).parents[3] / "studio" / "web"
NODE = shutil.which("node")
TOLERANCE = 1e-6  # of the largest value: what the page promises


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    # Five spans: blocks beside each other, and blocks with spans between them.
    return analyse(small_project(tmp_path_factory.mktemp("long") / "b", 240.0), silent)


@pytest.fixture(scope="module")
def packed(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    manifest, binary = pack_decks(run.decks, run.layout, run.structure.table)
    (folder / "operators.json").write_text(json.dumps(manifest))
    (folder / "operators.bin").write_bytes(binary)
    return Packed(folder), folder


def rows_of(run, manifest):
    """Response rows of the deck's surfaces at the shown sections: component -> (n,)."""
    asked = run.decks[0].responses
    order = {int(section): k for k, section in enumerate(asked.sections)}
    at = np.array([order[i] for i in manifest["decks"][0]["sections"]["index"]])
    return {"My": asked.force[at, 0], "Vz": asked.force[at, 1], "uz": asked.sag[at]}


def test_every_row_comes_back_from_the_blocks(run, packed):
    store, _ = packed
    surfaces, rows = run.decks[0].surfaces, rows_of(run, store.manifest)
    assert len(store.manifest["decks"][0]["blocks"]) >= 4
    for component in COMPONENTS:
        size = np.abs(surfaces.value[rows[component]]).max()
        for section in range(0, len(rows[component]), 7):
            row = rows[component][section]
            found = store.surface(0, section, component)
            assert np.abs(found.value[0] - surfaces.value[row]).max() < 3e-7 * size
            assert found.jump_element[0] == surfaces.jump_element[row]


def placements(run, count=200):
    rng = np.random.default_rng(11)
    surfaces = run.decks[0].surfaces
    low, high = surfaces.x[[0, -1]]
    for _ in range(count):
        n = int(rng.integers(1, 6))
        yield np.stack(
            [rng.uniform(low - 3, high + 3, n), rng.uniform(-4.5, 4.5, n),
             rng.uniform(1e4, 2e5, n)], axis=1
        )  # fmt: skip


def engine(surfaces, rows, wheels):
    on = (wheels[:, 0] >= surfaces.x[0]) & (wheels[:, 0] <= surfaces.x[-1])
    x, y, force = wheels[on].T
    shape = (len(rows), len(x))
    weights = np.broadcast_to(line_weights(surfaces.y, y), (*shape, len(surfaces.y)))
    return axle_values(surfaces, rows, np.broadcast_to(x, shape), weights) @ force


@pytest.mark.skipif(NODE is None, reason="no Node: the page's own code cannot run")
def test_the_page_answers_as_the_engine_does_for_200_random_placements(run, packed, tmp_path):
    store, folder = packed
    rows = rows_of(run, store.manifest)
    wheels = list(placements(run))
    (tmp_path / "wheels.json").write_text(json.dumps([w.tolist() for w in wheels]))
    command = [NODE, str(WEB / "tests" / "answers.mjs"), str(folder), str(tmp_path / "wheels.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert len(answers) == len(wheels) == 200
    surfaces = run.decks[0].surfaces
    for component in COMPONENTS:
        expected = np.array([engine(surfaces, rows[component], w) for w in wheels])
        found = np.array([answer[component] for answer in answers])
        assert np.abs(found - expected).max() < TOLERANCE * np.abs(expected).max()
    reactions = np.array([sum(answer["Fz"]) for answer in answers])
    loads = np.array([_on_deck(surfaces, w) for w in wheels])
    assert -reactions == pytest.approx(loads, rel=1e-5, abs=1.0)


def _on_deck(surfaces, wheels):
    on = (wheels[:, 0] >= surfaces.x[0]) & (wheels[:, 0] <= surfaces.x[-1])
    return wheels[on, 2].sum()
