"""`spanwright solve model.toml`: a frame and its loads from a file, results as JSON and CSV.

The keys are those of `Frame` (docs/frame.md); unknown keys are refused with the nearest known one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from spanwright.datum.atomic import json_bytes, output_folder
from spanwright.datum.errors import InputError, ModelError
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spanwright.engine.frame import Frame
    from spanwright.engine.frame.result import FrameResult

FORCE_WORDS: Final = ("fx", "fy", "fz", "mx", "my", "mz")
DOF_WORDS: Final = ("ux", "uy", "uz", "rx", "ry", "rz")
TOP: Final = (
    "title", "plane", "nodes", "sections", "members", "supports", "springs", "masses", "loads",
    "self_weight", "temperatures", "strains", "settlements", "combinations", "results",
)  # fmt: skip
SECTION: Final = (
    "E", "A", "I", "Iy", "Iz", "J", "Ay", "Az", "G", "nu", "density", "EA", "EI", "EIy", "EIz",
    "GJ", "GAy", "GAz", "mass", "expansion",
)  # fmt: skip
MEMBER: Final = (
    "start", "end", "section", "kind", "release_start", "release_end", "offset_start",
    "offset_end", "up", "bedding", "hinges", "parts",
)  # fmt: skip
RESULTS: Final = ("sections", "influence", "modes")
INFLUENCE: Final = ("of", "component", "at", "along", "points")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run of `solve` has to tell: where the files lie and how good the solution is."""

    title: str
    folder: Path
    files: tuple[str, ...]
    cases: tuple[str, ...]
    equilibrium_residual: float


def run(path: Path, out: Path | None = None) -> Summary:
    """Read, solve and write; `out` is the folder, `<model>-results` beside the file by default.

    Raises InputError (file:line: address) for what is wrong in the file, OutputError for a folder
    that cannot be written; earlier results then stay as they were.
    """
    document = read_document(path)
    frame, wanted = read_frame(document)
    with _at(document, "model"):
        result = frame.solve()
    folder = out or path.with_name(path.stem + "-results")
    files = {**_tables(result, wanted, document), "axes-and-signs.md": _signs()}
    title = str(document.data.get("title", path.stem))
    files["results.json"] = json_bytes(_as_json(title, result, files))
    with output_folder(folder) as draft:
        for name, content in files.items():
            (draft / name).write_bytes(content)
    return Summary(title, folder, tuple(files), result.names, result.equilibrium_residual)


def read_frame(document: Document) -> tuple[Frame, Mapping[str, Any]]:
    """The frame of a parsed file and its table of wanted results."""
    from spanwright.engine.frame import Frame

    data = document.data
    _known_keys(document, "", data, TOP)
    with _at(document, "plane"):
        frame = Frame(plane=data.get("plane", ""))
    for name, place in _table(document, "nodes").items():
        with _at(document, f"nodes.{name}"):
            frame.node(name, *_list(place, "must be a list of coordinates [x, y, z]", (1, 2, 3)))
    for name, row in _rows(document, "sections", SECTION):
        with _at(document, f"sections.{name}"):
            frame.section(name, **row)
    for name, row in _rows(document, "members", MEMBER):
        with _at(document, f"members.{name}"):
            _add_member(frame, name, row)
    _add_supports(document, frame)
    for name, row in _rows(document, "springs", ("node", "to", "axes", *DOF_WORDS)):
        with _at(document, f"springs.{name}"):
            frame.spring(_need(row, "node"), name=name, **_without(row, "node"))
    for name, mass in _table(document, "masses").items():
        with _at(document, f"masses.{name}"):
            frame.mass(name, mass)
    _add_loads(document, frame)
    for name, factors in _table(document, "combinations").items():
        with _at(document, f"combinations.{name}"):
            if not isinstance(factors, dict):
                raise ModelError("must be a table of case = factor")
            frame.combine(name, factors)
    wanted = _table(document, "results")
    _known_keys(document, "results", wanted, RESULTS)
    return frame, wanted


def _add_member(frame: Frame, name: str, row: dict[str, Any]) -> None:
    start, end, section = (_need(row, key) for key in ("start", "end", "section"))
    kind = row.get("kind", "beam")
    rest = _without(row, "start", "end", "section", "kind")
    if kind == "bar":
        if rest:
            raise ModelError(f"a bar has no '{next(iter(rest))}'")
        frame.bar(name, start, end, section)
    elif kind == "beam":
        frame.member(name, start, end, section, **rest)
    else:
        raise ModelError(f'kind must be "beam" or "bar" (got {kind!r})')


def _add_supports(document: Document, frame: Frame) -> None:
    for name, held in _table(document, "supports").items():
        address = f"supports.{name}"
        with _at(document, address):
            if isinstance(held, str):
                frame.support(name, held)
            elif isinstance(held, dict):
                _known_keys(document, address, held, ("held", "axes"))
                frame.support(name, _need(held, "held"), axes=held.get("axes"))
            else:
                raise ModelError('must be a text such as "ux uy uz", "pinned" or "fixed"')


def _add_loads(document: Document, frame: Frame) -> None:
    weight = document.data.get("self_weight")
    if weight is not None:
        with _at(document, "self_weight"):
            if not isinstance(weight, dict):
                raise ModelError('must be a table, e.g. self_weight = { case = "dead" }')
            _known_keys(document, "self_weight", weight, ("case", "gravity"))
            frame.self_weight(**weight)
    load = ("on", "case", "at", "start", "end", "local", "arm", *FORCE_WORDS)
    thermal = (
        "member", "case", "uniform", "top_minus_bottom", "depth", "left_minus_right", "width",
        "expansion",
    )  # fmt: skip
    strain = ("member", "case", "axial", "kappa_y", "kappa_z")
    tables: tuple[tuple[str, str, tuple[str, ...], Callable[..., None]], ...] = (
        ("loads", "on", load, frame.load),
        ("temperatures", "member", thermal, frame.temperature),
        ("strains", "member", strain, frame.strain),
        ("settlements", "node", ("node", "case", *DOF_WORDS), frame.settle),
    )
    for table, target, keys, add in tables:
        for address, row in _entries(document, table, keys):
            with _at(document, address):
                add(_need(row, target), **_without(row, target))


# ---- results ------------------------------------------------------------------------------


def _tables(result: FrameResult, wanted: Mapping[str, Any], document: Document) -> dict[str, bytes]:
    from spanwright.engine.frame.report import supported
    from spanwright.engine.model import DOF, FORCE

    count = wanted.get("sections", 11)
    if isinstance(count, bool) or not isinstance(count, int) or count < 2:
        raise _wrong(document, "results.sections", "must be a whole number of 2 or more")
    frame = result.frame
    files = {
        "reactions.csv": _csv(
            ("case", "node", *(f"{w} [{'N' if w[0] == 'f' else 'N m'}]" for w in FORCE_WORDS)),
            [(c, n, *result.reaction(n, c)) for c in result.names for n in supported(result)],
        ),
        "displacements.csv": _csv(
            ("case", "node", *(f"{w} [{'m' if w[0] == 'u' else 'rad'}]" for w in DOF)),
            [(c, n, *result.displacement(n, c)) for c in result.names for n in frame.nodes],
        ),
    }
    sections, extremes = [], []
    for case in result.names:
        for name, member in frame.members.items():
            x = np.linspace(0.0, member.length, count)
            forces = np.stack([np.asarray(v) for v in result.force(name, x, case)], axis=1)
            sections += [(case, name, s, *f) for s, f in zip(x, forces, strict=True)]
            extremes += [
                (case, name, component, *result.extreme(name, component, case))
                for component in (*FORCE, "uz")
            ]
    units = tuple(f"{w} [{'N' if w[0] in 'NV' else 'N m'}]" for w in FORCE)
    files["section_forces.csv"] = _csv(("case", "member", "x [m]", *units), sections)
    head = ("case", "member", "component", "maximum", "at [m]", "minimum", "at [m]")
    files["extremes.csv"] = _csv(head, extremes)
    if result.built.spring:
        files["springs.csv"] = _csv(
            ("case", "spring", *FORCE_WORDS),
            [(c, s, *result.spring(s, c)) for c in result.names for s in result.built.spring],
        )
    return files | _influence(result, wanted, document) | _modes(result, wanted, document)


def _influence(
    result: FrameResult, wanted: Mapping[str, Any], document: Document
) -> dict[str, bytes]:
    rows = []
    for i, entry in enumerate(wanted.get("influence", [])):
        address = f"results.influence[{i}]"
        with _at(document, address):
            if not isinstance(entry, dict):
                raise ModelError('must be a table, e.g. { of = "AB", component = "My", at = 3 }')
            _known_keys(document, address, entry, INFLUENCE)
            target, component = _need(entry, "of"), _need(entry, "component")
            line = result.influence(target, component, **_without(entry, "of", "component"))
        table = zip(line.member, line.x, line.station, line.value, strict=True)
        rows += [(line.name, *row) for row in table]
    head = ("response", "member", "x [m]", "station [m]", "value per unit downward force")
    return {"influence.csv": _csv(head, rows)} if rows else {}


def _modes(result: FrameResult, wanted: Mapping[str, Any], document: Document) -> dict[str, bytes]:
    count = wanted.get("modes", 0)
    if not count:
        return {}
    with _at(document, "results.modes"):
        if isinstance(count, bool) or not isinstance(count, int):
            raise ModelError(f"must be a whole number (got {count!r})")
        found = result.frame.modes(count)
    share = found.effective_mass[:, :3] / np.where(
        found.total_mass[:3] > 0, found.total_mass[:3], 1
    )
    rows = [
        (i + 1, f, 1 / f, *s) for i, (f, s) in enumerate(zip(found.frequency, share, strict=True))
    ]
    head = ("mode", "frequency [Hz]", "period [s]", "mass x [-]", "mass y [-]", "mass z [-]")
    return {"modes.csv": _csv(head, rows)}


def _csv(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[repr(float(v)) if isinstance(v, float) else v for v in row] for row in rows])
    return text.getvalue().encode()


def _as_json(title: str, result: FrameResult, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The same tables as records, read back from the CSV so that the two cannot differ."""
    tables = {}
    for name, content in files.items():
        if not name.endswith(".csv"):
            continue
        head, *rows = list(csv.reader(io.StringIO(content.decode())))
        unique = [h if head.count(h) == 1 else f"{head[i - 1]} {h}" for i, h in enumerate(head)]
        tables[name.removesuffix(".csv")] = [
            {key: _value(cell) for key, cell in zip(unique, row, strict=True)} for row in rows
        ]
    return {
        "title": title,
        "units": "SI: m, N, kg, s, rad",
        "signs": "axes-and-signs.md",
        "cases": list(result.loads.names),
        "combinations": result.frame.combinations,
        "equilibrium_residual": result.equilibrium_residual,
        **tables,
    }


def _value(cell: str) -> str | float:
    try:
        return float(cell)
    except ValueError:
        return cell


def _signs() -> bytes:
    from importlib.resources import files

    return (files("spanwright.engine") / "conventions.md").read_bytes()


# ---- strict reading -----------------------------------------------------------------------


@contextmanager
def _at(document: Document, address: str) -> Iterator[None]:
    """A complaint of the frame becomes one about this address of the file."""
    try:
        yield
    except ModelError as error:
        raise _wrong(document, address, str(error)) from error
    except TypeError as error:
        raise _wrong(document, address, f"has a value of the wrong type ({error})") from error


def _wrong(document: Document, address: str, text: str) -> InputError:
    return InputError(address, text, place=document.place(address))


def _known_keys(
    document: Document, address: str, table: Mapping[str, Any], keys: tuple[str, ...]
) -> None:
    for key in table:
        if key not in keys:
            full = f"{address}.{key}" if address else key
            raise InputError(
                full, "is not a known key", hint=did_you_mean(key, keys), place=document.place(full)
            )


def _table(document: Document, name: str) -> dict[str, Any]:
    table = document.data.get(name, {})
    if not isinstance(table, dict):
        raise _wrong(document, name, f"must be a table [{name}]")
    return table


def _rows(
    document: Document, name: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, row in _table(document, name).items():
        if not isinstance(row, dict):
            raise _wrong(document, f"{name}.{key}", f"must be a table [{name}.{key}]")
        _known_keys(document, f"{name}.{key}", row, keys)
        yield key, row


def _entries(
    document: Document, name: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = document.data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _wrong(document, name, f"must be a list of tables [[{name}]]")
    for i, row in enumerate(rows):
        _known_keys(document, f"{name}[{i}]", row, keys)
        yield f"{name}[{i}]", row


def _need(row: Mapping[str, Any], key: str) -> str:
    if key not in row:
        raise ModelError(f"'{key}' is missing")
    value = row[key]
    if not isinstance(value, str):
        raise ModelError(f"'{key}' must be a name in quotes (got {value!r})")
    return value


def _without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def _list(value: Any, wanted: str, sizes: tuple[int, ...]) -> list[Any]:
    if not isinstance(value, list) or len(value) not in sizes:
        raise ModelError(f"{wanted} (got {value!r})")
    return value
