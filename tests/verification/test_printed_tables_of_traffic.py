"""Tables of traffic loads, printed here once more and asked through the public functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.actions import (
    rail_dynamics,
)
from spanwright.codes.eurocode.resistance import fatigue
from spanwright.codes.jtg import traffic as jtg_traffic
from spanwright.datum.units import foot, kip, kN
from spanwright.traffic.equivalents import equivalent_load
from spanwright.traffic.lanes import jtg_lanes
from spanwright.traffic.library import load_model

TWO, LOCO = 1.2, [40, 80, 80, 80, 80, 52, 52, 52, 52]
LOCO_GAPS = [8, 5, 5, 5, 9, 5, 6, 5]
AXLES_KN = {
    "lm71": ([250] * 4, [1.6] * 3),
    "flm3": ([120] * 4, [1.2, 6.0, 1.2]),
    "hl93-truck": ([35, 145, 145], [4.3]),
    "hl93-tandem": ([110, 110], [1.2]),
    "lm2": ([400], []),
    "ak": ([140, 140], [1.5]),
    "nk": ([252] * 4, [1.2] * 3),
    "jtg-vehicle": ([30, 120, 120, 140, 140], [3.0, 1.4, 7.0, 1.4]),
    "kl510": ([48, 192, 135, 135], [3.6, 7.2, 1.2]),
    "cl625": ([50, 125, 125, 175, 150], [3.6, 1.2, 6.6, 6.6]),
    "a160": ([160], []),
    "300la:wagons-2": ([360] + [300] * 8, [2.0, 1.7, 1.1, 1.7]),
    "lm3:600/150": ([150] * 4, [1.5] * 3),
    "lm3:900/150": ([150] * 6, [1.5] * 5),
    "lm3:1200/150": ([150] * 8, [1.5] * 7),
    "lm3:1200/200": ([200] * 6, [1.5] * 5),
    "lm3:1500/150": ([150] * 10, [1.5] * 9),
    "lm3:1500/200": ([200] * 7 + [100], [1.5] * 7),
    "lm3:1800/150": ([150] * 12, [1.5] * 11),
    "lm3:1800/200": ([200] * 9, [1.5] * 8),
    "lm3:2400/200": ([200] * 12, [1.5] * 11),
    "lm3:2400/240": ([240] * 10, [1.5] * 9),
    "lm3:2400/200/200": ([200] * 12, [1.5] * 5 + [12.0] + [1.5] * 5),
    "lm3:3000/200": ([200] * 15, [1.5] * 14),
    "lm3:3000/240": ([240] * 12 + [120], [1.5] * 12),
    "lm3:3000/200/200": ([200] * 15, [1.5] * 7 + [12.0] + [1.5] * 6),
    "lm3:3600/200": ([200] * 18, [1.5] * 17),
    "lm3:3600/240": ([240] * 15, [1.5] * 14),
    "lm3:3600/200/200": ([200] * 18, [1.5] * 8 + [12.0] + [1.5] * 8),
}


def train_of(name):
    return next(iter(load_model(name).vehicles.values())).train


@pytest.mark.parametrize("name", AXLES_KN)
def test_axles_and_their_distances(name):
    force, gaps = AXLES_KN[name]
    train = train_of(name)
    assert_allclose(train.force / kN, force, rtol=1e-9)
    known = np.diff(train.offset)[: len(gaps)]
    assert_allclose(known, gaps, atol=1e-9)


@pytest.mark.parametrize("name", [n for n in AXLES_KN if n.startswith("lm3")])
def test_width_of_special_vehicles(name):
    """Lines of 150 and 200 kN are 3.00 m wide, of 240 kN 4.50 m."""
    train, vehicle = train_of(name), next(iter(load_model(name).vehicles.values()))
    wide = train.force.max() == 240 * kN
    assert vehicle.edge == (2.25 if wide else 1.5)
    assert train.wheels.size == (3 if wide else 2)


def test_cooper_axles():
    """kip and feet; 8 kip/ft from 109 ft on."""
    model = load_model("e80")
    train = train_of("e80")
    assert_allclose(train.force / kip, LOCO * 2, rtol=1e-9)
    assert_allclose(np.diff(train.offset) / foot, [*LOCO_GAPS, 8, *LOCO_GAPS], rtol=1e-9)
    (block,) = model.blocks
    assert (block.start / foot, block.load / (kip / foot)) == pytest.approx((109.0, 8.0))


def test_groups_of_sm1600():
    """Four groups of three axles 120 (80) kN at 1.25 m; 3.75, variable from 6.25, 5.0 m apart."""
    for name, axle, lane in (("m1600", 120, 6.0), ("s1600", 80, 24.0)):
        model, train = load_model(name), train_of(name)
        assert_allclose(train.force / kN, [axle] * 12)
        gaps = np.diff(train.offset)
        assert_allclose(gaps[[0, 1, 3, 4, 6, 7, 9, 10]], 1.25)
        assert_allclose([gaps[2], float(train.least[0]), gaps[8]], [3.75, 6.25, 5.0])
        assert sum(band.load for band in model.bands) / kN == pytest.approx(lane)


def test_uniform_loads_of_trains():
    lm71 = load_model("lm71")
    assert (lm71.udl / kN, lm71.udl_gap) == (80.0, 0.8)
    for name, load, length, gap in (("sw0", 133, 15.0, 5.3), ("sw2", 150, 25.0, 7.0)):
        first, second = load_model(name).blocks
        assert first.load == second.load == load * kN
        both = (first.end - first.start, second.end - second.start)
        assert both == pytest.approx((length, length))
        assert second.start - first.end == pytest.approx(gap)


def test_lanes_of_lm1():
    """Table 4.2: 300, 200, 100, 0 kN an axle; 9.0 and 2.5 kN/m2, 2.5 on what remains."""
    model = load_model("lm1")
    axle = train_of("lm1").force[0]
    assert_allclose([f * axle / kN for f, _ in model.lane_factors], [300, 200, 100, 0])
    assert_allclose(np.array(model.area_lanes) / kN, [9.0, 2.5, 2.5, 2.5])
    assert model.area == 2.5 * kN


def test_presence_of_several_lanes():
    for name, factors in (
        ("hl93", [1.20, 1.00, 0.85, 0.65]),
        ("jtg-lane", [1.20, 1.00, 0.78, 0.67, 0.60, 0.55, 0.52, 0.50]),
        ("kl510", [1.0, 0.9, 0.8, 0.7, 0.65]),
        ("cl625", [1.0, 0.90, 0.80, 0.70, 0.60, 0.55]),
    ):
        assert_allclose(load_model(name).presence, factors)
    assert_allclose([f for f, _ in load_model("m1600").lane_factors], [1.0, 0.8, 0.4])


def test_sk_of_main_lines():
    """K = 1, apex at the end and in the middle; unverified."""
    length = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 30, 40, 50, 60, 80, 100]
    end = [49.03, 30.55, 24.16, 21.69, 20.37, 19.50, 18.32, 17.47, 16.78, 15.66, 14.76, 13.85,
           13.10, 12.01, 11.29, 10.80, 10.26, 10.00]  # fmt: skip
    middle = [49.03, 26.73, 21.14, 18.99, 17.82, 17.06, 16.02, 15.28, 14.68, 13.71, 12.92, 12.12,
              11.46, 10.51, 9.875, 9.807, 9.807, 9.807]  # fmt: skip
    for apex, printed in ((0.0, end), (0.5, middle)):
        found = [equivalent_load("sp35-sk", float(x), apex, 1.0) / kN for x in length]
        assert_allclose(found, printed, rtol=1e-6)


def test_lanes_of_jtg():
    """Width of a one-way and of a two-way carriageway at the middle of each row."""
    one = {6.0: 1, 8.0: 2, 12.0: 3, 16.0: 4, 19.0: 5, 23.0: 6}
    both = {10.0: 2, 18.0: 4, 25.0: 6}
    assert [jtg_lanes(w, two_way=False).number for w in one] == list(one.values())
    assert [jtg_lanes(w, two_way=True).number for w in both] == list(both.values())
    span = [150.0, 150.1, 399.9, 400.0, 600.0, 800.0, 1000.0, 1500.0]
    assert_allclose(
        jtg_traffic.long_span_factor(span), [1.0, 0.97, 0.97, 0.96, 0.95, 0.94, 0.93, 0.93]
    )
    assert_allclose(
        [jtg_traffic.braking(1e7, lanes) / 1e6 for lanes in (1, 2, 3, 4)], [1.0, 2.0, 2.34, 2.68]
    )


def test_fatigue_lorries():
    """FLM4: totals 200, 310, 490, 390, 450 kN; shares of three kinds of traffic."""
    total = [train_of(f"flm4:lorry-{i}").force.sum() / kN for i in range(1, 6)]
    assert_allclose(total, [200, 310, 490, 390, 450])
    shares = {"long": [20, 5, 50, 15, 10], "medium": [40, 10, 30, 15, 5], "local": [80, 5, 5, 5, 5]}
    lorry = {
        kind: float(fatigue.mean_lorry(np.array(total), np.array(row, float)))
        for kind, row in shares.items()
    }
    assert lorry["long"] == pytest.approx(445.40, abs=0.005)
    assert lorry["long"] > lorry["medium"] > lorry["local"]


def test_determinant_length_of_continuous_girders():
    """k = 1.2, 1.3, 1.4, 1.5 for 2, 3, 4, 5 and more equal spans."""
    k = [float(rail_dynamics.continuous_length([30.0] * n)) / 30 for n in (2, 3, 4, 5, 9)]
    assert_allclose(k, [1.2, 1.3, 1.4, 1.5, 1.5])
