"""AASHTO LRFD 6.10: the check values (in inches, kips and ksi), limits and continuity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.codes.aashto.resistance.fatigue import (
    cycles,
    detail_use,
    stud_fatigue,
    stud_strength,
)
from spanwright.codes.aashto.resistance.flexure import (
    compact_moment,
    ductility,
    first_yield,
    hybrid_factor,
    is_compact_in_sagging,
    lateral_buckling,
    load_shedding_factor,
    local_buckling,
    moment_gradient,
    proportions,
    web_bend_buckling,
    yield_moment,
)
from spanwright.codes.aashto.resistance.shear import (
    bearing_stiffener,
    transverse_stiffener,
    web_shear,
)
from spanwright.codes.eurocode.resistance.bending import stress_limits
from spanwright.codes.eurocode.resistance.plastic import design_strengths, plastic_moment
from spanwright.codes.eurocode.resistance.section import slab_section, steel_section
from spanwright.datum.errors import ScopeError
from spanwright.datum.units import inch, kip, ksi

FY = 50 * ksi
AREAS = (20 * 1.25 + 32 * 1.5) * inch**2


def web(distance: float, **kw):
    return web_shear(96 * inch, 0.6875 * inch, FY, distance * inch, AREAS, **kw)


def test_shear_of_the_reference_web():
    found = web(120.0)
    assert found.plastic / kip == pytest.approx(1914.0, rel=1e-4)
    assert found.coefficient == pytest.approx(8.2)
    assert found.ratio == pytest.approx(0.38295, rel=1e-4)
    assert found.resistance / kip == pytest.approx(1374.84, rel=1e-5)


def test_end_panels_and_long_panels_have_no_tension_field():
    assert web(120.0, end_panel=True).resistance == pytest.approx(web(120.0).buckling)
    long = web(3.01 * 96)
    assert long.coefficient == 5.0
    assert long.resistance == pytest.approx(long.buckling)


def test_small_flanges_anchor_less_of_the_field():
    """2 D t_w over both flanges above 2.5: the field's divisor grows by d_o/D."""
    small = web_shear(96 * inch, 0.6875 * inch, FY, 120 * inch, 20 * inch**2)
    aspect = 120 / 96
    share = 0.38295 + 0.87 * (1 - 0.38295) / (np.sqrt(1 + aspect**2) + aspect)
    assert small.resistance / small.plastic == pytest.approx(share, rel=1e-4)


@given(st.floats(20.0, 200.0))
def test_shear_is_continuous_where_the_rule_changes(slender):
    """C runs from 1 through both formulas without a jump."""
    thin = [web_shear(96 * inch, 96 * inch / (slender * f), FY, 120 * inch, AREAS).ratio
            for f in (1.0, 1.0 + 1e-9)]  # fmt: skip
    assert thin[0] == pytest.approx(thin[1], abs=2e-3)


def test_local_buckling_of_the_reference_flange():
    fr = first_yield(FY, FY)
    assert fr / ksi == pytest.approx(35.0)
    found = local_buckling(32 * inch, 1.5 * inch, FY, fr)
    assert found / ksi == pytest.approx(46.7385, rel=1e-5)


def test_compact_flanges_reach_yield():
    assert local_buckling(20 * inch, 1.25 * inch, FY, 0.7 * FY) == pytest.approx(FY)


@pytest.mark.parametrize(
    ("edition", "L_p", "L_r", "F_nc"),
    [("9th", 199.888, 750.565, 47.9268), ("10th", 219.877, 888.081, 47.9002)],
)
def test_lateral_buckling_of_the_reference_flange(edition, L_p, L_r, F_nc):
    fr = first_yield(FY, FY, edition)
    found = lateral_buckling(
        276 * inch, 50 * inch, 0.6875 * inch, 32 * inch, 1.5 * inch, FY, fr, edition=edition
    )
    assert found.radius / inch == pytest.approx(8.29991, rel=1e-5)
    assert found.compact / inch == pytest.approx(L_p, rel=1e-5)
    assert found.limit / inch == pytest.approx(L_r, rel=1e-5)
    assert found.resistance / ksi == pytest.approx(F_nc, rel=1e-5)


@given(st.floats(50.0, 2000.0), st.floats(1.0, 2.3))
def test_longer_panels_never_resist_more(length, C_b):
    lengths = np.array([length, length * 1.01]) * inch
    found = lateral_buckling(
        lengths, 50 * inch, 0.6875 * inch, 32 * inch, 1.5 * inch, FY, 0.7 * FY, C_b
    ).resistance
    assert found[1] <= found[0] * (1 + 1e-12)
    assert found[0] <= FY * (1 + 1e-12)


def test_elastic_buckling_meets_the_straight_line():
    at = 750.565 * inch
    both = lateral_buckling(
        np.array([at * (1 - 1e-7), at * (1 + 1e-7)]), 50 * inch, 0.6875 * inch, 32 * inch,
        1.5 * inch, FY, 0.7 * FY,
    ).resistance  # fmt: skip
    assert both[0] == pytest.approx(both[1], rel=1e-5)


def test_load_shedding_of_the_reference_web():
    found = load_shedding_factor(50 * inch, 0.6875 * inch, 48 * inch**2, FY)
    assert found == pytest.approx(0.99281, rel=1e-5)
    assert load_shedding_factor(40 * inch, 0.6875 * inch, 48 * inch**2, FY) == 1.0


def test_the_tenth_edition_starts_shedding_earlier():
    arguments = (45 * inch, 0.6875 * inch, 48 * inch**2, FY)
    assert load_shedding_factor(*arguments, "10th") <= load_shedding_factor(*arguments)


def test_equal_steels_are_no_hybrid():
    assert hybrid_factor(FY, FY, 50.0, 40.0) == pytest.approx(1.0)
    assert hybrid_factor(36 * ksi, 50 * ksi, 60.0, 40.0) == pytest.approx(
        (12 + 1.5 * (3 * 0.72 - 0.72**3)) / 15
    )


def test_plastic_moment_of_the_reference_girder():
    """Slab 150 x 10 in, f'c 5 ksi: the axis lies in the top flange, 10.2875 in below the top."""
    steel = steel_section(
        20 * inch, 1.25 * inch, np.array([96 * inch]), 0.6875 * inch, 32 * inch, 1.5 * inch
    )
    slab = slab_section(150 * inch, 10 * inch)
    strength = design_strengths(FY, FY, FY, 5 * ksi, gamma_C=1.0)
    found = plastic_moment(steel, slab, strength, sagging=True)
    depth = (10 + 1.25 + 96 + 1.5) * inch
    assert (depth - found.neutral_axis[0]) / inch == pytest.approx(10.2875, rel=1e-5)
    assert found.resistance[0] / (kip * inch) == pytest.approx(430_298.6, rel=1e-6)


def test_deep_axes_lose_ductility_before_they_fail_it():
    nominal = compact_moment(100.0, 1e9, np.array([5.0, 10.0, 42.0]), 100.0)
    assert nominal == pytest.approx([100.0, 100.0, 100 * (1.07 - 0.7 * 0.42)])
    assert ductility(42.0, 100.0) == pytest.approx(1.0)
    assert compact_moment(100.0, 70.0, 5.0, 100.0) == pytest.approx(91.0)
    assert compact_moment(100.0, 70.0, 5.0, 100.0, continuous=False) == pytest.approx(100.0)


def test_slender_webs_are_not_compact_in_sagging():
    assert is_compact_in_sagging(FY, 96 * inch, 0.6875 * inch, 0.0, FY)
    assert not is_compact_in_sagging(FY, 96 * inch, 0.6 * inch, 0.0, FY)
    assert not is_compact_in_sagging(FY, 96 * inch, 0.6875 * inch, 60 * inch, FY)


def test_web_bend_buckling_is_at_most_the_flange_yield():
    stocky = web_bend_buckling(96 * inch, 2 * inch, 48 * inch, FY, FY)
    assert stocky == pytest.approx(FY)
    k = 9 / (50 / 96) ** 2
    slender = web_bend_buckling(96 * inch, 0.5 * inch, 50 * inch, FY, FY)
    assert slender / ksi == pytest.approx(min(0.9 * 29_000 * k / 192**2, 50.0))


def test_moment_gradient_between_its_limits():
    assert moment_gradient(1.0, 1.0, 1.0) == pytest.approx(1.0)
    assert moment_gradient(0.0, 0.5, 1.0) == pytest.approx(1.75)
    assert moment_gradient(-1.0, 0.0, 1.0) == pytest.approx(2.3)
    assert moment_gradient(0.2, 1.1, 1.0) == pytest.approx(1.0)


def test_proportions_name_each_rule():
    found = proportions(96 * inch, 0.6875 * inch, 20 * inch, 1.25 * inch, 32 * inch, 1.5 * inch)
    assert found.web == pytest.approx(96 / 0.6875 / 150)
    assert found.bottom_slender == pytest.approx(32 / 3 / 12)
    assert found.top_narrow == pytest.approx(16 / 20)
    assert found.top_thin == pytest.approx(1.1 * 0.6875 / 1.25)
    ratio = 1.5 * 32**3 / (1.25 * 20**3)
    assert found.balance == pytest.approx(ratio / 10)


def test_stiffeners_grow_with_the_shear_they_anchor():
    found = [
        transverse_stiffener(
            8 * inch, 0.5 * inch, 96 * inch, 0.6875 * inch, FY, FY, 120 * inch, 32 * inch,
            v * kip, web(120.0),
        ).rigid
        for v in (500.0, 1000.0, 1374.84)
    ]  # fmt: skip
    assert found[0] < found[1] < found[2]
    first = 96 * 0.6875**3 * 0.5
    present = 0.5 * (2 * 8 + 0.6875) ** 3 / 12
    assert found[0] == pytest.approx(first / present, rel=1e-6)


def test_bearing_stiffeners():
    strength, slender = bearing_stiffener(10 * inch, 1 * inch, 1 * inch, FY)
    assert strength / kip == pytest.approx(1.4 * 2 * 9 * 50)
    assert slender == pytest.approx(10 / (0.48 * np.sqrt(29_000 / 50)))


def test_fatigue_of_details_by_hand():
    found = detail_use(10 * ksi, 4.4e6, "C")
    assert found.infinite == pytest.approx(1.75)
    assert found.finite == pytest.approx(8.0 / (44e8 / 4.4e6) ** (1 / 3))
    assert found.utilisation == pytest.approx(0.8)
    assert cycles(1000.0, 1.0) == pytest.approx(365 * 75 * 1000)
    with pytest.raises(ScopeError, match="known are A, B"):
        detail_use(1.0, 1.0, "F")


def test_studs_of_both_editions():
    d, area = 0.875 * inch, np.pi * 0.875**2 / 4
    ninth = stud_strength(d, 60 * ksi, 4 * ksi, 3_644 * ksi)
    assert ninth / kip == pytest.approx(0.85 * min(0.5 * area * np.sqrt(4 * 3644), area * 60))
    assert stud_strength(d, 60 * ksi, 4 * ksi, 3_644 * ksi, "10th") / kip == pytest.approx(
        0.70 * area * 60
    )
    fatigue = stud_fatigue(d, 2e6)
    assert fatigue.infinite / kip == pytest.approx(5.5 * 0.875**2)
    assert fatigue.finite / kip == pytest.approx((34.5 - 4.28 * np.log10(2e6)) * 0.875**2)
    tenth = stud_fatigue(d, 2e6, "10th")
    assert tenth.infinite / kip == pytest.approx(7.0 * area)
    assert tenth.finite / kip == pytest.approx(area * (1040e8 / 2e6) ** 0.2)


def first_yield_at(total: float, bottom: float, top: float, *, hogging: bool = False) -> float:
    """One section with 0.05 and -0.02 MPa/kNm at its flanges, F_y 345 MPa; kNm, MPa."""
    stress, per = np.zeros((7, 1)), np.zeros((7, 1))
    stress[0], stress[3] = bottom * 1e6, top * 1e6
    per[0], per[3] = 50.0, -20.0
    limits = stress_limits(1, bottom=345e6, web=np.inf, top=345e6)
    found = yield_moment(np.array([total * 1e3]), stress, per, limits, hogging=hogging)
    return float(found[0]) / 1e3


def test_first_yield_adds_to_what_the_stages_carry():
    assert first_yield_at(200, 60, -50) == pytest.approx(200 + 285 / 0.05)
    assert first_yield_at(200, 60, -300) == pytest.approx(200 + 45 / 0.02)
    assert first_yield_at(200, 60, -50, hogging=True) == pytest.approx(-200 + 405 / 0.05)


def test_stages_that_cancel_do_not_make_a_section_weak():
    """Moments of two stages that sum to nothing leave stresses, not a yield moment of nothing."""
    assert first_yield_at(0.0, 20, 10) == pytest.approx(325 / 0.05)
