"""Sheets of the workbook made to be looked at: native charts, and the cash flow with its sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.report.effects import DOWNWARD
from spanwright.deliverables.report.gather import along, girder_count, is_decided, pick
from spanwright.deliverables.results import Envelope, Results
from spanwright.works.cashflow import cash_flow
from spanwright.works.types import Works

DATA, SHOWN, CASH = "Chart data", "Charts", "Cash flow"
LINES = ("#1f5f99", "#c05621", "#2a7f62", "#8a4f9e", "#b0891b", "#3c9bc0", "#7a2e3a", "#5b6670")
COMPONENTS = (("My", "Bending moment", 1e3, "kNm"), ("Vz", "Shear force", 1e3, "kN"),
              ("deflection", "Deflection", 1e-3, "mm"))  # fmt: skip
SIZE = {"width": 1100, "height": 380}
STEP = 20  # rows of a sheet that a chart of this height takes
AXIS = {"num_font": {"size": 9}, "name_font": {"size": 10, "bold": False}, "label_position": "low"}
Series = tuple[str, Array, Array]  # name, stations, values


def charts(book: Any, results: Results, styles: dict[str, Any]) -> None:
    """A sheet of charts and the sheet of numbers behind them."""
    shown, data = book.add_worksheet(SHOWN), book.add_worksheet(DATA)
    column, row = 0, 0
    for component, title, factor, unit in COMPONENTS:
        for envelope in _of(results, component):
            lines = _lines(results, envelope, factor)
            label = f"{title}, {envelope.situation}"
            column = _data(data, column, f"{label} [{unit}]", lines, styles)
            heading = f"{title} [{unit}], {envelope.situation}"
            down = component in DOWNWARD
            shown.insert_chart(row, 0, _chart(book, heading, lines, column, is_downward=down))
            row += STEP
    worst = _worst(results)
    _bars(data, column, worst, styles)
    shown.insert_chart(row, 0, _bar_chart(book, column, len(worst)))
    data.freeze_panes(2, 0)
    for sheet in (shown, data):
        on_one_page(sheet)


def on_one_page(sheet: Any) -> None:
    """As wide as one turned page when it is printed."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _of(results: Results, component: str) -> tuple[Envelope, ...]:
    """The first envelope of a component: ultimate moments and shears, frequent deflections."""
    found = (e for e in results.envelopes if e.over == "section" and e.component == component)
    return tuple(found)[:1]


def _lines(results: Results, envelope: Envelope, factor: float) -> list[Series]:
    at, out = results.effects.sections, []
    for girder in range(girder_count(results.layout)):
        rows = along(girder, at.deck, at.girder, at.station, at.side)
        station = pick(at.station, rows)
        for side in ("maximum", "minimum"):
            values = pick(np.asarray(getattr(envelope, side)), rows) / factor
            if np.nanmax(np.abs(values), initial=0.0) > 0.0:
                out.append((f"girder {girder + 1}, {side}", station, values))
    return out


def _data(
    sheet: Any, column: int, title: str, lines: Sequence[Series], styles: dict[str, Any]
) -> int:
    """Stations and values of every line, from this column on; the next free column."""
    sheet.write_string(0, column, title, styles["head"])
    for k, (name, station, values) in enumerate(lines):
        left = column + 2 * k
        sheet.write_string(1, left, "station [m]", styles["head"])
        sheet.write_string(1, left + 1, name, styles["head"])
        sheet.set_column(left, left + 1, 14)
        for n, (x, y) in enumerate(zip(station.tolist(), values.tolist(), strict=True), start=2):
            if x == x and y == y:  # a gap between decks stays empty
                sheet.write_number(n, left, x, styles["0.00"])
                sheet.write_number(n, left + 1, y, styles["0.00"])
    return column + 2 * len(lines) + 1


def _chart(book: Any, title: str, lines: Sequence[Series], after: int, *, is_downward: bool) -> Any:
    """One line a girder and side; moments and deflections downward like those of the report."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    first = after - 1 - 2 * len(lines)
    for k, (name, station, _) in enumerate(lines):
        left, last = first + 2 * k, 1 + station.size
        girder = int(name.split(",")[0].split()[-1]) - 1
        chart.add_series({
            "name": [DATA, 1, left + 1],
            "categories": [DATA, 2, left, last, left],
            "values": [DATA, 2, left + 1, last, left + 1],
            "line": {"color": LINES[girder % len(LINES)], "width": 1.25,
                     "dash_type": "solid" if name.endswith("maximum") else "dash"},
        })  # fmt: skip
    ends = np.concatenate([station for _, station, _ in lines]) if lines else np.zeros(1)
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_x_axis(AXIS | {"name": "station [m]", "min": float(np.nanmin(ends)),
                             "max": float(np.nanmax(ends)), "num_format": "0"})  # fmt: skip
    chart.set_y_axis(AXIS | {"reverse": is_downward, "num_format": "#,##0",
                             "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}},
                             "crossing": "min"})  # fmt: skip
    chart.set_legend({"position": "right", "font": {"size": 9}})
    chart.show_blanks_as("gap")
    chart.set_size(SIZE)
    return chart


def _worst(results: Results) -> list[tuple[str, float]]:
    """Largest utilisation of every check, the largest first; infinite ones cannot be drawn."""
    found = [
        (f"{s.name}, {s.situation}", float(s.utilisation[s.worst]))
        for s in results.checks.series
        if is_decided(s) and np.isfinite(s.utilisation[s.worst])
    ]
    return sorted(found, key=lambda pair: -pair[1])


def _bars(
    sheet: Any, column: int, worst: Sequence[tuple[str, float]], styles: dict[str, Any]
) -> None:
    sheet.write_string(0, column, "Largest utilisation of each check", styles["head"])
    sheet.write_string(1, column, "check", styles["head"])
    sheet.write_string(1, column + 1, "utilisation", styles["head"])
    sheet.set_column(column, column, 44)
    for row, (name, value) in enumerate(worst, start=2):
        sheet.write_string(row, column, name, styles["text"])
        sheet.write_number(row, column + 1, value, styles["0.000"])


def _bar_chart(book: Any, column: int, count: int) -> Any:
    chart = book.add_chart({"type": "bar"})
    last = max(count, 1) + 1
    chart.add_series({
        "name": [DATA, 1, column + 1],
        "categories": [DATA, 2, column, last, column],
        "values": [DATA, 2, column + 1, last, column + 1],
        "fill": {"color": LINES[0]}, "gap": 40,
        "data_labels": {"value": True, "num_format": "0.00", "font": {"size": 8}},
    })  # fmt: skip
    chart.set_title({"name": "Largest utilisation of each check", "name_font": {"size": 12}})
    chart.set_x_axis({"min": 0, "num_font": {"size": 9}, "num_format": "0.0"})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
    chart.set_legend({"none": True})
    chart.set_size({"width": SIZE["width"], "height": 120 + 20 * count})
    return chart


def cash_sheet(book: Any, works: Works, styles: dict[str, Any]) -> None:
    """Items down, months across, sums as formulas; spending and its sum as a chart below."""
    flow, sheet = cash_flow(works), book.add_worksheet(CASH)
    items, months = len(flow.items), len(flow.months)
    heads = (f"element [{flow.currency}]", "follows", "sum")
    for k, head in enumerate(heads):
        sheet.write_string(0, k, head, styles["head"])
    for m, month in enumerate(flow.months, start=len(heads)):
        sheet.write_datetime(0, m, datetime(month.year, month.month, 1), styles["month"])
    left, right = len(heads), len(heads) + months - 1
    for row, name in enumerate(flow.items, start=1):
        sheet.write_string(row, 0, name, styles["text"])
        sheet.write_string(row, 1, flow.basis[row - 1], styles["text"])
        spent = flow.spend[row - 1]
        _sum(sheet, row, 2, (row, left, row, right), float(spent.sum()), styles["bold"])
        for m, value in enumerate(spent.tolist(), start=left):
            sheet.write_number(row, m, value, styles["0"])
    total, running, work = items + 1, items + 2, items + 3
    monthly = flow.spend.sum(axis=0)
    done = _work_done(works, months, flow.months)
    for row, name in ((total, "sum"), (running, "spent so far"), (work, "share of the work done")):
        sheet.write_string(row, 0, name, styles["sum"])
    for column, value in ((2, float(monthly.sum())), *enumerate(monthly.tolist(), start=left)):
        _sum(sheet, total, column, (1, column, items, column), value, styles["sum"])
    for m, value in enumerate(np.cumsum(monthly).tolist(), start=left):
        _sum(sheet, running, m, (total, left, total, m), value, styles["sum"])
        sheet.write_number(work, m, float(done[m - left]), styles["share"])
    sheet.write_string(work + 2, 0, "Spent as the work is done, at the 50 % cost of the whole; no "
                       "advance, retention or interest.", styles["text"])  # fmt: skip
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, right, 13)
    sheet.freeze_panes(1, 3)
    on_one_page(sheet)
    sheet.insert_chart(work + 4, 0, _cash_chart(book, flow.currency, total, left, right))
    sheet.insert_chart(work + 4 + STEP, 0, _share_chart(book, work, left, right))


def _sum(
    sheet: Any, row: int, column: int, over: tuple[int, int, int, int], value: float, style: Any
) -> None:  # fmt: skip
    """A sum as a formula with its value, so that readers that do not calculate show it too."""
    from xlsxwriter.utility import xl_range

    sheet.write_formula(row, column, f"=SUM({xl_range(*over)})", style, value)


def _work_done(works: Works, months: int, starts: Sequence[Any]) -> Array:
    """Share of the plan's working days done at the end of each month."""
    curve = works.s_curve[0]
    ends = [(one - works.start).days for one in starts[1:]] + [len(curve) - 1]
    return np.array([curve[min(max(end, 0), len(curve) - 1)] for end in ends[:months]])


def _cash_chart(book: Any, currency: str, total: int, left: int, right: int) -> Any:
    chart = book.add_chart({"type": "column"})
    month = [CASH, 0, left, 0, right]
    chart.add_series({"name": "spent in the month", "categories": month,
                      "values": [CASH, total, left, total, right], "gap": 40,
                      "fill": {"color": LINES[0]}})  # fmt: skip
    line = book.add_chart({"type": "line"})
    line.add_series({"name": "spent so far", "categories": month, "y2_axis": True,
                     "values": [CASH, total + 1, left, total + 1, right],
                     "line": {"color": LINES[1], "width": 2}})  # fmt: skip
    chart.combine(line)
    chart.set_title({"name": f"Cash flow [million {currency}]", "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "mmm yy", "num_font": {"size": 9, "rotation": -90}})
    millions = {"num_format": "0.0,,", "num_font": {"size": 9}}
    chart.set_y_axis(millions | {"major_gridlines": {"visible": True,
                                                     "line": {"color": "#DDDDDD"}}})  # fmt: skip
    line.set_y2_axis(millions)
    chart.set_legend({"position": "bottom"})
    chart.set_size(SIZE)
    return chart


def _share_chart(book: Any, work: int, left: int, right: int) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"name": "share of the work done", "line": {"color": LINES[2], "width": 2},
                      "categories": [CASH, 0, left, 0, right],
                      "values": [CASH, work, left, work, right]})  # fmt: skip
    chart.set_title({"name": "Share of the working days done, by plan", "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "mmm yy", "num_font": {"size": 9, "rotation": -90}})
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": {"size": 9}})
    chart.set_legend({"none": True})
    chart.set_size(SIZE)
    return chart
