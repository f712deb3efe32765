"""`spanwright solve model.toml`: a frame and its loads from a file, results as JSON and CSV.

The keys are those of `Frame` (docs/frame.md); unknown keys are refused with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spanwright.datum.atomic import json_bytes, output_folder
from spanwright.datum.errors import ModelError
from spanwright.datum.toml import Document, read_document
from spanwright.engine.modelresults import FORCE_WORDS, as_json, signs, tables
from spanwright.engine.modeltables import (
    at,
    entries_of,
    known_keys,
    list_of,
    need,
    rows_of,
    table_of,
    without,
)

if TYPE_CHECKING:
    from spanwright.engine.frame import Frame

DOF_WORDS: Final = ("ux", "uy", "uz", "rx", "ry", "rz")
TOP: Final = (
    "title", "plane", "nodes", "sections", "members", "plates", "supports", "supports_at",
    "springs", "masses", "loads", "self_weight", "temperatures", "strains", "settlements",
    "combinations", "results",
)  # fmt: skip
SECTION: Final = (
    "E", "A", "I", "Iy", "Iz", "J", "Ay", "Az", "G", "nu", "density", "EA", "EI", "EIy", "EIz",
    "GJ", "GAy", "GAz", "mass", "expansion",
)  # fmt: skip
MEMBER: Final = (
    "start", "end", "section", "kind", "release_start", "release_end", "offset_start",
    "offset_end", "up", "bedding", "hinges", "parts",
)  # fmt: skip
PLATE: Final = (
    "corners", "divisions", "thickness", "E", "nu", "density", "expansion", "shear", "bedding",
    "along",
)  # fmt: skip
RESULTS: Final = ("sections", "influence", "modes", "second_order", "buckling", "spectrum")


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
    with at(document, "model"):
        result = frame.solve()
    folder = out or path.with_name(path.stem + "-results")
    files = {**tables(result, wanted, document), "axes-and-signs.md": signs()}
    title = str(document.data.get("title", path.stem))
    files["results.json"] = json_bytes(as_json(title, result, files))
    with output_folder(folder) as draft:
        for name, content in files.items():
            (draft / name).write_bytes(content)
    return Summary(title, folder, tuple(files), result.names, result.equilibrium_residual)


def read_frame(document: Document) -> tuple[Frame, Mapping[str, Any]]:
    """The frame of a parsed file and its table of wanted results."""
    from spanwright.engine.frame import Frame

    data = document.data
    known_keys(document, "", data, TOP)
    with at(document, "plane"):
        frame = Frame(plane=data.get("plane", ""))
    for name, place in table_of(document, "nodes").items():
        with at(document, f"nodes.{name}"):
            frame.node(name, *list_of(place, "must be a list of coordinates [x, y, z]", (1, 2, 3)))
    for name, row in rows_of(document, "sections", SECTION):
        with at(document, f"sections.{name}"):
            frame.section(name, **row)
    for name, row in rows_of(document, "plates", PLATE):
        with at(document, f"plates.{name}"):
            for key in ("corners", "thickness", "E"):
                if key not in row:
                    raise ModelError(f"'{key}' is missing")
            frame.plate(name, **row)
    for name, row in rows_of(document, "members", MEMBER):
        with at(document, f"members.{name}"):
            _add_member(frame, name, row)
    _add_supports(document, frame)
    for name, row in rows_of(document, "springs", ("node", "to", "axes", *DOF_WORDS)):
        with at(document, f"springs.{name}"):
            frame.spring(need(row, "node"), name=name, **without(row, "node"))
    for name, mass in table_of(document, "masses").items():
        with at(document, f"masses.{name}"):
            frame.mass(name, mass)
    _add_loads(document, frame)
    for name, factors in table_of(document, "combinations").items():
        with at(document, f"combinations.{name}"):
            if not isinstance(factors, dict):
                raise ModelError("must be a table of case = factor")
            frame.combine(name, factors)
    wanted = table_of(document, "results")
    known_keys(document, "results", wanted, RESULTS)
    return frame, wanted


def _add_member(frame: Frame, name: str, row: dict[str, Any]) -> None:
    start, end, section = (need(row, key) for key in ("start", "end", "section"))
    kind = row.get("kind", "beam")
    rest = without(row, "start", "end", "section", "kind")
    if kind == "bar":
        if rest:
            raise ModelError(f"a bar has no '{next(iter(rest))}'")
        frame.bar(name, start, end, section)
    elif kind == "beam":
        frame.member(name, start, end, section, **rest)
    else:
        raise ModelError(f'kind must be "beam" or "bar" (got {kind!r})')


def _add_supports(document: Document, frame: Frame) -> None:
    for name, held in table_of(document, "supports").items():
        address = f"supports.{name}"
        with at(document, address):
            if isinstance(held, str):
                frame.support(name, held)
            elif isinstance(held, dict):
                known_keys(document, address, held, ("held", "axes"))
                frame.support(name, need(held, "held"), axes=held.get("axes"))
            else:
                raise ModelError('must be a text such as "ux uy uz", "pinned" or "fixed"')
    for address, row in entries_of(document, "supports_at", ("x", "y", "z", "held", "axes")):
        with at(document, address):
            held = need(row, "held")
            found = frame.nodes_at(**without(row, "held", "axes"))
            if not found:
                raise ModelError("no node stands there")
            for node in found:
                frame.support(node, held, axes=row.get("axes"))


def _add_loads(document: Document, frame: Frame) -> None:
    weight = document.data.get("self_weight")
    if weight is not None:
        with at(document, "self_weight"):
            if not isinstance(weight, dict):
                raise ModelError('must be a table, e.g. self_weight = { case = "dead" }')
            known_keys(document, "self_weight", weight, ("case", "gravity"))
            frame.self_weight(**weight)
    load = ("on", "case", "at", "start", "end", "local", "arm", "size", *FORCE_WORDS)
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
        for address, row in entries_of(document, table, keys):
            with at(document, address):
                add(need(row, target), **without(row, target))
