"""Bars from utilisations: whole meshes, each part by its own checks, never fewer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.checks.series import placed_series
from spanwright.layout.bars import Mesh, Reinforcement, SlabBars, SupportBars
from spanwright.sizing.bars import factor, mesh_for, part_of, slab_bar_row, support_bar_row

NOW = SupportBars("pier 1", 0.032, 0.05, 0.012, 0.0015, 0.006, 0.003, 0.002)
SLAB = SlabBars("D", 0.045, 0.125, Mesh(0.020, 0.15), Mesh(0.020, 0.15))
ALL = Reinforcement({"D": SLAB}, {"pier 1": NOW}, {})


def series(name: str, use: float, place: str, element: str = "pier"):
    one = np.array([use])
    return placed_series(
        name, "", "computed", element, "N", "ULS persistent", [place], demand=one,
        resistance=one / use, utilisation=one, combination=[""], cause=[""],
    )  # fmt: skip


@given(st.floats(5e-4, 4.5e-3))
def test_a_mesh_has_what_is_asked_for(area):
    assert mesh_for(area).area >= area - 1e-9


def test_where_no_mesh_is_enough_the_heaviest_is_taken():
    assert mesh_for(1.0) == Mesh(0.025, 0.100)


def test_shear_asks_for_no_more_bars_than_it_counts():
    found = (series("slab shear", 3.0, "D slab beside girder 2 y +0.00 m", "deck"),)
    _, top, spacing, _, _ = slab_bar_row("D", 0.25, ALL, found, 0.98)
    share = Mesh(top, spacing).area / SLAB.depth_across(0.25, top=True)
    assert 0.02 <= share < 0.022
    bent = (series("slab bending", 2.0, "D slab girder 2 y +0.00 m across above", "deck"),)
    _, top, spacing, _, _ = slab_bar_row("D", 0.25, ALL, bent, 0.98)
    assert Mesh(top, spacing).area >= SLAB.top.area * 2.0


def test_shear_without_links_asks_for_the_cube():
    assert factor("slab shear", 1.1 * 0.98, 0.98) == pytest.approx(1.1**3)
    assert factor("crosshead shear", 0.5, 0.98) == 1.0


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("shaft shear, earthquake", "links"), ("shaft crack width", "shaft"),
        ("crosshead shear", "crosshead_links"), ("crosshead bending", "crosshead"),
        ("back wall bending", "crosshead"), ("stem bending", "shaft"), ("cap ties", "cap"),
        ("cap nodes", None), ("pier shafts", None), ("piles, axial", None),
    ],
)  # fmt: skip
def test_every_check_knows_its_bars(name, part):
    assert part_of(name) == part


def test_only_the_part_that_fails_gets_more():
    row = support_bar_row(NOW, (series("crosshead shear", 1.5, "pier 1 crosshead"),), 0.98)
    assert row[1:4] == (NOW.shaft, NOW.links, NOW.crosshead)
    assert row[4] > 1.5 * NOW.crosshead_links
    assert support_bar_row(NOW, (series("cap ties", 1.5, "pier 11 cap"),), 0.98)[5] == NOW.cap


def test_shear_beside_a_girder_thickens_the_upper_bars_alone():
    found = (series("slab shear", 1.15, "D slab beside girder 2 y +0.00 m", "deck"),)
    _, top, top_spacing, bottom, bottom_spacing = slab_bar_row("D", 0.25, ALL, found, 0.98)
    assert Mesh(top, top_spacing).area >= SLAB.top.area * (1.15 / 0.98) ** 3 - 1e-9
    assert (bottom, bottom_spacing) == (0.020, 0.15)
