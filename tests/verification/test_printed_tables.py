"""Tables of the standards, printed here once more and asked through the public functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from spanwright.codes.aashto import actions as aashto
from spanwright.codes.aashto.resistance.fatigue import detail_use
from spanwright.codes.data import parameters
from spanwright.codes.eurocode.actions import (
    earthquake,
    impact,
    permanent,
    rail_dynamics,
    road,
    thermal,
    water,
    wind,
)
from spanwright.codes.eurocode.materials import creep, steel
from spanwright.codes.eurocode.resistance import crack, fatigue, lateral, piles
from spanwright.codes.jtg import actions as jtg
from spanwright.codes.jtg import traffic as jtg_traffic
from spanwright.codes.russia import actions as russia
from spanwright.codes.russia.piles import shaft_unit
from spanwright.datum.units import MN, MPa, deg, foot, kip, kN, kPa, ksi, m, mm
from spanwright.traffic.equivalents import equivalent_load
from spanwright.traffic.lanes import jtg_lanes
from spanwright.traffic.library import load_model

# Trains and vehicles: axle loads and distances between them.

TWO, LOCO = 1.2, [40, 80, 80, 80, 80, 52, 52, 52, 52]
LOCO_GAPS = [8, 5, 5, 5, 9, 5, 6, 5]
AXLES_KN = {
    "lm71": ([250] * 4, [1.6] * 3),
    "flm3": ([120] * 4, [1.2, 6.0, 1.2]),
    "hl93-truck": ([35, 145, 145], [4.3]),
    "hl93-tandem": ([110, 110], [1.2]),
    "lm2": ([400], []),
    "ak": ([140, 140], [1.5]),
    "nk": ([252] * 4, [1.2] * 3),
    "jtg-vehicle": ([30, 120, 120, 140, 140], [3.0, 1.4, 7.0, 1.4]),
    "kl510": ([48, 192, 135, 135], [3.6, 7.2, 1.2]),
    "cl625": ([50, 125, 125, 175, 150], [3.6, 1.2, 6.6, 6.6]),
    "a160": ([160], []),
    "300la:wagons-2": ([360] + [300] * 8, [2.0, 1.7, 1.1, 1.7]),
    "lm3:600/150": ([150] * 4, [1.5] * 3),
    "lm3:900/150": ([150] * 6, [1.5] * 5),
    "lm3:1200/150": ([150] * 8, [1.5] * 7),
    "lm3:1200/200": ([200] * 6, [1.5] * 5),
    "lm3:1500/150": ([150] * 10, [1.5] * 9),
    "lm3:1500/200": ([200] * 7 + [100], [1.5] * 7),
    "lm3:1800/150": ([150] * 12, [1.5] * 11),
    "lm3:1800/200": ([200] * 9, [1.5] * 8),
    "lm3:2400/200": ([200] * 12, [1.5] * 11),
    "lm3:2400/240": ([240] * 10, [1.5] * 9),
    "lm3:2400/200/200": ([200] * 12, [1.5] * 5 + [12.0] + [1.5] * 5),
    "lm3:3000/200": ([200] * 15, [1.5] * 14),
    "lm3:3000/240": ([240] * 12 + [120], [1.5] * 12),
    "lm3:3000/200/200": ([200] * 15, [1.5] * 7 + [12.0] + [1.5] * 6),
    "lm3:3600/200": ([200] * 18, [1.5] * 17),
    "lm3:3600/240": ([240] * 15, [1.5] * 14),
    "lm3:3600/200/200": ([200] * 18, [1.5] * 8 + [12.0] + [1.5] * 8),
}


def train_of(name):
    return next(iter(load_model(name).vehicles.values())).train


@pytest.mark.parametrize("name", AXLES_KN)
def test_axles_and_their_distances(name):
    force, gaps = AXLES_KN[name]
    train = train_of(name)
    assert_allclose(train.force / kN, force, rtol=1e-9)
    known = np.diff(train.offset)[: len(gaps)]
    assert_allclose(known, gaps, atol=1e-9)


@pytest.mark.parametrize("name", [n for n in AXLES_KN if n.startswith("lm3")])
def test_width_of_special_vehicles(name):
    """Lines of 150 and 200 kN are 3.00 m wide, of 240 kN 4.50 m."""
    train, vehicle = train_of(name), next(iter(load_model(name).vehicles.values()))
    wide = train.force.max() == 240 * kN
    assert vehicle.edge == (2.25 if wide else 1.5)
    assert train.wheels.size == (3 if wide else 2)


def test_cooper_axles():
    """kip and feet; 8 kip/ft from 109 ft on."""
    model = load_model("e80")
    train = train_of("e80")
    assert_allclose(train.force / kip, LOCO * 2, rtol=1e-9)
    assert_allclose(np.diff(train.offset) / foot, [*LOCO_GAPS, 8, *LOCO_GAPS], rtol=1e-9)
    (block,) = model.blocks
    assert (block.start / foot, block.load / (kip / foot)) == pytest.approx((109.0, 8.0))


def test_groups_of_sm1600():
    """Four groups of three axles 120 (80) kN at 1.25 m; 3.75, variable from 6.25, 5.0 m apart."""
    for name, axle, lane in (("m1600", 120, 6.0), ("s1600", 80, 24.0)):
        model, train = load_model(name), train_of(name)
        assert_allclose(train.force / kN, [axle] * 12)
        gaps = np.diff(train.offset)
        assert_allclose(gaps[[0, 1, 3, 4, 6, 7, 9, 10]], 1.25)
        assert_allclose([gaps[2], float(train.least[0]), gaps[8]], [3.75, 6.25, 5.0])
        assert sum(band.load for band in model.bands) / kN == pytest.approx(lane)


def test_uniform_loads_of_trains():
    lm71 = load_model("lm71")
    assert (lm71.udl / kN, lm71.udl_gap) == (80.0, 0.8)
    for name, load, length, gap in (("sw0", 133, 15.0, 5.3), ("sw2", 150, 25.0, 7.0)):
        first, second = load_model(name).blocks
        assert first.load == second.load == load * kN
        both = (first.end - first.start, second.end - second.start)
        assert both == pytest.approx((length, length))
        assert second.start - first.end == pytest.approx(gap)


def test_lanes_of_lm1():
    """Table 4.2: 300, 200, 100, 0 kN an axle; 9.0 and 2.5 kN/m2, 2.5 on what remains."""
    model = load_model("lm1")
    axle = train_of("lm1").force[0]
    assert_allclose([f * axle / kN for f, _ in model.lane_factors], [300, 200, 100, 0])
    assert_allclose(np.array(model.area_lanes) / kN, [9.0, 2.5, 2.5, 2.5])
    assert model.area == 2.5 * kN


def test_presence_of_several_lanes():
    for name, factors in (
        ("hl93", [1.20, 1.00, 0.85, 0.65]),
        ("jtg-lane", [1.20, 1.00, 0.78, 0.67, 0.60, 0.55, 0.52, 0.50]),
        ("kl510", [1.0, 0.9, 0.8, 0.7, 0.65]),
        ("cl625", [1.0, 0.90, 0.80, 0.70, 0.60, 0.55]),
    ):
        assert_allclose(load_model(name).presence, factors)
    assert_allclose([f for f, _ in load_model("m1600").lane_factors], [1.0, 0.8, 0.4])


def test_sk_of_main_lines():
    """K = 1, apex at the end and in the middle; unverified."""
    length = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 30, 40, 50, 60, 80, 100]
    end = [49.03, 30.55, 24.16, 21.69, 20.37, 19.50, 18.32, 17.47, 16.78, 15.66, 14.76, 13.85,
           13.10, 12.01, 11.29, 10.80, 10.26, 10.00]  # fmt: skip
    middle = [49.03, 26.73, 21.14, 18.99, 17.82, 17.06, 16.02, 15.28, 14.68, 13.71, 12.92, 12.12,
              11.46, 10.51, 9.875, 9.807, 9.807, 9.807]  # fmt: skip
    for apex, printed in ((0.0, end), (0.5, middle)):
        found = [equivalent_load("sp35-sk", float(x), apex, 1.0) / kN for x in length]
        assert_allclose(found, printed, rtol=1e-6)


def test_lanes_of_jtg():
    """Width of a one-way and of a two-way carriageway at the middle of each row."""
    one = {6.0: 1, 8.0: 2, 12.0: 3, 16.0: 4, 19.0: 5, 23.0: 6}
    both = {10.0: 2, 18.0: 4, 25.0: 6}
    assert [jtg_lanes(w, two_way=False).number for w in one] == list(one.values())
    assert [jtg_lanes(w, two_way=True).number for w in both] == list(both.values())
    span = [150.0, 150.1, 399.9, 400.0, 600.0, 800.0, 1000.0, 1500.0]
    assert_allclose(
        jtg_traffic.long_span_factor(span), [1.0, 0.97, 0.97, 0.96, 0.95, 0.94, 0.93, 0.93]
    )
    assert_allclose(
        [jtg_traffic.braking(1e7, lanes) / 1e6 for lanes in (1, 2, 3, 4)], [1.0, 2.0, 2.34, 2.68]
    )


def test_fatigue_lorries():
    """FLM4: totals 200, 310, 490, 390, 450 kN; shares of three kinds of traffic."""
    total = [train_of(f"flm4:lorry-{i}").force.sum() / kN for i in range(1, 6)]
    assert_allclose(total, [200, 310, 490, 390, 450])
    shares = {"long": [20, 5, 50, 15, 10], "medium": [40, 10, 30, 15, 5], "local": [80, 5, 5, 5, 5]}
    lorry = {
        kind: float(fatigue.mean_lorry(np.array(total), np.array(row, float)))
        for kind, row in shares.items()
    }
    assert lorry["long"] == pytest.approx(445.40, abs=0.005)
    assert lorry["long"] > lorry["medium"] > lorry["local"]


def test_determinant_length_of_continuous_girders():
    """k = 1.2, 1.3, 1.4, 1.5 for 2, 3, 4, 5 and more equal spans."""
    k = [float(rail_dynamics.continuous_length([30.0] * n)) / 30 for n in (2, 3, 4, 5, 9)]
    assert_allclose(k, [1.2, 1.3, 1.4, 1.5, 1.5])


# Weights, wind, temperature.


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


# Water, ice, impact, earthquake.


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


# Resistance.


def test_steel_by_thickness():
    thickness = np.array([16, 40, 63, 80, 100]) * mm
    assert_allclose(steel.yield_strength("S355", thickness) / MPa, [355, 345, 335, 325, 315])
    assert_allclose(steel.yield_strength("S355N", thickness) / MPa, [355, 345, 335, 325, 315])


def test_partial_factors():
    own = parameters()
    names = {"M0": 1.0, "M1": 1.1, "M2": 1.25, "M_ser": 1.0, "C": 1.5, "S": 1.15, "V": 1.25,
             "Ff": 1.0}  # fmt: skip
    assert {name: own.number(f"partial.{name}") for name in names} == names


def test_curves_of_buckling():
    printed = {"a0": 0.13, "a": 0.21, "b": 0.34, "c": 0.49, "d": 0.76}
    assert {name: lateral.imperfection(name) for name in printed} == printed


def test_creep_multipliers():
    printed = {"short term": 0.0, "permanent": 1.10, "shrinkage": 0.55, "imposed": 1.50}
    assert {name: creep.creep_multiplier(name) for name in printed} == printed


def test_size_factor_of_drying():
    """k_h 1.0, 0.85, 0.75, 0.70 at h_0 100, 200, 300, 500 mm and beyond."""
    size = np.array([100, 200, 300, 500, 900]) * mm
    drying = creep.drying_shrinkage(1e9, 1.0, 35 * MPa, 0.8, size)
    assert_allclose(drying / drying[0], [1.0, 0.85, 0.75, 0.70, 0.70], rtol=1e-3)


STRESS = [160, 200, 240, 280, 320, 360, 400]
DIAMETER = {0.4: [40, 32, 20, 16, 12, 10, 8], 0.3: [32, 25, 16, 12, 10, 8, 6],
            0.2: [25, 16, 12, 8, 6, 5, 4]}  # fmt: skip
SPACING = {0.4: [300, 300, 250, 200, 150, 100], 0.3: [300, 250, 200, 150, 100, 50],
           0.2: [200, 150, 100, 50]}  # fmt: skip


@pytest.mark.parametrize("width", [0.2, 0.3, 0.4])
def test_bars_without_calculated_cracks(width):
    """Tables 7.1 and 7.2 of EN 1994-2."""
    stress = crack.bar_stress_limit(np.array(DIAMETER[width]) * mm, width * mm, 2.9 * MPa)
    assert_allclose(stress / MPa, STRESS, rtol=1e-9)
    rows = np.array(STRESS[: len(SPACING[width])]) * MPa
    assert_allclose(crack.bar_spacing_limit(rows, width * mm) / mm, SPACING[width], rtol=1e-9)


def test_lambda_of_rail():
    span = {5: 1.03, 7: 0.97, 10: 0.85, 15: 0.76, 20: 0.67, 30: 0.65, 40: 0.64, 60: 0.63,
            80: 0.61, 100: 0.60}  # fmt: skip
    traffic = {5: 0.72, 10: 0.83, 15: 0.90, 20: 0.96, 25: 1.00, 30: 1.04, 40: 1.10, 50: 1.15}
    life = {50: 0.87, 60: 0.90, 70: 0.93, 80: 0.96, 90: 0.98, 100: 1.00, 120: 1.04}
    for length, value in span.items():
        assert fatigue.rail_factor(length).span == pytest.approx(value)
    for mass, value in traffic.items():
        assert fatigue.rail_factor(20.0, mass).traffic == pytest.approx(value)
    for years, value in life.items():
        assert fatigue.rail_factor(20.0, 25.0, years).life == pytest.approx(value)
    assert fatigue.rail_factor(20.0).greatest == pytest.approx(1.4)


def test_categories_of_details():
    printed = {
        "web_to_flange_weld_automatic": 125, "web_to_flange_weld_with_stops": 112,
        "web_to_flange_weld_manual_fillet": 100, "butt_weld_ground": 112,
        "butt_weld_overfill_10": 90, "butt_weld_overfill_20": 80, "transverse_stiffener_50": 80,
        "transverse_stiffener_80": 71, "stud_on_flange": 80, "stud_shear": 90, "attachment_50": 80,
        "attachment_80": 71, "attachment_100": 63, "attachment_long": 56, "cope_hole": 71,
        "cover_plate_end": 50, "cruciform_root": 36, "reinforcement_straight": 162.5,
    }  # fmt: skip
    assert {n: fatigue.detail_category(n) / MPa for n in printed} == pytest.approx(printed)


@pytest.mark.parametrize(
    ("category", "constant", "threshold"),
    [("A", 250, 24), ("B", 120, 16), ("B'", 61, 12), ("C", 44, 10), ("C'", 44, 12), ("D", 22, 7),
     ("E", 11, 4.5), ("E'", 3.9, 2.6)],
)  # fmt: skip
def test_details_of_aashto(category, constant, threshold):
    """Fatigue I 1.75 against the threshold; Fatigue II 0.80 against (A/N)^(1/3)."""
    found = detail_use(1.0 * ksi, 1e7, category)
    assert found.infinite == pytest.approx(1.75 / threshold)
    assert found.finite == pytest.approx(0.80 / (constant * 1e8 / 1e7) ** (1 / 3))


def test_correlation_factors_of_piles():
    mean = {1: 1.40, 2: 1.35, 3: 1.33, 4: 1.31, 5: 1.29, 7: 1.27, 10: 1.25}
    least = {1: 1.40, 2: 1.27, 3: 1.23, 4: 1.20, 5: 1.15, 7: 1.12, 10: 1.08}
    for number, xi_3 in mean.items():
        assert piles.correlation_factors(number) == pytest.approx((xi_3, least[number]))


def test_rows_of_piles():
    """p-multipliers at 3 and 5 diameters; efficiency 0.65 at 2.5 D to 1.0 at 4 D."""
    assert_allclose(piles.row_multipliers(3.0 * m, 1.0 * m), [0.80, 0.40, 0.30])
    assert_allclose(piles.row_multipliers(5.0 * m, 1.0 * m), [1.00, 0.85, 0.70])
    assert_allclose(piles.group_efficiency(np.array([2.5, 4.0, 6.0]), 1.0), [0.65, 1.0, 1.0])


def test_shafts_of_sp_24():
    depth = np.array([1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35], dtype=float)
    printed = {
        0.2: [35, 42, 48, 53, 56, 58, 62, 65, 72, 79, 86, 93, 100],
        0.3: [23, 30, 35, 38, 40, 42, 44, 46, 51, 56, 61, 66, 70],
        0.4: [15, 21, 25, 27, 29, 31, 33, 34, 38, 41, 44, 47, 50],
        0.5: [12, 17, 20, 22, 24, 25, 26, 27, 28, 30, 32, 34, 36],
    }
    for liquidity, row in printed.items():
        assert_allclose(shaft_unit(depth, liquidity) / kPa, row)


def test_national_sets():
    """alpha factors of the United Kingdom, Germany and France; unverified."""
    printed = {
        "UK": {"Q1": 1.0, "q1": 0.61, "q2": 2.2, "qr": 2.2},
        "DE": {"Q1": 1.0, "q1": 1.33, "q2": 2.4, "q3": 1.2, "qr": 1.2},
        "FR": {"Q1": 0.9, "Q2": 0.8, "Q3": 0.8, "q1": 0.7, "q2": 1.0},
    }
    for annex, row in printed.items():
        own = parameters(annex=annex)
        assert {n: own.number(f"lm1.alpha_{n}") for n in row} == row


def test_footway_between_its_limits():
    assert_allclose(road.footway_pressure([10.0, 60.0, 210.0]) / kN, [5.0, 3.3333, 2.5], rtol=1e-4)
