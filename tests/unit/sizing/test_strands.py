"""Strands and links that hold under given forces."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))
from precast_reference import LENGTH, deck_of_reference, demands_of, girders_of

from spanwright.checks.prestressed.bench import Bench
from spanwright.checks.prestressed.run import link_checks, strand_checks
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.sizing.strands import (
    BARS,
    HEADS,
    SPACINGS,
    WANT_MORE,
    Places,
    fitted_bars,
    fitted_links,
    fitted_strands,
    rows_of,
    with_links,
    with_rows,
    worst,
)
from spanwright.structure.prestressed import PrestressedGirders

DECKS = (deck_of_reference(),)
STATIONS = np.array([0.3, 1.0, 2.5, 4.0, 7.5, 11.0, 15.0])


@pytest.fixture
def places() -> Places:
    return Places(
        np.array([0.06, 0.11, 0.16, 0.21]), np.array([12.0, 12.0, 10.0, 8.0]), 1.43, 2, LENGTH
    )


def strong() -> PrestressedGirders:
    """C60/75, 42 MPa at release: the ends of the reference girder hold what its middle needs."""
    girders = girders_of(STATIONS)
    return replace(
        girders,
        materials=replace(girders.materials, f_ck_release=42e6, girder=concrete("C60/75")),
    )


def test_rows_fill_from_the_bottom_in_pairs(places):
    rows = rows_of(places, 20, HEADS[2])
    assert sum(count for _, count, _ in rows) == 22  # with the two of the top
    first = [row for row in rows if row[0] == 0.06]
    assert first == [(0.06, 4, 0.0), (0.06, 4, 2.5), (0.06, 4, 5.0)]
    assert rows[-1] == (1.43, 2, 0.0)
    assert all(count % 2 == 0 for _, count, _ in rows)
    assert rows_of(places, 20, HEADS[0])[:2] == ((0.06, 12, 0.0), (0.11, 8, 0.0))


def test_strands_found_are_the_fewest_that_hold(places):
    girders = strong()
    demands = demands_of(girders)
    rows = fitted_strands(girders, demands, DECKS, 0, places, 1.0)
    mine = np.ones(girders.count, dtype=bool)

    def uses(some):
        changed = with_rows(girders, mine, some)
        return worst(strand_checks(Bench(changed, demands, DECKS)), mine)

    ends = {"anchored tension chord", "crack width of the soffit", "bending of prestressed girders"}
    assert max(use for name, use in uses(rows).items() if name not in ends) <= 1.0
    bars = fitted_bars(with_rows(girders, mine, rows), demands, DECKS, 0, 1.0)
    assert bars in BARS
    table = replace(girders.table, bottom_bars=np.full(girders.count, bars))
    girders = replace(girders, table=table)
    assert max(uses(rows).values()) <= 1.0
    count = sum(c for _, c, _ in rows) - places.top
    fewer = with_rows(strong(), mine, rows_of(places, count - 2, HEADS[0]))
    inner = STATIONS >= 0.1 * LENGTH
    short = worst(strand_checks(Bench(fewer, demands, DECKS)), inner)
    assert max(short[name] for name in WANT_MORE) > 1.0


def test_links_found_hold_and_stand_closer_beside_supports(places):
    girders = girders_of(STATIONS)
    demands = demands_of(girders)
    mine = np.ones(girders.count, dtype=bool)
    girders = with_rows(girders, mine, rows_of(places, 28, HEADS[2]))
    span, ends = fitted_links(girders, demands, DECKS, 0, 1.0)
    assert ends <= span
    assert {span, ends} <= set(SPACINGS)
    changed = with_links(girders, mine, (span, ends))
    found = worst(link_checks(Bench(changed, demands, DECKS)), mine)
    hard = {name for name, use in found.items() if use > 1.0}
    assert hard <= {"splitting at the girders' ends"}  # 12 mm links alone may not do there
