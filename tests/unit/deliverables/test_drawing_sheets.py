"""Drawings: well-formed, to scale, what they print equals the geometry, no text on text."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from sample_layout import FLAGSHIP, SMALL, sample_layout

from spanwright.deliverables.drawing import all_sheets
from spanwright.deliverables.drawing.annotate import horizontal_chain, metres, spread
from spanwright.deliverables.drawing.arrangement import OVERHANG, strips
from spanwright.deliverables.drawing.details import cap_sheet, sections_sheet, shaft_bars
from spanwright.deliverables.drawing.schedule import draw_schedule, girder_groups
from spanwright.deliverables.drawing.sections import girder_outline
from spanwright.deliverables.drawing.sheet import (
    SCALES,
    Label,
    Path,
    Sheet,
    View,
    overlaps,
    standard_scale,
    text_width,
)
from spanwright.deliverables.drawing.svg import to_svg
from spanwright.layout.bars import Reinforcement, SupportBars

LAYOUTS = {
    "small": sample_layout(SMALL),
    "rectangular shafts": sample_layout(SMALL, shape="rectangle"),
    "flagship": sample_layout(FLAGSHIP, haunched=True),
    "one short span": sample_layout((("A", (24.0,)),)),
    "long spans": sample_layout((("A", (120.0, 180.0, 120.0)),), haunched=True),
}


def bars_of(layout):
    piers = {p.name: SupportBars(p.name, 0.032, 0.05, 0.012, 0.0015, 0.006, 0.003, 0.002)
             for p in layout.piers}  # fmt: skip
    ends = {a.name: SupportBars(a.name, 0.025, 0.05, 0.003, 0.001, 0.008, 0.001, 0.002)
            for a in layout.abutments}  # fmt: skip
    return Reinforcement({}, piers, ends)


@pytest.fixture(params=LAYOUTS, scope="module")
def layout(request):
    return LAYOUTS[request.param]


def shrunk(label, by=0.25):
    """The box of a label less the air its text leaves in it [mm]."""
    x0, y0, x1, y1 = label.box
    return x0 + by, y0 + by, x1 - by, y1 - by


def test_no_text_lies_on_another_text(layout):
    for drawn in all_sheets(layout, bars_of(layout)):
        clashes = [
            (a.text, b.text)
            for a, b in combinations(drawn.sheet.labels, 2)
            if overlaps(shrunk(a), shrunk(b))
        ]
        assert not clashes, (drawn.name, clashes)


def test_every_text_and_line_stays_on_the_paper(layout):
    for drawn in all_sheets(layout, bars_of(layout)):
        sheet = drawn.sheet
        for label in sheet.labels:
            x0, y0, x1, y1 = label.box
            assert x0 >= 0, (drawn.name, label)
            assert y0 >= 0, (drawn.name, label)
            assert x1 <= sheet.width, (drawn.name, label)
            assert y1 <= sheet.height, (drawn.name, label)
        for item in sheet.items:
            for x, y in getattr(item, "points", ()):
                assert -0.01 <= x <= sheet.width + 0.01, (drawn.name, item.layer, x)
                assert -0.01 <= y <= sheet.height + 0.01, (drawn.name, item.layer, y)


def test_no_title_runs_into_the_scale_bar(layout):
    for drawn in all_sheets(layout, bars_of(layout)):
        closed = [i for i in drawn.sheet.items if isinstance(i, Path) and i.is_closed]
        bars = [i for i in closed if i.layer in ("bar", "outline") and i.points[0][1] < 7.0]
        for bar in bars:
            xs, ys = zip(*bar.points, strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
            hit = [label.text for label in drawn.sheet.labels if overlaps(shrunk(label), box)]
            assert not hit, (drawn.name, hit)


def test_svg_is_well_formed_and_asks_for_nothing(layout):
    for drawn in all_sheets(layout, bars_of(layout)):
        text = to_svg(drawn.sheet, drawn.title)
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "href" not in text
        assert text.count("http") == 1  # the name of the SVG namespace
        width, height = (float(root.get(k).removesuffix("mm")) for k in ("width", "height"))
        assert root.get("viewBox") == f"0 0 {root.get('width')[:-2]} {root.get('height')[:-2]}"
        assert (width, height) == pytest.approx((drawn.sheet.width, drawn.sheet.height), abs=0.01)


def test_names_of_users_are_escaped_in_texts_and_kept_out_of_file_names():
    layout = sample_layout((('<b>"A"/..', (30.0, 30.0)),))
    for drawn in all_sheets(layout, bars_of(layout)):
        assert ElementTree.fromstring(to_svg(drawn.sheet, drawn.title)) is not None
        assert not set('/\\.<>"') & set(drawn.name)


def test_strips_cover_the_bridge_end_to_end_at_one_usual_scale(layout):
    cut = strips(layout)
    assert cut[0].start == pytest.approx(-OVERHANG)
    assert cut[-1].end == pytest.approx(layout.length + OVERHANG)
    for a, b in pairwise(cut):
        assert a.end - OVERHANG == pytest.approx(b.start + OVERHANG)
    assert len({strip.denominator for strip in cut}) == 1
    assert cut[0].denominator in SCALES


def test_every_span_of_the_bridge_is_dimensioned_with_its_length(layout):
    printed = [label.text for d in all_sheets(layout, bars_of(layout)) if d.kind == "arrangement"
               for label in d.sheet.labels if label.layer == "dim-text"]  # fmt: skip
    for deck in layout.decks:
        for length in np.diff(deck.supports):
            assert metres(float(length)) in printed


def test_a_dimension_prints_the_distance_its_ticks_show():
    """Ticks are at paper positions; their distance over the scale is the printed number."""
    sheet = Sheet(200.0, 50.0)
    view = View(sheet, 10.0, 40.0, 5.0, 0.0, 250.0)
    horizontal_chain(view, [5.0, 17.25, 40.0], 20.0)
    ticks = [i.points for i in sheet.items if getattr(i, "layer", "") == "dimension"][1:]
    at = [(p[0][0] + p[1][0]) / 2 for p in ticks]
    shown = [round((b - a) * 250.0 / 1000.0, 6) for a, b in pairwise(at)]
    assert shown == [12.25, 22.75]
    assert [label.text for label in sheet.labels] == ["12.25", "22.75"]


def test_a_text_that_does_not_fit_its_dimension_is_lifted_with_a_leader():
    sheet = Sheet(200.0, 50.0)
    view = View(sheet, 10.0, 40.0, 0.0, 0.0, 1000.0)
    horizontal_chain(view, [0.0, 1.0, 2.0, 3.0], 30.0)
    assert len({label.y for label in sheet.labels}) == 3
    assert not any(overlaps(a.box, b.box) for a, b in combinations(sheet.labels, 2))
    assert sum(getattr(i, "layer", "") == "extension" for i in sheet.items) == 3


def test_the_girder_outline_has_the_area_of_its_plates():
    girder = LAYOUTS["small"].decks[0].girders[0]
    u, v = girder_outline(girder, 20.0, 0.0)
    area = abs(np.dot(u, np.roll(v, -1)) - np.dot(v, np.roll(u, -1))) / 2
    # 0.6 x 0.03 + 0.8 x 0.036 + (2.6 - 0.066) x 0.016
    assert area == pytest.approx(0.018 + 0.0288 + 0.040544, rel=1e-12)


def test_equal_girders_share_one_block_of_the_schedule_and_unequal_ones_do_not():
    from dataclasses import replace

    deck = LAYOUTS["small"].decks[0]
    assert [len(g) for g in girder_groups(deck)] == [4]
    other = replace(deck.girders[0], web_thickness=deck.girders[0].web_thickness + 0.002)
    mixed = replace(deck, girders=(other, *deck.girders[1:]))
    assert [len(g) for g in girder_groups(mixed)] == [1, 3]
    texts = [label.text for label in draw_schedule(mixed).labels]
    assert "t 22" in texts
    assert "t 20" in texts


@pytest.mark.parametrize(("value", "text"), [(84.0, "84.0"), (1.475, "1.475"), (0.3, "0.3"),
                                             (16.7864, "16.786"), (2.50, "2.5")])  # fmt: skip
def test_metres_print_one_to_three_decimals(value, text):
    assert metres(value) == text


def test_the_scale_is_the_smallest_usual_one_that_fits():
    assert standard_scale(10.0, 100.0) == 100
    assert standard_scale(10.01, 100.0) == 125
    assert standard_scale(9_999.0, 20.0) == 500_000  # beyond the list: whole steps of 10,000


def test_labels_know_their_boxes_when_turned():
    flat = Label("12.345", 50.0, 50.0, 3.0, "middle")
    turned = Label("12.345", 50.0, 50.0, 3.0, "middle", 90.0)
    assert flat.box[2] - flat.box[0] == pytest.approx(turned.box[3] - turned.box[1])
    assert text_width("桥", 3.0) == pytest.approx(3.0)


def test_spread_moves_only_what_is_too_near():
    assert spread([0.0, 10.0, 10.5, 30.0], 2.0) == pytest.approx([0.0, 9.25, 11.25, 30.0])


def test_the_bars_drawn_in_a_shaft_make_up_the_share_that_is_checked(layout):
    """No fewer than the share asks, at most a few more; none nearer to the edge than its cover."""
    for pier in layout.piers:
        bars = bars_of(layout).piers[pier.name]
        places, one = shaft_bars(pier, bars), np.pi * bars.diameter**2 / 4
        is_round = pier.shape == "circle"
        area = np.pi * pier.width**2 / 4 if is_round else pier.width * pier.depth
        needed = bars.shaft * area / one
        assert needed <= len(places) <= max(needed + 4, 8)
        reach = np.hypot(*places.T) if is_round else np.abs(places)
        edge = pier.width / 2 if is_round else np.array([pier.width, pier.depth]) / 2
        assert (edge - reach >= bars.cover + bars.diameter / 2 - 1e-9).all()
        gaps = np.linalg.norm(places[:, None] - places[None, :], axis=2)
        assert gaps[~np.eye(len(places), dtype=bool)].min() > bars.diameter


def test_the_cap_shows_every_pile_and_its_dimensions_add_up(layout):
    for pier in layout.piers:
        f, sheet = pier.foundation, cap_sheet(pier)
        drawn = [i for i in sheet.items if getattr(i, "title", "") == "bored pile"]
        assert len(drawn) == f.pile_x.size
        across = [float(d.label.text) for d in sheet.dimensions if not d.upright]
        assert sum(across) == pytest.approx(2 * f.cap_width, abs=1e-3 * len(across))
        along = [float(d.label.text) for d in sheet.dimensions if d.upright]
        assert sum(along) == pytest.approx(f.cap_length, abs=1e-3 * len(along))


def test_a_section_names_the_bars_it_draws(layout):
    for pier in layout.piers:
        sheet = sections_sheet(pier, bars_of(layout).piers[pier.name])
        drawn = [i for i in sheet.items if getattr(i, "title", "") == "main bar"]
        assert any(f"{len(drawn)} ø 32" in label.text for label in sheet.labels)
        uprights = [i for i in sheet.items if getattr(i, "title", "") == "upright bar"]
        f = pier.foundation
        area = f.pile_rebar_ratio * np.pi * f.pile_diameter**2 / 4
        assert len(uprights) == np.ceil(area / (np.pi * 0.032**2 / 4))


def test_every_length_of_the_plate_schedule_is_a_dimension(layout):
    for deck in layout.decks:
        sheet = draw_schedule(deck)
        printed = [d.label.text for d in sheet.dimensions]
        for group in girder_groups(deck):
            for piece in np.diff(group[0].joints):
                assert metres(float(piece)) in printed
