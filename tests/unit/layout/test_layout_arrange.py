"""The general arrangement from the project file."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.layout.arrange import lay_out
from spanwright.layout.levels import undersides


@pytest.fixture(scope="module")
def flagship(tumen):
    return lay_out(tumen, reported_land_piers={"RU": 3, "KP": 6})


def test_parts_meet_at_a_joint_pier_and_spans_add_up(flagship):
    layout, _, _ = flagship
    first, second = layout.decks
    assert first.supports[-1] == second.supports[0] == 424.0
    assert second.supports[-1] == layout.length == 1005.0
    joint = [pier for pier in layout.piers if pier.is_joint]
    assert [pier.station for pier in joint] == [424.0]
    assert len(layout.piers) == len(first.supports) + len(second.supports) - 3


def test_reported_land_piers_are_compared_not_built_in(flagship, tumen):
    _, _, notices = flagship
    texts = [n.text for n in notices if n.address == "layout.piers"]
    assert any("RU: 3 piers on land" in t and "consistent" in t for t in texts)
    assert any("KP: 6 piers on land" in t and "consistent" in t for t in texts)
    _, _, other = lay_out(tumen, reported_land_piers={"RU": 5})
    assert any("5 on land are reported: compare the spans" in n.text for n in other)


def test_every_choice_leaves_a_line_with_its_rule(flagship):
    _, lines, _ = flagship
    by = {line.address: line for line in lines}
    assert "exact search" in by["layout.parts[0].spans"].source
    assert "next best" in by["layout.parts[0].spans"].note
    assert "6 spans" in by["layout.parts[0].spans"].note
    for address in ("layout.girders.spacing", "layout.decks[1].depth", "layout.decks[0].web",
                    "layout.piers[pier 3].piles", "layout.decks[0].bearings.fixed",
                    "road.profile", "layout.slab.width"):  # fmt: skip
        assert by[address].kind == "derived"
        assert by[address].source


def test_levels_stack_without_gap(flagship):
    layout, _, _ = flagship
    for pier in layout.piers:
        assert pier.crosshead_top - pier.crosshead_depth == pytest.approx(pier.shaft_top)
        assert pier.shaft_top > pier.foundation.cap_top
        assert pier.foundation.cap_top <= pier.ground + 1e-9
        levels = [b.level for b in layout.bearings if b.support == pier.name]
        assert min(levels) - pier.crosshead_top == pytest.approx(0.40)


def test_girders_clear_the_river(flagship):
    layout, _, _ = flagship
    for deck in layout.decks:
        assert undersides(layout.axis, layout.road, deck).min() >= 8.5 - 1e-9


def test_bearings_restrain_each_deck_once(flagship):
    layout, _, _ = flagship
    for deck in layout.decks:
        kinds = [b for b in layout.bearings if b.deck == deck.name]
        assert len(kinds) == len(deck.supports) * 4
        lengthwise = {b.support for b in kinds if b.kind in ("fixed", "transverse")}
        assert len(lengthwise) == 1
        sideways = {b.girder for b in kinds if b.kind in ("fixed", "guided")}
        assert sideways == {"girder 2"}
        assert sum(b.kind == "fixed" for b in kinds) == 1


def test_given_values_win(make_brief):
    layout, lines, _ = lay_out(make_brief(layout={
        "parts": [{"name": "main", "length": "120 m", "side": "A",
                   "spans": ["35 m", "50 m", "35 m"]}],
        "girders": {"count": 3, "spacing": "3.6 m", "depth": "2.2 m", "segments": [
            {"to": "120 m", "top_width": "0.5 m", "top_thickness": "30 mm",
             "web_thickness": "15 mm", "bottom_width": "0.7 m", "bottom_thickness": "40 mm"}]},
        "piers": {"columns": 1, "shape": "rectangle", "width": "5 m", "depth": "1.4 m",
                  "crosshead_depth": "1.5 m"},
        "piles": {"count": 6, "length": "22 m", "cap_thickness": "1.9 m"},
        "abutments": {"height": "5 m"},
        "bearings": {"stiffness": "2e9 N/m", "fixed": "pier 2"},
        "studs": {"rate": 12},
        "land_span": "40 m", "river_span": "50 m",
    }))  # fmt: skip
    deck = layout.decks[0]
    assert np.diff(deck.supports) == pytest.approx([35, 50, 35])
    assert [g.offset for g in deck.girders] == pytest.approx([-3.6, 0, 3.6])
    assert deck.girders[0].depth == pytest.approx([2.2, 2.2])
    assert deck.girders[0].bottom_thickness == pytest.approx([0.04])
    pier = layout.piers[0]
    assert (pier.width, pier.depth, pier.crosshead_depth, pier.columns) == (5, 1.4, 1.5, (0.0,))
    assert len(pier.foundation.pile_x) == 6
    assert pier.foundation.pile_length == 22
    assert layout.abutments[1].height == 5
    assert {b.vertical_stiffness for b in layout.bearings} == {2e9}
    assert {b.support for b in layout.bearings if b.kind == "fixed"} == {"pier 2"}
    assert deck.stud_rate == pytest.approx([12])
    given = {line.address for line in lines}
    assert "layout.decks[0].depth" not in given
    assert "layout.girders.spacing" not in given


def test_haunches_deepen_the_girders_over_piers(make_brief):
    layout, _, _ = lay_out(make_brief(layout={
        "parts": [{"name": "main", "length": "120 m", "side": "A",
                   "spans": ["35 m", "50 m", "35 m"]}],
        "girders": {"haunched": True}, "land_span": "40 m", "river_span": "50 m"}))  # fmt: skip
    girder = layout.decks[0].girders[0]
    depth = np.interp([0, 35, 60, 85], girder.depth_station, girder.depth)
    assert depth[1] == depth[3] == pytest.approx(1.5 * depth[2], abs=0.051)
    assert depth[0] == depth[2]


def test_one_sided_walkway_shifts_the_slab(make_brief):
    footway = {"sides": "left", "width": "1.5 m", "use": "public"}
    layout, _, _ = lay_out(make_brief(road={"carriageway": "7 m", "lanes": 2, "footway": footway}))
    slab = layout.decks[0].slab
    assert (slab.right, slab.left) == pytest.approx((-4.5, 6.0))
    assert layout.road.footways == pytest.approx(np.array([[4.5, 6.0]]))
    assert np.mean([g.offset for g in layout.decks[0].girders]) == pytest.approx(0.75)


def test_a_short_bridge_has_no_pier(make_brief):
    layout, _, _ = lay_out(make_brief(
        site={"ground": [[0, 2.0], [20, 2.0]], "banks": ["0 m", "20 m"]},
        layout={"parts": [{"name": "main", "length": "20 m", "side": "A"}]}))  # fmt: skip
    assert layout.piers == ()
    assert len(layout.abutments) == 2
    assert layout.decks[0].supports == pytest.approx([0, 20])


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ({"layout": {"slab": {"width": "8 m"}}},
         "layout.slab.width: must hold clear width, barriers and walkways: at least 11 m"),
        ({"layout": {"girders": {"spacing": "5 m"}}},
         "4 girders must stand below the 11 m slab"),
        ({"layout": {"bearings": {"fixed": "pier 9"}}},
         'layout.bearings.fixed: must be "auto" or one of abutment 1, pier 1'),
        ({"road": {"profile": {"points": [["0 m", "3 m"], ["120 m", "3 m"]]}}},
         "road.profile: must keep the girders above the ground at pier 1"),
        ({"road": {"clearance": {"height": "5 m", "above": "low"}}},
         "road.clearance.above: needs site.water.low"),
    ],
)  # fmt: skip
def test_contradictions_are_refused_with_their_address(make_brief, sections, message):
    base = {
        "layout": {
            "parts": [{"name": "main", "length": "120 m", "side": "A"}],
            "river_span": "50 m",
            "land_span": "40 m",
        },
        "road": {"carriageway": "7 m", "lanes": 2},
    }
    merged = {name: {**base.get(name, {}), **values} for name, values in sections.items()}
    with pytest.raises(InputError) as error:
        lay_out(make_brief(**merged))
    assert message in str(error.value)


def test_low_girders_over_the_river_are_noticed(make_brief):
    _, _, notices = lay_out(make_brief(road={
        "carriageway": "7 m", "lanes": 2,
        "profile": {"points": [["0 m", "7.5 m"], ["120 m", "7.5 m"]]},
        "clearance": {"height": "5 m", "above": "flood"}}))  # fmt: skip
    text = next(n.text for n in notices if n.address == "road.clearance")
    assert "below 5 m above flood water 2 m" in text


def test_a_pier_in_the_fairway_is_avoided_or_said(make_brief):
    part = {"name": "main", "length": "120 m", "side": "A"}
    base = {"river_span": "50 m", "land_span": "40 m", "keep_free": [["45 m", "75 m"]]}
    layout, _, _ = lay_out(make_brief(layout={**base, "parts": [part]}))
    piers = np.array([pier.station for pier in layout.piers])
    assert not np.any((piers > 45) & (piers < 75))
    given = {**part, "spans": ["60 m", "60 m"]}
    _, _, notices = lay_out(make_brief(layout={**base, "parts": [given]}))
    assert any("a pier stands at station 60 m, inside 45 to 75 m" in n.text for n in notices)


def test_a_slab_too_thin_for_its_girders_is_noticed(make_brief):
    _, _, notices = lay_out(make_brief(road={"carriageway": "14 m", "lanes": 4}))
    text = next(n.text for n in notices if n.address == "layout.girders.count")
    assert "the slab of 250 mm spans 4.6" in text
    assert "more girders or a thicker slab" in text
