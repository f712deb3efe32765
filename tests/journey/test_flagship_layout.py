"""The Tumen example from its project file to layout, quantities and model: headline numbers.

Lengths are published claims; spans, plates and volumes follow from rules of proportion and are
snapshots: a commit that moves them says why.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import prepare, solve
from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.reader import read_project
from spanwright.structure.build import build, options_of
from spanwright.structure.types import STAGES

EXAMPLE = Path(__file__).parents[2] / "examples" / "tumen"


@pytest.fixture(scope="module")
def tumen():
    brief = read_project(EXAMPLE).brief
    return brief, *lay_out(brief, reported_land_piers={"RU": 3, "KP": 6})


def test_two_decks_of_the_published_lengths(tumen):
    _, layout, _, _ = tumen
    assert [deck.name for deck in layout.decks] == ["RU", "KP"]
    assert [float(np.ptp(deck.supports)) for deck in layout.decks] == [424.0, 581.0]
    spans = [np.diff(deck.supports) for deck in layout.decks]
    assert spans[0] == pytest.approx([35, 40, 47, 78, 78, 78, 68])
    assert spans[1] == pytest.approx([75, 86, 86, 86, 52, 40, 40, 40, 40, 36])


def test_land_piers_agree_with_what_was_seen(tumen):
    _, _, _, notices = tumen
    told = [notice.text for notice in notices if notice.address == "layout.piers"]
    assert told == [
        "RU: 3 piers on land, 4 in the river; 3 on land are reported: consistent",
        "KP: 6 piers on land, 3 in the river; 6 on land are reported: consistent",
    ]


def test_cross_section(tumen):
    _, layout, _, _ = tumen
    assert [g.offset for g in layout.decks[0].girders] == pytest.approx(
        [-5.025, -1.675, 1.675, 5.025]
    )
    assert [float(d.girders[0].depth[0]) for d in layout.decks] == pytest.approx([3.15, 3.45])
    assert layout.decks[0].slab.left - layout.decks[0].slab.right == pytest.approx(13.0)
    assert np.ptp(layout.road.kerbs) == pytest.approx(10.0)


def test_quantities_are_those_of_a_composite_road_bridge(tumen):
    """Snapshots; 200 to 330 kg of steel and 0.26 to 0.30 m3 of slab a square metre are usual."""
    _, layout, _, _ = tumen
    bill = quantities(layout)
    deck_area = 1005.0 * 13.0
    steel = sum(row.amount for row in bill.rows if row.unit == "kg" and row.material == "S355")
    assert 200.0 < steel / deck_area < 330.0
    assert bill.total("slab concrete") / deck_area == pytest.approx(0.257, abs=0.003)
    assert 3.2e6 < bill.total("girder plates") < 3.6e6  # sized: sizes.toml
    assert bill.total("piles", "m") == pytest.approx(2434.0, rel=0.05)
    assert bill.total("surfacing") == pytest.approx(1005 * 10 * 0.09)


def test_without_sizes_the_first_guess_stands(tumen):
    brief, sized, _, _ = tumen
    guess, _, _ = lay_out(brief.model_copy(update={"sizes": None}))
    bill = quantities(guess)
    assert bill.total("girder plates") == pytest.approx(3.120e6, rel=1e-3)
    assert bill.total("piles", "m") == pytest.approx(2230.0)
    assert [deck.name for deck in guess.decks] == [deck.name for deck in sized.decks]


def test_the_whole_bridge_stands_in_every_stage(tumen):
    brief, layout, _, _ = tumen
    structure = build(layout, options_of(brief))
    assert 2000 < len(structure.models["steel"].nodes) < 3000
    for stage in STAGES:
        model = structure.models[stage]
        book = LoadBook()
        book.line("even", structure.girder_member, (0.0, 0.0, -1e3))
        solution = solve(prepare(model), book.close())
        carried = -solution.spring_force[0, structure.bearing_spring, 2].sum()
        assert carried == pytest.approx(4 * 1005.0 * 1e3, rel=1e-9)
        assert solution.equilibrium_residual[0] < 1e-9
