"""Which deliverables there are, and how they get onto the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spanwright.datum.atomic import json_bytes, output_folder, write_arrays
from spanwright.datum.errors import ScopeError
from spanwright.datum.nearest import did_you_mean
from spanwright.deliverables.results import Results

Progress = Callable[[str], None]
Made = Iterator[tuple[str, bytes]]


def silent(step: str) -> None:
    """A progress display that shows nothing."""


def _report(results: Results) -> Made:
    from spanwright.deliverables.html import to_html
    from spanwright.deliverables.report import document

    yield "report.html", to_html(document(results)).encode()


def _drawings(results: Results) -> Made:
    from spanwright.deliverables.drawing import all_sheets
    from spanwright.deliverables.drawing.svg import to_svg

    for drawn in all_sheets(results.layout):
        yield f"drawings/{drawn.name}.svg", to_svg(drawn.sheet, drawn.title).encode()


def _glb(results: Results) -> Made:
    from spanwright.deliverables.glb import to_glb

    yield "bridge.glb", to_glb(results.layout)


def _summary(results: Results) -> Made:
    from spanwright.deliverables.tables import summary

    yield "summary.json", json_bytes(summary(results))


def _tables(results: Results) -> Made:
    from spanwright.deliverables.tables import checks_csv, quantities_csv, results_guide

    yield "results.md", results_guide(results).encode()
    yield "quantities.csv", quantities_csv(results)
    yield "checks.csv", checks_csv(results)


# name -> (what the progress display says, how its files are made)
DELIVERABLES: dict[str, tuple[str, Callable[[Results], Made]]] = {
    "report": ("report.html", _report),
    "drawings": ("drawings to scale", _drawings),
    "model": ("bridge.glb", _glb),
    "summary": ("summary.json", _summary),
    "tables": ("result tables", _tables),
}


def write_into(
    results: Results, folder: Path, progress: Progress = silent, *, only: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Write deliverables into an existing folder; returns their paths in the order written.

    only : names of DELIVERABLES; empty means all.  Raises ScopeError for an unknown name.
    """
    for name in only:
        if name not in DELIVERABLES:
            raise ScopeError(f'no deliverable "{name}"; {did_you_mean(name, DELIVERABLES)}')
    written: list[Path] = []
    for name, (step, make) in DELIVERABLES.items():
        if only and name not in only:
            continue
        progress(step)
        for path, content in make(results):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(target)
        if name == "tables":
            written.append(_write_arrays(results, folder))
    return tuple(written)


def _write_arrays(results: Results, folder: Path) -> Path:
    from spanwright.deliverables.tables import arrays

    target = folder / "results.npz"
    write_arrays(target, {item.name: item.array for item in arrays(results)})
    return target


def write_all(
    results: Results, folder: Path, progress: Progress = silent, *, only: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Write deliverables as a whole output folder: all of it, or what was there before.

    Raises OutputError when the folder cannot be written.
    """
    folder = folder.absolute()
    with output_folder(folder) as draft:
        written = write_into(results, draft, progress, only=only)
    return tuple(folder / path.relative_to(draft) for path in written)
