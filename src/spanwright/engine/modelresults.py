"""What `spanwright solve` writes: one CSV a table, and the same tables as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.datum.toml import Document
from spanwright.engine.modeltables import at, known_keys, need, without, wrong

if TYPE_CHECKING:
    from spanwright.engine.frame.result import FrameResult

FORCE_WORDS: Final = ("fx", "fy", "fz", "mx", "my", "mz")
INFLUENCE: Final = ("of", "component", "at", "along", "points")


SPECTRUM: Final = ("points", "direction", "count", "damping", "rule", "rest")
LABELS: Final = ("case", "node", "member", "component", "spring", "response", "plate")


def tables(result: FrameResult, wanted: Mapping[str, Any], document: Document) -> dict[str, bytes]:
    """Every table of a solved file, and those its `results` ask for, by file name."""
    from spanwright.engine.frame.report import supported
    from spanwright.engine.model import DOF, FORCE

    count = wanted.get("sections", 11)
    if isinstance(count, bool) or not isinstance(count, int) or count < 2:
        raise wrong(document, "results.sections", "must be a whole number of 2 or more")
    frame = result.frame
    files = {
        "reactions.csv": _csv(
            ("case", "node", *_units(FORCE_WORDS)),
            [(c, n, *result.reaction(n, c)) for c in result.names for n in supported(result)],
        ),
        "displacements.csv": _csv(
            ("case", "node", *_units(DOF)),
            [(c, n, *result.displacement(n, c)) for c in result.names for n in frame.nodes],
        ),
    }
    files["section_forces.csv"] = _csv(*_sections(result, count))
    extremes = [
        (case, name, component, *result.extreme(name, component, case))
        for case in result.names
        for name in frame.members
        for component in (*FORCE, "ux", "uy", "uz")
    ]
    head = ("case", "member", "component", "maximum", "at [m]", "minimum", "at [m]")
    files["extremes.csv"] = _csv(head, extremes)
    if result.built.spring:
        files["springs.csv"] = _csv(
            ("case", "spring", *FORCE_WORDS),
            [(c, s, *result.spring(s, c)) for c in result.names for s in result.built.spring],
        )
    if frame.plates:
        files["plates.csv"] = _csv(*_plates(result))
    files |= _influence(result, wanted, document) | _modes(result, wanted, document)
    files |= _second_order(result, wanted, document, count)
    return files | _buckling(result, wanted, document) | _spectrum(result, wanted, document, count)


def _units(words: Sequence[str]) -> tuple[str, ...]:
    unit = {"N": "N", "V": "N", "u": "m", "r": "rad", "f": "N", "n": "N/m", "q": "N/m"}
    return tuple(f"{word} [{unit.get(word[0], 'N m')}]" for word in words)


def _sections(result: FrameResult, count: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Section forces and movements at equal steps along every member."""
    from spanwright.engine.model import DOF, FORCE

    rows: list[tuple[Any, ...]] = []
    for case in result.names:
        for name, member in result.frame.members.items():
            x = np.linspace(0.0, member.length, count)
            both = (*result.force(name, x, case), *result.deflection(name, x, case))
            rows += [(case, name, *row) for row in zip(x, *map(np.asarray, both), strict=True)]
    return ("case", "member", "x [m]", *_units(FORCE), *_units(DOF)), rows


def _plates(result: FrameResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Resultants at the nodes of every mesh."""
    from spanwright.engine.frame.answers import PlateForce

    rows: list[tuple[Any, ...]] = []
    for case in result.names:
        for name, region in result.frame.plates.items():
            nx, ny = region.divisions
            for k, node in enumerate(region.nodes):
                j, i = divmod(k, nx + 1)
                found = result.plate(name, case, s=i / nx, t=j / ny)
                rows.append((case, name, node, *result.frame.nodes[node], *found))
    words = tuple(f"{w} [{'N m/m' if w[0] == 'm' else 'N/m'}]" for w in PlateForce._fields)
    return ("case", "plate", "node", "x [m]", "y [m]", "z [m]", *words), rows


def _second_order(
    result: FrameResult, wanted: Mapping[str, Any], document: Document, count: int
) -> dict[str, bytes]:
    """Section forces and movements on the displaced structure, a case or combination each."""
    names = wanted.get("second_order", [])
    head: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for i, name in enumerate(names if isinstance(names, list) else [names]):
        with at(document, f"results.second_order[{i}]" if isinstance(names, list)
                else "results.second_order"):  # fmt: skip
            if not isinstance(name, str):
                raise ModelError("must name cases or combinations")
            head, more = _sections(result.frame.second_order(name), count)
            rows += more
    return {"second_order.csv": _csv(head, rows)} if rows else {}


def _buckling(
    result: FrameResult, wanted: Mapping[str, Any], document: Document
) -> dict[str, bytes]:
    """Critical factors of the cases or combinations asked for."""
    table = wanted.get("buckling", {})
    rows = []
    with at(document, "results.buckling"):
        if not isinstance(table, dict):
            raise ModelError("must be a table of case = number of factors, e.g. { ULS = 2 }")
        for case, count in table.items():
            found = result.frame.buckling(case, count)
            rows += [(case, i + 1, factor) for i, factor in enumerate(found.factor)]
    return {"buckling.csv": _csv(("case", "number", "factor [-]"), rows)} if rows else {}


def _spectrum(
    result: FrameResult, wanted: Mapping[str, Any], document: Document, count: int
) -> dict[str, bytes]:
    """Peaks under the spectrum asked for: nodes and members."""
    from spanwright.engine.model import DOF, FORCE

    table = wanted.get("spectrum")
    if table is None:
        return {}
    frame = result.frame
    with at(document, "results.spectrum"):
        if not isinstance(table, dict) or not isinstance(table.get("points"), list):
            raise ModelError("must be a table with points = [[period, acceleration], ...]")
        known_keys(document, "results.spectrum", table, SPECTRUM)
        peaks = frame.spectrum(table["points"], **without(table, "points"))
    nodes = [(n, *peaks.displacement(n), *peaks.reaction(n)) for n in frame.nodes]
    members = []
    for name, member in frame.members.items():
        x = np.linspace(0.0, member.length, count)
        forces = zip(x, *map(np.asarray, peaks.force(name, x)), strict=True)
        members += [(name, *row) for row in forces]
    return {
        "spectrum_nodes.csv": _csv(("node", *_units(DOF), *_units(FORCE_WORDS)), nodes),
        "spectrum_members.csv": _csv(("member", "x [m]", *_units(FORCE)), members),
    }


def _influence(
    result: FrameResult, wanted: Mapping[str, Any], document: Document
) -> dict[str, bytes]:
    rows = []
    for i, entry in enumerate(wanted.get("influence", [])):
        address = f"results.influence[{i}]"
        with at(document, address):
            if not isinstance(entry, dict):
                raise ModelError('must be a table, e.g. { of = "AB", component = "My", at = 3 }')
            known_keys(document, address, entry, INFLUENCE)
            target, component = need(entry, "of"), need(entry, "component")
            line = result.influence(target, component, **without(entry, "of", "component"))
        table = zip(line.member, line.x, line.station, line.value, strict=True)
        rows += [(line.name, *row) for row in table]
    head = ("response", "member", "x [m]", "station [m]", "value per unit downward force")
    return {"influence.csv": _csv(head, rows)} if rows else {}


def _modes(result: FrameResult, wanted: Mapping[str, Any], document: Document) -> dict[str, bytes]:
    count = wanted.get("modes", 0)
    if not count:
        return {}
    with at(document, "results.modes"):
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


def as_json(title: str, result: FrameResult, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The same tables as records, read back from the CSV so that the two cannot differ."""
    tables = {}
    for name, content in files.items():
        if not name.endswith(".csv"):
            continue
        head, *rows = list(csv.reader(io.StringIO(content.decode())))
        unique = [h if head.count(h) == 1 else f"{head[i - 1]} {h}" for i, h in enumerate(head)]
        tables[name.removesuffix(".csv")] = [
            {
                key: cell if key in LABELS else _value(cell)
                for key, cell in zip(unique, row, strict=True)
            }
            for row in rows
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


def signs() -> bytes:
    from importlib.resources import files

    return (files("spanwright.engine") / "conventions.md").read_bytes()
