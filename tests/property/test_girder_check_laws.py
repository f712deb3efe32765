"""What must hold of any girder: more steel resists more, no shear takes nothing, no jumps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.eurocode.resistance.fatigue import damage, damage_utilisation
from spanwright.codes.eurocode.resistance.lateral import flange_buckling
from spanwright.codes.eurocode.resistance.patch import patch_resistance
from spanwright.codes.eurocode.resistance.plastic import design_strengths, plastic_moment
from spanwright.codes.eurocode.resistance.section import slab_section, steel_section
from spanwright.codes.eurocode.resistance.shear import moment_shear, shear_resistance
from spanwright.codes.eurocode.resistance.stiffeners import stiffener

MORE = 1.0 + np.array([0.0, 0.02, 0.1, 0.5])
mm = 1e-3

plates = st.tuples(
    st.floats(300, 900), st.floats(15, 80), st.floats(1000, 3500), st.floats(10, 30),
    st.floats(300, 1200), st.floats(15, 80),
)  # fmt: skip


def never_falls(values) -> bool:
    return bool(np.all(np.diff(values) >= -1e-9 * np.abs(values[:-1])))


@settings(deadline=None)
@given(plates, st.sampled_from([0, 1, 3, 4, 5]), st.booleans())
def test_more_plate_never_lowers_the_plastic_moment(sizes, which, sagging):
    columns = [np.full(4, s * mm) for s in sizes]
    columns[which] = columns[which] * MORE
    steel = steel_section(*columns)
    slab = slab_section(np.full(4, 3.0), 0.25, bar_area=0.009)
    strength = design_strengths(345e6, 345e6, 345e6, 35e6, 500e6)
    assert never_falls(plastic_moment(steel, slab, strength, sagging=sagging).resistance)


@settings(deadline=None)
@given(st.floats(1.0, 3.5), st.floats(0.008, 0.03), st.floats(1.0, 8.0), st.booleans())
def test_more_web_never_lowers_shear(height, thickness, panel, rigid):
    found = shear_resistance(
        np.full(4, height), thickness * MORE, 355e6, panel, rigid_end_post=rigid
    )
    assert never_falls(found.web)


@settings(deadline=None)
@given(st.floats(1.0, 3.5), st.floats(0.008, 0.03), st.floats(0.2, 1.5), st.floats(2.0, 8.0))
def test_more_web_or_flange_never_lowers_the_patch_load(height, web, shoe, panel):
    """EN 1993-1-5 6.5 drops m_2 at lambda_F 0.5, and the resistance with it: a jump of the code.
    On either side of it the law holds."""
    thick = patch_resistance(
        np.full(4, height), web * MORE, 355e6, np.full(4, 0.8), np.full(4, 0.03), 345e6, shoe, panel
    )
    slender = thick.slenderness > 0.5
    assert never_falls(thick.resistance[slender])
    assert never_falls(thick.resistance[~slender])
    longer = patch_resistance(
        np.full(4, height), np.full(4, web), 355e6, np.full(4, 0.8), np.full(4, 0.03), 345e6,
        shoe * MORE, panel,
    )  # fmt: skip
    assert never_falls(longer.resistance)


@settings(deadline=None)
@given(st.floats(0.4, 1.2), st.floats(0.02, 0.08), st.floats(2.0, 10.0), st.floats(1e6, 1e9))
def test_wider_flanges_and_stiffer_frames_buckle_later(width, thickness, length, stiffness):
    wide = flange_buckling(width * MORE, np.full(4, thickness), np.full(4, 0.01), 345e6, length)
    assert never_falls(wide.reduction)
    stiff = flange_buckling(
        np.full(4, width), thickness, 0.01, 345e6, length, restraint=stiffness * MORE
    )
    assert never_falls(stiff.reduction)


@given(st.floats(0.1, 0.35), st.floats(0.01, 0.04))
def test_thicker_stiffeners_never_carry_less(width, thickness):
    found = stiffener(width, thickness * MORE, np.full(4, 2.4), 0.016, 3.0, 345e6)
    assert never_falls(found.resistance)
    assert never_falls(found.torsional)


@given(st.floats(0.0, 1.0), st.floats(0.1, 0.95))
def test_without_shear_bending_is_as_it_was(share, flanges):
    found = moment_shear(
        np.array([share]), np.zeros(1), np.ones(1), np.full(1, flanges), np.ones(1)
    )
    assert found.utilisation[0] == pytest.approx(share)


@given(st.floats(0.3, 0.95), st.floats(0.0, 1.0))
def test_the_interaction_has_no_jump_at_half_the_shear(flanges, moment):
    shear = np.array([0.5 - 1e-9, 0.5 + 1e-9])
    one = np.ones(2)
    found = moment_shear(moment * one, shear, one, flanges * one, one).utilisation
    assert found[0] == pytest.approx(found[1], abs=1e-6)


ranges = st.lists(st.floats(1e6, 200e6), min_size=1, max_size=8)


@given(ranges, st.floats(1.05, 3.0))
def test_larger_cycles_never_do_less_damage(sizes, factor):
    sigma, number = np.array([sizes]), np.full((1, len(sizes)), 1e6)
    assert damage(factor * sigma, number, 80e6)[0] >= damage(sigma, number, 80e6)[0]
    one, more = (damage_utilisation(f * sigma, number, 80e6)[0] for f in (1.0, factor))
    assert more == pytest.approx(factor * one, rel=2e-3)
