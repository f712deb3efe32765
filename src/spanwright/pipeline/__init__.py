"""From a project folder to its deliverables, in one call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spanwright.project.reader import Reading

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


def deliver(what: str, project: Path, out: Path | None, progress: Progress) -> str:
    """Write one deliverable; returns the paths written, one a line.

    What shows the layout alone is made without an analysis.

    out : folder for it; None puts it in ``out`` beside the project file.  Other files there stay.
    Raises ScopeError, MissingExtra and OutputError before the analysis where it can be known.
    """
    from spanwright.datum.atomic import output_files
    from spanwright.deliverables import write
    from spanwright.pipeline.results import arrangement_of, results_of
    from spanwright.pipeline.stages import analyse_reading, arrange
    from spanwright.project.reader import project_file, read_project

    name = write.known(what)
    step, _ = (write.DELIVERABLES | write.ON_REQUEST)[name]
    folder = (out if out is not None else project_file(project).parent / OUT).absolute()
    with output_files(folder) as draft:
        with progress("reading the project"):
            reading = read_project(project)
        if name == "geojson":
            require_position(reading)
        if name in write.OF_LAYOUT:
            with progress("general arrangement"):
                arranged = arrangement_of(reading, arrange(reading))
            with progress(step):
                written = write.write_of_layout(arranged, draft, name)
        else:
            results = results_of(analyse_reading(reading, progress))
            with progress(step):
                written = write.write_into(results, draft, only=(name,))
        paths = [folder / path.relative_to(draft) for path in written]
    return "\n".join(str(path) for path in paths)


def require_position(reading: Reading) -> None:
    """Refuse a map of a bridge whose place or direction the project does not say.

    Raises InputErrors with what is missing.
    """
    from spanwright.datum.errors import InputError, InputErrors

    site = reading.brief.site
    missing = [name for name in ("latitude", "longitude", "bearing") if getattr(site, name) is None]
    if missing:
        raise InputErrors(
            InputError(f"site.{name}", "is needed for a map", hint=f'e.g. {name} = "{example}"')
            for name, example in (("latitude", "42.4 deg"), ("longitude", "130.6 deg"),
                                  ("bearing", "250 deg"))
            if name in missing
        )  # fmt: skip
