"""Quantities: exact solids, stated allowances, stable names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities, stiffener_volume, web_area


@pytest.fixture(scope="module")
def layout(make_brief):
    return lay_out(make_brief(layout={
        "parts": [{"name": "main", "length": "120 m", "side": "A",
                   "spans": ["35 m", "50 m", "35 m"]}],
        "girders": {"count": 3, "spacing": "3.6 m", "depth": "2.2 m", "segments": [
            {"to": "70 m", "top_width": "0.5 m", "top_thickness": "30 mm",
             "web_thickness": "15 mm", "bottom_width": "0.7 m", "bottom_thickness": "40 mm"},
            {"to": "120 m", "top_width": "0.4 m", "top_thickness": "20 mm",
             "web_thickness": "12 mm", "bottom_width": "0.6 m", "bottom_thickness": "30 mm"}]},
    }))[0]  # fmt: skip


def test_plates_by_hand(layout):
    found = quantities(layout)
    assert found.volume("deck main/girder 2/segment 1/top flange") == pytest.approx(0.5 * 0.03 * 70)
    assert found.volume("deck main/girder 2/segment 2/web") == pytest.approx(2.15 * 0.012 * 50)
    mass = 7850 * (70 * (0.015 + 2.13 * 0.015 + 0.028) + 50 * (0.008 + 2.15 * 0.012 + 0.018))
    assert found.total("girder plates") == pytest.approx(3 * mass)
    assert found.total("welds and splices") == pytest.approx(0.02 * 3 * mass)


def test_slab_and_bars_by_hand(layout):
    found, slab = quantities(layout), layout.decks[0].slab
    assert found.volume("deck main/slab") == pytest.approx(120 * 11 * 0.25)
    flange = 0.5 * 70 + 0.4 * 50
    assert found.volume("deck main/girder 1/haunch") == pytest.approx(flange * 0.05)
    support = 0.22 * (35 + 50 + 50 + 35)
    bars = 11 * 0.25 * (support * 0.018 + (120 - support) * 0.008) * 7850
    row = next(r for r in found.rows if r.element == "deck main/slab/bars along")
    assert row.amount == pytest.approx(bars)
    assert slab.rebar_area.max() == pytest.approx(0.018 * 0.25)


def test_stiffeners_at_cross_frames_and_bearings(layout):
    deck, girder = layout.decks[0], layout.decks[0].girders[0]
    frames = len(deck.cross_frames) - 4
    mean = float(web_area(girder).sum()) / 120
    expected = 2 * 0.2 * 0.020 * mean * frames + 4 * 2 * 0.3 * 0.04 * (2.2 - 0.08)
    assert stiffener_volume(deck, girder) == pytest.approx(expected)
    closer = replace(deck, stiffener_spacing=deck.stiffener_spacing / 2)
    assert stiffener_volume(closer, girder) > 1.5 * stiffener_volume(deck, girder)


def test_haunched_web_is_integrated_exactly(layout):
    girder = layout.decks[0].girders[0]
    haunched = replace(
        girder, depth_station=np.array([0, 50, 120.0]), depth=np.array([2.0, 3.0, 2.0])
    )
    first = (2 + 3) / 2 * 50 + (3 + 3 - 20 / 70) / 2 * 20 - 0.07 * 70
    assert web_area(haunched)[0] == pytest.approx(first)
    assert web_area(haunched).sum() == pytest.approx(2.5 * 120 - 0.07 * 70 - 0.05 * 50)


def test_names_of_solids_are_unique_and_every_row_has_a_rule(layout):
    rows = quantities(layout).rows
    solids = [row.element for row in rows if row.volume > 0]
    assert len(solids) == len(set(solids))
    assert all(row.rule and row.unit and row.amount > 0 for row in rows)


def test_pile_and_shaft_by_hand(layout):
    found, pier = quantities(layout), layout.piers[0]
    height = pier.shaft_top - pier.foundation.cap_top
    assert found.volume("pier 1/shaft 1") == pytest.approx(np.pi * pier.width**2 / 4 * height)
    base = pier.foundation
    assert found.volume("pier 1/pile 1") == pytest.approx(np.pi * 1.5**2 / 4 * base.pile_length)
    metres = sum(len(s.foundation.pile_x) * s.foundation.pile_length
                 for s in (*layout.piers, *layout.abutments))  # fmt: skip
    assert found.total("piles", "m") == pytest.approx(metres)
