"""Decks on precast prestressed girders: shape, strands, spans, quantities, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.deliverables.precast_bodies import diaphragm_bodies, girder_bodies
from spanwright.layout.arrange import lay_out
from spanwright.layout.erection import is_launched
from spanwright.layout.precast import girder_ends, precast_outline
from spanwright.layout.quantities import quantities
from spanwright.layout.strands import fill_rows

PART = {"name": "land", "length": "90 m", "side": "A", "girders": "prestressed"}
SPANS = PART | {"spans": ["30 m", "30 m", "30 m"]}


def brief_with(make_brief, part=SPANS, **layout):
    return make_brief(layout={"parts": [part], **layout}, site={"banks": ["35 m", "55 m"]})


@pytest.fixture(scope="module")
def precast(make_brief):
    return lay_out(brief_with(make_brief))[0]


def test_a_part_that_asks_for_it_stands_on_precast_girders(precast):
    deck = precast.decks[0]
    assert deck.precast is not None
    assert len(deck.precast_girders) == len(deck.girders) == 4
    assert deck.steel_girders == ()
    assert not is_launched(deck, "launch")
    assert precast.concrete["precast"].name == "C50/60"


def test_the_girder_follows_span_and_slenderness(precast):
    girder = precast.decks[0].precast_girders[0]
    assert girder.depth.max() == pytest.approx(1.80)  # 30 m / 17, in steps of 50 mm
    assert girder.joints == pytest.approx([0.0, 30.0, 60.0, 90.0])


def test_strands_lie_in_the_concrete_behind_cover_and_links(precast):
    girder, given = precast.decks[0].precast_girders[0], precast.decks[0].precast
    outline = precast_outline(girder)
    edge = given.cover + given.link_bar + 0.5 * given.strand_diameter
    for level in np.unique(girder.strand_level):
        count = girder.strand_count[girder.strand_level == level].sum()
        width = np.interp(level, outline.level[0], outline.width[0])
        assert 0.05 * (count - 1) <= width - 2 * edge + 1e-9
    assert girder.strand_level.min() >= edge - 1e-9


def test_rows_fill_from_the_bottom():
    assert fill_rows(np.array([12.0, 12.0, 10.0]), 26).tolist() == [12.0, 12.0, 2.0]


def test_girders_end_short_of_a_pier_and_beyond_an_abutment(precast):
    begin, end = girder_ends(precast.decks[0])
    assert begin == pytest.approx([-0.30, 30.25, 60.25])
    assert end == pytest.approx([29.75, 59.75, 90.30])


def test_precast_parts_are_divided_by_their_own_preferred_span(make_brief):
    layout = lay_out(brief_with(make_brief, PART | {"spans": "choose"}))[0]
    spans = np.diff(layout.decks[0].supports)
    assert spans.max() <= 40.5
    assert spans.min() >= 0.9 * spans.max() - 1e-9


def volume(triangles):
    a, b, c = np.moveaxis(triangles, 1, 0)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def test_quantities_are_the_volumes_drawn(precast):
    deck, bill = precast.decks[0], quantities(precast)
    for girder in deck.precast_girders:
        for span, body in girder_bodies(precast, deck, girder):
            counted = bill.volume(f"deck land/{girder.name}/span {span + 1}")
            assert volume(body - body.mean(axis=(0, 1))) == pytest.approx(counted, rel=1e-9)
    for k, body in diaphragm_bodies(precast, deck):
        counted = bill.volume(f"deck land/diaphragm {k + 1}")
        assert volume(body - body.mean(axis=(0, 1))) == pytest.approx(counted, rel=1e-9)
    assert bill.total("precast girders", "1") == 12
    assert bill.total("girder plates") == bill.total("studs") == 0.0


def test_strands_weigh_number_times_length_times_area(precast):
    deck, bill = precast.decks[0], quantities(precast)
    begin, end = girder_ends(deck)
    count = deck.precast_girders[0].strand_count.sum()
    kg = 4 * count * float((end - begin).sum()) * 150e-6 * 7810.0
    assert bill.total("strands", "kg") == pytest.approx(kg, rel=1e-9)


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ({"precast": {"strands": 200}}, "the bottom flange holds"),
        ({"precast": {"depth": "0.5 m"}}, "must hold flanges and tapers"),
        ({"precast": {"web_thickness": "900 mm"}}, "must not be wider than the flanges"),
        ({"precast": {"spacing": "6 m", "count": 4}}, "girders must stand below"),
        ({"precast": {"diaphragm": "15 m"}}, "must leave room in a span"),
    ],
)
def test_what_cannot_be_built_is_refused_in_one_line(make_brief, layout, words):
    with pytest.raises(InputError, match=words):
        lay_out(brief_with(make_brief, **layout))


def test_a_span_no_girder_reaches_is_refused(make_brief):
    with pytest.raises(InputError, match="precast girders reach 45 m at most"):
        lay_out(brief_with(make_brief, PART | {"spans": ["50 m", "40 m"]}))


def test_adopted_strands_and_links_are_used(make_brief):
    brief = brief_with(make_brief)
    sizes = {
        "deck": [{
            "name": "land", "supports": [0, 30, 60, 90],
            "strands": [["60 mm", 12, "0 m"], ["110 mm", 6, "3 m"]],
            "links": ["250 mm", "125 mm"],
        }]
    }  # fmt: skip
    raw = brief.model_dump() | {"sizes": sizes}
    layout = lay_out(type(brief).model_validate(raw))[0]
    girder, given = layout.decks[0].precast_girders[0], layout.decks[0].precast
    assert girder.strand_count.tolist() == [12.0, 6.0]
    assert girder.strand_sheath.tolist() == [0.0, 3.0]
    assert (given.link_spacing, given.link_spacing_ends) == (0.2, 0.075)  # the file's are closer
