"""Promises of the repository as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "spanwright"


def test_the_conventions_are_stated_once():
    shipped = (PACKAGE / "engine" / "conventions.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8") == shipped


def test_files_of_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_commands_of_the_readme_exist():
    from spanwright.cli import app

    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^spanwright (\w+)", text, flags=re.M)) <= names


FORBIDDEN = {"openseespy", "pycba", "openpile", "groundhog", "pypile", "xc"}


def test_nothing_of_ours_imports_what_its_licence_forbids():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not FORBIDDEN & {name.split(".")[0] for name in names}, path


def test_help_is_quick_because_nothing_heavy_is_loaded():
    code = (
        "import sys, spanwright.cli; "
        "print([m for m in ('numpy','scipy','pydantic','matplotlib') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
