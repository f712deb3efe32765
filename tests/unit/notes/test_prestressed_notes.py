"""Calculation notes of prestressed girders: each page arrives at the figures of its check."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))
from precast_reference import deck_of_reference, demands_of, girders_of

from spanwright.checks.prestressed.run import check_prestressed
from spanwright.checks.types import NOT_CHECKED, CheckSeries
from spanwright.notes.page import ALIKE, Page, difference, workings_of
from spanwright.notes.prestressed import NOTES


@pytest.fixture(scope="module")
def series() -> dict[str, CheckSeries]:
    girders = girders_of(np.array([0.3, 1.0, 2.0, 7.5, 15.0, 29.7]))
    found = check_prestressed(girders, demands_of(girders), (deck_of_reference(),))
    return {one.name: one for one in found}


@pytest.mark.parametrize("name", sorted(NOTES))
def test_page_agrees_with_its_check_at_every_section(name, series):
    one = series[name]
    written = 0
    for row in range(len(one.station)):
        if one.status[row] == NOT_CHECKED:
            continue
        page = Page(one.tag, workings_of(one, row))
        NOTES[name](page, None, one, row)  # type: ignore[arg-type]
        eta = next(step for step in page.steps if step.result.name == "eta")
        assert page.gap <= ALIKE, (name, row)
        assert difference(eta.result.value, float(one.utilisation[row])) <= 1e-9, (name, row)
        written += 1
    assert written
