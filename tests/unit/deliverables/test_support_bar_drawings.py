"""Bars of abutments and crossheads, laid from the shares that were checked; the location plan."""

from dataclasses import replace
from itertools import combinations
from math import pi

import numpy as np
import pytest
from sample_layout import sample_layout
from test_drawing_sheets import bars_of, shrunk

from spanwright.deliverables.drawing import all_sheets
from spanwright.deliverables.drawing.abutments import bars_sheet, bars_through_sheet
from spanwright.deliverables.drawing.crossheads import beam_bars, beam_links, crosshead_sheet
from spanwright.deliverables.drawing.location import location_sheet
from spanwright.deliverables.drawing.sheet import Circle, Path, overlaps
from spanwright.deliverables.drawing.wall_bars import abutment_rows
from spanwright.deliverables.results import Neighbour, Position
from spanwright.layout.bars import SupportBars
from spanwright.layout.quantities import back_wall_height

LAYOUT = sample_layout()
ABUTMENT = LAYOUT.abutments[0]
BARS = SupportBars("A0", 0.025, 0.05, 0.003, 0.001, 0.008, 0.001, 0.002)


def rows_of(bars=BARS, wall=3.0):
    return {(row.part, row.run): row for row in abutment_rows(ABUTMENT, bars, wall)}


@pytest.mark.parametrize("stem", [0.001, 0.003, 0.006, 0.02])
def test_what_is_laid_is_what_was_checked_or_a_little_more(stem):
    rows = rows_of(replace(BARS, shaft=stem))
    f = ABUTMENT.foundation
    wanted = {
        ("stem", "upright"): stem * ABUTMENT.thickness,
        ("back wall", "upright"): 0.008 * ABUTMENT.back_wall,
        ("cap", "along"): 0.002 * f.cap_thickness, ("cap", "across"): 0.002 * f.cap_thickness,
        ("stem", "through"): 0.001, ("back wall", "through"): 0.001,
    }  # fmt: skip
    for key, area in wanted.items():
        assert rows[key].area >= area * (1 - 1e-9), key
        # rounding the spacing down by 5 mm, or laying bars 400 mm apart at most, adds to it
        spare = 0.25 if rows[key].run == "through" else 5 / (1000 * rows[key].spacing[0])
        widest = rows[key].spacing[0] == pytest.approx(0.4)
        assert widest or rows[key].area <= area * (1 + 1.2 * spare), key


def test_numbers_and_lengths_are_those_of_the_spacings():
    row = rows_of()["stem", "upright"]
    one = pi * 0.025**2 / 4
    assert row.spacing == (0.105, 0.0)  # 491 mm2 over 0.3 % of 1.5 m: 109 mm
    clear = ABUTMENT.width - 2 * (0.05 + 0.016 + 0.0125)
    assert row.count == 2 * (int(np.ceil(clear / 0.105)) + 1)
    # from the cap's bars, above the pile heads, to the cover below the seat
    cap = ABUTMENT.foundation.cap_thickness
    assert row.length == pytest.approx(ABUTMENT.height + cap - 0.1 - 2.5 * 0.025 - 0.066)
    assert row.mass(7850.0) == pytest.approx(row.count * row.length * one * 7850.0)


def test_level_bars_are_the_least_of_a_wall_and_said_to_be():
    rows = rows_of()
    upright, level = rows["stem", "upright"], rows["stem", "level"]
    assert upright.checked
    assert not level.checked
    assert 2 * level.area >= max(0.25 * 2 * upright.area, 0.001 * ABUTMENT.thickness)
    assert level.spacing[0] <= 0.4


def test_bars_that_would_touch_are_laid_in_two_layers():
    assert rows_of()["stem", "upright"].layers == 1
    dense = rows_of(replace(BARS, shaft=0.008))["stem", "upright"]
    assert dense.layers == 2
    assert dense.spacing[0] >= 0.075


def test_no_wall_no_bars_and_no_links_where_none_are_asked():
    rows = rows_of(replace(BARS, links=0.0), wall=0.0)
    assert set(rows) == {("cap", "along"), ("cap", "across"), ("stem", "upright"),
                         ("stem", "level")}  # fmt: skip


@pytest.mark.parametrize("which", [0, 1])
def test_the_section_shows_every_bar_of_the_schedule_inside_the_concrete(which):
    abutment = LAYOUT.abutments[which]
    wall = back_wall_height(abutment, LAYOUT)
    rows = abutment_rows(abutment, BARS, wall)
    sheet = bars_through_sheet(LAYOUT, abutment, BARS)
    texts = [label.text for label in sheet.labels]
    for row in rows:
        assert f"{row.count}" in texts
        assert any(text.startswith(f"{row.mark}: ø") for text in texts)
    solid = [i for i in sheet.items if isinstance(i, Path) and i.layer == "concrete"]
    low = [min(p[k] for i in solid for p in i.points) for k in (0, 1)]
    high = [max(p[k] for i in solid for p in i.points) for k in (0, 1)]
    bars = [i for i in sheet.items if i.layer == "rebar"]
    assert len(bars) > 60
    for item in bars:
        points = [(item.x, item.y)] if isinstance(item, Circle) else item.points
        for x, y in points:
            assert low[0] < x < high[0]
            assert low[1] < y < high[1]
    # the back wall stands towards the fill: left of the first abutment, right of the last
    corners = max((i for i in solid), key=lambda i: len(i.points)).points
    top = [x for x, y in corners if y == pytest.approx(min(q for _, q in corners))]
    middle = (low[0] + high[0]) / 2
    assert (max(top) < middle) if which == 0 else (min(top) > middle)


def test_the_front_has_an_upright_bar_at_every_spacing_of_a_half():
    sheet = bars_sheet(LAYOUT, ABUTMENT, BARS)
    row = rows_of(wall=back_wall_height(ABUTMENT, LAYOUT))["stem", "upright"]
    paths = [i for i in sheet.items if isinstance(i, Path) and i.layer == "rebar"]
    scale = 1000.0 / float(sheet.scales[0].split(":")[1])
    ends = [p.points for p in paths if p.points[0][0] == p.points[1][0]]
    places = sorted(a[0] for a, b in ends if abs(a[1] - b[1]) == pytest.approx(row.length * scale))
    assert len(places) == (row.count // 2 + 1) // 2
    gaps = np.diff(places) / scale
    assert gaps.max() <= row.spacing[0] + 1e-9


def test_abutments_have_sheets_of_their_own():
    names = [d.name for d in all_sheets(LAYOUT, bars_of(LAYOUT)) if d.kind == "abutment"]
    assert names == [f"{what}-{a.name}" for a in LAYOUT.abutments
                     for what in ("front", "cap", "bars", "section")]  # fmt: skip
    without = [d.name for d in all_sheets(LAYOUT) if d.kind == "abutment"]
    assert without == [f"{what}-{a.name}" for a in LAYOUT.abutments for what in ("front", "cap")]


PIER = LAYOUT.piers[0]
OF_PIER = SupportBars("P0", 0.032, 0.05, 0.012, 0.0015, 0.006, 0.003, 0.002)


@pytest.mark.parametrize("share", [0.002, 0.006, 0.02])
def test_a_crosshead_has_the_bars_that_were_checked_above_and_below(share):
    width, height = PIER.crosshead_width, PIER.crosshead_depth
    places = beam_bars(width, height, replace(OF_PIER, crosshead=share))
    one = pi * 0.032**2 / 4
    below = places[places[:, 1] < height / 2]
    needed = share * width * height / one
    assert needed <= len(below) <= needed + 4
    assert len(places) == 2 * len(below)
    assert sorted(below[:, 1]) == pytest.approx(sorted(height - p for p in places[:, 1]
                                                      if p > height / 2))  # fmt: skip
    gaps = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    assert gaps[~np.eye(len(places), dtype=bool)].min() >= 2 * 0.032 * (1 - 1e-9)
    assert np.abs(places[:, 0]).max() <= width / 2 - (0.05 + 0.016 + 0.016) + 1e-9


@pytest.mark.parametrize("share", [0.001, 0.003, 0.015])
def test_links_are_as_many_legs_as_the_share_asks(share):
    links = beam_links(1.6, replace(OF_PIER, crosshead_links=share))
    assert links.legs * pi * 0.016**2 / 4 / (links.spacing * 1.6) >= share * (1 - 1e-9)
    assert 0.095 <= links.spacing <= 0.4
    assert links.legs % 2 == 0


def test_the_sheet_of_a_crosshead_draws_what_it_says():
    sheet = crosshead_sheet(PIER, OF_PIER)
    drawn = [i for i in sheet.items if getattr(i, "title", "") == "crosshead bar"]
    assert any(f"{len(drawn) // 2} ø 32 above" in label.text for label in sheet.labels)
    legs = beam_links(PIER.crosshead_width, OF_PIER).legs
    assert any(f"{legs} legs" in label.text for label in sheet.labels)
    assert beam_links(1.6, replace(OF_PIER, crosshead_links=0.0)) is None


@pytest.mark.parametrize("depth", [1.2, 2.5, 4.0])
@pytest.mark.parametrize("flat", [False, True])
def test_a_deep_crosshead_stays_below_the_words_of_its_sheet(depth, flat):
    pier = replace(PIER, crosshead_depth=depth)
    if flat:
        none = np.zeros(0)
        base = replace(PIER.foundation, pile_x=none, pile_y=none, pile_length=0.0)
        assert base.is_footing
        pier = replace(pier, foundation=base)
    sheet = crosshead_sheet(pier, OF_PIER)
    words = max(x.box[3] for x in sheet.labels if x.text.startswith(("crosshead:", "pile cap:")))
    drawn = [x for x in sheet.labels if x.text in ("crosshead", "pile cap")]
    assert len(drawn) == 2 - flat
    assert min(label.box[1] for label in drawn) > words


POSITION = Position(0.74, 2.28, "mean sea level", 4.4, (20.0, 130.0))
OTHER = Neighbour("Old bridge", "rail", 1959, -90.0, 70.0, 0.0, (33.0, 67.0, 55.0),
                  ("truss",) * 3, 9.0, 1.2, 8.0, 6.0, 2.0)  # fmt: skip


@pytest.mark.parametrize(("position", "others"), [(POSITION, ()), (None, (OTHER,)),
                                                  (POSITION, (OTHER,))])  # fmt: skip
def test_the_location_plan_is_the_first_sheet_where_the_place_is_known(position, others):
    drawn = all_sheets(LAYOUT, None, position, others)[0]
    assert drawn.kind == "location"
    sheet = drawn.sheet
    for a, b in combinations(sheet.labels, 2):
        assert not overlaps(shrunk(a), shrunk(b)), (a.text, b.text)
    for label in sheet.labels:
        x0, y0, x1, y1 = label.box
        assert min(x0, y0) >= 0.0
        assert x1 <= sheet.width
        assert y1 <= sheet.height
    texts = " ".join(label.text for label in sheet.labels)
    assert ("N" in texts.split()) == (position is not None)
    assert ("42.3989° N, 130.6344° E" in texts) == (position is not None)


def test_without_a_place_there_is_no_location_plan():
    assert all_sheets(LAYOUT)[0].kind == "arrangement"


def test_places_south_and_west_are_said_so():
    sheet = location_sheet(LAYOUT, replace(POSITION, latitude=-0.5, longitude=-1.0), ())
    assert any("28.6479° S, 57.2958° W" in label.text for label in sheet.labels)
