"""Lane counts at the widths where the tables change."""

import pytest

from spanwright.datum.errors import ScopeError
from spanwright.datum.units import foot
from spanwright.traffic.lanes import (
    aashto_lanes,
    as_lanes,
    csa_lanes,
    en_lanes,
    jtg_lanes,
    kds_lanes,
    sp_lanes,
)


@pytest.mark.parametrize(
    ("width", "number", "lane", "rest"),
    [
        (3.0, 1, 3.0, 0.0), (5.39, 1, 3.0, 2.39), (5.4, 2, 2.7, 0.0), (5.8, 2, 2.9, 0.0),
        (5.99, 2, 2.995, 0.0), (6.0, 2, 3.0, 0.0), (7.0, 2, 3.0, 1.0), (9.0, 3, 3.0, 0.0),
    ],
)  # fmt: skip
def test_notional_lanes_of_en_1991_2(width, number, lane, rest):
    lanes = en_lanes(width)
    assert (lanes.number, lanes.width, lanes.remaining) == pytest.approx((number, lane, rest))


@pytest.mark.parametrize(
    ("feet", "number", "lane"),
    [(11, 1, 11), (19.9, 1, 12), (20, 2, 10), (22.966, 2, 11.483), (24, 2, 12), (36, 3, 12)],
)
def test_design_lanes_of_aashto(feet, number, lane):
    lanes = aashto_lanes(feet * foot)
    assert (lanes.number, lanes.width / foot) == pytest.approx((number, lane))


def test_seven_metres_give_two_aashto_lanes_of_half_the_width():
    assert aashto_lanes(7.0).width == 3.5


@pytest.mark.parametrize(
    ("width", "both", "number"),
    [(5.9, True, 1), (6.0, True, 2), (13.9, True, 2), (14.0, True, 4), (6.9, False, 1),
     (7.0, False, 2), (10.5, False, 3), (24.0, False, 6)],
)  # fmt: skip
def test_chinese_lanes_depend_on_the_direction(width, both, number):
    assert jtg_lanes(width, two_way=both).number == number


@pytest.mark.parametrize(
    ("width", "number", "lane"), [(5.9, 1, 3.6), (6.0, 2, 3.0), (8.0, 2, 3.6), (10.8, 3, 3.6)]
)
def test_korean_lanes(width, number, lane):
    lanes = kds_lanes(width)
    assert (lanes.number, lanes.width) == pytest.approx((number, lane))


def test_other_rules():
    assert csa_lanes(7.0).number == 2
    assert as_lanes(7.0).number == 2
    assert sp_lanes(7.0).number == 2


@pytest.mark.parametrize("rule", [en_lanes, aashto_lanes, jtg_lanes, kds_lanes, as_lanes])
def test_a_carriageway_narrower_than_a_lane_is_refused(rule):
    with pytest.raises(ScopeError, match="narrower than one lane"):
        rule(2.5)
    with pytest.raises(ScopeError):
        rule(float("nan"))
