"""The Tumen example as published: with its adopted sizes every check that is made holds."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spanwright.checks.types import FAILS
from spanwright.pipeline.stages import analyse_reading
from spanwright.project.reader import read_project

EXAMPLE = Path(__file__).parents[2] / "examples" / "tumen"


@pytest.mark.slow
def test_no_check_of_the_flagship_fails():
    """When a check changes and this fails: ``spanwright size examples/tumen`` and look again."""
    reading = read_project(EXAMPLE)
    works_aside = reading.brief.model_copy(update={"programme": None})
    run = analyse_reading(replace(reading, brief=works_aside), lambda _: nullcontext())
    failing = {
        series.name: (round(float(series.utilisation[series.worst]), 3), series.place[series.worst])
        for series in run.checks.series
        if np.any(series.status == FAILS)
    }
    assert failing == {}
    use = {series.name: float(np.nanmax(series.utilisation)) for series in run.checks.series}
    assert max(use.values()) > 0.9  # and no steel is wasted
