"""Tables of actions, printed here once more and asked through the public functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from spanwright.codes.aashto import actions as aashto
from spanwright.codes.eurocode.actions import (
    earthquake,
    impact,
    permanent,
    thermal,
    water,
    wind,
)
from spanwright.codes.jtg import actions as jtg
from spanwright.codes.russia import actions as russia
from spanwright.datum.units import MN, deg, foot, kip, kN, mm


def test_weights():
    printed = {"steel": 78.5, "reinforced concrete": 25, "plain concrete": 24, "wet concrete": 26,
               "mastic asphalt": 25, "hot rolled asphalt": 23, "ballast": 20}  # fmt: skip
    assert {name: permanent.unit_weight(name) / kN for name in printed} == printed
    assert permanent.spread("surfacing, coat included") == (1.2, 0.8)
    assert permanent.spread("services") == (1.2, 0.8)
    assert permanent.execution_pressure("equipment") == 0.5 * kN
    assert permanent.execution_pressure("casting") == 0.75 * kN


@pytest.mark.parametrize(
    ("terrain", "z_0", "z_min"),
    [("0", 0.003, 1), ("I", 0.01, 1), ("II", 0.05, 2), ("III", 0.3, 5), ("IV", 1.0, 10)],
)
def test_terrain(terrain, z_0, z_min):
    """c_r = 0.19 (z_0/0.05)^0.07 ln(z/z_0), level below z_min."""
    k_r = 0.19 * (z_0 / 0.05) ** 0.07
    assert wind.roughness_factor(20.0, terrain) == pytest.approx(k_r * np.log(20 / z_0))
    assert wind.roughness_factor(0.5, terrain) == pytest.approx(k_r * np.log(z_min / z_0))


def test_rectangles_in_wind():
    ratio = [0.1, 0.2, 0.6, 0.7, 1.0, 2.0, 5.0, 10.0]
    assert_allclose(
        wind.rectangular_pier_coefficient(ratio, 1.0),
        [2.0, 2.0, 2.35, 2.40, 2.10, 1.65, 1.0, 0.9],
    )


@pytest.mark.parametrize(
    ("deck", "shift", "ranges", "top", "bottom"),
    [
        ("steel", (16, -3), (18, 13), [0.7, 1.0, 0.7, 0.7], [0.9, 1.0, 1.2, 1.2]),
        ("composite", (4, 4), (15, 18), [0.9, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]),
        ("concrete", (2, 8), (10, 5), [0.8, 1.0, 0.7, 0.5], [1.1, 1.0, 1.0, 1.0]),
    ],
)
def test_temperature_of_decks(deck, shift, ranges, top, bottom):
    """Figure 6.1, Table 6.1 and the surfacing factors of Table 6.2 (0, 50, 100, 150 mm)."""
    assert_allclose(thermal.uniform_temperature(deck, 30.0, -20.0), [30 + shift[0], -20 + shift[1]])
    kind = "concrete box" if deck == "concrete" else deck
    up, down = thermal.linear_difference(kind, np.array([0, 50, 100, 150]) * mm)
    assert_allclose(up, ranges[0] * np.array(top))
    assert_allclose(down, ranges[1] * np.array(bottom))


@pytest.mark.parametrize(
    ("deck", "covering", "up", "down"),
    [
        ("steel", "waterproofed", 1.6 * 18, 0.6 * 13),
        ("composite", "waterproofed", 1.1 * 15, 0.9 * 18),
        ("concrete box", "waterproofed", 1.5 * 10, 1.0 * 5),
        ("steel", "ballast", 0.6 * 18, 1.4 * 13),
        ("composite", "ballast", 0.8 * 15, 1.2 * 18),
        ("concrete slab", "ballast", 0.6 * 15, 1.0 * 8),
        ("concrete beam", "ballast", 0.6 * 15, 1.0 * 8),
    ],
)
def test_temperature_under_waterproofing_and_ballast(deck, covering, up, down):
    assert_allclose(thermal.linear_difference(deck, 0.75, covering), [up, down])


def test_temperature_of_jtg():
    regions = {"severe cold": (39, -32), "cold": (39, -15), "temperate": (39, -6)}
    pavements = {"concrete pavement": (25, 6.7), "50 mm asphalt": (20, 6.7),
                 "100 mm asphalt": (14, 5.5)}  # fmt: skip
    for region, effective in regions.items():
        for pavement, gradient in pavements.items():
            found = jtg.temperature(region, pavement)
            assert (tuple(found[0]), tuple(found[1])) == (effective, gradient)


def test_shapes_of_piers_in_water():
    assert_allclose(
        [aashto.stream_pressure(1.0, n) for n in ("semicircular", "square", "debris", "wedge")],
        [514 * c for c in (0.7, 1.4, 1.4, 0.8)],
    )
    shapes = {"square": 1.5, "rectangle": 1.3, "round": 0.8, "pointed": 0.7, "round-ended": 0.6}
    for name, k in shapes.items():
        assert jtg.stream_pressure(3.0, name) == pytest.approx(k * 1000 * 9 / 2, rel=1e-3)
    assert water.flow_pressure(1.0, "rectangular") == pytest.approx(1.44 * 500)
    lateral_angles = np.array([0, 5, 10, 20, 30]) * deg
    assert_allclose(
        aashto.lateral_stream_pressure(1.0, lateral_angles) / 514, [0, 0.5, 0.7, 0.9, 1.0]
    )


def test_strength_of_ice():
    """AASHTO 8, 16, 24, 32 ksf; C_a = sqrt(5 t/w + 1) 1.63299; C_n 1.86603 at 30 deg."""
    t, w = 2 * foot, 6 * foot
    for name, ksf in (("disintegrated", 8), ("small_floes", 16), ("large_floes", 24), ("cold", 32)):
        crushing = aashto.ice_force(t, w, name) / (ksf * kip / foot**2 * t * w)
        assert crushing == pytest.approx(1.63299, abs=1e-5)
        flexing = aashto.ice_force(t, w, name, 30 * deg) / (ksf * kip / foot**2 * t**2)
        assert flexing == pytest.approx(1.86603, abs=1e-5)
    angles = np.array([45, 60, 75, 90, 120]) * deg
    assert_allclose(jtg.nose_factor("wedge", angles), [0.54, 0.59, 0.64, 0.69, 0.77])
    assert (jtg.nose_factor("flat"), jtg.nose_factor("round")) == (1.0, 0.9)
    highest = jtg.ice_force(1.0, 1.0, "flat", stage="highest_level")
    assert highest == pytest.approx(450 * kN)
    assert jtg.ice_force(1.0, 1.0, "flat", temperature=-10.0) == pytest.approx(1500 * kN)
    assert russia.ice_force(1.0, 1.0, "flat", stage="highest_level") == pytest.approx(441 * kN)


def test_ships_by_class():
    cemt = {
        "I": (2, 1), "II": (3, 1.5), "III": (4, 2), "IV": (5, 2.5), "Va": (8, 3.5),
        "Vb": (10, 4), "VIa": (10, 4), "VIb": (14, 5), "VIc": (17, 8), "VII": (20, 10),
    }  # fmt: skip
    for name, (front, side) in cemt.items():
        found = impact.inland_ship(name)
        assert (found.frontal / MN, found.lateral / MN) == pytest.approx((front, side))
        assert found.friction == pytest.approx(0.4 * found.lateral)
    waterways = {"4": (550, 450), "5": (400, 350), "6": (250, 200), "7": (150, 125)}
    for name, forces in waterways.items():
        assert jtg.inland_ship(name) == (forces[0] * kN, forces[1] * kN)
    assert impact.ship_on_deck() == 1 * MN


def test_road_vehicles_by_road():
    roads = {"motorway": (1000, 500), "rural": (750, 375), "urban": (500, 250),
             "car park, cars": (50, 25), "car park, lorries": (150, 75)}  # fmt: skip
    for name, (along, across) in roads.items():
        found = impact.road_vehicle(name)
        assert (found.frontal / kN, found.lateral / kN) == (along, across)


SPECTRA = {
    ("A", 1): (1.0, 0.15, 0.4, 2.0), ("A", 2): (1.0, 0.05, 0.25, 1.2),
    ("B", 1): (1.2, 0.15, 0.5, 2.0), ("B", 2): (1.35, 0.05, 0.25, 1.2),
    ("C", 1): (1.15, 0.20, 0.6, 2.0), ("C", 2): (1.5, 0.10, 0.25, 1.2),
    ("D", 1): (1.35, 0.20, 0.8, 2.0), ("D", 2): (1.8, 0.10, 0.30, 1.2),
    ("E", 1): (1.4, 0.15, 0.5, 2.0), ("E", 2): (1.6, 0.05, 0.25, 1.2),
}  # fmt: skip


@pytest.mark.parametrize("case", SPECTRA)
def test_corners_of_the_spectra(case):
    """S at T = 0; half-way to T_B; the plateau 2.5 S to T_C; T_D at 2.5 S T_C/T_D."""
    ground, kind = case
    S, T_B, T_C, T_D = SPECTRA[case]
    periods = [0.0, T_B / 2, T_B, T_C, T_D, 2 * T_D]
    wanted = [S, 1.75 * S, 2.5 * S, 2.5 * S, 2.5 * S * T_C / T_D, 2.5 * S * T_C / (4 * T_D)]
    found = earthquake.elastic_spectrum([p for p in periods if p <= 4], 1.0, ground, kind)
    assert_allclose(found, wanted[: found.size], rtol=1e-12)


def test_russian_and_aashto_rows():
    assert [russia.ground_acceleration(i) for i in (7, 8, 9)] == [0.1, 0.2, 0.4]
    assert_allclose(aashto.surcharge_height(np.array([5, 10, 20]) * foot) / foot, [4.0, 3.0, 2.0])
