"""The tables of a run as one workbook, in the units a reader expects.

Values are stored whole; the number format shows four digits or so.  Every sheet can be filtered.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from typing import Any

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.frames import Frame, Series, Value, frames
from spanwright.deliverables.results import Results
from spanwright.deliverables.xlsx_charts import cash_sheet, charts, on_one_page

# SI unit -> the unit of the workbook and its size; one a quantity, so that columns can be sorted
UNITS = {"N m": (1e3, "kNm"), "N": (1e3, "kN"), "Pa": (1e6, "MPa"), "N/m": (1e3, "kN/m"),
         "m2": (1.0, "m²"), "m3": (1.0, "m³")}  # fmt: skip
MADE = datetime(2000, 1, 1)  # no clock in the file: a second run gives the same bytes
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}  # fmt: skip
WIDEST = 60  # characters


def to_xlsx(results: Results) -> bytes:
    """The workbook.  Raises MissingExtra without xlsxwriter."""
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtra(
            "the workbook needs xlsxwriter; install it with: pip install 'spanwright[tables]'"
        ) from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": results.summary.title, "author": "spanwright", "created": MADE})
    styles = _styles(book)
    _cover(book, results, styles)
    charts(book, results, styles)
    for frame in frames(results):
        if frame.name == "cash_flow" and results.works is not None:
            cash_sheet(book, results.works, styles)
        else:
            _sheet(book, frame, styles)
    book.close()
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format(plain | {"bold": True, "font_size": 14}),
        "head": book.add_format(plain | {"bold": True, "bottom": 1, "text_wrap": True}),
        "text": book.add_format(plain),
        "wrapped": book.add_format(plain | {"text_wrap": True}),
        "day": book.add_format(plain | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "month": book.add_format(plain | {"num_format": "mmm yyyy", "align": "left"}),
        "share": book.add_format(plain | {"num_format": "0.0%"}),
        "bold": book.add_format(plain | {"num_format": "#,##0", "bold": True}),
        "sum": book.add_format(plain | {"num_format": "#,##0", "bold": True, "top": 1}),
        "0": book.add_format(plain | {"num_format": "#,##0"}),
        "0.0": book.add_format(plain | {"num_format": "#,##0.0"}),
        "0.00": book.add_format(plain | {"num_format": "#,##0.00"}),
        "0.000": book.add_format(plain | {"num_format": "#,##0.000"}),
        "0.00000": book.add_format(plain | {"num_format": "0.00000"}),
        "bad": book.add_format({"font_color": "#B3261E", "bold": True}),
    }


def _cover(book: Any, results: Results, styles: dict[str, Any]) -> None:
    """What the workbook speaks of, and the worst place of every check."""
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 24)
    sheet.write_string(0, 0, results.summary.title, styles["title"])
    lines = [("Place", results.summary.place), *results.summary.facts,
             ("Standards", "; ".join(results.summary.standards)),
             ("Units", "kN, kNm, MPa, m, kg; stations along the bridge"),
             *((f"made with {name}", number) for name, number in results.versions)]  # fmt: skip
    row = 2
    for label, value in lines:
        sheet.write_string(row, 0, label, styles["text"])
        sheet.write_string(row, 1, value, styles["text"])
        row += 1
    row += 1
    for column, head in enumerate(("Check", "Situation", "Largest utilisation", "Place", "Cause")):
        sheet.write_string(row, column, head, styles["head"])
    for series in results.checks.series:
        known = [k for k, u in enumerate(series.utilisation.tolist()) if math.isfinite(u)]
        if not known:
            continue
        row += 1
        worst = max(known, key=lambda k: float(series.utilisation[k]))
        sheet.write_string(row, 0, series.name, styles["text"])
        sheet.write_string(row, 1, series.situation, styles["text"])
        sheet.write_number(row, 2, float(series.utilisation[worst]), styles["0.000"])
        sheet.write_string(row, 3, series.place[worst], styles["text"])
        sheet.write_string(row, 4, series.combination[worst], styles["text"])
    limit = {"type": "cell", "criteria": ">", "value": 1, "format": styles["bad"]}
    sheet.conditional_format(0, 2, row, 2, limit)
    on_one_page(sheet)


def _sheet(book: Any, frame: Frame, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(frame.title)
    units = frame.column("unit")
    for k, column in enumerate(frame.columns):
        unit = UNITS.get(column.unit, (1.0, column.unit))[1]
        sheet.write_string(0, k, f"{column.name} [{unit}]" if unit else column.name, styles["head"])
        rows_units = units.values if column.by_row and units is not None else ()
        width = _column(sheet, k, column, rows_units, styles)
        sheet.set_column(k, k, min(max(width, len(column.name) + 5), WIDEST))
        if column.name == "utilisation":
            limit = {"type": "cell", "criteria": ">", "value": 1, "format": styles["bad"]}
            sheet.conditional_format(1, k, frame.rows, k, limit)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, frame.rows, len(frame.columns) - 1)
    on_one_page(sheet)
    sheet.repeat_rows(0)


def _column(
    sheet: Any, k: int, column: Series, units: tuple[Value, ...], styles: dict[str, Any]
) -> int:
    """Write the cells below the head; the widest of them in characters."""
    widest = 8
    for row, value in enumerate(column.values, start=1):
        match value:
            case None:
                continue
            case str():
                shown = UNITS.get(value, (1.0, value))[1] if column.name == "unit" else value
                sheet.write_string(row, k, shown, styles["text"])
                widest = max(widest, len(shown) + 2)
            case date():
                sheet.write_datetime(row, k, datetime(*value.timetuple()[:3]), styles["day"])
                widest = max(widest, 12)
            case _:
                unit = str(units[row - 1]) if units else column.unit
                number = float(value) / UNITS.get(unit, (1.0, unit))[0]
                if math.isfinite(number):
                    sheet.write_number(row, k, number, styles[_decimals(number)])
                else:  # a sheet has no infinity
                    sheet.write_string(row, k, "∞", styles["bad"])
    return widest


def _decimals(number: float) -> str:
    """The format that shows about four digits; whole numbers stay whole."""
    size = abs(number)
    if size >= 1000.0 or number == round(number):
        return "0"
    if size >= 100.0:
        return "0.0"
    if size >= 10.0:
        return "0.00"
    return "0.000" if size >= 0.1 else "0.00000"
