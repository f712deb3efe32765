"""The Python shown for alignments runs as it stands, on a file that spanwright wrote."""

import re
from pathlib import Path

import pytest

from spanwright.deliverables.ifc.axis import alignment
from spanwright.deliverables.ifc.frame import Frame
from spanwright.layout.arrange import lay_out
from spanwright.project.reader import read_project

ROOT = Path(__file__).parents[2]


def test_the_alignment_of_the_example_is_read_as_the_page_shows(tmp_path, monkeypatch, capsys):
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    from spanwright.deliverables.ifc.model import Model

    layout = lay_out(read_project(ROOT / "examples" / "tumen").brief)[0]
    model = Model("axis")
    zero = model.placement((0.0, 0.0, 0.0), None)
    site = model.root("IfcSite", "site", ObjectPlacement=zero)
    bridge = model.root("IfcBridge", "bridge", ObjectPlacement=zero)
    project = model.root("IfcProject", "project", Name="axis")
    alignment(model, layout, Frame(project, site, bridge, None, None, None))
    (tmp_path / "tumen-ifc").mkdir()
    (tmp_path / "tumen-ifc" / "bridge.ifc").write_bytes(model.to_bytes(None))
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "ifc.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(code, {})
    first, second = capsys.readouterr().out.splitlines()
    assert first == "road axis, from 0 m: x 1005.000 m, level 12.450 m"
    assert float(second) == 0.0
