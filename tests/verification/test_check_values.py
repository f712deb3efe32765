"""Computed check values that no other test asks for: exact placements, intermediate values."""

import numpy as np
import pytest

from spanwright.codes.aashto.resistance.flexure import first_yield, local_buckling
from spanwright.codes.eurocode.resistance.classification import classify
from spanwright.codes.eurocode.resistance.concrete import plain_shear
from spanwright.codes.eurocode.resistance.lateral import flange_buckling, gradient_buckling_factor
from spanwright.codes.eurocode.resistance.section import steel_section
from spanwright.codes.eurocode.resistance.shear import flange_contribution
from spanwright.datum.units import MPa, inch, kN, ksi, mm
from spanwright.traffic.beam import beam_envelope
from spanwright.traffic.library import load_model

approx = pytest.approx


def moment_at(span, position, section):
    """Moment of a simple span under a unit force."""
    return (
        np.where(position <= section, position * (span - section), section * (span - position))
        / span
    )


@pytest.mark.parametrize(
    ("span", "moment"), [(10, 1829.6), (20, 6049.6), (40, 20_489.6), (60, 42_929.6)]
)
def test_lm71_with_its_axles_centred(span, moment):
    """Axles about mid-span; the uniform load from 0.8 m beyond the outer ones to the supports."""
    model = load_model("lm71")
    train = model.vehicles["LM71"].train
    middle = span / 2
    axles = train.offset - train.length / 2 + middle
    free = train.length / 2 + model.udl_gap
    line = 2 * model.udl * (middle - free) ** 2 / 4
    total = (train.force * moment_at(span, axles, middle)).sum() + line
    assert total / kN == approx(moment, abs=0.05)
    # No search may find less than this placement.
    assert beam_envelope([span], model, [middle]).moment[0, 0] >= total * (1 - 1e-12)


def test_hl93_of_one_lane_of_40_m():
    """Truck 2,827.1 and lane load 1,868.0 kNm: with 33 % impact 5,628.1 kNm."""
    truck = beam_envelope([40.0], load_model("hl93-truck:us"), np.arange(17.0, 23.0, 0.05))
    lane = load_model("hl93:us").bands
    load = sum(band.load for band in lane)
    together = 1.33 * truck.moment[0].max() + load * 40.0**2 / 8
    assert together / kN == approx(5628.1, rel=1e-4)


def test_kl510_truck_alone_and_with_the_lane_load():
    """Truck with impact 5,132.1; 0.75 of it with the lane load 6,389.0 kNm, largest of each."""
    envelope = beam_envelope([40.0], load_model("kl510"), np.arange(17.0, 23.0, 0.05))
    part = envelope.extremes.part[: len(envelope.station)]
    truck, lane = part[:, 0].max() / 0.75, part[:, 1].max()
    assert truck / kN == approx(5132.1, rel=1e-4)
    assert (0.75 * truck + lane) / kN == approx(6389.0, rel=1e-4)


def test_m1600_without_its_allowance():
    """10,073 kNm on 40 m; DLA 0.30 is on top."""
    model = load_model("m1600")
    vehicle = next(iter(model.vehicles.values()))
    assert vehicle.impact == approx(1.30)
    envelope = beam_envelope([40.0], model, np.arange(14.0, 26.0, 0.1))
    assert envelope.moment[0].max() / 1.30 / kN == approx(10_073, rel=1e-4)


REFERENCE = steel_section(0.5, 0.03, 2.4, 0.018, 0.8, 0.04)


def test_slenderness_of_the_reference_web():
    one, fy = np.ones(1), np.array([345e6])
    found = classify(
        REFERENCE, flange_yield=fy, web_yield=fy, alpha=0.5 * one, psi=-1.00779 * one, sagging=False
    )
    assert found.web_slenderness[0] == approx(133.33, abs=5e-3)


def test_length_of_the_tension_field_in_the_flange():
    """V_bf 496.1 kN belongs to c = 809.26 mm."""
    size = (np.array([v]) for v in (0.8, 0.04, 345e6, 2.4, 0.018, 345e6, 3.0, 0.0))
    force = flange_contribution(*size)[0]
    assert force / kN == approx(496.1, abs=0.05)
    assert 0.8 * 0.04**2 * 345e6 / (1.1 * force) / mm == approx(809.26, abs=0.05)


def test_compressed_flange_with_its_share_of_the_web():
    """800 x 40 and a third of the compressed web of the hogging section: 39,172 mm2."""
    web = 1195.342 * mm * 18 * mm
    found = flange_buckling(np.array([0.8]), np.array([0.04]), np.array([web]), 345e6, 63.0)
    assert found.area[0] / mm**2 == approx(39_172, abs=0.5)


def test_the_lower_of_two_factors_counts():
    """m1 = 23.2596 at gamma 1,550.39, which m2 undercuts; m1 is linear in gamma and governs low."""
    rise = (23.2596 - 1.45726) / 1550.39
    for gamma in (0.0, 2.0, 10.0):
        found = gradient_buckling_factor(np.array([0.4]), np.array([0.6]), np.array([gamma]))
        assert found[0] == approx(1.45726 + rise * gamma, abs=1e-5)


def test_limits_of_local_buckling():
    """Flange 32 x 1.5 in: 10.667 between 9.1516, where yield is reached, and 16.1196, F_yr."""
    fy = 50 * ksi
    fr = first_yield(fy, fy)

    def strength(slenderness):
        return local_buckling(2 * slenderness * inch, 1.0 * inch, fy, fr)

    assert strength(9.1516) / ksi == approx(50.0, abs=1e-4)
    assert strength(9.1536) < 50 * ksi * (1 - 1e-6)
    assert strength(16.1196) / ksi == approx(35.0, abs=5e-4)
    assert strength(10.66667) == approx(local_buckling(32 * inch, 1.5 * inch, fy, fr), rel=1e-6)


def test_shear_of_a_slab_strip():
    """C35/45, d 250 mm, 1,000 mm2/m: 136.975 kN/m, as two libraries have it."""
    found = plain_shear(1.0, 0.25, 1000 * mm**2, 35 * MPa)
    assert found.resistance / kN == approx(136.975, rel=3e-4)
