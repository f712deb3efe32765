"""Outlines of precast girders and their composite sections."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.precast import (
    SLAB_SOFFIT,
    SLAB_TOP,
    SOFFIT,
    bare_section,
    composite_section,
    first_moment,
    i_outline,
)

INCH = 0.0254


def type_four():
    """AASHTO Type IV girder, inches in the standard drawings."""
    sizes = (54.0, 20.0, 8.0, 6.0, 8.0, 9.0, 26.0, 8.0)
    return i_outline(*(value * INCH for value in sizes))


def test_aashto_type_iv_has_its_published_properties():
    """PCI Bridge Design Manual, Appendix B: 789 in2, 260 730 in4, 24.73 in to the soffit."""
    bare = bare_section(type_four())
    assert bare.area[0] / INCH**2 == pytest.approx(789.0, rel=1e-9)
    assert bare.centroid[0] / INCH == pytest.approx(24.73, abs=0.005)
    assert bare.inertia[0] / INCH**4 == pytest.approx(260_730.0, rel=5e-5)


def test_a_composite_rectangle_is_one_rectangle():
    """A slab as wide as the girder with no gap and ratio 1 makes one rectangle, b h^3/12."""
    outline = i_outline(1.0, 0.4, 0.3, 0.0, 0.4, 0.0, 0.4, 0.3)
    whole = composite_section(outline, 0.4, 0.2, 0.0, 1.0)
    assert whole.inertia[0] == pytest.approx(0.4 * 1.2**3 / 12)
    assert whole.centroid[0] == pytest.approx(0.6)
    # First moment above the centroid, b (h/2)^2/2.
    assert first_moment(outline, whole, whole.centroid)[0] == pytest.approx(0.4 * 0.6**2 / 2)
    stress = whole.stress(0.0, 0.0, 1e6)
    assert stress[SOFFIT, 0] == pytest.approx(1e6 * 0.6 / whole.inertia[0])
    assert stress[SLAB_TOP, 0] == pytest.approx(-stress[SOFFIT, 0])


@given(ratio=st.floats(0.3, 1.2), gap=st.floats(0.0, 0.1))
def test_stresses_balance_what_causes_them(ratio, gap):
    """Integral of a force's and a moment's stresses over girder and slab gives them back."""
    outline = type_four()
    whole = composite_section(outline, 2.2, 0.22, gap, ratio)
    force, level, moment = 1.3e6, 0.15, 0.9e6
    z = np.linspace(0, outline.depth[0], 200_001)
    middle = 0.5 * (z[1:] + z[:-1])
    width = np.interp(middle, outline.level[0], outline.width[0])
    own = whole.at(middle[:, None], force, level, moment)[:, 0] * width * np.diff(z)
    stress = whole.stress(force, level, moment)[:, 0]
    bottom, top = whole.levels[SLAB_SOFFIT, 0], whole.levels[SLAB_TOP, 0]
    mean = 0.5 * (stress[SLAB_SOFFIT] + stress[SLAB_TOP]) * 2.2 * 0.22
    tilt = (stress[SLAB_TOP] - stress[SLAB_SOFFIT]) * 2.2 * 0.22**2 / 12
    assert own.sum() + mean == pytest.approx(force, rel=1e-6)
    about = own @ (middle - level) + mean * (0.5 * (bottom + top) - level) + tilt
    assert -about == pytest.approx(moment, rel=1e-6)


def test_parts_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="must fit"):
        i_outline(1.0, 0.5, 0.4, 0.2, 0.2, 0.2, 0.6, 0.3)
