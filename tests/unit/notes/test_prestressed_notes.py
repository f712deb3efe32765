"""Calculation notes of prestressed girders: each page arrives at the figures of its check."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))
from precast_reference import (
    deck_of_reference,
    demands_of,
    girders_of,
    over_a_pier,
    with_strands,
)

from spanwright.checks.prestressed.run import check_prestressed
from spanwright.checks.types import NOT_CHECKED, CheckSeries
from spanwright.notes.page import ALIKE, Page, difference, workings_of
from spanwright.notes.prestressed import NOTES


@pytest.fixture(scope="module")
def series() -> dict[str, list[CheckSeries]]:
    """Checks of a span, of one with few strands that cracks, and of sections over a pier."""
    girders = girders_of(np.array([0.3, 1.0, 2.0, 7.5, 15.0, 29.7]))
    few = with_strands(girders, 0.4)
    pier, forces = over_a_pier()
    found: dict[str, list[CheckSeries]] = {}
    for one, demands in ((girders, demands_of(girders)), (few, demands_of(few)), (pier, forces)):
        for series in check_prestressed(one, demands, (deck_of_reference(),)):
            found.setdefault(series.name, []).append(series)
    return found


def test_no_check_is_without_a_note(series):
    assert set(series) == set(NOTES)


@pytest.mark.parametrize("name", sorted(NOTES))
def test_page_agrees_with_its_check_at_every_section(name, series):
    written = 0
    for one in series[name]:
        for row in range(len(one.station)):
            if one.status[row] == NOT_CHECKED:
                continue
            page = Page(one.tag, workings_of(one, row))
            NOTES[name](page, None, one, row)  # type: ignore[arg-type]
            eta = page.steps[-1]
            assert eta.result.name == "eta"
            assert page.gap <= ALIKE, (name, row)
            assert difference(eta.result.value, float(one.utilisation[row])) <= 1e-9, (name, row)
            written += 1
    assert written
