"""Concrete sections, columns, shear and punching: computed check values."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from spanwright.codes.eurocode.resistance.columns import (
    inclination,
    least_eccentricity,
    nominal_curvature,
    nominal_stiffness_moment,
    slenderness,
)
from spanwright.codes.eurocode.resistance.concrete import (
    axial_strut_factor,
    block_moment,
    circle_shear_size,
    plain_shear,
    punching,
    stirrup_shear,
    uncracked_shear,
)
from spanwright.codes.eurocode.resistance.concrete_section import (
    circular_section,
    polygon_section,
    rectangular_section,
)
from spanwright.codes.eurocode.resistance.interaction import (
    interaction_surface,
    interaction_use,
    moment_resistance,
    section_forces,
)
from spanwright.datum.errors import ScopeError

F_CD, F_YD = 0.85 * 35e6 / 1.5, 500e6 / 1.15
BAR = np.pi * 0.016**2
PIER = circular_section(1.8, 36, BAR, 0.81, F_CD, F_YD)
WALL = rectangular_section(1.0, 2.0, 0.06, 5, 9, 8e-4, F_CD, F_YD)


def test_circle_at_four_axial_forces():
    moment = moment_resistance(PIER, np.array([0.0, 5e6, 10e6, 20e6])).moment / 1e3
    assert_allclose(moment, [8860.2, 11_282.9, 13_089.0, 14_854.7], rtol=1e-5)


def test_bars_displacing_concrete_cost_a_little():
    less = moment_resistance(replace(PIER, displaced=True), np.array([5e6, 20e6])).moment
    more = moment_resistance(PIER, np.array([5e6, 20e6])).moment
    assert_allclose(less / more, [0.993, 0.99], atol=0.006)
    assert np.all(less < more)


def fibres(section, width, depth, theta, share, cells=400):
    """Brute force: many small cells."""
    dy, dz = width / cells, depth / cells
    y, z = np.meshgrid(
        (np.arange(cells) + 0.5) * dy - width / 2, (np.arange(cells) + 0.5) * dz - depth / 2
    )
    c, s = np.cos(theta), np.sin(theta)
    high = (width * abs(c) + depth * abs(s)) / 2
    slope = 3.5e-3 / (share * 2 * high)
    ratio = np.clip((3.5e-3 - slope * (high - (c * y + s * z))) / 2e-3, 0, 1)
    cell = section.f_cd * (1 - (1 - ratio) ** 2) * dy * dz
    level = c * section.bar_y + s * section.bar_z
    strain = 3.5e-3 - slope * (high - level)
    bars = np.clip(200e9 * strain, -section.f_yd, section.f_yd) * section.bar_area
    return (
        cell.sum() + bars.sum(),
        (cell * z).sum() + (bars * section.bar_z).sum(),
        (cell * y).sum() + (bars * section.bar_y).sum(),
    )


@pytest.mark.parametrize("theta", [0.0, 0.7, np.pi / 2, 2.5, 4.0])
@pytest.mark.parametrize("share", [0.15, 0.5, 0.95])
def test_polygon_equals_many_cells(theta, share):
    exact = section_forces(WALL, theta, share)
    brute = fibres(WALL, 1.0, 2.0, theta, share)
    got = (exact.compression[0], exact.moment_y[0], exact.moment_z[0])
    assert_allclose(got, brute, rtol=1e-4, atol=2e3)


def test_rectangle_by_hand():
    """x = 0.5 m under uniaxial bending: block 0.8095 x at 0.416 x (parabola-rectangle)."""
    plain = rectangular_section(1.0, 2.0, 0.06, 2, 2, 1e-12, F_CD, F_YD)
    forces = section_forces(plain, np.pi / 2, 0.25)
    assert forces.compression[0] == pytest.approx(17 / 21 * 0.5 * F_CD, rel=1e-6)
    arm = 1.0 - 99 / 238 * 0.5
    assert forces.moment_y[0] == pytest.approx(17 / 21 * 0.5 * F_CD * arm, rel=1e-6)
    assert forces.moment_z[0] == pytest.approx(0.0, abs=1e-3)


def test_fine_polygon_becomes_the_circle():
    angle = 2 * np.pi * np.arange(144) / 144
    scale = np.sqrt(np.pi / (72 * np.sin(2 * np.pi / 144)))  # same area
    ring = 0.9 * scale * np.column_stack([np.cos(angle), np.sin(angle)])
    bars = np.column_stack([PIER.bar_y, PIER.bar_z])
    many = polygon_section(ring, bars, BAR, F_CD, F_YD)
    forces = np.array([0.0, 10e6])
    assert_allclose(
        moment_resistance(many, forces).moment, moment_resistance(PIER, forces).moment, rtol=1e-4
    )


def test_hollow_section_as_one_outline():
    """Outer minus inner rectangle equals the keyhole polygon."""
    keyhole = [
        (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1),
        (-0.6, -0.6), (-0.6, 0.6), (0.6, 0.6), (0.6, -0.6), (-0.6, -0.6),
    ]  # fmt: skip
    hollow = polygon_section(keyhole, [(0.0, 0.8), (0.0, -0.8)], 1e-12, F_CD, F_YD)
    assert hollow.concrete_area == pytest.approx(4 - 1.44)
    squeezed = section_forces(hollow, 0.3, 2.0)
    assert squeezed.compression[0] == pytest.approx(F_CD * (4 - 1.44), rel=1e-9)
    assert squeezed.moment_y[0] == pytest.approx(0.0, abs=1.0)


def test_clockwise_corners_are_turned():
    a = polygon_section([(-1, -1), (1, -1), (1, 1)], [(0.5, 0.0)], 1e-3, F_CD, F_YD)
    b = polygon_section([(1, 1), (1, -1), (-1, -1)], [(0.5, 0.0)], 1e-3, F_CD, F_YD)
    one, two = section_forces(a, 0.4, 0.5), section_forces(b, 0.4, 0.5)
    assert one.compression[0] == pytest.approx(two.compression[0])


def test_ends_of_the_axial_range():
    far = moment_resistance(PIER, np.array([PIER.greatest_compression * 1.01, -2e7]))
    assert np.isnan(far.moment).all()
    near = moment_resistance(PIER, np.array([PIER.greatest_compression * 0.999]))
    assert near.moment[0] < 0.05 * moment_resistance(PIER, np.array([10e6])).moment[0]
    assert np.isinf(near.depth[0])


def test_compression_grows_with_the_state():
    p = np.linspace(0.001, 2.0, 200)
    for section, theta in ((PIER, 0.2), (WALL, 0.9)):
        n = section_forces(section, theta, p).compression
        assert np.all(np.diff(n) >= -1e-6 * abs(n).max())


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 2 * np.pi), st.floats(-3e6, 30e6))
def test_surface_lies_just_inside_the_exact_resistance(angle, axial):
    """A moment of exact M_Rd in the direction of its resultant is used 1.000 to 1.002."""
    exact = moment_resistance(WALL, np.array([axial]), np.array([angle]))
    use = interaction_use(
        WALL_SURFACE, np.array([axial]), exact.moment_y, exact.moment_z
    ).utilisation[0]
    assert 1.0 - 1e-6 <= use <= 1.002


WALL_SURFACE = interaction_surface(WALL)


def test_utilisation_of_many_loads_at_once():
    surface = interaction_surface(PIER)
    use = interaction_use(
        surface, np.array([5e6, 5e6, 70e6, -20e6, 5e6]), np.array([11_282.9e3, 0, 0, 0, 3e6]),
        np.array([0, 5641.45e3, 0, 0, 4e6]),
    )  # fmt: skip
    assert use.utilisation[0] == pytest.approx(1.0, rel=1e-3)
    assert use.utilisation[1] == pytest.approx(0.5, rel=2e-3)
    assert use.utilisation[2] == pytest.approx(70e6 / PIER.greatest_compression, rel=1e-6)
    assert use.utilisation[3] == pytest.approx(20e6 / PIER.greatest_tension, rel=1e-3)
    assert use.moment[4] == pytest.approx(5e6)
    assert use.resistance[2] == 0.0


@settings(max_examples=20, deadline=None)
@given(st.floats(1.0, 2.0), st.floats(0.0, 25e6))
def test_more_bars_never_weaken(factor, axial):
    more = circular_section(1.8, 36, BAR * factor, 0.81, F_CD, F_YD)
    before, after = (moment_resistance(s, np.array([axial])).moment[0] for s in (PIER, more))
    assert after >= before * (1 - 1e-9)


def test_ring_must_fit():
    with pytest.raises(ValueError, match="ring of bars"):
        circular_section(1.0, 12, BAR, 0.6, F_CD, F_YD)


def test_slender_pier():
    area, bars = np.pi * 0.9**2, 36 * BAR
    column = slenderness(30.0, 0.45, 8e6, area, bars, F_CD, F_YD, creep=1.2)
    assert column.slenderness == pytest.approx(66.67, abs=0.005)
    assert column.limit == pytest.approx(34.72, abs=0.005)
    assert column.is_slender
    assert column.relative_force == pytest.approx(0.15851, abs=5e-6)
    assert column.mechanical_ratio == pytest.approx(0.24935, rel=5e-4)
    second = nominal_curvature(column, 8e6, 30.0, 1.4728, 35e6, F_YD, creep=1.2)
    assert second.axial_factor == 1.0
    assert second.beta == pytest.approx(0.08056, abs=5e-6)
    assert second.creep_factor == pytest.approx(1.09667, abs=5e-6)
    assert second.curvature == pytest.approx(3.5974e-3, rel=1e-4)
    assert second.eccentricity == pytest.approx(0.3280, abs=5e-5)
    assert second.moment / 1e3 == pytest.approx(2624.4, rel=1e-4)


def test_nominal_stiffness_by_hand():
    column = slenderness(30.0, 0.45, 8e6, np.pi * 0.81, 36 * BAR, F_CD, F_YD, creep=1.2)
    k2 = min(column.relative_force * column.slenderness / 170, 0.2)
    factor = np.sqrt(35 / 20) * k2 / 2.2
    stiffness = factor * 28e9 * 0.515 + 200e9 * 0.0095
    buckling = np.pi**2 * stiffness / 900
    total = nominal_stiffness_moment(
        column, 3e6, 8e6, 30.0, 0.515, 0.0095, 35e6, 28e9, creep=1.2
    )  # fmt: skip
    assert total == pytest.approx(3e6 * (1 + 1 / (buckling / 8e6 - 1)))
    with pytest.raises(ScopeError, match="buckling force"):
        nominal_stiffness_moment(column, 3e6, 1e9, 30.0, 0.515, 0.0095, 35e6, 28e9)


def test_imperfections():
    assert_allclose(
        inclination(np.array([1.0, 5.0, 16.0])), [0.005, 0.01 / np.sqrt(5), 0.005 * 2 / 3]
    )
    assert_allclose(least_eccentricity(np.array([0.3, 1.8])), [0.02, 0.06])


def test_rectangle_in_bending():
    slab = block_moment(1570e-6, 0.2, 1.0, 35e6, F_CD, F_YD)
    assert slab.depth * 1e3 == pytest.approx(43.02, abs=0.005)
    assert slab.moment / 1e3 == pytest.approx(124.78, abs=0.01)
    assert np.isnan(block_moment(8e-3, 0.2, 1.0, 35e6, F_CD, F_YD).moment)


def test_block_agrees_with_parabola_rectangle():
    """The two concrete laws of the code differ by less than 1 % in bending."""
    bars = [(y, -0.4) for y in (-0.3, -0.1, 0.1, 0.3)]
    beam = polygon_section(
        [(-0.4, -0.5), (0.4, -0.5), (0.4, 0.5), (-0.4, 0.5)], bars, 8e-4, F_CD, F_YD
    )
    exact = moment_resistance(beam, np.zeros(1)).moment_y[0]
    block = block_moment(3.2e-3, 0.9, 0.8, 35e6, F_CD, F_YD).moment
    assert exact == pytest.approx(block, rel=0.01)


def test_slab_shear_without_stirrups():
    shear = plain_shear(1.0, 0.2, 0.0016, 35e6)
    assert shear.resistance / 1e3 == pytest.approx(145.76, abs=0.005)
    assert shear.size_factor == 2.0
    bare = plain_shear(1.0, 0.2, 0.0, 35e6)
    assert bare.resistance == bare.least
    pulled = plain_shear(1.0, 0.2, 0.0016, 35e6, -2e6)
    assert pulled.resistance < shear.resistance
    assert plain_shear(1.0, 0.2, 0.0016, 35e6, 20e6, 20e6).resistance == pytest.approx(
        shear.resistance + 0.15 * 4e6 * 0.2
    )


def test_prestressed_web_uncracked():
    force = uncracked_shear(0.18, 0.15, 0.16, 1.6333e6, 6e6)
    assert force / 1e3 == pytest.approx(595.9, rel=1e-4)


def test_stirrups():
    shear = stirrup_shear(10.0, 1.2, 0.005, F_YD, 35e6, F_CD, cot=2.5)
    assert shear.stirrups / 1e3 == pytest.approx(6522, abs=0.5)
    struts = stirrup_shear(
        0.18, 1.2, 0.005, F_YD, 50e6, 50e6 / 1.5, cot=2.5, strut_factor=1.25
    ).struts
    assert struts / 1e3 == pytest.approx(1489.7, abs=0.05)
    with pytest.raises(ValueError, match=r"between 1 and 2\.5"):
        stirrup_shear(0.18, 1.2, 0.005, F_YD, 35e6, F_CD, cot=2.6)


@settings(max_examples=30, deadline=None)
@given(st.floats(1e-4, 0.02), st.floats(1.0, 2.5))
def test_no_angle_beats_the_simultaneous_one(stirrups, cot):
    best = stirrup_shear(0.3, 1.0, stirrups, F_YD, 35e6, F_CD).resistance
    other = stirrup_shear(0.3, 1.0, stirrups, F_YD, 35e6, F_CD, cot=cot).resistance
    assert best >= other * (1 - 1e-12)


def test_strut_factor_is_continuous():
    s = axial_strut_factor(np.array([0.0, 0.25, 0.25 + 1e-9, 0.5, 0.5 + 1e-9, 1.0]), 1.0)
    assert_allclose(s, [1.0, 1.25, 1.25, 1.25, 1.25, 0.0], atol=1e-8)


def test_circle_in_shear():
    width, depth, arm = circle_shear_size(1.8, 0.81)
    assert depth == pytest.approx(0.9 + 2 * 0.81 / np.pi)
    assert width == pytest.approx(2 * np.sqrt(0.81 - (2 * 0.81 / np.pi) ** 2))
    assert arm == pytest.approx(0.9 * depth)


def test_wheel_on_a_slab():
    wheel = punching(1.35 * 150e3, 0.56, 0.56, 0.2, 0.008, 35e6, F_CD)
    assert wheel.perimeter == pytest.approx(4.753, abs=5e-4)
    assert wheel.stress / 1e6 == pytest.approx(0.2130, abs=5e-5)
    assert wheel.resistance / 1e6 == pytest.approx(0.7288, abs=5e-5)
    assert wheel.utilisation == pytest.approx(0.2130 / 0.7288, rel=1e-3)
    assert wheel.face < wheel.strut
