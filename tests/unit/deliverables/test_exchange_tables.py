"""Tables for other programs: workbook, Parquet, labelled arrays."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.deliverables import labelled
from spanwright.deliverables.frames import frames
from spanwright.deliverables.parquet import to_parquet
from spanwright.deliverables.xlsx import to_xlsx

RESULTS = sample_results()
FRAMES = {frame.name: frame for frame in frames(RESULTS)}
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets(content):
    """{sheet: rows of cell values}, read with nothing but the standard library."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{{{NS['x']}}}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [
            s.get("name")
            for s in ElementTree.fromstring(book.read("xl/workbook.xml")).find("x:sheets", NS)
        ]
        out = {}
        for k, name in enumerate(names, start=1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{k}.xml"))
            rows = []
            for row in root.iter(f"{{{NS['x']}}}row"):
                cells = {}
                for cell in row:
                    value = cell.find("x:v", NS)
                    # only our own sums are formulas, no text of a user ever is
                    formula = cell.find("x:f", NS)
                    assert formula is None or re.fullmatch(r"SUM\([A-Z0-9:]+\)", formula.text)
                    if value is not None:
                        is_text = cell.get("t") == "s"
                        column = "".join(c for c in cell.get("r") if c.isalpha())
                        cells[column] = strings[int(value.text)] if is_text else float(value.text)
                rows.append(cells)
            out[name] = rows
        return out


def test_columns_of_every_table_have_one_length_and_known_kinds():
    assert {"quantities", "utilisations", "envelopes", "bearings", "sources"} <= set(FRAMES)
    for frame in FRAMES.values():
        assert {len(c.values) for c in frame.columns} == {frame.rows}
        kinds = {"text": str, "number": float, "day": date}
        for column in frame.columns:
            assert all(v is None or isinstance(v, kinds[column.kind]) for v in column.values)
            if column.by_row:
                assert frame.column("unit") is not None


def test_tables_hold_every_row_of_the_results():
    assert FRAMES["quantities"].rows == len(RESULTS.quantities)
    assert FRAMES["utilisations"].rows == sum(len(s.place) for s in RESULTS.checks.series)
    over = [e for e in RESULTS.envelopes if e.over == "section"]
    assert FRAMES["envelopes"].rows == len(over) * len(RESULTS.effects.sections.station)
    first = FRAMES["envelopes"].column("maximum").values[: len(over[0].maximum)]
    assert np.array_equal(first, over[0].maximum)


def test_the_workbook_shows_readers_units_and_the_same_numbers():
    pytest.importorskip("xlsxwriter")
    content = to_xlsx(RESULTS)
    assert content == to_xlsx(sample_results())
    book = sheets(content)
    assert list(book) == [
        "Summary",
        "Charts",
        "Chart data",
        *(frame.title for frame in FRAMES.values()),
    ]
    rows = book["Quantities"]
    assert [r["E"] for r in rows[1:]] == [pytest.approx(q.amount) for q in RESULTS.quantities]
    head = {name: letter for letter, name in book["Envelopes"][0].items()}
    moments = [r for r in book["Envelopes"][1:] if r[head["unit"]] == "kNm"]
    wanted = np.concatenate([e.maximum for e in RESULTS.envelopes if e.unit == "N m"])
    got = [r.get(head["maximum"], np.nan) for r in moments]
    assert np.allclose(got, wanted / 1e3, equal_nan=True)


def test_text_that_looks_like_a_formula_stays_text():
    pytest.importorskip("xlsxwriter")
    from dataclasses import replace

    first, *others = RESULTS.quantities
    evil = replace(RESULTS, quantities=(replace(first, item="=1+1"), *others))
    assert sheets(to_xlsx(evil))["Quantities"][1]["B"] == "=1+1"


def test_parquet_reads_back_with_units():
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    files = dict(to_parquet(RESULTS))
    assert files == dict(to_parquet(sample_results()))
    assert set(files) == {f"{name}.parquet" for name in FRAMES}
    table = parquet.read_table(io.BytesIO(files["utilisations.parquet"]))
    assert table.schema.field("station").metadata == {b"unit": b"m"}
    known = np.concatenate([s.utilisation for s in RESULTS.checks.series])
    read = np.array(table.column("utilisation").to_pylist(), dtype=float)
    assert np.allclose(read, known, equal_nan=True)


def test_labelled_results_are_selected_by_name_and_carry_units():
    pytest.importorskip("xarray")
    data = labelled(RESULTS)
    envelope = next(e for e in RESULTS.envelopes if e.component == "My")
    found = data["sections"]["My_uls_persistent_maximum"]
    assert found.attrs["units"] == "N m"
    assert np.array_equal(found.values, envelope.maximum)
    deck = RESULTS.layout.decks[1].name
    inside = found.values[data["sections"].deck.values == deck]
    assert len(inside) == int((RESULTS.effects.sections.deck == 1).sum())
    checks = [name for name in data if name.startswith("check: ")]
    assert len(checks) == len(RESULTS.checks.series)
    case = RESULTS.effects.cases.names[0]
    force = data["cases"].force.sel(case=case, component="My").values
    assert np.array_equal(force, RESULTS.effects.cases.force[0, :, 4])


def test_charts_point_at_the_numbers_of_the_envelopes():
    """Every series of a chart names cells that exist and hold numbers of the results."""
    pytest.importorskip("xlsxwriter")
    content = to_xlsx(RESULTS)
    data = sheets(content)["Chart data"]
    envelope = next(e for e in RESULTS.envelopes if e.component == "My")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        charts = [book.read(n).decode() for n in book.namelist() if "/charts/chart" in n]
    assert len(charts) >= 3
    ranges = re.findall(
        r"<c:f>'Chart data'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)</c:f>", "".join(charts)
    )
    assert ranges
    for column, first, last in ranges:
        cells = [row[column] for row in data[int(first) - 1 : int(last)] if column in row]
        assert cells
    shown = [v for row in data[2:] for v in row.values() if isinstance(v, float)]
    for extreme in (np.nanmax(envelope.maximum), np.nanmin(envelope.minimum)):
        assert np.isclose(shown, extreme / 1e3, rtol=1e-9).any()
