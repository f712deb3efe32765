"""Uniform flow and scour against publications."""

import numpy as np
import pytest

from spanwright.datum.units import foot
from spanwright.hydraulics.channel import (
    conveyance,
    critical_level,
    normal_level,
    river_section,
    trapezoid,
    wetted,
)
from spanwright.hydraulics.scour import clear_water_contraction, pier_scour

approx = pytest.approx


def test_normal_depth_of_a_trapezoid():
    """L. Mays, Water Resources Engineering, problem 5.3.4: 1,500 cfs, 20 ft, 1.5:1, n 0.014.

    The book rounds, 1 %; Manning's equation itself (1.486 for feet) 1e-4.
    """
    channel = trapezoid(6.096, 1.5, 0.014)
    depth = normal_level(channel, 42.47526989, np.array([0.0002, 0.0003]))
    np.testing.assert_allclose(depth, [2.782824, 2.493264], rtol=0.01)
    np.testing.assert_allclose(depth, [2.78957532, 2.509653096], rtol=1e-4)
    # The critical depth there is reckoned with 32.2 ft/s2; ours with 9.80665 m/s2 is 2.4e-4 more.
    critical = critical_level(channel, 42.47526989, 32.2 * foot)
    assert critical == approx(1.496772216, rel=1e-4)
    assert critical_level(channel, 42.47526989) == approx(1.496772216, rel=3e-4)


STATION = [
    [0, 100, 200, 500, 900, 1100, 1215, 1250, 1300, 1350, 1385, 1500, 1700, 2100, 2400, 2500, 2600],
    [0, 100, 200, 500, 900, 1100, 1215, 1250, 1300, 1350, 1385, 1500, 1700, 2100, 2400, 2500, 2600],
    [0, 100, 200, 500, 900, 1100, 1215, 1250, 1300, 1350, 1385, 1500, 1680, 2040, 2310, 2400, 2490],
]
LEVEL = [
    [26.06, 22.06, 18.06, 17.81, 17.06, 16.06, 12.56, 11.96, 10.11, 11.91, 12.16, 16.06, 17.06,
     17.81, 18.06, 22.06, 26.06],
    [21.7, 17.7, 13.7, 13.45, 12.7, 11.7, 8.2, 7.6, 5.75, 7.55, 7.8, 11.7, 12.7, 13.45, 13.7,
     17.7, 21.7],
    [16.59, 12.59, 8.59, 8.34, 7.59, 6.59, 3.09, 2.49, 0.64, 2.44, 2.69, 6.59, 7.59, 8.34, 8.59,
     12.59, 16.59],
]  # fmt: skip


def survey(index):
    """Sections of HEC-RAS Applications Guide, example 11, in feet; overbanks 0.042, river 0.032."""
    banks = np.array([1100, 1500]) * foot
    return river_section(
        np.array(STATION[index]) * foot, np.array(LEVEL[index]) * foot, [0.042, 0.032, 0.042], banks
    )


@pytest.mark.parametrize(
    ("index", "water", "area", "carried", "alpha"),
    [
        (0, 19.0, 5268.22, 500302.3, 1.93555),
        (1, 16.0, 8370.38, 897922.2, 1.70032),
        (2, 11.0, 8342.42, 914739.8, 1.67302),
        (2, 6.0, 977.976, 87868.7, 1.0),
    ],
)
def test_conveyance_of_compound_sections(index, water, area, carried, alpha):
    """USACE HEC-RAS Applications Guide, example 11: area 1e-4, conveyance and alpha 2e-4."""
    found = conveyance(survey(index), water * foot)
    assert found.area / foot**2 == approx(area, rel=1e-4)
    assert found.total / foot**3 == approx(carried, rel=2e-4)
    assert found.alpha == approx(alpha, rel=2e-4)


def test_normal_depth_of_a_compound_section():
    """Same section 8 at a slope of 0.002: 20,000 and 3,000 cfs, to 0.003 ft."""
    level = normal_level(survey(2), np.array([20000.0, 3000.0]) * foot**3, 0.002)
    np.testing.assert_allclose(level / foot, [9.33053, 5.4936], atol=0.003)


def test_pier_scour_of_hec_18():
    """V. M. Ponce (SDSU), sample of the CSU equation: cylinder 4.52 m, clear water; 1e-3."""
    found = pier_scour(5.334, 7.15, 4.52, 5.1, "circular cylinder", "clear water")
    assert found.depth == approx(10.484, rel=1e-3)
    assert (found.nose_factor, found.angle_factor) == (1.0, 1.0)
    assert not found.is_limited
    assert not found.is_wide


def test_clear_water_contraction_scour_of_laursen():
    """SDSU sample to HEC-18: 10 m3/s in 8 m, 0.8 m deep, D50 5 mm; printed 0.263, 0.5 %."""
    assert clear_water_contraction(10.0, 8.0, 0.005, 0.8) == approx(0.263, rel=0.005)
    assert clear_water_contraction(10.0, 8.0, 0.005, 0.8) == approx(0.2622, abs=5e-5)


def test_area_is_that_under_the_water_line():
    """Trapezoid 1.5 m deep by hand: (b + z y) y, b + 2 y sqrt(1 + z^2), b + 2 z y."""
    found = wetted(trapezoid(6.0, 2.0, 0.03), 1.5)
    assert found.area[0] == approx((6 + 2 * 1.5) * 1.5)
    assert found.perimeter[0] == approx(6 + 2 * 1.5 * np.sqrt(5))
    assert found.top_width[0] == approx(12.0)
