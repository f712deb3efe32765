"""`summary.json`, `results.npz` with its `results.md`, and every table as CSV.

All numbers in these files are SI, whatever the report prints; every array says its axes and unit.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spanwright.analysis.types import StaticCases
from spanwright.checks.types import FAILS, STATUS, CheckSeries
from spanwright.deliverables.frames import Series, other_frames
from spanwright.deliverables.results import Envelope, Results
from spanwright.deliverables.sources import settled, values_written
from spanwright.works.types import Works

SCHEMA = 2  # of summary.json; raised when a key changes its meaning


@dataclass(frozen=True, slots=True)
class Named:
    """One array of results.npz with what its axes and numbers are."""

    name: str
    array: NDArray[Any]
    axes: str
    unit: str
    meaning: str


def slug(text: str) -> str:
    """A name fit for a key: small letters, digits and single underscores."""
    kept = "".join(c if c.isascii() and c.isalnum() else "_" for c in text.lower())
    return "_".join(part for part in kept.split("_") if part)


def arrays(results: Results) -> tuple[Named, ...]:
    """Every array of results.npz, in file order."""
    out = [*_layout_arrays(results), *_section_arrays(results)]
    for envelope in results.envelopes:
        out += _envelope_arrays(envelope)
    out += _case_arrays(results.effects.cases)
    out += _influence_arrays(results)
    for index, series in enumerate(results.checks.series):
        out += _check_arrays(index, series)
    return tuple(_one_name_each(out))


def _one_name_each(items: list[Named]) -> Iterator[Named]:
    """Two names that became the same key keep both arrays: the later one is numbered."""
    count: dict[str, int] = {}
    for item in items:
        count[item.name] = count.get(item.name, 0) + 1
        again = count[item.name]
        yield item if again == 1 else replace(item, name=f"{item.name}_{again}")


def _text(values: Iterable[str]) -> NDArray[np.str_]:
    return np.array(list(values), dtype=np.str_)


def _layout_arrays(results: Results) -> list[Named]:
    layout = results.layout
    b = layout.bearings
    return [
        Named("axis_station", layout.axis.station, "(a,)", "m", "stations of the road level"),
        Named("axis_level", layout.axis.level, "(a,)", "m", "road level on the axis"),
        Named("deck_name", _text(d.name for d in layout.decks), "(d,)", "", "decks"),
        Named("bearing_name", _text(f"{x.support} {x.deck} {x.girder}" for x in b), "(b,)", "",
              "bearings: support, deck, girder"),
        Named("bearing_station", np.array([x.station for x in b]), "(b,)", "m", "their stations"),
        Named("bearing_offset", np.array([x.offset for x in b]), "(b,)", "m", "their offsets"),
    ]  # fmt: skip


def _section_arrays(results: Results) -> list[Named]:
    at = results.effects.sections
    return [
        Named("section_deck", at.deck, "(n,)", "index", "deck of each girder section"),
        Named("section_girder", at.girder, "(n,)", "index", "girder within its deck"),
        Named("section_station", at.station, "(n,)", "m", "station of the section"),
        Named("section_side", at.side, "(n,)", "0/1", "0 just after, 1 just before the station"),
        Named("section_span", at.span, "(n,)", "index", "span of its deck"),
    ]


def _envelope_arrays(envelope: Envelope) -> list[Named]:
    key = f"envelope__{slug(envelope.component)}__{slug(envelope.situation)}"
    rows = "(n,)" if envelope.over == "section" else "(b,)"
    what = f"{envelope.component}, {envelope.situation}"
    out = [
        Named(f"{key}__{part}", getattr(envelope, part), rows, envelope.unit, f"{part} of {what}")
        for part in ("permanent", "maximum", "minimum")
    ]
    for part in ("max_combination", "min_combination", "max_cause", "min_cause"):
        words = getattr(envelope, part)
        if words:
            out.append(Named(f"{key}__{part}", _text(words), rows, "", f"{part} of {what}"))
    return out


def _case_arrays(cases: StaticCases) -> list[Named]:
    return [
        Named("case_name", _text(cases.names), "(c,)", "", "non-traffic cases"),
        Named("case_stage", _text(cases.stages), "(c,)", "", "stage each is solved on"),
        Named("case_force", cases.force, "(c, n, 6)", "N, N m", "N Vy Vz T My Mz at the sections"),
        Named("case_deflection", cases.deflection, "(c, n)", "m", "downward deflection"),
        Named("case_bearing", cases.bearing, "(c, b, 6)", "N, N m", "bearing forces, own axes"),
    ]


def _influence_arrays(results: Results) -> list[Named]:
    s = results.effects.key_surfaces
    return [
        Named("influence_name", _text(s.names), "(r,)", "", "key responses"),
        Named("influence_x", s.x, "(k,)", "m", "stations of the nodes"),
        Named("influence_y", s.y, "(l,)", "m", "offsets of the loading lines"),
        Named("influence_value", s.value, "(r, l, k)", "response/N", "surface at the nodes"),
        Named("influence_slope", s.slope, "(r, l, k)", "response/N/m", "its slope along x"),
        Named(
            "influence_jump_element", s.jump_element, "(r,)", "index", "element of the jump or -1"
        ),
        Named("influence_jump_line", s.jump_line, "(r,)", "index", "line of the jump or -1"),
        Named("influence_jump", s.jump, "(r, 4)", "response/N", "added inside that element"),
    ]


def _check_arrays(index: int, series: CheckSeries) -> list[Named]:
    key = f"check_{index:02d}__{slug(series.name)}"
    what = f"{series.name} ({series.clause}), {series.situation}"
    rows: list[tuple[str, NDArray[Any], str]] = [
        ("place", _text(series.place), ""),
        ("deck", series.deck, "index"),
        ("girder", series.girder, "index"),
        ("station", series.station, "m"),
        ("demand", series.demand, series.unit),
        ("resistance", series.resistance, series.unit),
        ("utilisation", series.utilisation, "-"),
        ("status", series.status, "0 passes, 1 fails, 2 outside scope, 3 not checked"),
        ("combination", _text(series.combination), ""),
        ("cause", _text(series.cause), ""),
    ]
    out = [Named(f"{key}__{n}", a, f"(m{index},)", u, f"{n} of {what}") for n, a, u in rows]
    out += [
        Named(f"{key}__detail_{slug(n)}", a, f"(m{index},)", "in its name", f"{n} of {what}")
        for n, a in series.details.items()
    ]
    return out


def results_guide(results: Results) -> str:
    """results.md: what stands in results.npz."""
    lines = [
        "# results.npz",
        "",
        "Read it with `numpy.load('results.npz')`. All numbers are SI. Signs and axes:",
        "see the section of that name in report.html. Rows `n` follow the `section_*` arrays,",
        "rows `b` the `bearing_*` arrays, rows `r` the influence surfaces, rows `m..` one check.",
        "",
        "| array | axes | unit | meaning |",
        "|---|---|---|---|",
    ]
    for item in arrays(results):
        cells = (f"`{item.name}`", item.axes, item.unit, item.meaning)
        lines.append("| " + " | ".join(c.replace("|", "/") for c in cells) + " |")
    return "\n".join(lines) + "\n"


def _number(value: float) -> float | None:
    """JSON has no NaN: a number that does not exist is null."""
    return float(value) if np.isfinite(value) else None


def summary(results: Results) -> dict[str, Any]:
    """The content of summary.json; keys are stable within one `SCHEMA`."""
    layout = results.layout
    kinds = [line.kind for line in settled(results.ledger)]
    return {
        "schema": SCHEMA,
        "name": results.name,
        "title": results.summary.title,
        "length_m": layout.length,
        "decks": [
            {"name": d.name, "spans_m": np.round(np.diff(d.supports), 9).tolist(),
             "girders": len(d.girders)}
            for d in layout.decks
        ],
        "piers": len(layout.piers),
        "standards": list(results.summary.standards),
        "checks": [governing(series) for series in results.checks.series],
        "every_check_made_passes": results.checks.count(FAILS) == 0,
        "places": {w.replace(" ", "_"): results.checks.count(k) for k, w in enumerate(STATUS)},
        "not_checked": [{"what": u.what, "why": u.why} for u in results.checks.unchecked],
        "quantities": [
            {"group": q.group, "item": q.item, "material": q.material, "part": q.part,
             "amount": _number(q.amount), "unit": q.unit}
            for q in results.quantities
        ],
        "reactions": _reactions(results),
        "longitudinal_forces_N": _longitudinal(results),
        "effects": [_extreme(results, e) for e in results.envelopes if e.over == "section"],
        "model": [
            {"stage": s.name, "nodes": s.nodes, "members": s.members, "springs": s.springs,
             "dofs": s.dofs}
            for s in results.stages
        ],
        "self_checks": [
            {"name": c.name, "residual": _number(c.residual), "relative_to": c.scale}
            for c in results.effects.selfchecks
        ],
        "sources": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "assumptions": kinds.count("assumed"),
        "claims": len(results.evidence.claims),
        "conflicts": len(results.evidence.conflicts),
        "notices": [
            {"level": n.level, "address": n.address, "text": n.text} for n in results.notices
        ],
        "versions": dict(results.versions),
        "values": values_written(results.ledger, results.written),
        "works": None if results.works is None else _works(results.works),
    }  # fmt: skip


def _works(works: Works) -> dict[str, Any]:
    """Dates of the plan and the forecast, cost and carbon."""
    shares = {"10 %": 0.1, "50 %": 0.5, "80 %": 0.8, "90 %": 0.9}
    return {
        "today": works.today.isoformat(),
        "plan_opens": works.date_of(works.plan.makespan).isoformat(),
        "milestones": [
            {"name": name, **{
                word: works.date_of(float(np.quantile(works.dates.of(name), share))).isoformat()
                for word, share in shares.items()
            }}
            for name in works.dates.names
        ],
        "currency": works.cost.currency,
        "cost": dict(zip(shares, map(_number, (works.cost.quantiles[k] for k in range(4))),
                         strict=True)),
        "carbon_kg": _number(works.carbon.quantiles[1]),
    }  # fmt: skip


def governing(series: CheckSeries) -> dict[str, Any]:
    """The worst place of one check, and how many places ended how."""
    out: dict[str, Any] = {
        "check": series.name, "clause": series.clause, "situation": series.situation,
        "element": series.element, "evidence": series.tag, "places": len(series.place),
        **{w.replace(" ", "_"): int((series.status == k).sum()) for k, w in enumerate(STATUS)},
    }  # fmt: skip
    if np.isnan(series.utilisation).all():
        return out | {"utilisation": None}
    k = series.worst
    return out | {
        "utilisation": _number(series.utilisation[k]), "place": series.place[k],
        "station_m": _number(series.station[k]), "demand": _number(series.demand[k]),
        "resistance": _number(series.resistance[k]), "unit": series.unit,
        "combination": series.combination[k], "cause": series.cause[k],
    }  # fmt: skip


def _reactions(results: Results) -> list[dict[str, Any]]:
    """Extreme bearing forces for each situation, bearing by bearing."""
    out = []
    for envelope in results.envelopes:
        if envelope.over != "bearing":
            continue
        for k, b in enumerate(results.layout.bearings):
            out.append({
                "support": b.support, "deck": b.deck, "girder": b.girder,
                "component": envelope.component, "situation": envelope.situation,
                "unit": envelope.unit, "permanent": _number(envelope.permanent[k]),
                "maximum": _number(envelope.maximum[k]), "minimum": _number(envelope.minimum[k]),
            })  # fmt: skip
    return out


def _longitudinal(results: Results) -> dict[str, dict[str, float]]:
    """Level forces along the bridge at the foundations, characteristic."""
    found = results.longitudinal
    if found is None:
        return {}
    return {
        support: {name: float(value) for name, value in zip(found.actions, row, strict=True)}
        for support, row in zip(found.supports, found.force, strict=True)
    }


def _extreme(results: Results, envelope: Envelope) -> dict[str, Any]:
    at = results.effects.sections
    out: dict[str, Any] = {"component": envelope.component, "situation": envelope.situation,
                           "unit": envelope.unit}  # fmt: skip
    for name, values, pick in (("maximum", envelope.maximum, np.nanargmax),
                               ("minimum", envelope.minimum, np.nanargmin)):  # fmt: skip
        if not np.isfinite(values).any():
            continue
        k = int(pick(values))
        deck = results.layout.decks[int(at.deck[k])]
        out[name] = {
            "value": float(values[k]), "deck": deck.name,
            "girder": deck.girders[int(at.girder[k])].name, "station_m": float(at.station[k]),
        }  # fmt: skip
    return out


def _csv(head: Sequence[str], columns: Iterable[Iterable[str]]) -> bytes:
    """RFC 4180, with the byte order mark spreadsheets look for."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _numbers(values: Iterable[float]) -> list[str]:
    """Shortest text that reads back as the same number; empty where there is none."""
    return [repr(value) if math.isfinite(value) else "" for value in values]


def _words(values: Iterable[str]) -> list[str]:
    """Texts; one that a spreadsheet would run as a formula is kept a text."""
    return [f"'{v}" if v[:1] in _FORMULA else v for v in values]


_FORMULA = frozenset("=+-@\t")


def other_csv(results: Results) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every table besides quantities and checks; heads name the units."""
    for frame in other_frames(results):
        head = [f"{c.name} [{c.unit}]" if c.unit else c.name for c in frame.columns]
        yield f"{frame.name}.csv", _csv(head, (_column(c) for c in frame.columns))


def _column(column: Series) -> list[str]:
    if column.kind == "text":
        return _words(str(value) for value in column.values)
    if column.kind == "day":
        return ["" if value is None else str(value) for value in column.values]
    return ["" if value is None else repr(value) for value in column.values]


def quantities_csv(results: Results) -> bytes:
    head = ("group", "item", "part", "material", "amount", "unit")
    rows = results.quantities
    amount = _numbers(float(q.amount) for q in rows)
    return _csv(
        head,
        (amount if name == "amount" else _words(getattr(q, name) for q in rows) for name in head),
    )


def checks_csv(results: Results) -> bytes:
    """One row a place and check; demand and resistance in the SI unit of the row."""
    head = ("check", "clause", "situation", "element", "place", "station [m]", "demand",
            "resistance", "unit", "utilisation", "status", "combination", "cause")  # fmt: skip
    columns: list[list[str]] = [[] for _ in head]
    for series in results.checks.series:
        for column, values in zip(columns, _check_columns(series), strict=True):
            column += values
    return _csv(head, columns)


def _check_columns(series: CheckSeries) -> Iterator[list[str]]:
    """The columns of `checks_csv` for one check."""
    n = len(series.place)
    for text in (series.name, series.clause, series.situation, series.element):
        yield _words([text]) * n
    yield _words(series.place)
    for number in (series.station, series.demand, series.resistance):
        yield _numbers(number.tolist())
    yield _words([series.unit]) * n
    yield _numbers(series.utilisation.tolist())
    yield [STATUS[status] for status in series.status.tolist()]
    yield _words(series.combination)
    yield _words(series.cause)
