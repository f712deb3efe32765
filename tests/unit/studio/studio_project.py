"""A small bridge with a programme, as a project folder."""

from pathlib import Path

from spanwright.project.template import write_template

PROGRAMME = """
[programme]
start = 2026-03-02
[[programme.fronts]]
name = "A"
parts = ["deck"]
"""


def small_project(folder: Path, length: float = 60.0) -> Path:
    write_template(folder, length, 2)
    file = folder / "project.toml"
    file.write_text(file.read_text("utf-8") + PROGRAMME, "utf-8")
    return folder
