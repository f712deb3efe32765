"""Published section properties."""

import numpy as np
import pytest

from spanwright.codes.eurocode.resistance.polygon import closed_torsion, geometry, region
from spanwright.codes.eurocode.resistance.warping import warping

ANGLE = region(
    [(-0.375, -0.375), (5.625, -0.375), (5.625, 0.375), (0.375, 0.375), (0.375, 7.625),
     (-0.375, 7.625)]
)  # fmt: skip


def test_box_girder_by_bredt():
    """Bridge STRUDL manual (1973), p. C-17; 0.05 % covers its four digits."""
    box = closed_torsion(
        [(-26.51 / 2, 5.48), (-21.05 / 2, 0.0), (21.05 / 2, 0.0), (26.51 / 2, 5.48)],
        [1.0, 0.48, 1.0, 0.56],
    )
    assert box == pytest.approx(656.6, rel=5e-4)


def test_unequal_angle():
    """W. D. Pilkey, Analysis and Design of Elastic Beams, example B.3, p. 441; closed forms."""
    shape = geometry(ANGLE)
    printed = [9.9375, 1.18868, 2.18868, 63.42455, 30.72142, -25.85377, 77.66369, 16.48228]
    ours = [
        shape.area, shape.x, shape.y, shape.inertia_x, shape.inertia_y, shape.product,
        shape.greatest, shape.least,
    ]  # fmt: skip
    np.testing.assert_allclose(ours, printed, rtol=1e-5)
    assert np.degrees(abs(shape.angle)) == pytest.approx(28.84407, rel=1e-4)


def test_unequal_angle_shear_centre():
    """Same example: printed (0.00313, 0.05735), the result of its own coarse mesh.

    A mesh of some 220 quadratic triangles gives those numbers; refined, they fall to about
    (0.0027, 0.0566), 0.0008 of a section 8 high.  Both are kept here.
    """
    coarse = warping(ANGLE, poisson=0.33333, elements=250)
    assert coarse.shear_x == pytest.approx(0.00313, abs=1e-4)
    assert coarse.shear_y == pytest.approx(0.05735, rel=2e-3)
    fine = warping(ANGLE, poisson=0.33333, elements=6000)
    assert fine.shear_x == pytest.approx(0.00271, abs=4e-5)
    assert fine.shear_y == pytest.approx(0.05661, abs=6e-5)


def test_two_material_strip():
    """Pilkey, example 5.13, p. 220: two strips 15 x 2 side by side, E 10.4e6 and 18.5e6.

    The torsion constant is printed from a coarse mesh, 0.1 % above the fine one.
    """
    both = warping(
        region([(0, 0), (15, 0), (15, 2), (0, 2)]),
        region([(15, 0), (30, 0), (30, 2), (15, 2)], weight=18.5 / 10.4),
    )
    assert both.geometry.area == pytest.approx(83.36, rel=1e-3)
    assert both.torsion == pytest.approx(106.22, rel=1e-3)
