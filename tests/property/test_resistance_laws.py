"""More material never resists less, also from one class to the next; no jumps the codes lack."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spanwright.codes.aashto.resistance import flexure, shear
from spanwright.codes.eurocode.resistance.bending import (
    classed_moment,
    elastic_moment,
    stress_limits,
)
from spanwright.codes.eurocode.resistance.classification import (
    effective_flange_width,
    effective_web,
    epsilon,
    internal_reduction,
    iterate_effective_web,
    outstand_reduction,
    stress_ratio,
)
from spanwright.codes.eurocode.resistance.concrete import (
    block_moment,
    plain_shear,
    punching,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.crack import crack_width
from spanwright.codes.eurocode.resistance.lateral import buckling_reduction
from spanwright.codes.eurocode.resistance.plastic import design_strengths
from spanwright.codes.eurocode.resistance.section import (
    WEB_BOTTOM,
    WEB_TOP,
    accumulated_stress,
    elastic_section,
    slab_section,
    steel_section,
)
from spanwright.codes.eurocode.resistance.shear import web_strength_factor
from spanwright.datum.units import MPa, inch, ksi, mm

MORE = np.linspace(1.0, 2.5, 61)
FY = 345 * MPa


def never_falls(values, slack=1e-9) -> bool:
    return bool(np.all(np.diff(values) >= -slack * np.abs(values[:-1])))


def hogging_resistance(plates, bars):
    """Resistance of cracked sections, (n,), and their classes: plastic up to 2, elastic in 3,
    elastic of the effective section in 4, all loads on the cracked section."""
    n = len(plates[0])
    steel, slab = steel_section(*plates), slab_section(np.full(n, 3.0), 0.25, bar_area=bars)
    strength = design_strengths(FY, FY, FY, 35 * MPa, 500 * MPa)
    yields, none, moment = np.full(n, FY), np.zeros((7, n)), np.full(n, -1e6)

    def stresses(section):
        return accumulated_stress([elastic_section(section, slab, cracked=True)], [moment])

    whole = stresses(steel)
    found = classed_moment(
        steel, slab, strength, sagging=False, flange_yield=yields, web_yield=yields,
        psi=stress_ratio(whole[WEB_BOTTOM], whole[WEB_TOP]),
    )  # fmt: skip
    limits = stress_limits(n, bottom=FY, web=FY, top=FY, bars=500 * MPa / 1.15)

    def elastic(section):
        return -elastic_moment(np.zeros(n), moment, none, stresses(section), limits).resistance

    effective, _ = iterate_effective_web(found.effective, yields, stresses)
    classes = found.classes.section
    rest = np.where(classes == 3, elastic(steel), elastic(effective))
    return np.where(classes <= 2, found.resistance, rest), found.classes


@settings(deadline=None)
@given(
    st.floats(400, 900), st.floats(25, 60), st.floats(1000, 3000), st.floats(10, 16),
    st.floats(500, 1000), st.floats(20, 60), st.floats(0.006, 0.02),
)  # fmt: skip
def test_thicker_webs_never_resist_less_through_the_classes(b_t, t_t, h, t_w, b_b, t_b, bars):
    plates = [np.full(MORE.size, v * mm) for v in (b_t, t_t, h, t_w, b_b, t_b)]
    plates[3] = plates[3] * MORE
    resistance, classes = hogging_resistance(plates, bars)
    # The limit of class 2 follows the plastic, that of class 3 the elastic stresses.  Where little
    # of the web is compressed they can cross: then a thicker web can lose its class by the code.
    assume(np.all(classes.limits.second <= classes.limits.third))
    assert np.all(np.diff(classes.section) <= 0)
    assert never_falls(resistance)


def test_a_web_that_runs_through_all_classes():
    """The same law where the classes are seen to change, 4 to 1."""
    plates = [np.full(MORE.size, v * mm) for v in (500, 40, 1200, 9, 500, 45)]
    plates[3] = plates[3] * MORE * 1.2
    resistance, classes = hogging_resistance(plates, 0.006)
    assert set(classes.section) >= {4, 2}
    assert never_falls(resistance)


@settings(deadline=None)
@given(st.floats(500, 1200), st.floats(12, 30), st.floats(10, 25))
def test_thicker_compressed_flanges_never_work_less(width, thickness, web):
    """Effective area of the compressed flange, from class 4 to whole."""
    t = thickness * mm * MORE
    part = effective_flange_width(np.full(t.size, width * mm), t, web * mm, epsilon(FY))
    assert never_falls(part * t)
    assert part[-1] <= width * mm * (1 + 1e-12)


@given(st.floats(-3.0, 1.0))
def test_effective_parts_of_webs_start_whole(psi):
    """rho of an internal plate leaves 1 without a jump and falls steadily."""
    start = 0.5 + np.sqrt(0.085 - 0.055 * psi)
    slender = np.array([start - 1e-9, start + 1e-9])
    assert internal_reduction(slender, np.full(2, psi)) == pytest.approx([1.0, 1.0], abs=1e-6)
    rho = internal_reduction(np.linspace(0.1, 4.0, 400), np.full(400, psi))
    assert np.all(np.diff(rho) <= 1e-12)
    assert np.all((rho > 0) & (rho <= 1))


def test_effective_parts_of_outstands_start_whole():
    """At 0.748 the formula stands at 1.0009; it is held to 1."""
    assert outstand_reduction(np.array([0.748, 0.74801])) == pytest.approx([1.0, 1.0], abs=1e-4)
    rho = outstand_reduction(np.linspace(0.1, 4.0, 400))
    assert np.all(np.diff(rho) <= 1e-12)
    assert rho.max() == 1.0


@settings(deadline=None)
@given(st.floats(-3.0, 0.9), st.floats(1.0, 3.0), st.floats(6, 30))
def test_a_web_wholly_effective_has_no_idle_strip(psi, height, thickness):
    web = effective_web(
        np.array([height]), np.array([thickness * mm]), epsilon(FY), np.array([-1.0]),
        np.array([-psi]),
    )  # fmt: skip
    assert web.at_edge[0] + web.at_axis[0] + web.gap_height[0] == pytest.approx(web.compressed[0])
    assert (web.gap_height[0] > 1e-12) == (web.reduction[0] < 1.0 - 1e-12)


def test_shear_up_to_half_the_resistance_takes_nothing():
    share = np.array([0.0, 0.25, 0.5, 0.5 + 1e-9, 0.75, 1.0])
    factor = web_strength_factor(share, np.ones(6))
    assert factor[:4] == pytest.approx([1.0] * 4, abs=1e-12)
    assert factor[4:] == pytest.approx([0.75, 0.0])


@given(st.sampled_from([0.13, 0.21, 0.34, 0.49, 0.76]))
def test_buckling_starts_at_one_and_only_falls(alpha):
    chi = buckling_reduction(np.linspace(0.0, 3.0, 600), alpha)
    assert chi[0] == 1.0
    assert np.all(np.diff(chi) <= 1e-12)
    near = buckling_reduction(np.array([0.2, 0.2 + 1e-9]), alpha)
    assert near[0] == pytest.approx(near[1], abs=1e-6)


# AASHTO: the same laws.


@settings(deadline=None)
@given(st.floats(40, 140), st.floats(0.3, 1.0), st.floats(20, 400))
def test_thicker_webs_of_lrfd_never_carry_less(height, thickness, distance):
    found = shear.web_shear(
        height * inch, thickness * inch * MORE, 50 * ksi, distance * inch, 80 * inch**2
    )
    assert never_falls(found.buckling)


@settings(deadline=None)
@given(st.floats(10, 40), st.floats(0.5, 1.5))
def test_thicker_flanges_of_lrfd_never_buckle_earlier(width, thickness):
    fy = 50 * ksi
    found = flexure.local_buckling(width * inch, thickness * inch * MORE, fy, 0.7 * fy)
    assert never_falls(found)
    assert np.all(found <= fy * (1 + 1e-12))


@given(st.floats(20, 80), st.floats(0.3, 0.7))
def test_thicker_webs_of_lrfd_never_shed_more(depth, thickness):
    found = flexure.load_shedding_factor(
        depth * inch, thickness * inch * MORE, 48 * inch**2, 50 * ksi
    )
    assert never_falls(found)
    assert np.all(found <= 1.0)


# Concrete.


@given(st.floats(2e-4, 4e-3), st.floats(0.15, 2.0), st.sampled_from([25.0, 35.0, 50.0]))
def test_more_bars_never_bend_earlier(area, depth, f_ck):
    f_cd = 0.85 * f_ck / 1.5 * MPa
    found = block_moment(area * depth * MORE, depth, 1.0, f_ck * MPa, f_cd, 435 * MPa)
    yields = found.bar_strain > 435 / 200e3
    assert never_falls(found.moment[yields])


@given(st.floats(1e-3, 8e-3), st.floats(0.15, 2.0), st.floats(25, 60))
def test_more_bars_never_shear_earlier(ratio, depth, f_ck):
    found = plain_shear(1.0, depth, ratio * depth * MORE, f_ck * MPa)
    assert never_falls(found.resistance)
    none = plain_shear(1.0, depth, 0.0, f_ck * MPa)
    assert none.resistance == pytest.approx(none.least)
    assert found.resistance[0] >= none.resistance * (1 - 1e-12)


@given(st.floats(2e-4, 2e-2), st.floats(0.2, 2.0), st.floats(25, 60))
def test_more_stirrups_never_shear_earlier(stirrups, width, f_ck):
    f_cd = 0.85 * f_ck / 1.5 * MPa
    found = stirrup_shear(width, 1.0, stirrups * MORE, 435 * MPa, f_ck * MPa, f_cd)
    assert never_falls(found.resistance)
    wide = stirrup_shear(width * MORE, 1.0, stirrups, 435 * MPa, f_ck * MPa, f_cd)
    assert never_falls(wide.resistance)


@given(st.floats(2e-3, 8e-3), st.floats(0.15, 0.6))
def test_punching_eases_with_bars_and_with_the_patch(ratio, depth):
    f_cd = 0.85 * 35 / 1.5 * MPa
    more = punching(1e6, 0.4, 0.4, depth, ratio * MORE, 35 * MPa, f_cd)
    assert never_falls(more.resistance)
    broad = punching(1e6, 0.4 * MORE, 0.4, depth, ratio, 35 * MPa, f_cd)
    assert np.all(np.diff(broad.utilisation) <= 1e-12)
    nothing = punching(0.0, 0.4, 0.4, depth, ratio, 35 * MPa, f_cd)
    assert nothing.utilisation == 0.0


@given(st.floats(100, 350), st.floats(10, 32), st.floats(0.005, 0.04))
def test_cracks_open_with_the_stress_and_close_with_more_bars(stress, bar, ratio):
    wide = crack_width(stress * MPa * MORE, bar * mm, 0.04, ratio, 3.2 * MPa, 34_077 * MPa)
    assert never_falls(wide.width)
    tight = crack_width(stress * MPa, bar * mm, 0.04, ratio * MORE, 3.2 * MPa, 34_077 * MPa)
    assert np.all(np.diff(tight.spacing) <= 1e-12)
