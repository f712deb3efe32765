"""From a project folder to its deliverables, in one call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

Progress = Callable[[str], AbstractContextManager[None]]
OUT = "out"


def run(project: Path, out: Path | None, progress: Progress) -> str:
    """Analyse the project and write every deliverable; returns what the terminal shows.

    out : folder for the results; None puts them in ``out`` beside the project file.  It is written
    whole or not at all.
    """
    from spanwright.datum.atomic import output_folder
    from spanwright.deliverables.write import DELIVERABLES, write_into
    from spanwright.pipeline.results import headline, results_of
    from spanwright.pipeline.stages import analyse
    from spanwright.project.reader import project_file

    folder = (out if out is not None else project_file(project).parent / OUT).absolute()
    # The folder is opened first: one that cannot be written is told before the work, not after.
    with output_folder(folder) as draft:
        found = analyse(project, progress)
        results = results_of(found)
        for name, (step, _) in DELIVERABLES.items():
            with progress(step):
                write_into(results, draft, only=(name,))
    return f"{headline(found)}\nreport: {folder / 'report.html'}"
