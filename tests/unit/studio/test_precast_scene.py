"""Precast girders in the studio: each girder of a line answers with the checks of its span."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright_studio.lines import lines_of
from spanwright_studio.scene import elements_of

EXAMPLE = Path(__file__).parents[3] / "examples" / "precast"


@pytest.fixture(scope="module")
def shown():
    run = analyse(EXAMPLE, lambda _: nullcontext())
    return run, results_of(run)


def test_a_girder_answers_with_the_checks_of_its_own_span(shown):
    run, results = shown
    elements = {e["id"]: e for e in elements_of(run.layout, results.checks.series)}
    girder = elements["deck deck/girder 2/span 3"]
    assert girder["kind"] == "precast girder"
    assert girder["sources"] == ["layout.precast", "sizes.deck"]
    stations = [float(row["place"].split("@ ")[1].split(" m")[0]) for row in girder["checks"]]
    assert len(stations) > 15
    assert all(60.0 <= x <= 90.0 for x in stations)


def test_lines_stand_at_every_section_of_the_deck(shown):
    run, results = shown
    sections = [deck.responses.sections.tolist() for deck in run.decks]
    lines = lines_of(run, results, sections)
    names = {check["name"] for check in lines["checks"]}
    assert {"decompression", "bending of prestressed girders"} <= names
    bending = next(c for c in lines["checks"] if c["name"] == "bending of prestressed girders")
    assert len(bending["utilisation"][0]) == len(sections[0])
