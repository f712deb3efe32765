"""The example on precast girders: 3 x 30 m, sized, run, and its notes."""

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from spanwright.checks.types import FAILS, NOT_CHECKED, OUTSIDE_SCOPE
from spanwright.notes.page import ALIKE
from spanwright.notes.write import derivation_of, note_of
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright.sizing.precast import precast_deck_sizes

EXAMPLE = Path(__file__).parents[2] / "examples" / "precast"


@pytest.fixture(scope="module")
def run():
    return analyse(EXAMPLE, lambda _: nullcontext())


def test_every_check_passes(run):
    for series in run.checks.series:
        assert FAILS not in series.status, (series.name, series.place[series.worst])
        assert OUTSIDE_SCOPE not in series.status, series.name


def test_strands_are_neither_idle_nor_short(run):
    """Sized: decompression or bending uses what is there; two strands fewer would not do."""
    use = {series.name: float(np.max(series.utilisation)) for series in run.checks.series}
    assert 0.85 < max(use["decompression"], use["bending of prestressed girders"]) <= 1.0
    assert {"studs", "web breathing", "launching, bending"}.isdisjoint(use)


def test_creep_lifts_the_girders_over_the_piers(run):
    """Prestress exceeds own weight: restrained creep sags the deck over both piers alike."""
    index = [case.name for case in run.static.cases].index("creep of the girders")
    table = run.structure.precast
    moment = run.static.effects.force[index][run.structure.precast_rows][:, 4]
    over = table.at_support & table.is_insitu & (table.girder == 2)
    assert np.all(moment[over] > 0.3e6)
    assert np.ptp(moment[over]) < 0.05 * moment[over].max()
    ends = table.at_support & ~table.is_insitu
    assert np.all(np.abs(moment[ends]) < 0.02e6)


def test_the_sizes_are_those_that_sizing_finds_again(run):
    found = precast_deck_sizes(run, 0, 0.98)
    sizes = run.reading.brief.sizes
    assert sizes is not None
    kept = sizes.deck[0]
    assert found.strands == kept.strands
    assert found.links == kept.links
    assert found.continuity_bars <= kept.continuity_bars


def test_notes_of_every_check_of_the_girders(run):
    results = results_of(run)
    series = [one for one in results.checks.series if one.element == "girder"]
    for one in series:
        assert derivation_of("EN", one.name) is not None, one.name
        live = np.flatnonzero(one.status != NOT_CHECKED)
        row = int(live[np.argmax(one.utilisation[live])])
        note = note_of(results.book, one, row)
        assert note.gap <= ALIKE, one.name
        assert note.steps[-1].result.value == pytest.approx(one.utilisation[row], rel=ALIKE)
