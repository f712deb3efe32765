"""Checks of precast prestressed girders on a simple span, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from precast_reference import (
    LENGTH,
    SLAB,
    WEIGHT,
    deck_of_reference,
    demands_of,
    girders_of,
    over_a_pier,
    with_strands,
)

from spanwright.checks.prestressed.bench import Bench
from spanwright.checks.prestressed.run import UNCHECKED, check_prestressed
from spanwright.checks.prestressed.ultimate import bending_series
from spanwright.checks.types import FAILS, NOT_CHECKED, OUTSIDE_SCOPE, PASSES, CheckSeries
from spanwright.structure.precast_losses import prestress_of
from spanwright.structure.prestressed import PrestressedGirders

MID = np.array([LENGTH / 2])
DECKS = (deck_of_reference(),)


def checked(girders: PrestressedGirders) -> dict[str, CheckSeries]:
    return {s.name: s for s in check_prestressed(girders, demands_of(girders), DECKS)}


@pytest.fixture(scope="module")
def middle() -> dict[str, CheckSeries]:
    return checked(girders_of(MID))


def test_every_check_answers_at_every_section(middle):
    assert len(middle) == 27
    for series in middle.values():
        assert OUTSIDE_SCOPE not in series.status, series.name
        assert np.all(np.isfinite(series.utilisation[series.status != NOT_CHECKED])), series.name
    assert len({item.what for item in UNCHECKED}) == len(UNCHECKED)


def test_release_by_hand(middle):
    """1.05 (P/A + P e z/I) less own weight over the section modulus at the soffit."""
    girders = girders_of(MID)
    bare = girders.section("steel")
    force, level = (v[0] for v in prestress_of(girders).force("release", short=True))
    area, z, inertia = bare.area[0], bare.centroid[0], bare.inertia[0]
    soffit = -1.05 * force * (1 / area + (z - level) * z / inertia)
    soffit += WEIGHT * LENGTH**2 / 8 * z / inertia
    series = middle["concrete pressed at release"]
    assert series.demand[0] == pytest.approx(-soffit, rel=1e-9)
    assert series.resistance[0] == pytest.approx(0.7 * 33e6)
    assert series.status[0] == PASSES


def test_decompression_by_hand(middle):
    """Soffit: loads on the girder alone and on the composite section against 0.95 P after losses,
    with what creep and shrinkage do; at the end."""
    girders = girders_of(MID)
    demands = demands_of(girders)
    series = middle["decompression"]
    moment = demands.quasi_permanent.moment[0, :, 0]
    bare, late, now = (girders.section(s) for s in ("steel", "long term", "short term"))
    pull = sum(
        m * s.centroid[0] / s.inertia[0]
        for m, s in zip(moment[[0, 1, 4]], (bare, late, now), strict=True)
    )
    assert series.demand[0] == pytest.approx(pull, rel=1e-9)
    hold = -(series.details["prestress, 0.95 P"] + series.details["creep and shrinkage"])
    assert series.resistance[0] == pytest.approx(hold[0], rel=1e-9)
    assert series.situation == "SLS quasi-permanent"


def test_decompression_in_salt_asks_for_the_frequent_combination():
    girders = girders_of(MID)
    girders = replace(girders, materials=replace(girders.materials, exposure="XD"))
    assert checked(girders)["decompression"].situation == "SLS frequent"


def test_ultimate_bending_by_hand(middle):
    """All strands and bars yield, slab in compression above them: T z of one couple."""
    girders = girders_of(MID)
    series = middle["bending of prestressed girders"]
    f_pd, f_yd = 1600e6 / 1.15, 500e6 / 1.15
    below = 30 * 150e-6 * f_pd + 4 * 201e-6 * f_yd
    f_cd = 0.85 * 35e6 / 1.5
    # The slab's bars lie in the compressed part: strain eps_cu2 (1 - 0.11/x), found by the check.
    x = series.details["compressed depth x"][0]
    bars = 2.5 * 2.5e-3 * 200e9 * 3.5e-3 * (1 - 0.11 / x)
    assert abs(bars) < 2.5 * 2.5e-3 * f_yd
    assert 17 / 21 * 2.5 * x * f_cd + bars == pytest.approx(below, rel=1e-9)
    layers = ((12, 0.06), (12, 0.11), (6, 0.16))
    first = sum(n * 150e-6 * f_pd * (1.75 - z) for n, z in layers)
    first += 4 * 201e-6 * f_yd * 1.69 - bars * 0.11 - 17 / 21 * 2.5 * x * f_cd * 99 / 238 * x
    assert series.resistance[0] == pytest.approx(first, rel=1e-9)
    own = 1.35 * (WEIGHT + SLAB + 5e3 + 30e3) * LENGTH**2 / 8
    assert series.demand[0] == pytest.approx(own, rel=1e-9)
    assert girders.count == 1


def test_zero_strands_leave_the_reinforced_section():
    girders = girders_of(MID, strands=(0, 0, 0))
    series = checked(girders)["bending of prestressed girders"]
    assert series.details["strand stress"][0] == 0.0
    assert series.details["tension of the steel"][0] == pytest.approx(4 * 201e-6 * 500e6 / 1.15)
    assert series.status[0] == FAILS


@settings(max_examples=15, deadline=None)
@given(st.floats(0.2, 1.2), st.floats(1.01, 1.4))
def test_more_strands_never_lower_the_ultimate_moment(share, more):
    girders = girders_of(np.array([3.0, 15.0]))
    few, many = (
        bending_series(Bench(one, demands_of(one), DECKS)).resistance
        for one in (with_strands(girders, share), with_strands(girders, share * more))
    )
    assert np.all(many >= few * (1 - 1e-9))


def test_shear_with_links_by_hand():
    """Near the support: A_sw/s z f_ywd cot theta, the struts carry alpha_cw."""
    girders = girders_of(np.array([2.0]))
    series = checked(girders)["shear of prestressed girders"]
    d = series.details
    truss = girders.table.link_rate[0] * d["z"][0] * 500e6 / 1.15 * d["cot theta"][0]
    assert d["V_Rd,s"][0] == pytest.approx(truss, rel=1e-9)
    f_cd = 0.85 * 50e6 / 1.5
    alpha = 1 + d["sigma_cp"][0] / f_cd if d["sigma_cp"][0] < 0.25 * f_cd else 1.25
    cot = d["cot theta"][0]
    struts = alpha * 0.2 * d["z"][0] * 0.6 * (1 - 50 / 250) * f_cd / (cot + 1 / cot)
    assert d["V_Rd,max"][0] == pytest.approx(struts, rel=1e-9)
    assert series.resistance[0] == pytest.approx(min(truss, struts), rel=1e-9)


def test_interface_by_hand():
    """v = V/(z b); c f_ctd + mu rho f_yd of a rough surface."""
    girders = girders_of(np.array([2.0]))
    series = checked(girders)["shear between girder and slab"]
    v = 1.35 * (WEIGHT + SLAB + 35e3) * 13.0 / (series.details["z"][0] * 0.9)
    assert series.demand[0] == pytest.approx(v, rel=1e-9)
    f_ctd = 0.7 * 0.30 * 35 ** (2 / 3) * 1e6 / 1.5
    rho = girders.table.link_rate[0] / 0.9
    assert series.resistance[0] == pytest.approx(0.4 * f_ctd + 0.7 * rho * 500e6 / 1.15, rel=1e-6)


def test_slab_beside_the_girder_by_hand():
    """Half of V/z against the bars across both ways, cot theta 1.2."""
    girders = girders_of(np.array([2.0]))
    series = checked(girders)["shear of the slab beside prestressed girders"]
    flow = 0.5 * 1.35 * (WEIGHT + SLAB + 35e3) * 13.0 / series.details["z"][0]
    assert series.demand[0] == pytest.approx(flow, rel=1e-9)
    bars = series.details["bars across"][0] * 500e6 / 1.15 * 1.2
    strut = 0.6 * (1 - 35 / 250) * 0.85 * 35e6 / 1.5 * 1.2 / (1 + 1.2**2) * 0.22
    free = 0.4 * 0.7 * 0.30 * 35 ** (2 / 3) * 1e6 / 1.5 * 0.22
    assert series.resistance[0] == pytest.approx(max(min(bars, strut), free), rel=1e-6)


def test_ends_lack_the_strands_bond():
    """At 0.3 m the strands carry what 8.10.2.3 allows; struts need 0.5 V cot theta there."""
    girders = girders_of(np.array([0.3, 15.0]))
    series = checked(girders)["anchored tension chord"]
    found = prestress_of(girders)
    length = found.transfer.long[0]
    expected = (0.3 / length * found.stress("end")[0] * found.area[0]).sum()
    assert series.details["strands"][0] == pytest.approx(expected, rel=1e-2)
    assert series.details["strands"][1] == pytest.approx(30 * 150e-6 * 1600e6 / 1.15)
    splitting = checked(girders)["splitting at the girders' ends"]
    assert splitting.status[1] == NOT_CHECKED
    assert splitting.demand[0] == pytest.approx(
        0.04 * 1.05 * (found.released[0] * found.area[0]).sum() / 138e6
    )


def test_camber_of_a_straight_strand_by_hand():
    """P e L^2/(8 E I) - 5 w L^4/(384 E I) at midspan at release, transmission lengths apart."""
    girders = girders_of(np.linspace(0.0, LENGTH, 241))
    series = checked(girders)["camber before the slab"]
    bare = girders.section("steel")
    found = prestress_of(girders)
    force, level = (v[120] for v in found.force("release"))
    stiff = girders.ageing.E_release * bare.inertia[0]
    rise = force * (bare.centroid[0] - level) * LENGTH**2 / 8 / stiff
    rise -= 5 * WEIGHT * LENGTH**4 / 384 / stiff
    # The force is less near the ends, and a little more at the quarters than here.
    assert series.details["rise at release"][120] == pytest.approx(rise, rel=0.02)
    sag = 5 * SLAB * LENGTH**4 / 384 / (girders.ageing.E_girder * bare.inertia[0])
    assert series.details["sag by the wet slab"][120] == pytest.approx(sag, rel=1e-3)


def test_a_pier_section_is_reinforced_concrete_both_ways():
    girders, demands = over_a_pier()
    series = {s.name: s for s in check_prestressed(girders, demands, DECKS)}
    # Hogging: bars of the slab on the cracked section, M/(A z) within a few percent.
    bars = series["crack width over the piers"]
    stress = 1.5e6 / (2.5 * 2.5e-3 * 0.9 * 1.64)
    assert bars.details["sigma_s"][0] == pytest.approx(stress, rel=0.08)
    assert bars.demand[0] > 0
    # Sagging by creep: 2.0 - 1.5 MNm together, 0.5 MNm on the bars carried through.
    joint = series["crack width of the joint over a pier"]
    assert joint.status[0] != NOT_CHECKED
    assert list(joint.status[1:]) == [NOT_CHECKED, NOT_CHECKED]
    assert joint.details["sigma_s"][0] == pytest.approx(0.5e6 / (4e-3 * 1.6), rel=0.05)
    assert series["decompression"].status[0] == NOT_CHECKED
    assert series["decompression"].utilisation[0] == 0.0  # never governs
    assert series["bending of prestressed girders"].details["strand stress"][0] == 0.0


def test_a_joint_without_bars_cannot_sag():
    girders, demands = over_a_pier(bottom_bars=0.0)
    series = {s.name: s for s in check_prestressed(girders, demands, DECKS)}
    assert series["crack width of the joint over a pier"].status[0] == OUTSIDE_SCOPE


def test_a_cracked_soffit_gets_a_width():
    """A third of the strands: the soffit cracks and strands and bars open it."""
    girders = with_strands(girders_of(MID), 0.4)
    series = checked(girders)["crack width of the soffit"]
    assert series.details["greatest tension, characteristic"][0] > series.details["f_ctm"][0]
    assert series.demand[0] > 0.2e-3
    assert series.status[0] == FAILS
