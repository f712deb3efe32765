"""Elastic sections of the reference girder: slab 4000 x 250 C35/45, flanges 500 x 30 and 800 x 40,
web 2400 x 18.  Values computed independently from the same definitions; 1e-4 unless shorter."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_section import SLAB, STEEL

from spanwright.codes.eurocode.resistance.section import (
    BARS,
    BOTTOM,
    SLAB_TOP,
    TOP,
    accumulated_stress,
    elastic_section,
    fibre_levels,
    interface_shear_flow,
    slab_section,
    steel_section,
    with_gap,
)

N0 = 6.16249


@pytest.mark.parametrize(
    ("ratio", "area", "centroid", "inertia"),
    [
        (N0, 252_472.1, 2028.458, 2.323410e11),
        (16.4445, 151_010.7, 1647.809, 1.773660e11),
        (15.7308, 153_769.4, 1664.802, 1.798109e11),
    ],
)
def test_uncracked_section_by_modular_ratio(ratio, area, centroid, inertia):
    section = elastic_section(STEEL, SLAB, ratio)
    assert section.area[0] * 1e6 == pytest.approx(area, rel=1e-4)
    assert section.centroid[0] * 1e3 == pytest.approx(centroid, rel=1e-4)
    assert section.inertia[0] * 1e12 == pytest.approx(inertia, rel=1e-4)


def test_steel_alone():
    section = elastic_section(STEEL)
    assert section.area[0] * 1e6 == pytest.approx(90_200)
    assert section.centroid[0] * 1e3 == pytest.approx(1009.235, rel=1e-6)
    assert section.inertia[0] * 1e12 == pytest.approx(8.571019e10, rel=1e-6)
    assert section.interface_moment[0] == 0.0
    assert STEEL.mass[0] == pytest.approx(0.0902 * 7850)


def test_cracked_section_has_bars_instead_of_concrete():
    section = elastic_section(STEEL, SLAB, cracked=True)
    assert section.area[0] * 1e6 == pytest.approx(105_200)
    assert section.centroid[0] * 1e3 == pytest.approx(1235.342, rel=1e-6)
    assert section.inertia[0] * 1e12 == pytest.approx(1.180517e11, rel=1e-6)
    assert section.concrete_factor[0] == 0.0


def test_cracked_may_differ_from_section_to_section():
    two = steel_section(*(np.full(2, v) for v in (0.5, 0.03, 2.4, 0.018, 0.8, 0.04)))
    slab = slab_section(np.full(2, 4.0), 0.25, bar_area=0.015)
    section = elastic_section(two, slab, N0, cracked=np.array([False, True]))
    assert_allclose(section.area * 1e6, [252_472.1, 105_200.0], rtol=1e-6)


def test_shear_flow_at_the_slab():
    flow = interface_shear_flow(elastic_section(STEEL, SLAB, N0), np.array([2.5e6]))
    assert flow[0] / 1e3 == pytest.approx(989.21, abs=0.01)


def test_web_shear_moment_gives_the_greatest_shear_stress():
    """Rectangle-like check: the first moment at the centroid equals that of the part below."""
    section = elastic_section(STEEL)
    z = section.centroid[0]
    below = 0.032 * (z - 0.02) + 0.018 * (z - 0.04) ** 2 / 2
    assert section.web_moment[0] == pytest.approx(below, rel=1e-12)


def test_bars_in_uncracked_concrete_replace_concrete():
    plain = elastic_section(STEEL, SLAB, N0)
    full = elastic_section(STEEL, SLAB, N0, bars_in_uncracked=True)
    assert full.area[0] - plain.area[0] == pytest.approx(0.015 * (1 - 1 / N0), rel=1e-12)
    assert full.inertia[0] > plain.inertia[0]


def test_fibres_from_bottom_to_top():
    slab = slab_section(4.0, 0.25, haunch=0.05, bar_area=0.015, bar_depth=0.06)
    levels = fibre_levels(STEEL, slab)[:, 0]
    assert_allclose(levels, [0, 0.04, 2.44, 2.47, 2.52, 2.71, 2.77])


def test_stress_is_statically_equivalent_to_the_moment():
    """Integrated over plates and concrete, the stresses give back N and M."""
    section = elastic_section(STEEL, SLAB, N0)
    force, moment = 0.0, 0.0
    for width, bottom, top, factor in [
        (0.8, 0.0, 0.04, 1.0), (0.018, 0.04, 2.44, 1.0), (0.5, 2.44, 2.47, 1.0),
        (4.0, 2.47, 2.72, 1.0 / N0),
    ]:  # fmt: skip
        z = np.linspace(bottom, top, 401)
        stress = factor * section.stress(1e6, z, axial=2e5)
        force += width * np.trapezoid(stress, z)
        moment -= width * np.trapezoid(stress * (z - section.centroid[0]), z)
    assert force == pytest.approx(2e5, rel=1e-5)
    assert moment == pytest.approx(1e6, rel=1e-5)


def test_stresses_accumulate_over_stages():
    alone, long = elastic_section(STEEL), elastic_section(STEEL, SLAB, 16.4445)
    moments = [np.array([[1e6], [2e6]]), np.array([[3e6], [0.0]])]
    stress = accumulated_stress([alone, long], moments)
    assert stress.shape == (7, 2, 1)
    bottom = 1e6 * alone.centroid[0] / alone.inertia[0] + 3e6 * long.centroid[0] / long.inertia[0]
    assert stress[BOTTOM, 0, 0] == pytest.approx(bottom, rel=1e-12)
    assert stress[SLAB_TOP, 1, 0] == 0.0  # wet concrete does not strain the slab
    assert stress[BARS, 1, 0] == 0.0
    slab_top = 3e6 * (long.centroid[0] - 2.72) / long.inertia[0] / 16.4445
    assert stress[SLAB_TOP, 0, 0] == pytest.approx(slab_top, rel=1e-12)
    assert stress[TOP, 0, 0] < 0


def test_axial_force_strains_every_part_of_its_stage():
    cracked = elastic_section(STEEL, SLAB, cracked=True)
    stress = accumulated_stress([cracked], [np.zeros(1)], [np.array([1e6])])
    assert_allclose(stress[[BOTTOM, TOP, BARS], 0], 1e6 / 0.1052)
    assert stress[SLAB_TOP, 0] == 0.0


def test_an_idle_strip_lowers_area_and_inertia():
    less = elastic_section(with_gap(STEEL, np.array([0.4]), np.array([0.3])))
    whole = elastic_section(STEEL)
    assert less.area[0] == pytest.approx(whole.area[0] - 0.3 * 0.018, rel=1e-12)
    assert less.inertia[0] < whole.inertia[0]
    assert less.shear_area[0] == whole.shear_area[0]


def test_torsion_constant_of_open_section_and_slab():
    steel = (0.5 * 0.03**3 + 0.8 * 0.04**3 + 2.4 * 0.018**3) / 3
    slab = 4.0 * 0.25**3 / 3 / N0 * 2.6 / 2.4
    assert elastic_section(STEEL).torsion[0] == pytest.approx(steel)
    assert elastic_section(STEEL, SLAB, N0).torsion[0] == pytest.approx(steel + slab)
    half = elastic_section(STEEL, SLAB, N0, slab_torsion_share=0.5)
    assert half.torsion[0] == pytest.approx(steel + slab / 2)


@pytest.mark.parametrize("bad", [-0.5, np.nan, np.inf, 0.0])
def test_impossible_plates_are_refused(bad):
    with pytest.raises(ValueError, match=r"plate sizes|section sizes"):
        steel_section(bad, 0.03, 2.4, 0.018, 0.8, 0.04)


def test_as_many_moments_as_stages():
    with pytest.raises(ValueError, match="one moment array"):
        accumulated_stress([elastic_section(STEEL)], [])
    with pytest.raises(ValueError, match="modular ratio"):
        elastic_section(STEEL, SLAB, 0.0)
