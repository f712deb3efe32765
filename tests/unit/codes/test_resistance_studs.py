"""Studs and the slab beside them: computed check values."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.resistance.studs import (
    end_shear_flow,
    flange_shear,
    inelastic_slab_force,
    stud_fatigue,
    stud_resistance,
    stud_shear_stress,
    stud_spacing,
)
from spanwright.datum.errors import ScopeError

E_CM = 210e9 / 6.16249


def test_stud_of_the_reference_deck():
    stud = stud_resistance(0.022, 0.150, 450e6, 35e6, E_CM)
    assert stud.steel / 1e3 == pytest.approx(109.478, abs=5e-4)
    assert stud.concrete / 1e3 == pytest.approx(122.630, abs=1e-3)
    assert stud.design == stud.steel
    assert stud.service / 1e3 == pytest.approx(82.109, abs=5e-4)


def test_short_and_strange_studs():
    assert stud_resistance(0.022, 0.077, 450e6, 35e6, E_CM).height_factor == pytest.approx(0.9)
    assert np.isnan(stud_resistance(0.022, 0.06, 450e6, 35e6, E_CM).design)
    strong = stud_resistance(0.022, 0.15, 600e6, 90e6, 44e9)
    assert strong.steel == pytest.approx(0.8 * 500e6 * np.pi * 0.011**2 / 1.25)
    with pytest.raises(ScopeError, match="diameter must be"):
        stud_resistance(0.030, 0.15, 450e6, 35e6, E_CM)


def test_studs_per_metre():
    flow = 989.21e3
    assert flow / stud_resistance(0.022, 0.15, 450e6, 35e6, E_CM).design == pytest.approx(
        9.04, abs=0.01
    )


def test_spacing_rules_one_by_one():
    good = {
        "diameter": np.array([0.022]), "height": np.array([0.15]), "along": np.array([0.2]),
        "across": np.array([0.15]), "edge_clear": np.array([0.05]),
        "slab_thickness": np.array([0.25]), "flange_thickness": np.array([0.03]),
    }  # fmt: skip
    assert stud_spacing(**good).kept[0]
    for name, wrong in [
        ("along", 0.1), ("along", 0.81), ("across", 0.05), ("edge_clear", 0.02), ("height", 0.06),
        ("flange_thickness", 0.014),
    ]:  # fmt: skip
        assert not stud_spacing(**{**good, name: np.array([wrong])}).kept[0]
    static = stud_spacing(**{**good, "flange_thickness": np.array([0.014])}, fatigue=False)
    assert static.kept[0]


def test_inelastic_zone_between_its_three_points():
    moment = np.array([2.0, 6.0, 8.0, 10.0, 11.0])
    force = inelastic_slab_force(moment, *(np.array([v]) for v in (2.0, 6.0, 10.0, 3.0, 9.0)))
    assert_allclose(force, [0.0, 3.0, 6.0, 9.0, 9.0])


def test_stud_fatigue_and_its_sum():
    both = stud_fatigue(
        np.array([81e6, 81e6]), np.array([70e6, 70e6]), flange_in_tension=np.array([True, False])
    )
    assert_allclose(both.shear, 0.9)
    assert_allclose(both.flange, [70 * 1.15 / 80, 0.0])
    assert_allclose(both.utilisation, [(0.9 + 70 * 1.15 / 80) / 1.3, 0.9], rtol=1e-12)
    area = np.pi * 0.011**2
    assert stud_shear_stress(np.array([1e5]), np.array([5.0]), 0.022)[0] == pytest.approx(
        2e4 / area
    )


def test_flange_shear_and_its_free_zone():
    shear = flange_shear(
        np.array([10e3, 300e3]),
        np.array([1.0]),
        np.array([0.25]),
        20e6,
        35e6,
        435e6,
        1.5e6,
        cot=1.25,
    )
    assert shear.unreinforced.tolist() == [True, False]
    assert shear.bars[0] == 0.0
    assert shear.bars[1] == pytest.approx(300e3 / (435e6 * 1.25))
    assert shear.strut[1] == pytest.approx(0.6 * (1 - 35 / 250) * 20e6 * 1.25 / (1 + 1.25**2))


def test_shear_at_a_slab_end_sums_to_the_force():
    x = np.linspace(0.0, 6.0, 4001)
    flow = end_shear_flow(np.array(3e6), np.array(4.0), x)
    assert np.trapezoid(flow, x) == pytest.approx(3e6, rel=1e-4)
    assert flow[0] == pytest.approx(1.5e6)
    assert flow[-1] == 0.0
