"""Classes of sections and effective parts of their plates: computed check values."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_section import FY, SLAB, STEEL, STRENGTH

from spanwright.codes.eurocode.resistance.classification import (
    classify,
    effective_flange_width,
    effective_web,
    epsilon,
    internal_buckling_factor,
    iterate_effective_web,
    outstand_class,
    stress_ratio,
    studs_hold_flange,
    web_limits,
)
from spanwright.codes.eurocode.resistance.plastic import plastic_moment
from spanwright.codes.eurocode.resistance.section import (
    WEB_BOTTOM,
    WEB_TOP,
    accumulated_stress,
    elastic_section,
    slab_section,
    steel_section,
)


def test_class_of_the_reference_section_in_hogging():
    cracked = elastic_section(STEEL, SLAB, cracked=True)
    sigma = accumulated_stress([cracked], [np.array([-1e6])])
    plastic = plastic_moment(STEEL, SLAB, STRENGTH, sagging=False)
    classes = classify(
        STEEL, flange_yield=FY, web_yield=FY, alpha=plastic.web_share,
        psi=stress_ratio(sigma[WEB_BOTTOM], sigma[WEB_TOP]), sagging=False,
    )  # fmt: skip
    assert epsilon(345e6) == pytest.approx(0.82532, abs=1e-5)
    assert classes.flange_slenderness[0] == pytest.approx(9.775)
    assert classes.flange[0] == 3
    assert classes.psi[0] == pytest.approx(-1.00779, abs=1e-5)
    assert classes.limits.third[0] == pytest.approx(103.14, abs=0.005)
    assert (classes.web[0], classes.section[0]) == (4, 4)


def test_sagging_web_out_of_compression_is_class_1():
    slab = slab_section(6.0, 0.30)
    plastic = plastic_moment(STEEL, slab, STRENGTH, sagging=True)
    section = elastic_section(STEEL, slab, 6.16249)
    sigma = accumulated_stress([section], [np.array([1e6])])
    classes = classify(
        STEEL, flange_yield=FY, web_yield=FY, alpha=plastic.web_share,
        psi=stress_ratio(sigma[WEB_BOTTOM], sigma[WEB_TOP]), sagging=True, flange_held=True,
    )  # fmt: skip
    assert plastic.web_share[0] == 0.0
    assert classes.section[0] == 1


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(8.99, 1), (9.0, 1), (9.01, 2), (10.0, 2), (10.01, 3), (14.0, 3), (14.01, 4)],
)
def test_outstand_limits(ratio, expected):
    assert outstand_class(np.array([ratio]), np.array([1.0]))[0] == expected


def test_web_limits_are_continuous_at_half_and_at_pure_bending():
    one = np.array([1.0])
    below, above = (web_limits(np.array([a]), one, one) for a in (0.5, 0.5 + 1e-9))
    # 36/0.5 = 72 = 396/5.5 and 41.5/0.5 = 83 = 456/5.5 (82.9): the table's own rounding.
    assert above.first[0] == pytest.approx(below.first[0], rel=1e-6)
    assert above.second[0] == pytest.approx(below.second[0], rel=5e-3)
    left, right = (web_limits(one / 2, np.array([p]), one) for p in (-1.0, -1.0 + 1e-9))
    assert left.third[0] == pytest.approx(124.0)
    assert right.third[0] == pytest.approx(124.0, rel=5e-3)  # 42/0.34 = 123.5


def test_hole_in_web_turns_class_3_into_2():
    steel = steel_section(0.5, 0.06, 1.5, 0.016, 0.5, 0.06)
    classes = classify(
        steel, flange_yield=FY, web_yield=FY, alpha=np.array([0.6]), psi=np.array([-1.0]),
        sagging=False,
    )  # fmt: skip
    assert classes.web[0] == 3
    assert (classes.section[0], classes.hole_in_web[0]) == (2, 1)
    without = classify(
        steel, flange_yield=FY, web_yield=FY, alpha=np.array([0.6]), psi=np.array([-1.0]),
        sagging=False, hole_in_web=False,
    )  # fmt: skip
    assert without.section[0] == 3


def test_stress_ratio_signs():
    a, b = np.array([-100.0, 100.0, -100.0, 50.0]), np.array([50.0, -50.0, -50.0, 100.0])
    assert_allclose(stress_ratio(a, b)[:3], [-0.5, -2.0, 0.5])
    assert stress_ratio(a, b)[3] == -np.inf


def test_studs_hold_the_flange():
    held = studs_hold_flange(np.array([0.5, 0.7]), np.array([0.2]), np.array([0.03]), np.ones(1))
    assert held.tolist() == [True, False]


def test_effective_web_of_the_reference_section():
    web = effective_web(
        np.array([2.4]), np.array([0.018]), epsilon(FY), np.array([-1.0]), np.array([1.00779324])
    )
    assert web.k_sigma[0] == pytest.approx(24.1068, abs=1e-4)
    assert web.slenderness[0] == pytest.approx(1.15858, abs=1e-5)
    assert web.reduction[0] == pytest.approx(0.78150, abs=1e-5)
    assert web.compressed[0] * 1e3 == pytest.approx(1195.342, abs=1e-3)
    assert web.at_edge[0] * 1e3 == pytest.approx(373.66, abs=0.01)
    assert web.at_axis[0] * 1e3 == pytest.approx(560.49, abs=0.01)
    assert web.gap_bottom[0] == pytest.approx(web.at_edge[0])
    assert web.at_edge[0] + web.at_axis[0] + web.gap_height[0] == pytest.approx(web.compressed[0])


def test_gap_lies_near_the_top_edge_when_that_is_compressed():
    one = np.array([2.4]), np.array([0.018]), epsilon(FY)
    up = effective_web(*one, np.array([-1.0]), np.array([0.8]))
    down = effective_web(*one, np.array([0.8]), np.array([-1.0]))
    assert down.gap_height[0] == pytest.approx(up.gap_height[0])
    assert down.gap_bottom[0] == pytest.approx(2.4 - up.gap_bottom[0] - up.gap_height[0])


def test_uniformly_compressed_web_keeps_equal_edges():
    web = effective_web(
        np.array([2.4]), np.array([0.018]), epsilon(FY), np.array([-1.0]), np.array([-1.0])
    )
    assert web.at_edge[0] == pytest.approx(web.at_axis[0])
    assert web.k_sigma[0] == pytest.approx(4.0)


def test_buckling_factor_is_continuous_in_psi():
    for psi in (0.0, -1.0):
        a, b = internal_buckling_factor(np.array([psi - 1e-9, psi + 1e-9]))
        assert a == pytest.approx(
            b, rel=2e-3
        )  # 23.88 against 23.92 at -1: the table's own rounding


def test_iteration_settles():
    def stresses(steel):
        return accumulated_stress([elastic_section(steel, SLAB, cracked=True)], [np.array([-1e7])])

    one, first = iterate_effective_web(STEEL, FY, stresses, rounds=1)
    assert first.psi[0] == pytest.approx(-1.00779, abs=1e-5)
    many, last = iterate_effective_web(STEEL, FY, stresses, rounds=12)
    more, final = iterate_effective_web(STEEL, FY, stresses, rounds=13)
    assert last.gap_height[0] == pytest.approx(final.gap_height[0], rel=1e-6)
    assert one.area[0] < STEEL.area[0]
    assert many.area[0] == pytest.approx(more.area[0], rel=1e-6)


def test_effective_flange_is_whole_up_to_class_3_and_shrinks_beyond():
    t, eps = np.array([0.04, 0.02]), epsilon(FY)
    width = effective_flange_width(np.array([0.8, 0.8]), t, np.array([0.018, 0.018]), eps)
    assert width[0] == pytest.approx(0.8)
    assert 0.4 < width[1] < 0.8
