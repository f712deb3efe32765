import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from spanwright.deliverables.charts import programme as charts
from spanwright.deliverables.content import Document, Figure, Fold, Section, Table
from spanwright.deliverables.html import to_html
from spanwright.deliverables.report.works import KINDS, appendix, chapter, percent
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.reader import read_project
from spanwright.works.run import Options, run

TUMEN = Path(__file__).parents[3] / "examples" / "tumen"
START = date(2025, 4, 30)


@pytest.fixture(scope="module")
def tumen():
    reading = read_project(TUMEN)
    layout = lay_out(reading.brief)[0]
    options = Options(samples=1000, plans=400, bars=200)
    return run(reading.brief, reading.register, layout, quantities(layout), options), layout


def blocks(section):
    for block in section.blocks:
        yield block
        if isinstance(block, Fold):
            yield from block.blocks
    for inner in section.sections:
        yield from blocks(inner)


def test_the_chapter_shows_every_chart_and_table(tumen):
    section = chapter(*tumen)
    assert isinstance(section, Section)
    figures = {b.key: b for b in blocks(section) if isinstance(b, Figure)}
    assert set(figures) == {
        "fig-opening", "fig-gantt", "fig-time-location", "fig-s-curve", "fig-resources",
        "fig-tornado", "fig-tornado-today", "fig-fan",
    }  # fmt: skip
    for figure in figures.values():
        ET.fromstring(figure.svg)
        assert "nan" not in figure.svg
    tables = {b.key: b for b in blocks(section) if isinstance(b, Table)}
    assert {"tab-promises", "tab-milestones", "tab-foreseen", "tab-cost", "tab-carbon",
            "tab-claimed-cost", "tab-second-opinion"} <= set(tables)  # fmt: skip
    works = tumen[0]
    assert len(tables["tab-promises"].rows) == len(works.promises)
    (activities,) = [b for s in appendix(works) for b in blocks(s)]
    assert len(activities.rows) == len(works.programme.network)
    assert appendix(None) == ()
    assert all(len(row) == len(t.columns) for t in tables.values() for row in t.rows)
    assert "When will it open?" in to_html(Document("t", "", "", (), (section,)))


def test_without_a_programme_there_is_no_chapter(tumen):
    assert chapter(None, tumen[1]) is None


def test_every_step_of_the_plan_has_a_colour_class(tumen):
    site = {"mobilisation", "load test", "permit", "opening preparation", "milestone"}
    steps = {s for s in tumen[0].programme.steps if not s.startswith("checkpoint")}
    assert steps - site <= set(KINDS)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1.0, "100 %"), (None, "–")],
)
def test_a_chance_is_never_rounded_to_certainty(share, text):
    assert percent(share) == text


def test_months_of_the_axis_are_calendar_months():
    found = charts.month_starts(START, 0.0, 62.0)
    assert [(at, str(day)) for at, day in found] == [
        (1.0, "2025-05-01"), (32.0, "2025-06-01"), (62.0, "2025-07-01"),
    ]  # fmt: skip


def test_work_at_one_place_stands_upright_and_work_along_the_bridge_slopes():
    still = charts.Placed((50.0, 50.0), charts.Span(10.0, 20.0, 3, "pier <1>"))
    along = charts.Placed((0.0, 100.0), charts.Span(20.0, 40.0, 3, "deck"))
    text = charts.draw_time_location("x", START, [still, along], [(50.0, "1")], 100.0)
    root = ET.fromstring(text)
    titles = [t.text for t in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["pier <1>", "deck"]


def test_a_bar_is_as_long_as_its_work():
    spans = [charts.Span(0.0, 50.0, 0, "a"), charts.Span(50.0, 100.0, 1, "b", True)]
    root = ET.fromstring(charts.draw_gantt("x", START, [("row", spans)]))
    widths = [float(r.get("width")) for r in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[0] == pytest.approx(widths[1], abs=0.2)


def test_curves_keep_their_ends():
    text = charts.draw_shares("x", START, [("ch-max", np.linspace(0, 1, 11))])
    ET.fromstring(text)
    assert "nan" not in text
