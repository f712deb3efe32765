"""The command line.  Each command imports what it needs when it runs: ``--help`` stays quick.

Exit codes: 0 done, 2 the user can mend it (one line a problem on stderr), 70 a fault of ours
(the traceback is saved to a file), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from spanwright.datum.errors import SpanwrightError
from spanwright.datum.terminal import progress_display, silent

# The searches run on threads of their own; a BLAS with threads beside them makes small products
# many times slower on a busy machine.  Set before numpy is imported; the user's own choice wins.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

MENDABLE = 2
FAULT = 70
INTERRUPTED = 130

app = typer.Typer(
    name="spanwright",
    help="From the few facts known about a river crossing to a checked, drawn bridge.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
WHAT = (
    "report, drawings, model, summary, tables, pdf, sheets, dxf, xlsx, parquet, ifc, geojson, "
    "opensees"
)
Project = Annotated[Path, typer.Argument(help="project folder or its project.toml")]


@app.command()
def run(
    project: Project,
    out: Annotated[Path | None, typer.Option(help="folder for the results")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress display")] = False,
) -> None:
    """Lay out, analyse and check the bridge; write the report and its data."""
    from importlib import import_module

    # By name: the rooms above the command line's own checks load only for this command.
    pipeline = import_module("spanwright.pipeline")
    result = pipeline.run(project, out, silent if quiet else progress_display())
    if result is not None:
        print(result)


@app.command()
def deliver(
    what: Annotated[list[str], typer.Argument(help=f"one or more of: {WHAT}")],
    project: Project,
    out: Annotated[Path | None, typer.Option(help="folder for the files")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="analyse anew in any case")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress display")] = False,
) -> None:
    """Make deliverables without the rest: the report, drawings, DXF, PDF, XLSX, IFC, a map ..."""
    from importlib import import_module

    pipeline = import_module("spanwright.pipeline")
    show = silent if quiet else progress_display()
    print(pipeline.deliver(what, project, out, show, fresh=fresh))


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="project or output folder")],
    after: Annotated[Path, typer.Argument(help="another of the same kind")],
    as_json: Annotated[bool, typer.Option("--json", help="print data, not text")] = False,
) -> None:
    """Compare two projects (inputs, quantities) or two outputs (utilisations, dates too)."""
    from importlib import import_module

    import_module("spanwright.pipeline.diff").print_story(before, after, as_json=as_json)


@app.command()
def show(
    project: Project,
    words: Annotated[
        list[str] | None, typer.Argument(help="place and check: girder 2 @ 312 m shear")
    ] = None,
    fresh: Annotated[bool, typer.Option(help="analyse even if results are kept")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress display")] = False,
) -> None:
    """One check at one place, written out like a page of hand calculation."""
    from importlib import import_module

    display = silent if quiet else progress_display()
    text = " ".join(words or ())
    print(import_module("spanwright.pipeline.show").show(project, text, display, fresh=fresh))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="folder to make, e.g. my-bridge")],
    length: Annotated[str, typer.Option(help='length of the bridge, e.g. 120 or "120 m"')],
    lanes: Annotated[int, typer.Option(help="marked lanes")] = 2,
) -> None:
    """Write a commented project file to start from."""
    from spanwright.datum.errors import InputError
    from spanwright.datum.units import parse
    from spanwright.project.template import write_template

    try:
        metres = parse(length, "length")
    except ValueError as error:
        raise InputError("--length", str(error), got=length) from None
    paths = write_template(folder, metres, lanes)
    for path in paths:
        print(path)
    print(f"next: edit {paths[0]}, then  spanwright run {folder}")


@app.command()
def size(
    project: Project,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print only, write nothing")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress display")] = False,
) -> None:
    """Choose plates, studs, bars, shafts and piles so that every check holds; write sizes.toml."""
    from importlib import import_module

    sizing = import_module("spanwright.sizing")
    text, reached = sizing.run(project, silent if quiet else progress_display(), write=not dry_run)
    print(text)
    if not reached:
        raise typer.Exit(MENDABLE)


@app.command()
def check(project: Project) -> None:
    """Validate the input only; list what is assumed."""
    from spanwright.project.reader import read_project

    reading = read_project(project)
    for notice in reading.notices:
        print(f"{notice.level}: {notice.address}: {notice.text}")
    kinds = [line.kind for line in reading.ledger]
    counted = ", ".join(
        f"{kinds.count(kind)} {kind}" for kind in ("given", "reported", "assumed") if kind in kinds
    )
    defaults = sum(line.note == "default" for line in reading.ledger)
    print(f"{reading.document.path}: valid; {counted} ({defaults} of them defaults)")


@app.command()
def explain(
    project: Project,
    what: Annotated[
        str, typer.Argument(help="a quantity, an address or an id: length, road.lanes, B15")
    ],
) -> None:
    """Say where a number comes from: claims, conflicts, what was adopted and why."""
    from spanwright.project.explain import explain, print_topics
    from spanwright.project.reader import read_project

    print_topics(explain(read_project(project), what))


@app.command()
def forecast(
    project: Project,
    samples: Annotated[int, typer.Option(help="plans to draw")] = 100_000,
    as_json: Annotated[bool, typer.Option("--json", help="print data, not text")] = False,
    seed: Annotated[int, typer.Option(help="another seed gives other draws")] = 1,
) -> None:
    """When will it open, and how sure is that?  Every promised date with its chance."""
    from spanwright.works.commands import forecast

    print(forecast(project, samples, as_json=as_json, seed=seed))


@app.command()
def plan(
    project: Project,
    time_limit: Annotated[float, typer.Option(help="seconds for a proof; 0: none sought")] = 0.0,
    write: Annotated[Path | None, typer.Option(help="a .xml (MS Project) or .csv file")] = None,
) -> None:
    """Activities of the bridge with dates at the most likely paces."""
    from spanwright.works.commands import plan

    print(plan(project, time_limit, write))


@app.command()
def schedule(
    file: Annotated[Path, typer.Argument(help="a plan: .toml, .json, PSPLIB .sm or .sch")],
    as_json: Annotated[bool, typer.Option("--json", help="print data, not a table")] = False,
    time_limit: Annotated[float, typer.Option(help="seconds for the search")] = 60.0,
    write: Annotated[Path | None, typer.Option(help="a .xml (MS Project) or .csv file")] = None,
) -> None:
    """Schedule any plan: shortest under its resources and calendars, with a bound."""
    from spanwright.works.schedule_command import run

    print(run(file, time_limit, as_json=as_json, write=write))


@app.command()
def solve(
    model: Annotated[Path, typer.Argument(help="a model file: nodes, members, loads in TOML")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="folder for the results")] = None,
) -> None:
    """Solve any frame or grillage from a file; writes JSON and CSV."""
    from spanwright.engine.commands import solve

    print(solve(model, out))


@app.command()
def beam(
    spans: Annotated[list[float], typer.Option(help="span lengths in m: --spans 60 80 60")],
    train: Annotated[str, typer.Option(help="a load model (lm1, hl93-truck, ...) or its file")],
    sections: Annotated[int, typer.Option(help="equal parts of each span")] = 10,
    step: Annotated[
        float | None, typer.Option(help="move in steps of so many m; else exact")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="draw the envelopes: .svg, .png or .pdf")
    ] = None,
) -> None:
    """Envelopes of a continuous beam under any load model, each with its cause."""
    from spanwright.datum.terminal import console
    from spanwright.traffic.commands import beam

    screen = console()
    sections_table, sketch, supports, remarks = beam(spans, train, sections, step, plot)
    screen.print(sections_table)
    screen.print(sketch, markup=False)
    screen.print(supports)
    for remark in remarks:
        screen.print(remark, markup=False)


@app.command()
def export(
    model: Annotated[Path, typer.Argument(help="a model file: nodes, members, loads in TOML")],
    out: Annotated[Path, typer.Option("--out", "-o", help="script to write: .py or .tcl")],
) -> None:
    """Write a model file with its loads as an OpenSees script."""
    from spanwright.engine.commands import export

    print(export(model, out))


@app.command()
def studio(
    project: Project,
    port: Annotated[int, typer.Option(help="port on this machine; 0 takes a free one")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="only print where")] = False,
) -> None:
    """Open the bridge in a local web page: drag a truck, change a value, see what follows."""
    from importlib.util import find_spec

    from spanwright.datum.errors import MissingExtra

    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "tomlkit")):
        raise MissingExtra("the studio needs more; install it: pip install 'spanwright[studio]'")
    from importlib import import_module

    # By name: nothing in spanwright imports the studio.
    import_module("spanwright_studio.serve").serve(project, port, browser=not no_browser)


@app.command()
def codes(
    words: Annotated[list[str] | None, typer.Argument(help="words a row must hold")] = None,
    annex: Annotated[
        str, typer.Option(help="list the values of a national set: recommended, UK, DE or FR")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print data, not text")] = False,
) -> None:
    """What each standard is answered with and how it was verified; with words, row by row."""
    from importlib import import_module

    show = import_module("spanwright.pipeline.coverage")
    if annex:
        show.print_annex(annex, words or (), as_json=as_json)
    else:
        show.print_covered(words or (), as_json=as_json)


@app.command()
def schema(
    markdown: Annotated[bool, typer.Option("--markdown", help="as tables for readers")] = False,
) -> None:
    """Print the JSON Schema of the project file, for editors."""
    from spanwright.project.reference import reference
    from spanwright.project.schema import schema_text

    print(reference() if markdown else schema_text(), end="")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="show the version")] = False,
) -> None:
    """Options of the command itself."""
    if version:
        from spanwright import __version__

        print(f"spanwright {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code and never raises."""
    command = typer.main.get_command(app)
    words = _spread(list(sys.argv[1:] if arguments is None else arguments), "--spans")
    try:
        code = command.main(
            args=words,
            prog_name="spanwright",
            standalone_mode=False,
        )
        if code == INTERRUPTED:  # the command line library has caught Ctrl-C itself
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except SpanwrightError as error:
        print(error, file=sys.stderr)
        return MENDABLE
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted; earlier output is as it was", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # e.g. `spanwright explain ... | head`
        sys.stderr.close()
        return 0
    except Exception as error:
        return _usage_or_fault(error)


def _spread(words: list[str], option: str) -> list[str]:
    """``--spans 60 80 60`` as the command line library wants it: the option before each value."""
    spread: list[str] = []
    inside = False
    for word in words:
        if word == option:
            inside = True
            continue
        if inside and word.startswith("--"):
            inside = False
        spread += [option, word] if inside else [word]
    return spread


def _usage_or_fault(error: Exception) -> int:
    message = getattr(error, "format_message", None)  # what typer raises for a wrong command line
    if message is not None:
        print(f"spanwright: {message()} (see spanwright --help)", file=sys.stderr)
        return MENDABLE
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="spanwright-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    kind = type(error).__name__
    print(
        f"spanwright: a fault of ours ({kind}), not of your file; "
        f"please send us {file.name}; earlier output is as it was",
        file=sys.stderr,
    )
    return FAULT


if __name__ == "__main__":
    sys.exit(main())
