from pathlib import Path

import pytest

from spanwright.datum.errors import ScopeError
from spanwright.project.reader import read_project

TUMEN = Path(__file__).parents[3] / "examples" / "tumen" / "project.toml"


@pytest.mark.parametrize(
    ("before", "added", "address"),
    [
        ("[road]\n", '[road]\nalignment = "axis.xml"\n', "road.alignment"),
        ("[project]\n", '[alignment]\nfile = "axis.ifc"\n[project]\n', "alignment"),
    ],
)
def test_a_project_that_names_an_alignment_is_refused_and_told_where(
    tmp_path, before, added, address
):
    text = TUMEN.read_text("utf-8")
    assert text.count(before) == 1
    changed = text.replace(before, added)
    (tmp_path / "project.toml").write_text(changed, "utf-8")
    key = added.index("alignment")
    line = changed[: changed.index(added) + key].count("\n") + 1
    with pytest.raises(ScopeError, match=rf"project\.toml:{line}: {address}: .*straight axis"):
        read_project(tmp_path)
