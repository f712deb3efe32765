"""Load models on simple spans against values worked by hand (statics of a simple beam).

The values stand to the digits they were computed with; tolerance 1e-4 unless a value has fewer.
The largest moment of a whole span is sought over sections 0.05 m apart.
"""

import numpy as np
import pytest

from spanwright.datum.units import foot, kip, kN
from spanwright.engine.placement import response
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place

KNM = 1e3


def largest_moment(name, span=40.0, step=0.1):
    sections = np.round(np.arange(0.3 * span, 0.7 * span, step), 6)
    return beam_envelope([span], load_model(name), sections).moment[0].max()


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("lm3:600/150", 5552.1),
        ("lm3:1800/200", 15000.0),
        ("flm3", 3963.0),
        ("hl93-truck:us", 2827.1),
        ("hl93-tandem:us", 2156.8),
        ("nk", 9477.5),
        ("s1600", 10697.0),
        ("m1600", 13095.0),
    ],
)
def test_largest_moment_of_a_40_m_span(name, moment):
    """M1600: 10,073 kNm times 1.3; the US truck and tandem: without impact."""
    assert largest_moment(name) / KNM == pytest.approx(moment, rel=1e-4)


def test_fatigue_truck_with_its_impact():
    """2,501.8 kNm for the US truck, times 1.15."""
    assert largest_moment("hl93-fatigue:us") / KNM == pytest.approx(2501.8 * 1.15, rel=1e-4)


def test_lm1_on_one_lane_of_40_m():
    """5,821.35 tandem (at 19.70 m), 5,400 uniform (mid-span), 11,220.7 together (at 19.84 m)."""
    envelope = beam_envelope([40.0], load_model("lm1"), [19.70, 19.84, 20.0])
    assert envelope.extremes.part[0, 0] / KNM == pytest.approx(5821.35, rel=1e-6)
    assert envelope.extremes.part[2, 1] / KNM == pytest.approx(5400.0, rel=1e-9)
    assert envelope.moment[0].max() / KNM == pytest.approx(11220.7, rel=1e-5)
    support = beam_envelope([40.0], load_model("lm1"), 1)
    assert support.shear[0, 0] / kN == pytest.approx(1131.0, rel=1e-5)


def two_girders(section=20.0, span=40.0):
    """Mid-span moment of the girder at y = -2.8 m of two, lever rule 0.5 - y / 5.6."""
    x = np.linspace(0.0, span, 21)
    line = np.where(x <= section, x * (span - section), section * (span - x)) / span
    slope = np.where(x <= section, span - section, -section) / span
    value, slopes = np.zeros((1, 2, 21)), np.zeros((1, 2, 21))
    value[0, 0], slopes[0, 0] = line, slope
    at = int(np.searchsorted(x, section))
    jump = np.array([[0.0, -1.0, 0.0, 0.0]])
    return Surfaces(
        x, np.array([-2.8, 2.8]), value, slopes, np.array([at]), np.array([0]), jump,
        ("M",), np.array([0.0, span]),
    )  # fmt: skip


def test_lm1_on_two_girders_by_the_lever_rule():
    """Closed form: 11,350.446 and -78.75 kNm; lane 1 at -2.0 m, lane 2 at +1.0 m."""
    found = place(two_girders(), load_model("lm1"), [(-3.5, 3.5)])
    assert found.value / KNM == pytest.approx([11350.44643, -78.75], rel=1e-7)
    assert "lane 1 at y = -2.00 m" in found.label(0)
    assert "lane 2 at y = 1.00 m" in found.label(0)
    wheels = found.patches(0)
    assert np.unique(np.round(wheels.wheel_x, 6)).tolist() == [18.8, 20.0]
    assert found.part[1, 0] == 0.0
    assert "lane 1 at y = 2.00 m" in found.label(1)
    strips = found.patches(1)
    assert strips.wheel_x.size == 0
    assert strips.strip_y.min() > 2.8
    assert response(found.surfaces, np.array([0]), strips)[0] == pytest.approx(found.value[1])


@pytest.mark.parametrize(
    ("feet", "moment", "shear"),
    [(40, 2622.5, 301.6), (60, 5195.5, 392.1), (80, 8638.4, 496.8), (100, 12893.0, 600.0)],
)
def test_cooper_e80_per_track(feet, moment, shear):
    """kip-ft and kip; shear as printed in the AREMA style tables, to 0.1 kip."""
    span = feet * foot
    sections = np.concatenate([[0.0], np.linspace(0.4, 0.6, 81) * span])
    envelope = beam_envelope([span], load_model("e80"), sections)
    assert envelope.moment[0].max() / (kip * foot) == pytest.approx(moment, rel=1e-4)
    assert envelope.shear[0].max() / kip == pytest.approx(shear, rel=3e-4)


def test_hl93_components_add_up_at_one_section():
    """At 20 m: truck and lane load alone; 1.20 for one loaded lane, 1.33 on the truck."""
    section = [20.0]
    truck = beam_envelope([40.0], load_model("hl93-truck:us"), section).moment[0, 0]
    lane = 0.64 * kip / foot * 40.0**2 / 8
    both = beam_envelope([40.0], load_model("hl93:us"), section).moment[0, 0]
    assert lane / KNM == pytest.approx(1868.0, rel=1e-4)
    assert both == pytest.approx(1.20 * (1.33 * truck + lane), rel=1e-9)


def test_kl510_truck_and_lane_load():
    """Truck 4,105.7 kNm; lane load 2,540 kNm at mid-span; 12.068 kN/m on 100 m."""
    model = load_model("kl510")
    sections = np.arange(17.0, 23.0, 0.05)
    envelope = beam_envelope([40.0], model, sections)
    assert envelope.moment[0].max() / KNM == pytest.approx(6377.0, rel=2e-4)
    part = envelope.extremes.part[: len(sections)]
    assert part[:, 0].max() / KNM == pytest.approx(0.75 * 1.25 * 4105.7, rel=1e-4)
    assert part[:, 1].max() / KNM == pytest.approx(2540.0, rel=1e-4)
    long = beam_envelope([100.0], model, [50.0])
    assert long.extremes.part[0, 1] == pytest.approx(12.068 * kN * 100.0**2 / 8, rel=1e-4)


def test_cl625_truck_governs_over_truck_with_lane_load():
    """Truck 4,589.0 times 1.25 = 5,736.3; 80 % of it with 9 kN/m: 5,471.2 kNm."""
    assert largest_moment("cl625") / KNM == pytest.approx(5736.3, rel=1e-4)
    lane = 0.8 * 4589.0 + 9.0 * 40.0**2 / 8
    assert lane == pytest.approx(5471.2, rel=1e-5)


def test_ak_bogie_and_strips():
    """K = 14 on 40 m: bogie 2,696, strips 2,800 kNm."""
    envelope = beam_envelope([40.0], load_model("ak"), np.arange(18.0, 22.0, 0.05))
    part = envelope.extremes.part[: len(envelope.station)]
    assert part[:, 0].max() / KNM == pytest.approx(2696.0, rel=1e-4)
    assert part[:, 1].max() / KNM == pytest.approx(2800.0, rel=1e-6)
    assert any("unverified" in note for note in envelope.notes)


def test_jtg_lane_load():
    """One lane of 40 m: 10.5 * 40^2 / 8 + 340 * 40 / 4 = 5,500 kNm; 1.20 for a single lane."""
    envelope = beam_envelope([40.0], load_model("jtg-lane"), [20.0])
    assert envelope.moment[0, 0] / KNM == pytest.approx(1.20 * 5500.0, rel=1e-9)
    half = beam_envelope([40.0], load_model("jtg-lane:class-2"), [20.0])
    assert half.moment[0, 0] == pytest.approx(0.75 * envelope.moment[0, 0])
    support = beam_envelope([40.0], load_model("jtg-lane"), 1)
    assert support.shear[0, 0] / kN == pytest.approx(1.2 * (1.2 * 340 + 10.5 * 20), rel=1e-6)


@pytest.mark.parametrize(
    ("span", "moment"), [(10, 1829.6), (20, 6049.6), (40, 20489.6), (60, 42929.6)]
)
def test_lm71_at_mid_span_is_not_below_the_centred_train(span, moment):
    """The centred train is one placement; its value follows from the closed form as well."""
    envelope = beam_envelope([span], load_model("lm71"), [span / 2])
    assert envelope.moment[0, 0] / KNM >= moment * (1 - 1e-9)
    assert envelope.moment[0, 0] / KNM == pytest.approx(moment, rel=2e-2)


@pytest.mark.parametrize(("name", "total"), [("sw0", 3990.0), ("sw2", 7500.0)])
def test_fixed_blocks_keep_their_weight(name, total):
    """On a span long enough the reactions of one placement add up to the whole train."""
    found = beam_envelope([200.0], load_model(name), [100.0]).extremes
    placed = found.patches(0)
    weight = (placed.strip_load * (placed.strip_to - placed.strip_from)).sum()
    assert weight / kN == pytest.approx(total, rel=1e-9)


def test_lm71_uniform_load_only_where_adverse():
    """Middle moment of the second of three spans: the outer spans carry no load."""
    found = beam_envelope([30.0, 30.0, 30.0], load_model("lm71"), [45.0]).extremes
    placed = found.patches(0)
    assert placed.strip_from.min() == pytest.approx(30.0)
    assert placed.strip_to.max() == pytest.approx(60.0)


def test_flm3_range_along_a_lane_axis():
    """Second vehicle can only add to the range; simple span: the minimum is no load."""
    one = place(two_girders(), load_model("flm3"), axes=[-2.0])
    two = place(two_girders(), load_model("flm3:two"), axes=[-2.0])
    assert one.value[1] == 0.0
    assert two.value[0] >= one.value[0] * (1 - 1e-12) > 0
    assert "y = -2.00 m" in one.label(0)
