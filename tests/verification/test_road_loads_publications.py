"""Road load models against publications and closed forms."""

import numpy as np
import pytest

from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.lanes import en_lanes
from spanwright.traffic.library import load_model
from spanwright.traffic.modelfile import read_model

FEET = [30, 40, 50, 60, 70, 80, 100, 120, 150, 200]
SPANS = [9.144, 12.192, 15.24, 18.288, 21.336, 24.384, 30.48, 36.576, 45.72, 60.96]
TRUCK_MOMENT = [
    382516.9178, 609846.9132, 851236.7407, 1093507.85, 1336294.17, 1579392.328, 2066158.088,
    2553371.268, 3284618.12, 4503972.992,
]  # fmt: skip
TANDEM_MOMENT = [
    442905.0492, 611812.8492, 780951.1382, 950197.8927, 1119512.438, 1288867.658, 1627659.447,
    1966505.469, 2474815.176, 3322092.928,
]  # fmt: skip
TRUCK_SHEAR = [
    220631.7921, 245541.8332, 260487.8578, 270451.8742, 277569.0288, 282906.8947, 290379.907,
    295361.9153, 300343.9235, 305325.9317,
]  # fmt: skip
TANDEM_SHEAR = [
    207598.5028, 211290.5267, 213514.6375, 214982.5507, 216050.1239, 216850.8037, 217962.8591,
    218719.0568, 219430.7723, 220186.97,
]  # fmt: skip


def near_the_middle(span, parts=240):
    return np.linspace(0.38, 0.62, parts + 1) * span


@pytest.mark.parametrize("index", range(len(SPANS)))
def test_hl93_truck_and_tandem_on_simple_spans(index):
    """AASHTO LRFD 3.6.1.2 on 30 to 200 ft; truck moments agree with the tables of its appendix
    (985.6 kip-ft at 70 ft, 1,523.9 at 100 ft).  Statics with the resultant and an axle about
    mid-span; 2e-4 because the section is sought among stations 0.1 % of the span apart."""
    span = SPANS[index]
    sections = np.concatenate([[0.0], near_the_middle(span)])
    for name, moment, shear in (
        ("hl93-truck:us", TRUCK_MOMENT[index], TRUCK_SHEAR[index]),
        ("hl93-tandem:us", TANDEM_MOMENT[index], TANDEM_SHEAR[index]),
    ):
        envelope = beam_envelope([span], load_model(name), sections)
        assert envelope.moment[0].max() == pytest.approx(moment, rel=2e-4)
        assert envelope.shear[0].max() == pytest.approx(shear, rel=3e-4)


LANE_MOMENT = [
    97618.89228, 173544.6974, 271163.5897, 390475.5691, 531480.6358, 694178.7896, 1084654.359,
    1561902.276, 2440472.307, 4338617.435,
]  # fmt: skip


@pytest.mark.parametrize(("span", "moment"), list(zip(SPANS, LANE_MOMENT, strict=True)))
def test_hl93_lane_load_at_mid_span(span, moment):
    """0.64 kip/ft over the whole span: w L^2 / 8; presence factor 1.20 of one lane taken out."""
    envelope = beam_envelope([span], load_model("hl93:us"), [span / 2])
    assert envelope.extremes.part[0, 1] / 1.20 == pytest.approx(moment, rel=1e-6)


def test_lm1_tandem_on_34_m():
    """bridgedesign.org.uk tutorial on LM1: 4,920 kNm at mid-span with the tandem about it.

    The largest moment of the span, 2 Q / L (L / 2 - d / 4)^2 = 4,921.6 kNm, is 0.3 m away.
    """
    tandem = read_model(
        {
            "name": "TS", "title": "tandem of lane 1", "kind": "vehicle", "evidence": "read",
            "source": "EN 1991-2:2003, Table 4.2",
            "vehicle": [{"name": "TS", "axle_kN": [300, 300], "gap_m": [1.2]}],
        }
    )  # fmt: skip
    sections = np.round(np.arange(16.0, 18.001, 0.01), 6)
    envelope = beam_envelope([34.0], tandem, sections)
    middle = int(np.argmin(np.abs(envelope.station - 17.0)))
    assert envelope.moment[0, middle] == pytest.approx(4920e3, rel=1e-6)
    assert envelope.moment[0].max() == pytest.approx(4921588.0, rel=1e-5)
    at = envelope.station[envelope.moment[0].argmax()]
    assert abs(at - 17.0) == pytest.approx(0.3, abs=0.02)


def test_notional_lanes_of_an_11_5_m_carriageway():
    """EN 1991-2 Table 4.1: three lanes of 3.0 m and 2.5 m remaining."""
    lanes = en_lanes(11.5)
    assert (lanes.number, lanes.width) == (3, 3.0)
    assert lanes.remaining == pytest.approx(2.5, abs=1e-9)
