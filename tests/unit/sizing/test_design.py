"""What plates must keep whatever the checks say, and which section belongs to which segment."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.sizing.design import (
    BOTTOM,
    BOTTOM_WIDTH,
    COMFORTABLE,
    LEAST,
    STEP,
    THICKNESSES,
    TOP,
    TOP_WIDTH,
    WEB,
    Design,
    area_of,
    least_thickness,
    narrowed,
    segment_of,
    tidy,
    widened,
)
from spanwright.sizing.stock import STOCK

MM = 1e-3


def row(top_width, top, web, bottom_width, bottom):
    return np.array([top_width, top, web, bottom_width, bottom]) * MM


segments = st.lists(
    st.tuples(
        st.sampled_from([450, 600, 800]),
        st.integers(8, 80),
        st.integers(8, 40),
        st.just(900),
        st.integers(8, 80),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=100)
@given(segments, st.integers(0, 8))
def test_tidy_plates_are_in_stock_thick_enough_and_never_jump(rows, cut):
    plates = np.array(rows, dtype=float) * MM
    deck = (np.arange(len(rows)) >= cut).astype(int)
    found = tidy(deck, plates)
    for column in THICKNESSES:
        thickness = found[:, column]
        assert np.isin(thickness, STOCK).all()
        assert np.all(thickness >= LEAST[column])
        assert np.all(thickness >= least_thickness(plates, column))
        assert np.all(thickness >= np.minimum(plates[:, column], STOCK[-1]) - 1e-6)
        joined = deck[1:] == deck[:-1]
        ratio = np.maximum(thickness[1:] / thickness[:-1], thickness[:-1] / thickness[1:])
        assert np.all(ratio[joined] <= STEP[column] + 1e-9)
    assert np.array_equal(tidy(deck, found), found)
    assert np.array_equal(found[:, [TOP_WIDTH, BOTTOM_WIDTH]], plates[:, [TOP_WIDTH, BOTTOM_WIDTH]])


def test_a_thick_plate_does_not_reach_over_an_expansion_joint():
    plates = np.stack([row(450, 20, 12, 800, 80), row(450, 20, 12, 800, 20)])
    assert tidy(np.array([0, 1]), plates)[1, BOTTOM] == pytest.approx(20 * MM)
    assert tidy(np.array([0, 0]), plates)[1, BOTTOM] == pytest.approx(40 * MM)


def test_a_wide_flange_is_not_thin():
    least = least_thickness(np.stack([row(450, 20, 12, 900, 80), row(1000, 20, 12, 500, 80)]), TOP)
    assert least == pytest.approx([0.020, 0.025])
    least = least_thickness(row(450, 20, 12, 900, 80)[None], BOTTOM)
    assert least == pytest.approx([0.025])  # 900 / 40 = 22.5, in stock 25


def test_a_flange_too_thick_widens_along_its_whole_deck():
    plates = np.stack([row(600, 20, 16, 900, 40), row(600, 20, 16, 900, 80)])
    found = widened(np.array([0, 0]), plates)
    assert np.ptp(found[:, BOTTOM_WIDTH]) == 0.0
    assert found[1, BOTTOM] <= COMFORTABLE + 1e-9
    assert found[1, BOTTOM] * found[1, BOTTOM_WIDTH] >= 80 * 900 * MM**2 - 1e-9
    unchanged = row(600, 60, 16, 900, 70)[None]
    assert np.array_equal(widened(np.array([0]), unchanged), unchanged)


def test_a_flange_narrows_until_its_thickest_plate_is_comfortable():
    deck, top = np.array([0, 0, 1]), (600, 20, 16)
    plates = np.stack([row(*top, 1050, 28), row(*top, 1050, 60), row(*top, 900, 70)])
    found = narrowed(deck, plates)
    # 1050 x 60 = 900 x 70; the second deck's is as narrow as it may be
    assert found[:, BOTTOM_WIDTH] == pytest.approx([0.9, 0.9, 0.9])
    assert found[:, BOTTOM] == pytest.approx([0.035, 0.07, 0.07])
    assert np.array_equal(narrowed(deck, found), found)


def test_only_the_thick_segment_of_a_top_flange_widens():
    plates = np.stack([row(600, 40, 16, 900, 40), row(600, 80, 16, 900, 40)])
    found = widened(np.array([0, 0]), plates)
    assert found[0, TOP_WIDTH] == pytest.approx(0.6)
    assert found[1, TOP_WIDTH] == pytest.approx(0.7)


def test_area_by_hand():
    # 600 x 20 + 900 x 30 + (3000 - 50) x 16 = 12 000 + 27 000 + 47 200 mm2
    assert area_of(row(600, 20, 16, 900, 30)[None], 3.0)[0] == pytest.approx(0.0862)


def test_sections_on_a_joint_belong_to_the_plates_on_their_own_side():
    design = Design(
        deck=np.array([0, 0, 1]),
        start=np.array([0.0, 30.0, 70.0]),
        end=np.array([30.0, 70.0, 90.0]),
        plates=np.zeros((3, 5)),
    )
    table = SimpleNamespace(
        station=np.array([0.0, 30.0, 30.0, 50.0, 70.0, 70.0, 90.0]),
        side=np.array([0, 1, 0, 1, 1, 0, 1]),
        deck=np.array([0, 0, 0, 0, 0, 1, 1]),
    )
    assert segment_of(design, table).tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_columns_are_those_of_the_project_file():
    assert (TOP_WIDTH, TOP, WEB, BOTTOM_WIDTH, BOTTOM) == (0, 1, 2, 3, 4)
