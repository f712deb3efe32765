"""The crossing as GeoJSON: lengths on the ground, directions, refusal."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.datum.errors import ScopeError
from spanwright.deliverables.crossing import to_geojson
from spanwright.deliverables.results import Position

PLACE = Position(
    math.radians(42.412), math.radians(130.643), "sea", math.radians(251.0), (20.0, 90.0)
)
RESULTS = replace(sample_results(), position=PLACE)


def features(results, kind):
    return [
        f for f in json.loads(to_geojson(results))["features"] if f["properties"]["kind"] == kind
    ]


def distance(a, b):
    """Vincenty's inverse formula on WGS 84 [m]: another way than the one under test.

    Source: T. Vincenty, Survey Review 23 (1975) 88-93.
    """
    a_axis, f = 6378137.0, 1 / 298.257223563
    b_axis = a_axis * (1 - f)
    u1, u2 = (math.atan((1 - f) * math.tan(math.radians(p[1]))) for p in (a, b))
    turn = lam = math.radians(b[0] - a[0])
    for _ in range(50):
        sin_s = math.hypot(math.cos(u2) * math.sin(lam), math.cos(u1) * math.sin(u2)
                           - math.sin(u1) * math.cos(u2) * math.cos(lam))  # fmt: skip
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        s = math.atan2(sin_s, cos_s)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2 = 1 - sin_alpha**2
        cm = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2 if cos2 else 0.0
        c = f / 16 * cos2 * (4 + f * (4 - 3 * cos2))
        lam = turn + (1 - c) * f * sin_alpha * (s + c * sin_s * (cm + c * cos_s * (2 * cm**2 - 1)))
    k = cos2 * (a_axis**2 - b_axis**2) / b_axis**2
    big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    delta = big_b * sin_s * (cm + big_b / 4 * (cos_s * (2 * cm**2 - 1)
                             - big_b / 6 * cm * (4 * sin_s**2 - 3) * (4 * cm**2 - 3)))  # fmt: skip
    return b_axis * big_a * (s - delta)


def test_the_axis_has_its_length_and_direction_on_the_ground():
    (axis,) = features(RESULTS, "axis")
    (x0, y0), (x1, y1) = axis["geometry"]["coordinates"]
    decks = RESULTS.layout.decks
    length = float(decks[-1].supports[-1] - decks[0].supports[0])
    # eight decimals of a degree are a millimetre; curvature over 155 m is far less
    assert distance((x0, y0), (x1, y1)) == pytest.approx(length, abs=0.005)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((130.643, 42.412), abs=1e-7)
    east, north = (x1 - x0) * math.cos(math.radians(42.412)), y1 - y0
    assert math.degrees(math.atan2(east, north)) % 360 == pytest.approx(251.0, abs=0.2)


def test_left_of_a_bridge_to_the_north_is_west():
    north = replace(RESULTS, position=replace(PLACE, bearing=0.0))
    for bank in features(north, "bank"):
        (right, _), (left, _) = bank["geometry"]["coordinates"]
        assert left < right


def test_every_support_and_deck_is_there_and_rings_run_anticlockwise():
    assert len(features(RESULTS, "pier")) == len(RESULTS.layout.piers)
    assert len(features(RESULTS, "abutment")) == len(RESULTS.layout.abutments)
    assert len(features(RESULTS, "deck")) == len(RESULTS.layout.decks)
    for kind in ("pier", "abutment", "deck"):
        for feature in features(RESULTS, kind):
            (ring,) = feature["geometry"]["coordinates"]
            assert ring[0] == ring[-1]
            x, y = np.array(ring).T
            assert float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) > 0  # RFC 7946 3.1.6


def test_without_a_direction_there_is_no_map():
    with pytest.raises(ScopeError, match=r"site\.bearing"):
        to_geojson(replace(RESULTS, position=replace(PLACE, bearing=None)))
    with pytest.raises(ScopeError, match=r"site\.latitude"):
        to_geojson(replace(RESULTS, position=None))
