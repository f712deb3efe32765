"""Plates, studs, bars, shafts and piles from the checks, by rules an engineer can follow."""

from __future__ import annotations

from pathlib import Path

from spanwright.datum.terminal import Progress


def run(project: Path, progress: Progress, *, write: bool = True) -> tuple[str, bool]:
    """Size a project and write ``sizes.toml`` beside it.

    returns what the terminal shows, and whether every check that is made holds
    """
    from spanwright.project.reader import SIZES_FILE, project_file
    from spanwright.sizing.iterate import size
    from spanwright.sizing.show import told
    from spanwright.sizing.write import sizes_text, write_sizes

    found = size(project, progress)
    path = project_file(project).parent / SIZES_FILE
    text = sizes_text(found.sizes, found.run) if found.sizes is not None else None
    if text is not None and write:
        write_sizes(path, text)
    return told(found, path, text, is_written=write), not found.failing
