"""Studs, bars, cross-frames, shafts and piles from their utilisations."""

from dataclasses import replace

import numpy as np
import pytest

from spanwright.checks.types import CheckSeries
from spanwright.layout.types import Deck, Foundation, Pier, Slab
from spanwright.project.site import Stratum
from spanwright.sizing.connection import (
    LATERAL,
    bar_ratio,
    beside_unseen,
    closer_frames,
    longest_pitch,
    rates_now,
    stud_rates,
    stud_zones,
    worst_in_zones,
)
from spanwright.sizing.show import _left
from spanwright.sizing.supports import AXIAL, piles_of, shaft_width

AIM = 0.98


def series(name, element, use, *, station=None, place=None, demand=None, details=None):
    use = np.array(use, dtype=float)
    n = len(use)
    return CheckSeries(
        name,
        "clause",
        "ULS persistent",
        "read",
        element,
        "N",
        tuple(place or [""] * n),
        np.zeros(n, dtype=int),
        np.zeros(n, dtype=int),
        np.array(station if station is not None else np.zeros(n), dtype=float),
        np.array(demand if demand is not None else use, dtype=float),
        np.ones(n),
        use,
        (use > 1).astype(int),
        ("",) * n,
        ("",) * n,
        {key: np.array(value, dtype=float) for key, value in (details or {}).items()},
    )


def deck(rate):
    return Deck(
        name="A",
        supports=np.array([0.0, 40.0]),
        girders=(),
        slab=Slab(5.0, -5.0, 0.25, 0.05, np.array([0.0, 40.0]), np.array([0.002]), 0.125),
        cross_frames=np.linspace(0.0, 40.0, 7),
        frame_area=0.004,
        stiffener_spacing=6.0,
        stud_diameter=0.022,
        stud_height=0.175,
        stud_station=np.linspace(0.0, 40.0, len(rate) + 1),
        stud_rate=np.array(rate, dtype=float),
    )


def rates(now, worst, longest=0.5):
    now = np.array(now, dtype=float)
    return stud_rates(now, np.array(worst), np.full(len(now), longest), 0.022, AIM)


def test_stud_rate_follows_its_utilisation_in_whole_rows():
    found = rates([10.0, 10.0, 10.0], [0.49, 0.98, 1.47])
    # 5, 10 and 15 studs a metre: rows of three every 500 (the longest), 300 and 200 mm
    assert found == pytest.approx([6.0, 10.0, 15.0])


def test_studs_stand_no_closer_than_five_diameters():
    assert rates([20.0], [4.0]) == pytest.approx([3 / 0.125])


def test_more_use_never_means_fewer_studs():
    found = [rates([9.0], [use])[0] for use in np.linspace(0.0, 3.0, 200)]
    assert np.all(np.diff(found) >= -1e-12)


def test_rows_are_close_enough_to_hold_the_top_flange():
    # 22 x 20 mm x sqrt(235/355) = 358 mm; 40 mm would allow 716 mm
    assert longest_pitch(np.array([0.020, 0.040]), 355e6) == pytest.approx([0.35, 0.5])
    assert rates([10.0], [0.1], longest=0.35) == pytest.approx([3 / 0.35])


def test_zones_are_quarters_of_the_spans_and_the_ends_of_the_deck():
    one = deck([12.0, 6.0])
    assert stud_zones(one) == pytest.approx([0, 4, 10, 20, 30, 36, 40])
    assert rates_now(one, stud_zones(one)).tolist() == [12, 12, 12, 6, 6, 6]


def test_a_section_on_a_zone_joint_counts_for_both_zones():
    checks = [
        series("studs", "girder", [0.5, 0.9, 0.7], station=[5.0, 20.0, 35.0]),
        series("bending", "girder", [2.0], station=[5.0]),
    ]
    found = worst_in_zones(checks, ("stud",), 0, np.array([0.0, 20.0, 40.0]))
    assert found.tolist() == [0.9, 0.9]


def test_bars_only_grow_and_stop_where_no_more_can_be_placed():
    assert bar_ratio(0.018, 0.5, AIM) == 0.018
    assert bar_ratio(0.018, 1.2, AIM) == pytest.approx(0.023)  # 0.018 x 1.2 / 0.98 = 0.02204
    assert bar_ratio(0.018, 9.0, AIM) == pytest.approx(0.04)


def test_a_flange_that_buckles_early_gets_a_cross_frame_more():
    frames = np.linspace(0.0, 42.0, 7)
    check = series(
        LATERAL,
        "girder",
        [0.9, 0.9, 0.2],
        station=[10.0, 20.0, 40.0],
        details={"chi_LT": [0.6, 0.9, 0.5]},
    )
    # only the first is used enough and reduced enough: the panel from 7 m to 14 m
    assert closer_frames(frames, 0, [check]).tolist() == [0, 7, 10.5, 14, 21, 28, 35, 42]
    assert closer_frames(frames, 0, []) is frames
    close = np.linspace(0.0, 42.0, 13)  # panels of 3.5 m are not halved again
    assert len(closer_frames(close, 0, [check])) == len(close)


GROUP = Foundation(
    cap_length=7.5, cap_width=7.5, cap_thickness=1.9, cap_top=0.0, pile_diameter=1.5,
    pile_x=np.array([-2.25, -2.25, 2.25, 2.25]), pile_y=np.array([-2.25, 2.25, -2.25, 2.25]),
    pile_length=20.0, pile_rebar_ratio=0.008,
)  # fmt: skip
PIER = Pier(
    name="pier 1", station=40.0, in_river=False, is_joint=False, shape="circle",
    columns=(-2.5, 2.5), width=1.4, depth=1.4, shaft_top=9.0, crosshead_length=10.0,
    crosshead_width=1.6, crosshead_depth=1.2, crosshead_top=10.2, rebar_ratio=0.012,
    foundation=GROUP, ground=0.0, side="A",
)  # fmt: skip
SAND = (Stratum("sand", "sand", 0.0, 60.0, 19e3, 0.56, None, 20.0, None, None),)


def pile_check(use, load=6e6, weight=1e6):
    return series(
        AXIAL,
        "pile",
        [use],
        place=["pier 1 piles"],
        demand=[load + weight],
        details={"pile weight": [weight]},
    )


def test_a_shaft_grows_with_the_root_of_its_utilisation():
    def check(use):
        return series("pier shafts", "pier", [use, 0.1], place=["pier 1 shaft 1 foot", "pier 10 x"])

    assert shaft_width(PIER, [check(0.98)], AIM) == 1.4
    assert shaft_width(PIER, [check(1.3)], AIM) == pytest.approx(1.7)  # 1.4 x 1.152 = 1.613
    other = replace(PIER, name="pier 10")
    assert shaft_width(other, [check(1.3)], AIM) == 1.4


def test_piles_that_suffice_keep_their_number_and_may_become_shorter():
    count, length = piles_of(PIER, [pile_check(0.3, load=1e6)], SAND, 3.0, AIM, shorten=True)
    assert count == 4
    assert length < 20.0
    assert piles_of(PIER, [pile_check(0.3)], SAND, 3.0, AIM, shorten=False) == (4, 20.0)


def test_more_load_never_gives_less_pile():
    lengths = []
    for load in (1e6, 2e6, 3e6, 4e6, 5e6):
        count, length = piles_of(PIER, [pile_check(1.5, load=load)], SAND, 3.0, AIM, shorten=False)
        lengths.append(count * length)
    assert lengths == sorted(lengths)
    assert lengths[-1] > lengths[0]


def test_without_an_answer_piles_stay():
    silent = series(AXIAL, "pile", [np.nan], place=["pier 1 piles"], details={"pile weight": [1]})
    assert piles_of(PIER, [silent], SAND, 3.0, AIM, shorten=True) == (4, 20.0)
    assert piles_of(PIER, [], SAND, 3.0, AIM, shorten=True) == (4, 20.0)


def test_a_zone_without_a_section_takes_the_studs_beside_it():
    """4 to 5 m of a 5 m quarter: nothing is checked there, its element has them all the same."""
    found = beside_unseen(np.array([15.0, 6.0, 24.0, 13.0]), np.array([0.9, 0.0, 0.9, 0.8]))
    assert found.tolist() == [15.0, 24.0, 24.0, 13.0]


def test_what_sizes_cannot_answer_says_what_would_help():
    told = _left("slab shear", 1.004, "D slab beside girder 2 y +0.00 m")
    assert told.startswith("slab shear 1.0040 at D slab beside girder 2")
    assert "layout.slab.thickness" in told
    assert "layout.bearings.hold_down" in _left("bearings, uplift, earthquake", 5.6, "x")
    assert _left("fatigue of the bars", 1.2, "x") == "fatigue of the bars 1.20 at x"
