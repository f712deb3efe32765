"""From a project folder to its deliverables, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spanwright.datum.terminal import Progress

if TYPE_CHECKING:
    from spanwright.deliverables.results import Results
    from spanwright.project.reader import Reading

OUT = "out"


def run(project: Path, out: Path | None, progress: Progress) -> str:
    """Analyse the project and write every deliverable; returns what the terminal shows.

    out : folder for the results; None puts them in ``out`` beside the project file.  It is written
    whole or not at all.
    """
    from spanwright.datum.atomic import output_folder
    from spanwright.datum.process import Beside
    from spanwright.deliverables.write import DELIVERABLES, write_into
    from spanwright.pipeline import cache
    from spanwright.pipeline.results import headline, results_of
    from spanwright.pipeline.stages import analyse_reading
    from spanwright.project.reader import project_file, read_project

    folder = (out if out is not None else project_file(project).parent / OUT).absolute()
    # The folder is opened first: one that cannot be written is told before the work, not after.
    with output_folder(folder) as draft:
        with progress("reading the project"):
            reading = read_project(project)
            key = cache.key_of(reading)
        found = analyse_reading(reading, progress)
        results = results_of(found)
        kept = Beside(lambda: cache.store(key, reading, results))
        report = Beside(lambda: write_into(results, draft, only=("report",)))
        for name, (step, _) in DELIVERABLES.items():
            if name != "report":
                with progress(step):
                    write_into(results, draft, only=(name,))
        with progress(DELIVERABLES["report"][0]):
            report.result()
            kept.result()
    return f"{headline(found)}\nreport: {folder / 'report.html'}"


def deliver(
    what: Sequence[str],
    project: Path,
    out: Path | None,
    progress: Progress,
    *,
    fresh: bool = False,
) -> str:
    """Write deliverables of one project; returns the paths written, one a line.

    What shows the layout alone is made without an analysis; all others share one, or the results
    kept of an earlier one of the very same input.

    what  : names of deliverables, made in the order of the list of all
    out   : folder for them; None puts them in ``out`` beside the project file.  Other files stay.
    fresh : analyse in any case
    Raises ScopeError, MissingExtra and OutputError before the analysis where it can be known.
    """
    from spanwright.datum.atomic import output_files
    from spanwright.deliverables import write
    from spanwright.project.reader import project_file, read_project

    names = {write.known(name) for name in what}
    folder = (out if out is not None else project_file(project).parent / OUT).absolute()
    with output_files(folder) as draft:
        with progress("reading the project"):
            reading = read_project(project)
        if "geojson" in names:
            require_position(reading)
        of_layout = names & set(write.OF_LAYOUT)
        written: list[Path] = []
        if names == of_layout:
            written += _of_layout(reading, names, draft, progress)
        else:
            results = results_for(reading, progress, fresh=fresh)
            for name, (step, _) in (write.DELIVERABLES | write.ON_REQUEST).items():
                if name in names:
                    with progress(step):
                        written += write.write_into(results, draft, only=(name,))
        paths = [folder / path.relative_to(draft) for path in written]
    return "\n".join(str(path) for path in paths)


def _of_layout(
    reading: Reading, names: set[str], draft: Path, progress: Progress
) -> tuple[Path, ...]:
    """Deliverables that need no analysis."""
    from spanwright.deliverables import write
    from spanwright.pipeline.arrangement import arrangement_of
    from spanwright.pipeline.stages import arrange

    with progress("general arrangement"):
        arranged = arrangement_of(reading, arrange(reading))
    written: list[Path] = []
    for name, (step, _) in (write.DELIVERABLES | write.ON_REQUEST).items():
        if name in names:
            with progress(step):
                written += write.write_of_layout(arranged, draft, name)
    return tuple(written)


def results_for(reading: Reading, progress: Progress, *, fresh: bool) -> Results:
    """The results of a project: kept ones where its input is the same, or a new analysis."""
    from spanwright.pipeline import cache
    from spanwright.pipeline.results import results_of
    from spanwright.pipeline.stages import analyse_reading

    key = cache.key_of(reading)
    if not fresh:
        kept, notice = cache.load(key)
        if kept is not None:
            with progress("analysis of the same input, kept from before"):
                return kept
        if notice:
            with progress(notice):
                pass
    results = results_of(analyse_reading(reading, progress))
    cache.store(key, reading, results)
    return results


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
