"""Every girder check of a project at every section, and where the time goes."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from time import process_time

from benchmarks.tools import best_of, row
from spanwright.checks.run import check_girders
from spanwright.pipeline.stages import analyse_reading
from spanwright.project.reader import read_project


def main(project: str = "examples/tumen") -> None:
    """Print seconds of all girder checks, sections, series and results."""
    reading = read_project(Path(project))
    brief = reading.brief.model_copy(update={"programme": None})
    run = analyse_reading(replace(reading, brief=brief), lambda _: nullcontext())
    busy = process_time()
    seconds, series = best_of(lambda: check_girders(run.girders, run.demands, run.layout.decks), 5)
    row("sections", "checks", "results", "seconds", "processor, 5 runs")
    row(
        run.girders.count,
        len(series),
        sum(len(one.demand) for one in series),
        seconds,
        process_time() - busy,
    )
