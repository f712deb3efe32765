"""The examples of docs/frame.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spanwright.engine.modelfile import run

TEXT = (Path(__file__).parents[2] / "docs/frame.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("code", [code for kind, code in BLOCKS if kind == "python"])
def test_each_python_example_runs(code, capsys):
    scope: dict[str, object] = {}
    exec(compile(code, "docs/frame.md", "exec"), scope)
    if "history" in scope:
        assert scope["history"].reaction("prop", "propped").fz == pytest.approx(125e3)
    else:
        assert scope["result"].equilibrium_residual < 1e-9


def test_the_model_file_of_the_docs_is_solved(tmp_path):
    (model, _) = [code for kind, code in BLOCKS if kind == "toml"]
    path = tmp_path / "model.toml"
    path.write_text(model)
    summary = run(path)
    assert summary.cases == ("dead", "live", "ULS")
    assert {p.name for p in summary.folder.iterdir()} >= set(summary.files)


def test_a_load_model_on_a_frame_as_the_docs_place_it():
    text = (Path(__file__).parents[2] / "docs/load-models.md").read_text()
    code = next(c for c in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "Frame" in c)
    scope: dict = {}
    exec(compile(code, "docs/load-models.md", "exec"), scope)
    extremes = scope["extremes"]
    again = scope["deck"].replay(extremes.patches(0))
    assert abs(again[0] - extremes.value[0]) <= 1e-9 * extremes.value[0]
