"""Utilisation along the bridge, what governs where, the governing checks in full."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spanwright.checks.types import STATUS, CheckSeries
from spanwright.deliverables.charts.panels import Curve, Panel, draw_panels, draw_ribbon
from spanwright.deliverables.content import (
    Beside,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Fold,
    Paragraph,
    Section,
    Table,
    Tone,
)
from spanwright.deliverables.numbers import digits, fixed, usual_unit, utilisation, with_unit
from spanwright.deliverables.report.effects import joint_note
from spanwright.deliverables.report.gather import (
    along,
    bridge_grid,
    cells,
    girder_count,
    governing_cells,
    is_decided,
    pick,
    top_rows,
    worst_in,
)
from spanwright.deliverables.results import Results

STATUS_TONE: tuple[Tone, ...] = ("good", "bad", "warn", "muted")
PRINTED = 20  # places of a check of supports or deck on paper
WORST = 10  # rows of the table of worst places
PANELS = 7  # of the small multiples in one figure: what a printed page holds
# Symbols of EN 1990 to 1994 whose unit follows from their letter.
UNITS_OF = (
    (r"(M(_|$)|M[yz]$|second order)", "N m"),
    (r"([VNFPH](_|$)|V[yz]$)", "N"),
    (r"(sigma|tau|delta sigma|f_)", "Pa"),
    (r".*(spacing|width|depth|height|cover|diameter|pitch)$", "m"),
)
TAGS = {
    "read": "rule read in its source",
    "computed": "rule derived or computed from its source",
    "remembered": "rule remembered, to be held against the printed page",
}


def chapter(results: Results) -> Section:
    """All checks."""
    girder = [s for s in results.checks.series if is_along(s)]
    sections = []
    if girder:
        sections.append(Section("utilisation", "Utilisation along the bridge",
                                _along_the_bridge(results, girder)))  # fmt: skip
        sections.append(Section("governing", "What governs where", _governing(results, girder)))
    sections.append(Section("all-checks", "All checks", (_overview(results),)))
    return Section("checks", "Checks", (), tuple(sections))


def is_along(series: CheckSeries) -> bool:
    """Whether a check is drawn along the bridge; of all others every place is listed."""
    return series.element == "girder" and bool((series.deck >= 0).any())


def details(results: Results) -> Section:
    """The appendix with every check at its governing place and its worst places."""
    return Section("details", "Governing checks in detail", (), tuple(
        _detail(s, k) for k, s in enumerate(results.checks.series)
    ))  # fmt: skip


def _overview(results: Results) -> Table:
    """One row a check: what governs it."""
    columns = (Column("Check"), Column("Situation"), Column("Rule"), Column("Utilisation", "right"),
               Column("Demand", "right"), Column("Resistance", "right"), Column("Worst place"),
               Column("Places", "right"))  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = []
    for s in results.checks.series:
        head = (Cell(s.name, "strong"), s.situation, s.clause)
        places = Cell(str(len(s.place)), order=float(len(s.place)))
        if not is_decided(s):
            rows.append((*head, Cell("not decided", "warn"), "", "", "", places))
            continue
        k = s.worst
        rows.append((
            *head, ratio(s, k), with_unit(float(s.demand[k]), s.unit, 4),
            with_unit(float(s.resistance[k]), s.unit, 4), s.place[k], places,
        ))  # fmt: skip
    caption = (
        "Every check at its worst place; the bar behind a utilisation is full at 1.0. Combination, "
        "traffic and intermediate values stand in the appendix of governing checks."
    )
    return Table("tab-checks", caption, columns, tuple(rows), is_filterable=True)


def every_place(results: Results, *, is_printed: bool = False) -> tuple[Section, ...]:
    """The appendix with all places of the checks that are not drawn along the bridge.

    is_printed : on paper, where nothing can be searched, the worst places of each
    """
    other = [s for s in results.checks.series if not is_along(s)]
    if not other:
        return ()
    what = "The worst" if is_printed else "Every"
    title = f"{what} place{'s' * is_printed} of the checks of supports and deck"
    return (Section("substructure", title, _others(other, PRINTED if is_printed else None)),)


def _along_the_bridge(results: Results, series: list[CheckSeries]) -> tuple[Block, ...]:
    """Small multiples, as many to a figure as a printed page holds."""
    layout = results.layout
    legend = (
        *((f"s{g % 8}", f"girder {g + 1}") for g in range(girder_count(layout))),
        ("limit", "limit 1.0"),
    )
    figures = []
    for k, start in enumerate(range(0, len(series), PANELS), start=1):
        group = series[start : start + PANELS]
        panels = [_panel(one, girder_count(layout)) for one in group]
        svg = draw_panels("Utilisation along the bridge", bridge_grid(layout), panels, unit="",
                          height=84.0, common=False, floor=(0.0, 1.05))  # fmt: skip
        names = ", ".join(dict.fromkeys(one.situation for one in group))
        caption = (
            f"Utilisation (demand over resistance) of every girder section, {names}; the red line "
            f"is 1.0.{joint_note(layout)}"
        )
        figures.append(Figure(f"fig-utilisation-{k}", caption, svg, legend=legend))
    return tuple(figures)


def _panel(one: CheckSeries, girders: int) -> Panel:
    curves = []
    for girder in range(girders):
        rows = along(girder, one.deck, one.girder, one.station)
        if rows.size:
            x, y = pick(one.station, rows), pick(one.utilisation, rows)
            y = np.where(np.isinf(y), np.nan, y)  # nothing can be drawn for it; the tables say so
            curves.append(Curve(f"girder {girder + 1}", f"ch-s{girder % 8}", x, y))
    top = float(one.utilisation[one.worst]) if is_decided(one) else np.nan
    title = f"{one.name} · {one.clause} · {one.situation} · max {utilisation(top)}"
    return Panel(title, tuple(curves), levels=((1.0, "ch-limit"),))


def _governing(results: Results, series: list[CheckSeries]) -> tuple[Block, ...]:
    layout = results.layout
    names = [f"{s.name} ({s.situation})" for s in series]
    rows = []
    seen: set[int] = set()
    for girder in range(girder_count(layout)):
        edges, kinds = governing_cells(layout, series, girder)
        rows.append((f"girder {girder + 1}", edges, kinds))
        seen |= set(kinds.tolist())
    shown = sorted(k for k in seen if k >= 0)
    colour = np.full(len(series) + 1, -1, dtype=np.int64)  # the last entry serves "none": -1
    colour[shown] = np.arange(len(shown))
    ribbons = [(name, edges, colour[kinds]) for name, edges, kinds in rows]
    words = [names[k] for k in shown]
    svg = draw_ribbon("Governing check along the bridge", bridge_grid(layout), ribbons, words)
    legend = tuple((f"f{k % 8}", word) for k, word in enumerate(words))
    caption = "The check with the largest utilisation in each tenth of each span."
    return (Figure("fig-governing", caption, svg, legend=legend), _span_table(results, series))


def _span_table(results: Results, series: list[CheckSeries]) -> Table:
    columns = (Column("Deck"), Column("Span"), Column("Length", "right", "m"), Column("Check"),
               Column("Utilisation", "right"), Column("Place"), Column("Combination"),
               Column("Traffic placement"))  # fmt: skip
    rows = []
    for d, s, cuts in cells(results.layout):
        found = [(one, worst_in(one, d, None, float(cuts[0]), float(cuts[-1]))) for one in series]
        known = [(one, k) for one, k in found if k is not None]
        if not known:
            continue
        one, k = max(known, key=lambda pair: float(pair[0].utilisation[pair[1]]))
        rows.append((
            Cell(results.layout.decks[d].name, "strong"), Cell(str(s + 1), order=float(s)),
            f"{cuts[-1] - cuts[0]:.1f}", one.name, ratio(one, k), one.place[k],
            one.combination[k], one.cause[k],
        ))  # fmt: skip
    return Table("tab-governing", "Governing check of each span.", columns, tuple(rows))


def ratio(series: CheckSeries, k: int) -> Cell:
    """Utilisation as a cell with its bar."""
    value = float(series.utilisation[k])
    known = value == value
    tone = STATUS_TONE[int(series.status[k])]
    return Cell(
        utilisation(value), tone, value if known else None, min(value, 1.0) if known else None
    )


def _detail(series: CheckSeries, index: int) -> Section:
    key = f"check-{index + 1}"
    title = f"{series.name}, {series.situation}"
    if not is_decided(series):
        words = "; ".join(f"{int((series.status == k).sum())} {STATUS[k]}" for k in range(4))
        return Section(key, title, (Paragraph(f"{series.clause}: {words}."),))
    k = series.worst
    counts = ", ".join(
        f"{n} {STATUS[j]}" for j in range(4) if (n := int((series.status == j).sum()))
    )
    rows = [
        ("Rule", f"{series.clause} ({TAGS.get(series.tag, series.tag)})"),
        ("Places", counts),
        ("Worst place", series.place[k]),
        ("Demand", with_unit(float(series.demand[k]), series.unit, 4)),
        ("Resistance", with_unit(float(series.resistance[k]), series.unit, 4)),
        ("Utilisation", utilisation(float(series.utilisation[k]))),
        ("Combination", series.combination[k]),
    ]
    if series.cause[k]:
        rows.append(("Traffic placement", series.cause[k]))
    facts = Facts(tuple(rows))
    first = Beside((facts,), (_intermediates(series, k),)) if series.details else facts
    if not is_along(series):
        return Section(key, title, (first,))
    worst = Fold(f"The {min(WORST, len(series.place))} worst places", (_worst(series, key),))
    return Section(key, title, (first, worst))


def split_unit(name: str) -> tuple[str, str]:
    """Label and SI unit of an intermediate value.

    A unit in brackets counts (``effective width [m]``); without one, the symbols of the standards
    tell it (``M_Ed`` is a moment); what is not known is printed as the bare SI number.
    """
    if name.endswith("]") and "[" in name:
        head, _, unit = name[:-1].rpartition("[")
        return head.strip(), unit.strip()
    return name, next((unit for pattern, unit in UNITS_OF if re.match(pattern, name)), "1")


def _intermediates(series: CheckSeries, k: int) -> Facts:
    """The values between demand and resistance, at the worst place."""
    rows = []
    for name, values in series.details.items():
        label, unit = split_unit(name)
        value = float(values[k])
        is_whole = unit in ("1", "-") and value.is_integer()
        rows.append((label, fixed(value, 0) if is_whole else with_unit(value, unit, 4)))
    return Facts(tuple(rows))


def _worst(series: CheckSeries, key: str) -> Table:
    rows = top_rows(series.utilisation, WORST)
    caption = f"Worst places of {series.name}."
    return _rows(series, rows, f"tab-{key}-worst", caption)


def _rows(series: CheckSeries, rows: NDArray[np.int64], key: str, caption: str) -> Table:
    both = np.concatenate([series.demand[rows], series.resistance[rows]])
    factor, unit = usual_unit(series.unit, both)
    columns = (
        Column("Place"), Column("Demand", "right", unit), Column("Resistance", "right", unit),
        Column("Utilisation", "right"), Column("Status"), Column("Combination"),
        Column("Traffic placement"),
    )  # fmt: skip
    body = tuple(
        (
            Cell(series.place[k], "strong"), _value(float(series.demand[k]), factor),
            _value(float(series.resistance[k]), factor), ratio(series, int(k)),
            Cell(STATUS[int(series.status[k])], STATUS_TONE[int(series.status[k])]),
            series.combination[k], series.cause[k],
        )
        for k in rows
    )  # fmt: skip
    return Table(key, caption, columns, body)


def _value(value: float, factor: float) -> Cell:
    return Cell(digits(value / factor, 4), order=value if value == value else None)


def _others(series: list[CheckSeries], most: int | None) -> tuple[Table, ...]:
    """Piers, piles, bearings, decks: every place of every check, or the worst `most` of them."""
    tables = []
    for k, one in enumerate(series):
        count = len(one.place)
        rows, shown = np.arange(count), f"all {count} places"
        if most is not None and count > most:
            rows = top_rows(one.utilisation, most)
            shown = f"the worst {len(rows)} of {count} places"
            if lost := int(np.isnan(one.utilisation).sum()):
                shown += f" ({lost} without a number)"
            shown += ", all of them in report.html and checks.csv"
        caption = f"{one.name} ({one.clause}), {one.situation}: {shown}."
        table = _rows(one, rows, f"tab-other-{k + 1}", caption)
        tables.append(replace(table, is_filterable=True))
    return tuple(tables)
