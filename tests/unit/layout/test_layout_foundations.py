"""Pile groups and their simple resistance."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.layout.arrange import lay_out
from spanwright.layout.foundations import choose_foundation, pile_resistance, place_piles
from spanwright.layout.notes import Notes
from spanwright.project.site import Stratum


def layer(kind, top, bottom, **more):
    values = {"friction_angle": None, "undrained_strength": None, "n60": None, "modulus": None,
              "compressive_strength": None, "unit_weight": 19e3} | more  # fmt: skip
    return Stratum(kind, kind, top, bottom, **values)


CLAY = (layer("clay", 0.0, 40.0, undrained_strength=80e3),)


def test_pile_in_clay_by_hand():
    """d = 1.2 m, 20 m in clay of 80 kPa, 1.5 m skipped: pi d 18.5 x 40 kPa + 9 x 80 kPa x A."""
    expected = (np.pi * 1.2 * 18.5 * 40e3 + 720e3 * np.pi * 0.36) / 1.6
    assert pile_resistance(CLAY, 0.0, np.array([20.0]), 1.2) == pytest.approx([expected], rel=1e-9)


def test_a_longer_pile_never_carries_less_in_one_layer():
    sand = (layer("sand", 0.0, 60.0, friction_angle=0.55, n60=20.0),)
    resistance = pile_resistance(sand, 1.0, np.arange(10.0, 40.0), 1.5)
    assert np.all(np.diff(resistance) > 0)


def test_sand_friction_is_limited():
    """Deep sand: 90 kPa at most, so one metre more adds at most pi d 90 kPa / 1.6."""
    sand = (layer("sand", 0.0, 100.0, friction_angle=0.7, n60=20.0),)
    low, high = pile_resistance(sand, 0.0, np.array([60.0, 61.0]), 1.0)
    assert high - low == pytest.approx(np.pi * 90e3 / 1.6, rel=1e-9)


@pytest.mark.parametrize("count", [1, 2, 4, 5, 6, 9, 12, 16, 25])
def test_groups_are_centred_and_keep_their_spacing(count):
    x, y, length, width = place_piles(count, 4.5, 1.5, 0.0)
    assert len(x) == len(y) == count
    assert x.mean() == pytest.approx(0.0, abs=2.3)
    assert y.sum() == pytest.approx(0.0, abs=1e-9)
    if count > 1:
        distance = np.hypot(x[:, None] - x, y[:, None] - y)[~np.eye(count, dtype=bool)]
        assert distance.min() >= 4.5 - 1e-9
    assert length >= np.ptp(x) + 3.0 - 1e-9
    assert width >= np.ptp(y) + 3.0 - 1e-9


def group(load, **given):
    notes = Notes()
    base = {"cap_top": 0.0, "ground": 0.0, "diameter": 1.2, "spacing": 3.0, "count": None,
            "length": None, "cap_thickness": None, "rebar_ratio": 0.008, "least_width": 5.0,
            "address": "layout.piers[pier 1]"} | given  # fmt: skip
    return choose_foundation(CLAY, load=load, notes=notes, **base), notes


def test_more_load_needs_more_pile():
    small, _ = group(8e6)
    large, _ = group(30e6)
    assert len(large.pile_x) * large.pile_length > len(small.pile_x) * small.pile_length


def test_given_numbers_win_and_shortage_is_said():
    base, notes = group(60e6, count=4, length=15.0)
    assert (len(base.pile_x), base.pile_length) == (4, 15.0)
    assert "4 piles of 15 m carry" in notes.notices[0].text
    assert "give more or longer piles" in notes.notices[0].text


def test_scour_lowers_the_bed_and_asks_for_longer_piles(make_brief):
    sand = {"kind": "sand", "thickness": "60 m", "friction_angle": "32 deg", "n60": 20}
    scour = {"depth": "3 m", "at": [["abutment 2", "1 m"]], "land": True}
    plain, _, _ = lay_out(make_brief(site={"soil": [sand]}))
    deep, _, _ = lay_out(make_brief(site={"soil": [sand], "scour": scour}))
    for before, after in zip(plain.piers, deep.piers, strict=True):
        assert after.scour == 3.0
        assert after.bed == pytest.approx(before.ground - 3.0)
        assert after.foundation.cap_top == before.foundation.cap_top
        more, less = (one.foundation.pile_length for one in (after, before))
        assert more > less or len(after.foundation.pile_x) > len(before.foundation.pile_x)
    assert [one.scour for one in deep.abutments] == [3.0, 1.0]
    dry, _, _ = lay_out(make_brief(site={"scour": {"depth": "3 m"}}))
    assert [one.scour for one in dry.piers] == [3.0 if one.in_river else 0.0 for one in dry.piers]


@pytest.mark.parametrize(
    ("scour", "message"),
    [
        ({"at": [["pier 9", "2 m"]]}, "must name a support: abutment 1, pier 1"),
        ({"depth": "60 m"}, "must end above the deepest layer, 55 m"),
        ({"at": [["pier 1", "60 m"]]}, "must end above the deepest layer, 55 m"),
    ],
)
def test_scour_that_cannot_be_is_refused(make_brief, scour, message):
    with pytest.raises(InputError, match=message):
        lay_out(make_brief(site={"scour": scour}))


def test_piles_that_scour_lays_bare_are_refused(make_brief):
    given = {
        "site": {"scour": {"depth": "12 m", "land": True}},
        "layout": {"piles": {"length": "12 m"}},
    }
    with pytest.raises(
        InputError, match="must leave the piles of pier 1 at least 3 m in the ground"
    ):
        lay_out(make_brief(**given))
