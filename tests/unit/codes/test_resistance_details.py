"""Stiffeners, rolled sections, interfaces and bars under fatigue."""

import numpy as np
import pytest

from spanwright.codes.eurocode.resistance.concrete import interface_shear
from spanwright.codes.eurocode.resistance.fatigue import bar_endurance
from spanwright.codes.eurocode.resistance.rolled import i_section, rolled_section
from spanwright.codes.eurocode.resistance.stiffeners import (
    flange_induced_limit,
    is_rigid_end_post,
    stiffener,
)
from spanwright.datum.errors import InputError, ScopeError

# Areas as printed in section tables [cm2].
AREAS = {
    "IPE": {100: 10.3, 200: 28.5, 300: 53.8, 400: 84.5, 500: 115.5, 600: 156.0},
    "HEA": {100: 21.2, 200: 53.8, 300: 112.5, 400: 159.0, 600: 226.5, 1000: 346.8},
    "HEB": {100: 26.0, 200: 78.1, 300: 149.1, 400: 197.8, 600: 270.0, 1000: 400.0},
    "HEM": {100: 53.2, 200: 131.3, 300: 303.1},
}


@pytest.mark.parametrize(
    ("family", "size", "area"), [(f, s, a) for f, row in AREAS.items() for s, a in row.items()]
)
def test_areas_of_the_tables(family, size, area):
    assert rolled_section(f"{family} {size}").area * 1e4 == pytest.approx(area, rel=4e-3)


def test_ipe_400_as_printed():
    s = rolled_section("IPE 400")
    assert s.inertia_y * 1e8 == pytest.approx(23_130, rel=1e-4)
    assert s.inertia_z * 1e8 == pytest.approx(1318, rel=2e-4)
    assert s.plastic_y * 1e6 == pytest.approx(1307, rel=2e-4)
    assert s.plastic_z * 1e6 == pytest.approx(229.0, rel=2e-4)
    assert s.torsion * 1e8 == pytest.approx(51.08, rel=2e-4)
    assert s.warping * 1e12 == pytest.approx(490_000, rel=2e-4)
    assert s.shear_area * 1e4 == pytest.approx(42.69, rel=2e-4)
    assert s.elastic_y * 1e6 == pytest.approx(1156, rel=1e-3)
    assert (s.curve("y"), s.curve("z"), s.lateral_curve) == ("a", "b", "b")
    assert s.curve("z", grade_460=True) == "a0"


def test_he_340_b_as_printed():
    s = rolled_section("HE 340 B")
    assert (s.radius_y, s.radius_z) == pytest.approx((0.1465, 0.0753), abs=6e-5)
    assert rolled_section("HEB340").area == s.area
    assert (s.curve("y"), s.curve("z"), s.lateral_curve) == ("b", "c", "a")


def test_plain_plates_without_fillets():
    s = i_section(1.0, 0.4, 0.02, 0.04)
    assert s.area == pytest.approx(2 * 0.016 + 0.92 * 0.02)
    assert s.inertia_y == pytest.approx((0.4 * 1.0**3 - 0.38 * 0.92**3) / 12)
    assert s.plastic_y == pytest.approx(0.016 * 0.96 + 0.02 * 0.92**2 / 4)


@pytest.mark.parametrize("name", ["IPE 401", "W14x90", "HE 340", "HE 340 C", ""])
def test_unknown_rolled_sections(name):
    with pytest.raises(InputError, match="must be"):
        rolled_section(name)


def one(value):
    return np.array([float(value)])


def test_pair_of_flats_by_hand():
    """Flats 200 x 20 on a 2400 x 18 web, S355 (f_y 345): 15 eps t = 222.8 mm each side."""
    pair = stiffener(0.2, 0.02, 2.4, 0.018, 3.0, 345e6)
    side = 15 * np.sqrt(235 / 345) * 0.018
    area = 2 * 0.2 * 0.02 + (0.02 + 2 * side) * 0.018
    inertia = 0.02 * 0.418**3 / 12 + 2 * side * 0.018**3 / 12
    assert pair.area == pytest.approx(area)
    assert pair.inertia == pytest.approx(inertia)
    critical = np.pi**2 * 210e9 * inertia / 1.8**2
    assert pair.slenderness == pytest.approx(np.sqrt(area * 345e6 / critical))
    assert pair.resistance == pytest.approx(pair.reduction * area * 345e6 / 1.1)
    assert pair.needed_inertia == pytest.approx(1.5 * 2.4**3 * 0.018**3 / 9)
    assert pair.is_rigid
    assert pair.torsional == pytest.approx(
        (20 / 200) ** 2 / (1 + 0.25 * 0.01) / (5.3 * 345 / 210e3)
    )
    assert pair.torsional > 1
    assert pair.is_compact
    assert stiffener(0.3, 0.012, 2.4, 0.018, 3.0, 345e6).torsional < 1


def test_one_flat_and_girder_ends_are_weaker():
    pair = stiffener(0.2, 0.02, 2.4, 0.018, 3.0, 345e6)
    single = stiffener(0.2, 0.02, 2.4, 0.018, 3.0, 345e6, both_sides=False)
    end = stiffener(0.2, 0.02, 2.4, 0.018, 3.0, 345e6, at_end=True)
    assert single.inertia < pair.inertia
    assert end.area < pair.area
    assert single.resistance < pair.resistance


def test_end_post():
    post = is_rigid_end_post(one(0.008), np.array([0.2, 0.4]), one(2.4), one(0.018))
    assert post.tolist() == [False, True]
    assert not is_rigid_end_post(one(0.008), one(0.0), one(2.4), one(0.018))[0]


def test_flange_induced_buckling():
    limit = flange_induced_limit(0.0432, 0.032, 345e6)
    assert limit == pytest.approx(0.55 * 210e3 / 345 * np.sqrt(0.0432 / 0.032))
    assert flange_induced_limit(0.0432, 0.032, 345e6, "plastic") < limit


def test_interface_between_precast_and_cast_concrete():
    joint = interface_shear("rough", 1.5e6, 0.005, 435e6, 35e6, 19.83e6)
    assert joint.resistance == pytest.approx(0.4 * 1.5e6 + 0.7 * 0.005 * 435e6)
    most = interface_shear("indented", 1.5e6, 0.05, 435e6, 35e6, 19.83e6)
    assert most.resistance == pytest.approx(0.5 * 0.6 * (1 - 35 / 250) * 19.83e6)
    pulled = interface_shear("rough", 1.5e6, 0.005, 435e6, 35e6, 19.83e6, normal_stress=-0.1e6)
    assert pulled.resistance == pytest.approx(0.7 * (0.005 * 435e6 - 0.1e6))
    tired = interface_shear("rough", 1.5e6, 0.0, 435e6, 35e6, 19.83e6, fatigue=True)
    assert tired.resistance == pytest.approx(0.3e6)
    with pytest.raises(ScopeError, match="very smooth, smooth, rough, indented"):
        interface_shear("broomed", 1.5e6, 0.0, 435e6, 35e6, 19.83e6)


def test_bars_under_fatigue():
    reference = 162.5e6 / 1.15
    lives = bar_endurance(np.array([reference, 2 * reference, reference / 2]))
    np.testing.assert_allclose(lives, [1e6, 1e6 / 32, 1e6 * 512])
