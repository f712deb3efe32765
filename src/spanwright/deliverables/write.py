"""Which deliverables there are, and how they get onto the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from spanwright.datum.atomic import json_bytes, output_folder, write_arrays
from spanwright.datum.errors import MissingExtra, ScopeError
from spanwright.datum.nearest import did_you_mean
from spanwright.deliverables.results import Arranged, Results

Progress = Callable[[str], None]
Made = Iterator[tuple[str, bytes]]


def silent(step: str) -> None:
    """A progress display that shows nothing."""


def _report(results: Results) -> Made:
    from spanwright.deliverables.html import to_html
    from spanwright.deliverables.report import document

    yield "report.html", to_html(document(results)).encode()


def _drawings(results: Arranged) -> Made:
    from spanwright.deliverables.drawing import sheets_of
    from spanwright.deliverables.drawing.svg import to_svg

    for drawn in sheets_of(results):
        yield f"drawings/{drawn.name}.svg", to_svg(drawn.sheet, drawn.title).encode()


def _glb(results: Arranged) -> Made:
    from spanwright.deliverables.glb import to_glb

    yield "bridge.glb", to_glb(results.layout, results.neighbours)


def _summary(results: Results) -> Made:
    from spanwright.deliverables.tables import summary

    yield "summary.json", json_bytes(summary(results))


def _tables(results: Results) -> Made:
    from spanwright.deliverables.tables import checks_csv, other_csv, quantities_csv, results_guide

    yield "results.md", results_guide(results).encode()
    yield "quantities.csv", quantities_csv(results)
    yield "checks.csv", checks_csv(results)
    yield from other_csv(results)


def _report_pdf(results: Results) -> Made:
    from spanwright.deliverables.report import document
    from spanwright.deliverables.report_pdf import to_pdf

    yield "report.pdf", to_pdf(document(results, is_printed=True))


def _sheets(results: Arranged) -> Made:
    from spanwright.deliverables.drawing.pages import pages
    from spanwright.deliverables.drawing.pdf import to_pdf

    yield "drawings.pdf", to_pdf(pages(results), results.summary.title)


def _dxf(results: Arranged) -> Made:
    from spanwright.deliverables.drawing.dxf import to_dxf
    from spanwright.deliverables.drawing.pages import pages

    yield "drawings.dxf", to_dxf(pages(results))


def _xlsx(results: Results) -> Made:
    from spanwright.deliverables.xlsx import to_xlsx

    yield "results.xlsx", to_xlsx(results)


def _parquet(results: Results) -> Made:
    from spanwright.deliverables.parquet import to_parquet

    for name, content in to_parquet(results):
        yield f"parquet/{name}", content


def _ifc(results: Results) -> Made:
    from spanwright.deliverables.ifc import write

    yield "bridge.ifc", write(results)


def _geojson(results: Arranged) -> Made:
    from spanwright.deliverables.crossing import to_geojson

    yield "crossing.geojson", to_geojson(results)


def _opensees(results: Results) -> Made:
    from spanwright.deliverables.opensees import to_opensees

    yield from to_opensees(results)


# name -> (what the progress display says, how its files are made)
DELIVERABLES: dict[str, tuple[str, Callable[[Results], Made]]] = {
    "report": ("report.html", _report),
    "drawings": ("drawings to scale", _drawings),
    "model": ("bridge.glb", _glb),
    "summary": ("summary.json", _summary),
    "tables": ("result tables", _tables),
}
# Made when asked for by name; most need an extra.
ON_REQUEST: dict[str, tuple[str, Callable[[Results], Made]]] = {
    "pdf": ("report.pdf", _report_pdf),
    "sheets": ("drawings.pdf", _sheets),
    "dxf": ("drawings.dxf", _dxf),
    "xlsx": ("results.xlsx", _xlsx),
    "parquet": ("parquet tables", _parquet),
    "ifc": ("bridge.ifc", _ifc),
    "geojson": ("crossing.geojson", _geojson),
    "opensees": ("opensees scripts", _opensees),
}
# Those that need the layout alone; they can be made without an analysis.
OF_LAYOUT: dict[str, Callable[[Arranged], Made]] = {
    "drawings": _drawings,
    "model": _glb,
    "sheets": _sheets,
    "dxf": _dxf,
    "geojson": _geojson,
}
ALIASES = {"glb": "model", "html": "report", "svg": "drawings", "json": "summary", "csv": "tables"}
# deliverable -> (module it needs, extra that brings it)
NEEDS = {
    "pdf": ("typst", "pdf"),
    "dxf": ("ezdxf", "drawings"),
    "xlsx": ("xlsxwriter", "tables"),
    "parquet": ("pyarrow", "tables"),
    "ifc": ("ifcopenshell", "ifc"),
}


def known(name: str) -> str:
    """The deliverable a user means by this name, its libraries being there.

    Raises ScopeError for an unknown name and MissingExtra, both before any work is done.
    """
    name = ALIASES.get(name.lower(), name.lower())
    every = (*DELIVERABLES, *ON_REQUEST)
    if name not in every:
        hint = did_you_mean(name, (*every, *ALIASES)) or f"known: {', '.join(every)}"
        raise ScopeError(f'no deliverable "{name}"; {hint}')
    module, extra = NEEDS.get(name, ("", ""))
    if module and find_spec(module) is None:
        raise MissingExtra(
            f"{name} needs {module}; install it with: pip install 'spanwright[{extra}]'"
        )
    return name


def write_into(
    results: Results, folder: Path, progress: Progress = silent, *, only: Sequence[str] = ()
) -> tuple[Path, ...]:
    """Write deliverables into an existing folder; returns their paths in the order written.

    only : names of DELIVERABLES or ON_REQUEST; empty means all DELIVERABLES.  Raises ScopeError
    for an unknown name, MissingExtra where a library is not there.
    """
    chosen = {known(name) for name in only} or set(DELIVERABLES)
    written: list[Path] = []
    for name, (step, make) in (DELIVERABLES | ON_REQUEST).items():
        if name not in chosen:
            continue
        progress(step)
        written += _put(make(results), folder)
        if name == "tables":
            written.append(_write_arrays(results, folder))
    return tuple(written)


def write_of_layout(arranged: Arranged, folder: Path, name: str) -> tuple[Path, ...]:
    """Write one deliverable of OF_LAYOUT into an existing folder; returns its paths."""
    return tuple(_put(OF_LAYOUT[name](arranged), folder))


def _put(made: Made, folder: Path) -> list[Path]:
    written = []
    for path, content in made:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(target)
    return written


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
