"""summary.json, results.npz, results.md and the CSV files: complete, documented, readable."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from sample_layout import FLAGSHIP
from sample_results import sample_results

from spanwright.datum.atomic import json_bytes
from spanwright.datum.ledger import Ledger, Line
from spanwright.deliverables.bill import CHAPTERS, bill
from spanwright.deliverables.frames import other_frames
from spanwright.deliverables.results import Quantity
from spanwright.deliverables.tables import (
    arrays,
    checks_csv,
    other_csv,
    quantities_csv,
    results_guide,
    slug,
    summary,
)
from spanwright.layout.quantities import quantities as measure

RESULTS = sample_results()
KEYS = (
    "schema", "name", "title", "length_m", "decks", "piers", "standards", "checks",
    "every_check_made_passes", "places", "not_checked", "quantities", "reactions",
    "longitudinal_forces_N", "effects", "model",
    "self_checks", "sources", "assumptions", "claims", "conflicts", "notices", "versions",
    "values", "works",
)  # fmt: skip


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_array_is_documented_and_every_documented_array_exists():
    guide = results_guide(RESULTS)
    documented = [line.split("`")[1] for line in guide.splitlines() if line.startswith("| `")]
    assert documented == [item.name for item in arrays(RESULTS)]
    assert len(set(documented)) == len(documented)
    for line in guide.splitlines():
        if line.startswith("|"):
            assert line.count("|") == 5, line


def test_arrays_have_the_lengths_their_axes_say():
    n, b = RESULTS.effects.sections.station.size, len(RESULTS.layout.bearings)
    for item in arrays(RESULTS):
        if item.axes == "(n,)":
            assert item.array.shape == (n,), item.name
        if item.axes == "(b,)":
            assert item.array.shape == (b,), item.name
        assert item.array.dtype != object


def test_two_checks_of_one_name_keep_both_their_arrays():
    series = RESULTS.checks.series[0]
    twice = replace(series, details={"x [m]": series.demand, "x_m": series.station})
    results = replace(RESULTS, checks=replace(RESULTS.checks, series=(twice,)))
    names = {item.name: item.array for item in arrays(results)}
    assert np.array_equal(names["check_00__bending__detail_x_m"], series.demand)
    assert np.array_equal(names["check_00__bending__detail_x_m_2"], series.station)


def test_the_summary_has_its_stable_keys_and_is_plain_json():
    content = summary(RESULTS)
    assert tuple(content) == KEYS
    again = json.loads(json_bytes(content))
    assert again["length_m"] == 155.0
    assert again["decks"][0] == {"name": "RU", "spans_m": [42.0, 63.0], "girders": 4}
    assert again["assumptions"] == 1
    assert not again["every_check_made_passes"]
    assert again["places"] == {
        word: sum(entry[word] for entry in again["checks"])
        for word in ("passes", "fails", "outside_scope", "not_checked")
    }


@pytest.mark.parametrize(
    ("status", "passes", "sentence"),
    [
        ((0, 0, 3), True, "every check made passes"),
        ((0, 2, 0), True, "every check made passes (1 place outside scope)"),
        ((1, 2, 2), False, "1 check results exceed 1.0 (2 places outside scope)"),
    ],
)
def test_summary_and_screen_say_the_same_of_all_checks(status, passes, sentence):
    series = RESULTS.checks.series[0]
    states = np.zeros(series.status.size, dtype=np.int64)
    states[: len(status)] = status
    checks = replace(RESULTS.checks, series=(replace(series, status=states),))
    content = summary(replace(RESULTS, checks=checks))
    assert content["every_check_made_passes"] is passes
    assert content["places"]["outside_scope"] == status.count(2)
    assert checks.verdict == sentence


def test_a_list_of_the_project_file_stands_row_by_row():
    ledger = Ledger((
        Line("site.ground", "a list of 2", "given", "project.toml:3"),
        Line("sizes.piers", "a list of 2", "assumed", "sizes.toml:9"),
        Line("road.lanes", "2", "given", "project.toml:5"),
    ))  # fmt: skip
    written = {
        "site": {"ground": [[0, 1.5], [30, 112.65400000000001]]},
        "sizes": {"piers": [["pier 1", "2 m", 24], ["pier 2", "1.8 m", 20]]},
    }
    content = summary(replace(RESULTS, ledger=ledger, written=written))
    assert [(v["address"], v["value"]) for v in content["values"]] == [
        ("site.ground[0]", "0, 1.5"), ("site.ground[1]", "30, 112.654"),
        ("sizes.piers[pier 1]", "2 m, 24"), ("sizes.piers[pier 2]", "1.8 m, 20"),
        ("road.lanes", "2"),
    ]  # fmt: skip


def test_the_governing_place_of_each_check_is_the_largest_utilisation():
    for series, entry in zip(RESULTS.checks.series, summary(RESULTS)["checks"], strict=True):
        k = int(series.utilisation.argmax())
        assert entry["utilisation"] == series.utilisation[k]
        assert entry["place"] == series.place[k]
        assert entry["cause"] == series.cause[k]
        counted = sum(entry[w] for w in ("passes", "fails", "outside_scope", "not_checked"))
        assert counted == entry["places"] == len(series.place)


def test_a_check_without_any_number_has_none_in_the_summary():
    series = RESULTS.checks.series[0]
    empty = replace(series, utilisation=np.full(series.utilisation.size, np.nan),
                    status=np.full(series.status.size, 3))  # fmt: skip
    results = replace(RESULTS, checks=replace(RESULTS.checks, series=(empty,)))
    entry = json.loads(json_bytes(summary(results)))["checks"][0]
    assert entry["utilisation"] is None
    assert entry["not_checked"] == len(series.place)


def test_an_endless_utilisation_is_null_not_a_broken_file():
    series = RESULTS.checks.series[0]
    use = series.utilisation.copy()
    use[3] = np.inf
    results = replace(RESULTS, checks=replace(
        RESULTS.checks, series=(replace(series, utilisation=use),)))  # fmt: skip
    entry = json.loads(json_bytes(summary(results)))["checks"][0]
    assert entry["utilisation"] is None
    assert entry["place"] == series.place[3]


def test_extremes_name_their_place():
    entry = summary(RESULTS)["effects"][0]
    envelope = RESULTS.envelopes[0]
    assert entry["maximum"]["value"] == envelope.maximum.max()
    k = int(envelope.maximum.argmax())
    assert entry["maximum"]["station_m"] == RESULTS.effects.sections.station[k]


def test_checks_csv_has_a_row_for_each_place():
    rows = table(checks_csv(RESULTS))
    assert len(rows) - 1 == sum(len(s.place) for s in RESULTS.checks.series)
    assert all(len(row) == len(rows[0]) for row in rows)
    first = dict(zip(rows[0], rows[1], strict=True))
    series = RESULTS.checks.series[0]
    assert float(first["utilisation"]) == series.utilisation[0]
    assert first["status"] == "passes"


def test_every_other_table_is_a_csv_with_units_that_reads_back():
    files = dict(other_csv(RESULTS))
    assert set(files) == {f"{frame.name}.csv" for frame in other_frames(RESULTS)}
    rows = table(files["envelopes.csv"])
    frame = next(f for f in other_frames(RESULTS) if f.name == "envelopes")
    assert len(rows) - 1 == frame.rows
    column = rows[0].index("maximum")
    read = [float(row[column]) if row[column] else None for row in rows[1:]]
    assert read == list(frame.column("maximum").values)
    assert any(head.endswith("[m]") for head in rows[0])


def test_a_text_that_looks_like_a_formula_stays_a_text():
    evil = Quantity("=cmd()", "+1", "-x", 12.5, "kg", "@a")
    rows = table(quantities_csv(replace(RESULTS, quantities=(evil,))))
    assert rows[1] == ["'=cmd()", "'+1", "'@a", "'-x", "12.5", "kg"]


@pytest.mark.parametrize(("text", "key"), [("ULS persistent", "uls_persistent"),
                                           ("N-M & 'x'", "n_m_x"), ("σ", "")])  # fmt: skip
def test_keys_are_plain(text, key):
    assert slug(text) == key


def test_the_flagship_has_a_summary_too():
    content = summary(sample_results(FLAGSHIP, step=12.0))
    assert content["length_m"] == 1005.0
    assert json_bytes(content)


def test_the_bill_keeps_every_amount_and_names_every_kind_of_the_layout():
    counted = measure(RESULTS.layout)
    rows = bill(counted)
    for unit in ("kg", "m3", "m2", "m", "1"):
        total = sum(row.amount for row in counted.rows if row.unit == unit)
        assert sum(q.amount for q in rows if q.unit == unit) == pytest.approx(total, rel=1e-12)
    kinds = {row.kind for row in counted.rows}
    # No chapter for what the layout no longer counts; the sample stands on piles and steel.
    precast = {"precast concrete", "precast girders", "strands", "moulds", "diaphragm concrete"}
    assert set(CHAPTERS) <= kinds | {"footing concrete"} | precast
    assert {q.item for q in rows if q.group == "concrete works"} == {"reinforcement", "formwork"}
    order = [q.group for q in rows]
    assert order == sorted(order, key=order.index)
