"""Live load distribution of AASHTO LRFD against published values."""

import pytest

from spanwright.codes.aashto import distribution as df
from spanwright.datum.units import foot, inch

approx = pytest.approx
SPACING, SPAN, SLAB, OVERHANG = 8 * foot, 151 * foot, 7.5 * inch, 2 * foot


def test_five_i_girders_at_8_ft():
    """WSDOT bridge library (WBFL), LRFD unit test TestTypeAEK, US units; S 8 ft, L 151 ft.

    t_s 7.5 in, n 1.54, I 960,951.2 in4, A 977.359 in2, e_g 46.587 in, d_e 2 ft, three lanes, no
    rule of the rigid cross-section; 0.3 %.  Fatigue: the share of one lane without the factor 1.2.
    """
    K_g = df.stiffness_parameter(1.54, 960_951.2 * inch**4, 977.359 * inch**2, 46.587 * inch)
    assert df.in_range(SPACING, SPAN, SLAB, K_g, 5)
    moment = df.moment_interior(SPACING, SPAN, SLAB, K_g)
    shear = df.shear_interior(SPACING)
    e_moment, e_shear = df.exterior_factors(OVERHANG)
    lever = df.lever_rule_exterior(SPACING, OVERHANG, 1.2)
    assert moment.one == approx(0.4575, rel=3e-3)
    assert moment.more == approx(0.67665, rel=3e-3)
    assert lever == approx(0.75, rel=3e-3)
    assert e_moment * moment.more == approx(0.6697, rel=3e-3)
    assert shear.one == approx(0.68, rel=3e-3)
    assert shear.more == approx(0.8144, rel=3e-3)
    assert e_shear * shear.more == approx(0.6515, rel=3e-3)
    assert moment.one / 1.2 == approx(0.3812, rel=3e-3)
    assert df.lever_rule_exterior(SPACING, OVERHANG) == approx(0.625, rel=3e-3)
